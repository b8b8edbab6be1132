"""Working under an employee's name, and the rights of profiles: Paramètres avancés > Équipe > Permissions."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.team import queries, services
from sandbox.shop.team.rules import rights
from sandbox.web.access import allow
from sandbox.web.backoffice import acting, bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_team import SignInForm
from sandbox.web.backoffice.links import back
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.numbers import whole


@bp.get("/connexion-employe")
@allow(Permission.BACKOFFICE_READ)
def staff() -> str:
    """The door of the back office: who works here, under which rights."""
    return _door(SignInForm())


@bp.post("/connexion-employe")
@allow(Permission.BACKOFFICE_READ, writes=False)
def staff_enter() -> Any:
    """Sign in as an employee: the rights of the profile hold from now on."""
    form = SignInForm()
    typed = {"email": form.email.data or "", "password": form.password.data or ""}
    employee = attempt(form, services.sign_in, **typed) if form.validate_on_submit() else None
    if employee is None:
        return _door(form), 422
    acting.enter(employee)
    toast(f"Vous travaillez comme {employee.full_name}, profil {employee.profile.name}.")
    return redirect(url_for("backoffice.staff"))


@bp.post("/connexion-employe/quitter")
@allow(Permission.BACKOFFICE_READ)
def staff_leave() -> Any:
    """Leave the employee's name: every right is back."""
    acting.leave()
    toast("Vous travaillez de nouveau avec tous les droits.")
    return redirect(url_for("backoffice.staff"))


def _door(form: SignInForm) -> str:
    employee = acting.signed_in()
    given = queries.rights_by_area(employee.profile_id) if employee else {}
    return render_template(
        "backoffice/team/staff.html", form=form, employee=employee, given=given, labels=rights.LABELS, owner=rights.OWNER,
        team=queries.list_employees(is_active=True),
    )  # fmt: skip


@bp.get("/parametres/equipe/permissions")
@allow(Permission.BACKOFFICE_READ)
def permissions() -> str:
    """The rights of a profile, screen by screen; the first profile that can be changed to begin with."""
    profiles = queries.list_profiles()
    first = next((profile.id for profile in profiles if profile.key != rights.OWNER), 0)
    profile = queries.get_profile(request.args.get("profil", first, type=whole))
    given = queries.rights_by_area(profile.id)
    return render_template(
        "backoffice/team/permissions.html", profile=profile, profiles=profiles, given=given, areas=rights.AREAS, words=rights.RIGHTS,
        is_owner=profile.key == rights.OWNER, form=BaseForm(),
    )  # fmt: skip


@bp.post("/parametres/equipe/permissions/<int:profile_id>")
@allow(Permission.BACKOFFICE_WRITE)
def permissions_save(profile_id: int) -> Any:
    """Give a profile the ticked rights, and no other."""
    profile = queries.get_profile(profile_id)
    given = {area: request.form.getlist(area) for area in rights.LABELS}
    services.set_permissions(profile=profile, given=given)
    toast(f"Les droits du profil « {profile.name} » sont enregistrés.")
    return redirect(url_for("backoffice.permissions", profil=profile.id))


@bp.post("/parametres/equipe/profils/<int:profile_id>")
@allow(Permission.BACKOFFICE_WRITE)
def profiles_update(profile_id: int) -> Any:
    """Rename a profile."""
    profile = queries.get_profile(profile_id)
    services.update_profile(profile=profile, name=request.form.get("name", ""))
    toast(f"Le profil s’appelle « {profile.name} ».")
    return back("backoffice.profiles")
