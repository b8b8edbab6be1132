"""The folders of `scenarios/`, and how faults in them are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from sandbox.config import ROOT, Config
from sandbox.kernel.errors import NotFound
from sandbox.kernel.yaml_nodes import Fault

SCENARIOS = ROOT / "scenarios"

ROOMS = {
    "shops": "réglages de la boutique",
    "taxes": "taxes",
    "catalog": "catalogue et photos",
    "customers": "clients",
    "team": "équipe",
    "shipping": "transporteurs",
    "site": "pages",
    "pricing": "promotions",
    "search": "recherche",
    "display": "page d’accueil",
    "orders": "commandes",
    "support": "messages des clients",
    "reviews": "avis",
    "traffic": "visites",
    "seo": "référencement",
    "library": "médiathèque",
    "contributors": "comptes du site",
    "posts": "articles et pages du site",
    "comments": "commentaires",
    "navigation": "menus du site",
    "widgets": "widgets",
    "identity": "réglages du site",
}


def context_folders() -> list[Path]:
    """The folders of the companies by name, the shipped ones, then those that trainers made on the web."""
    own = Config.from_env().contexts_root
    return [*_folders("contexts", "context.yaml"), *sorted(path.parent for path in own.glob("*/context.yaml"))]


def subject_folders() -> list[Path]:
    """The folders of the subjects, by name."""
    return _folders("subjects", "subject.yaml")


def context_folder(name: str) -> Path:
    """The folder of a company, given by its name or its path; raises NotFound."""
    return _folder("contexts", name, "context.yaml", "contexte")


def subject_folder(name: str) -> Path:
    """The folder of a subject, given by its name or its path; raises NotFound."""
    return _folder("subjects", name, "subject.yaml", "sujet")


MOST_FAULTS = 100
"""Faults of a context told one by one."""


def show_faults(folder: Path, faults: Sequence[Fault], *, remarks: Sequence[Fault] = ()) -> int:
    """Print the faults of a folder, one a line as `file:line  what`; returns how many there are.

    Beyond `MOST_FAULTS` they are counted by file: one deleted product makes thousands, and nobody reads these.
    """
    ordered = sorted(faults)
    for fault in ordered[:MOST_FAULTS]:
        click.echo(f"{folder.name}/{fault}", err=True)
    for file, left in Counter(fault.file for fault in ordered[MOST_FAULTS:]).items():
        click.echo(f"{folder.name}/{file} : encore {left}", err=True)
    for remark in sorted(remarks):
        click.echo(f"{folder.name}/{remark}")
    count = len(faults)
    if count == 0:
        click.echo(f"{folder.name} : aucun défaut.")
    else:
        click.echo(f"{folder.name} : {count} défaut{'s' if count > 1 else ''}.", err=True)
    return count


def show_subject_faults(folder: Path, faults: Sequence[Fault]) -> int:
    """Print every fault of a subject, sorted by line, as `file:line  CODE  path  message`; returns how many errors there are."""
    place = _shown(folder)
    errors = [fault for fault in faults if fault.is_error]
    for fault in faults:
        click.echo(f"{place}/{fault}", err=fault in errors)
    remarks = len(faults) - len(errors)
    words = f"{len(errors)} défaut{'s' if len(errors) > 1 else ''}" if errors else "aucun défaut"
    more = f", {remarks} remarque{'s' if remarks > 1 else ''}" if remarks else ""
    click.echo(f"{folder.name} : {words}{more}.", err=bool(errors))
    return len(errors)


def _shown(folder: Path) -> str:
    """A folder as short as it can be named from here."""
    try:
        return folder.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return folder.as_posix()


def _folders(kind: str, file: str) -> list[Path]:
    return sorted(path.parent for path in (SCENARIOS / kind).glob(f"*/{file}"))


def _folder(kind: str, name: str, file: str, word: str) -> Path:
    own = [Config.from_env().contexts_root / name] if kind == "contexts" else []
    for folder in (SCENARIOS / kind / name, *own, Path(name).resolve()):
        if (folder / file).is_file():
            return folder
    known = ", ".join(f.name for f in _folders(kind, file)) or "aucun"
    raise NotFound(f"Aucun {word} « {name} ». Dans scenarios/{kind} : {known}.")
