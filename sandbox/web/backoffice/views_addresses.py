"""Clients > Adresses."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.kernel.text import of_name
from sandbox.policy.permissions import Permission
from sandbox.shop.customers import queries, rules, services
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_customers import AddressForm
from sandbox.web.backoffice.links import back
from sandbox.web.forms.base import attempt
from sandbox.web.listing import Column, Filter, Listing
from sandbox.web.numbers import whole

COUNTRIES = {name: name for name in rules.COUNTRIES}
COLUMNS = (
    Column("id", "ID", css="num c-id"),
    Column("texte", "Prénom et nom", Filter.TEXT, css="c-nom", placeholder="Nom, rue, ville, e-mail…"),
    Column("alias", "Alias", css="c-cat"),
    Column("adresse", "Adresse", css="c-adr"),
    Column("cp", "Code postal", css="c-cp"),
    Column("ville", "Ville", css="c-city"),
    Column("pays", "Pays", Filter.CHOICE, choices=COUNTRIES, css="c-pays"),
)


@bp.get("/clients/adresses")
@allow(Permission.BACKOFFICE_READ)
def addresses() -> str:
    """The list of addresses."""
    listing = Listing.read(COLUMNS, request.args, "backoffice.addresses")
    page = queries.list_addresses(
        listing.values.get("texte", ""),
        country=listing.values.get("pays", ""),
        number=listing.number,
        size=listing.size,
    )
    return render_template("backoffice/addresses/list.html", listing=listing, page=page)


@bp.get("/clients/adresses/nouvelle")
@allow(Permission.BACKOFFICE_READ)
def address_new() -> str:
    """The form of a new address, of a customer when one is given."""
    customer_id = request.args.get("client", type=whole)
    customer = queries.get_customer(customer_id) if customer_id else None
    known = (
        {"first_name": customer.first_name, "last_name": customer.last_name, "email": customer.email}
        if customer
        else {}
    )
    form = AddressForm(data={"country": rules.FRANCE, "alias": "Mon adresse", **known})
    return render_template("backoffice/addresses/form.html", form=form, address=None, customer=customer)


@bp.post("/clients/adresses/nouvelle")
@allow(Permission.BACKOFFICE_WRITE)
def address_create() -> Any:
    """Create an address for the customer whose e-mail was given."""
    form = AddressForm()
    if form.validate_on_submit():
        customer = queries.find_customer_by_email(form.email.data)
        if customer is None:
            form.refuse("Aucun client n’a cette adresse e-mail.", "email")
        elif attempt(form, services.create_address, customer=customer, **form.values()):
            toast(f"L’adresse « {form.alias.data} » {of_name(customer.full_name)} est créée.")
            return redirect(url_for("backoffice.customer_view", customer_id=customer.id))
    return render_template("backoffice/addresses/form.html", form=form, address=None, customer=None), 422


@bp.get("/clients/adresses/<int:address_id>")
@allow(Permission.BACKOFFICE_READ)
def address_edit(address_id: int) -> str:
    """The form of an address."""
    address = queries.get_address(address_id)
    customer = queries.get_customer(address.customer_id)
    return render_template(
        "backoffice/addresses/form.html", form=AddressForm(address=address), address=address, customer=customer
    )


@bp.post("/clients/adresses/<int:address_id>")
@allow(Permission.BACKOFFICE_WRITE)
def address_update(address_id: int) -> Any:
    """Change an address."""
    address = queries.get_address(address_id)
    customer = queries.get_customer(address.customer_id)
    form = AddressForm(address=address)
    if form.validate_on_submit() and attempt(form, services.update_address, address=address, **form.values()):
        toast(f"L’adresse « {address.alias} » {of_name(customer.full_name)} est enregistrée.")
        return redirect(url_for("backoffice.customer_view", customer_id=customer.id))
    return render_template("backoffice/addresses/form.html", form=form, address=address, customer=customer), 422


@bp.post("/clients/adresses/<int:address_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def address_delete(address_id: int) -> Any:
    """Delete an address."""
    address = services.delete_address(address=queries.get_address(address_id))
    toast(f"L’adresse « {address.alias} » est supprimée.")
    return back("backoffice.addresses")
