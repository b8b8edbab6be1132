"""`e5 serve`: the server of a centre."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import click
from flask import Flask

from sandbox.cli._installation import opened
from sandbox.cli._own_addresses import is_everywhere, own_hosts
from sandbox.cli._processes import MOST, refuse_too_many, useful_number
from sandbox.cli._server import LOCAL, only_server, serve_app
from sandbox.config import Config
from sandbox.kernel import clock
from sandbox.training.centre.queries import most_sessions_at_once
from sandbox.training.replay.services import tidy_rebuilt
from sandbox.web.room_address import ROOM_HOSTS

FEW_SESSIONS = 3
"""As many at once are well served by one process."""


@click.command("serve")
@click.option(
    "--host", default=LOCAL, show_default=True, help="Adresse d’écoute ; 0.0.0.0 pour les postes du réseau local."
)
@click.option(
    "--port", default=8055, show_default=True, type=click.IntRange(0, 65535), help="Port ; 0 en choisit un libre."
)
@click.option(
    "--processus", "processes", default=1, show_default=True, type=click.IntRange(1, MOST),
    help="Processus qui répondent ensemble (Linux) ; 2 pour plus de trois sessions à la fois, si le poste a deux cœurs.",
)  # fmt: skip
def command(host: str, port: int, processes: int) -> None:
    """Démarre le serveur."""
    refuse_too_many(processes)
    config = Config.from_env()
    with only_server(config.instance):
        app = ready_app(config)
        _advise(app, processes)
        hosts = app.config[ROOM_HOSTS] = own_hosts() if is_everywhere(host) else []
        serve_app(app, host, port, lambda address: _tell(address, hosts), processes)


def ready_app(config: Config) -> Flask:
    """The application as a centre serves it: its tables up to date, what earlier replays left taken away."""
    with opened(config) as app:
        tidy_rebuilt()  # those of before the last stop: nobody looks at them any more
        return app


def _advise(app: Flask, processes: int) -> None:
    """Tell who starts a server of one process that today's sessions would be better served by two, where this machine can."""
    if processes >= useful_number():
        return
    with app.app_context():
        sessions = most_sessions_at_once(clock.today())
    if sessions > FEW_SESSIONS:
        click.echo(
            f"Conseil : {sessions} sessions ont lieu en même temps aujourd’hui ; au-delà de {FEW_SESSIONS}, "
            "« e5 serve --processus 2 » sert mieux."
        )


def _tell(address: str, hosts: Sequence[str]) -> None:
    click.echo(f"Serveur prêt : {address}  (Ctrl+C pour arrêter)")
    if hosts:
        port = urlsplit(address).port
        click.echo(f"Sur les postes : {' ou '.join(f'http://{host}:{port}/' for host in hosts)}")
