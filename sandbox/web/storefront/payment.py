"""The simulated payment: a card is looked at like a bank would, and nothing of it is kept. Pure."""

from __future__ import annotations

import re
from datetime import date

TEST_CARD = "4970 1000 0000 0006"
"""The number shown on the page: its check digit is right and no bank ever issued it."""
REFUSED_CARD = "4970 1000 0000 0014"
"""The number that the simulated bank refuses."""

_EXPIRY = re.compile(r"^(\d{2})\s*/?\s*(?:20)?(\d{2})$")


def luhn(digits: str) -> bool:
    """Whether the last digit agrees with the others."""
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if rank % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def card_faults(number: str, expiry: str, code: str, today: date) -> dict[str, str]:
    """What is wrong with a card, by field (card_number, card_expiry, card_code); empty when the bank says yes."""
    faults = {}
    digits = re.sub(r"[ .-]", "", number)
    if not (digits.isascii() and digits.isdigit() and 13 <= len(digits) <= 19 and luhn(digits)):
        faults["card_number"] = f"Ce numéro de carte n’est pas valide. Pour cet exercice : {TEST_CARD}."
    elif digits == REFUSED_CARD.replace(" ", ""):
        faults["card_number"] = (
            "Votre banque refuse ce paiement. Essayez une autre carte ou un autre moyen de paiement."
        )
    match = _EXPIRY.match(expiry.strip())
    if match is None or not 1 <= int(match[1]) <= 12:
        faults["card_expiry"] = "Écrivez le mois et l’année, par exemple 09/28."
    elif (2000 + int(match[2]), int(match[1])) < (today.year, today.month):
        faults["card_expiry"] = "Cette carte a expiré."
    if not re.fullmatch(r"\d{3,4}", code.strip()):
        faults["card_code"] = "Trois chiffres, au dos de la carte."
    return faults
