"""An archive opened again, to be looked at: its rows under numbers of this database, its shops frozen, nothing ever written in it."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from sandbox.accounts.models import Role, User
from sandbox.kernel import clock, unscoped
from sandbox.kernel.changes import unheard
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.many_rows import rows_read
from sandbox.kernel.media import MediaStore
from sandbox.migrations import last_step, upgrade_database
from sandbox.shop.shops.services import new_key
from sandbox.training.exams.models import ExamSession, SessionKind
from sandbox.training.exams.services import free_code
from sandbox.training.grading.journal_file import journal_bytes
from sandbox.training.records.carrying import Row, is_scoped, is_visits, tables_carried
from sandbox.training.records.manifest import DATABASE, FACTS, Manifest, check_archive, digest_of
from sandbox.training.records.models import ReopenedArchive
from sandbox.training.subjects.models import SubjectCopy

_NUMBERED = ("shops", "exam_sessions", "seats")


@dataclass(frozen=True, slots=True)
class Reopened:
    """A session that an archive became; `is_new` is false when it was here already: nothing was then written."""

    session: ExamSession
    is_new: bool


def reopen(*, file: IO[bytes], examiner: User, author: str, media: MediaStore) -> Reopened:
    """Open an archive again for an examiner. Raises RuleBroken, in words, for one that was altered, is of a newer application, or
    is of a session of this very installation.
    """
    if examiner.role is not Role.EXAMINER:
        raise RuleBroken("Une archive se rouvre pour un examinateur.", field="examiner")
    manifest = check_archive(file)
    if manifest.step > last_step():
        raise RuleBroken(
            f"Archive refusée\u00a0: elle vient d’une version plus récente de l’application ({manifest.application}, étape {manifest.step}). "
            "Installez cette version pour la rouvrir."
        )
    known = db.session.scalars(sa.select(ExamSession).where(ExamSession.key == manifest.session_key)).one_or_none()
    if known is not None:
        return _already_here(known)
    digest = digest_of(file)
    with zipfile.ZipFile(file) as archive, tempfile.TemporaryDirectory(prefix="e5-archive-") as folder:
        path = Path(folder) / DATABASE
        path.write_bytes(archive.read(DATABASE))
        with db.session.begin_nested(), unheard(db.session()):
            session = _Reading(path, digest, examiner).bring_in()
            _keep(session, manifest, digest, author, json.loads(archive.read(FACTS)))
            _compare_journals(session, archive)
        _keep_media(archive, media)
    return Reopened(session, is_new=True)


def _already_here(known: ExamSession) -> Reopened:
    if known.is_archive:
        return Reopened(known, is_new=False)
    raise RuleBroken(
        f"Cette session est celle de cette installation (session n°\u00a0{known.id})\u00a0: il n’y a rien à rouvrir."
    )


def _keep(session: ExamSession, manifest: Manifest, digest: str, author: str, facts: Mapping[str, Any]) -> None:
    told = {"tirage": str(facts.get("tirage", ""))[:2000], "application": manifest.application, "etape": manifest.step}
    db.session.add(
        ReopenedArchive(
            session_id=session.id, digest=digest, archived_at=manifest.made_at, reopened_at=clock.now(), reopened_by=author[:120],
            facts=told,
        )
    )  # fmt: skip
    db.session.flush()


def _compare_journals(session: ExamSession, archive: zipfile.ZipFile) -> None:
    """What was brought in tells the very journals that the archive holds, byte for byte."""
    for seat in session.seats:
        name = next(
            (n for n in archive.namelist() if n.startswith(f"candidats/{seat.rank}-") and n.endswith("/journal.json")),
            "",
        )
        if not name or archive.read(name) != journal_bytes(seat):
            raise RuleBroken(
                f"Archive refusée\u00a0: les lignes de «\u00a0{DATABASE}\u00a0» ne redonnent pas le journal du candidat {seat.rank}."
            )


def _keep_media(archive: zipfile.ZipFile, media: MediaStore) -> None:
    """Pictures are kept under the hash of their content: one that is here already is the same."""
    for name in (one.removeprefix("media/") for one in archive.namelist() if one.startswith("media/")):
        media.add_again(name, archive.read(f"media/{name}"))


class _Reading:
    """The rows of an archive on their way into this database."""

    def __init__(self, path: Path, digest: str, examiner: User) -> None:
        self.path, self.examiner_id = path, examiner.id
        self.slug_mark = f"#{digest[:10]}"
        self.numbers: dict[str, dict[int, int]] = {name: {} for name in _NUMBERED}
        self.closed_at = clock.now()

    def bring_in(self) -> ExamSession:
        """Every row under a number of this database; the session that they make."""
        engine = sa.create_engine(f"sqlite:///{self.path}")
        try:
            _check_database(engine)
            upgrade_database(engine)
            with closing(engine.connect()) as connection:
                for table in tables_carried():
                    if table.name != "users":
                        self._table(table, rows_read(connection.execute(_in_order(table))))
        except sa.exc.DatabaseError as error:
            raise RuleBroken(f"Archive refusée\u00a0: «\u00a0{DATABASE}\u00a0» ne se lit pas.") from error
        finally:
            engine.dispose()
        (session_id,) = self.numbers["exam_sessions"].values()
        db.session.flush()
        return db.session.get_one(ExamSession, session_id)

    def _table(self, table: sa.Table, rows: Sequence[Row]) -> None:
        change: Mapping[str, Callable[[Row], None]] = {
            "shops": self._shop, "exam_sessions": self._session, "seats": self._seat,
        }  # fmt: skip
        if table.name == "subject_copies":
            rows = [row for row in rows if db.session.get(SubjectCopy, row["digest"]) is None]
        if table.name == "exam_sessions" and len(rows) != 1:
            raise RuleBroken(f"Archive refusée\u00a0: «\u00a0{DATABASE}\u00a0» doit tenir une session, et une seule.")
        self._renumber(table, rows)
        for row in rows if table.name in change else ():
            change[table.name](row)
        if table.name in _NUMBERED:
            for row in rows:
                self._insert_numbered(table, row)
        else:
            self._free(table, rows)
            unscoped.insert_many(db.session(), table, rows)

    def _renumber(self, table: sa.Table, rows: Sequence[Row]) -> None:
        for column in table.c:
            name = column.name
            for fk in column.foreign_keys:
                target = fk.column.table.name
                numbers = self.numbers.get(target) if fk.column.name == "id" else None
                if target != "users" and numbers is None:
                    continue
                for row in rows:
                    if row[name] is not None:
                        row[name] = self.examiner_id if numbers is None else numbers.get(row[name])
        if is_visits(table):
            for row in rows:
                row["context_slug"] = self._slug(row["context_slug"])

    def _slug(self, slug: str) -> str:
        """Visits of an archive are its own: those of the context that is loaded here may be others."""
        return f"{slug.partition('#')[0][:49]}{self.slug_mark}"

    def _shop(self, row: Row) -> None:
        row["key"], row["context_slug"] = new_key(), self._slug(row["context_slug"])
        row["frozen_at"] = row["frozen_at"] or self.closed_at

    def _session(self, row: Row) -> None:
        row["kind"], row["examiner_id"] = SessionKind.ARCHIVE, self.examiner_id

    def _seat(self, row: Row) -> None:
        row["join_code"], row["resume_code"], row["user_id"] = free_code(6), free_code(8), None
        row["hand_raised_at"] = None

    def _insert_numbered(self, table: sa.Table, row: Row) -> None:
        former = row.pop("id")
        made = db.session.execute(sa.insert(table).values(**row).returning(table.c.id)).scalar_one()
        self.numbers[table.name][former] = made

    def _free(self, table: sa.Table, rows: Sequence[Row]) -> None:
        """Rows that count from 1 in the whole database get their number from this one, in the same order."""
        if not is_scoped(table) and "id" in table.c and table.c.id.primary_key:
            for row in rows:
                row.pop("id", None)


def _in_order(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table).order_by(*table.primary_key)


def _check_database(engine: sa.Engine) -> None:
    """Tables and indexes, and nothing that acts by itself."""
    with closing(engine.connect()) as connection:
        odd = connection.execute(
            sa.text("SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index')")
        ).scalar()
        sound = connection.execute(sa.text("PRAGMA integrity_check")).scalar()
    if odd or sound != "ok":
        raise RuleBroken(f"Archive refusée\u00a0: «\u00a0{DATABASE}\u00a0» n’est pas la base d’une archive.")
