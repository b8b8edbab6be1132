"""Taking a seat with its code, keeping it, losing it to another workstation."""

from __future__ import annotations

from flask import Flask

from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.exam.conftest import Join, seat_of

JOIN = "/epreuve/rejoindre"


def test_joins_with_a_code_however_it_is_typed(world_app: Flask, world: World) -> None:
    visitor = Visitor(world_app)
    visitor.get(JOIN)
    typed = f" {world.join_codes[1][:3].lower()}-{world.join_codes[1][3:].lower()} "
    answer = visitor.post(JOIN, code=typed)
    assert answer.status_code == 302
    assert answer.location == "/epreuve"
    assert seat_of(world, 2).joined_at is not None
    assert seat_of(world, 1).joined_at is None
    assert "Malo Tréguier" in visitor.get("/epreuve").text


def test_an_unknown_code_is_told_at_the_field_and_kept(world_app: Flask, world: World) -> None:
    visitor = Visitor(world_app)
    visitor.get(JOIN)
    answer = visitor.post(JOIN, code="ZZZ999")
    assert answer.status_code == 422
    assert 'value="ZZZ999"' in answer.text
    assert 'aria-describedby="code-e"' in answer.text
    assert "Ce code n’est pas connu. Vérifiez-le avec l’examinateur." in answer.text
    assert all(seat_of(world, rank).joined_at is None for rank in (1, 2, 3))


def test_a_taken_seat_is_refused_to_another_workstation(world_app: Flask, world: World, ines: Visitor) -> None:
    other = Visitor(world_app)
    other.get(JOIN)
    answer = other.post(JOIN, code=world.join_codes[0])
    assert answer.status_code == 422
    assert "code de reprise" in answer.text
    assert ines.get("/epreuve").status_code == 200


def test_the_same_workstation_may_type_its_code_again(world: World, ines: Visitor) -> None:
    epoch = seat_of(world).device_epoch
    answer = ines.post(JOIN, code=world.join_codes[0])
    assert answer.status_code == 302
    assert answer.location == "/epreuve"
    assert seat_of(world).device_epoch == epoch


def test_the_resume_code_moves_the_seat_and_tells_the_first_workstation(
    world_app: Flask, world: World, ines: Visitor
) -> None:
    other = Visitor(world_app)
    other.get(JOIN)
    assert other.post(JOIN, code=seat_of(world).resume_code).status_code == 302
    assert "Inès Kervella" in other.get("/epreuve").text
    answer = ines.get("/epreuve")
    assert answer.status_code == 302
    assert answer.location == JOIN
    page = ines.get(JOIN)
    assert Page(page.text).says("Poste remplacé")
    assert ines.fetch("/epreuve/pouls", page="Q1|Ici").status_code == 403
    assert ines.get(f"/b/{world.shop_keys[0]}/admin/").status_code == 404


def test_without_a_seat_the_code_is_asked_for_not_a_password(world_app: Flask, world: World) -> None:
    assert world.session_id
    answer = Visitor(world_app).get("/epreuve")
    assert answer.status_code == 302
    assert answer.location == JOIN
    assert "Poste remplacé" not in Visitor(world_app).get(JOIN).text


def test_the_door_leads_back_to_the_seat_held_here(ines: Visitor) -> None:
    page = ines.get("/")
    assert Page(page.text).says("Ce poste tient la place de Inès Kervella")
    assert 'href="/epreuve"' in page.text


def test_leaving_frees_the_workstation(ines: Visitor) -> None:
    assert ines.post("/epreuve/quitter").status_code == 302
    assert ines.get("/epreuve").location == JOIN
    assert "Ce poste tient la place" not in ines.get("/").text


def test_the_codes_of_a_closed_session_open_nothing(world_app: Flask, world: World, erin: Visitor) -> None:
    erin.get(f"/examinateur/sessions/{world.session_id}/console")
    assert erin.post(f"/examinateur/sessions/{world.session_id}/cloture").status_code == 302
    visitor = Visitor(world_app)
    visitor.get(JOIN)
    assert visitor.post(JOIN, code=world.join_codes[0]).status_code == 422


def test_two_candidates_hold_two_shops(world: World, join: Join) -> None:
    first, second = join(1), join(2)
    for mine, other, visitor in ((0, 1, first), (1, 0, second)):
        assert visitor.get(f"/b/{world.shop_keys[mine]}/admin/").status_code == 200
        assert visitor.get(f"/b/{world.shop_keys[other]}/admin/").status_code == 404
        assert visitor.get(f"/b/{world.shop_keys[other]}/").status_code == 404
