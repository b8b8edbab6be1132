"""Paramètres de la boutique > Rechercher > Alias."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.kernel.paging import Page, clamp
from sandbox.policy.permissions import Permission
from sandbox.shop.search import queries, services
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_display import AliasForm
from sandbox.web.backoffice.links import back, shop_address
from sandbox.web.forms.base import attempt
from sandbox.web.listing import Column, Filter, Listing

ALIAS_LENGTH = 128
STATES = {"1": "Activé", "0": "Désactivé"}
COLUMNS = (
    Column("id", "ID", css="num c-id"),
    Column("alias", "Alias", Filter.TEXT, css="c-nom"),
    Column("recherche", "Résultat", Filter.TEXT, css="c-cat"),
    Column("etat", "Statut", Filter.CHOICE, choices=STATES, css="c-st"),
)


@bp.get("/parametres/rechercher/alias")
@allow(Permission.BACKOFFICE_READ)
def search_aliases() -> str:
    """The aliases."""
    listing = Listing.read(COLUMNS, request.args, "backoffice.search_aliases")
    values = listing.values
    text = f"{values.get('alias', '')} {values.get('recherche', '')}"
    rows = queries.list_aliases(text, is_active=values["etat"] == "1" if "etat" in values else None)
    number = clamp(listing.number, listing.size, len(rows))
    page = Page(rows[(number - 1) * listing.size : number * listing.size], number, listing.size, len(rows))
    return render_template(
        "backoffice/aliases/list.html", listing=listing, page=page, shop_search=shop_address("search")
    )


@bp.get("/parametres/rechercher/alias/nouveau")
@allow(Permission.BACKOFFICE_READ)
def search_alias_new() -> str:
    """The form of new aliases; a search that found nothing may be its first one."""
    form = AliasForm(data={"aliases": request.args.get("alias", "")[:ALIAS_LENGTH]})
    return render_template("backoffice/aliases/form.html", form=form, alias=None)


@bp.post("/parametres/rechercher/alias/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def search_alias_create() -> Any:
    """Create one or several aliases."""
    form = AliasForm()
    if form.validate_on_submit():
        made = attempt(form, services.create_aliases, aliases=form.aliases.data, target=form.target.data)
        if made:
            found = queries.count_results(made[0].alias)
            words = f"{found} produit{'s' if found > 1 else ''} trouvé{'s' if found > 1 else ''}"
            toast(f"« {form.aliases.data} » mène à « {form.target.data} » : {words}.")
            return redirect(url_for("backoffice.search_aliases"))
    return render_template("backoffice/aliases/form.html", form=form, alias=None), 422


@bp.get("/parametres/rechercher/alias/<int:alias_id>")
@allow(Permission.BACKOFFICE_READ)
def search_alias_edit(alias_id: int) -> str:
    """The form of an alias."""
    alias = queries.get_alias(alias_id)
    form = AliasForm(data={"aliases": alias.alias, "target": alias.target, "is_active": alias.is_active})
    return render_template("backoffice/aliases/form.html", form=form, alias=alias)


@bp.post("/parametres/rechercher/alias/<int:alias_id>")
@allow(Permission.BACKOFFICE_WRITE)
def search_alias_update(alias_id: int) -> Any:
    """Change an alias."""
    alias, form = queries.get_alias(alias_id), AliasForm()
    values = {"alias": form.aliases.data, "target": form.target.data, "is_active": form.is_active.data}
    if form.validate_on_submit() and attempt(form, services.update_alias, search_alias=alias, **values):
        toast(f"L’alias « {alias.alias} » est enregistré.")
        return redirect(url_for("backoffice.search_aliases"))
    return render_template("backoffice/aliases/form.html", form=form, alias=alias), 422


@bp.post("/parametres/rechercher/alias/<int:alias_id>/activer")
@allow(Permission.BACKOFFICE_WRITE)
def search_alias_switch(alias_id: int) -> Any:
    """Switch an alias on or off."""
    alias = services.update_alias(search_alias=queries.get_alias(alias_id), is_active=request.form.get("value") == "1")
    toast(f"L’alias « {alias.alias} » est {'activé' if alias.is_active else 'désactivé'}.")
    return back("backoffice.search_aliases")


@bp.post("/parametres/rechercher/alias/<int:alias_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def search_alias_delete(alias_id: int) -> Any:
    """Delete an alias."""
    alias = services.delete_alias(search_alias=queries.get_alias(alias_id))
    toast(f"L’alias « {alias.alias} » est supprimé.")
    return back("backoffice.search_aliases")
