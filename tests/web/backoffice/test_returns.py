"""SAV > Retours produits: the list and its options, a return through its states, one entered for a customer."""

from __future__ import annotations

from sandbox.kernel.db import db
from sandbox.shop.orders import queries
from sandbox.shop.orders.models import CreditSlip, MerchandiseReturn, Order
from sandbox.shop.shops.queries import get_company, get_settings
from sandbox.shop.support.models import Mail
from sandbox.web.after_sale_papers import return_facts
from tests.support.statements import counted
from tests.web.backoffice.conftest import Desk

RETURNS, DELIVERED, UNSENT = "/sav/retours", "WPLNXDYAE", "LZCXNPIRT"
CEILING = 26


def record(desk: Desk, reference: str = DELIVERED, *, reason: str = "faulty") -> MerchandiseReturn:
    """Enter a return of one unit of an order's first line."""
    order: Order = desk.find(Order, reference=reference)
    line, path = order.lines[0].id, f"/commandes/{order.id}/retour"
    filled = desk.form(path, "return-form").filled(**{f"q{line}": 1, f"r{line}": reason, "reason": "Au téléphone."})
    desk.save(path, **filled)
    found = db.session.query(MerchandiseReturn).order_by(MerchandiseReturn.id.desc()).first()
    assert found is not None
    return found


def move(desk: Desk, row: MerchandiseReturn, state: str, answer: str = "") -> None:
    """Move a return to a state through its page."""
    form = desk.form(f"{RETURNS}/{row.id}", "/etat")
    desk.save(f"{RETURNS}/{row.id}/etat", **form.filled(state=state, answer=answer))


def test_the_options_at_the_foot_of_the_list(desk: Desk) -> None:
    form = desk.form(RETURNS, "return-settings")
    assert form.fields["retours_jours"] == ["14"]
    desk.save(f"{RETURNS}/options", **form.filled(retours_jours="30"))
    assert get_settings()["retours_jours"] == 30
    assert desk.form("/parametres/commandes", "settings-form").fields["retours_jours"] == ["30"]
    page = desk.refused(f"{RETURNS}/options", **form.filled(retours_jours="0"))
    assert page.error("retours_jours") == "Entre 1 et 365."
    desk.save(f"{RETURNS}/options", **form.filled(retours_actifs=None))
    assert get_settings()["retours_actifs"] is False


def test_a_return_from_request_to_end(desk: Desk) -> None:
    row = record(desk)
    assert (row.state, row.reason, row.lines[0].reason) == ("waiting", "Au téléphone.", "faulty")
    page = desk.read(f"{RETURNS}?commande={DELIVERED}&etat=waiting")
    assert page.says(row.reference)
    desk.read(f"{RETURNS}/{row.id}/bon", status=404)
    move(desk, row, "parcel")
    assert desk.read(f"{RETURNS}/{row.id}").says("Imprimer le bon de retour")
    move(desk, row, "received")
    mail = db.session.query(Mail).order_by(Mail.id.desc()).first()
    assert mail is not None
    assert mail.subject == f"Votre retour {row.reference} : Colis reçu"
    path = f"/commandes/{row.order_id}/remboursement/retour"
    form = desk.form(path, "refund-form")
    assert form.fields[f"q{row.lines[0].order_line_id}"] == ["1"]
    desk.save(path, **form.filled(restocks="y"))
    slip = desk.find(CreditSlip, return_id=row.id)
    assert (slip.kind, slip.lines[0].restocked) == ("return", 1)
    move(desk, row, "done")
    page = desk.read(f"{RETURNS}/{row.id}")
    assert page.says(slip.reference)
    assert page.says("Retour terminé")
    assert [line.partition(":")[0] for line in desk.journal()[-5:]] == [
        "retour.enregistrer", "retour.changer_etat", "retour.changer_etat", "commande.rembourser", "retour.changer_etat",
    ]  # fmt: skip


def test_a_refusal_tells_the_customer_why(desk: Desk) -> None:
    row = record(desk)
    move(desk, row, "refused", "Le produit a servi.")
    mail = db.session.query(Mail).order_by(Mail.id.desc()).first()
    assert mail is not None
    assert "Le produit a servi." in mail.body
    desk.read(f"{RETURNS}/{row.id}/bon.pdf", status=404)


def test_a_page_drawn_before_somebody_else_moved_it_says_so(desk: Desk) -> None:
    row = record(desk)
    stale = desk.form(f"{RETURNS}/{row.id}", "/etat")
    move(desk, row, "parcel")
    page = desk.refused(f"{RETURNS}/{row.id}/etat", **stale.filled(state="refused"))
    assert "passé entre-temps" in page.error("state")
    assert desk.find(MerchandiseReturn, id=row.id).state == "parcel"
    again = page.form("/etat")
    assert again.fields["was"] == ["parcel"]
    same = desk.refused(f"{RETURNS}/{row.id}/etat", **again.filled(state="parcel"))
    assert "déjà dans l’état" in same.error("state")


def test_too_many_units_are_said_at_their_field(desk: Desk) -> None:
    order = desk.find(Order, reference=DELIVERED)
    line, path = order.lines[0].id, f"/commandes/{order.id}/retour"
    page = desk.refused(path, **desk.form(path, "return-form").filled(**{f"q{line}": 99}))
    assert "Entre 0 et" in page.error(f"q{line}")
    assert page.form("return-form").fields[f"q{line}"] == ["99"]
    unsent = desk.find(Order, reference=UNSENT)
    assert not desk.read(f"/commandes/{unsent.id}").says("Enregistrer une demande")
    line, path = unsent.lines[0].id, f"/commandes/{unsent.id}/retour"
    page = desk.refused(path, **desk.form(path, "return-form").filled(**{f"q{line}": 1}))
    assert page.says("une fois la commande expédiée")


def test_the_paper_and_its_pdf_say_the_same(desk: Desk) -> None:
    row = record(desk)
    move(desk, row, "parcel")
    page = desk.read(f"{RETURNS}/{row.id}/bon")
    facts = return_facts(queries.get_return(row.id), get_company())
    said = [
        facts["number"],
        facts["note"],
        *(cell for part in ("rows", "facts") for line in facts[part] for cell in line),
    ]
    assert [words for words in said if words and not page.says(words)] == []
    answer = desk.visitor.get(f"{desk.root}/admin{RETURNS}/{row.id}/bon.pdf")
    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")


def test_an_onlooker_reads_and_changes_nothing(onlooker: Desk, stranger: Desk) -> None:
    onlooker.read(RETURNS)
    assert onlooker.send(f"{RETURNS}/options", retours_jours="30").status_code == 403
    stranger.read(RETURNS, status=404)
    onlooker.read(f"{RETURNS}/99999", status=404)


def test_a_list_asks_the_database_little(desk: Desk) -> None:
    record(desk)
    record(desk, "RKZOQFNUV")
    db.session.expire_all()
    with counted() as sent:
        desk.read(RETURNS)
    assert len(sent) <= CEILING, "\n".join(sent)
