"""The room of the rehearsal: an installation of its own with a session of three on a subject whose shop comes alive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from sandbox.accounts.models import Role
from sandbox.accounts.services import create_user
from sandbox.cli._installation import Refusal, opened
from sandbox.cli._rehearsal.people import EXAMINER, PASSWORD
from sandbox.cli._scenarios import SCENARIOS, context_folder
from sandbox.config import Config
from sandbox.kernel.db import db
from sandbox.kernel.media import MediaStore
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.training.contexts.services import load_context
from sandbox.training.exams.models import Extra, Seat
from sandbox.training.exams.services import Candidate, create_session
from sandbox.training.journal.playing import lines_of
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.queries import exam_subjects, get_subject, list_subjects
from sandbox.training.subjects.scenario import Event

PEOPLE = (
    Candidate(last_name="Répétition", first_name="Anne", number="R-1", workstation="Poste 1"),
    Candidate(last_name="Répétition", first_name="Bilal", number="R-2", workstation="Poste 2"),
    Candidate(last_name="Répétition", first_name="Chloé", number="R-3", workstation="Poste 3", extra=Extra.THIRD),
)
FIELDS = {
    "resume": "summary",
    "description": "description",
    "meta_titre": "meta_title",
    "meta_description": "meta_description",
}
"""What the candidates type of the recorded run: the texts of product sheets, through their own form."""
EARLY_S, LATE_S = 8 * 60, 15 * 60
"""Between the two lies the event that the rehearsal waits for."""


@dataclass(frozen=True, slots=True)
class Room:
    """What was prepared. `by_hand` and `timed` are events of the subject: the examiner's, and one that comes at `timed_s`."""

    instance: Path
    subject: str
    context: str
    session_id: int
    seat_ids: tuple[int, ...]
    shop_keys: tuple[str, ...]
    join_codes: tuple[str, ...]
    resume_codes: tuple[str, ...]
    texts: tuple[tuple[int, dict[str, str]], ...]
    line: str
    by_hand: str
    timed: str
    timed_s: int


def load_company(instance: Path) -> None:
    """Load the company of the subject into a new installation; raises Refusal when no subject will do."""
    config = Config(instance=instance)
    folder = context_folder(_choose().scenario.context.ref.partition("@")[0])
    with opened(config):
        load_context(folder=folder, media=MediaStore(config.media_root))


def open_room(instance: Path) -> Room:
    """Prepare a session of three in an installation that has the company; raises Refusal when no subject will do."""
    subject = _choose()
    by_hand, timed = _by_hand(subject), _timed(subject)
    assert by_hand is not None
    assert timed is not None
    with opened(Config(instance=instance)):
        erin = create_user(login=EXAMINER, name="Examinatrice de la répétition", role=Role.EXAMINER, password=PASSWORD)
        session = create_session(
            subject=subject, candidates=PEOPLE, examiner=erin, centre="Répétition générale", room="Salle d’essai"
        )
        db.session.commit()
        seats: list[Seat] = list(session.seats)
        return Room(
            instance, f"{session.subject_title} ({session.subject_slug}, version {session.subject_version})",
            f"{session.context_name} {session.context_version}", session.id, tuple(seat.id for seat in seats),
            tuple(seat.shop.key for seat in seats), tuple(seat.join_code for seat in seats),
            tuple(seat.resume_code for seat in seats), tuple(_texts(subject.drawn(0), seats[0])),
            subject.drawn(0).scenario.tasks[0].lines[0].id, by_hand.id, timed.id, timed.trigger.at or 0,
        )  # fmt: skip


def _choose() -> Subject:
    """The first subject of an exam with a message that the examiner sends and an event in the first quarter of an hour."""
    for info in exam_subjects(list_subjects(SCENARIOS)):
        subject = get_subject(info.slug, SCENARIOS)
        if _by_hand(subject) and _timed(subject) and any(_typed(subject)):
            return subject
    raise Refusal("Aucun sujet d’examen n’a à la fois un événement à l’heure, un autre à la main et un essai « bon ».")


def _by_hand(subject: Subject) -> Event | None:
    events = [e for e in subject.scenario.events if e.trigger.manual and any(x.op == "message" for x in e.effects)]
    return next(iter(events), None)


def _timed(subject: Subject) -> Event | None:
    events = [
        event
        for event in subject.scenario.events
        if EARLY_S < (event.trigger.at or 0) < LATE_S and not event.trigger.unless and event.trigger.is_scaled
    ]
    return next(iter(events), None)


def _typed(subject: Subject) -> Iterator[tuple[str, dict[str, str]]]:
    """The texts that the good run types, by the product's key."""
    good = subject.trial("bon")
    for line in lines_of(subject.files[good.recording]) if good and good.recording else []:
        typed = {FIELDS[name]: str(value) for name, value in line.values.items() if name in FIELDS}
        if line.action == "produit.modifier" and line.target and typed:
            yield line.target.removeprefix("produit:"), typed


def _texts(subject: Subject, seat: Seat) -> list[tuple[int, dict[str, str]]]:
    """The same by the product's number: copies give the same product the same one."""
    with shop_scope(seat.shop_id):
        return [
            (db.session.scalars(sa.select(Product.id).where(Product.key == key)).one(), typed)
            for key, typed in _typed(subject)
        ]
