"""A parcel that comes back: the approved return is opened, followed to its end, refunded by a credit slip."""

from __future__ import annotations

from sandbox.shop.orders.models import CreditSlip, MerchandiseReturn
from tests.operations.performing import performs
from tests.web.backoffice.conftest import Desk

RETURNS = "/sav/retours"


def approved(desk: Desk) -> MerchandiseReturn:
    """The return that the context leaves approved, its parcel on the way."""
    found: MerchandiseReturn = desk.find(MerchandiseReturn, key="retour-dripper")
    return found


def move(desk: Desk, number: int, state: str) -> None:
    """Give a return its next state, through its page."""
    desk.save(f"{RETURNS}/{number}/etat", **desk.form(f"{RETURNS}/{number}", "/etat").filled(state=state))


@performs("return.open", screen="return_view")
def test_the_approved_return_and_its_order_are_opened(desk: Desk) -> None:
    assert desk.read(f"{RETURNS}?etat=parcel").says(approved(desk).reference)
    page = desk.read(f"{RETURNS}/{approved(desk).id}")
    assert page.says("En attente du colis")
    assert desk.read(f"/commandes/{approved(desk).order_id}").says("Retours")


@performs("return.state", "PS-23", screen="return_state")
def test_the_return_goes_to_its_end(desk: Desk) -> None:
    number = approved(desk).id
    move(desk, number, "received")
    move(desk, number, "done")
    assert desk.find(MerchandiseReturn, id=number).state == "done"
    assert desk.read(f"{RETURNS}/{number}").says("Retour terminé")


@performs("return.credit", screen="order_view_refund_make")
def test_the_returned_lines_are_refunded_by_a_credit_slip(desk: Desk) -> None:
    row = approved(desk)
    number, path = row.id, f"/commandes/{row.order_id}/remboursement/retour"
    move(desk, number, "received")
    desk.save(path, **desk.form(path, "refund-form").filled(restocks="y"))
    slip = desk.find(CreditSlip, return_id=number)
    assert slip.total_incl_cents > 0
    assert {line.order_line_id for line in slip.lines} == {line.order_line_id for line in row.lines}
    assert desk.read("/commandes/avoirs").says(slip.reference)


@performs("PS-24", screen="return_settings")
def test_the_conditions_of_returns_are_changed_where_returns_are(desk: Desk) -> None:
    desk.save(f"{RETURNS}/options", **desk.form(RETURNS, "return-settings").filled(retours_jours="30"))
    assert desk.form("/parametres/commandes", "settings-form").fields["retours_jours"] == ["30"]
