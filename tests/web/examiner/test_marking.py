"""Observations and levels: on the right candidate, once, taken back, refused in words; after the signature with a reason."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.training.grading.models import Observation
from sandbox.training.grading.queries import changes_of, observations_of
from sandbox.training.journal.queries import all_of
from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import LINES, Examiner, rated, seat_of, texts_of

SIGNS = ("+", "~", "-", "")


@pytest.fixture(autouse=True)
def console(erin: Examiner) -> None:
    erin.get(f"{erin.root}/console")


def test_notes_an_observation(erin: Examiner, world: World) -> None:
    answer = erin.observe(2, "explique son choix", sign="+", line="L2")
    assert answer.status_code == 200
    assert set(answer.get_json()) == {"uuid", "at", "linked"}
    kept = observations_of(seat_of(world, 2))
    assert [(note.line_id, note.sign, note.text) for note in kept] == [("L2", "+", "explique son choix")]
    assert texts_of(world, 1) == texts_of(world, 3) == []


def test_the_same_observation_sent_twice_is_kept_once(erin: Examiner, world: World) -> None:
    number = str(uuid.uuid4())
    for _ in range(3):
        assert erin.observe(1, "une fois", uuid=number).status_code == 200
    assert texts_of(world, 1) == ["une fois"]
    assert erin.observe(1, "autre chose", uuid=number).status_code == 409
    assert erin.observe(2, "une fois", uuid=number).status_code == 409
    assert texts_of(world, 2) == []


def test_many_observations_land_on_the_right_candidates(erin: Examiner, world: World) -> None:
    chance = random.Random(20261127)
    expected: dict[int, list[str]] = {1: [], 2: [], 3: []}
    for number in range(90):
        rank, seat = chance.randint(1, 3), chance.randint(1, 3)
        text = f"c{rank} n{number}"
        answer = erin.observe(
            rank, text, seat=world.seat_ids[seat - 1], sign=chance.choice(SIGNS), line=chance.choice(("", *LINES))
        )
        assert answer.status_code == (200 if rank == seat else 422)
        if rank == seat:
            expected[rank].append(text)
    assert {rank: texts_of(world, rank) for rank in expected} == expected


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"sign": "", "text": "  "}, 422, "un signe, un texte, ou les deux"),
        ({"sign": "!"}, 422, "Signe inconnu"),
        ({"line": "L99"}, 422, "inconnue dans ce sujet"),
        ({"uuid": "pas-un-uuid"}, 422, "illisible"),
        ({"rank": "un"}, 422, "Candidat illisible"),
        ({"seat": 999}, 404, "n’existe pas dans cette session"),
    ],
)
def test_refuses_in_words_and_keeps_nothing(
    erin: Examiner, world: World, changes: dict[str, Any], status: int, words: str
) -> None:
    answer = erin.observe(**{"rank": 1, "seat": world.seat_ids[0], "text": "vu", **changes})
    assert answer.status_code == status
    assert words in answer.get_json()["error"]
    assert texts_of(world, 1) == []


@pytest.mark.parametrize("sent", [{}, {"rank": 1}, [1], None])
def test_refuses_what_is_not_an_observation(erin: Examiner, sent: Any) -> None:
    answer = erin.tell("/observations", **sent) if isinstance(sent, dict) else erin.fetch(f"{erin.root}/observations")
    assert answer.status_code == 422
    assert "rien n’a été enregistré" in answer.get_json()["error"]


def test_takes_an_observation_back(erin: Examiner, world: World) -> None:
    first = erin.observe(1, "trop vite").get_json()["uuid"]
    erin.observe(1, "reste")
    taken = {"uuid": str(uuid.uuid4()), "rank": 1, "seat": world.seat_ids[0], "target": first}
    for _ in range(2):
        assert erin.tell("/observations/annulation", **taken).status_code == 200
    assert texts_of(world, 1) == ["reste"]
    again = erin.tell("/observations/annulation", **{**taken, "uuid": str(uuid.uuid4())})
    assert again.status_code == 409


def test_does_not_take_back_another_candidates(erin: Examiner, world: World) -> None:
    first = erin.observe(1, "à moi").get_json()["uuid"]
    answer = erin.tell("/observations/annulation", uuid=str(uuid.uuid4()), rank=2, seat=world.seat_ids[1], target=first)
    assert answer.status_code == 404
    assert texts_of(world, 1) == ["à moi"]


def test_sets_changes_and_clears_a_level(erin: Examiner, world: World) -> None:
    told = erin.rate(1, "L1", "S").get_json()
    assert (told["line"], told["value"], told["version"]) == ("L1", "S", 1)
    assert erin.rate(1, "L1", "TS", 1).get_json()["version"] == 2
    assert rated(world, 1) == {"L1": "TS"}
    assert erin.rate(1, "L1", "", 2).status_code == 200
    assert rated(world, 1) == {"L1": ""}
    assert rated(world, 2) == {}


def test_a_second_console_is_told_what_was_chosen_meanwhile(erin: Examiner, world: World) -> None:
    assert erin.rate(1, "L1", "S").status_code == 200
    answer = erin.rate(1, "L1", "TI", 0)
    assert answer.status_code == 409
    assert "«\u00a0S\u00a0» a été choisi entre-temps" in answer.get_json()["error"]
    assert "«\u00a0TI\u00a0»" in answer.get_json()["error"]
    assert rated(world, 1) == {"L1": "S"}


@pytest.mark.parametrize(
    "changes", [{"value": "X"}, {"line": "L99"}, {"seat": 2}, {"version": "deux", "value": "TI"}], ids=str
)
def test_refuses_a_wrong_level(erin: Examiner, world: World, changes: dict[str, Any]) -> None:
    assert erin.rate(1, "L1", "S").status_code == 200
    seat = world.seat_ids[changes.pop("seat", 1) - 1]
    sent = {"rank": 1, "seat": seat, "line": "L1", "value": "TS", "version": 1, **changes}
    assert erin.tell("/niveaux", **sent).status_code in (409, 422)
    assert rated(world, 1) == {"L1": "S"}


def test_after_the_signature_a_level_needs_a_reason(erin: Examiner, world: World) -> None:
    erin.sign(1)
    answer = erin.rate(1, "L1", "TS", 1)
    assert answer.status_code == 422
    assert answer.get_json()["field"] == "reason", "the script asks for it where it is needed"
    assert rated(world, 1)["L1"] == "S"
    assert erin.rate(1, "L1", "TS", 1, reason="erreur de saisie").status_code == 200
    assert rated(world, 1)["L1"] == "TS"
    last = changes_of(seat_of(world, 1))[-1]
    assert (last.before, last.after, last.reason, last.is_after_signature) == ("S", "TS", "erreur de saisie", True)


def test_notes_that_a_question_was_asked(erin: Examiner, world: World) -> None:
    asked = {"rank": 1, "seat": world.seat_ids[0], "question": "o1"}
    first = erin.tell("/questions", **asked)
    assert first.status_code == 200
    assert erin.tell("/questions", **asked).get_json() == first.get_json()
    assert erin.tell("/questions", **{**asked, "question": "o99"}).status_code == 422
    assert erin.tell("/questions", **{**asked, "rank": 2}).status_code == 422


@pytest.mark.parametrize("path", ["/observations", "/observations/annulation", "/niveaux", "/questions"])
def test_neither_a_candidate_nor_another_examiner_writes_here(
    erin: Examiner, oscar: Examiner, candidates: list[Visitor], world: World, path: str
) -> None:
    sent = {"uuid": str(uuid.uuid4()), "rank": 1, "seat": world.seat_ids[0], "line": "L1", "sign": "+", "text": "x",
            "value": "TS", "version": 0, "question": "o1", "target": str(uuid.uuid4())}  # fmt: skip
    assert oscar.tell(path, **sent).status_code == 404
    me = candidates[0]
    headers = {"X-Requested-With": "fetch", "X-CSRFToken": me.token}
    assert me.open(erin.root + path, method="POST", json=sent, headers=headers).status_code == 403
    assert texts_of(world, 1) == []
    assert rated(world, 1) == {}


def test_without_the_token_nothing_is_written(erin: Examiner, world: World) -> None:
    erin.token = "faux"
    assert erin.observe(1, "vu").status_code == 400
    assert texts_of(world, 1) == []


def test_what_a_cut_kept_on_the_device_is_of_when_it_was_noted(
    erin: Examiner, world: World, candidates: list[Visitor]
) -> None:
    root = f"/b/{world.shop_keys[0]}"
    inès = candidates[0]
    inès.get(f"{root}/admin/catalogue/marques/nouvelle")
    assert inès.post(f"{root}/admin/catalogue/marques/nouvelle", name="Avant la coupure").status_code == 302
    inès.later = timedelta(minutes=5)
    assert inès.post(f"{root}/admin/catalogue/marques/nouvelle", name="Pendant la coupure").status_code == 302
    erin.later = timedelta(minutes=5)
    answer = erin.observe(1, "vu tout de suite", age=5 * 60_000 - 2000)
    assert answer.get_json()["linked"]
    kept = last_note()
    first, second = all_of(seat_of(world, 1).shop_id)[-2:]
    assert (kept.journal_seq, first.seq + 1) == (first.seq, second.seq)
    assert timedelta(minutes=4) < kept.at - kept.device_at < timedelta(minutes=6)


@pytest.mark.parametrize("age", [None, -5, "hier", 10**12, 1.5])
def test_an_impossible_age_counts_as_now(erin: Examiner, age: object) -> None:
    assert erin.observe(1, "vu", age=age).status_code == 200
    kept = last_note()
    assert kept.device_at == kept.at


def last_note() -> Observation:
    """The observation kept last."""
    return db.session.scalars(sa.select(Observation).order_by(Observation.id.desc())).first()
