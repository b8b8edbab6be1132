"""Messages: what visitors answered to the forms of a site whose company has no customer service. Read, never answered from here."""

from __future__ import annotations

from flask import render_template, request

from sandbox.policy.permissions import Permission
from sandbox.shop.identity.queries import get_site
from sandbox.shop.support import queries
from sandbox.shop.support.rules import FORM_SUBJECT
from sandbox.web.access import allow
from sandbox.web.numbers import whole
from sandbox.web.siteadmin import bp


@bp.get("/messages")
@allow(Permission.BACKOFFICE_READ)
def messages() -> str:
    """The messages, the latest first."""
    page = queries.list_mails(begins=FORM_SUBJECT, number=request.args.get("page", 1, type=whole) or 1)
    return render_template("siteadmin/messages/list.html", page=page, address=get_site().email)


@bp.get("/messages/<int:mail_id>")
@allow(Permission.BACKOFFICE_READ)
def message_read(mail_id: int) -> str:
    """A message whole."""
    return render_template("siteadmin/messages/view.html", mail=queries.get_form_mail(mail_id))
