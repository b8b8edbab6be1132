"""Extensions: what is installed, switched on and off, and what each asks."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from sandbox.policy.permissions import Permission
from sandbox.shop.identity import services
from sandbox.shop.identity.models import SiteExtension
from sandbox.shop.identity.queries import get_extension, list_extensions
from sandbox.shop.identity.rules import EXTENSIONS
from sandbox.web.access import allow
from sandbox.web.siteadmin import bp
from sandbox.web.siteadmin.feedback import back, notice

TABS = {"": ("Toutes", "Toutes"), "actives": ("Activée", "Activées"), "inactives": ("Désactivée", "Désactivées")}
SETTINGS = {"bandeau": "announcements", "cookies": "cookie_notice"}
"""The screen of an extension that has one of its own, while it is active."""


@bp.get("/extensions")
@allow(Permission.BACKOFFICE_READ)
def extensions() -> str:
    """The installed extensions: all of them, those that are active, or the others."""
    found, state = list_extensions(), request.args.get("etat", "")
    rows = {code: [row for row in found if _is_under(row, code)] for code in TABS}
    state = state if state in TABS else ""
    return render_template(
        "siteadmin/extensions/list.html", rows=rows[state], told=EXTENSIONS, settings=SETTINGS, state=state,
        tabs=[(code, words[len(rows[code]) > 1], len(rows[code])) for code, words in TABS.items() if rows[code] or not code],
    )  # fmt: skip


def _is_under(row: SiteExtension, state: str) -> bool:
    return not state or row.is_active == (state == "actives")


@bp.post("/extensions/<key>/<any(activation, desactivation):act>")
@allow(Permission.BACKOFFICE_WRITE)
def extension_switch(key: str, act: str) -> Any:
    """Switch one on or off; what it wrote stays."""
    extension = get_extension(key)
    if act == "activation":
        services.activate(extension=extension)
        notice(f"Extension «\u00a0{extension.name}\u00a0» activée.")
    else:
        services.deactivate(extension=extension)
        notice(f"Extension «\u00a0{extension.name}\u00a0» désactivée.")
    return back("extensions")
