"""A session under way for `e5 demo --live`: three simulated candidates replay a subject's recorded runs in real time.

They do what people do and nothing else: join with a code, show their page, work through the services, call the examiner. So
the console, the evidence and the journal are the real ones. Their clocks are obeyed: a pause stops them, an end ends them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import click
from flask import Flask

from sandbox.accounts.queries import find_user
from sandbox.cli._demo_people import DEMO_PEOPLE
from sandbox.cli._installation import Refusal
from sandbox.cli._scenarios import SCENARIOS
from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import take_changes
from sandbox.kernel.db import db
from sandbox.kernel.db import session as session_now
from sandbox.kernel.errors import DomainError
from sandbox.training.exams import presence
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession, Extra, Seat, SessionState
from sandbox.training.exams.queries import clock_of, list_sessions
from sandbox.training.grading import sealing
from sandbox.training.journal.playing import lines_of, play_line
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.player import Line, Player
from sandbox.training.subjects.queries import get_subject, list_subjects

CENTRE = "Démonstration"
ALREADY_WORKED = timedelta(minutes=12)
"""How far the session is when the console is opened: enough for evidence to be there, most is still to come."""
CALLS_AT_S = 14 * 60
"""When the second candidate raises a hand, in seconds of their exam time."""
BEAT_S = 2.0
PULSE = timedelta(seconds=10)
"""How far apart the signs of life of the time already worked are: well below what the console takes for a cut."""

PEOPLE = (
    exams.Candidate(last_name="Carpentier", first_name="Inès", number="E5-041", workstation="Poste 4"),
    exams.Candidate(last_name="Le Bihan", first_name="Hugo", number="E5-042", workstation="Poste 5", extra=Extra.THIRD),
    exams.Candidate(last_name="Diallo", first_name="Salomé", number="E5-043", workstation="Poste 6"),
)
PAGES = {
    "produit": "Catalogue › Produits",
    "declinaison": "Catalogue › Produits › Déclinaisons",
    "valeur_attribut": "Catalogue › Attributs & caractéristiques",
    "image": "Catalogue › Produits › Images",
    "prix_specifique": "Catalogue › Produits › Prix",
    "regle_catalogue": "Catalogue › Réductions",
    "regle_panier": "Catalogue › Réductions",
    "groupe_clients": "Paramètres de la boutique › Paramètres clients › Groupes",
    "client": "Clients",
    "produit_populaire": "Apparence › Produits populaires",
    "reglage": "Modules › Produits populaires",
    "alias": "Paramètres de la boutique › Rechercher › Alias",
}
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Simulated:
    """A candidate who is not there: the seat, and what is left of the recorded run."""

    seat_id: int
    player: Player
    lines: list[Line] = field(default_factory=list)
    page: str = "|Tableau de bord"
    has_called: bool = False


def start_room(app: Flask) -> Callable[[], None]:
    """Open a session, bring it to where it stands, let it go on in the background; returns what tells people about it."""
    with app.app_context():
        try:
            session, candidates = open_session(_subject(), clock.now() - ALREADY_WORKED)
            db.session.commit()
            number, codes = session.id, [(s.candidate_name, s.join_code, s.resume_code) for s in session.seats]
        finally:
            db.session.remove()
    threading.Thread(target=_live, args=(app, candidates), name="demo-candidates", daemon=True).start()

    def tell() -> None:
        click.echo(f"\n  Session n° {number} en cours : connectez-vous en examinateur et ouvrez sa console.")
        for name, _join, resume in codes:
            click.echo(f"  {name:<28} code de reprise {resume} (pour prendre sa place sur un autre poste)")

    return tell


def open_session(subject: Subject, started_at: datetime) -> tuple[ExamSession, list[Simulated]]:
    """A session begun at a moment, its candidates' work played up to now, each action at its own time."""
    subject = subject.drawn(0)
    examiner = find_user(DEMO_PEOPLE[0].login)
    assert examiner is not None
    for earlier in list_sessions(examiner_id=examiner.id):
        if earlier.centre == CENTRE and earlier.state != SessionState.CLOSED:
            sealing.close_session(session=earlier, author=examiner.name)
    now = clock.now()
    with clock.frozen(started_at):
        session = exams.create_session(
            subject=subject,
            candidates=PEOPLE,
            examiner=examiner,
            centre=CENTRE,
            room="Salle 12",
            commission="Commission 3",
        )
        for seat in session.seats:
            presence.join(code=seat.join_code)
        exams.start_session(session=session, author=examiner.name)
    runs = _runs(subject)
    candidates = [
        Simulated(seat.id, Player(seat.shop.anchor_on), lines_of(runs[rank % len(runs)]))
        for rank, seat in enumerate(session.seats)
    ]
    for candidate in candidates:
        catch_up(candidate, started_at, now)
    db.session.flush()
    return session, candidates


def catch_up(candidate: Simulated, started_at: datetime, now: datetime) -> None:
    """Play what is due since the start, with the signs of life of a workstation that was never cut off."""
    moment = started_at
    while moment < now:
        moment = min(moment + PULSE, now)
        while candidate.lines and (due := started_at + timedelta(seconds=candidate.lines[0].at_s)) <= moment:
            with clock.frozen(due):
                work(candidate, _seat(candidate))
        with clock.frozen(moment):
            presence.heartbeat(seat=_seat(candidate), page=candidate.page)


def beat(candidate: Simulated) -> bool:
    """One sign of life, and what is due by the candidate's exam time; False once the test is over."""
    seat = _seat(candidate)
    reading = exams.settle(seat=seat)
    if reading.state.is_over:
        return False
    presence.heartbeat(seat=seat, page=candidate.page)
    active = clock_of(seat).active.total_seconds()
    if reading.is_running:
        while candidate.lines and candidate.lines[0].at_s <= active:
            work(candidate, seat)
        if seat.rank == 2 and not candidate.has_called and active >= CALLS_AT_S:
            presence.raise_hand(seat=seat, page=candidate.page)
            candidate.has_called = True
    return True


def work(candidate: Simulated, seat: Seat) -> None:
    """Perform the next line of the run; what the shop refuses is passed over, as a person would go on."""
    line = candidate.lines.pop(0)
    candidate.page = "|" + PAGES.get(line.action.partition(".")[0], "Tableau de bord")
    try:
        with db.session.begin_nested():
            play_line(
                shop=seat.shop,
                player=candidate.player,
                line=line,
                actor=seat.candidate_name,
                seat=seat,
                page=candidate.page[1:],
            )
    except DomainError as refused:
        # What the refused line had begun is undone with its savepoint: the next one must not be written down with it.
        take_changes(session_now())
        take_performed()
        _log.info("simulated candidate %s: %s", seat.candidate_name, refused)


def _live(app: Flask, candidates: list[Simulated]) -> None:
    at_work = list(candidates)
    waiting = threading.Event()
    while at_work and not waiting.wait(BEAT_S):
        for candidate in list(at_work):
            # One shop, one database session: the map of loaded rows must not mix two shops.
            with app.app_context():
                try:
                    if not beat(candidate):
                        at_work.remove(candidate)
                    db.session.commit()
                except DomainError as refused:
                    db.session.rollback()
                    _log.warning("simulated candidate: %s", refused)
                finally:
                    db.session.remove()


def _seat(candidate: Simulated) -> Seat:
    seat = db.session.get(Seat, candidate.seat_id)
    assert seat is not None
    return seat


def _subject() -> Subject:
    """The first subject of scenarios/ that an exam may use and that has a recorded run."""
    for info in list_subjects(SCENARIOS):
        if "examen" in info.uses and not info.fault_count:
            subject = get_subject(info.slug, SCENARIOS)
            if _runs(subject):
                return subject
    raise Refusal("Aucun sujet utilisable à l’examen n’a d’essai enregistré : « demo --live » n’a rien à montrer.")


def _runs(subject: Subject) -> list[str]:
    """The recorded runs, the longest first, so that the first candidate has the most to do."""
    texts = [subject.files[trial.recording] for trial in subject.scenario.trials if trial.recording]
    return sorted(texts, key=lambda text: -text.count("\n"))
