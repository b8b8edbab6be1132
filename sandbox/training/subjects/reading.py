"""A subject's texts as candidates read them: Markdown and tables turned into safe HTML."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt

from sandbox.kernel.text import clean_html
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.scenario import Attachment

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


@lru_cache(maxsize=256)
def instruction_html(text: str) -> str:
    """An instruction written in Markdown, as HTML that is safe to show."""
    return clean_html(_MARKDOWN.render(text))


def annex_html(subject: Subject, piece: Attachment) -> str:
    """An annex of a subject (`.md`, `.csv`, `.txt`) as HTML that is safe to show; empty when its file is missing."""
    text = subject.files.get(piece.file, "")
    return table_html(text) if piece.file.endswith(".csv") else instruction_html(text)


@lru_cache(maxsize=256)
def table_html(text: str) -> str:
    """A semicolon CSV as a table: its first line is the header, its first column heads the rows."""
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=";") if any(cell.strip() for cell in row)]
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in rows[0])
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>' for row in rows[1:]
    )
    return clean_html(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
