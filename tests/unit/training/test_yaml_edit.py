"""Forms change a value of a YAML text and nothing else."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.yaml_nodes import read_yaml
from sandbox.training.authoring.yaml_edit import Document
from sandbox.training.subjects.queries import SCENARIOS

SHIPPED = sorted([*SCENARIOS.glob("subjects/*/subject.yaml"), *SCENARIOS.glob("templates/*/subject.yaml")])
TEXT = """\
# Un en-tête, puis une consigne que l’on récrit.
titre: "Le sujet"
consigne: >-
  Une phrase pliée,
  sur deux lignes.

taches:  # une liste
  - {id: q1, consigne: "Faites ceci."}
  - id: q2
    consigne: |
      Un bloc.
"""
"""Short: the reader’s cost grows with the text, and what is typed stands at one place of it."""


def changes(before: str, after: str) -> list[str]:
    """The lines added and removed."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_a_title_changes_one_line_of_every_shipped_subject(path: object) -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    document = Document(text)
    assert document.text() == text
    document.put(("titre",), "Un autre titre : « oui »")
    assert len(changes(text, document.text())) == 2


def test_keeps_comments_order_and_what_yaml_would_guess() -> None:
    text = "# tête\na: 01000  # zéro\nb: 12:30\nc: no\nd: 'x'\ne: [1, 2]\n# pied\n"
    document = Document(text)
    document.put(("c",), "oui")
    assert document.text() == text.replace("c: no", "c: oui")


def test_makes_the_maps_on_the_way() -> None:
    document = Document("a: 1\n")
    document.put(("b", "c", "d"), "x")
    assert read_yaml(document.text(), "x").data == {"a": "1", "b": {"c": {"d": "x"}}}


def test_moves_adds_and_takes_items_away() -> None:
    document = Document("liste:\n  - {id: un}\n  - {id: deux}  # note\n  - {id: trois}\n")
    document.move(("liste", 2), -1)
    document.move(("liste", 0), -1)
    document.drop(("liste", 0))
    document.drop(("liste", 9))
    assert document.add(("liste",), {"id": "quatre"}) == 2
    data = read_yaml(document.text(), "x").data
    assert [one["id"] for one in data["liste"]] == ["trois", "deux", "quatre"]


def test_a_text_that_cannot_be_read_is_told() -> None:
    with pytest.raises(RuleBroken, match="faute de ponctuation"):
        Document("a: [1\nb: x\n")


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=200
    )
)
def test_whatever_is_typed_is_read_again_as_typed(typed: str) -> None:
    document = Document(TEXT)
    document.put(("consigne",), typed)
    assert read_yaml(document.text(), "x").data["consigne"] == typed
