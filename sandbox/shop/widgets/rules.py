"""Widget areas. Pure."""

from __future__ import annotations

AREAS = {
    "sidebar": "Colonne latérale", "footer-1": "Pied de page, colonne 1", "footer-2": "Pied de page, colonne 2",
    "footer-3": "Pied de page, colonne 3", "footer-4": "Pied de page, colonne 4",
}  # fmt: skip
CODES = {"colonne": "sidebar", "pied-1": "footer-1", "pied-2": "footer-2", "pied-3": "footer-3", "pied-4": "footer-4"}
MAX_WIDGETS = 30
