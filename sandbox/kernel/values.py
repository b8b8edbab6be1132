"""Values as French people write them in files and subjects (`12,90`, `oui`, `J-12 14:05`, `5,5`), both ways.

Used by the context loader, subjects, golden runs, evidence (« attendu / observé ») and the journal's words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.money import MINUS, format_bp, format_cents, to_cents, to_micros
from sandbox.kernel.text import excerpt, plain


class Kind(StrEnum):
    """How a field is written in French files."""

    TEXT = "texte"
    HTML = "html"
    INTEGER = "entier"
    DECIMAL = "decimal"
    CENTS = "montant"
    MICROS = "prix_ht"
    RATE = "taux"
    YES_NO = "oui_non"
    DAY = "jour"
    MOMENT = "moment"
    CHOICE = "choix"
    REF = "reference"
    LIST = "liste"


class ValueFault(ValueError):
    """A value that cannot be read; the text is French."""


_RELATIVE = re.compile(r"^J(?:([+-])(\d{1,4}))?(?:[ T](\d{1,2}):(\d{2}))?$")
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{1,2}):(\d{2}))?$")
_FRENCH = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T](\d{1,2}):(\d{2}))?$")
MAX_DIGITS = 15
"""« 1e999999999 » is a number too, whose digits would fill the memory."""
MAX_INTEGER = 2**31 - 1
"""What the databases keep in a column of whole numbers."""
YEARS = range(1000, 9000)
"""A day beyond has no day before or after in some time zone."""
_YES, _NO = {"oui", "vrai", "true", "1"}, {"non", "faux", "false", "0"}


def parse_decimal(raw: str, *, example: str = "12,90") -> Decimal:
    """« 1 234,90 € », « 5.5 % » or « 12 » as an exact number; the fault of what is none shows `example`."""
    text = re.sub(r"[\s\u00a0\u202f€%]", "", raw).replace(",", ".").replace(MINUS, "-")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueFault(f"« {raw} » n’est pas un nombre (exemple : {example}).") from None
    if not number.is_finite():
        raise ValueFault(f"« {raw} » n’est pas un nombre (exemple : {example}).")
    if number.adjusted() > MAX_DIGITS:
        raise ValueFault(f"« {raw} » est trop grand.")
    return number


def parse_yes_no(raw: str) -> bool:
    """« oui » or « non »."""
    text = raw.strip().lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise ValueFault(f"« {raw} » : écrivez oui ou non.")


def parse_moment(raw: str, anchor: date, *, default: tuple[int, int] = (0, 0)) -> datetime:
    """« J-12 14:05 », « 2026-12-24 », « 24/12/2026 18:00 » (Paris) as naive UTC; J is `anchor`."""
    text = raw.strip()
    try:
        if match := _RELATIVE.match(text):
            sign, days, hour, minute = match.groups()
            day = anchor + timedelta(days=int(days or 0) * (-1 if sign == "-" else 1))
        elif match := _ISO.match(text):
            year, month, dom, hour, minute = match.groups()
            day = date(int(year), int(month), int(dom))
        elif match := _FRENCH.match(text):
            dom, month, year, hour, minute = match.groups()
            day = date(int(year), int(month), int(dom))
        else:
            raise ValueFault(f"« {raw} » n’est pas une date (exemples : J-12, J+3 14:05, 24/12/2026).")
        if day.year not in YEARS:
            raise ValueFault(f"« {raw} » n’est pas une date du calendrier.")
        at = (int(hour), int(minute)) if hour is not None else default
        return clock.from_paris(datetime(day.year, day.month, day.day, *at))
    except (ValueError, OverflowError) as error:
        if isinstance(error, ValueFault):
            raise
        raise ValueFault(f"« {raw} » n’est pas une date du calendrier.") from None


def parse_day(raw: str, anchor: date) -> date:
    """« J+10 », « 2026-12-24 » or « 24/12/2026 » as a day."""
    return clock.to_paris(parse_moment(raw, anchor)).date()


def parse(kind: Kind, raw: Any, anchor: date, choices: Mapping[str, str] | None = None) -> Any:
    """A written value as the program keeps it. `choices` maps French words to stored codes.

    Raises ValueFault with a French text. REF and LIST come back as text and list of texts: who calls resolves them.
    """
    if raw is None or raw == "":
        return None
    if kind is Kind.YES_NO:
        return raw if isinstance(raw, bool) else parse_yes_no(str(raw))
    text = str(raw).strip()
    match kind:
        case Kind.INTEGER:
            number = parse_decimal(text, example="12")
            if number != number.to_integral_value():
                raise ValueFault(f"« {raw} » n’est pas un nombre entier.")
            if abs(number) > MAX_INTEGER:
                raise ValueFault(f"« {raw} » est trop grand.")
            return int(number)
        case Kind.DECIMAL:
            return parse_decimal(text)
        case Kind.CENTS:
            return to_cents(parse_decimal(text))
        case Kind.MICROS:
            return to_micros(parse_decimal(text))
        case Kind.RATE:
            return to_cents(parse_decimal(text))
        case Kind.DAY:
            return parse_day(text, anchor)
        case Kind.MOMENT:
            return parse_moment(text, anchor)
        case Kind.CHOICE:
            return _choice(text, choices or {})
        case Kind.LIST:
            items = raw if isinstance(raw, list) else text.split("|")
            return [str(item).strip() for item in items if str(item).strip()]
        case _:
            return str(raw)


def _choice(text: str, choices: Mapping[str, str]) -> str:
    if text in choices:
        return choices[text]
    if text in choices.values():
        return text
    raise ValueFault(f"Valeur « {text} » interdite ; valeurs possibles : {', '.join(choices)}.")


def show(kind: Kind, value: Any, choices: Mapping[str, str] | None = None) -> str:
    """A kept value in French words, for the journal, the evidence and the report; « vide » for nothing."""
    if value is None or value == "":
        return "vide"
    if isinstance(value, str) and kind in (Kind.DAY, Kind.MOMENT):
        value = datetime.fromisoformat(value) if kind is Kind.MOMENT else date.fromisoformat(value[:10])
    match kind:
        case Kind.YES_NO:
            return "oui" if value else "non"
        case Kind.CENTS:
            return format_cents(int(value))
        case Kind.MICROS:
            return f"{Decimal(int(value)) / 1_000_000:.6f}".replace(".", ",") + "\u00a0€"
        case Kind.RATE:
            return format_bp(int(value))
        case Kind.DAY:
            return f"{value:%d/%m/%Y}"
        case Kind.MOMENT:
            return f"{clock.to_paris(value):%d/%m/%Y %H:%M}"
        case Kind.CHOICE:
            return next((word for word, code in (choices or {}).items() if code == value), str(value))
        case Kind.LIST:
            return ", ".join(str(item) for item in value) or "vide"
        case Kind.HTML:
            words = plain(str(value))
            return f"{len(words)} caractères"
        case Kind.TEXT:
            return excerpt(str(value), 60)
        case _:
            return str(value)
