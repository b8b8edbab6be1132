"""The bars, pop-ups and cookie notice of a context's site: sections « annonces » and « avis_cookies » of site/site.yaml."""

from __future__ import annotations

from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.module import Field
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.announcements import rules, services
from sandbox.shop.blocks.rules.inline import links_in, reference_of
from sandbox.shop.identity.queries import find_site

_OURS = ("article", "page_site", "rubrique", "etiquette", "media", "produit", "categorie", "page")


def load(reader: Reader) -> None:
    """Every bar and pop-up, then the cookie notice that every site has; a shop without a site has neither."""
    if find_site() is None:
        return
    site = reader.yaml("site/site.yaml", optional=True)
    for node in site["annonces"]:
        _announcement(reader, node)
    notice = services.create_cookie_notice()
    reader.learn("avis_cookies", "avis", notice.id)
    given = _values(reader, site["avis_cookies"], rules.COOKIE_FIELDS)
    try:
        services.update_cookie_notice(notice=notice, **given)
    except RuleBroken as refused:
        reader.fault(site["avis_cookies"], refused.message)


def _announcement(reader: Reader, node: Node) -> None:
    key = node.text("cle")
    if not key:
        reader.fault(node, "Une annonce a une « cle ».")
        return
    values = _values(reader, node, rules.FIELDS)
    is_binned = values.get("status") == "trash"
    if is_binned:
        values["status"] = "draft"
    _check_links(reader, node, values)
    try:
        with session.begin_nested():
            row = services.create_announcement(key=key, **values)
    except RuleBroken as refused:
        reader.fault(node, refused.message)
        return
    row.status = "trash" if is_binned else row.status
    row.created_at = row.updated_at = reader.value(node["le"], Kind.MOMENT, clock.start_of_day(reader.anchor))
    session.flush()
    reader.learn("annonce", key, row.id)


def _values(reader: Reader, node: Node, fields: tuple[Field, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields:
        inner = node[field.name]
        if inner.value is None:
            continue
        if field.ref:
            keys = reader.value(inner, Kind.LIST, [])
            numbers = [reader.ref(field.ref, key, at=node, column=field.name) for key in keys]
            found[field.attr] = [number for number in numbers if number]
        elif field.kind is Kind.HTML:
            found[field.attr] = reader.html(inner.text())
        else:
            found[field.attr] = reader.value(inner, field.kind, None, field.choices)
    return found


def _check_links(reader: Reader, node: Node, values: dict[str, Any]) -> None:
    """A link that names what does not exist is a fault, as in an article."""
    for url in (values.get("button_url", ""), *links_in(values.get("text", ""))):
        named = reference_of(url) if url else None
        if named and not named[1].isdigit() and named[0] in _OURS:
            reader.ref(named[0], named[1], at=node)
