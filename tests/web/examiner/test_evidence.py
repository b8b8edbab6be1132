"""The file of a line: expected and observed, difference with the start, actions, observations, oral questions, level."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.training.grading.queries import answers_of
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.examiner.conftest import Examiner, seat_of


def line(erin: Examiner, rank: int = 1, line_id: str = "L1") -> str:
    return f"{erin.root}/candidats/{rank}/lignes/{line_id}"


def change_reference(visitor: Visitor, world: World, rank: int, reference: str) -> None:
    with shop_scope(seat_of(world, rank).shop_id):
        number = db.session.query(Product.id).filter_by(key="coffret-escale-hiver").scalar()
    path = f"/b/{world.shop_keys[rank - 1]}/admin/catalogue/produits/{number}"
    form = Page(visitor.get(path).text).form("product-form")
    answer = visitor.post(path, **form.filled(reference=reference))
    assert answer.status_code == 302
    answer.close()


def test_shows_expected_and_observed_point_by_point(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    change_reference(candidates[0], world, 1, "CAST-COF-07")
    page = Page(erin.get(line(erin)).text)
    for words in ("Prix TTC", "34,90", "Référence", "CAST-COF-07", "Attendu", "Observé"):
        assert page.says(words), words
    assert "Référence vide" in page.text
    assert page.says("Différence avec le départ")
    other = Page(erin.get(line(erin, 2)).text)
    assert other.says("La boutique est telle qu’au départ")


def test_points_of_one_name_say_which_they_are(erin: Examiner) -> None:
    """Found on the moderation of two reviews: « État » twice, and nothing to tell one from the other."""
    page = erin.get(line(erin, line_id="L6")).text
    named = re.findall(r'<th scope="row">Nom(<small class="ex-tab__p">[^<]+</small>)?</th>', page)
    assert len(named) == len(set(named)) == 2
    assert all(named)


def test_amounts_are_written_as_people_write_them(erin: Examiner) -> None:
    page = erin.get(line(erin)).text
    assert "18,200000" not in page
    assert "18,20" in page


def test_every_line_of_the_grid_has_its_file(erin: Examiner) -> None:
    for number in range(1, 9):
        page = erin.get(line(erin, 3, f"L{number}"))
        assert page.status_code == 200
        assert Page(page.text).says("Sarah Benhamou")


def test_lists_the_observations_of_the_line_only(erin: Examiner) -> None:
    erin.get(f"{erin.root}/console")
    erin.observe(1, "sur la première ligne", line="L1")
    erin.observe(1, "sur la deuxième ligne", line="L2")
    erin.observe(2, "d’un autre candidat", line="L1")
    page = Page(erin.get(line(erin)).text)
    assert page.says("sur la première ligne")
    assert not page.says("sur la deuxième ligne")
    assert not page.says("d’un autre candidat")


def test_the_chronology_is_in_the_order_of_the_hours(erin: Examiner, candidates: list[Visitor], world: World) -> None:
    """Found in an audit: all observations stood above all actions, a note of 5:10 above an action of 5:17."""
    change_reference(candidates[0], world, 1, "CAST-UN")
    erin.get(f"{erin.root}/console")
    erin.later = timedelta(minutes=1)
    erin.observe(1, "hésite longtemps", line="L1")
    candidates[0].later = timedelta(minutes=2)
    change_reference(candidates[0], world, 1, "CAST-DEUX")
    erin.later = timedelta(minutes=3)
    told = erin.get(line(erin)).text.partition('id="h-tl"')[2].partition("</ol>")[0]
    assert told.index("CAST-DEUX") < told.index("hésite longtemps") < told.rindex("CAST-UN")
    assert "3\u00a0faits" in told


def question(world: World, rank: int = 1) -> Any:
    return answers_of(seat_of(world, rank)).get("o1")


def asked_line(erin: Examiner) -> tuple[str, Page]:
    """The first line that has the question o1, and its page."""
    for number in range(1, 9):
        path = line(erin, 1, f"L{number}")
        page = Page(erin.get(path).text)
        if any(form.action.endswith("/questions/o1") for form in page.forms.values()):
            return path, page
    raise AssertionError("no line asks o1")


def test_keeps_what_was_heard(erin: Examiner, world: World) -> None:
    path, page = asked_line(erin)
    form = page.form("/questions/o1")
    answer = erin.post(form.action, **form.filled(heard=["0", "1"], note="cite le prix de base"))
    assert answer.status_code == 302
    assert answer.location == path
    assert (question(world).heard, question(world).note) == ([0, 1], "cite le prix de base")
    assert question(world, 2) is None
    again = Page(erin.get(path).text).form("/questions/o1")
    assert again.fields["heard"] == ["0", "1"]
    assert again.fields["note"] == ["cite le prix de base"]


def test_two_consoles_do_not_overwrite_an_answer_unknowingly(erin: Examiner, world: World) -> None:
    path, page = asked_line(erin)
    form = page.form("/questions/o1")
    assert erin.post(form.action, **form.filled(heard=["0"], note="entendu ici")).status_code == 302
    answer = erin.post(form.action, **form.filled(heard=["1"], note="entendu là"))
    assert answer.status_code == 409
    assert question(world).note == "entendu ici"
    fresh = Page(erin.get(path).text).form("/questions/o1")
    assert erin.post(form.action, **fresh.filled(heard=["1"], note="entendu là")).status_code == 302
    assert question(world).note == "entendu là"


@pytest.mark.parametrize("heard", ["9", "-1"])
def test_an_unknown_point_is_refused(erin: Examiner, world: World, heard: str) -> None:
    _path, page = asked_line(erin)
    form = page.form("/questions/o1")
    answer = erin.post(form.action, **form.filled(heard=[heard], note="x"))
    assert answer.status_code in (302, 422)
    assert question(world) is None or question(world).heard == []


def test_an_unknown_question_or_seat_does_not_exist(erin: Examiner, oscar: Examiner) -> None:
    erin.get(f"{erin.root}/console")
    assert erin.post(f"{erin.root}/candidats/1/questions/o99", note="x", version="0").status_code == 422
    assert erin.post(f"{erin.root}/candidats/9/questions/o1", note="x", version="0").status_code == 404
    oscar.get("/mon-compte")
    assert oscar.post(f"{oscar.root}/candidats/1/questions/o1", note="x", version="0").status_code == 404


def test_asks_for_the_reason_once_signed(erin: Examiner) -> None:
    assert "data-reason" not in erin.get(line(erin)).text
    erin.sign(1)
    assert "data-reason" in erin.get(line(erin)).text
