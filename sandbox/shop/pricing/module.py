"""The room of prices as the floors above see it: French names of the promotions and their fields."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.money import BP, euros
from sandbox.kernel.values import Kind
from sandbox.shop.pricing import services  # noqa: F401 - importing them registers their actions and the recording of prices
from sandbox.shop.pricing.models import CartRule, CatalogRule, SpecificPrice
from sandbox.shop.pricing.rules import checks, prices
from sandbox.shop.pricing.seed import load


def _value(row: SpecificPrice | CatalogRule) -> Decimal:
    """The number a merchant typed, whatever the kind: percents, or euros."""
    if row.kind == prices.PERCENT:
        return Decimal(row.value_bp * 100) / BP
    if row.kind == prices.AMOUNT:
        return euros(row.amount_cents)
    return Decimal(getattr(row, "price_excl_micros", 0) or 0) / 1_000_000


def _cart_value(row: CartRule) -> Decimal:
    return Decimal(row.reduction_bp * 100) / BP if row.reduction_kind == "percent" else euros(row.reduction_cents)


def _condition_ids(rule: CatalogRule, kind: str) -> list[int]:
    return [c.target_id for c in rule.conditions if c.kind == kind]


def _chosen(rule: CartRule, kind: str) -> list[int]:
    return [s.target_id for s in rule.selections if s.kind == kind]


def _ids(name: str, column: str) -> Any:
    return lambda rule: [getattr(row, column) for row in getattr(rule, name)]


_WHEN = (
    Field("du", "starts_at", "Début", Kind.MOMENT),
    Field("au", "ends_at", "Fin", Kind.MOMENT),
)

SPECIFIC_PRICE = Entity("prix_specifique", "Prix spécifique", SpecificPrice, (
    Field("produit", "product_id", "Produit", Kind.REF, ref="produit"),
    Field("declinaison", "variant_id", "Déclinaison", Kind.REF, ref="declinaison"),
    Field("groupe", "group_id", "Groupe", Kind.REF, ref="groupe_clients"),
    Field("client", "customer_id", "Client", Kind.REF, ref="client"),
    Field("des", "from_quantity", "À partir de (unités)", Kind.INTEGER),
    Field("type", "kind", "Type", Kind.CHOICE, choices=checks.KINDS),
    Field("valeur", "value", "Valeur", Kind.DECIMAL, read=_value, writable=False),
    Field("pourcentage", "value_bp", "Réduction en pourcentage", Kind.RATE),
    Field("montant", "amount_cents", "Montant de la réduction", Kind.CENTS),
    Field("montant_ttc", "is_tax_incl", "Montant taxes incluses", Kind.YES_NO),
    Field("prix_ht", "price_excl_micros", "Prix de vente HT", Kind.MICROS),
    *_WHEN,
), argument="specific_price", title="kind")  # fmt: skip

CATALOG_RULE = Entity("regle_catalogue", "Règle de prix catalogue", CatalogRule, (
    Field("nom", "name", "Nom"),
    Field("type", "kind", "Type de réduction", Kind.CHOICE, choices=checks.CATALOG_KINDS),
    Field("valeur", "value", "Valeur", Kind.DECIMAL, read=_value, writable=False),
    Field("pourcentage", "value_bp", "Réduction en pourcentage", Kind.RATE),
    Field("montant", "amount_cents", "Montant de la réduction", Kind.CENTS),
    Field("montant_ttc", "is_tax_incl", "Taxes incluses", Kind.YES_NO),
    Field("des", "from_quantity", "À partir de (quantité)", Kind.INTEGER),
    Field("groupe", "group_id", "Groupe", Kind.REF, ref="groupe_clients"),
    *_WHEN,
    Field("active", "is_active", "Active", Kind.YES_NO),
    Field("categories", "category_ids", "Catégories", Kind.LIST, ref="categorie", read=lambda r: _condition_ids(r, "category"),
          column="target_id"),
    Field("marques", "brand_ids", "Marques", Kind.LIST, ref="marque", read=lambda r: _condition_ids(r, "brand"), writable=False),
    Field("conditions", "condition_count", "Nombre de conditions", Kind.INTEGER, read=lambda r: len(r.conditions), writable=False),
), argument="rule", gender="f")  # fmt: skip

CART_RULE = Entity("regle_panier", "Règle panier", CartRule, (
    # What a rule gives comes first: the journal tells the first of what changed.
    Field("nom", "name", "Nom"),
    Field("code", "code", "Code"),
    Field("pourcentage", "reduction_bp", "Pourcentage", Kind.RATE),
    Field("montant", "reduction_cents", "Montant", Kind.CENTS),
    Field("livraison_offerte", "is_free_shipping", "Frais de port offerts", Kind.YES_NO),
    Field("minimum", "minimum_cents", "Montant minimum", Kind.CENTS),
    Field("description", "description", "Description"),
    Field("mise_en_avant", "is_highlighted", "Mettre en avant", Kind.YES_NO),
    Field("utilisation_partielle", "allows_partial_use", "Utilisation partielle", Kind.YES_NO),
    Field("priorite", "priority", "Priorité", Kind.INTEGER),
    Field("active", "is_active", "État", Kind.YES_NO),
    Field("client", "customer_id", "Réservé à un seul client", Kind.REF, ref="client"),
    *_WHEN,
    Field("minimum_ttc", "minimum_is_tax_incl", "Montant minimum taxes incluses", Kind.YES_NO),
    Field("minimum_avec_port", "minimum_has_shipping", "Montant minimum livraison incluse", Kind.YES_NO),
    Field("quantite", "quantity", "Total disponible", Kind.INTEGER),
    Field("par_client", "quantity_per_customer", "Total disponible pour chaque utilisateur", Kind.INTEGER),
    Field("type", "reduction_kind", "Appliquer une réduction", Kind.CHOICE, choices=checks.CART_KINDS),
    Field("valeur", "value", "Valeur", Kind.DECIMAL, read=_cart_value, writable=False),
    Field("montant_ttc", "reduction_is_tax_incl", "Montant taxes incluses", Kind.YES_NO),
    Field("porte_sur", "applies_to", "Appliquer la réduction à", Kind.CHOICE, choices=checks.SCOPES),
    Field("produit", "reduction_product_id", "Produit spécifique", Kind.REF, ref="produit"),
    Field("exclut_promos", "excludes_discounted", "Exclure les produits en promotion", Kind.YES_NO),
    Field("cadeau", "gift_product_id", "Cadeau", Kind.REF, ref="produit"),
    Field("groupes", "group_ids", "Groupes de clients", Kind.LIST, ref="groupe_clients", read=_ids("groups", "group_id"),
          column="group_id"),
    Field("transporteurs", "carrier_ids", "Transporteurs", Kind.LIST, ref="transporteur", read=_ids("carriers", "carrier_id"),
          column="carrier_id"),
    Field("incompatibles", "excluded_ids", "Règles non cumulables", Kind.LIST, ref="regle_panier",
          read=_ids("exclusions", "other_id"), column="other_id"),
    Field("produits", "product_ids", "Produits sélectionnés", Kind.LIST, ref="produit", read=lambda r: _chosen(r, "product"),
          column="target_id"),
    Field("categories", "category_ids", "Catégories sélectionnées", Kind.LIST, ref="categorie",
          read=lambda r: _chosen(r, "category"), column="target_id"),
    Field("marques", "brand_ids", "Marques sélectionnées", Kind.LIST, ref="marque", read=lambda r: _chosen(r, "brand"),
          column="target_id"),
    Field("produits_min", "selection_quantity", "Nombre de produits demandés", Kind.INTEGER,
          read=lambda r: max((s.min_quantity for s in r.selections), default=1), column="min_quantity"),
), argument="rule", gender="f")  # fmt: skip

MODULE = ShopModule(
    "pricing",
    entities=(SPECIFIC_PRICE, CATALOG_RULE, CART_RULE),
    seed=load,
    tables={
        "catalog_rule_conditions": "Condition d’une règle de prix catalogue",
        "cart_rule_groups": "Groupe d’une règle panier",
        "cart_rule_carriers": "Transporteur d’une règle panier",
        "cart_rule_selections": "Produits d’une règle panier",
        "cart_rule_exclusions": "Règle panier non cumulable",
        "price_points": "Historique des prix",
    },
)
