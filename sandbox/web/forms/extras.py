"""Extra time as forms offer it, and hours as people type them."""

from __future__ import annotations

from wtforms.fields.choices import SelectChoice

from sandbox.training.exams.models import Extra

HOURS = ["%H:%M:%S", "%H:%M"]
EXTRAS = [
    SelectChoice(Extra.NONE.value, "Temps ordinaire"),
    SelectChoice(Extra.THIRD.value, "Tiers temps en plus"),
    SelectChoice(Extra.MINUTES.value, "Minutes en plus"),
    SelectChoice(Extra.UNLIMITED.value, "Temps non limité"),
]
