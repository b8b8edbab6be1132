"""The archive of a session, and the same session looked at in another installation: everything, nothing more, nothing written.

The fault drill « altered archive » is here for an archive of a session; that of a backup is in tests/domain/cli/test_backups.py.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import sqlite3
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox import create_app
from sandbox.accounts.models import Role, User
from sandbox.accounts.services import create_user
from sandbox.config import Config
from sandbox.kernel import clock
from sandbox.kernel.db import Base, db
from sandbox.kernel.errors import NotAllowed, RuleBroken
from sandbox.migrations import alembic_config, import_models, last_step, upgrade_database
from sandbox.shop.shops.models import Shop
from sandbox.training.evidence.queries import differences
from sandbox.training.exams import presence
from sandbox.training.exams import queries as exam_queries
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession, SessionKind
from sandbox.training.grading import sealing, services
from sandbox.training.grading.journal_file import journal_bytes, journal_of
from sandbox.training.grading.private import write_private
from sandbox.training.grading.report import report_of
from sandbox.training.grading.sealing import seals_of
from sandbox.training.records.archiving import Made, write_archive
from sandbox.training.records.carrying import LEFT_OUT, tables_carried
from sandbox.training.records.draws import CHOSEN
from sandbox.training.records.fairness import fairness_of
from sandbox.training.records.manifest import DATABASE, MANIFEST, UNSEALED, Manifest, check_archive, manifest_text, seal
from sandbox.training.records.record import record_of
from sandbox.training.records.reopened import reopened_of
from sandbox.training.records.reopening import reopen
from sandbox.training.records.services import name_commission
from sandbox.training.replay.services import rebuild
from sandbox.training.subjects.format import Subject
from sandbox.web.media import store as media_store
from tests.domain.training.conftest import At
from tests.domain.training.working import play
from tests.factories.world import World
from tests.support.counting import row_counts
from tests.support.databases import light_passwords

SECRET = "CARNET-PRIVE-7431"
CODES: set[str] = set()
"""Those of the session whose archive is kept."""


@pytest.fixture
def closed(world: World, erin: User, subject: Subject, at: At) -> ExamSession:
    """A closed session: the first candidate played well and was observed, the examiner wrote notes for themselves alone."""
    session = exam_queries.get_session(world.session_id, examiner_id=erin.id)
    first = session.seats[0]
    with at(0):
        for seat in session.seats[:2]:
            presence.join(code=seat.join_code)
    with at(1):
        play(first, subject, "bon")
        services.add_observation(
            session=session,
            rank=1,
            seat_id=first.id,
            uuid=str(uuid.uuid4()),
            author=erin,
            line_id="L1",
            sign="+",
            text="sûr",
        )
        write_private(session=session, rank=1, seat_id=first.id, text=SECRET, version=0, author=erin)
    with at(45):
        name_commission(session=session, academy="Armorique", members=["Mme Le Goff"])
        sealing.close_session(session=session, author=erin.name)
        for line in subject.lines:
            services.set_level(
                session=session, rank=1, seat_id=first.id, line_id=line.id, value="S", version=0, author=erin
            )
        sealing.sign_sheet(seat=first, author=erin, mark="14,5", appreciation="Sûr.", version=0)
    db.session.commit()
    CODES.update(code for seat in session.seats for code in (seat.join_code, seat.resume_code) if not _kept)
    return exam_queries.get_session(session.id, examiner_id=erin.id)


@dataclass(frozen=True)
class Kept:
    """What is made once for all these tests: an archive, what its session told at home, an empty installation."""

    archive: bytes
    made: Made
    key: str
    journal: bytes
    told: list[object]
    start: datetime
    empty: Path


_kept: dict[str, Kept] = {}


@pytest.fixture
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Made by the first test that asks."""
    if "kept" not in _kept:
        closed, start = request.getfixturevalue("closed"), request.getfixturevalue("start")
        target = io.BytesIO()
        made = write_archive(session=closed, target=target, media=media_store())
        journal = journal_bytes(closed.seats[0])
        with clock.frozen(start + timedelta(minutes=90)):
            at_home = told(closed)
        aside = empty(tmp_path_factory.mktemp("empty"))
        _kept["kept"] = Kept(target.getvalue(), made, closed.key, journal, at_home, start, aside)
    return _kept["kept"]


def empty(folder: Path) -> Path:
    """An installation with one examiner."""
    with installation(folder):
        upgrade_database(db.engine)
        create_user(login="lena", name="Léna Relit", password="motdepasse1", role=Role.EXAMINER)
        db.session.commit()
    return folder


@contextmanager
def installation(folder: Path) -> Iterator[Flask]:
    """What is asked inside is asked there."""
    other = create_app(Config(instance=folder, testing=True))
    with other.app_context(), light_passwords():
        yield other
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def archive(kept: Kept) -> bytes:
    """The archive of a session."""
    return kept.archive


@pytest.fixture
def at_home(kept: Kept) -> list[object]:
    """What the session tells where it was run, ninety minutes after its start."""
    return kept.told


@pytest.fixture
def there(kept: Kept, tmp_path: Path) -> Iterator[Flask]:
    """Another installation, empty but for one examiner, ninety minutes after the session's start."""
    shutil.copytree(kept.empty, tmp_path / "ailleurs")
    with installation(tmp_path / "ailleurs") as other, clock.frozen(kept.start + timedelta(minutes=90)):
        yield other


def lena() -> User:
    return db.session.scalars(sa.select(User).where(User.login == "lena")).one()


def opened(there: Flask, archive: bytes) -> ExamSession:
    found = reopen(file=io.BytesIO(archive), examiner=lena(), author="Ada", media=media_store())
    db.session.commit()
    return exam_queries.get_session(found.session.id, examiner_id=lena().id, to_look=True)


def rows_in_all() -> tuple[tuple[str, int], ...]:
    """How many rows each table has."""
    return row_counts(db.session.connection())


def told(session: ExamSession) -> list[object]:
    """All that must be the same on both machines."""
    found: list[object] = []
    for seat in session.seats:
        found += [journal_bytes(seat), report_of(seat), [kept.holds for kept in seals_of(seat, journal_of(seat))]]
        found.append([(d.kind, d.label, d.title, d.words) for d in differences(seat.shop, session.baseline_shop_id)])
    return [*found, record_of(session).seats, record_of(session).course, fairness_of(session)]


# what is in it -------------------------------------------------------------------------------------------------------------


def test_holds_everything_with_its_sums(kept: Kept) -> None:
    archive, made = kept.archive, kept.made
    assert (made.digest, made.size) == (hashlib.sha256(archive).hexdigest(), len(archive))
    manifest = check_archive(io.BytesIO(archive))
    with zipfile.ZipFile(io.BytesIO(archive)) as opened_zip:
        names = opened_zip.namelist()
        for name in names:
            if name != MANIFEST:
                assert hashlib.sha256(opened_zip.read(name)).hexdigest() == manifest.sums[name]
        assert opened_zip.read("candidats/1-ines-kervella/journal.json") == kept.journal
    folder = "1-ines-kervella"
    for name in (
        "seance/proces-verbal.pdf", "seance/equite.pdf", "seance/session.csv", "sujet/sujet.json", "boutiques/depart.jsonl",
        f"boutiques/{folder}.jsonl", f"candidats/{folder}/fiche.pdf", f"candidats/{folder}/observations.csv", "LISEZMOI.txt",
    ):  # fmt: skip
        assert name in names
    assert sum(name.startswith("media/") for name in names) > 5
    assert (manifest.step, manifest.session_key) == (last_step(), kept.key)


def test_no_private_note_password_or_code_leaves(archive: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened_zip:
        everything = b"".join(opened_zip.read(name) for name in opened_zip.namelist())
    assert SECRET.encode() not in everything
    assert b"scrypt:" not in everything
    for code in CODES:
        assert code.encode() not in everything
    assert len(CODES) == 6


def test_every_table_of_a_session_is_carried_or_left_out_on_purpose() -> None:
    import_models()
    about = {"exam_sessions", "seats", "shops", "practice_runs", "planned_sessions"}
    carried = {table.name for table in tables_carried()}
    for table in Base.metadata.sorted_tables:
        if about & {fk.column.table.name for fk in table.foreign_keys}:
            assert (table.name in carried) != (table.name in LEFT_OUT), table.name
    assert not carried & set(LEFT_OUT)
    assert "private_notes" in LEFT_OUT


def test_a_session_under_way_is_not_archived(session: ExamSession) -> None:
    with pytest.raises(RuleBroken, match="close"):
        write_archive(session=session, target=io.BytesIO(), media=media_store())


# looked at elsewhere -------------------------------------------------------------------------------------------------------


def test_tells_the_same_on_another_machine(at_home: list[object], there: Flask, archive: bytes) -> None:
    session = opened(there, archive)
    assert session.kind is SessionKind.ARCHIVE
    assert (session.examiner_name, session.academy) == ("Erin Examinatrice", "Armorique")
    assert record_of(session).draw == CHOSEN
    found = reopened_of(session)
    assert found is not None
    assert found.reopened_by == "Ada"
    assert told(session) == at_home


def test_its_run_is_replayed_and_its_pictures_are_there(there: Flask, archive: bytes) -> None:
    session = opened(there, archive)
    seat = session.seats[0]
    last = len(journal_of(seat)["actions"])
    assert rebuild(seat=seat, seq=last).seq == last
    assert differences(seat.shop, session.baseline_shop_id)
    with zipfile.ZipFile(io.BytesIO(archive)) as opened_zip:
        pictures = [name.removeprefix("media/") for name in opened_zip.namelist() if name.startswith("media/")]
    store = media_store()
    assert all(store.path(name).is_file() for name in pictures)


def test_opening_it_again_changes_nothing(there: Flask, archive: bytes) -> None:
    first = opened(there, archive)
    before = rows_in_all()
    found = reopen(file=io.BytesIO(archive), examiner=lena(), author="Ada", media=media_store())
    assert (found.is_new, found.session.id) == (False, first.id)
    db.session.commit()
    assert rows_in_all() == before


def test_nothing_is_written_in_it(there: Flask, archive: bytes) -> None:
    session = opened(there, archive)
    seat, who = session.seats[0], lena()
    column: dict[str, Any] = {"session": session, "rank": 1, "seat_id": seat.id, "author": who}
    acts: list[Callable[[], object]] = [
        lambda: services.set_level(**column, line_id="L1", value="TI", version=1),
        lambda: services.add_observation(**column, uuid=str(uuid.uuid4()), text="plus tard"),
        lambda: services.undo_observation(**column, uuid=str(uuid.uuid4()), target="x"),
        lambda: services.ask_question(**column, question_id="o1"),
        lambda: write_private(**column, text="note", version=0),
        lambda: services.set_mark(seat=seat, mark="20", version=2, author=who, reason="motif"),
        lambda: services.set_appreciation(seat=seat, text="autre", version=2, author=who, reason="motif"),
        lambda: sealing.sign_sheet(seat=session.seats[1], author=who, mark="10"),
        lambda: name_commission(session=session, academy="Autre", members=[]),
        lambda: exam_queries.get_session(session.id, examiner_id=who.id),
    ]
    db.session.commit()
    before = rows_in_all()
    for act in acts:
        with pytest.raises(NotAllowed, match="elle se lit, rien ne s’y écrit"):
            act()
        db.session.rollback()
    with pytest.raises(RuleBroken, match="close"):
        exams.add_time(seat=seat, minutes=5, author=who.name, reason="motif")
    assert rows_in_all() == before
    shops = db.session.scalars(sa.select(Shop).where(Shop.id.in_([s.shop_id for s in session.seats])))
    assert all(shop.frozen_at is not None for shop in shops)


def test_the_installation_that_made_it_refuses_it_in_words(kept: Kept, closed: ExamSession, erin: User) -> None:
    assert kept.key == closed.key
    with pytest.raises(RuleBroken, match="de cette installation"):
        reopen(file=io.BytesIO(kept.archive), examiner=erin, author="Ada", media=media_store())
    assert closed.kind is SessionKind.EXAM


def test_only_for_an_examiner(there: Flask, archive: bytes) -> None:
    create_user(login="tom", name="Tom", password="motdepasse1", role=Role.TRAINER)
    tom = db.session.scalars(sa.select(User).where(User.login == "tom")).one()
    with pytest.raises(RuleBroken, match="examinateur"):
        reopen(file=io.BytesIO(archive), examiner=tom, author="Ada", media=media_store())


# altered, newer, older -----------------------------------------------------------------------------------------------------


@cache
def files_of(archive: bytes) -> dict[str, bytes]:
    """The files of an archive, read once."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened_zip:
        return {name: opened_zip.read(name) for name in opened_zip.namelist()}


def remade(archive: bytes, change: Callable[[dict[str, bytes]], None], *, sums: bool = False, **manifest: Any) -> bytes:
    """The archive with its files changed; `sums` writes a manifest that agrees with them."""
    files = dict(files_of(archive))
    change(files)
    if sums:
        known = check_archive(io.BytesIO(archive))
        kept = {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != MANIFEST}
        facts = {
            "made_at": known.made_at,
            "step": known.step,
            "application": known.application,
            "session_key": known.session_key,
        }
        files[MANIFEST] = manifest_text(Manifest(**{**facts, **manifest}, sums=kept)).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
        made.comment = UNSEALED
    seal(target)
    return target.getvalue()


def refused(there: Flask, archive: bytes) -> str:
    before = rows_in_all()
    with pytest.raises(RuleBroken, match=r"^Archive refusée") as refusal:
        opened(there, archive)
    db.session.rollback()
    assert rows_in_all() == before
    return refusal.value.message


def test_each_altered_file_is_named(there: Flask, archive: bytes) -> None:
    for name in check_archive(io.BytesIO(archive)).sums:
        if name.startswith("media/") and not name.startswith("media/9a"):
            continue  # four hundred pictures say the same

        def change(files: dict[str, bytes], name: str = name) -> None:
            files[name] = files[name][:-1] + bytes([files[name][-1] ^ 1])

        assert f"«\u00a0{name}\u00a0» a été modifié" in refused(there, remade(archive, change))


def test_a_missing_an_added_and_a_renamed_file_are_named(there: Flask, archive: bytes) -> None:
    assert "«\u00a0seance/session.csv\u00a0» manque" in refused(
        there, remade(archive, lambda f: f.pop("seance/session.csv") and None)
    )
    assert "«\u00a0seance/autre.txt\u00a0» a été ajouté" in refused(
        there, remade(archive, lambda f: f.update({"seance/autre.txt": b"x"}))
    )
    away = remade(archive, lambda f: f.update({"../ailleurs.txt": b"x"}), sums=True)
    assert "n’a rien à y faire" in refused(there, away)


def test_a_manifest_that_was_touched_is_named(there: Flask, archive: bytes) -> None:
    def change(files: dict[str, bytes]) -> None:
        files[MANIFEST] = files[MANIFEST].replace(b'"faite_le": "20', b'"faite_le": "19')

    assert f"«\u00a0{MANIFEST}\u00a0» a été modifié" in refused(there, remade(archive, change))


def test_a_byte_of_the_zip_that_flips_is_refused(there: Flask, archive: bytes) -> None:
    for place in range(1000, len(archive), len(archive) // 20):
        broken = archive[:place] + bytes([archive[place] ^ 0x55]) + archive[place + 1 :]
        assert refused(there, broken)


def test_a_byte_between_its_files_that_flips_is_refused_too(there: Flask, archive: bytes) -> None:
    """The date in the first local header, which nobody reads; the last figure of the seal."""
    for place in (10, len(archive) - 1):
        broken = archive[:place] + bytes([archive[place] ^ 0x01]) + archive[place + 1 :]
        assert "à l’octet près" in refused(there, broken)


@pytest.mark.parametrize("content", [b"", b"bonjour", b"PK\x05\x06" + b"\0" * 18])
def test_another_file_is_refused_in_words(there: Flask, content: bytes) -> None:
    assert refused(there, content)


def in_database(files: dict[str, bytes], folder: Path, work: Callable[[sqlite3.Connection], object]) -> None:
    path = folder / "changed.sqlite"
    path.write_bytes(files[DATABASE])
    connection = sqlite3.connect(path)
    work(connection)
    connection.commit()
    connection.close()
    files[DATABASE] = path.read_bytes()


def test_rows_that_do_not_give_the_journal_again_are_refused(there: Flask, archive: bytes, tmp_path: Path) -> None:
    """Somebody changed a row and wrote the sums again."""
    sentence = "UPDATE journal_entries SET words = 'a lu' WHERE seq = 1"
    changed = remade(archive, lambda f: in_database(f, tmp_path, lambda c: c.execute(sentence)), sums=True)
    assert "ne redonnent pas le journal du candidat 1" in refused(there, changed)


def test_a_database_that_acts_by_itself_is_refused(there: Flask, archive: bytes, tmp_path: Path) -> None:
    trigger = "CREATE TRIGGER t AFTER UPDATE ON seats BEGIN DELETE FROM seats; END"
    changed = remade(archive, lambda f: in_database(f, tmp_path, lambda c: c.execute(trigger)), sums=True)
    assert "n’est pas la base d’une archive" in refused(there, changed)


def test_an_archive_of_a_newer_application_is_refused_in_words(there: Flask, archive: bytes) -> None:
    newer = remade(archive, lambda _: None, sums=True, step="9999", application="7.0")
    assert "version plus récente de l’application (7.0, étape 9999)" in refused(there, newer)


def test_an_archive_of_an_older_schema_goes_through_the_same_steps(
    at_home: list[object], there: Flask, archive: bytes, tmp_path: Path
) -> None:
    def older(files: dict[str, bytes]) -> None:
        from alembic import command

        path = tmp_path / "older.sqlite"
        path.write_bytes(files[DATABASE])
        engine = sa.create_engine(f"sqlite:///{path}")
        with engine.connect() as connection:
            command.downgrade(alembic_config(connection), "0018")
            connection.commit()
        engine.dispose()
        files[DATABASE] = path.read_bytes()

    session = opened(there, remade(archive, older, sums=True, step="0018"))
    assert told(session) == at_home
