"""`e5 session`: a journal to check, the archive of a session, an archive to look at again."""

from __future__ import annotations

from pathlib import Path

import click
import sqlalchemy as sa

from sandbox.accounts.models import Role
from sandbox.accounts.queries import find_user
from sandbox.cli._installation import Refusal, opened
from sandbox.config import Config
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.media import MediaStore
from sandbox.training.exams.models import ExamSession, SessionKind
from sandbox.training.records.archiving import archive_name, write_archive
from sandbox.training.records.reopening import reopen
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


@command.command("archiver")
@click.argument("number", metavar="NUMERO", type=click.IntRange(1))
@click.argument("target", metavar="[FICHIER]", required=False, type=click.Path(path_type=Path, dir_okay=False))
def archive(number: int, target: Path | None) -> None:
    """Écrit l’archive de la session close NUMERO dans FICHIER (par défaut : le nom proposé, dans le dossier courant)."""
    config = Config.from_env()
    with opened(config):
        session = db.session.scalars(
            sa.select(ExamSession).where(ExamSession.id == number, ExamSession.kind != SessionKind.PRACTICE)
        ).one_or_none()
        if session is None:
            raise NotFound(f"La session n°\u00a0{number} n’existe pas ici.")
        target = target or Path(archive_name(session))
        if target.exists():
            raise RuleBroken(f"Le fichier {target} existe déjà : donnez un autre nom.")
        part = target.with_name(f".{target.name}.part")
        try:
            with part.open("w+b") as file:
                made = write_archive(session=session, target=file, media=MediaStore(config.media_root))
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    click.echo(_told(made.files, target, made.size))
    click.echo(f"SHA-256 de l’archive : {made.digest}")


def _told(files: int, target: Path, size: int) -> str:
    weight = f"{size / 1e6:.1f}".replace(".", ",")
    return f"{files} fichiers archivés dans {target} ({weight} Mo)."


@command.command("rouvrir")
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--examinateur", "login", required=True, help="Identifiant de l’examinateur qui la lira.")
def look_again(file: Path, login: str) -> None:
    """Rouvre en lecture seule la session archivée dans FICHIER ; la rouvrir deux fois ne change rien."""
    config = Config.from_env()
    with opened(config), file.open("rb") as content:
        examiner = find_user(login)
        if examiner is None or examiner.role is not Role.EXAMINER:
            raise RuleBroken(f"«\u00a0{login}\u00a0» n’est pas l’identifiant d’un examinateur de cette installation.")
        found = reopen(file=content, examiner=examiner, author=examiner.name, media=MediaStore(config.media_root))
        number, name = found.session.id, examiner.name
    if found.is_new:
        click.echo(f"Archive rouverte en lecture seule : session n°\u00a0{number}, parmi les sessions de {name}.")
    else:
        click.echo(f"Cette archive est déjà rouverte : session n°\u00a0{number}. Rien n’a changé.")
