"""`e5 backup`: keeping an installation, and getting it back."""

from __future__ import annotations

from pathlib import Path

import click
import sqlalchemy as sa

from sandbox.cli._archive import check_archive, sha256_of, unpack, write_archive
from sandbox.cli._installation import opened
from sandbox.cli._server import only_server
from sandbox.config import Config
from sandbox.kernel import clock
from sandbox.kernel.errors import RuleBroken
from sandbox.migrations import last_step


@click.group("backup")
def command() -> None:
    """Sauvegardes (base SQLite, images et exports, en une archive)."""


@command.command("create")
@click.argument("target", required=False, type=click.Path(path_type=Path, dir_okay=False))
def create(target: Path | None) -> None:
    """Sauvegarde l’installation dans TARGET (par défaut : instance/sauvegardes/), même pendant une session."""
    config = Config.from_env()
    database = _sqlite_file(config)
    if not database.exists():
        raise RuleBroken("Rien à sauvegarder : cette installation n’a pas encore de base de données.")
    target = target or config.instance / "sauvegardes" / f"e5-{clock.to_paris(clock.now()):%Y-%m-%d-%Hh%M%S}.zip"
    with opened(config):
        step = last_step()
    contents = write_archive(instance=config.instance, database=database, target=target, step=step)
    click.echo(f"{len(contents.sums)} fichiers sauvegardés dans {target} ({target.stat().st_size / 1e6:.1f} Mo).")
    click.echo(f"SHA-256 de l’archive : {sha256_of(target)}")


@command.command("restore")
@click.argument("archive", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--sha256", "expected", help="Somme affichée à la sauvegarde : refuse toute autre archive.")
@click.option("--yes", is_flag=True, help="Ne demande pas confirmation.")
def restore(archive: Path, expected: str | None, yes: bool) -> None:
    """Remet l’installation dans l’état d’ARCHIVE, vérifiée fichier par fichier ; l’état présent est mis de côté."""
    config = Config.from_env()
    _sqlite_file(config)
    if expected and sha256_of(archive) != expected.strip().lower():
        raise RuleBroken("Archive refusée : sa somme SHA-256 n’est pas celle que vous avez donnée.")
    contents = check_archive(archive)
    if contents.step > last_step():
        raise RuleBroken("Archive refusée : elle vient d’une version plus récente de l’application.")
    if not yes:
        click.confirm(f"Remplacer l’installation par la sauvegarde du {contents.made_at} (UTC) ?", abort=True)
    with only_server(config.instance):
        former = unpack(archive=archive, instance=config.instance)
    with opened(config):
        click.echo(f"{len(contents.sums)} fichiers restaurés.")
    if former:
        click.echo(f"L’état précédent est gardé dans {former}.")


def _sqlite_file(config: Config) -> Path:
    url = sa.make_url(config.url())
    if url.get_backend_name() != "sqlite" or not url.database:
        raise RuleBroken(
            "La base est un serveur PostgreSQL : sauvegardez-la avec pg_dump, et copiez le dossier instance/media."
        )
    return Path(url.database)
