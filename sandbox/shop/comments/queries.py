"""Reading comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from sandbox.kernel.db import session
from sandbox.kernel.errors import NotFound
from sandbox.kernel.text import has_words
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.posts.models import SitePost

_LOADED = (selectinload(SiteComment.post), selectinload(SiteComment.user), selectinload(SiteComment.parent))


@dataclass(slots=True)
class Node:
    """A comment with its answers."""

    row: SiteComment
    answers: list[Node] = field(default_factory=list)


def get_comment(comment_id: int) -> SiteComment:
    """A comment; raises NotFound."""
    found = session.scalars(sa.select(SiteComment).where(SiteComment.id == comment_id).options(*_LOADED)).first()
    if found is None:
        raise NotFound("Ce commentaire n’existe pas.")
    return found


def tree_of(post: SitePost, *, depth: int = 5, newest_first: bool = False) -> list[Node]:
    """The approved comments under a post; beyond `depth` answers stand beside each other."""
    rows = session.scalars(
        sa.select(SiteComment).where(SiteComment.post_id == post.id, SiteComment.status == "approved")
        .order_by(SiteComment.posted_at, SiteComment.id).options(*_LOADED)
    ).all()  # fmt: skip
    nodes: dict[int, Node] = {}
    levels: dict[int, int] = {}
    above: dict[int, int] = {}
    top: list[Node] = []
    for row in rows:
        node = nodes[row.id] = Node(row)
        parent_id = row.parent_id
        while parent_id in levels and levels[parent_id] >= depth:
            parent_id = above.get(parent_id)
        if parent_id in nodes and parent_id is not None:
            nodes[parent_id].answers.append(node)
            levels[row.id], above[row.id] = levels[parent_id] + 1, parent_id
        else:
            top.append(node)
            levels[row.id] = 1
    return list(reversed(top)) if newest_first else top


def count_approved(post_ids: Sequence[int]) -> dict[int, int]:
    """How many approved comments each of those posts has."""
    query = sa.select(SiteComment.post_id, sa.func.count()).where(
        SiteComment.post_id.in_(post_ids), SiteComment.status == "approved"
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(SiteComment.post_id))}


def list_comments(
    *, status: str = "", post_id: int = 0, words: str = "", user_id: int | None = None
) -> list[SiteComment]:
    """The comments of the administration's list, the latest first; all but spam and bin unless a state is asked for.

    `user_id`: only what that account wrote.
    """
    query = sa.select(SiteComment).options(*_LOADED).order_by(SiteComment.posted_at.desc(), SiteComment.id.desc())
    query = query.where(SiteComment.status == status if status else SiteComment.status.in_(("pending", "approved")))
    if post_id:
        query = query.where(SiteComment.post_id == post_id)
    if user_id is not None:
        query = query.where(SiteComment.user_id == user_id)
    return [row for row in session.scalars(query) if has_words(words, row.author, row.email, row.body)]


def latest_comments(count: int) -> list[SiteComment]:
    """The latest approved comments."""
    query = sa.select(SiteComment).where(SiteComment.status == "approved").options(*_LOADED)
    return list(session.scalars(query.order_by(SiteComment.posted_at.desc(), SiteComment.id.desc()).limit(count)))


def counts_by_status() -> dict[str, int]:
    """How many of each state, « » for pending and approved together."""
    found = {
        row[0]: row[1]
        for row in session.execute(sa.select(SiteComment.status, sa.func.count()).group_by(SiteComment.status))
    }
    return {**found, "": found.get("pending", 0) + found.get("approved", 0)}


def is_known(email: str) -> bool:
    """Whether somebody of that address has a comment that was approved."""
    query = sa.select(SiteComment.id).where(SiteComment.email == email, SiteComment.status == "approved")
    return bool(email) and session.scalars(query.limit(1)).first() is not None
