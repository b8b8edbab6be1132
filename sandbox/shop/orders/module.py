"""The room of orders as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind
from sandbox.shop.orders import services  # noqa: F401 - importing them registers their actions
from sandbox.shop.orders.models import (
    Cart,
    CreditSlip,
    MerchandiseReturn,
    Order,
    OrderState,
    PaymentMethod,
    ReturnState,
)
from sandbox.shop.orders.queries import return_looks
from sandbox.shop.orders.rules import refunds, returns
from sandbox.shop.orders.seed import load as load_orders
from sandbox.shop.orders.services.past import load_after_sale

STATE = Entity("etat_commande", "État de commande", OrderState, (
    Field("nom", "name", "Nom"),
    Field("couleur", "color", "Couleur"),
    Field("paye", "is_paid", "Payé", Kind.YES_NO),
    Field("facture", "is_invoiced", "Facture", Kind.YES_NO),
    Field("expedie", "is_shipped", "Expédié", Kind.YES_NO),
    Field("livre", "is_delivered", "Livré", Kind.YES_NO),
    Field("mail", "sends_mail", "E-mail au client", Kind.YES_NO),
    Field("masque", "is_hidden", "Masqué au client", Kind.YES_NO),
    Field("texte_mail", "mail_text", "Texte de l’e-mail"),
    Field("position", "position", "Position", Kind.INTEGER),
), argument="state")  # fmt: skip

STEP = {
    "en attente de confirmation": returns.WAITING, "en attente du colis": returns.PARCEL, "colis reçu": returns.RECEIVED,
    "retour refusé": returns.REFUSED, "retour terminé": returns.DONE,
}  # fmt: skip

RETURN_STATE = Entity("etat_retour", "État de retour", ReturnState, (
    Field("nom", "name", "Nom"),
    Field("couleur", "color", "Couleur"),
    Field("etape", "step", "Étape", Kind.CHOICE, choices=STEP, words=returns.STEPS),
    Field("position", "position", "Position", Kind.INTEGER),
), argument="state")  # fmt: skip

PAYMENT = Entity("mode_paiement", "Mode de paiement", PaymentMethod, (
    Field("nom", "name", "Nom"),
    Field("texte", "body", "Texte affiché"),
    Field("ordre", "payee", "À l’ordre de"),
    Field("adresse", "address", "Adresse"),
    Field("position", "position", "Position", Kind.INTEGER),
    Field("actif", "is_active", "Activé", Kind.YES_NO),
), argument="payment")  # fmt: skip

CART = Entity("panier", "Panier", Cart, (
    Field("client", "customer_id", "Client", Kind.REF, ref="client", writable=False),
    Field("transporteur", "carrier_id", "Transporteur", Kind.REF, ref="transporteur", writable=False),
    Field("produits", "units", "Nombre d’articles", Kind.INTEGER, read=lambda c: sum(x.quantity for x in c.lines),
          column="quantity", writable=False),
), argument="cart", title="id")  # fmt: skip

ORDER = Entity("commande", "Commande", Order, (
    Field("reference", "reference", "Référence", writable=False),
    Field("client", "customer_id", "Client", Kind.REF, ref="client", writable=False),
    Field("etat", "state_id", "État", Kind.REF, ref="etat_commande", writable=False),
    Field("transporteur", "carrier_id", "Transporteur", Kind.REF, ref="transporteur", writable=False),
    Field("paiement", "payment_key", "Mode de paiement", writable=False),
    Field("suivi", "tracking_number", "Numéro de suivi"),
    Field("note_privee", "private_note", "Note privée"),
    Field("message", "message", "Message du client", writable=False),
    Field("facture", "invoice_number", "Facture", writable=False),
    Field("produits_ttc", "products_incl_cents", "Produits TTC", Kind.CENTS, writable=False),
    Field("remise", "discount_incl_cents", "Réductions", Kind.CENTS, writable=False),
    Field("port", "shipping_incl_cents", "Livraison", Kind.CENTS, writable=False),
    Field("total_ttc", "total_incl_cents", "Total TTC", Kind.CENTS, writable=False),
    Field("total_ht", "total_excl_cents", "Total HT", Kind.CENTS, writable=False),
    Field("articles", "units", "Nombre d’articles", Kind.INTEGER, read=lambda o: sum(x.quantity for x in o.lines),
          column="quantity", writable=False),
    Field("rembourse", "refunded_cents", "Montant remboursé", Kind.CENTS, read=lambda o: sum(s.total_incl_cents for s in o.slips),
          column="total_incl_cents", writable=False),
    Field("date", "placed_at", "Date", Kind.MOMENT, writable=False),
), argument="order", title="reference", gender="f")  # fmt: skip

RETURN = Entity("retour", "Retour de produits", MerchandiseReturn, (
    Field("numero", "reference", "Numéro", writable=False),
    Field("commande", "order_id", "Commande", Kind.REF, ref="commande", writable=False),
    Field("type", "kind", "Type", Kind.CHOICE, choices={"retour": returns.RETURN, "rétractation": returns.WITHDRAWAL},
          writable=False, words=returns.KINDS),
    Field("etat", "state", "État", Kind.CHOICE, choices=STEP, words=returns.STEPS, read=lambda r: return_looks()[r.state].step,
          column="state"),
    Field("motif", "reason", "Motif du client", writable=False),
    Field("reponse", "answer", "Motif du refus"),
    Field("articles", "units", "Nombre d’articles", Kind.INTEGER, read=lambda r: sum(x.quantity for x in r.lines),
          column="quantity", writable=False),
    Field("date", "requested_at", "Date de la demande", Kind.MOMENT, writable=False),
), argument="merchandise_return", title="reference")  # fmt: skip

SLIP = Entity("avoir", "Avoir", CreditSlip, (
    Field("numero", "reference", "Numéro", writable=False),
    Field("commande", "order_id", "Commande", Kind.REF, ref="commande", writable=False),
    Field("retour", "return_id", "Retour", Kind.REF, ref="retour", writable=False),
    Field("type", "kind", "Type", Kind.CHOICE, choices={
        "standard": refunds.STANDARD, "partiel": refunds.PARTIAL, "retour": refunds.RETURN,
    }, writable=False, words=refunds.KINDS),
    Field("total_ttc", "total_incl_cents", "Total TTC", Kind.CENTS, writable=False),
    Field("total_ht", "total_excl_cents", "Total HT", Kind.CENTS, writable=False),
    Field("port", "shipping_incl_cents", "Livraison remboursée", Kind.CENTS, writable=False),
    Field("articles", "units", "Nombre d’articles", Kind.INTEGER, read=lambda s: sum(x.quantity for x in s.lines),
          column="quantity", writable=False),
    Field("remis_en_stock", "restocked", "Articles remis en stock", Kind.INTEGER,
          read=lambda s: sum(x.restocked for x in s.lines), writable=False),
    Field("bon", "is_voucher", "Bon de réduction", Kind.YES_NO, writable=False),
    Field("date", "made_at", "Date", Kind.MOMENT, writable=False),
), argument="slip", title="reference")  # fmt: skip


def load(reader: Reader) -> None:
    """The room's part of a context: orders and carts, then what came back of them."""
    load_orders(reader)
    load_after_sale(reader)


MODULE = ShopModule(
    "orders",
    entities=(STATE, PAYMENT, CART, ORDER, RETURN_STATE, RETURN, SLIP),
    seed=load,
    tables={
        "order_lines": "Ligne de commande",
        "order_history": "Historique de la commande",
        "order_vouchers": "Bon utilisé par une commande",
        "cart_lines": "Ligne de panier",
        "cart_vouchers": "Code saisi dans un panier",
        "merchandise_return_lines": "Article d’un retour",
        "merchandise_return_steps": "État d’un retour",
        "credit_slip_lines": "Ligne d’un avoir",
    },
)
