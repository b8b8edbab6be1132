"""HTML from elsewhere (Markdown, a word processor, a page, an import) as blocks; what has no block is kept as safe HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from sandbox.kernel.text import clean_html, one_line
from sandbox.shop.blocks.rules.inline import clean_inline
from sandbox.shop.blocks.rules.tree import Block

_VOID = {"br", "hr", "img", "input", "meta", "link", "wbr", "source", "track", "col"}
_INLINE = {
    "a",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "s",
    "del",
    "code",
    "sup",
    "sub",
    "mark",
    "br",
    "span",
    "small",
    "font",
    "o:p",
}
_DROPPED = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "head",
    "title",
    "form",
    "noscript",
    "xml",
    "svg",
    "template",
}
_THROUGH = {"div", "section", "article", "main", "header", "footer", "body", "html", "figure", "center"}
_CELL = ("td", "th", "p")
_CLOSED_BY = {
    "p": ("p",),
    "li": ("li",),
    "td": _CELL,
    "th": _CELL,
    "tr": (*_CELL, "tr"),
    "tbody": (*_CELL, "tr", "thead"),
}
"""What an opening tag ends, as browsers do for what was left open."""
MAX_DEPTH = 60


@dataclass(slots=True)
class Element:
    """An element, with its attributes and what is in it."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    inner: list[Element | str] = field(default_factory=list)

    def html(self) -> str:
        """What is in it, as HTML."""
        return "".join(escape(one, quote=False) if isinstance(one, str) else one.outer() for one in self.inner)

    def outer(self) -> str:
        """The element itself, as HTML."""
        attrs = "".join(f' {name}="{escape(value)}"' for name, value in self.attrs.items())
        return f"<{self.tag}{attrs}>" if self.tag in _VOID else f"<{self.tag}{attrs}>{self.html()}</{self.tag}>"

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element of those names inside, in reading order."""
        for one in self.inner:
            if isinstance(one, Element):
                if one.tag in tags:
                    yield one
                yield from one.all(*tags)

    def first(self, *tags: str) -> Element | None:
        """The first element of those names inside, or None."""
        return next(self.all(*tags), None)


class _Builder(HTMLParser):
    """A forgiving tree: what is not closed ends with what it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED:
            self.silent += 1
        if self.silent or len(self.open) > MAX_DEPTH:
            return
        while self.open[-1].tag in _CLOSED_BY.get(tag, ()):
            self.open.pop()
        one = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inner.append(one)
        if tag not in _VOID:
            self.open.append(one)

    def handle_endtag(self, tag: str) -> None:
        if tag in _DROPPED:
            self.silent = max(0, self.silent - 1)
            return
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.open[-1].inner.append(data)


def parse_html(markup: str) -> Element:
    """A tree of the markup; scripts, frames, styles and forms are left out with what is in them."""
    builder = _Builder()
    builder.feed(markup)
    builder.close()
    return builder.root


def blocks_of_html(markup: str) -> list[Block]:
    """The blocks that say what an HTML text says."""
    return list(_blocks(parse_html(markup)))


def _blocks(parent: Element) -> Iterator[Block]:
    loose: list[Element | str] = []
    for one in parent.inner:
        if isinstance(one, str) or one.tag in _INLINE:
            loose.append(one)
            continue
        yield from _paragraph(loose)
        loose = []
        yield from _block(one)
    yield from _paragraph(loose)


def _paragraph(parts: list[Element | str]) -> Iterator[Block]:
    text = clean_inline(_tidy(Element("p", inner=parts).html()))
    if text.replace("<br>", "").strip():
        yield Block("paragraph", {"text": text})


def _block(one: Element) -> Iterator[Block]:
    match one.tag:
        case "p":
            yield from _blocks(one) if one.first("img", "ul", "ol", "table") else _paragraph(one.inner)
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            level = max(2, int(one.tag[1]))
            if text := clean_inline(_tidy(one.html())):
                yield Block("heading", {"text": text, **({"level": level} if level != 2 else {})})
        case "ul" | "ol":
            if (found := list_of(one)).inner:
                yield found
        case "blockquote":
            yield from _quote(one)
        case "table":
            yield from table_of(one)
        case "hr":
            yield Block("separator")
        case "img":
            return  # a picture of elsewhere is not in the library
        case _ if one.tag in _THROUGH:
            yield from _blocks(one)
        case _:
            if kept := clean_html(one.outer()).strip():
                yield Block("html", {"html": kept})


def list_of(one: Element) -> Block:
    """A list, those inside its items included."""
    items = []
    for item in one.inner:
        if isinstance(item, Element) and item.tag == "li":
            own: list[Element | str] = [p for p in item.inner if isinstance(p, str) or p.tag not in ("ul", "ol")]
            flat: list[Element | str] = []
            for part in own:
                flat += part.inner if isinstance(part, Element) and part.tag in ("p", "div") else [part]
            under = tuple(list_of(p) for p in item.inner if isinstance(p, Element) and p.tag in ("ul", "ol"))
            text = clean_inline(_tidy(Element("li", inner=flat).html()))
            items.append(Block("list-item", {"text": text} if text else {}, under))
    return Block("list", {"ordered": True} if one.tag == "ol" else {}, tuple(items))


def _quote(one: Element) -> Iterator[Block]:
    cite = one.first("cite", "footer")
    if cite is not None:
        one.inner = [part for part in one.inner if part is not cite]
    paragraphs = [part.html() for part in one.inner if isinstance(part, Element) and part.tag == "p"]
    text = clean_inline(_tidy("<br>".join(paragraphs) if paragraphs else one.html()))
    attrs = {"text": text, **({"cite": clean_inline(cite.html())} if cite else {})}
    if text:
        yield Block("quote", attrs)


def table_of(one: Element) -> Iterator[Block]:
    """A table: its head, and the rest."""
    head: list[list[str]] = []
    body: list[list[str]] = []
    in_head = {id(row) for part in one.all("thead") for row in part.all("tr")}
    for row in one.all("tr"):
        cells = [
            clean_inline(_tidy(cell.html()))
            for cell in row.inner
            if isinstance(cell, Element) and cell.tag in ("td", "th")
        ]
        if cells:
            (head if id(row) in in_head else body).append(cells)
    width = max((len(row) for row in head + body), default=0)
    wide = [[row + [""] * (width - len(row)) for row in rows] for rows in (head, body)]
    if width:
        yield Block("table", {**({"head": wide[0]} if head else {}), **({"body": wide[1]} if body else {})})


def _tidy(markup: str) -> str:
    """Line ends of the source are spaces; a break at the edge is none."""
    text = one_line(markup)
    while text.endswith("<br>"):
        text = text[:-4].rstrip()
    return text
