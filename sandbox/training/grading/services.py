"""What the examiner writes. A level or an observation always names its column twice (seat and rank); a mismatch is refused.

Nothing here reads evidence: no code path writes a level from a check.
"""

from __future__ import annotations

import uuid as uuids
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from sandbox.accounts.models import User
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import Conflict, NotFound, RuleBroken
from sandbox.training.exams.models import ExamSession, Seat
from sandbox.training.exams.queries import clock_of, refuse_archive
from sandbox.training.grading.models import ORAL, Level, Observation, OralAnswer, Sheet, SheetChange, SheetState
from sandbox.training.grading.queries import answers_of, find_sheet, levels_of, sheet_state, subject_of
from sandbox.training.grading.rules import LEVELS, SIGNS, format_mark, parse_mark
from sandbox.training.journal.queries import last_entry
from sandbox.training.subjects.scenario import Question

LINK_WITHIN = timedelta(seconds=15)


def find_column(*, session: ExamSession, rank: int, seat_id: int) -> Seat:
    """The seat of a console column, when the rank and the seat number that the device sent agree.

    Raises NotFound for a seat of another session, RuleBroken when rank and seat are not the same candidate.
    """
    refuse_archive(session)
    seat = next((s for s in session.seats if s.id == seat_id), None)
    if seat is None:
        raise NotFound("Cette place n’existe pas dans cette session.")
    if seat.rank != rank:
        raise RuleBroken("Le candidat et la colonne ne correspondent pas : rien n’a été enregistré.", field="seat")
    return seat


def add_observation(
    *,
    session: ExamSession,
    rank: int,
    seat_id: int,
    uuid: str,
    author: User,
    line_id: str | None = None,
    sign: str = "",
    text: str = "",
    device_at: datetime | None = None,
    corrects: str | None = None,
) -> Observation:
    """Note something about a candidate; sending the same `uuid` again returns what was kept, once.

    `corrects` replaces an earlier observation of the same seat by this new entry. `device_at` is when it was noted, earlier than
    now when a cut kept it on the device; it is linked to the candidate's last action then, at most 15 s old. Raises RuleBroken for an empty one, an unknown line or sign, or a column mismatch; Conflict
    for a uuid already used for something else.
    """
    seat = find_column(session=session, rank=rank, seat_id=seat_id)
    text = text.strip()[:2000]
    _check_observation(seat, uuid, line_id, sign, text)
    known = db.session.scalars(sa.select(Observation).where(Observation.uuid == uuid)).first()
    if known is not None:
        if (known.seat_id, known.line_id, known.sign, known.text) != (seat.id, line_id, sign, text):
            raise Conflict("Cette observation a déjà été reçue avec un autre contenu.")
        return known
    if is_signed(seat):
        if len(text) < 3:
            raise RuleBroken(
                "La fiche est signée : une observation ajoutée maintenant s’écrit, un signe ne suffit plus.",
                field="text",
            )
        _keep_change(seat, f"observation {line_id or ''}".strip(), "", f"{sign} {text}".strip(), text[:300], author)
    return _keep_observation(seat, uuid, author, line_id, sign, text, device_at, _earlier(seat, corrects))


def undo_observation(
    *,
    session: ExamSession,
    rank: int,
    seat_id: int,
    uuid: str,
    target: str,
    author: User,
    device_at: datetime | None = None,
) -> Observation:
    """Take an observation back, as a new entry that replaces it by nothing; idempotent by `uuid`."""
    seat = find_column(session=session, rank=rank, seat_id=seat_id)
    _check_uuid(uuid)
    known = db.session.scalars(sa.select(Observation).where(Observation.uuid == uuid)).first()
    if known is not None:
        if known.seat_id != seat.id or not known.is_undo or known.corrects != target:
            raise Conflict("Cette annulation a déjà été reçue avec un autre contenu.")
        return known
    _check_unsigned(seat, "une observation ne s’annule plus. Ajoutez-en une qui la corrige")
    earlier = _earlier(seat, target)
    assert earlier is not None
    return _keep_observation(seat, uuid, author, earlier.line_id, "", "", device_at, earlier, is_undo=True)


def set_level(
    *,
    session: ExamSession,
    rank: int,
    seat_id: int,
    line_id: str,
    value: str,
    version: int,
    author: User,
    reason: str = "",
) -> Level:
    """Set (TI, I, S, TS) or clear (empty) a line's level. `version` is the one the device saw, 0 for never set.

    Raises Conflict when it changed in between (the message shows both values), RuleBroken (field `reason`) after the
    signature without a reason, or for an unknown line or level.
    """
    seat = find_column(session=session, rank=rank, seat_id=seat_id)
    if value not in ("", *LEVELS):
        raise RuleBroken(f"Niveau « {value} » inconnu : {', '.join(LEVELS)} ou vide.", field="value")
    _check_line(seat, line_id)
    level = db.session.get(Level, (seat.id, line_id))
    seen, kept = (level.version, level.value) if level else (0, "")
    if version != seen and value != kept:
        raise Conflict(
            f"Ligne {subject_of(seat).letter_of(line_id)} : « {kept or 'vide'} » a été choisi entre-temps, vous demandez « {value or 'vide'} »."
        )
    if level is not None and value == kept:
        return level
    reason = _reason_after_signature(seat, reason) if value != kept else ""
    if level is None:
        level = Level(seat_id=seat.id, line_id=line_id, value=value, version=1, at=clock.now(), author_id=author.id)
        db.session.add(level)
    else:
        level.value, level.version, level.at, level.author_id = value, level.version + 1, clock.now(), author.id
    if value != kept:
        _keep_change(seat, f"niveau {subject_of(seat).letter_of(line_id)}", kept, value, reason, author)
    db.session.flush()
    return level


def set_mark(*, seat: Seat, mark: str, version: int, author: User, reason: str = "") -> Sheet:
    """Type the mark, « 13,5 », by quarters of a point; empty clears it. `version` is the sheet's, 0 for a new one.

    Raises RuleBroken (fields `mark`, `reason`), Conflict when the sheet changed in between.
    """
    quarters = parse_mark(mark)
    sheet = _sheet(seat, version, changes=lambda s: s.mark_quarters != quarters)
    if sheet.mark_quarters != quarters:
        reason = _reason_after_signature(seat, reason)
        before, sheet.mark_quarters = sheet.mark_quarters, quarters
        sheet.version += 1
        _keep_change(seat, "note", format_mark(before), format_mark(quarters), reason, author)
    db.session.flush()
    return sheet


def set_appreciation(*, seat: Seat, text: str, version: int, author: User, reason: str = "") -> Sheet:
    """Write the overall appreciation (1,200 characters at most). Same errors as `set_mark`."""
    text = text.strip()
    if len(text) > 1200:
        raise RuleBroken("L’appréciation tient en 1 200 caractères.", field="text")
    sheet = _sheet(seat, version, changes=lambda s: s.appreciation != text)
    if sheet.appreciation != text:
        reason = _reason_after_signature(seat, reason)
        before, sheet.appreciation = sheet.appreciation, text
        sheet.version += 1
        _keep_change(seat, "appréciation", before, text, reason, author)
    db.session.flush()
    return sheet


def sign_sheet(*, seat: Seat, author: User, mark: str | None = None, appreciation: str = "", version: int = 0) -> Sheet:
    """Close the sheet: the test is over, every line has a level and the mark is typed, or RuleBroken says what is missing.

    A `mark` given, even empty, is kept first with the `appreciation`: same errors as `set_mark`.
    """
    refuse_archive(seat.session)
    if not clock_of(seat).state.is_over:
        raise RuleBroken("L’épreuve de ce candidat n’est pas terminée.")
    sheet = find_sheet(seat)
    if sheet_state(seat, sheet) is SheetState.SIGNED:
        raise RuleBroken("Cette fiche est déjà signée.")
    _check_levels(seat)
    if mark is not None:
        typed = set_mark(seat=seat, mark=mark, version=version, author=author)
        sheet = set_appreciation(seat=seat, text=appreciation, version=typed.version, author=author)
    if sheet is None or sheet.mark_quarters is None:
        raise RuleBroken("Tapez la note avant de signer.", field="mark")
    sheet.signed_at, sheet.signed_by = clock.now(), author.name
    sheet.version += 1
    _keep_change(seat, "signature", "", author.name, "", author)
    return sheet


def _check_levels(seat: Seat) -> None:
    """Every line has a level, or RuleBroken names the missing ones by the letters of the screen."""
    levels, subject = levels_of(seat), subject_of(seat)
    missing = [line.id for line in subject.lines if not (levels.get(line.id) and levels[line.id].value)]
    if missing:
        lines = "de la ligne" if len(missing) == 1 else "des lignes"
        raise RuleBroken(
            f"Il manque le niveau {lines} {', '.join(subject.letter_of(line) for line in missing)}.", field="levels"
        )


def ask_question(
    *, session: ExamSession, rank: int, seat_id: int, question_id: str, author: User, device_at: datetime | None = None
) -> OralAnswer:
    """Note that an oral question of the subject was put; putting it again returns the first note of it.

    `device_at` is when it was put, earlier than now when a cut kept it on the device.
    """
    seat = find_column(session=session, rank=rank, seat_id=seat_id)
    if question_id not in {q.id for q in subject_of(seat).questions}:
        raise RuleBroken(f"Question « {question_id} » inconnue.", field="question_id")
    known = db.session.scalars(
        sa.select(OralAnswer).where(OralAnswer.seat_id == seat.id, OralAnswer.question_id == question_id)
    ).first()
    if known is not None:
        return known
    _check_unsigned(seat, "les questions de l’oral ne se notent plus")
    now = clock.now()
    asked_at = _believed(device_at, seat, now)
    answer = OralAnswer(
        seat_id=seat.id, question_id=question_id, journal_seq=_fresh_action(seat, asked_at), heard=[], note="",
        asked_at=asked_at, author_id=author.id, version=1,
    )  # fmt: skip
    db.session.add(answer)
    db.session.flush()
    return answer


def note_answer(*, answer: OralAnswer, heard: Sequence[int], note: str, version: int) -> OralAnswer:
    """Tick the expected points that were heard (indexes from 0) and keep a note; raises Conflict when it changed in between.

    What is kept already, sent again after an answer that was lost, changes nothing.
    """
    wanted, note = sorted(set(heard)), note.strip()[:2000]
    if (wanted, note) == (answer.heard, answer.note):
        return answer
    if version != answer.version:
        raise Conflict("Cette réponse a été notée entre-temps sur un autre appareil.")
    seat = db.session.get_one(Seat, answer.seat_id)
    _check_unsigned(seat, "les réponses de l’oral ne changent plus")
    question = _question_of(seat, answer)
    if any(not 0 <= index < len(question.expected) for index in wanted):
        raise RuleBroken("Point attendu inconnu.", field="heard")
    answer.heard, answer.note, answer.version = wanted, note, answer.version + 1
    db.session.flush()
    return answer


def take_back_question(
    *, session: ExamSession, rank: int, seat_id: int, question_id: str, version: int, author: User
) -> None:
    """Take back a question noted as put by mistake: it may be put again. What was ticked stays in the sheet's changes.

    `version` is what the examiner saw; raises Conflict when it changed in between. Taken back already, it changes nothing.
    """
    seat = find_column(session=session, rank=rank, seat_id=seat_id)
    answer = answers_of(seat).get(question_id)
    if answer is None:
        return
    if version != answer.version:
        raise Conflict("Cette réponse a été notée entre-temps sur un autre appareil : elle n’est pas retirée.")
    _check_unsigned(seat, "les questions de l’oral ne se retirent plus")
    question = _question_of(seat, answer)
    points = [question.expected[index] for index in answer.heard]
    kept = [f"posée à {clock.to_paris(answer.asked_at):%H:%M:%S} : «\u00a0{question.text}\u00a0»", *points, answer.note]
    db.session.delete(answer)
    _keep_change(seat, ORAL, " ; ".join(filter(None, kept)), "retirée, notée par erreur", "", author)
    db.session.flush()


# inside ----------------------------------------------------------------------------------------------------------------


def _question_of(seat: Seat, answer: OralAnswer) -> Question:
    return next(one for one in subject_of(seat).questions if one.id == answer.question_id)


def _check_uuid(uuid: str) -> None:
    try:
        uuids.UUID(uuid)
    except ValueError:
        raise RuleBroken("Identifiant d’observation illisible.", field="uuid") from None


def _check_line(seat: Seat, line_id: str) -> None:
    if line_id not in {line.id for line in subject_of(seat).lines}:
        raise RuleBroken(f"Ligne « {line_id} » inconnue dans ce sujet.", field="line_id")


def _check_observation(seat: Seat, uuid: str, line_id: str | None, sign: str, text: str) -> None:
    _check_uuid(uuid)
    if sign not in ("", *SIGNS):
        raise RuleBroken("Signe inconnu : +, ~ ou -.", field="sign")
    if line_id is not None:
        _check_line(seat, line_id)
    if not sign and not text:
        raise RuleBroken("Une observation a un signe, un texte, ou les deux.", field="text")


def _earlier(seat: Seat, uuid: str | None) -> Observation | None:
    """The observation to replace; it must be this seat's, and not replaced yet."""
    if uuid is None:
        return None
    found = db.session.scalars(
        sa.select(Observation).where(Observation.uuid == uuid, Observation.seat_id == seat.id)
    ).first()
    if found is None:
        raise NotFound("L’observation à corriger n’existe pas pour ce candidat.")
    if db.session.scalar(sa.select(Observation.id).where(Observation.corrects == uuid)) is not None:
        raise Conflict("Cette observation a déjà été corrigée ou annulée.")
    return found


def _keep_observation(
    seat: Seat,
    uuid: str,
    author: User,
    line_id: str | None,
    sign: str,
    text: str,
    device_at: datetime | None,
    earlier: Observation | None,
    *,
    is_undo: bool = False,
) -> Observation:
    now = clock.now()
    noted_at = _believed(device_at, seat, now)
    observation = Observation(
        uuid=uuid, seat_id=seat.id, line_id=line_id, sign=sign, text=text, corrects=earlier.uuid if earlier else None,
        is_undo=is_undo, journal_seq=earlier.journal_seq if earlier else _fresh_action(seat, noted_at), device_at=noted_at,
        at=now, author_id=author.id,
    )  # fmt: skip
    db.session.add(observation)
    db.session.flush()
    return observation


def _believed(device_at: datetime | None, seat: Seat, now: datetime) -> datetime:
    """When a device noted something, by how long it says that it kept it; now, when that would be before the test began or
    still to come: its clock jumped meanwhile, and says nothing about hours.
    """
    started_at = clock_of(seat, now).started_at
    if device_at is None or device_at > now or (started_at is not None and device_at < started_at):
        return now
    return device_at


def _fresh_action(seat: Seat, at: datetime) -> int | None:
    """The number of the candidate's last action at a moment, when it was fresh then."""
    entry = last_entry(seat.shop_id, until=at)
    return entry.seq if entry is not None and at - entry.at <= LINK_WITHIN else None


def _sheet(seat: Seat, version: int, *, changes: Callable[[Sheet], bool]) -> Sheet:
    """The seat's sheet, made when missing; Conflict when `version` is stale and the asked value differs."""
    refuse_archive(seat.session)
    sheet = find_sheet(seat)
    if sheet is None:
        sheet = Sheet(seat_id=seat.id, mark_quarters=None, appreciation="", version=0, signed_by="")
        db.session.add(sheet)
    if version != sheet.version and changes(sheet):
        kept = f"note {format_mark(sheet.mark_quarters) or 'vide'}, appréciation « {sheet.appreciation or 'vide'} »"
        raise Conflict(f"La fiche a changé entre-temps : {kept}.")
    return sheet


def is_signed(seat: Seat) -> bool:
    """Whether the seat's sheet was signed."""
    sheet = find_sheet(seat)
    return sheet is not None and sheet.signed_at is not None


def _check_unsigned(seat: Seat, consequence: str) -> None:
    if is_signed(seat):
        raise RuleBroken(f"La fiche est signée : {consequence}.")


def _reason_after_signature(seat: Seat, reason: str) -> str:
    reason = reason.strip()[:300]
    if is_signed(seat) and len(reason) < 3:
        raise RuleBroken("La fiche est signée : un motif est obligatoire, il est conservé.", field="reason")
    return reason


def _keep_change(seat: Seat, what: str, before: str, after: str, reason: str, author: User) -> None:
    sheet = find_sheet(seat)
    is_after = sheet is not None and sheet.signed_at is not None and what != "signature"
    db.session.add(
        SheetChange(
            seat_id=seat.id,
            what=what,
            before=before,
            after=after,
            reason=reason,
            is_after_signature=is_after,
            at=clock.now(),
            author=author.name,
        )
    )
    db.session.flush()
