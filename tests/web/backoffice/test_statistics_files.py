"""The files of the statistics at their edges: nothing to divide, nothing to compare, no line, the days when the clocks change."""

from __future__ import annotations

import csv
import io
from datetime import date

from sandbox.shop.traffic.rules.indicators import Totals, Unit, Value, evolve, value_of
from sandbox.web.backoffice.figures import Cell, Column, Row, Table, count, money, share, to_csv, to_xlsx
from tests.web.backoffice.figures_pages import xlsx_rows

NO_VISIT = "Aucune visite"


def one(*cells: Cell) -> Table:
    columns = tuple(Column(f"Colonne {rank}") for rank, _cell in enumerate(cells, 1))
    return Table("essai", "Essai", columns, (Row(cells),))


def csv_lines(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(to_csv("essai", [table]).decode("utf-8-sig")), delimiter=";"))


def sheet(table: Table) -> list[list[str]]:
    """The lines of the only sheet, from its header."""
    return xlsx_rows(to_xlsx("essai", [table]))[0][2:]


def test_a_period_without_visit_divides_nothing_and_says_why() -> None:
    rate = value_of("conversion", Totals())
    assert rate.amount is None
    assert rate.reason
    table = one("Total", count(0), rate)
    said = f"«\u00a0–\u00a0»\u00a0: {rate.reason}"
    assert csv_lines(table)[1:] == [["Total", "0", "–"], [], [said]]
    assert sheet(table)[1:] == [["Total", "0", "–"], [said]]


def test_no_order_leaves_no_average_basket_but_sales_of_zero() -> None:
    totals = Totals(visits=40)
    table = one("Total", value_of("ventes", totals), value_of("panier_moyen", totals), share(0, 0))
    lines = csv_lines(table)
    assert lines[1] == ["Total", "0,00", "–", "–"]
    assert len(lines[3:]) == 2, "each of the two reasons has its line"
    assert sheet(table)[1] == ["Total", "0", "–", "–"]


def test_a_first_period_has_no_evolution_and_a_period_after_nothing_neither() -> None:
    first = evolve(count(12), None, reason="Rien avant l’ouverture.")
    after_nothing = evolve(count(12), count(0))
    table = one("Visites", first, after_nothing)
    reasons = [
        "«\u00a0–\u00a0»\u00a0: Rien avant l’ouverture.",
        "«\u00a0–\u00a0»\u00a0: La période de comparaison est à zéro.",
    ]
    assert csv_lines(table)[1:] == [["Visites", "–", "–"], [], *([reason] for reason in reasons)]
    assert sheet(table)[1:] == [["Visites", "–", "–"], *([reason] for reason in reasons)]


def test_a_reason_given_twice_is_said_once() -> None:
    table = one(Value(None, Unit.PERCENT, NO_VISIT), Value(None, Unit.PERCENT, NO_VISIT))
    assert [line for line in csv_lines(table) if line and NO_VISIT in line[0]] == [
        [f"«\u00a0–\u00a0»\u00a0: {NO_VISIT}"]
    ]


def test_no_line_leaves_the_header_alone_and_no_chart() -> None:
    table = Table("essai", "Essai", (Column("Jour"), Column("Visites")), (), series=(1,), chart="line")
    assert csv_lines(table) == [["Jour", "Visites"]]
    assert sheet(table) == [["Jour", "Visites"]]


def test_the_days_when_the_clocks_change_are_one_day_each() -> None:
    days = [date(2026, 3, day) for day in (28, 29, 30)] + [date(2026, 10, day) for day in (24, 25, 26)]
    table = Table("essai", "Essai", (Column("Jour"), Column("Visites")), tuple(Row((day, count(5))) for day in days))
    assert [line[0] for line in csv_lines(table)[1:]] == [f"{day:%d/%m/%Y}" for day in days]
    assert [float(line[0]) for line in sheet(table)[1:]] == [(day - date(1899, 12, 30)).days for day in days]


def test_a_day_that_only_gives_back_is_below_zero_in_both_files() -> None:
    table = one(date(2026, 11, 3), money(-124_590))
    assert csv_lines(table)[1] == ["03/11/2026", "-1245,90"]
    assert sheet(table)[1][1] == "-1245.9"
