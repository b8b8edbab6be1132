"""Following an order without an account: its reference and the address it was made with."""

from __future__ import annotations

from typing import Any

from flask import render_template

from sandbox.policy.permissions import Permission
from sandbox.shop.orders import queries as orders
from sandbox.web.access import allow
from sandbox.web.storefront import bp, visitor
from sandbox.web.storefront.named_order import NamedOrderForm, find_named


@bp.get("/suivi")
@allow(Permission.STOREFRONT_VISIT)
def tracking() -> str:
    """Ask which order, and who asks."""
    person = visitor.person()
    form = NamedOrderForm(email=person.email if person else "", reference=visitor.kept().get("derniere") or "")
    return render_template("storefront/pages/tracking.html", form=form)


@bp.post("/suivi")
@allow(Permission.STOREFRONT_VISIT, writes=False)
def track() -> Any:
    """Show where the order is; the same words for an unknown one and for somebody else's."""
    form = NamedOrderForm()
    found = find_named(form)
    if found is None:
        return render_template("storefront/pages/tracking.html", form=form), 422
    return render_template("storefront/pages/tracked.html", order=found, taxes=orders.taxes_of_order(found))
