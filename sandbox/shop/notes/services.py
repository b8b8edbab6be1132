"""Writing notes, handing files in."""

from __future__ import annotations

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.changes import unheard
from sandbox.kernel.db import session
from sandbox.kernel.documents import StoredFile
from sandbox.shop.notes import rules
from sandbox.shop.notes.models import HandedFile, Note
from sandbox.shop.notes.queries import find_handed, find_note


@action("livrable.ecrire", entity="livrable", words="a écrit la note")
def write_note(*, deliverable: str, body: str, title: str = "", is_silent: bool = False) -> Note:
    """Keep the text of a deliverable. The same text again changes nothing.

    With `is_silent` (the autosave), what comes soon after what the journal told is kept without telling it again; the first
    save that is not silent then tells it.
    """
    text, now = rules.clean_body(body), clock.now()
    note = find_note(deliverable)
    if note is None:
        note = Note(key=deliverable, title=title, body=text, version=1, written_at=now, told_at=now)
        session.add(note)
        session.flush()
        return note
    is_told = note.told_at is not None and note.told_at >= note.written_at
    if note.body == text and (is_told or is_silent):
        return note
    if is_silent and not rules.is_to_be_told(note.told_at, now):
        with unheard(session()):
            _set(note, text)
            session.flush()
        return note
    note.told_at = now
    if note.body != text:
        _set(note, text)
    session.flush()
    return note


def _set(note: Note, text: str) -> None:
    note.body, note.version, note.written_at = text, note.version + 1, clock.now()


@action("livrable.deposer", entity="fichier_rendu", words="a déposé le fichier")
def hand_file(*, deliverable: str, file: StoredFile, contents: str | None = None, title: str = "") -> HandedFile:
    """Hand a file in; it takes the place of the one before. The very same file again changes nothing.

    `contents` is what was read of it (see `kernel.office`), None for one that only people read.
    """
    handed = find_handed(deliverable)
    if handed is None:
        handed = HandedFile(
            key=deliverable, title=title, media=file.media, file_name=file.file_name, size_bytes=file.size_bytes,
            contents=contents, version=1, handed_at=clock.now(),
        )  # fmt: skip
        session.add(handed)
    elif (handed.media, handed.file_name) != (file.media, file.file_name):
        handed.media, handed.file_name, handed.size_bytes = file.media, file.file_name, file.size_bytes
        handed.contents, handed.version, handed.handed_at = contents, handed.version + 1, clock.now()
    session.flush()
    return handed
