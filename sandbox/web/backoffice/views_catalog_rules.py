"""Catalogue > Réductions > Règles de prix catalogue."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.kernel.values import Kind
from sandbox.policy.permissions import Permission
from sandbox.shop.customers.queries import list_groups
from sandbox.shop.pricing import queries, services
from sandbox.shop.pricing.models import CatalogRule
from sandbox.shop.pricing.rules.prices import Condition
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_promotions import CatalogRuleForm
from sandbox.web.backoffice.links import back, shop_address
from sandbox.web.backoffice.sales_words import warn_of_promotion
from sandbox.web.forms.base import attempt
from sandbox.web.listing import Column, Filter, Listing
from sandbox.web.numbers import whole


def _columns() -> tuple[Column, ...]:
    groups = {str(g.id): g.name for g in list_groups()}
    return (
        Column("id", "ID", Filter.RANGE, Kind.INTEGER, is_sorted=True, css="num c-id"),
        Column("name", "Nom", Filter.TEXT, is_sorted=True, css="c-nom"),
        Column("group", "Groupe", Filter.CHOICE, choices=groups, css="c-grp"),
        Column("from_quantity", "À partir de", is_sorted=True, css="num c-pri"),
        Column("kind", "Type", Filter.CHOICE, choices={"percent": "Pourcentage", "amount": "Montant"}, css="c-typ"),
        Column("cut", "Réduction", css="num c-q"),
        Column("starts_at", "Début", Filter.RANGE, Kind.DAY, is_sorted=True, css="c-day"),
        Column("ends_at", "Fin", Filter.RANGE, Kind.DAY, is_sorted=True, css="c-day"),
        Column("is_active", "État", Filter.CHOICE, choices={"1": "Oui", "0": "Non"}, is_sorted=True, css="c-st"),
    )


@bp.get("/catalogue/reductions/regles-catalogue")
@allow(Permission.BACKOFFICE_READ)
def catalog_rules() -> str:
    """The list of catalogue rules."""
    listing = Listing.read(_columns(), request.args, "backoffice.catalog_rules")
    values = listing.values
    wanted = queries.CatalogRuleFilter(
        number_min=values.get("id_min"), number_max=values.get("id_max"), name=values.get("name", ""), kind=values.get("kind", ""),
        group_id=int(values["group"]) if "group" in values else None, starts_from=values.get("starts_at_min"),
        starts_to=values.get("starts_at_max"), ends_from=values.get("ends_at_min"), ends_to=values.get("ends_at_max"),
        is_active=values["is_active"] == "1" if "is_active" in values else None,
    )  # fmt: skip
    page = queries.list_catalog_rules(wanted, sort=listing.sort, number=listing.number, size=listing.size)
    return render_template("backoffice/promotions/catalog_rules.html", listing=listing, page=page)


@bp.post("/catalogue/reductions/regles-catalogue/selection")
@allow(Permission.BACKOFFICE_WRITE)
def catalog_rules_bulk() -> Any:
    """Activate, deactivate or delete the selected catalogue rules."""
    chosen = [queries.get_catalog_rule(number) for number in request.form.getlist("ids", type=whole)]
    act = request.form.get("action", "")
    if not chosen or act not in ("activer", "desactiver", "supprimer"):
        toast("Cochez des règles, puis choisissez une action.", kind="warn")
        return back("backoffice.catalog_rules")
    for rule in chosen:
        if act == "supprimer":
            services.delete_catalog_rule(rule=rule)
        else:
            services.update_catalog_rule(rule=rule, is_active=act == "activer")
    many = "s" if len(chosen) > 1 else ""
    done = {"activer": "activée", "desactiver": "désactivée", "supprimer": "supprimée"}[act]
    toast(f"{len(chosen)} règle{many} de prix catalogue {done}{many}.")
    return back("backoffice.catalog_rules")


@bp.post("/catalogue/reductions/regles-catalogue/<int:rule_id>/etat")
@allow(Permission.BACKOFFICE_WRITE)
def catalog_rule_switch(rule_id: int) -> Any:
    """Turn a catalogue rule on or off from the list."""
    rule = services.update_catalog_rule(
        rule=queries.get_catalog_rule(rule_id), is_active=bool(request.form.get("value"))
    )
    toast(f"La règle «\u00a0{rule.name}\u00a0» est {'activée' if rule.is_active else 'désactivée'}.")
    return back("backoffice.catalog_rules")


def _form(rule: CatalogRule | None) -> CatalogRuleForm:
    return CatalogRuleForm(rule=rule, groups=[(g.id, g.name) for g in list_groups()])


def _page(form: CatalogRuleForm, rule: CatalogRule | None) -> str:
    conditions = [Condition(c.group_no, c.kind, c.target_id, c.value) for c in rule.conditions] if rule else []
    return render_template(
        "backoffice/promotions/catalog_rule.html", form=form, rule=rule,
        concerned=queries.count_products_of(conditions) if rule else None, in_shop=shop_address("home"),
    )  # fmt: skip


@bp.get("/catalogue/reductions/regles-catalogue/nouvelle")
@allow(Permission.BACKOFFICE_READ)
def catalog_rule_new() -> str:
    """The form of a new catalogue rule."""
    return _page(_form(None), None)


@bp.post("/catalogue/reductions/regles-catalogue/nouvelle")
@allow(Permission.BACKOFFICE_WRITE)
def catalog_rule_create() -> Any:
    """Create a catalogue rule."""
    form = _form(None)
    if form.validate_on_submit():
        rule = attempt(form, services.create_catalog_rule, **form.values())
        if rule is not None:
            return _saved(rule, f"La règle de prix catalogue «\u00a0{rule.name}\u00a0» est créée.")
    return _page(form, None), 422


@bp.get("/catalogue/reductions/regles-catalogue/<int:rule_id>")
@allow(Permission.BACKOFFICE_READ)
def catalog_rule_edit(rule_id: int) -> str:
    """The form of a catalogue rule."""
    rule = queries.get_catalog_rule(rule_id)
    return _page(_form(rule), rule)


@bp.post("/catalogue/reductions/regles-catalogue/<int:rule_id>")
@allow(Permission.BACKOFFICE_WRITE)
def catalog_rule_update(rule_id: int) -> Any:
    """Change a catalogue rule."""
    rule = queries.get_catalog_rule(rule_id)
    form = _form(rule)
    if (
        form.validate_on_submit()
        and attempt(form, services.update_catalog_rule, rule=rule, **form.values()) is not None
    ):
        return _saved(rule, f"La règle de prix catalogue «\u00a0{rule.name}\u00a0» est enregistrée.")
    return _page(form, rule), 422


def _saved(rule: CatalogRule, words: str) -> Any:
    toast(words, view=shop_address("home"))
    warn_of_promotion([rule.name], rule.starts_at, rule.ends_at)
    if "rester" in request.form:
        return redirect(url_for("backoffice.catalog_rule_edit", rule_id=rule.id))
    return redirect(url_for("backoffice.catalog_rules"))


@bp.post("/catalogue/reductions/regles-catalogue/<int:rule_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def catalog_rule_delete(rule_id: int) -> Any:
    """Delete a catalogue rule."""
    rule = services.delete_catalog_rule(rule=queries.get_catalog_rule(rule_id))
    toast(f"La règle de prix catalogue «\u00a0{rule.name}\u00a0» est supprimée.")
    return redirect(url_for("backoffice.catalog_rules"))
