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
from sandbox.web.numbers import whole
from sandbox.web.page_cache import kept
from sandbox.web.storefront import bp, visitor
from sandbox.web.storefront.cards import Rating, badges_of, make_cards, paper_of
from sandbox.web.storefront.forms_product import BuyForm, ReviewForm, buy_form
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.links import category_url, product_url
from sandbox.web.storefront.promises import promises_of
from sandbox.web.storefront.sheet import pick, pick_by_values, read_pack, read_sheet
from sandbox.web.storefront.views_catalog import trail

SHOWN_REVIEWS = 4
ALL_REVIEWS = 200
RELATED = 4


@bp.get("/produit/<int:product_id>-<slug>")
@allow(Permission.STOREFRONT_VISIT)
@kept
def product(product_id: int, slug: str) -> Any:
    """A product; an offline one leads where its sheet says, unless somebody looks at it from the back office."""
    found = catalog.get_sheet(product_id)
    if not found.is_online and "apercu" not in request.args:
        return leave(found)
    if slug != found.slug:
        return redirect(product_url(found), 301)
    form = buy_form(found)
    return show_product(found, form)


def leave(product: Product) -> Any:
    """Where a visitor goes from an offline product."""
    if product.redirect == "301-category" and product.category.is_active and product.category.parent_id:
        return redirect(category_url(product.category), 301)
    if product.redirect == "301-product" and (others := catalog.list_related(product)):
        return redirect(product_url(others[0]), 301)
    return abort(410 if product.redirect == "410" else 404)


def show_product(product: Product, form: BuyForm, status: int = 200) -> Any:
    """The page of a product, with a form that was refused when there is one."""
    chosen = [
        int(value)
        for name, value in request.values.items()
        if name.startswith("o-") and value.isdecimal() and len(value) < 10
    ]
    variant = pick_by_values(product, chosen) if chosen else pick(product, request.args.get("v", type=whole))
    sheet = read_sheet(product, variant=variant or pick(product, None), buyer=visitor.buyer())
    summary = reviews.summary_of(product.id)
    return render_template(
        "storefront/product/product.html", product=product, sheet=sheet, form=form, category=product.category,
        brand=product.brand if product.brand and product.brand.is_active else None, category_url=category_url(product.category),
        product_url=product_url(product), trail=[*trail(product.category, is_last=False), (product.name, None)],
        paper=paper_of(product), badges=badges_of(product, sheet.current.price, sheet.features, most=5),
        rating=Rating(summary.mean, summary.count) if summary.mean else None, **_reviews(product, summary),
        pack=read_pack(product, buyer=visitor.buyer()), related=make_cards(catalog.list_related(product)[:RELATED]),
        promises=promises_of(product, sheet.unit_cents),
    ), status  # fmt: skip


def _reviews(product: Product, summary: reviews.Summary) -> dict[str, Any]:
    wanted = request.args.get("etoiles", type=whole)
    is_all = request.args.get("avis") == "tous" or wanted is not None
    shown = reviews.shown_reviews(product.id, rating=wanted, size=ALL_REVIEWS if is_all else SHOWN_REVIEWS)
    return {
        "reviews": shown, "more_reviews": summary.count > len(shown) and not is_all,
        "breakdown": list(summary.by_stars.items()), "stars_wanted": wanted,
    }  # fmt: skip


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
