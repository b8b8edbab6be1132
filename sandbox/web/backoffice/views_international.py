"""International: zones of delivery, tax rules."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog.queries import count_by_tax_rule
from sandbox.shop.shipping import queries as shipping
from sandbox.shop.shipping import services as shipping_services
from sandbox.shop.shipping.models import Zone
from sandbox.shop.shipping.rules import place_words
from sandbox.shop.taxes import queries, services
from sandbox.shop.taxes.models import TaxRule
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_shipping import TaxRuleForm, ZoneForm
from sandbox.web.backoffice.links import back, shop_address
from sandbox.web.forms.base import attempt

# zones ---------------------------------------------------------------------------------------------------------------


@bp.get("/international/zones")
@allow(Permission.BACKOFFICE_READ)
def zones() -> str:
    """The zones, with the carriers that go there."""
    serving: dict[int, list[str]] = {}
    for carrier in shipping.list_carriers(only_active=True):
        for zone_id in {fee.zone_id for fee in carrier.fees}:
            serving.setdefault(zone_id, []).append(carrier.name)
    return render_template(
        "backoffice/international/zones.html",
        zones=shipping.list_zones(), serving=serving, places=shipping.places_by_zone(), place_words=place_words,
    )  # fmt: skip


def _zone_page(form: ZoneForm, zone: Zone | None) -> str:
    names = {row.id: row.name for row in shipping.list_zones()}
    owners = {place: names[n] for place, n in shipping.zones_by_place().items() if zone is None or n != zone.id}
    return render_template("backoffice/international/zone.html", form=form, zone=zone, owners=owners)


@bp.get("/international/zones/nouvelle")
@allow(Permission.BACKOFFICE_READ)
def zone_new() -> str:
    """The form of a new zone."""
    return _zone_page(ZoneForm(places=[]), None)


@bp.post("/international/zones/nouvelle")
@allow(Permission.BACKOFFICE_WRITE)
def zone_create() -> Any:
    """Create a zone."""
    form = ZoneForm()
    if form.validate_on_submit():
        zone = attempt(form, shipping_services.create_zone, name=form.name.data, places=form.places.data)
        if zone is not None:
            toast(f"La zone «\u00a0{zone.name}\u00a0» est créée. Donnez-lui des tarifs sur la page d’un transporteur.")
            return redirect(url_for("backoffice.zones"))
    return _zone_page(form, None), 422


@bp.get("/international/zones/<int:zone_id>")
@allow(Permission.BACKOFFICE_READ)
def zone_edit(zone_id: int) -> str:
    """The form of a zone."""
    zone = shipping.get_zone(zone_id)
    return _zone_page(ZoneForm(name=zone.name, places=shipping.places_by_zone().get(zone.id, [])), zone)


@bp.post("/international/zones/<int:zone_id>")
@allow(Permission.BACKOFFICE_WRITE)
def zone_update(zone_id: int) -> Any:
    """Rename a zone, and choose its places."""
    zone, form = shipping.get_zone(zone_id), ZoneForm()
    values = {"name": form.name.data, "places": form.places.data}
    if form.validate_on_submit() and attempt(form, shipping_services.update_zone, zone=zone, **values) is not None:
        toast(f"La zone «\u00a0{zone.name}\u00a0» est enregistrée.")
        return redirect(url_for("backoffice.zones"))
    return _zone_page(form, zone), 422


@bp.post("/international/zones/<int:zone_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def zone_delete(zone_id: int) -> Any:
    """Delete a zone where no carrier goes."""
    zone = shipping_services.delete_zone(zone=shipping.get_zone(zone_id))
    toast(f"La zone «\u00a0{zone.name}\u00a0» est supprimée.")
    return redirect(url_for("backoffice.zones"))


# taxes ---------------------------------------------------------------------------------------------------------------


@bp.get("/international/taxes")
@allow(Permission.BACKOFFICE_READ)
def taxes() -> str:
    """The tax rules, with the number of products that follow each."""
    return render_template(
        "backoffice/international/taxes.html",
        rules=queries.list_tax_rules(only_active=False),
        counts=count_by_tax_rule(),
    )


@bp.post("/international/taxes/<int:rule_id>/etat")
@allow(Permission.BACKOFFICE_WRITE)
def tax_switch(rule_id: int) -> Any:
    """Propose a tax rule on products, or no longer."""
    rule = services.update_tax_rule(tax_rule=queries.get_tax_rule(rule_id), is_active=bool(request.form.get("value")))
    toast(f"«\u00a0{rule.name}\u00a0» est {'activée' if rule.is_active else 'désactivée'}.")
    return back("backoffice.taxes")


def _tax_page(form: TaxRuleForm, rule: TaxRule | None) -> str:
    count = count_by_tax_rule().get(rule.id, 0) if rule else 0
    return render_template("backoffice/international/tax.html", form=form, rule=rule, count=count)


@bp.get("/international/taxes/nouvelle")
@allow(Permission.BACKOFFICE_READ)
def tax_new() -> str:
    """The form of a new tax rule."""
    return _tax_page(TaxRuleForm(is_active=True), None)


@bp.post("/international/taxes/nouvelle")
@allow(Permission.BACKOFFICE_WRITE)
def tax_create() -> Any:
    """Create a tax rule."""
    form = TaxRuleForm()
    if form.validate_on_submit():
        rule = attempt(form, services.create_tax_rule, name=form.name.data, rate_bp=form.rate_bp.data)
        if rule is not None:
            services.update_tax_rule(tax_rule=rule, is_active=form.is_active.data)
            toast(f"La règle de taxe «\u00a0{rule.name}\u00a0» est créée.")
            return redirect(url_for("backoffice.taxes"))
    return _tax_page(form, None), 422


@bp.get("/international/taxes/<int:rule_id>")
@allow(Permission.BACKOFFICE_READ)
def tax_edit(rule_id: int) -> str:
    """The form of a tax rule."""
    rule = queries.get_tax_rule(rule_id)
    return _tax_page(TaxRuleForm(obj=rule), rule)


@bp.post("/international/taxes/<int:rule_id>")
@allow(Permission.BACKOFFICE_WRITE)
def tax_update(rule_id: int) -> Any:
    """Change a tax rule: the prices with tax of its products follow."""
    rule, form = queries.get_tax_rule(rule_id), TaxRuleForm()
    if form.validate_on_submit():
        values = {"name": form.name.data, "rate_bp": form.rate_bp.data, "is_active": form.is_active.data}
        if attempt(form, services.update_tax_rule, tax_rule=rule, **values) is not None:
            toast(f"La règle de taxe «\u00a0{rule.name}\u00a0» est enregistrée.", view=shop_address("home"))
            return redirect(url_for("backoffice.taxes"))
    return _tax_page(form, rule), 422
