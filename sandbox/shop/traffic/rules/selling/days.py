"""Days of the history, counted back from the day a session starts: J-12 is 12 days before. A reference day gives them a calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAY = re.compile(r"^J([+-]\d+)(?: (\d\d):(\d\d))?$")


def days_before(text: str) -> int:
    """How many days before the start: « J-12 14:05 » is 12, « J+3 » is -3."""
    found = _DAY.match(text)
    if found is None:
        raise ValueError(f"not a relative day: {text!r}")
    return -int(found.group(1))


def minute_of_day(text: str) -> int:
    """Minutes since midnight: « J-12 14:05 » is 845; without a time, 0."""
    found = _DAY.match(text)
    if found is None:
        raise ValueError(f"not a relative day: {text!r}")
    return int(found.group(2) or 0) * 60 + int(found.group(3) or 0)


def written(before: int, minute: int | None = None) -> str:
    """The text of a day, with its time when there is one."""
    day = f"J-{before}" if before >= 0 else f"J+{-before}"
    return day if minute is None else f"{day} {minute // 60:02d}:{minute % 60:02d}"


def on_calendar(reference: date, before: int) -> date:
    """The date of that day when the session starts on the reference day."""
    return reference - timedelta(days=before)


def covers(period: tuple[str, str], before: int) -> bool:
    """Whether a day is in a period « du … au … », both ends included."""
    return days_before(period[0]) >= before >= days_before(period[1])
