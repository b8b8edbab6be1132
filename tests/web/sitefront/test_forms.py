"""A form that somebody put in a text: shown, refused at its fields with what was typed, told to the customer service."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.posts.models import SitePost
from sandbox.shop.posts.services.writing import create_page, update_page
from sandbox.shop.shops.models import Shop
from sandbox.shop.support.models import Thread
from tests.factories.world import World
from tests.support.visitor import Visitor

FIELDS = [
    {"label": "Votre nom", "type": "text", "required": True},
    {"label": "Votre e-mail", "type": "email", "required": True},
    {"label": "Sujet", "type": "choice", "choices": "Atelier, Entreprise"},
    {"label": "Votre message", "type": "long"},
    {"label": "J’accepte d’être recontacté", "type": "check", "required": True},
    {"label": "", "type": "text"},
]
FORM = {
    "kind": "form",
    "attrs": {"title": "Réserver un atelier", "items": FIELDS, "button": "Réserver", "done": "C’est noté !"},
}
GOOD = {"c1": "Paul Riou", "c2": "paul@courriel.example", "c3": "Atelier", "c4": "Samedi ?", "c5": "oui"}


@pytest.fixture
def page(world_app: Flask, world: World) -> Iterator[SitePost]:
    """A page of alice's site with the form in a group."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        yield create_page(title="Ateliers", status="published", content=[{"kind": "group", "inner": [FORM]}])


@pytest.fixture
def visitor(world_app: Flask) -> Visitor:
    """Alice in front of her site."""
    return Visitor(world_app, "alice")


def shown(visitor: Visitor, world: World) -> tuple[str, str]:
    """The page, and where its form is sent."""
    text = visitor.get(f"/b/{world.alice_shop_key}/site/ateliers/").text
    return text, re.findall(r'action="([^"]+/formulaire/[^"]+)"', text)[0]


def last_thread() -> Thread:
    """What the customer service received last."""
    return db.session.query(Thread).order_by(Thread.id.desc()).first() or pytest.fail("no thread")


def test_the_page_asks_what_the_block_says(page: SitePost, visitor: Visitor, world: World) -> None:
    text, _where = shown(visitor, world)
    assert text.count('class="w-field"') == 5
    assert re.search(r'<input type="email" value="" name="c2"[^>]* required', text)
    assert "<option>Atelier</option><option>Entreprise</option>" in text
    assert ">Réserver</button>" in text


def test_the_answers_reach_the_customer_service(page: SitePost, visitor: Visitor, world: World) -> None:
    _text, where = shown(visitor, world)
    answer = visitor.post(where, **GOOD)
    assert answer.status_code == 302
    assert "C’est noté\u00a0!" in visitor.get(answer.location).text
    thread = last_thread()
    assert (thread.name, thread.email) == ("Paul Riou", "paul@courriel.example")
    body = thread.messages[0].body
    assert body.startswith("Réserver un atelier (page « Ateliers »)")
    assert "Sujet : Atelier" in body
    assert "J’accepte d’être recontacté : oui" in body


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"c1": ""}, "Remplissez ce champ."), ({"c2": "paul@courriel"}, "Indiquez une adresse e-mail valide."), ({"c2": "p;aul@courriel.example"}, "Indiquez une adresse e-mail valide."), ({"c2": "paul"}, "Indiquez une adresse e-mail valide."), ({"c5": ""}, "Cochez cette case."),
     ({"c3": "Autre"}, "Choisissez dans la liste."), ({"c4": "x" * 2001}, "2000 caractères au plus.")],
)  # fmt: skip
def test_refuses_at_the_field_and_keeps_what_was_typed(
    page: SitePost, visitor: Visitor, world: World, changed: dict[str, str], words: str
) -> None:
    before = last_thread().id
    _text, where = shown(visitor, world)
    answer = visitor.post(where, **GOOD | changed)
    assert answer.status_code == 422
    (name,) = changed
    assert re.search(rf'id="f-\w+-{name}-e">{words}<', answer.text)
    assert 'value="paul@courriel.example"' in answer.text or name == "c2"
    assert last_thread().id == before


def test_a_form_that_was_changed_meanwhile_is_gone(page: SitePost, visitor: Visitor, world: World) -> None:
    _text, where = shown(visitor, world)
    update_page(post=page, content="<p>Complet.</p>")
    db.session.commit()
    assert visitor.post(where, **GOOD).status_code == 404
