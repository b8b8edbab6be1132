"""The few entries at the top of the exam's pages, by role."""

from __future__ import annotations

from flask import Flask, current_app

from sandbox.accounts.models import Role
from sandbox.web.access import identity

ENTRIES: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.CANDIDATE: (("M’entraîner", "practice.subjects"),),
    Role.EXAMINER: (
        ("Ma journée", "examiner.day"),
        ("Mes sessions", "examiner.sessions"),
        ("Nouvelle session", "examiner.new_session"),
    ),
    Role.TRAINER: (
        ("Sujets", "authoring.subjects"),
        ("Contextes", "authoring.contexts"),
        ("Essayer", "practice.subjects"),
    ),
    Role.ADMINISTRATOR: (
        ("Journées", "admin.days"),
        ("Vérification des postes", "admin.stations"),
        ("Archives", "admin.archives"),
        ("Comptes", "admin.users"),
        ("Installation", "admin.system"),
    ),
}


def entries() -> list[tuple[str, str]]:
    """(label, endpoint) of the entries that exist for the person asking."""
    role = identity().role
    known = current_app.view_functions
    return [(label, endpoint) for label, endpoint in ENTRIES.get(role, ()) if endpoint in known] if role else []


def register(app: Flask) -> None:
    """Give the layout its entries."""
    app.jinja_env.globals["exam_nav"] = entries
