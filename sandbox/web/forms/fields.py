"""Fields that read what French people type and give what the domain keeps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_wtf.file import FileAllowed, FileField
from wtforms import Field, StringField, TextAreaField
from wtforms.widgets import DateInput, DateTimeLocalInput, TextInput

from sandbox.kernel import clock
from sandbox.kernel.documents import ACCEPT
from sandbox.kernel.money import to_cents, to_micros
from sandbox.kernel.text import clean_html
from sandbox.kernel.values import YEARS, ValueFault, parse_decimal


class _TypedField(Field):
    """A field that keeps what was typed, so that a refused value is shown again as it was."""

    widget = TextInput()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.raw = None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.show(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the typed text; empty is None."""
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = self.read(text)
            except ValueFault as fault:
                raise ValueError(str(fault)) from fault

    def read(self, text: str) -> Any:
        """The kept value of a typed text."""
        raise NotImplementedError

    def show(self, value: Any) -> str:
        """The typed form of a kept value."""
        raise NotImplementedError


class MoneyField(_TypedField):
    """Euros with tax, « 34,90 », kept in cents."""

    def read(self, text: str) -> int:
        """Cents."""
        return _bounded(to_cents(parse_decimal(text)), 10**11)

    def show(self, value: int) -> str:
        """« 34,90 »."""
        return f"{value / 100:.2f}".replace(".", ",")


class MicrosField(_TypedField):
    """A price without tax, « 33,080569 », kept in millionths of a euro."""

    def read(self, text: str) -> int:
        """Micros."""
        return _bounded(to_micros(parse_decimal(text)), 10**15)

    def show(self, value: int) -> str:
        """Six decimals, needless zeros left out but two kept."""
        text = f"{value / 1_000_000:.6f}".rstrip("0")
        whole, _, places = text.partition(".")
        return f"{whole},{places:0<2}"


class RateField(_TypedField):
    """A percentage, « 15 » or « 5,5 », kept in basis points."""

    def read(self, text: str) -> int:
        """Basis points."""
        return _bounded(to_cents(parse_decimal(text, example="5,5")), 10**7)

    def show(self, value: int) -> str:
        """Without needless zeros."""
        return f"{value / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")


class WholeField(_TypedField):
    """A whole number, possibly negative, « 1 200 »."""

    def read(self, text: str) -> int:
        """The integer."""
        value = parse_decimal(text, example="12")
        if value != value.to_integral_value():
            raise ValueFault(f"« {text} » n’est pas un nombre entier.")
        return _bounded(int(value), 2_000_000_000)

    def show(self, value: int) -> str:
        """Plain digits."""
        return str(value)


class DecimalField(_TypedField):
    """A decimal number, « 0,25 », kept in thousandths (grams of a weight in kg, milli-units)."""

    def read(self, text: str) -> int:
        """Thousandths."""
        return _bounded(int((parse_decimal(text, example="0,25") * 1000).to_integral_value()), 2_000_000_000)

    def show(self, value: int) -> str:
        """Up to three decimals."""
        return f"{value / 1000:.3f}".rstrip("0").rstrip(".").replace(".", ",")


class DayField(_TypedField):
    """A day, from the browser's date field or typed « 24/12/2026 »."""

    widget = DateInput()

    def read(self, text: str) -> date:
        """The day."""
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                day = datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
            return _in_years(day)
        raise ValueFault("Date attendue sous la forme 24/12/2026.")

    def show(self, value: date) -> str:
        """The form browsers want."""
        return value.isoformat()


class MomentField(_TypedField):
    """A moment of the Paris wall clock, kept as naive UTC. `end` fills a missing hour with the end of the day."""

    widget = DateTimeLocalInput()

    def __init__(self, *args: Any, end: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.end = end

    def read(self, text: str) -> datetime:
        """Naive UTC."""
        for form in ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M"):
            try:
                moment = datetime.strptime(text, form)  # noqa: DTZ007  read as the Paris wall clock
            except ValueError:
                continue
            _in_years(moment.date())
            return clock.from_paris(moment)
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                day = _in_years(datetime.strptime(text, form).date())  # noqa: DTZ007  a day has no zone
            except ValueFault:
                raise
            except ValueError:
                continue
            return clock.end_of_day(day) if self.end else clock.start_of_day(day)
        raise ValueFault("Date et heure attendues sous la forme 24/12/2026 18:00.")

    def show(self, value: datetime) -> str:
        """The form browsers want, Paris time."""
        return clock.to_paris(value).strftime("%Y-%m-%dT%H:%M")


class RichTextField(TextAreaField):
    """HTML from the rich-text editor, made safe as it comes in."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Sanitise."""
        self.data = clean_html(str(valuelist[0])) if valuelist else ""


class PictureField(FileField):
    """An uploaded picture; `content()` gives its bytes, None when nothing was chosen."""

    def __init__(self, label: str | None = None, validators: Any = None, **kwargs: Any) -> None:
        kinds = FileAllowed(["jpg", "jpeg", "png", "webp", "gif"], "Image JPEG, PNG, WebP ou GIF attendue.")
        super().__init__(label, [*(validators or ()), kinds], **kwargs)

    def content(self) -> bytes | None:
        """The bytes sent."""
        return self.data.read() if self.data and getattr(self.data, "filename", "") else None


class DocumentField(FileField):
    """An uploaded document; `content()` gives its bytes and its name, None when nothing was chosen. Its kind is the store's to check."""

    def __init__(self, label: str | None = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, render_kw={"accept": ACCEPT}, **kwargs)

    def process_data(self, value: Any) -> None:
        """A stored file is not what a browser may send back."""
        self.data = None

    def content(self) -> tuple[bytes, str] | None:
        """The bytes sent, and the name they had."""
        sent: Any = self.data
        name = str(getattr(sent, "filename", "") or "")
        return (sent.read(), name) if name else None


class StripField(StringField):
    """A line of text without outer spaces; never None."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Strip."""
        self.data = str(valuelist[0]).strip() if valuelist else ""


def _in_years(day: date) -> date:
    if day.year not in YEARS:
        raise ValueFault("Cette année est hors du calendrier.")
    return day


def _bounded(value: int, limit: int) -> int:
    if abs(value) > limit:
        raise ValueFault("Ce nombre est trop grand.")
    return value
