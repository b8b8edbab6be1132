"""docs/coverage.md: each official function and operation, the screen where it is done, and the test that does it there.

`python -m tests.operations.table` writes the page again.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.operations.not_yet import NOT_YET
from tests.operations.performing import PERFORMED, Performed

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "coverage.md"
OFFICIAL = ROOT / "docs" / "officiel"
HEAD = """# Ce que l’on sait faire dans la boutique et sur le site

Chaque fonction de la liste officielle (moitiés PrestaShop et WordPress) et chaque opération demandée par de vrais sujets, l’écran où elle se fait, et
le test qui la fait comme un candidat, puis en vérifie l’effet. Ce qui n’est pas encore possible est nommé à la fin, avec sa raison. Page écrite par
`python -m tests.operations.table` ; un test refuse qu’elle soit fausse ou incomplète.
"""
HALVES = {
    "PS-": "Les fonctions de la boutique",
    "WP-": "Les fonctions du site",
}


def official(name: str, part: str | None = None) -> list[dict[str, Any]]:
    """The entries of one of the two official files."""
    found = yaml.safe_load((OFFICIAL / f"{name}.yaml").read_text("utf-8"))
    return list(found[part] if part else found)


def operations() -> list[dict[str, Any]]:
    """The operations, of the shop and of the site (`wp.`)."""
    return official("operations")


def functions() -> list[dict[str, Any]]:
    """The functions, of the shop (`PS-`) and of the site (`WP-`)."""
    return official("functions-vi3", "functions")


def performed() -> list[Performed]:
    """What the tests of this folder perform, in the order of the files."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        importlib.import_module(f"tests.operations.{path.stem}")
    return sorted(PERFORMED, key=lambda one: one.test.partition("::")[0])


def by_key() -> dict[str, list[Performed]]:
    """The tests of each operation and of each function performed for itself."""
    found: dict[str, list[Performed]] = {}
    for one in performed():
        for key in one.done:
            found.setdefault(key, []).append(one)
    return found


def by_function() -> dict[str, list[Performed]]:
    """The tests of each function: its own, and those of the operations that call it."""
    known = by_key()
    found = {one["id"]: list(known.get(one["id"], ())) for one in functions()}
    for one in operations():
        for name in one["functions"]:
            whole = name.rstrip("abc")
            found[whole] += [test for test in known.get(one["op"], ()) if test not in found[whole]]
    return found


def written() -> str:
    """The page."""
    parts = [HEAD]
    for half, title in HALVES.items():
        parts += [*_functions(half, title), ""]
    parts += [
        *_operations("Les opérations de la boutique", is_site=False),
        "",
        *_operations("Les opérations du site", is_site=True),
        "",
    ]
    return "\n".join([*parts, *_missing(), ""])


def _functions(half: str, title: str) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| Fonction | Intitulé | Écrans | Tests |"
    yield "|---|---|---|---|"
    for one in functions():
        if one["id"].startswith(half):
            tests = by_function()[one["id"]]
            screens = ", ".join(f"`{screen}`" for screen in dict.fromkeys(test.screen for test in tests))
            yield f"| {one['id']} | {one['title']} | {screens or 'pas encore possible'} | {len(tests)} |"


def _operations(title: str, *, is_site: bool) -> Iterator[str]:
    known = by_key()
    yield f"## {title}\n"
    yield "| Opération | Ce que le candidat fait | Fonctions | Écran | Test |"
    yield "|---|---|---|---|---|"
    for one in operations():
        if one["op"].startswith("wp.") == is_site:
            need, names = one["need"].replace("|", "\\|"), ", ".join(one["functions"])
            for test in known.get(one["op"], ()):
                yield f"| {one['op']} | {need} | {names} | `{test.screen}` | `{test.test}` |"
            if one["op"] in NOT_YET:
                yield f"| {one['op']} | {need} | {names} | pas encore possible | |"


def _missing() -> Iterator[str]:
    yield "## Ce qui n’est pas encore possible\n"
    if not NOT_YET:
        yield "Rien : chaque fonction et chaque opération a son écran et son test."
        return
    yield "| Fonction ou opération | Raison |"
    yield "|---|---|"
    for key, reason in NOT_YET.items():
        yield f"| {key} | {reason} |"


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")
