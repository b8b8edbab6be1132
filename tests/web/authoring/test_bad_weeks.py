"""A trainer plants weeks of bad reviews in a company with buyers: read before, written, told, found on the screens, taken back."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from sandbox.kernel import clock
from sandbox.kernel.clock import to_paris
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.orders.models import Order, OrderLine
from sandbox.shop.reviews.models import Review
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.rules.themes import themes_of
from sandbox.training.contexts.queries import get_context
from tests.support.visitor import Visitor
from tests.web.authoring.conftest import MINE
from tests.web.authoring.test_profile import OWN, VISITS, facts, fields
from tests.web.backoffice.figures_pages import amount, tables, text_of, tiles

WEEK = {
    "avis_severes.0.du": "J-9", "avis_severes.0.au": "J-3", "avis_severes.0.nombre": "12", "avis_severes.0.theme": "livraison",
    "avis_severes.0.texte": "Le transporteur a pris du retard.",
}  # fmt: skip
JAM = {
    "avis_severes.1.du": "J-6", "avis_severes.1.au": "J-6", "avis_severes.1.nombre": "5", "avis_severes.1.theme": "gout",
    "avis_severes.1.sur": "confiture", "avis_severes.1.texte": "Un lot raté.",
}  # fmt: skip


def post(trainer: Visitor, **changes: str) -> tuple[int, str]:
    """The part « Événements » sent back with changes: the status and the page."""
    answer = trainer.post(f"{VISITS}/evenements", **{**fields(trainer, "evenements"), **changes})
    return answer.status_code, words(answer.text)


def words(page: str) -> str:
    """A page with plain spaces."""
    return unescape(page).replace("\u00a0", " ")


def reviews() -> list[Review]:
    """The reviews of the company's shop, the first first."""
    with shop_scope(get_context(MINE).reference_shop_id):
        return list(
            db.session.scalars(
                sa.select(Review).options(joinedload(Review.product)).order_by(Review.posted_at, Review.id)
            )
        )


def written() -> list[Review]:
    return [review for review in reviews() if str(review.key).startswith("avis-p")]


def rows() -> list[tuple[object, ...]]:
    """All that the shop's reviews say."""
    return sorted(
        (str(r.key), r.product.key, r.rating, r.title, r.body, r.posted_at, r.status, str(r.author)) for r in reviews()
    )


def report(trainer: Visitor, first: int, last: int) -> str:
    """The report on reviews of the company's shop, over some days."""
    key = db.session.get_one(Shop, get_context(MINE).reference_shop_id).key
    low, high = (clock.today() + timedelta(days=n) for n in (first, last))
    page = trainer.get(f"/b/{key}/admin/statistiques/avis?du={low}&au={high}&cmp=non", follow_redirects=True)
    assert page.status_code == 200
    return page.text


def test_bad_weeks_are_written_told_found_and_taken_back(shopkeeper: Visitor) -> None:
    before, had = rows(), facts(MINE)
    happy = amount(tiles(report(shopkeeper, -9, -3))["Note moyenne"].words)
    assert post(shopkeeper, **WEEK, **JAM)[0] == 302

    preview = words(shopkeeper.get(f"{VISITS}/apercu").text)
    assert "12 avis seraient écrits" in preview
    assert "5 avis seraient écrits" in preview
    assert rows() == before, "a preview writes nothing"

    assert shopkeeper.post(f"{VISITS}/appliquer").status_code == 302
    made = written()
    assert len(made) == 17
    assert all(words(review.body) in preview for review in made), "what was shown is what is written"
    assert [row for row in rows() if not str(row[0]).startswith("avis-p")] == before
    check_each(made)

    sad = tiles(report(shopkeeper, -9, -3))
    assert amount(sad["Note moyenne"].words) < 2.5 < 4 <= happy
    told = {row[0]: row for row in tables(report(shopkeeper, -9, -3))["Thèmes des avis"]}
    assert int(told["Livraison et délais"][1]) >= 12
    assert int(told["Goût et arôme"][1]) >= 5

    story = shopkeeper.get(f"{OWN}/histoire").text
    read_the_story(shopkeeper, story)

    done = re.search(rf"{OWN}/imports/\d+", shopkeeper.get(OWN).text)
    assert done
    assert shopkeeper.post(f"{done[0]}/reprendre").status_code == 302
    assert rows() == before
    assert facts(MINE) == had
    assert "Une mauvaise série" not in unescape(shopkeeper.get(f"{OWN}/histoire").text)


def check_each(made: list[Review]) -> None:
    """Each review is of a buyer, of a product they bought, on a day that was asked for, in words that no other uses."""
    assert max(Counter(review.body for review in made).values()) == 1
    assert max(Counter(review.customer_id for review in made).values()) == 1, "a customer complains once"
    today = clock.today()
    with shop_scope(get_context(MINE).reference_shop_id):
        for review in made:
            first, last, theme = (
                (-9, -3, "Livraison et délais") if str(review.key).startswith("avis-p1-") else (-6, -6, "Goût et arôme")
            )
            posted = to_paris(review.posted_at)
            assert today + timedelta(days=first) <= posted.date() <= today + timedelta(days=last)
            assert 8 <= posted.hour < 22
            assert review.rating in (1, 2)
            assert review.status == "published"
            assert review.is_verified
            assert theme in themes_of(f"{review.title} {review.body}")
            assert "{" not in review.title + review.body
            orders = db.session.execute(
                sa.select(Order.placed_at, Product.key).join(OrderLine, OrderLine.order_id == Order.id)
                .join(Product, Product.id == OrderLine.product_id)
                .where(Order.customer_id == review.customer_id, Product.id == review.product_id)
            ).all()  # fmt: skip
            assert len(orders) == 1
            assert review.experienced_on == to_paris(orders[0].placed_at).date()
            waited = posted.date() - to_paris(orders[0].placed_at).date()
            assert timedelta(days=4) <= waited
            if said := re.search(r"(\d+) jours", review.title + review.body):
                assert int(said[1]) == waited.days, "who tells how long they waited waited so long"
            if theme == "Goût et arôme":
                assert orders[0].key == "confiture"


def read_the_story(trainer: Visitor, story: str) -> None:
    """Each line of the story about reviews, on the screen its link leads to."""
    lines = [line for line in re.findall(r"<tr>.*?</tr>", story, re.DOTALL) if "mauvaise série" in line]
    assert len(lines) == 4
    assert "Le transporteur a pris du retard." in words(story)
    for line in lines:
        cells = [text_of(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.DOTALL)]
        link = unescape(re.search(r'href="([^"]+)"', line)[1])  # type: ignore[index]
        screen = trainer.get(link, follow_redirects=True).text
        assert "l’effet ne se lit pas ici" not in cells[-1]
        if "Part des avis" in cells[2]:
            theme = cells[2].rpartition(", ")[2]
            head, *body = tables(screen)["Thèmes des avis"]
            shown = next(row for row in body if row[0] == theme)[head.index("Part des avis")]
        else:
            shown = tiles(screen)["Note moyenne"].words
        assert amount(shown) == amount(cells[-1])


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("avis_severes.1.sur", "", "donnez le nom d’un produit ou d’une catégorie"),
        ("avis_severes.1.sur", "Confitures", "Vouliez-vous dire « Confiture » ?"),
        ("avis_severes.1.nombre", "41", "De 0 à 40"),
        ("avis_severes.1.theme", "humeur", "Choisissez dans la liste"),
        ("avis_severes.1.du", "J-2", "finit avant de commencer"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(shopkeeper: Visitor, field: str, value: str, told: str) -> None:
    status, page = post(shopkeeper, **{**WEEK, **JAM, field: value})
    assert status == 422
    near = page[page.index(f'id="{field}"' if field[-2:] != "du" else 'id="avis_severes.1.au"') :]
    assert told in text_of(near[: near.index("</details>")])
    assert f'value="{JAM["avis_severes.1.texte"]}"' in page, "what was typed is kept"


def test_too_few_buyers_are_told_before_and_refused_after(shopkeeper: Visitor) -> None:
    before = rows()
    assert post(shopkeeper, **{**WEEK, "avis_severes.0.nombre": "40"})[0] == 302
    assert "par des clients différents" in words(shopkeeper.get(f"{VISITS}/apercu").text)
    refused = shopkeeper.post(f"{VISITS}/appliquer")
    assert refused.status_code == 422
    assert "dans les 30 jours d’avant" in words(refused.text)
    assert rows() == before


def test_a_category_is_its_products_and_a_week_of_none_writes_none(shopkeeper: Visitor) -> None:
    sweet = {**WEEK, "avis_severes.0.theme": "casse", "avis_severes.0.sur": "Sucré"}
    assert post(shopkeeper, **sweet, **{**JAM, "avis_severes.1.nombre": "0", "avis_severes.1.sur": ""})[0] == 302
    assert shopkeeper.post(f"{VISITS}/appliquer").status_code == 302
    made = written()
    assert len(made) == 12
    assert {review.product.key for review in made} == {"confiture", "bol"}
    assert "Une mauvaise série d’avis : goût et arôme" in words(shopkeeper.get(f"{OWN}/histoire").text)


def test_the_same_seed_writes_the_same_reviews_when_applied_again(shopkeeper: Visitor) -> None:
    post(shopkeeper, **WEEK)
    shopkeeper.post(f"{VISITS}/appliquer")
    first = [(review.title, review.body, review.customer_id) for review in written()]
    assert post(shopkeeper, **{"avis_severes.0.texte": "Le même retard, autrement raconté."})[0] == 302
    assert shopkeeper.post(f"{VISITS}/appliquer").status_code == 302
    again = [(review.title, review.body) for review in written()]
    assert again == [(title, body) for title, body, _ in first]
