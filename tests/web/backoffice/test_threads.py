"""SAV: answering threads, private messages, states, predefined messages; and the services customers write to."""

from __future__ import annotations

from sandbox.shop.support.models import Contact, Mail, PredefinedMessage, Thread
from tests.web.backoffice.conftest import Desk


def one(desk: Desk) -> Thread:
    return desk.find(Thread, name="Hugo Lemarchand")


def test_an_answer_leaves_by_mail_and_closes_the_thread(desk: Desk) -> None:
    thread, mails = one(desk), desk.count(Mail)
    page = desk.save(f"/sav/{thread.id}/repondre", body="Bonjour,\n\nLe carton d’origine suffit.", status="closed")
    assert page.says("Réponse envoyée à Hugo Lemarchand.")
    assert page.says("Le carton d’origine suffit.")
    kept = one(desk)
    assert (kept.status, kept.messages[-1].side, kept.messages[-1].is_private) == ("closed", "team", False)
    assert desk.count(Mail) == mails + 1
    told = desk.journal()[-1]
    assert told.startswith("message.repondre: ")
    assert "Le carton d’origine suffit." in told
    assert "État Ouvert → Traité" in told


def test_an_empty_answer_is_refused_at_its_field(desk: Desk) -> None:
    thread = one(desk)
    page = desk.refused(f"/sav/{thread.id}/repondre", body="  ", status="pending1")
    assert page.error("body")
    assert page.form("reply-form").fields["status"] == ["pending1"]


def test_a_predefined_message_fills_the_answer_without_sending_it(desk: Desk) -> None:
    thread = one(desk)
    message = desk.find(PredefinedMessage, name="Droit de rétractation")
    sent = len(thread.messages)
    answer = desk.send(f"/sav/{thread.id}/repondre", predefined=message.id, body="", status="closed", insert="1")
    assert answer.status_code == 200
    assert "Hugo" in answer.text or "Lemarchand" in answer.text
    assert len(one(desk).messages) == sent


def test_a_private_message_never_leaves(desk: Desk) -> None:
    thread, mails = one(desk), desk.count(Mail)
    page = desk.save(f"/sav/{thread.id}/noter", body="Proposer l’échange sans attendre.")
    assert page.says("le client ne le voit pas")
    assert one(desk).messages[-1].is_private
    assert desk.count(Mail) == mails
    page = desk.refused(f"/sav/{thread.id}/noter", body="")
    assert page.says("Écrivez le message.")


def test_states_services_and_reading(desk: Desk) -> None:
    number = one(desk).id
    desk.save(f"/sav/{number}/etat", status="pending2")
    assert one(desk).status == "pending2"
    assert desk.send(f"/sav/{number}/etat", status="perdu").status_code in (400, 409, 422)
    other = desk.find(Contact, name="Atelier et presse")
    desk.save(f"/sav/{number}/transferer", contact_id=other.id, note="Pour l’atelier.")
    assert one(desk).contact_id == other.id
    desk.save(f"/sav/{number}/non-lu")
    assert not one(desk).is_read
    desk.read(f"/sav/{number}")
    assert one(desk).is_read


def test_the_list_is_filtered_by_state_and_words(desk: Desk) -> None:
    assert desk.read("/sav?etat=pending1").says("Fils de discussion (8)")
    assert desk.read("/sav?texte=lemarchand").says("Hugo Lemarchand")
    assert desk.read("/sav?texte=introuvable").says("Rien ne correspond à ces filtres")


def test_predefined_messages_are_written_and_deleted(desk: Desk) -> None:
    path = "/sav/messages-predefinis"
    page = desk.refused(f"{path}/nouveau", name="", body="Bonjour {prenom}")
    assert page.error("name")
    assert page.form("predefined-form").fields["body"] == ["Bonjour {prenom}"]
    desk.save(f"{path}/nouveau", name="Fermeture de Noël", body="Bonjour {prenom}, nous fermons le 24.")
    made = desk.find(PredefinedMessage, name="Fermeture de Noël").id
    desk.save(f"{path}/{made}", name="Fermeture", body="Bonjour, nous fermons.")
    assert desk.read(f"{path}?q=fermons").says("Fermeture")
    desk.save(f"{path}/{made}/supprimer")
    assert desk.count(PredefinedMessage, id=made) == 0


def test_customers_choose_among_the_contacts(desk: Desk) -> None:
    page = desk.refused("/parametres/contacts/nouveau", name="Boutique", email="boutique", description="")
    assert page.error("email")
    desk.save(
        "/parametres/contacts/nouveau",
        name="Boutique du quai",
        email="quai@castelune.example",
        description="Sur place.",
    )
    assert desk.shop_page("/contact").says("Boutique du quai")
    made = desk.find(Contact, name="Boutique du quai").id
    desk.save(f"/parametres/contacts/{made}", name="Boutique", email="quai@castelune.example", description="")
    assert desk.find(Contact, id=made).name == "Boutique"
