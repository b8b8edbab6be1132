"""The lists of the administration: categories and tags, what deleting a category leaves, tabs, months, extensions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.posts.models import SiteCategory, SitePost, SiteTag
from sandbox.shop.posts.services.terms import create_category, delete_category
from sandbox.shop.posts.services.writing import create_page, create_post
from sandbox.shop.shops.models import Shop
from sandbox.web.siteadmin.views_posts import tab_word
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor


@dataclass
class Desk:
    visitor: Visitor
    root: str
    small: SmallSite

    def send(self, path: str, **fields: Any) -> Any:
        self.visitor.get(f"{self.root}/")
        answer = self.visitor.post(f"{self.root}{path}", **fields)
        db.session.expire_all()
        return answer


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        yield Desk(Visitor(world_app, "alice"), f"/b/{shop.key}/site-admin", read_site())


@pytest.mark.parametrize(
    ("path", "model", "words"), [("/categories", SiteCategory, "Catégorie"), ("/etiquettes", SiteTag, "Étiquette")]
)
def test_a_term_is_made_changed_and_deleted(desk: Desk, path: str, model: Any, words: str) -> None:
    assert desk.send(path, name="Marées", slug="").status_code == 302
    assert Page(desk.visitor.get(f"{desk.root}{path}").text).says(f"{words} ajoutée.")
    row = db.session.query(model).filter_by(slug="marees").one()
    assert 'value="Marées"' in desk.visitor.get(f"{desk.root}{path}/{row.id}").text
    assert desk.send(f"{path}/{row.id}", name="Grandes marées", slug="marees").status_code == 302
    assert Page(desk.visitor.get(f"{desk.root}{path}").text).says(f"{words} mise à jour.")
    refused = desk.send(path, name="Marées", slug="marees")
    assert refused.status_code == 422
    assert Page(refused.text).says("est déjà pris")
    assert desk.send(f"{path}/{row.id}/supprimer").status_code == 302
    assert Page(desk.visitor.get(f"{desk.root}{path}").text).says(f"{words} supprimée.")
    assert db.session.query(model).filter_by(slug="marees").count() == 0


def test_the_articles_of_a_deleted_category_fall_into_the_default_one(desk: Desk) -> None:
    """Those alone that had no other, as in WordPress."""
    gone = create_category(name="Éphémère")
    lonely = create_post(title="Seul", content="<p>…</p>", category_ids=[gone.id])
    both = create_post(title="Deux", content="<p>…</p>", category_ids=[gone.id, desk.small.advice.id])
    bare = create_post(title="Aucune", content="<p>…</p>", category_ids=[])
    kept = [one.category_id for one in bare.filed]
    delete_category(category=gone)
    default = desk.small.site.default_category_id
    assert [one.category_id for one in lonely.filed] == [default]
    assert [one.category_id for one in both.filed] == [desk.small.advice.id]
    assert [one.category_id for one in bare.filed] == kept


def test_the_number_beside_a_tag_leads_to_its_articles(desk: Desk) -> None:
    tag = db.session.query(SiteTag).filter_by(name="filtre").one()
    address = f"{desk.root}/post?etiquette={tag.id}"
    assert f'href="{address}"' in desk.visitor.get(f"{desk.root}/etiquettes").text
    listed = Page(desk.visitor.get(address).text)
    assert listed.says("Quelle mouture ?")
    assert not listed.says("Ébauche")
    assert db.session.query(SitePost).filter_by(title="Ébauche").count() == 1


def test_tabs_agree_with_what_they_list_and_count(desk: Desk) -> None:
    assert [tab_word("post", "published", n) for n in (1, 2)] == ["Publié", "Publiés"]
    assert [tab_word("page", "published", n) for n in (1, 2)] == ["Publiée", "Publiées"]
    assert (tab_word("page", "", 3), tab_word("post", "", 3), tab_word("page", "draft", 1)) == (
        "Toutes",
        "Tous",
        "Brouillon",
    )
    create_page(title="Deux", content="<p>…</p>", status="published")
    db.session.commit()
    pages, articles = (Page(desk.visitor.get(f"{desk.root}/{kind}").text) for kind in ("page", "post"))
    assert pages.says("Toutes (2)")
    assert pages.says("Publiées (2)")
    assert articles.says("Publié (1)")
    assert articles.says("Brouillon (1)")


def test_a_feed_that_no_network_brings_is_told_in_the_singular_too(desk: Desk) -> None:
    for count, words in (
        (1, "Le dernier titre du flux RSS s’affichera ici en ligne"),
        (3, "Les 3 derniers titres du flux RSS s’afficheront"),
    ):
        post = create_post(
            title=f"Flux {count}", content=f'<!-- wp:rss {{"url":"https://gens.example/flux","count":{count}}} /-->', status="published"
        )  # fmt: skip
        db.session.commit()
        page = desk.visitor.get(f"{desk.root.replace('site-admin', 'site')}/{post.slug}/")
        assert Page(page.text).says(words)


def test_lists_are_narrowed_to_a_month_and_comments_to_ones_own(desk: Desk) -> None:
    desk.small.first.published_at = datetime(2025, 3, 9, 10)
    reply_to = SiteComment(
        post_id=desk.small.first.id,
        author="Léna",
        body="Et au filtre ?",
        posted_at=datetime(2025, 3, 10),
        status="approved",
    )
    own = SiteComment(
        post_id=desk.small.first.id, author="Inès", body="Moyenne.", posted_at=datetime(2025, 3, 11), status="approved", user_id=desk.small.admin.id
    )  # fmt: skip
    db.session.add_all([reply_to, own])
    db.session.commit()
    listed = Page(desk.visitor.get(f"{desk.root}/post?mois=2025-03").text)
    assert listed.says("Quelle mouture ?")
    assert not listed.says("Ébauche")
    assert "mars 2025" in desk.visitor.get(f"{desk.root}/post").text
    mine = Page(desk.visitor.get(f"{desk.root}/commentaires?etat=mine").text)
    assert mine.says("Les miens (1)")
    assert mine.says("Moyenne.")
    assert not mine.says("Et au filtre ?")


def test_the_default_category_is_set_where_wordpress_sets_it(desk: Desk) -> None:
    general, writing = (desk.visitor.get(f"{desk.root}/reglages/{one}").text for one in ("general", "ecriture"))
    assert "default_category_id" not in general
    assert Page(writing).says("Réglages d’écriture")
    other = create_category(name="Recettes")
    db.session.commit()
    assert desk.send("/reglages/ecriture", default_category_id=str(other.id)).status_code == 302
    assert read_site().site.default_category_id == other.id


def test_extensions_are_told_by_their_state(desk: Desk) -> None:
    every = Page(desk.visitor.get(f"{desk.root}/extensions").text)
    assert every.says("Toutes (4)")
    assert every.says("Désactivées (4)")
    assert desk.send("/extensions/seo/activation").status_code == 302
    active = Page(desk.visitor.get(f"{desk.root}/extensions?etat=actives").text)
    assert active.says("Activée (1)")
    assert active.says("Désactivées (3)")
    assert (
        len(
            re.findall(
                "/extensions/[a-z]+/(?:de)?sactivation", desk.visitor.get(f"{desk.root}/extensions?etat=actives").text
            )
        )
        == 1
    )
    assert "/extensions/seo/" not in desk.visitor.get(f"{desk.root}/extensions?etat=inactives").text
