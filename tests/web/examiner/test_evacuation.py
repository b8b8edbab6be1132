"""The fire exit: one tap stops every clock and empties every screen, on every console; one tap goes on."""

from __future__ import annotations

from sandbox.training.exams.models import EntryKind
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import Examiner, seat_of


def told(examiner: Examiner) -> str:
    fire: str = examiner.get(f"{examiner.root}/etat").get_json()["fire"]
    return fire


def pulse(visitor: Visitor) -> tuple[str, bool, bool]:
    state = visitor.fetch("/epreuve/pouls", page="Q1|Produits").get_json()
    return state["word"], state["running"], state["evacuated"]


def test_stops_all_and_empties_the_screens(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    assert told(erin) == ""
    assert erin.fetch(f"{erin.root}/evacuation").status_code == 200
    assert [pulse(one) for one in candidates] == [("Évacuation", False, True)] * 3
    assert len(told(erin)) == len("10:12:03"), "any console shows it, after a reload too"
    assert Page(erin.get(f"{erin.root}/console").text).says("les écrans des candidats sont vides")
    page = Page(candidates[0].get("/epreuve").text)
    assert page.says("Quittez la salle")
    assert not page.says("Le sujet")
    assert erin.fetch(f"{erin.root}/evacuation/fin").status_code == 200
    assert [pulse(one) for one in candidates] == [("En cours", True, False)] * 3
    assert told(erin) == ""


def test_who_stood_still_before_still_does(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    erin.fetch(f"{erin.root}/candidats/2/pause")
    erin.fetch(f"{erin.root}/evacuation")
    erin.fetch(f"{erin.root}/evacuation/fin")
    assert [pulse(one)[0] for one in candidates] == ["En cours", "En pause", "En cours"]


def test_pressed_twice_is_one_pause(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    erin.fetch(f"{erin.root}/evacuation")
    erin.fetch(f"{erin.root}/evacuation")
    assert [entry.reason for entry in seat_of(world, 1).entries if entry.kind == EntryKind.PAUSED] == ["Évacuation"]
    erin.fetch(f"{erin.root}/evacuation/fin")
    assert erin.fetch(f"{erin.root}/evacuation/fin").status_code == 200, "ending it twice changes nothing"
    assert sum(entry.kind == EntryKind.RESUMED for entry in seat_of(world, 1).entries) == 1


def test_an_ordinary_pause_is_no_evacuation(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    erin.fetch(f"{erin.root}/pause", reason="Pause pour tous")
    assert told(erin) == ""
    assert pulse(candidates[0]) == ("En pause", False, False)
    erin.fetch(f"{erin.root}/evacuation/fin")
    assert pulse(candidates[0])[0] == "En pause", "the end of an evacuation is not the end of a pause"


def test_who_stood_still_before_is_told_to_leave_too(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    erin.fetch(f"{erin.root}/candidats/2/pause")
    erin.fetch(f"{erin.root}/evacuation")
    assert pulse(candidates[1]) == ("Évacuation", False, True)
    page = Page(candidates[1].get("/epreuve").text)
    assert page.says("Quittez la salle")
    assert not page.says("Le sujet")
    erin.fetch(f"{erin.root}/evacuation/fin")
    assert pulse(candidates[1]) == ("En pause", False, False)


def test_who_handed_in_is_not_called_back_by_an_evacuation(
    erin: Examiner, candidates: list[Visitor], world: World
) -> None:
    candidates[1].get("/epreuve")
    candidates[1].post("/epreuve/rendre")
    erin.fetch(f"{erin.root}/evacuation")
    assert pulse(candidates[1]) == ("Travail rendu", False, False)
