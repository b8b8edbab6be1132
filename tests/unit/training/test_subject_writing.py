"""Remarks on what was written and does not say what was meant, each with its line and what to write."""

from __future__ import annotations

import pytest

from sandbox.kernel.yaml_nodes import Fault
from sandbox.training.subjects.queries import SCENARIOS, list_subjects, load_of
from sandbox.training.subjects.validator_writing import LEFT, template_words
from tests.unit.training.test_subject_faults import FILES, GRIDS, TEXT, Folder, line_of, read, read_subject, with_events

REMARKS = {"W024", "W060", "W061", "W062", "W063", "W064", "W065"}


def remarks(text: str, **files: str) -> list[Fault]:
    """Those of this file that a text gets; none forbids its use."""
    loaded = read(text, **files)
    assert not loaded.errors, [str(fault) for fault in loaded.errors]
    return [fault for fault in loaded.faults if fault.code in REMARKS]


def changed(old: str, new: str) -> str:
    """The example with something else written."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def title() -> str:
    """The line of the example's title."""
    return next(line for line in TEXT.split("\n") if line.startswith("titre:"))


@pytest.mark.parametrize(
    ("written", "said"),
    [("titre: Bon #1", 'titre: "Bon #1"'), ("titre: Noël  #bio #local  ", 'titre: "Noël #bio #local')],
)
def test_a_text_cut_by_its_hash_is_told_with_what_to_write(written: str, said: str) -> None:
    found = remarks(changed(title(), written))
    assert [fault.code for fault in found] == ["W060"]
    assert said in found[0].message
    assert found[0].line == line_of(TEXT, title())


@pytest.mark.parametrize(
    "written", ["titre: Bon # le premier", 'titre: "Bon #1"', "titre: Bon#1", "titre: 'Bon #1' # vrai"]
)
def test_a_comment_and_a_hash_that_is_kept_are_no_remark(written: str) -> None:
    assert not remarks(changed(title(), written))


def test_a_value_that_is_nothing_but_its_hash_is_told_beside_what_is_missing() -> None:
    loaded = read(changed(title(), "titre: #noel"))
    assert [fault.code for fault in loaded.faults if fault.line == line_of(TEXT, title())] == ["E004", "W060"]
    assert 'titre: "#noel"' in next(fault.message for fault in loaded.faults if fault.code == "W060")


def test_a_quote_that_closes_what_nothing_opened() -> None:
    found = remarks(changed(title(), 'titre: Bon de Noël"'))
    assert [fault.code for fault in found] == ["W061"]
    assert 'titre: "Bon de Noël"' in found[0].message
    assert not remarks(changed(title(), 'titre: Un "bon" de Noël'))
    assert not remarks(changed(title(), 'titre: Un écran de 15"'))


def test_letters_read_in_another_encoding_are_told_with_the_right_one() -> None:
    found = remarks(changed(title(), 'titre: "NoÃ«l Ã\u00a0 la brÃ»lerie, lâ€™hiver"'))
    assert [fault.code for fault in found] == ["W062"]
    assert "« ë »" in found[0].message
    name = next(name for name in FILES if name.endswith(".csv"))
    beside = remarks(TEXT, **{name: FILES[name] + "\nQualitÃ©\n"})
    assert [fault.code for fault in beside] == ["W062"]
    assert name in beside[0].message
    assert not remarks(changed(title(), 'titre: "CHÂTEAU, Ångström, pâté, GRÂCE À LUI"'))


def test_more_points_than_a_proof_has() -> None:
    proof = """
  - id: en_plus
    lignes: [L1]
    libelle: "En plus"
    type: etat
    cible: "produit:coffret-escale-hiver"
    attend: {en_ligne: {egal: oui}, meta_titre: {longueur: [30, 65], contient_un: [café]}}
    partiel_si: 3
"""
    text = TEXT.replace("\n  - id: prix\n", f"{proof}  - id: prix\n", 1)
    found = remarks(text)
    assert [fault.code for fault in found] == ["W065"]
    assert "n’en a que 3" in found[0].message
    assert "de 1 à 2" in found[0].message
    assert found[0].line == line_of(text, "partiel_si: 3")
    assert not remarks(text.replace("partiel_si: 3", "partiel_si: 2"))


def test_a_version_that_is_not_three_numbers() -> None:
    line = next(line for line in TEXT.split("\n") if line.startswith("version:"))
    for written, said in (("1", "1.0.0"), ("1.2", "1.2.0"), ("v3", "3.0.0"), ("première", "1.0.0")):
        found = remarks(changed(line, f"version: {written}"))
        assert [fault.code for fault in found] == ["W064"]
        assert f"version: {said} " in found[0].message


def test_an_event_that_comes_by_itself_in_a_faithful_subject() -> None:
    old, new = with_events("{a: 12min}")
    found = remarks(TEXT.replace(old, new, 1))
    assert [fault.code for fault in found] == ["W024"]
    assert "mode: anime" in found[0].message


def test_a_template_that_was_not_filled_is_told_and_may_not_be_published() -> None:
    folder = SCENARIOS / "templates" / "fidele"
    loaded = read_subject((folder / "subject.yaml").read_text("utf-8"), Folder(folder), GRIDS)
    left = [fault for fault in loaded.faults if fault.code == LEFT]
    assert {fault.path for fault in left} >= {"consigne", "acteurs.responsable.nom", "pieces_jointes.0.fichier"}
    assert any("[Nom du produit]" in fault.message for fault in left)
    assert not loaded.errors
    assert "[où, quand]" in template_words()
    assert "[annexe1]" not in template_words()


def test_the_shipped_subjects_get_none_of_these_remarks() -> None:
    for info in list_subjects():
        assert not [str(fault) for fault in load_of(info.slug).faults if fault.code in REMARKS]
