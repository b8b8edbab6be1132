"""`e5 subject`: the subjects of the test."""

from __future__ import annotations

import click

from sandbox.cli._scenarios import SCENARIOS, show_faults, subject_folder, subject_folders
from sandbox.training.subjects.loader import load_subject
from sandbox.training.subjects.queries import list_subjects


@click.group("subject")
def command() -> None:
    """Sujets de l’épreuve."""


@command.command("list")
def list_() -> None:
    """Liste les sujets du dossier scenarios/."""
    subjects = list_subjects(SCENARIOS)
    if not subjects:
        click.echo("Aucun sujet.")
    for info in subjects:
        faults = f"  {info.fault_count} défaut(s)" if info.fault_count else ""
        click.echo(
            f"{info.slug}  {info.title}  (contexte {info.context_slug}, version {info.version}, {info.status}){faults}"
        )


@command.command("check")
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Vérifie les sujets nommés (tous, sans nom) ; liste tous les défauts."""
    failed = False
    for folder in [subject_folder(name) for name in names] or subject_folders():
        loaded = load_subject(folder, SCENARIOS / "grids")
        failed |= bool(show_faults(folder, loaded.errors, remarks=loaded.remarks))
    if failed:
        raise SystemExit(1)
