"""What visitors do with the reviews of a product: find one useful, report one."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from sandbox.kernel.errors import NotFound
from sandbox.policy.permissions import Permission
from sandbox.shop.reviews import queries, rules, services
from sandbox.shop.reviews.models import Review
from sandbox.web.access import allow
from sandbox.web.forms.base import attempt
from sandbox.web.safety import back_to
from sandbox.web.storefront import bp, visitor
from sandbox.web.storefront.forms_product import ReportForm
from sandbox.web.storefront.links import product_url


def shown(review_id: int) -> Review:
    """A review that the shop shows; others do not exist for visitors."""
    found = queries.get_review(review_id)
    if found.status != rules.PUBLISHED or not found.product.is_online:
        raise NotFound("Cet avis n’est plus affiché.")
    return found


@bp.post("/avis/<int:review_id>/utile")
@allow(Permission.STOREFRONT_ACT)
def vote_review(review_id: int) -> Any:
    """Find a review useful, or take that vote back."""
    review = shown(review_id)
    if request.form.get("vote") == "retirer":
        services.withdraw_vote(review=review, voter=visitor.voter())
    else:
        services.find_useful(review=review, voter=visitor.voter())
    page = back_to(request.form.get("retour"), product_url(review.product))
    return redirect(f"{page}#avis-{review.id}")


@bp.get("/avis/<int:review_id>/signaler")
@allow(Permission.STOREFRONT_VISIT)
def report_review(review_id: int) -> Any:
    """The form of a report."""
    return show_report(shown(review_id), ReportForm())


def show_report(review: Review, form: ReportForm, status: int = 200) -> Any:
    """The form of a report, beside the review."""
    return render_template(
        "storefront/product/report.html", review=review, product=review.product, form=form,
        product_url=product_url(review.product),
    ), status  # fmt: skip


@bp.post("/avis/<int:review_id>/signaler")
@allow(Permission.STOREFRONT_ACT)
def send_report(review_id: int) -> Any:
    """Send a report to the shop's moderation."""
    review, form = shown(review_id), ReportForm()
    sent = form.validate_on_submit() and attempt(
        form, services.report_review, review=review, reporter=visitor.voter(), reason=form.reason.data,
        details=form.details.data or "",
    )  # fmt: skip
    if not sent:
        return show_report(review, form, 422)
    flash("Merci, votre signalement est transmis. L’avis reste affiché le temps que l’équipe le relise.", "success")
    return redirect(url_for("storefront.product", product_id=review.product_id, slug=review.product.slug) + "#avis")
