"""`e5 practice`: the shops of those who train alone."""

from __future__ import annotations

import click

from sandbox.cli._installation import opened
from sandbox.training.practice.ending import KEPT_RUNS, empty_every_old_run


@click.group("practice")
def command() -> None:
    """Entraînements des candidats."""


@command.command("tidy")
@click.option(
    "--keep", type=click.IntRange(0, 100), default=KEPT_RUNS, show_default=True, help="Derniers essais gardés entiers, par personne."
)  # fmt: skip
def tidy(keep: int) -> None:
    """Efface les boutiques des vieux essais ; niveaux et constats restent."""
    with opened():
        count = empty_every_old_run(kept=keep)
    words = "boutique effacée" if count < 2 else "boutiques effacées"
    click.echo(f"{count} {words}. Les niveaux et les constats de chaque essai restent lisibles.")
