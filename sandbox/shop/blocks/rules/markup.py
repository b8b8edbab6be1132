"""WordPress's block markup (`<!-- wp:paragraph -->…<!-- /wp:paragraph -->`), read and written.

Attributes are read from the comment's JSON first, then from the HTML inside. Between blocks, and in a classic text, HTML is
read as blocks too. What a block of elsewhere says that no block of ours can is kept as safe HTML, never lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from sandbox.kernel.text import clean_html, one_line
from sandbox.shop.blocks.rules.checking import clean_attrs
from sandbox.shop.blocks.rules.from_html import Element, blocks_of_html, list_of, parse_html, table_of
from sandbox.shop.blocks.rules.inline import clean_inline
from sandbox.shop.blocks.rules.kinds import BY_WP, KINDS, BlockKind, may_stand_in
from sandbox.shop.blocks.rules.tree import Block

_COMMENT = re.compile(r"<!--\s+(/)?wp:([a-z][a-z0-9_/-]*)\s+(?:(\{(?:(?!<!--|-->).)*\})\s+)?(/)?-->", re.DOTALL)
"""What is told ends with its comment: a text of comments that never end is read in one go."""
MAX_DEPTH = 20


@dataclass(slots=True)
class _Raw:
    """A block as written: its name, its JSON, the pieces of HTML and blocks between its two comments."""

    name: str
    attrs: Mapping[str, Any]
    parts: list[str | _Raw] = field(default_factory=list)

    @property
    def html(self) -> str:
        """Its own HTML, without that of the blocks inside."""
        return "".join(part for part in self.parts if isinstance(part, str))

    @property
    def inner(self) -> list[_Raw]:
        """The blocks inside."""
        return [part for part in self.parts if isinstance(part, _Raw)]


def is_markup(text: str) -> bool:
    """Whether a text is written as blocks."""
    return bool(_COMMENT.search(text))


def blocks_of_markup(text: str, loose: Callable[[str], list[Block]] = blocks_of_html) -> list[Block]:
    """The blocks of a text in WordPress's markup; `loose` reads what stands between them."""
    return [
        block for part in _tree(text).parts for block in (loose(part) if isinstance(part, str) else _read(part, None))
    ]


def _tree(text: str) -> _Raw:
    root = _Raw("", {})
    open_: list[_Raw] = [root]
    place = 0
    for found in _COMMENT.finditer(text):
        if before := text[place : found.start()]:
            open_[-1].parts.append(before)
        place = found.end()
        ends, name, written, alone = found.groups()
        if ends:
            at = next((n for n in range(len(open_) - 1, 0, -1) if open_[n].name == name), None)
            if at is not None:
                del open_[at:]
            continue
        one = _Raw(name, _attrs(written))
        open_[-1].parts.append(one)
        if not alone and len(open_) < MAX_DEPTH:
            open_.append(one)
    root_or_last = open_[-1]
    if rest := text[place:]:
        root_or_last.parts.append(rest)
    return root


def _attrs(written: str | None) -> Mapping[str, Any]:
    try:
        found = json.loads(written or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, Mapping) else {}


def _read(raw: _Raw, outer: BlockKind | None) -> list[Block]:
    kind = BY_WP.get(raw.name.removeprefix("core/"))
    if kind is None or not may_stand_in(kind, outer):
        inner = [block for one in raw.inner for block in _read(one, outer)]
        kept = clean_html(raw.html).strip() if re.sub(r"<[^>]*>", "", raw.html).strip() else ""
        return [Block("html", {"html": kept}), *inner] if kept else inner
    if kind.name == "list" and not raw.inner and "<li" in raw.html:  # as written before lists had blocks inside
        found = parse_html(raw.html).first("ul", "ol")
        return [list_of(found)] if found else []
    sourced = _SOURCES.get(kind.name, _nothing)(parse_html(raw.html), raw)
    attrs = clean_attrs(kind, {**sourced, **_ours(raw)})
    under = tuple(block for one in raw.inner for block in _read(one, kind)) if kind.inside else ()
    if kind.name == "quote" and raw.inner:
        attrs = {**attrs, "text": "<br>".join(str(b.get("text")) for one in raw.inner for b in _read(one, None))}
    return [Block(kind.name, attrs, under)]


def _ours(raw: _Raw) -> dict[str, Any]:
    """The attributes of the comment under our names."""
    attrs = dict(raw.attrs)
    for theirs, own in _NAMES.items():
        if theirs in attrs and own not in attrs:
            attrs[own] = attrs[theirs]
    return attrs


_NAMES = {
    "textAlign": "align", "dimRatio": "dim", "mediaId": "media", "mediaPosition": "side", "mediaWidth": "share", "imageCrop": "crop",
    "minHeight": "height", "postsToShow": "count", "displayPostDate": "date", "displayAuthor": "author", "postLayout": "look",
    "displayFeaturedImage": "picture", "displayPostContent": "excerpt", "excerptLength": "words", "commentsToShow": "count",
    "showPostCounts": "counts", "showHierarchy": "tree", "feedURL": "url", "itemsToShow": "count", "className": "class",
}  # fmt: skip


def _nothing(_tree: Element, _raw: _Raw) -> dict[str, Any]:
    return {}


def _texts(tree: Element, *tags: str) -> str:
    found = tree.first(*tags)
    return clean_inline(one_line(found.html())) if found else clean_inline(tree.html())


def _paragraph(tree: Element, _raw: _Raw) -> dict[str, Any]:
    return {"text": _texts(tree, "p")}


def _heading(tree: Element, raw: _Raw) -> dict[str, Any]:
    found = tree.first("h1", "h2", "h3", "h4", "h5", "h6")
    level = {"level": int(found.tag[1])} if found and "level" not in raw.attrs else {}
    anchor = {"anchor": found.attrs["id"]} if found and found.attrs.get("id") and "anchor" in raw.attrs else {}
    return {"text": clean_inline(found.html()) if found else "", **level, **anchor}


def _quote(tree: Element, _raw: _Raw) -> dict[str, Any]:
    cite = tree.first("cite")
    return {
        "text": "<br>".join(clean_inline(p.html()) for p in tree.all("p")),
        **({"cite": cite.html()} if cite else {}),
    }


def _item(tree: Element, _raw: _Raw) -> dict[str, Any]:
    return {"text": _texts(tree, "li")}


def _table(tree: Element, _raw: _Raw) -> dict[str, Any]:
    found = tree.first("table")
    block = next(table_of(found), None) if found else None
    return {**(block.attrs if block else {}), **_caption(tree)}


def _caption(tree: Element) -> dict[str, Any]:
    caption = tree.first("figcaption")
    return {"caption": caption.html()} if caption else {}


def _image(tree: Element, raw: _Raw) -> dict[str, Any]:
    shown, link = tree.first("img"), tree.first("a")
    return {
        **({"alt": shown.attrs["alt"]} if shown and "alt" in shown.attrs else {}),
        **({"title": shown.attrs["title"]} if shown and "title" in shown.attrs else {}),
        **({"url": link.attrs.get("href", ""), "tab": link.attrs.get("target") == "_blank"} if link else {}),
        **_caption(tree), **({"media": raw.attrs["id"]} if "id" in raw.attrs else {}),
    }  # fmt: skip


def _media(tree: Element, raw: _Raw) -> dict[str, Any]:
    shown = tree.first("img")
    alt = {"alt": shown.attrs["alt"]} if shown and "alt" in shown.attrs else {}
    return {**alt, **_caption(tree), **({"media": raw.attrs["id"]} if "id" in raw.attrs else {})}


def _player(tree: Element, raw: _Raw) -> dict[str, Any]:
    """As WordPress writes it: what the player does is in its HTML, its file in the comment."""
    shown = tree.first("audio", "video")
    told = (
        {**{name: name in shown.attrs for name in ("autoplay", "loop", "muted", "controls")}, "preload": shown.attrs.get("preload", "")}
        if shown
        else {}
    )  # fmt: skip
    return {**told, **_caption(tree), **({"media": raw.attrs["id"]} if "id" in raw.attrs else {})}


def _button(tree: Element, raw: _Raw) -> dict[str, Any]:
    link = tree.first("a", "span")
    if link is None:
        return {}
    outline = {"look": "outline"} if "is-style-outline" in str(raw.attrs.get("className", "")) else {}
    return {
        "text": link.html(),
        "url": link.attrs.get("href", ""),
        "tab": link.attrs.get("target") == "_blank",
        **outline,
    }


def _file(tree: Element, raw: _Raw) -> dict[str, Any]:
    links = list(tree.all("a"))
    return {**({"text": links[0].html()} if links else {}), **({"media": raw.attrs["id"]} if "id" in raw.attrs else {})}


def _more(tree: Element, _raw: _Raw) -> dict[str, Any]:
    return {}


def _html(_tree: Element, raw: _Raw) -> dict[str, Any]:
    return {"html": raw.html.strip()}


_SOURCES: Mapping[str, Callable[[Element, _Raw], dict[str, Any]]] = {
    "paragraph": _paragraph, "heading": _heading, "quote": _quote, "list-item": _item, "table": _table, "image": _image,
    "cover": _media, "media-text": _media, "audio": _player, "video": _player, "button": _button, "file": _file, "html": _html,
    "gallery": lambda tree, _raw: _caption(tree), "more": _more,
}  # fmt: skip


# writing -------------------------------------------------------------------------------------------------------------

_WRITTEN_IN_HTML = {
    "text", "cite", "head", "body", "caption", "html", "level", "url", "tab", "alt", "title", "autoplay", "loop", "muted", "controls",
    "preload",
}  # fmt: skip
"""What the HTML between the comments says: WordPress reads it there."""
_THEIRS = {("image", "media"): "id", ("cover", "media"): "id", ("file", "media"): "id", ("audio", "media"): "id",
           ("video", "media"): "id", ("media-text", "media"): "mediaId", ("media-text", "side"): "mediaPosition",
           ("media-text", "share"): "mediaWidth", ("cover", "dim"): "dimRatio", ("cover", "height"): "minHeight",
           ("gallery", "crop"): "imageCrop", ("latest-posts", "count"): "postsToShow"}  # fmt: skip

Address = Callable[[int], str]


def markup_of(blocks: Iterable[Block], address: Address = lambda number: f"media:{number}") -> str:
    """The text that WordPress reads as these blocks; `address` is where a file of the library is found."""
    return "\n\n".join(_write(block, address) for block in blocks)


def comment_json(attrs: Mapping[str, Any]) -> str:
    """Attributes as the comment of a block holds them: nothing in them ends it."""
    told = json.dumps(attrs, ensure_ascii=False, separators=(",", ":"))
    return told.replace("--", "\\u002d\\u002d").replace("<", "\\u003c").replace(">", "\\u003e")


def _write(block: Block, address: Address) -> str:
    kind = KINDS[block.kind]
    html = _INSIDE.get(block.kind, _alone)(block, address)
    in_html = _WRITTEN_IN_HTML if html else set()
    attrs = {
        _THEIRS.get((block.kind, n), n): v
        for n, v in block.attrs.items()
        if n not in in_html or (n == "level" and v != 2)
    }
    told = f"{comment_json(attrs)} " if attrs else ""
    if not html:
        return f"<!-- wp:{kind.wp} {told}/-->"
    return f"<!-- wp:{kind.wp} {told}-->\n{html}\n<!-- /wp:{kind.wp} -->"


def _alone(block: Block, address: Address) -> str:
    return markup_of(block.inner, address) if block.inner else ""


def _within(begin: str, end: str) -> Callable[[Block, Address], str]:
    return lambda block, address: f"{begin}{markup_of(block.inner, address)}{end}"


def _img(block: Block, address: Address) -> str:
    number = block.get("media", None)
    if not number:
        return ""
    alt = f' alt="{escape(str(block.get("alt", "") or ""))}"' if block.get("alt", None) is not None else ""
    title = f' title="{escape(block.get("title"))}"' if block.get("title") else ""
    return f'<img src="{escape(address(number))}"{alt}{title} class="wp-image-{number}"/>'


def _link(block: Block, inside: str) -> str:
    if not block.get("url"):
        return inside
    tab = ' target="_blank" rel="noopener"' if block.get("tab") else ""
    return f'<a href="{escape(block.get("url"))}"{tab}>{inside}</a>'


def _figcaption(block: Block) -> str:
    return f"<figcaption>{block.get('caption')}</figcaption>" if block.get("caption") else ""


def _rows(rows: Iterable[Iterable[str]], tag: str) -> str:
    return "".join("<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>" for row in rows)


def _write_table(block: Block, _address: Address) -> str:
    head = f"<thead>{_rows(block.get('head', []), 'th')}</thead>" if block.get("head") else ""
    return f'<figure class="wp-block-table"><table>{head}<tbody>{_rows(block.get("body", []), "td")}</tbody></table>{_figcaption(block)}</figure>'


def _write_quote(block: Block, _address: Address) -> str:
    cite = f"<cite>{block.get('cite')}</cite>" if block.get("cite") else ""
    return (
        '<blockquote class="wp-block-quote">'
        + "".join(f"<p>{p}</p>" for p in block.get("text").split("<br>"))
        + f"{cite}</blockquote>"
    )


def _write_player(block: Block, address: Address) -> str:
    number = block.get("media", None)
    if not number:
        return ""
    is_shown = block.kind == "audio" or block.get("controls", True)
    said = [*(["controls"] if is_shown else []), *(one for one in ("autoplay", "loop", "muted") if block.get(one))]
    preload = f' preload="{block.get("preload")}"' if block.get("preload", "") else ""
    seen = block.get("poster", None)
    preload += f' poster="{escape(address(seen))}"' if seen else ""
    player = f'<{block.kind} {" ".join(said)}{preload} src="{escape(address(number))}"></{block.kind}>'
    return f'<figure class="wp-block-{block.kind}">{player}{_figcaption(block)}</figure>'


def _write_button(block: Block, _address: Address) -> str:
    return f'<div class="wp-block-button">{_link(block, block.get("text")) if block.get("url") else "<span>" + block.get("text") + "</span>"}</div>'


_INSIDE: Mapping[str, Callable[[Block, Address], str]] = {
    "paragraph": lambda b, _: f"<p>{b.get('text')}</p>",
    "heading": lambda b, _: f"<h{b.get('level', 2)} class=\"wp-block-heading\">{b.get('text')}</h{b.get('level', 2)}>",
    "list": lambda b, a: ("<ol>" if b.get("ordered") else "<ul>") + markup_of(b.inner, a) + ("</ol>" if b.get("ordered") else "</ul>"),
    "list-item": lambda b, a: f"<li>{b.get('text')}{markup_of(b.inner, a)}</li>",
    "quote": _write_quote, "table": _write_table, "button": _write_button, "html": lambda b, _: str(b.get("html")),
    "image": lambda b, a: f'<figure class="wp-block-image">{_link(b, _img(b, a))}{_figcaption(b)}</figure>',
    "gallery": lambda b, a: f'<figure class="wp-block-gallery has-nested-images">{markup_of(b.inner, a)}{_figcaption(b)}</figure>',
    "cover": lambda b, a: f'<div class="wp-block-cover">{_img(b, a)}<div class="wp-block-cover__inner-container">{markup_of(b.inner, a)}</div></div>',
    "media-text": lambda b, a: f'<div class="wp-block-media-text"><figure>{_link(b, _img(b, a))}</figure><div>{markup_of(b.inner, a)}</div></div>',
    "buttons": _within('<div class="wp-block-buttons">', "</div>"), "columns": _within('<div class="wp-block-columns">', "</div>"),
    "column": _within('<div class="wp-block-column">', "</div>"), "group": _within('<div class="wp-block-group">', "</div>"),
    "separator": lambda _b, _a: "<hr/>", "spacer": lambda _b, _a: '<div aria-hidden="true"></div>',
    "file": lambda b, a: f'<div class="wp-block-file"><a href="{escape(a(b.get("media", 0)))}">{b.get("text")}</a></div>',
    "audio": _write_player, "video": _write_player, "more": lambda _b, _a: "<!--more-->",
}  # fmt: skip
