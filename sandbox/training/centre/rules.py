"""A centre's day, purely: hours that do not overlap, what a line of a list of candidates says, what a workstation measured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.kernel.text import fold
from sandbox.training.exams.models import Extra
from sandbox.training.exams.rules import MAX_EXTRA_MINUTES

MIN_TAKEN, MAX_TAKEN = 10, 240
MAX_SERIES = 20
NUMBER_LENGTH, NAME_LENGTH = 20, 60


# hours -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Slot:
    """Who and what an interval takes. Empty names take nothing."""

    starts_at: datetime
    minutes: int
    room: str
    commission: str
    examiner: str

    @property
    def ends_at(self) -> datetime:
        """When the room is free again."""
        return self.starts_at + timedelta(minutes=self.minutes)


def clash(one: Slot, other: Slot) -> str:
    """What two intervals take at the same time, in words; nothing when they go together.

    An interval ends where the next one begins: they touch, they do not overlap.
    """
    if one.starts_at >= other.ends_at or other.starts_at >= one.ends_at:
        return ""
    if _same(one.room, other.room):
        return f"la salle {one.room}"
    if _same(one.commission, other.commission):
        return f"la commission {one.commission}"
    if _same(one.examiner, other.examiner):
        return one.examiner
    return ""


def most_at_once(slots: Sequence[Slot]) -> int:
    """How many sessions of a day are held at the same time, at its busiest."""
    return max((sum(one.starts_at <= slot.starts_at < one.ends_at for one in slots) for slot in slots), default=0)


def _same(one: str, other: str) -> bool:
    return bool(one.strip()) and "".join(fold(one).split()) == "".join(fold(other).split())


def series(first: datetime, every: int, count: int) -> list[datetime]:
    """The hours of so many sessions in a row."""
    return [first + timedelta(minutes=every * rank) for rank in range(count)]


def groups(count: int, size: int) -> list[int]:
    """How many candidates sit together: as many sessions as it takes, and none much smaller than the others."""
    if count <= 0:
        return []
    sessions = -(-count // size)
    small, more = divmod(count, sessions)
    return [small + 1] * more + [small] * (sessions - more)


def own_length(duration: timedelta, extra: Extra, extra_minutes: int) -> timedelta | None:
    """How long a candidate may work; None without limit."""
    match extra:
        case Extra.UNLIMITED:
            return None
        case Extra.THIRD:
            return duration + duration / 3
        case Extra.MINUTES:
            return duration + timedelta(minutes=extra_minutes)
        case _:
            return duration


# a list of candidates ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Called:
    """A candidate as a list names them."""

    number: str
    last_name: str
    first_name: str = ""
    extra: Extra = Extra.NONE
    extra_minutes: int = 0


class LineFault(ValueError):
    """What is wrong with a line, in words."""


_HEADERS: Mapping[str, str] = {
    "numero": "number", "n°": "number", "no": "number", "num": "number", "n": "number", "numero de candidat": "number",
    "numero candidat": "number", "n° candidat": "number", "n° de candidat": "number", "n°candidat": "number",
    "matricule": "number", "inscription": "number", "n° d'inscription": "number", "numero d'inscription": "number",
    "nom": "last_name", "nom de famille": "last_name", "nom d'usage": "last_name", "nom du candidat": "last_name",
    "prenom": "first_name", "prenoms": "first_name", "prenom(s)": "first_name", "prenom du candidat": "first_name",
    "eleve": "full_name", "eleves": "full_name", "etudiant": "full_name", "etudiants": "full_name", "candidat": "full_name",
    "candidats": "full_name", "nom et prenom": "full_name", "nom prenom": "full_name", "nom complet": "full_name",
    "nom, prenom": "full_name", "nom - prenom": "full_name", "nom/prenom": "full_name", "noms et prenoms": "full_name",
    "temps": "extra", "tiers temps": "extra", "tiers-temps": "extra", "majoration": "extra", "temps majore": "extra",
    "temps en plus": "extra", "amenagement": "extra", "amenagements": "extra",
}  # fmt: skip
_OF_A_CLASS = frozenset(
    {"classe", "classes", "groupe", "date de naissance", "ne(e) le", "ne le", "nee le", "naissance", "ine"}
)
_NONE = frozenset({"", "non", "n", "0", "-", "aucun", "aucune", "sans", "ordinaire", "normal", "faux"})
_THIRD = frozenset({
    "oui", "o", "x", "1", "1/3", "tiers", "un tiers", "tiers temps", "tiers-temps", "tiers temps en plus", "vrai", "tt",
})  # fmt: skip
_UNLIMITED = frozenset({"illimite", "non limite", "temps non limite", "temps illimite", "libre"})
_MINUTES = re.compile(r"\+? ?(\d{1,4}) ?(?:m|mn|min|minutes?|')?(?: en plus)?")


def meanings(headers: Iterable[str]) -> dict[str, str]:
    """What each column of a list means: field by header. A column that is not known is left out."""
    found: dict[str, str] = {}
    for header in headers:
        meant = _HEADERS.get(" ".join(fold(header).replace("’", "'").replace("*", " ").split()))
        if meant and meant not in found.values():
            found[header] = meant
    return found


def is_class_list(headers: Iterable[str]) -> bool:
    """Whether these columns are those of a class list, as the software of a school gives it, which numbers nobody."""
    plain = {" ".join(fold(header).split()) for header in headers}
    return bool(plain & _OF_A_CLASS) or "full_name" in {_HEADERS.get(name) for name in plain}


def split_name(text: str) -> tuple[str, str]:
    """« LE GOFF Anne-Marie », as class lists write it, in last and first name: capitals are the last name's, else its one word."""
    words = text.replace(",", " ").split()
    count = next((n for n, word in enumerate(words) if word != word.upper()), len(words))
    if count == len(words) > 1:
        count -= 1  # all in capitals
    count = max(count, 1)
    return " ".join(words[:count]), " ".join(words[count:])


def read_called(cells: Mapping[str, str]) -> Called:
    """The candidate of a line (cells by field); raises LineFault."""
    number, last_name, first_name = (
        " ".join(cells.get(name, "").split()) for name in ("number", "last_name", "first_name")
    )
    if not last_name and cells.get("full_name"):
        last_name, first_name = split_name(cells["full_name"])
    if not number:
        raise LineFault("le numéro manque.")
    if not last_name:
        raise LineFault("le nom manque.")
    if len(number) > NUMBER_LENGTH:
        raise LineFault(f"le numéro dépasse {NUMBER_LENGTH} caractères.")
    if max(len(last_name), len(first_name)) > NAME_LENGTH:
        raise LineFault(f"le nom ou le prénom dépasse {NAME_LENGTH} caractères.")
    extra, minutes = read_extra(cells.get("extra", ""))
    return Called(number, last_name, first_name, extra, minutes)


def read_extra(text: str) -> tuple[Extra, int]:
    """Extra time as people write it: « tiers », « oui », « 20 min », « illimité »; raises LineFault."""
    said = " ".join(fold(text).replace("’", "'").split())
    if said in _NONE:
        return Extra.NONE, 0
    if said in _THIRD:
        return Extra.THIRD, 0
    if said in _UNLIMITED:
        return Extra.UNLIMITED, 0
    if (match := _MINUTES.fullmatch(said)) is None:
        raise LineFault(f"« {text.strip()} » n’est pas un temps connu : écrivez tiers, 20 min, illimité, ou rien.")
    minutes = int(match[1])
    if not 1 <= minutes <= MAX_EXTRA_MINUTES:
        raise LineFault(f"« {text.strip()} » : de 1 à {MAX_EXTRA_MINUTES} minutes en plus.")
    return Extra.MINUTES, minutes


# what a workstation measured ---------------------------------------------------------------------------------------------

MAX_SKEW_MS = 60_000
MAX_TRIP_MS = 400
MIN_PULSES = 5
MIN_WIDTH, MIN_HEIGHT = 1024, 600


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that was checked: fine or not, what was found, and what to do when it is not."""

    key: str
    label: str
    is_fine: bool
    found: str
    remedy: str = ""


def judge(facts: Mapping[str, object]) -> list[Verdict]:
    """What a workstation's measures say. Without any, its scripts did not run, and nothing else is known."""
    if not facts:
        return [
            Verdict(
                "script", "JavaScript", False, "Aucune mesure reçue",
                "Autorisez JavaScript dans les réglages du navigateur, ou ouvrez un navigateur à jour (Firefox, Chrome, Edge, Safari).",
            )
        ]  # fmt: skip
    return [
        Verdict("script", "JavaScript", True, "Autorisé"),
        _browser(facts), _cookies(facts), _network(facts), _skew(facts), _screen(facts),
    ]  # fmt: skip


def reds(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """What is not fine."""
    return [verdict for verdict in verdicts if not verdict.is_fine]


def _browser(facts: Mapping[str, object]) -> Verdict:
    missing = _texts(facts.get("missing"))
    name = str(facts.get("browser") or "Navigateur inconnu")[:40]
    found = f"{name} : il lui manque {', '.join(missing)}" if missing else name
    remedy = "Mettez le navigateur à jour, ou ouvrez-en un autre : Firefox, Chrome ou Edge de moins de trois ans."
    return Verdict("browser", "Navigateur", not missing, found, remedy)


def _cookies(facts: Mapping[str, object]) -> Verdict:
    kept = [
        words for key, words in (("cookies", "cookies"), ("storage", "stockage local")) if facts.get(key) is not True
    ]
    found = f"Refusé : {' et '.join(kept)}" if kept else "Autorisés"
    remedy = "Autorisez les cookies et les données de sites pour cette adresse, et quittez la navigation privée."
    return Verdict("storage", "Cookies et stockage", not kept, found, remedy)


def _network(facts: Mapping[str, object]) -> Verdict:
    trips, sent = sorted(_numbers(facts.get("trips"))), _number(facts.get("sent"))
    lost = max(0, round(sent) - len(trips))
    middle = trips[len(trips) // 2] if trips else 0
    is_fine = lost == 0 and len(trips) >= MIN_PULSES and middle <= MAX_TRIP_MS
    found = f"{middle:.0f} ms (médiane de {len(trips)} mesures)" if trips else "Aucune réponse du serveur"
    found += f", {lost} sans réponse" if lost and trips else ""
    remedy = "Vérifiez le câble ou le Wi-Fi, rapprochez le poste de la borne, fermez ce qui télécharge."
    return Verdict("network", "Réseau", is_fine, found, remedy)


def _skew(facts: Mapping[str, object]) -> Verdict:
    skew = _number(facts.get("skew"))
    is_fine = abs(skew) <= MAX_SKEW_MS
    ahead = "en avance" if skew > 0 else "en retard"
    found = "À l’heure" if abs(skew) < 1500 else f"{_length(abs(skew))} {ahead}"
    remedy = "Réglez l’heure du poste. Le temps de l’épreuve vient du serveur et reste juste, mais le candidat lirait deux heures."
    return Verdict("clock", "Horloge", is_fine, found, remedy)


def _screen(facts: Mapping[str, object]) -> Verdict:
    width, height = round(_number(facts.get("width"))), round(_number(facts.get("height")))
    is_fine = width >= MIN_WIDTH and height >= MIN_HEIGHT
    remedy = f"Agrandissez la fenêtre, réduisez le zoom (Ctrl et −) ou augmentez la définition : {MIN_WIDTH} × {MIN_HEIGHT} au moins."
    return Verdict("screen", "Écran", is_fine, f"{width} × {height}", remedy)


def _length(milliseconds: float) -> str:
    seconds = round(milliseconds / 1000)
    if seconds < 90:
        return f"{seconds} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{round(seconds / 3600)} h"


def _number(value: object) -> float:
    """A number that a browser sent, bounded; 0 for anything else."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return max(-1e12, min(1e12, float(value))) if is_number and value == value else 0.0  # type: ignore[arg-type]


def _numbers(value: object) -> list[float]:
    return [_number(one) for one in value[:50]] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [str(one)[:40] for one in value[:10]] if isinstance(value, list) else []
