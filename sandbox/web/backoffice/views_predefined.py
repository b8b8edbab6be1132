"""SAV > Messages prédéfinis, and Paramètres de la boutique > Contact."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.support import queries, rules, services
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_support import ContactForm, PredefinedForm
from sandbox.web.forms.base import attempt


@bp.get("/sav/messages-predefinis")
@allow(Permission.BACKOFFICE_READ)
def predefined_messages() -> str:
    """The predefined messages."""
    text = request.args.get("q", "").strip()
    return render_template("backoffice/predefined/list.html", rows=queries.list_predefined(text), text=text)


def _form(form: PredefinedForm, message: Any = None) -> str:
    return render_template("backoffice/predefined/form.html", form=form, message=message, variables=rules.VARIABLES)


@bp.get("/sav/messages-predefinis/nouveau")
@allow(Permission.BACKOFFICE_READ)
def predefined_message_new() -> str:
    """The form of a new message."""
    return _form(PredefinedForm())


@bp.post("/sav/messages-predefinis/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def predefined_message_create() -> Any:
    """Create a message."""
    form = PredefinedForm()
    if form.validate_on_submit():
        message = attempt(form, services.create_predefined, name=form.name.data, body=form.body.data)
        if message is not None:
            toast(f"Le message « {message.name} » est prêt à servir.")
            return redirect(url_for("backoffice.predefined_messages"))
    return _form(form), 422


@bp.get("/sav/messages-predefinis/<int:message_id>")
@allow(Permission.BACKOFFICE_READ)
def predefined_message_edit(message_id: int) -> str:
    """The form of a message."""
    message = queries.get_predefined(message_id)
    return _form(PredefinedForm(obj=message), message)


@bp.post("/sav/messages-predefinis/<int:message_id>")
@allow(Permission.BACKOFFICE_WRITE)
def predefined_message_update(message_id: int) -> Any:
    """Change a message."""
    message, form = queries.get_predefined(message_id), PredefinedForm()
    if form.validate_on_submit() and attempt(
        form, services.update_predefined, predefined=message, name=form.name.data, body=form.body.data
    ):
        toast(f"Le message « {message.name} » est enregistré.")
        return redirect(url_for("backoffice.predefined_messages"))
    return _form(form, message), 422


@bp.post("/sav/messages-predefinis/<int:message_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def predefined_message_delete(message_id: int) -> Any:
    """Delete a message."""
    message = services.delete_predefined(predefined=queries.get_predefined(message_id))
    toast(f"Le message « {message.name} » est supprimé.")
    return redirect(url_for("backoffice.predefined_messages"))


@bp.get("/parametres/contacts")
@allow(Permission.BACKOFFICE_READ)
def contacts() -> str:
    """The services that customers may write to."""
    return render_template("backoffice/contacts/list.html", rows=queries.list_contacts())


@bp.get("/parametres/contacts/nouveau")
@allow(Permission.BACKOFFICE_READ)
def contact_new() -> str:
    """The form of a new contact."""
    return render_template("backoffice/contacts/form.html", form=ContactForm(), contact=None)


@bp.post("/parametres/contacts/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def contact_create() -> Any:
    """Create a contact."""
    form = ContactForm()
    if form.validate_on_submit() and attempt(
        form,
        services.create_contact,
        name=form.name.data,
        email=form.email.data,
        description=form.description.data or "",
    ):
        toast(f"Les clients peuvent écrire à « {form.name.data} ».")
        return redirect(url_for("backoffice.contacts"))
    return render_template("backoffice/contacts/form.html", form=form, contact=None), 422


@bp.get("/parametres/contacts/<int:contact_id>")
@allow(Permission.BACKOFFICE_READ)
def contact_edit(contact_id: int) -> str:
    """The form of a contact."""
    contact = queries.get_contact(contact_id)
    return render_template("backoffice/contacts/form.html", form=ContactForm(obj=contact), contact=contact)


@bp.post("/parametres/contacts/<int:contact_id>")
@allow(Permission.BACKOFFICE_WRITE)
def contact_update(contact_id: int) -> Any:
    """Change a contact."""
    contact, form = queries.get_contact(contact_id), ContactForm()
    values = {"name": form.name.data, "email": form.email.data, "description": form.description.data or ""}
    if form.validate_on_submit() and attempt(form, services.update_contact, contact=contact, **values):
        toast(f"Le contact « {contact.name} » est enregistré.")
        return redirect(url_for("backoffice.contacts"))
    return render_template("backoffice/contacts/form.html", form=form, contact=contact), 422
