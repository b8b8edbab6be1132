"""Blocks as the HTML of a page. What is not in the block itself (pictures, addresses, lists of posts) is asked of `Around`.

Everything that comes out was checked when it came in, and is escaped here once more.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sandbox.kernel.text import clean_html, plain, slugify
from sandbox.shop.blocks.rules.around import Around, Shown, alt_of, captioned, classes, file_of, linked, picture, rich
from sandbox.shop.blocks.rules.enriched import ENRICHED
from sandbox.shop.blocks.rules.inline import resolved
from sandbox.shop.blocks.rules.kinds import PERSON_LINKS
from sandbox.shop.blocks.rules.tree import Block, walk

__all__ = ["Around", "Shown", "alt_of", "picture", "plain_text", "render"]


def render(blocks: Iterable[Block], around: Around) -> str:
    """The HTML of a text."""
    return "\n".join(part for block in blocks if (part := _draw(block, around)))


def plain_text(blocks: Iterable[Block]) -> str:
    """The words of a text on one line: for excerpts, searches, counts and evidence."""
    parts: list[str] = []
    for block in walk(blocks):
        words = [block.get(name) for name in ("text", "cite", "caption", "html")]
        parts += [plain(one) for one in words if isinstance(one, str)]
        for row in (*block.get("head", []), *block.get("body", [])):
            parts += [plain(cell) for cell in row if cell]
        for item in block.get("items", []):
            parts += [
                plain(value) for name, value in item.items() if isinstance(value, str) and name not in PERSON_LINKS
            ]
    return " ".join(part for part in parts if part)


def _draw(block: Block, around: Around) -> str:
    draw = _DRAWN.get(block.kind)
    return draw(block, around) if draw else around.listed(block)


def _paragraph(block: Block, around: Around) -> str:
    text = rich(block.get("text"), around)
    return f'<p class="{classes("w-p", block)}">{text}</p>' if text else ""


def _heading(block: Block, around: Around) -> str:
    text = rich(block.get("text"), around)
    if not text:
        return ""
    level, anchor = block.get("level", 2), slugify(block.get("anchor") or plain(text))
    return f'<h{level} class="{classes("w-h", block)}" id="{anchor}">{text}</h{level}>'


def _list(block: Block, around: Around) -> str:
    tag = "ol" if block.get("ordered") else "ul"
    items = "".join(f"<li>{rich(item.get('text'), around)}{render(item.inner, around)}</li>" for item in block.inner)
    return f'<{tag} class="w-list">{items}</{tag}>' if items else ""


def _quote(block: Block, around: Around) -> str:
    text = "".join(f"<p>{part}</p>" for part in rich(block.get("text"), around).split("<br>") if part.strip())
    cite = rich(block.get("cite"), around)
    said = f"<cite>{cite}</cite>" if cite else ""
    return f'<blockquote class="w-quote">{text}{said}</blockquote>' if text else ""


def _table(block: Block, around: Around) -> str:
    head = "".join(_row(row, "th", ' scope="col"', around) for row in block.get("head", []))
    body = "".join(_row(row, "td", "", around) for row in block.get("body", []))
    caption = rich(block.get("caption"), around)
    if not head and not body:
        return ""
    name = "w-table is-striped" if block.get("striped") else "w-table"
    top = f"<thead>{head}</thead>" if head else ""
    return (
        f'<figure class="{name}"><div class="w-scroll" role="group" tabindex="0" aria-label="Tableau">'
        f"<table>{top}<tbody>{body}</tbody></table></div>{captioned(caption)}</figure>"
    )


def _row(row: Iterable[str], tag: str, more: str, around: Around) -> str:
    return "<tr>" + "".join(f"<{tag}{more}>{rich(cell, around)}</{tag}>" for cell in row) + "</tr>"


def _image(block: Block, around: Around) -> str:
    shown = file_of(block, around)
    if shown is None:
        return ""
    inside = picture(shown, alt=alt_of(block, shown), width=block.get("width", 0), title=block.get("title"))
    ratio = block.get("ratio")
    names = classes("w-image", block, f"ratio-{ratio}" if ratio else "")
    return f'<figure class="{names}">{linked(block, inside, around)}{captioned(rich(block.get("caption"), around))}</figure>'


def _gallery(block: Block, around: Around) -> str:
    inside = render(block.inner, around)
    crop = "is-cropped" if block.get("crop", True) else ""
    names = classes(f"w-gallery cols-{block.get('columns', 3)}", block, crop)
    return f'<figure class="{names}">{inside}{captioned(rich(block.get("caption"), around))}</figure>' if inside else ""


def _cover(block: Block, around: Around) -> str:
    shown, dim = file_of(block, around), round(block.get("dim", 50) / 10) * 10
    back = picture(shown, alt=alt_of(block, shown), sizes="100vw") if shown else ""
    height = round(block.get("height", 360) / 60) * 60
    names = classes(f"w-cover tone-{block.get('tone', 'dark')} dim-{dim} high-{height}", block)
    return (
        f'<div class="{names}">'
        f'{back}<span class="w-cover-veil" aria-hidden="true"></span><div class="w-cover-in">{render(block.inner, around)}</div></div>'
    )


def _media_text(block: Block, around: Around) -> str:
    shown = file_of(block, around)
    inside = picture(shown, alt=alt_of(block, shown), sizes="(min-width: 800px) 50vw, 100vw") if shown else ""
    share = round(block.get("share", 50) / 10) * 10
    names = classes(f"w-media-text side-{block.get('side', 'left')} share-{share}", block)
    return (
        f'<div class="{names}">'
        f"<figure>{linked(block, inside, around)}</figure><div>{render(block.inner, around)}</div></div>"
    )


def _file(block: Block, around: Around) -> str:
    shown = file_of(block, around)
    if shown is None:
        return ""
    words = rich(block.get("text"), around) or html.escape(shown.title or shown.file_name)
    url = html.escape(shown.url)
    size = f" <small>{html.escape(shown.size)}</small>" if shown.size else ""
    name = html.escape(re.sub(r"<[^>]+>", "", words))
    button = (
        f'<a class="w-btn" href="{url}" download="{html.escape(shown.file_name)}" aria-label="Télécharger {name}">Télécharger</a>'
        if block.get("button", True)
        else ""
    )
    return f'<p class="w-file"><a href="{url}">{words}</a>{size} {button}</p>'


def _player(block: Block, around: Around) -> str:
    """A browser's own player; one that nobody could start has its controls whatever the block says."""
    tag, shown = block.kind, file_of(block, around)
    if shown is None or shown.kind != tag:
        return ""
    name = html.escape(shown.title or shown.file_name)
    said = [one for one in ("autoplay", "loop", "muted") if block.get(one)]
    if tag == "audio" or block.get("controls", True) or "autoplay" not in said:
        said.insert(0, "controls")
    size = f' width="{shown.width}" height="{shown.height}"' if shown.width else ""
    inline = " playsinline" if tag == "video" else ""
    return (
        f'<figure class="w-{tag}"><{tag} {" ".join(said)}{inline} preload="{block.get("preload", "metadata")}"{size}{_poster(block, shown, around)}'
        f' src="{html.escape(shown.url)}" aria-label="{name}">{_track(block, shown)}</{tag}>{captioned(rich(block.get("caption"), around))}{_transcript(shown, name)}</figure>'
    )


def _poster(block: Block, shown: Shown, around: Around) -> str:
    """The picture of a film until it is played: that of its block, else that of the library."""
    number = block.get("poster", None)
    own = around.media(number) if number else None
    url = own.url if own is not None and own.kind == "image" else shown.poster
    return f' poster="{html.escape(url)}"' if url else ""


def _track(block: Block, shown: Shown) -> str:
    """The subtitles of a film, which its player offers or shows at once."""
    wanted = block.get("subtitles", "")
    if not shown.subtitles or wanted == "none":
        return ""
    first = " default" if wanted == "shown" else ""
    return f'<track kind="subtitles" srclang="fr" label="Français" src="{html.escape(shown.subtitles)}"{first}>'


def _transcript(shown: Shown, name: str) -> str:
    """What is heard, for those who do not hear it; `name` is escaped."""
    lines = "".join(f"<p>{html.escape(line.strip())}</p>" for line in shown.transcript.splitlines() if line.strip())
    if not lines:
        return ""
    return f'<details class="w-transcript"><summary>Transcription<span class="vh"> de «\u00a0{name}\u00a0»</span></summary>{lines}</details>'


def _button(block: Block, around: Around) -> str:
    words = rich(block.get("text"), around)
    words = re.sub(r"</?a\b[^>]*>", "", words)
    url = around.address(block.get("url")) if block.get("url") else ""
    tab = ' target="_blank" rel="noopener"' if block.get("tab") else ""
    look = " is-outline" if block.get("look") == "outline" else ""
    if not words:
        return ""
    if not url:
        return f'<span class="w-btn{look}">{words}</span>'
    return f'<a class="w-btn{look}" href="{html.escape(url)}"{tab}>{words}</a>'


def _around_all(begin: Callable[[Block], str]) -> Callable[[Block, Around], str]:
    def draw(block: Block, around: Around) -> str:
        inside = render(block.inner, around)
        return f'<div class="{classes(begin(block), block)}">{inside}</div>' if inside else ""

    return draw


def _column(block: Block, around: Around) -> str:
    share = round(block.get("share", 0) / 5) * 5
    name = f"w-column share-{share}" if share else "w-column"
    return f'<div class="{name}">{render(block.inner, around)}</div>'


def _group(block: Block) -> str:
    tone = block.get("tone")
    return f"w-group tone-{tone}" if tone else "w-group"


def _separator(block: Block, _around: Around) -> str:
    look = block.get("look")
    return f'<hr class="w-sep is-{look}">' if look else '<hr class="w-sep">'


def _spacer(block: Block, _around: Around) -> str:
    return f'<div class="w-space high-{round(block.get("height", 48) / 24) * 24}" aria-hidden="true"></div>'


def _html(block: Block, around: Around) -> str:
    inside = resolved(clean_html(block.get("html")), around.address)
    return f'<div class="w-html">{inside}</div>' if inside else ""


_DRAWN: Mapping[str, Callable[[Block, Around], Any]] = {
    "paragraph": _paragraph, "heading": _heading, "list": _list, "quote": _quote, "table": _table, "html": _html,
    "image": _image, "gallery": _gallery, "cover": _cover, "media-text": _media_text, "file": _file,
    "audio": _player, "video": _player, "button": _button,
    "buttons": _around_all(lambda _: "w-buttons"), "columns": _around_all(lambda _: "w-columns"), "column": _column,
    "group": _around_all(_group), "separator": _separator, "spacer": _spacer,
    "more": lambda _block, _around: "", **ENRICHED,
}  # fmt: skip
