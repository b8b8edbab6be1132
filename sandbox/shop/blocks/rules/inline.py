"""Text inside a block: a few marks and links, made safe. What people paste from a word processor loses its clothes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import nh3

from sandbox.kernel.text import plain

TAGS = {"strong", "em", "u", "s", "a", "br", "code", "sup", "sub", "mark"}
REFERENCES = frozenset({"article", "page_site", "rubrique", "etiquette", "media", "produit", "categorie", "page"})
"""What a link may name instead of an address: `article:12`, `produit:mug`. They stay true in every copy."""
SCHEMES = {"http", "https", "mailto", "tel"} | set(REFERENCES)
MAX_URL = 500
MAX_TEXT = 20_000

_ANCHOR = re.compile(r'<a href="([^"]*)"')
_REFERENCE = re.compile(rf"^({'|'.join(sorted(REFERENCES))}):([a-z0-9][a-z0-9_-]*)$")
_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+._-]*):")
_DEAD_LINK = re.compile(r"<a(?: target=\"[^\"]*\")?>(.*?)</a>", re.DOTALL)
_OLD = {"b": "strong", "i": "em", "del": "s", "strike": "s"}
_OLD_TAG = re.compile(r"<(/?)(b|i|del|strike)(\s[^>]*)?>", re.IGNORECASE)
_STRANGE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def clean_inline(text: str) -> str:
    """Rich text on one line of thought: marks and links, nothing else."""
    renewed = _OLD_TAG.sub(lambda m: f"<{m[1]}{_OLD[m[2].lower()]}>", _STRANGE.sub("", text))
    cleaned = nh3.clean(
        renewed, tags=TAGS, clean_content_tags={"script", "style", "iframe", "object"}, attributes={"a": {"href", "target"}},
        url_schemes=SCHEMES, link_rel=None,
    ).strip()  # fmt: skip
    return _DEAD_LINK.sub(r"\1", cleaned)


def clean_plain(text: str) -> str:
    """Words alone."""
    return html.unescape(plain(_STRANGE.sub("", text))) if "<" in text else _STRANGE.sub("", text).strip()


def clean_url(text: str) -> str:
    """An address that a link may lead to; empty when it may not (`javascript:`, an unknown scheme, a bare `//`)."""
    written = "".join(text.split())
    if not written or len(written) > MAX_URL or written.startswith("//") or "\\" in written:
        return ""
    if scheme := _SCHEME.match(written):
        return written if scheme[1].lower() in SCHEMES else ""
    if written.startswith(("/", "#")):
        return written
    return f"https://{written}" if re.match(r"^[\w-]+(\.[\w-]+)+(/|$|\?)", written) else ""


def reference_of(url: str) -> tuple[str, str] | None:
    """(`article`, `12`) of a link that names a thing; None for an address."""
    found = _REFERENCE.match(url)
    return (found[1], found[2]) if found else None


def links_in(text: str) -> list[str]:
    """The addresses that a rich text leads to, in its order."""
    return [html.unescape(url) for url in _ANCHOR.findall(text)]


def resolved(text: str, address: Callable[[str], str]) -> str:
    """The text with each link's address as the page needs it; a link that leads nowhere keeps its words only."""

    def one(match: re.Match[str]) -> str:
        url = address(html.unescape(match[1]))
        return f'<a href="{html.escape(url)}"' if url else "<a"

    return _ANCHOR.sub(one, text).replace('target="_blank"', 'target="_blank" rel="noopener"')
