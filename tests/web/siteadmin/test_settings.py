"""Réglages and Personnaliser: each screen saved, with what visitors then see; wrong values at their field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.identity.models import Site
from sandbox.shop.identity.queries import get_site
from sandbox.shop.posts.models import SitePost
from sandbox.shop.shops.models import Shop
from sandbox.web.siteadmin import panels
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.visitor import Visitor


@dataclass
class Desk:
    """Alice at the settings of her site."""

    visitor: Visitor
    root: str
    small: SmallSite

    def page(self, path: str) -> str:
        answer = self.visitor.get(f"{self.root}/site-admin{path}")
        assert answer.status_code == 200
        return answer.text

    def save(self, path: str, *, expect: int = 302, **changed: object) -> str:
        """Send a screen as it is shown, but for what is changed; None leaves a field out."""
        fields = shown(self.page(path))
        fields |= changed
        answer = self.visitor.post(
            f"{self.root}/site-admin{path}", **{n: v for n, v in fields.items() if v is not None}
        )
        assert answer.status_code == expect, answer.text[:400]
        db.session.rollback()
        return answer.text

    def front(self, path: str = "/") -> str:
        return self.visitor.get(f"{self.root}/site{path}").text


def shown(page: str) -> dict[str, object]:
    """What the form of a settings screen would send as it is."""
    form = page[page.index('<form class="stack wp-form') :]
    form = form[: form.index("</form>")]
    fields: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name[1] not in ("csrf_token", "social_url") and (" checked" in tag or 'type="' not in tag):
            fields[name[1]] = value[1] if value else ""
    fields |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)', form))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        if name != "social_net":
            chosen = re.search(r'<option value="([^"]*)" selected', options)
            fields[name] = chosen[1] if chosen else ""
    return fields


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice's desk."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        small = read_site()
        db.session.commit()
        yield Desk(Visitor(world_app, "alice"), f"/b/{shop.key}", small)


SCREENS = (
    "/reglages/general", "/reglages/ecriture", "/reglages/lecture", "/reglages/commentaires", "/reglages/permaliens", "/reglages/confidentialite",
    *(f"/personnaliser/{panel.key}" for panel in panels.CUSTOMIZER),
)  # fmt: skip


def settings() -> dict[str, object]:
    """Every setting of the site as it is."""
    site = get_site()
    return {column.key: getattr(site, column.key) for column in Site.__table__.columns}


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_saved_as_it_is_changes_nothing(desk: Desk, path: str) -> None:
    before = settings()
    desk.save(path)
    assert settings() == before
    assert "Réglages enregistrés." in desk.page(path)


def test_title_and_slogan_are_read_on_the_site(desk: Desk) -> None:
    desk.save("/reglages/general", title="Le carnet du quai", slogan="À marée basse")
    front = desk.front()
    assert "Le carnet du quai" in front
    assert "À marée basse" in front


def test_home_becomes_a_page(desk: Desk) -> None:
    desk.save("/reglages/lecture", front_kind="page", front_page_id=str(desk.small.home.id), posts_per_page="1")
    assert "Entrez donc." in desk.front()


def test_comments_may_all_wait(desk: Desk) -> None:
    desk.save("/reglages/commentaires", comments_approved="y", words_refused="casino\r\npari")
    site = get_site()
    assert (site.comments_approved, site.words_refused.split()) == (True, ["casino", "pari"])


def test_networks_are_shown_where_asked(desk: Desk) -> None:
    desk.save(
        "/personnaliser/reseaux",
        social_place="footer",
        social_net=["mastodon", "youtube"],
        social_url=["https://quai.example/@quai", ""],
    )
    assert get_site().social == [{"net": "mastodon", "url": "https://quai.example/@quai"}]
    assert 'href="https://quai.example/@quai"' in desk.front()


def test_the_icon_of_a_network_may_lead_to_a_content_of_the_site_and_is_not_shown_when_it_leads_nowhere(
    desk: Desk,
) -> None:
    home, draft = desk.small.home, desk.small.draft
    assert f'"url": "page_site:{home.id}"' in desk.visitor.get(f"{desk.root}/site-admin/personnaliser/reseaux").text
    urls = [f"page_site:{home.id}", f"article:{draft.id}"]
    desk.save("/personnaliser/reseaux", social_place="footer", social_net=["email", "youtube"], social_url=urls)
    assert [one["url"] for one in get_site().social] == urls
    icons = desk.front().partition('aria-label="Réseaux sociaux"')[2].partition("</ul>")[0]
    assert f'href="{desk.root}/site/{home.slug}/"' in icons
    assert icons.count("<li>") == 1


def test_the_logo_is_one_of_the_library(desk: Desk) -> None:
    desk.save("/personnaliser/identite", logo_id=str(desk.small.picture.id), title="Le journal", slogan="")
    assert desk.small.picture.name.removesuffix(".webp") in desk.front()
    desk.save("/personnaliser/identite", logo_id="")
    assert get_site().logo_id is None


def test_breadcrumb_and_sidebar(desk: Desk) -> None:
    desk.save("/personnaliser/fil-d-ariane", breadcrumb_place="before_title")
    assert "Fil d’Ariane" in desk.front("/quelle-mouture/")


def test_a_privacy_page_is_drafted_once_and_named(desk: Desk) -> None:
    answer = desk.visitor.post(f"{desk.root}/site-admin/reglages/confidentialite/page")
    assert answer.status_code == 302
    page = db.session.query(SitePost).filter_by(title="Politique de confidentialité").one()
    assert (get_site().privacy_page_id, page.status) == (page.id, "draft")
    assert answer.location.endswith(f"/{page.id}") or str(page.id) in answer.location
    assert len(page.content) > 15


@pytest.mark.parametrize(
    ("path", "changed", "words"),
    [("/reglages/general", {"title": ""}, "Le titre du site est obligatoire."),
     ("/reglages/lecture", {"posts_per_page": "0"}, "Indiquez un nombre de 1 à 100."),
     ("/personnaliser/couleurs", {"color_accent": "rouge"}, "Une couleur s’écrit avec un dièse"),
     ("/personnaliser/reseaux", {"social_net": ["youtube"], "social_url": ["javascript:alert(1)"]}, "l’adresse commence par https://."),
     ("/personnaliser/pied", {"footer_columns": "9"}, "Indiquez un nombre de 1 à 4.")],
)  # fmt: skip
def test_refuses_at_the_field_and_keeps_what_was_typed(
    desk: Desk, path: str, changed: dict[str, object], words: str
) -> None:
    before = settings()
    page = desk.save(path, expect=422, **changed)
    assert words in page
    assert settings() == before


def test_a_section_that_does_not_exist_is_not_found(desk: Desk) -> None:
    assert desk.visitor.get(f"{desk.root}/site-admin/personnaliser/rien").status_code == 404
