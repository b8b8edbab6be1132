"""Fields that find one thing among many by what is typed: a text field with proposals, which needs no script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import Field, SelectMultipleField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from sandbox.kernel.text import fold
from sandbox.web.numbers import whole


class LookupField(Field):
    """A text that must name one of `options` (id -> label): `data` is its id, None when empty.

    The whole label is understood, else the name that begins it, else words that only one label has. The template draws the proposals with
    `lookup(field)` of macros/backoffice/pick.html.
    """

    widget = TextInput()

    def __init__(
        self, label: str | None = None, validators: Any = None, *, noun: str = "résultat", **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.noun = noun
        self.options: Mapping[int, str] = {}

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.options.get(self.data, "") if self.data is not None else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the text; it is understood once the options are known, at validation."""
        self.data: int | None = None

    def pre_validate(self, form: Any) -> None:
        """Understand the text."""
        text = str(self.raw_data[0]).strip() if self.raw_data else ""
        if text:
            self.data = self._find(text)

    def _find(self, text: str) -> int:
        wanted = fold(text)
        exact = [number for number, label in self.options.items() if fold(label) == wanted]
        named = exact or [
            number for number, label in self.options.items() if fold(label).startswith((f"{wanted}, ", f"{wanted} ("))
        ]
        near = named or [
            number for number, label in self.options.items() if all(w in fold(label) for w in wanted.split())
        ]
        if not near:
            raise ValidationError(f"Aucun {self.noun} ne correspond à «\u00a0{text}\u00a0».")
        if len(near) > 1:
            names = ", ".join(self.options[number] for number in near[:3])
            raise ValidationError(
                f"«\u00a0{text}\u00a0» en désigne plusieurs\u00a0: {names}{'…' if len(near) > 3 else ''}."
            )
        return near[0]


class PickField(SelectMultipleField):
    """Several things of a list, as boxes to tick; the template adds a search with `pick(field)`."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        super().__init__(label, coerce=whole, **kwargs)
        self.choices: list[tuple[int, str]] = []
