"""Bars, pop-ups and the cookie notice: what is refused and where, what is made safe, which page shows which."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sandbox.kernel import clock
from sandbox.kernel.changes import changes_of
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.shop.announcements import queries, services
from sandbox.shop.announcements.models import SiteAnnouncement
from sandbox.shop.announcements.rules import clean_rich
from sandbox.shop.identity.queries import get_extension
from sandbox.shop.identity.services import activate, update_site
from sandbox.training.journal.words import change_words
from tests.factories.site import SmallSite, make_site


@pytest.fixture
def site(shop: Any) -> SmallSite:
    """The small site, both extensions on."""
    small = make_site()
    for key in ("bandeau", "cookies"):
        activate(extension=get_extension(key))
    return small


def bar(**values: Any) -> SiteAnnouncement:
    """A bar on the whole site."""
    return services.create_announcement(
        **{"title": "Nocturne", "text": "<p>Ce soir.</p>", "status": "published", **values}
    )


def titles(post_id: int | None = None, *, is_home: bool = False) -> list[str]:
    return [row.title for row in queries.shown_announcements(post_id, is_home=is_home)]


def refused(**values: Any) -> str:
    """The field that a refusal names."""
    with pytest.raises(RuleBroken) as caught:
        bar(**values)
    return caught.value.field or ""


# text ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>Bon <b>jour</b></p><script>alert(1)</script>", "<p>Bon jour</p>"),
        ('<p onclick="x()" style="color:red">Ici</p>', "<p>Ici</p>"),
        ('<p><a href="javascript:alert(1)">Voir</a></p>', "<p><a>Voir</a></p>"),
        ('<p><a href="article:12">Voir</a></p>', '<p><a href="article:12">Voir</a></p>'),
        ('<iframe src="https://ailleurs.example"></iframe><p>Fin</p>', "<p>Fin</p>"),
        ("<table><tr><td>Un</td></tr></table><p>Deux</p>", "Un<p>Deux</p>"),
        ("Un mot\nà la ligne\n\nUn autre", "<p>Un mot<br>à la ligne</p><p>Un autre</p>"),
        ("<p></p><p>&nbsp;</p><p>Là</p>", "<p>Là</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_text_is_made_safe(written: str, kept: str) -> None:
    assert clean_rich(written) == kept


def test_what_reaches_the_row_is_the_safe_text(site: SmallSite) -> None:
    made = bar(
        text="<p>Oui</p><script>alert(1)</script>", button_text=" Voir\n tout ", button_url="exemple.example/page"
    )
    assert (made.text, made.button_text, made.button_url) == ("<p>Oui</p>", "Voir tout", "https://exemple.example/page")


# refusals ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"), ({"title": "x" * 121}, "title"), ({"kind": "banner"}, "kind"), ({"status": "trash"}, "status"),
        ({"text": ""}, "text"), ({"text": "x" * 5001}, "text"), ({"button_text": "Voir"}, "button_url"), ({"button_url": "/contact"}, "button_text"),
        ({"button_text": "Voir", "button_url": "javascript:alert(1)"}, "button_url"), ({"scope": "only"}, "scope"), ({"repeat": "once"}, "repeat"),
        ({"kind": "popup", "is_closable": False}, "is_closable"), ({"delay_s": 301}, "delay_s"), ({"color_back": "deep", "color_text": "ink"}, "color_text"),
        ({"color_back": "paper", "color_text": "paper"}, "color_text"), ({"color_back": "rouge"}, "color_back"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_at_its_field(site: SmallSite, values: dict[str, Any], field: str) -> None:
    assert refused(**values) == field


def test_an_end_comes_after_its_start(site: SmallSite) -> None:
    now = clock.now()
    assert refused(starts_at=now, ends_at=now) == "ends_at"
    assert bar(starts_at=now, ends_at=now + timedelta(hours=1)).ends_at == now + timedelta(hours=1)


def test_an_empty_draft_is_kept_and_cannot_be_published(site: SmallSite) -> None:
    made = bar(text="", status="draft")
    with pytest.raises(RuleBroken, match="avant de publier"):
        services.update_announcement(announcement=made, status="published")


def test_what_no_longer_fits_the_theme_can_still_be_taken_off_the_site(site: SmallSite) -> None:
    made = bar(color_back="accent", color_text="ink")
    update_site(site=site.site, color_accent="#101010")
    assert queries.readable_text("accent", "ink") == "paper"
    with pytest.raises(RuleBroken, match="contraste de 1,3 pour 4,5"):
        services.update_announcement(announcement=made, title="Autre")
    assert services.update_announcement(announcement=made, status="draft").status == "draft"


# where and when ------------------------------------------------------------------------------------------------------


def test_each_page_shows_what_is_meant_for_it(site: SmallSite) -> None:
    first, home = site.first.id, site.home.id
    bar(title="Partout")
    bar(title="Accueil", scope="home")
    bar(title="Choisies", scope="only", article_ids=[first], page_ids=[home])
    bar(title="Sauf", scope="except", article_ids=[first])
    assert titles(None, is_home=True) == ["Partout", "Accueil", "Sauf"]
    assert titles(home, is_home=True) == ["Partout", "Accueil", "Choisies", "Sauf"]
    assert titles(first) == ["Partout", "Choisies"]
    assert titles(None) == ["Partout", "Sauf"]


def test_targets_that_do_not_exist_are_left_out(site: SmallSite) -> None:
    assert bar(scope="only", page_ids=[site.home.id, 999, site.first.id]).page_ids == [site.home.id]
    assert refused(scope="only", page_ids=[999]) == "scope"


def test_only_what_is_published_in_its_time_is_shown(site: SmallSite) -> None:
    now, hour = clock.now(), timedelta(hours=1)
    bar(title="Maintenant", starts_at=now - hour, ends_at=now + hour)
    late, soon = bar(title="Passée", ends_at=now - hour), bar(title="À venir", starts_at=now + hour)
    bar(title="Brouillon", status="draft")
    assert titles() == ["Maintenant"]
    assert (queries.status_of(late), queries.status_of(soon)) == ("over", "scheduled")
    assert [row.title for row in queries.list_announcements(status="over")] == ["Passée"]
    assert queries.counts_by_status() == {"": 4, "published": 1, "over": 1, "scheduled": 1, "draft": 1}


def test_nothing_is_shown_while_the_extension_is_off(site: SmallSite) -> None:
    bar()
    get_extension("bandeau").is_active = False
    get_extension("cookies").is_active = False
    assert titles() == []
    assert queries.shown_cookie_notice() is None


# bin and copy --------------------------------------------------------------------------------------------------------


def test_the_bin_gives_back_a_draft_and_deletes_for_good(site: SmallSite) -> None:
    made = bar()
    with pytest.raises(RuleBroken):
        services.delete_announcement(announcement=made)
    services.trash_announcement(announcement=made)
    assert (titles(), queries.list_announcements()) == ([], [])
    assert services.restore_announcement(announcement=made).status == "draft"
    services.trash_announcement(announcement=made)
    services.delete_announcement(announcement=made)
    with pytest.raises(NotFound):
        queries.get_announcement(made.id)


def test_a_copy_is_a_draft_with_the_same_settings(site: SmallSite) -> None:
    made = bar(
        title="N" * 120,
        key="nocturne",
        scope="only",
        article_ids=[site.first.id],
        color_back="deep",
        color_text="paper",
    )
    copy = services.duplicate_announcement(announcement=made)
    assert (copy.title, copy.status, copy.key) == ("N" * 112 + " (copie)", "draft", None)
    assert (copy.text, copy.scope, copy.article_ids, copy.color_back) == (made.text, "only", [site.first.id], "deep")


# words of the journal ------------------------------------------------------------------------------------------------


def test_a_change_is_told_in_words(site: SmallSite) -> None:
    made = bar(status="draft")
    start = len(changes_of(db.session()))
    services.update_announcement(
        announcement=made, kind="popup", opens_on="leave", status="published", scope="only", article_ids=[site.first.id]
    )
    told = [words for change in changes_of(db.session())[start:] for words in change_words(change)]
    assert sorted(told) == [
        "Affichage Tout le site → Pages et articles choisis", "Articles visés vide → Quelle mouture ?",
        "Déclenchement du pop-up Dès l’arrivée sur la page → Au moment de partir", "Type Barre d’information → Pop-up",
        "État Brouillon → Publié",
    ]  # fmt: skip


# cookies -------------------------------------------------------------------------------------------------------------


def test_a_site_that_never_wrote_its_notice_has_one(site: SmallSite) -> None:
    assert queries.find_cookie_notice() is None
    shown = queries.shown_cookie_notice()
    assert shown is not None
    assert (shown.accept_text, shown.refuse_text, shown.purposes, shown.months) == (
        "Tout accepter",
        "Tout refuser",
        ["audience"],
        6,
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"refuse_text": " "}, "refuse_text"), ({"accept_text": ""}, "accept_text"), ({"text": "<p></p>"}, "text"), ({"title": ""}, "title"),
        ({"months": 0}, "months"), ({"months": 14}, "months"), ({"purposes": ["espionnage"]}, "purposes"), ({"position": "milieu"}, "position"),
    ],
)  # fmt: skip
def test_a_notice_that_would_not_do_is_refused(site: SmallSite, values: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        services.update_cookie_notice(notice=queries.fresh_cookie_notice(), **values)
    assert caught.value.field == field


def test_a_notice_is_written_once_and_changed_after(site: SmallSite) -> None:
    made = services.update_cookie_notice(notice=queries.fresh_cookie_notice(), purposes=["contenus", "audience"])
    services.update_cookie_notice(notice=made, title="Cookies", text="<p>Oui</p><script>x</script>")
    found = queries.find_cookie_notice()
    assert found is not None
    assert (found.id, found.title, found.text, found.purposes) == (
        made.id,
        "Cookies",
        "<p>Oui</p>",
        ["audience", "media"],
    )
