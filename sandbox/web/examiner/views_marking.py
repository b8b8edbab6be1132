"""What the examiner writes from the console: observations, levels, oral questions, private notes. Sent as JSON, acknowledged one by one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypedDict

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.kernel import clock
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.json_text import read_json
from sandbox.policy.permissions import Permission
from sandbox.training.grading import private, services
from sandbox.web.access import allow
from sandbox.web.examiner.blueprint import bp
from sandbox.web.examiner.loading import me, own_seat, own_session
from sandbox.web.filters import time_s

LONGEST_KEPT_MS = 24 * 3600 * 1000


def body(*names: str) -> dict[str, Any]:
    """The named values of a JSON body; raises RuleBroken when one is missing."""
    try:
        sent = read_json(request.get_data())
    except ValueError:
        sent = None
    if not isinstance(sent, dict) or any(name not in sent for name in names):
        raise RuleBroken("Envoi incomplet : rien n’a été enregistré.")
    return sent


class ColumnNamed(TypedDict):
    """A candidate as the console names one: the rank of the column and the number of the seat."""

    rank: int
    seat_id: int


def column(sent: dict[str, Any]) -> ColumnNamed:
    """The candidate, named twice: the rank of the column and the number of the seat."""
    try:
        return {"rank": int(sent["rank"]), "seat_id": int(sent["seat"])}
    except (KeyError, TypeError, ValueError, OverflowError):
        raise RuleBroken("Candidat illisible : rien n’a été enregistré.") from None


def seen_version(sent: dict[str, Any]) -> int:
    """The version of an answer that a device saw; the first one when it noted the question without having heard back."""
    return sent["version"] if isinstance(sent["version"], int) and sent["version"] > 0 else 1


def text(sent: dict[str, Any], name: str) -> str:
    """A text of the body, empty when missing."""
    value = sent.get(name)
    return value if isinstance(value, str) else ""


def noted_at(sent: dict[str, Any]) -> datetime | None:
    """When the device noted it: it says for how long it kept it, because its own clock may be wrong."""
    age = sent.get("age")
    if not isinstance(age, int) or not 0 <= age <= LONGEST_KEPT_MS:
        return None
    return clock.now() - timedelta(milliseconds=age)


@bp.post("/sessions/<int:session_id>/observations")
@allow(Permission.SESSION_RUN)
def observe(session_id: int) -> ResponseReturnValue:
    """Note an observation; the same uuid sent twice is kept once."""
    session, sent = own_session(session_id), body("uuid", "rank", "seat")
    kept = services.add_observation(
        session=session, **column(sent), uuid=text(sent, "uuid"), line_id=text(sent, "line") or None,
        sign=text(sent, "sign"), text=text(sent, "text"), author=me(), device_at=noted_at(sent),
    )  # fmt: skip
    return jsonify(uuid=kept.uuid, at=time_s(kept.at), linked=kept.journal_seq is not None)


@bp.post("/sessions/<int:session_id>/observations/annulation")
@allow(Permission.SESSION_RUN)
def undo(session_id: int) -> ResponseReturnValue:
    """Take an observation back; the entry stays in the file."""
    session, sent = own_session(session_id), body("uuid", "rank", "seat", "target")
    kept = services.undo_observation(
        session=session,
        **column(sent),
        uuid=text(sent, "uuid"),
        target=text(sent, "target"),
        author=me(),
        device_at=noted_at(sent),
    )
    return jsonify(uuid=kept.uuid, at=time_s(kept.at))


@bp.post("/sessions/<int:session_id>/niveaux")
@allow(Permission.SESSION_RUN)
def level(session_id: int) -> ResponseReturnValue:
    """Set or clear the level of a line; a stale one is a conflict that shows both values."""
    session, sent = own_session(session_id), body("rank", "seat", "line", "value", "version")
    version = sent["version"] if isinstance(sent["version"], int) else -1
    kept = services.set_level(
        session=session, **column(sent), line_id=text(sent, "line"), value=text(sent, "value"),
        version=version, author=me(), reason=text(sent, "reason"),
    )  # fmt: skip
    return jsonify(line=kept.line_id, value=kept.value, version=kept.version, at=time_s(kept.at))


@bp.post("/sessions/<int:session_id>/questions")
@allow(Permission.SESSION_RUN)
def asked(session_id: int) -> ResponseReturnValue:
    """Note that an oral question was put."""
    session, sent = own_session(session_id), body("rank", "seat", "question")
    answer = services.ask_question(
        session=session, **column(sent), question_id=text(sent, "question"), author=me(), device_at=noted_at(sent)
    )
    return jsonify(question=answer.question_id, at=time_s(answer.asked_at), version=answer.version)


@bp.post("/sessions/<int:session_id>/questions/annulation")
@allow(Permission.SESSION_RUN)
def unasked(session_id: int) -> ResponseReturnValue:
    """Take back an oral question that was noted as put by mistake."""
    session, sent = own_session(session_id), body("rank", "seat", "question", "version")
    services.take_back_question(
        session=session, **column(sent), question_id=text(sent, "question"), version=seen_version(sent), author=me()
    )
    return jsonify(question=text(sent, "question"), at=time_s(clock.now()))


@bp.post("/sessions/<int:session_id>/reponses")
@allow(Permission.SESSION_RUN)
def heard(session_id: int) -> ResponseReturnValue:
    """Tick the expected points that were heard; the question counts as put if it was not yet."""
    session, sent = own_session(session_id), body("rank", "seat", "question", "heard", "version")
    answer = services.ask_question(
        session=session, **column(sent), question_id=text(sent, "question"), author=me(), device_at=noted_at(sent)
    )
    points = sent["heard"] if isinstance(sent["heard"], list) else []
    kept = services.note_answer(
        answer=answer, heard=[point for point in points if isinstance(point, int)], note=text(sent, "note"),
        version=seen_version(sent),
    )  # fmt: skip
    return jsonify(question=kept.question_id, at=time_s(clock.now()), version=kept.version)


@bp.get("/sessions/<int:session_id>/candidats/<int:rank>/carnet")
@allow(Permission.SESSION_READ)
def private_notes(session_id: int, rank: int) -> ResponseReturnValue:
    """The examiner's own notes on a candidate."""
    kept = private.find_private(own_seat(session_id, rank).id)
    return jsonify(text=kept.text if kept else "", version=kept.version if kept else 0)


@bp.post("/sessions/<int:session_id>/carnet")
@allow(Permission.SESSION_RUN)
def write_private_notes(session_id: int) -> ResponseReturnValue:
    """Keep the examiner's own notes on a candidate."""
    session, sent = own_session(session_id), body("rank", "seat", "text", "version")
    version = sent["version"] if isinstance(sent["version"], int) else -1
    kept = private.write_private(session=session, **column(sent), text=text(sent, "text"), version=version, author=me())
    return jsonify(version=kept.version, at=time_s(kept.at))
