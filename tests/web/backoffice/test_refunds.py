"""An order's three refunds and Commandes > Avoirs, as an employee uses them."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.money import format_cents
from sandbox.shop.orders import queries
from sandbox.shop.orders.models import CreditSlip, Order
from sandbox.shop.pricing.models import CartRule
from sandbox.shop.shops.queries import get_company
from sandbox.shop.support.models import Mail
from sandbox.web.after_sale_papers import slip_facts
from tests.support.statements import counted
from tests.web.backoffice.conftest import Desk

DELIVERED, PREPARED, UNPAID = "WPLNXDYAE", "LZCXNPIRT", "BRGZUOTKS"
SLIPS = "/commandes/avoirs"
CEILING = 26


def order_of(desk: Desk, reference: str) -> Order:
    """An order by its reference."""
    found: Order = desk.find(Order, reference=reference)
    return found


def refund(desk: Desk, reference: str = DELIVERED, path: str = "partiel", **data: object) -> CreditSlip:
    """Refund an order through its form."""
    order = order_of(desk, reference)
    address = f"/commandes/{order.id}/remboursement/{path}"
    desk.save(address, **desk.form(address, "refund-form").filled(**data))
    found = db.session.query(CreditSlip).filter_by(order_id=order.id).order_by(CreditSlip.id.desc()).first()
    assert found is not None
    return found


@pytest.mark.parametrize(("reference", "shown", "hidden"), [
    (DELIVERED, ("Remboursement partiel", "Retourner des produits"), ("Remboursement standard",)),
    (PREPARED, ("Remboursement standard", "Remboursement partiel"), ("Retourner des produits",)),
    (UNPAID, (), ("Remboursement standard", "Remboursement partiel", "Retourner des produits")),
])  # fmt: skip
def test_an_order_s_page_shows_the_refunds_that_its_state_allows(
    desk: Desk, reference: str, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    page = desk.read(f"/commandes/{order_of(desk, reference).id}")
    assert [words for words in shown if not page.says(words)] == []
    assert [words for words in hidden if page.says(words)] == []


def test_without_returns_only_a_partial_refund_is_left(desk: Desk) -> None:
    desk.save("/sav/retours/options", retours_jours="14")
    page = desk.visitor.get(f"{desk.root}/admin/commandes/{order_of(desk, DELIVERED).id}").text
    assert ("/remboursement/partiel" in page, "/remboursement/retour" in page) == (True, False)
    closed = desk.read(f"/commandes/{order_of(desk, DELIVERED).id}/remboursement/retour")
    assert closed.says("Les retours sont désactivés")
    assert "refund-form" not in closed.forms


def test_a_standard_refund_with_postage_and_stock(desk: Desk) -> None:
    order = order_of(desk, PREPARED)
    line = order.lines[0]
    total = order.total_incl_cents
    data = {f"q{one.id}": one.quantity for one in order.lines}
    stock = (line.product.quantity, sum(v.quantity for v in line.product.variants))
    units = line.quantity
    slip = refund(desk, PREPARED, "standard", **data, refunds_shipping="y", restocks="y")
    assert (slip.total_incl_cents, slip.kind) == (total, "standard")
    again = order_of(desk, PREPARED).lines[0].product
    assert (again.quantity + sum(v.quantity for v in again.variants)) == sum(stock) + units
    assert desk.journal()[-1].startswith("commande.rembourser: ")
    assert desk.read(f"/commandes/{slip.order_id}").says(slip.reference)
    assert desk.read(f"/commandes/{slip.order_id}/remboursement/partiel").says("déjà remboursée en entier")


def test_a_partial_refund_of_an_amount_and_of_postage(desk: Desk) -> None:
    order = order_of(desk, DELIVERED)
    line, shipping = order.lines[0], order.shipping_incl_cents
    slip = refund(desk, **{f"m{line.id}": "2,50", "shipping_cents": f"{shipping / 100:.2f}".replace(".", ",")})
    assert (slip.total_incl_cents, slip.lines[0].quantity) == (250 + shipping, 0)
    mail = db.session.query(Mail).order_by(Mail.id.desc()).first()
    assert mail is not None
    assert slip.reference in mail.subject
    page = desk.read(f"/commandes/{slip.order_id}")
    assert page.says(f"remboursé, {format_cents(250)}")


def test_a_voucher_instead_of_the_money(desk: Desk) -> None:
    order = order_of(desk, DELIVERED)
    slip = refund(desk, **{f"q{order.lines[0].id}": 1, "as_voucher": "y"})
    rule = desk.find(CartRule, code=slip.voucher_code)
    assert (rule.reduction_cents, rule.customer_id) == (slip.total_incl_cents, slip.order.customer_id)
    assert desk.read(f"/commandes/{slip.order_id}").says(slip.voucher_code)


def test_too_much_is_said_at_its_field_and_what_was_typed_stays(desk: Desk) -> None:
    order = order_of(desk, DELIVERED)
    line = order.lines[0]
    address = f"/commandes/{order.id}/remboursement/partiel"
    filled = desk.form(address, "refund-form").filled(
        **{f"q{line.id}": "99", f"m{line.id}": "9999,00", "shipping_cents": "-1"}
    )
    page = desk.refused(address, **filled)
    assert f"Entre 0 et {line.quantity}." in page.error(f"q{line.id}")
    assert "Entre 0 et" in page.error(f"m{line.id}")
    assert page.form("refund-form").fields[f"m{line.id}"] == ["9999,00"]
    page = desk.refused(address, **desk.form(address, "refund-form").filled(shipping_cents="999"))
    assert "au plus" in page.error("shipping_cents")
    assert desk.refused(address, **desk.form(address, "refund-form").filled()).says(
        "au moins une quantité ou un montant"
    )
    assert desk.count(CreditSlip, order_id=order.id) == 0


def test_slips_are_listed_by_period_and_printed(desk: Desk) -> None:
    order = order_of(desk, DELIVERED)
    slip = refund(desk, **{f"q{order.lines[0].id}": 1})
    page = desk.read(f"{SLIPS}?commande={DELIVERED}")
    assert page.says("Avoirs (1)")
    assert page.says(slip.reference)
    day = f"{slip.made_at:%d/%m/%Y}"
    assert desk.read(f"{SLIPS}?date_min={day}&type=partial").says(slip.reference)
    assert desk.read(f"{SLIPS}?date_max=01/01/2020").says("Avoirs (0)")
    assert desk.read(f"{SLIPS}/imprimer?commande={DELIVERED}").says("Détail de la TVA")
    desk.read(f"{SLIPS}/imprimer?date_max=01/01/2020", status=404)
    desk.read(f"{SLIPS}/99999", status=404)


def test_the_paper_and_its_pdf_say_the_same(desk: Desk) -> None:
    order = order_of(desk, DELIVERED)
    slip = refund(desk, **{f"q{order.lines[0].id}": 1, "shipping_cents": "1"})
    page = desk.read(f"{SLIPS}/{slip.id}")
    facts = slip_facts(queries.get_credit_slip(slip.id), get_company())
    said = [
        facts["number"],
        facts["total"],
        *(cell for part in ("rows", "taxes", "sums", "facts") for row in facts[part] for cell in row),
    ]
    assert [words for words in said if words and not page.says(words)] == []
    answer = desk.visitor.get(f"{desk.root}/admin{SLIPS}/{slip.id}.pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")


def test_an_onlooker_reads_and_changes_nothing(onlooker: Desk, stranger: Desk) -> None:
    order = order_of(onlooker, DELIVERED)
    address = f"/commandes/{order.id}/remboursement/partiel"
    onlooker.read(address)
    assert onlooker.send(address, **{f"q{order.lines[0].id}": 1}).status_code == 403
    stranger.read(SLIPS, status=404)


def test_a_list_asks_the_database_little(desk: Desk) -> None:
    order = order_of(desk, DELIVERED)
    for _ in range(2):
        refund(desk, **{f"m{order_of(desk, DELIVERED).lines[0].id}": "1"})
    db.session.expire_all()
    with counted() as sent:
        desk.read(SLIPS)
    assert len(sent) <= CEILING, "\n".join(sent)
    assert order is not None
