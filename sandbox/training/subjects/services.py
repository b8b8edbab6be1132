"""Keeping a subject for the sessions run on it."""

from __future__ import annotations

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.models import SubjectCopy


def keep_subject(*, subject: Subject) -> SubjectCopy:
    """The kept copy of a subject, made when this very content has none yet."""
    kept = db.session.get(SubjectCopy, subject.digest)
    if kept is None:
        kept = SubjectCopy(
            digest=subject.digest,
            slug=subject.slug,
            version=subject.version,
            data=subject.as_data(),
            kept_at=clock.now(),
        )
        db.session.add(kept)
        db.session.flush()
    return kept
