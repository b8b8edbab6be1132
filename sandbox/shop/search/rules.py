"""How words are compared: folded, stemmed, one typo forgiven. Pure; works the same on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import fold

_WORD = re.compile(r"[a-z0-9]+")
_ELISION = re.compile(r"\b(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu)'")
_stemming = Lock()

MIN_PREFIX = 3
"""A word of at least so many letters also finds the words that begin with it."""
MIN_TYPO = 4
"""A word of at least so many letters may have one letter wrong, missing, added or swapped."""
MAX_QUERY = 120
MAX_SCORES = 200
"""How many answers a document keeps: evidence asks all shops for the same few words after each save."""

STOP_WORDS = frozenset(
    [
        "a",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "cet",
        "cette",
        "dans",
        "de",
        "des",
        "du",
        "elle",
        "en",
        "et",
        "eux",
        "il",
        "ils",
        "je",
        "la",
        "le",
        "les",
        "leur",
        "leurs",
        "lui",
        "ma",
        "mais",
        "me",
        "meme",
        "mes",
        "moi",
        "mon",
        "ne",
        "nos",
        "notre",
        "nous",
        "on",
        "ou",
        "par",
        "pas",
        "pour",
        "plus",
        "qu",
        "que",
        "qui",
        "sa",
        "sans",
        "se",
        "ses",
        "si",
        "son",
        "sur",
        "ta",
        "te",
        "tes",
        "toi",
        "ton",
        "tu",
        "un",
        "une",
        "vos",
        "votre",
        "vous",
        "y",
        "est",
        "sont",
    ]
)

EXACT, STEM, PREFIX, TYPO = 1.0, 0.9, 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Indexed:
    """The words of a document: weight by folded word, and by stem. `scores` keeps how it answered the latest terms asked for."""

    words: Mapping[str, float]
    stems: Mapping[str, float] = field(default_factory=dict)
    scores: dict[tuple[str, bool], float] = field(default_factory=dict, compare=False, repr=False)


def words_of(text: str) -> list[str]:
    """The words of a text, folded, elisions taken off, in order; « l’Éthiopie » gives « ethiopie »."""
    return _WORD.findall(_ELISION.sub("", fold(text)))


def terms_of(query: str) -> list[str]:
    """The words of a query that say something; all of them when none does."""
    found = words_of(query[:MAX_QUERY])
    return [word for word in found if word not in STOP_WORDS] or found


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """A folded word without its French ending: « cafés », « café » and « cafe » are one."""
    singular = word[:-1] if len(word) > 3 and word[-1] in "sx" else word
    with _stemming:  # the stemmer holds the word it works on
        return fold(_stemmer().stemWord(singular))


@cache
def _stemmer() -> Any:
    """The French stemmer, loaded by the first search: its package reads thirty languages."""
    import snowballstemmer

    return snowballstemmer.stemmer("french")


def index(weighted: Iterable[tuple[str, float]]) -> Indexed:
    """Index texts with their weights; a word keeps the best weight it was found with."""
    words: dict[str, float] = {}
    stems: dict[str, float] = {}
    for text, weight in weighted:
        for word in words_of(text):
            if weight > words.get(word, 0):
                words[word] = weight
                stems[stem(word)] = max(weight, stems.get(stem(word), 0))
    return Indexed(words, stems)


def score(document: Indexed, term: str, *, typos: bool) -> float:
    """How well a document answers one term: exact word, same stem, beginning of a word, and one typo when asked."""
    known = document.scores.get((term, typos))
    if known is None:
        known = _score(document, term, typos=typos)
        if len(document.scores) >= MAX_SCORES:
            document.scores.clear()
        document.scores[term, typos] = known
    return known


def _score(document: Indexed, term: str, *, typos: bool) -> float:
    best = document.words.get(term, 0) * EXACT
    best = max(best, document.stems.get(stem(term), 0) * STEM)
    if len(term) >= MIN_PREFIX:
        best = max(best, max((w * PREFIX for word, w in document.words.items() if word.startswith(term)), default=0))
    if not best and typos and len(term) >= MIN_TYPO:
        best = max((w * TYPO for word, w in document.words.items() if is_near(term, word)), default=0)
    return best


def meant(terms: Sequence[str], document: Indexed) -> str:
    """The words of a query as a document writes them: each term that it does not know is replaced by the near one."""
    return " ".join(term if score(document, term, typos=False) else _near_word(document, term) for term in terms)


def _near_word(document: Indexed, term: str) -> str:
    near = [(-weight, word) for word, weight in document.words.items() if is_near(term, word)]
    return min(near)[1] if near else term


def is_near(one: str, other: str) -> bool:
    """Whether two words differ by at most one letter added, missing, wrong, or two neighbours swapped."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or max(len(one), len(other)) < MIN_TYPO:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (len(a) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else a == b[1:]


def with_aliases(query: str, aliases: Mapping[str, str]) -> str:
    """The query with each alias replaced by what it is searched as; longer aliases first. Keys and query are compared folded."""
    text = f" {' '.join(words_of(query[:MAX_QUERY]))} "
    for alias in sorted(aliases, key=lambda a: -len(a)):
        folded = " ".join(words_of(alias))
        if folded and f" {folded} " in text:
            text = text.replace(f" {folded} ", f" {' '.join(words_of(aliases[alias]))} ")
    return text.strip()


def clean_word(text: str, *, field: str, label: str) -> str:
    """An alias or the word it leads to: not empty, 128 characters at most, no sign that a search cannot have."""
    trimmed = " ".join(text.split())
    if not trimmed or not words_of(trimmed):
        raise RuleBroken(f"{label} : écrivez un mot ou une expression.", field=field)
    if len(trimmed) > 128:
        raise RuleBroken(f"{label} : 128 caractères au plus.", field=field)
    if re.search(r"[<>{}=;]", trimmed):
        raise RuleBroken(f"{label} : les signes < > {{ }} = ; sont interdits.", field=field)
    return trimmed
