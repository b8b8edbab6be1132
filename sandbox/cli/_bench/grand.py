"""`e5 bench --grand`: a company of 50,000 orders and 1,000,000 visits over 24 months, and how fast each report of it is served."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa

from sandbox.accounts.models import Role
from sandbox.accounts.services import create_user
from sandbox.cli._bench.browser import BrokenPage, Browser
from sandbox.cli._bench.stage import PASSWORD, running, signed_in
from sandbox.cli._installation import opened
from sandbox.cli._scenarios import context_folders
from sandbox.config import Config
from sandbox.kernel import unscoped
from sandbox.kernel.db import db
from sandbox.kernel.media import MediaStore
from sandbox.kernel.packs import Reader
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.scoping import ShopCounter, scoped_tables
from sandbox.shop.orders.models import Order
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.services import copy_shop
from sandbox.shop.traffic import seed as traffic
from sandbox.shop.traffic.rules.simulator import Facts
from sandbox.training.contexts.services import load_context
from sandbox.training.practice.services import start_run
from sandbox.training.subjects.queries import exam_subjects, get_subject, list_subjects
from sandbox.web.backoffice.stats_reports import REPORTS

ORDERS, VISITS = 50_000, 1_000_000
REPORT_MS, OVERVIEW_MS = 300.0, 150.0
ROUNDS = 5
MULTIPLIED = (
    "customers", "group_memberships", "addresses", "consents", "orders", "order_lines", "order_history", "order_vouchers",
    "merchandise_returns", "merchandise_return_lines", "merchandise_return_steps", "credit_slips", "credit_slip_lines",
    "threads", "messages", "reviews",
)  # fmt: skip
"""What a company has more of when it sells more; a copy of a row names the copies of the rows it named."""


@dataclass(frozen=True, slots=True)
class Company:
    """The company made: the shop of a candidate, J, how many orders and visits, how long a copy of it takes and weighs."""

    shop_key: str
    anchor_on: date
    orders: int
    visits: int
    copy_s: float
    copy_mb: float


def measure(folder: Path, tell: Callable[[str], None]) -> dict[str, float | None]:
    """Milliseconds of each report over the longest periods, the middle of five; then what a copy costs, and the memory."""
    tell("Fabrication d’une entreprise de 50\u00a0000 commandes et 1\u00a0000\u00a0000 de visites…")
    company = make_company(folder / "instance")
    figures: dict[str, float | None] = {
        "grand_commandes": company.orders, "grand_visites": company.visits, "grand_copie_s": company.copy_s,
        "grand_copie_mo": company.copy_mb,
    }  # fmt: skip
    with running(["-m", "sandbox.cli", "serve", "--port", "{port}"], folder / "instance") as (server, _):
        tell("Mesure des rapports…")
        browser = signed_in(server.port, "seul")
        root = f"/b/{company.shop_key}/admin"
        _spent(browser, f"{root}/?periode=mois")
        figures["grand_memoire_avant_mo"] = server.memory_mb()
        for name, path in _pages(root):
            figures[f"grand_{name}_ms"] = max(_spent(browser, f"{path}?{query}") for query in _periods(company))
        figures["grand_export_ms"] = max(
            _spent(browser, f"{root}/statistiques/{slug}/export.xlsx?{_periods(company)[0]}", rounds=1)
            for slug in REPORTS
        )
        figures["grand_memoire_apres_mo"] = server.memory_mb()
    return figures


def limits() -> dict[str, float]:
    """The limit of each figure that has one."""
    found = {f"grand_{name}_ms": REPORT_MS for name, _ in _pages("")}
    return {**found, "grand_tableau-de-bord_ms": OVERVIEW_MS, "grand_recapitulatif_ms": OVERVIEW_MS}


def _pages(root: str) -> Iterator[tuple[str, str]]:
    yield "tableau-de-bord", f"{root}/"
    # the first report answers at the address of them all
    for slug in REPORTS:
        yield slug, f"{root}/statistiques{f'/{slug}' if slug != 'recapitulatif' else ''}"


def _periods(company: Company) -> tuple[str, ...]:
    """All 24 months at once, twelve beside the twelve before, and thirty days."""
    last = company.anchor_on
    return (
        f"du={last - timedelta(days=729)}&au={last}&cmp=non",
        f"du={last - timedelta(days=364)}&au={last}",
        f"du={last - timedelta(days=29)}&au={last}",
    )


def _spent(browser: Browser, path: str, rounds: int = ROUNDS) -> float:
    """Milliseconds of a page, the middle of some readings; raises BrokenPage when it does not answer."""
    spent = []
    for _ in range(rounds):
        answer = browser.get(path)
        if answer.status != 200:
            raise BrokenPage(f"{path} : {answer.status}")
        spent.append(answer.seconds)
    return 1000 * median(spent)


# the company ---------------------------------------------------------------------------------------------------------


def make_company(instance: Path) -> Company:
    """Load the first shipped context, give it the orders and visits of a large shop, and start a practice run in a copy of it."""
    config = Config(instance=instance)
    with opened(config):
        folder, media = context_folders()[0], MediaStore(config.media_root)
        pack = load_context(folder=folder, media=media)
        shop = db.session.get_one(Shop, pack.reference_shop_id)
        with shop_scope(shop.id):
            placed = db.session.scalar(sa.select(sa.func.count(Order.id))) or 1
        multiply(shop.id, -(-ORDERS // placed))
        visits = _more_visits(shop, Reader(folder, shop.anchor_on, media))
        db.session.commit()
        before, start = _size(), time.perf_counter()
        copy_shop(source=shop)
        db.session.commit()
        spent = time.perf_counter() - start
        user = create_user(login="seul", name="Camille Seule", role=Role.CANDIDATE, password=PASSWORD)
        size = _size() - before
        run = start_run(user=user, subject=get_subject(exam_subjects(list_subjects())[0].slug))
        mine = run.seat.shop
        with shop_scope(mine.id):
            orders = db.session.scalar(sa.select(sa.func.count(Order.id))) or 0
        return Company(mine.key, mine.anchor_on, orders, visits, spent, size)


def _size() -> float:
    """Megabytes of the database."""
    connection = db.session.connection()
    pages, size = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size"))
    return float(pages * size) / 1_000_000


def multiply(shop_id: int, times: int) -> None:
    """Write each row of the tables of `MULTIPLIED` as many times in all, with ids of their own."""
    tables = {table.name: table for table in scoped_tables() if table.name in MULTIPLIED}
    steps = {name: _last_id(table, shop_id) for name, table in tables.items()}
    for name, table in tables.items():
        columns = [column for column in table.c if column.name != "shop_id"]
        links = {
            key: fk.referred_table.name
            for fk in table.foreign_key_constraints
            for key in fk.column_keys
            if key != "shop_id"
        }
        for rank in range(1, times):
            values = [_value(column, links.get(column.name, ""), rank, steps, name) for column in columns]
            rows = sa.select(table.c.shop_id, *values).where(table.c.shop_id == shop_id, table.c.id <= steps[name])
            unscoped.execute(db.session(), sa.insert(table).from_select(["shop_id", *(c.name for c in columns)], rows))
        counters: Any = ShopCounter.__table__
        moved = sa.update(counters).where(counters.c.shop_id == shop_id, counters.c.table_name == name)
        unscoped.execute(db.session(), moved.values(last_id=steps[name] * times))


def _last_id(table: sa.Table, shop_id: int) -> int:
    return int(unscoped.scalar(db.session(), sa.select(sa.func.max(table.c.id)).where(table.c.shop_id == shop_id)) or 0)


def _value(column: sa.Column[Any], target: str, rank: int, steps: dict[str, int], table: str) -> sa.ColumnElement[Any]:
    """A column of the copy number `rank` of a row."""
    if column.name == "id" or target in steps:
        return column + rank * steps[target or table]
    if column.name in ("key", "cart_id"):
        return sa.null()
    if column.name in ("reference", "invoice_number") and table != "order_lines":
        return sa.func.substr(column.concat(f"-{rank}"), -column.type.length)  # type: ignore[attr-defined]
    return column


def _more_visits(shop: Shop, reader: Reader) -> int:
    """The context's own profile, with as many visits a day as make a million, around the orders there are now."""
    with shop_scope(shop.id):
        profile, scales, told = traffic.read_profile(reader), [1.0, 2.0], []
        for rank in range(3):  # the visits of campaigns are fixed: two readings tell the line, the third is on it
            told.append(
                _visits(traffic.write_facts(reader, replace(profile, visits_a_day=profile.visits_a_day * scales[rank])))
            )
            if rank == 1:
                scales.append(1 + (VISITS - told[0]) / (told[1] - told[0]))
        return told[-1]


def _visits(facts: Facts | None) -> int:
    assert facts is not None
    return sum(cell.visits for cell in facts.cells)
