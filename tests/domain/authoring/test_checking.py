"""A subject checked whole: what its golden runs show on a throw-away shop, the context it is bound to, what publication asks."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.yaml_nodes import Fault
from sandbox.shop.shops.models import Shop
from sandbox.training.authoring.checking import check_subject
from sandbox.training.authoring.paper import paper_facts
from sandbox.training.contexts.queries import get_context
from sandbox.training.exams import services as exams
from sandbox.training.journal.models import JournalEntry
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.loader import Folder, read_subject
from sandbox.training.subjects.locking import lock_text
from sandbox.training.subjects.queries import SCENARIOS, subject_by_digest
from sandbox.training.subjects.reference import EXAMPLE
from tests.factories.world import CONTEXT, World

FOLDER = EXAMPLE.parent
TEXT = EXAMPLE.read_text("utf-8")
FILES = {
    path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in FOLDER.rglob("*.*") if path != EXAMPLE
}
RUN = FILES["essais/bon.jsonl"]


def replayed(text: str = TEXT, *, run: str = RUN, for_publication: bool = False) -> list[Fault]:
    """The faults that forbid and that warn, the golden runs replayed."""
    faults = check_subject(text, {**FILES, "essais/bon.jsonl": run}, with_runs=True, for_publication=for_publication)
    return [fault for fault in faults if not fault.code.startswith("I")]


def line_of(text: str, part: str) -> int:
    return text.count("\n", 0, text.index(part)) + 1


@pytest.fixture(autouse=True)
def centre(request: pytest.FixtureRequest) -> None:
    """The shipped context is loaded, but where a test asks for a small application."""
    if "app" not in request.fixturenames:
        request.getfixturevalue("world")


def test_the_example_reaches_everything_by_its_good_run_whatever_is_drawn() -> None:
    assert [str(fault) for fault in replayed(for_publication=True)] == []


def test_what_is_true_before_anybody_acts_is_told() -> None:
    text = TEXT.replace("valeurs: {promo_affichee: non}", "valeurs: {promo_affichee: oui}")
    assert [(f.code, f.line, f.message) for f in replayed(text)] == [
        ("E042", line_of(text, "  - id: bandeau"), "La preuve « bandeau » est déjà atteinte avant toute action. Corrigez l’injection, ou écrivez garde: true."),
    ]  # fmt: skip


def test_a_guard_that_is_not_true_from_the_start_is_told() -> None:
    text = TEXT.replace('libelle: "Bandeau « Promo » affiché"', 'garde: true\n    libelle: "Bandeau « Promo » affiché"')
    found = [f for f in replayed(text) if f.code == "E042"]
    assert [f.message for f in found] == [
        "La garde « bandeau » n’est pas vraie au départ : Bandeau « Promo » : attendu oui, observé non."
    ]


def test_what_the_good_run_does_not_reach_is_told_with_what_was_found() -> None:
    run = "".join(line for line in RUN.splitlines(keepends=True) if "promo_affichee" not in line)
    found = replayed(run=run)
    assert [(f.code, f.path) for f in found] == [("E043", "essais_temoins.1.attend.bandeau")]
    assert found[0].line == line_of(TEXT, "    attend: {prix: atteint")
    assert (
        found[0].message == "L’essai « bon » n’atteint pas « bandeau » : Bandeau « Promo » : attendu oui, observé non."
    )


def test_a_run_that_reaches_more_than_announced_is_told() -> None:
    text = TEXT.replace("bandeau: atteint", "bandeau: non_atteint").replace("- id: bon\n", "- id: autre\n")
    found = replayed(text)
    assert [f.message for f in found] == [
        "L’essai « autre » laisse « bandeau » atteint, le fichier annonce non atteint."
    ]


def test_a_line_that_the_shop_refuses_is_named() -> None:
    found = replayed(run=RUN.replace("produit:moulin-armen", "produit:moulin-a-vent"))
    assert [(f.code, f.path) for f in found] == [("E043", "essais_temoins.1.enregistrement")]
    assert "ligne 1, « prix_specifique.creer »" in found[0].message


def test_a_starting_shop_that_cannot_be_made_is_told_at_the_injections() -> None:
    text = TEXT.replace(
        'cible: "produit:moulin-armen", valeurs: {promo', 'cible: "produit:moulin-a-vent", valeurs: {promo'
    )
    found = replayed(text)
    assert [(f.code, f.path) for f in found] == [("E012", "injections.0.cible")]
    assert "moulin-a-vent" in found[0].message
    absent = replayed(TEXT.replace("valeurs: {promo_affichee: non}", 'valeurs: {prix_ttc: "-5"}'))
    assert [(f.code, f.path) for f in absent] == [("E043", "injections")]
    assert absent[0].message.startswith("L’état de départ ne peut pas être préparé : ")


def test_a_target_that_is_not_in_the_shop_is_told_at_its_proof() -> None:
    text = TEXT.replace(
        'type: etat\n    cible: "produit:moulin-armen"', 'type: etat\n    cible: "produit:moulin-a-vent"'
    )
    assert [(f.code, f.line, f.message) for f in replayed(text)] == [
        ("E012", line_of(text, '    cible: "produit:moulin-a-vent"'), "Cible « produit:moulin-a-vent » inconnue dans le contexte et les injections. Vouliez-vous dire « produit:moulin-armen » ?"),
    ]  # fmt: skip


EVENT = """
evenements:
  - id: rupture
    titre: "Rupture d’un produit"
    declencheur: {a: 2min}
    effets: [{op: modifier, cible: "produit:%s", valeurs: {quantite: 0}}]
"""


def test_events_happen_in_a_replay_and_one_that_cannot_is_told() -> None:
    def with_event(key: str) -> str:
        return TEXT.replace("mode: fidele ", "mode: anime ").replace("\npreuves:", EVENT % key + "\npreuves:", 1)

    assert replayed(with_event("moulin-armen")) == []
    text = with_event("moulin-a-vent")
    found = replayed(text)
    assert [(f.code, f.line) for f in found] == [("E043", line_of(text, "  - id: rupture"))]
    assert "« rupture » ne peut pas se produire : " in found[0].message


def test_what_an_event_reaches_by_itself_is_told() -> None:
    event = EVENT.replace("quantite: 0", "promo_affichee: oui") % "moulin-armen"
    text = TEXT.replace("mode: fidele ", "mode: anime ").replace("\npreuves:", event + "\npreuves:", 1)
    assert [(f.code, f.path) for f in replayed(text)] == [("E042", "preuves.1")]


def test_a_draw_that_the_run_was_not_written_for_is_told() -> None:
    found = replayed(run=RUN.replace("{mot}", "box"))
    assert [(f.code, f.path) for f in found] == [("E043", "essais_temoins.1.attend.recherche")]
    assert found[0].message.endswith("(tirage n° 2 des variables)")


def test_nothing_of_a_check_is_kept() -> None:
    def counts() -> list[int | None]:
        return [db.session.scalar(sa.select(sa.func.count()).select_from(model)) for model in (Shop, JournalEntry)]

    before = counts()
    replayed()
    db.session.commit()
    assert counts() == before


# the context ---------------------------------------------------------------------------------------------------------------


def test_a_published_subject_must_bear_the_hash_of_its_context() -> None:
    published = TEXT.replace("statut: relu ", "statut: publie ")
    assert ["Lancez « e5 subject lock »" in f.message for f in replayed(published) if f.code == "E013"] == [True]
    assert replayed(lock_text(published, get_context(CONTEXT).digest)) == []


def test_a_context_that_changed_since_is_told_with_both_hashes() -> None:
    digest = get_context(CONTEXT).digest
    found = replayed(lock_text(TEXT, "5b1c" + "0" * 60))
    assert [(f.code, f.line) for f in found] == [("E013", line_of(TEXT, "contexte:"))]
    assert f"(empreinte {digest[:4]}…) n’est pas celui du sujet (5b1c…)" in found[0].message


def test_another_version_of_the_context_is_a_warning() -> None:
    found = replayed(TEXT.replace("brulerie-castelune@2027.1", "brulerie-castelune@2026.4"))
    assert [(f.code, "brulerie-castelune@" in f.message) for f in found] == [("W013", True)]


def test_an_unknown_context_is_told_with_the_nearest() -> None:
    assert [(f.code, f.line, f.message) for f in replayed(TEXT.replace("brulerie-castelune@", "brulerie-castelone@"))] == [
        ("E012", line_of(TEXT, "contexte:"), "Contexte « brulerie-castelone » inconnu. Vouliez-vous dire « brulerie-castelune » ?"),
    ]  # fmt: skip


@pytest.mark.usefixtures("app")
def test_runs_that_cannot_be_replayed_are_told_and_forbid_publication_only() -> None:
    def codes(*, for_publication: bool) -> set[str]:
        return {f.code for f in check_subject(TEXT, FILES, with_runs=True, for_publication=for_publication)}

    assert codes(for_publication=False) == {"I031", "I043"}
    assert codes(for_publication=True) == {"I031", "E043"}


def test_publication_asks_for_the_good_run() -> None:
    text = TEXT[: TEXT.index("  - id: bon")]
    assert [f.code for f in replayed(text)] == []
    assert [(f.code, f.message) for f in replayed(text, for_publication=True)] == [
        ("E045", "Il manque l’essai témoin « bon », obligatoire pour publier.")
    ]


def test_a_subject_with_faults_is_not_replayed() -> None:
    text = TEXT.replace("promo_affichee: {egal", "promo_afichee: {egal").replace(
        "valeurs: {promo_affichee: non}", "valeurs: {promo_affichee: oui}"
    )
    assert [f.code for f in replayed(text)] == ["E014"]


# variables -----------------------------------------------------------------------------------------------------------------


def test_a_session_has_one_draw_for_all_its_candidates(world: World) -> None:
    assert world
    subject = read_subject(TEXT, Folder(None, FILES), SCENARIOS / "grids").subject
    assert isinstance(subject, Subject)
    people = [exams.Candidate(last_name=name) for name in ("Carpentier", "Le Bihan", "Diallo")]
    drawn = set()
    for _ in range(12):
        session = exams.create_session(subject=subject, candidates=people, examiner=None)
        kept = subject_by_digest(session.subject_hash)
        assert all(len(values) == 1 for values in kept.scenario.variables.values())
        assert "{mot}" not in kept.tasks[1].instruction
        drawn.add(kept.scenario.variables["mot"][0])
    assert drawn == {"box", "corbeille"}


@pytest.mark.parametrize("rank", [0, 1])
def test_the_paper_says_which_draw_it_prints(rank: int) -> None:
    subject = read_subject(TEXT, Folder(None, FILES), SCENARIOS / "grids").subject
    assert subject is not None
    facts = paper_facts(subject.drawn(rank) if rank else subject, get_context(CONTEXT).anchor_on)
    assert ("Tirage 1 sur 2" in facts["notice"]) is (rank == 0)
    assert ("corbeille" if rank else "box") in str(facts["tasks"])
    assert "{mot}" not in str(facts)


def while_written(text: str) -> list[tuple[str, int, str]]:
    """What is told while the text is being written: no run is played."""
    found = check_subject(text, FILES)
    return [(f.code, f.line, f.message) for f in found if f.code in ("E012", "W014")]


def test_a_starting_change_of_what_the_company_does_not_have_is_told_while_it_is_written() -> None:
    assert while_written(TEXT) == []
    text = TEXT.replace('op: modifier, cible: "produit:moulin-armen"', 'op: modifier, cible: "produit:moulin-armene"')
    assert while_written(text) == [
        ("E012", line_of(text, "  - {id: i1"), "Cible « produit:moulin-armene » inconnue dans le contexte et les injections. Vouliez-vous dire « produit:moulin-armen » ?"),
    ]  # fmt: skip


def test_a_proof_of_what_is_not_there_yet_is_a_remark_while_it_is_written() -> None:
    text = TEXT.replace(
        'type: etat\n    cible: "produit:moulin-armen"', 'type: etat\n    cible: "produit:tasse-inconnue-9"'
    )
    (told,) = while_written(text)
    assert told[:2] == ("W014", line_of(text, 'cible: "produit:tasse-inconnue-9"'))
    assert told[2].startswith("Cible « produit:tasse-inconnue-9 » inconnue dans le contexte et les injections.")
    assert told[2].endswith("Si c’est le candidat qui la crée, laissez ainsi.")


def test_a_value_that_names_a_product_is_looked_up_too() -> None:
    new = 'injections:\n  - {id: i0, op: creer, entite: avis, cle: a-1, valeurs: {produit: moulin-armn, note: 4, titre: "T", texte: "Bien."}}\n'
    text = TEXT.replace("injections:                       # état de départ, ajouté au contexte\n", new)
    assert ("E012", line_of(text, "  - {id: i0"), "Produit « moulin-armn » : introuvable dans cette entreprise. Vouliez-vous dire « moulin-armen » ?") in while_written(text)  # fmt: skip


def test_what_a_change_made_is_known_to_those_after_it() -> None:
    new = (
        'injections:\n  - {id: i0, op: creer, entite: produit, cle: tasse-neuve, valeurs: {nom: "Tasse"}}\n'
        '  - {id: i9, op: modifier, cible: "produit:tasse-neuve", valeurs: {prix_ttc: "9,90"}}\n'
    )
    assert (
        while_written(TEXT.replace("injections:                       # état de départ, ajouté au contexte\n", new))
        == []
    )
