"""Reviews: posted, moderated with a reason, answered in public."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotAllowed, NotFound, RuleBroken
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Order, OrderLine, OrderState
from sandbox.shop.reviews import queries, services
from sandbox.shop.reviews.queries import ReviewFilter
from sandbox.shop.shops.services import set_setting

MOMENT = datetime(2026, 11, 23, 13, 5)


def product(key="mug"):
    return db.session.query(Product).filter_by(key=key).one()


def customer():
    return db.session.query(Customer).filter_by(key="ines").one()


def post(**values):
    values = {"product": product(), "rating": 4, "body": "Solide et joli.", "customer": customer()} | values
    return services.post_review(**values)


def buy(key="mug", *, is_paid=True):
    state = OrderState(key="etat", name="État", is_paid=is_paid)
    db.session.add(state)
    db.session.flush()
    order = Order(
        reference="ABCDEFGHI", customer_id=customer().id, state_id=state.id, payment_key="carte", payment_name="Carte",
        delivery_text="", invoice_text="", products_incl_cents=1, products_excl_cents=1, total_incl_cents=1,
        total_excl_cents=1, placed_at=MOMENT,
    )  # fmt: skip
    db.session.add(order)
    db.session.flush()
    db.session.add(
        OrderLine(
            order_id=order.id,
            product_id=product(key).id,
            name="x",
            quantity=1,
            unit_incl_cents=1,
            unit_excl_cents=1,
            tax_bp=0,
        )
    )
    db.session.flush()


def test_a_review_waits_for_an_employee_and_is_signed_with_an_initial(shop):
    with clock.frozen(MOMENT):
        review = post(experienced_on=date(2026, 11, 20))
    assert (review.status, review.author, review.is_verified, review.posted_at) == ("pending", "Inès K.", False, MOMENT)
    assert queries.published(product().id).total == 0
    services.publish_review(review=review)
    assert queries.published(product().id).items == [review]
    assert queries.rating_of([product().id, 999]) == {product().id: (4.0, 1)}


def test_without_validation_it_shows_at_once(shop):
    set_setting(name="avis_validation", value=False)
    assert post().status == "published"


def test_a_paid_order_makes_it_verified(shop):
    buy()
    assert post().is_verified


def test_an_unpaid_order_does_not(shop):
    buy(is_paid=False)
    assert not post().is_verified


def test_visitors_write_only_where_the_shop_lets_them(shop):
    with pytest.raises(NotAllowed):
        post(customer=None, author="Paul")
    set_setting(name="avis_invites", value=True)
    assert post(customer=None, author="Paul").author == "Paul"
    with pytest.raises(RuleBroken) as refusal:
        post(customer=None)
    assert refusal.value.field == "author"


def test_a_customer_reviews_a_product_once(shop):
    post()
    with pytest.raises(RuleBroken, match="déjà"):
        post()
    assert post(product=product("ethiopie")).rating == 4
    assert len(queries.reviews_of_customer(customer().id)) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rating", 0),
        ("rating", 6),
        ("body", " "),
        ("body", "x" * 3001),
        ("title", "x" * 121),
        ("experienced_on", date(2090, 1, 1)),
    ],
)
def test_a_wrong_review_is_refused_at_its_field(shop, field, value):
    with pytest.raises(RuleBroken) as refusal:
        post(**{field: value})
    assert refusal.value.field == field


def test_a_refusal_says_why(shop):
    review = post()
    with pytest.raises(RuleBroken) as refusal:
        services.refuse_review(review=review, reason=" ")
    assert refusal.value.field == "reason"
    services.refuse_review(review=review, reason="Sans rapport avec le produit")
    assert (review.status, review.refusal_reason) == ("refused", "Sans rapport avec le produit")
    with pytest.raises(RuleBroken):
        services.reply_to_review(review=review, reply="Merci")
    services.publish_review(review=review)
    assert review.refusal_reason == ""


def test_one_public_reply_which_may_be_replaced(shop):
    review = post()
    with clock.frozen(MOMENT):
        services.reply_to_review(review=review, reply="Merci Inès.")
        services.reply_to_review(review=review, reply="Merci, Inès !")
    assert (review.reply, review.replied_at) == ("Merci, Inès !", MOMENT)
    with pytest.raises(RuleBroken):
        services.reply_to_review(review=review, reply="")
    services.remove_reply(review=review)
    assert (review.reply, review.replied_at) == ("", None)


def test_lists_sums_and_counts(shop):
    set_setting(name="avis_invites", value=True)
    reviews = [post(customer=None, author=f"Ami {i}", rating=i, body=f"Avis {i} étoilé") for i in (1, 3, 5)]
    for review in reviews[:2]:
        services.publish_review(review=review)
    summary = queries.summary_of(product().id)
    assert (summary.mean, summary.count, summary.by_stars) == (2.0, 2, {5: 0, 4: 0, 3: 1, 2: 0, 1: 1})
    assert [r.rating for r in queries.published(sort="meilleurs").items] == [3, 1]
    assert queries.count_by_status() == {"published": 2, "pending": 1}
    assert queries.count_pending() == 1
    assert queries.list_reviews(ReviewFilter(text="etoile 5")).items == [reviews[2]]
    assert queries.list_reviews(ReviewFilter(status="published", rating=1)).total == 1
    services.delete_review(review=reviews[2])
    with pytest.raises(NotFound):
        queries.get_review(reviews[2].id)
    assert queries.summary_of(product("colombie").id).mean is None
