"""The search's part of a context: recherche.yaml."""

from __future__ import annotations

from sandbox.kernel.db import session
from sandbox.kernel.packs import Reader
from sandbox.kernel.text import fold, slugify
from sandbox.kernel.values import Kind
from sandbox.shop.search.models import SearchAlias


def load(reader: Reader) -> None:
    """The aliases."""
    seen: set[str] = set()
    made = []
    for node in reader.yaml("recherche.yaml", optional=True)["alias"]:
        alias, target = node.text("alias").strip(), node.text("recherche").strip()
        if not alias or not target:
            reader.fault(node, "Un alias a un mot « alias » et un mot « recherche ».")
            continue
        if fold(alias) in seen:
            reader.fault(node, f"L’alias « {alias} » est écrit deux fois.", "alias")
            continue
        seen.add(fold(alias))
        made.append(SearchAlias(
            alias=alias, target=target, is_active=reader.value(node["actif"], Kind.YES_NO, True)
        ))  # fmt: skip
    session.add_all(made)
    session.flush()
    for row in made:
        reader.learn("alias", slugify(row.alias), row.id)
