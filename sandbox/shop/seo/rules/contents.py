"""What engines read of a rich text: paragraphs, sub-headings, links, pictures. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "li", "td", "th", "blockquote", "figcaption", "div"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_ELSEWHERE = ("http://", "https://", "//")
_NO_PAGE = ("mailto:", "tel:", "#")


@dataclass(slots=True)
class Contents:
    """A text taken apart. `links` are pairs of address and words; `alternatives` the alternative text of each picture.

    `stretches` are the counts of words between two sub-headings, the beginning and the end included.
    """

    paragraphs: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    stretches: list[int] = field(default_factory=lambda: [0])

    @property
    def text(self) -> str:
        """All that is read, sub-headings included."""
        return " ".join(part if part.endswith((".", "!", "?", "…", ":")) else f"{part}." for part in self.paragraphs)

    @property
    def words(self) -> int:
        """How many words the paragraphs hold."""
        return sum(len(part.split()) for part in self.paragraphs)

    @property
    def inner_links(self) -> list[tuple[str, str]]:
        """Links to pages of the same shop or site."""
        return [link for link in self.links if not link[0].startswith((*_ELSEWHERE, *_NO_PAGE))]

    @property
    def outer_links(self) -> list[tuple[str, str]]:
        """Links to other sites."""
        return [link for link in self.links if link[0].startswith(_ELSEWHERE)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.contents = Contents()
        self._words: list[str] = []
        self._heading = ""
        self._link: str | None = None
        self._anchor: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _BLOCKS or tag in _HEADINGS:
            self.close_block()
            self._heading = tag if tag in _HEADINGS else ""
        elif tag == "br":
            self._words.append(" ")
        elif tag == "a":
            self._link, self._anchor = values.get("href") or "", []
        elif tag == "img":
            self.contents.alternatives.append((values.get("alt") or "").strip())

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS or tag in _HEADINGS:
            self.close_block()
        elif tag == "a" and self._link is not None:
            self.contents.links.append((self._link, "".join(self._anchor).strip()))
            self._link = None

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if self._link is not None:
            self._anchor.append(data)

    def close_block(self) -> None:
        """End the paragraph or heading that is open."""
        text = " ".join("".join(self._words).split())
        if text and self._heading:
            self.contents.headings.append(text)
            self.contents.stretches.append(0)
        elif text:
            self.contents.paragraphs.append(text)
            self.contents.stretches[-1] += len(text.split())
        self._words, self._heading = [], ""


def read_contents(markup: str) -> Contents:
    """A rich text (safe HTML) taken apart; plain text is one paragraph."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    reader.close_block()
    return reader.contents
