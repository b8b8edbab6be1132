"""The examiner's own notes: kept for them alone, carried by no paper, file, page or export."""

from __future__ import annotations

import io
import zipfile

import pytest
import typst
from flask import Flask

from tests.access.test_matrix import calls
from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import Examiner

CANARY = "SERIN-4417"


def write(examiner: Examiner, text: str, version: int = 0) -> int:
    answer = examiner.tell("/carnet", rank=1, seat=examiner.world.seat_ids[0], text=text, version=version)
    return answer.status_code


def notes(examiner: Examiner) -> dict[str, object]:
    kept: dict[str, object] = examiner.get(f"{examiner.root}/candidats/1/carnet").get_json()
    return kept


def test_are_kept_and_found_on_another_device(erin: Examiner, world_app: Flask, world: World) -> None:
    assert notes(erin) == {"text": "", "version": 0}
    assert write(erin, "à revoir à froid") == 200
    assert notes(Examiner(world_app, "erin", world)) == {"text": "à revoir à froid", "version": 1}


def test_two_devices_do_not_overwrite_each_other(erin: Examiner, world: World) -> None:
    assert write(erin, "de la tablette") == 200
    assert write(erin, "du bureau") == 409
    assert notes(erin)["text"] == "de la tablette"
    assert write(erin, "de la tablette et du bureau", 1) == 200


def test_refuses_too_long_a_text_and_another_column(erin: Examiner, world: World) -> None:
    assert write(erin, "x" * 10_001) == 422
    wrong = erin.tell("/carnet", rank=2, seat=world.seat_ids[0], text="x", version=0)
    assert wrong.status_code == 422
    assert notes(erin)["version"] == 0


def test_are_nobody_elses(erin: Examiner, oscar: Examiner, candidates: list[Visitor]) -> None:
    write(erin, CANARY)
    assert oscar.get(f"{oscar.root}/candidats/1/carnet").status_code == 404
    assert write(oscar, "x", 1) == 404


def plain(content: bytes) -> bytes:
    """What a file says: archives are opened. Papers are read where they are set: see `papers`."""
    if content[:2] != b"PK":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(plain(archive.read(name)) for name in archive.namelist())


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that is set in a PDF, as text."""
    said: list[str] = []
    compiled = typst.compile

    def keep(*args: object, **options: object) -> object:
        said.append(str(options.get("sys_inputs")))
        return compiled(*args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(typst, "compile", keep)
    return said


def test_the_canary_is_in_no_page_paper_or_file(
    world_app: Flask, erin: Examiner, candidates: list[Visitor], world: World, papers: list[str]
) -> None:
    write(erin, CANARY)
    erin.observe(1, "OBSERVEE-4417")
    erin.sign(1)
    looked = 0
    for visitor in (erin, candidates[0], Visitor(world_app, "ada"), Visitor(world_app, "tom")):
        for endpoint, method, path, _permission in calls(world_app, world):
            if method != "GET" or endpoint in ("examiner.private_notes", "examiner.stream"):
                continue
            answer = visitor.open(path, method="GET")
            assert CANARY.encode() not in plain(answer.get_data()), f"{endpoint} carries the private notes"
            answer.close()
            looked += 1
    assert looked > 100
    assert any("OBSERVEE-4417" in paper for paper in papers), "the net would catch what a paper carries"
    assert not any(CANARY in paper for paper in papers)


@pytest.mark.parametrize("path", ["/etat", "/console", "/candidats/1/lignes/L1"])
def test_the_console_itself_asks_for_them_only_when_opened(erin: Examiner, path: str) -> None:
    write(erin, CANARY)
    assert CANARY not in erin.get(erin.root + path).text
