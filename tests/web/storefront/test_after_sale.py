"""The account after a purchase: a return asked for without script, where it stands, credit slips; never another's."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.shop.orders import services
from sandbox.shop.orders.models import MerchandiseReturn, Order
from sandbox.shop.orders.services import RefundItem, ReturnItem
from sandbox.shop.shops.services import set_settings
from sandbox.shop.support.models import Mail
from sandbox.web.personal_data import export, readable
from tests.web.storefront.conftest import CAMILLE, HUGO, Buyer
from tests.web.storefront.test_home import shop_changed

DELIVERED, OLD = "WPLNXDYAE", "VXOIBXJWR"
ASK = f"/compte/commandes/{DELIVERED}/retour"


def lines_of(buyer: Buyer, reference: str = DELIVERED) -> list[int]:
    """The numbers of an order's lines."""
    return [line.id for line in buyer.find(Order, reference=reference).lines]


def ask(buyer: Buyer, **data: object) -> MerchandiseReturn:
    """Ask for the first line of the order back, through its form."""
    line = lines_of(buyer)[0]
    form = buyer.form(ASK, "/retour")
    buyer.save(ASK, **form.filled(**{f"l{line}": "y", f"q{line}": 1, f"r{line}": "fit", **data}))
    found = db.session.query(MerchandiseReturn).order_by(MerchandiseReturn.id.desc()).first()
    assert found is not None
    return found


def test_a_return_is_asked_for_from_the_order(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    assert f'href="{buyer.root}{ASK}"' in buyer.html(f"/compte/commandes/{DELIVERED}")
    row = ask(buyer, reason="Trop petit pour ma cafetière.")
    assert (row.state, row.kind, row.lines[0].reason, row.lines[0].quantity) == ("waiting", "return", "fit", 1)
    page = buyer.read(f"/compte/retours/{row.reference}")
    assert page.says("En attente de confirmation")
    assert page.says("Trop petit pour ma cafetière.")
    assert page.says("Le produit ne me convient pas")
    assert buyer.read("/compte/retours").says(row.reference)
    assert buyer.read(f"/compte/commandes/{DELIVERED}").says(row.reference)
    assert buyer.read(f"/admin/sav/retours?commande={DELIVERED}").says(row.reference)
    mail = db.session.query(Mail).order_by(Mail.id.desc()).first()
    assert mail is not None
    assert mail.subject == f"Votre retour {row.reference} : En attente de confirmation"


def test_what_is_missing_is_said_and_what_was_typed_stays(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    line = lines_of(buyer)[0]
    form = buyer.form(ASK, "/retour")
    assert buyer.refused(ASK, **form.filled(reason="Bonjour")).says("Choisissez au moins un article.")
    page = buyer.refused(ASK, **form.filled(**{f"l{line}": "y", "reason": "Bonjour"}))
    assert page.says("Dites pourquoi vous renvoyez ce produit.")
    assert page.form("/retour").fields["reason"] == ["Bonjour"]
    assert f"l{line}" in page.form("/retour").fields
    page = buyer.refused(ASK, **form.filled(**{f"l{line}": "y", f"q{line}": 99, f"r{line}": "fit"}))
    assert page.texts[f"q{line}-e"].startswith("Entre 1 et")
    assert buyer.count(MerchandiseReturn, state="waiting", order_id=buyer.find(Order, reference=DELIVERED).id) == 0


def test_a_shop_that_takes_no_returns_says_so(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    set_settings(values={"retours_actifs": False})
    shop_changed(buyer)
    assert buyer.read(ASK).says("n’accepte pas les demandes de retour en ligne")
    assert not buyer.read(f"/compte/commandes/{DELIVERED}").says("Demander un retour")
    assert buyer.refused(ASK, **{f"l{lines_of(buyer)[0]}": "y"}).says("n’accepte pas les demandes de retour en ligne")


def test_what_was_made_for_the_buyer_stays_with_the_reason(buyer: Buyer) -> None:
    order = buyer.find(Order, reference=DELIVERED)
    line = order.lines[0]
    line.customization = "Gravure : « Hugo »"
    db.session.commit()
    number = line.id
    buyer.sign_in(HUGO)
    page = buyer.read(ASK)
    assert page.says("Fait pour vous")
    assert f"q{number}" not in page.form("/retour").fields
    page = buyer.refused(ASK, **page.form("/retour").filled(**{f"l{number}": "y", f"r{number}": "mind"}))
    assert page.says("Fait pour vous : un article personnalisé ne se reprend pas")
    assert buyer.read(f"/retractation?commande={DELIVERED}").says("Fait pour vous")


def test_the_paper_comes_once_the_return_is_accepted(buyer: Buyer) -> None:
    buyer.sign_in(HUGO)
    row = ask(buyer)
    path = f"/compte/retours/{row.reference}/bon.pdf"
    buyer.read(path, status=404)
    services.change_return_state(merchandise_return=row, state="parcel")
    db.session.commit()
    assert f'href="{buyer.root}{path}"' in buyer.html(f"/compte/retours/{row.reference}")
    answer = buyer.visitor.get(f"{buyer.root}{path}")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")


def test_a_refund_is_seen_in_the_account(buyer: Buyer) -> None:
    order = buyer.find(Order, reference=DELIVERED)
    slip = services.refund_order(
        order=order, kind="partial", items=[RefundItem(order.lines[0], 0, 250)], as_voucher=True
    )
    db.session.commit()
    reference, code = slip.reference, slip.voucher_code
    buyer.sign_in(HUGO)
    page = buyer.read("/compte/avoirs")
    assert page.says(reference)
    assert page.says("2,50")
    assert buyer.read("/compte/bons").says(code)
    assert buyer.read(f"/compte/commandes/{DELIVERED}").says(f"Avoir {reference}")
    answer = buyer.visitor.get(f"{buyer.root}/compte/avoirs/{reference}.pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    data = export(buyer.find(Order, reference=DELIVERED).customer)
    assert [row["numero"] for row in data["avoirs"]].count(reference) == 1
    assert "Avoirs" in [section.title for section in readable(data)]


@pytest.mark.parametrize("path", ["/compte/retours", "/compte/avoirs", ASK])
def test_a_visitor_signs_in_first(buyer: Buyer, path: str) -> None:
    assert buyer.goes_to(path).startswith("/connexion")


def test_somebody_elses_do_not_exist(buyer: Buyer) -> None:
    order = buyer.find(Order, reference=DELIVERED)
    row = services.record_return(order=order, items=[ReturnItem(order.lines[0], 1, "faulty")])
    slip = services.refund_order(order=order, kind="partial", items=[RefundItem(order.lines[0], 0, 100)])
    services.change_return_state(merchandise_return=row, state="parcel")
    db.session.commit()
    paths = [
        ASK,
        f"/compte/retours/{row.reference}",
        f"/compte/retours/{row.reference}/bon.pdf",
        f"/compte/avoirs/{slip.reference}.pdf",
    ]
    buyer.sign_in(CAMILLE)
    for path in paths:
        buyer.read(path, status=404)
    assert buyer.send(ASK, **{f"l{order.lines[0].id}": "y"}).status_code == 404
    assert not buyer.read("/compte/avoirs").says(slip.reference)


def test_an_order_of_long_ago_takes_no_return(buyer: Buyer) -> None:
    buyer.sign_in(CAMILLE)
    assert buyer.read(f"/compte/commandes/{OLD}/retour").says("Le délai de retour a pris fin le")
