"""The menu of the site's administration: WordPress's sections, entries and order.

An entry names the endpoint of its screen and is shown when that screen is there, so that no link is dead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, url_for

from sandbox.shop.comments.queries import counts_by_status
from sandbox.web.siteadmin import needed, rights


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: French label, endpoint, what it is given, icon of the head entries, prefixes of endpoints that belong to it.

    `unless` names the endpoint that, where it is open, holds this entry among its own (« Profil » under « Comptes »).
    """

    label: str
    endpoint: str
    icon: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    children: tuple[Entry, ...] = ()
    under: tuple[str, ...] = ()
    kind: str = ""
    begins_group: bool = False
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry ready to be drawn."""

    label: str
    url: str
    icon: str
    is_current: bool
    is_open: bool
    count: int
    begins_group: bool
    children: tuple[Link, ...]


_PAGE = {"kind": "page"}
_POST = {"kind": "post"}

MENU = (
    Entry("Tableau de bord", "home", "speedometer2"),
    Entry("Articles", "posts", "pin-angle", _POST, (
        Entry("Tous les articles", "posts", "", _POST, kind="post", under=("post_",)),
        Entry("Ajouter un article", "post_new", "", _POST, kind="post"),
        Entry("Catégories", "categories", under=("category_",)),
        Entry("Étiquettes", "tags", under=("tag_",)),
    ), kind="post", begins_group=True),
    Entry("Médias", "library", "images", {}, (
        Entry("Médiathèque", "library", under=("media_",)),
        Entry("Ajouter un fichier média", "media_new"),
    )),
    Entry("Pages", "posts", "file-earmark-text", _PAGE, (
        Entry("Toutes les pages", "posts", "", _PAGE, kind="page", under=("post_",)),
        Entry("Ajouter une page", "post_new", "", _PAGE, kind="page"),
    ), kind="page"),
    Entry("Commentaires", "comments", "chat-left", under=("comment_",)),
    Entry("Apparence", "customizer", "brush", {}, (
        Entry("Personnaliser", "customizer", under=("customizer_",)),
        Entry("Widgets", "widgets", under=("widget_",)),
        Entry("Menus", "menus", under=("menu_",)),
    ), begins_group=True),
    Entry("Extensions", "extensions", "plug", under=("extension_",)),
    Entry("Comptes", "users", "person", {}, (
        Entry("Tous les comptes", "users", under=("user_edit", "user_save", "user_leave", "user_delete")),
        Entry("Ajouter un compte", "user_new", under=("user_create",)),
        Entry("Profil", "profile", under=("profile_",)),
    )),
    Entry("Profil", "profile", "person", under=("profile_",), unless="users"),
    Entry("Outils", "tools", "wrench", under=("tool_", "exchange")),
    Entry("Réglages", "settings_general", "sliders", {}, (
        Entry("Général", "settings_general"),
        Entry("Écriture", "settings_writing"),
        Entry("Lecture", "settings_reading"),
        Entry("Commentaires", "settings_discussion"),
        Entry("Permaliens", "settings_permalinks"),
        Entry("Confidentialité", "settings_privacy"),
    )),
    Entry("Barres et pop-up", "announcements", "window-stack", {}, (
        Entry("Toutes les annonces", "announcements", under=("announcement_edit", "announcement_save", "announcement_act")),
        Entry("Ajouter une barre", "announcement_new", "", {"type": "bar"}, kind="bar"),
        Entry("Ajouter un pop-up", "announcement_new", "", {"type": "popup"}, kind="popup"),
    ), begins_group=True),
    Entry("Avis de cookies", "cookie_notice", "shield-check", under=("cookie_notice",)),
    Entry("Messages", "messages", "envelope", under=("message_",)),
)  # fmt: skip


def links(current: str, kind: str) -> list[Link]:
    """The entries whose screen exists and is open to the account at work; `kind` tells articles from pages, which share their endpoints."""
    return [link for entry in MENU if needed.is_there(entry.endpoint) and (link := _link(entry, current, kind))]


def _link(entry: Entry, current: str, kind: str) -> Link | None:
    if entry.unless and rights.may_open(entry.unless):
        return None
    children = tuple(link for child in entry.children if (link := _link(child, current, kind)))
    exists = f"siteadmin.{entry.endpoint}" in current_app.view_functions and rights.may_open(entry.endpoint, entry.kind)
    if not exists:
        return None
    url = url_for(f"siteadmin.{entry.endpoint}", **entry.values)
    here = _is_here(entry, current) and (not entry.kind or entry.kind == kind)
    if entry.endpoint == "posts" and not entry.children and current == "post_new":
        here = False
    count = counts_by_status().get("pending", 0) if entry.endpoint == "comments" else 0
    return Link(
        entry.label,
        url,
        entry.icon,
        here,
        here or any(child.is_current for child in children),
        count,
        entry.begins_group,
        children,
    )


def _is_here(entry: Entry, current: str) -> bool:
    return current == entry.endpoint or any(current.startswith(prefix) for prefix in entry.under)
