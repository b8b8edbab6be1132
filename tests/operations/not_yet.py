"""What the official lists ask and no screen does today, each with its reason: the coverage page tells it, its test holds it to be exact."""

from __future__ import annotations

NOT_YET: dict[str, str] = {}
"""By key of an operation or of a function."""
