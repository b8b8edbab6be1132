"""The busiest hour of a centre: ten sessions at once, thirty candidates at work, ten consoles open; measured from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from sandbox.accounts.models import Role
from sandbox.accounts.services import create_user
from sandbox.cli._bench.browser import BrokenPage
from sandbox.cli._bench.stage import PASSWORD, Server, running
from sandbox.cli._installation import opened
from sandbox.cli._processes import useful_number
from sandbox.cli._scenarios import context_folders
from sandbox.config import Config
from sandbox.kernel.db import db
from sandbox.kernel.media import MediaStore
from sandbox.training.contexts.services import load_context
from sandbox.training.exams.models import ExamSession
from sandbox.training.exams.services import Candidate, create_session, start_session
from sandbox.training.subjects.queries import exam_subjects, get_subject, list_subjects

SESSIONS = 10
MEASURED_S = 60
WITHIN_S = 600


@dataclass(frozen=True, slots=True)
class Room:
    """A session: who signs in, with which codes the candidates join, and where their shops are."""

    login: str
    session_id: int
    codes: list[str]
    shop_keys: list[str]


def measure_hall(
    folder: Path, tell: Callable[[str], None], *, sessions: int = SESSIONS, seconds: float = MEASURED_S
) -> dict[str, float | None]:
    """The figures of a full hall by name: milliseconds, numbers of requests, shares of one core."""
    tell(f"Préparation de {sessions} sessions…")
    rooms = _prepare(folder / "instance", sessions)
    processes = useful_number()
    served = ["-m", "sandbox.cli", "serve", "--processus", str(processes), "--port", "{port}"]
    with running(served, folder / "instance") as (server, _):
        tell(
            f"{3 * sessions} candidats au travail, {sessions} consoles ouvertes, {round(seconds)} s après une mise en route…"
        )
        found = _crowd(server, rooms, seconds)
        spent = found.pop("serveur_s")
        found["salle_serveur_coeur"] = spent / found.pop("duree_s")
        found["salle_serveur_ms_par_demande"] = 1000 * spent / max(1, found["salle_demandes"])
        found["salle_processus"] = processes
        found["salle_memoire_mo"] = server.memory_mb() or 0.0
        found["salle_charge_du_poste"] = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return dict(found)


def _prepare(instance: Path, sessions: int) -> list[Room]:
    config = Config(instance=instance)
    with opened(config):
        load_context(folder=context_folders()[0], media=MediaStore(config.media_root))
        subject = get_subject(exam_subjects(list_subjects())[0].slug)
        rooms = []
        for number in range(1, sessions + 1):
            login = f"examinatrice-{number}"
            erin = create_user(login=login, name=f"Erin {number}", role=Role.EXAMINER, password=PASSWORD)
            people = [Candidate(last_name=name) for name in ("Un", "Deux", "Trois")]
            session: ExamSession = create_session(subject=subject, candidates=people, examiner=erin)
            start_session(session=session, author=erin.name)
            db.session.commit()
            seats = list(session.seats)
            rooms.append(Room(login, session.id, [seat.join_code for seat in seats], [seat.shop.key for seat in seats]))
        return rooms


def _crowd(server: Server, rooms: list[Room], seconds: float) -> dict[str, float]:
    """What a crowd in a process of its own saw; raises BrokenPage when it could not even begin."""
    asked = {
        "port": server.port,
        "pid": server.process.pid,
        "seconds": seconds,
        "rooms": [asdict(room) for room in rooms],
    }
    done = subprocess.run(
        [sys.executable, "-m", "sandbox.cli._bench.crowd"], input=json.dumps(asked), capture_output=True, text=True,
        check=False, timeout=WITHIN_S + seconds,
    )  # fmt: skip
    if done.returncode:
        raise BrokenPage(f"les candidats simulés n’ont pas pu commencer : {done.stderr.strip().splitlines()[-1:]}")
    if done.stderr:
        sys.stderr.write(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found
