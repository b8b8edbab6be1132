"""The record and the fairness sheet as tagged PDF files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from sandbox.kernel.typesetting import tagged_pdf
from sandbox.training.grading.exports import FONTS
from sandbox.training.records.fairness import Fairness
from sandbox.training.records.record import Record

FOLDER = Path(__file__).parent / "pdf"


def record_pdf(record: Record) -> bytes:
    """The record of a session, to print and to sign."""
    return tagged_pdf(FOLDER / "record.typ", fonts=FONTS, record=asdict(record))


def fairness_pdf(sheet: Fairness) -> bytes:
    """The fairness sheet of a session."""
    facts: dict[str, Any] = asdict(sheet)
    for part, told in zip(sheet.parts, facts["parts"], strict=True):
        for row, cells in zip(part.rows, told["rows"], strict=True):
            cells["differs"] = row.differs
    return tagged_pdf(FOLDER / "fairness.typ", fonts=FONTS, sheet=facts)
