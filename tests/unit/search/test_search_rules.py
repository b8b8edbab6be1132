"""How words are compared."""

from __future__ import annotations

import pytest

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.search import rules


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’Éthiopie d'Altitude", ["ethiopie", "altitude"]),
        ("Thé  vert, œillet", ["the", "vert", "oeillet"]),
        ("", []),
        ("250 g", ["250", "g"]),
    ],
)
def test_words_lose_accents_and_elisions(text, expected):
    assert rules.words_of(text) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("cafes", "cafe"), ("infusions", "infusion"), ("torrefies", "torrefie"), ("coffrets", "coffret")]
)
def test_plurals_share_a_stem(one, other):
    assert rules.stem(one) == rules.stem(other)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("cafetiere", "cafetiere", True),
        ("caftiere", "cafetiere", True),
        ("cafettiere", "cafetiere", True),
        ("cafetoere", "cafetiere", True),
        ("cafeteire", "cafetiere", True),
        ("cafetieres", "cafetiere", True),
        ("caftere", "cafetiere", False),
        ("mug", "mur", False),
        ("the", "thes", True),
    ],
)
def test_one_typo_is_near_two_are_not(one, other, near):
    assert rules.is_near(one, other) is near


def test_terms_drop_small_words_unless_there_is_nothing_else():
    assert rules.terms_of("une tasse pour le thé") == ["tasse", "the"]
    assert rules.terms_of("la") == ["la"]


def test_aliases_replace_whole_words_longest_first():
    aliases = {"kafé": "café", "café sans caféine": "décaféiné", "tisane": "infusion"}
    assert rules.with_aliases("Kafe du matin", aliases) == "cafe du matin"
    assert rules.with_aliases("cafe sans cafeine", aliases) == "decafeine"
    assert rules.with_aliases("tisanes", aliases) == "tisanes"


def test_a_better_match_scores_higher():
    document = rules.index([("Cafetière italienne", 10), ("pour deux tasses", 1)])
    exact = rules.score(document, "cafetiere", typos=False)
    assert exact > rules.score(document, "cafet", typos=False) > 0
    assert rules.score(document, "cafetoere", typos=False) == 0
    assert 0 < rules.score(document, "cafetoere", typos=True) < exact
    assert rules.score(document, "tasse", typos=False) > 0


def test_an_answer_that_is_kept_is_the_answer():
    document = rules.index([("Cafetière italienne", 10)])
    asked = [("cafetiere", False), ("cafetoere", False), ("cafetoere", True), ("tasse", True)]
    first = [rules.score(document, term, typos=typos) for term, typos in asked]
    assert [rules.score(document, term, typos=typos) for term, typos in asked] == first
    for number in range(rules.MAX_SCORES + 5):
        rules.score(document, f"mot{number}", typos=False)
    assert len(document.scores) <= rules.MAX_SCORES
    assert [rules.score(document, term, typos=typos) for term, typos in asked] == first


@pytest.mark.parametrize("word", ["", "  ", "!!", "<script>", "x" * 129])
def test_a_false_alias_is_refused(word):
    with pytest.raises(RuleBroken) as refusal:
        rules.clean_word(word, field="alias", label="Alias")
    assert refusal.value.field == "alias"
