"""Keyphrases in French: what the usual tools stumble on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.shop.seo.rules.contents import read_contents
from sandbox.shop.seo.rules.phrases import begins_with, content_words, holds, sentences, times
from sandbox.shop.seo.rules.snippets import DESCRIPTION_LIMITS, TITLE_LIMIT, cut_px, description_of, title_of, width_px


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Nos moulins à café manuels", "moulin à café"),  # plurals
        ("amenagement-de-l-enclos", "aménagement de l’enclos"),  # an address, accents, an elision
        ("Avant l'orage", "l’orage"),  # both apostrophes
        ("ÉTHIOPIE", "ethiopie"),
        ("Le sac à dos anti-pluie", "sac anti pluie"),
        ("théière en fonte", "théières de fonte"),  # small words differ
        ("Des journaux du quai", "journaux quai"),
        ("œufs en chocolat", "oeuf chocolat"),
    ],
)
def test_a_phrase_is_found_however_it_is_written(text: str, phrase: str) -> None:
    assert holds(text, content_words(phrase))


def test_a_part_of_a_phrase_is_not_the_phrase() -> None:
    assert not holds("Un moulin à poivre", content_words("moulin à café"))
    assert not holds("n’importe quoi", [])


def test_small_words_count_only_when_there_is_nothing_else() -> None:
    assert content_words("Les Moulins à café du port") == content_words("moulin café port")
    assert content_words("avec des") == ["avec", "de"]


def test_a_phrase_is_counted_sentence_by_sentence() -> None:
    text = "Un moulin à café. Le café du moulin à café ! Moudre son café."
    assert times(text, content_words("moulin à café")) == 2
    assert times(text, []) == 0


def test_a_text_opens_with_the_phrase_articles_apart() -> None:
    assert begins_with("La théière en fonte Rosée", content_words("théière en fonte"))
    assert not begins_with("Rosée, la théière en fonte", content_words("théière en fonte"))


def test_a_point_inside_a_sentence_does_not_end_it() -> None:
    text = "La théière (0,8 L. env.) garde le thé chaud. Elle est belle ! 12 pièces."
    assert sentences(text) == ["La théière (0,8 L. env.) garde le thé chaud.", "Elle est belle !", "12 pièces."]


def test_a_rich_text_is_taken_apart() -> None:
    found = read_contents(
        '<p>Bonjour <b>à</b> tous<br>et toutes</p><h2>Le port</h2><ul><li>un</li><li>deux trois</li></ul><p><a href="/a">ici</a>'
        '<img src="x" alt=" Le quai "></p><h3></h3>'
    )
    assert found.paragraphs == ["Bonjour à tous et toutes", "un", "deux trois", "ici"]
    assert (found.headings, found.stretches) == (["Le port"], [5, 4])
    assert (found.inner_links, found.outer_links, found.alternatives) == ([("/a", "ici")], [], ["Le quai"])
    assert read_contents("sans balise").paragraphs == ["sans balise"]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(markup: str) -> None:
    found = read_contents(markup)
    assert sum(found.stretches) == found.words


def test_widths_are_those_of_the_font_accents_included() -> None:
    assert width_px("Théière en fonte Rosée 0,8 L | Brûlerie Castelune", 20) == 440
    assert width_px("été", 20) == width_px("ete", 20)
    assert width_px("iii", 20) < width_px("mmm", 20)


def test_a_title_that_is_too_wide_is_cut_on_a_word() -> None:
    cut = title_of("Théière en fonte Rosée 0,8 L, filtre inox et dessous de plat assorti | Brûlerie Castelune")
    assert cut.is_cut
    assert cut.shown == "Théière en fonte Rosée 0,8 L, filtre inox et dessous de plat …"
    assert not title_of("  Théière   en fonte ").is_cut
    assert title_of("  Théière   en fonte ").shown == "Théière en fonte"


@given(
    st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=382), max_size=300),
    st.sampled_from(["computer", "phone"]),
)
def test_what_is_shown_fits_unless_one_word_is_wider(text: str, device: str) -> None:
    cut = description_of(text, device)
    assert width_px(cut.shown, 14) <= DESCRIPTION_LIMITS[device] or " " not in cut.shown.removesuffix(" …")
    assert cut.is_cut == (cut.width > DESCRIPTION_LIMITS[device])


def test_a_telephone_shows_less_of_a_description() -> None:
    text = "mot " * 60
    assert len(description_of(text, "phone").shown) < len(description_of(text).shown)
    assert cut_px("x" * 200, 20, TITLE_LIMIT).shown == f"{'x' * 40} …"
