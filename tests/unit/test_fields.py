"""What people type into the fields of forms, far beyond what anybody means."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from sandbox.web.forms.fields import DayField, DecimalField, MicrosField, MomentField, MoneyField, RateField, WholeField


class Typed(Form):
    """One field of each kind."""

    money = MoneyField("Prix")
    micros = MicrosField("Prix")
    rate = RateField("Taux")
    whole = WholeField("Nombre")
    decimal = DecimalField("Contenu")
    day = DayField("Jour")
    moment = MomentField("Moment")
    end = MomentField("Fin", end=True)


@pytest.mark.parametrize("name", ["money", "micros", "rate", "whole", "decimal"])
@pytest.mark.parametrize("text", ["1e999999999", "-1e999999999", "9" * 60])
def test_a_number_out_of_all_bounds_is_refused_at_once(name: str, text: str) -> None:
    form = Typed(MultiDict({name: text}))
    assert not form.validate()
    assert "trop grand" in form[name].errors[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [("day", "31/12/9999"), ("day", "0001-01-01"), ("moment", "9999-12-31T23:59"), ("moment", "01/01/0001"), ("end", "31/12/9999")],
)  # fmt: skip
def test_a_year_out_of_the_calendar_is_refused(name: str, text: str) -> None:
    form = Typed(MultiDict({name: text}))
    assert not form.validate()
    assert form[name].errors == ["Cette année est hors du calendrier."]


@pytest.mark.parametrize(
    ("name", "typed", "read"), [("money", "−3,00", -300), ("whole", "−4", -4), ("rate", "-5,5", -550)]
)
def test_a_true_minus_is_read_like_a_hyphen(name: str, typed: str, read: int) -> None:
    form = Typed(MultiDict({name: typed}))
    assert form.validate()
    assert form[name].data == read
