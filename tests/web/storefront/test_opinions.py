"""Reviews found useful and reported: one vote a visitor, a reason for a report, a queue that the team empties."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.reviews.models import Review
from sandbox.shop.reviews.queries import count_reported, open_reports
from sandbox.shop.reviews.services import refuse_review
from tests.web.storefront.conftest import HUGO, Buyer, error_at

PRODUCT = "moulin-armen"


def newest(buyer: Buyer) -> Review:
    """The review on top of the product's page, without a report."""
    db.session.expire_all()
    found = db.session.query(Review).filter_by(product_id=buyer.product(PRODUCT).id, status="published")
    return next(one for one in found.order_by(Review.posted_at.desc(), Review.id.desc()) if not one.reports)


def vote(buyer: Buyer, review: Review, **data: str) -> str:
    """Press « Utile »; where it leads."""
    answer = buyer.send(f"/avis/{review.id}/utile", **data)
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_a_visitor_votes_once_without_account_nor_lasting_cookie(buyer: Buyer) -> None:
    review = newest(buyer)
    before, path = review.useful_count, buyer.product_path(PRODUCT)
    buyer.read(path)
    assert vote(buyer, review, retour=f"{buyer.root}{path}") == f"{buyer.root}{path}#avis-{review.id}"
    vote(buyer, review)
    assert newest(buyer).useful_count == before + 1
    assert buyer.visitor.client.get_cookie("choix_cookies", path=buyer.root) is None
    page = buyer.html(path)
    assert page.count('aria-pressed="true"') == 1


def test_a_vote_is_taken_back(buyer: Buyer) -> None:
    review = newest(buyer)
    before = review.useful_count
    buyer.read(buyer.product_path(PRODUCT))
    vote(buyer, review)
    form = buyer.form(buyer.product_path(PRODUCT), f"/avis/{review.id}/utile")
    vote(buyer, review, **{name: values[0] for name, values in form.fields.items() if name != "csrf_token"})
    assert newest(buyer).useful_count == before
    assert 'aria-pressed="true"' not in buyer.html(buyer.product_path(PRODUCT))


def test_two_visitors_count_for_two_and_an_account_for_one(buyer: Buyer, other: Buyer) -> None:
    review = newest(buyer)
    before = review.useful_count
    other.read("/")
    vote(other, review)
    buyer.sign_in(HUGO)
    vote(buyer, review)
    vote(buyer, review)
    assert newest(buyer).useful_count == before + 2


def test_the_most_useful_come_first_when_asked(buyer: Buyer) -> None:
    review = newest(buyer)
    review.useful_count = 500
    db.session.commit()
    page = buyer.html(f"{buyer.product_path(PRODUCT)}?tri_avis=utiles")
    assert page.index(f'id="avis-{review.id}"') == page.index('id="avis-')


def test_a_review_that_is_not_shown_takes_neither_votes_nor_reports(buyer: Buyer) -> None:
    review = newest(buyer)
    refuse_review(review=review, reason="Hors sujet")
    buyer.read("/")
    assert buyer.send(f"/avis/{review.id}/utile").status_code == 404
    assert buyer.send(f"/avis/{review.id}/signaler", reason="faux").status_code == 404
    buyer.read(f"/avis/{review.id}/signaler", status=404)
    assert buyer.send("/avis/999999/utile").status_code == 404


@pytest.mark.parametrize(
    ("sent", "field"),
    [({}, "reason"), ({"reason": "mauvaise-note"}, "reason"), ({"reason": "autre"}, "details"),
     ({"reason": "faux", "details": "a" * 501}, "details")],
)  # fmt: skip
def test_a_report_says_why(buyer: Buyer, sent: dict[str, str], field: str) -> None:
    review = newest(buyer)
    buyer.read(f"/avis/{review.id}/signaler")
    page = buyer.refused(f"/avis/{review.id}/signaler", **sent)
    assert error_at(page, field)
    assert newest(buyer).id == review.id


def test_a_report_waits_in_the_teams_queue_until_it_is_decided(buyer: Buyer) -> None:
    review = newest(buyer)
    before = count_reported()
    buyer.read(f"/avis/{review.id}/signaler")
    page = buyer.save(f"/avis/{review.id}/signaler", reason="autre", details="Il parle d’un autre moulin.")
    assert page.says("votre signalement est transmis")
    page = buyer.refused(f"/avis/{review.id}/signaler", reason="faux")
    assert page.says("Vous avez déjà signalé cet avis")
    assert open_reports([review.id]) == {review.id: 1}
    queue = buyer.read("/admin/modules/avis?signale=1")
    assert queue.says(f"{before + 1} Signalés")
    assert queue.says(review.author)
    assert buyer.read(f"/admin/modules/avis/{review.id}").says("Il parle d’un autre moulin.")
    kept = buyer.save(f"/admin/modules/avis/{review.id}/maintenir")
    assert kept.says("est maintenu")
    assert count_reported() == before
    assert buyer.save(f"/avis/{review.id}/signaler", reason="faux").says("votre signalement est transmis")
    buyer.save(f"/admin/modules/avis/{review.id}/refuser", choice="Sans rapport avec le produit")
    assert count_reported() == before
    db.session.expire_all()
    assert db.session.get(Review, (buyer.shop_id, review.id)).status == "refused"
