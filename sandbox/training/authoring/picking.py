"""Finding a thing of a context by what people call it, to name it in a subject by its stable key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.module import Entity
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.text import fold
from sandbox.modules import entities
from sandbox.training.contexts.models import ContextPack
from sandbox.training.subjects.names import title_of_row

FOUND = 20
LOOKED_AT = 4000
PICKABLE = (
    "produit", "categorie", "marque", "client", "groupe_clients", "commande", "page", "regle_panier", "regle_catalogue",
    "fil", "avis", "contact", "message_predefini", "transporteur", "diapositive", "bloc_accueil", "employe", "profil",
    "attribut", "regle_taxe", "etat_commande", "mode_paiement", "reglage", "retour", "reassurance", "article", "page_site", "rubrique", "etiquette", "media",
    "compte_site", "menu_site", "element_menu", "widget", "extension", "site",
)  # fmt: skip
"""The things with a stable key that a subject may name."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A thing found: how a subject names it (`produit:coffret-escale-hiver`), what people call it, what kind it is."""

    target: str
    title: str
    label: str
    detail: str = ""


def pickable() -> list[tuple[str, str]]:
    """(French name, label) of the kinds that can be searched."""
    known = entities()
    return [(name, known[name].label) for name in PICKABLE if name in known]


def find_things(*, context_slug: str, kind: str, words: str, made: Any = None) -> list[Pick]:
    """The things whose name or key holds all the words, best first; every kind when none is given.

    `made` is the subject's data: what its injections and events create can be named too.
    """
    wanted = fold(words).split()
    kinds = [kind] if kind in PICKABLE else list(PICKABLE)
    found = [pick for pick in _made(made) if (not kind or pick.target.startswith(f"{kind}:")) and _holds(pick, wanted)]
    pack = db.session.get(ContextPack, context_slug)
    if pack is not None and (wanted or kind):
        with shop_scope(pack.reference_shop_id):
            for name in kinds:
                found += [pick for pick in _rows(entities()[name]) if _holds(pick, wanted)]
    return sorted(found, key=lambda pick: (not fold(pick.title).startswith(fold(words)), len(pick.title)))[:FOUND]


def title_of_target(*, context_slug: str, target: str) -> str:
    """What people call the thing of a target, or nothing when it is not in the context."""
    kind, _, key = target.partition(":")
    pack = db.session.get(ContextPack, context_slug)
    entity = entities().get(kind)
    if pack is None or entity is None or not hasattr(entity.model, "key"):
        return ""
    with shop_scope(pack.reference_shop_id):
        row = db.session.scalars(sa.select(entity.model).where(entity.model.key == key)).first()
        return _title(entity, row) if row is not None else ""


def _holds(pick: Pick, wanted: list[str]) -> bool:
    text = fold(f"{pick.title} {pick.target} {pick.detail}")
    return all(word in text for word in wanted)


def _made(data: Any) -> Iterator[Pick]:
    if not isinstance(data, dict):
        return
    events = [e.get("effets") for e in data.get("evenements") or [] if isinstance(e, dict)]
    for item in [*(data.get("injections") or []), *(one for effects in events for one in effects or [])]:
        if isinstance(item, dict) and item.get("cle") and item.get("entite") in entities():
            entity = entities()[item["entite"]]
            written = item.get("valeurs")
            values = written if isinstance(written, dict) else {}
            title = str(values.get("nom") or values.get("titre") or item["cle"])
            yield Pick(f"{entity.name}:{item['cle']}", title, entity.label, "créé par le sujet")


def _rows(entity: Entity) -> Iterator[Pick]:
    for row in db.session.scalars(sa.select(entity.model).limit(LOOKED_AT)):
        if getattr(row, "key", None):
            reference = getattr(row, "reference", None)
            detail = reference if isinstance(reference, str) else ""
            yield Pick(f"{entity.name}:{row.key}", _title(entity, row), entity.label, detail)


def _title(entity: Entity, row: Any) -> str:
    first, last = getattr(row, "first_name", None), getattr(row, "last_name", None)
    if isinstance(first, str) and isinstance(last, str):
        return f"{first} {last}"
    return title_of_row(entity, row)
