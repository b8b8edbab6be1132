"""Oral questions on the console: called by an action, expected points ticked, what was never put listed at the end."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.exams.queries import clock_of
from sandbox.training.grading.queries import answers_of, changes_of
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import LINES, Examiner, seat_of

MARGIN = "Quelle marge reste-t-il avec cette offre"


def reduce_price(visitor: Visitor, world: World) -> None:
    """A candidate lowers the price of a product by a specific price."""
    path = f"/b/{world.shop_keys[0]}/admin/catalogue/produits/1/prix-specifiques/nouveau"
    form = Page(visitor.get(path).text).form("specific-price-form")
    visitor.post(path, **form.filled(kind="percent", value_bp="15")).close()


def question(erin: Examiner, text: str = MARGIN) -> str:
    """The number of a question, as the panel names it."""
    panel = erin.get(f"{erin.root}/etat").get_json()["asks"]
    row = next(part for part in panel.split("<tr>") if text in part)
    found = re.search(r'data-arg="(\w+)"', row)
    assert found is not None
    return found[1]


def cells(erin: Examiner, text: str = MARGIN) -> list[str]:
    """What the panel says of a question, candidate by candidate."""
    panel = erin.get(f"{erin.root}/etat").get_json()["asks"]
    row = next(part for part in panel.split("<tr>") if text in part)
    return [Page(cell).text for cell in re.findall(r'<button [^>]*data-act="oral"[^>]*><b>(.*?)</b>', row)]


def hear(erin: Examiner, heard: list[int], version: int = 1, note: str = "", rank: int = 1) -> int:
    answer = erin.tell(
        "/reponses", uuid=str(uuid.uuid4()), rank=rank, seat=erin.world.seat_ids[rank - 1], question=question(erin),
        heard=heard, version=version, note=note,
    )  # fmt: skip
    return answer.status_code


def test_the_points_heard_are_kept_and_count_as_put(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    assert cells(erin) == ["À venir"] * 3
    assert hear(erin, [0, 2], note="cite le prix barré") == 200
    assert cells(erin) == ["Posée · 2 sur 3", "À venir", "À venir"]
    kept = answers_of(seat_of(world, 1))[question(erin)]
    assert (kept.heard, kept.note) == ([0, 2], "cite le prix barré")


def test_two_consoles_do_not_overwrite_what_was_heard(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    assert hear(erin, [0]) == 200
    assert hear(erin, [1], version=1) == 409
    assert answers_of(seat_of(world, 1))[question(erin)].heard == [0]
    assert hear(erin, [0, 1], version=2) == 200


def take_back(erin: Examiner, version: int = 1, rank: int = 1) -> int:
    answer = erin.tell(
        "/questions/annulation", uuid=str(uuid.uuid4()), rank=rank, seat=erin.world.seat_ids[rank - 1],
        question=question(erin), version=version,
    )  # fmt: skip
    return answer.status_code


def test_a_question_put_by_mistake_is_taken_back(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    assert hear(erin, [0], note="hésite") == 200
    assert take_back(erin, version=2) == 200
    assert cells(erin) == ["À venir"] * 3
    assert answers_of(seat_of(world, 1)) == {}
    change = changes_of(seat_of(world, 1))[-1]
    assert (change.what, change.after) == ("question orale", "retirée, notée par erreur")
    assert change.before.startswith("posée à ")
    assert change.before.endswith(" ; hésite"), "what was noted is not lost"
    assert take_back(erin, version=2) == 200, "sent again, it changes nothing"
    assert len(changes_of(seat_of(world, 1))) == 1
    assert hear(erin, [1]) == 200, "it may be put for good afterwards"
    assert cells(erin)[0] == "Posée · 1 sur 3"


def test_another_question_put_at_once_is_not_taken_for_it(
    erin: Examiner, candidates: list[Visitor], world: World
) -> None:
    seat = {"rank": 1, "seat": world.seat_ids[0]}
    first, second = re.findall(r'data-arg="(\w+)"', erin.get(f"{erin.root}/etat").get_json()["asks"])[0:6:3]
    for path, asked in (("/questions", first), ("/questions/annulation", first), ("/questions", second)):
        assert erin.tell(path, **seat, question=asked, version=1).status_code == 200
        panel = erin.get(f"{erin.root}/etat").get_json()["asks"]
    found = re.findall(r'data-rank="1"[^>]* data-arg="(\w+)"[^>]* data-version="(\d)"', panel)
    assert {key: version for key, version in found if key in (first, second)} == {first: "0", second: "1"}


def test_what_another_device_noted_is_not_taken_back_unseen(
    erin: Examiner, candidates: list[Visitor], world: World
) -> None:
    assert hear(erin, [0]) == 200
    assert take_back(erin, version=1) == 409
    assert answers_of(seat_of(world, 1))[question(erin)].heard == [0]


def test_a_question_of_a_signed_sheet_stays(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    assert hear(erin, [0]) == 200
    erin.sign(1)
    assert take_back(erin, version=2) == 422
    assert answers_of(seat_of(world, 1))[question(erin)].heard == [0]


def test_a_question_taken_back_after_the_end_is_in_the_record(
    erin: Examiner, candidates: list[Visitor], world: World
) -> None:
    assert hear(erin, [0]) == 200
    erin.end(1)
    assert take_back(erin, version=2) == 200
    text = Page(erin.get(f"{erin.root}/proces-verbal").text).text
    assert "question orale" in text
    assert "retirée, notée par erreur" in text


def test_the_page_of_a_line_takes_it_back_too(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    assert hear(erin, [0]) == 200
    path = next(
        path for path in (f"{erin.root}/candidats/1/lignes/{line}" for line in LINES) if MARGIN in erin.get(path).text
    )
    form = Page(erin.get(path).text).form(f"/questions/{question(erin)}")
    assert Page(erin.get(path).text).says("Pas posée")
    erin.post(form.action, **form.filled(act="take_back")).close()
    assert answers_of(seat_of(world, 1)) == {}
    assert not Page(erin.get(path).text).says("Pas posée")


def test_refuses_a_point_that_is_not_expected(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    assert hear(erin, [9]) == 422
    assert answers_of(seat_of(world, 1)) == {}, "a refusal keeps nothing"


def test_what_was_never_put_is_listed_at_the_end(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    hear(erin, [0])
    for rank in (1, 2):
        erin.end(rank)
    assert cells(erin) == ["Posée · 1 sur 3", "Non posée", "À venir"]


def test_is_of_when_it_was_put_on_the_device(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    for entry in seat_of(world, 1).entries:
        entry.at -= timedelta(minutes=5)
    db.session.commit()
    before = clock.now() - timedelta(minutes=2)
    told = erin.tell("/questions", rank=1, seat=world.seat_ids[0], question=question(erin), age=120_000)
    assert told.status_code == 200
    kept = answers_of(seat_of(world, 1))[question(erin)]
    assert before <= kept.asked_at <= clock.now() - timedelta(minutes=2)


def test_a_device_whose_clock_jumped_puts_no_question_before_the_test(
    erin: Examiner, candidates: list[Visitor], world: World
) -> None:
    told = erin.tell("/questions", rank=1, seat=world.seat_ids[0], question=question(erin), age=23 * 3_600_000)
    assert told.status_code == 200
    seat = seat_of(world, 1)
    kept = answers_of(seat)[question(erin)]
    assert kept.asked_at >= clock_of(seat).started_at  # type: ignore[operator]


def test_a_raised_hand_carries_the_page_and_the_last_action(
    erin: Examiner, candidates: list[Visitor], world: World
) -> None:
    reduce_price(candidates[0], world)
    candidates[0].fetch("/epreuve/main", up="1", page="Q2|Prix › Prix spécifiques")
    todo = erin.state()[0]["todo"]
    assert "Prix spécifiques" in todo
    assert "Main levée" in todo
    assert "prix spécifique (−15\u00a0%)" in todo
    erin.fetch(f"{erin.root}/candidats/1/main")
    called = Page(erin.state()[0]["todo"])
    assert called.says(MARGIN), "called by the action, in the same second"
    assert called.says("A créé le prix spécifique → demander")
    assert cells(erin)[0] == "À poser"
