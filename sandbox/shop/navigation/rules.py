"""Places of menus, targets of items, depth. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import one_line
from sandbox.shop.blocks.rules.inline import clean_url, reference_of

PLACES = {"principal": "Menu principal", "hors-champ": "Menu hors-champ", "pied": "Menu du pied de page"}
KIND_WORDS = {"article": "Article", "page_site": "Page", "rubrique": "Catégorie", "etiquette": "Étiquette"}
MAX_DEPTH = 5
MAX_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: its number, that of the one above it, 0 for none."""

    item_id: int
    parent_id: int = 0


def clean_name(name: str) -> str:
    """A menu's name."""
    trimmed = one_line(name)
    if not trimmed or len(trimmed) > 80:
        raise RuleBroken("Donnez un nom au menu (80 caractères au plus).", field="name")
    return trimmed


def clean_label(label: str) -> str:
    """An item's label; empty for the name of what it leads to."""
    trimmed = one_line(label)
    if len(trimmed) > 120:
        raise RuleBroken("Le titre de navigation dépasse 120 caractères.", field="label")
    return trimmed


def clean_target(target: str) -> str:
    """A reference or an address; raises RuleBroken when it is neither."""
    written = clean_url(target)
    if not written or (reference_of(written) or ("page_site",))[0] not in KIND_WORDS:
        raise RuleBroken("Indiquez une adresse (https://…) ou un contenu du site.", field="target")
    return written


def check_tree(places: Sequence[Place], known: set[int]) -> None:
    """Every item once, no item under itself or under one of another menu, no more than five levels."""
    parents = {place.item_id: place.parent_id for place in places}
    if len(parents) != len(places) or not set(parents) <= known:
        raise RuleBroken("Ce menu a changé entre-temps : rechargez la page.")
    for item_id in parents:
        depth, place = 1, parents[item_id]
        while place:
            depth += 1
            if place not in parents or depth > MAX_DEPTH:
                raise RuleBroken(
                    f"Un menu a {MAX_DEPTH} niveaux au plus, et un élément ne peut pas être sous lui-même."
                )
            place = parents[place]
