"""HTML to Markdown: what a reader sees stays, what is unsafe or leads outside goes."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sandbox.kernel.text import plain
from sandbox.kernel.to_markdown import to_markdown

_RENDER = MarkdownIt("commonmark", {"html": False}).enable("table").render


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>Un <strong>sirop</strong> et un <em>thé</em>.</p><p>Deux</p>", "Un **sirop** et un *thé*.\n\nDeux\n"),
        ("<ul><li>doux</li><li>fort</li></ul><p>fin</p>", "- doux\n- fort\n\nfin\n"),
        ("<ol><li>un</li><li>deux</li></ol>", "1. un\n2. deux\n"),
        ("<h3>Conseils</h3>Servir<br>frais", "### Conseils\n\nServir  \nfrais\n"),
        ('<a href="https://ailleurs.example">voir</a>', "voir\n"),
        ("<script>alert(1)</script><style>p{}</style><img src=x onerror=y>", ""),
        ("<p>- 2 * 3 # [a] 1. b</p>", "\\- 2 \\* 3 \\# \\[a\\] 1. b\n"),
        ("<b> gras </b>suite<b></b>", "**gras** suite\n"),
    ],
)
def test_writes_the_markdown_of(markup: str, expected: str) -> None:
    assert to_markdown(markup) == expected


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(markup: str) -> None:
    assert "<script" not in _RENDER(to_markdown(markup))


_WORDS = st.text(st.sampled_from("ab é*_`[]<>&#|~-+=1.)!\\\"'("), min_size=1, max_size=15)


@given(st.lists(st.tuples(st.sampled_from(["p", "h2", "li", "strong", "em"]), _WORDS), max_size=5))
def test_a_reader_sees_the_same_words(parts: list[tuple[str, str]]) -> None:
    markup = "".join(
        f"<ul><li>{escape(words)}</li></ul>" if tag == "li" else f"<p><{tag}>{escape(words)}</{tag}></p>"
        if tag in ("strong", "em") else f"<{tag}>{escape(words)}</{tag}>"
        for tag, words in parts
    )  # fmt: skip
    assert plain(_RENDER(to_markdown(markup))).split() == plain(markup).split()
