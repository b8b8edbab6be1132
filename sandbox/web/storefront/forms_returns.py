"""Forms of sending goods back: a return asked for from an order, the two steps of a withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, TextAreaField

from sandbox.shop.orders.queries import ReturnableLine
from sandbox.shop.orders.rules import MAX_NOTE, returns
from sandbox.shop.orders.services import ReturnItem
from sandbox.web.forms.base import BaseForm, between, length, optional
from sandbox.web.forms.fields import WholeField

NOTHING = "Cochez au moins un article."


class LinesForm(BaseForm):
    """Articles of an order: ticked (`ligne`), how many of each, and for a return why."""

    reason = TextAreaField("Un mot pour nous aider", [length(MAX_NOTE)], render_kw={"rows": 4})
    reference = HiddenField()
    email = HiddenField()

    def chosen(self, lines: Sequence[ReturnableLine]) -> list[ReturnItem]:
        """The ticked lines; without a number, all that is left of the line."""
        return [
            ReturnItem(row.line, self._units(row), self[f"r{row.line.id}"].data if f"r{row.line.id}" in self else "")
            for row in lines
            if self[f"l{row.line.id}"].data
        ]

    def _units(self, row: ReturnableLine) -> int:
        typed = self[f"q{row.line.id}"].data
        return row.units if typed is None else int(typed)


def lines_form(lines: Sequence[ReturnableLine], *, asks_why: bool, **kwargs: Any) -> LinesForm:
    """The form with an order's lines; those that cannot be sent back have no box."""
    fields: dict[str, Any] = {}
    for row in lines:
        number, name = row.line.id, row.line.name
        fields[f"l{number}"] = BooleanField(name)
        fields[f"q{number}"] = WholeField(f"Quantité, {name}", [optional(), between(1, max(row.units, 1))])
        if asks_why:
            fields[f"r{number}"] = SelectField(f"Motif, {name}", choices={"": "Choisissez un motif", **returns.REASONS})
    made: type[LinesForm] = type("OrderLinesForm", (LinesForm,), {"__doc__": LinesForm.__doc__, **fields})
    return made(**kwargs)
