"""The base of forms. They check shape only; rules are the services', whose refusals are put back on the field at fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import tied
from sandbox.web.forms.attributes import use_for_widgets

use_for_widgets()

R = TypeVar("R")


class Curly:
    """Translations whose straight apostrophes are made curly."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def gettext(self, string: str) -> str:
        """A message."""
        return str(self._inner.gettext(string)).replace("'", "’")

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """A message that counts."""
        return str(self._inner.ngettext(singular, plural, n)).replace("'", "’")


class BaseForm(FlaskForm):
    """A form in French; `general_errors` are refusals that name no field of it."""

    class Meta(FlaskForm.Meta):
        """WTForms' own messages in French."""

        locales = ("fr_FR", "fr")

        def get_translations(self, form: Any) -> Any:
            """WTForms' words with the apostrophe of everything else on the page."""
            return Curly(super().get_translations(form))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.general_errors: list[str] = []

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the shape; what is wrong is then said as French is set."""
        is_good: bool = super().validate(extra_validators)
        for field in self:
            _tie_errors(field)
        return is_good

    def refuse(self, message: str, field: str | None = None) -> None:
        """Put a refusal on a field, or on the form as a whole."""
        message = tied(message)
        target = self._fields.get(field) if field else None
        if target is None:
            self.general_errors.append(message)
        else:
            target.errors = [*target.errors, message]

    @property
    def all_errors(self) -> list[tuple[str | None, str]]:
        """(id of the field or None, message) for the summary on top of the page."""
        found: list[tuple[str | None, str]] = [(None, message) for message in self.general_errors]
        for field in self:
            found += [(field.id, tied(f"{field.label.text} : {error}")) for error in _flat(field)]
        return found


def _tie_errors(field: Field) -> None:
    """In place: a list of fields holds the very lists of its entries."""
    for inner in field.form if isinstance(field, FormField) else field if isinstance(field, FieldList) else ():
        _tie_errors(inner)
    if isinstance(field.errors, list):
        field.errors[:] = [tied(error) if isinstance(error, str) else error for error in field.errors]


def _flat(field: Field) -> list[str]:
    return [error for error in field.errors if isinstance(error, str)]


def attempt(form: BaseForm, service: Callable[..., R], **kwargs: Any) -> R | None:
    """Call a service; None when it refused, with its words on the form.

    What the service had already changed is undone: a refused act leaves nothing behind.
    """
    try:
        with db.session.begin_nested():
            return service(**kwargs)
    except RuleBroken as error:
        form.refuse(error.message, error.field)
        return None


def required(message: str = "Ce champ est obligatoire.") -> InputRequired:
    """The value must be typed."""
    return InputRequired(message)


def optional() -> Optional:
    """An empty value is fine and skips the other checks."""
    return Optional(strip_whitespace=True)


def length(maximum: int, minimum: int = 0) -> Length:
    """Bounds of a text."""
    message = f"{maximum} caractères au plus." if not minimum else f"De {minimum} à {maximum} caractères."
    return Length(min=minimum or -1, max=maximum, message=message)


def between(low: int | None = None, high: int | None = None) -> NumberRange:
    """Bounds of a number."""
    if high is None:
        return NumberRange(min=low, message=f"Au moins {low}.")
    return NumberRange(min=low, max=high, message=f"Entre {low} et {high}.")
