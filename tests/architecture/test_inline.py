"""The strict content policy has nothing to refuse: no inline style, script or handler, no address outside."""

from __future__ import annotations

import re

import pytest

from tests.architecture.files import text_of, with_suffix

_COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
INLINE = {
    "style attribute": re.compile(r"""<[^>]*\sstyle\s*=""", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "script without src": re.compile(
        r"""<script\b(?![^>]*\bsrc\s*=)(?![^>]*type=["']application/(?:ld\+)?json["'])""", re.IGNORECASE
    ),
    "handler attribute": re.compile(r"""<[^>]*\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "htmx code": re.compile(r"hx-on[:=]|hx-vals\s*=\s*['\"]js:", re.IGNORECASE),
    "address outside": re.compile(r"""\b(?:src|srcset|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE),
}
OUTSIDE_CSS = re.compile(
    r"""url\(\s*["']?(?:https?:)?//|@import\s+["']?(?:https?:)?//|url\(\s*["']?data:""", re.IGNORECASE
)
DYNAMIC_CODE = re.compile(
    r"\beval\(|new Function\(|document\.write\(|\.setAttribute\(\s*[\"']style[\"']|insertAdjacentHTML"
)


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what: str) -> None:
    found = [
        f"{name}: {match[0][:120]}"
        for name in with_suffix(".html", under="sandbox/templates/")
        for match in INLINE[what].finditer(_COMMENT.sub("", text_of(name)))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("what", INLINE)
def test_the_search_finds(what: str) -> None:
    examples = {
        "style attribute": '<p style="color:red">',
        "style element": "<style>p{}</style>",
        "script without src": "<script>alert(1)</script>",
        "handler attribute": '<a onclick="go()">',
        "javascript address": '<a href="javascript:go()">',
        "htmx code": '<a hx-on:click="go()">',
        "address outside": '<img src="//example.org/x.png">',
    }
    assert INLINE[what].search(examples[what])


def test_no_sheet_asks_for_anything_outside() -> None:
    sheets = with_suffix(".css", under="static/")
    assert [name for name in sheets if OUTSIDE_CSS.search(text_of(name))] == []


def test_no_script_makes_code_from_text() -> None:
    scripts = with_suffix(".js", under="static/")
    assert [name for name in scripts if DYNAMIC_CODE.search(text_of(name))] == []
