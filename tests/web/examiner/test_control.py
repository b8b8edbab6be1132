"""Clocks in the examiner's hand: start, pause, resume, time with a reason, end, reopen, the raised hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.exams import seating
from sandbox.training.exams.models import EntryKind
from sandbox.training.exams.queries import clock_of
from sandbox.training.exams.rules import ClockState
from sandbox.web.filters import time_s
from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import Examiner, seat_of


@pytest.fixture(autouse=True)
def console(erin: Examiner, candidates: list[Visitor]) -> None:
    erin.get(f"{erin.root}/console")


def state_of(world: World, rank: int) -> ClockState:
    return clock_of(seat_of(world, rank)).state


def test_pauses_and_resumes_all_together(erin: Examiner, world: World) -> None:
    assert erin.fetch(f"{erin.root}/pause", reason="Évacuation").get_json() == {"ok": True}
    assert [state_of(world, rank) for rank in (1, 2, 3)] == [ClockState.PAUSED] * 3
    assert {entry.reason for entry in seat_of(world, 1).entries if entry.kind == EntryKind.PAUSED} == {"Évacuation"}
    assert erin.fetch(f"{erin.root}/pause").status_code == 200, "the fire exit never fails"
    assert erin.fetch(f"{erin.root}/reprise").status_code == 200
    assert [state_of(world, rank) for rank in (1, 2, 3)] == [ClockState.RUNNING] * 3


def test_pauses_one_candidate_only(erin: Examiner, world: World) -> None:
    assert erin.fetch(f"{erin.root}/candidats/2/pause").status_code == 200
    assert [state_of(world, rank) for rank in (1, 2, 3)] == [ClockState.RUNNING, ClockState.PAUSED, ClockState.RUNNING]
    refused = erin.fetch(f"{erin.root}/candidats/2/pause")
    assert refused.status_code == 422
    assert "n’est pas en cours" in refused.get_json()["error"]
    assert erin.fetch(f"{erin.root}/candidats/2/reprise").status_code == 200
    assert erin.fetch(f"{erin.root}/candidats/2/reprise").status_code == 422


def test_without_script_the_console_comes_back(erin: Examiner) -> None:
    answer = erin.post(f"{erin.root}/candidats/1/pause")
    assert answer.status_code == 302
    assert answer.location == f"{erin.root}/console"


def test_grants_time_with_its_reason(erin: Examiner, world: World) -> None:
    before = clock_of(seat_of(world, 3)).ends_at
    answer = erin.fetch(f"{erin.root}/candidats/3/temps", minutes="5", reason="coupure du réseau")
    assert answer.status_code == 200
    after = clock_of(seat_of(world, 3)).ends_at
    assert before is not None
    assert after is not None
    assert after - before == timedelta(minutes=5)
    assert seat_of(world, 3).entries[-1].reason == "coupure du réseau"
    assert clock_of(seat_of(world, 1)).granted == timedelta(0)


@pytest.mark.parametrize(
    ("minutes", "reason", "words"),
    [
        ("5", "", "motif"), ("5", "  x ", "motif"), ("", "coupure", "minutes"), ("cinq", "coupure", "cinq"), ("0", "coupure", "1 à 180"),
        ("-3", "coupure", "1 à 180"), ("181", "coupure", "1 à 180"), ("2,5", "coupure", "entier"), ("5", "x" * 301, "300"),
    ],
)  # fmt: skip
def test_refuses_time_in_words(erin: Examiner, world: World, minutes: str, reason: str, words: str) -> None:
    answer = erin.fetch(f"{erin.root}/candidats/1/temps", minutes=minutes, reason=reason)
    assert answer.status_code == 422
    assert words in answer.get_json()["error"]
    assert clock_of(seat_of(world, 1)).granted == timedelta(0)


def test_ends_one_and_lets_them_go_on_with_a_reason(erin: Examiner, world: World, candidates: list[Visitor]) -> None:
    erin.end(1)
    erin.end(1)
    assert state_of(world, 1) is ClockState.ENDED
    assert seat_of(world, 1).shop.frozen_at is not None
    assert candidates[0].fetch("/epreuve/pouls", page="").get_json()["running"] is False
    refused = erin.fetch(f"{erin.root}/candidats/1/reouverture", reason="")
    assert refused.status_code == 422
    assert "motif" in refused.get_json()["error"]
    assert erin.fetch(f"{erin.root}/candidats/1/reouverture", reason="fin cliquée par erreur").status_code == 200
    assert state_of(world, 1) is ClockState.RUNNING
    assert seat_of(world, 1).shop.frozen_at is None
    refused = erin.fetch(f"{erin.root}/candidats/2/reouverture", reason="jamais terminé")
    assert refused.status_code == 422
    assert "n’est pas terminée" in refused.get_json()["error"]


def test_the_console_offers_to_reopen(erin: Examiner) -> None:
    page = erin.get(f"{erin.root}/console").text
    assert page.count("data-reopen=") == 3


def reopening(page: str) -> list[bool]:
    """For each candidate, whether « Rouvrir » can be seen."""
    return [" hidden" not in part.split(">", 1)[0] for part in page.split('data-when="over"')[1:]]


def test_reopening_is_offered_only_after_the_end(erin: Examiner) -> None:
    """It stood in the menu of a test under way, where it is refused."""
    assert reopening(erin.get(f"{erin.root}/console").text) == [False, False, False]
    assert [column["phase"] for column in erin.state()] == ["running", "running", "running"]
    erin.end(2)
    assert reopening(erin.get(f"{erin.root}/console").text) == [False, True, False]
    assert [column["phase"] for column in erin.state()] == ["running", "over", "running"]
    erin.post(f"{erin.root}/cloture")
    assert reopening(erin.get(f"{erin.root}/console").text) == [False, False, False]


def test_only_what_can_be_done_now_is_offered(erin: Examiner) -> None:
    """« Reprendre » stood beside « Pause » all along, and was refused."""

    def shown(phase: str) -> list[bool]:
        page = erin.get(f"{erin.root}/console").text
        return [" hidden" not in part.split(">", 1)[0] for part in page.split(f'data-when="{phase}"')[1:]]

    assert (shown("running"), shown("paused")) == ([True] * 3, [False] * 3)
    assert " hidden" in erin.get(f"{erin.root}/console").text.split('data-any="paused"')[1].split(">", 1)[0]
    erin.post(f"{erin.root}/candidats/2/pause")
    assert (shown("running"), shown("paused")) == ([True, False, True], [False, True, False])
    assert " hidden" not in erin.get(f"{erin.root}/console").text.split('data-any="paused"')[1].split(">", 1)[0]
    assert [column["phase"] for column in erin.state()] == ["running", "paused", "running"]


def test_a_closed_session_calls_for_nothing_that_can_no_longer_be_done(
    erin: Examiner, world: World, candidates: list[Visitor]
) -> None:
    """Found after a session: « Accorder » stayed on offer, and was refused."""
    candidates[1].fetch("/epreuve/main", up="1", page="Q1|Déclinaisons")
    assert "Main levée" in erin.state()[1]["todo"]
    assert "data-grant" in erin.get(f"{erin.root}/console").text
    assert erin.post(f"{erin.root}/cloture").status_code == 302
    after = erin.get(f"{erin.root}/console").text
    assert "data-grant" not in after
    assert "data-compensate" not in after
    assert "Main levée" not in erin.state()[1]["todo"]
    page = erin.get(f"{erin.root}/console").text
    assert "Pause pour tous" not in page
    assert "Clore la session" not in page


def test_goes_to_a_raised_hand(erin: Examiner, world: World, candidates: list[Visitor]) -> None:
    candidates[1].fetch("/epreuve/main", up="1", page="Q1|Déclinaisons")
    column = erin.state()[1]
    assert "Main levée" in column["todo"]
    assert "Déclinaisons" in column["todo"]
    assert erin.fetch(f"{erin.root}/candidats/2/main").status_code == 200
    assert seat_of(world, 2).hand_raised_at is None
    assert "Main levée" not in erin.state()[1]["todo"]


@pytest.mark.parametrize(
    "path",
    ["/pause", "/reprise", "/depart", "/cloture", "/candidats/1/pause", "/candidats/1/fin", "/candidats/1/temps", "/candidats/1/reouverture",
     "/candidats/1/main"],
)  # fmt: skip
def test_another_examiner_touches_nothing(oscar: Examiner, world: World, path: str) -> None:
    oscar.get("/examinateur/sessions")
    assert oscar.fetch(oscar.root + path, minutes="5", reason="pas à moi").status_code == 404
    assert state_of(world, 1) is ClockState.RUNNING
    assert clock_of(seat_of(world, 1)).granted == timedelta(0)


def test_a_rank_that_is_not_there(erin: Examiner) -> None:
    for path in ("pause", "temps", "main", "reouverture"):
        assert erin.fetch(f"{erin.root}/candidats/4/{path}", minutes="5", reason="personne").status_code == 404


def test_time_that_the_hard_end_takes_back_is_told_at_once(erin: Examiner, world: World) -> None:
    root = f"{erin.root}/candidats/1"
    assert erin.fetch(f"{root}/temps", minutes="5", reason="Poste lent").get_json() == {"ok": True}
    session = seat_of(world, 1).session
    ends_by = clock.now().replace(microsecond=0) + timedelta(minutes=20)
    seating.fix_hard_end(session=session, ends_by=ends_by, author="Ada", reason="Salle à rendre")
    db.session.commit()
    told = erin.fetch(f"{root}/temps", minutes="5", reason="Poste lent").get_json()
    assert f"la fin au plus tard arrête cette épreuve à {time_s(ends_by)}" in told["warning"]
    assert clock_of(seat_of(world, 1)).granted == timedelta(minutes=10)
