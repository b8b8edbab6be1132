"""How values look to French people, and the addresses of files."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, get_flashed_messages, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from sandbox.kernel import clock, money
from sandbox.kernel.clock import MONTH_NAMES
from sandbox.kernel.text import of_name, tied
from sandbox.web.sent_once import number_field

NBSP = "\u00a0"
MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
MODES = {"fidele": "fidèle à l’épreuve", "anime": "animé", "etendu": "étendu"}
SUPPORTS = {"boutique": "Boutique", "site": "Site"}
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def register(app: Flask) -> None:
    """Give templates the filters and functions of this file."""
    filters = {
        "money": money.format_cents, "bp": money.format_bp, "micros": micros, "day": day, "day_long": day_long,
        "day_num": day_num, "moment": moment, "time": time, "time_s": time_s, "number": number, "duration": duration,
        "iso": iso, "decimal": decimal, "plural": plural, "named": named, "of": of_name, "file_size": file_size, "playtime": playtime,
        "tied": tie,
    }  # fmt: skip
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals.update(
        media_url=media_url,
        icon=icon,
        csrf_field=csrf_field,
        asset=asset,
        now=clock.now,
        today=clock.today,
        get_flashed_messages=told_messages,
    )


def named(value: str, word: str) -> str:
    """« poste 4 » for « 4 », and « Poste 4 » as people also write it; empty for nothing."""
    return value if not value or value.lower().startswith(word.lower()) else f"{word}{NBSP}{value}"


def tie(text: str) -> str:
    """A sentence of a service as French is set, for a page: `tied`, markup staying markup."""
    words = tied(text)
    return Markup(words) if isinstance(text, Markup) else words  # noqa: S704 -- it was safe, spaces alone changed


def told_messages(*args: Any, **kwargs: Any) -> list[Any]:
    """Flask's messages for the page, each as French is set; the shapes of `get_flashed_messages`."""
    return [_told(message) for message in get_flashed_messages(*args, **kwargs)]


def _told(message: Any) -> Any:
    """A text, a toast (its text, its ways out), or either behind its category."""
    if isinstance(message, str):
        return tie(message)
    if isinstance(message, dict):
        return {**message, "text": tie(message["text"])}
    kind, words = message
    return kind, _told(words)


def kind_words(support: str, mode: str) -> str:
    """« Site, fidèle à l’épreuve »: where a subject is worked on; as the test itself is, or with things happening during it."""
    return f"{SUPPORTS.get(support, support)}, {MODES.get(mode, mode)}"


def _as_day(value: date | datetime) -> date:
    return clock.to_paris(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """« 23 nov. 2026 »."""
    if value is None:
        return ""
    value = _as_day(value)
    return f"{value.day}{NBSP}{MONTHS[value.month - 1]} {value.year}"


def day_long(value: date | datetime | None) -> str:
    """« lundi 23 novembre 2026 »."""
    if value is None:
        return ""
    value = _as_day(value)
    return f"{DAYS[value.weekday()]} {value.day}{NBSP}{MONTH_NAMES[value.month - 1]} {value.year}"


def day_num(value: date | datetime | None) -> str:
    """« 23/11/2026 »."""
    return f"{_as_day(value):%d/%m/%Y}" if value else ""


def moment(value: datetime | None) -> str:
    """« 23 nov. 2026 à 14 h 05 », Paris."""
    return f"{day(value)} à {time(value)}" if value else ""


def time(value: datetime | None) -> str:
    """« 14 h 05 », Paris."""
    return f"{clock.to_paris(value):%H}{NBSP}h{NBSP}{clock.to_paris(value):%M}" if value else ""


def time_s(value: datetime | None) -> str:
    """« 14:07:32 », Paris."""
    return f"{clock.to_paris(value):%H:%M:%S}" if value else ""


def iso(value: datetime | date | None) -> str:
    """The machine form for `datetime` attributes; moments carry their zone."""
    if value is None:
        return ""
    return clock.to_paris(value).isoformat() if isinstance(value, datetime) else value.isoformat()


def duration(value: timedelta | int | None) -> str:
    """« 14:22 » from a length of time or seconds; hours run into minutes."""
    seconds = int(value.total_seconds()) if isinstance(value, timedelta) else int(value or 0)
    sign = "-" if seconds < 0 else ""
    return f"{sign}{abs(seconds) // 60:02d}:{abs(seconds) % 60:02d}"


def length(lost: timedelta) -> str:
    """« 1 min 40 », « 2 min », « 38 s »."""
    minutes, seconds = divmod(int(lost.total_seconds()), 60)
    if not minutes:
        return f"{seconds}\u00a0s"
    return f"{minutes}\u00a0min" + (f"\u00a0{seconds:02d}" if seconds else "")


def number(value: float | None, places: int = 0) -> str:
    """« 1 234 » or « 1 234,5 » with no-break spaces, and a true minus."""
    if value is None:
        return "–"
    return f"{value:,.{places}f}".replace(",", NBSP).replace(".", ",").replace("-", money.MINUS)


def decimal(value: float | None, places: int = 2) -> str:
    """A number as typed in a field: « 1234,50 »."""
    return "" if value is None else f"{value:.{places}f}".replace(".", ",")


def micros(value: int | None) -> str:
    """A price without tax as PrestaShop shows it: « 33,080569 »."""
    return "" if value is None else f"{value / 1_000_000:.6f}".replace(".", ",")


def plural(count: int, one: str, many: str | None = None) -> str:
    """« 1 avis », « 3 produits »: the count with its word; zero is singular in French."""
    word = one if abs(count) < 2 else (many or f"{one}s")
    return f"{number(count)}{NBSP}{word}"


def file_size(count: int) -> str:
    """« 84 Ko », « 1,2 Mo »: the size of a file, never nothing."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))}{NBSP}Ko"
    return f"{number(count / 1_000_000, 1)}{NBSP}Mo"


def playtime(duration_ms: int) -> str:
    """« 0:07 », « 3:15 », « 1:02:40 »: how long a sound or a film lasts, as players write it; empty when nobody knows."""
    if not duration_ms:
        return ""
    minutes, seconds = divmod(max(1, round(duration_ms / 1000)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def media_url(name: str | None, width: int | None = None) -> str:
    """The address of a stored picture, at a width of kernel.media.WIDTHS when given."""
    if not name:
        return ""
    if not _FILE_NAME.fullmatch(name):
        return url_for("media.picture", name=name, l=width) if width else url_for("media.picture", name=name)
    if "media_address" not in g:  # a page shows dozens of pictures, only their names differ
        g.media_address = url_for("media.picture", name=_ANY_NAME)
    address: str = g.media_address.replace(_ANY_NAME, name)
    return f"{address}?l={width}" if width else address


_FILE_NAME = re.compile(r"[a-z0-9-]+\.[a-z0-9]+")
_ANY_NAME = "zq9x.webp"


def icon(name: str, label: str = "") -> Markup:
    """An icon of the sprite: decorative, or with a label that is read out."""
    return _icon(asset("vendor/icons.svg"), name, label)


@lru_cache(maxsize=512)
def _icon(href: str, name: str, label: str) -> Markup:
    says = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {} focusable="false"><use href="{}#i-{}"></use></svg>').format(says, href, name)


def csrf_field() -> Markup:
    """The hidden field that every form which writes must carry."""
    if "csrf_field" not in g:
        token = Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())
        g.csrf_field = token + number_field()
    field: Markup = g.csrf_field
    return field


def asset(path: str) -> str:
    """The address of a static file, with the hash of its content so that browsers keep it for good."""
    return _asset(current_app.static_folder or "", request.script_root, path)


@lru_cache(maxsize=1024)
def _asset(root: str, script_root: str, path: str) -> str:
    """As it is under a server's own prefix."""
    return url_for("static", filename=path, v=_hash(Path(root), path))


@cache
def _hash(root: Path, path: str) -> str:
    file = root / path
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else ""
