"""What an action was given, as the journal keeps it: plain JSON, rows by table and number. Recorded runs are made from it.

Secrets are not kept; what cannot be kept says what it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sandbox.kernel.scoping import ShopScoped

SECRETS = frozenset({"password", "current", "token"})


def kept_call(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a call as JSON."""
    return {name: {"secret": True} if name in SECRETS else _kept(value) for name, value in arguments.items()}


def _kept(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, ShopScoped):
        return {"row": [value.__tablename__, value.id]}  # type: ignore[attr-defined]
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, Mapping):
        return {"map": [[_kept(key), _kept(item)] for key, item in value.items()]}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value
        return {"tuple" if isinstance(value, tuple) else "list": [_kept(item) for item in items]}
    if is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: _kept(getattr(value, part.name)) for part in fields(value)}
        return {"data": [f"{type(value).__module__}:{type(value).__name__}", parts]}
    return {"unkept": type(value).__name__}
