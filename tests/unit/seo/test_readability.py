"""How easily a French text is read."""

from __future__ import annotations

import pytest

from sandbox.shop.seo.rules.analysis import FAIR, GOOD, POOR
from sandbox.shop.seo.rules.contents import read_contents
from sandbox.shop.seo.rules.readability import flesch, read_easily, syllables

EASY = (
    "<p>Le café arrive vert, en sacs de soixante kilos. Ensuite, on le grille la nuit, par petites fournées. Il crépite deux fois. "
    "Enfin, on le verse et il refroidit. Le matin, les sachets partent. Vous le recevez donc frais, le jour même ou le lendemain. "
    "Gardez le sachet fermé. Moulez au dernier moment, car le parfum s’en va vite.</p>"
)


def marks(markup: str) -> dict[str, str]:
    return {point.label: point.mark for point in read_easily(read_contents(markup)).points}


def test_a_simple_text_is_good_everywhere() -> None:
    assert set(marks(EASY).values()) == {GOOD}


def test_a_few_words_are_not_judged() -> None:
    assert marks("<p>Grillé la nuit, expédié le matin.</p>") == {}


def test_long_sentences_and_paragraphs_are_told() -> None:
    found = marks(f"<p>{'un mot après l’autre sans jamais respirer ' * 40}.</p>")
    assert found["Phrases longues"] == POOR
    assert found["Paragraphes"] == POOR


def test_the_passive_voice_is_told_movement_and_adjectives_are_not() -> None:
    passive = (
        "Le café est grillé chaque nuit. Les sachets sont fermés à la main. Le matin, il est expédié par nos soins. "
    )
    active = "La maison est belle et le port est calme. Elle est arrivée hier. Le sachet est gratuit et il est frais. "
    assert marks(f"<p>{passive * 4}</p>")["Voix passive"] == POOR
    assert marks(f"<p>{active * 4}</p>")["Voix passive"] == GOOD


def test_three_sentences_that_begin_alike_are_told() -> None:
    assert marks(f"{EASY}<p>Il est là. Il fume. Il sent bon.</p>")["Débuts de phrase"] == POOR


def test_a_long_text_wants_sub_headings() -> None:
    half = f"<p>{'Le café est bon, car il vient de loin. ' * 19}</p>"
    assert marks(half * 2)["Intertitres"] == FAIR
    assert marks(half * 3)["Intertitres"] == POOR
    assert marks(f"{half}<h2>Le port</h2>{half}")["Intertitres"] == GOOD
    assert "Intertitres" not in marks(EASY)


@pytest.mark.parametrize(
    ("word", "count"),
    [("café", 2), ("chaude", 1), ("tables", 1), ("théière", 2), ("feu", 1), ("bouilloire", 2), ("nr", 1)],
)
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_score_of_flesch_stays_between_bounds() -> None:
    assert flesch(0, 0, 0) == 0
    assert flesch(10, 80, 110) == pytest.approx(97.68)
    assert flesch(1, 100, 300) == 0
