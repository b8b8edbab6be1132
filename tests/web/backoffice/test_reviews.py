"""Modules > Avis clients: publish, refuse with a reason, answer in public."""

from __future__ import annotations

from sandbox.kernel.db import db
from sandbox.shop.reviews.models import Review
from sandbox.shop.shops.queries import get_setting
from sandbox.shop.support.models import Mail
from tests.web.backoffice.conftest import Desk

LIST = "/modules/avis"


def pending(desk: Desk, *, known: bool = True) -> Review:
    db.session.expire_all()
    rows = db.session.query(Review).filter_by(status="pending").order_by(Review.id)
    return next(row for row in rows if (row.customer is not None) is known)


def shop_sheet(desk: Desk, review: Review) -> str:
    return f"/produit/{review.product_id}-{review.product.slug}/avis"


def test_a_published_review_is_read_in_the_shop(desk: Desk) -> None:
    review = pending(desk)
    number, words = review.id, review.body.split(".")[0]
    address = f"/produit/{review.product_id}-{review.product.slug}"
    assert not desk.shop_page(address).says(words)
    page = desk.save(f"{LIST}/{number}/publier")
    assert page.says("est publié")
    assert desk.shop_page(address).says(words)
    assert desk.journal()[-1].startswith("avis.publier: ")


def test_a_refusal_needs_a_reason_and_tells_it_to_the_author(desk: Desk) -> None:
    review = pending(desk)
    number, email, mails = review.id, review.customer.email, desk.count(Mail)
    page = desk.refused(f"{LIST}/{number}/refuser", choice="", reason=" ")
    assert "motif" in page.error("reason")
    page = desk.save(f"{LIST}/{number}/refuser", choice="", reason="Cite le nom d’un voisin.")
    assert page.says("son auteur en connaît le motif")
    kept = desk.find(Review, id=number)
    assert (kept.status, kept.refusal_reason) == ("refused", "Cite le nom d’un voisin.")
    assert desk.count(Mail) == mails + 1
    sent = db.session.query(Mail).order_by(Mail.id.desc()).first()
    assert sent is not None
    assert sent.recipient == email
    assert "Cite le nom d’un voisin." in sent.body


def test_a_reply_is_signed_by_the_shop_and_can_be_taken_away(desk: Desk) -> None:
    review = db.session.query(Review).filter_by(status="published", reply="").order_by(Review.posted_at.desc()).first()
    assert review is not None
    number, address = review.id, f"/produit/{review.product_id}-{review.product.slug}"
    page = desk.refused(f"{LIST}/{number}/repondre", reply=" ")
    assert page.error("reply")
    desk.save(f"{LIST}/{number}/repondre", reply="Merci de votre visite au quai.")
    assert desk.shop_page(address).says("Merci de votre visite au quai.")
    assert "Merci de votre visite au quai." in desk.journal()[-1]
    desk.save(f"{LIST}/{number}/retirer-reponse")
    assert not desk.shop_page(address).says("Merci de votre visite au quai.")


def test_a_refused_review_is_not_answered(desk: Desk) -> None:
    review = desk.find(Review, id=db.session.query(Review).filter_by(status="refused").first().id)
    page = desk.refused(f"{LIST}/{review.id}/repondre", reply="Merci")
    assert "publiez-le avant" in page.error("reply")
    assert page.form("/repondre").fields["reply"] == ["Merci"]


def test_the_module_s_settings_decide_what_waits(desk: Desk) -> None:
    desk.save(f"{LIST}/reglages", avis_invites="y")
    assert (get_setting("avis_validation"), get_setting("avis_invites")) == (False, True)


def test_a_review_is_deleted(desk: Desk) -> None:
    number = pending(desk).id
    desk.save(f"{LIST}/{number}/supprimer")
    assert desk.count(Review, id=number) == 0
    assert desk.read(f"{LIST}/{number}", status=404)
