"""Who is asking, and may they: every endpoint declares one permission, and one that declares none is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import UserMixin, current_user

from sandbox.accounts.queries import Holder, find_holder
from sandbox.extensions import login_manager
from sandbox.policy.identity import Identity
from sandbox.policy.permissions import SHOP_PERMISSIONS, Permission
from sandbox.training.exams import queries as exams
from sandbox.training.exams.models import Seat

V = TypeVar("V", bound=Callable[..., Any])

SEAT_KEY = "seat"


class SignedIn(UserMixin):
    """What Flask-Login keeps of an account: its number and the epoch that a new password moves on."""

    def __init__(self, holder: Holder) -> None:
        self.user_id, self.role, self.name, self.epoch = holder.user_id, holder.role, holder.name, holder.epoch

    def get_id(self) -> str:
        """The text kept in the session."""
        return f"{self.user_id}:{self.epoch}"


@login_manager.user_loader
def _load(text: str) -> SignedIn | None:
    number, _, epoch = text.partition(":")
    if not (number.isdigit() and epoch.isdigit()):
        return None
    holder = find_holder(int(number), int(epoch))
    return None if holder is None else SignedIn(holder)


def allow(permission: Permission, *, writes: bool | Callable[[], bool] | None = None) -> Callable[[V], V]:
    """Declare the permission of a view; `writes` overrides the rule that GET only reads, for good or request by request."""

    def declare(view: V) -> V:
        view.permission = permission  # type: ignore[attr-defined]
        view.writes = writes  # type: ignore[attr-defined]
        return view

    return declare


def identity() -> Identity:
    """The author of this request."""
    found: Identity | None = g.get("identity")
    if found is None:
        found = g.identity = _find_identity()
    return found


def _find_identity() -> Identity:
    """A seat joined on this workstation comes before an account: an examiner trying a seat is then a candidate."""
    if request.path.startswith(("/epreuve", "/b/", "/media/")):
        seat = seat_held_here()
        if seat is not None:
            return Identity(seat_id=seat.id, name=seat.candidate_name)
    if current_user.is_authenticated:
        return Identity(user_id=current_user.user_id, role=current_user.role, name=current_user.name)
    return Identity()


def seat_held_here() -> Seat | None:
    """The seat that this workstation took, unless another took it over since."""
    kept = session.get(SEAT_KEY)
    return exams.find_seat(kept.get("id"), kept.get("epoch")) if isinstance(kept, dict) else None


def register(app: Flask) -> None:
    """Check the declared permission before each view."""
    app.before_request(check_permission)
    app.context_processor(lambda: {"identity": identity()})
    login_manager.login_view = "auth.login"
    login_manager.login_message = None


def check_permission() -> Any:
    """Refuse what is not allowed: sign-in page for nobody, 403 for somebody, 404 for an endpoint without permission."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    view: Any = current_app.view_functions[request.endpoint]
    permission: Permission | None = getattr(view, "permission", None)
    if permission is None:
        abort(404)
    if permission in SHOP_PERMISSIONS:
        return None  # shop_context knows the shop and asks there
    if identity().holds(permission):
        return None
    if identity().is_anonymous and request.method == "GET":
        if permission is Permission.SEAT_WORK:
            return redirect(url_for("exam.join"))  # a candidate has a code, no password
        return login_manager.unauthorized()
    return abort(403)
