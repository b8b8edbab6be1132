"""Writing a subject on the web: start it, save it, keep its files. Never commits.

A save names the revision it was made from: when somebody saved since, it is refused, and nothing is overwritten.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import Conflict, NotFound, RuleBroken
from sandbox.kernel.foreign_tables import decode, find_separator
from sandbox.kernel.yaml_nodes import MAX_BYTES
from sandbox.training.authoring.yaml_edit import Document
from sandbox.training.contexts.halves import halves_of
from sandbox.training.contexts.importing.reading import binary_kind
from sandbox.training.contexts.queries import get_context
from sandbox.training.subjects.fields import IDENTIFIER
from sandbox.training.subjects.loader import (
    ATTACHMENT_SUFFIXES,
    MAX_ATTACHMENT,
    SUBJECT_FILE,
    Folder,
)
from sandbox.training.subjects.models import SubjectVersion, WrittenSave, WrittenSubject
from sandbox.training.subjects.queries import SCENARIOS, is_shipped

TEMPLATES = {
    "fidele": "Fidèle, boutique : cinq questions indépendantes", "anime": "Animé, boutique : des événements pendant l’épreuve",
    "site": "Fidèle, site : cinq questions indépendantes",
}  # fmt: skip
STALE = "Ce sujet a été enregistré ailleurs depuis que vous l’avez ouvert. Votre texte est gardé ici : comparez avant de choisir."
KEPT_SAVES = 60
SCHEMA_LINE = "# yaml-language-server:"


def start_from_template(*, template: str, slug: str, title: str, context_slug: str, author: str) -> WrittenSubject:
    """A new subject from a shipped template, in a loaded context that has what the template is set on.

    Raises RuleBroken with the field at fault, NotFound for a context that is not loaded.
    """
    if template not in TEMPLATES:
        raise RuleBroken("Choisissez un modèle.", field="template")
    halves = halves_of(get_context(context_slug))
    if not (halves.has_site if template == "site" else halves.has_shop):
        missing = "n’a pas de site" if template == "site" else "n’a qu’un site"
        raise RuleBroken(f"Cette entreprise {missing} : choisissez un autre modèle.", field="template")
    text, files = read_folder(SCENARIOS / "templates" / template)
    return _start(text, files, slug=slug, title=title, context_slug=context_slug, author=author)


def start_from_copy(*, source: str, slug: str, title: str, context_slug: str, author: str) -> WrittenSubject:
    """A new subject that begins as another one was; its golden runs come along. Raises RuleBroken, NotFound."""
    text, files = source_of(source)
    return _start(text, files, slug=slug, title=title, context_slug=context_slug, author=author)


def source_of(slug: str) -> tuple[str, dict[str, str]]:
    """The text and files of a subject: being written on the web, else of the folder. Raises NotFound."""
    written = db.session.get(WrittenSubject, slug)
    if written is not None:
        return written.text, dict(written.files)
    if not is_shipped(slug):
        raise NotFound("Ce sujet n’existe pas.")
    return read_folder(SCENARIOS / "subjects" / slug)


def read_folder(folder: Path) -> tuple[str, dict[str, str]]:
    """The text of a subject's folder, and the text files beside it by name."""
    names = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix in (*ATTACHMENT_SUFFIXES, ".jsonl")]
    files = {path.relative_to(folder).as_posix(): path.read_text("utf-8-sig") for path in names}
    return (folder / SUBJECT_FILE).read_text("utf-8-sig"), files


def check_new_slug(slug: str) -> None:
    """Whether a new subject may bear that name; raises RuleBroken on the field `slug`."""
    if not IDENTIFIER.fullmatch(slug):
        raise RuleBroken("Lettres minuscules sans accent, chiffres et tirets : paques-a-la-brulerie.", field="slug")
    taken = sa.select(SubjectVersion.id).where(SubjectVersion.slug == slug)
    if is_shipped(slug) or db.session.get(WrittenSubject, slug) is not None or db.session.scalar(taken) is not None:
        raise RuleBroken("Un sujet porte déjà cet identifiant : choisissez-en un autre.", field="slug")


def _start(
    text: str, files: dict[str, str], *, slug: str, title: str, context_slug: str, author: str
) -> WrittenSubject:
    check_new_slug(slug)
    if not title.strip():
        raise RuleBroken("Donnez un titre.", field="title")
    pack = get_context(context_slug)
    if text.startswith(SCHEMA_LINE):  # a path beside the shipped files, which says nothing here
        text = text.partition("\n")[2]
    document = Document(text)
    document.put(("id",), slug)
    document.put(("titre",), title.strip())
    document.put(("version",), "0.1.0")
    document.put(("statut",), "brouillon")
    document.put(("auteurs",), [author])
    document.put(("contexte", "ref"), f"{pack.slug}@{pack.version}")
    document.put(("contexte", "empreinte"), "auto")
    if not halves_of(pack).has_shop:
        document.put(("support",), "site")
    return keep_new(slug=slug, text=document.text(), files=files, author=author)


def keep_new(*, slug: str, text: str, files: dict[str, str], author: str) -> WrittenSubject:
    """A new subject with its first save."""
    now = clock.now()
    written = WrittenSubject(
        slug=slug, text=text, files=files, revision=1, created_at=now, changed_at=now, changed_by=author
    )
    db.session.add(written)
    db.session.flush()
    db.session.add(WrittenSave(slug=slug, revision=1, text=text, saved_at=now, saved_by=author, is_auto=False))
    db.session.flush()
    return written


def save_text(
    *, written: WrittenSubject, text: str, base_revision: int, author: str, is_auto: bool = False
) -> WrittenSubject:
    """Save a text, faults or not: a draft may have some. The same text again is no new revision.

    Raises Conflict when somebody saved since `base_revision`, RuleBroken for what cannot be kept.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    db.session.flush()
    db.session.refresh(written, with_for_update=True)  # of two saves at once, the second sees the first
    if text == written.text:
        return written
    if base_revision != written.revision:
        raise Conflict(STALE)
    if len(text.encode()) > MAX_BYTES:
        raise RuleBroken("Ce texte est trop long (2 Mo au plus).", field="text")
    if "\0" in text:
        raise RuleBroken("Ce texte contient un caractère interdit.", field="text")
    written.text = text
    return _saved(written, author, is_auto=is_auto)


def _saved(written: WrittenSubject, author: str, *, is_auto: bool = False) -> WrittenSubject:
    """One revision more, kept; an automatic save replaces the automatic one before it."""
    latest = db.session.scalars(
        sa.select(WrittenSave).where(WrittenSave.slug == written.slug).order_by(WrittenSave.id.desc()).limit(1)
    ).first()
    if is_auto and latest is not None and latest.is_auto and latest.saved_by == author:
        db.session.delete(latest)
    written.revision += 1
    written.changed_at, written.changed_by = clock.now(), author
    db.session.add(
        WrittenSave(
            slug=written.slug, revision=written.revision, text=written.text, saved_at=written.changed_at,
            saved_by=author, is_auto=is_auto,
        )
    )  # fmt: skip
    db.session.flush()
    kept = sa.select(WrittenSave.id).where(WrittenSave.slug == written.slug)
    kept = kept.order_by(WrittenSave.id.desc()).limit(KEPT_SAVES)
    db.session.execute(sa.delete(WrittenSave).where(WrittenSave.slug == written.slug, WrittenSave.id.not_in(kept)))
    return written


def keep_file(*, written: WrittenSubject, name: str, content: bytes, author: str) -> WrittenSubject:
    """Keep an annex under a name of the folder; raises RuleBroken on the field `file`."""
    if not Folder(None).is_inside(name) or not name.lower().endswith(ATTACHMENT_SUFFIXES):
        raise RuleBroken(f"Fichier refusé : les annexes sont en {', '.join(ATTACHMENT_SUFFIXES)}.", field="file")
    if len(content) > MAX_ATTACHMENT:
        raise RuleBroken("Ce fichier dépasse 5 Mo.", field="file")
    if binary_kind(content):
        raise RuleBroken(
            "Ce fichier n’est pas un texte, quel que soit son nom : dans le tableur, Enregistrer sous, CSV UTF-8 ; "
            "dans le traitement de texte, Texte brut.",
            field="file",
        )
    text = decode(content)[1].replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise RuleBroken("Ce fichier n’est pas un texte.", field="file")
    if not text.strip():
        raise RuleBroken("Ce fichier est vide.", field="file")
    kept = _with_semicolons(text) if name.lower().endswith(".csv") else text
    return _with_files(written, {**written.files, name: kept}, author)


def _with_semicolons(text: str) -> str:
    """A table whose cells are parted by semicolons, as annexes are read; of commas or tabs, what a spreadsheet here writes elsewhere."""
    separator = find_separator(text)
    if separator == ";" or separator not in text.partition("\n")[0]:
        return text
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(csv.reader(io.StringIO(text), delimiter=separator))
    return out.getvalue()


def keep_run(*, written: WrittenSubject, name: str, text: str, author: str) -> WrittenSubject:
    """Keep a recorded run beside the text."""
    return _with_files(written, {**written.files, name: text}, author)


def drop_file(*, written: WrittenSubject, name: str, author: str) -> WrittenSubject:
    """Take a file away; one that is not there stays away."""
    return _with_files(written, {kept: text for kept, text in written.files.items() if kept != name}, author)


def _with_files(written: WrittenSubject, files: dict[str, str], author: str) -> WrittenSubject:
    written.files = files
    written.changed_at, written.changed_by = clock.now(), author
    db.session.flush()
    return written


def delete_written(*, written: WrittenSubject) -> None:
    """Throw a subject away that was never published; raises RuleBroken for one that was."""
    if db.session.scalar(sa.select(SubjectVersion.id).where(SubjectVersion.slug == written.slug)) is not None:
        raise RuleBroken("Ce sujet a été publié : retirez ses versions, mais gardez son texte.")
    db.session.execute(sa.delete(WrittenSave).where(WrittenSave.slug == written.slug))
    db.session.delete(written)
    db.session.flush()
