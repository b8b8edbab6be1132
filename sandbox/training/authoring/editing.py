"""What the forms of the editor do to a subject's text: one page at a time, items added, moved, taken away. Never commits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.kernel.errors import NotFound
from sandbox.kernel.yaml_nodes import Path
from sandbox.training.authoring import forms_main, forms_proof
from sandbox.training.authoring.drafting import save_text
from sandbox.training.authoring.fields import Group, write
from sandbox.training.authoring.forms_main import LISTS
from sandbox.training.authoring.picking import pickable
from sandbox.training.authoring.vocabulary import vocabulary
from sandbox.training.authoring.yaml_edit import Document, value_at
from sandbox.training.subjects.models import WrittenSubject

Sent = Mapping[str, Sequence[str]]

PREFIX = {"questions": "q", "preuves": "p", "evenements": "e", "oral": "o"}


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list of a page: what it is called, and a few words about it."""

    rank: int
    id: str
    title: str
    detail: str


def list_items(data: Any, page: str) -> list[Item]:
    """The items of a page that lists some."""
    found = value_at(data, (LISTS[page],), [])
    return [_item(page, rank, one) for rank, one in enumerate(found if isinstance(found, list) else [])]


def _item(page: str, rank: int, one: Any) -> Item:
    name = str(value_at(one, ("id",), "") or "")
    if page == "questions":
        lines = value_at(one, ("lignes",), []) or []
        return Item(
            rank, name, str(value_at(one, ("titre",)) or name), ", ".join(str(value_at(x, ("id",), "")) for x in lines)
        )
    if page == "preuves":
        kind = next((words for code, words, _ in forms_proof.KINDS if code == value_at(one, ("type",))), "")
        return Item(rank, name, str(value_at(one, ("libelle",)) or name), f"{_joined(one)} · {kind}".strip(" ·"))
    if page == "evenements":
        trigger = value_at(one, ("declencheur",), {}) or {}
        words = ", ".join(f"{key} {value}" for key, value in trigger.items()) if isinstance(trigger, dict) else ""
        return Item(rank, name, str(value_at(one, ("titre",)) or name), words)
    return Item(rank, name, str(value_at(one, ("texte",)) or name), _joined(one))


def _joined(one: Any) -> str:
    lines = value_at(one, ("lignes",), []) or []
    return ", ".join(map(str, lines)) if isinstance(lines, list) else str(lines)


def groups_of(data: Any, page: str, rank: int | None, criteria: Mapping[str, str]) -> list[Group]:
    """The form of a page, or of one item of its list; raises NotFound for what is not there."""
    if page == "identite":
        return forms_main.identity(data)
    if page == "corrige":
        return forms_main.answers(data)
    if page not in LISTS or rank is None or value_at(data, (LISTS[page], rank)) is None:
        raise NotFound("Cette partie du sujet n’existe pas.")
    actions, lines = vocabulary()["actions"], forms_main.line_choices(data)
    if page == "questions":
        return forms_main.task(data, rank, [(code, f"{code}, {words}") for code, words in criteria.items()])
    if page == "preuves":
        return forms_proof.proof(data, rank, lines, actions)
    if page == "evenements":
        return forms_main.event(data, rank, actions, pickable())
    return forms_main.oral(data, rank, lines, actions)


def save_page(
    *, written: WrittenSubject, page: str, rank: int | None, sent: Sent, criteria: Mapping[str, str],
    base_revision: int, author: str,
) -> WrittenSubject:  # fmt: skip
    """Write what a form sent into the text. Raises Conflict when the text was saved since, RuleBroken when it cannot be."""
    document = Document(written.text)
    groups = groups_of(document.data, page, rank, criteria)
    for group in groups:
        if group.is_new and not any(
            value.strip() for one in group.inputs for value in sent.get(one.name, ())[:1] if one.kind != "choice"
        ):
            continue
        if group.is_new:
            _prepare_new(document, group)
        write(document, group.inputs, sent)
    if page == "preuves" and rank is not None:
        forms_proof.write_conditions(document, rank, sent)
    for group in reversed(groups):
        if group.removable is not None and f"x.{'.'.join(map(str, group.removable))}" in sent:
            document.drop(group.removable)
    _tidy(document)
    return save_text(written=written, text=document.text(), base_revision=base_revision, author=author)


def _prepare_new(document: Document, group: Group) -> None:
    """Make the item that the blank part of a form stands for: with a free id where items have one."""
    path: Path = group.inputs[0].path[:-1]
    blanks: dict[Any, dict[str, Any]] = {
        "lignes": {"id": free_id(document.data, "L"), "critere": "C1"}, "indices": {"apres": "6min"}, "effets": {"op": "message"},
        "livrables": {"id": free_id(document.data, "note"), "type": "texte"},
    }  # fmt: skip
    document.add(path[:-1], blanks[path[-2]])


def _tidy(document: Document) -> None:
    """Maps that a form emptied are taken away, so that the file says nothing about them."""
    for rank, one in enumerate(document.get(("taches",), []) or []):
        for n, line in enumerate(value_at(one, ("lignes",), []) or []):
            if value_at(line, ("descripteurs",)) == {}:
                document.drop(("taches", rank, "lignes", n, "descripteurs"))
    for rank, one in enumerate(document.get(("questions",), []) or []):
        if value_at(one, ("quand",)) == {}:
            document.drop(("questions", rank, "quand"))


def add_item(
    *, written: WrittenSubject, page: str, base_revision: int, author: str, kind: str = ""
) -> int:  # fmt: skip
    """Append a question, a proof, an event or an oral question to be filled in; its rank."""
    if page not in LISTS:
        raise NotFound("Cette partie du sujet n’existe pas.")
    document = Document(written.text)
    lines = [name for name, _ in forms_main.line_choices(document.data)]
    rank = document.add((LISTS[page],), _blank(document.data, page, kind, lines[:1]))
    save_text(written=written, text=document.text(), base_revision=base_revision, author=author)
    return rank


def _blank(data: Any, page: str, kind: str, lines: list[str]) -> dict[str, Any]:
    name = free_id(data, PREFIX[page])
    if page == "questions":
        return {
            "id": name,
            "titre": "Nouvelle question",
            "consigne": "[Consigne à écrire]\n\n- [premier point]\n",
            "duree_conseillee": "0min",
            "lignes": [],
        }
    if page == "oral":
        return {"id": name, "lignes": lines, "texte": "[Question à écrire]"}
    if page == "evenements":
        people = list(value_at(data, ("acteurs",), {}) or {})
        effect = {
            "op": "message",
            **({"acteur": people[0]} if people else {}),
            "valeurs": {"texte": "[Message à écrire]"},
        }
        return {"id": name, "titre": "Nouvel événement", "declencheur": {"a": "15min"}, "effets": [effect]}
    known = {code for code, _, _ in forms_proof.KINDS}
    return {"id": name, "lignes": lines, "type": kind if kind in known else "etat", "libelle": "Nouvelle preuve"}


def free_id(data: Any, prefix: str) -> str:
    """The next name of that prefix which nothing of the file bears: q6, L9, p3."""
    used = {int(m[1]) for m in re.finditer(rf"\b{prefix}(\d{{1,4}})\b", " ".join(_ids(data)))}
    return f"{prefix}{max(used, default=0) + 1}"


def _ids(data: Any) -> list[str]:
    if isinstance(data, dict):
        own = [str(data["id"])] if isinstance(data.get("id"), str) else []
        return own + [name for value in data.values() for name in _ids(value)]
    return [name for value in data for name in _ids(value)] if isinstance(data, list) else []


def remove_item(*, written: WrittenSubject, page: str, rank: int, base_revision: int, author: str) -> WrittenSubject:
    """Take an item away."""
    return _change_item(written, page, rank, base_revision, author, 0)


def move_item(
    *, written: WrittenSubject, page: str, rank: int, step: int, base_revision: int, author: str
) -> WrittenSubject:
    """Move an item up (-1) or down (1)."""
    return _change_item(written, page, rank, base_revision, author, step)


def _change_item(
    written: WrittenSubject, page: str, rank: int, base_revision: int, author: str, step: int
) -> WrittenSubject:
    if page not in LISTS:
        raise NotFound("Cette partie du sujet n’existe pas.")
    document = Document(written.text)
    if step:
        document.move((LISTS[page], rank), step)
    else:
        if page == "questions":  # its model answer goes with it
            document.drop(("corrige", str(document.get(("taches", rank, "id"), ""))))
        document.drop((LISTS[page], rank))
    return save_text(written=written, text=document.text(), base_revision=base_revision, author=author)


def add_attachment(
    *, written: WrittenSubject, name: str, title: str, tasks: Sequence[str], base_revision: int, author: str
) -> WrittenSubject:
    """Name an annex in the text; one that is named already gets the new title and questions."""
    document = Document(written.text)
    pieces = document.get(("pieces_jointes",), []) or []
    rank = next((n for n, piece in enumerate(pieces) if value_at(piece, ("fichier",)) == name), None)
    if rank is None:
        item = {
            "id": free_id(document.data, "annexe"),
            "fichier": name,
            "titre": title,
            "visible_des": "0min",
            "taches": list(tasks),
        }
        document.add(("pieces_jointes",), item)
    else:
        document.put(("pieces_jointes", rank, "titre"), title)
        document.put(("pieces_jointes", rank, "taches"), list(tasks))
    return save_text(written=written, text=document.text(), base_revision=base_revision, author=author)


def remove_attachment(*, written: WrittenSubject, name: str, base_revision: int, author: str) -> WrittenSubject:
    """Take an annex out of the text."""
    document = Document(written.text)
    pieces = document.get(("pieces_jointes",), []) or []
    for rank in reversed([n for n, piece in enumerate(pieces) if value_at(piece, ("fichier",)) == name]):
        document.drop(("pieces_jointes", rank))
    return save_text(written=written, text=document.text(), base_revision=base_revision, author=author)


def add_trial(
    *, written: WrittenSubject, trial_id: str, file: str, expected: Mapping[str, str], base_revision: int, author: str
) -> WrittenSubject:
    """Name a recorded run in the text, with what it reached; a run of that name is replaced."""
    document = Document(written.text)
    trials = document.get(("essais_temoins",), []) or []
    rank = next((n for n, one in enumerate(trials) if value_at(one, ("id",)) == trial_id), None)
    if rank is None:
        document.add(("essais_temoins",), {"id": trial_id, "enregistrement": file, "attend": dict(expected)})
    else:
        document.drop(("essais_temoins", rank, "actions"))
        document.put(("essais_temoins", rank, "enregistrement"), file)
        document.put(("essais_temoins", rank, "attend"), dict(expected))
    return save_text(written=written, text=document.text(), base_revision=base_revision, author=author)
