"""Information bars and pop-ups of the site: the extension activated, an old draft corrected, a pop-up made."""

from __future__ import annotations

from datetime import timedelta

from sandbox.kernel import clock
from sandbox.shop.announcements.models import SiteAnnouncement
from tests.operations.at_site import SiteDesk
from tests.operations.performing import performs

BAR = '<section class="an-bar'


@performs("WP-13", screen="siteadmin.announcement_save")
def test_the_old_bar_is_corrected_and_published(site: SiteDesk) -> None:
    assert BAR not in site.front()
    site.press("/extensions", "/extensions/bandeau/activation")
    row = site.find(SiteAnnouncement, key="nocturne-du-quai")
    end = clock.to_paris(clock.now() + timedelta(days=8))
    site.fill(
        f"/annonces/{row.id}", "color_back", text="<p>Nocturne du quai vendredi : le comptoir ouvre jusqu’à 21 h.</p>",
        button_to=f"page_site:{site.post('venir-au-quai').id}", ends_at=f"{end:%Y-%m-%dT%H:%M}", status="published",
    )  # fmt: skip
    for path in ("/", "/journal/"):
        bar = site.part(BAR, "</section>", path)
        assert "le comptoir ouvre jusqu’à 21 h" in bar
        assert "/venir-au-quai/" in bar
        assert "2025" not in bar


@performs("WP-13", screen="siteadmin.announcement_create")
def test_a_pop_up_is_made_for_one_page(site: SiteDesk) -> None:
    site.press("/extensions", "/extensions/bandeau/activation")
    number = site.post("contact").id
    site.fill(
        "/annonces/nouvelle?type=popup", "color_back", title="Avant d’écrire", text="<p>La réponse est peut-être déjà là.</p>",
        button_text="Les questions", button_to=f"page_site:{site.post('questions-frequentes').id}", scope="only",
        page_ids=[str(number)], opens_on="delay", delay_s="10", repeat="once", status="published",
    )  # fmt: skip
    dialog = site.part("<dialog", "</dialog>", "/contact/")
    assert "La réponse est peut-être déjà là." in dialog
    assert 'data-popup="delay" data-delay="10"' in dialog
    assert "<dialog" not in site.front("/")
