"""Returns of goods without a database: their states, why and until when something may be sent back."""

from __future__ import annotations

from datetime import date, timedelta

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.shipping.rules import add_working_days

WAITING, PARCEL, RECEIVED, REFUSED, DONE = "waiting", "parcel", "received", "refused", "done"
STEPS = {
    WAITING: "En attente de confirmation", PARCEL: "En attente du colis", RECEIVED: "Colis reçu", REFUSED: "Retour refusé",
    DONE: "Retour terminé",
}  # fmt: skip
"""What the states of returns mean, under PrestaShop's words, in the order in which a return goes through them.

A shop begins with one state a step, of that key and name, and may rename them, colour them and add others.
"""

COLORS = {WAITING: "#B7791F", PARCEL: "#2B6CB0", RECEIVED: "#2C7A7B", REFUSED: "#B83232", DONE: "#2F7D4F"}

WITH_SLIP = frozenset({PARCEL, RECEIVED, DONE})
"""Steps at which the return's paper may be printed: it goes into the parcel once the shop agreed."""

RETURN, WITHDRAWAL = "return", "withdrawal"
KINDS = {RETURN: "Retour de produits", WITHDRAWAL: "Rétractation"}

REASONS = {
    "mind": "J’ai changé d’avis", "fit": "Le produit ne me convient pas", "faulty": "Le produit est défectueux ou abîmé",
    "wrong": "Ce n’est pas le produit commandé", "other": "Autre raison",
}  # fmt: skip
WARRANTY = frozenset({"faulty", "wrong"})
"""Reasons for which the seller answers whatever the product is: the legal guarantee has no exception for what is personalised."""

LEGAL_DAYS = 14
PERSONALISED = "Fait pour vous\u00a0: un article personnalisé ne se reprend pas (article L.\u00a0221-28 du Code de la consommation)."
EXCLUDED = "Ni retour ni rétractation pour ce produit, personnalisé ou périssable (article L.\u00a0221-28 du Code de la consommation)."
ALL_GONE = "Déjà renvoyé ou remboursé."


def return_number(rank: int) -> str:
    """« RE000012 »."""
    return f"RE{rank:06d}"


def withdrawal_days(*, is_open: bool, days: int) -> int:
    """The days to change one's mind: the law's fourteen, or more when the shop takes returns for longer."""
    return max(days, LEGAL_DAYS) if is_open else LEGAL_DAYS


def last_day(received_on: date, days: int) -> date:
    """The last day of a period that begins the day after reception; one that ends on a day off goes on to the next working day.

    Article L. 221-19 of the Code de la consommation.
    """
    return add_working_days(received_on + timedelta(days=days), 0)


def refund_before(asked_on: date) -> date:
    """The day by which who withdrew must have their money back: fourteen days after they said so."""
    return asked_on + timedelta(days=LEGAL_DAYS)


def check_step(step: str) -> str:
    """A code of a step; raises RuleBroken on « step »."""
    if step not in STEPS:
        raise RuleBroken("Choisissez à quelle étape du retour cet état correspond.", field="step")
    return step


def check_reason(reason: str) -> str:
    """A code of a reason; raises RuleBroken on « items »."""
    if reason not in REASONS:
        raise RuleBroken("Dites pourquoi vous renvoyez ce produit.", field="items")
    return reason


def exclusion_of(*, customization: str, is_excluded: bool) -> str:
    """Why a line can neither be returned nor withdrawn from, empty when it can."""
    if customization.strip():
        return PERSONALISED
    return EXCLUDED if is_excluded else ""
