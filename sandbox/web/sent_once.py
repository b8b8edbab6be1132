"""A form of the back office counts once, however often it is sent: a double click, a page gone back to, a sending repeated after a cut.

Each rendering of a page gives its forms a number. The same fields to the same address under the same number are the same
sending, as long as nothing else was written in the shop since: the answer is the first one's, and the toast says so. Scripts
say themselves what they repeat. Kept in the process: there is one, and a sending is repeated within seconds.

The number also says at which revision of the shop the page was drawn: a form that replaces what was saved since, from another
tab, says so (see `overwriting`).
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, current_app, flash, g, redirect, request
from markupsafe import Markup

from sandbox.kernel import clock
from sandbox.web.overwriting import Writes

FIELD = "_envoi"
EXTENSION = "sent_once"
WRITES = "overwriting"
MAX_KEPT = 2000
WAIT_S = 20.0
REPLACED = (
    "Cette page était ouverte avant un autre enregistrement, fait ailleurs à {} : votre envoi a remplacé ce qu’il avait changé. "
    "Vérifiez-la."
)
AGAIN = "Ce formulaire avait déjà été envoyé : il n’a compté qu’une fois."


@dataclass(slots=True)
class Sending:
    """A form that was sent: under way until `done`, then where it led and the shop's revision that it left."""

    done: threading.Event = field(default_factory=threading.Event)
    location: str = ""
    revision: int = 0


class Sendings:
    """The latest sendings, the oldest forgotten first; shared by the threads of the process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Sending] = OrderedDict()
        self._lock = threading.Lock()

    def claim(self, key: str) -> tuple[Sending, bool]:
        """The sending of that key, and whether the caller is the first."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                return known, False
            made = self._kept[key] = Sending()
            while len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
            return made, True

    def forget(self, key: str, sending: Sending) -> None:
        """It had no effect: the next one is as good."""
        with self._lock:
            if self._kept.get(key) is sending:
                del self._kept[key]


def register_end(app: Flask) -> None:
    """Before the unit of work is registered, so that this runs after its commit."""
    app.extensions[EXTENSION] = Sendings()
    app.extensions[WRITES] = Writes()
    app.after_request(_end)
    app.teardown_request(_let_go)


def register(app: Flask) -> None:
    """After the shop was opened."""
    app.before_request(_begin)


def number_field() -> Markup:
    """The hidden field that numbers a rendering; empty outside the back office."""
    if request.blueprint != "backoffice":
        return Markup("")
    if "sending_number" not in g:
        g.sending_number = f"{secrets.token_urlsafe(6)}.{g.shop.revision}"
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, g.sending_number)


def _begin() -> Any:
    if request.method != "POST" or request.blueprint != "backoffice" or g.get("shop") is None:
        return None
    if FIELD not in request.form or request.headers.get("X-Requested-With") == "fetch":
        return None
    sendings: Sendings = current_app.extensions[EXTENSION]
    key = _key()
    sending, is_first = sendings.claim(key)
    if not is_first:
        at_once = not sending.done.is_set()
        sending.done.wait(WAIT_S)
        if sending.location and (at_once or sending.revision == g.shop.revision):
            flash({"text": AGAIN, "undo": None, "view": None}, "warn")  # type: ignore[arg-type]
            return redirect(sending.location)
        sendings.forget(key, sending)
        sending, is_first = sendings.claim(key)
    g.sending = (key, sending)
    return None


def _key() -> str:
    digest = hashlib.sha256(f"{g.shop.key}\n{request.full_path}".encode())
    for name, value in request.form.items(multi=True):
        digest.update(f"\0{name}\0{value}".encode(errors="replace"))
    for name, file in request.files.items(multi=True):
        digest.update(f"\0{name}\0{file.filename}\0".encode(errors="replace"))
        digest.update(file.stream.read())
        file.stream.seek(0)
    return digest.hexdigest()


def _end(response: Response) -> Response:
    """Keep where it led, when it changed something; the transaction is committed by now."""
    if "sending" in g and "revision_left" in g and response.status_code in (302, 303):
        _, sending = g.sending
        sending.location, sending.revision = response.headers["Location"], g.revision_left
    if "revision_left" in g and g.get("row_changes"):
        _tell_replaced()
    return response


def _tell_replaced() -> None:
    """Say what this form replaced, and keep what it wrote."""
    writes: Writes = current_app.extensions[WRITES]
    number = request.form.get(FIELD, "") if request.blueprint == "backoffice" else ""
    drawn_at = number.rpartition(".")[2]
    if drawn_at.isdecimal() and len(drawn_at) < 10:
        at = writes.replaced(
            g.shop.key, g.row_changes, drawn_at=int(drawn_at), revision=g.revision_left, sent_by=number
        )
        if at is not None:
            words = REPLACED.format(f"{clock.to_paris(at):%H\u00a0h\u00a0%M}")
            flash({"text": words, "undo": None, "view": None}, "warn")  # type: ignore[arg-type]
    writes.keep(g.shop.key, g.row_changes, revision=g.revision_left, sent_by=number, at=clock.now())


def _let_go(_error: BaseException | None) -> None:
    """Whatever became of it, nobody waits any longer."""
    key, sending = g.pop("sending", ("", None))
    if sending is None:
        return
    if not sending.location:
        current_app.extensions[EXTENSION].forget(key, sending)
    sending.done.set()
