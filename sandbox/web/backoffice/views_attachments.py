"""Catalogue > Fichiers: what customers may download from the pages of products."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries, services
from sandbox.shop.catalog.models import Attachment
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_attachments import AttachmentForm
from sandbox.web.forms.base import attempt
from sandbox.web.media import download, received


@bp.get("/catalogue/fichiers")
@allow(Permission.BACKOFFICE_READ)
def attachments() -> str:
    """The list of files, with the products that offer each."""
    return render_template(
        "backoffice/attachments/list.html", files=queries.list_attachments(), used=queries.products_with()
    )


@bp.get("/catalogue/fichiers/nouveau")
@allow(Permission.BACKOFFICE_READ)
def attachment_new() -> str:
    """An empty file."""
    return _page(AttachmentForm(), None)


@bp.post("/catalogue/fichiers/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def attachment_create() -> Any:
    """Keep a file for customers."""
    form = AttachmentForm()
    if form.validate_on_submit():
        file = received(form, form.file)
        if file is None and not form.file.errors:
            form.refuse("Choisissez un fichier.", "file")
        values = {"name": form.name.data, "description": form.description.data or "", "file": file}
        if file and (made := attempt(form, services.create_attachment, **values)) is not None:
            toast(f"Le fichier «\u00a0{made.name}\u00a0» est ajouté. Joignez-le à un produit sur son onglet Options.")
            return redirect(url_for("backoffice.attachments"))
    return _page(form, None), 422


@bp.get("/catalogue/fichiers/<int:attachment_id>")
@allow(Permission.BACKOFFICE_READ)
def attachment_edit(attachment_id: int) -> str:
    """The page of a file."""
    attachment = queries.get_attachment(attachment_id)
    return _page(AttachmentForm(obj=attachment), attachment)


@bp.post("/catalogue/fichiers/<int:attachment_id>")
@allow(Permission.BACKOFFICE_WRITE)
def attachment_save(attachment_id: int) -> Any:
    """Save the words of a file, or put another in its place."""
    attachment, form = queries.get_attachment(attachment_id), AttachmentForm()
    if form.validate_on_submit():
        file = received(form, form.file)
        values = {"name": form.name.data, "description": form.description.data or "", "file": file}
        if form.file.errors:
            return _page(form, attachment), 422
        if attempt(form, services.update_attachment, attachment=attachment, **values) is not None:
            toast(f"Le fichier «\u00a0{attachment.name}\u00a0» est enregistré.")
            return redirect(url_for("backoffice.attachments"))
    return _page(form, attachment), 422


@bp.post("/catalogue/fichiers/<int:attachment_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def attachment_delete(attachment_id: int) -> Any:
    """Delete a file that no product offers."""
    gone = services.delete_attachment(attachment=queries.get_attachment(attachment_id))
    toast(f"Le fichier «\u00a0{gone.name}\u00a0» est supprimé.")
    return redirect(url_for("backoffice.attachments"))


@bp.get("/catalogue/fichiers/<int:attachment_id>/telecharger")
@allow(Permission.BACKOFFICE_READ)
def attachment_download(attachment_id: int) -> Response:
    """The file itself."""
    attachment = queries.get_attachment(attachment_id)
    return download(attachment.media, attachment.file_name)


def _page(form: AttachmentForm, attachment: Attachment | None) -> str:
    used = queries.products_with().get(attachment.id, []) if attachment else []
    return render_template("backoffice/attachments/edit.html", form=form, attachment=attachment, used=used)
