"""The accounts: who there is, a new one, closing and opening, a new password shown once."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.accounts.models import Role, User
from sandbox.accounts.queries import count_by_role, get_user, page_users
from sandbox.accounts.services import change_password, create_user, draw_password, set_active
from sandbox.policy.permissions import Permission
from sandbox.web.access import allow
from sandbox.web.admin.blueprint import bp
from sandbox.web.admin.forms import ROLE_WORDS, UserForm
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.numbers import whole


def listed(form: BaseForm) -> str:
    """The list as the address asks for it, with what was refused on top."""
    role = request.args.get("role", "")
    text = request.args.get("q", "").strip()
    wanted = Role(role) if role in set(Role) else None
    page = page_users(role=wanted, text=text, number=request.args.get("page", 1, whole))
    return render_template(
        "admin/users/list.html",
        page=page,
        role=wanted,
        text=text,
        counts=count_by_role(),
        role_words=ROLE_WORDS,
        form=form,
    )


@bp.get("/comptes")
@allow(Permission.USERS_MANAGE)
def users() -> ResponseReturnValue:
    """Every account, or those of a role."""
    return listed(BaseForm())


@bp.route("/comptes/nouveau", methods=["GET", "POST"])
@allow(Permission.USERS_MANAGE)
def new_user() -> ResponseReturnValue:
    """Create an account; the answer shows its password, once."""
    form = UserForm()
    if form.validate_on_submit():
        password = draw_password()
        user = attempt(
            form, create_user, login=form.login.data, name=form.name.data, role=Role(form.role.data), password=password
        )
        if user is not None:
            return _handed_over(user, password, f"Compte « {user.login} » créé.")
    return render_template("admin/users/new.html", form=form), 422 if request.method == "POST" else 200


@bp.post("/comptes/<int:user_id>/mot-de-passe")
@allow(Permission.USERS_MANAGE)
def new_password(user_id: int) -> ResponseReturnValue:
    """Draw a new password, shown once; the account's open sessions end."""
    user, password = get_user(user_id), draw_password()
    change_password(user=user, password=password)
    return _handed_over(
        user, password, f"Nouveau mot de passe pour « {user.login} ». Ses sessions ouvertes sont fermées."
    )


@bp.post("/comptes/<int:user_id>/etat")
@allow(Permission.USERS_MANAGE)
def set_state(user_id: int) -> ResponseReturnValue:
    """Close an account, or open it again."""
    form, is_active = BaseForm(), request.form.get("ouvert") == "1"
    user = get_user(user_id)
    if attempt(form, set_active, user=user, is_active=is_active) is None:
        return listed(form), 422
    flash(f"Compte « {user.login} » {'ouvert' if is_active else 'fermé : ses sessions ouvertes sont terminées'}.")
    return redirect(url_for("admin.users", role=request.args.get("role") or None, q=request.args.get("q") or None))


def _handed_over(user: User, password: str, words: str) -> str:
    return render_template(
        "admin/users/password.html", user=user, password=password, words=words, role_words=ROLE_WORDS
    )
