"""The closed list of what a proof may ask of a value. Pure: values in, yes or no out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.text import count_words, fold, plain

OPERATORS = (
    "egal", "parmi", "min", "max", "entre", "contient_un", "contient_tous", "sans", "longueur", "mots", "tolerance",
)  # fmt: skip
OPERATOR_ALIASES = {
    "ne_contient_pas": "sans", "exclut": "sans", "pas": "sans", "different": "sans", "interdit": "sans", "contient": "contient_tous",
    "inclut": "contient_tous", "egale": "egal", "equal": "egal", "vaut": "egal", "est": "egal", "sup": "min", "minimum": "min",
    "superieur": "min", "inferieur": "max", "maximum": "max", "dans": "parmi", "in": "parmi", "intervalle": "entre",
    "bornes": "entre", "caracteres": "longueur", "taille": "longueur", "nb_mots": "mots", "marge": "tolerance", "un_de": "contient_un",
}  # fmt: skip
BOUNDED = ("entre", "longueur", "mots")

_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "‘": "'", "’": "'"})


def same_text(text: str) -> str:
    """A text as compared: case, accents, double spaces and typographic quotes do not count."""
    return _SPACES.sub(" ", fold(plain(text)).translate(_QUOTES)).strip()


def comparable(value: Any) -> Any:
    """A value brought to what can be compared: moments to their Paris day, whole decimals to numbers, texts folded."""
    if isinstance(value, datetime):
        return clock.to_paris(value).date()
    if isinstance(value, str):
        return same_text(value)
    if isinstance(value, (list, tuple)):
        return [comparable(item) for item in value]
    return value


def is_empty(value: Any) -> bool:
    """Whether there is nothing in a value."""
    return value is None or value == "" or value == [] or (isinstance(value, str) and not plain(value))


def equal(observed: Any, expected: Any, tolerance: Any = None) -> bool:
    """The same value, numbers within the tolerance."""
    if is_empty(observed) or is_empty(expected):
        return is_empty(observed) and is_empty(expected)
    left, right = comparable(observed), comparable(expected)
    if tolerance is not None and _is_number(left) and _is_number(right):
        return bool(abs(Decimal(left) - Decimal(right)) <= abs(Decimal(tolerance)))
    if isinstance(left, list) and not isinstance(right, list):
        return bool(left == [right])
    if type(left) is bool or type(right) is bool:
        return left is right
    return bool(left == right)


def holds(operator: str, observed: Any, expected: Any, *, tolerance: Any = None) -> bool:
    """Whether an observed value satisfies one operator. Raises TypeError for values that cannot be compared."""
    match operator:
        case "egal":
            return equal(observed, expected, tolerance)
        case "parmi":
            return any(equal(observed, choice, tolerance) for choice in expected)
        case "min":
            return not is_empty(observed) and bool(_measure(observed) >= comparable(expected))
        case "max":
            return not is_empty(observed) and bool(_measure(observed) <= comparable(expected))
        case "entre":
            low, high = expected
            return not is_empty(observed) and bool(comparable(low) <= _measure(observed) <= comparable(high))
        case "contient_un":
            return any(_contains(observed, item) for item in _listed(expected))
        case "contient_tous":
            return all(_contains(observed, item) for item in _listed(expected))
        case "sans":
            return not any(_contains(observed, item) for item in _listed(expected))
        case "longueur":
            return _within(len(plain(str(observed or ""))), expected)
        case "mots":
            return _within(count_words(plain(str(observed or ""))), expected)
        case _:
            raise ValueError(f"operator {operator}")


def _measure(observed: Any) -> Any:
    """A list counts its items against a number."""
    value = comparable(observed)
    return len(value) if isinstance(value, list) else value


def _within(count: int, expected: Any) -> bool:
    if isinstance(expected, dict):
        low, high = expected.get("min"), expected.get("max")
    else:
        low, high = expected
    return (low is None or count >= int(low)) and (high is None or count <= int(high))


def _contains(observed: Any, item: Any) -> bool:
    if isinstance(observed, (list, tuple)):
        return any(equal(one, item) for one in observed)
    if is_empty(observed):
        return False
    return same_text(str(item)) in same_text(str(observed))


def _listed(expected: Any) -> Sequence[Any]:
    return expected if isinstance(expected, (list, tuple)) else [expected]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def bounds_of(expected: Any) -> tuple[Any, Any] | None:
    """The two bounds of a written interval, `[a, b]` or `{min: a, max: b}`; None when it is neither."""
    if isinstance(expected, dict) and expected and set(expected) <= {"min", "max"}:
        return expected.get("min"), expected.get("max")
    if isinstance(expected, list) and len(expected) == 2:
        return expected[0], expected[1]
    return None


def are_inverted(low: Any, high: Any) -> bool:
    """Whether two read bounds are the wrong way round."""
    if low is None or high is None:
        return False
    if isinstance(low, (datetime, date)) or isinstance(high, (datetime, date)):
        return bool(comparable(low) > comparable(high))
    return bool(Decimal(str(low)) > Decimal(str(high)))
