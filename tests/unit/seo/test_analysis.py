"""The analysis of a product's texts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.shop.seo.rules import Texts, analyse, key_words

FULL = Texts(
    keyword="Café d’Éthiopie", title="Café d’Éthiopie Yirgacheffe, grillé chaque nuit", slug="cafe-ethiopie-yirgacheffe",
    description="Un café d’Éthiopie lavé, floral et citronné, grillé la nuit et expédié le matin. En grains ou moulu pour votre machine, dès 250 g.",
    body="Les cafés d’Éthiopie ont un parfum de bergamote. " + "mot " * 150, pictures=2, captioned=2,
)  # fmt: skip


def marks(texts: Texts) -> list[str]:
    return [one.mark for one in analyse(texts)]


def test_a_full_sheet_is_good_everywhere_accents_elisions_and_plurals_apart() -> None:
    assert set(marks(FULL)) == {"ok"}


def test_without_a_keyword_nothing_is_looked_for() -> None:
    first = analyse(replace(FULL, keyword=" "))[0]
    assert (first.mark, "Aucun mot-clé" in first.words) == ("bad", True)


@pytest.mark.parametrize(
    ("change", "mark", "words"),
    [
        ({"title": "Yirgacheffe lavé, grillé chaque nuit à la main"}, "warn", "n’est pas dans la balise titre"),
        ({"slug": "produit-12"}, "warn", "n’est pas dans l’URL"),
        ({"description": ""}, "bad", "La méta description est vide"),
        ({"title": "Café d’Éthiopie"}, "warn", "un peu courte"),
        ({"body": "Les cafés d’Éthiopie."}, "bad", "Le texte compte 3 mots"),
        ({"captioned": 1}, "warn", "1 image sans légende."),
        ({"pictures": 0, "captioned": 0}, "bad", "Aucune image"),
    ],
)
def test_what_is_missing_is_told(change: dict[str, object], mark: str, words: str) -> None:
    found = [one for one in analyse(replace(FULL, **change)) if one.mark != "ok"]  # type: ignore[arg-type]
    assert any(one.mark == mark and words in one.words for one in found)


def test_small_words_do_not_count() -> None:
    assert key_words("Les Moulins à café du port") == {"moulin", "cafe", "port"}
