"""The variables of a subject: each name has a list of values, one rank is drawn for all of them, `{nom}` is replaced.

The draw belongs to a session: its three candidates have the same subject, and the copy that is kept is the drawn one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

PLACE = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")
"""`{remise}`. Dates (`{J+3}`) begin with a capital."""

Drawn = Mapping[str, str]


def count_ranks(variables: Mapping[str, list[str]]) -> int:
    """How many draws there are; 1 without variables."""
    return min((len(values) for values in variables.values()), default=1)


def draw(variables: Mapping[str, list[str]], rank: int) -> dict[str, str]:
    """The value of each variable at a rank, which may be any number."""
    at = rank % max(1, count_ranks(variables))
    return {name: values[at] for name, values in variables.items() if values}


def fill(data: Any, drawn: Drawn) -> Any:
    """Plain data with every `{nom}` of a drawn variable replaced, in texts and in keys; `variables` itself is left."""
    if isinstance(data, str):
        return fill_text(data, drawn)
    if isinstance(data, list):
        return [fill(item, drawn) for item in data]
    if isinstance(data, dict):
        return {
            fill_text(key, drawn) if isinstance(key, str) else key: item if key == "variables" else fill(item, drawn)
            for key, item in data.items()
        }
    return data


def fill_text(text: str, drawn: Drawn) -> str:
    """A text with the variables replaced; names that are not drawn stay as they are."""
    return PLACE.sub(lambda match: drawn.get(match[1], match[0]), text) if drawn else text


def names_in(text: str) -> Iterator[str]:
    """The names between braces in a text."""
    return (match[1] for match in PLACE.finditer(text))
