"""A form that somebody put in a text: found again by what it asks, its answers checked, told as a message."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from flask import g

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import plain
from sandbox.shop.blocks.rules.kinds import FORM_FIELDS
from sandbox.shop.blocks.rules.tree import Block, walk
from sandbox.shop.posts import queries
from sandbox.shop.posts.models import SitePost
from sandbox.shop.support.rules import MAX_BODY, clean_email

KINDS = frozenset(code for code, _ in FORM_FIELDS)
MAX_ANSWER = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """A field: its name in the form, what it asks, how (`text`, `email`, `tel`, `long`, `check`, `choice`)."""

    name: str
    label: str
    kind: str
    is_required: bool
    choices: tuple[str, ...] = ()


@dataclass(slots=True)
class Answers:
    """What was typed, by name, and what is wrong with it."""

    mark: str
    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def mark_of(block: Block) -> str:
    """What a form is found again by, whatever page shows it."""
    told = json.dumps(dict(block.attrs), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def fields_of(block: Block) -> list[Asked]:
    """The fields of a form; one without a label asks nothing."""
    found = []
    for rank, item in enumerate(block.get("items", []), 1):
        label = plain(item.get("label", ""))
        choices = tuple(part.strip() for part in re.split(r"[,;\n]", plain(item.get("choices", ""))) if part.strip())
        kind = item["type"] if item.get("type") in KINDS else "text"
        if label:
            is_needed = item.get("required") not in (None, False, "", "non")
            found.append(
                Asked(f"c{rank}", label, "text" if kind == "choice" and not choices else kind, is_needed, choices)
            )
    return found


def find_form(mark: str) -> tuple[SitePost, Block] | None:
    """The form of a mark in what visitors read, and the text that shows it."""
    for post, block in _forms(queries.visible_texts()):
        if mark_of(block) == mark:
            return post, block
    return None


def _forms(posts: Iterable[SitePost]) -> Iterator[tuple[SitePost, Block]]:
    for post in posts:
        yield from ((post, block) for block in walk(queries.blocks_of(post)) if block.kind == "form")


def read_answers(block: Block, typed: Mapping[str, str]) -> Answers:
    """The answers to a form, with what is wrong at each field."""
    found = Answers(mark_of(block))
    for asked in fields_of(block):
        value = typed.get(asked.name, "").strip()
        found.values[asked.name] = value
        if asked.is_required and not value:
            found.errors[asked.name] = "Cochez cette case." if asked.kind == "check" else "Remplissez ce champ."
        elif len(value) > MAX_ANSWER:
            found.errors[asked.name] = f"{MAX_ANSWER} caractères au plus."
        elif value and asked.kind == "email" and not _is_taken(value):
            found.errors[asked.name] = "Indiquez une adresse e-mail valide."
        elif value and asked.choices and asked.kind == "choice" and value not in asked.choices:
            found.errors[asked.name] = "Choisissez dans la liste."
    if not found.errors and not any(found.values.values()):
        found.errors["c1"] = "Remplissez au moins un champ."
    return found


def _is_taken(email: str) -> bool:
    """Whether the customer service takes this address: the form says so at its field, before the message is refused."""
    try:
        clean_email(email)
    except RuleBroken:
        return False
    return True


def as_message(block: Block, answers: Answers, page: str) -> str:
    """The answers as the customer service reads them."""
    title = plain(block.get("title")) or "Formulaire"
    lines = [f"{title} (page « {page} »)", ""]
    for asked in fields_of(block):
        value = answers.values[asked.name]
        if asked.kind == "check":
            value = "oui" if value else "non"
        lines.append(f"{asked.label} : {value or '–'}")
    return "\n".join(lines)[:MAX_BODY]


def sender_of(block: Block, answers: Answers) -> tuple[str, str]:
    """(name, e-mail) of who answers: the first short text, and the first e-mail; empty when the form does not ask."""
    asked = fields_of(block)
    name = next((answers.values[one.name] for one in asked if one.kind == "text" and answers.values[one.name]), "")
    return name, next((answers.values[one.name] for one in asked if one.kind == "email"), "")


def state_of(block: Block) -> Answers:
    """What the page shows in a form: what was just refused, or nothing yet."""
    kept: Answers | None = g.get("form_block")
    return kept if kept is not None and kept.mark == mark_of(block) else Answers(mark_of(block))
