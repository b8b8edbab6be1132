"""What the official lists ask and no screen does today, each with its reason: the coverage page tells it, its test holds it to be exact."""

from __future__ import annotations

NOT_YET: dict[str, str] = {
    "WP-13": "L’extension de bandeau d’information et de pop-up n’est pas proposée dans l’écran des extensions : elle n’a pas d’effet sur le site.",
}
"""By key of an operation or of a function."""
