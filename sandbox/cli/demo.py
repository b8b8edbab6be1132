"""`e5 demo`: everything loaded, accounts ready, the server started and shown in the browser."""

from __future__ import annotations

from collections.abc import Callable

import click
from flask import Flask

from sandbox.cli._demo_people import DEMO_PEOPLE, ensure_demo_people
from sandbox.cli._installation import Refusal, opened
from sandbox.cli._scenarios import context_folders
from sandbox.cli._server import LOCAL, is_free, only_server, open_browser, serve_app
from sandbox.cli.context import load_folder
from sandbox.config import Config
from sandbox.kernel.db import db

FIRST_PORT = 8055


@click.command("demo")
@click.option("--live", is_flag=True, help="Avec une session en cours : trois candidats simulés travaillent.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help=f"Port (par défaut {FIRST_PORT}, ou le suivant qui est libre)."
)
@click.option("--no-browser", is_flag=True, help="N’ouvre pas le navigateur.")
def command(live: bool, port: int | None, no_browser: bool) -> None:
    """Charge la démonstration et démarre le serveur sur ce poste."""
    config = Config.from_env()
    with only_server(config.instance):
        app = prepare(config)
        room = _start_room(app) if live else None
        serve_app(app, LOCAL, _choose_port(port), lambda address: _tell(address, room, not no_browser))


def prepare(config: Config) -> Flask:
    """The application with every context of scenarios/ loaded and the demonstration's accounts there."""
    with opened(config) as app:
        for folder in context_folders():
            if not load_folder(app, folder, if_changed=True):
                raise Refusal("Corrigez ces défauts, puis relancez la même commande.")
            db.session.commit()
        ensure_demo_people()
    return app


def _choose_port(port: int | None) -> int:
    if port is not None:
        return port
    return next((number for number in range(FIRST_PORT, FIRST_PORT + 20) if is_free(number)), 0)


def _start_room(app: Flask) -> Callable[[], None]:
    from sandbox.cli._live_room import start_room

    return start_room(app)


def _tell(address: str, room: Callable[[], None] | None, shows: bool) -> None:
    click.echo(f"\nLe bac à sable est prêt :  {address}\n")
    click.echo("  Comptes de démonstration     identifiant     mot de passe")
    for person in DEMO_PEOPLE:
        click.echo(f"  {person.title:<28} {person.login:<15} {person.password}")
    if room:
        room()
    click.echo("\nCtrl+C arrête le serveur ; tout ce qui est fait reste dans le dossier instance.")
    if shows:
        open_browser(address)
