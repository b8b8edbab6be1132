"""Bars, pop-ups and the cookie notice as visitors meet them: closed for the visit or for good, refused in one click, never in another copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, request_finished

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.announcements.models import SiteAnnouncement
from sandbox.shop.announcements.queries import fresh_cookie_notice
from sandbox.shop.announcements.services import create_announcement, update_announcement, update_cookie_notice
from sandbox.shop.identity.queries import get_extension, get_site
from sandbox.shop.identity.services import activate, update_site
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.models import LiveStep
from sandbox.web import site_consent
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor


@dataclass
class Front:
    """Alice's site, and the browsers that come to it."""

    app: Flask
    root: str
    small: SmallSite

    def visitor(self) -> Visitor:
        return Visitor(self.app, "alice")

    def new_visit(self, old: Visitor) -> Visitor:
        """The same browser another day: the session is gone, cookies that last are not."""
        found = self.visitor()
        for name in ("site_vu", "avis_cookies"):
            if (cookie := old.client.get_cookie(name, path=self.root.removesuffix("/site"))) is not None:
                found.client.set_cookie(name, cookie.value, path=self.root.removesuffix("/site"))
        return found

    def page(self, visitor: Visitor, path: str = "/") -> str:
        answer = visitor.get(f"{self.root}{path}", follow_redirects=True)
        assert answer.status_code == 200
        return answer.text

    def close(self, visitor: Visitor, row: SiteAnnouncement) -> Any:
        form = next(
            form
            for form in Page(self.page(visitor)).forms.values()
            if form.action.endswith(f"/annonce/{row.id}/fermee")
        )
        return visitor.post(form.action, **form.filled())

    def choose(self, visitor: Visitor, choice: str, **more: Any) -> Any:
        self.page(visitor)
        return visitor.post(f"{self.root}/vos-cookies", choix=choice, **more)


@pytest.fixture
def front(world_app: Flask, world: World) -> Iterator[Front]:
    """The small site with both extensions on."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        for key in ("bandeau", "cookies"):
            activate(extension=get_extension(key))
        db.session.commit()
        yield Front(world_app, f"/b/{shop.key}/site", read_site())


def commit() -> None:
    """Write what the test changed as a request would: kept pages see that the shop is another one."""
    for shop in db.session.query(Shop).filter_by(id=get_site().shop_id):
        shop.revision += 1
    db.session.commit()


def made(**values: Any) -> SiteAnnouncement:
    row = create_announcement(**{"title": "Nocturne", "text": "<p>Ce soir.</p>", "status": "published", **values})
    commit()
    return row


def test_a_closed_bar_is_closed_for_good_without_any_script(front: Front) -> None:
    row, visitor = made(), front.visitor()
    answer = front.close(visitor, row)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{front.root}/")
    assert "Ce soir." not in front.page(visitor)
    assert "Ce soir." not in front.page(front.new_visit(visitor))
    assert "Ce soir." in front.page(front.visitor())


def test_a_bar_for_each_visit_comes_back_the_next_time(front: Front) -> None:
    row, visitor = made(repeat="visit"), front.visitor()
    front.close(visitor, row)
    assert "Ce soir." not in front.page(visitor)
    assert "Ce soir." in front.page(front.new_visit(visitor))


def test_a_bar_written_anew_is_shown_again(front: Front) -> None:
    row, visitor = made(), front.visitor()
    front.close(visitor, row)
    update_announcement(announcement=row, text="<p>Demain.</p>")
    commit()
    assert "Demain." in front.page(visitor)


def test_closing_changes_nothing_of_the_shop(front: Front) -> None:
    row, visitor = made(), front.visitor()
    shop = db.session.query(Shop).filter_by(id=row.shop_id).one()
    before = shop.revision
    front.close(visitor, row)
    db.session.expire_all()
    assert shop.revision == before


def test_a_frozen_copy_can_still_be_read_without_its_bar(front: Front) -> None:
    row, visitor = made(), front.visitor()
    db.session.query(Shop).filter_by(id=row.shop_id).update({"frozen_at": clock.now()})
    commit()
    assert front.close(visitor, row).status_code == 302
    assert "Ce soir." not in front.page(visitor)


def test_closing_leads_back_into_the_same_copy_only(front: Front) -> None:
    row, visitor = made(), front.visitor()
    front.page(visitor)
    for wrong in ("https://ailleurs.example/", "//ailleurs.example", "/b/autre/site/", ""):
        answer = visitor.post(f"{front.root}/annonce/{row.id}/fermee", retour=wrong)
        assert answer.headers["Location"] == f"{front.root}/"
    assert visitor.post(f"{front.root}/annonce/999/fermee").status_code == 404


def test_a_cookie_that_somebody_tampered_with_is_ignored(front: Front) -> None:
    made()
    visitor = front.visitor()
    for wrong in ("<script>", "1-" * 600, "..", "é"):
        visitor.client.set_cookie("site_vu", wrong, path=front.root.removesuffix("/site"))
        visitor.client.set_cookie("avis_cookies", wrong, path=front.root.removesuffix("/site"))
        page = front.page(visitor)
        assert "Ce soir." in page
        assert "Tout refuser" in page


def test_a_pop_up_is_a_closed_dialog_with_its_moment(front: Front) -> None:
    row = made(
        kind="popup", opens_on="delay", delay_s=12, repeat="once", button_text="Venir", button_url="article:disparu"
    )
    visitor = front.visitor()
    page = front.page(visitor)
    dialog = page[page.index("<dialog") : page.index("</dialog>")]
    assert 'aria-label="Nocturne"' in dialog
    assert 'data-popup="delay" data-delay="12" data-repeat="once"' in dialog
    assert "Venir" not in dialog, "a button that leads nowhere is not drawn"
    assert "<dialog open" not in page
    answer = visitor.fetch(f"{front.root}/annonce/{row.id}/fermee")
    assert answer.status_code == 204
    assert "<dialog" not in front.page(visitor)


def test_where_bars_stand(front: Front) -> None:
    made(title="Haut")
    made(title="Bas", position="bottom")
    page = front.page(front.visitor())
    assert (
        page.index('aria-label="Haut"')
        < page.index("<header class=")
        < page.index("<footer")
        < page.index('aria-label="Bas"')
    )


def test_the_end_of_its_time_takes_it_away(front: Front) -> None:
    made(ends_at=clock.now() - timedelta(minutes=1))
    assert "Ce soir." not in front.page(front.visitor())


# cookies -------------------------------------------------------------------------------------------------------------


def test_refusing_takes_one_click_and_is_kept(front: Front) -> None:
    visitor = front.visitor()
    page = front.page(visitor)
    assert page.count('class="an-choice" name="choix"') == 2
    front.choose(visitor, "refuser", finalites=["audience"])
    assert "Tout refuser" not in front.page(visitor)
    assert "Tout refuser" not in front.page(front.new_visit(visitor))
    assert "tout est refusé" in front.page(visitor, "/vos-cookies")


def test_a_choice_may_be_made_in_detail_and_changed(front: Front) -> None:
    update_cookie_notice(notice=fresh_cookie_notice(), purposes=["audience", "ads"])
    commit()
    visitor = front.visitor()
    page = front.page(visitor, "/vos-cookies")
    assert "Vous n’avez pas encore choisi" in page
    assert "an-cookies-t" not in page
    assert "an-cookies-t" in front.page(visitor)
    front.choose(visitor, "personnaliser", finalites=["ads", "espionnage"])
    told = front.page(visitor, "/vos-cookies")
    assert "vous acceptez «\u00a0Publicité\u00a0»" in told.replace("&nbsp;", "\u00a0")
    assert "Gérer les cookies" in front.page(visitor)
    front.choose(visitor, "accepter")
    assert "Mesure d’audience" in front.page(visitor, "/vos-cookies").partition("vous acceptez")[2].partition("</b>")[0]


def test_other_purposes_are_asked_about_anew(front: Front) -> None:
    notice = update_cookie_notice(notice=fresh_cookie_notice(), purposes=["audience"])
    commit()
    visitor = front.visitor()
    front.choose(visitor, "accepter")
    assert "Tout refuser" not in front.page(visitor)
    update_cookie_notice(notice=notice, purposes=["audience", "ads"])
    commit()
    assert "Tout refuser" in front.page(visitor)


def test_a_choice_too_old_is_asked_again(front: Front) -> None:
    visitor, path = front.visitor(), front.root.removesuffix("/site")
    for days, is_asked in ((179, False), (181, True), (-1, True)):
        visitor = front.visitor()
        day = (clock.today() - timedelta(days=days)).toordinal()
        visitor.client.set_cookie("avis_cookies", f"{day}.audience.", path=path)
        assert ("Tout refuser" in front.page(visitor)) is is_asked, days


def test_silence_accepts_nothing_and_no_visit_of_the_site_is_recorded(front: Front, world_app: Flask) -> None:
    visitor = front.visitor()
    answer = visitor.get(f"{front.root}/")
    assert [name for name in answer.headers.getlist("Set-Cookie") if not name.startswith("e5=")] == []
    front.choose(visitor, "accepter")
    for path in ("/", f"/{front.small.first.slug}/"):
        front.page(visitor, path)
    assert db.session.query(LiveStep).count() == 0
    assert world_app.extensions["live_visits"].waiting == []


def test_who_would_measure_asks_the_choice(front: Front, world_app: Flask) -> None:
    visitor, seen = front.visitor(), list[bool]()

    def note(_app: Flask, **_more: Any) -> None:
        seen.append(site_consent.accepts("audience"))

    with request_finished.connected_to(note):
        front.page(visitor)
        front.choose(visitor, "accepter")
        front.page(visitor)
        front.choose(visitor, "refuser")
        front.page(visitor)
    assert (seen[0], True in seen, seen[-1]) == (False, True, False)


def test_the_link_to_the_privacy_page_needs_a_page_that_is_read(front: Front) -> None:
    assert "Politique de confidentialité" not in front.page(front.visitor())
    update_site(site=front.small.site, privacy_page_id=front.small.home.id)
    commit()
    assert "Politique de confidentialité</a>" in front.page(front.visitor())


def test_nothing_is_asked_while_the_extension_is_off(front: Front) -> None:
    get_extension("cookies").is_active = False
    commit()
    visitor = front.visitor()
    page = front.page(visitor)
    assert "an-cookies-t" not in page
    assert "Gérer les cookies" not in page
    assert visitor.get(f"{front.root}/vos-cookies").status_code == 404
    assert visitor.post(f"{front.root}/vos-cookies", choix="accepter").status_code == 404
