"""Files that come with messages: from the contact page, from a customer's account, from the team; and who may read them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from flask import Flask
from PIL import Image

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.customers.models import Customer
from sandbox.shop.customers.services import erase_customer
from sandbox.shop.support.models import Contact, Mail, MessageFile, Thread
from tests.factories.world import World
from tests.support.visitor import Visitor
from tests.web.storefront.conftest import CAMILLE, HUGO, Buyer

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def buyer(world_app: Flask, world: World) -> Iterator[Buyer]:
    """Alice in front of her shop, and at its back office."""
    found = Buyer(Visitor(world_app, "alice"), world.alice_shop_key)
    with shop_scope(found.shop_id):
        yield found


def photo(name: str = "éclat.jpg") -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (900, 600), (120, 60, 40)).save(data, "JPEG")
    data.seek(0)
    return data, name


def of_hugo(buyer: Buyer) -> Thread:
    found = buyer.find(Customer, key=HUGO)
    thread = db.session.query(Thread).filter_by(customer_id=found.id).first()
    assert thread is not None
    return thread


def test_a_photo_of_the_contact_page_reaches_the_team(buyer: Buyer) -> None:
    service = db.session.query(Contact.id).order_by(Contact.id).limit(1).scalar()
    fields = {
        "contact_id": service,
        "order_id": 0,
        "name": "Nolwenn",
        "email": "nolwenn@courriel.example",
        "body": "Cassée !",
    }
    buyer.save("/contact", **fields, file=photo())
    thread = buyer.find(Thread, email="nolwenn@courriel.example")
    file = db.session.query(MessageFile).one()
    assert (file.file_name, file.media.endswith(".webp")) == ("éclat.webp", True)
    assert buyer.read(f"/admin/sav/{thread.id}").says("éclat.webp")
    answer = buyer.visitor.get(f"{buyer.root}/admin/sav/{thread.id}/fichiers/{file.id}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert Image.open(io.BytesIO(answer.data)).format == "WEBP"


def test_what_is_no_document_is_refused_at_its_field_and_no_thread_is_made(
    buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = buyer.count(Thread)
    service = db.session.query(Contact.id).order_by(Contact.id).limit(1).scalar()
    fields = {"contact_id": service, "order_id": 0, "name": "Nolwenn", "email": "n@courriel.example", "body": "Gardé."}
    page = buyer.refused("/contact", **fields, file=(io.BytesIO(b"MZ"), "virus.exe"))
    assert page.says("n’est pas accepté")
    assert page.says("Gardé.")
    monkeypatch.setattr("sandbox.web.storefront.views_site.MAX_FILE_BYTES", 20)
    assert buyer.refused("/contact", **fields, file=(io.BytesIO(PDF), "lourd.pdf")).says("Le fichier dépasse")
    assert buyer.count(Thread) == before


def test_a_customer_and_the_team_exchange_files_that_nobody_else_reads(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    number = of_hugo(buyer).id
    assert buyer.save(f"/compte/messages/{number}", body="Voici.", file=photo()).says("éclat.webp")
    buyer.read(f"/admin/sav/{number}")
    sent = buyer.send(
        f"/admin/sav/{number}/repondre",
        body="Le bon de retour.",
        status="closed",
        file=(io.BytesIO(PDF), "Bon de retour.pdf"),
    )
    assert sent.status_code == 302
    mail = db.session.query(Mail).order_by(Mail.id.desc()).first()
    assert mail is not None
    assert "Pièce jointe : Bon de retour.pdf" in mail.body
    assert buyer.read(f"/compte/messages/{number}").says("Bon de retour.pdf")
    files = {file.file_name: file.id for file in db.session.query(MessageFile)}
    own = buyer.visitor.get(f"{buyer.root}/compte/messages/{number}/fichiers/{files['Bon de retour.pdf']}")
    assert own.data == PDF
    buyer.send("/deconnexion")
    buyer.sign_in(CAMILLE)
    for file_id in files.values():
        assert buyer.visitor.get(f"{buyer.root}/compte/messages/{number}/fichiers/{file_id}").status_code == 404


def test_the_file_of_another_thread_does_not_exist(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    number = of_hugo(buyer).id
    buyer.save(f"/compte/messages/{number}", body="Voici.", file=photo())
    file_id = db.session.query(MessageFile.id).scalar()
    other = db.session.query(Thread.id).filter(Thread.id != number).order_by(Thread.id).limit(1).scalar()
    assert buyer.visitor.get(f"{buyer.root}/admin/sav/{other}/fichiers/{file_id}").status_code == 404


def test_files_of_a_person_who_is_erased_go_with_their_name(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    buyer.save(f"/compte/messages/{of_hugo(buyer).id}", body="Voici.", file=photo())
    assert buyer.count(MessageFile) == 1
    erase_customer(customer=buyer.find(Customer, key=HUGO))
    assert buyer.count(MessageFile) == 0
