"""Modules > Avis clients: to validate, published, refused; a review's page; the module's settings."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, url_for

from sandbox.kernel.text import of_name
from sandbox.policy.permissions import Permission
from sandbox.shop.reviews import queries, rules, services
from sandbox.shop.reviews.models import Review
from sandbox.shop.reviews.queries import ReviewFilter
from sandbox.shop.shops.queries import get_setting
from sandbox.shop.shops.services import set_settings
from sandbox.shop.support.services import record_mail
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_display import RefuseForm, ReviewReplyForm, ReviewSettingsForm
from sandbox.web.backoffice.links import back, product_in_shop
from sandbox.web.backoffice.list_exports import EXPORTED, REVIEWS, sheet
from sandbox.web.forms.base import attempt
from sandbox.web.listing import Column, Filter, Listing
from sandbox.web.numbers import whole

STARS = {str(n): f"{n} étoile{'s' if n > 1 else ''}" for n in range(5, 0, -1)}
YES_NO = {"1": "Oui", "0": "Non"}
COLUMNS = (
    Column("id", "ID", is_sorted=True, css="num c-id"),
    Column("texte", "Produit et avis", Filter.TEXT, css="c-nom", placeholder="Produit, auteur, mot de l’avis"),
    Column("note", "Note", Filter.CHOICE, choices=STARS, is_sorted=True, css="c-note"),
    Column("verifie", "Achat vérifié", Filter.CHOICE, choices=YES_NO, css="c-ver"),
    Column("reponse", "Réponse", Filter.CHOICE, choices=YES_NO, css="c-rep"),
    Column("signale", "Signalé", Filter.CHOICE, choices=YES_NO, css="c-rep"),
    Column("etat", "État", Filter.CHOICE, choices=rules.STATUS_WORDS, css="c-st"),
    Column("date", "Date", is_sorted=True, css="c-day"),
)
SORTS = {"id": "id", "note": "rating", "date": "posted_at"}


@bp.get("/modules/avis")
@allow(Permission.BACKOFFICE_READ)
def reviews() -> str:
    """The list of reviews."""
    listing, sort = _read()
    page = queries.list_reviews(_wanted(listing.values), sort=sort, number=listing.number, size=listing.size)
    settings = ReviewSettingsForm(data={name: get_setting(name) for name in ("avis_validation", "avis_invites")})
    return render_template(
        "backoffice/reviews/list.html",
        listing=listing, page=page, counts=queries.count_by_status(), words=rules.STATUS_WORDS, form=settings,
        reported=queries.count_reported(), reports=queries.open_reports([row.id for row in page.items]),
    )  # fmt: skip


@bp.get("/modules/avis/export.csv")
@allow(Permission.BACKOFFICE_READ)
def reviews_export() -> Response:
    """The reviews of the list, all its pages, for a spreadsheet."""
    listing, sort = _read()
    return sheet("avis", REVIEWS, queries.list_reviews(_wanted(listing.values), sort=sort, size=EXPORTED).items)


@bp.post("/modules/avis/selection")
@allow(Permission.BACKOFFICE_WRITE)
def reviews_bulk() -> Any:
    """Publish or remove the selected reviews."""
    action = request.form.get("action", "")
    chosen = queries.get_reviews(request.form.getlist("ids", type=whole))
    if not chosen or action not in ("publier", "supprimer"):
        toast("Cochez des avis, puis choisissez une action.", kind="warn")
        return back("backoffice.reviews")
    acted = [review for review in chosen if action == "supprimer" or review.status != rules.PUBLISHED]
    for review in acted:
        if action == "publier":
            services.publish_review(review=review)
        else:
            services.delete_review(review=review)
    toast(f"{len(acted)} avis {'publié' if action == 'publier' else 'supprimé'}{'s' if len(acted) > 1 else ''}.")
    return back("backoffice.reviews")


def _read() -> tuple[Listing, str]:
    """The list asked for, and its sort in the words of the query."""
    listing = Listing.read(COLUMNS, request.args, "backoffice.reviews", default_sort="-date")
    return listing, ("-" if listing.sort.startswith("-") else "") + SORTS[listing.sort.lstrip("-")]


def _wanted(values: dict[str, Any]) -> ReviewFilter:
    def chosen(name: str) -> bool | None:
        return values[name] == "1" if name in values else None

    return ReviewFilter(
        status=values.get("etat"), rating=int(values["note"]) if "note" in values else None, text=values.get("texte", ""),
        is_verified=chosen("verifie"), is_answered=chosen("reponse"), is_reported=chosen("signale"),
    )  # fmt: skip


@bp.post("/modules/avis/reglages")
@allow(Permission.BACKOFFICE_WRITE)
def review_settings() -> Any:
    """Keep the module's settings."""
    form = ReviewSettingsForm()
    set_settings(values={"avis_validation": form.avis_validation.data, "avis_invites": form.avis_invites.data})
    toast("Les réglages des avis sont enregistrés.")
    return redirect(url_for("backoffice.reviews"))


@bp.get("/modules/avis/<int:review_id>")
@allow(Permission.BACKOFFICE_READ)
def review_view(review_id: int) -> str:
    """A review, to publish, refuse or answer."""
    return _page(queries.get_review(review_id))


def _page(review: Review, *, refuse: RefuseForm | None = None, reply: ReviewReplyForm | None = None) -> str:
    known = review.refusal_reason in rules.REASONS
    kept = {
        "choice": review.refusal_reason if known or not review.refusal_reason else "",
        "reason": "" if known else review.refusal_reason,
    }
    if not review.refusal_reason:
        kept = {}
    return render_template(
        "backoffice/reviews/view.html",
        review=review, refuse=refuse or RefuseForm(formdata=None, data=kept),
        reply=reply or ReviewReplyForm(formdata=None, data={"reply": review.reply}), reasons=rules.REPORT_REASONS,
        in_shop=product_in_shop(review.product) if review.product.is_online else None,
    )  # fmt: skip


@bp.post("/modules/avis/<int:review_id>/publier")
@allow(Permission.BACKOFFICE_WRITE)
def review_publish(review_id: int) -> Any:
    """Publish a review."""
    review = services.publish_review(review=queries.get_review(review_id))
    toast(f"L’avis {of_name(review.author)} est publié.", view=product_in_shop(review.product))
    return back("backoffice.reviews")


@bp.post("/modules/avis/<int:review_id>/refuser")
@allow(Permission.BACKOFFICE_WRITE)
def review_refuse(review_id: int) -> Any:
    """Refuse a review, and tell its author why when there is an address to write to."""
    review, form = queries.get_review(review_id), RefuseForm()
    if form.validate_on_submit() and attempt(form, services.refuse_review, review=review, reason=form.words()):
        told = ""
        if review.customer is not None:
            _tell(review)
            told = " ; son auteur en connaît le motif"
        toast(f"L’avis {of_name(review.author)} est refusé{told}.")
        return back("backoffice.reviews")
    return _page(review, refuse=form), 422


def _tell(review: Review) -> None:
    if review.customer is None:
        return
    body = (
        f"Bonjour {review.customer.first_name},\n\nVotre avis sur « {review.product.name} » n’a pas été publié.\n"
        f"Motif : {review.refusal_reason}\n\nVous pouvez en écrire un autre, ou répondre à ce message."
    )
    record_mail(recipient=review.customer.email, subject="Votre avis n’a pas été publié", body=body)


@bp.post("/modules/avis/<int:review_id>/maintenir")
@allow(Permission.BACKOFFICE_WRITE)
def review_keep(review_id: int) -> Any:
    """Keep a reported review as it is: its reports are closed."""
    review = services.keep_review(review=queries.get_review(review_id))
    toast(f"L’avis {of_name(review.author)} est maintenu, ses signalements sont clos.")
    return redirect(url_for("backoffice.review_view", review_id=review.id))


@bp.post("/modules/avis/<int:review_id>/repondre")
@allow(Permission.BACKOFFICE_WRITE)
def review_reply(review_id: int) -> Any:
    """Answer a review in public."""
    review, form = queries.get_review(review_id), ReviewReplyForm()
    if form.validate_on_submit() and attempt(form, services.reply_to_review, review=review, reply=form.reply.data):
        toast(f"Votre réponse à {review.author} est enregistrée.", view=product_in_shop(review.product))
        return redirect(url_for("backoffice.review_view", review_id=review.id))
    return _page(review, reply=form), 422


@bp.post("/modules/avis/<int:review_id>/retirer-reponse")
@allow(Permission.BACKOFFICE_WRITE)
def review_reply_remove(review_id: int) -> Any:
    """Take the public reply away."""
    review = services.remove_reply(review=queries.get_review(review_id))
    toast(f"La réponse à {review.author} est retirée.")
    return redirect(url_for("backoffice.review_view", review_id=review.id))


@bp.post("/modules/avis/<int:review_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def review_delete(review_id: int) -> Any:
    """Delete a review."""
    review = services.delete_review(review=queries.get_review(review_id))
    toast(f"L’avis {of_name(review.author)} est supprimé.")
    return redirect(url_for("backoffice.reviews"))
