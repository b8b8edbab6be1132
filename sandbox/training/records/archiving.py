"""The archive of one session: a zip that holds all of it, with the SHA-256 sum of each file in its manifest."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.cloning import dump_rows
from sandbox.kernel.db import Base, db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.many_rows import insert_many
from sandbox.kernel.media import ENDINGS, MediaStore
from sandbox.kernel.spreadsheets import csv_bytes
from sandbox.kernel.text import slugify
from sandbox.kernel.version import own_version
from sandbox.migrations import last_step
from sandbox.shop.shops.models import Shop
from sandbox.training.exams.models import ExamSession, Seat, SessionState
from sandbox.training.grading.exports import report_pdf, session_csv
from sandbox.training.grading.journal_file import journal_bytes
from sandbox.training.grading.report import report_of
from sandbox.training.records.carrying import Row, rows_of, texts_in
from sandbox.training.records.draws import draw_words
from sandbox.training.records.fairness import fairness_of
from sandbox.training.records.manifest import (
    DATABASE,
    FACTS,
    MANIFEST,
    README,
    UNSEALED,
    Manifest,
    digest_of,
    manifest_text,
    seal,
)
from sandbox.training.records.papers import fairness_pdf, record_pdf
from sandbox.training.records.record import record_of
from sandbox.training.subjects.models import SubjectCopy

PICTURE = re.compile(rf"[0-9a-f]{{32}}\.(?:{ENDINGS})")
_STORED = (".webp", ".pdf", ".mp3", ".ogg", ".m4a", ".mp4", ".webm")
_NOBODY: dict[str, Any] = {
    "id": 1, "login": "archive", "name": "", "role": "examiner", "password_hash": "!", "is_active": False, "epoch": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """An archive that was written: its SHA-256, its size in bytes, how many files it holds."""

    digest: str
    size: int
    files: int


def archive_name(session: ExamSession) -> str:
    """« e5-archive-2026-11-24-session-3.zip »."""
    return f"e5-archive-{session.baseline.anchor_on:%Y-%m-%d}-session-{session.id}.zip"


def write_archive(*, session: ExamSession, target: IO[bytes], media: MediaStore) -> Made:
    """Write the archive of a closed session into an open file. Raises RuleBroken for one that is not closed, or was reopened itself."""
    _refuse_unready(session)
    sums: dict[str, str] = {}
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in _members(session, media):
            method = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, method)
            sums[name] = hashlib.sha256(content).hexdigest()
        manifest = Manifest(clock.now(), last_step(), own_version(), session.key, sums)
        archive.writestr(MANIFEST, manifest_text(manifest), zipfile.ZIP_DEFLATED)
        archive.comment = UNSEALED
    seal(target)
    return Made(digest_of(target), target.tell(), len(sums))


def _refuse_unready(session: ExamSession) -> None:
    if session.is_archive:
        raise RuleBroken("Cette session est une archive rouverte : gardez l’archive d’où elle vient.")
    if session.state != SessionState.CLOSED:
        raise RuleBroken("Une session s’archive quand elle est close : terminez-la d’abord.")


def _members(session: ExamSession, media: MediaStore) -> Iterator[tuple[str, bytes]]:
    database, pictures = _database(session)
    yield DATABASE, database
    yield README, _readme(session).encode()
    yield FACTS, json.dumps(_facts(session), ensure_ascii=False, indent=1, sort_keys=True).encode()
    yield from _papers(session)
    copy = db.session.get_one(SubjectCopy, session.subject_hash)
    yield "sujet/sujet.json", json.dumps(copy.data, ensure_ascii=False, indent=1, sort_keys=True).encode()
    yield "boutiques/depart.jsonl", _shop(session.baseline)
    for seat in session.seats:
        yield f"boutiques/{_folder(seat)}.jsonl", _shop(seat.shop)
        yield f"candidats/{_folder(seat)}/journal.json", journal_bytes(seat)
        yield f"candidats/{_folder(seat)}/fiche.pdf", report_pdf(report_of(seat))
        yield f"candidats/{_folder(seat)}/observations.csv", _observations(seat)
    for name in sorted(pictures):
        try:
            yield f"media/{name}", media.path(name).read_bytes()
        except NotFound:  # a name that a text only cites
            continue


def _papers(session: ExamSession) -> Iterator[tuple[str, bytes]]:
    yield "seance/proces-verbal.pdf", record_pdf(record_of(session))
    yield "seance/equite.pdf", fairness_pdf(fairness_of(session))
    yield "seance/session.csv", session_csv(session)


def _folder(seat: Seat) -> str:
    return f"{seat.rank}-{slugify(seat.candidate_name)}"


def _shop(shop: Shop) -> bytes:
    """All rows of a shop as lines of JSON, days told from the day of the session."""
    return "\n".join([*dump_rows(db.session(), shop.id, shop.anchor_on), ""]).encode()


def _observations(seat: Seat) -> bytes:
    rows = [[note.hour, note.letter, note.sign, note.text] for note in report_of(seat).observations]
    return csv_bytes([["Heure", "Ligne", "Signe", "Observation"], *rows])


def _facts(session: ExamSession) -> dict[str, Any]:
    """What the rows do not tell."""
    return {"tirage": draw_words(session), "examinateur": session.examiner_name}


def _database(session: ExamSession) -> tuple[bytes, set[str]]:
    """The rows of the session as a SQLite database of their own, and the files that they name."""
    pictures: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="e5-archive-") as folder:
        path = Path(folder) / DATABASE
        engine = sa.create_engine(f"sqlite:///{path}")
        try:
            with engine.begin() as connection:
                _fill(connection, session, pictures)
        finally:
            engine.dispose()
        return path.read_bytes(), pictures


def _fill(connection: sa.Connection, session: ExamSession, pictures: set[str]) -> None:
    connection.exec_driver_sql("PRAGMA synchronous=OFF")  # thrown away once it is read
    Base.metadata.create_all(connection)
    connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(sa.text("INSERT INTO alembic_version VALUES (:step)"), {"step": last_step()})
    insert_many(connection, Base.metadata.tables["users"], [{**_NOBODY, "created_at": session.created_at}])
    for table, rows in rows_of(session):
        _take_people_out(table, rows, session)
        insert_many(connection, table, rows)
        for text in texts_in(rows):
            pictures.update(PICTURE.findall(text))


def _take_people_out(table: sa.Table, rows: list[Row], session: ExamSession) -> None:
    """Make the accounts of rows the nameless one, and take out the codes that open a place."""
    people = [c.name for c in table.c if any(fk.column.table.name == "users" for fk in c.foreign_keys)]
    for row in rows if people else ():
        for name in people:
            if row[name] is not None:
                row[name] = None if table.name == "seats" else _NOBODY["id"]
    for row in rows if table.name == "exam_sessions" else ():
        row["former_examiner"] = session.examiner_name
    for row in rows if table.name == "seats" else ():
        row["join_code"], row["resume_code"] = f"A{row['rank']}", f"R{row['rank']}"


def _readme(session: ExamSession) -> str:
    return f"""Archive d’une séance de l’épreuve E5 (examen blanc), {session.subject_title}, {session.baseline.anchor_on:%d/%m/%Y}.

seance/      le procès-verbal, la fiche d’équité et les résultats (CSV)
candidats/   pour chacun : sa fiche, son journal scellé, les observations
boutiques/   les lignes de la boutique au départ, et de chaque boutique à la fin
sujet/       le sujet tel qu’il a été joué
media/       les images et les fichiers que les boutiques montrent

Pour la rouvrir en lecture seule dans une installation de l’application (version {own_version()} ou plus récente) :
  e5 session rouvrir {archive_name(session)} --examinateur IDENTIFIANT
ou, dans l’application, l’administrateur : Archives.

Chaque fichier a sa somme SHA-256 dans {MANIFEST} : une archive modifiée est refusée. Les notes personnelles de l’examinateur n’y sont pas.
"""
