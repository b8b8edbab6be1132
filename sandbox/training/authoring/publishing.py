"""Publishing a version of a subject written on the web, and taking it out of use again. Never commits."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.yaml_nodes import Fault
from sandbox.training.authoring import drafting
from sandbox.training.authoring.checking import check_subject
from sandbox.training.authoring.yaml_edit import Document
from sandbox.training.contexts.queries import find_context
from sandbox.training.subjects.models import SubjectVersion, WrittenSubject
from sandbox.training.subjects.queries import read_written


def text_to_publish(written: WrittenSubject) -> str:
    """The text as its version will stand: published, bound to the very context it was tried on. Raises RuleBroken."""
    document = Document(written.text)
    wanted = str(document.get(("contexte", "ref"))).partition("@")[0]
    pack = find_context(wanted)
    if pack is None:
        raise RuleBroken(
            f"L’entreprise « {wanted} » n’est pas sur ce poste : importez son paquet (Contextes, Importer une entreprise), ou nommez-en "
            "une autre dans le texte."
        )
    document.put(("statut",), "publie")
    document.put(("contexte", "ref"), f"{pack.slug}@{pack.version}")
    document.put(("contexte", "empreinte"), pack.digest)
    return document.text()


def obstacles(*, written: WrittenSubject) -> list[Fault]:
    """Everything that stands between the text and a version, golden runs replayed: empty when it may be published."""
    faults = check_subject(text_to_publish(written), written.files, for_publication=True)
    return [fault for fault in faults if fault.is_error]


def publish(*, written: WrittenSubject, author: str) -> SubjectVersion:
    """Publish the text as it stands. Raises RuleBroken with the first obstacle, or when its number was published already."""
    found = obstacles(written=written)
    if found:
        raise RuleBroken(f"Il reste {len(found)} défaut(s), dont ligne {found[0].line} : {found[0].message}")
    text = text_to_publish(written)
    subject = read_written(text, written.files).subject
    assert subject is not None
    taken = sa.select(SubjectVersion).where(
        SubjectVersion.slug == written.slug, SubjectVersion.version == subject.version
    )
    if db.session.scalars(taken).first() is not None:
        raise RuleBroken(
            f"La version {subject.version} est déjà publiée : changez le numéro dans l’onglet « Identité »."
        )
    version = SubjectVersion(
        slug=written.slug, version=subject.version, digest=subject.digest, text=text, files=dict(written.files),
        published_at=clock.now(), published_by=author,
    )  # fmt: skip
    db.session.add(version)
    db.session.flush()
    return version


def retire(*, version: SubjectVersion) -> SubjectVersion:
    """Offer it to no new session; those run on it keep it. Retiring twice keeps the first moment."""
    if version.retired_at is None:
        version.retired_at = clock.now()
    db.session.flush()
    return version


def restore(*, version: SubjectVersion) -> SubjectVersion:
    """Offer it again."""
    version.retired_at = None
    db.session.flush()
    return version


def take_again(*, written: WrittenSubject, version: SubjectVersion, base_revision: int, author: str) -> list[str]:
    """Make a version the draft again: its text, under the draft's number, and its files. The text of before stays among the saves.

    Files that only the draft has stay. Returns the annexes that are as in the version again, by name. Raises Conflict when
    somebody saved since `base_revision`.
    """
    document, present = Document(version.text), read_written(written.text, written.files).tree.data
    number = present.get("version") if isinstance(present, dict) else None
    document.put(("version",), number if isinstance(number, str) else version.version)
    document.put(("statut",), "brouillon")
    document.put(("contexte", "empreinte"), "auto")
    drafting.save_text(written=written, text=document.text(), base_revision=base_revision, author=author)
    changed = [name for name, text in version.files.items() if written.files.get(name) != text]
    for name in changed:
        drafting.keep_run(written=written, name=name, text=version.files[name], author=author)
    return sorted(name for name in changed if not name.endswith(".jsonl"))
