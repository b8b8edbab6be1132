"""Words around a person's name."""

from __future__ import annotations

import pytest

from sandbox.kernel.text import of_name, tied


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Salomé Diallo", "de Salomé Diallo"),
        ("Inès Carpentier", "d’Inès Carpentier"),
        ("Élise", "d’Élise"),
        ("Héloïse Gourvil", "d’Héloïse Gourvil"),
        ("Yves", "d’Yves"),
        ("Yann Le Goff", "de Yann Le Goff"),
    ],
)
def test_de_loses_its_vowel_before_another(name: str, told: str) -> None:
    assert of_name(name) == told


def test_high_punctuation_never_begins_a_line() -> None:
    assert tied("Pourquoi « 10 % » ? Dites : tout !") == "Pourquoi «\u00a010 %\u00a0»\u00a0? Dites\u00a0: tout\u00a0!"
