"""YAML read as written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.yaml_nodes import read_yaml


def test_scalars_stay_text_and_know_their_line() -> None:
    tree = read_yaml("code_postal: 01000\nheure: 8:30\nliste:\n  - no\n  - {cle: 'oui'}\n", "f.yaml")
    assert tree.data == {"code_postal": "01000", "heure": "8:30", "liste": ["no", {"cle": "oui"}]}
    assert tree.root["liste"][1]["cle"].line == 5
    assert ("liste", 0) in tree.plain
    assert ("liste", 1, "cle") not in tree.plain


def test_what_is_wrong_is_told_in_french_at_its_line() -> None:
    assert "deux fois (déjà ligne 1)" in read_yaml("a: 1\nb: 2\na: 3\n", "f").faults[0].message
    assert read_yaml("a: 1\nb: c: d\n", "f").faults[0].line == 2
    assert "guillemet" in read_yaml("a: 'x", "f").faults[0].message
    assert "renvois" in read_yaml("b: *x\n", "f").faults[0].message
    (fault,) = read_yaml("c: 1\na: &x [1]\nb: &x [2]\n", "f").faults
    assert (fault.line, "renvois" in fault.message) == (2, True)


def test_a_folded_text_is_joined_by_spaces_alone() -> None:
    tree = read_yaml("mot: >\n  un,\n  deux\n  trois\n\n  quatre\n", "f.yaml")
    assert tree.data == {"mot": "un, deux trois\nquatre\n"}


def test_missing_children_are_empty_nodes() -> None:
    root = read_yaml("a: {b: texte}\n", "f").root
    assert not root["x"]["y"][3]
    assert root["a"].text("b") == "texte"
    assert root["a"].text("z", "défaut") == "défaut"
    assert list(root["a"]["b"]) == []


@given(st.text(max_size=300))
def test_no_text_makes_it_fall(text: str) -> None:
    tree = read_yaml(text, "f.yaml")
    assert tree.faults or tree.data is None or isinstance(tree.data, (dict, list, str))
