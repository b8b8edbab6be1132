"""Posting, moderating and answering product reviews."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import NotAllowed, NotFound, RuleBroken
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Customer
from sandbox.shop.customers.services import Erased, when_erased
from sandbox.shop.reviews import queries, rules
from sandbox.shop.reviews.models import Review, ReviewReport, ReviewVote
from sandbox.shop.shops.queries import get_setting


@action("avis.deposer", entity="avis", words="a déposé un avis")
def post_review(
    *, product: Product, rating: int, body: str, title: str = "", author: str = "", customer: Customer | None = None,
    experienced_on: date | None = None,
) -> Review:  # fmt: skip
    """A visitor's or customer's review: waits for an employee when the shop says so, is published at once otherwise.

    Visitors without account may only where the setting « avis_invites » lets them; a customer reviews a product once.
    """
    if customer is None and not get_setting("avis_invites"):
        raise NotAllowed("Connectez-vous à votre compte pour donner votre avis.")
    rules.check_rating(rating)
    rules.check_experience(experienced_on, clock.today())
    if customer is not None:
        own = sa.select(Review.id).where(Review.product_id == product.id, Review.customer_id == customer.id)
        if session.scalar(own.limit(1)) is not None:
            raise RuleBroken("Vous avez déjà donné votre avis sur ce produit.")
        author = author or rules.public_name(customer.first_name, customer.last_name)
    review = Review(
        product_id=product.id, customer_id=customer.id if customer else None, rating=rating, body=rules.clean_body(body),
        title=rules.clean_line(title, field="title", label="Titre", length=120, required=False),
        author=rules.clean_line(author, field="author", label="Votre nom", length=80, required=True),
        status=rules.PENDING if get_setting("avis_validation") else rules.PUBLISHED, experienced_on=experienced_on,
        is_verified=customer is not None and queries.has_bought(customer.id, product.id), posted_at=clock.now(),
    )  # fmt: skip
    session.add(review)
    session.flush()
    return review


@action("avis.publier", entity="avis", words="a publié l’avis")
def publish_review(*, review: Review) -> Review:
    """Show a review to everybody; a reason of refusal it had is forgotten."""
    review.status, review.refusal_reason = rules.PUBLISHED, ""
    session.flush()
    return review


@action("avis.refuser", entity="avis", words="a refusé l’avis")
def refuse_review(*, review: Review, reason: str) -> Review:
    """Hide a review, with the reason that its author is told."""
    review.refusal_reason = rules.clean_reason(reason)
    review.status = rules.REFUSED
    _close_reports(review)
    return review


@action("avis.utile", entity="avis", words="a trouvé l’avis utile")
def find_useful(*, review: Review, voter: str) -> Review:
    """One vote a visitor, whatever they press."""
    _check_shown(review)
    if _vote(review, voter) is None:
        session.add(ReviewVote(review_id=review.id, voter=voter))
        review.useful_count += 1
        session.flush()
    return review


@action("avis.retirer_utile", entity="avis", words="a retiré son vote de l’avis")
def withdraw_vote(*, review: Review, voter: str) -> Review:
    """Take one's vote back; nothing happens without one."""
    found = _vote(review, voter)
    if found is not None:
        session.delete(found)
        review.useful_count = max(0, review.useful_count - 1)
        session.flush()
    return review


def _vote(review: Review, voter: str) -> ReviewVote | None:
    query = sa.select(ReviewVote).where(ReviewVote.review_id == review.id, ReviewVote.voter == voter)
    return session.scalars(query).first()


@action("avis.signaler", entity="avis", words="a signalé l’avis")
def report_review(*, review: Review, reporter: str, reason: str, details: str = "") -> Review:
    """Point a published review out to the shop; once while it has not decided."""
    _check_shown(review)
    details = rules.clean_report(reason, details)
    waiting = sa.select(ReviewReport.id).where(ReviewReport.review_id == review.id, ReviewReport.closed_at.is_(None))
    if session.scalar(waiting.where(ReviewReport.reporter == reporter).limit(1)) is not None:
        raise RuleBroken("Vous avez déjà signalé cet avis\u00a0: l’équipe va le relire.")
    review.reports.append(ReviewReport(reporter=reporter, reason=reason, details=details, reported_at=clock.now()))
    session.flush()
    return review


@action("avis.maintenir", entity="avis", words="a maintenu l’avis signalé")
def keep_review(*, review: Review) -> Review:
    """The reports are not founded: the review stays, and leaves the queue."""
    return _close_reports(review)


def _close_reports(review: Review) -> Review:
    for report in review.reports:
        report.closed_at = report.closed_at or clock.now()
    session.flush()
    return review


def _check_shown(review: Review) -> None:
    if review.status != rules.PUBLISHED:
        raise NotFound("Cet avis n’est plus affiché.")


@action("avis.repondre", entity="avis", words="a répondu à l’avis")
def reply_to_review(*, review: Review, reply: str) -> Review:
    """The shop's public reply, shown under the review; replying again replaces it. Refused reviews get none."""
    if review.status == rules.REFUSED:
        raise RuleBroken("Un avis refusé n’est pas affiché : publiez-le avant d’y répondre.", field="reply")
    review.reply, review.replied_at = rules.clean_reply(reply), clock.now()
    session.flush()
    return review


@action("avis.retirer_reponse", entity="avis", words="a retiré la réponse à l’avis")
def remove_reply(*, review: Review) -> Review:
    """Take the shop's public reply away."""
    review.reply, review.replied_at = "", None
    session.flush()
    return review


@action("avis.supprimer", entity="avis", words="a supprimé l’avis")
def delete_review(*, review: Review) -> Review:
    """Delete a review for good. Deleting only the bad ones misleads buyers: the journal keeps what was deleted."""
    session.delete(review)
    session.flush()
    return review


@when_erased
def _forget(erased: Erased) -> None:
    """Reviews stay, of nobody: the stars of a product do not move."""
    for review in session.scalars(sa.select(Review).where(Review.customer_id == erased.customer_id)):
        review.author = erased.name
        review.title, review.body = erased.identity.hide_in(review.title), erased.identity.hide_in(review.body)
        review.reply = erased.identity.hide_in(review.reply)
    own = sa.select(ReviewReport).where(ReviewReport.reporter == f"client-{erased.customer_id}")
    for report in session.scalars(own):
        report.details = ""
