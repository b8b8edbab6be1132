"""What workstations measured of themselves, kept for the day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.training.centre.models import CheckedStation

NAME_LENGTH = 30
MAX_STATIONS = 300
KEPT = ("browser", "missing", "cookies", "storage", "trips", "sent", "skew", "width", "height")
DEVICE = "device"


def record_check(*, name: str, facts: Mapping[str, Any], device: str = "") -> CheckedStation:
    """Keep what a workstation measured; its earlier measures of the day give way, those of other days go.

    `device` tells one machine from another: under a new name, it leaves the one it had. Raises RuleBroken (field `name`)
    without a name, for the name of another machine, or when far too many have reported.
    """
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("Indiquez le nom du poste.", field="name")
    if len(name) > NAME_LENGTH:
        raise RuleBroken(f"{NAME_LENGTH} caractères au plus.", field="name")
    today = clock.today()
    db.session.execute(sa.delete(CheckedStation).where(CheckedStation.checked_on != today))
    wanted = sa.select(CheckedStation).where(CheckedStation.checked_on == today, CheckedStation.name == name)
    station = db.session.scalars(wanted).first()
    if station is not None and station.facts.get(DEVICE, "") != device:
        raise RuleBroken(
            f"Un autre poste a déjà été vérifié sous le nom «\u00a0{name}\u00a0» aujourd’hui. "
            f"Donnez un autre nom à celui-ci, par exemple «\u00a0{_free_name(name)}\u00a0».",
            field="name",
        )
    _leave_other_names(name, device)
    if station is None:
        if (db.session.scalar(sa.select(sa.func.count()).select_from(CheckedStation)) or 0) >= MAX_STATIONS:
            raise RuleBroken(
                "Trop de postes vérifiés aujourd’hui : demandez au centre d’effacer la liste.", field="name"
            )
        station = CheckedStation(checked_on=today, name=name)
        db.session.add(station)
    station.checked_at = clock.now()
    station.facts = {key: facts[key] for key in KEPT if key in facts} | {DEVICE: device}
    db.session.flush()
    return station


def clear_checks() -> int:
    """Forget every workstation that was checked; returns how many there were."""
    found = db.session.scalars(sa.select(CheckedStation)).all()
    for station in found:
        db.session.delete(station)
    db.session.flush()
    return len(found)


def _free_name(name: str) -> str:
    """« Poste 3 (2) », the first number that nobody took today, within the length of a name."""
    taken = set(db.session.scalars(sa.select(CheckedStation.name).where(CheckedStation.checked_on == clock.today())))
    proposed = (f"{name[: NAME_LENGTH - len(f' ({n})')]} ({n})" for n in range(2, MAX_STATIONS + 3))
    return next(one for one in proposed if one not in taken)


def _leave_other_names(name: str, device: str) -> None:
    """A machine stands once in the list: what it measured under another name goes."""
    if not device:
        return
    for other in db.session.scalars(sa.select(CheckedStation).where(CheckedStation.name != name)).all():
        if other.facts.get(DEVICE) == device:
            db.session.delete(other)
    db.session.flush()
