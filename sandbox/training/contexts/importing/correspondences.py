"""Correspondences kept in a file: what a trainer says each column means, for the next file of the same shop."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.foreign_tables import ForeignTable
from sandbox.kernel.packs import Reader
from sandbox.kernel.yaml_nodes import Node, read_yaml
from sandbox.training.contexts.importing.formats import HEADERS, Correspondence, fields_of


def write_correspondence(mapping: Correspondence, table: ForeignTable) -> str:
    """The correspondence as a file to correct: every column, and every name of a tax, also those that say nothing yet."""
    lines = [
        "# À droite : le champ que la colonne remplit, vide pour ne pas la reprendre.",
        f"# Champs : {', '.join(fields_of(mapping.format))}",
        f"format: {mapping.format}",
        "colonnes:",
        *(f"  {_quoted(name)}: {_quoted(mapping.columns.get(name, ''))}" for name in table.headers),
    ]
    if names := tax_names(mapping, table):
        lines += ["# Ce que le fichier appelle une taxe, et la clé de la section « taxes » de context.yaml.", "taxes:"]
        lines += [f"  {_quoted(name)}: {_quoted(mapping.taxes.get(name, ''))}" for name in names]
    return "\n".join(lines) + "\n"


def read_correspondence(text: str, file: str) -> Correspondence:
    """The correspondence in such a file; raises RuleBroken with its first fault."""
    tree = read_yaml(text, file)
    if tree.faults:
        raise RuleBroken(str(tree.faults[0]))
    format_ = tree.root.text("format")
    if format_ not in HEADERS:
        raise RuleBroken(f"{file} : format « {format_} » inconnu.{Reader.near(format_, HEADERS)}")
    return Correspondence(format_, _words(tree.root["colonnes"], file), _words(tree.root["taxes"], file))


def _words(node: Node, file: str) -> dict[str, str]:
    """The filled lines of a section."""
    if node.value is None:
        return {}
    if not isinstance(node.value, dict):
        raise RuleBroken(f"{file} : « nom: valeur » attendu, une ligne pour chacun.")
    return {str(name): str(value) for name, value in node.value.items() if value}


def tax_names(mapping: Correspondence, table: ForeignTable) -> Sequence[str]:
    """What the file calls its taxes."""
    column = next((name for name, field in mapping.columns.items() if field == "taxe"), None)
    return sorted({line.cells[column] for line in table.lines if line.cells[column]}) if column else ()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
