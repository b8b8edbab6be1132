"""Comptes: listed, searched, added, changed, deleted with what they wrote, with what visitors then read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.comments.services import reply, write_comment
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.contributors.services import create_user
from sandbox.shop.posts.models import SitePost
from sandbox.shop.shops.models import Shop
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.visitor import Visitor

LEO = {
    "login": "leo",
    "email": "leo@castelune.example",
    "first_name": "Léo",
    "last_name": "Marin",
    "name": "",
    "web": "",
    "bio": "",
    "role": "author",
}


@dataclass
class Desk:
    """Alice at the accounts of her site: Inès, the only administrator, who wrote what there is; Maud, an editor."""

    visitor: Visitor
    root: str
    small: SmallSite
    maud: int

    def page(self, path: str = "") -> str:
        answer = self.visitor.get(f"{self.root}/site-admin/comptes{path}")
        assert answer.status_code == 200
        return answer.text

    def send(self, path: str, *, expect: int = 302, **fields: object) -> str:
        answer = self.visitor.post(f"{self.root}/site-admin/comptes{path}", **fields)
        assert answer.status_code == expect, answer.text[:500]
        db.session.rollback()
        return answer.text

    def article(self) -> str:
        return self.visitor.get(f"{self.root}/site/{self.small.first.slug}/", follow_redirects=True).text


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice's desk."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        small = read_site()
        maud = create_user(
            login="maud", email="maud@castelune.example", first_name="Maud", last_name="Kervern", role="editor"
        )
        said = write_comment(post=small.first, author="Zoé", email="zoe@courriel.example", body="Et pour l’italienne ?")
        reply(comment=said, body="Plus fine.", user=small.admin)
        db.session.commit()
        yield Desk(Visitor(world_app, "alice"), f"/b/{shop.key}", small, maud.id)


def known(login: str) -> SiteUser | None:
    return db.session.query(SiteUser).filter_by(login=login).one_or_none()


def test_lists_by_role_and_by_words(desk: Desk) -> None:
    page = re.sub(r"<[^>]+>", "", desk.page())
    assert "Tous (2)" in page
    assert "Éditeur/éditrice (1)" in page
    editors = desk.page("?role=editor")
    assert "maud@castelune.example" in editors
    assert "ines@castelune.example" not in editors
    assert "maud@castelune.example" not in desk.page("?s=baudry")
    assert "Aucun compte ne correspond." in desk.page("?s=personne")


def test_the_menu_leads_to_the_accounts(desk: Desk) -> None:
    home = desk.visitor.get(f"{desk.root}/site-admin/").text
    assert f'href="{desk.root}/site-admin/comptes"' in home


def test_adds_an_account(desk: Desk) -> None:
    desk.send("/nouveau", **LEO | {"web": "leo.example"})
    made = known("leo")
    assert made is not None
    assert (made.name, made.role, made.web) == ("Léo Marin", "author", "https://leo.example")


def test_a_public_name_is_read_under_the_article(desk: Desk) -> None:
    desk.send(
        f"/{desk.small.admin.id}", email="ines@castelune.example", first_name="Inès", last_name="Baudry", name="La torréfactrice",
        web="", bio="Vingt ans de café.", role="administrator",
    )  # fmt: skip
    assert "La torréfactrice" in desk.article()
    assert "La torréfactrice" in desk.page(f"/{desk.small.admin.id}")


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"login": ""}, "Indiquez un identifiant."), ({"login": "léo"}, "L’identifiant contient des caractères non autorisés"),
     ({"login": "maud"}, "Cet identifiant est déjà pris."), ({"email": ""}, "Indiquez une adresse e-mail."),
     ({"email": "leo"}, "L’adresse e-mail n’est pas valide."), ({"email": "maud@castelune.example"}, "Cette adresse e-mail est déjà celle d’un compte."),
     ({"web": "javascript:alert(1)"}, "Indiquez l’adresse d’un site"), ({"first_name": "x" * 61}, "60 caractères au plus.")],
)  # fmt: skip
def test_refuses_at_the_field_and_keeps_what_was_typed(desk: Desk, changed: dict[str, str], words: str) -> None:
    page = desk.send("/nouveau", expect=422, **LEO | {"bio": "Marin d’abord."} | changed)
    field = next(iter(changed))
    assert re.search(rf'id="{field}-e">{words}', page)
    assert "Marin d’abord." in page
    assert db.session.query(SiteUser).count() == 2


def test_the_last_administrator_keeps_the_role(desk: Desk) -> None:
    page = desk.send(
        f"/{desk.small.admin.id}", expect=422, email="ines@castelune.example", name="Autre nom", role="editor"
    )
    assert 'id="role-e">Le site doit garder un compte administrateur.' in page
    kept = known("ines")
    assert kept is not None
    assert (kept.role, kept.name) == ("administrator", "Inès Baudry")


def test_the_last_administrator_is_not_deleted_and_keeps_what_they_wrote(desk: Desk) -> None:
    page = desk.send(f"/{desk.small.admin.id}/suppression", expect=422, what="give", author_id=desk.maud)
    assert "Le site doit garder un compte administrateur." in page
    assert db.session.query(SitePost).filter_by(id=desk.small.first.id).one().author_id == desk.small.admin.id


def second_administrator(desk: Desk) -> None:
    desk.send(f"/{desk.maud}", email="maud@castelune.example", name="Maud Kervern", role="administrator")


def test_deletes_and_gives_the_contents_to_another(desk: Desk) -> None:
    second_administrator(desk)
    admin, first = desk.small.admin.id, desk.small.first.id
    assert "qui a écrit 2\u00a0contenus" in desk.page(f"/{admin}/suppression")
    desk.send(f"/{admin}/suppression", what="give", author_id=desk.maud)
    assert known("ines") is None
    assert db.session.query(SitePost).filter_by(id=first).one().author_id == desk.maud
    assert db.session.query(SiteComment).filter_by(body="Plus fine.").one().user_id == desk.maud
    assert "Maud Kervern" in desk.article()


def test_deletes_and_bins_the_contents(desk: Desk) -> None:
    second_administrator(desk)
    first = desk.small.first.id
    desk.send(f"/{desk.small.admin.id}/suppression", what="trash")
    assert known("ines") is None
    post = db.session.query(SitePost).filter_by(id=first).one()
    assert (post.status, post.author_id) == ("trash", None)
    assert db.session.query(SiteComment).filter_by(body="Plus fine.").one().user_id is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [({}, "Choisissez ce que devient le contenu."), ({"what": "give", "author_id": 0}, "Choisissez le compte qui reçoit les contenus."),
     ({"what": "give", "author_id": "self"}, "Choisissez le compte qui reçoit les contenus.")],
)  # fmt: skip
def test_says_what_becomes_of_the_contents_first(desk: Desk, fields: dict[str, object], words: str) -> None:
    second_administrator(desk)
    own = {"author_id": desk.small.admin.id} if fields.get("author_id") == "self" else {}
    page = desk.send(f"/{desk.small.admin.id}/suppression", expect=422, **fields | own)
    assert words in page
    assert known("ines") is not None


def test_an_account_that_is_not_there(desk: Desk) -> None:
    desk.send("/999999/suppression", expect=404, what="trash")
    assert desk.visitor.get(f"{desk.root}/site-admin/comptes/999999").status_code == 404
