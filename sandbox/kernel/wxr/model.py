"""What a WXR file says, in plain data. Numbers are those of the site that wrote it: they only link what is in the file.

Moments are naive UTC, None for what has none (a draft that was never published).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

CATEGORY, TAG, MENU = "category", "post_tag", "nav_menu"
POST, PAGE, ATTACHMENT, MENU_ITEM = "post", "page", "attachment", "nav_menu_item"
APPROVED, PENDING, SPAM, BIN = "1", "0", "spam", "trash"
"""What `comment_approved` may say."""


@dataclass(frozen=True, slots=True)
class WxrAuthor:
    """Somebody who wrote. `login` is what items name; the rest may be empty."""

    login: str
    email: str = ""
    name: str = ""
    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True, slots=True)
class WxrTerm:
    """A category, a tag or a menu; `parent` is the slug of the category above, `number` what entries of menus name it by."""

    taxonomy: str
    slug: str
    name: str
    parent: str = ""
    description: str = ""
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class WxrComment:
    """A comment; `parent` is the number of the one it answers, 0 for none. `kind` is empty for a person's comment."""

    number: int
    author: str
    content: str
    email: str = ""
    url: str = ""
    written_at: datetime | None = None
    approved: str = APPROVED
    kind: str = ""
    parent: int = 0


@dataclass(frozen=True, slots=True)
class WxrItem:
    """An article, a page, a medium, an entry of a menu, or something that a plugin keeps.

    `content` and `excerpt` are as written: HTML with block comments, not yet cleaned. `terms` are those of the item, each with
    the slug and the name that stand there. `line` is where the item begins in the file it was read from.
    """

    number: int
    kind: str
    title: str = ""
    slug: str = ""
    status: str = "publish"
    author: str = ""
    content: str = ""
    excerpt: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    has_open_comments: bool = True
    parent: int = 0
    order: int = 0
    password: str = ""
    is_sticky: bool = False
    address: str = ""
    """Where a medium was fetched from."""
    terms: tuple[WxrTerm, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    comments: tuple[WxrComment, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class WxrSite:
    """All of a file. `version` is WXR's: 1.0, 1.1 or 1.2."""

    title: str
    address: str = ""
    description: str = ""
    language: str = "fr-FR"
    version: str = "1.2"
    authors: tuple[WxrAuthor, ...] = ()
    terms: tuple[WxrTerm, ...] = ()
    items: tuple[WxrItem, ...] = ()
