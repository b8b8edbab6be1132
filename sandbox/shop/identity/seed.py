"""The site's settings: sections « identite », « reglages » and « extensions » of site/site.yaml. No file, no site."""

from __future__ import annotations

from typing import Any

from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.identity import rules, services
from sandbox.shop.identity.queries import list_extensions

FILE = "site/site.yaml"


def load(reader: Reader) -> None:
    """The one row of the settings, then which extensions are active."""
    if not (reader.root / FILE).is_file():
        return
    root = reader.yaml(FILE)
    values: dict[str, Any] = {"title": root["identite"].text("titre")}
    for section in ("identite", "reglages"):
        values |= _section(reader, root[section])
    try:
        site = services.create_site(**values)
    except RuleBroken as refused:
        reader.fault(root, refused.message)
        return
    reader.learn("site", "site", site.id)
    known = {str(one.key): one for one in list_extensions()}
    for node in root["extensions"]:
        extension = known.get(node.text("cle"))
        if extension is None:
            reader.fault(node, f"Extension inconnue ; extensions possibles : {', '.join(rules.EXTENSIONS)}.", "cle")
            continue
        extension.is_active = reader.value(node["active"], Kind.YES_NO, False)
    session.flush()


def _section(reader: Reader, node: Node) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in rules.FIELDS:
        inner = node[field.name]
        if inner.value is None:
            continue
        if field.ref:
            found[field.attr] = reader.ref(field.ref, inner.text(), at=node, column=field.name)
        elif field.attr == "social":
            found["social"] = [{"net": one.text("reseau"), "url": one.text("adresse")} for one in inner]
        else:
            found[field.attr] = reader.value(inner, field.kind, None, field.choices)
    return found
