"""Values of several parts in a run: a pack's contents, the lines of an order, the fees of a carrier, rights by screen.

Each is written as a person would say it (« coffret*2 », « {"2": "20,00"} ») and becomes the argument its service takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sandbox.kernel.money import to_cents
from sandbox.kernel.values import ValueFault, parse_decimal, parse_yes_no
from sandbox.shop.catalog.models import Product, Variant
from sandbox.shop.catalog.rules import FIELD_KINDS
from sandbox.shop.orders.services.checkout import OrderItem
from sandbox.shop.orders.services.refunds import RefundItem
from sandbox.training.subjects.names import NameFault, Names, entity_named

Given = Mapping[str, Any]
FIELD_LENGTH = 255
T = TypeVar("T")


def article(names: Names, raw: str) -> tuple[Product, Variant | None, int]:
    """`coffret*2` or `mug-escale/Brique*1`: the product, its variant when one is named, how many."""
    key, _, count = raw.strip().partition("*")
    if count and not count.isdigit():
        raise NameFault(f"« {raw} » : écrivez la quantité après une étoile, comme mug-escale*2.")
    quantity = int(count or 1)
    if "/" in key:
        variant: Variant = names.get_row(entity_named("declinaison"), key)
        return variant.product, variant, quantity
    return names.get_row(entity_named("produit"), key), None, quantity


def _pack(names: Names, raw: Any, _arguments: Given) -> Given:
    """`["confiture-de-lait*1", "bol-du-matin*1"]`."""
    articles = [article(names, str(item)) for item in listed(raw)]
    return {"pack_items": [(product.id, variant.id if variant else None, n) for product, variant, n in articles]}


def _custom_fields(_names: Names, raw: Any, _arguments: Given) -> Given:
    """`[{"libelle": "Votre mot", "type": "texte", "obligatoire": "non", "longueur": 40}]`."""
    fields = []
    for item in listed(raw):
        if not isinstance(item, dict) or "libelle" not in item or str(item.get("type", "texte")) not in FIELD_KINDS:
            raise NameFault('Une personnalisation s’écrit {"libelle": "Votre mot", "type": "texte"}.')
        kind = FIELD_KINDS[str(item.get("type", "texte"))]
        required = read_with(parse_yes_no, str(item.get("obligatoire", "non")))
        fields.append((str(item["libelle"]), kind, required, int(item.get("longueur", FIELD_LENGTH))))
    return {"custom_fields": fields}


def _features(_names: Names, raw: Any, _arguments: Given) -> Given:
    """`{"Matière": "verre", "Contenance": "1 L"}`."""
    if not isinstance(raw, dict):
        raise NameFault('« caracteristiques » doit être un objet : {"Matière": "verre"}.')
    return {"features": [(str(name), str(value)) for name, value in raw.items()]}


def _carriers(names: Names, raw: Any, _arguments: Given) -> Given:
    """`["chrono-maree", "retrait-brulerie"]`."""
    return {"carriers": [names.get_row(entity_named("transporteur"), str(key)) for key in listed(raw)]}


def _rights(_names: Names, raw: Any, _arguments: Given) -> Given:
    """`{"produits": ["voir", "modifier"]}`."""
    if not isinstance(raw, dict):
        raise NameFault('« droits » doit être un objet : {"produits": ["voir"]}.')
    return {"given": {str(area): [str(word) for word in listed(words)] for area, words in raw.items()}}


def _fees(_names: Names, raw: Any, _arguments: Given) -> Given:
    """`{"2": "20,00"}`: up to so many kilos (or euros), the price with tax."""
    if not isinstance(raw, dict):
        raise NameFault('« tranches » doit être un objet : {"2": "4,90", "5": "6,50"}.')
    by_weight = getattr(_arguments.get("carrier"), "billing", "weight") == "weight"
    steps = []
    for limit, price in raw.items():
        number = read_with(parse_decimal, str(limit))
        steps.append(
            (int(number * 1000) if by_weight else to_cents(number), to_cents(read_with(parse_decimal, str(price))))
        )
    return {"fees": steps}


def _order_lines(names: Names, raw: Any, _arguments: Given) -> Given:
    """`["mug-escale/Brique*3", "cuilleres-laiton*1"]`."""
    articles = [article(names, str(item)) for item in listed(raw)]
    return {"items": [OrderItem(product, quantity, variant) for product, variant, quantity in articles]}


def _delivery(names: Names, raw: Any, _arguments: Given) -> Given:
    """An address by its key."""
    return {"delivery_address": names.get_row(entity_named("adresse"), str(raw))}


def _payment(names: Names, raw: Any, _arguments: Given) -> Given:
    """A means of payment by its key."""
    return {"payment": names.get_row(entity_named("mode_paiement"), str(raw))}


def _refund_lines(names: Names, raw: Any, arguments: Given) -> Given:
    """`["dripper-spirale*1"]`: units of the lines of the order that is the target."""
    order = arguments.get("order")
    if order is None:
        raise NameFault("« articles » demande une commande pour cible.")
    items = []
    for text in listed(raw):
        product, variant, quantity = article(names, str(text))
        fitting = (
            one for one in order.lines if one.product_id == product.id and (not variant or one.variant_id == variant.id)
        )
        line = next(fitting, None)
        if line is None:
            raise NameFault(f"« {product.name} » n’est pas dans la commande {order.reference}.")
        items.append(RefundItem(line, quantity))
    return {"items": items}


def _shipping(_names: Names, raw: Any, _arguments: Given) -> Given:
    return {"shipping_cents": to_cents(read_with(parse_decimal, str(raw)))}


def _restocks(_names: Names, raw: Any, _arguments: Given) -> Given:
    return {"restocks": read_with(parse_yes_no, str(raw))}


def listed(raw: Any) -> list[Any]:
    """One value or several, as several."""
    return raw if isinstance(raw, list) else [raw]


def read_with(reader: Callable[[str], T], raw: str) -> T:
    """What a reader of values makes of a text; raises NameFault in its words."""
    try:
        return reader(raw)
    except ValueFault as fault:
        raise NameFault(str(fault)) from None


COMPOUND: dict[tuple[str, str], Callable[[Names, Any, Given], Given]] = {
    ("produit.creer", "contenu_pack"): _pack, ("produit.modifier", "contenu_pack"): _pack,
    ("produit.creer", "personnalisations"): _custom_fields, ("produit.modifier", "personnalisations"): _custom_fields,
    ("produit.creer", "caracteristiques"): _features, ("produit.modifier", "caracteristiques"): _features,
    ("produit.transporteurs", "transporteurs"): _carriers,
    ("profil.autoriser", "droits"): _rights,
    ("transporteur.tarifs", "tranches"): _fees,
    ("commande.creer", "lignes"): _order_lines, ("commande.creer", "adresse_livraison"): _delivery,
    ("commande.creer", "paiement"): _payment,
    ("commande.rembourser", "articles"): _refund_lines, ("commande.rembourser", "port"): _shipping,
    ("commande.rembourser", "remettre_en_stock"): _restocks,
}  # fmt: skip
"""(action, value) -> how the value is read."""
