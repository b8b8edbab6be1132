"""CSV files that French spreadsheets open as they are: `;`, decimal comma, UTF-8 with BOM; no text is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class Figure(str):
    """A number already written (« -12,50 »): it may begin with a sign, and is no formula."""

    __slots__ = ()


def safe(text: str) -> str:
    """A text that a spreadsheet will not take for a formula."""
    return f"'{text}" if text.startswith(_DANGEROUS) and not isinstance(text, Figure) else text


def euros(cents: int) -> Figure:
    """« 34,90 »."""
    return Figure(f"{cents / 100:.2f}".replace(".", ","))


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows of texts as a file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
