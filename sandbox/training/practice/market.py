"""« Simuler les 7 jours suivants »: the market's answer to a practice run, in a copy of its shop. Never commits.

The run's own shop stays as it was handed in, so that its findings stay true. Beside the copy stands a witness: the start of the
run, without the candidate's work, played with the same luck. What differs between the two is what the work changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import take_changes, unheard
from sandbox.kernel.db import db, session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.scope import forget_rows, shop_scope
from sandbox.shop.market.queries import habits_of, list_buyers, picture_of
from sandbox.shop.market.rules.effects import Effects, Reason, compare
from sandbox.shop.market.rules.picture import Habits, Picture
from sandbox.shop.market.rules.week import DAYS, Week, play
from sandbox.shop.market.services import drop_facts, write_week
from sandbox.shop.shops import services as shops
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.shop.traffic.queries import get_dataset, get_shop_day
from sandbox.shop.traffic.rules.indicators import INDICATORS
from sandbox.shop.traffic.rules.periods import Period
from sandbox.training.exams.queries import clock_of
from sandbox.training.journal import queries as journal
from sandbox.training.journal.models import JournalEntry
from sandbox.training.practice.models import MarketCopy, PracticeRun
from sandbox.training.practice.queries import subject_of

MAX_WEEKS = 8
SHOWN = (
    "visites", "conversion", "commandes", "ventes", "panier_moyen", "marge", "taux_marge", "remises", "abandon", "avis",
    "note_moyenne", "fils",
)  # fmt: skip
"""The indicators of the report, in their order."""


@dataclass(frozen=True, slots=True)
class Report:
    """A week: each indicator before, with the work, and without it (the witness); why they differ; what was missing."""

    number: int
    first: str
    last: str
    figures: Mapping[str, Mapping[str, float | None]]
    reasons: list[dict[str, Any]]
    missed: Mapping[str, int]
    missed_without: Mapping[str, int]
    refused: Mapping[str, int]
    reviews: int
    messages: int

    @property
    def period(self) -> Period:
        """Its seven days."""
        return Period(date.fromisoformat(self.first), date.fromisoformat(self.last))


def find_copy(run: PracticeRun) -> MarketCopy | None:
    """The market's copy of a run's shop, None before the first week."""
    return db.session.scalars(sa.select(MarketCopy).where(MarketCopy.run_id == run.id)).first()


def copy_of_shop(shop_id: int) -> MarketCopy | None:
    """The market's copy that this shop is; None for any other shop, and for a witness, which nobody enters."""
    return db.session.scalars(sa.select(MarketCopy).where(MarketCopy.shop_id == shop_id)).first()


def day_of(copy: MarketCopy) -> date:
    """The day that « today » is in a market's copy."""
    return copy.begins_on + timedelta(days=DAYS * len(copy.weeks))


def reports_of(copy: MarketCopy) -> list[Report]:
    """The weeks played so far, the latest first."""
    return [Report(**week) for week in reversed(copy.weeks)]


def why_not(run: PracticeRun) -> str:
    """Why the market may not be played now; empty when it may.

    The real tools foresee nothing: in a faithful subject it waits until the work is handed in.
    """
    if run.emptied_at is not None:
        return "La boutique de cet essai a été effacée : il n’y a plus rien à simuler."
    if not run.seat.shop.has_storefront:
        return "Cette entreprise n’a pas de boutique : il n’y a pas de marché à simuler."
    if subject_of(run).scenario.mode == "fidele" and not clock_of(run.seat).state.is_over:
        return "Ce sujet est en mode fidèle : la simulation s’ouvre quand vous avez rendu votre travail."
    copy = find_copy(run)
    if copy is not None and len(copy.weeks) >= MAX_WEEKS:
        return f"{MAX_WEEKS} semaines ont été simulées : repartez de votre boutique pour recommencer."
    return ""


def simulate_week(*, run: PracticeRun, number: int = 0) -> Report:
    """Play seven more days in the run's copy and in its witness, and report; raises RuleBroken when it may not be.

    `number` is the week asked for: one that was played is given again, so that a form sent twice plays one week.
    """
    known = find_copy(run)
    if known is not None and 1 <= number <= len(known.weeks):
        return Report(**known.weeks[number - 1])
    refusal = why_not(run)
    if refusal:
        raise RuleBroken(refusal)
    db.session.flush()
    with unheard(session()):
        report = _play(run, known or _make_copy(run))
    take_changes(session())
    take_performed()
    return report


def drop_copy(*, run: PracticeRun) -> None:
    """Throw the market's copy of a run away, with all its weeks; the run's own shop is as it was."""
    copy = find_copy(run)
    if copy is None:
        return
    numbers = (copy.shop_id, copy.witness_id)
    db.session.delete(copy)
    db.session.flush()
    with unheard(session()):
        for shop_id in numbers:
            drop_facts(shop_id=shop_id)
            db.session.execute(sa.delete(JournalEntry).where(JournalEntry.shop_id == shop_id))
            shops.delete_shop(shop_id=shop_id)


def _make_copy(run: PracticeRun) -> MarketCopy:
    own, baseline = run.seat.shop, run.seat.session.baseline
    with shop_scope(own.id):
        day = get_shop_day()
    worked = journal.last_moment(own.id)
    begins_on = max(day, clock.to_paris(worked).date()) if worked else day
    shop = shops.copy_shop(source=own, kind=ShopKind.MARKET)
    witness = shops.copy_shop(source=baseline, kind=ShopKind.MARKET)
    copy = MarketCopy(
        run_id=run.id, shop_id=shop.id, witness_id=witness.id, begins_on=begins_on, weeks=[], made_at=clock.now()
    )
    db.session.add(copy)
    db.session.flush()
    return copy


def _play(run: PracticeRun, copy: MarketCopy) -> Report:
    """Both shops see the same visitors: what each then does is theirs."""
    baseline, witness = run.seat.session.baseline, db.session.get_one(Shop, copy.witness_id)
    first_on, number, seed = day_of(copy) + timedelta(days=1), len(copy.weeks) + 1, _seed(run)
    with shop_scope(baseline.id):
        habits, buyers = habits_of(baseline, copy.begins_on), list_buyers()
        start = picture_of(habits, _noon(copy.begins_on + timedelta(days=1)))
    period = Period(first_on, first_on + timedelta(days=DAYS - 1))
    seen: list[Picture] = []
    weeks: list[Week] = []
    for shop in (copy.shop, witness):
        with shop_scope(shop.id):
            week, picture = _play_in(shop, habits, start, (first_on, number, seed), buyers)
            weeks.append(week)
            seen.append(picture)
            shops.touch_revision(shop=shop)
        forget_rows(session())
    report = Report(
        number, period.first.isoformat(), period.last.isoformat(), _figures(copy, period), _reasons(compare(seen[1], seen[0], habits)),
        dict(weeks[0].missed), dict(weeks[1].missed), dict(weeks[0].refused), weeks[0].reviews, weeks[0].messages,
    )  # fmt: skip
    copy.weeks = [*copy.weeks, asdict(report)]
    db.session.flush()
    return report


def _play_in(
    shop: Shop, habits: Habits, start: Picture, when: tuple[date, int, int], buyers: list[int]
) -> tuple[Week, Picture]:
    first_on, number, seed = when
    picture = picture_of(habits, _noon(first_on))
    week = play(habits, picture, compare(start, picture, habits), seed=seed, weekday=first_on.weekday(), number=number)
    write_week(shop=shop, week=week, first_on=first_on, seed=seed, buyers=buyers)
    return week, picture


def _noon(day: date) -> datetime:
    return clock.start_of_day(day) + timedelta(hours=12)


def _seed(run: PracticeRun) -> int:
    """The same luck for everybody who works on the same subject: results can be compared."""
    return int(hashlib.sha256(run.seat.session.subject_hash.encode()).hexdigest()[:8], 16)


def _reasons(effects: Effects) -> list[dict[str, Any]]:
    """What sets the shop apart from its witness, the strongest first; the variants of a product speak together."""
    found: dict[tuple[str, str, str], list[Reason]] = {}
    for reason in effects.reasons:
        found.setdefault((reason.rule, reason.on, reason.about), []).append(reason)
    told = []
    for (rule, on, about), group in found.items():
        words = list(dict.fromkeys(reason.words for reason in group))
        more = f" ; et {len(words) - 3} de plus" if len(words) > 3 else ""
        strongest = max(group, key=lambda reason: abs(reason.factor - 1))
        told.append(Reason(rule, on, about, " ; ".join(words[:3]) + more, strongest.factor))
    return [asdict(reason) for reason in sorted(told, key=lambda r: (-abs(r.factor - 1), r.rule, r.about))]


def _figures(copy: MarketCopy, period: Period) -> dict[str, dict[str, float | None]]:
    """Each indicator by the same definitions as every report: the week before, with the work, without it."""
    before = period.before()
    if before.last == copy.begins_on:  # the record of the day of the work stops in its morning
        before = Period(before.first - timedelta(days=1), before.last - timedelta(days=1))
    found: dict[str, dict[str, float | None]] = {key: {} for key in SHOWN}
    for name, shop_id, days in (
        ("before", copy.shop_id, before),
        ("now", copy.shop_id, period),
        ("without", copy.witness_id, period),
    ):
        with shop_scope(shop_id):
            data = get_dataset(days)
            for key in SHOWN:
                found[key][name] = INDICATORS[key].of(data.totals_of(INDICATORS[key])).amount
    return found
