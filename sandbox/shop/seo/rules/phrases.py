"""How a keyphrase is found in French: accents, apostrophes of both kinds, elisions, hyphens, plurals and small words aside. Pure.

Two texts say the same when their content words have the same stems: « moulins à café », « moulin a cafe » and « moulin-à-café »
are one. The checks of the trade’s usual tools stumble on each of these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from sandbox.shop.search.rules import STOP_WORDS, stem, words_of

_SMALL = """
afin ainsi alors apres aucun aucune aussi autre autres avant bien car cela celle celles celui ceux chaque chez ci comme
comment contre deja depuis des donc dont encore entre est et etre eu faire fait faut ici jusque la leur lors lorsque mais
memes mieux moins ni non notamment parce parmi peu peut peuvent plus plusieurs plutot pourquoi puis quand que quel quelle
quelles quelque quelques quels quoi sans selon sera si sinon soit sous souvent suis sur tandis tant tel telle telles tels
tous tout toute toutes tres trop un une uns vers voici voila
"""
_FUNCTION_WORDS = STOP_WORDS | frozenset(_SMALL.split())
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\s\u00a0\u202f]+(?=[«“\"(A-ZÀ-ÖØ-Þ0-9])")


def content_words(text: str) -> list[str]:
    """The stems of the words that say something, in order; of a text of small words only, all of them."""
    words = words_of(text)
    return [stem(word) for word in words if word not in _FUNCTION_WORDS] or [stem(word) for word in words]


def sentences(text: str) -> list[str]:
    """The sentences of a plain text; « 0,8 L. » inside a sentence does not end it unless a capital or a figure follows."""
    return [part for part in (piece.strip() for piece in _SENTENCE_END.split(text)) if part]


def holds(text: str, phrase: Sequence[str]) -> bool:
    """Whether all the content words of a phrase (their stems) are in a text, in any order."""
    return bool(phrase) and set(phrase) <= set(content_words(text))


def times(text: str, phrase: Sequence[str]) -> int:
    """How often a phrase is used: sentence by sentence, as many times as its scarcest word."""
    return sum(_times_in(sentence, phrase) for sentence in sentences(text)) if phrase else 0


def _times_in(sentence: str, phrase: Sequence[str]) -> int:
    found = Counter(content_words(sentence))
    return min(found[word] for word in phrase)


def begins_with(text: str, phrase: Sequence[str]) -> bool:
    """Whether a text opens with the phrase, its words in their order."""
    return bool(phrase) and content_words(text)[: len(phrase)] == list(phrase)
