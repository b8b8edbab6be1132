"""The lists as CSV files: what is filtered, in the order of the list, all its pages; never a formula."""

from __future__ import annotations

import csv
import io

import pytest

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Order
from sandbox.shop.reviews.models import Review
from sandbox.shop.support.models import Thread
from tests.web.backoffice.conftest import Desk

LISTS = ("/catalogue/produits", "/commandes", "/clients", "/modules/avis", "/sav", "/commandes/paniers")


def rows(desk: Desk, path: str, query: str = "") -> list[dict[str, str]]:
    """The lines of a file, by header."""
    answer = desk.visitor.get(f"{desk.root}/admin{path}/export.csv{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("path", LISTS)
def test_the_list_leads_to_its_file_with_its_filters(desk: Desk, path: str) -> None:
    text = desk.visitor.get(f"{desk.root}/admin{path}?taille=20&page=1").text
    assert f"{path}/export.csv?" in text.replace("&amp;", "&")
    assert "Exporter en CSV" in text


@pytest.mark.parametrize(("path", "model"), [
    ("/catalogue/produits", Product), ("/commandes", Order), ("/clients", Customer), ("/modules/avis", Review), ("/sav", Thread),
])  # fmt: skip
def test_every_page_of_the_list_is_in_the_file(desk: Desk, path: str, model: type) -> None:
    found = rows(desk, path)
    assert len(found) == db.session.query(model).count()
    assert len({row["ID"] for row in found}) == len(found)


@pytest.mark.parametrize(("path", "query", "column", "wanted"), [
    ("/catalogue/produits", "?state=0", "En ligne", {"Non"}), ("/commandes", "?paiement=cheque", "Paiement", {"Chèque"}),
    ("/clients", "?newsletter=1", "Lettre d’information", {"Oui"}), ("/modules/avis", "?note=5", "Note", {"5"}),
    ("/sav", "?lu=0", "Lu", {"Non"}), ("/commandes/paniers", "?id_max=1", "ID", {"1"}),
])  # fmt: skip
def test_the_filters_hold(desk: Desk, path: str, query: str, column: str, wanted: set[str]) -> None:
    assert {row[column] for row in rows(desk, path, query)} == wanted
    assert len(rows(desk, path, query)) < len(rows(desk, path))


def test_the_order_of_the_list_holds(desk: Desk) -> None:
    names = [row["Nom"] for row in rows(desk, "/catalogue/produits", "?tri=-name")]
    prices = [float(row["Prix HT"].replace(",", ".")) for row in rows(desk, "/catalogue/produits", "?tri=price_excl")]
    assert prices == sorted(prices)
    assert names[0].lower() > names[-1].lower()


@pytest.mark.parametrize(("path", "sort", "column", "down"), [
    ("/modules/avis", "-note", "Note", True), ("/modules/avis", "id", "ID", False), ("/sav", "id", "ID", False),
    ("/sav", "-id", "ID", True),
])  # fmt: skip
def test_reviews_and_threads_are_sorted_by_their_headers(
    desk: Desk, path: str, sort: str, column: str, down: bool
) -> None:
    found = [int(row[column]) for row in rows(desk, path, f"?tri={sort}")]
    assert found == sorted(found, reverse=down)
    assert f"tri={column.lower()}" in desk.visitor.get(f"{desk.root}/admin{path}").text


def test_selected_reviews_are_published_or_removed(desk: Desk) -> None:
    numbers = [row.id for row in db.session.query(Review).filter_by(status="pending").limit(2)]
    assert len(numbers) == 2
    page = desk.save("/modules/avis/selection", action="publier", ids=numbers)
    assert page.says("2 avis publiés.")
    assert {desk.find(Review, id=number).status for number in numbers} == {"published"}
    assert desk.save("/modules/avis/selection", action="supprimer", ids=numbers[:1]).says("1 avis supprimé.")
    assert desk.count(Review, id=numbers[0]) == 0
    assert [words.partition(":")[0] for words in desk.journal()[-2:]] == ["avis.publier", "avis.supprimer"]
    assert desk.save("/modules/avis/selection", action="publier").says("Cochez des avis")


def test_selected_threads_are_read_kept_and_closed(desk: Desk) -> None:
    numbers = [row.id for row in db.session.query(Thread).filter_by(is_read=False).limit(2)]
    assert desk.save("/sav/selection", action="lu", ids=numbers).says("2 fils lus.")
    assert desk.save("/sav/selection", action="non-lu", ids=numbers).says("2 fils à relire.")
    assert not desk.find(Thread, id=numbers[0]).is_read
    assert desk.save("/sav/selection", action="traite", ids=numbers[:1]).says("1 fil traité.")
    assert desk.find(Thread, id=numbers[0]).status == "closed"
    assert desk.save("/sav/selection", action="autre", ids=numbers).says("Cochez des fils")


def test_no_text_is_a_formula(desk: Desk) -> None:
    product, customer = db.session.query(Product).first(), db.session.query(Customer).first()
    assert product is not None
    assert customer is not None
    product.name, customer.company = '=HYPERLINK("http://x.example")', "+33"
    number, person = str(product.id), str(customer.id)
    db.session.commit()
    told = {row["ID"]: row["Nom"] for row in rows(desk, "/catalogue/produits")}
    assert told[number] == '\'=HYPERLINK("http://x.example")'
    assert {row["ID"]: row["Société"] for row in rows(desk, "/clients")}[person] == "'+33"


@pytest.mark.parametrize("path", LISTS)
def test_somebody_else_s_shop_gives_no_file(stranger: Desk, path: str) -> None:
    assert stranger.visitor.get(f"{stranger.root}/admin{path}/export.csv").status_code == 404
