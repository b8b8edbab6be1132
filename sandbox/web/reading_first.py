"""A form is read and validated before its turn to write is waited for.

One request writes at a time, and reading and validating a large form takes longer than saving it. A view that says `reads_first`
begins in a transaction that only reads; once its form is good it calls `take_turn`, and what it read is still there when the shop
stands at the revision it was read at. When somebody else saved meanwhile, everything is read again and the view begins anew,
with the turn. Seats, clocks and forms that were taken are no part of a shop's revision: they are always asked again in the turn.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, current_app, g, request

from sandbox.kernel.db import begin_writing, db
from sandbox.kernel.scoping import ShopScoped
from sandbox.web import sent_once, shop_context

V = TypeVar("V", bound=Callable[..., Any])

AWAITED = "turn_awaited"


class _Moved(Exception):
    """The shop was saved by somebody else since it was read."""


def reads_first(view: V) -> V:
    """Declare that a view of a shop writes nothing before it calls `take_turn`; what it does before may be done twice."""

    @wraps(view)
    def run(**arguments: Any) -> Any:
        try:
            return view(**arguments)
        except _Moved:
            return view(**arguments)

    run.reads_first = True  # type: ignore[attr-defined]
    return run  # type: ignore[return-value]


def take_turn() -> bool:
    """Wait for the turn to write, and hold it to the end of the request; True, so that it stands between two conditions.

    Ends the request when it may no longer be done: the time is up, another workstation took over, the same form was taken.
    """
    if not g.pop(AWAITED, False):
        return True
    read_at = g.shop.revision
    for row in db.session().identity_map.values():
        if not isinstance(row, ShopScoped):
            db.session.expire(row)
    begin_writing(db.session())
    g.reads_only = False
    _ask_again()
    if g.shop.revision != read_at:
        db.session.expire_all()
        raise _Moved
    return True


def _ask_again() -> None:
    """What the frame asked before the view: who, which shop, may they, was this form taken."""
    g.pop("identity", None)
    shop_context.open_shop()
    if (answer := sent_once.begin()) is not None:
        abort(answer)
    for face in request.blueprints:
        for check in current_app.before_request_funcs.get(face, ()):
            check()
