"""Barres et pop-up, Avis de cookies: there once activated; written, copied, switched, binned, with what visitors then see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.announcements import queries
from sandbox.shop.announcements.models import SiteAnnouncement
from sandbox.shop.announcements.services import create_announcement
from sandbox.shop.identity.queries import get_extension
from sandbox.shop.identity.services import activate
from sandbox.shop.shops.models import Shop
from sandbox.training.journal.models import JournalEntry
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor


@dataclass
class Desk:
    """Alice at the two extensions of her site."""

    visitor: Visitor
    root: str
    small: SmallSite
    shop_id: int

    def page(self, path: str = "/annonces", *, expect: int = 200) -> str:
        answer = self.visitor.get(f"{self.root}/site-admin{path}")
        assert answer.status_code == expect, answer.status_code
        return answer.text

    def save(self, path: str, *, field: str = "title", expect: int = 302, **changed: object) -> str:
        """Send the form of a page as it is shown, but for what is changed."""
        form = next(form for form in Page(self.page(path)).forms.values() if field in form.fields)
        answer = self.visitor.post(form.action, **form.filled(**changed))
        assert answer.status_code == expect, answer.text[:400]
        db.session.rollback()
        return answer.text

    def press(self, path: str) -> str:
        self.page("/")
        answer = self.visitor.post(f"{self.root}/site-admin{path}")
        assert answer.status_code == 302, answer.text[:400]
        db.session.rollback()
        return self.visitor.get(answer.headers["Location"]).text

    def only(self) -> SiteAnnouncement:
        (row,) = db.session.query(SiteAnnouncement).all()
        return row

    def front(self, path: str = "/") -> str:
        return self.visitor.get(f"{self.root}/site{path}", follow_redirects=True).text


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice's desk, both extensions on."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        for key in ("bandeau", "cookies"):
            activate(extension=get_extension(key))
        db.session.commit()
        yield Desk(Visitor(world_app, "alice"), f"/b/{shop.key}", read_site(), shop.id)


def made(**values: Any) -> SiteAnnouncement:
    row = create_announcement(**{"title": "Nocturne", "text": "<p>Ce soir.</p>", **values})
    db.session.commit()
    return row


# the extension -------------------------------------------------------------------------------------------------------


def test_their_screens_are_there_while_they_are_active(desk: Desk) -> None:
    assert "Barres et pop-up" in desk.page("/")
    for key in ("bandeau", "cookies"):
        desk.press(f"/extensions/{key}/desactivation")
    home = desk.page("/")
    assert "Barres et pop-up" not in home
    assert "Avis de cookies" not in home
    for path in ("/annonces", "/annonces/nouvelle", "/cookies"):
        assert "pas activée" in desk.page(path, expect=404)
    listed = desk.page("/extensions")
    assert "Équivalent du constructeur de fenêtres surgissantes de Spectra." in listed
    desk.press("/extensions/bandeau/activation")
    assert f'href="{desk.root}/site-admin/annonces"' in desk.page("/extensions")


# writing -------------------------------------------------------------------------------------------------------------


def test_a_bar_is_written_and_seen(desk: Desk) -> None:
    desk.save(
        "/annonces/nouvelle?type=bar", title="Nocturne", text="<p>Ce soir, <b>21 h</b>.</p><script>alert(1)</script>", button_text="Venir",
        button_to=f"page_site:{desk.small.home.id}", status="published", color_back="deep", color_text="paper",
    )  # fmt: skip
    row = desk.only()
    assert (row.kind, row.button_url, row.status) == ("bar", f"page_site:{desk.small.home.id}", "published")
    front = desk.front()
    bar = front[
        front.index('<section class="an-bar') : front.index("</section>", front.index('<section class="an-bar'))
    ]
    assert "Ce soir, 21 h." in re.sub(r"<[^>]+>", "", bar)
    assert "alert(1)" not in bar
    assert f'href="{desk.root}/site/{desk.small.home.slug}/"' in bar
    assert "an-back-deep an-text-paper" in bar
    entry = db.session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
    assert entry is not None
    assert (entry.action, "Nocturne" in entry.words) == ("annonce.creer", True)


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(desk: Desk) -> None:
    page = desk.save(
        "/annonces/nouvelle?type=popup", expect=422, title="Offre", text="<p>Dix pour cent.</p>", button_text="Voir",
        button_url="javascript:alert(1)", status="published", delay_s="trois",
    )  # fmt: skip
    form = next(form for form in Page(page).forms.values() if "title" in form.fields)
    assert form.fields["title"] == ["Offre"]
    assert form.fields["kind"] == ["popup"]
    assert form.fields["text"] == ["<p>Dix pour cent.</p>"]
    assert form.fields["delay_s"] == ["trois"]
    assert 'id="delay_s-err"' in page
    page = desk.save(
        "/annonces/nouvelle",
        expect=422,
        title="Offre",
        text="<p>Dix.</p>",
        button_text="Voir",
        button_url="javascript:alert(1)",
    )
    assert "Cette adresse ne mène nulle part" in page
    assert db.session.query(SiteAnnouncement).count() == 0


def test_colours_that_cannot_be_read_are_refused(desk: Desk) -> None:
    page = desk.save(
        "/annonces/nouvelle", expect=422, title="Offre", text="<p>Dix.</p>", color_back="paper", color_text="paper"
    )
    assert "contraste de 1,0 pour 4,5 au moins" in page


def test_pages_are_chosen_and_shown_in_the_list(desk: Desk) -> None:
    row = made(status="published")
    desk.save(
        f"/annonces/{row.id}",
        scope="only",
        page_ids=[str(desk.small.home.id)],
        article_ids=[str(desk.small.first.id)],
        repeat="visit",
    )
    assert desk.only().page_ids == [desk.small.home.id]
    assert "Pages et articles choisis" in desk.page()
    assert desk.small.first.title in desk.page()
    assert "Ce soir." not in desk.front("/")
    assert "Ce soir." in desk.front(f"/{desk.small.first.slug}/")


def test_a_link_by_key_is_shown_as_its_page(desk: Desk) -> None:
    row = made(button_text="Venir", button_url="page_site:accueil")
    form = next(form for form in Page(desk.page(f"/annonces/{row.id}")).forms.values() if "button_to" in form.fields)
    assert form.fields["button_to"] == [f"page_site:{desk.small.home.id}"]
    assert form.fields["button_url"] == [""]


# the list ------------------------------------------------------------------------------------------------------------


def test_switched_on_and_off_copied_binned_taken_back_deleted(desk: Desk) -> None:
    number = made().id
    assert "publié" in desk.press(f"/annonces/{number}/published")
    assert "Ce soir." in desk.front()
    desk.press(f"/annonces/{number}/draft")
    assert "Ce soir." not in desk.front()
    assert "Nocturne (copie)" in desk.press(f"/annonces/{number}/copie")
    desk.press(f"/annonces/{number}/trash")
    assert [one.title for one in queries.list_announcements()] == ["Nocturne (copie)"]
    assert "Rétablir" in desk.page("/annonces?etat=trash")
    desk.press(f"/annonces/{number}/restore")
    desk.press(f"/annonces/{number}/trash")
    desk.press(f"/annonces/{number}/delete")
    assert desk.only().title == "Nocturne (copie)"
    desk.page(f"/annonces/{number}", expect=404)


def test_what_cannot_be_published_says_why(desk: Desk) -> None:
    row = made(text="")
    assert "Écrivez le texte avant de publier." in desk.press(f"/annonces/{row.id}/published")
    assert desk.only().status == "draft"


def test_tabs_and_search(desk: Desk) -> None:
    made(title="Nocturne")
    made(title="Soldes", status="published")
    assert "Soldes" not in desk.page("/annonces?etat=draft")
    assert "Nocturne" not in desk.page("/annonces?s=sold")
    assert "Rien ne correspond" in desk.page("/annonces?s=zzz")


# the cookie notice ---------------------------------------------------------------------------------------------------


def test_the_notice_is_written_and_asked(desk: Desk) -> None:
    desk.save(
        "/cookies", field="refuse_text", title="Des biscuits ?", refuse_text="Non merci", accept_text="Oui", purposes=["ads", "audience"],
        position="top",
    )  # fmt: skip
    front = desk.front()
    assert "Des biscuits ?" in front
    assert front.count('class="an-choice"') == 3
    assert "mesure d’audience, publicité" in front
    assert "n’a pas de page de politique de confidentialité publiée" in desk.page("/cookies")


def test_a_notice_without_a_way_to_refuse_is_refused(desk: Desk) -> None:
    page = desk.save("/cookies", field="refuse_text", expect=422, refuse_text=" ", title="Biscuits")
    assert "Refuser doit être aussi simple qu’accepter" in page
    assert 'value="Biscuits"' in page
    assert queries.find_cookie_notice() is None
