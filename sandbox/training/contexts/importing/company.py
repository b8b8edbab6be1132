"""What context.yaml says of the company that an import meets: titles, groups, carriers, payments, states of orders."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sandbox.kernel.foreign_tables import read_table
from sandbox.kernel.text import fold
from sandbox.kernel.yaml_nodes import read_yaml


@dataclass(frozen=True, slots=True)
class Company:
    """Folded key or name -> key."""

    titles: dict[str, str]
    groups: dict[str, str]
    carriers: dict[str, str]
    payments: dict[str, str]
    states: dict[str, str]


def read_company(folder: Path) -> Company:
    """The company of a folder."""
    root = read_yaml((folder / "context.yaml").read_text("utf-8-sig"), "context.yaml").root

    def section(name: str) -> dict[str, str]:
        pairs = [(node.text("cle"), node.text("nom")) for node in root[name]]
        return {fold(word): key for key, title in pairs for word in (title, key) if key and word}

    roles = {fold(node.text("par_defaut")): node.text("cle") for node in root["groupes"] if node.text("par_defaut")}
    return Company(
        section("civilites"),
        {**roles, **section("groupes")},
        section("transporteurs"),
        section("paiements"),
        _states(folder),
    )


def _states(folder: Path) -> dict[str, str]:
    path = folder / "commandes" / "etats.csv"
    if not path.is_file():
        return {}
    rows = [line.cells for line in read_table(path.read_bytes()).lines]
    return {fold(word): row["cle"] for row in rows for word in (row.get("nom", ""), row.get("cle", "")) if word}
