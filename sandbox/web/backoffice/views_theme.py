"""Apparence > Thème et logo."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.shops.queries import get_theme
from sandbox.shop.shops.rules import MAIN_COLORS, known_color
from sandbox.shop.shops.services import update_theme
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_theme import ThemeForm
from sandbox.web.backoffice.links import shop_address
from sandbox.web.backoffice.pictures import uploaded
from sandbox.web.forms.base import attempt

HELP = {
    "brand": "Boutons, liens et nom de la boutique.",
    "accent": "Ce qui mène à l’achat, et les mots clairs sur fond sombre. Le texte posé dessus s’adapte.",
    "promo": "Prix réduits et pastilles.",
    "deep": "Pied de page et bandes sombres. Le texte posé dessus s’adapte.",
    "bg": "Clair, pour que tout se lise.",
    "ink": "Titres et paragraphes.",
}


@bp.get("/apparence/theme")
@allow(Permission.BACKOFFICE_READ)
def theme() -> str:
    """The theme and its form."""
    return _page(ThemeForm.of(get_theme()))


@bp.post("/apparence/theme")
@allow(Permission.BACKOFFICE_WRITE)
def theme_save() -> Any:
    """Change the theme; pictures stay when no other is chosen."""
    form = ThemeForm()
    if form.validate_on_submit():
        logo, favicon = uploaded(form, form.logo), uploaded(form, form.favicon)
        values = {"logo": logo, "favicon": favicon, "without_logo": form.without_logo.data, "colors": form.colors()}
        if not form.all_errors and attempt(form, update_theme, **values) is not None:
            toast("Le thème est enregistré.", view=shop_address("home"))
            return redirect(url_for("backoffice.theme"))
    return _page(form), 422


def _page(form: ThemeForm) -> str:
    theme = get_theme()
    colors = theme.get("couleurs", {})
    names = ("surface", "on-brand", "on-accent", "on-promo", "on-deep", *MAIN_COLORS)
    return render_template(
        "backoffice/theme.html", form=form, kept=theme, colors=MAIN_COLORS, help=HELP,
        now={name: known_color(colors, name) for name in names},
    )  # fmt: skip
