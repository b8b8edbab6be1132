"""What every face's forms share: the base, the French fields, and how a service's refusal reaches its field."""

from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.forms.fields import (
    DayField,
    MicrosField,
    MomentField,
    MoneyField,
    PictureField,
    RateField,
    RichTextField,
)

__all__ = [
    "BaseForm", "DayField", "MicrosField", "MomentField", "MoneyField", "PictureField", "RateField", "RichTextField", "attempt",
]  # fmt: skip
