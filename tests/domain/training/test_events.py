"""Events of a subject at a seat: each trigger, once and only once, never in a pause or after the end, told by the journal."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from sandbox.accounts.models import User
from sandbox.accounts.queries import find_user
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog import services as catalog
from sandbox.shop.reviews import services as reviews
from sandbox.shop.reviews.models import Review
from sandbox.shop.support.models import Thread
from sandbox.training.events import services
from sandbox.training.events.models import EventMark, PersonaMessage
from sandbox.training.events.playing import play_with_events
from sandbox.training.events.queries import Standing, messages_of, states_of
from sandbox.training.events.rules import Outcome
from sandbox.training.evidence.findings import State
from sandbox.training.evidence.queries import differences, findings_of_shop
from sandbox.training.exams import services as exams
from sandbox.training.exams.copies import make_copy
from sandbox.training.exams.models import ExamSession, Extra, Seat
from sandbox.training.grading.exports import report_pdf, session_csv
from sandbox.training.grading.journal_file import journal_bytes
from sandbox.training.grading.report import report_of
from sandbox.training.journal.queries import all_of
from sandbox.training.journal.services import EVENT_ACTION
from sandbox.training.subjects.format import Subject
from tests.domain.training.working import product, work
from tests.factories.animated import animated_session, animated_subject
from tests.factories.world import World

At = Callable[..., AbstractContextManager[None]]
ERIN = "Erin Examinatrice"


@pytest.fixture
def erin(world: World) -> User:
    """The examiner."""
    found = find_user("erin")
    assert found is not None
    assert world.session_id
    return found


@pytest.fixture
def subject() -> Subject:
    """The animated subject of the tests."""
    return animated_subject()


@pytest.fixture
def three(erin: User, subject: Subject, start: datetime) -> ExamSession:
    """Three candidates; the second has a third more time."""
    people = (
        exams.Candidate(last_name="Kervella", first_name="Inès"),
        exams.Candidate(last_name="Tréguier", first_name="Malo", extra=Extra.THIRD),
        exams.Candidate(last_name="Benhamou", first_name="Sarah"),
    )
    return animated_session(subject, erin, start, *people)


@pytest.fixture
def seat(three: ExamSession) -> Seat:
    """The first candidate's seat."""
    return three.seats[0]


def settle(seat: Seat) -> list[str]:
    """What a look at the seat decides now, each in a transaction of its own, as the frame does."""
    done = []
    while (made := services.decide_next(seat=seat)) is not None:
        db.session.commit()
        done.append(made.event_id)
    db.session.commit()
    return done


def standing(seat: Seat, subject: Subject) -> dict[str, Standing]:
    return {state.event_id: state.standing for state in states_of([seat], subject)[seat.id]}


def lower_price(seat: Seat, cents: int = 900) -> None:
    work(seat, lambda: catalog.update_product(product=product("balance-minuteur"), price_incl_cents=cents))
    db.session.commit()


def answer_the_review(seat: Seat) -> None:
    with shop_scope(seat.shop_id):
        found = db.session.scalars(sa.select(Review).where(Review.key == "avis-hugo")).one()
    work(
        seat,
        lambda: reviews.reply_to_review(review=found, reply="Nous vous le remplaçons dès demain, avec nos excuses."),
    )
    db.session.commit()


# the four triggers -----------------------------------------------------------------------------------------------------------


def test_a_timed_event_comes_at_its_time_and_once(seat: Seat, at: At) -> None:
    with at(11, 59):
        assert settle(seat) == []
    with at(12):
        assert settle(seat) == ["avis_casse"]
        assert settle(seat) == []
    with shop_scope(seat.shop_id):
        review = db.session.scalars(sa.select(Review).where(Review.key == "avis-hugo")).one()
        assert (review.rating, review.body) == (1, "Arrivé cassé, et personne ne répond.")
    entry = all_of(seat.shop_id)[-1]
    assert (entry.event, entry.action, entry.exam_ms) == ("avis_casse", EVENT_ACTION, 720_000)
    assert (entry.entity_table, entry.entity_id, entry.entity_key) == ("reviews", review.id, "avis_casse")
    assert entry.actor == "Maëlle Quéré"
    assert "Avis 1 étoile" in entry.words
    assert [c["table"] for c in entry.changes if c["op"] == "insert"] == ["reviews"]


def test_extra_time_puts_it_off_unless_the_event_says_no(three: ExamSession, at: At) -> None:
    malo = three.seats[1]
    with at(15, 59):
        assert settle(malo) == []
    with at(16):
        assert settle(malo) == ["avis_casse"]
    with at(30):
        assert settle(malo) == ["fil_fixe"]
        with shop_scope(malo.shop_id):
            thread = db.session.scalars(sa.select(Thread).order_by(Thread.id.desc())).first()
            assert thread is not None
            assert (thread.name, thread.email, thread.is_read) == ("Maëlle Quéré", "maelle-quere@example.org", False)


def test_an_event_follows_an_action_of_the_candidate_and_no_other(three: ExamSession, seat: Seat, at: At) -> None:
    with at(3):
        lower_price(seat, 1500)
    with at(4, 59):
        assert settle(seat) == []
    with at(5):
        assert settle(seat) == ["marge"]
        assert settle(three.seats[2]) == []
        told = messages_of(seat)
        assert [(m.author, m.role, m.channel, m.read_at) for m in told] == [
            ("Armelle Guivarc’h", "Responsable de la boutique", "messagerie interne", None)
        ]


def test_what_an_event_does_is_no_action_of_the_candidate(seat: Seat, at: At) -> None:
    """« rupture » changes a product through the same service as people: « marge » waits for the candidate."""
    with at(3):
        services.fire_by_hand(seat=seat, event_id="rupture", author=ERIN)
        db.session.commit()
    with at(11):
        assert settle(seat) == ["suite"]


def test_an_event_comes_when_its_condition_holds(seat: Seat, at: At) -> None:
    with at(3):
        assert settle(seat) == []
        lower_price(seat, 900)
        assert settle(seat) == ["trop_bas"]
        assert [m.body for m in messages_of(seat)] == ["À ce prix, nous vendons à perte."]
    with at(4):
        lower_price(seat, 1900)
        lower_price(seat, 900)
        assert settle(seat) == []


def test_the_examiner_fires_for_one_and_the_next_event_follows(three: ExamSession, seat: Seat, at: At) -> None:
    with at(7):
        made = services.fire_by_hand(seat=seat, event_id="rupture", author=ERIN)
        db.session.commit()
        assert (made.outcome, made.author) == (Outcome.FIRED, ERIN)
        with shop_scope(seat.shop_id):
            assert product("balance-minuteur").quantity == 0
        with shop_scope(three.seats[2].shop_id):
            assert product("balance-minuteur").quantity > 0
        with pytest.raises(RuleBroken, match="a déjà eu lieu"):
            services.fire_by_hand(seat=seat, event_id="rupture", author=ERIN)
    with at(8):
        assert settle(seat) == ["suite"]
        assert settle(three.seats[2]) == []


def test_who_is_not_at_work_receives_nothing_by_hand(three: ExamSession, at: At) -> None:
    with at(7):
        exams.hand_in(seat=three.seats[2])
        with pytest.raises(RuleBroken, match="Sarah Benhamou : l’épreuve n’est pas en cours"):
            services.fire_by_hand(seat=three.seats[2], event_id="rupture", author=ERIN)


@pytest.mark.parametrize("name", ["avis_casse", "inconnu"])
def test_only_events_left_to_the_hand_are_fired_by_hand(seat: Seat, at: At, name: str) -> None:
    with at(7), pytest.raises(RuleBroken, match="de ce nom à déclencher"):
        services.fire_by_hand(seat=seat, event_id=name, author=ERIN)
    assert db.session.scalars(sa.select(EventMark)).all() == []


# si_non, expire, failures ----------------------------------------------------------------------------------------------------


def test_an_event_without_object_is_skipped_with_its_reason(seat: Seat, subject: Subject, at: At) -> None:
    with at(12):
        settle(seat)
    with at(13):
        answer_the_review(seat)
    with at(25):
        assert settle(seat) == ["relance"]
        assert messages_of(seat) == []
        state = next(s for s in states_of([seat], subject)[seat.id] if s.event_id == "relance")
        assert (state.standing, state.reason) == (Standing.SKIPPED, "déjà fait : Réponse à l’avis")


def test_an_event_that_expired_no_longer_comes(seat: Seat, subject: Subject, at: At) -> None:
    with at(36):
        lower_price(seat, 900)
        assert "trop_bas" in settle(seat)
        assert standing(seat, subject)["trop_bas"] is Standing.NEVER
        assert messages_of(seat) == []


def test_an_effect_that_the_shop_refuses_leaves_nothing_of_itself(erin: User, start: datetime, at: At) -> None:
    """The message that came first in the event is taken back with the rest."""
    broken = animated_subject(
        """
evenements:
  - id: rupture
    titre: "Rupture"
    declencheur: {manuel: true}
    effets:
      - {op: message, acteur: veille, valeurs: {texte: "Stock épuisé."}}
      - {op: modifier, cible: "produit:parti-entre-temps", valeurs: {quantite: 0}}
  - {id: suite, titre: "La suite", declencheur: {apres: "evenement:rupture"}, effets: [{op: message, acteur: veille, valeurs: {texte: "Et alors ?"}}]}
"""
    )
    seat = animated_session(broken, erin, start).seats[0]
    with at(7):
        made = services.fire_by_hand(seat=seat, event_id="rupture", author=ERIN)
        db.session.commit()
        assert settle(seat) == []
    assert made.outcome is Outcome.FAILED
    assert "introuvable" in made.reason
    assert messages_of(seat) == []
    assert all_of(seat.shop_id) == []
    found = standing(seat, broken)
    assert (found["rupture"], found["suite"]) == (Standing.FAILED, Standing.NEVER)


def test_what_events_did_is_not_counted_as_the_candidates(erin: User, start: datetime, at: At) -> None:
    """A guard that nothing else changed stays whole; what the candidate writes over an event's row counts."""
    proofs = """
preuves:
  - {id: repond_avis, lignes: [L1], type: action, action: "avis.repondre", libelle: "Réponse à l’avis"}
  - {id: intacts, lignes: [L1], type: intact, entite: produit, garde: true, libelle: "Aucun produit modifié"}
  - {id: avis_neuf, lignes: [L1], type: existe, entite: avis, attend: {note: {egal: 1}}, libelle: "Un avis à une étoile"}
"""
    subject = animated_subject(proofs=proofs)
    seat = animated_session(subject, erin, start).seats[0]

    def states() -> dict[str, State]:
        found = findings_of_shop(subject, seat.shop, seat.session.baseline_shop_id)
        return {proof.proof_id: proof.state for proof in found.proofs}

    with at(12):
        services.fire_by_hand(seat=seat, event_id="rupture", author=ERIN)
        settle(seat)
        assert states() == {"repond_avis": State.MISSED, "intacts": State.REACHED, "avis_neuf": State.MISSED}
        assert differences(seat.shop, seat.session.baseline_shop_id) == []
    with at(13):
        answer_the_review(seat)
        assert states() == {"repond_avis": State.REACHED, "intacts": State.REACHED, "avis_neuf": State.REACHED}
    with at(14):
        lower_price(seat)
        assert states()["intacts"] is State.MISSED
        told = differences(seat.shop, seat.session.baseline_shop_id)
        assert [(d.kind, d.label) for d in told] == [("Changé", "Produit"), ("Ajouté", "Avis")]
        assert not any("Quantité" in words for words in told[0].words)


# the clock -------------------------------------------------------------------------------------------------------------------


def test_nothing_comes_in_a_pause_and_all_at_its_exam_second_after(seat: Seat, at: At) -> None:
    with at(10):
        exams.pause_seat(seat=seat, author=ERIN)
        db.session.commit()
    with at(20):
        assert settle(seat) == []
        exams.resume_seat(seat=seat, author=ERIN)
        db.session.commit()
        assert settle(seat) == []
    with at(21, 59):
        assert settle(seat) == []
    with at(22):
        assert settle(seat) == ["avis_casse"]
        assert all_of(seat.shop_id)[-1].exam_ms == 720_000


def test_pause_then_hand_then_resume_then_timed(seat: Seat, at: At) -> None:
    """The hand acts in a pause; what follows it waits for the clock."""
    with at(11, 30):
        exams.pause_seat(seat=seat, author=ERIN)
        services.fire_by_hand(seat=seat, event_id="rupture", author=ERIN)
        db.session.commit()
        assert all_of(seat.shop_id)[-1].exam_ms == 690_000
    with at(30):
        assert settle(seat) == []
        exams.resume_seat(seat=seat, author=ERIN)
        db.session.commit()
    with at(30, 30):
        assert settle(seat) == ["avis_casse"]
    with at(31):
        assert settle(seat) == ["suite"]


def test_nothing_comes_before_the_start_or_after_the_end(seat: Seat, subject: Subject, at: At) -> None:
    with at(29):
        exams.hand_in(seat=seat)
        db.session.commit()
        assert settle(seat) == []
        found = standing(seat, subject)
        assert {found[name] for name in ("avis_casse", "relance", "rupture")} == {Standing.NEVER}
        with pytest.raises(RuleBroken, match="n’est pas en cours"):
            services.fire_by_hand(seat=seat, event_id="rupture", author=ERIN)


def test_a_compensation_moves_what_is_to_come(seat: Seat, start: datetime, at: At) -> None:
    with at(8):
        lower_price(seat, 1500)
    with at(9, 50):
        away = (start + timedelta(minutes=8, seconds=5), start + timedelta(minutes=9, seconds=45))
        exams.compensate(seat=seat, from_at=away[0], to_at=away[1], author=ERIN, reason="Réseau")
        db.session.commit()
    with at(11, 39):
        assert settle(seat) == []
    with at(11, 40):
        assert settle(seat) == ["marge"]
    with at(13, 39):
        assert settle(seat) == []
    with at(13, 40):
        assert settle(seat) == ["avis_casse"]


def test_what_was_done_before_a_compensated_gap_counts_from_its_own_second(seat: Seat, start: datetime, at: At) -> None:
    """An action made after the gap keeps its place on the clock that the compensation gave."""
    with at(10):
        lower_price(seat, 1500)
        exams.compensate(
            seat=seat,
            from_at=start + timedelta(minutes=8),
            to_at=start + timedelta(minutes=9),
            author=ERIN,
            reason="Réseau",
        )
        db.session.commit()
    with at(11, 59):
        assert settle(seat) == []
    with at(12):
        assert settle(seat) == ["marge"]


def test_what_is_overdue_after_a_stop_comes_in_order_and_apart(seat: Seat, subject: Subject, at: At) -> None:
    with at(31):
        assert settle(seat) == ["avis_casse"]
    with at(31, 19):
        assert settle(seat) == []
    with at(31, 20):
        assert settle(seat) == ["relance"]
    with at(31, 40):
        assert settle(seat) == ["fil_fixe"]
    states = {state.event_id: state for state in states_of([seat], subject)[seat.id]}
    assert (states["avis_casse"].when, states["avis_casse"].late) == ("31:00", "19:00")


# once ------------------------------------------------------------------------------------------------------------------------


def test_a_kill_between_the_effect_and_its_mark_leaves_neither(seat: Seat, at: At) -> None:
    with at(12):
        assert services.decide_next(seat=seat) is not None
        db.session.rollback()
        assert db.session.scalars(sa.select(EventMark)).all() == []
        with shop_scope(seat.shop_id):
            assert db.session.scalars(sa.select(Review).where(Review.key == "avis-hugo")).all() == []
        assert settle(seat) == ["avis_casse"]


def test_the_database_refuses_a_second_time_and_its_effects_go_with_it(
    seat: Seat, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two servers that both read « not yet »: the unique constraint decides, and the loser's effects are taken back."""
    engine = services.engine_of(seat)
    blind = engine.book.past()
    with at(12):
        assert settle(seat) == ["avis_casse"]
        monkeypatch.setattr(type(engine.book), "past", lambda _book: blind)
        assert services.decide_next(seat=seat) is None
        db.session.commit()
    with shop_scope(seat.shop_id):
        assert len(db.session.scalars(sa.select(Review).where(Review.body.startswith("Arrivé cassé"))).all()) == 1
    assert len([e for e in all_of(seat.shop_id) if e.event]) == 1
    assert len(db.session.scalars(sa.select(EventMark)).all()) == 1


def test_messages_are_read_once(seat: Seat, at: At) -> None:
    with at(3):
        lower_price(seat, 900)
    with at(5):
        assert settle(seat) == ["marge", "trop_bas"]
        last = messages_of(seat)[0].id
        services.mark_read(seat=seat, up_to=last - 1)
        db.session.commit()
        assert [m.read_at is not None for m in messages_of(seat)] == [False, True]
    with at(6):
        first = db.session.scalars(sa.select(PersonaMessage.read_at).order_by(PersonaMessage.id)).first()
        services.mark_read(seat=seat, up_to=last)
        db.session.expire_all()
        assert all(m.read_at is not None for m in messages_of(seat))
        assert messages_of(seat)[1].read_at == first


def test_the_report_and_the_journal_tell_what_was_received(three: ExamSession, seat: Seat, at: At) -> None:
    with at(7):
        services.fire_by_hand(seat=seat, event_id="rupture", author=ERIN)
    with at(12):
        settle(seat)
    with at(13):
        exams.close_session(session=three, author=ERIN)
        report = report_of(seat)
        told = [(event.when, event.title, event.outcome) for event in report.events]
        assert told[0] == ("12:00", "Avis 1 étoile : colis cassé", "Reçu")
        assert told[5] == ("07:00", "Rupture du sachet cadeau", f"Reçu · déclenché par {ERIN}")
        assert told[1] == ("", "La cliente relance", "N’aura pas lieu · l’épreuve s’est terminée avant")
        assert [peer.events for peer in report.peers] == ["3 sur 7", "0 sur 7", "0 sur 7"]
        kept = json.loads(journal_bytes(seat))
        assert [(m["evenement"], m["issue"], m["auteur"]) for m in kept["evenements"]] == [
            ("rupture", "declenche", ERIN), ("suite", "declenche", ""), ("avis_casse", "declenche", "")
        ]  # fmt: skip
        assert [entry["evenement"] for entry in kept["actions"]] == ["rupture", "suite", "avis_casse"]
        assert report_pdf(report).startswith(b"%PDF")
        assert "Événements reçus" in session_csv(three).decode("utf-8-sig")


# replays ---------------------------------------------------------------------------------------------------------------------


def test_a_run_is_replayed_with_its_events_at_their_seconds(three: ExamSession, subject: Subject) -> None:
    shop = make_copy(three.baseline)
    run = """
{"t": "3min", "action": "produit.modifier", "cible": "produit:balance-minuteur", "valeurs": {"prix_ttc": 9}}
{"t": "6min30", "action": "evenement.declencher", "cible": "evenement:rupture"}
{"t": "14min", "action": "avis.repondre", "cible": "avis:avis-hugo", "valeurs": {"reponse": "Nous vous le remplaçons dès demain."}}
"""
    start = clock.now()
    with clock.frozen(start):
        played = play_with_events(subject=subject, shop=shop, baseline_id=three.baseline_shop_id, text=run)
    told = [(at, mark.event_id, mark.outcome) for at, mark in played.decided if mark.outcome is not None]
    assert told == [
        (180_000, "trop_bas", Outcome.FIRED), (300_000, "marge", Outcome.FIRED), (390_000, "rupture", Outcome.FIRED),
        (450_000, "suite", Outcome.FIRED), (720_000, "avis_casse", Outcome.FIRED), (1_500_000, "relance", Outcome.SKIPPED),
        (1_800_000, "fil_fixe", Outcome.FIRED),
    ]  # fmt: skip
    entries = [(e.event, e.exam_ms) for e in all_of(shop.id) if e.event]
    assert entries == [(name, at) for at, name, outcome in told if outcome is Outcome.FIRED]
    assert db.session.scalars(sa.select(EventMark)).all() == []


def test_who_does_nothing_receives_what_is_timed(three: ExamSession, subject: Subject) -> None:
    shop = make_copy(three.baseline)
    played = play_with_events(subject=subject, shop=shop, baseline_id=three.baseline_shop_id, budget_s=40 * 60 * 4 // 3)
    told = [(at, mark.event_id) for at, mark in played.decided if mark.outcome is Outcome.FIRED]
    assert told == [(960_000, "avis_casse"), (1_800_000, "fil_fixe"), (2_000_000, "relance")]
    assert played.messages == ("Toujours rien ?",)
