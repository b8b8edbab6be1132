"""Values of several parts of orders, carts and returns in a run: lines named by their product, never by a number.

`{"action": "retour.demander", "cible": "commande:LZCXNPIRT", "valeurs": {"articles": ["dripper-spirale*1"], "motif": "…"}}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sandbox.kernel.money import to_cents
from sandbox.kernel.values import Kind, parse, parse_decimal, parse_yes_no
from sandbox.shop.orders.models import OrderLine
from sandbox.shop.orders.rules import refunds
from sandbox.shop.orders.services.past import RETURNS
from sandbox.shop.orders.services.refunds import RefundItem
from sandbox.shop.orders.services.returns import ReturnItem
from sandbox.shop.shops.rules import SETTINGS
from sandbox.training.subjects.compound import COMPOUND as OTHERS
from sandbox.training.subjects.compound import article, listed, read_with
from sandbox.training.subjects.compound_site import SITE
from sandbox.training.subjects.names import NameFault, Names, entity_named

Given = Mapping[str, Any]
Reading = Callable[[Names, Any, Given], Given]
REASONS = RETURNS["motif"].choices
"""Why goods come back, as files write it: avis, convient, defaut, erreur, autre."""


def _whole(name: str) -> Reading:
    def read(names: Names, raw: Any, _arguments: Given) -> Given:
        return {name: read_with(lambda text: parse(Kind.INTEGER, text, names.anchor), str(raw))}

    return read


def _cents(name: str) -> Reading:
    return lambda _names, raw, _arguments: {name: to_cents(read_with(parse_decimal, str(raw)))}


def _yes(name: str) -> Reading:
    return lambda _names, raw, _arguments: {name: read_with(parse_yes_no, str(raw))}


def _text(name: str) -> Reading:
    return lambda _names, raw, _arguments: {name: str(raw)}


def _texts(name: str) -> Reading:
    return lambda _names, raw, _arguments: {name: [str(item) for item in listed(raw)]}


def _row(name: str, entity: str) -> Reading:
    return lambda names, raw, _arguments: {name: names.get_row(entity_named(entity), str(raw))}


def _number(name: str, entity: str) -> Reading:
    return lambda names, raw, _arguments: {name: names.get_row(entity_named(entity), str(raw)).id}


def _article(names: Names, raw: Any, _arguments: Given) -> Given:
    """`"mug-escale/Brique*2"`."""
    product, variant, quantity = article(names, str(raw))
    return {"product": product, "variant": variant, "quantity": quantity}


def _held(owner: str, what: str, here: str) -> Callable[[Names, str, Given], tuple[Any, int]]:
    """The line of the order or cart that is the target, and how many units are named."""

    def find(names: Names, raw: str, arguments: Given) -> tuple[Any, int]:
        if (holder := arguments.get(owner)) is None:
            raise NameFault(f"« {raw} » demande {what} pour cible.")
        product, variant, quantity = article(names, raw)
        for line in holder.lines:
            if line.product_id == product.id and (variant is None or line.variant_id == variant.id):
                return line, quantity
        raise NameFault(f"« {product.name} » n’est pas dans {here}.")

    return find


_of_order = _held("order", "une commande", "cette commande")
_of_cart = _held("cart", "un panier", "ce panier")


def _order_line(names: Names, raw: Any, arguments: Given) -> Given:
    """`"mug-escale/Brique"`: a line of the order that is the target."""
    return {"line": _of_order(names, str(raw), arguments)[0]}


def _cart_line(names: Names, raw: Any, arguments: Given) -> Given:
    """`"mug-escale/Brique"`: a line of the cart that is the target."""
    return {"line": _of_cart(names, str(raw), arguments)[0]}


def _amounts(names: Names, raw: Any, arguments: Given) -> Given:
    """`{"mug-escale": "5,00"}`: what is given back of a line, for its units of « articles » or for none."""
    if not isinstance(raw, dict):
        raise NameFault('« montants » doit être un objet : {"mug-escale": "5,00"}.')
    units: dict[int, RefundItem] = {item.line.id: item for item in arguments.get("items", ())}
    for text, amount in raw.items():
        line: OrderLine = _of_order(names, str(text), arguments)[0]
        count = units[line.id].quantity if line.id in units else 0
        units[line.id] = RefundItem(line, count, to_cents(read_with(parse_decimal, str(amount))))
    return {"items": list(units.values())}


def _kind(_names: Names, raw: Any, _arguments: Given) -> Given:
    kinds = {"standard": refunds.STANDARD, "partiel": refunds.PARTIAL, "retour": refunds.RETURN}
    if str(raw) not in kinds:
        raise NameFault(f"« {raw} » : écrivez {', '.join(kinds)}.")
    return {"kind": kinds[str(raw)]}


def _returned(names: Names, raw: Any, arguments: Given) -> Given:
    """`["dripper-spirale*1"]`, or `[{"article": "dripper-spirale*1", "motif": "defaut"}]`."""
    items = []
    for one in listed(raw):
        part = one if isinstance(one, dict) else {"article": one}
        reason = str(part.get("motif", "avis"))
        if "article" not in part or reason not in REASONS:
            raise NameFault(
                f'Écrivez {{"article": "mug-escale*1", "motif": "{next(iter(REASONS))}"}} ; motifs : {", ".join(REASONS)}.'
            )
        line, quantity = _of_order(names, str(part["article"]), arguments)
        items.append(ReturnItem(line, quantity, REASONS[reason]))
    return {"items": items}


def _withdrawn(names: Names, raw: Any, arguments: Given) -> Given:
    """`["dripper-spirale*1"]`: a withdrawal has no reason to give."""
    found = [_of_order(names, str(one), arguments) for one in listed(raw)]
    return {"items": [ReturnItem(line, quantity) for line, quantity in found]}


def _customization(_names: Names, raw: Any, _arguments: Given) -> Given:
    """`{"Votre mot": "Bon Noël"}`."""
    if not isinstance(raw, dict):
        raise NameFault('« personnalisation » doit être un objet : {"Votre mot": "Bon Noël"}.')
    return {"customization": {str(label): str(text) for label, text in raw.items()}}


def _settings(names: Names, raw: Any, _arguments: Given) -> Given:
    """`{"retours_actifs": "oui", "retours_jours": 30}`."""
    if not isinstance(raw, dict) or set(raw) - set(SETTINGS):
        raise NameFault('« reglages » doit être un objet de réglages connus : {"retours_jours": 30}.')
    readers = {name: partial(parse, SETTINGS[name].kind, anchor=names.anchor) for name in raw}
    return {"values": {name: read_with(readers[name], str(value)) for name, value in raw.items()}}


def _pictures(names: Names, raw: Any, _arguments: Given) -> Given:
    """`["mug-escale/2", "mug-escale/1"]`: every picture of the product, in its new order."""
    return {"image_ids": [names.get_row(entity_named("image"), str(key)).id for key in listed(raw)]}


def _colors(_names: Names, raw: Any, _arguments: Given) -> Given:
    """`{"brand": "#1F5F5B"}`."""
    if not isinstance(raw, dict):
        raise NameFault('« couleurs » doit être un objet : {"brand": "#1F5F5B"}.')
    return {"colors": {str(name): str(value) for name, value in raw.items()}}


COMPOUND: dict[tuple[str, str], Reading] = {
    **OTHERS, **SITE,
    ("commande.ajouter_ligne", "article"): _article, ("commande.ajouter_ligne", "quantite"): _whole("quantity"),
    ("commande.ajouter_ligne", "prix_ttc"): _cents("unit_incl_cents"),
    ("commande.modifier_ligne", "ligne"): _order_line, ("commande.modifier_ligne", "quantite"): _whole("quantity"),
    ("commande.modifier_ligne", "prix_ttc"): _cents("unit_incl_cents"),
    ("commande.retirer_ligne", "ligne"): _order_line,
    ("commande.creer", "codes"): _texts("codes"), ("commande.creer", "adresse_facturation"): _row("invoice_address", "adresse"),
    ("commande.rembourser", "type"): _kind, ("commande.rembourser", "montants"): _amounts,
    ("commande.rembourser", "bon"): _yes("as_voucher"),
    ("retour.demander", "articles"): _returned, ("retour.enregistrer", "articles"): _returned,
    ("retour.retracter", "articles"): _withdrawn,
    ("panier.ouvrir", "jeton"): _text("token"), ("panier.ajouter", "quantite"): _whole("quantity"),
    ("panier.ajouter", "personnalisation"): _customization, ("panier.code", "code"): _text("code"),
    ("panier.quantite", "ligne"): _cart_line, ("panier.quantite", "quantite"): _whole("quantity"),
    ("panier.retirer", "ligne"): _cart_line, ("panier.personnaliser", "ligne"): _cart_line,
    ("panier.personnaliser", "personnalisation"): _customization,
    ("panier.livraison", "adresse_livraison"): _row("delivery_address", "adresse"),
    ("panier.livraison", "adresse_facturation"): _row("invoice_address", "adresse"),
    ("panier.livraison", "emballage"): _yes("is_wrapped"), ("panier.livraison", "message_cadeau"): _text("gift_message"),
    ("stock.ajouter", "quantite"): _whole("delta"), ("image.ordonner", "images"): _pictures,
    ("avis.signaler", "par"): _text("reporter"), ("avis.signaler", "details"): _text("details"),
    ("avis.utile", "par"): _text("voter"), ("avis.retirer_utile", "par"): _text("voter"),
    ("reglages.modifier", "reglages"): _settings, ("theme.modifier", "couleurs"): _colors,
    ("client.changer_mot_de_passe", "actuel"): _text("current"),
    ("client.corriger_invite", "client"): _row("guest", "client"),
    ("regle_panier.creer", "declinaison_offerte"): _number("gift_variant_id", "declinaison"),
    ("regle_panier.modifier", "declinaison_offerte"): _number("gift_variant_id", "declinaison"),
}  # fmt: skip
"""(action, value) -> how the value is read: everything that no field of an entity says."""
