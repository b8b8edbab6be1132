"""The chart that a subject asks for in a note, and what the validator says of a badly asked one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sandbox.kernel.scope import shop_scope
from sandbox.shop.charts.services import add_chart
from sandbox.training.evidence.findings import ProofFinding, State
from sandbox.training.exams.models import ExamSession, Seat
from sandbox.training.subjects.format import Subject
from tests.domain.training.test_evidence import look, with_proofs
from tests.domain.training.working import work

ASKED = {
    "indicateur": "visites",
    "periode": "J-30..J-1",
    "dimension": "source",
    "forme": ["barres", "secteurs"],
    "titre": ["visites"],
}


@pytest.fixture
def seat(session: ExamSession) -> Seat:
    return session.seats[0]


def found(subject: Subject, seat: Seat, asked: dict[str, Any]) -> ProofFinding:
    proof = {
        "id": "p",
        "lignes": ["L1"],
        "type": "livrable",
        "livrable": "note",
        "libelle": "Un graphique",
        "attend": {"graphique": asked},
    }
    return look(with_proofs(subject, proof), seat).proof("p")


def insert(seat: Seat, *, days: int = 30, **values: str) -> None:
    given = {
        "caption": "Les visites par source",
        "indicator": "visites",
        "dimension": "source",
        "kind": "barres",
        **values,
    }
    first = seat.shop.anchor_on - timedelta(days=days)
    with shop_scope(seat.shop_id):
        work(
            seat,
            lambda: add_chart(
                deliverable="note", first_on=first, last_on=seat.shop.anchor_on - timedelta(days=1), **given
            ),
        )


def test_without_chart_every_point_is_missed(subject: Subject, seat: Seat) -> None:
    finding = found(subject, seat, ASKED)
    assert finding.state is State.MISSED
    assert [c.observed for c in finding.conditions] == ["aucun graphique"] * 5


def test_the_right_chart_holds_every_point(subject: Subject, seat: Seat) -> None:
    insert(seat)
    finding = found(subject, seat, ASKED)
    assert finding.state is State.REACHED, finding.conditions
    assert finding.conditions[0].observed == "Visites"


def test_the_best_of_several_charts_counts(subject: Subject, seat: Seat) -> None:
    insert(seat, days=7)
    wrong = {c.label: c.holds for c in found(subject, seat, ASKED).conditions}
    assert wrong == {
        "Graphique inséré": True, "Période du graphique": False, "Répartition du graphique": True, "Forme du graphique": True,
        "Titre du graphique": True,
    }  # fmt: skip
    insert(seat)
    insert(seat, indicator="ventes", dimension="temps", kind="ligne", caption="Ventes")
    assert found(subject, seat, ASKED).state is State.REACHED


def test_an_unknown_indicator_is_unverifiable_with_its_reason(subject: Subject, seat: Seat) -> None:
    insert(seat)
    finding = found(subject, seat, {"indicateur": "bonheur"})
    assert finding.state is State.UNVERIFIABLE
    assert "bonheur" in finding.note
