"""At zero the shop is frozen: nothing more is written, the candidate is told why, what was saved stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.training.exams.models import EntryKind
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.exam.conftest import seat_of

KEY = "coffret-escale-hiver"


def coffret(world: World) -> Product:
    shop_id = seat_of(world).shop_id
    with shop_scope(shop_id):
        found = db.session.query(Product).filter_by(key=KEY).one()
        db.session.expunge(found)
        return found


def save(visitor: Visitor, world: World, **changes: str) -> tuple[int, Page]:
    """Send the product page with these changes."""
    path = f"/b/{world.shop_keys[0]}/admin/catalogue/produits/{coffret(world).id}"
    form = Page(visitor.get(path).text).form("product-form")
    answer = visitor.post(path, **form.filled(**changes))
    return answer.status_code, Page(answer.text)


@pytest.mark.parametrize(
    ("minutes", "words"), [(41, "Temps écoulé"), (60 * 5, "Temps écoulé")], ids=["just-after", "long-after"]
)
def test_refuses_writes_after_the_time_and_says_why(ines: Visitor, world: World, minutes: int, words: str) -> None:
    ines.get("/epreuve")
    ines.later = timedelta(minutes=minutes)
    status, page = save(ines, world, reference="TROP-TARD")
    assert status == 403
    assert page.says(words)
    assert page.says("n’a pas été enregistré")
    assert coffret(world).reference != "TROP-TARD"


def test_what_was_saved_before_stays_and_can_be_read(ines: Visitor, world: World) -> None:
    assert save(ines, world, reference="A-TEMPS")[0] == 302
    ines.later = timedelta(minutes=41)
    beat = ines.fetch("/epreuve/pouls", page="").get_json()
    assert (beat["running"], beat["word"], beat["remaining"]) == (False, "Temps écoulé", 0)
    assert coffret(world).reference == "A-TEMPS"
    page = ines.get(f"/b/{world.shop_keys[0]}/admin/catalogue/produits/{coffret(world).id}")
    assert page.status_code == 200
    assert "A-TEMPS" in page.text


def test_the_end_is_written_at_its_exact_moment(ines: Visitor, world: World) -> None:
    ines.later = timedelta(minutes=55)
    ines.fetch("/epreuve/pouls", page="")
    seat = seat_of(world)
    ends = [entry for entry in seat.entries if entry.kind == EntryKind.ENDED]
    started = next(entry for entry in seat.entries if entry.kind == EntryKind.STARTED)
    assert len(ends) == 1
    assert ends[0].at - started.at == timedelta(minutes=40)
    assert seat.shop.frozen_at is not None


def test_added_time_opens_the_shop_again(ines: Visitor, world: World, erin: Visitor) -> None:
    ines.later = erin.later = timedelta(minutes=41)
    assert save(ines, world, reference="TROP-TARD")[0] == 403
    ines.fetch("/epreuve/pouls", page="")
    session = f"/examinateur/sessions/{world.session_id}"
    erin.get(f"{session}/console")
    assert erin.fetch(f"{session}/candidats/1/temps", minutes="5", reason="panne du poste").status_code == 200
    assert save(ines, world, reference="REPRIS")[0] == 302
    assert coffret(world).reference == "REPRIS"


def test_refuses_writes_during_a_pause_and_after_handing_in(ines: Visitor, world: World, erin: Visitor) -> None:
    session = f"/examinateur/sessions/{world.session_id}"
    erin.get(f"{session}/console")
    erin.fetch(f"{session}/pause", reason="Évacuation")
    status, page = save(ines, world, reference="PAUSE")
    assert status == 403
    assert page.says("En pause")
    erin.fetch(f"{session}/reprise")
    ines.get("/epreuve")
    ines.post("/epreuve/rendre")
    status, page = save(ines, world, reference="RENDU")
    assert status == 403
    assert page.says("Rendu")
    assert coffret(world).reference not in ("PAUSE", "RENDU")
