"""Commentaires: lists by state, moderation with its effect on the site, answers, corrections, wrong values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.shops.models import Shop
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.visitor import Visitor


@dataclass
class Desk:
    """Alice at the administration of her site, where two comments were sent."""

    visitor: Visitor
    root: str
    small: SmallSite
    waiting: int
    read: int

    def page(self, path: str = "") -> str:
        answer = self.visitor.get(f"{self.root}/site-admin/commentaires{path}")
        assert answer.status_code == 200
        return answer.text

    def send(self, path: str, *, expect: int = 302, **fields: object) -> str:
        answer = self.visitor.post(f"{self.root}/site-admin/commentaires{path}", **fields)
        assert answer.status_code == expect, answer.text[:500]
        return answer.text

    def article(self) -> str:
        return self.visitor.get(f"{self.root}/site/quelle-mouture/").text

    def row(self, number: int) -> SiteComment | None:
        db.session.rollback()
        return db.session.query(SiteComment).filter_by(id=number).first()


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice's desk."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        small = read_site()
        rows = [
            SiteComment(post_id=small.first.id, author=author, email=f"{author.lower()}@courriel.example", body=body, status=status,
                        posted_at=clock.now())
            for author, body, status in (("Paul", "Et pour une turque ?", "pending"), ("Léa", "Très clair, merci.", "approved"))
        ]  # fmt: skip
        db.session.add_all(rows)
        db.session.commit()
        yield Desk(Visitor(world_app, "alice"), f"/b/{shop.key}", small, rows[0].id, rows[1].id)


def test_the_list_tells_states_apart(desk: Desk) -> None:
    page = desk.page()
    assert "Et pour une turque ?" in page
    assert "Très clair, merci." in page
    assert 'aria-label="1\u00a0commentaire en attente"' in page
    waiting = desk.page("?etat=pending")
    assert "Et pour une turque ?" in waiting
    assert "Très clair, merci." not in waiting
    assert "Très clair" in desk.page("?s=clair")
    assert "Aucun commentaire ne correspond" in desk.page("?s=introuvable")
    assert f"/site-admin/commentaires?article={desk.small.first.id}" in page


def test_approving_shows_it_on_the_site_and_can_be_taken_back(desk: Desk) -> None:
    assert "Et pour une turque ?" not in desk.article()
    desk.send(f"/{desk.waiting}/approved")
    page = desk.page()
    assert "Commentaire de Paul approuvé." in page
    assert f"/commentaires/{desk.waiting}/pending" in page
    assert "Et pour une turque ?" in desk.article()
    desk.send(f"/{desk.waiting}/pending")
    assert "Et pour une turque ?" not in desk.article()


def test_spam_and_bin_give_back_what_they_took(desk: Desk) -> None:
    desk.send(f"/{desk.read}/spam")
    assert "Très clair" not in desk.article()
    assert "Très clair" in desk.page("?etat=spam")
    desk.send(f"/{desk.read}/restore")
    assert "Très clair" in desk.article()
    desk.send(f"/{desk.read}/trash")
    desk.send(f"/{desk.read}/delete")
    assert desk.row(desk.read) is None


def test_several_at_once(desk: Desk) -> None:
    desk.send("/groupe", action="spam", ids=[desk.waiting, desk.read])
    assert "2 commentaires classés indésirables." in desk.page()
    desk.send("/groupe", action="spam")
    assert "Choisissez une action et cochez des commentaires." in desk.page()
    desk.send("/groupe", action="flambe", ids=[desk.waiting])
    assert "Choisissez une action" in desk.page()


def test_an_answer_approves_what_it_answers_and_is_read_under_it(desk: Desk) -> None:
    desk.send(f"/{desk.waiting}/reponse", body="Très fine, comme une poudre.")
    article = desk.article()
    assert article.index("Et pour une turque ?") < article.index("Très fine, comme une poudre.")
    assert "Inès Baudry" in article


def test_an_empty_answer_is_refused_beside_its_comment(desk: Desk) -> None:
    page = desk.send(f"/{desk.waiting}/reponse", expect=422, body="")
    assert "Écrivez votre réponse." in page
    assert '<details class="wp-answer" open>' in page
    assert (row := desk.row(desk.waiting))
    assert row.status == "pending"


def test_a_comment_is_put_right(desk: Desk) -> None:
    assert "Très clair, merci." in desk.page(f"/{desk.read}")
    desk.send(f"/{desk.read}", author="Léa R.", email="lea@courriel.example", body="Très clair.", status="approved")
    article = desk.article()
    assert "Léa R." in article
    assert "Très clair, merci." not in article


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"body": ""}, "Écrivez le commentaire."),
        ({"email": "lea"}, "adresse e-mail valide"),
        ({"status": "perdu"}, "choix"),
    ],
)
def test_refuses_at_the_field_and_keeps_what_was_typed(desk: Desk, changed: dict[str, str], words: str) -> None:
    given = {"author": "Léa Riou", "email": "lea@courriel.example", "body": "Corrigé.", "status": "approved"} | changed
    page = desk.send(f"/{desk.read}", expect=422, **given)
    assert words in page
    assert 'value="Léa Riou"' in page
    assert (row := desk.row(desk.read))
    assert row.body == "Très clair, merci."


def test_a_comment_of_nobody_is_not_found(desk: Desk) -> None:
    assert desk.visitor.get(f"{desk.root}/site-admin/commentaires/9999").status_code == 404
