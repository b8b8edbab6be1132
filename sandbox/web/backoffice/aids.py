"""Helps that the real tools lack: a subject switches on those it names under `aides`, a faithful one names none.

A shop that belongs to no subject (a trainer's draft, a reference that is looked at) has them all.
"""

from __future__ import annotations

from collections.abc import Collection

from flask import g

from sandbox.training.exams.models import Seat
from sandbox.training.subjects.queries import subject_by_digest

WHY_THIS_PRICE = "pourquoi_ce_prix"
"""The price of a product or of a cart told step by step."""
SALES_DATES = "dates_des_soldes"
"""« Soldes » written outside the legal dates, told on save."""

SEO_ANALYSIS = "analyse_seo"
"""What helps a product to be found, point by point."""
MISSING_CAPTIONS = "legendes_manquantes"
"""Pictures without a caption, told beside them."""
TTC_COLUMNS = "colonnes_ttc"
"""The final price with tax of each variant."""


def has_aid(name: str) -> bool:
    """Whether a help is on in the open shop."""
    aids = _aids_on()
    return aids is None or name in aids


def _aids_on() -> Collection[str] | None:
    """The helps of the open shop's subject, None for a shop of no subject: asked once a request, a sheet asks four times."""
    known: tuple[str, Collection[str] | None] = g.get("aids_on", ("", None))
    if known[0] != g.shop.key:
        seat: Seat | None = g.get("place")
        aids = subject_by_digest(seat.session.subject_hash).scenario.aids if seat is not None else None
        g.aids_on = known = (g.shop.key, aids)
    return known[1]
