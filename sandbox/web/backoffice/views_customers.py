"""Clients > Clients: the list, a customer's page, creating and changing one."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, url_for

from sandbox.kernel.text import of_name
from sandbox.kernel.values import Kind
from sandbox.policy.permissions import Permission
from sandbox.shop.customers import queries, rules, services
from sandbox.shop.customers.queries import CustomerFilter
from sandbox.shop.reviews.queries import reviews_of_customer
from sandbox.shop.support import queries as support
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_customers import CustomerForm, NoteForm
from sandbox.web.backoffice.links import back
from sandbox.web.backoffice.list_exports import EXPORTED, customers_sheet, sheet
from sandbox.web.forms.base import attempt
from sandbox.web.listing import Column, Filter, Listing
from sandbox.web.numbers import whole
from sandbox.web.page_cache import kept

YES_NO = {"1": "Oui", "0": "Non"}


def _columns() -> tuple[Column, ...]:
    titles = {str(title.id): title.name for title in queries.list_titles()}
    groups = {str(group.id): group.name for group in queries.list_groups()}
    return (
        Column("id", "ID", Filter.TEXT, is_sorted=True, css="num c-id"),
        Column("civilite", "Titre", Filter.CHOICE, choices=titles, css="c-tit"),
        Column("prenom", "Prénom", Filter.TEXT, is_sorted=True, css="c-nom"),
        Column("nom", "Nom", Filter.TEXT, is_sorted=True, css="c-nom"),
        Column("email", "E-mail", Filter.TEXT, is_sorted=True, css="c-mail"),
        Column("groupe", "Groupe", Filter.CHOICE, choices=groups, css="c-grp"),
        Column("ventes", "Ventes", css="num c-q"),
        Column("actif", "Activé", Filter.CHOICE, choices=YES_NO, css="c-st"),
        Column("newsletter", "Lettre d’information", Filter.CHOICE, choices=YES_NO, css="c-nl"),
        Column("partenaires", "Offres des partenaires", Filter.CHOICE, choices=YES_NO, css="c-po"),
        Column("inscrit", "Date d’inscription", Filter.RANGE, Kind.DAY, is_sorted=True, css="c-day"),
    )


def _flag(values: dict[str, Any], name: str) -> bool | None:
    return values[name] == "1" if name in values else None


def _filter(values: dict[str, Any]) -> CustomerFilter:
    number = values.get("id", "")
    return CustomerFilter(
        number=int(number) if number.isdecimal() and len(number) < 10 else (None if not number else 0),
        title_id=int(values["civilite"]) if "civilite" in values else None, first_name=values.get("prenom", ""),
        last_name=values.get("nom", ""), email=values.get("email", ""),
        group_id=int(values["groupe"]) if "groupe" in values else None, is_active=_flag(values, "actif"),
        is_newsletter=_flag(values, "newsletter"), is_partner_offers=_flag(values, "partenaires"),
        registered_from=values.get("inscrit_min"), registered_to=values.get("inscrit_max"),
    )  # fmt: skip


@bp.get("/clients")
@allow(Permission.BACKOFFICE_READ)
@kept
def customers() -> str:
    """The list of customers."""
    listing = Listing.read(_columns(), request.args, "backoffice.customers")
    page = queries.list_customers(
        _filter(listing.values), sort=listing.sort.lstrip("-"), descending=listing.sort.startswith("-"),
        number=listing.number, size=listing.size,
    )  # fmt: skip
    figures = support.customer_figures([customer.id for customer in page.items])
    return render_template("backoffice/customers/list.html", listing=listing, page=page, figures=figures)


@bp.get("/clients/export.csv")
@allow(Permission.BACKOFFICE_READ)
def customers_export() -> Response:
    """The customers of the list, all its pages, for a spreadsheet."""
    listing = Listing.read(_columns(), request.args, "backoffice.customers")
    rows = queries.list_customers(
        _filter(listing.values), sort=listing.sort.lstrip("-"), descending=listing.sort.startswith("-"), size=EXPORTED
    ).items  # fmt: skip
    return sheet("clients", customers_sheet(support.customer_figures([row.id for row in rows])), rows)


@bp.post("/clients/selection")
@allow(Permission.BACKOFFICE_WRITE)
def customers_bulk() -> Any:
    """Activate or deactivate the selected customers."""
    wanted = {"activer": True, "desactiver": False}.get(request.form.get("action", ""))
    chosen = [queries.get_customer(number) for number in request.form.getlist("ids", type=whole)]
    if wanted is None or not chosen:
        toast("Cochez des clients, puis choisissez une action.", kind="warn")
        return back("backoffice.customers")
    for customer in chosen:
        services.update_customer(customer=customer, is_active=wanted)
    many = "s" if len(chosen) > 1 else ""
    toast(f"{len(chosen)} client{many} {'activé' if wanted else 'désactivé'}{many}.")
    return back("backoffice.customers")


SWITCHES = {
    "actif": ("is_active", "Le compte de {name} est {state}.", ("désactivé", "activé")),
    "newsletter": ("is_newsletter", "Lettre d’information : {name} est {state}.", ("désinscrit", "inscrit")),
    "partenaires": ("is_partner_offers", "Offres des partenaires : {name} est {state}.", ("désinscrit", "inscrit")),
}


@bp.post("/clients/<int:customer_id>/<any(actif, newsletter, partenaires):name>")
@allow(Permission.BACKOFFICE_WRITE)
def customer_switch(customer_id: int, name: str) -> Any:
    """Switch a customer's account or a consent from the list."""
    attribute, words, states = SWITCHES[name]
    customer = queries.get_customer(customer_id)
    value = request.form.get("value") == "1"
    change: dict[str, Any] = {attribute: value}
    services.update_customer(customer=customer, **change)
    address = url_for("backoffice.customer_switch", customer_id=customer.id, name=name)
    undo = (address, {"value": "" if value else "1", "next": request.form.get("next", "")})
    toast(words.format(name=customer.full_name, state=states[value]), undo=undo)
    return back("backoffice.customers")


@bp.get("/clients/<int:customer_id>")
@allow(Permission.BACKOFFICE_READ)
def customer_view(customer_id: int) -> str:
    """A customer's page."""
    return _view(customer_id, None)


def _view(customer_id: int, form: NoteForm | None) -> str:
    customer = queries.get_customer(customer_id)
    return render_template(
        "backoffice/customers/view.html",
        customer=customer, form=form or NoteForm(obj=customer), addresses=queries.addresses_of(customer.id),
        orders=support.orders_of_customer(customer.id), threads=support.threads_of_customer(customer.id),
        figures=support.customer_figures([customer.id])[customer.id], reviews=reviews_of_customer(customer.id),
        mails=support.list_mails(customer.email, size=5), purposes=rules.PURPOSE_WORDS,
        is_erased=rules.is_erased(customer.email),
    )  # fmt: skip


@bp.post("/clients/<int:customer_id>/note")
@allow(Permission.BACKOFFICE_WRITE)
def customer_note(customer_id: int) -> Any:
    """Keep the private note."""
    form = NoteForm()
    if form.validate_on_submit():
        services.update_customer(customer=queries.get_customer(customer_id), note=form.note.data)
        toast("La note privée est enregistrée.")
        return redirect(url_for("backoffice.customer_view", customer_id=customer_id))
    return _view(customer_id, form), 422


@bp.get("/clients/nouveau")
@allow(Permission.BACKOFFICE_READ)
def customer_new() -> str:
    """The form of a new customer."""
    group_id = queries.group_of_role(rules.CUSTOMER).id
    form = CustomerForm(data={"is_active": True, "group_ids": [group_id], "default_group_id": group_id})
    return render_template("backoffice/customers/form.html", form=form, customer=None)


@bp.post("/clients/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def customer_create() -> Any:
    """Create a customer."""
    form = CustomerForm()
    if form.validate_on_submit():
        customer = attempt(form, services.create_customer, **form.values())
        if customer is not None:
            toast(f"{customer.full_name} fait partie de vos clients.")
            return redirect(url_for("backoffice.customer_view", customer_id=customer.id))
    return render_template("backoffice/customers/form.html", form=form, customer=None), 422


@bp.get("/clients/<int:customer_id>/modifier")
@allow(Permission.BACKOFFICE_READ)
def customer_edit(customer_id: int) -> str:
    """The form of a customer."""
    customer = queries.get_customer(customer_id)
    return render_template("backoffice/customers/form.html", form=CustomerForm(customer=customer), customer=customer)


@bp.post("/clients/<int:customer_id>/modifier")
@allow(Permission.BACKOFFICE_WRITE)
def customer_update(customer_id: int) -> Any:
    """Change a customer."""
    customer = queries.get_customer(customer_id)
    form = CustomerForm()
    if form.validate_on_submit() and attempt(form, services.update_customer, customer=customer, **form.values()):
        toast(f"La fiche {of_name(customer.full_name)} est enregistrée.")
        return redirect(url_for("backoffice.customer_view", customer_id=customer.id))
    return render_template("backoffice/customers/form.html", form=form, customer=customer), 422
