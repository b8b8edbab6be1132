"""Evidence: four states, each with expected and observed; it reads, and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import Base, db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog import services as catalog
from sandbox.shop.search import services as search
from sandbox.training.evidence import checks
from sandbox.training.evidence.findings import Condition, Findings, ProofFinding, State, roll_up
from sandbox.training.evidence.looking import tables_of
from sandbox.training.evidence.queries import differences, evaluate_all, findings_of_shop
from sandbox.training.evidence.texts import copied_share
from sandbox.training.evidence.values import asked_of
from sandbox.training.exams.models import ExamSession, Seat
from sandbox.training.journal.queries import all_of
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.names import Names, entity_named
from sandbox.training.subjects.scenario import Proof
from tests.domain.training.conftest import At
from tests.domain.training.working import play, product, work
from tests.factories.shops import CANARY

BOX = "coffret-escale-hiver"


@pytest.fixture
def seat(session: ExamSession) -> Seat:
    return session.seats[0]


def with_proofs(subject: Subject, *proofs: dict[str, Any]) -> Subject:
    """The subject with these proofs instead of its own, all on its first line."""
    made = [Proof.model_validate({"lignes": ["L1"], "libelle": f"Preuve {n}", **p}) for n, p in enumerate(proofs)]
    scenario = subject.scenario.model_copy(update={"proofs": made})
    return Subject(scenario, subject.grid, subject.files, f"{subject.digest[:50]}{hash(str(proofs)) % 10**12:014d}")


def look(subject: Subject, seat: Seat) -> Findings:
    return evaluate_all(subject, seat.shop_id, seat.session.baseline_shop_id, all_of(seat.shop_id))


def state_of(subject: Subject, seat: Seat, **proof: Any) -> ProofFinding:
    return look(with_proofs(subject, {"id": "p", **proof}), seat).proof("p")


def edit(key: str = BOX, **values: Any) -> Callable[[], object]:
    return lambda: catalog.update_product(product=product(key), **values)


# the four states -----------------------------------------------------------------------------------------------------------

STATE = {"type": "etat", "cible": f"produit:{BOX}"}


def test_reached_partial_and_missed_tell_expected_and_observed(subject: Subject, seat: Seat) -> None:
    wanted = {"reference": {"egal": "CAST-COF-07"}, "prix_ttc": {"egal": "34,90", "tolerance": "0,01"}}
    work(seat, edit(reference="CAST-COF-07", price_incl_cents=2990))
    partial = state_of(subject, seat, **STATE, attend=wanted, partiel_si=1)
    assert partial.state is State.PARTIAL
    told = [(c.expected.replace("\u00a0", " "), c.observed.replace("\u00a0", " "), c.holds) for c in partial.conditions]
    assert told == [("CAST-COF-07", "CAST-COF-07", True), ("34,90 € (± 0,01 €)", "29,90 €", False)]
    assert state_of(subject, seat, **STATE, attend=wanted).state is State.MISSED
    work(seat, edit(price_incl_cents=3490))
    reached = state_of(subject, seat, **STATE, attend=wanted)
    assert (reached.state, reached.held, reached.seqs) == (State.REACHED, 2, (1, 2))


@pytest.mark.parametrize(
    ("proof", "note"),
    [
        ({"type": "manuelle"}, "à constater par l’examinateur"),
        ({"type": "livrable", "livrable": "note"}, "rien n’est écrit"),
    ],
)
def test_what_a_machine_cannot_see_is_unverifiable(
    subject: Subject, seat: Seat, proof: dict[str, Any], note: str
) -> None:
    work(seat, edit(name="Autre"))
    found = state_of(subject, seat, **proof)
    assert (found.state, found.note, found.conditions) == (State.UNVERIFIABLE, note, ())


def test_a_check_that_fails_by_itself_is_unverifiable_and_harms_no_other(
    subject: Subject, seat: Seat, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def burst(*_: object) -> checks.Checked:
        raise ZeroDivisionError("imprévu")

    monkeypatch.setitem(checks._CHECKS, "absent", burst)
    work(seat, edit(reference="X-1"))
    found = look(
        with_proofs(
            subject,
            {"id": "casse", "type": "absent", "entite": "produit", "attend": {"nom": {"egal": "x"}}},
            {"id": "saine", **STATE, "attend": {"reference": {"egal": "X-1"}}},
        ),
        seat,
    )
    broken = found.proof("casse")
    assert (broken.state, broken.note) == (State.UNVERIFIABLE, "la vérification a échoué : à constater")
    assert found.errors == ("casse",)
    assert found.proof("saine").state is State.REACHED
    assert found.line("L1").state is State.UNVERIFIABLE
    assert "casse" in caplog.text


def test_a_name_that_means_nothing_in_this_shop_is_unverifiable(subject: Subject, seat: Seat) -> None:
    work(seat, edit(name="Autre"))
    found = state_of(subject, seat, type="etat", cible=f"produit:{BOX}", attend={"champ_inconnu": {"egal": "x"}})
    assert found.state is State.UNVERIFIABLE
    assert "n’a pas de champ « champ_inconnu »" in found.note


def test_a_target_that_is_gone_is_missed_with_its_reason(subject: Subject, seat: Seat) -> None:
    work(seat, lambda: catalog.delete_product(product=product(BOX)))
    found = state_of(subject, seat, **STATE, attend={"nom": {"egal": "x"}})
    assert found.state is State.MISSED
    assert [(c.expected, c.observed) for c in found.conditions] == [("x", "introuvable")]


# kinds of proof ------------------------------------------------------------------------------------------------------------


def test_exists_looks_at_what_the_candidate_touched(subject: Subject, seat: Seat) -> None:
    wanted = {
        "type": "existe",
        "entite": "alias",
        "attend": {"alias": {"egal": "box"}, "recherche": {"egal": "coffret"}},
    }
    work(seat, edit(name="Autre chose"))
    assert [c.observed for c in state_of(subject, seat, **wanted).conditions] == ["aucun", "aucun"]
    work(seat, lambda: search.create_alias(alias="box", target="cadeau"))
    missed = state_of(subject, seat, **wanted)
    assert [(c.observed, c.holds) for c in missed.conditions] == [("box", True), ("cadeau", False)]
    work(seat, lambda: search.create_alias(alias="panier", target="coffret"))
    assert state_of(subject, seat, **wanted).state is State.MISSED, "the two conditions must hold in one row"


def test_a_count_is_told_item_by_item(subject: Subject, seat: Seat) -> None:
    wanted = {
        "type": "existe",
        "entite": "alias",
        "nombre": 2,
        "partiel_si": 1,
        "attend": {"recherche": {"egal": "coffret"}},
    }
    work(seat, lambda: search.create_alias(alias="box", target="coffret"))
    assert state_of(subject, seat, **wanted).state is State.PARTIAL
    work(seat, lambda: search.create_alias(alias="hotte", target="coffret"))
    assert state_of(subject, seat, **wanted).state is State.REACHED


def test_absent_names_what_is_there(subject: Subject, seat: Seat) -> None:
    wanted = {"type": "absent", "entite": "alias", "garde": True, "attend": {"alias": {"parmi": ["capsules"]}}}
    work(seat, lambda: search.create_alias(alias="box", target="coffret"))
    assert state_of(subject, seat, **wanted).state is State.REACHED
    work(seat, lambda: search.create_alias(alias="capsules", target="coffret"))
    found = look(with_proofs(subject, {"id": "p", **wanted}), seat)
    assert (found.proof("p").state, found.proof("p").conditions[0].observed) == (State.MISSED, "capsules")
    assert found.line("L1").alerts == ("Preuve 0 : alias de recherche : capsules",)


def test_intact_tells_which_row_was_touched(subject: Subject, seat: Seat) -> None:
    wanted = {"type": "intact", "entite": "produit", "champs": ["nom"], "sauf": [f"produit:{BOX}"], "garde": True}
    work(seat, edit(name="Autre"), edit("moulin-armen", price_incl_cents=100))
    assert state_of(subject, seat, **wanted).state is State.REACHED
    work(seat, edit("moulin-armen", name="Moulin à moi"))
    found = state_of(subject, seat, **wanted)
    assert (found.state, found.conditions[0].observed) == (State.MISSED, "1 changement : Moulin à moi")
    work(seat, edit("moulin-armen", name="Moulin Armen"))
    assert state_of(subject, seat, **wanted).state is State.REACHED, "put back is intact"


def test_an_action_counts_in_time_and_in_order(subject: Subject, seat: Seat, at: At) -> None:
    wanted = {"type": "action", "action": "alias.creer", "delai_max": "10min", "apres": "produit.modifier"}
    with at(3):
        work(seat, edit(name="Autre"))
    assert state_of(subject, seat, **wanted).state is State.MISSED
    with at(12):
        work(seat, lambda: search.create_alias(alias="box", target="coffret"))
    late = state_of(subject, seat, **wanted)
    assert [(c.expected, c.observed, c.holds) for c in late.conditions] == [
        ("faite en moins de 10 min", "1 fois, à 12:00", False), ("dans cet ordre", "dans cet ordre", True),
    ]  # fmt: skip
    assert state_of(subject, seat, **{**wanted, "delai_max": "13min"}).state is State.REACHED


def test_a_text_is_measured_and_not_judged(subject: Subject, seat: Seat) -> None:
    annex = subject.files["annexes/annexe-1-fiche-atelier.md"]
    wanted = {
        "type": "texte", "cible": f"produit:{BOX}", "champ": "description", "sources": ["annexe1"],
        "attend": {"longueur": [50, 4000], "copie_max": 30, "faits": {"pays": ["Guatemala"]}, "sans": ["meilleur café"]},
    }  # fmt: skip
    work(seat, edit(description=f"<p>{annex[:600]} meilleur café</p>"))
    copied = {c.label.partition(" : ")[2]: c for c in state_of(subject, seat, **wanted).conditions}
    assert copied["part recopiée"].holds is False
    assert copied["allégations interdites"].observed == "« meilleur café »"
    work(
        seat,
        edit(description="<p>Né au Guatemala, grillé chez nous de nuit, noué d’un ruban par nos mains patientes.</p>"),
    )
    assert state_of(subject, seat, **wanted).state is State.REACHED


def test_shares_of_copied_words() -> None:
    source = "un deux trois quatre cinq six sept huit"
    assert copied_share("Un, deux ; trois quatre CINQ", source) == 100
    assert copied_share("un deux trois quatre", source) == 0
    assert copied_share("zéro un deux trois quatre cinq et voilà bien d’autres mots encore", source) == 38
    assert copied_share("", source) == 0


def test_the_better_of_two_ways_counts(subject: Subject, seat: Seat) -> None:
    work(seat, edit(reference="B-2"))
    other = {"type": "etat", "cible": f"produit:{BOX}", "attend": {"reference": {"egal": "B-2"}}}
    found = state_of(subject, seat, **STATE, attend={"reference": {"egal": "A-1"}}, ou_bien=[other])
    assert found.state is State.REACHED


# lines -----------------------------------------------------------------------------------------------------------------------


def finding(state: State, **more: Any) -> ProofFinding:
    return ProofFinding("p", "Preuve", state, (Condition("Point", "x", "y", state is State.REACHED),), **more)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([State.REACHED, State.REACHED], State.REACHED), ([State.MISSED, State.MISSED], State.MISSED),
        ([State.REACHED, State.MISSED], State.PARTIAL), ([State.PARTIAL, State.MISSED], State.PARTIAL),
        ([State.UNVERIFIABLE, State.REACHED], State.UNVERIFIABLE), ([State.UNVERIFIABLE, State.MISSED], State.UNVERIFIABLE),
        ([], State.UNVERIFIABLE),
    ],
)  # fmt: skip
def test_a_line_is_what_its_proofs_are_together(states: list[State], expected: State) -> None:
    assert roll_up("L1", [finding(s) for s in states], is_human=False).state is expected


def test_nothing_reached_is_never_partial() -> None:
    """Found on the console of an animated subject: « Partiel, 0 sur 5 » before anything had happened."""
    missed, undecided = finding(State.MISSED, is_untouched=True), finding(State.UNVERIFIABLE, is_untouched=True)
    line = roll_up("L1", [missed, undecided], is_human=False)
    assert (line.state, line.words) == (State.MISSED, "rien encore")


def test_a_choice_is_told_as_the_screens_say_it(seat: Seat) -> None:
    """Found in the evidence of a moderation: « attendu : refuse »."""
    names = Names(seat.shop.anchor_on)
    asked, _ = asked_of(entity_named("avis"), "etat", names)
    told = asked.conditions("pending", {"egal": "refuse"})
    assert [(one.label, one.expected, one.observed, one.holds) for one in told] == [
        ("État", "Refusé", "À valider", False)
    ]


def test_a_guard_alerts_and_changes_no_state() -> None:
    line = roll_up("L1", [finding(State.REACHED), finding(State.MISSED, is_guard=True)], is_human=False)
    assert (line.state, line.alerts) == (State.REACHED, ("Preuve : point : y",))


def test_a_line_for_a_person_shows_measures_and_no_verdict() -> None:
    for state in (State.REACHED, State.PARTIAL, State.MISSED):
        line = roll_up("L1", [finding(state)], is_human=True)
        assert (line.state, line.words) == (State.UNVERIFIABLE, "y, à lire")
    assert roll_up("L1", [finding(State.MISSED, is_untouched=True)], is_human=True).words == "rien encore"


def test_a_line_told_alone_says_what_was_expected() -> None:
    assert roll_up("L1", [finding(State.MISSED)], is_human=False).told == "point : y (attendu : x)"
    assert roll_up("L1", [finding(State.REACHED)], is_human=False).told == "vérifié"
    assert roll_up("L1", [finding(State.MISSED, is_untouched=True)], is_human=False).told == "rien encore"


@pytest.mark.parametrize("state", list(State))
def test_each_state_has_its_word(state: State) -> None:
    assert state.words in ("Atteint", "Partiel", "Non atteint", "Non vérifiable")
    assert Condition("x", "a", "b", {State.REACHED: True, State.MISSED: False}.get(state)).state in State


# it only reads ---------------------------------------------------------------------------------------------------------------


def test_looking_writes_nothing(subject: Subject, seat: Seat, at: At) -> None:
    with at(1):
        play(seat, subject, "partiel")
        db.session.commit()
        before = {t.name: _count(t) for t in Base.metadata.sorted_tables}
        look(subject, seat)
        differences(seat.shop, seat.session.baseline_shop_id)
        assert not db.session.new
        assert not db.session.dirty
        db.session.commit()
        assert {t.name: _count(t) for t in Base.metadata.sorted_tables} == before


def _count(table: sa.Table) -> int:
    return db.session.connection().execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0


def test_every_shipped_proof_names_the_tables_it_depends_on(subject: Subject) -> None:
    for proof in subject.proofs:
        for route in (proof, *proof.routes):
            tables = tables_of(route)
            assert tables is None or tables <= set(Base.metadata.tables), proof.id


def test_findings_are_kept_until_the_shop_changes_or_a_minute_went_by(subject: Subject, seat: Seat, at: At) -> None:
    baseline = seat.session.baseline_shop_id
    with at(1, 5):
        work(seat, edit(reference="A-1"))
        first = findings_of_shop(subject, seat.shop, baseline)
        assert findings_of_shop(subject, seat.shop, baseline) is first
        work(seat, edit(reference="CAST-COF-07"))
        db.session.commit()
        second = findings_of_shop(subject, seat.shop, baseline)
        assert second is not first
        assert second.proof("fiche_champs").held == first.proof("fiche_champs").held + 1
    with at(3):
        assert findings_of_shop(subject, seat.shop, baseline) is not second, "a promotion may have begun"


def test_the_difference_is_told_in_words_and_by_line(subject: Subject, seat: Seat) -> None:
    work(seat, edit(price_incl_cents=3490), lambda: search.create_alias(alias="box", target="coffret"))
    baseline = seat.session.baseline_shop_id
    found = {(d.kind, d.label, d.title): d.words for d in differences(seat.shop, baseline)}
    assert ("Ajouté", "Alias de recherche", "box") in found
    (words,) = [w for (kind, _, title), w in found.items() if title == "Coffret Escale d’hiver" and kind == "Changé"]
    assert any("Prix TTC" in word and "34,90" in word for word in words)
    only = differences(seat.shop, baseline, subject=subject, line_id="L8")
    assert {d.title for d in only} == {"box"}


# nobody else’s ---------------------------------------------------------------------------------------------------------------


def test_nothing_of_another_candidate_shows(subject: Subject, session: ExamSession, at: At) -> None:
    """Everything of the second candidate says FUITE: what is found of the first must not."""
    first, second, _ = session.seats
    with at(1):
        play(first, subject, "bon")
        work(second, edit(name=f"{CANARY} coffret", reference=CANARY, description=f"<p>{CANARY}</p>"))
        work(second, lambda: search.create_alias(alias=CANARY.lower(), target="coffret"))
        db.session.commit()
        baseline = session.baseline_shop_id
        mine = (look(subject, first), differences(first.shop, baseline), [e.as_dict() for e in all_of(first.shop_id)])
        other = (
            look(subject, second),
            differences(second.shop, baseline),
            [e.as_dict() for e in all_of(second.shop_id)],
        )
    assert CANARY.lower() not in str(mine).lower()
    assert CANARY.lower() in str(other).lower()
    with shop_scope(first.shop_id):
        assert product(BOX).name == "Coffret Escale d’hiver"
