"""Modules > Gestionnaire de modules: the modules a subject may name, their state where it is real, the way to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, render_template, request, url_for

from sandbox.kernel.text import has_words
from sandbox.policy.permissions import Permission
from sandbox.shop.display.models import HomeBlock
from sandbox.shop.display.queries import home_blocks
from sandbox.shop.shops.queries import get_settings
from sandbox.shop.shops.services import set_settings
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_display import PrivacyTextForm, ShareForm
from sandbox.web.forms.base import attempt


@dataclass(frozen=True, slots=True)
class Module:
    """A module: name and purpose as the real manager words them, the endpoint to configure it, the home block it is."""

    name: str
    purpose: str
    icon: str
    endpoint: str = ""
    block: str = ""
    settings: tuple[str, ...] = ()


MODULES = (
    Module("Carrousel", "Affiche un carrousel d’images sur votre page d’accueil.", "images", "slides", "carousel"),
    Module("Produits populaires", "Affiche des produits choisis au centre de votre page d’accueil.", "star", "featured_products", "featured"),
    Module("Bloc nouveaux produits", "Affiche sur la page d’accueil les derniers produits ajoutés.", "stars", "settings_products", "new"),
    Module("Bloc meilleures ventes", "Affiche sur la page d’accueil les produits les plus vendus.", "trophy", "", "best"),
    Module("Bloc univers", "Présente les grandes catégories du catalogue sur la page d’accueil.", "grid", "categories", "universes"),
    Module("Bloc de texte personnalisé", "Ajoute un texte libre à votre page d’accueil.", "file-text", "", "story"),
    Module("Réassurance", "Rassure vos clients : livraison, paiement, échanges.", "shield-check", "reassurance", "reassurance"),
    Module("Commentaires produits", "Les clients notent et commentent vos produits ; vous validez et répondez.", "chat-quote", "reviews", "reviews"),
    Module("Inscription à la newsletter", "Ajoute un formulaire d’inscription à votre lettre d’information.", "envelope-paper", "", "newsletter"),
    Module("Menu principal", "Ajoute un menu en haut de votre boutique.", "list", "shop_menu"),
    Module("Liste de liens", "Ajoute des listes de liens au bas de vos pages.", "link-45deg", "link_lists"),
    Module("Boutons de partage sur les réseaux sociaux", "Affiche des boutons de partage sur les fiches des produits.", "share",
           "module_share", settings=("partage_facebook", "partage_x", "partage_pinterest")),
    Module("Confidentialité des données clients", "Informe vos clients de leurs droits quand ils créent un compte.", "file-earmark-lock",
           "module_privacy", settings=("donnees_personnelles",)),
    Module("Chèque", "Accepte les paiements par chèque.", "wallet2", "payment_methods"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A module as the list shows it; `is_on` None when it is always there."""

    module: Module
    is_on: bool | None
    url: str
    block: HomeBlock | None


def _rows(text: str) -> list[Row]:
    blocks = {block.kind: block for block in home_blocks(only_active=False)}
    settings = get_settings()
    return [_row(module, blocks, settings) for module in MODULES if has_words(text, module.name, module.purpose)]


def _row(module: Module, blocks: Mapping[str, HomeBlock], settings: Mapping[str, Any]) -> Row:
    block = blocks.get(module.block)
    is_on = block.is_active if block else any(settings[name] for name in module.settings) if module.settings else None
    known = f"backoffice.{module.endpoint}" in current_app.view_functions
    url = url_for(f"backoffice.{module.endpoint}") if known else ""
    if not url and block is not None:
        url = url_for("backoffice.home_block_edit", block_id=block.id)
    return Row(module, is_on, url, block)


@bp.get("/modules")
@allow(Permission.BACKOFFICE_READ)
def modules() -> str:
    """The list of modules."""
    text = request.args.get("q", "").strip()
    rows = [row for row in _rows(text) if row.url]
    return render_template("backoffice/modules/list.html", rows=rows, text=text)


@bp.get("/modules/partage")
@allow(Permission.BACKOFFICE_READ)
def module_share() -> str:
    """The share buttons."""
    return render_template("backoffice/modules/share.html", form=ShareForm(data=get_settings()))


@bp.post("/modules/partage")
@allow(Permission.BACKOFFICE_WRITE)
def module_share_save() -> Any:
    """Choose the share buttons."""
    form = ShareForm()
    names = ("partage_facebook", "partage_x", "partage_pinterest")
    if form.validate_on_submit() and attempt(form, set_settings, values={name: form[name].data for name in names}):
        toast("Les boutons de partage sont enregistrés.")
        return redirect(url_for("backoffice.modules"))
    return render_template("backoffice/modules/share.html", form=form), 422


@bp.get("/modules/confidentialite")
@allow(Permission.BACKOFFICE_READ)
def module_privacy() -> str:
    """The text about personal data."""
    return render_template("backoffice/modules/privacy.html", form=PrivacyTextForm(data=get_settings()))


@bp.post("/modules/confidentialite")
@allow(Permission.BACKOFFICE_WRITE)
def module_privacy_save() -> Any:
    """Write the text about personal data."""
    form = PrivacyTextForm()
    values = {"donnees_personnelles": form.donnees_personnelles.data or ""}
    if form.validate_on_submit() and attempt(form, set_settings, values=values):
        toast("Le message sur les données des clients est enregistré.")
        return redirect(url_for("backoffice.modules"))
    return render_template("backoffice/modules/privacy.html", form=form), 422
