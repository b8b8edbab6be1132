"""Avis de cookies: the settings of the extension, there while it is active."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.announcements import queries, rules, services
from sandbox.web.access import allow
from sandbox.web.forms.base import attempt
from sandbox.web.site_frame import site_frame
from sandbox.web.siteadmin import bp
from sandbox.web.siteadmin.feedback import notice
from sandbox.web.siteadmin.forms_announcements import CookieForm


@bp.get("/cookies")
@allow(Permission.BACKOFFICE_READ)
def cookie_notice() -> str:
    """The notice as it is."""
    return _page(CookieForm.of(queries.find_cookie_notice() or queries.fresh_cookie_notice()))


@bp.post("/cookies")
@allow(Permission.BACKOFFICE_WRITE)
def cookie_notice_save() -> Any:
    """Change it; visitors whose choice was about other purposes are asked again."""
    form, saved = CookieForm(), None
    if form.validate_on_submit():
        found = queries.find_cookie_notice() or queries.fresh_cookie_notice()
        saved = attempt(form, services.update_cookie_notice, notice=found, **form.values())
    if saved is None:
        return _page(form), 422
    notice("Avis de cookies enregistré.", view=url_for("sitefront.home"))
    return redirect(url_for("siteadmin.cookie_notice"))


def _page(form: CookieForm) -> str:
    return render_template(
        "siteadmin/announcements/cookies.html", form=form, purposes=rules.PURPOSE_WORDS, helps=rules.PURPOSE_HELP,
        privacy_url=site_frame().privacy_url,
    )  # fmt: skip
