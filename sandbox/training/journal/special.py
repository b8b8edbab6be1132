"""Changes whose plain words would hide what matters: the price a promotion gives, the name of a setting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.changes import RowChange
from sandbox.kernel.db import db
from sandbox.kernel.money import format_bp, format_cents
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.values import Kind, show
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import CustomerGroup
from sandbox.shop.customers.queries import buyer_of
from sandbox.shop.customers.rules import Buyer
from sandbox.shop.pricing.models import SpecificPrice
from sandbox.shop.pricing.queries import price_of
from sandbox.shop.shops.rules import SETTINGS
from sandbox.training.journal.rows import row_of


def special_parts(change: RowChange) -> list[str] | None:
    """The words of a change that has its own, or None."""
    if change.table == "shop_settings" and change.op != "delete":
        return _setting(change)
    if change.table == "specific_prices" and change.op == "insert":
        return _specific_price(change)
    return None


def _setting(change: RowChange) -> list[str] | None:
    """« Produits par page 12 → 24 »."""
    row = row_of(change.table, change.row_id)
    spec = SETTINGS.get(getattr(row, "name", ""))
    if spec is None or "value" not in change.after:
        return None
    before, after = (_shortened(values.get("value") or "vide") for values in (change.before, change.after))
    return [f"{spec.label} {before} → {after}" if change.op == "update" else f"{spec.label} : {after}"]


def _shortened(text: Any) -> str:
    words = str(text)
    return words if len(words) <= 40 else f"{len(words)} caractères"


def _specific_price(change: RowChange) -> list[str]:
    """« Prix TTC 34,90 € → 29,67 €, prix spécifique ; du 27/11/2026 … »: the price at the moment it begins."""
    row = row_of(change.table, change.row_id)
    product = row_of("products", change.after.get("product_id") or 0)
    if not isinstance(row, SpecificPrice) or not isinstance(product, Product):
        return ["Prix spécifique créé"]
    at = max(row.starts_at or clock.now(), clock.now())
    price = price_of(product, buyer=_buyer(row), quantity=row.from_quantity, at=at)
    cut = f" (−{format_bp(row.value_bp)})" if row.kind == "percent" else ""
    words = f"Prix spécifique créé{cut}"
    if price.is_reduced:
        regular, unit = format_cents(price.regular_incl_cents), format_cents(price.unit_incl_cents)
        words = f"Prix TTC {regular} → {unit}, prix spécifique{cut}"
    return [words, *_dates(row.starts_at, row.ends_at)]


def _buyer(row: SpecificPrice) -> Buyer:
    """Somebody of the group that the price is for, or any visitor."""
    visitor = buyer_of(None)
    if row.group_id is None:
        return visitor
    group = db.session.get(CustomerGroup, (open_shop_id(), row.group_id))
    if group is None:
        return visitor
    return Buyer(None, (group.id,), group.id, group.shows_tax_excl, group.shows_prices)


def _dates(start: datetime | None, end: datetime | None) -> list[str]:
    words = [
        f"{word} {show(Kind.MOMENT, moment)}" for word, moment in (("du", start), ("au", end)) if moment is not None
    ]
    return [" ".join(words)] if words else []
