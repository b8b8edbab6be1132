"""A profile written as trafic.yaml: always the same way, its help above each part, so that two profiles can be compared."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sandbox.kernel.yaml_nodes import Fault, read_yaml
from sandbox.shop.traffic.rules.profile import SOURCES
from sandbox.shop.traffic.seed import FILE
from sandbox.training.contexts.profiling.parts import PARTS, Block, Part

_PLAIN = re.compile(r"^(?:-?\d+(?:\.\d+)?|J-\d+|[a-z][a-z0-9_-]*)$")
_OPTIONAL = "ventes"
"""How the sections begin that a profile needs not have."""
_NULLS = {"null", "true", "false"}
_HEAD = (
    "# Vingt-quatre mois de fréquentation, tirés d’une graine : la même graine donne les mêmes visites.\n"
    "# Écrit par la page « Fréquentation » ; une date s’écrit J-30, un nombre avec un point.\n"
)


def read_data(text: str) -> tuple[dict[str, Any], list[Fault]]:
    """A profile as plain data, every value a text; the faults of its punctuation."""
    tree = read_yaml(text, FILE)
    return (tree.data if isinstance(tree.data, dict) else {}), list(tree.faults)


def write_profile(data: Mapping[str, Any]) -> str:
    """The text of a profile."""
    parts, keys = [_HEAD], set[str]()
    for part in PARTS.values():
        for block in part.blocks:
            is_left = block.key in keys or (block.key.startswith(_OPTIONAL) and not data.get(block.key))
            if not block.key or not is_left:
                parts.append(_written(part, block, data))
            keys.add(block.key)
    return "\n".join(parts)


def _written(part: Part, block: Block, data: Mapping[str, Any]) -> str:
    head = f"# {block.title}. {block.help or part.lead}\n"
    if not block.key:
        return head + "".join(
            f"{entry.key}: {_scalar(data.get(entry.key))}\n"
            for entry in block.entries
            if data.get(entry.key) not in (None, "")
        )
    value = data.get(block.key)
    if block.is_list:
        return f"{head}{block.key}: [{', '.join(map(_scalar, value or ()))}]\n"
    if isinstance(value, dict):
        lines = "".join(f"  {_scalar(key)}: {_scalar(one)}\n" for key, one in value.items())
        return f"{head}{block.key}:\n{lines}" if lines else f"{head}{block.key}: {{}}\n"
    lines = "".join(f"  - {{{_pairs(item)}}}\n" for item in value or ())
    return f"{head}{block.key}:\n{lines}" if lines else f"{head}{block.key}: []\n"


def _pairs(item: Mapping[str, Any]) -> str:
    return ", ".join(f"{key}: {_scalar(value)}" for key, value in item.items() if value not in (None, ""))


def _scalar(value: Any) -> str:
    text = str(value)
    if _PLAIN.match(text) and text not in _NULLS:
        return text
    return json.dumps(text, ensure_ascii=False)


def start_data() -> dict[str, Any]:
    """A profile to begin with, for a company that has none: every source, steady months, the small hours quiet."""
    usual = {"part": "10", "conversion": "2.5", "rebond": "42", "pages": "2.8"}
    return {
        "graine": "1", "jour_reference": "2026-11-24", "visites_jour": "60", "croissance_annuelle": "20", "releve_heure": "9",
        "mois": ["1"] * 12, "jours": ["1"] * 7, "heures": ["0.2"] * 7 + ["2"] * 16 + ["1"],
        "sources": [{"cle": key, "nom": name, **usual} for key, name in SOURCES.items()],
        "appareils": {"mobile": "60", "ordinateur": "35", "tablette": "5"}, "regions": {"Bretagne": "40", "Normandie": "60"},
        "pages": [
            {"chemin": "/", "titre": "Accueil", "part": "60", "sortie": "30"},
            {"chemin": "/recherche", "titre": "Résultats de recherche", "part": "10", "sortie": "35"},
            {"chemin": "/panier", "titre": "Votre panier", "part": "30", "sortie": "36"},
        ],
    }  # fmt: skip
