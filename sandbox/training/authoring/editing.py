"""What the forms of the editor do to a subject's text: one page at a time, items added, moved, taken away. Never commits."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sandbox.kernel.errors import Conflict, NotFound
from sandbox.kernel.text import slugify
from sandbox.kernel.yaml_nodes import Path
from sandbox.modules import entities
from sandbox.training.authoring import forms_events, forms_main, forms_proof
from sandbox.training.authoring.drafting import STALE, save_text
from sandbox.training.authoring.fields import NEW, Group, Input, Sent, is_filled, write
from sandbox.training.authoring.forms_main import LISTS
from sandbox.training.authoring.yaml_edit import Document, value_at
from sandbox.training.subjects.models import WrittenSubject

PREFIX = {"questions": "q", "preuves": "p", "evenements": "e", "oral": "o", "depart": "i"}
"""What the items that a page can add are called; an annex is added with its file."""


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
        words = ", ".join(str(value_at(x, ("id",), "")) for x in lines) if isinstance(lines, list) else ""
        return Item(rank, name, str(value_at(one, ("titre",)) or name), words)
    if page == "preuves":
        kind = next((words for code, words, _ in forms_proof.KINDS if code == value_at(one, ("type",))), "")
        return Item(rank, name, str(value_at(one, ("libelle",)) or name), f"{_joined(one)} · {kind}".strip(" ·"))
    if page == "depart":
        return Item(rank, name, _start_words(one), name)
    if page in ("evenements", "pieces"):
        trigger = value_at(one, ("declencheur",), {}) or {}
        words = ", ".join(f"{key} {value}" for key, value in trigger.items()) if isinstance(trigger, dict) else ""
        return Item(rank, name, str(value_at(one, ("titre",)) or name), words)
    return Item(rank, name, str(value_at(one, ("texte",)) or name), _joined(one))


def _start_words(one: Any) -> str:
    """« Ajouter : Produit « Mug » », « Changer : produit:mug »."""
    op = str(value_at(one, ("op",)) or "")
    verb = {"creer": "Ajouter", "modifier": "Changer", "supprimer": "Retirer", "generer": "Donner des visites"}.get(
        op, op
    )
    if op == "creer":
        entity = entities().get(str(value_at(one, ("entite",)) or ""))
        title = (
            value_at(one, ("valeurs", "nom")) or value_at(one, ("valeurs", "titre")) or value_at(one, ("cle",)) or "…"
        )
        return f"{verb} : {entity.label if entity else '…'} « {title} »"
    return verb if op == "generer" else f"{verb} : {value_at(one, ('cible',)) or '…'}"


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
    match page:
        case "questions":
            return forms_main.task(data, rank, [(code, f"{code}, {words}") for code, words in criteria.items()])
        case "preuves":
            return forms_proof.proof(data, rank)
        case "evenements":
            return forms_events.event(data, rank)
        case "depart":
            return forms_events.start(data, rank)
        case "pieces":
            return forms_main.piece(data, rank)
    return forms_main.oral(data, rank, forms_main.line_choices(data))


def rank_of(data: Any, page: str, rank: int | None, item_id: str) -> int | None:
    """Where the item of that id stands now: the list may have been changed since the page was opened.

    Raises NotFound when the item is not there any more. Without an id, the rank is believed.
    """
    if rank is None or page not in LISTS or not item_id:
        return rank
    if value_at(data, (LISTS[page], rank, "id")) == item_id:
        return rank
    found = next((item.rank for item in list_items(data, page) if item.id == item_id), None)
    if found is None:
        raise NotFound("Cette partie du sujet a été retirée ailleurs depuis que vous l’avez ouverte.")
    return found


def renamed(sent: Sent, page: str, asked: int | None, now: int | None) -> Sent:
    """What was sent under the rank that a page was opened with, under the rank where its item stands now."""
    if asked is None or now is None or asked == now:
        return sent
    before, after = f"{LISTS[page]}.{asked}.", f"{LISTS[page]}.{now}."
    return {re.sub(rf"^(_|x\.)?{re.escape(before)}", rf"\g<1>{after}", name): values for name, values in sent.items()}


def save_page(
    *, written: WrittenSubject, page: str, rank: int | None, sent: Sent, criteria: Mapping[str, str],
    base_revision: int, author: str,
) -> WrittenSubject:  # fmt: skip
    """Write what a form sent into the text. Raises Conflict when the text was saved since, RuleBroken when it cannot be."""
    text = apply_page(written.text, page=page, rank=rank, sent=sent, criteria=criteria)
    return save_text(written=written, text=text, base_revision=base_revision, author=author)


def apply_page(text: str, *, page: str, rank: int | None, sent: Sent, criteria: Mapping[str, str]) -> str:
    """The text with what a form sent. Raises RuleBroken for what cannot be written."""
    document = Document(text)
    groups = groups_of(document.data, page, rank, criteria)
    for group in groups:
        if group.is_new and not is_filled(group.inputs, sent):
            continue
        _make_room(document, group.inputs)
        if group.is_new:
            _write_new(document, group, sent)
        else:
            write(document, group.inputs, sent)
    for group in reversed(groups):
        if group.removable is not None and f"x.{'.'.join(map(str, group.removable))}" in sent:
            document.drop(group.removable)
    if rank is not None:
        tidy(document, (LISTS[page], rank))
    return document.text()


def _make_room(document: Document, inputs: Sequence[Input]) -> None:
    """A condition that names a proof, as the file writes it in one word, does not stand in the way of one about a thing."""
    for one in inputs:
        if one.path[-1:] == ("cible",) and document.get(one.path[:-1]) == "":
            document.drop(one.path[:-1])


def _write_new(document: Document, group: Group, sent: Sent) -> None:
    """Make the item that the blank part of a form stands for, then fill it in."""
    path: Path = group.inputs[0].path[:-1]
    if path[-1] == NEW:  # a person of the story, known by a name of their own
        key = free_key(document.get(path[:-1], {}) or {}, " ".join(sent.get(group.inputs[0].name, ())) or "personnage")
        moved = {one.name: replace(one, path=(*path[:-1], key, one.path[-1])) for one in group.inputs}
        write(document, moved.values(), {one.name: sent[name] for name, one in moved.items() if name in sent})
        return
    blanks: dict[Any, dict[str, Any]] = {
        "lignes": {"id": free_id(document.data, "L"), "critere": "C1"}, "indices": {"apres": "6min"}, "effets": {"op": "message"},
        "livrables": {"id": free_id(document.data, "note"), "type": "texte"}, "ou_bien": {"type": "etat"},
    }  # fmt: skip
    document.add(path[:-1], blanks[path[-2]])
    typed = {name: values for name, values in sent.items() if "~" in name or any(value.strip() for value in values)}
    write(document, group.inputs, typed)


def tidy(document: Document, at: Path) -> None:
    """Mappings that a form emptied are taken away, and what is created gets the key by which it can be named."""
    _drop_empty(document, at)
    injected = (
        [at]
        if at[0] == "injections"
        else [(*at, "effets", n) for n in range(len(document.get((*at, "effets"), []) or []))]
    )
    for path in injected:
        values = document.get((*path, "valeurs"), {})
        has_name = (
            document.get((*path, "cle"))
            or document.get((*path, "op")) != "creer"
            or not document.get((*path, "entite"))
        )
        if not has_name and isinstance(values, dict) and values:
            title = str(values.get("nom") or values.get("titre") or document.get((*path, "entite")))
            document.put((*path, "cle"), free_key(_keys(document.data), title))


def _drop_empty(document: Document, at: Path) -> None:
    """Empty mappings below a place; those of lists stay, whose ranks are names."""
    value = document.get(at)
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        _drop_empty(document, (*at, key))
        is_point = at[-1:] == ("chiffres",)
        if isinstance(value, dict) and document.get((*at, key)) == {} and not is_point:
            document.drop((*at, key))


def free_key(taken: Container[str], title: str) -> str:
    """A key made of a title that nothing bears yet: avis-colis-abime, avis-colis-abime-2."""
    root = (slugify(title)[:60].strip("-") or "fiche").lower()
    names = (root if n == 1 else f"{root}-{n}" for n in itertools.count(1))
    return next(name for name in names if name not in taken)


def _keys(data: Any) -> set[str]:
    """Every key that the subject gives to what it creates."""
    if isinstance(data, dict):
        own = {data["cle"]} if isinstance(data.get("cle"), str) else set()
        return own.union(*map(_keys, data.values()))
    return set().union(*map(_keys, data)) if isinstance(data, list) else set()


def add_item(
    *, written: WrittenSubject, page: str, base_revision: int, author: str, kind: str = ""
) -> int:  # fmt: skip
    """Append a question, a proof, an event… to be filled in; its rank. Raises Conflict when the text was saved since."""
    if page not in PREFIX:
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
    if page == "depart":
        op = kind if kind in {code for code, _, _ in forms_events.STARTS} else "creer"
        return {"id": name, "op": op, **({"entite": "visite"} if op == "generer" else {})}
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
    if base_revision != written.revision:  # a rank of another revision may be another item
        raise Conflict(STALE)
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
