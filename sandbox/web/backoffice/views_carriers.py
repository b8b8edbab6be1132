"""Livraison > Transporteurs, and Livraison > Préférences."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.customers.queries import list_groups
from sandbox.shop.orders.services import delete_carrier
from sandbox.shop.shipping import queries, services
from sandbox.shop.shipping.models import Carrier
from sandbox.shop.shops.queries import settings_of
from sandbox.shop.shops.rules import SETTINGS, Section
from sandbox.shop.shops.services import set_settings
from sandbox.shop.taxes.queries import list_tax_rules
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.fee_grid import FeeGrid
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_catalog import settings_form
from sandbox.web.backoffice.forms_shipping import CarrierForm
from sandbox.web.backoffice.links import back, shop_address
from sandbox.web.backoffice.pictures import uploaded
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.numbers import whole


@bp.get("/livraison/transporteurs")
@allow(Permission.BACKOFFICE_READ)
def carriers() -> str:
    """The carriers in the order in which customers are offered them."""
    return render_template(
        "backoffice/carriers/list.html",
        carriers=queries.list_carriers(),
        zones={z.id: z.name for z in queries.list_zones()},
    )


@bp.post("/livraison/transporteurs/<int:carrier_id>/<any(actif, gratuit):name>")
@allow(Permission.BACKOFFICE_WRITE)
def carrier_switch(carrier_id: int, name: str) -> Any:
    """Turn a carrier on or off, or make it free, from the list."""
    carrier, on = queries.get_carrier(carrier_id), bool(request.form.get("value"))
    if name == "actif":
        services.update_carrier(carrier=carrier, is_active=on)
        words = "activé" if on else "désactivé"
    else:
        services.update_carrier(carrier=carrier, is_free=on)
        words = "gratuit" if on else "payant"
    toast(f"«\u00a0{carrier.name}\u00a0» est {words}.", view=shop_address("cart"))
    return back("backoffice.carriers")


@bp.post("/livraison/transporteurs/<int:carrier_id>/position")
@allow(Permission.BACKOFFICE_WRITE)
def carrier_move(carrier_id: int) -> Any:
    """Move a carrier in the list."""
    services.move_carrier(carrier=queries.get_carrier(carrier_id), position=request.form.get("position", 1, type=whole))
    return back("backoffice.carriers")


# one carrier ---------------------------------------------------------------------------------------------------------


def _zones() -> list[tuple[int, str]]:
    return [(zone.id, zone.name) for zone in queries.list_zones()]


def _form(carrier: Carrier | None) -> CarrierForm:
    rules = [(rule.id, rule.name) for rule in list_tax_rules()]
    return CarrierForm(carrier=carrier, groups=[(g.id, g.name) for g in list_groups()], tax_rules=rules)


def _page(form: CarrierForm, grid: FeeGrid, carrier: Carrier | None) -> str:
    return render_template("backoffice/carriers/edit.html", form=form, grid=grid, carrier=carrier)


def _known_grid(carrier: Carrier | None) -> FeeGrid:
    if carrier is None:
        return FeeGrid.of((), _zones(), "weight")
    return FeeGrid.of(((f.zone_id, f.up_to, f.price_cents) for f in carrier.fees), _zones(), carrier.billing)


@bp.get("/livraison/transporteurs/nouveau")
@allow(Permission.BACKOFFICE_READ)
def carrier_new() -> str:
    """The form of a new carrier."""
    return _page(_form(None), _known_grid(None), None)


@bp.post("/livraison/transporteurs/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def carrier_create() -> Any:
    """Create a carrier with its fees."""
    return _save(None)


@bp.get("/livraison/transporteurs/<int:carrier_id>")
@allow(Permission.BACKOFFICE_READ)
def carrier_edit(carrier_id: int) -> str:
    """The form of a carrier."""
    carrier = queries.get_carrier(carrier_id)
    return _page(_form(carrier), _known_grid(carrier), carrier)


@bp.post("/livraison/transporteurs/<int:carrier_id>")
@allow(Permission.BACKOFFICE_WRITE)
def carrier_update(carrier_id: int) -> Any:
    """Change a carrier and its fees."""
    return _save(queries.get_carrier(carrier_id))


def _save(carrier: Carrier | None) -> Any:
    form = _form(carrier)
    is_sound = form.validate_on_submit()
    grid = FeeGrid.read(request.form, _zones(), form.billing.data or "weight")
    logo = uploaded(form, form.picture) if is_sound else None
    if is_sound and not grid.faults and not form.picture.errors:
        values = form.values() | ({"logo": logo} if logo or form.removes_image.data else {})
        saved = attempt(form, _write, carrier=carrier, values=values, grid=grid)
        if saved is not None:
            return _saved(saved, "enregistré" if carrier else "créé")
    return _page(form, grid, carrier), 422


def _write(*, carrier: Carrier | None, values: dict[str, Any], grid: FeeGrid) -> Carrier:
    saved = services.update_carrier(carrier=carrier, **values) if carrier else services.create_carrier(**values)
    known: dict[int, list[tuple[int, int]]] = {}
    for fee in saved.fees:
        known.setdefault(fee.zone_id, []).append((fee.up_to, fee.price_cents))
    for zone in queries.list_zones():
        steps = sorted(grid.steps[zone.id])
        if steps != sorted(known.get(zone.id, [])):
            services.set_fees(carrier=saved, zone=zone, fees=steps)
    return saved


def _saved(carrier: Carrier, words: str) -> Any:
    toast(f"Le transporteur «\u00a0{carrier.name}\u00a0» est {words}.", view=shop_address("cart"))
    if "rester" in request.form:
        tab = request.form.get("tab") or None
        return redirect(url_for("backoffice.carrier_edit", carrier_id=carrier.id, _anchor=tab))
    return redirect(url_for("backoffice.carriers"))


@bp.post("/livraison/transporteurs/<int:carrier_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def carrier_delete(carrier_id: int) -> Any:
    """Delete a carrier that nothing needs."""
    carrier, form = queries.get_carrier(carrier_id), BaseForm()
    if attempt(form, delete_carrier, carrier=carrier) is None:
        toast(" ".join(form.general_errors), kind="bad")
        return redirect(url_for("backoffice.carrier_edit", carrier_id=carrier_id))
    toast(f"Le transporteur «\u00a0{carrier.name}\u00a0» est supprimé.")
    return redirect(url_for("backoffice.carriers"))


# preferences ---------------------------------------------------------------------------------------------------------


def _preferences(form: BaseForm) -> str:
    return render_template(
        "backoffice/carriers/preferences.html",
        form=form,
        settings=SETTINGS,
        carriers=queries.list_carriers(only_active=True),
    )


@bp.get("/livraison/preferences")
@allow(Permission.BACKOFFICE_READ)
def shipping_preferences() -> str:
    """What holds for every carrier."""
    return _preferences(settings_form(Section.SHIPPING)(data=settings_of(Section.SHIPPING)))


@bp.post("/livraison/preferences")
@allow(Permission.BACKOFFICE_WRITE)
def shipping_preferences_save() -> Any:
    """Save what holds for every carrier."""
    form = settings_form(Section.SHIPPING)()
    if form.validate_on_submit():
        values = {name: field.data for name, field in form._fields.items() if name in SETTINGS}
        if attempt(form, set_settings, values=values) is not None:
            toast("Les préférences de livraison sont enregistrées.", view=shop_address("cart"))
            return redirect(url_for("backoffice.shipping_preferences"))
    return _preferences(form), 422
