"""Variables of predefined messages, subjects of threads."""

from __future__ import annotations

import pytest

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.support import rules


def test_variables_are_filled_with_or_without_accents():
    filled = rules.fill(
        "Bonjour {Civilité} {nom}, votre commande {référence} ({suivi}) : {suivi}",
        {"civilite": "Mme", "nom": "Riou", "commande": "ABCDEFGHI"},
    )
    assert filled.text == "Bonjour Mme Riou, votre commande ABCDEFGHI ({suivi}) : {suivi}"
    assert filled.used == ("Civilité", "nom", "référence")
    assert filled.missing == ("suivi",)


def test_a_value_is_never_read_as_a_variable():
    assert rules.fill("{prenom}", {"prenom": "{email}", "email": "x"}).text == "{email}"


def test_unknown_variables_are_named():
    assert rules.unknown_variables("{prenom} {Numéro de suivi} {pointure}") == ["pointure"]


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ("Bonjour,\n\nMa théière est arrivée ébréchée. Que faire ?\nMerci", "Ma théière est arrivée ébréchée."),
        ("Coucou l’équipe, petite urgence : je déménage", "Coucou l’équipe, petite urgence : je déménage"),
        ("Bonjour Madame,\nDevis ?", "Devis ?"),
        ("Bonjour", "Bonjour"),
        ("", "Sans texte"),
    ],
)
def test_the_subject_is_the_first_sentence_that_says_something(body, subject):
    assert rules.subject_of(body) == subject


def test_a_long_subject_is_cut_between_words():
    assert rules.subject_of("mot " * 40).endswith("…")
    assert len(rules.subject_of("mot " * 40)) <= 70


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 8001])
def test_a_message_says_something_and_not_too_much(body):
    with pytest.raises(RuleBroken) as refusal:
        rules.clean_body(body)
    assert refusal.value.field == "body"
