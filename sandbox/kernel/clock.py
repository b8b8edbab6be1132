"""The one source of the time. Everything that asks « now » asks here, so that tests and drills can move it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
MONTH_NAMES = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta(0))
_fixed: ContextVar[datetime | None] = ContextVar("clock_fixed", default=None)


def now() -> datetime:
    """The current moment as a naive UTC datetime, the form stored in every `_at` column."""
    fixed = _fixed.get()
    moment = fixed if fixed is not None else datetime.now(UTC).replace(tzinfo=None)
    return moment + _offset.get()


def today() -> date:
    """The current day in Paris, the form stored in every `_on` column."""
    return to_paris(now()).date()


def to_paris(moment: datetime) -> datetime:
    """A naive UTC moment as an aware one in Paris, for people to read."""
    return moment.replace(tzinfo=UTC).astimezone(PARIS)


def from_paris(moment: datetime) -> datetime:
    """A naive moment of a Paris wall clock as naive UTC."""
    return moment.replace(tzinfo=PARIS).astimezone(UTC).replace(tzinfo=None)


def start_of_day(day: date) -> datetime:
    """Midnight in Paris of that day, as naive UTC."""
    return from_paris(datetime(day.year, day.month, day.day))


def end_of_day(day: date) -> datetime:
    """The last second of that day in Paris, as naive UTC."""
    return start_of_day(day + timedelta(days=1)) - timedelta(seconds=1)


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Stop the clock at a naive UTC moment for the length of the block."""
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)


@contextmanager
def shifted(delta: timedelta) -> Iterator[None]:
    """Move the clock by a length of time for the length of the block; nested shifts add up."""
    token = _offset.set(_offset.get() + delta)
    try:
        yield
    finally:
        _offset.reset(token)


def move(delta: timedelta) -> Token[timedelta]:
    """Move the clock by a length of time until `put_back`: for the rest of a request about a shop that lives on another day."""
    return _offset.set(_offset.get() + delta)


def offset() -> timedelta:
    """How far « now » is moved from the machine’s clock: what a browser adds to its own to tell the same time."""
    return _offset.get()


def put_back(token: Token[timedelta]) -> None:
    """Undo a `move`."""
    _offset.reset(token)
