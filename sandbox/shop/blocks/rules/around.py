"""What every drawing of a block uses: the site around it, its pictures, its links, its classes."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Protocol

from sandbox.shop.blocks.rules.inline import resolved
from sandbox.shop.blocks.rules.tree import Block


@dataclass(frozen=True, slots=True)
class Shown:
    """A file of the media library as a page needs it. `set` is what a browser chooses from by width, `transcript` what is
    said in a sound or a film, on lines; `poster` and `subtitles` are where those of a film are found, empty without.
    """

    url: str
    kind: str = "image"
    set: str = ""
    alt: str = ""
    title: str = ""
    width: int = 0
    height: int = 0
    file_name: str = ""
    size: str = ""
    transcript: str = ""
    poster: str = ""
    subtitles: str = ""


class Around(Protocol):
    """What a text needs to know of the site around it."""

    def media(self, media_id: int) -> Shown | None:
        """A file of the library; None when it is gone."""

    def address(self, url: str) -> str:
        """The address of a link on this page; empty when it leads nowhere."""

    def icon(self, name: str) -> str:
        """An icon of the site, drawn, that says nothing by itself."""

    def listed(self, block: Block) -> str:
        """The HTML of a block that shows what the site holds (latest posts, categories…)."""


def classes(name: str, block: Block, *more: str) -> str:
    """The class names of a block, that of its alignment last."""
    found = [name, *more]
    if align := block.get("align"):
        found.append(f"is-{align}")
    return " ".join(one for one in found if one)


def rich(text: str, around: Around) -> str:
    """A rich text with the addresses of its links."""
    return resolved(text, around.address)


def captioned(text: str) -> str:
    """The legend of a figure, when there is one."""
    return f"<figcaption>{text}</figcaption>" if text else ""


def picture(
    shown: Shown, *, alt: str, sizes: str = "(min-width: 800px) 760px, 100vw", width: int = 0, title: str = ""
) -> str:
    """An `img` of a file of the library."""
    size = f' width="{shown.width}" height="{shown.height}"' if shown.width else ""
    if width and shown.width:
        size = f' width="{width}" height="{round(width * shown.height / shown.width)}"'
        sizes = f"{width}px"
    some = f' srcset="{html.escape(shown.set)}" sizes="{sizes}"' if shown.set else ""
    told = f' title="{html.escape(title)}"' if title else ""
    return f'<img src="{html.escape(shown.url)}"{some} alt="{html.escape(alt)}"{told}{size} loading="lazy" decoding="async">'


def file_of(block: Block, around: Around) -> Shown | None:
    """The file of a block; None when it has none, or when it is gone."""
    number = block.get("media", None)
    return around.media(number) if number else None


def alt_of(block: Block, shown: Shown) -> str:
    """The alternative text of a picture in a text: its own, else that of the library; none when it only decorates."""
    if block.get("decorative"):
        return ""
    own = block.get("alt", None)
    return str(shown.alt if own is None else own)


def linked(block: Block, inside: str, around: Around) -> str:
    """Something that leads where its block says, when it leads anywhere."""
    url = around.address(block.get("url")) if block.get("url") else ""
    tab = ' target="_blank" rel="noopener"' if block.get("tab") else ""
    return f'<a href="{html.escape(url)}"{tab}>{inside}</a>' if url else inside
