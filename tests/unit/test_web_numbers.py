"""Numbers that browsers send: read when a row could have them, nothing otherwise; and no other reader is used."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from sandbox.kernel.values import MAX_INTEGER
from sandbox.web.numbers import maybe_whole, whole
from tests.architecture.files import text_of, with_suffix


@pytest.mark.parametrize(
    ("typed", "read"), [("7", 7), (" 12 ", 12), ("-3", -3), (5, 5), (str(MAX_INTEGER), MAX_INTEGER)]
)
def test_reads_plain_digits(typed, read):
    assert whole(typed) == read


@pytest.mark.parametrize(
    "typed",
    ["", "x", "1.5", "1_000", "１２", "9" * 20, "9" * 5000, str(MAX_INTEGER + 1), f"-{MAX_INTEGER + 1}", None, "1e3"],
)
def test_takes_the_rest_for_nothing(typed):
    with pytest.raises(ValueError, match="nombre entier"):
        whole(typed)
    assert maybe_whole(typed) is None
    sent = MultiDict([("n", str(typed)), ("n", "4")])
    assert sent.get("n", 1, type=whole) == 1
    assert sent.getlist("n", type=whole) == [4]


@given(st.text(max_size=30))
def test_never_gives_what_no_row_can_have(typed):
    found = maybe_whole(typed)
    assert found is None or abs(found) <= MAX_INTEGER


def test_no_view_or_form_reads_numbers_another_way():
    loose = re.compile(r"\b(?:type|coerce)=int\b|\.get(?:list)?\([^()]*, int\)")
    found = [name for name in with_suffix(".py", under="sandbox/web/") if loose.search(text_of(name))]
    assert found == []
