"""Paramètres de la boutique: one screen for each section of the settings."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.shops.queries import settings_of
from sandbox.shop.shops.rules import SETTINGS, Section
from sandbox.shop.shops.services import set_settings
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_catalog import settings_form
from sandbox.web.forms.base import BaseForm, attempt

TITLES = {
    Section.GENERAL: ("Paramètres généraux", "settings_general"), Section.ORDERS: ("Commandes", "settings_orders"),
    Section.PRODUCTS: ("Produits", "settings_products"), Section.CUSTOMERS: ("Clients", "settings_customers"),
    Section.COMPANY: ("Magasins", "settings_company"), Section.SEO: ("SEO et URL", "seo_pages"),
}  # fmt: skip
GROUPS = {
    Section.PRODUCTS: (
        ("Général", ("mode_catalogue", "nouveau_jours")),
        ("Pagination", ("produits_par_page", "tri_par_defaut")),
        ("Page produit", ("quantites_visibles", "derniers_articles")),
        (
            "Stock des produits",
            ("rupture_commande", "libelle_stock", "libelle_reassort", "libelle_rupture", "stock_bas"),
        ),
    ),
    Section.ORDERS: (
        ("Général", ("cgv_obligatoires", "commande_invite", "minimum_commande", "recalculer_port")),
        ("Options de cadeaux", ("emballage_cadeau", "emballage_cadeau_prix", "emballage_cadeau_taxe")),
        ("Retours de produits", ("retours_actifs", "retours_jours")),
    ),
    Section.SEO: (("Configurer les URL", ("url_simplifiees", "redirection_canonique")),),
    Section.CUSTOMERS: (("Clients", ("inscription_offres", "naissance_demandee", "mode_b2b")),),
    Section.COMPANY: (
        (
            "Coordonnées, au pied de chaque page",
            tuple(
                f"entreprise_{name}"
                for name in (
                    "raison_sociale",
                    "siege",
                    "code_postal",
                    "ville",
                    "telephone",
                    "email",
                )
            ),
        ),
        (
            "Mentions légales",
            tuple(
                f"entreprise_{name}"
                for name in (
                    "forme",
                    "capital",
                    "rcs",
                    "tva",
                    "directeur_publication",
                    "hebergeur",
                    "mediateur",
                )
            ),
        ),
    ),
    Section.GENERAL: (
        ("Général", ("bandeau",)),
        ("Maintenance", ("boutique_active", "maintenance_message", "maintenance_equipe")),
    ),
}


@bp.get("/parametres/generaux")
@allow(Permission.BACKOFFICE_READ)
def settings_general() -> str:
    """General settings."""
    return _page(Section.GENERAL)


@bp.get("/parametres/produits")
@allow(Permission.BACKOFFICE_READ)
def settings_products() -> str:
    """Settings of the catalogue."""
    return _page(Section.PRODUCTS)


@bp.get("/parametres/commandes")
@allow(Permission.BACKOFFICE_READ)
def settings_orders() -> str:
    """Settings of orders."""
    return _page(Section.ORDERS)


@bp.get("/parametres/clients")
@allow(Permission.BACKOFFICE_READ)
def settings_customers() -> str:
    """Settings of customers."""
    return _page(Section.CUSTOMERS)


@bp.get("/parametres/entreprise")
@allow(Permission.BACKOFFICE_READ)
def settings_company() -> str:
    """The company's details, as the footer and the documents tell them."""
    return _page(Section.COMPANY)


@bp.post("/parametres/<any(generaux, produits, commandes, clients, entreprise, referencement):section>")
@allow(Permission.BACKOFFICE_WRITE)
def settings_save(section: str) -> Any:
    """Save the settings of a screen."""
    where = Section(section)
    form = settings_form(where)()
    if form.validate_on_submit():
        values = {name: field.data for name, field in form._fields.items() if name in SETTINGS}
        if attempt(form, set_settings, values=values) is not None:
            toast("Les réglages sont enregistrés.")
            return redirect(url_for(f"backoffice.{TITLES[where][1]}"))
    return _page(where, form), 422


def _page(section: Section, form: BaseForm | None = None) -> str:
    return render_template(
        "backoffice/settings/section.html", section=section, title=TITLES[section][0], groups=GROUPS[section],
        form=form or settings_form(section)(data=settings_of(section)), settings=SETTINGS,
    )  # fmt: skip
