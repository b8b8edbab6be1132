"""The richer blocks: what they draw, what they leave out, nothing that runs, and the same map for the same address."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from sandbox.kernel import clock
from sandbox.shop.blocks.rules.checking import read_blocks
from sandbox.shop.blocks.rules.inventory import links_used
from sandbox.shop.blocks.rules.kinds import KINDS, RICH_BLOCKS
from sandbox.shop.blocks.rules.markup import blocks_of_markup, markup_of
from sandbox.shop.blocks.rules.rendering import Shown, plain_text, render
from sandbox.shop.blocks.rules.tree import Block, to_json


class Around:
    """A site with one picture."""

    def media(self, media_id: int) -> Shown | None:
        return Shown("/media/x.webp", alt="Inès au comptoir", width=600, height=600) if media_id == 3 else None

    def address(self, url: str) -> str:
        return "" if url == "article:9" else url

    def icon(self, name: str) -> str:
        return f"<svg data-icon={name}></svg>"

    def listed(self, block: Block) -> str:
        return f"[{block.kind}]"


RICH = [
    Block("slider", {"title": "À la une", "items": [{"media": 3, "title": "Noël", "text": "Les coffrets", "url": "/noel", "label": "Voir"}]}),
    Block("form", {"title": "Écrivez-nous", "items": [{"label": "Nom", "type": "text", "required": True}]}),
    Block("faq", {"items": [{"question": "Quand torréfiez-vous ?", "answer": "Le <strong>mardi</strong>."}]}),
    Block("testimonials", {"items": [{"text": "Parfait.", "name": "Paul", "role": "Habitué", "media": 3}], "columns": 2}),
    Block("team", {"items": [{"name": "Inès", "role": "Boutique", "text": "Au comptoir.", "media": 3}]}),
    Block("map", {"address": "3 quai des Brumes, 35400 Saint-Malo", "label": "La brûlerie", "zoom": 17}),
    Block("countdown", {"at": "2026-12-24T18:00", "title": "Avant le réveillon", "done": "À table !"}),
]  # fmt: skip


def drawn(*blocks: Block) -> str:
    return render(read_blocks(to_json(blocks)), Around())


def test_the_extension_brings_exactly_these() -> None:
    assert [kind.name for kind in KINDS.values() if kind.needs == RICH_BLOCKS] == [block.kind for block in RICH]


def test_they_travel_as_markup_unchanged() -> None:
    blocks = read_blocks(to_json(RICH))
    assert read_blocks(to_json(blocks_of_markup(markup_of(blocks)))) == blocks


def test_their_words_are_found() -> None:
    words = plain_text(RICH)
    assert all(word in words for word in ("Les coffrets", "Quand torréfiez-vous", "Parfait.", "Au comptoir."))


def test_a_slide_has_its_picture_words_and_button() -> None:
    page = drawn(RICH[0])
    assert 'aria-label="À la une"' in page
    assert 'aria-label="1 sur 1"' in page
    assert 'alt="Inès au comptoir"' in page
    assert '<a class="w-btn" href="/noel">Voir</a>' in page


_LINKED = {"name": "Inès", "instagram": "https://instagram.example/ines", "email": "mailto:ines@castelune.example"}


def test_a_person_has_the_icons_of_the_networks_that_have_an_address() -> None:
    page = drawn(Block("team", {"items": [_LINKED, {"name": "Gwenn"}]}))
    assert (
        '<a href="https://instagram.example/ines" rel="noopener" aria-label="Instagram\u00a0: Inès"><svg data-icon=instagram>'
        in page
    )
    assert 'href="mailto:ines@castelune.example"' in page
    assert page.count('class="w-social"') == 1


def test_the_switch_of_a_team_takes_its_icons_away_and_keeps_the_addresses() -> None:
    block = Block("team", {"items": [_LINKED], "social": False})
    assert "w-social" not in drawn(block)
    assert blocks_of_markup(markup_of([block])) == [block]


def test_an_address_of_a_person_that_would_run_is_dropped() -> None:
    (block,) = read_blocks(
        [{"kind": "team", "attrs": {"items": [{"name": "Inès", "instagram": "javascript:alert(1)"}]}}]
    )
    assert "javascript" not in str(block.attrs)


def test_the_addresses_of_persons_are_links_and_no_words() -> None:
    block = Block("team", {"items": [_LINKED]})
    assert list(links_used([block])) == ["https://instagram.example/ines", "mailto:ines@castelune.example"]
    assert plain_text([block]) == "Inès"


def test_a_dead_link_of_a_slide_has_no_button() -> None:
    assert "w-btn" not in drawn(Block("slider", {"items": [{"title": "Vide", "url": "article:9"}]}))


def test_a_question_opens_on_its_answer() -> None:
    assert drawn(RICH[2]) == (
        '<div class="w-faq"><details><summary>Quand torréfiez-vous ?</summary>'
        "<div>Le <strong>mardi</strong>.</div></details></div>"
    )


def test_people_have_their_name_role_and_face() -> None:
    said, team = drawn(RICH[3]), drawn(RICH[4])
    assert "cols-2" in said
    assert "<b>Paul</b><small>Habitué</small>" in said
    assert "<b>Inès</b><small>Boutique</small><p>Au comptoir.</p>" in team
    assert team.count("<img") == 1


@pytest.mark.parametrize("kind", ["slider", "faq", "testimonials", "team", "map", "countdown"])
def test_an_empty_one_leaves_no_hole(kind: str) -> None:
    assert drawn(Block(kind)) == ""
    assert drawn(Block(kind, {"items": [{}], "address": " ", "at": "hier"})) == ""


def test_the_same_address_gives_the_same_map_and_says_it_in_words() -> None:
    page = drawn(RICH[5])
    assert page == drawn(RICH[5])
    assert page != drawn(Block("map", {**RICH[5].attrs, "address": "1 rue du Port, 29200 Brest"}))
    assert 'aria-label="Plan\u00a0: La brûlerie, 3 quai des Brumes, 35400 Saint-Malo"' in page
    assert "<figcaption>La brûlerie, 3 quai des Brumes, 35400 Saint-Malo</figcaption>" in page


def test_a_nearer_map_shows_fewer_houses() -> None:
    far, near = (drawn(Block("map", {"address": "Quai", "zoom": zoom})).count("<rect") for zoom in (3, 19))
    assert far > near > 3


def test_a_countdown_says_what_is_left_and_then_its_last_words() -> None:
    with clock.frozen(datetime(2026, 12, 23, 15, 59, 30)):
        page = drawn(RICH[6])
        assert re.findall(r'data-part="(\w+)">(\d+)<', page) == [
            ("jours", "1"), ("heures", "1"), ("minutes", "0"), ("secondes", "30"),
        ]  # fmt: skip
        assert '<p class="w-count-done" hidden>À table !</p>' in page
        assert 'data-countdown="2026-12-24T17:00:00Z"' in page
    with clock.frozen(datetime(2026, 12, 25)):
        assert '<p class="w-count-done">À table !</p>' in drawn(RICH[6])


def test_a_countdown_may_tell_the_days_alone() -> None:
    with clock.frozen(datetime(2026, 12, 20, 15, 59, 30)):
        page = drawn(Block("countdown", {**RICH[6].attrs, "days": True}))
    assert re.findall(r'data-part="(\w+)">(\d+)<', page) == [("jours", "4")]
    assert "heures" not in page


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="x()">',
        '"><svg onload="x()">',
        "<a href='javascript:x()'>a</a>",
    ],
)
def test_nothing_that_runs_comes_out(bad: str) -> None:
    item = dict.fromkeys(("title", "text", "url", "label", "question", "answer", "name", "role"), bad)
    some = [Block(kind, {"items": [item], "title": bad, "address": bad, "label": bad, "done": bad, "at": "2026-12-24T18:00"})
            for kind in ("slider", "faq", "testimonials", "team", "map", "countdown")]  # fmt: skip
    page = drawn(*some).replace("&lt;", "").replace("&quot;", "")
    assert not any(sign in page for sign in ("<script", "javascript:", "<img src=x", "<svg onload"))
