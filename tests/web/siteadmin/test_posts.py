"""Articles and Pages in the administration: lists, quick edit, bulk, editor, revisions, terms, library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.identity.models import Site
from sandbox.shop.library.models import Media
from sandbox.shop.posts import queries
from sandbox.shop.posts.models import SitePost
from sandbox.shop.posts.services.writing import create_page, create_post, trash_post
from sandbox.shop.shops.models import Shop
from sandbox.training.journal.models import JournalEntry
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.visitor import Visitor


@dataclass
class Desk:
    """Alice at the administration of her copy's site."""

    visitor: Visitor
    root: str
    small: SmallSite
    shop_id: int

    def read(self, path: str, *, status: int = 200) -> str:
        answer = self.visitor.get(f"{self.root}{path}")
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return answer.text

    def send(self, path: str, **data: Any) -> TestResponse:
        self.visitor.get(f"{self.root}/post")
        answer = self.visitor.post(f"{self.root}{path}", **data)
        db.session.expire_all()
        return answer

    def saved(self, path: str, **data: Any) -> str:
        answer = self.send(path, **data)
        assert answer.status_code == 302, f"{path}: {answer.status_code} {answer.text[:2000]}"
        return self.visitor.get(answer.headers["Location"]).text

    def told(self) -> list[str]:
        rows = db.session.query(JournalEntry).filter_by(shop_id=self.shop_id).order_by(JournalEntry.seq)
        return [row.action for row in rows if row.action]


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice, the small site in her shop, open."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        yield Desk(Visitor(world_app, "alice"), f"/b/{shop.key}/site-admin", read_site(), shop.id)


def content(*texts: str) -> str:
    return json.dumps([{"kind": "paragraph", "attrs": {"text": text}} for text in texts])


def filled(desk: Desk, **data: Any) -> dict[str, Any]:
    """What the editor posts, with its defaults."""
    return {
        "title": "Titre",
        "status": "draft",
        "author_id": desk.small.admin.id,
        "template": "",
        "sidebar": "default",
        "content": "[]",
        **data,
    }


def test_a_shop_without_a_site_has_no_administration(desk: Desk) -> None:
    db.session.query(Site).delete()
    assert "Tableau de bord" not in desk.read("/", status=404)
    desk.read("/post", status=404)


def test_lists_have_states_counts_search_and_filters(desk: Desk) -> None:
    create_post(title="À venir", status="published", published_at=clock.now() + timedelta(days=2))
    page = desk.read("/post")
    assert 'Tous <span class="tab">(3)' in page
    assert 'Planifié <span class="tab">(1)' in page
    assert "— Brouillon" in page
    assert "Quelle mouture" not in desk.read("/post?s=introuvable")
    assert "Ébauche" not in desk.read("/post?etat=published")
    assert "Ébauche" not in desk.read(f"/post?categorie={desk.small.advice.id}")
    assert "Bienvenue" in desk.read("/page")
    assert "Quelle mouture" not in desk.read("/page")


def test_an_article_written_in_the_editor_is_on_the_site_and_in_the_journal(desk: Desk) -> None:
    assert "Ajouter un article" in desk.read("/post/nouveau")
    page = desk.saved(
        "/post/nouveau",
        **filled(
            desk,
            title="Le filtre en trois gestes",
            status="published",
            content=content("Versez lentement."),
            tags="filtre, eau",
            category_ids=str(desk.small.advice.id),
        ),
    )
    assert "L’article est publié." in page
    post = db.session.query(SitePost).filter_by(slug="le-filtre-en-trois-gestes").one()
    assert ([tag.name for tag in post.tags], [c.name for c in post.categories]) == (["filtre", "eau"], ["Conseils"])
    assert (
        "Versez lentement." in desk.visitor.get(desk.root.replace("site-admin", "site/le-filtre-en-trois-gestes/")).text
    )
    assert desk.told()[-1] == "article.creer"


@pytest.mark.parametrize(("field", "value", "words"), [
    ("title", "x" * 256, "255"), ("content", "[1]", "type que le site ne connaît pas"), ("content", "{", "n’est pas lisible"),
    ("published_at", "hier", "n’est pas lisible"), ("picture_id", "999", "plus dans la médiathèque"),
])  # fmt: skip
def test_what_the_editor_refuses_is_told_and_nothing_is_saved(desk: Desk, field: str, value: str, words: str) -> None:
    before = desk.told()
    answer = desk.send(f"/contenu/{desk.small.first.id}", **filled(desk, **{"title": "Autre", field: value}))
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.get(SitePost, (desk.shop_id, desk.small.first.id)).title == "Quelle mouture ?"
    assert desk.told() == before


def test_a_refused_text_is_shown_as_it_was_typed(desk: Desk) -> None:
    answer = desk.send(
        f"/contenu/{desk.small.first.id}", **filled(desk, title="x" * 256, content=content("Mon texte à moi."))
    )
    assert "Mon texte à moi." in answer.text


def test_scheduling_hides_an_article_until_its_moment(desk: Desk) -> None:
    moment = f"{clock.to_paris(clock.now()) + timedelta(days=1):%Y-%m-%dT%H:%M}"
    page = desk.saved(
        f"/contenu/{desk.small.first.id}",
        **filled(desk, title="Quelle mouture ?", status="published", published_at=moment),
    )
    assert "est planifié" in page
    assert queries.status_of(db.session.get(SitePost, (desk.shop_id, desk.small.first.id))) == "scheduled"


def test_quick_edit_changes_the_row_and_says_what_is_wrong_in_it(desk: Desk) -> None:
    post = desk.small.first
    page = desk.saved(
        f"/contenu/{post.id}/rapide",
        title="Nouveau titre",
        slug="nouveau",
        status="published",
        author_id="0",
        tags="eau",
        is_sticky="y",
    )
    assert "Nouveau titre" in page
    row = db.session.get(SitePost, (desk.shop_id, post.id))
    assert (row.slug, row.is_sticky, row.is_open, row.author_id, row.categories) == ("nouveau", True, False, None, [])
    answer = desk.send(f"/contenu/{post.id}/rapide", title="x" * 256, status="published")
    assert answer.status_code == 422
    assert 'data-quick-row="' in answer.text


def test_bulk_actions_and_the_bin(desk: Desk) -> None:
    ids = [str(desk.small.first.id), str(desk.small.draft.id)]
    assert "2 articles mis à la corbeille." in desk.saved("/post/groupe", action="trash", ids=ids)
    assert queries.counts_by_status("post")["trash"] == 2
    assert "sorti de la corbeille" in desk.saved(f"/contenu/{ids[0]}/restore")
    assert "Choisissez une action" in desk.saved("/post/groupe", action="", ids=ids)
    assert "supprimé définitivement" in desk.saved(f"/contenu/{ids[1]}/delete")
    assert db.session.query(SitePost).filter_by(kind="post").count() == 1
    trash_post(post=desk.small.home)
    assert "1 page sortie de la corbeille." in desk.saved(
        "/page/groupe", action="restore", ids=[str(desk.small.home.id)]
    )


def test_autosave_keeps_beside_and_is_offered_again(desk: Desk) -> None:
    post = desk.small.first
    answer = desk.visitor.get(f"{desk.root}/contenu/{post.id}")
    answer = desk.visitor.fetch(
        f"{desk.root}/contenu/{post.id}/automatique", title="En cours", content=content("Pas fini."), excerpt=""
    )
    assert answer.status_code == 200
    assert answer.json["at"]
    db.session.expire_all()
    assert db.session.get(SitePost, (desk.shop_id, post.id)).title == "Quelle mouture ?"
    assert "sauvegarde automatique plus récente" in desk.read(f"/contenu/{post.id}")
    assert "Pas fini." in desk.read(f"/contenu/{post.id}?sauvegarde=1")
    refused = desk.visitor.fetch(
        f"{desk.root}/contenu/{post.id}/automatique", title="En cours", content="[1]", excerpt=""
    )
    assert refused.status_code == 422


def test_revisions_are_listed_previewed_and_restored(desk: Desk) -> None:
    post = desk.small.first
    desk.saved(
        f"/contenu/{post.id}",
        **filled(desk, title="Quelle mouture ?", status="published", content=content("Tout autre chose.")),
    )
    page = desk.read(f"/contenu/{post.id}/revisions")
    assert "Version actuelle" in page
    revision = db.session.get(SitePost, (desk.shop_id, post.id)).revisions[0]
    assert "Une mouture moyenne." in desk.read(f"/contenu/{post.id}/apercu?revision={revision.id}")
    assert "La révision est rétablie." in desk.saved(f"/contenu/{post.id}/revisions/{revision.id}")
    assert "Une mouture moyenne." in queries.text_of(db.session.get(SitePost, (desk.shop_id, post.id)))


def test_a_preview_shows_a_draft_that_visitors_do_not_see(desk: Desk) -> None:
    assert "Pas encore." in desk.read(f"/contenu/{desk.small.draft.id}/apercu")
    assert desk.visitor.get(desk.root.replace("site-admin", "site/ebauche/")).status_code == 404


def test_a_page_has_a_parent_and_no_category(desk: Desk) -> None:
    page = desk.read("/page/nouveau")
    assert "Attributs de page" in page
    assert "Étiquettes</summary>" not in page
    desk.saved(
        "/page/nouveau",
        **filled(desk, title="Nos cafés", status="published", parent_id=desk.small.home.id, position="3"),
    )
    row = db.session.query(SitePost).filter_by(slug="nos-cafes").one()
    assert (row.parent_id, row.position, row.is_open) == (desk.small.home.id, 3, False)
    assert "— </b>" not in desk.read("/page")
    assert "— <a" in desk.read("/page")


def test_categories_and_tags(desk: Desk) -> None:
    assert "Catégorie ajoutée." in desk.saved(
        "/categories", name="Recettes", parent_id=desk.small.advice.id, description="À faire chez soi."
    )
    row = queries.find_category("recettes")
    assert (row.parent_id, row.description) == (desk.small.advice.id, "À faire chez soi.")
    refused = desk.send("/categories", name="Recettes bis", slug="recettes")
    assert refused.status_code == 422
    assert "déjà pris" in refused.text
    desk.saved(f"/categories/{row.id}", name="Cuisine", slug="cuisine", parent_id="0")
    assert queries.find_category("cuisine").parent_id is None
    desk.saved(f"/categories/{row.id}/supprimer")
    assert queries.find_category("cuisine") is None
    desk.send(f"/categories/{desk.small.advice.id}/supprimer")
    assert queries.find_category("conseils") is not None  # the default one
    desk.saved("/etiquettes", name="Eau")
    tag = queries.find_tag("eau")
    desk.saved(f"/etiquettes/{tag.id}", name="Eau douce", slug="eau-douce")
    assert "Eau douce" in desk.read("/etiquettes")
    desk.saved(f"/etiquettes/{tag.id}/supprimer")
    assert queries.find_tag("eau-douce") is None


def test_the_library_tells_pictures_without_text_and_where_they_stand(desk: Desk) -> None:
    picture = desk.small.picture
    assert "Quelle mouture ?" in desk.read(f"/medias/{picture.id}")
    desk.saved(f"/medias/{picture.id}", alt="", title="Tasses", caption="", description="")
    assert "Sans texte alternatif (1)" in desk.read("/medias")
    assert "Texte alternatif manquant" in desk.read("/medias?mode=liste&sans_alt=1")
    assert desk.send(f"/medias/{picture.id}", alt="x" * 501, title="Tasses").status_code == 422
    desk.saved(f"/medias/{picture.id}/supprimer")
    assert db.session.get(SitePost, (desk.shop_id, desk.small.first.id)).picture_id is None


def test_a_picture_is_added_to_the_library_and_what_is_none_is_refused(desk: Desk) -> None:
    stream = BytesIO()
    Image.new("RGB", (30, 20), "#a23c1f").save(stream, "PNG")
    stream.seek(0)
    page = desk.saved("/medias/ajouter", file=(stream, "Bol rouge.png"))
    assert "est dans la médiathèque" in page
    added = db.session.query(Media).order_by(Media.id.desc()).first()
    assert (added.kind, added.width, added.height, added.title) == ("image", 30, 20, "Bol rouge")
    assert desk.send("/medias/ajouter", file=(BytesIO(b"MZ..."), "virus.png")).status_code == 422
    assert desk.send("/medias/ajouter", file=(BytesIO(b"MZ..."), "virus.exe")).status_code == 422
    assert desk.send("/medias/ajouter").status_code == 422


def test_the_dashboard_begins_a_draft(desk: Desk) -> None:
    assert "D’un coup d’œil" in desk.read("/")
    page = desk.saved("/contenu/brouillon-rapide", title="Idée", content="À creuser")
    assert "Brouillon enregistré." in page
    row = db.session.query(SitePost).filter_by(slug="idee").one()
    assert (row.status, queries.text_of(row)) == ("draft", "À creuser")


def test_pages_of_other_kinds_do_not_mix(desk: Desk) -> None:
    page = create_page(title="Contact")
    assert desk.send("/post/groupe", action="trash", ids=[str(page.id)]).status_code == 404
    assert db.session.get(SitePost, (desk.shop_id, page.id)).status == "draft"
