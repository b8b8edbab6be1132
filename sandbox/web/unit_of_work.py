"""One request, one transaction: committed once after the view when all went well, rolled back otherwise.

The journal entry is written here, in the same transaction as the change, so that no view can forget it, and the shop's
revision moves on, so that caches and live screens know.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, g, request

from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import take_changes
from sandbox.kernel.db import db, set_reading
from sandbox.kernel.steady import written_tables
from sandbox.shop.shops import services as shops
from sandbox.training.journal import services as journal
from sandbox.web import live, sent_once
from sandbox.web.access import identity
from sandbox.web.evidence_ahead import look_due

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def register(app: Flask) -> None:
    """Begin each request in the right kind of transaction, and end it."""
    app.before_request(begin)
    app.after_request(finish)
    app.teardown_request(_reset)


def begin() -> None:
    """Pages that read take no write lock; nor does a form before it was read, where the view says so (`reading_first`)."""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    writes = getattr(view, "writes", None)
    writes = writes() if callable(writes) else writes
    g.reads_only = request.method in READING_METHODS if writes is None else not writes
    if not g.reads_only and getattr(view, "reads_first", False):
        g.reads_only = g.turn_awaited = True
    set_reading(g.reads_only)


def finish(response: Response) -> Response:
    """Commit, with the journal, or roll back."""
    if g.get("reads_only", True) or response.status_code >= 400:
        db.session.rollback()
        return response
    db.session.flush()
    has_changed = record_changes()
    written, ahead = (_written(), look_due()) if has_changed else (None, None)
    sent_once.keep(response, has_changed=has_changed)
    db.session.commit()
    if ahead:
        ahead.plan(response)  # before the consoles are woken: they are to know that a look is on its way
    if written:
        g.revision_left = written[1]
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        live.tell_written(app, *written)
    return response


def _written() -> tuple[str, int, set[str]]:
    """The shop, its new revision, and the tables written: what pages keep of the others stays good."""
    return g.shop.key, g.shop.revision, written_tables(db.session())


def record_changes() -> bool:
    """Write the journal of what this transaction did in the open shop, and move the shop's revision on.

    False when there is nothing to tell.
    """
    changes = take_changes(db.session())
    performed = take_performed()
    shop = g.get("shop")
    if shop is None or not (changes or any(done.is_told for done in performed)):
        return False
    g.row_changes = changes
    shops.touch_revision(shop=shop)
    journal.record(
        shop_id=shop.id, seat=_worker(), actor=identity().name, performed=performed, changes=changes,
        page=request.form.get("_page", "") or request.path,
    )  # fmt: skip
    return True


def _reset(_error: BaseException | None) -> None:
    set_reading(False)


def _worker() -> Any:
    """Whose clock runs: the candidate's seat, in a session or in a practice run."""
    return g.get("seat") or getattr(g.get("practice_run"), "seat", None)
