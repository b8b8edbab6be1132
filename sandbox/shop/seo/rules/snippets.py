"""What a search result shows of a page: widths in pixels, since engines cut by width and not by characters. Pure.

Results are set in Arial; its widths are those of Helvetica, published with the font metrics of PostScript (thousandths of the
size). A letter with an accent is as wide as the letter.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

TITLE_SIZE, DESCRIPTION_SIZE = 20, 14
TITLE_LIMIT = 600
"""Pixels of a title on a computer; what is wider is cut on a word."""
DESCRIPTION_LIMITS = {"computer": 960, "phone": 680}
"""Pixels of a description: two lines of a computer, three of a telephone."""

_WIDE = {
    191: "'", 222: "ijl’‘", 260: "|", 278: " \u00a0\u202f!,./:;I[\\]ft·", 333: "()-`r{}", 355: '"', 389: "*", 400: "°", 469: "^",
    500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu«»–€", 584: "+<=>~×", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw",
    778: "GOQ", 833: "Mm", 889: "%æ", 944: "Wœ", 1000: "—…ŒÆ", 1015: "@",
}  # fmt: skip
_WIDTHS = {character: width for width, characters in _WIDE.items() for character in characters}
_USUAL = 556


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as a result shows it, its whole width in pixels, and whether something was cut off."""

    shown: str
    width: int
    is_cut: bool


def width_px(text: str, size: int) -> int:
    """The width of a text in pixels at a font size in pixels."""
    return round(sum(map(_width, text)) * size / 1000)


def _width(character: str) -> int:
    known = _WIDTHS.get(character)
    if known is None:
        known = _WIDTHS.get(unicodedata.normalize("NFKD", character)[0], _USUAL)
    return known


def cut_px(text: str, size: int, limit: int) -> Cut:
    """A text that fits in `limit` pixels: whole, or up to the last word that leaves room for « … »."""
    text = " ".join(text.split())
    whole = width_px(text, size)
    if whole <= limit:
        return Cut(text, whole, False)
    kept: list[str] = []
    for word in text.split(" "):
        if width_px(" ".join([*kept, word, "…"]), size) > limit:
            break
        kept.append(word)
    return Cut(f"{' '.join(kept) or text[:40]} …", whole, True)


def title_of(text: str) -> Cut:
    """A title as a result shows it."""
    return cut_px(text, TITLE_SIZE, TITLE_LIMIT)


def description_of(text: str, device: str = "computer") -> Cut:
    """A description as a result shows it on a `computer` or a `phone`."""
    return cut_px(text, DESCRIPTION_SIZE, DESCRIPTION_LIMITS[device])
