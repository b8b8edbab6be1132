"""The returns and credit slips that a context begins with: commandes/retours.csv and commandes/avoirs.csv.

They are written as they were, without mail, movement of stock or voucher: a context's quantities are those of today. Amounts
follow the rules of any refund, so that a context cannot give back more than was paid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import to_cents
from sandbox.kernel.packs import Column, Reader, Row
from sandbox.kernel.values import Kind
from sandbox.shop.orders.models import (
    CreditSlip,
    CreditSlipLine,
    MerchandiseReturn,
    MerchandiseReturnLine,
    MerchandiseReturnStep,
    Order,
    OrderHistory,
    OrderLine,
)
from sandbox.shop.orders.queries import Balance, balance_of, was_shipped
from sandbox.shop.orders.queries.documents import was_paid
from sandbox.shop.orders.rules import refunds, returns
from sandbox.shop.orders.services.return_states import begin_return_states
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.shipping.rules import add_working_days

RETURNS = {
    "cle": Column(required=True), "commande": Column(required=True), "date": Column(Kind.MOMENT, required=True),
    "type": Column(Kind.CHOICE, default=returns.RETURN, choices={"retour": returns.RETURN, "retractation": returns.WITHDRAWAL}),
    "etat": Column(Kind.CHOICE, required=True, choices={
        "attente": returns.WAITING, "colis": returns.PARCEL, "recu": returns.RECEIVED, "refuse": returns.REFUSED, "termine": returns.DONE,
    }),
    "contenu": Column(required=True),
    "motif": Column(Kind.CHOICE, default="", choices={
        "avis": "mind", "convient": "fit", "defaut": "faulty", "erreur": "wrong", "autre": "other",
    }),
    "message": Column(default=""), "reponse": Column(default=""),
}  # fmt: skip
SLIPS = {
    "cle": Column(required=True), "commande": Column(required=True), "date": Column(Kind.MOMENT),
    "contenu": Column(default=""), "port": Column(Kind.CENTS, default=0), "retour": Column(), "bon": Column(),
    "en_stock": Column(Kind.YES_NO, default=False),
}  # fmt: skip
WHOLE = "tout"
_PART = re.compile(r"^([a-z0-9-]+)(?::([^*|]+))?\*(\d{1,4})(?:=(\d{1,6}(?:,\d\d)?))?$")

Part = tuple[OrderLine, int, int | None]


def load_after_sale(reader: Reader) -> None:
    """Returns, then the slips that may be theirs; both numbered in the order of their dates."""
    begin_return_states()
    asked = reader.rows("commandes/retours.csv", RETURNS, optional=True)
    given = reader.rows("commandes/avoirs.csv", SLIPS, optional=True)
    orders = _orders(reader, [*asked, *given])
    author = _author(reader)
    made = {row["cle"]: row_ for row, row_ in _returns(reader, asked, orders, author)}
    session.flush()
    for key, row in made.items():
        reader.learn("retour", key, row.id)
    slips = _slips(reader, given, orders, made, author)
    session.flush()
    for key, slip in slips.items():
        reader.learn("avoir", key, slip.id)


def _orders(reader: Reader, rows: Sequence[Row]) -> dict[str, Order]:
    """The orders that the lines name, by reference; an unknown one is told."""
    ids = [reader.ref("commande", row["commande"], at=row, column="commande") for row in rows]
    query = sa.select(Order).where(Order.id.in_({order_id for order_id in ids if order_id})).options(
        selectinload(Order.lines), selectinload(Order.history).selectinload(OrderHistory.state), selectinload(Order.state)
    )  # fmt: skip
    return {order.reference: order for order in session.scalars(query.execution_options(populate_existing=True))}


def _author(reader: Reader) -> str:
    """Who follows returns: the first seller of the team, or nobody."""
    people = [node for node in reader.section("employes") if node.text("profil") == "vendeur"]
    return f"{people[0].text('prenom')} {people[0].text('nom')}" if people else ""


def _parts(reader: Reader, row: Row, order: Order) -> list[Part]:
    """« produit:déclinaison*quantité=montant », separated by « | », as lines of the order."""
    found = []
    for text in filter(None, (part.strip() for part in row["contenu"].split("|"))):
        match = _PART.match(text)
        if match is None:
            reader.fault(row, f"« {text} » : écrivez produit*quantité, ou produit:déclinaison*quantité.", "contenu")
            continue
        product_id = reader.ref("produit", match[1], at=row, column="contenu")
        variant_id = reader.ref("declinaison", (match[2] or "").strip(), at=row, column="contenu")
        line = next((x for x in order.lines if (x.product_id, x.variant_id) == (product_id, variant_id)), None)
        if line is None:
            held = ", ".join(one.name for one in order.lines)
            reader.fault(
                row, f"La commande {order.reference} ne contient pas « {text} ». Elle contient : {held}.", "contenu"
            )
            continue
        found.append((line, int(match[3]), to_cents(Decimal(match[4].replace(",", "."))) if match[4] else None))
    return found


# returns -------------------------------------------------------------------------------------------------------------


def _returns(
    reader: Reader, rows: Sequence[Row], orders: dict[str, Order], author: str
) -> list[tuple[Row, MerchandiseReturn]]:
    made: list[tuple[Row, MerchandiseReturn]] = []
    gone: dict[int, int] = {}
    for row in sorted(rows, key=lambda r: r["date"]):
        order = orders.get(row["commande"])
        if order is None:
            continue
        parts = _parts(reader, row, order)
        if not _may_return(reader, row, order, parts, gone):
            continue
        back = MerchandiseReturn(
            key=row["cle"], reference=returns.return_number(len(made) + 1), order_id=order.id, kind=row["type"], state=row["etat"],
            reason=row["message"], answer=row["reponse"], requested_at=row["date"],
        )  # fmt: skip
        reason = "" if row["type"] == returns.WITHDRAWAL else row["motif"] or "other"
        back.lines = [MerchandiseReturnLine(order_line_id=line.id, quantity=n, reason=reason) for line, n, _ in parts]
        back.history = _steps(reader, row, author)
        made.append((row, back))
    session.add_all(back for _, back in made)
    return made


def _may_return(reader: Reader, row: Row, order: Order, parts: Sequence[Part], gone: dict[int, int]) -> bool:
    """Tell what a return cannot be: before its order, of an order never sent, of more units than were bought."""
    faults = len(reader.faults)
    if row["date"] < order.placed_at:
        reader.fault(row, "Ce retour est demandé avant la commande.", "date")
    if not was_shipped(order) and row["type"] == returns.RETURN:
        reader.fault(
            row, f"La commande {order.reference} n’a jamais été expédiée : rien ne peut en revenir.", "commande"
        )
    if row["type"] == returns.WITHDRAWAL and row["etat"] in (returns.WAITING, returns.REFUSED):
        reader.fault(row, "Une rétractation est un droit : son état est « colis », « recu » ou « termine ».", "etat")
    for line, quantity, _ in parts:
        gone[line.id] = gone.get(line.id, 0) + (quantity if row["etat"] != returns.REFUSED else 0)
        if quantity < 1 or gone[line.id] > line.quantity:
            reader.fault(row, f"« {line.name} » : {line.quantity} au plus, tous retours compris.", "contenu")
    return bool(parts) and len(reader.faults) == faults


def _steps(reader: Reader, row: Row, author: str) -> list[MerchandiseReturnStep]:
    """Plausible moments, the same at every load: an answer the next working day, a parcel four working days later."""
    paths = {
        returns.WAITING: [], returns.PARCEL: [(returns.PARCEL, 1)], returns.REFUSED: [(returns.REFUSED, 1)],
        returns.RECEIVED: [(returns.PARCEL, 1), (returns.RECEIVED, 4)],
        returns.DONE: [(returns.PARCEL, 1), (returns.RECEIVED, 4), (returns.DONE, 1)],
    }  # fmt: skip
    is_withdrawal = row["type"] == returns.WITHDRAWAL
    first = returns.PARCEL if is_withdrawal else returns.WAITING
    steps = [MerchandiseReturnStep(state=first, set_at=row["date"], author="")]
    latest = clock.start_of_day(reader.anchor) + timedelta(hours=8)
    before: datetime = row["date"]
    for state, days in paths[row["etat"]]:
        if state == first:
            continue
        at = clock.start_of_day(add_working_days(clock.to_paris(before).date(), days)) + timedelta(hours=9, minutes=20)
        before = max(before, min(at, latest))
        steps.append(MerchandiseReturnStep(state=state, set_at=before, author=author))
    return steps


# slips ---------------------------------------------------------------------------------------------------------------


def _slips(
    reader: Reader, rows: Sequence[Row], orders: dict[str, Order], backs: dict[str, MerchandiseReturn], author: str
) -> dict[str, CreditSlip]:
    made: dict[str, CreditSlip] = {}
    by_order: dict[int, list[CreditSlip]] = {}
    codes = {rule.code.lower(): rule for rule in session.scalars(sa.select(CartRule)) if rule.code}
    for row, at in sorted(((row, _moment(row, orders)) for row in rows), key=lambda pair: pair[1]):
        order = orders.get(row["commande"])
        if order is None:
            continue
        own = by_order.setdefault(order.id, [])
        slip = _slip(reader, row, order, own, backs)
        if slip is None:
            continue
        rule = codes.get((row["bon"] or "").lower())
        if row["bon"] and rule is None:
            reader.fault(row, f"Aucune règle panier n’a le code « {row['bon']} ».", "bon")
        slip.is_voucher, slip.rule_id = bool(row["bon"]), rule.id if rule else None
        slip.voucher_code, slip.author, slip.made_at = rule.code if rule else "", author, at
        slip.reference = refunds.slip_number(len(made) + 1)
        made[row["cle"]] = slip
        own.append(slip)
    session.add_all(made.values())
    return made


def _moment(row: Row, orders: dict[str, Order]) -> datetime:
    """The slip's own date, or the moment its order came to its last state."""
    order = orders.get(row["commande"])
    if row["date"] is not None or order is None:
        return row["date"] or clock.now()
    return max((entry.set_at for entry in order.history), default=order.placed_at)


def _slip(
    reader: Reader, row: Row, order: Order, earlier: Sequence[CreditSlip], backs: dict[str, MerchandiseReturn]
) -> CreditSlip | None:
    back_id = reader.ref("retour", row["retour"], at=row, column="retour")
    back = backs.get(row["retour"] or "") if back_id else None
    if back is not None and back.order_id != order.id:
        reader.fault(row, f"Le retour « {row['retour']} » est celui d’une autre commande.", "retour")
        return None
    if not was_paid(order):
        reader.fault(
            row, f"La commande {order.reference} n’a jamais été payée : il n’y a rien à rembourser.", "commande"
        )
        return None
    balance = balance_of(order, earlier)
    lines, shipping = _amounts(reader, row, order, balance)
    if lines is None:
        return None
    nets = refunds.nets_of(
        [*((x.amount_incl_cents, x.tax_bp) for x in lines), (shipping, order.shipping_tax_bp)], balance.by_rate
    )
    for line, net in zip(lines, nets, strict=False):
        line.amount_excl_cents = net
    kind = refunds.RETURN if back is not None else refunds.PARTIAL if was_shipped(order) else refunds.STANDARD
    return CreditSlip(
        key=row["cle"], order_id=order.id, return_id=back_id, kind=kind, shipping_incl_cents=shipping, shipping_excl_cents=nets[-1],
        shipping_tax_bp=order.shipping_tax_bp, total_incl_cents=sum(x.amount_incl_cents for x in lines) + shipping,
        total_excl_cents=sum(nets), lines=lines,
    )  # fmt: skip


def _amounts(reader: Reader, row: Row, order: Order, balance: Balance) -> tuple[list[CreditSlipLine] | None, int]:
    """The lines and postage of a slip; None, and a fault at the line, for more than what was paid."""
    is_whole = row["contenu"].strip() == WHOLE
    faults = len(reader.faults)
    parts: list[Part] = (
        [(one.line, one.paid.units_left, None) for one in balance.lines if one.paid.units_left or one.paid.cents_left]
        if is_whole
        else _parts(reader, row, order)
    )
    shipping = balance.shipping_left if is_whole else row["port"]
    lines = []
    try:
        refunds.check_shipping(shipping, balance.shipping_left)
        for line, quantity, typed in parts:
            paid = balance.of(line)
            cents = paid.worth(quantity) if typed is None else typed
            refunds.check_item(paid, name=line.name, quantity=quantity, cents=cents)
            stocked = quantity if row["en_stock"] else 0
            lines.append(CreditSlipLine(
                order_line_id=line.id, quantity=quantity, restocked=stocked, amount_incl_cents=cents, tax_bp=line.tax_bp,
            ))  # fmt: skip
    except RuleBroken as refused:
        reader.fault(row, refused.message, "port" if refused.field == "shipping_cents" else "contenu")
    if not lines and not shipping:
        reader.fault(row, "Cet avoir ne rembourse rien : indiquez un contenu ou un port.", "contenu")
    return (lines if len(reader.faults) == faults else None), shipping
