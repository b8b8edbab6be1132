"""Words: folding accents, slugs, excerpts, plain text of HTML, safe HTML."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

import nh3

_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(p|li|h[1-6]|div|tr|ul|ol|table|blockquote)>|<br\s*/?>", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_BLANK = re.compile(r"[ \t\r\n\f]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")

RICH_TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "b",
    "i",
    "u",
    "s",
    "ul",
    "ol",
    "li",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "hr",
    "sup",
    "sub",
    "span",
}
RICH_ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}}


def fold(text: str) -> str:
    """Lower case without accents, typographic apostrophes made plain: what two people would call the same word."""
    plain = text.replace("’", "'").replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    if plain.isascii():
        return plain.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", plain)).lower()


@lru_cache(maxsize=4096)
def of_name(name: str) -> str:
    """« de Salomé », « d’Inès », « d’Héloïse », « d’Yves »: a person's name after « de »."""
    begin = fold(name.strip())
    return f"d’{name}" if begin.startswith(("a", "e", "i", "o", "u", "h", "yv")) else f"de {name}"


@lru_cache(maxsize=4096)
def slugify(text: str) -> str:
    """An address part: folded, hyphens between words; « objet » when nothing is left.

    Remembered: the facets of a category ask it five thousand times of a few dozen values.
    """
    return _NOT_SLUG.sub("-", fold(text)).strip("-") or "objet"


def plain(markup: str) -> str:
    """What a reader sees of an HTML text, on one line."""
    spaced = _BLOCK_END.sub(" ", markup)
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", spaced))).strip()


def clean_html(markup: str) -> str:
    """Rich text from people, made safe: no script, frame, style, handler or `javascript:` link is left."""
    return nh3.clean(
        markup,
        tags=RICH_TAGS,
        attributes=RICH_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def tied(text: str) -> str:
    """A French sentence whose high punctuation never begins a line: ordinary spaces before it, or inside « », hold."""
    return re.sub(r" (?=[?!:;»])|(?<=«) ", "\u00a0", text)


def one_line(text: str) -> str:
    """A text without line ends and double spaces; the non-breaking ones, which French needs, stay."""
    return _BLANK.sub(" ", text).strip(" \t\r\n\f")


def excerpt(text: str, length: int) -> str:
    """The first words of a plain text within `length` characters, with an ellipsis when cut."""
    if len(text) <= length:
        return text
    cut = text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:.")
    return f"{cut}…"


def count_words(text: str) -> int:
    """Words of a plain text, elisions counted with their noun (« l'arôme » is one), as word processors do."""
    return len([word for word in text.split() if any(c.isalnum() for c in word)])


def has_words(query: str, *texts: str) -> bool:
    """Whether every word of a query is somewhere in the texts, case and accents aside; true for an empty query."""
    haystack = fold(" ".join(texts))
    return all(word in haystack for word in fold(query).split())
