"""Commandes > Commandes: the list, its bulk actions and its export."""

from __future__ import annotations

import csv
import io

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import StockMovement
from sandbox.shop.orders import queries
from sandbox.shop.orders.models import Order, OrderState
from sandbox.shop.orders.queries import OrderFilter
from sandbox.shop.support.models import Mail
from sandbox.web.filters import number
from tests.support.pages import Page
from tests.support.statements import counted
from tests.web.backoffice.conftest import Desk

LIST = "/commandes"
CEILING = 28


def state(desk: Desk, key: str) -> OrderState:
    return desk.find(OrderState, key=key)


def in_state(key: str, count: int = 1) -> list[Order]:
    """The oldest orders in a state, of physical products."""
    query = sa.select(Order).join(OrderState, OrderState.id == Order.state_id).where(OrderState.key == key)
    return list(db.session.scalars(query.order_by(Order.id).limit(count)))


def references(page: Page) -> list[str]:
    """The references of the rows, in their order."""
    known = {r for (r,) in db.session.execute(sa.select(Order.reference))}
    seen = dict.fromkeys(word for word in page.text.split() if word in known)
    return list(seen)


def test_the_list_shows_the_latest_orders_first(desk: Desk) -> None:
    page = desk.read(LIST)
    rows = queries.list_orders().items
    assert references(page) == [row.reference for row in rows]
    first = rows[0]
    assert page.says(first.customer.full_name)
    assert page.says(first.order.payment_name)
    assert page.says(first.state.name)
    assert page.says(f"Affichage de 1-20 sur {number(queries.count_by_step()[''])}")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("reference=zlloF", {"reference": "ZLLOF"}), ("client=hotel+chappaz", {"customer": "hotel chappaz"}),
        ("client=chappaz", {"customer": "chappaz"}), ("nouveau=1&total_min=150", {"is_new": True, "total_min": 15000}),
        ("pays=France&total_max=9,50", {"country": "France", "total_max": 950}), ("paiement=cheque", {"payment_key": "cheque"}),
        ("id_min=3&id_max=5", {"number_min": 3, "number_max": 5}), ("vue=a-traiter", {"step": "to_handle"}),
        ("vue=a-payer", {"step": "unpaid"}),
    ],
)  # fmt: skip
def test_each_column_narrows_the_list(desk: Desk, query: str, wanted: dict[str, object]) -> None:
    page = desk.read(f"{LIST}?{query}&par=100")
    expected = queries.list_orders(OrderFilter(**wanted), size=100)  # type: ignore[arg-type]
    assert expected.total < queries.count_by_step()[""]
    assert references(page) == [row.reference for row in expected.items]
    assert page.says(f"({number(expected.total)})")


def test_the_state_and_the_day_narrow_the_list(desk: Desk) -> None:
    order = in_state("expedie")[0]
    page = desk.read(f"{LIST}?etat={order.state_id}&par=100")
    assert order.reference in references(page)
    assert page.says("État : Expédié")
    day = f"{order.placed_at:%d/%m/%Y}"
    assert order.reference in references(desk.read(f"{LIST}?date_min={day}&date_max={day}&par=100"))
    assert order.reference not in references(desk.read(f"{LIST}?date_max=01/01/2020&par=100"))


@pytest.mark.parametrize(
    ("column", "sort"),
    [("id", "id"), ("reference", "reference"), ("client", "customer"), ("total", "total"), ("paiement", "payment"), ("etat", "state"),
     ("date", "placed_at")],
)  # fmt: skip
def test_sorts_both_ways(desk: Desk, column: str, sort: str) -> None:
    for sign in ("", "-"):
        shown = references(desk.read(f"{LIST}?tri={sign}{column}"))
        assert shown == [row.reference for row in queries.list_orders(sort=sign + sort).items]


def test_pages_have_the_size_asked_for(desk: Desk) -> None:
    assert len(references(desk.read(f"{LIST}?par=50"))) == 50
    assert desk.read(f"{LIST}?par=100&page=2").says("Affichage de 101-200")
    assert desk.read(f"{LIST}?par=37").says("Affichage de 1-20")
    assert desk.read(f"{LIST}?page=9999").says(f"sur {number(queries.count_by_step()[''])}")


def test_what_cannot_be_read_is_said_at_its_filter(desk: Desk) -> None:
    page = desk.read(f"{LIST}?total_min=beaucoup&date_min=demain")
    assert page.texts["fault-total_min"]
    assert page.form("bo-filters").fields["total_min"] == ["beaucoup"]
    assert desk.read(f"{LIST}?reference=INTROUVABLE").says("Aucune commande ne correspond")


def test_the_menu_counts_the_orders_to_treat(desk: Desk) -> None:
    assert (
        f'aria-label="{queries.count_orders_to_handle()} commandes à traiter"'
        in desk.visitor.get(f"{desk.root}/admin{LIST}").text
    )


def test_selected_orders_move_together(desk: Desk) -> None:
    sent, (first, second) = state(desk, "expedie"), in_state("preparation", 2)
    already = in_state("expedie")[0]
    page = desk.save(f"{LIST}/selection", action=f"etat-{sent.id}", ids=[first.id, second.id, already.id])
    assert page.says("2 commandes à l’état « Expédié »")
    assert page.says("1 l’était déjà.")
    assert {desk.find(Order, id=o.id).state_id for o in (first, second)} == {sent.id}
    lines = [line for line in desk.journal() if line.startswith("commande.changer_etat")]
    assert len(lines) == 2
    assert (
        desk.count(Mail, recipient=first.customer.email.lower(), subject=f"Votre commande {first.reference} : Expédié")
        == 1
    )


def test_nothing_chosen_changes_nothing(desk: Desk) -> None:
    before = desk.journal()
    page = desk.save(f"{LIST}/selection", action=f"etat-{state(desk, 'livre').id}")
    assert page.says("Cochez des commandes, puis choisissez une action.")
    page = desk.save(f"{LIST}/selection", action="detruire", ids=[1])
    assert page.says("Cochez des commandes")
    assert desk.journal() == before


def test_a_bulk_cancellation_gives_the_stock_back(desk: Desk) -> None:
    given_back = sa.select(sa.func.coalesce(sa.func.sum(StockMovement.delta), 0)).where(
        StockMovement.reason == "Commande annulée"
    )
    order, before = in_state("preparation")[0], db.session.scalar(given_back)
    units = sum(line.quantity for line in order.lines)
    desk.save(f"{LIST}/selection", action=f"etat-{state(desk, 'annule').id}", ids=[order.id])
    db.session.expire_all()
    assert db.session.scalar(given_back) == before + units


def test_the_export_holds_every_row_of_the_filtered_list(desk: Desk) -> None:
    answer = desk.visitor.get(f"{desk.root}/admin{LIST}/export.csv?paiement=cheque&tri=total")
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    expected = queries.list_orders(OrderFilter(payment_key="cheque"), sort="total", size=1000).items
    assert [row[1] for row in rows[1:]] == [row.reference for row in expected]
    assert rows[1][rows[0].index("Total TTC")] == f"{expected[0].order.total_incl_cents / 100:.2f}".replace(".", ",")


def test_no_cell_of_the_export_is_a_formula(desk: Desk) -> None:
    order = in_state("livre")[0]
    order.customer.first_name = "=1+1"
    db.session.commit()
    text = desk.visitor.get(f"{desk.root}/admin{LIST}/export.csv?reference={order.reference}").data.decode("utf-8-sig")
    assert "'=1+1" in text
    assert ";=1+1" not in text


def test_the_list_of_fifty_rows_sends_few_statements(desk: Desk) -> None:
    desk.read(f"{LIST}?par=100")
    with counted() as few:
        desk.read(f"{LIST}?par=20")
    with counted() as many:
        desk.read(f"{LIST}?par=50")
    assert len(many) == len(few)
    assert len(many) <= CEILING, "\n".join(many)


def test_who_only_looks_sees_no_button_and_writes_nothing(onlooker: Desk) -> None:
    page = onlooker.read(LIST)
    assert "bo-bulk" not in page.forms
    assert not page.says("Ajouter une commande")
    before = onlooker.journal()
    answer = onlooker.send(f"{LIST}/selection", action=f"etat-{state(onlooker, 'livre').id}", ids=[1])
    assert answer.status_code == 403
    assert onlooker.journal() == before


@pytest.mark.parametrize(
    "path", [LIST, f"{LIST}/1", f"{LIST}/export.csv", f"{LIST}/paniers", f"{LIST}/factures", f"{LIST}/1/facture"]
)
def test_somebody_elses_shop_does_not_exist(stranger: Desk, path: str) -> None:
    answer = stranger.visitor.get(f"{stranger.root}/admin{path}")
    assert answer.status_code == 404
    assert "FUITE" not in answer.text
