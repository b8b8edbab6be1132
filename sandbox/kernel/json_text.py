"""Reading JSON that came from outside."""

from __future__ import annotations

import json
from typing import Any


def read_json(text: str | bytes) -> Any:
    """What a JSON text says; raises ValueError for what cannot be read, what is nested too deep included."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("JSON trop profond") from error
