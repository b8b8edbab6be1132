"""Finding subjects: those of the folder, those written on the web, and those kept by sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.values import MAX_INTEGER
from sandbox.training.subjects.format import Grid, Subject, SubjectInfo
from sandbox.training.subjects.loader import Folder, Loaded, load_subject, read_grid, read_subject
from sandbox.training.subjects.models import SubjectCopy, SubjectVersion, WrittenSave, WrittenSubject

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"


def list_subjects(root: Path = SCENARIOS) -> list[SubjectInfo]:
    """Every subject of the folder, by title; those with faults too, so that they can be seen and repaired."""
    found = [_info(path.name, _load(path, root)) for path in sorted((root / "subjects").glob("*/")) if path.is_dir()]
    return sorted(found, key=lambda info: info.title)


def subjects_in_force(root: Path = SCENARIOS) -> list[SubjectInfo]:
    """What may be played, by title: the subjects of the folder, and the latest published version of those of the web."""
    shipped = list_subjects(root)
    slugs = {info.slug for info in shipped}
    written = [
        _info(version.slug, read_written(version.text, version.files, root))
        for version in _latest_versions()
        if version.slug not in slugs
    ]
    return sorted([*shipped, *written], key=lambda info: info.title)


def exam_subjects(found: Iterable[SubjectInfo]) -> list[SubjectInfo]:
    """Those that may serve in a session: without a fault, open to exams, no longer a draft."""
    return [i for i in found if not i.fault_count and "examen" in i.uses and i.status != "brouillon"]


def practice_subjects(found: Iterable[SubjectInfo], *, with_drafts: bool = False) -> list[SubjectInfo]:
    """Those that may be practised: without a fault, open to practice; drafts only for who tries them out."""
    usable = [i for i in found if not i.fault_count and "entrainement" in i.uses]
    return [i for i in usable if with_drafts or i.status != "brouillon"]


def subject_in_force(slug: str, root: Path = SCENARIOS) -> Subject:
    """A subject of the folder, else the published version of the web; raises NotFound, or RuleBroken for one with faults."""
    if is_shipped(slug, root):
        return get_subject(slug, root)
    version = next((v for v in _latest_versions(slug) if v.slug == slug), None)
    if version is None:
        raise NotFound("Ce sujet n’existe pas.")
    return _sound(read_written(version.text, version.files, root))


def get_subject(slug: str, root: Path = SCENARIOS) -> Subject:
    """A subject of the folder; raises NotFound, or RuleBroken when its file has faults."""
    return _sound(load_of(slug, root))


def is_shipped(slug: str, root: Path = SCENARIOS) -> bool:
    """Whether a subject of that name is in the folder."""
    is_name = "/" not in slug and "\\" not in slug and not slug.startswith(".")
    return is_name and (root / "subjects" / slug / "subject.yaml").is_file()


def load_of(slug: str, root: Path = SCENARIOS) -> Loaded:
    """A subject of the folder with all its faults; raises NotFound."""
    if not is_shipped(slug, root):
        raise NotFound("Ce sujet n’existe pas.")
    return _load(root / "subjects" / slug, root)


def read_written(text: str, files: Mapping[str, str], root: Path = SCENARIOS) -> Loaded:
    """A text of the web with its files, read with all its faults."""
    return _read_kept(text, tuple(sorted(files.items())), root / "grids")


# written on the web ----------------------------------------------------------------------------------------------------


def list_written() -> Sequence[WrittenSubject]:
    """The subjects being written, the last changed first."""
    return db.session.scalars(sa.select(WrittenSubject).order_by(WrittenSubject.changed_at.desc())).all()


def get_written(slug: str) -> WrittenSubject:
    """A subject being written; raises NotFound."""
    found = db.session.get(WrittenSubject, slug)
    if found is None:
        raise NotFound("Ce sujet n’existe pas, ou il ne s’écrit pas sur le web.")
    return found


def is_written(slug: str) -> bool:
    """Whether a subject of that name is being written on the web."""
    return db.session.get(WrittenSubject, slug) is not None


def list_saves(slug: str) -> Sequence[WrittenSave]:
    """The kept texts of a subject, the latest first."""
    saves = sa.select(WrittenSave).where(WrittenSave.slug == slug)
    return db.session.scalars(saves.order_by(WrittenSave.revision.desc())).all()


def get_save(slug: str, revision: int) -> WrittenSave:
    """A kept text; raises NotFound."""
    wanted = sa.select(WrittenSave).where(WrittenSave.slug == slug, WrittenSave.revision == min(revision, MAX_INTEGER))
    found = db.session.scalars(wanted.order_by(WrittenSave.id.desc())).first()
    if found is None:
        raise NotFound("Cet enregistrement n’existe plus.")
    return found


def list_versions(slug: str) -> Sequence[SubjectVersion]:
    """The published versions of a subject, the latest first."""
    versions = sa.select(SubjectVersion).where(SubjectVersion.slug == slug)
    return db.session.scalars(versions.order_by(SubjectVersion.id.desc())).all()


def get_version(slug: str, version_id: int) -> SubjectVersion:
    """A published version; raises NotFound."""
    found = db.session.get(SubjectVersion, version_id)
    if found is None or found.slug != slug:
        raise NotFound("Cette version n’existe pas.")
    return found


def find_offered(slug: str) -> SubjectVersion | None:
    """The version that sessions and practice are opened on: the latest that is not retired; None when none is offered."""
    return next(iter(_latest_versions(slug)), None)


def _latest_versions(slug: str | None = None) -> list[SubjectVersion]:
    wanted = sa.select(SubjectVersion).where(SubjectVersion.retired_at.is_(None)).order_by(SubjectVersion.id)
    if slug is not None:
        wanted = wanted.where(SubjectVersion.slug == slug)
    return list({version.slug: version for version in db.session.scalars(wanted)}.values())


def subject_by_digest(digest: str) -> Subject:
    """The subject a session was created with; raises NotFound."""
    found = _kept.get(digest)
    if found is None:
        copy = db.session.get(SubjectCopy, digest)
        if copy is None:
            raise NotFound("Le sujet de cette session est introuvable.")
        found = Subject.from_data(copy.data)
        if len(_kept) > 32:
            _kept.clear()
        _kept[digest] = found
    return found


_kept: dict[str, Subject] = {}


def _sound(loaded: Loaded) -> Subject:
    if loaded.subject is None:
        first = min(loaded.errors)
        raise RuleBroken(f"Ce sujet a {len(loaded.errors)} défaut(s) à corriger, dont : {first}", field="subject")
    return loaded.subject


@lru_cache(maxsize=32)
def _read_kept(text: str, files: tuple[tuple[str, str], ...], grids: Path) -> Loaded:
    return read_subject(text, Folder(None, dict(files)), grids)


def _load(path: Path, root: Path) -> Loaded:
    files = [p for p in path.rglob("*") if p.is_file()] + list((root / "grids").glob("*.yaml"))
    stamp = tuple(sorted((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in files))
    return _load_stamped(path, root, stamp)


@lru_cache(maxsize=64)
def _load_stamped(path: Path, root: Path, _stamp: tuple[tuple[str, int, int], ...]) -> Loaded:
    return load_subject(path, root / "grids")


def _info(slug: str, loaded: Loaded) -> SubjectInfo:
    scenario = loaded.scenario
    if scenario is None:
        return SubjectInfo(slug, "", slug, "", "brouillon", "", (), 0, 0, 0, max(1, len(loaded.errors)))
    lines = sum(len(task.lines) for task in scenario.tasks)
    return SubjectInfo(
        slug, scenario.version, scenario.heading, scenario.context.slug, scenario.status, scenario.mode, tuple(scenario.uses),
        scenario.duration, len(scenario.tasks), lines, len(loaded.errors), support=scenario.support,
        tasks=tuple(task.title for task in scenario.tasks),
    )  # fmt: skip


def grid_of(ref: str, root: Path = SCENARIOS) -> Grid:
    """The grid of a reference `id@session`; raises NotFound."""
    path = root / "grids" / f"{ref.partition('@')[0]}.yaml"
    if path.parent != root / "grids" or not path.is_file():
        raise NotFound("Cette grille n’existe pas.")
    return read_grid(path)


def grid_criteria(ref: str) -> dict[str, str]:
    """The criteria of a grid by code; raises NotFound."""
    return dict(grid_of(ref).criteria)
