"""A form counts once, however often it is sent: a double click, a page gone back to, a sending repeated after a cut.

Each rendering of a page gives its forms a number. The same fields to the same address under the same number are the same
sending, as long as nothing else was written in the shop since (at the desks, which have no shop: nothing else was sent from the
same browser): the answer is the first one's, and the next page says so. Scripts say themselves what they repeat; one of a desk that tries
again after a lost answer says the number of its attempt. What was taken is written with what it did
(`kernel.taken_forms`): a server started again after a kill knows it, and so does another process. The second click of two waits there for the first.

Two visitors may be given the same kept page: the anti-forgery token, which is among the fields, tells them apart. A browser whose
first answer was lost never had the cart or the account that it made: the second answer gives what the first one noted in the session.

The number also says at which revision of the shop the page was drawn: a form of an administration that replaces what was saved
since, from another tab, says so (see `overwriting`).
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from flask import Flask, Response, current_app, flash, g, redirect, request, session
from markupsafe import Markup

from sandbox.kernel import clock
from sandbox.kernel.db import db, set_reading
from sandbox.kernel.taken_forms import Taken, find_taken, is_latest, keep_taken
from sandbox.web.overwriting import Writes
from sandbox.web.page_cache import VISITOR_KEY

FIELD = "_envoi"
WRITES = "overwriting"
OFFICES = frozenset({"backoffice", "siteadmin"})
SHOPS = OFFICES | {"storefront", "sitefront"}
DESKS = frozenset({"examiner", "practice", "admin", "authoring"})
STAYS_OPEN = frozenset({"examiner.replay_shop"})
"""Forms whose answer opens in another tab: asked again on purpose, from the page that stays."""
ATTEMPT = "_essai"
REPLACED = (
    "Cette page était ouverte avant un autre enregistrement, fait ailleurs à {} : votre envoi a remplacé ce qu’il avait changé. "
    "Vérifiez-la."
)
AGAIN = "Ce formulaire avait déjà été envoyé : il n’a compté qu’une fois."


def register_end(app: Flask) -> None:
    """Before the unit of work is registered, so that this runs after its commit."""
    app.extensions[WRITES] = Writes()
    app.after_request(_end)


def register(app: Flask) -> None:
    """After the shop was opened."""
    app.before_request(begin)


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


def begin() -> Any:
    """The answer to a form that was taken already; None for one that is to be done."""
    if request.method != "POST" or not _is_numbered() or request.endpoint in STAYS_OPEN:
        return None
    if (ATTEMPT if _is_script() else FIELD) not in request.form:
        return None
    key = _key()
    taken = find_taken(db.session(), key)
    g.sending = (key, taken.id if taken is not None else 0)
    if taken is None:
        return None
    if taken.told:
        return Response(taken.told, mimetype="application/json")
    if _is_latest(taken):
        _give(taken.visitor)
        _say(AGAIN)
        return redirect(taken.location)
    return None


def _is_latest(taken: Taken) -> bool:
    """Whether the page may have been sent again as it was: nothing came in between that it would have to be saved over."""
    if request.blueprint in SHOPS:
        return taken.revision >= int(g.shop.revision)  # the shop was read before whoever took it was waited for
    return is_latest(db.session(), taken, _browser_digest())


def _browser_digest() -> str:
    """What tells one browser from another in what is written: never the secret itself."""
    return hashlib.sha256(_browser().encode()).hexdigest()


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


def keep(response: Response, *, has_changed: bool) -> None:
    """Write where the form led, in the transaction of what it changed; a desk's counts whatever it changed."""
    if "sending" not in g or not (has_changed or request.blueprint in DESKS):
        return
    location, told = "", ""
    if response.status_code in (302, 303):
        location = response.headers["Location"]
    elif response.status_code == 200 and _is_script() and response.mimetype == "application/json":
        told = response.get_data(as_text=True)
    if location or told:
        key, before = g.sending
        taken = Taken(location, int(g.shop.revision) if has_changed else 0, _visitor(), told, before)
        keep_taken(db.session(), key=key, browser=_browser_digest(), taken=taken)


def _end(response: Response) -> Response:
    """Say what this form replaced; the transaction is committed by now.

    What a request that itself only reads had done elsewhere, each part once for good, is noted now: a repetition is told the same.
    """
    if g.get("reads_only") and "sending" in g:
        set_reading(False)
        keep(response, has_changed=False)
        db.session.commit()
    if "revision_left" in g and g.get("row_changes"):
        _tell_replaced()
    return response


def _tell_replaced() -> None:
    """Say what this form replaced, and keep what it wrote. Nothing is read any more: a statement would wait for another turn to write."""
    writes: Writes = current_app.extensions[WRITES]
    number = request.form.get(FIELD, "") if request.blueprint in OFFICES else ""
    drawn_at = number.rpartition(".")[2]
    if drawn_at.isdecimal() and len(drawn_at) < 10:
        at = writes.replaced(
            g.shop_key, g.row_changes, drawn_at=int(drawn_at), revision=g.revision_left, sent_by=number
        )
        if at is not None:
            _say(REPLACED.format(f"{clock.to_paris(at):%H\u00a0h\u00a0%M}"))
    writes.keep(g.shop_key, g.row_changes, revision=g.revision_left, sent_by=number, at=clock.now())
