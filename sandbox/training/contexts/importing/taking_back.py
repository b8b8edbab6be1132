"""Taking an import of traffic back: the file that it replaced is put in its place again, and the company loaded as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.media import MediaStore
from sandbox.shop.traffic.seed import FILE, MEASURES_FILE
from sandbox.training.contexts.importing.services import changed_copy, write_files
from sandbox.training.contexts.importing.visit_tables import TRAFFIC
from sandbox.training.contexts.models import ContextImport
from sandbox.training.contexts.services import ContextRefused, load_context

PROFILE = "profil"
"""The kind of the imports that are a traffic profile being changed."""
_FILES: Mapping[str, str] = {TRAFFIC: MEASURES_FILE, PROFILE: FILE}
"""The file of the company that each kind of import of traffic writes."""


def load_with(
    folder: Path, files: Mapping[str, bytes], media: MediaStore, *, refused: str
) -> dict[str, bytes]:  # fmt: skip
    """Load the company from a copy of its folder with these files in it, then write them; an empty one is taken away.

    Gives what they replaced, empty for a file that was not there. A fault leaves everything as it was: raises RuleBroken, whose
    words begin with `refused`.
    """
    before = {name: _content(folder / name) for name in files}
    with changed_copy(folder, files) as copy:
        for name in _gone(files):
            (copy / name).unlink(missing_ok=True)
        try:
            load_context(folder=copy, media=media)
        except ContextRefused as fault:
            raise RuleBroken(f"{refused} : {fault.faults[0]}.") from fault
    write_files(folder, {name: content for name, content in files.items() if content})
    for name in _gone(files):
        (folder / name).unlink(missing_ok=True)
    return before


def keep_before(done: ContextImport, before: bytes, after: bytes) -> None:
    """Keep what an import replaced, and the mark of what it wrote."""
    done.before, done.after = before, _mark(after)


def why_not(done: ContextImport, folder: Path) -> str:
    """Why an import cannot be taken back, in French; empty when it can."""
    kind = (done.report or {}).get("format")
    if done.done_at is None or kind not in _FILES:
        return "Seul un import de fréquentation se reprend."
    if done.taken_back_at is not None:
        return "Cet import est déjà repris."
    if done.before is None:
        return "Il n’a rien écrit, ou date d’avant la reprise des imports : rien à remettre."
    if _mark(_content(folder / _FILES[str(kind)])) != done.after:
        return "Un import plus récent a changé les mêmes chiffres : reprenez-le d’abord."
    return ""


def take_back(*, done: ContextImport, folder: Path, media: MediaStore) -> ContextImport:
    """Put the file that an import replaced in its place again; the figures are those of before it. Raises RuleBroken."""
    if told := why_not(done, folder):
        raise RuleBroken(told)
    done_id, name, before = done.id, _FILES[str((done.report or {})["format"])], done.before or b""
    load_with(folder, {name: before}, media, refused="Rien n’a été repris")
    done = db.session.get_one(ContextImport, done_id)  # loading a company forgets the rows that were read before
    done.taken_back_at, done.before = clock.now(), None
    db.session.flush()
    return done


def _gone(files: Mapping[str, bytes]) -> list[str]:
    return [name for name, content in files.items() if not content]


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
