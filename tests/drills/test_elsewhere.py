"""Drill 13: a session goes on on another machine, from the backup made while it was under way.

Drill 14, an altered archive: tests/domain/cli/test_backups.py::test_refuses_an_altered_archive.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sandbox import create_app
from sandbox.cli._archive import check_archive, unpack, write_archive
from sandbox.config import Config
from sandbox.kernel.db import db
from sandbox.migrations import last_step
from sandbox.training.exams.models import Seat
from sandbox.training.exams.queries import clock_of
from sandbox.training.grading.queries import observations_of
from sandbox.training.journal.queries import all_of
from tests.drills.hall import Candidate, Examiner, Hall
from tests.support.databases import light_passwords


def told(seat_ids: list[int], hall: Hall) -> list[object]:
    """All that must be the same there: clock, journal, observations, levels."""
    db.session.rollback()
    db.session.expire_all()
    found: list[object] = []
    for seat_id in seat_ids:
        seat = db.session.get_one(Seat, seat_id)
        later = hall.now + timedelta(minutes=5)
        found.append((clock_of(seat, hall.now), clock_of(seat, later), seat.device_epoch, seat.shop.revision))
        found.append([(entry.seq, entry.exam_ms, entry.words) for entry in all_of(seat.shop_id)])
        found.append([(noted.uuid, noted.text, noted.sign) for noted in observations_of(seat)])
    return found


def test_a_session_goes_on_in_another_installation(hall: Hall, tmp_path: Path) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL is saved by its own means")
    candidates = [Candidate(hall, rank) for rank in (1, 2, 3)]
    erin = Examiner(hall)
    hall.go(12)
    assert [one.save(f"CHEZ-{one.rank}") for one in candidates] == [302] * 3
    assert erin.observe(2, "33333333-3333-4333-8333-333333333333", "avant la panne") == 200
    here = told(hall.seat_ids, hall)
    config: Config = hall.app.config["E5"]
    archive, elsewhere = tmp_path / "cle-usb" / "session.zip", tmp_path / "autre-poste"
    database = Path(str(db.engine.url.database))
    write_archive(instance=config.instance, database=database, target=archive, step=last_step())
    assert check_archive(archive).step == last_step()
    assert unpack(archive=archive, instance=elsewhere) is None
    other = create_app(Config(instance=elsewhere, testing=True))
    with other.app_context(), light_passwords():
        assert told(hall.seat_ids, hall) == here
        hall.app = other
        back = [Candidate(hall, rank, hall.resume_codes[rank - 1]) for rank in (1, 2, 3)]
        hall.go(13)
        assert [one.save(f"AILLEURS-{one.rank}") for one in back] == [302] * 3
        assert [one.reference() for one in back] == [f"AILLEURS-{rank}" for rank in (1, 2, 3)]
        again = Examiner(hall)
        assert [column["observations"] for column in again.columns()] == [0, 1, 0]
        assert again.observe(2, "33333333-3333-4333-8333-333333333333", "avant la panne") == 200, (
            "sent again, kept once"
        )
        assert [column["observations"] for column in again.columns()] == [0, 1, 0]
        db.session.remove()
        db.engine.dispose()
    assert candidates[0].reference() == "CHEZ-1", "the first machine was only read"
