"""Catalogue > Réductions > Règles paniers."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.kernel.values import Kind
from sandbox.policy.permissions import Permission
from sandbox.shop.catalog.queries import list_brands
from sandbox.shop.customers.queries import list_groups
from sandbox.shop.orders.queries import uses_of
from sandbox.shop.orders.services import delete_cart_rule
from sandbox.shop.pricing import queries, services
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.pricing.queries.cart_rules import other_cart_rules
from sandbox.shop.pricing.queries.promotions import category_paths
from sandbox.shop.pricing.rules.checks import generate_code
from sandbox.shop.shipping.queries import list_carriers
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.aids import WHY_THIS_PRICE, has_aid
from sandbox.web.backoffice.choices import customer_options, product_options
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_promotions import CartRuleForm, cart_rule_data
from sandbox.web.backoffice.links import back, shop_address
from sandbox.web.backoffice.sales_words import warn_of_promotion
from sandbox.web.backoffice.trial import trial_of
from sandbox.web.forms.base import attempt
from sandbox.web.listing import Column, Filter, Listing
from sandbox.web.numbers import whole

YES_NO = {"1": "Oui", "0": "Non"}
COLUMNS = (
    Column("id", "ID", Filter.RANGE, Kind.INTEGER, is_sorted=True, css="num c-id"),
    Column("name", "Nom", Filter.TEXT, is_sorted=True, css="c-nom"),
    Column("priority", "Priorité", is_sorted=True, css="num c-pri"),
    Column("code", "Code", Filter.TEXT, is_sorted=True, css="c-code"),
    Column("quantity", "Quantité", is_sorted=True, css="num c-q"),
    Column("ends_at", "Expiration", Filter.RANGE, Kind.DAY, is_sorted=True, css="c-day"),
    Column("is_active", "État", Filter.CHOICE, choices=YES_NO, is_sorted=True, css="c-st"),
)


@bp.get("/catalogue/reductions/regles-paniers")
@allow(Permission.BACKOFFICE_READ)
def cart_rules() -> str:
    """The list of cart rules."""
    listing = Listing.read(COLUMNS, request.args, "backoffice.cart_rules")
    values = listing.values
    wanted = queries.CartRuleFilter(
        number_min=values.get("id_min"), number_max=values.get("id_max"), name=values.get("name", ""),
        code=values.get("code", ""), ends_from=values.get("ends_at_min"), ends_to=values.get("ends_at_max"),
        is_active=values["is_active"] == "1" if "is_active" in values else None,
    )  # fmt: skip
    page = queries.list_cart_rules(wanted, sort=listing.sort, number=listing.number, size=listing.size)
    uses = uses_of([row.id for row in page.items])
    return render_template("backoffice/promotions/cart_rules.html", listing=listing, page=page, uses=uses)


@bp.post("/catalogue/reductions/regles-paniers/selection")
@allow(Permission.BACKOFFICE_WRITE)
def cart_rules_bulk() -> Any:
    """Activate, deactivate or delete the selected cart rules."""
    chosen = [queries.get_cart_rule(number) for number in request.form.getlist("ids", type=whole)]
    act = request.form.get("action", "")
    if not chosen or act not in ("activer", "desactiver", "supprimer"):
        toast("Cochez des règles, puis choisissez une action.", kind="warn")
        return back("backoffice.cart_rules")
    for rule in chosen:
        if act == "supprimer":
            delete_cart_rule(rule=rule)
        else:
            services.update_cart_rule(rule=rule, is_active=act == "activer")
    many = "s" if len(chosen) > 1 else ""
    done = {"activer": "activée", "desactiver": "désactivée", "supprimer": "supprimée"}[act]
    toast(f"{len(chosen)} règle{many} panier {done}{many}.")
    return back("backoffice.cart_rules")


@bp.post("/catalogue/reductions/regles-paniers/<int:rule_id>/etat")
@allow(Permission.BACKOFFICE_WRITE)
def cart_rule_switch(rule_id: int) -> Any:
    """Turn a cart rule on or off from the list."""
    rule = services.update_cart_rule(rule=queries.get_cart_rule(rule_id), is_active=bool(request.form.get("value")))
    toast(f"La règle «\u00a0{rule.name}\u00a0» est {'activée' if rule.is_active else 'désactivée'}.")
    return back("backoffice.cart_rules")


def _others(rule: CartRule | None) -> list[tuple[int, str]]:
    return [(r.id, f"{r.code} · {r.name}" if r.code else r.name) for r in other_cart_rules(rule)]


def _form(rule: CartRule | None) -> CartRuleForm:
    """The form with its choices; nothing of it is read from the database by itself."""
    data = cart_rule_data(rule)
    others = _others(rule)
    excluded = {e.other_id for e in rule.exclusions} if rule else set()
    form = CartRuleForm(obj=rule, data={**data, "combined_ids": [i for i, _ in others if i not in excluded]})
    form.carrier_ids.choices = [(c.id, c.name) for c in list_carriers()]
    form.group_ids.choices = [(g.id, g.name) for g in list_groups()]
    form.combined_ids.choices = others
    form.category_ids.choices = category_paths()
    form.brand_ids.choices = [(b.id, b.name) for b in list_brands()]
    products = product_options()
    form.product_ids.choices = list(products.items())
    form.reduction_product_id.options = form.gift_product_id.options = products
    form.customer_id.options = customer_options()
    return form


def _page(form: CartRuleForm, rule: CartRule | None) -> str:
    used = uses_of([rule.id]).get(rule.id, (0, 0))[0] if rule else 0
    return render_template(
        "backoffice/promotions/cart_rule.html", form=form, rule=rule, used=used, in_shop=shop_address("cart"),
        trial=trial_of(rule) if has_aid(WHY_THIS_PRICE) else None,
    )  # fmt: skip


@bp.get("/catalogue/reductions/regles-paniers/nouvelle")
@allow(Permission.BACKOFFICE_READ)
def cart_rule_new() -> str:
    """The form of a new cart rule."""
    return _page(_form(None), None)


@bp.post("/catalogue/reductions/regles-paniers/nouvelle")
@allow(Permission.BACKOFFICE_WRITE)
def cart_rule_create() -> Any:
    """Create a cart rule; « Générer » only fills in a code."""
    form = _form(None)
    if "generer" in request.form:
        return _with_code(form, None)
    if form.validate_on_submit():
        rule = attempt(form, services.create_cart_rule, **form.values([i for i, _ in _others(None)]))
        if rule is not None:
            return _saved(rule, f"La règle panier «\u00a0{rule.name}\u00a0» est créée.")
    return _page(form, None), 422


@bp.get("/catalogue/reductions/regles-paniers/<int:rule_id>")
@allow(Permission.BACKOFFICE_READ)
def cart_rule_edit(rule_id: int) -> str:
    """The three tabs of a cart rule, and « Pourquoi ce prix ? » beside."""
    rule = queries.get_cart_rule(rule_id)
    return _page(_form(rule), rule)


@bp.post("/catalogue/reductions/regles-paniers/<int:rule_id>")
@allow(Permission.BACKOFFICE_WRITE)
def cart_rule_update(rule_id: int) -> Any:
    """Change a cart rule."""
    rule = queries.get_cart_rule(rule_id)
    form = _form(rule)
    if "generer" in request.form:
        return _with_code(form, rule)
    if form.validate_on_submit():
        values = form.values([i for i, _ in _others(rule)])
        if attempt(form, services.update_cart_rule, rule=rule, **values) is not None:
            return _saved(rule, f"La règle panier «\u00a0{rule.name}\u00a0» est enregistrée.")
    return _page(form, rule), 422


def _with_code(form: CartRuleForm, rule: CartRule | None) -> str:
    """The form as it was typed, with a code nobody has; nothing is saved."""
    form.code.data, form.code.raw_data = generate_code(), None
    form.code.process_data(form.code.data)
    return _page(form, rule)


def _saved(rule: CartRule, words: str) -> Any:
    toast(words, view=shop_address("cart"))
    warn_of_promotion([rule.name, rule.code], rule.starts_at, rule.ends_at)
    if "rester" in request.form:
        return redirect(url_for("backoffice.cart_rule_edit", rule_id=rule.id, _anchor=request.form.get("tab") or None))
    return redirect(url_for("backoffice.cart_rules"))


@bp.post("/catalogue/reductions/regles-paniers/<int:rule_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def cart_rule_delete(rule_id: int) -> Any:
    """Delete a cart rule; orders keep what it gave them."""
    rule = delete_cart_rule(rule=queries.get_cart_rule(rule_id))
    toast(f"La règle panier «\u00a0{rule.name}\u00a0» est supprimée.")
    return redirect(url_for("backoffice.cart_rules"))
