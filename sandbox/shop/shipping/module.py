"""The shipping room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.shipping import services  # noqa: F401 - importing them registers their actions
from sandbox.shop.shipping.models import Carrier, CarrierFee, ProductCarrier, Zone
from sandbox.shop.shipping.queries import places_by_zone
from sandbox.shop.shipping.rules import BILLINGS
from sandbox.shop.shipping.seed import load


def _group_ids(carrier: Carrier) -> list[int]:
    return [link.group_id for link in carrier.groups]


def _zone_ids(carrier: Carrier) -> list[int]:
    return sorted({fee.zone_id for fee in carrier.fees})


def _places(zone: Zone) -> list[str]:
    return places_by_zone().get(zone.id, [])


ZONE = Entity("zone", "Zone géographique", Zone, (
    Field("nom", "name", "Nom"),
    Field("lieux", "places", "Pays et départements", Kind.LIST, read=_places),
), argument="zone", gender="f")  # fmt: skip

CARRIER = Entity("transporteur", "Transporteur", Carrier, (
    Field("nom", "name", "Nom"),
    Field("delai", "delay", "Délai affiché"),
    Field("delai_min", "delay_min_days", "Délai minimum (jours ouvrés)", Kind.INTEGER),
    Field("delai_max", "delay_max_days", "Délai maximum (jours ouvrés)", Kind.INTEGER),
    Field("suivi", "tracking_url", "Adresse de suivi"),
    Field("tva", "tax_rule_id", "Règle de taxe", Kind.REF, ref="regle_taxe"),
    Field("gratuit_des", "free_from_cents", "Gratuit à partir de", Kind.CENTS),
    Field("gratuit", "is_free", "Livraison gratuite", Kind.YES_NO),
    Field("facturation", "billing", "Facturation", Kind.CHOICE, choices=BILLINGS),
    Field("manutention", "adds_handling", "Frais de manutention ajoutés", Kind.YES_NO),
    Field("poids_max", "max_weight_g", "Poids maximum (g)", Kind.INTEGER),
    Field("groupes", "group_ids", "Accès des groupes", Kind.LIST, ref="groupe_clients", read=_group_ids, column="group_id"),
    Field("position", "position", "Position", Kind.INTEGER),
    Field("actif", "is_active", "Activé", Kind.YES_NO),
    Field("retrait", "is_pickup", "Retrait sur place", Kind.YES_NO),
    Field("zones", "zone_ids", "Zones desservies", Kind.LIST, ref="zone", read=_zone_ids, writable=False),
), argument="carrier")  # fmt: skip

FEE = Entity("tarif_transporteur", "Tarif d’un transporteur", CarrierFee, (
    Field("transporteur", "carrier_id", "Transporteur", Kind.REF, ref="transporteur", writable=False),
    Field("zone", "zone_id", "Zone", Kind.REF, ref="zone", writable=False),
    Field("jusqu_a", "up_to", "Jusqu’à (grammes ou centimes)", Kind.INTEGER, writable=False),
    Field("prix_ttc", "price_cents", "Prix TTC", Kind.CENTS, writable=False),
), argument="fee", title="id")  # fmt: skip

PRODUCT_CARRIER = Entity("transporteur_produit", "Transporteur choisi pour un produit", ProductCarrier, (
    Field("produit", "product_id", "Produit", Kind.REF, ref="produit", writable=False),
    Field("transporteur", "carrier_id", "Transporteur", Kind.REF, ref="transporteur", writable=False),
), argument="product_carrier", title="id")  # fmt: skip

MODULE = ShopModule(
    "shipping",
    entities=(ZONE, CARRIER, FEE, PRODUCT_CARRIER),
    seed=load,
    tables={
        "zone_places": "Lieux des zones",
        "carrier_fees": "Frais de livraison",
        "carrier_groups": "Groupe d’un transporteur",
        "product_carriers": "Transporteur d’un produit",
    },
)
