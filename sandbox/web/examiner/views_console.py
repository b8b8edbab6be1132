"""The console: the page, its state for the live script, and the stream that says when to ask."""

from __future__ import annotations

import time
from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from flask import Response, current_app, jsonify, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from jinja2 import Environment

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.policy.permissions import Permission
from sandbox.training.exams import queries, services
from sandbox.web.access import allow, identity
from sandbox.web.due_events import happen, of_session
from sandbox.web.examiner.blueprint import bp
from sandbox.web.examiner.console import Board, Column, board_of
from sandbox.web.examiner.loading import own_session
from sandbox.web.live import EXTENSION, Moves

PARTS = "examiner/console/_parts.html"
EVENTS = "examiner/console/_events.html"
ASKS = "examiner/console/_asks.html"
STREAM_STEP_S = 1.0
STREAM_LENGTH_S = 600


def settled_board(session_id: int, *, may_lag: bool = True) -> Board:
    """The console with every deadline settled first: the time that is up freezes the shop. `may_lag`: see `Facts`."""
    session = own_session(session_id)
    for seat in session.seats:
        services.settle(seat=seat)
    return board_of(session, may_lag=may_lag)


@bp.get("/sessions/<int:session_id>/console")
@allow(Permission.SESSION_READ)
def console(session_id: int) -> ResponseReturnValue:
    """The three columns."""
    board = settled_board(session_id)
    return render_template("examiner/console/console.html", session=board.session, board=board)


@bp.get("/sessions/<int:session_id>/etat")
@allow(Permission.SESSION_READ)
def state(session_id: int) -> ResponseReturnValue:
    """What changed since the versions that the screen says it has seen (`vus=1:…,2:…`)."""
    board = settled_board(session_id)
    seen = dict(part.split(":", 1) for part in request.args.get("vus", "").split(",") if ":" in part)
    now = clock.to_paris(clock.now())
    seats = [column_state(column, seen.get(str(column.rank), "")) for column in board.columns]
    events = part("events", board.events, board.names, sheet=EVENTS) if board.events else ""
    asks = part("asks", board.asks, board.names, sheet=ASKS) if board.asks else ""
    return jsonify(
        now=now.timestamp() * 1000, word=board.state_word, since=board.since, seats=seats, events=events, asks=asks, fire=board.fire,
        started=board.is_started, paused=board.is_paused, closed=board.is_closed,
    )  # fmt: skip


def column_state(column: Column, seen: str) -> dict[str, Any]:
    """A column for the script; the feed and the cells only when they changed."""
    found: dict[str, Any] = {
        "rank": column.rank, "seat": column.seat_id, "v": column.version, "seq": column.last_seq, "remaining": column.remaining_s, "running": column.is_running,
        "phase": column.phase,
        "shown": column.shown, "time_class": column.time_class, "ends": column.ends_words, "progress": column.progress,
        "cut": column.is_cut, "question": column.question, "neglected": column.is_neglected,
        "silence": column.silence_words, "silence_share": column.silence_share,
        "status": part("status", column.status), "todo": part("todo", column.todo, column.rank, column.seat_id),
    }  # fmt: skip
    if column.version != seen:
        found |= {
            "feed": part("feed", column.feed), "observations": column.observations, "levels_set": column.levels_set,
            "cells": {
                cell.line_id: {
                    "proof": part("proof", cell.proof), "level": cell.level, "version": cell.version,
                    "blank": column.is_blank_time and not cell.level,
                }
                for cell in column.cells
            },
        }  # fmt: skip
    return found


def part(name: str, *values: Hashable, sheet: str = PARTS) -> str:
    """A region of the page, drawn by the same macro as the page; the same values are not drawn twice."""
    return _drawn(current_app.jinja_env, sheet, name, values)


@lru_cache(maxsize=2000)
def _drawn(environment: Environment, sheet: str, name: str, values: tuple[Hashable, ...]) -> str:
    """What values make depends on them alone, and on the templates of the application."""
    return str(getattr(environment.get_template(sheet).module, name)(*values))


@bp.get("/sessions/<int:session_id>/flux")
@allow(Permission.SESSION_READ)
def stream(session_id: int) -> ResponseReturnValue:
    """A stream that says « something changed », within a second; the screen then asks for the state.

    Each message is numbered by the journals' sequence numbers. A screen that comes back with the last number it saw is told
    how many actions it missed. The stream ends by itself: the browser opens another.
    """
    shops = [seat.shop.key for seat in own_session(session_id).seats]
    seen = request.headers.get("Last-Event-ID") or request.args.get("depuis", "")
    pulses = ticks(session_id, identity().user_id or 0, seen, shops)
    response = Response(stream_with_context(pulses), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


def ticks(session_id: int, examiner_id: int, seen: str, shop_keys: Sequence[str]) -> Iterator[str]:
    """The messages of a stream. The database session is closed while it sleeps; an action in one of the shops wakes it.
    The subject's events happen here too.
    """
    last, until = "", time.monotonic() + STREAM_LENGTH_S
    moves: Moves = current_app.extensions[EXTENSION]
    yield "retry: 2000\n\n"
    while time.monotonic() < until:
        marks = moves.marks(shop_keys)
        happen(*of_session(session_id))
        number, mark = fingerprint(session_id, examiner_id)
        if mark != last:
            yield f'id: {number}\ndata: {{"missed": {missed_between(seen, number)}}}\n\n'
            last, seen = mark, number
        else:
            yield ": \n\n"
        moves.wait(shop_keys, marks, STREAM_STEP_S)


def missed_between(seen: str, number: str) -> int:
    """How many actions lie between two numbers of messages; 0 for a screen that has seen none."""
    before, after = (
        [int(part) for part in text.split(".") if part.isdecimal() and len(part) < 10] for text in (seen, number)
    )
    return sum(max(0, b - a) for a, b in zip(before, after, strict=False)) if len(before) == len(after) else 0


def fingerprint(session_id: int, examiner_id: int) -> tuple[str, str]:
    """The journals' sequence numbers, and a mark that changes with everything a column shows, time aside."""
    with current_app.app_context():
        session = queries.get_session(session_id, examiner_id=examiner_id)
        board = board_of(session)
        mark = "|".join(
            f"{c.version}.{c.clock.state}.{c.is_cut}.{c.seat.current_page}.{bool(c.seat.hand_raised_at)}.{len(c.seat.entries)}.{_answered(c)}"
            for c in board.columns
        )
        number = ".".join(str(c.last_seq) for c in board.columns)
        db.session.rollback()
        return number, mark


def _answered(column: Column) -> int:
    """Grows with each question put and each answer noted."""
    return sum(answer.version for answer in column.marking.answers.values())
