"""Where an order goes: the region of an address, and the addresses of a region. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.kernel.text import fold, slugify

UNKNOWN_PLACE = "Non précisé"
_FRANCE = frozenset({"", "france", "france metropolitaine"})
_REGIONS = {
    "Auvergne-Rhône-Alpes": "01 03 07 15 26 38 42 43 63 69 73 74", "Bourgogne-Franche-Comté": "21 25 39 58 70 71 89 90",
    "Bretagne": "22 29 35 56", "Centre-Val de Loire": "18 28 36 37 41 45", "Corse": "20", "Grand Est": "08 10 51 52 54 55 57 67 68 88",
    "Hauts-de-France": "02 59 60 62 80", "Île-de-France": "75 77 78 91 92 93 94 95", "Normandie": "14 27 50 61 76",
    "Nouvelle-Aquitaine": "16 17 19 23 24 33 40 47 64 79 86 87", "Occitanie": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "Pays de la Loire": "44 49 53 72 85", "Provence-Alpes-Côte d’Azur": "04 05 06 13 83 84", "Outre-mer": "97 98",
}  # fmt: skip
REGIONS = tuple(_REGIONS)
_REGION_OF = {prefix: name for name, prefixes in _REGIONS.items() for prefix in prefixes.split()}
_BY_SLUG = {slugify(name): name for name in _REGIONS}


@dataclass(frozen=True, slots=True)
class Area:
    """The addresses of a place: those of France whose postcode begins so, or all of a country; none of either is nowhere."""

    prefixes: tuple[str, ...] = ()
    country: str = ""


def place_of(country: str, postcode: str, known: Iterable[str] = ()) -> str:
    """The French region or the country of an address, written as one of the `known` places when it is one of them.

    An address of France without a postcode of France is `UNKNOWN_PLACE`.
    """
    name = _region(postcode) if fold(country.strip()) in _FRANCE else country.strip()
    slug = slugify(name)
    return next((place for place in known if slugify(place) == slug), name)


def _region(postcode: str) -> str:
    return _REGION_OF.get(postcode.strip()[:2], UNKNOWN_PLACE)


def proper_name(place: str) -> str:
    """The name of a region as it is written here, when a place is one; else as it came."""
    return _BY_SLUG.get(slugify(place), place)


def area_of(place: str) -> Area:
    """The addresses that `place_of` puts in a place."""
    name = proper_name(place)
    if name in _REGIONS:
        return Area(prefixes=tuple(_REGIONS[name].split()))
    return Area() if place == UNKNOWN_PLACE else Area(country=place)
