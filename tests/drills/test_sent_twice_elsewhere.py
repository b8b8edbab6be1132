"""Drill 10 at the other faces: the site's administration, the shop and the site as visitors have them, the desks of the examiner and of the centre.

Each form that their pages show is sent twice, as one double click does.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.passwords import hash_password
from sandbox.kernel.scope import shop_scope
from sandbox.shop.announcements.services import create_announcement, trash_announcement
from sandbox.shop.customers.models import Customer
from sandbox.shop.identity.queries import get_extension
from sandbox.shop.identity.services import activate
from sandbox.shop.orders.models import CartLine
from sandbox.shop.posts.services.writing import create_page, create_post
from sandbox.shop.shops.models import Shop
from sandbox.training.exams.models import ClockEntry, EntryKind
from tests.drills.walk import LAST, Face
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor
from tests.web.sitefront.test_forms import FORM

PASSWORD = "un-mot-de-passe-long"
TYPED = {
    "first_name": "Nolwenn", "last_name": "Le Bihan", "line1": "4, quai des Indes", "postcode": "56100", "city": "Lorient",
    "country": "France", "liv-first_name": "Nolwenn", "liv-last_name": "Le Bihan", "liv-line1": "4, quai des Indes",
    "liv-postcode": "56100", "liv-city": "Lorient", "liv-country": "France", "email": "nolwenn@courriel.example",
    "password": PASSWORD, "accepts_terms": "y", "delivery": "nouvelle", "invoice": "meme", "payment": "carte",
    "card_number": "4970 1000 0000 0006", "card_expiry": "09/31", "card_code": "123", "candidates-0-last_name": "Riou",
}  # fmt: skip
SHOP_LAST = re.compile(LAST.pattern + "|/deconnexion|/commande/|/panier/ligne")
SIGNED_OUT = frozenset({"storefront.do_sign_up", "storefront.do_sign_in"})
SEEN_AS_GUEST = frozenset(
    {f"storefront.{name}" for name in ("cookies", "newsletter", "send_message", "track", "find_withdrawal")}
)


def candidate(app: Flask, world: World) -> Visitor:
    """The candidate of the first seat, at work."""
    visitor = Visitor(app)
    visitor.take_seat(world.join_codes[0])
    return visitor


def with_announcements(key: str) -> None:
    """The two extensions that tell things around the site's texts, on; a bar and a pop-up on the site, another in the bin."""
    with shop_scope(db.session.query(Shop.id).filter_by(key=key).scalar()):
        for extension in ("bandeau", "cookies"):
            activate(extension=get_extension(extension))
        for kind in ("bar", "popup"):
            create_announcement(title=f"Essai {kind}", kind=kind, text="<p>Ce soir.</p>", status="published")
        trash_announcement(announcement=create_announcement(title="Jetée"))
        db.session.commit()


def site_office(app: Flask, world: World) -> Face:
    """A candidate in the site's administration."""
    root = f"/b/{world.shop_keys[0]}/site-admin"
    with_announcements(world.shop_keys[0])
    starts = (f"{root}/", f"{root}/annonces?etat=trash", f"{root}/widgets/nouveau/sidebar?bloc=paragraph")
    # Signed in as a lesser account, the walk would find the other doors shut.
    return Face(app, candidate(app, world), starts, ("siteadmin",), never=frozenset({"siteadmin.user_become"}))


def seat(app: Flask, world: World) -> Face:
    """A candidate at their seat."""
    return Face(app, candidate(app, world), ("/epreuve",), ("exam", "exam_shop"), re.compile("/quitter"))


def site(app: Flask, world: World) -> Face:
    """A visitor of the site, where a page has a form and an article a password."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        asked = create_page(
            title="Le formulaire", status="published", content=[{"kind": "group", "inner": [FORM]}]
        ).slug
        create_post(title="Fermé", content="<p>Bientôt.</p>", status="published", password="y")
        db.session.commit()
    with_announcements(world.alice_shop_key)
    root = f"/b/{world.alice_shop_key}/site"
    return Face(app, Visitor(app, "alice"), (f"{root}/{asked}/", f"{root}/"), ("sitefront",), each=8)


def guest(app: Flask, world: World) -> Face:
    """Somebody who buys without an account."""
    root = f"/b/{world.alice_shop_key}"
    again = (f"{root}/panier", f"{root}/commande")
    return Face(app, Visitor(app, "alice"), (f"{root}/",), ("storefront",), SHOP_LAST, TYPED, SIGNED_OUT, again=again)


def customer(app: Flask, world: World) -> Face:
    """A customer who has orders."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        known = db.session.query(Customer).filter_by(key="le-goff-camille").one()
        known.password_hash, email = hash_password(PASSWORD), known.email
        db.session.commit()
    root, visitor = f"/b/{world.alice_shop_key}", Visitor(app, "alice")
    visitor.get(f"{root}/connexion")
    assert visitor.post(f"{root}/connexion", email=email, password=PASSWORD).status_code == 302
    return Face(app, visitor, (f"{root}/compte",), ("storefront",), SHOP_LAST, TYPED, SEEN_AS_GUEST | SIGNED_OUT)


def examiner(app: Flask, world: World) -> Face:
    """The examiner of the session, one candidate at work."""
    candidate(app, world)
    root = f"/examinateur/sessions/{world.session_id}"
    last = re.compile("/(cloture|papier)")
    return Face(
        app, Visitor(app, "erin"), ("/examinateur/sessions", f"{root}/console", root), ("examiner",), last, TYPED
    )


def centre(app: Flask, world: World) -> Face:
    """The administrator of the centre."""
    assert world
    return Face(app, Visitor(app, "ada"), ("/administration/comptes", "/administration/journees"), ("admin",))


@pytest.mark.parametrize(
    ("face", "worked"),
    [(site_office, 20), (seat, 1), (site, 2), (guest, 8), (customer, 5), (examiner, 5), (centre, 2)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_form_counts_once(world_app: Flask, world: World, face: Callable[[Flask, World], Face], worked: int) -> None:
    """`worked` is how many forms must have changed something at least: a walk that sends nothing proves nothing."""
    did = list(face(world_app, world).walk())
    assert [twice.fault for twice in did if twice.fault] == []
    assert sum(twice.worked for twice in did) >= worked, [(twice.endpoint, twice.first) for twice in did]


# what scripts send, and what a lost answer held -------------------------------------------------------------------


def test_minutes_are_given_once_when_the_answer_was_lost(world_app: Flask, world: World) -> None:
    """The console tries again under the number of its attempt; another attempt is another gift."""
    candidate(world_app, world)
    erin = Visitor(world_app, "erin")
    erin.get(f"/examinateur/sessions/{world.session_id}")
    path = f"/examinateur/sessions/{world.session_id}/candidats/1/temps"
    first = erin.fetch(path, minutes="5", reason="Panne", _essai="essai-1")
    entries = db.session.query(ClockEntry).filter_by(seat_id=world.seat_ids[0], kind=EntryKind.EXTENDED)
    assert (first.status_code, entries.count()) == (200, 1)
    again = erin.fetch(path, minutes="5", reason="Panne", _essai="essai-1")
    assert (again.status_code, again.get_json(), entries.count()) == (200, first.get_json(), 1)
    assert erin.fetch(path, minutes="5", reason="Panne", _essai="essai-2").status_code == 200
    assert entries.count() == 2


def test_a_cart_is_there_after_a_double_click_whose_first_answer_was_lost(world_app: Flask, world: World) -> None:
    """The browser drops the answer of the first click with the cart's cookie; the second gives the same cart."""
    root, visitor = f"/b/{world.alice_shop_key}", Visitor(world_app, "alice")
    listed = re.search(rf"{root}/produit/\d+-[a-z0-9-]+", visitor.get(f"{root}/").text)
    assert listed
    form = Page(visitor.get(listed[0]).text).form("achat")
    before = visitor.client.get_cookie("e5")
    assert before is not None
    sent = {name: values for name, values in form.fields.items() if name}
    assert visitor.post(form.action, **sent).status_code == 302
    visitor.client.set_cookie("e5", before.value)
    assert visitor.post(form.action, **sent).status_code == 302
    shop_id = db.session.query(Shop.id).filter_by(key=world.alice_shop_key).scalar()
    with shop_scope(shop_id):
        newest = db.session.query(CartLine).order_by(CartLine.id.desc()).first()
        assert newest is not None
        number, quantity = newest.id, newest.quantity
    assert quantity == 1
    cart = Page(visitor.get(f"{root}/panier").text)
    assert any(f"/panier/ligne/{number}" in form.action for form in cart.forms.values())
