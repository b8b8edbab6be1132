"""Visits made live by the people at work: their steps, and the words for who made them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

CANDIDATE, EXAMINER = "candidate", "examiner"
PAGE, PRODUCT, SEARCH, CART, CHECKOUT, ORDER = "page", "product", "search", "cart", "checkout", "order"
VIEWS = frozenset({PAGE, PRODUCT, SEARCH, CHECKOUT})
"""The steps that are pages seen; the others are acts."""
APART = timedelta(minutes=30)
"""A visit ends after so long without a step, as everywhere."""
KEPT = 3_000
"""Steps kept of one shop: the oldest go first. Three hours of work make a few hundred."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it is recorded."""

    shop_id: int
    visit: str
    visitor: str
    who: str
    at: datetime
    kind: str
    path: str
    label: str
    results: int | None
    source: str
    campaign: str
    device: str


@dataclass(frozen=True, slots=True)
class LiveVisit:
    """A visit: its steps in their order, never empty; `is_first` when it is its visitor's first, `opens_day` their first of the day."""

    steps: tuple[Step, ...]
    is_first: bool
    opens_day: bool

    @property
    def started_at(self) -> datetime:
        """The moment of the first step."""
        return self.steps[0].at

    @property
    def views(self) -> list[Step]:
        """The pages seen."""
        return [step for step in self.steps if step.kind in VIEWS]

    @property
    def seconds(self) -> int:
        """From the first step to the last."""
        return int((self.steps[-1].at - self.steps[0].at).total_seconds())

    @property
    def orders(self) -> list[str]:
        """The references of its orders."""
        return [step.path for step in self.steps if step.kind == ORDER]

    def has(self, *kinds: str) -> bool:
        """Whether one of its steps is of these kinds."""
        return any(step.kind in kinds for step in self.steps)
