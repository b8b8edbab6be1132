"""The options that the rows of a product page share."""

from __future__ import annotations

from sandbox.web.backoffice.product_page import Options


def test_one_is_chosen_and_the_others_are_as_before() -> None:
    options = Options([("1:", "Café"), ("11:", "Thé"), ("1:1", "Café : 250 g")])
    assert options("1:") == (
        '<option value="1:" selected>Café</option><option value="11:">Thé</option><option value="1:1">Café : 250 g</option>'
    )
    assert "selected" not in options()
    assert "selected" not in options(None)


def test_what_is_no_longer_there_chooses_nothing() -> None:
    assert "selected" not in Options([("11", "Thé")])("1")


def test_words_are_escaped_and_cannot_pass_for_a_value() -> None:
    drawn = Options([("1", '<b>value="2"</b>'), ("2", "Thé")])("2")
    assert (
        drawn
        == '<option value="1">&lt;b&gt;value=&#34;2&#34;&lt;/b&gt;</option><option value="2" selected>Thé</option>'
    )
