"""Orders without a database: references, invoice numbers, addresses as text, lines, VAT, what each state does."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.pricing.rules.carts import taxes_of

REFERENCE_LENGTH = 9
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MAX_LINE = 10_000
MAX_NOTE = 2_000
MAX_STATE = 64
_COLOR = re.compile(r"^#[0-9a-fA-F]{6}$")

CANCELLED, FAILED = "annule", "erreur-paiement"
RELEASED_KEYS = frozenset({CANCELLED, FAILED})
"""States that give the stock back, and whose orders do not count against the vouchers they hold."""

FIRST_STATES = {"carte": "paiement-accepte", "cheque": "attente-cheque", "virement": "attente-virement"}
"""The state an order begins in, by the key of its payment."""
OTHER_FIRST_STATE = "attente-livraison"
OWN_KEYS = frozenset({*RELEASED_KEYS, *FIRST_STATES.values(), OTHER_FIRST_STATE, "rembourse"})
"""States that the shop itself moves orders to or watches: they are renamed, never removed."""

WRAPPING, WRAPPING_REFERENCE = "Emballage cadeau", "EMBALLAGE-CADEAU"
"""The line of an order that the gift wrapping makes: it is of no product."""
MAX_GIFT_MESSAGE = 500

STOCK_ORDER, STOCK_BACK, STOCK_AGAIN = "Commande", "Commande annulée", "Commande rétablie"
STOCK_CHANGED = "Commande modifiée"

GIFT = "Cadeau\u00a0: "
"""What the name of a gift's line begins with."""


class Postal(Protocol):
    """What an address is made of."""

    first_name: str
    last_name: str
    company: str
    line1: str
    line2: str
    postcode: str
    city: str
    country: str
    phone: str


class Named(Protocol):
    """A line that has a name."""

    name: str


@dataclass(frozen=True, slots=True)
class TaxLine:
    """The VAT of one rate: amounts in cents, `net + tax == gross`."""

    rate_bp: int
    net_cents: int
    tax_cents: int
    gross_cents: int


def new_reference() -> str:
    """Nine letters, as PrestaShop writes them."""
    return "".join(secrets.choice(LETTERS) for _ in range(REFERENCE_LENGTH))


def invoice_number(rank: int) -> str:
    """« FA000123 »."""
    return f"FA{rank:06d}"


def slip_number(order_id: int) -> str:
    """« BL000123 »: the delivery slip of an order, numbered as the order is."""
    return f"BL{order_id:06d}"


def effects_of(*, sends_mail: bool, makes_invoice: bool, gives_stock_back: bool, takes_stock: bool) -> list[str]:
    """What moving to a state does, in words, in the order in which it happens."""
    found = (
        (makes_invoice, "la facture est créée"), (gives_stock_back, "les quantités reviennent en stock"),
        (takes_stock, "les quantités sont reprises du stock"), (sends_mail, "un e-mail part au client"),
    )  # fmt: skip
    return [words for happens, words in found if happens]


def address_text(address: Postal) -> str:
    """An address as it is printed, line by line; kept in the order as it was."""
    lines = [
        f"{address.first_name} {address.last_name}".strip(), address.company, address.line1, address.line2,
        f"{address.postcode} {address.city}".strip(), address.country, address.phone,
    ]  # fmt: skip
    return "\n".join(line for line in lines if line)


def line_name(product_name: str, variant_name: str) -> str:
    """« Colombie Huila · 250 g, En grains », within the length of an order's line."""
    name = f"{product_name} · {variant_name}" if variant_name else product_name
    return name[:255]


def is_gift(line: Named) -> bool:
    """Whether a line is the gift of a cart rule."""
    return line.name.startswith(GIFT)


def customization_text(texts: Mapping[str, str]) -> str:
    """« Gravure : Capitaine Mamie », one label a line; empty answers are left out."""
    return "\n".join(f"{label}\u00a0: {' '.join(text.split())}" for label, text in texts.items() if text.strip())


def customization_texts(text: str, labels: Iterable[str]) -> dict[str, str]:
    """What `customization_text` wrote, by label; labels without an answer are left out."""
    lines = text.splitlines()
    starts = {label: f"{label}\u00a0: " for label in labels}
    return {
        label: line.removeprefix(start) for label, start in starts.items() for line in lines if line.startswith(start)
    }


def gift_text(message: str) -> str:
    """« Message : Joyeux Noël », as the order's line says it; empty without a message."""
    words = "\n".join(line for line in (" ".join(part.split()) for part in message.splitlines()) if line)
    return f"Message\u00a0: {words}" if words else ""


def is_wrapping(product_id: int | None, reference: str) -> bool:
    """Whether a line of an order is its gift wrapping."""
    return product_id is None and reference == WRAPPING_REFERENCE


def clean_state(name: str, color: str) -> tuple[str, str]:
    """The name and the colour of a state; raises RuleBroken on « name » or « color »."""
    clean = " ".join(name.split())
    if not clean or len(clean) > MAX_STATE:
        raise RuleBroken(f"Le nom de l’état compte de 1 à {MAX_STATE} caractères.", field="name")
    if not _COLOR.match(color):
        raise RuleBroken("Une couleur s’écrit #rrggbb.", field="color")
    return clean, color.upper()


def check_quantity(quantity: int, *, minimum: int = 1, name: str = "") -> None:
    """A quantity is at least the product's minimum."""
    if quantity > MAX_LINE:
        raise RuleBroken(f"Cette quantité est trop grande ({MAX_LINE} au plus).", field="quantity")
    if quantity < minimum:
        what = f"de «\u00a0{name}\u00a0» " if name else ""
        raise RuleBroken(f"La quantité minimale {what}est de {minimum}.", field="quantity")


def check_text(text: str, *, field: str, length: int = MAX_NOTE) -> str:
    """A note or a message trimmed; refuses one too long."""
    trimmed = text.strip()
    if len(trimmed) > length:
        raise RuleBroken(f"{length} caractères au plus ({len(trimmed)} saisis).", field=field)
    return trimmed


def tax_lines(parts: Iterable[tuple[int, int]]) -> list[TaxLine]:
    """VAT by rate of pairs (cents with tax, rate): one rounding per rate, so that net and VAT add up to the amount."""
    sums: dict[int, int] = {}
    pairs = list(parts)
    for cents, rate in pairs:
        sums[rate] = sums.get(rate, 0) + cents
    taxes = taxes_of(pairs)
    return [
        TaxLine(rate, gross - taxes.get(rate, 0), taxes.get(rate, 0), gross)
        for rate, gross in sorted(sums.items())
        if gross
    ]
