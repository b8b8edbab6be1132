"""Fees of parcels, zones of addresses, and when a parcel arrives, in working days. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import fold

MAX_CENTS = 1_000_000
MAX_GRAMS = 1_000_000
MAX_STEP_CENTS = 100_000_000
MAX_DAYS = 60
WEIGHT, PRICE = "weight", "price"
BILLINGS = {"poids": WEIGHT, "prix": PRICE}
"""What the steps of a carrier's fees count, by the French word of files."""

_UNION = {
    "allemagne", "autriche", "belgique", "bulgarie", "chypre", "croatie", "danemark", "espagne", "estonie", "finlande", "grece",
    "hongrie", "irlande", "italie", "lettonie", "lituanie", "luxembourg", "malte", "pays-bas", "pologne", "portugal",
    "republique tcheque", "tchequie", "roumanie", "slovaquie", "slovenie", "suede",
}  # fmt: skip
_RANGE = re.compile(r"(\d{1,2})\s*(?:a|-|ou)\s*(\d{1,2})\s*(?:jours|j\b)")
_SINGLE = re.compile(r"(\d{1,2})\s*(?:jours?|j\b)")
_HOURS = re.compile(r"(\d{2,3})\s*h(?:eures?)?\b")


@dataclass(frozen=True, slots=True)
class Place:
    """A country, a department, or a group of them, as the page of a zone proposes it under a heading."""

    group: str
    label: str


_DEPARTMENTS = (
    "01 Ain|02 Aisne|03 Allier|04 Alpes-de-Haute-Provence|05 Hautes-Alpes|06 Alpes-Maritimes|07 Ardèche|08 Ardennes|09 Ariège|10 Aube|"
    "11 Aude|12 Aveyron|13 Bouches-du-Rhône|14 Calvados|15 Cantal|16 Charente|17 Charente-Maritime|18 Cher|19 Corrèze|21 Côte-d’Or|"
    "22 Côtes-d’Armor|23 Creuse|24 Dordogne|25 Doubs|26 Drôme|27 Eure|28 Eure-et-Loir|29 Finistère|30 Gard|31 Haute-Garonne|32 Gers|"
    "33 Gironde|34 Hérault|35 Ille-et-Vilaine|36 Indre|37 Indre-et-Loire|38 Isère|39 Jura|40 Landes|41 Loir-et-Cher|42 Loire|"
    "43 Haute-Loire|44 Loire-Atlantique|45 Loiret|46 Lot|47 Lot-et-Garonne|48 Lozère|49 Maine-et-Loire|50 Manche|51 Marne|"
    "52 Haute-Marne|53 Mayenne|54 Meurthe-et-Moselle|55 Meuse|56 Morbihan|57 Moselle|58 Nièvre|59 Nord|60 Oise|61 Orne|"
    "62 Pas-de-Calais|63 Puy-de-Dôme|64 Pyrénées-Atlantiques|65 Hautes-Pyrénées|66 Pyrénées-Orientales|67 Bas-Rhin|68 Haut-Rhin|"
    "69 Rhône|70 Haute-Saône|71 Saône-et-Loire|72 Sarthe|73 Savoie|74 Haute-Savoie|75 Paris|76 Seine-Maritime|77 Seine-et-Marne|"
    "78 Yvelines|79 Deux-Sèvres|80 Somme|81 Tarn|82 Tarn-et-Garonne|83 Var|84 Vaucluse|85 Vendée|86 Vienne|87 Haute-Vienne|88 Vosges|"
    "89 Yonne|90 Territoire de Belfort|91 Essonne|92 Hauts-de-Seine|93 Seine-Saint-Denis|94 Val-de-Marne|95 Val-d’Oise"
)
_OVERSEAS = (
    "971 Guadeloupe|972 Martinique|973 Guyane|974 La Réunion|975 Saint-Pierre-et-Miquelon|976 Mayotte|977 Saint-Barthélemy|"
    "978 Saint-Martin|986 Wallis-et-Futuna|987 Polynésie française|988 Nouvelle-Calédonie"
)
_COUNTRIES = (
    "Allemagne|Autriche|Belgique|Bulgarie|Chypre|Croatie|Danemark|Espagne|Estonie|Finlande|Grèce|Hongrie|Irlande|Italie|Lettonie|"
    "Lituanie|Luxembourg|Malte|Pays-Bas|Pologne|Portugal|République tchèque|Roumanie|Slovaquie|Slovénie|Suède"
)
_NEIGHBOURS = "Andorre|Monaco|Norvège|Royaume-Uni|Suisse|Canada|États-Unis|Maroc|Tunisie"


def _departments(text: str, group: str) -> dict[str, Place]:
    pairs = (line.partition(" ") for line in text.split("|"))
    return {f"departement-{number}": Place(group, f"{name} ({number})") for number, _, name in pairs}


def _countries(text: str, group: str) -> dict[str, Place]:
    return {fold(name).replace(" ", "-"): Place(group, name) for name in text.split("|")}


_WIDE, _LAND, _SEA = "Ensembles", "Départements de métropole", "Outre-mer"
PLACES: dict[str, Place] = {
    "france": Place(_WIDE, "France métropolitaine"),
    "corse": Place(_WIDE, "Corse (codes postaux en 20)"),
    "outre-mer": Place(_WIDE, "France d’outre-mer (codes postaux en 97 et 98)"),
    "europe": Place(_WIDE, "Pays de l’Union européenne, hors France"),
    "monde": Place(_WIDE, "Tous les autres pays"),
    **_departments(_DEPARTMENTS, _LAND), **_departments(_OVERSEAS, _SEA),
    **_countries(_COUNTRIES, "Union européenne"), **_countries(_NEIGHBOURS, "Autres pays"),
}  # fmt: skip
"""Code -> place. What is precise comes before what is wide: a department or a country may lie in another zone than its group."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """When a parcel arrives: the first and the last day of the promise."""

    first_on: date
    last_on: date


# fees ----------------------------------------------------------------------------------------------------------------


def fee_for(steps: Iterable[tuple[int, int]], measure: int) -> int | None:
    """The fee of the first step (up to so many grams or cents, fee) that takes the measure; None when none does."""
    return next((price for up_to, price in sorted(steps) if measure <= up_to), None)


def charge(
    fee_cents: int, *, products_cents: int, free_from_cents: int | None, extra_cents: int = 0, handling_cents: int = 0
) -> int:
    """What is asked: nothing from the threshold of products on, else the fee, handling, and what bulky products add."""
    if free_from_cents is not None and products_cents >= free_from_cents:
        return 0
    return fee_cents + handling_cents + extra_cents


def lowest_threshold(*thresholds: int | None) -> int | None:
    """The first amount of products from which shipping is free, of those that are set."""
    return min((cents for cents in thresholds if cents is not None), default=None)


def missing_for_free(products_cents: int, free_from_cents: int | None) -> int | None:
    """How many cents of products are missing for free shipping; None when it is never free, 0 when it is."""
    return None if free_from_cents is None else max(0, free_from_cents - products_cents)


def zone_keys(country: str, postcode: str) -> list[str]:
    """The places that an address lies in, the most precise first: its department or country, then the groups of them."""
    land = fold(country.strip()) or "france"
    if land == "france":
        if postcode.startswith(("97", "98")):
            return [f"departement-{postcode[:3]}", "outre-mer"]
        corsica = ["corse"] if postcode.startswith("20") else []
        return [*(corsica or [f"departement-{postcode[:2]}"]), "france"] if postcode else ["france"]
    code = land.replace(" ", "-")
    return [code, "europe"] if land in _UNION else [code, "monde"]


_SAME_PLACE = {
    "france-metropolitaine": "france", "metropole": "france", "drom-com": "outre-mer", "dom-tom": "outre-mer",
    "union-europeenne": "europe", "international": "monde",
}  # fmt: skip
"""Other words that contexts have for a place, when they name their zones with them."""


def place_of_key(key: str | None) -> str:
    """The place that a zone's key names; empty when it has none."""
    return _SAME_PLACE.get(key or "", key or "")


def check_places(places: Iterable[str]) -> list[str]:
    """Known places, each once; raises RuleBroken for another."""
    wanted = list(dict.fromkeys(places))
    if unknown := [place for place in wanted if place not in PLACES]:
        raise RuleBroken(f"Lieu inconnu : « {unknown[0]} ».", field="places")
    return wanted


def place_words(place: str) -> str:
    """« Belgique », « Gironde (33) »."""
    return PLACES[place].label if place in PLACES else place.replace("-", " ").capitalize()


def check_fees(steps: Sequence[tuple[int, int]], billing: str = WEIGHT) -> list[tuple[int, int]]:
    """Steps sorted by their limit; refuses an empty limit, a negative price and the same limit twice."""
    found = sorted(steps)
    for up_to, cents in found:
        if billing == WEIGHT and not 0 < up_to <= MAX_GRAMS:
            raise RuleBroken("Un poids de tranche va de 1 g à 1\u00a0000\u00a0kg.", field="fees")
        if billing == PRICE and not 0 < up_to <= MAX_STEP_CENTS:
            raise RuleBroken("Un montant de tranche va de 0,01\u00a0€ à 1\u00a0000\u00a0000\u00a0€.", field="fees")
        if not 0 <= cents <= MAX_CENTS:
            raise RuleBroken("Un prix de livraison va de 0 à 10\u00a0000\u00a0€.", field="fees")
    if len({up_to for up_to, _ in found}) != len(found):
        raise RuleBroken("Deux tranches ont la même limite.", field="fees")
    return found


def check_billing(billing: str) -> None:
    """Fees go by weight or by price."""
    if billing not in BILLINGS.values():
        raise RuleBroken(
            "Choisissez la facturation\u00a0: selon le prix total ou selon le poids total.", field="billing"
        )


def check_max_weight(grams: int | None) -> None:
    """The heaviest parcel, when there is a limit."""
    if grams is not None and not 0 < grams <= MAX_GRAMS:
        raise RuleBroken(
            "Le poids maximum va de 1 g à 1\u00a0000\u00a0kg\u00a0; vide\u00a0: aucune limite.", field="max_weight_g"
        )


def check_delay(low: int, high: int) -> None:
    """Working days of a delivery, in order."""
    if not 0 <= low <= MAX_DAYS:
        raise RuleBroken(f"Le délai va de 0 à {MAX_DAYS} jours ouvrés.", field="delay_min_days")
    if not low <= high <= MAX_DAYS:
        raise RuleBroken("Le délai le plus long ne peut pas être plus court que l’autre.", field="delay_max_days")


def read_delay(text: str) -> tuple[int, int] | None:
    """« 2 à 3 jours ouvrés » as (2, 3), « le lendemain » as (1, 1), « 48 h » as (2, 2); None when it says nothing."""
    words = fold(text)
    if match := _RANGE.search(words):
        return int(match[1]), int(match[2])
    if "lendemain" in words:
        return 1, 1
    if match := _SINGLE.search(words):
        return int(match[1]), int(match[1])
    if match := _HOURS.search(words):
        days = int(match[1]) // 24
        return (days, days) if days else None
    return None


# working days --------------------------------------------------------------------------------------------------------


def easter(year: int) -> date:
    """Easter Sunday (Butcher's algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of mainland France."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=n) for n in (1, 39, 50)}
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    return frozenset(moving | {date(year, month, day) for month, day in fixed})


def is_working_day(day: date) -> bool:
    """Monday to Friday, public holidays aside."""
    return day.weekday() < 5 and day not in holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after a day; a day off counts as the next working one, when somebody reads the order."""
    found = day
    while not is_working_day(found):
        found += timedelta(days=1)
    while count:
        found += timedelta(days=1)
        if is_working_day(found):
            count -= 1
    return found


def order_day(moment: datetime, cut_off_hour: int) -> date:
    """The day from which the delays of an order count: the next one after the hour up to which parcels still leave that day.

    `moment` is a Paris wall clock; 0 for no such hour. On a day off the hour means nothing: the next working day counts anyway.
    """
    day = moment.date()
    late = 0 < cut_off_hour <= moment.hour and is_working_day(day)
    return day + timedelta(days=1) if late else day


def delivery(ordered_on: date, low: int, high: int) -> Delivery:
    """When a parcel ordered on a day arrives, for a promise of `low` to `high` working days."""
    return Delivery(add_working_days(ordered_on, low), add_working_days(ordered_on, high))
