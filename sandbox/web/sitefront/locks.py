"""Texts that ask for a password: closed to a visitor until they give it, and again when it changes."""

from __future__ import annotations

import hashlib
import hmac

from flask import g, session

from sandbox.shop.posts.models import SitePost
from sandbox.web.page_cache import VISITOR_KEY

OPENED = "textes"
MOST = 20
"""How many opened texts a visitor's session keeps."""


def is_locked(post: SitePost) -> bool:
    """Whether this visitor must give the password first."""
    return bool(post.password) and _mark(post) not in _opened()


def open_with(post: SitePost, password: str) -> bool:
    """Open a text to this visitor; whether the password was the right one."""
    if not hmac.compare_digest(post.password.encode(), password.strip().encode()):
        return False
    mine = session.get(VISITOR_KEY, {}).get(g.shop.key) or {}
    opened = [*_opened(), _mark(post)][-MOST:]
    session[VISITOR_KEY] = {**session.get(VISITOR_KEY, {}), g.shop.key: {**mine, OPENED: opened}}
    return True


def _opened() -> list[str]:
    found = (session.get(VISITOR_KEY, {}).get(g.shop.key) or {}).get(OPENED)
    return found if isinstance(found, list) else []


def _mark(post: SitePost) -> str:
    return hashlib.sha256(f"{post.id}:{post.password}".encode()).hexdigest()[:12]
