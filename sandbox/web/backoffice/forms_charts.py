"""Composing a chart: what to show, over which days, drawn how, for which note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from sandbox.shop.charts import rules
from sandbox.shop.traffic.rules.indicators import INDICATORS
from sandbox.web.forms.base import BaseForm


def _choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(code, words) for code, words in pairs]


class ChartForm(BaseForm):
    """A chart; its fields have the names that the address carries, so that a preview can be come back to."""

    indicateur = SelectField(
        "Indicateur", choices=_choices((i.key, i.name) for i in INDICATORS.values()), default="ventes"
    )
    du = DateField("Du", validators=[DataRequired("Donnez le premier jour.")])
    au = DateField("Au", validators=[DataRequired("Donnez le dernier jour.")])
    comparaison = SelectField("Comparer à", choices=_choices(rules.COMPARISONS.items()), default="")
    dimension = SelectField("Répartir", choices=_choices(rules.DIMENSIONS.items()), default=rules.TIME)
    forme = SelectField("Forme", choices=_choices(rules.KINDS.items()), default=rules.LINE)
    titre = StringField("Titre", validators=[Optional()])
    livrable = SelectField("Dans la note", choices=[])

    def offer(self, notes: Sequence[tuple[str, str]]) -> None:
        """The notes that the subject asks for."""
        self.livrable.choices = _choices(notes)
