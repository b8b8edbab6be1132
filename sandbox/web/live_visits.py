"""The visits that candidates and examiners make to a storefront, recorded as they go, without a page waiting for it.

A step is put in the memory of the process; the steps are written together, in a transaction of their own, before the first request
that comes twenty seconds later, once they are many, or when somebody opens the figures. A step is no change of the shop: neither
the journal, nor the shop's revision, nor the pages that are kept know of it. Nothing is recorded in a shop that is frozen. A cut
loses twenty seconds of visits at most, and no work. Each process of a server keeps what it answered; which visits are under way it
tells the others, and whoever opens the figures has them all write.
"""

from __future__ import annotations

import logging
import re
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, request

from sandbox.kernel import clock
from sandbox.kernel.db import db, is_reading, set_reading
from sandbox.kernel.siblings import siblings
from sandbox.shop.shops.models import ShopKind
from sandbox.shop.traffic import services
from sandbox.shop.traffic.rules.live import (
    APART,
    CANDIDATE,
    CART,
    CHECKOUT,
    EXAMINER,
    ORDER,
    PAGE,
    PRODUCT,
    SEARCH,
    Step,
)
from sandbox.web.access import identity

log = logging.getLogger(__name__)

EXTENSION = "live_visits"
LATE_S, MANY, MOST = 20, 200, 5_000
"""Steps wait so many seconds, or are so many, before they are written; beyond the last, the oldest are lost."""
VISITS = 2_000
UNDER_WAY, WRITE = "visit under way", "write visits"
FIGURES = frozenset({"backoffice.home", "backoffice.statistics", "backoffice.statistics_export"})
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_RESULTS = re.compile(r'data-results="(\d+)"')
_NUMBER = re.compile(r"/\d+-")
_MEDIA = {
    "email": "email", "e-mail": "email", "newsletter": "email", "cpc": "payant", "ppc": "payant", "paid": "payant",
    "social": "social", "organic": "organique", "referral": "referent",
}  # fmt: skip


Key = tuple[int, str, str]


@dataclass(slots=True)
class Under:
    """A visit under way: its name, its last step, where it came from."""

    name: str
    last_at: datetime
    source: str
    campaign: str


@dataclass(slots=True)
class Recorder:
    """What waits to be written, and the visits under way; shared by the threads of the process."""

    waiting: list[Step] = field(default_factory=list)
    under_way: OrderedDict[Key, Under] = field(default_factory=OrderedDict)
    elsewhere: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def visit(self, shop_id: int, visitor: str, device: str, now: datetime) -> Under:
        """The visit that a step belongs to: a new one after half an hour without any."""
        key = (shop_id, visitor, device)
        with self.lock:
            found = self.under_way.pop(key, None)
            if found is None or now - found.last_at > APART:
                found = Under(secrets.token_hex(8), now, *_origin())
            found.last_at = now
            self._keep(key, found)
            return found

    def hear(self, key: Key, under: Under, shop_key: str) -> None:
        """A step of a visit was answered by another process, where it waits."""
        with self.lock:
            self._keep(key, under)
            self.elsewhere.add(shop_key)

    def waits_elsewhere(self, shop_key: str | None) -> bool:
        """Whether steps of a shop may wait in another process; they do no longer once this was asked."""
        with self.lock:
            is_there = shop_key in self.elsewhere
            self.elsewhere.discard(shop_key or "")
            return is_there

    def _keep(self, key: Key, under: Under) -> None:
        self.under_way[key] = under
        self.under_way.move_to_end(key)
        while len(self.under_way) > VISITS:
            self.under_way.popitem(last=False)

    def put(self, step: Step) -> None:
        """Let a step wait."""
        with self.lock:
            self.waiting.append(step)
            del self.waiting[:-MOST]

    def is_due(self) -> bool:
        """Whether what waits is to be written now."""
        first = self.waiting[:1]
        return bool(first) and (len(self.waiting) >= MANY or (clock.now() - first[0].at).total_seconds() >= LATE_S)

    def take(self) -> list[Step]:
        """All that waits; it waits no longer."""
        with self.lock:
            found, self.waiting = self.waiting, []
            return found


def register(app: Flask) -> None:
    """Record the steps of storefronts, and write them when it is time."""
    app.extensions[EXTENSION] = Recorder()
    app.before_request(_write_due)
    app.after_request(_record)


def _write_due() -> None:
    recorder: Recorder = current_app.extensions[EXTENSION]
    is_asked = request.endpoint in FIGURES
    if is_asked and recorder.waits_elsewhere(g.get("shop_key")):
        siblings.ask(WRITE)
    if is_asked or recorder.is_due():
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        write_steps(app)


def write_steps(app: Flask) -> None:
    """Write the steps that wait in this process, in a transaction of their own."""
    recorder: Recorder = app.extensions[EXTENSION]
    if not recorder.waiting:
        return
    before = is_reading()
    set_reading(False)
    try:
        with app.app_context():
            services.record_steps(steps=recorder.take())
            db.session.commit()
    except sa.exc.OperationalError:  # the request that looks has its own work to do
        log.exception("visits could not be recorded")
    finally:
        set_reading(before)


def _record(response: Response) -> Response:
    if request.blueprint == "storefront" and response.status_code < 400 and _is_worked_in():
        kind = _kind(response)
        if kind:
            _note(kind, response)
    return response


def _is_worked_in() -> bool:
    """A shop that somebody works in: no reference, no replay, nothing that is frozen, and no drawing for a preview."""
    shop = g.get("shop")
    return (
        shop is not None
        and shop.is_writable
        and shop.kind in (ShopKind.COPY, ShopKind.MARKET)
        and "apercu" not in request.args
    )


def _kind(response: Response) -> str:
    """What kind of step an answer is; empty when it is none."""
    name = (request.endpoint or "").partition(".")[2]
    if request.method == "POST":
        has_ordered = name == "place_order" and "/confirmation" in response.headers.get("Location", "")
        return ORDER if has_ordered else CART if name == "add_to_cart" else ""
    if request.method != "GET" or response.status_code != 200 or response.mimetype != "text/html":
        return ""
    if "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Dest") == "empty":
        return ""
    if name.startswith("checkout"):
        return CHECKOUT
    if name == "search" and request.args.get("q", "").strip():
        return SEARCH
    return PRODUCT if name == "product" else PAGE


def _note(kind: str, response: Response) -> None:
    shop, now = g.shop, clock.now()
    who, visitor = _visitor()
    device = _device(request.headers.get("User-Agent", ""))
    recorder: Recorder = current_app.extensions[EXTENSION]
    visit = recorder.visit(shop.id, visitor, device, now)
    path, label, results = _told(kind, response)
    recorder.put(Step(
        shop.id, visit.name, visitor, who, now, kind, path[:160], label[:160], results, visit.source, visit.campaign, device,
    ))  # fmt: skip
    siblings.tell(
        UNDER_WAY, (shop.id, visitor, device), replace(visit), shop.key
    )  # once it waits: who hears of it may ask for it


def _told(kind: str, response: Response) -> tuple[str, str, int | None]:
    """The address of a step, its words, and how much a search found."""
    if kind == ORDER:
        return response.headers.get("Location", "").rstrip("/").rpartition("/")[2], "", None
    path = _NUMBER.sub("/", "/" + request.path.split("/", 3)[-1]) if request.path.count("/") > 2 else "/"
    if kind == CART:
        return "/panier", "", None
    text = response.get_data(as_text=True)
    if kind == SEARCH:
        found = _RESULTS.search(text)
        return "/recherche", " ".join(request.args.get("q", "").casefold().split()), int(found[1]) if found else 0
    title = _TITLE.search(text[:4_000])
    return path, re.split(r"\s+[·|–]\s+", title[1].strip())[0] if title else path, None


def _visitor() -> tuple[str, str]:
    """Whose visit it is: the one who works in the shop, or somebody who looks at their work."""
    me = identity()
    if g.get("seat") is not None or g.get("practice_run") is not None or g.get("market_copy") is not None:
        return CANDIDATE, CANDIDATE
    return EXAMINER, f"{EXAMINER}-{me.user_id}"[:20]


def _device(agent: str) -> str:
    """The kind of device, as its browser says."""
    if "iPad" in agent or "Tablet" in agent:
        return "tablette"
    return "mobile" if "Mobi" in agent else "ordinateur"


def _origin() -> tuple[str, str]:
    """Where a visit comes from: a marked address (UTM), else typed or followed from the back office, which is direct."""
    medium = request.args.get("utm_medium", "").casefold()
    return _MEDIA.get(medium, "direct"), request.args.get("utm_campaign", "")[:60] if medium in _MEDIA else ""
