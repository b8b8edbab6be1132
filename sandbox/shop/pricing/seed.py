"""The promotions of a context: promotions.yaml."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import excl_micros
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.catalog.models import Attribute, AttributeValue, Feature, Product
from sandbox.shop.pricing.models import (
    CartRule,
    CartRuleCarrier,
    CartRuleGroup,
    CartRuleSelection,
    CatalogRule,
    CatalogRuleCondition,
    SpecificPrice,
)
from sandbox.shop.pricing.rules import carts, checks, prices
from sandbox.shop.taxes.models import TaxRule

FILE = "promotions.yaml"
_ALWAYS = timedelta(days=365)


def load(reader: Reader) -> None:
    """Specific prices, catalogue rules, cart rules."""
    root = reader.yaml(FILE, optional=True)
    _specific_prices(reader, root["prix_specifiques"])
    _catalog_rules(reader, root["regles_catalogue"])
    _cart_rules(reader, root["regles_panier"])
    session.flush()


def _specific_prices(reader: Reader, section: Node) -> None:
    made = []
    for node in section:
        product_id = reader.ref("produit", node.text("produit"), at=node, column="produit")
        if product_id is None:
            _required(reader, node, "produit")
            continue
        cut = _cut(reader, node, checks.KINDS, product_id)
        row = SpecificPrice(
            key=node.text("cle") or None, product_id=product_id,
            variant_id=reader.ref("declinaison", node.text("declinaison"), at=node, column="declinaison"),
            group_id=reader.ref("groupe_clients", node.text("groupe"), at=node, column="groupe"),
            customer_id=reader.ref("client", node.text("client"), at=node, column="client"),
            from_quantity=reader.value(node["des"], Kind.INTEGER, 1), **cut, **_dates(reader, node),
        )  # fmt: skip
        _checked(reader, node, row)
        made.append(row)
    session.add_all(made)
    session.flush()
    for row in made:
        if row.key:
            reader.learn("prix_specifique", row.key, row.id)


def _catalog_rules(reader: Reader, section: Node) -> None:
    made = []
    for node in section:
        if not _required(reader, node, "nom"):
            continue
        cut = _cut(reader, node, checks.CATALOG_KINDS, None)
        cut.pop("price_excl_micros")
        row = CatalogRule(
            key=node.text("cle") or None, name=node.text("nom"), from_quantity=reader.value(node["des"], Kind.INTEGER, 1),
            group_id=reader.ref("groupe_clients", node.text("groupe"), at=node, column="groupe"),
            is_active=reader.value(node["active"], Kind.YES_NO, True), **cut, **_dates(reader, node),
        )  # fmt: skip
        _checked(reader, node, row)
        row.conditions = [c for n, group in enumerate(node["conditions"], 1) for c in _group(reader, group, n)]
        made.append(row)
    session.add_all(made)
    session.flush()
    for row in made:
        if row.key:
            reader.learn("regle_catalogue", row.key, row.id)


def _group(reader: Reader, group: Node, number: int) -> list[CatalogRuleCondition]:
    """The conditions of one group; features and attributes are written « Origine=Colombie »."""
    found = []
    for node in group:
        kind = reader.value(node["type"], Kind.CHOICE, None, checks.CONDITION_KINDS)
        value, target, text = node.text("valeur"), None, ""
        if kind == "category":
            target = reader.ref("categorie", value, at=node, column="valeur")
        elif kind == "brand":
            target = reader.ref("marque", value, at=node, column="valeur")
        elif kind in ("feature", "attribute"):
            name, _, text = value.partition("=")
            target = _feature(name) if kind == "feature" else _attribute_value(name, text)
            if target is None:
                reader.fault(
                    node, f"«\u00a0{value}\u00a0» inconnu\u00a0: écrivez Nom=Valeur, comme dans le catalogue.", "valeur"
                )
        if target is not None:
            found.append(CatalogRuleCondition(
                group_no=number, kind=kind, target_id=target, value=text if kind == "feature" else ""
            ))  # fmt: skip
    return found


def _feature(name: str) -> int | None:
    return session.scalar(sa.select(Feature.id).where(Feature.name == name.strip()))


def _attribute_value(name: str, value: str) -> int | None:
    query = sa.select(AttributeValue.id).join(Attribute, Attribute.id == AttributeValue.attribute_id)
    return session.scalar(query.where(Attribute.name == name.strip(), AttributeValue.name == value.strip()))


def _cart_rules(reader: Reader, section: Node) -> None:
    made = []
    for node in section:
        if not _required(reader, node, "nom"):
            continue
        row = _cart_rule(reader, node)
        _checked_cart_rule(reader, node, row)
        made.append(row)
    codes: set[str] = set()
    for node, row in zip([n for n in section if n.text("nom")], made, strict=True):
        if row.code and row.code.lower() in codes:
            reader.fault(node, f"Le code «\u00a0{row.code}\u00a0» est donné deux fois.", "code")
        codes.add(row.code.lower())
    session.add_all(made)
    session.flush()
    for row in made:
        if row.key:
            reader.learn("regle_panier", row.key, row.id)


def _cart_rule(reader: Reader, node: Node) -> CartRule:
    kind = reader.value(node["type"], Kind.CHOICE, carts.NONE, checks.CART_KINDS)
    dates = _dates(reader, node)
    start = dates["starts_at"] or clock.start_of_day(reader.anchor)
    selections = [
        CartRuleSelection(kind=code, target_id=target, min_quantity=reader.value(node["produits_min"], Kind.INTEGER, 1))
        for code, entity, name in (("product", "produit", "produits"), ("category", "categorie", "categories"), ("brand", "marque", "marques"))
        for key in reader.value(node[name], Kind.LIST, [])
        if (target := reader.ref(entity, key, at=node, column=name)) is not None
    ]  # fmt: skip
    product_id = reader.ref("produit", node.text("produit"), at=node, column="produit")
    default = carts.PRODUCT if product_id else carts.SELECTION if selections and kind == carts.PERCENT else carts.ORDER
    return CartRule(
        key=node.text("cle") or None, name=node.text("nom"), description=node.text("description").strip(),
        code=node.text("code").strip(), is_highlighted=reader.value(node["mise_en_avant"], Kind.YES_NO, False),
        allows_partial_use=reader.value(node["utilisation_partielle"], Kind.YES_NO, True),
        priority=reader.value(node["priorite"], Kind.INTEGER, 1), is_active=reader.value(node["active"], Kind.YES_NO, True),
        customer_id=reader.ref("client", node.text("client"), at=node, column="client"),
        starts_at=start, ends_at=dates["ends_at"] or start + _ALWAYS,
        minimum_cents=reader.value(node["minimum"], Kind.CENTS, 0), quantity=reader.value(node["quantite"], Kind.INTEGER, 1),
        quantity_per_customer=reader.value(node["par_client"], Kind.INTEGER, 1),
        is_free_shipping=reader.value(node["livraison_offerte"], Kind.YES_NO, False), reduction_kind=kind,
        reduction_bp=reader.value(node["valeur"], Kind.RATE, 0) if kind == carts.PERCENT else 0,
        reduction_cents=reader.value(node["valeur"], Kind.CENTS, 0) if kind == carts.AMOUNT else 0,
        applies_to=reader.value(node["porte_sur"], Kind.CHOICE, default, checks.SCOPES), reduction_product_id=product_id,
        excludes_discounted=reader.value(node["exclut_promos"], Kind.YES_NO, False),
        gift_product_id=reader.ref("produit", node.text("cadeau"), at=node, column="cadeau"),
        groups=[CartRuleGroup(group_id=i) for i in _refs(reader, node, "groupe", "groupe_clients")],
        carriers=[CartRuleCarrier(carrier_id=i) for i in _refs(reader, node, "transporteurs", "transporteur")],
        selections=selections,
    )  # fmt: skip


def _refs(reader: Reader, node: Node, name: str, entity: str) -> list[int]:
    keys = reader.value(node[name], Kind.LIST, [])
    return [i for key in keys if (i := reader.ref(entity, key, at=node, column=name)) is not None]


def _cut(reader: Reader, node: Node, kinds: dict[str, str], product_id: int | None) -> dict[str, Any]:
    """The reduction as columns; a fixed price is written with tax and kept without."""
    kind = reader.value(node["type"], Kind.CHOICE, prices.PERCENT, kinds)
    cents = reader.value(node["valeur"], Kind.CENTS, 0)
    fixed = None
    if kind == prices.PRICE and product_id is not None:
        rate = session.scalar(
            sa.select(TaxRule.rate_bp).join(Product, Product.tax_rule_id == TaxRule.id).where(Product.id == product_id)
        )
        fixed = excl_micros(cents, rate or 0)
    return {
        "kind": kind, "value_bp": reader.value(node["valeur"], Kind.RATE, 0) if kind == prices.PERCENT else 0,
        "amount_cents": cents if kind == prices.AMOUNT else 0, "price_excl_micros": fixed,
    }  # fmt: skip


def _dates(reader: Reader, node: Node) -> dict[str, Any]:
    return {"starts_at": reader.value(node["du"], Kind.MOMENT), "ends_at": reader.value(node["au"], Kind.MOMENT)}


def _required(reader: Reader, node: Node, name: str) -> bool:
    if not node.text(name):
        reader.fault(node, f"La clé obligatoire «\u00a0{name}\u00a0» manque.", name)
    return bool(node.text(name))


def _checked(reader: Reader, node: Node, row: SpecificPrice | CatalogRule) -> None:
    price = row.price_excl_micros if isinstance(row, SpecificPrice) else None
    try:
        checks.check_quantity(row.from_quantity, field="des")
        checks.check_cut(
            row.kind, bp=row.value_bp, cents=row.amount_cents, price_micros=price, fields=("valeur", "valeur", "valeur")
        )
        checks.check_dates(row.starts_at, row.ends_at)
    except RuleBroken as broken:
        reader.fault(node, broken.message, {"ends_at": "au"}.get(broken.field or "", broken.field or ""))


def _checked_cart_rule(reader: Reader, node: Node, row: CartRule) -> None:
    try:
        checks.clean_code(row.code)
        checks.check_dates(row.starts_at, row.ends_at)
        checks.check_cart_action(
            kind=row.reduction_kind, bp=row.reduction_bp, cents=row.reduction_cents, applies_to=row.applies_to,
            has_product=row.reduction_product_id is not None, has_selection=bool(row.selections),
            is_free_shipping=row.is_free_shipping, has_gift=row.gift_product_id is not None,
        )  # fmt: skip
    except RuleBroken as broken:
        reader.fault(node, broken.message, broken.field or "")
