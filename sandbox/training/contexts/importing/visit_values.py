"""Numbers, rates, durations and days as audience tools write them: what can be read in two ways is refused, never chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

DECIMAL_MARKS: Mapping[str, str] = {",": "12,5 (virgule décimale)", ".": "12.5 (point décimal)"}
"""How a file writes decimals; the other mark, or a space, parts its thousands."""
DAY_ORDERS: Mapping[str, str] = {"jma": "jour/mois/année", "mja": "mois/jour/année"}

_SPACES = re.compile(r"[\s\u00a0\u202f']+")
_BARE = re.compile(r"-?[\d.,]+")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:[.,]\d+)?")
_WORDS = re.compile(
    r"(?:(\d+)\s*(?:h|hours?|heures?)\.?)?\s*(?:(\d+)\s*(?:min|m|minutes?)\.?)?\s*(?:(\d+)\s*(?:s|sec|secondes?|seconds?)\.?)?"
)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_FIRST_YEAR = 2005


class Unread(ValueError):
    """A cell that is not understood; the message says why and what to choose."""


def decimal_mark(cells: Iterable[str]) -> str:
    """The mark of decimals that the cells of a file prove; empty when none does, or when they contradict each other."""
    proved = {_proof(raw.strip().rstrip("%€$ \u00a0\u202f").strip()) for raw in cells} - {""}
    return proved.pop() if len(proved) == 1 else ""


def _proof(text: str) -> str:
    """The mark of decimals that one number proves."""
    if re.fullmatch(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?", text):
        return ","
    if not _BARE.fullmatch(text):
        return ""
    commas, dots = text.count(","), text.count(".")
    if commas and dots:
        return "." if text.rindex(".") > text.rindex(",") else ","
    if commas > 1 or dots > 1:
        return "." if commas else ","
    mark = "," if commas else "." if dots else ""
    whole, _, rest = text.partition(mark) if mark else (text, "", "")
    # « 0.123 » has three figures after its mark, yet nobody parts a thousand that begins by zero.
    return mark if mark and (len(rest) != 3 or whole.lstrip("-") in ("0", "")) else ""


def read_number(raw: str, mark: str) -> Decimal:
    """A number; raises Unread for what is none, or for « 1,234 » when the file does not tell its mark of decimals."""
    shown = raw.strip()
    text = _SPACES.sub("", shown)
    if not re.fullmatch(r"-?\d[\d.,]*", text):
        raise Unread(f"« {shown} » n’est pas un nombre.")
    mark = mark or _proof(text)
    if not mark and ("," in text or "." in text):
        raise Unread(
            f"« {shown} » se lit de deux façons (milliers ou décimales) : choisissez comment sont écrites les décimales."
        )
    group = "," if mark == "." else "."
    whole, _, rest = text.partition(mark) if mark else (text, "", "")
    if group in whole:
        if not re.fullmatch(rf"-?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+", whole):
            raise Unread(f"« {shown} » n’est pas écrit comme les autres nombres du fichier.")
        whole = whole.replace(group, "")
    if re.search(r"[.,]", whole + rest):
        raise Unread(f"« {shown} » n’est pas écrit comme les autres nombres du fichier.")
    found = Decimal(f"{whole}.{rest or 0}")
    if found < 0:
        raise Unread(f"« {shown} » est négatif.")
    return found


def read_count(raw: str, mark: str) -> int:
    """A whole number; raises Unread."""
    found = read_number(raw, mark)
    if found != found.to_integral_value():
        raise Unread(f"« {raw.strip()} » : un nombre entier est attendu.")
    return int(found)


def read_rate(raw: str, mark: str) -> Decimal:
    """A rate as a fraction: « 45,12 % », or 0.4512 as Analytics 4 writes it. Raises Unread for 45.12 without its sign."""
    text = raw.strip()
    is_percent = text.endswith("%")
    found = read_number(text.rstrip("%").strip(), mark) / (100 if is_percent else 1)
    if found > 1:
        raise Unread(
            f"« {text} » dépasse 100 %."
            if is_percent
            else f"« {text} » : taux sans signe %, on ne sait s’il est sur 1 ou sur 100."
        )
    return found


def read_seconds(raw: str, mark: str) -> Decimal:
    """A duration in seconds: « 00:01:23 », « 1 min 23 s », « 83.4 ». Raises Unread."""
    text = _SPACES.sub(" ", raw.strip().lower())
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return Decimal(hours * 3600 + minutes * 60 + seconds)
    if (words := _WORDS.fullmatch(text)) and any(words.groups()):
        hours, minutes, seconds = (int(part or 0) for part in words.groups())
        return Decimal(hours * 3600 + minutes * 60 + seconds)
    try:
        return read_number(text, mark)
    except Unread as unread:
        raise Unread(str(unread).replace("n’est pas un nombre", "n’est pas une durée")) from unread


def day_order(cells: Sequence[str], first: date | None, last: date | None) -> str:
    """The order of « 03/04/2023 » that the days of a table and its period prove; empty when both fit, or none."""
    slashed = [cell.strip() for cell in cells if _SLASHED.fullmatch(cell.strip())]
    fits = [order for order in DAY_ORDERS if all(_fits(cell, order, first, last) for cell in slashed)]
    return fits[0] if slashed and len(fits) == 1 else ""


def _fits(cell: str, order: str, first: date | None, last: date | None) -> bool:
    day = _slashed(cell, order)
    return day is not None and (first is None or day >= first) and (last is None or day <= last)


def _slashed(cell: str, order: str) -> date | None:
    found = _SLASHED.fullmatch(cell)
    assert found is not None
    one, two, year = (int(part) for part in found.groups())
    day, month = (one, two) if order == "jma" else (two, one)
    return _day(year if year > 99 else 2000 + year, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= _FIRST_YEAR else None
    except ValueError:
        return None


def read_day(raw: str, order: str) -> date:
    """A day: « 20230131 », « 2023-01-31 », « 31/01/2023 » when the order is known or leaves no doubt. Raises Unread."""
    text = raw.strip()
    if plain := re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})", text):
        found = _day(*(int(part) for part in plain.groups()))
    elif dotted := _DOTTED.fullmatch(text):
        found = _day(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    elif _SLASHED.fullmatch(text):
        if not order:
            both = {_slashed(text, one) for one in DAY_ORDERS} - {None}
            if len(both) > 1:
                raise Unread(f"« {text} » peut être deux jours : choisissez l’ordre du jour et du mois.")
            found = both.pop() if both else None
        else:
            found = _slashed(text, order)
    else:
        found = None
    if found is None:
        raise Unread(f"« {text} » n’est pas un jour.")
    return found


def nth_day(raw: str, first: date | None, last: date | None) -> date:
    """A day as Analytics 4 numbers it from the first of the period: « 0000 ». Raises Unread."""
    if not re.fullmatch(r"\d{1,4}", raw.strip()):
        raise Unread(f"« {raw.strip()} » n’est pas le numéro d’un jour.")
    if first is None:
        raise Unread("Le fichier compte les jours depuis le premier, et ne dit pas lequel : donnez la période.")
    found = first + timedelta(days=int(raw))
    if last is not None and found > last:
        raise Unread(f"Le jour n° {raw.strip()} est après la fin de la période.")
    return found
