"""`e5 session`: the papers of a session that are files: a journal to check."""

from __future__ import annotations

from pathlib import Path

import click

from sandbox.cli._installation import Refusal, opened
from sandbox.training.records.services import check_file


@click.group("session")
def command() -> None:
    """Sessions d’examen : journaux et archives."""


@command.command("verifier")
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--sceau", "seal", default="", help="Sceau lu sur le papier : tout, ou ses seize premiers signes.")
def check(file: Path, seal: str) -> None:
    """Vérifie le journal d’un candidat (FICHIER .json), fait par fait, et le compare au sceau du papier."""
    with opened():
        found = check_file(file.read_bytes(), paper_seal=seal)
    click.echo(f"{found.candidate} ; {found.session} ; {found.facts} faits.")
    click.echo(f"Sceau de son contenu : {found.seal}")
    if found.here:
        click.echo(found.here)
    for fault in found.faults:
        click.echo(f"  {fault}")
    if found.on_paper is False:
        click.echo("  Ce n’est pas le sceau lu sur le papier.")
    if not found.is_sound:
        raise Refusal("Journal à refuser.")
    click.echo("Journal intact." if found.on_paper else "Journal intact. Comparez son sceau à celui du papier signé.")
