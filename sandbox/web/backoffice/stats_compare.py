"""A period beside the one it is compared with: figures, how they moved, their course over time, their formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import g

from sandbox.kernel import clock
from sandbox.shop.traffic.queries import Dataset, get_dataset, list_campaign_starts
from sandbox.shop.traffic.rules.crossing import ALL, Segment
from sandbox.shop.traffic.rules.indicators import (
    INDICATORS,
    SOLD,
    Evolution,
    Indicator,
    Totals,
    Unit,
    Value,
    add_up,
    evolve,
    show,
)
from sandbox.shop.traffic.rules.periods import Bucket, Period, buckets, points_of
from sandbox.web.backoffice.charts import LineChart, line_chart
from sandbox.web.backoffice.figures import Column, Row, Table
from sandbox.web.backoffice.period_bar import NO_COMPARISON, PeriodBar, month_words, range_words, short_day
from sandbox.web.backoffice.stats_axis import axis_of, tick
from sandbox.web.backoffice.stats_segments import WITHOUT_LIVE, segment_query


@dataclass(frozen=True, slots=True)
class Formula:
    """What opens under the ƒ beside a figure."""

    name: str
    text: str
    working: str
    limits: str
    source: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure."""

    key: str
    name: str
    text: str
    reason: str
    evolution: Evolution
    before: str
    formula: Formula


@dataclass(frozen=True)
class Compared:
    """A period and, when there is one, the period before; `reason` says why there is none.

    `segment` is the group of customers whose list was asked for, empty for all. `focus` keeps the visits and orders of one source,
    device or campaign only, by the name of each; `segment_of` is the region and the novelty that visits and orders were narrowed to. `pages` is the page asked for of each long table, by its key; None shows them whole.
    """

    bar: PeriodBar
    now: Dataset
    before: Dataset | None
    reason: str
    segment: str = ""
    focus: Mapping[str, str] = field(default_factory=dict)
    segment_of: Segment = ALL
    pages: Mapping[str, int] | None = field(default_factory=dict)

    def tile(self, key: str) -> Tile:
        """An indicator over the whole period."""
        indicator = INDICATORS[key]
        value, before = self.value(key), self.value_before(key)
        return Tile(
            key, indicator.name, show(value), value.reason, self.moved(indicator, value, before),
            show(before) if before else "", self.formula(indicator),
        )  # fmt: skip

    def formula(self, indicator: Indicator) -> Formula:
        """A definition with its calculation; none where visits are not told apart."""
        found = formula_of(indicator, self.now.totals_of(indicator))
        return replace(found, working="–") if _is_untold(self.now, indicator, self.now.period) else found

    @property
    def narrowing(self) -> dict[str, str]:
        """The arguments that narrow the page in this way again."""
        given = {name: self.focus[attribute] for name, attribute in FOCUS_ARGUMENTS.items() if attribute in self.focus}
        return given | segment_query(self.segment_of)

    def value(self, key: str) -> Value:
        """An indicator over the period; « – » for visits that nobody recorded."""
        return _over(self.now, INDICATORS[key])

    def value_before(self, key: str) -> Value | None:
        """The same over the period of comparison, None when there is none."""
        return _over(self.before, INDICATORS[key]) if self.before else None

    def moved(self, indicator: Indicator, value: Value, before: Value | None) -> Evolution:
        """How an indicator moved from a value of the period before."""
        return evolve(value, before, wants=indicator.wants, reason=self.reason)

    def evolution(self, key: str, part: Totals, part_before: Totals | None) -> Evolution:
        """How an indicator moved between two parts; a part that did not exist before counts as zero."""
        indicator = INDICATORS[key]
        before = indicator.of(part_before or Totals()) if self.before else None
        return self.moved(indicator, indicator.of(part), before)

    def change(self, now: float, before: float | None, unit: Unit = Unit.COUNT, wants: str = "up") -> Evolution:
        """How a sum of a report moved; a sum that did not exist before counts as zero."""
        earlier = Value(before or 0, unit) if self.before else None
        return evolve(Value(now, unit), earlier, wants=wants, reason=self.reason)

    def by(self, key: Callable[[Any], str]) -> tuple[dict[str, Totals], dict[str, Totals]]:
        """The parts of both periods."""
        return self.now.by(key), self.before.by(key) if self.before else {}


FOCUS_ARGUMENTS = {"source": "source", "appareil": "device", "campagne": "campaign"}
UNTOLD = "Des jours de la période viennent d’un relevé d’audience importé, qui ne croise les visites ni avec leur région, ni avec leur nouveauté."
UNTOLD_BEFORE = (
    "La période de comparaison a des jours d’un relevé d’audience importé, qui ne croise ni région ni nouveauté."
)


def focused(compared: Compared, focus: Mapping[str, str]) -> Compared:
    """The same periods, of one source, device or campaign only."""
    if not focus:
        return compared
    before = compared.before.only(focus) if compared.before else None
    return replace(compared, now=compared.now.only(focus), before=before, focus=focus)


def compare(bar: PeriodBar, segment: Segment = ALL) -> Compared:
    """Both periods' rows, of a segment or all, and why there is no comparison when there is none."""
    now = get_dataset(bar.period, with_live=bar.with_live, segment=segment)
    if bar.comparison is None:
        return Compared(bar, now, None, NO_COMPARISON, segment_of=segment)
    if now.first_on is not None and bar.comparison.last < now.first_on:
        reason = f"Première période : aucun relevé avant le {short_day(now.first_on, year=True)}."
        return Compared(bar, now, None, reason, segment_of=segment)
    before = get_dataset(bar.comparison, with_live=bar.with_live, segment=segment)
    if before.uncrossed:
        return Compared(bar, now, None, UNTOLD_BEFORE, segment_of=segment)
    return Compared(bar, now, before, "", segment_of=segment)


def _over(data: Dataset, indicator: Indicator) -> Value:
    return _measured(data, indicator, data.period, data.totals_of(indicator))


def _measured(data: Dataset, indicator: Indicator, period: Period, totals: Totals) -> Value:
    """An indicator of some days; unknown, and not zero, where visits were not recorded."""
    if _is_untold(data, indicator, period):
        return Value(None, indicator.unit, UNTOLD)
    if indicator.is_recorded and not totals.visits and not data.is_measured(period):
        return Value(None, indicator.unit, "Aucun relevé de fréquentation pour ces jours.")
    return indicator.of(totals)


def _is_untold(data: Dataset, indicator: Indicator, period: Period) -> bool:
    """Whether an indicator needs visits that nobody told apart by region or novelty."""
    return indicator.key not in SOLD and any(day in period for day in data.uncrossed)


def formula_of(indicator: Indicator, totals: Totals) -> Formula:
    """An indicator's definition with the calculation on these totals."""
    return Formula(
        indicator.name, indicator.formula, indicator.working(totals), indicator.limits, f"Source : {indicator.source}"
    )


def notes_on(compared: Compared) -> list[str]:
    """What a reader must know before reasoning on these figures."""
    now, period = compared.now, compared.now.period
    found = _aged(compared.bar.today)
    if compared.segment_of and compared.bar.with_live:
        found.append(WITHOUT_LIVE)
    if now.uncrossed:
        found.append(f"{UNTOLD} Les ventes, elles, se lisent dans les commandes.")
    if now.first_on is None or now.measured_until is None:
        return [*found, "Cette boutique n’a pas de relevé de fréquentation : seules les ventes sont mesurées."]
    if not now.is_known:
        found.append(
            f"Le relevé de fréquentation commence le {short_day(now.first_on, year=True)} : rien n’est mesuré avant."
        )
    elif now.is_partial:
        found.append(
            f"Période incomplète : le relevé de fréquentation commence le {short_day(now.first_on, year=True)}."
        )
    if period.last > now.measured_until:
        found.append(
            f"Le relevé de fréquentation s’arrête le {short_day(now.measured_until, year=True)} ; les ventes, elles, vont jusqu’à aujourd’hui."
        )
    elif period.last == now.measured_until and g.get("market_copy") is None:
        found.append(
            f"Le relevé du {short_day(now.measured_until)} s’arrête au début de la matinée : ce jour est incomplet."
        )
    if compared.before and compared.before.is_partial:
        found.append("Période de comparaison incomplète : les évolutions sont surestimées.")
    return found


def _aged(today: date) -> list[str]:
    """A shop that stands still since a day that has passed."""
    if today >= clock.today():
        return []
    return [
        f"La dernière activité de cette boutique date du {short_day(today, year=True)} : jour, mois et année se comptent depuis ce jour."
    ]


# over time ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Timeline:
    """An indicator point by point: its chart, the words read for it as a whole, its table."""

    indicator: Indicator
    chart: LineChart
    label: str
    table: Table
    summary: str


def timeline(compared: Compared, key: str, *, height: int = 268, companion: str | None = None) -> Timeline:
    """An indicator over the period's points; `companion` adds the columns of a second one to the table."""
    indicator = INDICATORS[key]
    unit, points = buckets(compared.now.period)
    keys = list(dict.fromkeys((key, companion or key)))
    columns = {k: (_course(compared.now, points, k), _earlier(compared.before, k)) for k in keys}
    now, before = columns[key]
    labels = [_label(bucket, unit) for bucket in points]
    table = _table(compared, unit, points, columns)
    events = _events(compared.now.period, points)
    scale = axis_of(indicator, (*now, *(before or ())))
    chart = line_chart(
        [scale.read(value) for value in now], None if before is None else [scale.read(value) for value in before], labels,
        axis=unit, unit=scale.title, write=tick, read=lambda i: _read(labels[i], now[i], before, i, events),
        events=[(at, name.removeprefix("Lettre ")) for at, name in events], whole=indicator.unit is Unit.COUNT, height=height,
    )  # fmt: skip
    tile = compared.tile(key)
    against = f", contre {tile.before} pour la période de comparaison" if compared.before else ""
    total = f"{indicator.name} de la période : {tile.text}{against}."
    summary = f"Voir le tableau : {len(points)} {_plural(unit, len(points))}"
    return Timeline(indicator, chart, f"{indicator.name} par {unit.lower()}. {total}", table, summary)


def _plural(unit: str, count: int) -> str:
    word = unit.lower()
    return word if count < 2 or word.endswith("s") else f"{word}s"


def _course(data: Dataset, points: Sequence[Bucket], key: str) -> list[Value]:
    """The indicator on each point; the points' parts add up to the period."""
    indicator, first = INDICATORS[key], points_of(data.period)
    parts: dict[date, list[Totals]] = {}
    for day, totals in data.days_of(indicator).items():
        parts.setdefault(first[day], []).append(totals)
    return [
        _measured(data, indicator, Period(bucket.first, bucket.last), add_up(parts.get(bucket.first, ())))
        for bucket in points
    ]


def _earlier(data: Dataset | None, key: str) -> list[Value] | None:
    return _course(data, buckets(data.period)[1], key) if data else None


def _label(bucket: Bucket, unit: str) -> str:
    """A month says its year: over two years the same name comes twice."""
    return month_words(bucket.first) if unit == "Mois" else short_day(bucket.first)


def _read(label: str, now: Value, before: list[Value] | None, index: int, events: Sequence[tuple[int, str]]) -> str:
    """A point read aloud: its figure, that of the comparison, the campaign that began there."""
    words = f"{label} : {show(now) if now.amount is not None else 'pas de valeur'}"
    if before is not None and index < len(before):
        words += f" (période de comparaison : {show(before[index])})"
    return words + "".join(f", campagne\u00a0: {name}" for at, name in events if at == index)


def _events(period: Period, points: Sequence[Bucket]) -> list[tuple[int, str]]:
    """The campaigns that began, at their point; not on long periods, whose points hold several."""
    if len(points) > 62 or period.days > 62 or len(points) < 2:
        return []
    rank = {bucket.first: i for i, bucket in enumerate(points)}
    return [
        (rank[day], name.replace("\u00a0:", " :").split(" :")[0])
        for day, name in list_campaign_starts(period)
        if day in rank
    ]


def _table(
    compared: Compared, unit: str, points: Sequence[Bucket], columns: dict[str, tuple[list[Value], list[Value] | None]]
) -> Table:
    names = [INDICATORS[key].name for key in columns]
    heads = [Column(unit, is_text=True), *(Column(name, "num") for name in names)]
    if compared.before:
        heads += [Column(f"{name}, comparaison", "num mut") for name in names]
    rows = []
    for rank, bucket in enumerate(points):
        cells: list[Any] = [_words(bucket), *(now[rank] for now, _ in columns.values())]
        cells += [_at(before, rank) for _, before in columns.values() if before is not None]
        rows.append(Row(tuple(cells), _days_address(compared, bucket) if len(points) > 1 else ""))
    total: list[Any] = ["Période", *(compared.value(key) for key in columns)]
    if compared.before:
        total += [compared.value_before(key) for key in columns]
    title = f"{names[0]} par {unit.lower()}"
    series = (1, 1 + len(names)) if compared.before else (1,)
    key = next(iter(columns))
    return Table(f"evolution-{key}", title, tuple(heads), tuple(rows), Row(tuple(total)), series, "line")


def _days_address(compared: Compared, bucket: Bucket) -> str:
    """The same page for the days of one point: its rows are one step further."""
    bar = compared.bar
    kept = {"cmp": bar.mode} if bar.mode in ("annee", "non") else {}
    return "?" + urlencode(
        {"du": bucket.first.isoformat(), "au": bucket.last.isoformat(), **kept, **bar.live_query, **compared.narrowing}
    )


def _words(bucket: Bucket) -> str:
    if bucket.first == bucket.last:
        return short_day(bucket.first, year=True)
    return range_words(Period(bucket.first, bucket.last))


def _at(values: list[Value], rank: int) -> Value:
    """The point of the other period at the same rank; it may be shorter by a day or a month."""
    return (
        values[rank]
        if rank < len(values)
        else Value(None, values[0].unit, "La période de comparaison est plus courte.")
    )


def definitions(compared: Compared, keys: Sequence[str]) -> Table:
    """The indicators of a page with their formulas and calculations: the last table of each export."""
    heads = (
        Column("Indicateur", is_text=True), Column("Valeur", "num"), Column("Période de comparaison", "num"),
        Column("Évolution", "num"), Column("Formule", is_text=True), Column("Calcul", is_text=True), Column("Limites", is_text=True),
    )  # fmt: skip
    rows = []
    for key in keys:
        indicator, value, before = INDICATORS[key], compared.value(key), compared.value_before(key)
        rows.append(Row((
            indicator.name, value, before or Value(None, indicator.unit, compared.reason),
            compared.moved(indicator, value, before), indicator.formula, compared.formula(indicator).working, indicator.limits,
        )))  # fmt: skip
    return Table("indicateurs", "Indicateurs", heads, tuple(rows))


__all__ = ["Compared", "Formula", "Tile", "Timeline", "compare", "definitions", "formula_of", "notes_on", "timeline"]
