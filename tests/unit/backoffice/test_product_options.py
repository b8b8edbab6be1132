"""The options that the rows of a product page share."""

from __future__ import annotations

from sandbox.web.backoffice.product_page import Options


def test_a_row_that_chose_sends_its_choice_alone_and_an_empty_one_all() -> None:
    options = Options([("1:", "Café"), ("11:", "Thé"), ("1:1", "Café : 250 g")])
    assert options("1:") == '<option value="1:" selected>Café</option>'
    assert options() == options(None)
    assert options() == (
        '<option value="1:">Café</option><option value="11:">Thé</option><option value="1:1">Café : 250 g</option>'
    )


def test_what_is_no_longer_there_chooses_nothing() -> None:
    assert "selected" not in Options([("11", "Thé")])("1")


def test_words_are_escaped_and_cannot_pass_for_a_value() -> None:
    options = Options([("1", '<b>value="2"</b>'), ("2", "Thé")])
    escaped = "&lt;b&gt;value=&#34;2&#34;&lt;/b&gt;</option>"
    assert options("1") == f'<option value="1" selected>{escaped}'
    assert options() == f'<option value="1">{escaped}<option value="2">Thé</option>'
