"""Taking an import of traffic back: the file that it replaced is put in its place again, and the company loaded as it was."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
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


def keep_before(done: ContextImport, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Keep what an import replaced, file by file, and the mark of what it wrote."""
    done.before, done.after = _packed(before), _mark([after[name] for name in sorted(after)])


def why_not(done: ContextImport, folder: Path) -> str:
    """Why an import cannot be taken back, in French; empty when it can."""
    kind = (done.report or {}).get("format")
    if done.done_at is None or kind not in _FILES:
        return "Seul un import de fréquentation se reprend."
    if done.taken_back_at is not None:
        return "Cet import est déjà repris."
    if done.before is None:
        return "Il n’a rien écrit, ou date d’avant la reprise des imports : rien à remettre."
    if _mark([_content(folder / name) for name in _names(done)]) != done.after:
        return "Un import plus récent a changé les mêmes chiffres : reprenez-le d’abord."
    return ""


def take_back(*, done: ContextImport, folder: Path, media: MediaStore) -> ContextImport:
    """Put the file that an import replaced in its place again; the figures are those of before it. Raises RuleBroken."""
    if told := why_not(done, folder):
        raise RuleBroken(told)
    done_id = done.id
    load_with(folder, _unpacked(_names(done), done.before or b""), media, refused="Rien n’a été repris")
    done = db.session.get_one(ContextImport, done_id)  # loading a company forgets the rows that were read before
    done.taken_back_at, done.before = clock.now(), None
    db.session.flush()
    return done


def _gone(files: Mapping[str, bytes]) -> list[str]:
    return [name for name, content in files.items() if not content]


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _names(done: ContextImport) -> list[str]:
    """The files that an import wrote, in order: its own alone, or those that its report names with it."""
    report = done.report or {}
    return sorted({_FILES[str(report["format"])], *report.get("files", ())})


def _packed(before: Mapping[str, bytes]) -> bytes:
    """The files replaced: one as it was, several together; one that was not there is empty."""
    if len(before) == 1:
        return next(iter(before.values()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in before.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _unpacked(names: Sequence[str], before: bytes) -> dict[str, bytes]:
    if len(names) == 1:
        return {names[0]: before}
    with zipfile.ZipFile(io.BytesIO(before)) as archive:
        return {name: archive.read(name) for name in names}


def _mark(contents: Sequence[bytes]) -> str:
    """What tells a file from another; several, by what tells each."""
    marks = [hashlib.sha256(content).hexdigest() for content in contents]
    return marks[0] if len(marks) == 1 else hashlib.sha256("".join(marks).encode()).hexdigest()
