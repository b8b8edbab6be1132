"""What a customer, a group and an address may be: shapes and texts, no database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sandbox.kernel.errors import RuleBroken

VISITOR, GUEST, CUSTOMER = "visitor", "guest", "customer"
ROLES = {"visiteur": VISITOR, "invite": GUEST, "client": CUSTOMER}
"""French words of files for the groups that PrestaShop gives by itself."""

NEWSLETTER, PARTNERS = "newsletter", "partners"
PURPOSES = {"newsletter": NEWSLETTER, "partenaires": PARTNERS}
PURPOSE_WORDS = {NEWSLETTER: "Lettre d’information", PARTNERS: "Offres des partenaires"}

BACK_OFFICE = "back-office"
"""The source noted for a consent that an employee recorded."""

ERASURE = "demande d’effacement"
"""The source noted for consents that end with the right to erasure."""
ERASED_NAME, ERASED_TEXT = "Client effacé", "Effacée"
_ERASED_DOMAIN = "@efface.invalid"

FRANCE = "France"
COUNTRIES = ("France", "Belgique", "Luxembourg", "Suisse", "Allemagne", "Espagne", "Italie")
MIN_PASSWORD = 8
MAX_PASSWORD = 72
FULL_BP = 10_000

_EMAIL = re.compile(r"^[^\s@<>(),;:\"\[\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,60}[A-Za-z0-9])?\.[A-Za-z]{2,24}$")
_NAME_FORBIDDEN = re.compile(r"[0-9!<>,;?=+()@#\"°{}_$%:¤|\\/]")
_POSTCODE_FR = re.compile(r"^\d{5}$")
_PHONE = re.compile(r"^[+0-9. ()/-]{4,32}$")


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who looks at prices: `customer_id` None for a visitor; `shows_tax_excl` is what screens show, never what is paid."""

    customer_id: int | None
    group_ids: tuple[int, ...]
    default_group_id: int
    shows_tax_excl: bool
    shows_prices: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """The words that name a person in texts that stay: full name, first and last names, e-mail, telephone numbers, streets."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, first_name: str, last_name: str, email: str, others: Iterable[str]) -> Identity:
        """The longest first, so that a full name goes as one; a single letter names nobody."""
        told = {f"{first_name} {last_name}", first_name, last_name, email, *others}
        return cls(tuple(sorted((word for word in told if len(word.strip()) > 1), key=lambda word: (-len(word), word))))

    def hide_in(self, text: str) -> str:
        """The text with « [effacé] » where it named the person; words that only begin alike stay."""
        for word in self.words:
            flags = re.IGNORECASE if "@" in word else 0
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", HIDDEN, text, flags=flags)
        return text


HIDDEN = "[effacé]"


def erased_email(customer_id: int) -> str:
    """The address of a customer who was erased: told apart by number, and no mail ever leaves for it."""
    return f"client-{customer_id}{_ERASED_DOMAIN}"


def is_erased(email: str) -> bool:
    """Whether the person who had this account was erased."""
    return email.endswith(_ERASED_DOMAIN)


def clean_email(email: str) -> str:
    """The address trimmed and in lower case; refuses what no mail server would take."""
    trimmed = email.strip().lower()
    if not trimmed:
        raise RuleBroken("L’adresse e-mail est obligatoire.", field="email")
    if len(trimmed) > 128 or not _EMAIL.match(trimmed) or ".." in trimmed:
        raise RuleBroken("Adresse e-mail incorrecte : elle s’écrit comme prenom.nom@exemple.fr.", field="email")
    return trimmed


def clean_name(name: str, *, field: str, label: str) -> str:
    """A first or last name trimmed; refuses digits and signs, as PrestaShop does."""
    trimmed = " ".join(name.split())
    if not trimmed:
        raise RuleBroken(f"Le {label} est obligatoire.", field=field)
    if len(trimmed) > 60:
        raise RuleBroken(f"Le {label} est trop long (60 caractères au plus).", field=field)
    if _NAME_FORBIDDEN.search(trimmed):
        raise RuleBroken(f"Le {label} ne peut contenir ni chiffre ni signe tel que < > @ # %.", field=field)
    return trimmed


def check_birth(day: date | None, today: date) -> None:
    """A birth date lies between 1900 and yesterday."""
    if day is not None and not date(1900, 1, 1) <= day < today:
        raise RuleBroken("La date de naissance doit être passée, et postérieure à 1900.", field="birth_on")


def clean_siret(siret: str) -> str:
    """Fourteen digits whose check digit is right, spaces removed; empty stays empty."""
    digits = re.sub(r"[\s.]", "", siret)
    if digits and (not re.fullmatch(r"\d{14}", digits) or not _luhn(digits)):
        raise RuleBroken("Ce numéro SIRET n’est pas valide (14 chiffres, clé de contrôle comprise).", field="siret")
    return digits


def _luhn(digits: str) -> bool:
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if rank % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def check_reduction(bp: int, *, field: str = "reduction_bp") -> None:
    """A reduction lies between 0 and 100 %, in basis points."""
    if not 0 <= bp <= FULL_BP:
        raise RuleBroken("La réduction doit être comprise entre 0 et 100\u00a0%.", field=field)


def check_password(password: str) -> None:
    """A password has 8 to 72 characters, and not all the same."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise RuleBroken(
            f"Le mot de passe doit compter de {MIN_PASSWORD} à {MAX_PASSWORD} caractères.", field="password"
        )
    if len(set(password)) < 3:
        raise RuleBroken("Ce mot de passe est trop simple : variez les caractères.", field="password")


def clean_postcode(postcode: str, country: str) -> str:
    """A postcode trimmed; five digits in France."""
    trimmed = postcode.strip().upper()
    if not trimmed:
        raise RuleBroken("Le code postal est obligatoire.", field="postcode")
    if len(trimmed) > 12 or (country == FRANCE and not _POSTCODE_FR.match(trimmed)):
        raise RuleBroken("En France, le code postal compte cinq chiffres, par exemple 29900.", field="postcode")
    return trimmed


def clean_phone(phone: str) -> str:
    """A telephone number trimmed: digits, spaces and the signs that go with them; empty stays empty."""
    trimmed = phone.strip()
    if trimmed and not _PHONE.match(trimmed):
        raise RuleBroken("Ce numéro de téléphone n’est pas valide.", field="phone")
    return trimmed


def clean_line(text: str, *, field: str, label: str, length: int, required: bool = True) -> str:
    """A line of text trimmed; refuses an empty one when required, and one too long."""
    trimmed = " ".join(text.split())
    if required and not trimmed:
        raise RuleBroken(f"{label} : ce champ est obligatoire.", field=field)
    if len(trimmed) > length:
        raise RuleBroken(f"{label} : {length} caractères au plus.", field=field)
    return trimmed
