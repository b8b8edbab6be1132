"""States of comments, and what holds one back. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import fold, one_line
from sandbox.shop.contributors.rules import is_email

STATUSES = {"en_attente": "pending", "approuve": "approved", "indesirable": "spam", "corbeille": "trash"}
STATUS_WORDS = {"pending": "En attente", "approved": "Approuvé", "spam": "Indésirable", "trash": "Corbeille"}
MAX_BODY = 5000
_LINK = re.compile(r"https?://|<a\s", re.IGNORECASE)


def clean_body(body: str) -> str:
    """A comment's words; raises RuleBroken when there are none or too many."""
    trimmed = body.replace("\r\n", "\n").strip()
    if not trimmed:
        raise RuleBroken("Écrivez votre commentaire.", field="body")
    if len(trimmed) > MAX_BODY:
        raise RuleBroken(f"Un commentaire a {MAX_BODY} caractères au plus.", field="body")
    return trimmed


def check_person(author: str, email: str, *, is_asked: bool) -> tuple[str, str]:
    """Name and address; both are asked for unless the settings say otherwise."""
    name, address = one_line(author)[:120], email.strip().lower()
    if is_asked and not name:
        raise RuleBroken("Indiquez votre nom.", field="author")
    if (is_asked or address) and not is_email(address):
        raise RuleBroken("Indiquez une adresse e-mail valide.", field="email")
    return name or "Anonyme", address


def count_links(body: str) -> int:
    """How many links a comment holds."""
    return len(_LINK.findall(body))


def holds_word(listed: str, texts: Iterable[str]) -> bool:
    """Whether one of the listed words (one a line) is in the texts, even inside another word, as WordPress does."""
    haystack = fold(" ".join(texts))
    return any(fold(word.strip()) in haystack for word in listed.splitlines() if word.strip())
