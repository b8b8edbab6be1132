"""The shipped subjects played on candidates' shops."""

from __future__ import annotations

from tests.domain.training.conftest import at, erin, session, start, subject

__all__ = ["at", "erin", "session", "start", "subject"]
