"""Referencing in a context: the section `seo` (titles, descriptions and addresses of the shop's own pages), and positions.csv."""

from __future__ import annotations

from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.packs import Column, Reader
from sandbox.kernel.text import fold
from sandbox.kernel.values import Kind
from sandbox.shop.seo.models import SearchQuery
from sandbox.shop.seo.rules import PAGES
from sandbox.shop.seo.rules.positions import LAST, MONTHS
from sandbox.shop.seo.services import update_page_meta

_BY_SLUG = {page.slug or "accueil": page for page in PAGES.values()}

QUERIES = {
    "requete": Column(required=True), "volume": Column(Kind.INTEGER, required=True), "concurrence": Column(Kind.INTEGER, required=True),
    "historique": Column(required=True),
}  # fmt: skip


def load(reader: Reader) -> None:
    """Pages by their usual address (`accueil`, `contact`, `panier`…), each with titre, description and adresse."""
    for name, node in reader.section("seo").items():
        page = _BY_SLUG.get(name)
        if page is None:
            reader.fault(node, f"Page « {name} » inconnue. Pages possibles : {', '.join(_BY_SLUG)}.")
            continue
        try:
            update_page_meta(
                page=page.code,
                title=node.text("titre"),
                description=node.text("description"),
                slug=node.text("adresse"),
            )
        except RuleBroken as refused:
            reader.fault(node, refused.message)
    session.flush()
    _load_queries(reader)


def _load_queries(reader: Reader) -> None:
    """positions.csv: what people type in an engine, and where the shop stood at the end of each of the last twelve months."""
    seen: set[str] = set()
    for row in reader.rows("positions.csv", QUERIES, optional=True):
        history = _history(row["historique"])
        if fold(row["requete"]) in seen:
            reader.fault(row, f"La requête « {row['requete']} » est écrite deux fois.", "requete")
        elif row["volume"] < 0 or not 1 <= row["concurrence"] <= 100:
            reader.fault(row, "Le volume est positif, la concurrence va de 1 à 100.", "concurrence")
        elif history is None:
            reader.fault(
                row,
                f"Écrivez {MONTHS} positions de 1 à {LAST}, la plus ancienne d’abord ; 0 pour absent.",
                "historique",
            )
        else:
            session.add(
                SearchQuery(
                    words=row["requete"], monthly=row["volume"], competition=row["concurrence"], history=history
                )
            )
        seen.add(fold(row["requete"]))
    session.flush()


def _history(text: str) -> list[int] | None:
    """Twelve positions, or None for anything else."""
    parts = text.split()
    if len(parts) != MONTHS or not all(part.isdecimal() and int(part) <= LAST for part in parts):
        return None
    return [int(part) for part in parts]
