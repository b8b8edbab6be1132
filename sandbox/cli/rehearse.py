"""`e5 rehearse`: a whole session played on this machine, with its incidents, and a report to be signed."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import click

from sandbox.cli._bench.browser import BrokenPage
from sandbox.cli._installation import Refusal
from sandbox.cli._processes import MOST, refuse_too_many
from sandbox.kernel import clock


@click.command("rehearse")
@click.option("--full", is_flag=True, help="En temps réel, environ 50 minutes, avec trois arrêts du serveur.")
@click.option(
    "--pdf", "target", type=click.Path(path_type=Path, dir_okay=False), help="Où écrire le rapport (par défaut : repetition-<date>.pdf ici)."
)  # fmt: skip
@click.option(
    "--processus", "processes", default=1, show_default=True, type=click.IntRange(1, MOST), help="Comme le serveur du jour sera démarré."
)  # fmt: skip
def command(full: bool, target: Path | None, processes: int) -> None:
    """Répétition générale : joue une session entière sur ce poste et imprime un rapport à signer.

    Trois candidats simulés travaillent sur un vrai serveur, un examinateur note. On coupe le réseau d’un poste, on arrête
    net le serveur, on change un poste, on évacue, on restaure une sauvegarde ailleurs, et chaque promesse est vérifiée.

    Tout se passe dans un dossier à part, effacé à la fin : les données du centre ne sont ni lues ni changées. Comptez deux
    à trois minutes, l’horloge du serveur d’essai étant avancée ; Ctrl+C arrête tout. Le code de sortie est 1 si une promesse
    n’est pas tenue.
    """
    from sandbox.cli._rehearsal.course import COURSE
    from sandbox.cli._rehearsal.play import FULL, SHORT, Rehearsal
    from sandbox.cli._rehearsal.report import make_report
    from sandbox.cli._rehearsal.room import load_company, open_room
    from sandbox.cli._rehearsal.server import Server

    refuse_too_many(processes)
    begun, pace = time.perf_counter(), FULL if full else SHORT
    target = target or Path(f"repetition-{clock.to_paris(clock.now()):%Y-%m-%d-%Hh%M}.pdf")
    with tempfile.TemporaryDirectory(prefix="e5-repetition-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _tell(begun, "Préparation de la boutique et de la session")
        load_company(folder / "instance")
        room = open_room(folder / "instance")
        try:
            with Server(room.instance, is_real=pace.is_real, processes=processes) as server:
                rehearsal = Rehearsal(room, server, pace, lambda text: _tell(begun, text), folder)
                checks = rehearsal.play(COURSE)
        except BrokenPage as broken:
            raise Refusal(f"Le serveur de la répétition ne démarre pas : {broken}.") from broken
    report = make_report(checks, room, pace, seconds=time.perf_counter() - begun)
    target.write_bytes(report.pdf())
    click.echo("\nRÉPÉTITION GÉNÉRALE DE L’ÉPREUVE E5\n")
    click.echo("\n".join(report.lines()))
    click.echo(f"Rapport à signer : {target}")
    if not report.is_green:
        raise SystemExit(1)


def _tell(begun: float, text: str) -> None:
    spent = int(time.perf_counter() - begun)
    click.echo(f"{spent // 60:02}:{spent % 60:02}  {text}…")
