"""Comptes: who writes the site, with what role; added, changed, deleted once what they wrote has found another author."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.kernel.errors import NotFound
from sandbox.policy.permissions import Permission
from sandbox.shop.comments.services import hand_over, trash_work
from sandbox.shop.contributors import queries, services
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.contributors.rules import ROLE_WORDS
from sandbox.shop.posts.queries import counts_by_author
from sandbox.web.access import allow
from sandbox.web.forms.base import attempt
from sandbox.web.siteadmin import bp, rights
from sandbox.web.siteadmin.feedback import notice
from sandbox.web.siteadmin.forms_users import LeavingForm, NewUserForm, ProfileForm, UserForm


@bp.get("/comptes")
@allow(Permission.BACKOFFICE_READ)
def users() -> str:
    """The accounts, by role and by words."""
    role, words = request.args.get("role", ""), request.args.get("s", "")
    role = role if role in ROLE_WORDS else ""
    return render_template(
        "siteadmin/users/list.html", rows=queries.list_users(role=role, words=words), role=role, words=words, role_words=ROLE_WORDS,
        counts=queries.counts_by_role(), written=counts_by_author(),
    )  # fmt: skip


def _edit(form: UserForm, user: SiteUser | None) -> str:
    return render_template("siteadmin/users/edit.html", form=form, user=user)


@bp.get("/comptes/nouveau")
@allow(Permission.BACKOFFICE_READ)
def user_new() -> str:
    """The form of a new account."""
    return _edit(NewUserForm(formdata=None), None)


@bp.post("/comptes/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def user_create() -> Any:
    """Add an account."""
    form = NewUserForm()
    made = None
    if form.validate_on_submit():
        made = attempt(form, services.create_user, login=form.login.data or "", **form.values())
    if made is None:
        return _edit(form, None), 422
    notice(f"Compte «\u00a0{made.login}\u00a0» ajouté.")
    return redirect(url_for("siteadmin.users"))


@bp.get("/profil")
@allow(Permission.BACKOFFICE_READ)
def profile() -> str:
    """One's own account."""
    return _profile(ProfileForm(formdata=None, obj=_me()))


def _me() -> SiteUser:
    """The account at work; raises NotFound in a site without accounts."""
    user = rights.at_work()
    if user is None:
        raise NotFound("Ce site n’a pas de compte.")
    return user


def _profile(form: ProfileForm) -> str:
    return render_template("siteadmin/users/profile.html", form=form, user=_me(), role_words=ROLE_WORDS)


@bp.post("/profil")
@allow(Permission.BACKOFFICE_WRITE)
def profile_save() -> Any:
    """Change one's own names, address, words and password; the role is not one's own to give."""
    form = ProfileForm()
    if not (form.validate_on_submit() and attempt(form, services.update_user, user=_me(), **form.values())):
        return _profile(form), 422
    notice("Profil mis à jour.")
    return redirect(url_for("siteadmin.profile"))


@bp.get("/comptes/<int:user_id>")
@allow(Permission.BACKOFFICE_READ)
def user_edit(user_id: int) -> str:
    """An account as it is."""
    user = queries.get_user(user_id)
    return _edit(UserForm(formdata=None, obj=user), user)


@bp.post("/comptes/<int:user_id>")
@allow(Permission.BACKOFFICE_WRITE)
def user_save(user_id: int) -> Any:
    """Change an account."""
    user, form = queries.get_user(user_id), UserForm()
    saved = attempt(form, services.update_user, user=user, **form.values()) if form.validate_on_submit() else None
    if saved is None:
        return _edit(form, user), 422
    notice(f"Compte «\u00a0{user.login}\u00a0» mis à jour.")
    return redirect(url_for("siteadmin.user_edit", user_id=user.id))


@bp.get("/comptes/<int:user_id>/suppression")
@allow(Permission.BACKOFFICE_READ)
def user_leave(user_id: int) -> str:
    """What becomes of what the account wrote, before it is deleted."""
    return _leaving(queries.get_user(user_id), LeavingForm(formdata=None))


def _leaving(user: SiteUser, form: LeavingForm) -> str:
    others = [other for other in queries.list_users() if other.id != user.id]
    return render_template(
        "siteadmin/users/delete.html", user=user, form=form, others=others, count=counts_by_author().get(user.id, 0)
    )


@bp.post("/comptes/<int:user_id>/suppression")
@allow(Permission.BACKOFFICE_WRITE)
def user_delete(user_id: int) -> Any:
    """Give or bin what the account wrote, then delete it."""
    user, form = queries.get_user(user_id), LeavingForm()
    login, gone = user.login, None
    if form.validate_on_submit():
        gone = attempt(form, _leave, user=user, author_id=form.author_id.data if form.what.data == "give" else None,
                       is_given=form.what.data == "give")  # fmt: skip
    if gone is None:
        return _leaving(user, form), 422
    notice(f"Compte «\u00a0{login}\u00a0» supprimé.")
    return redirect(url_for("siteadmin.users"))


def _leave(*, user: SiteUser, author_id: int | None, is_given: bool) -> SiteUser:
    if is_given:
        hand_over(user=user, author_id=author_id)
    elif counts_by_author().get(user.id, 0):
        trash_work(user=user)
    return services.delete_user(user=user)


@bp.post("/comptes/<int:user_id>/connexion")
@allow(Permission.BACKOFFICE_WRITE)
def user_become(user_id: int) -> Any:
    """Work as another account of this site, to see what its role may do."""
    user, before = queries.get_user(user_id), rights.my_id()
    rights.work_as(user)
    if user.id != before:
        services.sign_in_as(user=user)
    notice(f"Vous êtes connecté en tant que {user.name} ({ROLE_WORDS[user.role]}).")
    return redirect(url_for("siteadmin.home"))


@bp.post("/comptes/retour")
@allow(Permission.BACKOFFICE_WRITE)
def user_back() -> Any:
    """Work as the copy's own account again."""
    user = queries.connected()
    if user is not None and rights.is_another():
        services.sign_back_in(user=user)
    if user is not None:
        notice(f"Vous êtes de nouveau connecté en tant que {user.name}.")
    rights.work_as(None)
    return redirect(url_for("siteadmin.home"))
