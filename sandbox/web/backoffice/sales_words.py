"""« Soldes » written outside the legal dates: said when it is saved, never refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sandbox.kernel import clock
from sandbox.shop.pricing.rules.sales import is_in_sales, mentions_sales, next_sales
from sandbox.web.backoffice.aids import SALES_DATES, has_aid
from sandbox.web.backoffice.feedback import toast
from sandbox.web.filters import day


def warn_of_sales(*texts: str) -> None:
    """Warn about words that are read today: a product's name, a slide."""
    _warn(texts, clock.today(), clock.today())


def warn_of_promotion(texts: Sequence[str], starts_at: datetime | None, ends_at: datetime | None) -> None:
    """Warn about the words of a promotion: all its days must lie in one legal period; without end it leaves any."""
    _warn(
        texts,
        clock.to_paris(starts_at).date() if starts_at else clock.today(),
        clock.to_paris(ends_at).date() if ends_at else date.max,
    )


def _warn(texts: Sequence[str], first: date, last: date) -> None:
    if not mentions_sales(texts) or is_in_sales(first, last) or not has_aid(SALES_DATES):
        return
    coming = next_sales(clock.today())
    toast(
        "«\u00a0Soldes\u00a0» est réservé par la loi à deux périodes de quatre semaines (Code de commerce, L310-3)\u00a0: les "
        f"prochaines vont du {day(coming.first)} au {day(coming.last)}. Hors de ces dates, écrivez plutôt «\u00a0promotion\u00a0» ou "
        "«\u00a0remise\u00a0». C’est enregistré tel quel.",
        kind="warn",
    )
