"""What a note may be."""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox.kernel.errors import RuleBroken

MAX_CHARACTERS = 20_000
TOLD_EVERY = timedelta(seconds=45)
"""A note is kept every two seconds while somebody types; the journal tells of it once in a while."""


def clean_body(body: str) -> str:
    """A note's text with plain line ends and no blank end; raises RuleBroken beyond its size."""
    text = body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").rstrip()
    if len(text) > MAX_CHARACTERS:
        raise RuleBroken("Cette note dépasse 20 000 caractères : raccourcissez-la.", field="body")
    return text


def is_to_be_told(told_at: datetime | None, now: datetime) -> bool:
    """Whether the journal tells of what was just written."""
    return told_at is None or now - told_at >= TOLD_EVERY
