"""The subject that is written in these tests."""

from __future__ import annotations

from sandbox.kernel.db import db
from sandbox.training.subjects.models import WrittenSubject
from sandbox.training.subjects.queries import get_written

ROOT = "/formateur/redaction/essai"


def written() -> WrittenSubject:
    """The subject as it stands in the database."""
    db.session.expire_all()
    return get_written("essai")
