"""Bad weeks: which customer writes which complaint on which day, the same for the same seed. Pure; the words are in `complaints`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from sandbox.shop.traffic.rules.complaints import COMPLAINTS, DAYS
from sandbox.shop.traffic.rules.profile import HarshReviews

BEFORE_DAYS, SINCE_DAYS = 30, 4
"""Who complains bought in the days before the first day of the week: at most so many before, and so many at least."""
LATE_DAYS = 6
"""From so many days on, a wait is told by its number of days."""
RATINGS = (1, 2)
"""Stars of a harsh review."""


@dataclass(frozen=True, slots=True)
class HarshReview:
    """A review to write: the rank of the purchase it is about, its day as a distance to J, its minute of the day, stars and words."""

    purchase: int
    offset: int
    minute: int
    rating: int
    title: str
    body: str


def write_harsh(seed: int, week: HarshReviews, bought: Sequence[int], used: set[str]) -> list[HarshReview]:
    """The reviews of a week, oldest first, one for each of the first purchases; `bought` are the days of these, distances to J.

    `used` are the texts that earlier weeks took, and takes those of this one: a text comes back in another week only when all were
    used, and in the same week never, up to as many reviews as its theme has texts.
    """
    dice = Random(seed * 100_003 + week.first * 31 + 17)
    span = week.last - week.first + 1
    moments = sorted(
        (week.first + int(dice.random() * span), 8 * 60 + int(dice.random() * 14 * 60)) for _ in bought[: week.count]
    )
    texts = sorted(COMPLAINTS[week.theme].texts, key=lambda _: dice.random())
    found, said = [], set[str]()
    for purchase, (day, minute) in enumerate(moments):
        age = day - bought[purchase]
        fit = [text for text in texts if age >= LATE_DAYS or DAYS not in "".join(text)]
        fresh = [text for text in fit if text[1] not in said] or fit
        title, body = next((text for text in fresh if text[1] not in used), fresh[0])
        said.add(body)
        rating = RATINGS[0] if dice.random() < 0.6 else RATINGS[1]
        found.append(
            HarshReview(purchase, day, minute, rating, title.replace(DAYS, str(age)), body.replace(DAYS, str(age)))
        )
    used |= said
    return found
