"""Closing a bar or a pop-up; choosing about cookies. What a visitor keeps is theirs: nothing of the shop changes, even frozen."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.announcements.queries import get_announcement
from sandbox.shop.announcements.rules import PURPOSE_HELP, PURPOSE_WORDS
from sandbox.web import site_consent, site_seen
from sandbox.web.access import allow
from sandbox.web.page_cache import kept
from sandbox.web.safety import back_to
from sandbox.web.site_frame import site_frame
from sandbox.web.site_notices import mark_of
from sandbox.web.sitefront import bp


@bp.post("/annonce/<int:announcement_id>/fermee")
@allow(Permission.STOREFRONT_VISIT, writes=False)
def close_notice(announcement_id: int) -> Any:
    """Remember that a visitor closed it, or was shown it once; without script, back to the page they read."""
    row = get_announcement(announcement_id)
    site_seen.remember(mark_of(row), for_good=row.repeat != "visit")
    if request.headers.get("X-Requested-With") == "fetch":
        return "", 204
    return redirect(back_to(request.form.get("retour"), url_for("sitefront.home")))


@bp.post("/vos-cookies")
@allow(Permission.STOREFRONT_VISIT, writes=False)
def choose_cookies() -> Any:
    """Keep the visitor's choice; refusing takes as many clicks as accepting."""
    notice = site_consent.notice() or abort(404)
    asked = request.form.get("choix")
    accepted = list(notice.purposes) if asked == "accepter" else request.form.getlist("finalites")
    site_consent.choose([] if asked == "refuser" else accepted)
    flash("Votre choix de cookies est enregistré.", "success")
    return redirect(back_to(request.form.get("retour"), url_for("sitefront.home")))


@bp.get("/vos-cookies")
@allow(Permission.STOREFRONT_VISIT)
@kept
def cookie_choices() -> str:
    """What the cookies are for and the choice made, to be changed as easily as it was."""
    notice = site_consent.notice() or abort(404)
    site_frame().holds_choices = True
    return render_template(
        "sitefront/cookies.html",
        notice=notice,
        choice=site_consent.choice(),
        purposes=PURPOSE_WORDS,
        helps=PURPOSE_HELP,
    )
