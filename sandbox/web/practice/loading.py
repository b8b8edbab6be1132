"""What every view of practice starts with: one's own account, one's own run."""

from __future__ import annotations

from flask import g

from sandbox.accounts.models import User
from sandbox.accounts.queries import get_user
from sandbox.training.practice import queries
from sandbox.training.practice.models import PracticeRun
from sandbox.web.access import identity


def me() -> User:
    """The account of the person who trains."""
    if "trainee" not in g:
        g.trainee = get_user(identity().user_id or 0)
    found: User = g.trainee
    return found


def own_run(run_id: int) -> PracticeRun:
    """A run of the person asking; raises NotFound for anybody else's."""
    return queries.get_run(run_id, user_id=identity().user_id or 0)
