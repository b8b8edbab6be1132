"""Evidence that replays what a visitor sees, reads what was handed in, waits for events, and listens to the examiner."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import take_changes
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.queries import find_category_by_key
from sandbox.shop.catalog.services import update_category
from sandbox.shop.customers.services import create_group
from sandbox.shop.display import services as display
from sandbox.shop.display.queries import home_blocks
from sandbox.shop.notes.queries import bodies, find_note
from sandbox.shop.notes.services import write_note
from sandbox.shop.reviews import services as reviews
from sandbox.shop.shipping.queries import list_carriers
from sandbox.shop.shipping.services import update_carrier
from sandbox.shop.shops.services import set_setting
from sandbox.shop.site.queries import list_pages
from sandbox.shop.site.services import update_page
from sandbox.shop.traffic.queries import get_dataset, get_shop_day
from sandbox.shop.traffic.rules.indicators import value_of
from sandbox.shop.traffic.rules.periods import last_days
from sandbox.training.evidence.figures import numbers_of, period_named
from sandbox.training.evidence.findings import ProofFinding, State
from sandbox.training.evidence.queries import evaluate_all, findings_of_shop
from sandbox.training.evidence.spelling import faults_of
from sandbox.training.evidence.texts import tells
from sandbox.training.evidence.ticks import TICK, tick_proof
from sandbox.training.exams.models import ExamSession, Extra, Seat
from sandbox.training.exams.queries import time_factor
from sandbox.training.exams.services import grant_entitlement
from sandbox.training.journal.queries import all_of
from sandbox.training.journal.services import record_event
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.names import NameFault
from tests.domain.training.conftest import At
from tests.domain.training.test_evidence import BOX, edit, look, with_proofs
from tests.domain.training.working import product, work


@pytest.fixture
def seat(session: ExamSession) -> Seat:
    return session.seats[0]


def found(subject: Subject, seat: Seat, **proof: Any) -> ProofFinding:
    return look(with_proofs(subject, {"id": "p", **proof}), seat).proof("p")


def told(finding: ProofFinding) -> list[tuple[str, str, bool | None]]:
    return [(c.expected.replace("\u00a0", " "), c.observed.replace("\u00a0", " "), c.holds) for c in finding.conditions]


# visits ------------------------------------------------------------------------------------------------------------------------


def test_a_visited_category_shows_its_products_in_order_and_hides_when_it_is_off(subject: Subject, seat: Seat) -> None:
    wanted = {"type": "comportement", "scene": "visite", "avec": {"categorie": "coffrets-cadeaux"}}
    work(seat, edit(name="Coffret autre"))
    seen = found(subject, seat, **wanted, attend={"visible": {"egal": "oui"}, "nombre": {"min": 3}})
    assert seen.state is State.REACHED

    def close() -> object:
        category = find_category_by_key("coffrets-cadeaux")
        assert category is not None
        return update_category(category=category, is_active=False)

    work(seat, close)
    seen = found(subject, seat, **wanted, attend={"visible": {"egal": "oui"}, "produits": {"contient_un": [BOX]}})
    assert [c[1:] for c in told(seen)] == [("non", False), ("vide", False)]


def test_a_visited_page_shows_its_text_only_while_it_is_displayed(subject: Subject, seat: Seat) -> None:
    with shop_scope(seat.shop_id):
        page = list_pages(only_displayed=True)[0]
        key = page.key
        wanted = {"type": "comportement", "scene": "visite", "avec": {"page": key}}
        expected = {"visible": {"egal": "oui"}, "texte": {"contient_un": ["noël"]}}
    work(seat, lambda: update_page(page=page, content="<p>Commandez avant le 18 pour Noël.</p>"))
    assert found(subject, seat, **wanted, attend=expected).state is State.REACHED
    work(seat, lambda: update_page(page=page, is_displayed=False))
    assert found(subject, seat, **wanted, attend=expected).state is State.MISSED


def test_what_a_group_sees_is_its_own_price(subject: Subject, seat: Seat) -> None:
    work(seat, lambda: create_group(name="Pros", reduction_bp=1000, shows_tax_excl=True))
    work(seat, edit("moulin-armen", price_incl_cents=12000))
    scene = {"type": "comportement", "scene": "visite"}
    public = found(
        subject, seat, **scene, avec={"produit": "moulin-armen"}, attend={"prix_affiche": {"egal": "120,00"}}
    )
    assert public.state is State.REACHED
    pro = found(
        subject, seat, **scene, avec={"produit": "moulin-armen", "groupe": "Pros"},
        attend={"prix_ttc": {"egal": "108,00"}, "prix_affiche": {"egal": "90,00"}, "voit_prix": {"egal": "oui"}},
    )  # fmt: skip
    assert pro.state is State.REACHED, told(pro)


def test_carriers_offered_at_the_checkout_with_their_price(subject: Subject, seat: Seat) -> None:
    with shop_scope(seat.shop_id):
        carrier = next(c for c in list_carriers(only_active=True) if not c.is_pickup)
        key = carrier.key
    given = {"produits": ["moulin-armen"], "code_postal": "29200", "transporteur": key}
    scene = {"type": "comportement", "scene": "livraison", "avec": given}
    work(seat, lambda: set_setting(name="frais_manutention", value=0))
    before = found(subject, seat, **scene, attend={"propose": {"egal": "oui"}, "prix": {"egal": "0"}})
    assert before.conditions[0].holds is True
    work(seat, lambda: update_carrier(carrier=carrier, is_free=True))
    assert (
        found(subject, seat, **scene, attend={"prix": {"egal": "0"}, "gratuits": {"contient_un": [key]}}).state
        is State.REACHED
    )
    work(seat, lambda: update_carrier(carrier=carrier, is_active=False))
    gone = found(subject, seat, **scene, attend={"propose": {"egal": "non"}, "transporteurs": {"sans": [key]}})
    assert gone.state is State.REACHED, told(gone)


def test_a_place_where_nobody_delivers_has_no_carrier(subject: Subject, seat: Seat) -> None:
    work(seat, edit(name="Coffret autre"))
    given = {"produits": ["moulin-armen"], "pays": "Patagonie"}
    scene = {"type": "comportement", "scene": "livraison", "avec": given}
    assert found(subject, seat, **scene, attend={"nombre": {"egal": 0}, "prix": {"egal": None}}).state is State.REACHED


def test_the_menu_is_the_one_that_is_drawn(subject: Subject, seat: Seat) -> None:
    work(seat, lambda: display.add_menu_item(target="produit:moulin-armen", label="Idées de Noël", position=1))
    scene = {"type": "comportement", "scene": "menu"}
    first = found(subject, seat, **scene, attend={"entrees": {"contient_un": ["idées de noel"]}, "arbre": {"min": 3}})
    assert first.state is State.REACHED
    assert "Idées de Noël" in first.conditions[0].observed.split(", ")[0]


def test_home_blocks_are_seen_in_their_order(subject: Subject, seat: Seat) -> None:
    with shop_scope(seat.shop_id):
        blocks = home_blocks()
        keys = [str(block.key) for block in blocks]
    work(seat, lambda: display.move_block(block=blocks[-1], position=1))
    scene = {"type": "comportement", "scene": "accueil"}
    wanted = [keys[-1], *keys[:-1]]
    assert found(subject, seat, **scene, attend={"blocs": {"egal": wanted}}).state is State.REACHED
    assert found(subject, seat, **scene, attend={"blocs": {"egal": keys}}).state is State.MISSED


# deliverables --------------------------------------------------------------------------------------------------------------------

NOTE = {"type": "livrable", "livrable": "note"}


def write(seat: Seat, body: str, **more: Any) -> None:
    work(seat, lambda: write_note(deliverable="note", body=body, title="Note", **more))


def test_a_note_is_read_for_its_words_and_the_indicators_it_cites(subject: Subject, seat: Seat) -> None:
    expected = {
        "mots": {"min": 8},
        "indicateurs": {"parmi": ["taux_abandon_panier", "taux_conversion", "panier_moyen"], "min": 2},
    }
    work(seat, edit(name="Autre"))
    missed = found(subject, seat, **NOTE, attend=expected, partiel_si=1)
    assert missed.state is State.MISSED
    write(seat, "Le taux d’abandon est élevé et le taux de transformation reste bas cette année.")
    assert found(subject, seat, **NOTE, attend=expected).state is State.REACHED
    write(seat, "Trop d’abandons de panier.")
    partial = found(subject, seat, **NOTE, attend=expected, partiel_si=1)
    assert [c.observed for c in partial.conditions] == ["4 mots", "Abandon de panier"]


def test_the_numbers_of_a_note_are_those_of_the_statistics(subject: Subject, seat: Seat) -> None:
    with shop_scope(seat.shop_id):
        totals = get_dataset(last_days(get_shop_day(), 30)).totals
    basket, conversion = value_of("panier_moyen", totals).amount, value_of("conversion", totals).amount
    assert basket is not None
    assert conversion is not None
    expected = {"chiffres": {"panier_moyen": None, "conversion": {"tolerance": "0,05"}}}
    euros, rate = f"{basket / 100:.2f}".replace(".", ","), f"{conversion:.1f}".replace(".", ",")
    write(seat, f"Sur 30 jours, le panier moyen est de {euros} € et le taux de conversion de {rate} %.")
    right = found(subject, seat, **NOTE, attend=expected)
    assert right.state is State.REACHED, told(right)
    write(seat, f"Le panier moyen est de {basket / 100 + 5:.2f} €, la conversion de {conversion + 1:.1f} %.")
    wrong = found(subject, seat, **NOTE, attend=expected)
    assert [c.holds for c in wrong.conditions] == [False, False]
    assert found(subject, seat, **NOTE, attend={**expected, "chiffres_min": 1}).conditions[0].observed == "aucun"
    write(seat, f"Panier moyen : {round(basket / 100)} €.")
    rounded = found(subject, seat, **NOTE, attend={**expected, "chiffres_min": 1})
    assert rounded.state is State.REACHED, "a number rounded as it is written is right"


def test_an_unknown_indicator_or_period_is_unverifiable_with_its_reason(subject: Subject, seat: Seat) -> None:
    write(seat, "Une note.")
    assert "Indicateur « bonheur »" in found(subject, seat, **NOTE, attend={"chiffres": ["bonheur"]}).note
    late = found(subject, seat, **NOTE, attend={"chiffres": {"ventes": {"periode": "hier"}}})
    assert (late.state, "Période « hier »" in late.note) == (State.UNVERIFIABLE, True)
    with shop_scope(seat.shop_id), pytest.raises(NameFault):
        period_named("J-1..J-30", seat.shop.anchor_on)


def test_numbers_are_read_as_french_people_write_them() -> None:
    text = "1\u00a0234,50\u00a0€ puis 81 %, 2,6 points, 12 345 visites et −3 % ; l’article C2 en 2027."
    assert [(str(n.value), n.unit, n.places) for n in numbers_of(text)] == [
        ("1234.50", "€", 2), ("81", "%", 0), ("2.6", "%", 1), ("12345", "", 0), ("-3", "%", 0), ("2027", "", 0),
    ]  # fmt: skip


def test_an_autosave_is_read_at_once_though_the_journal_hears_of_it_once_in_a_while(
    subject: Subject, seat: Seat, at: At
) -> None:
    asked = with_proofs(subject, {"id": "p", **NOTE, "attend": {"mots": [3, 50]}})
    baseline = seat.session.baseline_shop_id
    with at(2):
        write(seat, "Un", is_silent=True)
        db.session.commit()
        assert findings_of_shop(asked, seat.shop, baseline).proof("p").state is State.MISSED
    with at(2, 4):
        write(seat, "Un deux trois", is_silent=True)
        db.session.commit()
        assert findings_of_shop(asked, seat.shop, baseline).proof("p").state is State.REACHED
        assert [e.action for e in all_of(seat.shop_id)] == ["livrable.ecrire"]
    with at(2, 20):
        write(seat, "Un deux trois")
        assert len(all_of(seat.shop_id)) == 2, "who stops typing is told, though nothing is new since the last autosave"
        write(seat, "Un deux trois")
        assert len(all_of(seat.shop_id)) == 2


def test_a_note_is_its_candidates_own_and_has_a_size(subject: Subject, session: ExamSession) -> None:
    first, second, _ = session.seats
    write(first, "Secret de la première")
    with shop_scope(second.shop_id):
        assert find_note("note") is None
        assert bodies() == {}
        with pytest.raises(RuleBroken):
            write_note(deliverable="note", body="x" * 20_001)
    with shop_scope(first.shop_id):
        assert bodies() == {"note": ("Secret de la première", 1)}


# hints about texts ---------------------------------------------------------------------------------------------------------------


def test_common_faults_are_pointed_at_and_right_french_is_left_alone() -> None:
    bad = "Les client profitent de l’acceuil. trés bon le le café,à offrir grâce a nous, vous pouvez commandé."
    assert faults_of(bad) == [
        "Les client (pluriel sans « s »)", "acceuil (accueil)", "trés (majuscule)", "trés (très)", "le le (mot répété)",
        "é,à (espace après la virgule)", "grâce a nous (« à » attendu)", "vous pouvez commandé (« -er » attendu)",
    ]  # fmt: skip
    good = (
        "Il nous a écrit : « Les clients sont ravis, etc. mais nous nous hâtons. » Le prix est de 3,50 € et la face a été "
        "vernie. Ce coffret vous est réservé jusqu’à Noël, à partir de 9 h, grâce à vous. Une connexion sûre."
    )
    assert faults_of(good) == []


def test_spelling_is_a_hint_with_its_words(subject: Subject, seat: Seat) -> None:
    work(seat, edit(description="<p>Un acceuil trés chaleureux, malgrés la pluie, et un language clair.</p>"))
    wanted = {"type": "texte", "cible": f"produit:{BOX}", "champ": "description", "attend": {"orthographe_max": 1}}
    seen = found(subject, seat, **wanted)
    assert seen.conditions[0].expected == "au plus 1 faute"
    assert seen.conditions[0].observed.startswith(
        "4 fautes : acceuil (accueil), trés (très), malgrés (malgré) et 1 autre"
    )
    assert seen.state is State.MISSED


def test_a_wording_is_told_at_the_beginning_of_a_word() -> None:
    assert tells("noue a la main", "main")
    assert not tells("demain peut-etre", "main")
    assert tells("des soldes", "solde")
    assert not tells("", "main")


# events ----------------------------------------------------------------------------------------------------------------------------


def arrive(seat: Seat, event_id: str = "avis_casse") -> Any:
    """A one-star review that an event brings."""
    with shop_scope(seat.shop_id):
        set_setting(name="avis_invites", value=True)
        review = reviews.post_review(
            product=product("moulin-armen"), rating=1, body="Arrivé cassé, aucune réponse !", author="Claire"
        )
        db.session.flush()
        changes, _ = take_changes(db.session()), take_performed()
        record_event(
            shop_id=seat.shop_id, event_id=event_id, title="Avis : pot cassé", actor="Claire", words="Un avis arrive",
            changes=changes, seat=seat,
        )  # fmt: skip
        return review


def answers(subject: Subject, seat: Seat, factor: float = 1.0, **more: Any) -> ProofFinding:
    proof = {
        "id": "p",
        "type": "action",
        "action": "avis.repondre",
        "cible": "evenement:avis_casse",
        "delai_max": "10min",
        **more,
    }
    asked = with_proofs(subject, proof)
    return evaluate_all(
        asked, seat.shop_id, seat.session.baseline_shop_id, all_of(seat.shop_id), time_factor=factor
    ).proof("p")


def test_an_answer_counts_from_the_event_and_on_what_it_brought(subject: Subject, seat: Seat, at: At) -> None:
    with at(1):
        work(seat, edit(name="Autre"))
        none = answers(subject, seat)
        assert (none.state, none.note) == (State.UNVERIFIABLE, "l’événement « avis_casse » n’a pas eu lieu")
    with at(12):
        review = arrive(seat)
        assert told(answers(subject, seat)) == [("faite en moins de 10 min", "pas faite", False)]
    with at(13):
        other = work(
            seat,
            lambda: reviews.post_review(
                product=product("moulin-armen"), rating=5, body="Très bien, merci beaucoup.", author="Luc"
            ),
        )
        assert other
    with at(23):
        work(seat, lambda: reviews.reply_to_review(review=review, reply="Pardon, nous vous en envoyons un autre."))
        late = answers(subject, seat)
        assert told(late) == [("faite en moins de 10 min", "faite 11 min après", False)]
        assert answers(subject, seat, factor=4 / 3).state is State.REACHED, "extra time multiplies the limit"
        assert answers(subject, seat, factor=float("inf")).state is State.REACHED


def test_extra_time_makes_the_factor(session: ExamSession, at: At) -> None:
    third, free, usual = session.seats
    with at(1):
        third.extra, free.extra = Extra.THIRD, Extra.UNLIMITED
        grant_entitlement(third, "Erin")
        grant_entitlement(free, "Erin")
        db.session.refresh(third, ["entries"])
        db.session.refresh(free, ["entries"])
        assert time_factor(third) == pytest.approx(4 / 3)
        assert time_factor(free) == float("inf")
        assert time_factor(usual) == 1


# the examiner's hand ------------------------------------------------------------------------------------------------------------------


def test_a_tick_is_journalled_and_the_last_one_counts(subject: Subject, seat: Seat, at: At) -> None:
    asked = with_proofs(subject, {"id": "oral", "type": "manuelle"}, {"id": "p", **NOTE})
    baseline = seat.session.baseline_shop_id

    def state() -> ProofFinding:
        db.session.commit()
        return findings_of_shop(asked, seat.shop, baseline).proof("oral")

    def tick(verdict: str, note: str = "") -> None:
        tick_proof(subject=asked, shop=seat.shop, proof_id="oral", verdict=verdict, author="Erin", seat=seat, note=note)

    with at(5):
        assert state().state is State.UNVERIFIABLE
        tick("oui", "dit à voix haute")
        reached = state()
        assert (reached.state, reached.conditions[0].observed) == (
            State.REACHED,
            "constaté par Erin : dit à voix haute",
        )
        tick("non")
        assert (state().state, state().conditions[0].observed) == (State.MISSED, "non constaté par Erin")
        tick("effacer")
        assert state().state is State.UNVERIFIABLE
    assert [(e.action, e.actor, e.entity_key) for e in all_of(seat.shop_id)] == [(TICK, "Erin", "oral")] * 3
    assert all_of(seat.shop_id)[0].words == "Examinateur : constaté : dit à voix haute · Preuve 0"
    for wrong in ({"proof_id": "p"}, {"proof_id": "rien"}, {"verdict": "peut-être"}, {"note": "x" * 301}):
        with pytest.raises(RuleBroken):
            tick_proof(
                **{"subject": asked, "shop": seat.shop, "proof_id": "oral", "verdict": "oui", "author": "E", **wrong}
            )  # type: ignore[arg-type]
