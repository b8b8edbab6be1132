"""The product page, and its reviews."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries as catalog
from sandbox.shop.catalog.models import Product
from sandbox.shop.reviews import queries as reviews
from sandbox.shop.reviews import services as review_services
from sandbox.web.access import allow
from sandbox.web.forms.base import attempt
from sandbox.web.media import download
from sandbox.web.numbers import whole
from sandbox.web.page_cache import kept
from sandbox.web.safety import back_to
from sandbox.web.storefront import bp, seen, structured, visitor
from sandbox.web.storefront.beside import read_beside
from sandbox.web.storefront.cards import Rating, badges_of, paper_of
from sandbox.web.storefront.forms_product import BuyForm, ReviewForm, buy_form
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.links import category_url, product_url
from sandbox.web.storefront.listing import page_numbers
from sandbox.web.storefront.opinions import read_opinions
from sandbox.web.storefront.promises import promises_of
from sandbox.web.storefront.rewriting import canonical
from sandbox.web.storefront.sheet import pick, pick_by_values, read_pack, read_sheet
from sandbox.web.storefront.views_catalog import trail


@bp.get("/produit/<int:product_id>", defaults={"slug": ""})
@bp.get("/produit/<int:product_id>-<slug>")
@allow(Permission.STOREFRONT_VISIT)
@seen.noted
@kept
def product(product_id: int, slug: str) -> Any:
    """A product; an offline one leads where its sheet says, unless somebody looks at it from the back office."""
    found = catalog.get_sheet(product_id)
    if not found.is_online and "apercu" not in request.args:
        return leave(found)
    if (elsewhere := canonical(product_url(found))) is not None:
        return elsewhere
    form = buy_form(found)
    return show_product(found, form)


def leave(product: Product) -> Any:
    """Where a visitor goes from an offline product."""
    code, _, target = product.redirect.partition("-")
    if target == "category" and product.category.is_active and product.category.parent_id:
        return redirect(category_url(product.category), int(code))
    if target == "product" and (others := catalog.list_related(product)):
        return redirect(product_url(others[0]), int(code))
    return abort(410 if code == "410" else 404)


@bp.get("/documents/<int:product_id>/<int:attachment_id>")
@allow(Permission.STOREFRONT_VISIT)
def document(product_id: int, attachment_id: int) -> Any:
    """A file that the page of a product offers; a product that nobody sees offers none."""
    product = catalog.get_product(product_id)
    offered = {file.id for file in catalog.files_by_product().get(product_id, ())}
    if attachment_id not in offered or not product.is_online:
        abort(404)
    found = catalog.get_attachment(attachment_id)
    return download(found.media, found.file_name)


def show_product(product: Product, form: BuyForm, status: int = 200) -> Any:
    """The page of a product, with a form that was refused when there is one."""
    chosen = [
        int(value)
        for name, value in request.values.items()
        if name.startswith("o-") and value.isdecimal() and len(value) < 10
    ]
    variant = pick_by_values(product, chosen) if chosen else pick(product, request.args.get("v", type=whole))
    sheet = read_sheet(product, variant=variant or pick(product, None), buyer=visitor.buyer())
    summary, steps = reviews.summary_of(product.id), [*trail(product.category, is_last=False), (product.name, None)]
    rating = Rating(summary.mean, summary.count) if summary.mean else None
    opinions = read_opinions(product.id, summary, product_url(product))
    return render_template(
        "storefront/product/product.html", product=product, sheet=sheet, form=form, category=product.category,
        brand=product.brand if product.brand and product.brand.is_active else None, category_url=category_url(product.category),
        product_url=product_url(product), trail=steps,
        paper=paper_of(product), badges=badges_of(product, sheet.current.price, sheet.features, most=5),
        files=catalog.files_by_product().get(product.id, ()), rating=rating, opinions=opinions, numbers=page_numbers(opinions.page), pack=read_pack(product, buyer=visitor.buyer()),
        beside=read_beside(product), promises=promises_of(product, sheet.unit_cents), image=structured.share_image(product),
        data=[
            structured.product_block(product, sheet, rating=rating, reviews=opinions.page.items),
            structured.trail_block(steps),
        ],
    ), status  # fmt: skip


@bp.post("/vus/effacer")
@allow(Permission.STOREFRONT_VISIT, writes=False)
def forget_seen() -> Any:
    """Forget the products looked at. Nothing of the shop changes."""
    seen.forget()
    flash("La liste des produits regardés est effacée.", "success")
    return redirect(back_to(request.form.get("retour"), url_for("storefront.home")))


@bp.get("/produit/<int:product_id>/avis")
@allow(Permission.STOREFRONT_VISIT)
def review(product_id: int) -> Any:
    """The form of a review."""
    found = catalog.get_product(product_id)
    customer = visitor.current_customer()
    if customer is None and not front().settings["avis_invites"]:
        flash("Connectez-vous pour donner votre avis : seuls les clients peuvent le faire.", "warning")
        return redirect(url_for("storefront.sign_in", suite=url_for("storefront.review", product_id=product_id)))
    form = ReviewForm(author=customer.first_name if customer else "")
    return render_template("storefront/product/review.html", product=found, form=form, product_url=product_url(found))


@bp.post("/produit/<int:product_id>/avis")
@allow(Permission.STOREFRONT_ACT)
def send_review(product_id: int) -> Any:
    """Keep a review, published at once or after the shop has read it, as the shop decided."""
    found = catalog.get_product(product_id)
    form = ReviewForm()
    posted = form.validate_on_submit() and attempt(
        form, review_services.post_review, product=found, customer=visitor.current_customer(), rating=int(form.rating.data),
        title=form.title.data or "", body=form.body.data, author=form.author.data, experienced_on=form.experienced_on.data,
    )  # fmt: skip
    if not posted:
        return render_template(
            "storefront/product/review.html", product=found, form=form, product_url=product_url(found)
        ), 422
    published = posted.status == "published"
    flash(
        "Merci, votre avis est en ligne."
        if published
        else "Merci ! Votre avis sera publié après lecture par notre équipe.",
        "success",
    )
    return redirect(f"{product_url(found)}#avis")
