"""`e5 subject`: the subjects of the test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click

from sandbox.cli._installation import opened
from sandbox.cli._scenarios import SCENARIOS, context_folder, show_subject_faults, subject_folder, subject_folders
from sandbox.config import ROOT
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound
from sandbox.kernel.yaml_nodes import Fault
from sandbox.shop.shops.queries import find_shop
from sandbox.training.authoring.checking import check_loaded
from sandbox.training.authoring.recording import record
from sandbox.training.contexts.queries import find_context, folder_digest
from sandbox.training.subjects.loader import SUBJECT_FILE, decode_subject, load_subject
from sandbox.training.subjects.locking import lock_text
from sandbox.training.subjects.queries import list_subjects
from sandbox.training.subjects.reference import reference_page
from sandbox.training.subjects.schema import SCHEMA_FILE, schema_text

GRIDS = SCENARIOS / "grids"
PAGE = ROOT / "docs" / "format-sujets.md"


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
@click.argument("files", nargs=-1, metavar="FICHIER...")
@click.option("--sans-essais", "without_runs", is_flag=True, help="Ne rejoue pas les essais témoins.")
@click.option("--pour-publier", "for_publication", is_flag=True, help="Demande ce qu’il faut pour publier.")
def check(files: tuple[str, ...], without_runs: bool, for_publication: bool) -> None:
    """Vérifie des sujets : noms, fichiers subject.yaml, dossiers (tous, sans argument) ; liste tous les défauts.

    Un défaut par ligne : fichier:ligne  CODE  chemin  message. Code de sortie 1 s’il y a une erreur (E), 0 sinon. Rien du
    fichier n’est exécuté ; les essais témoins sont rejoués sur une copie jetable de la boutique, si son contexte est chargé.
    """
    failed = False
    place: AbstractContextManager[object] = nullcontext() if without_runs else opened()
    with place:
        for folder in _folders(files):
            loaded = load_subject(folder, GRIDS)
            faults: Sequence[Fault] = loaded.faults
            if not without_runs:
                faults = check_loaded(loaded, with_runs=True, for_publication=for_publication)
            failed |= bool(show_subject_faults(folder, faults))
    if failed:
        raise SystemExit(1)


@command.command("lock")
@click.argument("names", nargs=-1, required=True, metavar="SUJET...")
def lock(names: tuple[str, ...]) -> None:
    """Écrit dans le sujet l’empreinte de son contexte, comme il faut pour le publier."""
    for folder in _folders(names):
        loaded = load_subject(folder, GRIDS)
        slug = loaded.scenario.context.slug if loaded.scenario is not None else ""
        digest = _context_digest(slug)
        path = folder / SUBJECT_FILE
        path.write_bytes(lock_text(decode_subject(path.read_bytes()), digest).encode())
        click.echo(f"{folder.name} : empreinte {digest[:8]}… du contexte « {slug} » écrite.")


@command.command("schema")
@click.option("--page", is_flag=True, help="Montre la page de référence plutôt que le schéma.")
@click.option("--ecrire", "write", is_flag=True, help="Écrit le schéma et la page de référence à leur place.")
def schema(page: bool, write: bool) -> None:
    """Montre le schéma JSON des sujets, que les éditeurs de texte savent lire."""
    if not write:
        click.echo(reference_page() if page else schema_text(), nl=False)
        return
    for path, text in ((SCENARIOS / SCHEMA_FILE, schema_text()), (PAGE, reference_page())):
        path.write_text(text, "utf-8", newline="\n")
        click.echo(f"{path.relative_to(ROOT)} écrit.")


@command.command("record")
@click.argument("shop_key", metavar="BOUTIQUE")
@click.option("--vers", "path", type=click.Path(dir_okay=False, path_type=Path), help="Le fichier .jsonl à écrire.")
def record_(shop_key: str, path: Path | None) -> None:
    """Fait un essai témoin de ce qui a été joué dans une boutique (sa clé est dans son adresse, après /b/)."""
    with opened():
        shop = find_shop(shop_key)
        if shop is None:
            raise NotFound(f"Aucune boutique « {shop_key} ».")
        recording = record(shop)
        db.session.rollback()
    if path is None:
        click.echo(recording.text, nl=False)
    else:
        path.write_text(recording.text, "utf-8", newline="\n")
        lines = sum(not line.startswith("//") for line in recording.text.splitlines())
        click.echo(f"{path} : {lines} action{'s' if lines > 1 else ''} enregistrée{'s' if lines > 1 else ''}.")
    for problem in recording.problems:
        click.echo(problem, err=True)


def _context_digest(slug: str) -> str:
    """The hash of the context as it is loaded here, else as its folder is."""
    with opened():
        pack = find_context(slug)
        return pack.digest if pack is not None else folder_digest(context_folder(slug))


def _folders(names: Sequence[str]) -> Iterator[Path]:
    """The folders that are meant: names, files, folders of a subject, folders that hold several."""
    if not names:
        yield from subject_folders()
    for name in names:
        path = Path(name)
        if path.is_file():
            if path.name != SUBJECT_FILE:
                raise NotFound(f"« {name} » n’est pas un fichier {SUBJECT_FILE}.")
            yield path.parent
        elif path.is_dir() and not (path / SUBJECT_FILE).is_file():
            found = sorted(inner.parent for inner in path.glob(f"*/{SUBJECT_FILE}"))
            if not found:
                raise NotFound(f"Aucun sujet dans « {name} ».")
            yield from found
        else:
            yield subject_folder(name)
