"""A subject's texts as candidates read them: Markdown and tables turned into safe HTML."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt

from sandbox.kernel.clock import MONTH_NAMES
from sandbox.kernel.text import clean_html
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.scenario import Attachment

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


_RELATIVE = re.compile(r"\{J(?:([+-])(\d{1,4}))?\}")


def dated(text: str, anchor: date) -> str:
    """A text with `{J+3}` written as the day it means for a session of `anchor`: « 27 novembre 2026 »."""

    def day_of(match: re.Match[str]) -> str:
        days = int(match[2] or 0) * (-1 if match[1] == "-" else 1)
        day = anchor + timedelta(days=days)
        return f"{'1er' if day.day == 1 else day.day}\u00a0{MONTH_NAMES[day.month - 1]} {day.year}"

    return _RELATIVE.sub(day_of, text)


_HELD = re.compile(r"(?<=«) | (?=[»:;!?€%])|(?<=\d) (?=\d{3}\b)|(?<=\d) (?=(?:g|kg|cm|mm|cl|L|h|min)\b)")


def spaced(text: str) -> str:
    """A text whose signs and units stay on the line of their word, as French printers have them; authors type plain spaces."""
    return _HELD.sub("\u00a0", text)


@lru_cache(maxsize=256)
def instruction_html(text: str, anchor: date | None = None) -> str:
    """An instruction written in Markdown, as HTML that is safe to show; relative dates are told from `anchor` on."""
    return clean_html(spaced(_MARKDOWN.render(dated(text, anchor) if anchor else text)))


def annex_html(subject: Subject, piece: Attachment, anchor: date | None = None) -> str:
    """An annex of a subject (`.md`, `.csv`, `.txt`) as HTML that is safe to show; empty when its file is missing."""
    text = subject.files.get(piece.file, "")
    text = dated(text, anchor) if anchor else text
    return table_html(text) if piece.file.endswith(".csv") else instruction_html(text)


@lru_cache(maxsize=256)
def table_html(text: str) -> str:
    """A semicolon CSV as a table: its first line is the header, its first column heads the rows."""
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=";") if any(cell.strip() for cell in row)]
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in rows[0])
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in rows[1:]
    )
    return clean_html(spaced(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"))
