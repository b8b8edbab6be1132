"""The checkout, in four steps: who, where, how it travels, how it is paid. Each page can be left and taken up again."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from sandbox.kernel import clock
from sandbox.kernel.errors import NotFound
from sandbox.policy.permissions import Permission
from sandbox.shop.customers import queries as customers
from sandbox.shop.customers import services as customer_services
from sandbox.shop.customers.models import Address, Customer
from sandbox.shop.orders import queries as orders
from sandbox.shop.orders import services
from sandbox.shop.orders.models import Cart
from sandbox.shop.orders.queries import CartTotals
from sandbox.shop.orders.queries.carts import wrapping_offered
from sandbox.shop.shipping import queries as shipping
from sandbox.web.access import allow
from sandbox.web.forms.base import attempt
from sandbox.web.storefront import bp, visitor
from sandbox.web.storefront.baskets import adopt_cart, close_cart, current_cart, current_totals
from sandbox.web.storefront.forms_account import AddressForm, SignInForm
from sandbox.web.storefront.forms_checkout import NEW, SAME, ChoiceForm, DeliveryForm, GuestForm, PaymentForm, PlaceForm
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.mails import confirm_order
from sandbox.web.storefront.payment import TEST_CARD, card_faults
from sandbox.web.storefront.promises import delivery_words
from sandbox.web.storefront.values import address_values
from sandbox.web.storefront.views_cart import amounts, minimum_words

CARD = "carte"


def blocked(step: str) -> Any:
    """Where to go instead of a step whose conditions are not met; None when it may be shown."""
    cart, totals = current_cart(), current_totals(with_suggestions=False)
    if cart is None or totals is None or totals.problems or minimum_words(totals) or not front().sells:
        return redirect(url_for("storefront.cart"))
    if step != "who" and visitor.person() is None:
        return redirect(url_for("storefront.checkout_who"))
    if step in ("delivery", "payment") and (cart.delivery_address_id is None or cart.invoice_address_id is None):
        return redirect(url_for("storefront.checkout_where"))
    if step == "payment" and not totals.is_virtual and totals.carrier is None:
        return redirect(url_for("storefront.checkout_delivery"))
    return None


def the_cart() -> Cart:
    """The open cart, which `blocked` has seen."""
    cart = current_cart()
    assert cart is not None
    return cart


def buyer_person() -> Customer:
    """The person who orders, whom `blocked` has seen."""
    person = visitor.person()
    assert person is not None
    return person


def show(step: str, status: int = 200, **values: Any) -> Any:
    """A step's page beside the summary of the cart."""
    totals = current_totals(with_suggestions=False)
    return render_template(f"storefront/checkout/{step}.html", step=step, **amounts(totals), **values), status


@bp.get("/commande")
@allow(Permission.STOREFRONT_VISIT)
def checkout() -> Any:
    """The first step that is not done."""
    return blocked("payment") or redirect(url_for("storefront.checkout_payment"))


# who -----------------------------------------------------------------------------------------------------------------


@bp.get("/commande/coordonnees")
@allow(Permission.STOREFRONT_VISIT)
def checkout_who() -> Any:
    """Sign in, open an account, or go on as a guest."""
    if visitor.current_customer() is not None:
        return redirect(url_for("storefront.checkout_where"))
    form = GuestForm(obj=visitor.guest())
    return blocked("who") or show("who", form=form, sign_in_form=SignInForm(formdata=None))


@bp.post("/commande/coordonnees")
@allow(Permission.STOREFRONT_ACT)
def keep_guest() -> Any:
    """Go on as a guest."""
    if not front().settings["commande_invite"]:
        return redirect(url_for("storefront.sign_in", suite=url_for("storefront.checkout_where")))
    form, known = GuestForm(), visitor.guest()
    values = {"first_name": form.first_name.data, "last_name": form.last_name.data, "email": form.email.data,
              "is_newsletter": form.is_newsletter.data, "consent_source": "commande"}  # fmt: skip
    made = form.validate_on_submit() and (
        attempt(form, customer_services.create_guest, **values)
        if known is None or orders.orders_of(known.id)
        else attempt(form, customer_services.update_guest, guest=known, **values)
    )
    if not made:
        return blocked("who") or show("who", 422, form=form, sign_in_form=SignInForm(formdata=None))
    visitor.be_guest(made)
    adopt_cart(made)
    return redirect(url_for("storefront.checkout_where"))


# where ---------------------------------------------------------------------------------------------------------------


@bp.get("/commande/adresses")
@allow(Permission.STOREFRONT_VISIT)
def checkout_where() -> Any:
    """Delivery and invoice addresses."""
    if stop := blocked("where"):
        return stop
    cart, person = the_cart(), buyer_person()
    known = customers.addresses_of(person.id)
    chosen = cart.delivery_address_id or (known[0].id if known else NEW)
    invoice = cart.invoice_address_id if cart.invoice_address_id not in (None, cart.delivery_address_id) else SAME
    names = {"first_name": person.first_name, "last_name": person.last_name}
    return show(
        "where", choice=ChoiceForm(delivery=str(chosen), invoice=str(invoice)), known=known,
        form=PlaceForm(prefix="liv-", data=names), invoice_form=PlaceForm(prefix="fac-", data=names),
    )  # fmt: skip


@bp.post("/commande/adresses")
@allow(Permission.STOREFRONT_ACT)
def keep_addresses() -> Any:
    """Keep the chosen addresses, new ones included."""
    if stop := blocked("where"):
        return stop
    cart, person = the_cart(), buyer_person()
    known = customers.addresses_of(person.id)
    choice, form, invoice_form = ChoiceForm(), PlaceForm(prefix="liv-"), PlaceForm(prefix="fac-")
    delivery = chosen_address(choice.delivery.data or NEW, form, known, person)
    invoice = (
        delivery
        if (choice.invoice.data or SAME) == SAME
        else chosen_address(choice.invoice.data, invoice_form, known, person)
    )
    kept = delivery and invoice and attempt(
        choice, services.choose_delivery, cart=cart, delivery_address=delivery, invoice_address=invoice
    )  # fmt: skip
    if not kept:
        return show("where", 422, choice=choice, known=known, form=form, invoice_form=invoice_form)
    return redirect(url_for("storefront.checkout_delivery"))


def own_address(address_id: int) -> Address:
    """An address of whoever orders; somebody else's does not exist."""
    found = customers.get_address(address_id)
    if found.customer_id != buyer_person().id:
        raise NotFound("Cette adresse n’existe pas.")
    return found


@bp.get("/commande/adresses/<int:address_id>")
@allow(Permission.STOREFRONT_VISIT)
def correct_address(address_id: int) -> Any:
    """A known address to correct, without leaving the order."""
    if stop := blocked("where"):
        return stop
    return show("address", form=AddressForm(obj=own_address(address_id)))


@bp.post("/commande/adresses/<int:address_id>")
@allow(Permission.STOREFRONT_ACT)
def save_correction(address_id: int) -> Any:
    """Keep the corrected address."""
    if stop := blocked("where"):
        return stop
    found, form = own_address(address_id), AddressForm()
    if form.validate_on_submit() and attempt(
        form, customer_services.update_address, address=found, **address_values(form)
    ):
        flash("L’adresse est corrigée.", "success")
        return redirect(url_for("storefront.checkout_where"))
    return show("address", 422, form=form)


def chosen_address(wanted: str | None, form: PlaceForm, known: Any, person: Customer) -> Address | None:
    """A known address by its number, or the new one of a form; None when it is refused."""
    found: Address | None = next((address for address in known if str(address.id) == wanted), None)
    if found is not None:
        return found
    if not form.validate_on_submit():
        return None
    return attempt(form, customer_services.create_address, customer=person, **address_values(form))


# how it travels ------------------------------------------------------------------------------------------------------


@bp.get("/commande/livraison")
@allow(Permission.STOREFRONT_VISIT)
def checkout_delivery() -> Any:
    """The carriers that take this cart there, with price and promise."""
    if stop := blocked("delivery"):
        return stop
    cart, totals = the_cart(), current_totals(with_suggestions=False)
    if totals is not None and totals.is_virtual:
        return redirect(url_for("storefront.checkout_payment"))
    first = totals.carriers[0].carrier.id if totals and totals.carriers else None
    kept = {"message": cart.message, "is_wrapped": cart.is_wrapped, "gift_message": cart.gift_message}
    return show_delivery(DeliveryForm(carrier_id=cart.carrier_id or first, **kept))


def show_delivery(form: DeliveryForm, status: int = 200) -> Any:
    """The delivery step, with the gift wrapping when the shop proposes it."""
    return show("delivery", status, form=form, delivery_words=delivery_words, offered=wrapping_offered())


@bp.post("/commande/livraison")
@allow(Permission.STOREFRONT_ACT)
def keep_delivery() -> Any:
    """Keep the carrier, the gift wrapping and the message."""
    if stop := blocked("delivery"):
        return stop
    form = DeliveryForm()
    if form.carrier_id.data is None:
        form.refuse("Choisissez un mode de livraison.", "carrier_id")
    elif form.validate_on_submit() and attempt(
        form, services.choose_delivery, cart=the_cart(), carrier=shipping.get_carrier(form.carrier_id.data),
        message=form.message.data or "", is_wrapped=form.is_wrapped.data, gift_message=form.gift_message.data or "",
    ):  # fmt: skip
        return redirect(url_for("storefront.checkout_payment"))
    return show_delivery(form, 422)


# how it is paid ------------------------------------------------------------------------------------------------------


@bp.get("/commande/paiement")
@allow(Permission.STOREFRONT_VISIT)
def checkout_payment() -> Any:
    """The last look at the order, the way to pay, and the button that obliges to pay."""
    if stop := blocked("payment"):
        return stop
    methods = front().payment_methods
    return show_payment(PaymentForm(payment=methods[0].key if methods else None))


def show_payment(form: PaymentForm, status: int = 200) -> Any:
    """The payment step."""
    cart, totals = the_cart(), current_totals(with_suggestions=False)
    book = {address.id: address for address in customers.addresses_of(buyer_person().id)}
    form.total.data = str(totals.total_incl_cents if totals else 0)
    return show(
        "payment", status, form=form, methods=front().payment_methods, person=buyer_person(), card=CARD, test_card=TEST_CARD,
        delivery=book.get(cart.delivery_address_id or 0), invoice=book.get(cart.invoice_address_id or 0),
        bound=bound_names(totals), delivery_words=delivery_words, gift_message=cart.gift_message,
    )  # fmt: skip


def bound_names(totals: CartTotals | None) -> list[str]:
    """The articles that cannot be sent back: made for the buyer, or excluded by their nature."""
    return [
        line.product.name for line in (totals.lines if totals else ())
        if line.product.is_withdrawal_excluded or line.line.customization
    ]  # fmt: skip


@bp.post("/commande/paiement")
@allow(Permission.STOREFRONT_ACT)
def place_order() -> Any:
    """Pay and order: the stock is taken here."""
    if stop := blocked("payment"):
        return stop
    form, cart, person = PaymentForm(), the_cart(), buyer_person()
    method = next((one for one in front().payment_methods if one.key == form.payment.data), None)
    if not (form.validate_on_submit() and payable(form, method)):
        return show_payment(form, 422)
    order = attempt(
        form,
        services.place_order,
        cart=cart,
        customer=person,
        payment=method,
        expected_total_cents=whole(request.form.get("total")),
    )
    if order is None:
        return show_payment(form, 422)
    confirm_order(order, person, front())
    close_cart(order.reference)
    return redirect(url_for("storefront.confirmation", reference=order.reference))


def payable(form: PaymentForm, method: Any) -> bool:
    """Whether a way to pay was chosen, the card is good when it is one, and the terms are accepted."""
    if method is None:
        form.refuse("Choisissez un moyen de paiement.", "payment")
    elif method.key == CARD:
        faults = card_faults(
            form.card_number.data or "", form.card_expiry.data or "", form.card_code.data or "", clock.today()
        )
        for field, message in faults.items():
            form.refuse(message, field)
    if front().settings["cgv_obligatoires"] and not form.accepts_terms.data:
        form.refuse("Acceptez les conditions générales de vente pour commander.", "accepts_terms")
    return not form.all_errors


def whole(text: str | None) -> int | None:
    """The total that the buyer saw, in cents."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


@bp.get("/commande/confirmation/<reference>")
@allow(Permission.STOREFRONT_VISIT)
def confirmation(reference: str) -> Any:
    """The order just placed by this visitor."""
    order = orders.find_order_by_reference(reference)
    person = visitor.person()
    is_own = order is not None and (
        (person and order.customer_id == person.id) or visitor.kept().get("derniere") == order.reference
    )
    if order is None or not is_own:
        flash("Cette commande n’est pas la vôtre, ou vous êtes déconnecté.", "warning")
        return redirect(url_for("storefront.home"))
    return render_template(
        "storefront/checkout/done.html",
        order=order,
        taxes=orders.taxes_of_order(order),
        payment=orders.find_payment_by_key(order.payment_key),
    )
