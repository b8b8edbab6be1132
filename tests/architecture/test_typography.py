"""French typography: in the text of templates, a no-break space before : ; ! ? » and after «; in what is shipped, one and no more."""

from __future__ import annotations

import re

from tests.architecture.files import text_of, with_suffix

_NOT_TEXT = re.compile(
    r"\{#.*?#\}|<!--.*?-->|\{%.*?%\}|\{\{.*?\}\}|<(?:script|style|svg|code|pre)\b.*?</(?:script|style|svg|code|pre)>|<[^>]*>",
    re.DOTALL,
)
WRONG = re.compile(r"\w ([;!?»])(?=\s|$)|« \w|\w[\u2019'][^\S\n]*»|\w :(?=\s)|\d €", re.MULTILINE)


def test_no_plain_space_where_a_line_must_not_break() -> None:
    found = [
        f"{name}: …{text[max(0, match.start() - 30) : match.end() + 10].strip()}…"
        for name in with_suffix(".html", under="sandbox/templates/")
        for text in [_NOT_TEXT.sub("\n", text_of(name))]
        for match in WRONG.finditer(text)
    ]
    assert not found, "\n".join(found)


DOUBLED = re.compile(r"[\u00a0\u202f]\s|[^\S\n][\u00a0\u202f]")


def test_no_space_stands_beside_a_no_break_space() -> None:
    """Written so in three pictures of the library, read aloud and shown as a hole."""
    found = [
        f"{name}: …{text[max(0, match.start() - 30) : match.end() + 10].strip()}…"
        for suffix in (".yaml", ".md", ".csv")
        for name in with_suffix(suffix, under="scenarios/")
        for text in [text_of(name)]
        for match in DOUBLED.finditer(text)
    ]
    assert not found, "\n".join(found)


def test_a_plain_space_is_found() -> None:
    assert WRONG.search("Vraiment ?")
    assert not WRONG.search("Vraiment\u202f? «\u00a0oui\u00a0» : 3\u00a0€".replace(" :", "\u00a0:"))
