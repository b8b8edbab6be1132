"""How an import is told on the screen, and the files it is read from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.foreign_tables import SEPARATOR_WORDS, ForeignTable, read_table
from sandbox.training.contexts.importing.correspondences import read_correspondence
from sandbox.training.contexts.importing.formats import Correspondence, guess
from sandbox.training.contexts.importing.services import MAX_BYTES, ImportReport
from sandbox.training.contexts.importing.telling import Fate


def table_of(file: Path) -> ForeignTable:
    """The table in a file; raises RuleBroken when it is too large or has no column."""
    _look_for(file)
    if file.stat().st_size > MAX_BYTES:
        raise RuleBroken(f"{file.name} dépasse 20 Mo : coupez-le en plusieurs fichiers.")
    table = read_table(file.read_bytes())
    if not table.headers:
        raise RuleBroken(f"{file.name} est vide.")
    return table


def _look_for(file: Path) -> None:
    if not file.is_file():
        raise RuleBroken(f"Le fichier « {file} » est introuvable.")


def mapping_of(table: ForeignTable, format_: str, correspondence: Path | None) -> Correspondence:
    """What the columns mean: as the trainer's file says, else as their headers tell."""
    if correspondence is not None:
        _look_for(correspondence)
        return read_correspondence(correspondence.read_text("utf-8-sig", errors="replace"), correspondence.name)
    return guess(table.headers, None if format_ == "auto" else format_)


def show_table(file: Path, table: ForeignTable, mapping: Correspondence) -> None:
    """How the file was read."""
    separator = SEPARATOR_WORDS[table.separator]
    click.echo(f"{file.name} : {mapping.format}, {table.encoding}, {separator}, {len(table.lines)} lignes de données.")


def show_report(report: ImportReport, *, is_trial: bool) -> None:
    """The report, by line, then what was decided and what is left to do."""
    for outcome in report.outcomes:
        click.echo(f"  ligne {outcome.line}  {outcome.fate:<8}  {_one_line(outcome.words)}")
    for odd in report.odd_lines:
        click.echo(f"  ligne {odd.line}  remarque  {odd.message}")
    for remark in report.remarks:
        click.echo(f"À savoir : {remark}")
    if report.left_out:
        click.echo(f"Colonnes non reprises : {', '.join(report.left_out)}.")
    counts = (f"{report.count(fate)} {fate}{'s' if report.count(fate) > 1 else ''}" for fate in Fate)
    click.echo(f"Bilan : {', '.join(counts)}.")
    if is_trial:
        click.echo("Essai : rien n’a été écrit.")
    elif report.files:
        click.echo(f"Fichiers écrits : {', '.join(_gathered(report.files))}.")
    else:
        click.echo("Aucun fichier n’a changé.")


def _gathered(files: Sequence[str]) -> list[str]:
    """The files by name, the descriptions counted: there may be one for each product."""
    tables = [file for file in files if file.endswith(".csv")]
    texts = len(files) - len(tables)
    return [*tables, f"{texts} dans catalogue/descriptions/"] if texts else tables


def _one_line(words: str) -> str:
    text = " ".join(words.split())
    return text if len(text) <= 200 else f"{text[:199]}…"
