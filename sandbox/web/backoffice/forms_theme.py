"""The form of the shop's theme."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, ColorField

from sandbox.shop.shops.rules import MAIN_COLORS, known_color
from sandbox.web.forms.base import BaseForm
from sandbox.web.forms.fields import PictureField


class ThemeForm(BaseForm):
    """Logo, icon and main colours; each colour field bears the name of its token."""

    logo = PictureField("Logo")
    without_logo = BooleanField("Retirer le logo\u00a0: le nom de la boutique est écrit à sa place")
    favicon = PictureField("Icône")
    brand = ColorField(MAIN_COLORS["brand"])
    accent = ColorField(MAIN_COLORS["accent"])
    promo = ColorField(MAIN_COLORS["promo"])
    deep = ColorField(MAIN_COLORS["deep"])
    bg = ColorField(MAIN_COLORS["bg"])
    ink = ColorField(MAIN_COLORS["ink"])

    @classmethod
    def of(cls, theme: dict[str, Any]) -> ThemeForm:
        """The form of a theme."""
        colors = theme.get("couleurs", {})
        return cls(data={name: known_color(colors, name) for name in MAIN_COLORS})

    def colors(self) -> dict[str, str]:
        """The main colours as typed."""
        return {name: self._fields[name].data or "" for name in MAIN_COLORS}
