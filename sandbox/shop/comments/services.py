"""Writing and moderating comments."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.comments import queries, rules
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.contributors.queries import find_user
from sandbox.shop.identity.models import Site
from sandbox.shop.identity.queries import get_site
from sandbox.shop.library.models import Media
from sandbox.shop.posts.models import SitePost
from sandbox.shop.posts.queries import is_visible
from sandbox.shop.posts.services.writing import trash_post


def takes_comments(post: SitePost, site: Site) -> bool:
    """Whether visitors may comment on a post now."""
    if not (post.is_open and is_visible(post)):
        return False
    days = site.comments_close_days
    return not days or post.published_at is None or clock.now() <= post.published_at + timedelta(days=days)


@action("commentaire.ecrire", entity="commentaire", words="a écrit le commentaire")
def write_comment(
    *, post: SitePost, author: str, email: str, body: str, web: str = "", parent: SiteComment | None = None
) -> SiteComment:
    """A visitor's comment, held, refused or published as the discussion settings say."""
    site = get_site()
    if not takes_comments(post, site):
        raise RuleBroken("Les commentaires sont fermés.")
    name, address = rules.check_person(author, email, is_asked=site.comments_named)
    words = rules.clean_body(body)
    comment = SiteComment(
        post_id=post.id, parent_id=parent.id if parent and parent.post_id == post.id else None, author=name, email=address,
        web=web.strip()[:200], body=words, posted_at=clock.now(), status=_first_status(site, name, address, web, words),
    )  # fmt: skip
    session.add(comment)
    session.flush()
    return comment


@action("commentaire.repondre", entity="commentaire", words="a répondu au commentaire")
def reply(*, comment: SiteComment, body: str, user: SiteUser) -> SiteComment:
    """An answer of the team, published at once; the comment it answers is approved with it."""
    if comment.status == "pending":
        comment.status = "approved"
    answer = SiteComment(
        post_id=comment.post_id, parent_id=comment.id, user_id=user.id, author=user.name, email=user.email, body=rules.clean_body(body),
        posted_at=clock.now(), status="approved",
    )  # fmt: skip
    session.add(answer)
    session.flush()
    return answer


@action("commentaire.modifier", entity="commentaire", words="a modifié le commentaire")
def update_comment(
    *, comment: SiteComment, body: str | None = None, author: str | None = None, email: str | None = None, status: str | None = None
) -> SiteComment:  # fmt: skip
    """Change the words of a comment, who wrote it, its state."""
    if body is not None:
        comment.body = rules.clean_body(body)
    if author is not None or email is not None:
        name, address = rules.check_person(
            author or comment.author, comment.email if email is None else email, is_asked=False
        )
        comment.author, comment.email = name, address
    if status is not None:
        _set_status(comment, status)
    session.flush()
    return comment


@action("commentaire.moderer", entity="commentaire", words="a modéré le commentaire")
def moderate(*, comment: SiteComment, status: str) -> SiteComment:
    """Approve, hold, file as spam, put in the bin; `restore` takes it back to where it was."""
    _set_status(comment, comment.trashed_from or "pending" if status == "restore" else status)
    session.flush()
    return comment


@action("commentaire.supprimer", entity="commentaire", words="a supprimé le commentaire")
def delete_comment(*, comment: SiteComment) -> SiteComment:
    """Delete a comment of the bin or of the spam for good; its answers move up."""
    if comment.status not in ("trash", "spam"):
        raise RuleBroken("Mettez d’abord ce commentaire à la corbeille.")
    for answer in session.scalars(sa.select(SiteComment).where(SiteComment.parent_id == comment.id)):
        answer.parent_id = comment.parent_id
    session.flush()
    session.delete(comment)
    session.flush()
    return comment


@action("article.attribuer", entity="compte_site", words="a attribué à un autre les contenus du compte")
def hand_over(*, user: SiteUser, author_id: int | None) -> SiteUser:
    """Give all that an account wrote, and the files it sent, to another: articles, pages, answers to comments."""
    heir = find_user(author_id)
    if heir is None or heir.id == user.id:
        raise RuleBroken("Choisissez le compte qui reçoit les contenus.", field="author_id")
    for post in _written_by(user):
        post.author_id = heir.id
    for media in session.scalars(sa.select(Media).where(Media.user_id == user.id)):
        media.user_id = heir.id
    for comment in session.scalars(sa.select(SiteComment).where(SiteComment.user_id == user.id)):
        comment.user_id = heir.id
    session.flush()
    return user


@action("article.retirer", entity="compte_site", words="a mis à la corbeille les contenus du compte")
def trash_work(*, user: SiteUser) -> SiteUser:
    """Put in the bin all that an account wrote, which has no author any more; its answers to comments keep their words."""
    for post in _written_by(user):
        trash_post(post=post)
        post.author_id = None
    for media in session.scalars(sa.select(Media).where(Media.user_id == user.id)):
        media.user_id = None
    for comment in session.scalars(sa.select(SiteComment).where(SiteComment.user_id == user.id)):
        comment.user_id = None
    session.flush()
    return user


def _written_by(user: SiteUser) -> list[SitePost]:
    return list(session.scalars(sa.select(SitePost).where(SitePost.author_id == user.id)))


def _set_status(comment: SiteComment, status: str) -> None:
    if status not in rules.STATUS_WORDS:
        raise RuleBroken("Choisissez un état.", field="status")
    comment.trashed_from = comment.status if status in ("trash", "spam") and comment.status != status else ""
    comment.status = status


def _first_status(site: Site, name: str, email: str, web: str, body: str) -> str:
    texts = (name, email, web, body)
    if rules.holds_word(site.words_refused, texts):
        return "trash"
    if rules.holds_word(site.words_held, texts):
        return "pending"
    if site.comments_links_max and rules.count_links(body) >= site.comments_links_max:
        return "pending"
    if site.comments_approved or (site.comments_known_only and not queries.is_known(email)):
        return "pending"
    return "approved"
