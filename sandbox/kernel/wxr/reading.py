"""Reading a WXR file of any of its versions. A file at fault is refused whole, with the line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sandbox.kernel import clock
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import slugify
from sandbox.kernel.wxr.markup import Element, read_markup, refuse
from sandbox.kernel.wxr.model import (
    APPROVED,
    BIN,
    CATEGORY,
    PENDING,
    SPAM,
    TAG,
    WxrAuthor,
    WxrComment,
    WxrItem,
    WxrSite,
    WxrTerm,
)

VERSIONS = ("1.0", "1.1", "1.2")
NOT_AN_EXPORT = "Ce fichier n’est pas un export de WordPress : dans WordPress, il se fait par Outils > Exporter."
_NEVER = ("", "0000-00-00 00:00:00")
_TAXONOMIES = {"tag": TAG}
"""What WXR 1.0 called otherwise."""
_APPROVALS = {"": APPROVED, "approve": APPROVED, "approved": APPROVED, "hold": PENDING, "post-trashed": BIN}


def read_wxr(content: bytes) -> WxrSite:
    """The site in these bytes. Raises RuleBroken (field `file`), with the line for what is at fault in an export."""
    root = read_markup(content)
    channel = root.first("channel")
    if root.name != "rss" or channel is None or channel.first("wp:wxr_version") is None:
        raise RuleBroken(NOT_AN_EXPORT, field="file")
    version = channel.value("wp:wxr_version")
    if version not in VERSIONS:
        raise RuleBroken(f"La version {version} de l’export n’est pas connue : 1.0, 1.1 ou 1.2.", field="file")
    items = tuple(_item(element) for element in channel.all("item"))
    _check_numbers(items)
    return WxrSite(
        channel.value("title"),
        channel.value("wp:base_blog_url") or channel.value("link"),
        channel.value("description"),
        channel.value("language"),
        version,
        tuple(_authors(channel, items)),
        tuple(_terms(channel)),
        items,
    )


def _authors(channel: Element, items: tuple[WxrItem, ...]) -> Iterator[WxrAuthor]:
    """The authors that are declared, then those that items only name: a file of 1.0 declares none."""
    known = set()
    for element in channel.all("wp:author"):
        login = element.value("wp:author_login")
        if not login:
            refuse(element.line, "un auteur n’a pas d’identifiant")
        known.add(login)
        yield WxrAuthor(
            login,
            element.value("wp:author_email"),
            element.value("wp:author_display_name"),
            element.value("wp:author_first_name"),
            element.value("wp:author_last_name"),
        )
    for login in dict.fromkeys(item.author for item in items):
        if login and login not in known:
            yield WxrAuthor(login)


def _terms(channel: Element) -> Iterator[WxrTerm]:
    """Categories, tags and terms; what is declared as a category and once more as a term is one."""
    seen: set[tuple[str, str]] = set()
    for element in channel.children:
        match element.name:
            case "wp:category":
                term = _term(element, CATEGORY, "category_nicename", "cat_name", "category_")
            case "wp:tag":
                term = _term(element, TAG, "tag_slug", "tag_name", "tag_")
            case "wp:term":
                taxonomy = element.value("wp:term_taxonomy")
                term = _term(element, _TAXONOMIES.get(taxonomy, taxonomy), "term_slug", "term_name", "term_")
            case _:
                continue
        if (term.taxonomy, term.slug) not in seen:
            seen.add((term.taxonomy, term.slug))
            yield term


def _term(element: Element, taxonomy: str, slug: str, name: str, prefix: str) -> WxrTerm:
    found = element.value(f"wp:{name}") or element.value(f"wp:{slug}")
    if not found or not taxonomy:
        refuse(element.line, "une catégorie ou une étiquette n’a pas de nom")
    return WxrTerm(
        taxonomy,
        element.value(f"wp:{slug}") or slugify(found),
        found,
        element.value(f"wp:{prefix}parent"),
        element.value(f"wp:{prefix}description"),
        _number(element, "wp:term_id"),
    )


def _item(element: Element) -> WxrItem:
    return WxrItem(
        _number(element, "wp:post_id", is_needed=True),
        element.value("wp:post_type") or "post",
        element.value("title"),
        element.value("wp:post_name"),
        element.value("wp:status") or "publish",
        element.value("dc:creator"),
        _text(element, "content:encoded"),
        _text(element, "excerpt:encoded"),
        _moment(element, "wp:post_date"),
        _moment(element, "wp:post_modified"),
        element.value("wp:comment_status") != "closed",
        _number(element, "wp:post_parent"),
        _number(element, "wp:menu_order"),
        element.value("wp:post_password"),
        element.value("wp:is_sticky") == "1",
        element.value("wp:attachment_url"),
        tuple(_own_terms(element)),
        tuple((meta.value("wp:meta_key"), _text(meta, "wp:meta_value")) for meta in element.all("wp:postmeta")),
        _comments(element),
        element.line,
    )


def _own_terms(element: Element) -> Iterator[WxrTerm]:
    """The terms of an item. WXR 1.0 writes each twice, once without its taxonomy: the fuller one is kept."""
    given = [child for child in element.all("category") if child.text.strip()]
    named = {
        child.text.strip() for child in given if child.attributes.get("domain") and child.attributes.get("nicename")
    }
    seen: set[tuple[str, str]] = set()
    for child in given:
        name = child.text.strip()
        domain, slug = child.attributes.get("domain", ""), child.attributes.get("nicename", "")
        if not slug and name in named:
            continue
        term = WxrTerm(_TAXONOMIES.get(domain, domain) or CATEGORY, slug or slugify(name), name)
        if (term.taxonomy, term.slug) not in seen:
            seen.add((term.taxonomy, term.slug))
            yield term


def _comments(element: Element) -> tuple[WxrComment, ...]:
    """The comments of an item; one that answers a comment which is not there stands by itself."""
    found = [_comment(child) for child in element.all("wp:comment")]
    numbers = {comment.number for comment in found}
    if len(numbers) < len(found):
        refuse(element.line, "deux commentaires de cet article ont le même numéro")
    return tuple(
        comment if comment.parent in numbers - {comment.number} else replace(comment, parent=0) for comment in found
    )


def _comment(element: Element) -> WxrComment:
    approved = element.value("wp:comment_approved")
    approved = _APPROVALS.get(approved, approved)
    if approved not in (APPROVED, PENDING, SPAM, BIN):
        refuse(element.line, f"« {approved} » n’est pas l’état d’un commentaire")
    kind = element.value("wp:comment_type")
    return WxrComment(
        _number(element, "wp:comment_id", is_needed=True),
        element.value("wp:comment_author"),
        _text(element, "wp:comment_content"),
        element.value("wp:comment_author_email"),
        element.value("wp:comment_author_url"),
        _moment(element, "wp:comment_date"),
        approved,
        "" if kind == "comment" else kind,
        _number(element, "wp:comment_parent"),
    )


def _check_numbers(items: tuple[WxrItem, ...]) -> None:
    seen: dict[int, int] = {}
    for item in items:
        if item.number in seen:
            refuse(item.line, f"le numéro {item.number} est déjà celui de l’élément de la ligne {seen[item.number]}")
        seen[item.number] = item.line


def _text(element: Element, name: str) -> str:
    """A text as it was written, its outer spaces too."""
    found = element.first(name)
    return found.text if found is not None else ""


def _number(element: Element, name: str, *, is_needed: bool = False) -> int:
    raw = element.value(name)
    if not raw and not is_needed:
        return 0
    if not raw.isascii() or not raw.isdigit() or len(raw) > 18:
        line = found.line if (found := element.first(name)) else element.line
        refuse(line, f"« {raw} » n’est pas un numéro" if raw else f"il manque {name}")
    return int(raw)


def _moment(element: Element, name: str) -> datetime | None:
    """A moment: the universal one when it is there, else that of a clock in Paris."""
    for key, is_universal in ((f"{name}_gmt", True), (name, False)):
        raw = element.value(key)
        if raw in _NEVER:
            continue
        try:
            read = datetime.strptime(raw, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - the file says which clock
        except ValueError:
            found = element.first(key)
            refuse(
                found.line if found else element.line, f"« {raw} » n’est pas une date (exemple : 2026-03-05 09:30:00)"
            )
        return read if is_universal else clock.from_paris(read)
    return None
