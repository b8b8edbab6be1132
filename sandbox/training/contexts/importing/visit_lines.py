"""What an audience file counted, as the lines of trafic-releve.csv: gathered by what they are about, laid on the company's days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sandbox.kernel.foreign_tables import Remark
from sandbox.shop.traffic.rules import measured as m
from sandbox.shop.traffic.rules.indicators import number
from sandbox.shop.traffic.rules.profile import FIRST_DAY
from sandbox.shop.traffic.seed import LAST_DAY
from sandbox.training.contexts.importing.visits import Measure, Visits, VisitTable

AS_DATED, TO_YESTERDAY = "dates", "recale"
PLACINGS: Mapping[str, str] = {
    AS_DATED: "à leur date",
    TO_YESTERDAY: "le dernier jour du fichier devient la veille de J",
}
WORDS: Mapping[str, str] = {
    m.TOTAL: "Visites", m.SOURCE: "Visites par source", m.CAMPAIGN: "Visites par campagne", m.DEVICE: "Visites par appareil",
    m.SOURCE_DEVICE: "Visites par source et appareil", m.CAMPAIGN_DEVICE: "Visites par campagne et appareil",
    m.PLACE: "Visites par lieu", m.PAGE: "Pages vues", m.LANDING: "Visites par page d’entrée", m.SEARCH: "Recherches internes",
}  # fmt: skip
_PLACES = ("region", "ville", "pays")
_OF_VISITS = ("visites", "visiteurs", "nouvelles", "rebonds", "pages_vues", "secondes")
_COUNTED: Mapping[str, tuple[str, ...]] = {
    m.PLACE: ("visites",), m.PAGE: ("pages_vues", "entrees", "sorties"), m.LANDING: ("visites",), m.SEARCH: ("recherches",),
}  # fmt: skip
COUNT_WORDS: Mapping[str, str] = {
    "visites": "visites", "visiteurs": "visiteurs", "nouvelles": "nouvelles visites", "rebonds": "rebonds", "pages_vues": "pages vues",
    "secondes": "secondes", "entrees": "entrées", "sorties": "sorties", "recherches": "recherches",
}  # fmt: skip
_NEEDED = {m.PAGE: "pages_vues", m.SEARCH: "recherches"}
_NO_SALES = (
    "Paniers, commandes et chiffre d’affaires : le fichier ne les donne pas à la boutique. Les commandes restent celles de "
    "l’entreprise, chacune avec sa visite ; les paniers suivent ses proportions."
)
Key = tuple[str, date, date, str, str, str, str]


@dataclass(slots=True)
class Gathered:
    """A line to write, from the lines of the file that count in it."""

    key: Key
    counts: dict[str, int]
    lines: list[int]
    title: str = ""


@dataclass(slots=True)
class Laid:
    """The lines to write with their days, those of the file that are refused, and what was odd."""

    cells: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    """How many visits, views or searches each kind of table counts in all."""
    measured: set[str] = field(default_factory=set)
    has_spans: bool = False


def lay(visits: Visits, *, placing: str, today: date) -> Laid:
    """The lines of a file as the company keeps them. What contradicts a line before it, or falls out of its days, is refused."""
    laid = Laid(refused=dict(visits.refused), remarks=list(visits.remarks))
    found: dict[Key, Gathered] = {}
    for table in visits.tables:
        for gathered in _gather(table, laid).values():
            _meet(found, gathered, laid)
    last = max((key[2] for key in found), default=today)
    shift = (today + timedelta(days=LAST_DAY) - last) if placing == TO_YESTERDAY else timedelta()
    for key, one in sorted(found.items()):
        if why := _refusal(one, shift, today):
            laid.refused.update(dict.fromkeys(one.lines, why))
            continue
        laid.cells.append((one.lines[0], _cells(one, shift if placing == TO_YESTERDAY else None, today)))
        laid.kinds[key[0]] = laid.kinds.get(key[0], 0) + one.counts[_NEEDED.get(key[0], "visites")]
        laid.measured |= set(one.counts)
        laid.has_spans |= key[1] != key[2]
    return laid


def _gather(table: VisitTable, laid: Laid) -> dict[Key, Gathered]:
    """The lines of one table added up by what they are about."""
    found: dict[Key, Gathered] = {}
    for measure in table.measures:
        for kind, label, title in _kinds(table, measure, laid):
            about = measure.about
            is_visits = kind in m.VISITS
            campaign = about.get("campagne", "") if is_visits and kind in (m.CAMPAIGN, m.CAMPAIGN_DEVICE) else ""
            source, device = (about.get(name, "") if is_visits else "" for name in ("source", "appareil"))
            key = (kind, measure.first, measure.last, source, campaign, device, label)
            counts = {name: measure.counts[name] for name in _COUNTED.get(kind, _OF_VISITS) if name in measure.counts}
            one = found.setdefault(key, Gathered(key, {}, [], title))
            one.lines.append(measure.line)
            for name, count in counts.items():
                one.counts[name] = one.counts.get(name, 0) + count
    return found


def _kinds(table: VisitTable, measure: Measure, laid: Laid) -> Iterator[tuple[str, str, str]]:
    """What a line tells: its kind, label and title. One of pages tells of pages only, since no such table holds every visit."""
    about = measure.about
    page = about.get("page") or about.get("titre")
    if page:
        yield m.PAGE, page, about.get("titre", "")
    elif "entree" in about:
        yield m.LANDING, about["entree"], ""
    elif "terme" in about:
        yield m.SEARCH, about["terme"], ""
    else:
        if place := next((about[name] for name in _PLACES if name in about), ""):
            yield m.PLACE, place, ""
        if "campagne" in about and "source" not in about:
            laid.remarks.append(Remark(measure.line, "Une campagne sans sa source ni son support n’est pas reprise."))
        kind = _kind_of_visits(about)
        if kind != m.TOTAL or not place:
            yield kind, "", ""


def _kind_of_visits(about: Mapping[str, str]) -> str:
    if "source" not in about:
        return m.DEVICE if "appareil" in about else m.TOTAL
    if "campagne" in about:
        return m.CAMPAIGN_DEVICE if "appareil" in about else m.CAMPAIGN
    return m.SOURCE_DEVICE if "appareil" in about else m.SOURCE


def _meet(found: dict[Key, Gathered], new: Gathered, laid: Laid) -> None:
    """Put a line beside those of the tables before: it may complete one, never contradict it."""
    old = found.setdefault(new.key, new)
    if old is new:
        return
    name = next((name for name, count in new.counts.items() if old.counts.get(name, count) != count), "")
    if name:
        told = f"{COUNT_WORDS[name]} : {number(old.counts[name])} là, {number(new.counts[name])} ici"
        why = f"Déjà compté autrement à la ligne {number(old.lines[0])}, dans un autre tableau ({told}) : lequel est juste ne se sait pas."
        laid.refused.update(dict.fromkeys(new.lines, why))
        return
    old.counts.update(new.counts)
    old.lines += new.lines


def _refusal(one: Gathered, shift: timedelta, today: date) -> str:
    kind, first, last = one.key[0], one.key[1] + shift, one.key[2] + shift
    needed = _NEEDED.get(kind, "visites")
    if needed not in one.counts:
        word = {"visites": "visites (sessions)", "pages_vues": "pages vues"}.get(needed, needed)
        return f"La ligne ne compte pas de {word} : sans elles, le reste ne se pose pas."
    if last > today + timedelta(days=LAST_DAY):
        return f"Le {last:%d/%m/%Y} n’est pas encore passé : J et les jours suivants ne s’importent pas."
    if first < today + timedelta(days=FIRST_DAY):
        told = f"Le {first:%d/%m/%Y} est à plus de deux ans de J, où finissent les relevés."
        return told if shift else f"{told} Choisissez de poser le dernier jour du fichier à la veille de J."
    return ""


def _cells(one: Gathered, shift: timedelta | None, today: date) -> dict[str, str]:
    kind, first, last, source, campaign, device, label = one.key
    days = [day.isoformat() if shift is None else f"J{(day + shift - today).days}" for day in (first, last)]
    cells = {
        "genre": kind, "du": days[0], "au": days[1], "source": source, "campagne": campaign, "appareil": device, "libelle": label,
        "titre": one.title,
    }  # fmt: skip
    return {**cells, **{name: str(count) for name, count in one.counts.items()}}


def what_is_missing(laid: Laid) -> Sequence[str]:
    """What the file does not tell, and what stands for it."""
    told = [_NO_SALES]
    kinds = set(laid.kinds)
    if kinds & set(m.VISITS):
        names = {
            "visiteurs": "visiteurs",
            "nouvelles": "nouveaux visiteurs",
            "rebonds": "rebonds",
            "pages_vues": "pages vues",
            "secondes": "durée",
        }
        absent = [word for name, word in names.items() if name not in laid.measured]
        if absent:
            told.append(f"Pas dans le fichier, repris des proportions de l’entreprise : {', '.join(absent)}.")
    else:
        told.append(
            "Pas de total de visites dans le fichier : le nombre de visites de ces jours ne change pas, seul leur détail."
        )
    details = {"source": "sources", "appareil": "appareils"}
    absent = [
        word
        for name, word in details.items()
        if not any(name in kind or (name == "source" and "campagne" in kind) for kind in kinds)
    ]
    absent += [
        word
        for kind, word in ((m.PLACE, "lieux"), (m.PAGE, "pages"), (m.SEARCH, "recherches internes"))
        if kind not in kinds
    ]
    if absent:
        told.append(f"Sans tableau pour eux, partagés comme avant : {', '.join(absent)}.")
    if laid.has_spans:
        told.append(
            "Les tableaux d’une période entière sont répartis sur ses jours, dans les proportions des visites de chaque jour."
        )
    if m.SEARCH in kinds:
        told.append(
            "Le nombre de résultats d’une recherche n’est dans aucun export : une recherche inconnue de l’entreprise compte comme ayant abouti."
        )
    return told
