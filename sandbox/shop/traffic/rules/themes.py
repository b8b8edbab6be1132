"""What reviews talk about: themes recognised by their words, one rule for every shop."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sandbox.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: the beginnings of the words that tell it, and whole words, all without accents.

    A word that the shop's own products bear (« Brise du large »), or that says two things (« frais », « livre »), tells none.
    """

    name: str
    stems: tuple[str, ...]
    words: frozenset[str] = frozenset()


def _theme(name: str, stems: str, words: str = "") -> Theme:
    return Theme(name, tuple(stems.split()), frozenset(words.split()))


THEMES: tuple[Theme, ...] = (
    _theme("Goût et arôme", "arom saveur savour parfum acidit corse delicieu gustat", "gout gouts amer amere amertume acide"),
    _theme("Fraîcheur et torréfaction", "fraich torref peremption", "rassis rassie grille grillee"),
    _theme("Livraison et délais", "livrais livreur colis delai retard transporteur facteur expedi", "livrer livree relais"),
    _theme("Emballage", "emball carton sachet paquet ecrin", "zip boite boites"),
    _theme("Casse et défauts", "ebrech defaut defectu abim fissur", "casse cassee casses cassees brisee fele felee fuit fuite panne"),
    _theme("Prix", "tarif abordable onereu", "prix cher chere chers cheres euro euros"),
    _theme("Service client", "repond accueil conseil rembours reclam", "reponse reponses service"),
    _theme("Cadeau", "cadeau anniversaire", "offert offerte offrir noel"),
)  # fmt: skip
"""A review may have several, or none."""

_WORDS = re.compile(r"[a-z]+")


@lru_cache(16_384)
def themes_of(text: str) -> frozenset[str]:
    """The names of the themes of a text; those of the last texts are kept, a report reads the same ones at each visit."""
    return frozenset().union(*map(_themes_of_word, set(_WORDS.findall(fold(text)))))


@lru_cache(20_000)
def _themes_of_word(word: str) -> frozenset[str]:
    return frozenset(t.name for t in THEMES if word in t.words or word.startswith(t.stems))
