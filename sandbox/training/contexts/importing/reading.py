"""Opening a file to import: what is no table, or one too large to be looked at, is refused in words before anything else."""

from __future__ import annotations

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.foreign_tables import UNREADABLE, ForeignTable, read_table

MAX_UPLOAD = 10 * 1024 * 1024
MAX_LINES = 10_000
MAX_PRODUCTS = 1_500
"""A product is checked by the shop's services one by one: beyond, everybody else would wait."""
MAX_COLUMNS = 200
_MARKS = (
    (b"PK\x03\x04", "un classeur (.xlsx, .ods) ou une archive .zip"), (b"\xd0\xcf\x11\xe0", "un ancien classeur Excel (.xls)"),
    (b"%PDF", "un PDF"), (b"\x89PNG", "une image"), (b"\xff\xd8\xff", "une image"), (b"GIF8", "une image"),
    (b"{\\rtf", "un document de traitement de texte"), (b"RIFF", "une image ou un son"), (b"\x1f\x8b", "une archive compressée"), (b"\x7fELF", "un programme"), (b"MZ\x90", "un programme"),
)  # fmt: skip
_SAMPLE = 4096
_STRANGE = frozenset(range(32)) - {9, 10, 13, 26}


def open_table(content: bytes, *, encoding: str = "", separator: str = "") -> ForeignTable:
    """The table in an uploaded file; raises RuleBroken, in words that say what to do, for anything that cannot be imported."""
    check_text(content)
    table = read_table(content, encoding=encoding, separator=separator)
    if not table.headers or not table.lines:
        raise RuleBroken("Ce fichier n’a que des titres de colonnes : aucune ligne à importer.", field="file")
    if len(table.lines) > MAX_LINES:
        raise RuleBroken(
            f"Ce fichier a {_grouped(len(table.lines))} lignes, {_grouped(MAX_LINES)} au plus : coupez-le en plusieurs "
            "fichiers, ou n’en gardez qu’un extrait.", field="file",
        )  # fmt: skip
    if len(table.headers) > MAX_COLUMNS:
        raise RuleBroken(f"Ce fichier a {len(table.headers)} colonnes, {MAX_COLUMNS} au plus.", field="file")
    return table


def check_text(content: bytes) -> None:
    """Refuse a file that is too large, empty or no text, in words that say what to do."""
    if len(content) > MAX_UPLOAD:
        raise RuleBroken("Ce fichier dépasse 10 Mo : coupez-le en plusieurs fichiers.", field="file")
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise RuleBroken("Ce fichier est vide.", field="file")
    if kind := binary_kind(content):
        raise RuleBroken(
            f"Ce fichier n’est pas un texte : c’est {kind}. Dans le tableur, « Enregistrer sous », puis « CSV UTF-8 ».",
            field="file",
        )


def check_readable(table: ForeignTable) -> None:
    """Refuse a table read in an encoding that is not its own, at the first place where it shows."""
    for name in table.headers:
        if UNREADABLE in name:
            raise RuleBroken(
                f"Les titres ne se lisent pas en {table.encoding} : choisissez un autre encodage.", field="encoding"
            )
    for line in table.lines:
        for name, cell in line.cells.items():
            if UNREADABLE in cell:
                raise RuleBroken(
                    f"Ligne {line.number}, colonne « {name} » : des lettres ne se lisent pas en {table.encoding}. "
                    "Choisissez un autre encodage.", field="encoding",
                )  # fmt: skip


def binary_kind(content: bytes) -> str:
    """What a file that is no text is, in words; empty for a text."""
    for mark, words in _MARKS:
        if content.startswith(mark):
            return words
    head = content[:_SAMPLE]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or max(head[0::2].count(0), head[1::2].count(0)) > len(head) // 3:
        # UTF-16 is full of zeros, but only on one side of each pair.
        return "" if min(head[0::2].count(0), head[1::2].count(0)) <= len(head) // 50 else "un fichier de programme"
    strange = sum(byte in _STRANGE for byte in head)
    return "un fichier de programme" if strange > len(head) // 50 + 2 else ""


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")
