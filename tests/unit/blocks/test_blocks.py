"""Blocks: what is refused, what is put right, what never reaches a page; markup read and written."""

from __future__ import annotations

import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.blocks.rules.checking import MAX_BLOCKS, read_blocks
from sandbox.shop.blocks.rules.from_html import blocks_of_html
from sandbox.shop.blocks.rules.inline import clean_inline, clean_url, links_in, resolved
from sandbox.shop.blocks.rules.inventory import media_used
from sandbox.shop.blocks.rules.kinds import KINDS
from sandbox.shop.blocks.rules.markup import blocks_of_markup, is_markup, markup_of
from sandbox.shop.blocks.rules.reading import blocks_of_text
from sandbox.shop.blocks.rules.rendering import Shown, plain_text, render
from sandbox.shop.blocks.rules.tree import Block, to_json


class Nothing:
    """A site with one picture, whose links lead where they say."""

    def media(self, media_id: int) -> Shown | None:
        return (
            Shown("/media/x.webp", alt="Trois tasses", title="Tasses", width=800, height=600) if media_id == 3 else None
        )

    def address(self, url: str) -> str:
        return "" if url == "article:9" else url

    def icon(self, name: str) -> str:
        return f"<svg data-icon={name}></svg>"

    def listed(self, block: Block) -> str:
        return f"[{block.kind}]"


def drawn(*blocks: Block) -> str:
    return render(read_blocks(to_json(blocks)), Nothing())


def kinds(text: str) -> list[str]:
    return [block.kind for block in blocks_of_text(text)]


@pytest.mark.parametrize(
    "written",
    [
        '{"a":1}',
        "[1]",
        '[{"kind":"inconnu"}]',
        '[{"kind":"column"}]',
        '[{"kind":"paragraph","inner":[{"kind":"paragraph"}]}]',
        "[[[",
        '[{"kind":["x"]}]',
    ],
)
def test_refuses_what_is_no_list_of_blocks(written: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        read_blocks(written)
    assert refusal.value.field == "content"


def test_refuses_too_many_blocks_and_too_deep_ones() -> None:
    with pytest.raises(RuleBroken):
        read_blocks([{"kind": "paragraph"}] * (MAX_BLOCKS + 1))
    deep: list[dict[str, object]] = []
    for _ in range(12):
        deep = [{"kind": "group", "inner": deep}]
    with pytest.raises(RuleBroken):
        read_blocks(deep)


def test_puts_right_what_can_be() -> None:
    (block,) = read_blocks(
        [{"kind": "heading", "attrs": {"text": "Titre", "level": 40, "align": "diagonal", "onclick": "x"}}]
    )
    assert block.attrs == {"text": "Titre", "level": 6}
    (table,) = read_blocks([{"kind": "table", "attrs": {"body": [["a", "b"], ["c"]]}}])
    assert table.get("body") == [["a", "b"], ["c", ""]]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", '<a href="javascript:alert(1)">x</a>', '<img src=x onerror="alert(1)">',
        '<iframe src="https://ailleurs.example"></iframe>', '<a href="data:text/html,x">x</a>', '<p style="x" onclick="y">z</p>',
        '<svg onload="alert(1)"></svg>', '<a href=" java\nscript:alert(1)">x</a>',
    ],
)  # fmt: skip
def test_nothing_that_runs_reaches_the_page(text: str) -> None:
    blocks = [
        Block("paragraph", {"text": text}), Block("html", {"html": text}), Block("quote", {"text": text, "cite": text}),
        Block("table", {"body": [[text]]}), Block("image", {"media": 3, "caption": text, "alt": text, "url": "javascript:alert(1)"}),
        Block("buttons", {}, (Block("button", {"text": text, "url": "javascript:alert(1)"}),)),
    ]  # fmt: skip
    for page in (drawn(*blocks), render(blocks_of_text(text), Nothing())):
        assert not any(
            sign in page.replace("&lt;", "")
            for sign in ("<script", "javascript:", "onerror=", "<iframe", "onclick=", "<svg", "style=")
        )


@given(st.text(max_size=300))
def test_any_text_is_kept_safe_and_stays_the_same_when_cleaned_again(text: str) -> None:
    once = clean_inline(text)
    assert clean_inline(once) == once
    assert "<script" not in once


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://exemple.example/a", "https://exemple.example/a"), ("article:12", "article:12"), ("javascript:x", ""),
        ("//ailleurs.example", ""), ("/contact", "/contact"), ("exemple.example/a", "https://exemple.example/a"), ("n'importe", ""),
        ("mailto:a@b.example", "mailto:a@b.example"), ("JAVASCRIPT:x", ""), ("vbscript:x", ""),
    ],
)  # fmt: skip
def test_an_address_is_one_or_nothing(written: str, kept: str) -> None:
    assert clean_url(written) == kept


def test_a_link_to_a_thing_of_the_site_is_resolved_and_a_dead_one_keeps_its_words() -> None:
    text = clean_inline('Lisez <a href="article:12">ceci</a> ou <a href="article:9">cela</a>.')
    assert links_in(text) == ["article:12", "article:9"]
    page = resolved(text, lambda url: "/b/x/site/ceci" if url == "article:12" else "")
    assert page == 'Lisez <a href="/b/x/site/ceci">ceci</a> ou <a>cela</a>.'


def test_what_a_word_processor_pastes_loses_its_clothes() -> None:
    pasted = (
        "<html><head><style>p{}</style></head><body><p class=MsoNormal style='margin:0'><b>Bonjour</b>&nbsp;à <span style='color:red'>tous</span>"
        "<o:p></o:p></p><h1>Grand titre</h1><ol><li>Un<li>Deux<ul><li>Dessous</ul></ol><table><tr><td><p>a</p><td>b</table></body></html>"
    )
    blocks = blocks_of_html(pasted)
    assert [block.kind for block in blocks] == ["paragraph", "heading", "list", "table"]
    assert blocks[0].get("text") == "<strong>Bonjour</strong>&nbsp;à tous"
    assert blocks[1].attrs == {"text": "Grand titre"}
    assert blocks[2].get("ordered") is True
    assert blocks[2].inner[1].inner[0].inner[0].get("text") == "Dessous"
    assert blocks[3].get("body") == [["a", "b"]]


def everything() -> list[Block]:
    item = Block(
        "list-item", {"text": "Un"}, (Block("list", {"ordered": True}, (Block("list-item", {"text": "Deux"}),)),)
    )
    inside = (
        Block("heading", {"text": "Dessus", "level": 3}),
        Block("paragraph", {"text": "Un <strong>mot</strong>.", "align": "center"}),
    )
    return [
        Block("heading", {"text": "Titre"}), Block("paragraph", {"text": 'Voir <a href="article:12">là</a>.'}), Block("list", {}, (item,)),
        Block("quote", {"text": "Dit.<br>Redit.", "cite": "Yvonne"}), Block("table", {"head": [["Jour"]], "body": [["Lundi"]], "caption": "Horaires"}),
        Block("image", {"media": 3, "alt": "x--y", "caption": "Légende", "width": 300, "url": "/a", "tab": True}),
        Block("gallery", {"columns": 4}, (Block("image", {"media": 3}),)), Block("cover", {"media": 3, "dim": 20}, inside),
        Block("media-text", {"media": 3, "side": "right", "share": 40}, inside), Block("buttons", {}, (Block("button", {"text": "Aller", "url": "/b"}),)),
        Block("columns", {}, (Block("column", {"share": 30}, inside), Block("column"))), Block("group", {"tone": "brand"}, inside),
        Block("separator"), Block("spacer", {"height": 96}), Block("latest-posts", {"title": "Plus > moins", "count": 3, "excerpt": True}),
        Block("file", {"media": 3, "text": "Le fichier"}), Block("html", {"html": "<p>Brut</p>"}), Block("search"),
    ]  # fmt: skip


def test_markup_written_is_read_back_as_it_was() -> None:
    blocks = read_blocks(to_json(everything()))
    text = markup_of(blocks)
    assert is_markup(text)
    assert "-->" not in text.replace("/-->", "").replace(" -->", "")
    assert blocks_of_markup(text) == blocks


def test_markup_of_elsewhere_keeps_what_no_block_of_ours_says() -> None:
    text = (
        '<!-- wp:paragraph {"fontSize":"large"} --><p class="x">Texte</p><!-- /wp:paragraph -->\n'
        "<!-- wp:list --><ul><li>Un</li><li>Deux</li></ul><!-- /wp:list -->"
        '<!-- wp:inconnu/carte {"a":1} --><p>Une carte</p><!-- /wp:inconnu/carte -->'
        "<!-- wp:quote --><blockquote><!-- wp:paragraph --><p>Dit</p><!-- /wp:paragraph --><cite>Qui</cite></blockquote><!-- /wp:quote -->"
    )
    blocks = blocks_of_markup(text)
    assert [block.kind for block in blocks] == ["paragraph", "list", "html", "quote"]
    assert [item.get("text") for item in blocks[1].inner] == ["Un", "Deux"]
    assert blocks[2].get("html") == "<p>Une carte</p>"
    assert blocks[3].attrs == {"text": "Dit", "cite": "Qui"}


@given(st.text(alphabet='<!-wp:/ {}"pa>ragh1\n', max_size=200))
def test_no_markup_stops_the_reader(text: str) -> None:
    assert isinstance(blocks_of_markup(text), list)


def test_a_text_comes_as_json_markup_or_html() -> None:
    assert kinds('[{"kind":"paragraph","attrs":{"text":"a"}}]') == ["paragraph"]
    assert kinds("<!-- wp:separator /-->") == ["separator"]
    assert kinds("<p>a</p><h2>b</h2>") == ["paragraph", "heading"]
    assert kinds("") == []


def test_every_kind_is_drawn_and_says_its_words() -> None:
    page = drawn(*everything())
    assert '<h2 class="w-h" id="titre">Titre</h2>' in page
    assert '<li>Un<ol class="w-list"><li>Deux</li></ol></li>' in page
    assert 'alt="x--y"' in page
    assert page.count('alt="Trois tasses"') == 3  # the gallery, the cover, the picture beside its text
    assert 'href="/a" target="_blank" rel="noopener"' in page
    assert "[latest-posts]" in page
    words = plain_text(everything())
    assert "Horaires" in words
    assert "Le fichier" in words


def test_a_picture_that_is_gone_leaves_no_hole() -> None:
    assert drawn(Block("image", {"media": 99}), Block("gallery", {}, (Block("image", {"media": 99}),))) == ""


def test_a_decorative_picture_has_an_empty_text() -> None:
    assert 'alt=""' in drawn(Block("image", {"media": 3, "decorative": True, "alt": "Dit"}))
    assert 'alt="Trois tasses"' in drawn(Block("image", {"media": 3}))


def test_every_kind_has_a_french_name_and_only_parts_lack_words_of_help() -> None:
    for kind in KINDS.values():
        assert kind.label
        assert kind.icon
        assert kind.help or kind.is_part
        assert all(spec.label for spec in kind.attrs.values())


def test_json_keeps_its_shape() -> None:
    blocks = read_blocks(to_json(everything()))
    assert read_blocks(json.dumps(to_json(blocks))) == blocks


class Sounding(Nothing):
    """The same, with a film and its words."""

    def media(self, media_id: int) -> Shown | None:
        return Shown("/media/f.webm", "video", title="Le film", width=64, height=36, transcript="Rien n’est dit.")


@pytest.mark.parametrize(
    ("attrs", "begin"),
    [({}, "<video controls playsinline preload=\"metadata\" width=\"64\""), ({"loop": True, "muted": True}, "<video controls loop muted playsinline"),
     ({"controls": False}, "<video controls playsinline"), ({"controls": False, "autoplay": True, "muted": True}, "<video autoplay muted playsinline"),
     ({"preload": "none"}, "<video controls playsinline preload=\"none\"")],
)  # fmt: skip
def test_a_player_does_what_its_block_says_and_can_always_be_started(attrs: dict[str, object], begin: str) -> None:
    seen = render([Block("video", {"media": 4, **attrs})], Sounding())
    assert begin in seen
    assert seen.endswith("</summary><p>Rien n’est dit.</p></details></figure>")


class Shot(Nothing):
    """A film with its picture and its subtitles, and another picture."""

    def media(self, media_id: int) -> Shown | None:
        film = Shown("/media/f.webm", "video", title="Le film", poster="/media/p.webp", subtitles="/site/f.vtt")
        return {4: film, 5: Shown("/media/autre.webp")}.get(media_id)


@pytest.mark.parametrize(
    ("attrs", "poster", "track"),
    [({}, "/media/p.webp", ' src="/site/f.vtt">'), ({"poster": 5}, "/media/autre.webp", ' src="/site/f.vtt">'),
     ({"poster": 4}, "/media/p.webp", ' src="/site/f.vtt">'), ({"poster": 9}, "/media/p.webp", ' src="/site/f.vtt">'),
     ({"subtitles": "shown"}, "/media/p.webp", ' src="/site/f.vtt" default>'), ({"subtitles": "none"}, "/media/p.webp", "")],
)  # fmt: skip
def test_a_film_has_its_picture_and_its_subtitles_as_its_block_says(
    attrs: dict[str, object], poster: str, track: str
) -> None:
    seen = render([Block("video", {"media": 4, **attrs})], Shot())
    assert f' poster="{poster}" src="/media/f.webm"' in seen
    wanted = f'<track kind="subtitles" srclang="fr" label="Français"{track}' if track else ""
    assert f'aria-label="Le film">{wanted}</video>' in seen


def test_the_picture_of_a_film_is_a_file_of_its_text() -> None:
    assert media_used([Block("video", {"media": 4, "poster": 5}), Block("video", {"media": 4})]) == [4, 5]


@pytest.mark.parametrize(
    "block",
    [Block("video", {"media": 4, "poster": 5, "subtitles": "shown"}), Block("audio", {"media": 4, "caption": "Un <em>son</em>", "autoplay": True, "loop": True, "preload": "none"}), Block("audio", {"media": 4}),
     Block("video", {"media": 4, "muted": True, "controls": False, "preload": "auto"}), Block("audio", {"loop": True})],
)  # fmt: skip
def test_a_player_is_written_as_wordpress_does_and_read_back(block: Block) -> None:
    written = markup_of([block], lambda number: f"https://site.example/{number}.mp3")
    assert blocks_of_markup(written) == [block]
    assert ("wp-block-" in written) is bool(block.get("media"))


def test_a_player_written_by_wordpress_is_read() -> None:
    written = (
        '<!-- wp:audio {"id":12} -->\n<figure class="wp-block-audio"><audio controls src="https://site.example/a.mp3" autoplay loop '
        'preload="auto"></audio><figcaption class="wp-element-caption">Le jingle</figcaption></figure>\n<!-- /wp:audio -->'
    )
    assert blocks_of_markup(written) == [
        Block("audio", {"media": 12, "caption": "Le jingle", "autoplay": True, "loop": True, "preload": "auto"})
    ]


def test_comments_that_never_end_cost_no_more_than_their_text() -> None:
    before = process_time()
    assert not is_markup("<!-- wp:video {" * 40_000)
    assert process_time() - before < 2
