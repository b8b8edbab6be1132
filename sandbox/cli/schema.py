"""`e5 schema`: the steps of the database's schema, for those who run or change the application."""

from __future__ import annotations

import click

from sandbox import create_app
from sandbox.cli._installation import opened
from sandbox.kernel.db import db
from sandbox.migrations import alembic_config, current_step, last_step


@click.group("schema")
def command() -> None:
    """Schéma de la base de données."""


@command.command("upgrade")
def upgrade() -> None:
    """Met la base au niveau de cette version de l’application (chaque commande le fait aussi d’elle-même)."""
    with opened():
        click.echo(f"Base de données à l’étape {current_step(db.engine)}.")


@command.command("revision")
@click.argument("message")
def revision(message: str) -> None:
    """Écrit l’étape suivante, d’après l’écart entre la base et les modèles (à relire avant de la garder)."""
    from alembic import command as alembic

    with create_app().app_context(), db.engine.connect() as connection:
        number = f"{int(last_step()) + 1:04d}"
        alembic.revision(alembic_config(connection), message, autogenerate=True, rev_id=number)
        click.echo(f"Étape {number} écrite dans sandbox/migrations/versions.")
