"""The SEO extension: installed and off; once on, its fields, its preview, its points, and what visitors' engines read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.posts.models import SitePost
from sandbox.shop.posts.services.writing import update_post
from sandbox.shop.shops.models import Shop
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.visitor import Visitor


@dataclass
class Desk:
    """Alice at the editor of her first article."""

    visitor: Visitor
    root: str
    small: SmallSite
    post_id: int

    @property
    def editor(self) -> str:
        return f"{self.root}/site-admin/contenu/{self.post_id}"

    def switch(self, act: str) -> None:
        assert self.visitor.post(f"{self.root}/site-admin/extensions/seo/{act}").status_code == 302

    def page(self) -> str:
        return self.visitor.get(self.editor).text

    def post(self) -> SitePost:
        db.session.rollback()
        return db.session.query(SitePost).filter_by(id=self.post_id).one()

    def save(self, **changed: str) -> None:
        text = json.dumps(self.post().content)
        sent = {
            "title": "Quelle mouture ?",
            "content": text,
            "status": "published",
            "template": "",
            "sidebar": "default",
        }
        assert self.visitor.post(self.editor, **sent | changed).status_code == 302


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice's desk."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        small = read_site()
        number = small.first.id
        db.session.commit()
        yield Desk(Visitor(world_app, "alice"), f"/b/{shop.key}", small, number)


def test_off_the_editor_has_none_of_it(desk: Desk) -> None:
    assert 'name="focus"' not in desk.page()
    assert desk.visitor.post(f"{desk.editor}/analyse").status_code == 404


def test_on_it_asks_previews_and_judges(desk: Desk) -> None:
    desk.switch("activation")
    page = desk.page()
    assert 'name="focus"' in page
    assert "Aperçu dans les résultats de recherche" in page
    assert "Aucun\u00a0: choisissez les mots" in page
    desk.save(
        focus="mouture filtre", meta_title="Quelle mouture pour un filtre ?", meta_description="La règle du placard."
    )
    assert (desk.post().focus, desk.post().meta_description) == ("mouture filtre", "La règle du placard.")
    assert 'value="mouture filtre"' in desk.page()


def test_what_is_typed_is_judged_before_it_is_saved(desk: Desk) -> None:
    desk.switch("activation")
    text = json.dumps([{"kind": "paragraph", "attrs": {"text": "La mouture du café filtre. " * 60}}])
    before = desk.visitor.post(f"{desk.editor}/analyse", title="Mouture", content="[]", focus="mouture").text
    after = desk.visitor.post(f"{desk.editor}/analyse", title="Mouture", content=text, focus="mouture").text
    assert before != after
    assert "Lisibilité" in after
    assert desk.post().focus == ""


def test_switched_off_what_was_written_stays_and_saving_keeps_it(desk: Desk) -> None:
    desk.switch("activation")
    desk.save(focus="mouture", meta_title="Titre SEO")
    desk.switch("desactivation")
    desk.save(title="Quelle mouture choisir ?")
    assert (desk.post().title, desk.post().focus, desk.post().meta_title) == (
        "Quelle mouture choisir ?",
        "mouture",
        "Titre SEO",
    )


def test_engines_read_the_title_and_the_description_while_it_is_on(desk: Desk) -> None:
    desk.switch("activation")
    desk.save(meta_title="Choisir sa mouture", meta_description="La règle du placard.")
    front = f"{desk.root}/site/quelle-mouture/"
    page = desk.visitor.get(front).text
    assert "<title>Choisir sa mouture</title>" in page
    assert '<meta name="description" content="La règle du placard.">' in page
    desk.switch("desactivation")
    assert "<title>Choisir sa mouture</title>" not in desk.visitor.get(front).text


def test_two_texts_that_aim_at_the_same_words_are_told(desk: Desk) -> None:
    desk.switch("activation")
    with shop_scope(desk.post().shop_id):
        update_post(post=db.session.query(SitePost).filter_by(id=desk.small.draft.id).one(), focus="Moutures")
        db.session.commit()
    points = desk.visitor.post(f"{desk.editor}/analyse", title="Mouture", content="[]", focus="mouture").text
    assert "Ébauche" in points


def test_what_was_said_of_a_category_stays_when_it_is_switched_off(desk: Desk) -> None:
    path, given = f"{desk.root}/site-admin/categories/{desk.small.advice.id}", {"name": "Conseils", "slug": "conseils"}
    assert 'name="meta_title"' not in desk.visitor.get(path).text
    desk.switch("activation")
    assert 'name="meta_title"' in desk.visitor.get(path).text
    assert desk.visitor.post(path, **given, meta_title="x" * 256).status_code == 422
    assert (
        desk.visitor.post(path, **given, meta_title="Nos conseils", meta_description="Avant de moudre.").status_code
        == 302
    )
    front = f"{desk.root}/site/categorie/conseils/"
    assert "<title>Nos conseils" in desk.visitor.get(front).text
    desk.switch("desactivation")
    assert desk.visitor.post(path, **given, description="Pour bien moudre.").status_code == 302
    assert "<title>Conseils" in desk.visitor.get(front).text
    desk.switch("activation")
    assert "<title>Nos conseils" in desk.visitor.get(front).text
