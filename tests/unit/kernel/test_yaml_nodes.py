"""YAML read as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel import yaml_nodes
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


SOUND = """titre: "Noël"
taches:
  - id: q1
    titre: "La fiche"
    consigne: |
      Complétez la fiche.
    lignes: [L1, L2]
    duree: 8min
"""

# (what is written, what a teacher writes instead, the text whose line is told, part of the message)
WRITTEN_WRONG = [
    ("a line less to the right", "    titre: ", "   titre: ", "   titre: ", "commence par 3 espaces, les lignes du dessus par 4 espaces"),
    ("a line more to the right", "    titre: ", "      titre: ", "      titre: ", "« titre » est trop à droite"),
    ("a text that is not indented", "      Complétez", "Complétez", "Complétez", "n’est pas une clé. Si c’est la suite du texte au-dessus, décalez la ligne (6 espaces)"),
    ("a text indented as its key", "      Complétez", "    Complétez", "    Complétez", "décalez la ligne (6 espaces)"),
    ("a tab", "    titre: ", "\ttitre: ", "\ttitre: ", "tabulation interdite : mettez deux espaces"),
    ("a no-break space for indent", "    titre: ", "\u00a0\u00a0\u00a0\u00a0titre: ", "\u00a0titre: ", "espaces insécables. Effacez-les et tapez des espaces ordinaires."),
    ("a quote left open", '"La fiche"', '"La fiche', "    titre: ", "le guillemet ouvert à cette ligne n’est pas refermé"),
    ("a quote in the middle", '"La fiche"', '"La "belle" fiche"', "    titre: ", "un guillemet, au milieu, referme le texte : à l’intérieur, écrivez « et »"),
    ("an apostrophe", '"La fiche"', "'L'offre'", "    titre: ", "l’apostrophe referme le texte : entourez-le de guillemets doubles, « titre: \"L'offre\" »"),
    ("curly quotes", '"La fiche"', "“Noël : la fiche”", "    titre: ", "tapez des guillemets droits, « titre: \"Noël : la fiche\" »"),
    ("a colon in a text", '"La fiche"', "Noël : la fiche", "    titre: ", "il lui faut des guillemets : « titre: \"Noël : la fiche\" »"),
    ("no space after the colon", "titre: \"La", "titre:\"La", "    titre:", "il manque une espace après « titre: »"),
    ("no space after the dash", "  - id: q1", "  -id: q1", "  -id", "il manque une espace après le tiret : écrivez « - id: »"),
    ("a dash on one line of several", "  - id: q1\n    titre", "  - id: q1\n  titre", "  titre", "il manque un tiret « - » devant cette ligne"),
    ("a bracket left open", "[L1, L2]", "[L1, L2", "    lignes: ", "le crochet « [ » ouvert à cette ligne n’est pas refermé"),
    ("a per cent sign first", '"La fiche"', "%10 de remise", "    titre: ", "ne commence pas par « % » sans guillemets : « titre: \"%10 de remise\" »"),
    ("an asterisk first", '"La fiche"', "**La** fiche", "    titre: ", "mettez le texte entre guillemets, ou à la ligne après « | »"),
    ("a greater-than sign first", '"La fiche"', "> 30 €", "    titre: ", "allez à la ligne, ou mettez toute la valeur entre guillemets"),
    ("a dash first", '"La fiche"', "- la fiche", "    titre: ", "tiret mal placé : mettez-le à la ligne, ou le texte entre guillemets"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "place", "message"), [case[1:] for case in WRITTEN_WRONG], ids=[case[0] for case in WRITTEN_WRONG]
)
def test_what_teachers_write_wrong_is_told_at_the_line_to_mend(old: str, new: str, place: str, message: str) -> None:
    assert read_yaml(SOUND, "f").faults == []
    assert old in SOUND
    text = SOUND.replace(old, new, 1)
    (fault,) = read_yaml(text, "f").faults
    assert (fault.line, fault.code) == (text.count("\n", 0, text.index(place)) + 1, "E001"), fault
    assert message in fault.message


def test_an_item_without_its_dash_is_told_once() -> None:
    text = SOUND + "    id: q2\n    titre: Autre\n    duree: 5min\n"
    (fault,) = read_yaml(text, "f").faults
    assert (fault.line, fault.code) == (9, "E002")
    assert fault.message == (
        "La clé « id » est écrite deux fois (déjà ligne 3). Supprimez l’une des deux. "
        "Si une autre fiche commence ici, il lui manque son tiret : « - id: »."
    )


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


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nmots: [café, #bio]\nb: 2\n", 2), ("a: {x: 1, y: #bio}\nb: 2\n", 1), ("mots: [café, #bio, thé]\n", 1),
        ("mots: [café,\n  thé, #bio]\nb: 2\n", 2),
    ],
)  # fmt: skip
def test_a_hash_that_swallows_the_end_of_a_list_is_told_as_such(text: str, line: int) -> None:
    fault = read_yaml(text, "x").faults[0]
    assert fault.line == line
    assert 'écrivez « "#bio" »' in fault.message


def test_a_hash_between_quotes_is_not_blamed_for_an_open_bracket() -> None:
    fault = read_yaml('mots: ["Bon #1", café\nb: 2\n', "x").faults[0]
    assert "le crochet « [ » ouvert à cette ligne n’est pas refermé" in fault.message


def test_a_text_read_again_is_another_tree_of_the_same() -> None:
    text = "a: [1, {b: 'deux'}]\nc: ''\na: 2\n"
    first = read_yaml(text, "f")
    first.data["a"][1]["b"] = "autre"
    first.lines.clear()
    first.plain.clear()
    first.faults.append(first.faults[0])
    assert first.root["a"]
    again = read_yaml(text, "f")
    assert again.data == {"a": ["1", {"b": "deux"}], "c": ""}
    assert (again.line(("a", 1, "b")), again.plain, len(again.faults), again.asked) == (1, {("a", 0)}, 1, {})
    assert [fault.file for fault in read_yaml(text, "g").faults] == ["g"]
    assert "trop gros" in read_yaml(text, "f", limit=9).faults[0].message
    assert read_yaml(text, "f").data == again.data


def test_a_text_too_long_to_be_kept_is_read_all_the_same() -> None:
    kept = yaml_nodes._read_lately.cache_info().currsize
    long = "a: " + "x" * 100_000
    assert read_yaml(long, "f").data == {"a": "x" * 100_000}
    assert yaml_nodes._read_lately.cache_info().currsize == kept
