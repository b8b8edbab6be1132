"""Paramètres > Clients > Titres de civilité."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.shop.customers.models import Customer, Title
from tests.web.backoffice.conftest import Desk

LIST = "/parametres/clients/civilites"


def test_a_title_is_made_renamed_proposed_and_deleted(desk: Desk) -> None:
    assert desk.save(f"{LIST}/nouveau", name=" Mx ").says("« Mx »")
    made = desk.find(Title, name="Mx").id
    assert "Mx" in desk.visitor.get(f"{desk.root}/admin/clients/nouveau").text
    desk.save(f"{LIST}/{made}", name="Mix")
    assert desk.find(Title, id=made).name == "Mix"
    desk.save(f"{LIST}/{made}/supprimer")
    assert desk.count(Title, id=made) == 0
    told = [line.partition(":")[0] for line in desk.journal()[-3:]]
    assert told == ["civilite.creer", "civilite.modifier", "civilite.supprimer"]


def test_refuses_at_the_field(desk: Desk) -> None:
    used = db.session.scalars(sa.select(Title).order_by(Title.id)).first()
    assert desk.refused(f"{LIST}/nouveau", name="").error("name")
    assert "existe déjà" in desk.refused(f"{LIST}/nouveau", name=used.name.upper()).error("name")
    page = desk.refused(f"{LIST}/nouveau", name="M" * 21)
    assert page.error("name")
    assert page.form("title-form").fields["name"] == ["M" * 21]


def test_a_title_that_customers_have_stays(desk: Desk) -> None:
    title = db.session.scalars(sa.select(Title).where(Title.id.in_(sa.select(Customer.title_id)))).first()
    number, before = title.id, desk.journal()
    answer = desk.send(f"{LIST}/{number}/supprimer")
    assert answer.status_code != 200
    assert desk.count(Title, id=number) == 1
    assert desk.journal() == before
    desk.read(f"{LIST}/9999", status=404)
