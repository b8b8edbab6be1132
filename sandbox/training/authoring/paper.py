"""The paper of a subject: two pages for the candidate, the grid for the examiner, as one tagged PDF."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sandbox.kernel.typesetting import page_count, tagged_pdf
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.reading import dated, spaced

TEMPLATE = Path(__file__).parent / "pdf" / "paper.typ"
KIT = TEMPLATE.with_name("kit.typ")
SIZES = (10.5, 10, 9.5, 9, 8.5, 8)
CANDIDATE_PAGES = 2
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")

Block = dict[str, Any]


def paper_pdf(subject: Subject, day: date, *, fonts: Path) -> bytes:
    """The paper for a session of that day. The letters shrink until the candidate's part holds on two pages.

    A subject with long annexes takes more at the smallest size rather than lose a word.
    """
    facts = paper_facts(subject, day)
    return tagged_pdf(TEMPLATE, fonts=fonts, paper=facts | {"size": fitting_size(facts, fonts=fonts)})


def fitting_size(facts: dict[str, Any], *, fonts: Path) -> float:
    """The largest letters with which the candidate's part holds on its pages, else the smallest there are."""
    return next(
        (s for s in SIZES if page_count(TEMPLATE, fonts=fonts, paper=facts | {"size": s}) <= CANDIDATE_PAGES), SIZES[-1]
    )


def paper_facts(subject: Subject, day: date) -> dict[str, Any]:
    """What the template prints; of a subject with variables, the first draw, and it says so."""
    draws, subject = subject.ranks, subject.drawn(0)
    scenario, grid = subject.scenario, subject.grid
    notices = ["Brouillon, à ne pas distribuer"] if scenario.status == "brouillon" else []
    if draws > 1:
        notices.append(f"Tirage 1 sur {draws} des variables : une session peut en avoir un autre")
    return {
        "title": spaced(scenario.title),
        "letter": scenario.letter,
        "version": subject.version,
        "digest": subject.digest[:12],
        "session": grid.session,
        "grid_title": grid.title,
        "duration": f"{subject.duration_s // 60} min",
        "notice": ". ".join(notices),
        "story": blocks(scenario.instruction, day),
        "tasks": [
            {"number": n, "title": spaced(task.title), "body": blocks(task.instruction, day)}
            for n, task in enumerate(subject.tasks, 1)
        ],
        "annexes": [
            {"title": spaced(piece.title), "body": _annex(subject.files.get(piece.file, ""), piece.file, day)}
            for piece in scenario.attachments
        ],
        "scale": [[code, grid.scale_words.get(code, code)] for code in grid.scale],
        "lines": [
            {
                "letter": subject.letter_of(line.id), "question": subject.number_of(subject.task_of(line.id)),
                "criterion": subject.criterion_of(line), "skill": spaced(line.skill),
                "levels": [spaced(text) for _, text in line.descriptors.items()] if line.descriptors else [],
            }
            for line in subject.lines
        ],
        "oral": [
            {"letters": ", ".join(subject.letter_of(line) for line in question.lines), "text": spaced(question.text), "points": [spaced(one) for one in question.expected]}
            for question in subject.questions
        ],
    }  # fmt: skip


def _annex(text: str, name: str, day: date) -> list[Block]:
    if not name.endswith(".csv"):
        return blocks(text, day)
    rows = [
        row for row in csv.reader(io.StringIO(dated(text, day)), delimiter=";") if any(cell.strip() for cell in row)
    ]
    return [{"kind": "table", "rows": [[[{"text": spaced(cell)}] for cell in row] for row in rows]}] if rows else []


def blocks(text: str, day: date) -> list[Block]:
    """A Markdown text as the template prints it: paragraphs, lists, titles, tables; what is bold or slanted marked."""
    found, _ = _blocks(_MARKDOWN.parse(dated(text, day)), 0)
    return found


def _blocks(tokens: Sequence[Token], at: int, until: str = "") -> tuple[list[Block], int]:
    found: list[Block] = []
    while at < len(tokens):
        token = tokens[at]
        if token.type == until:
            return found, at
        if token.type in ("paragraph_open", "heading_open"):
            kind = "heading" if token.type == "heading_open" else "text"
            found.append({"kind": kind, "runs": _runs(tokens[at + 1].children or [])})
            at += 2
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            items, at = _items(tokens, at + 1, token.type.replace("_open", "_close"))
            found.append({"kind": "list", "ordered": token.type.startswith("ordered"), "items": items})
        elif token.type == "blockquote_open":
            inner, at = _blocks(tokens, at + 1, "blockquote_close")
            found += inner
        elif token.type == "table_open":
            rows, at = _rows(tokens, at + 1)
            found.append({"kind": "table", "rows": rows})
        elif token.type in ("fence", "code_block"):
            found.append({"kind": "text", "runs": [{"text": token.content.rstrip()}]})
        at += 1
    return found, at


def _items(tokens: Sequence[Token], at: int, until: str) -> tuple[list[list[Block]], int]:
    items: list[list[Block]] = []
    while tokens[at].type != until:
        inner, at = _blocks(tokens, at + 1, "list_item_close")
        items.append(inner)
        at += 1
    return items, at


def _rows(tokens: Sequence[Token], at: int) -> tuple[list[list[list[Block]]], int]:
    rows: list[list[list[Block]]] = []
    while tokens[at].type != "table_close":
        if tokens[at].type == "tr_open":
            rows.append([])
        elif tokens[at].type == "inline":
            rows[-1].append(_runs(tokens[at].children or []))
        at += 1
    return rows, at


def _runs(tokens: Sequence[Token]) -> list[Block]:
    """The words of a line, each with whether it is strong or slanted; a break is a run of its own."""
    found: list[Block] = []
    strong = slanted = 0
    for token in tokens:
        strong += token.nesting if token.type.startswith("strong") else 0
        slanted += token.nesting if token.type.startswith("em_") else 0
        if token.type in ("softbreak", "hardbreak"):
            found.append({"text": "", "break": True})
        elif token.content:
            found.append({"text": spaced(token.content), "strong": strong > 0, "slanted": slanted > 0})
    return found
