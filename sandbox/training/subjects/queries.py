"""Finding subjects: those of the folder, and those kept by sessions."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.training.subjects.format import Subject, SubjectInfo
from sandbox.training.subjects.loader import Loaded, load_subject
from sandbox.training.subjects.models import SubjectCopy

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"


def list_subjects(root: Path = SCENARIOS) -> list[SubjectInfo]:
    """Every subject of the folder, by title; those with faults too, so that they can be seen and repaired."""
    found = [_info(path.name, _load(path, root)) for path in sorted((root / "subjects").glob("*/")) if path.is_dir()]
    return sorted(found, key=lambda info: info.title)


def exam_subjects(root: Path = SCENARIOS) -> list[SubjectInfo]:
    """The subjects that may serve in a session: without a fault, open to exams, no longer a draft."""
    usable = [info for info in list_subjects(root) if not info.fault_count]
    return [info for info in usable if "examen" in info.uses and info.status != "brouillon"]


def practice_subjects(root: Path = SCENARIOS) -> list[SubjectInfo]:
    """The subjects that may be practised: without a fault, open to practice."""
    return [info for info in list_subjects(root) if not info.fault_count and "entrainement" in info.uses]


def get_subject(slug: str, root: Path = SCENARIOS) -> Subject:
    """A subject of the folder; raises NotFound, or RuleBroken when its file has faults."""
    loaded = load_of(slug, root)
    if loaded.subject is None:
        first = min(loaded.errors)
        raise RuleBroken(f"Ce sujet a {len(loaded.errors)} défaut(s) à corriger, dont : {first}", field="subject")
    return loaded.subject


def load_of(slug: str, root: Path = SCENARIOS) -> Loaded:
    """A subject of the folder with all its faults; raises NotFound."""
    path = root / "subjects" / slug
    if "/" in slug or "\\" in slug or slug.startswith(".") or not (path / "subject.yaml").is_file():
        raise NotFound("Ce sujet n’existe pas.")
    return _load(path, root)


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
    title = f"Sujet {scenario.letter} – {scenario.title}" if scenario.letter else scenario.title
    lines = sum(len(task.lines) for task in scenario.tasks)
    return SubjectInfo(
        slug, scenario.version, title, scenario.context.slug, scenario.status, scenario.mode, tuple(scenario.uses),
        scenario.duration, len(scenario.tasks), lines, len(loaded.errors),
    )  # fmt: skip
