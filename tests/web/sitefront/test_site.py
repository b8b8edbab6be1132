"""The site as its visitors read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.comments.services import write_comment
from sandbox.shop.identity.models import Site
from sandbox.shop.identity.services import update_site
from sandbox.shop.posts.models import SitePost
from sandbox.shop.posts.services.writing import create_page, create_post, update_page, update_post
from sandbox.shop.shops.models import Shop
from sandbox.shop.widgets.services import add_widget
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.visitor import Visitor


@dataclass
class Reader:
    """Alice in front of her copy's site."""

    visitor: Visitor
    root: str
    small: SmallSite

    def moved_on(self) -> None:
        """What a write of a request does to the pages that are kept."""
        db.session.query(Shop).filter_by(key=self.root.split("/")[2]).one().revision += 1

    def read(self, path: str = "/", *, status: int = 200) -> str:
        answer = self.visitor.get(f"{self.root}{path}")
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.headers.get('Location', '')}"
        return answer.text


@pytest.fixture
def reader(world_app: Flask, world: World) -> Iterator[Reader]:
    """Alice, the small site in her shop, open."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        yield Reader(Visitor(world_app, "alice"), f"/b/{shop.key}/site", read_site())


def test_a_shop_without_a_site_shows_none(reader: Reader) -> None:
    db.session.query(Site).delete()
    assert "Le journal" not in reader.read(status=404)
    reader.read("/quelle-mouture/", status=404)


def test_home_lists_the_latest_articles_sticky_ones_first(reader: Reader) -> None:
    create_post(title="La plus récente", status="published")
    create_post(title="Épinglée", status="published", published_at=clock.now() - timedelta(days=300), is_sticky=True)
    page = reader.read()
    assert "<h2><a" in page
    order = [page.index(f">{title}</a></h2>") for title in ("Épinglée", "La plus récente", "Quelle mouture ?")]
    assert order == sorted(order)
    assert "Ébauche" not in page


def test_home_may_be_a_page_and_the_blog_another(reader: Reader) -> None:
    blog = create_page(title="Le blog", status="published")
    update_site(site=reader.small.site, front_kind="page", front_page_id=reader.small.home.id, posts_page_id=blog.id)
    assert "Entrez donc." in reader.read()
    assert "Quelle mouture ?" in reader.read("/le-blog/")
    assert reader.visitor.get(f"{reader.root}/bienvenue/").headers["Location"].endswith("/site/")


def test_an_article_shows_its_blocks_terms_and_neighbours(reader: Reader) -> None:
    create_post(title="Avant", status="published", published_at=clock.now() - timedelta(days=9))
    page = reader.read("/quelle-mouture/")
    assert '<h2 class="w-h" id="le-filtre">Le filtre</h2>' in page
    assert "par <a" in page
    assert "Inès Baudry" in page
    assert "/site/categorie/conseils/" in page
    assert "/site/etiquette/filtre/" in page
    assert 'alt="Trois tasses"' in page
    assert "Avant</a>" in page


def test_links_lead_to_the_things_of_this_copy(reader: Reader) -> None:
    first = reader.small.first
    update_page(
        post=reader.small.home,
        content=f'<p><a href="article:{first.id}">a</a><a href="article:{reader.small.draft.id}">b</a><a href="produit:mug-escale">c</a>'
        '<a href="/contact">d</a><a href="rubrique:conseils">e</a></p>',
    )
    page = reader.read("/bienvenue/")
    shop = reader.root.removesuffix("/site")
    assert f'<a href="{reader.root}/quelle-mouture/">a</a><a>b</a>' in page
    assert f'href="{shop}/produit/' in page
    assert f'href="{shop}/contact"' in page
    assert f'href="{reader.root}/categorie/conseils/"' in page


def test_a_bare_path_is_the_site_s_page_before_the_shop_s(reader: Reader) -> None:
    contact = create_page(title="Contact", status="published")
    create_page(title="Le plan", parent_id=contact.id, status="published")
    links = '<p><a href="/contact/#haut">a</a><a href="/contact/le-plan/">b</a><a href="/le-plan/">c</a><a href="/panier">d</a></p>'
    update_page(post=reader.small.home, content=links)
    page, shop = reader.read("/bienvenue/"), reader.root.removesuffix("/site")
    assert f'<a href="{reader.root}/contact/#haut">a</a><a href="{reader.root}/contact/le-plan/">b</a>' in page
    assert f'<a href="{shop}/le-plan/">c</a><a href="{shop}/panier">d</a>' in page
    update_page(post=contact, status="draft")
    reader.moved_on()
    assert f'<a href="{shop}/contact/#haut">a</a>' in reader.read("/bienvenue/")


def test_the_shop_leads_to_the_site_and_its_journal_when_there_is_one(reader: Reader) -> None:
    shop = Reader(reader.visitor, reader.root.removesuffix("/site"), reader.small)
    journal = create_page(title="Le journal du quai", status="published")
    update_site(site=reader.small.site, front_kind="page", front_page_id=reader.small.home.id, posts_page_id=journal.id)
    page = shop.read("/")
    assert f'<a href="{reader.root}/">Le site</a>' in page
    assert f'<a href="{reader.root}/le-journal-du-quai/">Le journal du quai</a>' in page
    db.session.query(Site).delete()
    shop.moved_on()
    assert "Le site</a>" not in shop.read("/")


def test_lists_by_category_tag_month_author_and_words(reader: Reader) -> None:
    day = clock.to_paris(reader.small.first.published_at)
    for path in (
        "/categorie/conseils/",
        "/etiquette/mouture/",
        f"/archives/{day.year}/{day.month}/",
        f"/archives/{day.year}/",
        f"/auteur/{reader.small.admin.id}/",
        "/recherche?s=mouture",
    ):
        assert "Quelle mouture ?" in reader.read(path), path
    assert "Aucun contenu" in reader.read("/recherche?s=introuvable")
    for path in ("/categorie/rien/", "/etiquette/rien/", "/archives/2026/13/", "/auteur/99/", "/rien-du-tout/"):
        assert "Revenir à l’accueil" in reader.read(path, status=404)


def test_a_list_has_pages(reader: Reader) -> None:
    for number in range(5):
        create_post(title=f"Numéro {number}", status="published")
    update_site(site=reader.small.site, posts_per_page=2)
    assert "Page 1 sur 3" in reader.read()
    assert "Quelle mouture ?" in reader.read("/?page=3")
    assert "Page 3 sur 3" in reader.read("/?page=99")


@pytest.mark.parametrize("change", [{"status": "draft"}, {"status": "private"}, {"published_at": "later"}])
def test_what_is_not_published_does_not_exist_for_visitors(reader: Reader, change: dict[str, str]) -> None:
    values = {name: clock.now() + timedelta(days=1) if value == "later" else value for name, value in change.items()}
    update_post(post=reader.small.first, **values)
    reader.read("/quelle-mouture/", status=404)
    assert "Quelle mouture" not in reader.read()


def test_permalinks_follow_the_settings_and_old_ones_lead_on(reader: Reader) -> None:
    day = clock.to_paris(reader.small.first.published_at)
    update_site(site=reader.small.site, permalinks="month")
    answer = reader.visitor.get(f"{reader.root}/quelle-mouture/")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"/site/{day:%Y/%m}/quelle-mouture/")
    reader.read(f"/{day:%Y/%m}/quelle-mouture/")
    update_site(site=reader.small.site, permalinks="plain")
    assert "Une mouture moyenne" in reader.read(f"/?p={reader.small.first.id}")


def test_menu_widgets_breadcrumb_and_networks_stand_where_the_settings_say(reader: Reader) -> None:
    add_widget(area="sidebar", content='<!-- wp:latest-posts {"title":"À lire","count":2,"date":true} /-->')
    add_widget(area="footer-1", content="<h2>Nous trouver</h2><p>14, quai des Morutiers</p><!-- wp:search /-->")
    update_site(
        site=reader.small.site, breadcrumb_place="after_header", social=[{"net": "instagram", "url": "https://instagram.example/x"}],
        social_place="footer", above_header="Livraison offerte", footer_text="© La brûlerie", color_accent="#204060",
    )  # fmt: skip
    page = reader.read("/quelle-mouture/")
    assert 'aria-label="Menu principal"' in page
    assert "À lire" in page
    assert "14, quai des Morutiers" in page
    assert 'aria-label="Fil d’Ariane"' in page
    assert 'aria-label="Instagram"' in page
    assert "Livraison offerte" in page
    assert "--sf-site-accent:#204060" in reader.read("/apparence.css")
    update_site(site=reader.small.site, sidebar_posts="none")
    reader.moved_on()
    assert "À lire" not in reader.read("/quelle-mouture/")


def test_a_comment_waits_for_the_team(reader: Reader) -> None:
    reader.read("/quelle-mouture/")
    post = reader.small.first
    answer = reader.visitor.post(
        f"{reader.root}/commenter/{post.id}", body="Très clair, merci.", author="Léna", email="lena@courriel.example"
    )
    assert answer.headers["Location"].endswith("/quelle-mouture/#commentaires")
    page = reader.read("/quelle-mouture/")
    assert "en attente de modération" in page
    assert "Très clair" not in page


def test_a_comment_without_a_name_is_refused_and_kept_in_its_field(reader: Reader) -> None:
    reader.read("/quelle-mouture/")
    answer = reader.visitor.post(
        f"{reader.root}/commenter/{reader.small.first.id}", body="Très clair.", author="", email=""
    )
    assert answer.status_code == 422
    assert "Indiquez votre nom." in answer.text
    assert ">Très clair.</textarea>" in answer.text


def test_comments_are_shown_in_their_tree_and_escaped(reader: Reader) -> None:
    update_site(site=reader.small.site, comments_known_only=False)
    first = write_comment(
        post=reader.small.first, author="Léna", email="lena@courriel.example", body="<script>alert(1)</script> Bien"
    )
    write_comment(post=reader.small.first, author="Marc", email="marc@courriel.example", body="D’accord", parent=first)
    page = reader.read("/quelle-mouture/")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "2\u00a0commentaires" in page
    assert page.index("Bien") < page.index("D’accord")


def test_nothing_that_runs_comes_out_of_a_stored_text(reader: Reader) -> None:
    post = db.session.get(SitePost, (reader.small.first.shop_id, reader.small.first.id))
    update_post(
        post=post,
        content=[
            {
                "kind": "paragraph",
                "attrs": {"text": '<a href="javascript:alert(1)" onclick="x">x</a><img src=x onerror=y>'},
            }
        ],
    )
    page = reader.read("/quelle-mouture/")
    assert "javascript:" not in page
    assert "onerror" not in page
