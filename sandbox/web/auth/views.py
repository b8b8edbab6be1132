"""The door: a code for candidates, an account for everyone else."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from sandbox.accounts.models import Role
from sandbox.accounts.queries import get_user, holder_of
from sandbox.accounts.services import authenticate, change_password
from sandbox.extensions import limiter
from sandbox.policy.permissions import Permission
from sandbox.web.access import SignedIn, allow, identity, seat_held_here
from sandbox.web.auth.forms import LoginForm, PasswordForm
from sandbox.web.forms.base import attempt

bp = Blueprint("auth", __name__)

HOMES = {
    Role.CANDIDATE: "practice.subjects",
    Role.EXAMINER: "examiner.sessions",
    Role.TRAINER: "authoring.subjects",
    Role.ADMINISTRATOR: "admin.users",
}


def home_of(role: Role) -> str:
    """The first page of a role."""
    return url_for(HOMES[role])


@bp.get("/")
@allow(Permission.PUBLIC)
def home() -> ResponseReturnValue:
    """The door for nobody, their own first page for somebody."""
    who = identity()
    if who.role is not None:
        return redirect(home_of(who.role))
    return render_template("auth/home.html", form=LoginForm(), held=seat_held_here())


@bp.route("/connexion", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@allow(Permission.PUBLIC, writes=False)
def login() -> ResponseReturnValue:
    """Sign in, then go where one was going. Nothing is written, so nobody waits for the password to be worked out."""
    form = LoginForm()
    if form.validate_on_submit():
        user = attempt(form, authenticate, login=form.login.data, password=form.password.data)
        if user is not None:
            session.clear()  # a new session for a new person: nothing of the previous one is left
            login_user(SignedIn(holder_of(user)))
            return redirect(_next_page() or home_of(Role(user.role)))
    return render_template("auth/login.html", form=form), 422 if form.errors or form.general_errors else 200


@bp.post("/deconnexion")
@allow(Permission.PUBLIC)
def logout() -> ResponseReturnValue:
    """Sign out and forget everything of this browser."""
    logout_user()
    session.clear()
    return redirect(url_for("auth.home"))


@bp.route("/mon-compte", methods=["GET", "POST"])
@allow(Permission.ACCOUNT)
def account() -> ResponseReturnValue:
    """Change one's own password; other open sessions of the account end."""
    form, who = PasswordForm(), identity()
    user = get_user(who.user_id or 0)
    if (
        form.validate_on_submit()
        and attempt(form, authenticate, login=user.login, password=form.current.data)
        and attempt(form, change_password, user=user, password=form.password.data)
    ):
        login_user(SignedIn(holder_of(user)))
        flash("Mot de passe changé. Les autres sessions ouvertes de ce compte sont fermées.")
        return redirect(url_for("auth.account"))
    return render_template("auth/account.html", form=form, user=user), 422 if form.all_errors else 200


def _next_page() -> str | None:
    """The page asked for before signing in, only if it is one of ours."""
    target = request.args.get("next", "")
    parts = urlsplit(target)
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return target if is_ours and target.isprintable() else None
