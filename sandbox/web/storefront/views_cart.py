"""The cart: adding, changing, codes."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.money import excl_cents, format_cents
from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries as catalog
from sandbox.shop.catalog.models import Product
from sandbox.shop.catalog.queries.shopfront import related_ids
from sandbox.shop.customers import rules as customer_rules
from sandbox.shop.orders import services
from sandbox.shop.orders.models import CartLine
from sandbox.shop.orders.queries import CartTotals, LineTotal, sales
from sandbox.shop.orders.queries.carts import Place
from sandbox.shop.orders.rules import customization_texts, tax_lines
from sandbox.shop.orders.services.carts import customize_line
from sandbox.shop.pricing import queries as pricing
from sandbox.shop.pricing.queries import Price
from sandbox.web.access import allow
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.media import store
from sandbox.web.storefront import bp, visitor
from sandbox.web.storefront.baskets import cart_to_fill, current_cart, current_totals, own_line
from sandbox.web.storefront.cards import Card, ShownPrice, make_cards, show_price
from sandbox.web.storefront.forms_cart import PlaceAskedForm
from sandbox.web.storefront.forms_product import BuyForm, TextsForm, buy_form, texts_form
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.links import product_url
from sandbox.web.storefront.promises import delivery_words
from sandbox.web.storefront.sheet import pick, pick_by_values
from sandbox.web.storefront.views_product import show_product

IDEAS = 4


@bp.get("/panier")
@allow(Permission.STOREFRONT_VISIT)
def cart() -> Any:
    """The cart, with the carriers of a place when one is asked for."""
    form = PlaceAskedForm(request.args) if "cp" in request.args else PlaceAskedForm(formdata=None)
    if "cp" not in request.args:
        return show_cart(place_form=form)
    place = attempt(form, clean_place, country=form.pays.data, postcode=form.cp.data) if form.validate() else None
    return show_cart(200 if place else 422, place_form=form, place=place)


def clean_place(*, country: str, postcode: str) -> Place:
    """The place that somebody asks about; refuses a postcode that no town has."""
    try:
        return Place(country, customer_rules.clean_postcode(postcode, country))
    except RuleBroken as error:
        raise RuleBroken(error.message, field="cp") from error


def show_cart(status: int = 200, *, place: Place | None = None, **drawn: Any) -> Any:
    """The cart's page, with what was refused: `code` and `code_error`, or `line_id` with `line_value` and `line_error` or `texts`."""
    totals = current_totals(place=place)
    drawn.setdefault("place_form", PlaceAskedForm(formdata=None))
    return render_template(
        "storefront/cart/cart.html", **amounts(totals, place), ideas=ideas_for(totals), place=place,
        delivery_words=delivery_words, texts_of=texts_of, **drawn,
    ), status  # fmt: skip


def texts_of(line: CartLine, *, is_sent: bool = False) -> TextsForm | None:
    """The texts of a personalised line, to be changed; None when it has none."""
    labels = [field.label for field in line.product.custom_fields]
    known = customization_texts(line.customization, labels) if labels else {}
    return texts_form(line.product, line.id, known, is_sent=is_sent)


def estimated(totals: CartTotals, place: Place | None) -> CartTotals:
    """The cart counted with its cheapest delivery while none is chosen: with the codes that bear on it, and its VAT."""
    if totals.shipping_incl_cents is not None or not totals.carriers:
        return totals
    sent = [option for option in totals.carriers if not option.carrier.is_pickup] or list(totals.carriers)
    cheapest = min(sent, key=lambda option: option.price_cents)
    return current_totals(with_suggestions=False, place=place, carrier_id=cheapest.carrier.id) or totals


def saved_cents(totals: CartTotals) -> int:
    """What the promotions already took off the lines, as this buyer sees prices."""
    saved = sum(
        (line.price.regular_incl_cents - line.price.unit_incl_cents) * line.quantity
        for line in totals.lines
        if line.price.is_reduced
    )
    return max(0, saved)


def amounts(totals: CartTotals | None, place: Place | None = None) -> dict[str, Any]:
    """What the cart's templates draw of its amounts."""
    if totals is None:
        return {"totals": None}
    counted = estimated(totals, place)
    nearest = min(
        (o for o in totals.carriers if o.missing_cents is not None), key=lambda o: o.missing_cents or 0, default=None
    )
    return {
        "totals": totals, "counted": counted, "is_estimate": totals.shipping_incl_cents is None, "minimum": minimum_words(totals),
        "free_carrier": nearest.carrier.name if nearest else "", "taxes": tax_lines(counted.parts), "show_price": in_words,
        "saved": 0 if front().shows_tax_excl else saved_cents(totals),
        "line_amount": line_amount, "cover_of": catalog.cover_of, "product_url": product_url,
    }  # fmt: skip


def in_words(price: Price) -> ShownPrice:
    """A line's unit price as this buyer sees prices."""
    return show_price(price, visitor.buyer())


def line_amount(line: LineTotal) -> str:
    """A line's amount as this buyer sees prices."""
    cents = line.total_incl_cents
    return format_cents(excl_cents(cents, line.price.tax_bp) if front().shows_tax_excl else cents)


def minimum_words(totals: CartTotals) -> str:
    """What is missing for the shop's minimum; empty when it is met."""
    minimum: int = front().settings["minimum_commande"]
    missing = minimum - (totals.products_incl_cents - totals.discount_cents)
    if missing <= 0:
        return ""
    return f"Le minimum d’une commande est de {format_cents(minimum)} : il manque {format_cents(missing)} d’articles."


def ideas_for(totals: CartTotals | None) -> list[Card]:
    """What goes with the cart: the products beside those in it, else the best sellers."""
    here = {line.product.id for line in totals.lines} if totals else set()
    near = [*related_ids(here), *sales.best_sellers(limit=IDEAS * 2)]
    wanted = [number for number in dict.fromkeys(near) if number not in here]
    products = [product for product in catalog.get_products(wanted[: IDEAS * 2]) if product.is_online]
    return make_cards(products[:IDEAS])


# adding --------------------------------------------------------------------------------------------------------------


@bp.post("/panier/ajouter/<int:product_id>")
@allow(Permission.STOREFRONT_ACT)
def add_to_cart(product_id: int) -> Any:
    """Put a product in the cart; a refusal shows the product again with everything that was typed."""
    product = catalog.get_sheet(product_id)
    form = buy_form(product)
    if not form.validate_on_submit() or not add(product, form):
        return show_product(product, form, 422)
    flash(f"«\u00a0{product.name}\u00a0» est dans votre panier.", "success")
    return redirect(url_for("storefront.cart"))


def add(product: Product, form: BuyForm) -> Any:
    """Add what the form asks; None when it is refused, with the reason at its field."""
    chosen = form.chosen_values()
    variant = pick_by_values(product, chosen) if chosen else pick(product, None)
    if product.variants and variant is None:
        form.refuse("Cette combinaison n’existe pas : choisissez-en une autre.")
        return None
    if not front().sells:
        form.refuse("La boutique ne prend pas de commande en ce moment.")
        return None
    texts, files = form.customization()
    if (pictures := keep_pictures(form, files)) is None:
        return None
    return attempt(
        form, services.add_to_cart, cart=cart_to_fill(), product=product, variant=variant,
        quantity=1 if form.quantity.data is None else form.quantity.data, customization={**texts, **pictures},
    )  # fmt: skip


def keep_pictures(form: BuyForm, files: dict[str, bytes]) -> dict[str, str] | None:
    """Store the sent pictures, decoded and written again; None when one is refused."""
    texts = {}
    for label, content in files.items():
        try:
            texts[label] = f"image jointe {store().add_picture(content).name}"
        except RuleBroken as error:
            field = next((field.name for field in form.custom_fields if field.label.text == label), None)
            form.refuse(error.message, field)
            return None
    return texts


# changing ------------------------------------------------------------------------------------------------------------


@bp.post("/panier/ligne/<int:line_id>")
@allow(Permission.STOREFRONT_ACT)
def change_line(line_id: int) -> Any:
    """Give a line another quantity, typed or by one step; 0 removes it."""
    cart, line = own_line(line_id)
    typed, step = request.form.get("quantity", "").strip(), request.form.get("pas", "0")
    form = BaseForm()
    if not typed.isdecimal() or len(typed) > 5:
        return show_cart(
            422, line_id=line_id, line_value=typed, line_error="Indiquez un nombre entier, 0 pour retirer l’article."
        )
    wanted = max(0, int(typed) + (int(step) if step in ("-1", "1") else 0))
    if form.validate_on_submit() and attempt(form, services.set_quantity, cart=cart, line=line, quantity=wanted):
        return redirect(url_for("storefront.cart"))
    return show_cart(
        422, line_id=line_id, line_value=typed, line_error=" ".join(message for _, message in form.all_errors)
    )


@bp.post("/panier/ligne/<int:line_id>/texte")
@allow(Permission.STOREFRONT_ACT)
def change_texts(line_id: int) -> Any:
    """Change what is written on a personalised article; a refusal is told at its field."""
    cart, line = own_line(line_id)
    form = texts_of(line, is_sent=True)
    if form is None:
        raise NotFound("Cet article ne se personnalise pas.")
    if form.validate_on_submit() and attempt(form, customize_line, cart=cart, line=line, customization=form.texts()):
        flash("Votre texte est modifié.", "success")
        return redirect(url_for("storefront.cart"))
    return show_cart(422, line_id=line_id, texts=form)


@bp.post("/panier/ligne/<int:line_id>/retirer")
@allow(Permission.STOREFRONT_ACT)
def remove_line(line_id: int) -> Any:
    """Take a line out."""
    cart, line = own_line(line_id)
    name = line.product.name
    services.remove_line(cart=cart, line=line)
    flash(f"«\u00a0{name}\u00a0» n’est plus dans votre panier.", "success")
    return redirect(url_for("storefront.cart"))


@bp.post("/panier/code")
@allow(Permission.STOREFRONT_ACT)
def apply_code() -> Any:
    """Enter a promo code; a refusal says why, and what is missing."""
    form, code = BaseForm(), request.form.get("code", "").strip()[:64]
    cart = current_cart()
    if cart is None:
        return redirect(url_for("storefront.cart"))
    if form.validate_on_submit() and attempt(form, services.apply_code, cart=cart, code=code):
        flash(f"Le code {code} est appliqué.", "success")
        return redirect(url_for("storefront.cart"))
    return show_cart(422, code=code, code_error=" ".join(message for _, message in form.all_errors))


@bp.post("/panier/code/<int:rule_id>/retirer")
@allow(Permission.STOREFRONT_ACT)
def remove_code(rule_id: int) -> Any:
    """Take a code out."""
    cart = current_cart()
    if cart is not None:
        services.remove_code(cart=cart, rule=pricing.get_cart_rule(rule_id))
        flash("Le code est retiré.", "success")
    return redirect(url_for("storefront.cart"))
