"""What a promotion may be: bounds, dates, combinations that mean nothing. Texts are what the merchant reads."""

from __future__ import annotations

import secrets
from datetime import datetime

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import BP
from sandbox.shop.pricing.rules import carts, prices

MAX_CENTS = 100_000_000
MAX_QUANTITY = 1_000_000
CODE_SIGNS = "123456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 8
FORBIDDEN_IN_CODES = set('!<>,;?=+()@"°{}_$%:')

KINDS = {"pourcentage": prices.PERCENT, "montant": prices.AMOUNT, "prix": prices.PRICE}
CATALOG_KINDS = {"pourcentage": prices.PERCENT, "montant": prices.AMOUNT}
CART_KINDS = {"pourcentage": carts.PERCENT, "montant": carts.AMOUNT, "aucune": carts.NONE}
SCOPES = {"commande": carts.ORDER, "moins_cher": carts.CHEAPEST, "produit": carts.PRODUCT, "selection": carts.SELECTION}
CONDITION_KINDS = {"categorie": "category", "marque": "brand", "caracteristique": "feature", "attribut": "attribute"}


def generate_code() -> str:
    """A code nobody can guess, without the signs that are mixed up (0 and O)."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


def clean_name(name: str, *, length: int) -> str:
    """A name trimmed; refuses an empty one, one too long, and the signs < > { }."""
    trimmed = " ".join(name.split())
    if not trimmed:
        raise RuleBroken("Le nom est obligatoire.", field="name")
    if len(trimmed) > length:
        raise RuleBroken(f"Le nom est trop long\u00a0: {length} caractères au plus.", field="name")
    if set("<>{}") & set(trimmed):
        raise RuleBroken("Le nom ne peut contenir ni < ni > ni accolade.", field="name")
    return trimmed


def clean_code(code: str) -> str:
    """A code trimmed; spaces and the signs that PrestaShop refuses are refused."""
    trimmed = code.strip()
    if len(trimmed) > 64:
        raise RuleBroken("Le code est trop long\u00a0: 64 caractères au plus.", field="code")
    if any(c.isspace() for c in trimmed) or FORBIDDEN_IN_CODES & set(trimmed):
        raise RuleBroken("Un code s’écrit sans espace ni ponctuation\u00a0: lettres, chiffres et tirets.", field="code")
    return trimmed


def check_percent(bp: int, *, field: str) -> None:
    """A percentage lies above 0 and up to 100."""
    if bp <= 0:
        raise RuleBroken("Indiquez un pourcentage supérieur à 0.", field=field)
    if bp > BP:
        raise RuleBroken("Une réduction ne peut pas dépasser 100\u00a0%.", field=field)


def check_amount(cents: int, *, field: str) -> None:
    """An amount lies above 0."""
    if cents <= 0:
        raise RuleBroken("Indiquez un montant supérieur à 0.", field=field)
    if cents > MAX_CENTS:
        raise RuleBroken("Ce montant est trop élevé.", field=field)


def check_dates(starts_at: datetime | None, ends_at: datetime | None) -> None:
    """An end comes after its start."""
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise RuleBroken("La fin doit venir après le début.", field="ends_at")


def check_quantity(quantity: int, *, field: str, low: int = 1) -> None:
    """A quantity is a whole number from `low`."""
    if not low <= quantity <= MAX_QUANTITY:
        raise RuleBroken(f"Indiquez une quantité d’au moins {low}.", field=field)


def check_cut(kind: str, *, bp: int, cents: int, price_micros: int | None, fields: tuple[str, str, str]) -> None:
    """The value that the kind asks for; `fields` are the names of the percentage, the amount and the price."""
    if kind == prices.PERCENT:
        check_percent(bp, field=fields[0])
    elif kind == prices.AMOUNT:
        check_amount(cents, field=fields[1])
    elif kind == prices.PRICE:
        if price_micros is None or price_micros < 0:
            raise RuleBroken("Indiquez le prix de vente hors taxes.", field=fields[2])
        if price_micros > MAX_CENTS * 10_000:
            raise RuleBroken("Ce prix est trop élevé.", field=fields[2])
    else:
        raise RuleBroken("Choisissez le type de réduction.", field="kind")


def check_cart_action(
    *,
    kind: str,
    bp: int,
    cents: int,
    applies_to: str,
    has_product: bool,
    has_selection: bool,
    is_free_shipping: bool,
    has_gift: bool,
) -> None:
    """A cart rule does something, and what it does can be computed."""
    if kind == carts.PERCENT:
        check_percent(bp, field="reduction_bp")
    elif kind == carts.AMOUNT:
        check_amount(cents, field="reduction_cents")
    elif kind != carts.NONE:
        raise RuleBroken("Choisissez le type de réduction.", field="reduction_kind")
    elif not is_free_shipping and not has_gift:
        raise RuleBroken(
            "Cette règle n’accorde rien\u00a0: choisissez une réduction, les frais de port offerts ou un cadeau.",
            field="reduction_kind",
        )
    if kind == carts.NONE:
        return
    if applies_to not in SCOPES.values():
        raise RuleBroken("Choisissez à quoi s’applique la réduction.", field="applies_to")
    if applies_to == carts.PRODUCT and not has_product:
        raise RuleBroken("Choisissez le produit auquel s’applique la réduction.", field="reduction_product_id")
    if applies_to == carts.SELECTION and not has_selection:
        raise RuleBroken(
            "Une réduction sur les produits sélectionnés demande une sélection de produits dans l’onglet Conditions.",
            field="applies_to",
        )
