"""The customer's account: signing in and up, identity, password, addresses, own data."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for

from sandbox.kernel.errors import NotFound
from sandbox.policy.permissions import Permission
from sandbox.shop.customers import queries as customers
from sandbox.shop.customers import services
from sandbox.shop.customers.models import Address, Customer
from sandbox.shop.orders import queries as orders
from sandbox.shop.reviews import queries as reviews
from sandbox.shop.support import queries as support
from sandbox.web.access import allow
from sandbox.web.forms.base import attempt
from sandbox.web.safety import back_to
from sandbox.web.storefront import bp, visitor
from sandbox.web.storefront.baskets import adopt_cart
from sandbox.web.storefront.forms_account import AddressForm, IdentityForm, PasswordForm, SignInForm, SignUpForm
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.values import address_values, identity_values
from sandbox.web.vouchers import vouchers_of

V = TypeVar("V", bound=Callable[..., Any])
RECENT = 3


def for_customers(view: V) -> V:
    """Send a visitor to the sign-in page, and back afterwards."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if visitor.current_customer() is None:
            suite = request.full_path.rstrip("?") if request.method == "GET" else url_for("storefront.account")
            return redirect(url_for("storefront.sign_in", suite=suite))
        return view(*args, **kwargs)

    return guarded  # type: ignore[return-value]


def me() -> Customer:
    """The signed-in customer of a view for customers."""
    customer = visitor.current_customer()
    if customer is None:
        raise NotFound("Ce compte n’existe pas.")
    return customer


# in and out ----------------------------------------------------------------------------------------------------------


@bp.get("/connexion")
@allow(Permission.STOREFRONT_VISIT)
def sign_in() -> Any:
    """The sign-in page."""
    if visitor.current_customer() is not None:
        return redirect(url_for("storefront.account"))
    return render_template("storefront/account/sign_in.html", form=SignInForm(), suite=request.args.get("suite", ""))


@bp.post("/connexion")
@allow(Permission.STOREFRONT_ACT)
def do_sign_in() -> Any:
    """Sign a customer in, for this shop only; the visitor's cart becomes theirs."""
    form, suite = SignInForm(), request.form.get("suite", "")
    found = form.validate_on_submit() and attempt(
        form, services.sign_in, email=form.email.data, password=form.password.data
    )
    if not found:
        return render_template("storefront/account/sign_in.html", form=form, suite=suite), 422
    visitor.sign_in(found)
    adopt_cart(found)
    flash(f"Bonjour {found.first_name}, vous êtes connecté.", "success")
    return redirect(back_to(suite, url_for("storefront.account")))


@bp.get("/inscription")
@allow(Permission.STOREFRONT_VISIT)
def sign_up() -> str:
    """The sign-up page."""
    return render_template(
        "storefront/account/sign_up.html", form=_identity(SignUpForm()), suite=request.args.get("suite", "")
    )


@bp.post("/inscription")
@allow(Permission.STOREFRONT_ACT)
def do_sign_up() -> Any:
    """Open an account and sign in."""
    form, suite = _identity(SignUpForm()), request.form.get("suite", "")
    values = identity_values(form, front().settings)
    made = form.validate_on_submit() and attempt(
        form, services.register_customer, password=form.password.data, **values
    )
    if not made:
        return render_template("storefront/account/sign_up.html", form=form, suite=suite), 422
    visitor.sign_in(made)
    adopt_cart(made)
    flash(f"Bienvenue {made.first_name} ! Votre compte est ouvert.", "success")
    return redirect(back_to(suite, url_for("storefront.account")))


@bp.post("/deconnexion")
@allow(Permission.STOREFRONT_VISIT, writes=False)
def sign_out() -> Any:
    """Forget the customer on this workstation."""
    visitor.sign_out()
    flash("Vous êtes déconnecté. À bientôt !", "success")
    return redirect(url_for("storefront.home"))


def _identity(form: Any, customer: Customer | None = None) -> Any:
    """The form with the shop's titles; filled in from a customer when nothing was sent."""
    form.title_id.choices = [(0, "Sans"), *((title.id, title.name) for title in customers.list_titles())]
    if customer is not None and not form.is_submitted():
        form.process(obj=customer)
        form.title_id.data = customer.title_id or 0
    return form


# pages ---------------------------------------------------------------------------------------------------------------


@bp.get("/compte")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def account() -> str:
    """The customer's home."""
    customer = me()
    return render_template(
        "storefront/account/home.html", customer=customer, orders=orders.orders_of(customer.id)[:RECENT],
        addresses=customers.addresses_of(customer.id), threads=support.threads_of_customer(customer.id)[:RECENT],
        usable=sum(voucher.is_usable for voucher in vouchers_of(customer)),
    )  # fmt: skip


@bp.get("/compte/identite")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def identity() -> str:
    """Identity, consents and password."""
    return render_template(
        "storefront/account/identity.html", form=_identity(IdentityForm(), me()), password_form=PasswordForm()
    )


@bp.post("/compte/identite")
@allow(Permission.STOREFRONT_ACT)
@for_customers
def save_identity() -> Any:
    """Change the identity and the consents; each consent is noted with its moment."""
    form, customer = _identity(IdentityForm()), me()
    values = identity_values(form, front().settings)
    if form.validate_on_submit() and attempt(
        form, services.update_customer, customer=customer, consent_source="compte client", **values
    ):
        flash("Vos informations sont à jour.", "success")
        return redirect(url_for("storefront.identity"))
    return render_template(
        "storefront/account/identity.html", form=form, password_form=PasswordForm(formdata=None)
    ), 422


@bp.post("/compte/mot-de-passe")
@allow(Permission.STOREFRONT_ACT)
@for_customers
def save_password() -> Any:
    """Choose another password."""
    form, customer = PasswordForm(), me()
    if form.validate_on_submit() and attempt(
        form, services.change_password, customer=customer, current=form.current.data, password=form.password.data
    ):
        flash("Votre mot de passe est changé.", "success")
        return redirect(url_for("storefront.identity"))
    own = IdentityForm(formdata=None, obj=customer)
    own.title_id.choices = [(0, "Sans"), *((title.id, title.name) for title in customers.list_titles())]
    return render_template("storefront/account/identity.html", form=own, password_form=form), 422


@bp.get("/compte/avis")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def own_reviews() -> str:
    """What the customer wrote about products, refusals with their reasons."""
    return render_template("storefront/account/reviews.html", reviews=reviews.reviews_of_customer(me().id))


# addresses -----------------------------------------------------------------------------------------------------------


def own_address(address_id: int) -> Address:
    """One of the customer's addresses; somebody else's does not exist."""
    address = customers.get_address(address_id)
    if address.customer_id != me().id:
        raise NotFound("Cette adresse n’existe pas.")
    return address


@bp.get("/compte/adresses")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def addresses() -> str:
    """The address book."""
    return render_template("storefront/account/addresses.html", addresses=customers.addresses_of(me().id))


@bp.get("/compte/adresses/nouvelle")
@bp.get("/compte/adresses/<int:address_id>")
@allow(Permission.STOREFRONT_VISIT)
@for_customers
def address(address_id: int | None = None) -> str:
    """The form of an address."""
    found = own_address(address_id) if address_id else None
    form = AddressForm(obj=found) if found else AddressForm(first_name=me().first_name, last_name=me().last_name)
    return render_template("storefront/account/address.html", form=form, address=found)


@bp.post("/compte/adresses/nouvelle")
@bp.post("/compte/adresses/<int:address_id>")
@allow(Permission.STOREFRONT_ACT)
@for_customers
def save_address(address_id: int | None = None) -> Any:
    """Keep an address."""
    found, form = own_address(address_id) if address_id else None, AddressForm()
    kept = form.validate_on_submit() and (
        attempt(form, services.update_address, address=found, **address_values(form))
        if found
        else attempt(form, services.create_address, customer=me(), **address_values(form))
    )
    if not kept:
        return render_template("storefront/account/address.html", form=form, address=found), 422
    flash("L’adresse est enregistrée.", "success")
    return redirect(url_for("storefront.addresses"))


@bp.post("/compte/adresses/<int:address_id>/supprimer")
@allow(Permission.STOREFRONT_ACT)
@for_customers
def remove_address(address_id: int) -> Any:
    """Take an address out of the book."""
    services.delete_address(address=own_address(address_id))
    flash("L’adresse est supprimée.", "success")
    return redirect(url_for("storefront.addresses"))
