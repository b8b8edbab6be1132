"""Paramètres avancés > Équipe: employees and profiles; and whose name stands at the top of the back office."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.kernel.text import of_name
from sandbox.policy.permissions import Permission
from sandbox.shop.team import queries, services
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_team import EmployeeForm, ProfileForm
from sandbox.web.backoffice.links import back
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import whole


@bp.context_processor
def acting() -> dict[str, Any]:
    """The employee in whose name the candidate works, for the pages that ask."""
    return {"acting_employee": queries.acting_employee}


@bp.get("/parametres/equipe")
@allow(Permission.BACKOFFICE_READ)
def employees() -> str:
    """The employees."""
    text, profile_id = request.args.get("q", "").strip(), request.args.get("profil", type=whole)
    rows = queries.list_employees(text, profile_id=profile_id)
    return render_template(
        "backoffice/team/employees.html", rows=rows, text=text, profile_id=profile_id, profiles=queries.list_profiles()
    )


@bp.get("/parametres/equipe/nouveau")
@allow(Permission.BACKOFFICE_READ)
def employee_new() -> str:
    """The form of a new employee."""
    return render_template("backoffice/team/employee.html", form=EmployeeForm(), employee=None)


@bp.post("/parametres/equipe/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def employee_create() -> Any:
    """Create an employee; a first password is asked for."""
    form = EmployeeForm()
    if form.validate_on_submit():
        if not form.password.data:
            form.refuse("Choisissez un mot de passe.", "password")
        elif attempt(form, services.create_employee, **form.values()):
            toast(f"{form.first_name.data} {form.last_name.data} rejoint l’équipe.")
            return redirect(url_for("backoffice.employees"))
    return render_template("backoffice/team/employee.html", form=form, employee=None), 422


@bp.get("/parametres/equipe/<int:employee_id>")
@allow(Permission.BACKOFFICE_READ)
def employee_edit(employee_id: int) -> str:
    """The form of an employee."""
    employee = queries.get_employee(employee_id)
    return render_template("backoffice/team/employee.html", form=EmployeeForm(obj=employee), employee=employee)


@bp.post("/parametres/equipe/<int:employee_id>")
@allow(Permission.BACKOFFICE_WRITE)
def employee_update(employee_id: int) -> Any:
    """Change an employee."""
    employee, form = queries.get_employee(employee_id), EmployeeForm()
    if form.validate_on_submit() and attempt(form, services.update_employee, employee=employee, **form.values()):
        toast(f"La fiche {of_name(employee.full_name)} est enregistrée.")
        return redirect(url_for("backoffice.employees"))
    return render_template("backoffice/team/employee.html", form=form, employee=employee), 422


@bp.post("/parametres/equipe/<int:employee_id>/activer")
@allow(Permission.BACKOFFICE_WRITE)
def employee_switch(employee_id: int) -> Any:
    """Give an employee access or take it away."""
    employee = queries.get_employee(employee_id)
    services.update_employee(employee=employee, is_active=request.form.get("value") == "1")
    toast(f"{employee.full_name} {'a accès' if employee.is_active else 'n’a plus accès'} à l’administration.")
    return back("backoffice.employees")


@bp.get("/parametres/equipe/profils")
@allow(Permission.BACKOFFICE_READ)
def profiles() -> str:
    """The profiles."""
    return render_template("backoffice/team/profiles.html", rows=queries.list_profile_rows(), form=ProfileForm())


@bp.post("/parametres/equipe/profils")
@allow(Permission.BACKOFFICE_WRITE)
def profiles_create() -> Any:
    """Create a profile."""
    form = ProfileForm()
    if form.validate_on_submit() and attempt(form, services.create_profile, name=form.name.data):
        toast(f"Le profil « {form.name.data} » est créé.")
        return redirect(url_for("backoffice.profiles"))
    return render_template("backoffice/team/profiles.html", rows=queries.list_profile_rows(), form=form), 422
