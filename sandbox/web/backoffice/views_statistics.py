"""Statistiques: the reports, and their exports made of the same tables."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, abort, render_template, request

from sandbox.policy.permissions import Permission
from sandbox.shop.traffic.queries import get_shop_day
from sandbox.shop.traffic.rules.crossing import NOVELTIES
from sandbox.shop.traffic.rules.periods import PRESETS
from sandbox.shop.traffic.rules.segments import SEGMENTS
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.figures import XLSX_TYPE, file_name, to_csv, to_xlsx
from sandbox.web.backoffice.period_bar import MODES, PeriodBar, range_words, read_period
from sandbox.web.backoffice.stats_compare import Compared, compare, focused, notes_on
from sandbox.web.backoffice.stats_focus import chips, read_focus
from sandbox.web.backoffice.stats_pages import argument_of, read_pages
from sandbox.web.backoffice.stats_reports import REPORTS, ReportKind, build_report
from sandbox.web.backoffice.stats_rows import rows_address
from sandbox.web.backoffice.stats_segments import ARGUMENTS, NOT_HERE, SegmentBar, read_segment


@bp.get("/statistiques", defaults={"slug": "recapitulatif"})
@bp.get("/statistiques/<slug>")
@allow(Permission.BACKOFFICE_READ)
def statistics(slug: str) -> str:
    """A report."""
    if (kind := REPORTS.get(slug)) is None:
        abort(404)
    bar, narrow = read_period(request.args, get_shop_day()), _segment(kind)
    compared = replace(_compared(kind, bar, narrow), pages=read_pages(request.args))
    report = build_report(kind, compared, request.args.get("indicateur", ""))
    return render_template(
        "backoffice/statistics/report.html",
        report=report, reports=REPORTS.values(), compared=compared, bar=bar, presets=PRESETS, modes=MODES,
        tiles=[compared.tile(key) for key in kind.tiles], notes=[*notes_on(compared), *_ignored(kind)], range_words=range_words,
        chips=chips(compared.focus, narrow, bar.query), focus=compared.narrowing, narrow=narrow, novelties=NOVELTIES, page_argument=argument_of,
        rows={key: rows_address(key, bar, narrow.segment) for key in kind.tiles},
    )  # fmt: skip


@bp.get("/statistiques/<slug>/export.<ending>", defaults={"key": ""})
@bp.get("/statistiques/<slug>/<key>.<ending>")
@allow(Permission.BACKOFFICE_READ)
def statistics_export(slug: str, key: str, ending: str) -> Response:
    """All the tables of a report, or one: `csv` or `xlsx`."""
    if (kind := REPORTS.get(slug)) is None or ending not in ("csv", "xlsx"):
        abort(404)
    bar, narrow = read_period(request.args, get_shop_day()), _segment(kind)
    compared = replace(_compared(kind, bar, narrow), pages=None)
    report = build_report(kind, compared, request.args.get("indicateur", ""))
    tables = report.tables if not key else [table for table in [report.table(key)] if table]
    if not tables:
        abort(404)
    title = " · ".join([range_words(bar.period), *(chip.words for chip in chips(compared.focus, narrow, {}))])
    against = f", comparé à {range_words(bar.comparison)}" if bar.comparison else ""
    body = to_csv(title, tables) if ending == "csv" else to_xlsx(f"{kind.title} · {title}{against}", tables)
    name = file_name(
        "statistiques",
        key or slug,
        *compared.narrowing.values(),
        bar.period.first.isoformat(),
        bar.period.last.isoformat(),
    )
    return _download(body, f"{name}.{ending}")


def _segment(kind: ReportKind) -> SegmentBar:
    """The region and the novelty asked for, of a report that they can narrow."""
    return read_segment(request.args) if kind.has_segments else SegmentBar()


def _ignored(kind: ReportKind) -> list[str]:
    """What a reader is told whose address narrows a report that stays whole."""
    return [NOT_HERE] if not kind.has_segments and any(request.args.get(name) for name in ARGUMENTS) else []


def _compared(kind: ReportKind, bar: PeriodBar, narrow: SegmentBar) -> Compared:
    """The periods, and the segment of customers whose list is asked for; an unknown one lists them all.

    A report that can be narrowed to a source, a device or a campaign is.
    """
    asked = request.args.get("segment", "")
    found = replace(compare(bar, narrow.segment), segment=asked if asked in SEGMENTS else "")
    return focused(found, read_focus(request.args)) if kind.is_narrowed else found


def _download(body: bytes, name: str) -> Response:
    kind = XLSX_TYPE if name.endswith(".xlsx") else "text/csv; charset=utf-8"
    return Response(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
