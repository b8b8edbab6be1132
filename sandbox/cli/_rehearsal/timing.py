"""The time of a rehearsal: waited for, or put ahead by steps in which everybody who is there gives signs of life."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from sandbox.cli._rehearsal.serving import put_ahead

REAL_STEP_S = 2.0
AHEAD_STEP_S = 10.0
"""Well below what the console takes for a cut."""


class Time:
    """The clock of a rehearsal, in seconds; `is_real` waits."""

    def __init__(self, instance: Path, *, is_real: bool) -> None:
        self.instance, self.is_real, self.ahead_s = instance, is_real, 0.0

    def now(self) -> float:
        """Seconds on a clock that goes as the server's does."""
        return time.monotonic() + self.ahead_s

    def let_pass(self, seconds: float, breathe: Callable[[], None]) -> None:
        """Let so much time pass; `breathe` is called again and again meanwhile."""
        end = self.now() + seconds
        while (left := end - self.now()) > 0:
            if self.is_real:
                time.sleep(min(REAL_STEP_S, left))
            else:
                self.ahead_s += min(AHEAD_STEP_S, left)
                put_ahead(self.instance, self.ahead_s)
            breathe()
