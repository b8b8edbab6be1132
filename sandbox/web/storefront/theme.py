"""A context's theme as a style sheet: only known tokens, only values of a known shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

COLORS = frozenset({
    "ink", "muted", "line", "field", "bg", "surface", "surface-2", "brand", "brand-hover", "on-brand", "deep", "on-deep",
    "on-deep-muted", "accent", "accent-hover", "on-accent", "promo", "on-promo", "ok", "ok-soft", "warn", "warn-soft", "err",
    "err-soft", "star", "focus",
})  # fmt: skip
PAPERS = frozenset({f"p-{n}" for n in range(1, 7)})
RADII = frozenset({"s", "m", "l", "btn", "pill"})
FONTS: Mapping[str, tuple[str, str]] = {
    "Young Serif": ("vendor/fonts/young-serif-latin-400-normal.woff2", '"Young Serif","Repli titre",Georgia,serif'),
    "Figtree": ("vendor/fonts/figtree-latin-wght-normal.woff2", '"Figtree","Repli texte",Arial,sans-serif'),
    "Archivo": ("vendor/fonts/archivo-latin-wdth-normal.woff2", '"Archivo","Repli texte",Arial,sans-serif'),
    "Hanken Grotesk": ("vendor/fonts/hanken-grotesk-latin-wght-normal.woff2", '"Hanken Grotesk","Repli texte",Arial,sans-serif'),
}  # fmt: skip
"""The vendored fonts a theme may name: file, and the family with its fallbacks."""

TITLE_SHAPES: Mapping[str, Mapping[str, str]] = {
    "Archivo": {"title-weight": "800", "title-transform": "uppercase", "title-spacing": "-.01em", "title-stretch": "112%",
                "t-h4": "1.0625rem", "t-h2": "clamp(1.375rem,1.1rem + 1.1vw,2rem)",
                "t-hero": "clamp(2.125rem,1.3rem + 3.1vw,3.875rem)"},
    "Figtree": {"title-weight": "750"},
    "Hanken Grotesk": {"title-weight": "750"},
}  # fmt: skip
"""What a title font asks for beside its family: a sans has to be heavier than Young Serif to stand out."""

_HEX = re.compile(r"^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")
_LENGTH = re.compile(r"^\d{1,3}(?:\.\d{1,2})?(?:px|rem|em|%)?$")


def font_files(theme: Mapping[str, Any]) -> list[str]:
    """The static files of the theme's two fonts, to be loaded early."""
    fonts = _mapping(theme, "polices")
    wanted = (str(fonts.get("titres", "Young Serif")), str(fonts.get("texte", "Figtree")))
    return [FONTS[name][0] for name in dict.fromkeys(wanted) if name in FONTS]


def sheet(theme: Mapping[str, Any], logo_url: str) -> str:
    """The style sheet of a theme. Unknown tokens and values of another shape are left out, so that nothing else gets in."""
    tokens: dict[str, str] = {}
    for name, value in _mapping(theme, "couleurs").items():
        if name in COLORS and _HEX.match(str(value)):
            tokens[f"c-{name}"] = str(value)
        elif name in PAPERS and _HEX.match(str(value)):
            tokens[name] = str(value)
    for name, value in _mapping(theme, "rayons").items():
        if name in RADII and _LENGTH.match(str(value)):
            tokens[f"r-{name}"] = str(value)
    fonts = _mapping(theme, "polices")
    if (titles := str(fonts.get("titres"))) in FONTS:
        tokens["f-title"] = FONTS[titles][1]
        tokens.update(TITLE_SHAPES.get(titles, {}))
    if (text := str(fonts.get("texte"))) in FONTS:
        tokens["f-text"] = FONTS[text][1]
    if logo_url:
        tokens["logo"] = f'url("{logo_url}")'
    body = "".join(f"  --sf-{name}:{value};\n" for name, value in tokens.items())
    return f":root{{\n{body}}}\n"


def _mapping(theme: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = theme.get(name)
    return found if isinstance(found, Mapping) else {}
