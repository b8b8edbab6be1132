"""A form counts once, however often it is sent: a double click, a page gone back to, a sending repeated after a cut.

Each rendering of a page gives its forms a number. The same fields to the same address under the same number are the same
sending, as long as nothing else was written in the shop since (at the desks, which have no shop: nothing else was sent from the
same browser): the answer is the first one's, and the next page says so. Scripts say themselves what they repeat; one of a desk that tries
again after a lost answer says the number of its attempt. Kept in the process: there is one, and a sending is repeated within seconds.

Two visitors may be given the same kept page: the anti-forgery token, which is among the fields, tells them apart. A browser whose
first answer was lost never had the cart or the account that it made: the second answer gives what the first one noted in the session.

The number also says at which revision of the shop the page was drawn: a form of an administration that replaces what was saved
since, from another tab, says so (see `overwriting`).
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, current_app, flash, g, redirect, request, session
from markupsafe import Markup

from sandbox.kernel import clock
from sandbox.web.overwriting import Writes
from sandbox.web.page_cache import VISITOR_KEY

FIELD = "_envoi"
EXTENSION = "sent_once"
WRITES = "overwriting"
OFFICES = frozenset({"backoffice", "siteadmin"})
SHOPS = OFFICES | {"storefront", "sitefront"}
DESKS = frozenset({"examiner", "practice", "admin", "authoring"})
STAYS_OPEN = frozenset({"examiner.replay_shop"})
"""Forms whose answer opens in another tab: asked again on purpose, from the page that stays."""
ATTEMPT = "_essai"
MAX_KEPT = 2000
WAIT_S = 20.0
REPLACED = (
    "Cette page était ouverte avant un autre enregistrement, fait ailleurs à {} : votre envoi a remplacé ce qu’il avait changé. "
    "Vérifiez-la."
)
AGAIN = "Ce formulaire avait déjà été envoyé : il n’a compté qu’une fois."


@dataclass(slots=True)
class Sending:
    """A form that was sent: under way until `done`, then where it led, the shop's revision that it left, and what the session
    then held of the visitor; `told` is what a script was answered.
    """

    done: threading.Event = field(default_factory=threading.Event)
    location: str = ""
    revision: int = 0
    visitor: dict[str, Any] = field(default_factory=dict)
    told: bytes = b""


class Sendings:
    """The latest sendings, the oldest forgotten first; shared by the threads of the process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Sending] = OrderedDict()
        self._last: OrderedDict[str, str] = OrderedDict()
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

    def is_last(self, browser: str, key: str) -> bool:
        """Whether nothing else had an effect from that browser since."""
        with self._lock:
            return self._last.get(browser) == key

    def note_last(self, browser: str, key: str) -> None:
        """This one had an effect."""
        with self._lock:
            self._last[browser] = key
            self._last.move_to_end(browser)
            while len(self._last) > MAX_KEPT:
                self._last.popitem(last=False)

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
    """The hidden field that numbers a rendering; empty where forms are not numbered."""
    if not _is_numbered():
        return Markup("")
    if "sending_number" not in g:
        g.sending_number = secrets.token_urlsafe(6) + (f".{g.shop.revision}" if request.blueprint in SHOPS else "")
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, g.sending_number)


def _is_numbered() -> bool:
    return request.blueprint in DESKS or (request.blueprint in SHOPS and g.get("shop") is not None)


def _is_script() -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


def _begin() -> Any:
    if request.method != "POST" or not _is_numbered() or request.endpoint in STAYS_OPEN:
        return None
    if (ATTEMPT if _is_script() else FIELD) not in request.form:
        return None
    sendings: Sendings = current_app.extensions[EXTENSION]
    key = _key()
    sending, is_first = sendings.claim(key)
    if not is_first:
        at_once = not sending.done.is_set()
        sending.done.wait(WAIT_S)
        if sending.told:
            return Response(sending.told, mimetype="application/json")
        if sending.location and (at_once or _is_latest(key, sending)):
            _give(sending.visitor)
            _say(AGAIN)
            return redirect(sending.location)
        sendings.forget(key, sending)
        sending, is_first = sendings.claim(key)
    g.sending = (key, sending)
    return None


def _is_latest(key: str, sending: Sending) -> bool:
    """Whether the page may have been sent again as it was: nothing came in between that it would have to be saved over."""
    if request.blueprint in SHOPS:
        return sending.revision == int(g.shop.revision)
    sendings: Sendings = current_app.extensions[EXTENSION]
    return sendings.is_last(_browser(), key)


def _browser() -> str:
    """What one browser has for itself, known or not."""
    return str(session.get("csrf_token", ""))


def _say(words: str) -> None:
    """As the next page shows it: a toast of an administration, a plain line for a visitor."""
    if request.blueprint in OFFICES:
        flash({"text": words, "undo": None, "view": None}, "warn")  # type: ignore[arg-type]
    else:
        flash(words, "warning")


def _visitor() -> dict[str, Any]:
    """What the session holds of the visitor of this shop; nothing at a desk."""
    if request.blueprint not in SHOPS:
        return {}
    found = session.get(VISITOR_KEY, {}).get(g.shop.key)
    return dict(found) if isinstance(found, dict) else {}


def _give(noted: dict[str, Any]) -> None:
    """What the first answer noted, where this browser does not know better."""
    if noted and (mine := {**noted, **_visitor()}) != _visitor():
        session[VISITOR_KEY] = {**session.get(VISITOR_KEY, {}), g.shop.key: mine}


def _key() -> str:
    digest = hashlib.sha256(f"{_browser()}\n{request.full_path}".encode())
    for name, value in request.form.items(multi=True):
        digest.update(f"\0{name}\0{value}".encode(errors="replace"))
    for name, file in request.files.items(multi=True):
        digest.update(f"\0{name}\0{file.filename}\0".encode(errors="replace"))
        digest.update(file.stream.read())
        file.stream.seek(0)
    return digest.hexdigest()


def _end(response: Response) -> Response:
    """Keep where it led, when it changed something; the transaction is committed by now."""
    if "sending" in g and ("revision_left" in g or request.blueprint in DESKS):
        key, sending = g.sending
        if response.status_code in (302, 303):
            sending.location, sending.revision = response.headers["Location"], g.get("revision_left", 0)
            sending.visitor = _visitor()
            current_app.extensions[EXTENSION].note_last(_browser(), key)
        elif response.status_code == 200 and _is_script() and response.mimetype == "application/json":
            sending.told = response.get_data()
    if "revision_left" in g and g.get("row_changes"):
        _tell_replaced()
    return response


def _tell_replaced() -> None:
    """Say what this form replaced, and keep what it wrote."""
    writes: Writes = current_app.extensions[WRITES]
    number = request.form.get(FIELD, "") if request.blueprint in OFFICES else ""
    drawn_at = number.rpartition(".")[2]
    if drawn_at.isdecimal() and len(drawn_at) < 10:
        at = writes.replaced(
            g.shop.key, g.row_changes, drawn_at=int(drawn_at), revision=g.revision_left, sent_by=number
        )
        if at is not None:
            _say(REPLACED.format(f"{clock.to_paris(at):%H\u00a0h\u00a0%M}"))
    writes.keep(g.shop.key, g.row_changes, revision=g.revision_left, sent_by=number, at=clock.now())


def _let_go(_error: BaseException | None) -> None:
    """Whatever became of it, nobody waits any longer."""
    key, sending = g.pop("sending", ("", None))
    if sending is None:
        return
    if not sending.location and not sending.told:
        current_app.extensions[EXTENSION].forget(key, sending)
    sending.done.set()
