"""Two versions of a text: blocks in words, what differs marked word by word."""

from __future__ import annotations

from sandbox.shop.blocks.rules.comparing import Line, Pair, Side, compare, folded, lines_of
from sandbox.shop.blocks.rules.reading import blocks_of_text


def lines(html: str) -> list[Line]:
    return lines_of(blocks_of_text(html))


def marked(side: Side | None) -> list[str]:
    return [piece.text.strip() for piece in side.pieces if piece.is_marked] if side else []


def changes(pairs: list[Pair]) -> list[Pair]:
    return [pair for pair in pairs if not pair.is_same]


def test_blocks_are_told_in_words() -> None:
    found = lines("<h3>Le filtre</h3><p>Une <strong>mouture</strong> moyenne.</p><ul><li>Fine</li></ul>")
    assert [(one.label, one.depth) for one in found] == [
        ("Titre", 0),
        ("Paragraphe", 0),
        ("Liste", 0),
        ("Élément de liste", 1),
    ]
    assert found[1].text == "Une mouture moyenne."
    assert "Niveau" in found[0].text
    assert "<" not in "".join(one.text for one in found)


def test_a_changed_word_is_marked_on_both_sides() -> None:
    pairs = compare(lines("<p>Un café doux.</p><p>Fin.</p>"), lines("<p>Un café corsé.</p><p>Fin.</p>"))
    assert [pair.is_same for pair in pairs] == [False, True]
    assert marked(pairs[0].before) == ["doux."]
    assert marked(pairs[0].after) == ["corsé."]


def test_an_added_block_faces_nothing() -> None:
    [pair] = changes(compare(lines("<p>A</p><p>B</p>"), lines("<p>A</p><p>Neuf</p><p>B</p>")))
    assert pair.before is None
    assert marked(pair.after) == ["Neuf"]


def test_a_removed_block_faces_nothing() -> None:
    [pair] = changes(compare(lines("<p>A</p><p>Vieux</p><p>B</p>"), lines("<p>A</p><p>B</p>")))
    assert pair.after is None
    assert marked(pair.before) == ["Vieux"]


def test_a_block_that_became_another_is_marked_whole() -> None:
    [pair] = changes(compare(lines("<p>Le filtre</p>"), lines("<h2>Le filtre</h2>")))
    assert marked(pair.before) == marked(pair.after) == ["Le filtre"]


def test_equal_texts_have_no_difference() -> None:
    assert changes(compare(lines("<p>A</p>"), lines("<p>A</p>"))) == []
    assert compare([], []) == []


def test_what_is_far_from_any_change_is_counted() -> None:
    many = "".join(f"<p>Numéro {n}</p>" for n in range(20))
    found = folded(compare(lines(many), lines(many.replace("Numéro 10<", "Nombre 10<"))))
    assert found[0] == 8
    assert found[-1] == 7
    assert [isinstance(one, Pair) for one in found] == [False, *[True] * 5, False]
    assert folded(compare(lines(many), lines(many))) == [20]
