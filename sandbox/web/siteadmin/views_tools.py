"""Outils: the site as a file that WordPress reads, and such a file into the site."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for

from sandbox.kernel import clock
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import slugify
from sandbox.kernel.wxr.reading import read_wxr
from sandbox.kernel.wxr.writing import write_wxr
from sandbox.policy.permissions import Permission
from sandbox.shop.exchange.queries import site_as_wxr
from sandbox.shop.exchange.services import Imported, import_site
from sandbox.shop.identity.queries import get_site
from sandbox.web.access import allow
from sandbox.web.siteadmin import bp
from sandbox.web.siteadmin.forms_tools import ImportForm


@bp.get("/outils")
@allow(Permission.BACKOFFICE_READ)
def tools() -> str:
    """Import and export."""
    return _page(ImportForm(formdata=None))


def _page(form: ImportForm, done: Imported | None = None) -> str:
    return render_template("siteadmin/tools/tools.html", form=form, done=done)


@bp.get("/outils/export.xml")
@allow(Permission.BACKOFFICE_READ)
def tool_export() -> Response:
    """The site as a WXR file."""
    address = url_for("sitefront.home", _external=True).rstrip("/")
    text = write_wxr(site_as_wxr(address=address), written_at=clock.now())
    response = Response(text, mimetype="application/xml")
    name = f"{slugify(get_site().title) or 'site'}.wordpress.{clock.today().isoformat()}.xml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.post("/outils/import")
@allow(Permission.BACKOFFICE_WRITE)
def tool_import() -> Any:
    """Read a WXR file into the site, and tell what it did."""
    form = ImportForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        done = import_site(exported=read_wxr(request.files["file"].read()))
    except RuleBroken as refused:
        form.file.errors = [*form.file.errors, refused.message]
        return _page(form), 422
    return _page(ImportForm(formdata=None), done)
