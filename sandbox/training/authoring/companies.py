"""Companies of trainers: who uses one, and what must not be done to it while it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.media import MediaStore
from sandbox.training.contexts import making
from sandbox.training.contexts.importing import desk, taking_back, traffic
from sandbox.training.contexts.models import ContextImport, ContextPack
from sandbox.training.contexts.profiling import services as profiles
from sandbox.training.contexts.queries import get_context
from sandbox.training.exams.models import ExamSession, Seat, SessionKind, SessionState
from sandbox.training.subjects.queries import list_written, read_written, subjects_in_force

_STILL_THERE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Uses:
    """What stands on a company: titles of subjects, drafts of subjects, how many sessions and practice runs."""

    subjects: Sequence[str]
    drafts: Sequence[str]
    session_count: int
    run_count: int

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.subjects or self.drafts or self.session_count or self.run_count)


def uses_of(slug: str) -> Uses:
    """Who uses a company."""
    subjects = [info.title for info in subjects_in_force() if info.context_slug == slug]
    drafts = []
    for written in list_written():
        loaded = read_written(written.text, written.files)
        data = loaded.tree.data if isinstance(loaded.tree.data, dict) else {}
        wanted = data.get("contexte")
        if isinstance(wanted, dict) and str(wanted.get("ref", "")).partition("@")[0] == slug:
            drafts.append(str(data.get("titre") or written.slug))
    counted = (
        sa.select(ExamSession.kind, sa.func.count()).where(ExamSession.context_slug == slug).group_by(ExamSession.kind)
    )
    counts = {row[0]: row[1] for row in db.session.execute(counted)}
    sessions = counts.get(SessionKind.EXAM, 0)
    return Uses(subjects, drafts, sessions, sum(counts.values()) - sessions)


def get_own(slug: str, user_id: int | None) -> ContextPack:
    """A company of that trainer's; raises NotFound for any other."""
    pack = get_context(slug)
    if pack.made_by_id is None or pack.made_by_id != user_id:
        raise NotFound("Cette entreprise n’est pas la vôtre : copiez-la, la copie se change.")
    return pack


def check_calm() -> None:
    """Refuse long work on the database while candidates of a session are at their test: they would wait for it."""
    since = clock.now() - _STILL_THERE
    there = sa.select(sa.func.count()).select_from(Seat).join(ExamSession, Seat.session_id == ExamSession.id).where(
        ExamSession.kind == SessionKind.EXAM, ExamSession.state == SessionState.RUNNING, Seat.last_seen_at >= since,
    )  # fmt: skip
    if db.session.scalar(there):
        raise RuleBroken("Des candidats composent en ce moment : attendez la fin de l’épreuve, ils seraient ralentis.")


def make(
    *, source: Path, home: Path, slug: str, look: making.Look, is_name_replaced: bool, media: MediaStore, maker_id: int,
    maker: str, is_site_only: bool = False,
) -> ContextPack:  # fmt: skip
    """A company of one's own from the copy of another, or of its site alone. Raises RuleBroken with the field at fault."""
    check_calm()
    return making.make_context(
        source=source, home=home, slug=slug, look=look, is_name_replaced=is_name_replaced, media=media, maker_id=maker_id,
        maker=maker, is_site_only=is_site_only,
    )  # fmt: skip


def rename(*, slug: str, folder: Path, look: making.Look, media: MediaStore) -> ContextPack:
    """Another name for a company that nothing uses. Raises RuleBroken."""
    _check_free(slug)
    check_calm()
    return making.rename_context(slug=slug, folder=folder, look=look, media=media)


def bring_in(*, waiting: ContextImport, folder: Path, media: MediaStore) -> ContextImport:
    """Import a file that waits. Raises RuleBroken; nothing is then written."""
    check_calm()
    return desk.bring_in(waiting=waiting, folder=folder, media=media)


def bring_visits_in(*, waiting: ContextImport, folder: Path, media: MediaStore) -> ContextImport:
    """Import the visits of a file that waits. Raises RuleBroken; nothing is then written."""
    check_calm()
    return traffic.bring_in(waiting=waiting, folder=folder, media=media)


def apply_profile(*, draft: ContextImport, folder: Path, media: MediaStore) -> ContextImport:
    """Apply a traffic profile that was changed. Raises RuleBroken; nothing is then written."""
    check_calm()
    return profiles.apply(draft=draft, folder=folder, media=media)


def take_back(*, done: ContextImport, folder: Path, media: MediaStore) -> ContextImport:
    """Take an import of traffic back. Raises RuleBroken; nothing is then written."""
    check_calm()
    return taking_back.take_back(done=done, folder=folder, media=media)


def drop(*, pack: ContextPack, folder: Path) -> None:
    """Throw a company away that nothing uses. Raises RuleBroken."""
    _check_free(pack.slug)
    check_calm()
    making.drop_context(pack=pack, folder=folder)


def _check_free(slug: str) -> None:
    uses = uses_of(slug)
    if not uses.any:
        return
    told = [f"sujet « {title} »" for title in [*uses.subjects, *uses.drafts]]
    if uses.session_count:
        told.append(f"{uses.session_count} session(s)")
    if uses.run_count:
        told.append(f"{uses.run_count} entraînement(s)")
    raise RuleBroken(f"Cette entreprise sert : {', '.join(told)}. Elle garde son nom et reste.")
