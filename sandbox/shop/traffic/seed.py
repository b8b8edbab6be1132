"""The traffic of a context: trafic.yaml read into a profile, simulated around the orders just loaded, then trafic-releve.csv:
what an audience tool counted, put over the simulated visits of the days that it covers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.clock import to_paris
from sandbox.kernel.db import session
from sandbox.kernel.packs import Column, Reader, Row
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.text import fold, slugify
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.customers.models import Address
from sandbox.shop.orders.models import Order
from sandbox.shop.orders.rules.places import UNKNOWN_PLACE, place_of
from sandbox.shop.reviews.models import Review
from sandbox.shop.reviews.rules import PUBLISHED
from sandbox.shop.shops.queries import get_shop
from sandbox.shop.traffic.queries.bad_weeks import find_products_called, name_near, plan_bad_weeks
from sandbox.shop.traffic.rules import measured as m
from sandbox.shop.traffic.rules import profile as p
from sandbox.shop.traffic.rules.complaints import COMPLAINTS
from sandbox.shop.traffic.rules.measured_details import overlay
from sandbox.shop.traffic.rules.simulator import EMAIL, Facts, credit_letters, simulate
from sandbox.shop.traffic.services import replace_facts, settle_orders

FILE = "trafic.yaml"
MEASURES_FILE = "trafic-releve.csv"
LAST_DAY = -1
"""J itself is recorded as the session goes: nobody has measured it before."""
MOST_HARSH = 40
"""Harsh reviews of one week: as many as a theme has texts."""
WEEKS = "avis_severes"
"""The bad weeks' place in the profile."""
_KINDS = (*m.VISITS, m.PLACE, m.PAGE, m.LANDING, m.SEARCH)
COUNTS: Mapping[str, str] = {
    "visites": "visits", "visiteurs": "visitors", "nouvelles": "new_visits", "rebonds": "bounces", "pages_vues": "page_views",
    "secondes": "seconds", "entrees": "entries", "sorties": "exits", "recherches": "searches",
}  # fmt: skip
"""The columns that count, by what a line calls them."""
_NEEDED = {m.PAGE: "pages_vues", m.SEARCH: "recherches"}
MEASURES: Mapping[str, Column] = {
    "genre": Column(Kind.CHOICE, required=True, choices={kind: kind for kind in _KINDS}),
    "du": Column(Kind.DAY, required=True),
    "au": Column(Kind.DAY, required=True),
    "source": Column(Kind.CHOICE, default="", choices={key: key for key in p.SOURCES}),
    "campagne": Column(default=""),
    "appareil": Column(Kind.CHOICE, default="", choices={key: key for key in p.DEVICES}),
    "libelle": Column(default=""),
    "titre": Column(default=""),
    **{name: Column(Kind.INTEGER) for name in COUNTS},
}


def load(reader: Reader) -> None:
    """Read, check, simulate, store. A context without the file has no traffic, and says so on its screens."""
    if not (reader.root / FILE).is_file():
        return
    profile = read_profile(reader)
    for node in reader.yaml(FILE)["incidents"]:
        reader.ref("produit", node.text("article"), at=node, column="article")
    write_facts(reader, profile)
    _complain(reader, profile)


def read_profile(reader: Reader) -> p.Profile:
    """The profile that trafic.yaml holds; what is wrong in it is among the reader's faults."""
    return _profile(reader, reader.yaml(FILE))


def write_facts(reader: Reader, profile: p.Profile) -> Facts | None:
    """Simulate and store the traffic of the open shop; nothing when the reader has faults."""
    purchases = purchases_of(reader, profile)
    if reader.faults:
        return None
    slug = reader.yaml("context.yaml").text("id")
    facts, profile = _planned(reader, profile, purchases)
    _credit_orders(profile, purchases)
    replace_facts(context_slug=slug, profile=profile, facts=facts)
    settle_orders(shop=get_shop(open_shop_id()))
    return facts


def plan_facts(
    reader: Reader,
    profile: p.Profile,
    *,
    loaded: p.Profile | None = None,
    purchases: Sequence[p.Purchase] | None = None,
) -> Facts | None:
    """The traffic that a profile would give the open shop; nothing is written, and nothing given when the reader has faults.

    `loaded` is the profile that the shop was loaded with: the orders that its letters were credited are taken as they came.
    `purchases` stand for its orders when others would be written.
    """
    if purchases is None:
        purchases = purchases_of(reader, profile, loaded)
    return None if reader.faults else _planned(reader, profile, purchases)[0]


def _planned(reader: Reader, profile: p.Profile, purchases: Sequence[p.Purchase]) -> tuple[Facts, p.Profile]:
    """What is simulated, with what was measured over it; the profile with the campaigns that were measured."""
    facts = simulate(profile, purchases)
    credit_letters(profile, facts)
    if lines := read_measures(reader, profile):
        return overlay(profile, facts, lines), with_campaigns(profile, lines)
    return facts, profile


def _profile(reader: Reader, root: Node) -> p.Profile:
    sources = tuple(_source(reader, node) for node in root["sources"])
    known = {source.key for source in sources}
    _once(reader, root["pages"], "chemin")
    _once(reader, root["recherches"], "terme")
    return p.Profile(
        seed=int(_number(reader, root, "graine", 1)),
        reference_on=reader.value(root["jour_reference"], Kind.DAY, reader.anchor),
        visits_a_day=_number(reader, root, "visites_jour", 0),
        growth=_number(reader, root, "croissance_annuelle", 0),
        months=_factors(reader, root["mois"], 12),
        weekdays=_factors(reader, root["jours"], 7),
        hours=_factors(reader, root["heures"], 24),
        sources=sources,
        devices=_shares(reader, root["appareils"], p.DEVICES),
        regions=_shares(reader, root["regions"]),
        campaigns=tuple(_campaign(reader, node, known) for node in root["campagnes"]),
        pages=tuple(
            p.PageShare(n.text("chemin"), n.text("titre"), _number(reader, n, "part"), _number(reader, n, "sortie"))
            for n in root["pages"]
        ),
        terms=tuple(
            p.Term(n.text("terme"), _number(reader, n, "part"), int(_number(reader, n, "resultats")))
            for n in root["recherches"]
        ),
        incidents=tuple(_incident(reader, node) for node in root["incidents"]),
        closed_hour=int(_number(reader, root, "releve_heure", 9, least=1, most=24)),
        letters=tuple(_letter(reader, node, root["campagnes"]) for node in root["lettres"]),
        harsh=tuple(_harsh(reader, node) for node in root[WEEKS]),
        selling=_selling(reader, root),
    )


def _source(reader: Reader, node: Node) -> p.Source:
    key = node.text("cle")
    if key not in p.SOURCES:
        reader.fault(node, f"Source « {key} » inconnue ; sources possibles : {', '.join(p.SOURCES)}.", "cle")
    bounce = _number(reader, node, "rebond", most=95)
    return p.Source(
        key, node.text("nom", p.SOURCES.get(key, key)), _number(reader, node, "part"),
        _number(reader, node, "conversion", most=100), bounce, _number(reader, node, "pages", 2, least=1),
    )  # fmt: skip


def _campaign(reader: Reader, node: Node, sources: set[str]) -> p.Campaign:
    first, last = _offset(reader, node["du"]), _offset(reader, node["au"])
    if last < first:
        reader.fault(node, "La campagne finit avant de commencer.", "au")
        last = first
    if node.text("source") not in sources:
        reader.fault(node, f"Source « {node.text('source')} » absente de la liste des sources.", "source")
    cost = reader.value(node["cout"], Kind.CENTS, 0)
    visits = int(_number(reader, node, "visites"))
    return p.Campaign(
        node.text("cle"), node.text("nom"), node.text("source"), node.text("support"), first, last, cost, visits
    )


_COUNTS = {
    "envoyes": "envois",
    "delivres": "messages délivrés",
    "ouverts": "lecteurs",
    "clics": "lecteurs qui ont cliqué",
}


def _letter(reader: Reader, node: Node, campaigns: Node) -> p.Letter:
    """A newsletter; each of its counts is part of the one before, and who unsubscribed had received it."""
    key = node.text("campagne")
    campaign = next((one for one in campaigns if one.text("cle") == key), None)
    if campaign is None:
        reader.fault(node, f"La lettre nomme la campagne « {key} », absente de la liste des campagnes.", "campagne")
    elif campaign.text("source") != EMAIL:
        reader.fault(node, f"La campagne « {key} » d’une lettre a pour source « {EMAIL} ».", "campagne")
    if not node.text("objet"):
        reader.fault(node, "Une lettre a un objet : « objet ».", "objet")
    counts = [int(_number(reader, node, name)) for name in _COUNTS]
    for (over, more), (name, fewer) in pairwise(zip(_COUNTS, counts, strict=True)):
        if fewer > more:
            reader.fault(
                node,
                f"{fewer} {_COUNTS[name]} pour {more} {_COUNTS[over]} : une étape ne peut dépasser celle d’avant.",
                name,
            )
    gone = int(_number(reader, node, "desinscrits"))
    if gone > counts[1]:
        reader.fault(node, f"{gone} désinscrits pour {counts[1]} messages délivrés.", "desinscrits")
    takes = bool(reader.value(node["reprend_email"], Kind.YES_NO, False))
    sent, delivered, opened, clicked = counts
    return p.Letter(key, node.text("objet"), node.text("cible"), sent, delivered, opened, clicked, gone, takes)


def _incident(reader: Reader, node: Node) -> p.Incident:
    kind = node.text("type")
    if kind not in p.INCIDENTS:
        reader.fault(node, f"Incident « {kind} » inconnu ; types possibles : {', '.join(sorted(p.INCIDENTS))}.", "type")
    first, last = _days(reader, node, "L’incident")
    most = 1.0 if kind in p.MEASURE_INCIDENTS else None
    factor = _number(reader, node, "effet", 1, least=1 if kind in p.BOT_INCIDENTS else 0, most=most)
    return p.Incident(kind, first, last, factor, node.text("texte"), node.text("article"))


def _selling(reader: Reader, root: Node) -> p.Selling:
    """How the orders are written. Loading a company writes none: they are in its files already."""
    node, usual = root["ventes"], p.Selling(is_written=False)
    choices = {name: _shares(reader, root[f"ventes_{name}"]) for name in ("articles", "paiements", "livraisons")}

    def share(name: str, default: float) -> float:
        return _number(reader, node, name, default, most=100)

    kept = {"gardes": "gardes", "nouveaux": "nouveaux"}
    return p.Selling(
        is_written=bool(reader.value(node["ecrire"], Kind.YES_NO, False)),
        keeps_customers=reader.value(node["clients"], Kind.CHOICE, "gardes", kept) == "gardes",
        orders_a_day=_number(reader, node, "commandes_jour", most=p.MOST_ORDERS),
        lines=_number(reader, node, "lignes", usual.lines, least=1, most=6),
        quantity=_number(reader, node, "quantite", usual.quantity, least=1, most=6),
        spread=_number(reader, node, "ecart", usual.spread, most=3),
        returning=share("fideles", usual.returning), coded=share("codes", usual.coded), cancelled=share("annulees", usual.cancelled),
        refunded=share("remboursees", usual.refunded), returned=share("retournees", usual.returned), left=share("paniers", usual.left),
        favourites=choices["articles"], payments=choices["paiements"], carriers=choices["livraisons"],
    )  # fmt: skip


def _harsh(reader: Reader, node: Node) -> p.HarshReviews:
    theme = node.text("theme")
    if theme not in COMPLAINTS:
        reader.fault(node, f"Thème « {theme} » inconnu ; thèmes possibles : {', '.join(COMPLAINTS)}.", "theme")
    first, last = _days(reader, node, "La série d’avis")
    if not p.FIRST_DAY < first <= last <= LAST_DAY:
        reader.fault(node, f"Des avis se datent de J{p.FIRST_DAY + 1} à J{LAST_DAY}.", "du")
    count = int(_number(reader, node, "nombre", 1, most=MOST_HARSH))
    about = node.text("sur").strip()
    if count and not about and theme in COMPLAINTS and COMPLAINTS[theme].needs_about:
        told = "Ce thème ne va pas à tous les articles : donnez le nom d’un produit ou d’une catégorie."
        reader.fault(node, told, "sur")
    return p.HarshReviews(first, last, count, theme, node.text("texte"), about)


def _days(reader: Reader, node: Node, what: str) -> tuple[int, int]:
    """The days of something that happened, which says what it was."""
    if not node.text("texte"):
        reader.fault(node, f"{what} dit ce qui s’est passé : « texte ».", "texte")
    first, last = _offset(reader, node["du"]), _offset(reader, node["au"])
    if last < first:
        reader.fault(node, f"{what} finit avant de commencer.", "au")
    return first, last


def _once(reader: Reader, nodes: Node, name: str) -> None:
    """A page or a search written twice would count in two lines of the reports."""
    seen: dict[str, int] = {}
    for node in nodes:
        text = node.text(name)
        if text in seen:
            reader.fault(
                node[name], f"« {text} » est écrit deux fois (déjà ligne {seen[text]}) : additionnez les parts."
            )
        seen.setdefault(text, node.line)


def _offset(reader: Reader, node: Node) -> int:
    """A day as its distance to J."""
    day: date = reader.value(node, Kind.DAY, reader.anchor)
    return (day - reader.anchor).days


def _number(
    reader: Reader, node: Node, key: str, default: float = 0, *, least: float = 0, most: float | None = None
) -> float:
    value: Any = reader.value(node[key], Kind.DECIMAL, default)
    if value < least or (most is not None and value > most):
        bounds = f"au moins {least:g}" if most is None else f"de {least:g} à {most:g}"
        reader.fault(node[key], f"« {value} » : {bounds}.")
        return default
    return float(value)


def _factors(reader: Reader, node: Node, count: int) -> tuple[float, ...]:
    found = tuple(float(reader.value(item, Kind.DECIMAL, 1)) for item in node)
    if len(found) != count or min(found) < 0 or sum(found) == 0:
        reader.fault(node, f"Il faut {count} facteurs, aucun sous zéro ; {len(found)} lu(s).")
        return (1.0,) * count
    return found


def _shares(reader: Reader, node: Node, known: Mapping[str, str] | None = None) -> dict[str, float]:
    found = {}
    for key, item in node.items():
        if known is not None and key not in known:
            reader.fault(item, f"« {key} » inconnu ; valeurs possibles : {', '.join(known)}.")
        found[key] = float(reader.value(item, Kind.DECIMAL, 0))
    if known is not None and not sum(found.values()):
        reader.fault(node, f"Donnez une part à au moins un de : {', '.join(known)}.")
    return found


def _credit_orders(profile: p.Profile, purchases: list[p.Purchase]) -> None:
    """Put the letter's name on the orders that came by e-mail on its days, as an address marked by the mailing tool would have."""
    credited: dict[str, list[str]] = {}
    for purchase in purchases:
        if purchase.source == EMAIL and not purchase.campaign and (key := profile.letter_on(purchase.offset)):
            credited.setdefault(key, []).append(purchase.reference)
    for key, references in credited.items():
        session.execute(sa.update(Order).where(Order.reference.in_(references)).values(campaign=key))


@dataclass(frozen=True, slots=True)
class Orphan:
    """An order whose source or campaign a profile does not know: its visit would have no place. `table` is where it is to be named."""

    reference: str
    name: str
    table: str

    def __str__(self) -> str:
        return f"La commande {self.reference} vient de « {self.name} », que ce profil ne connaît pas."


def purchases_of(reader: Reader, profile: p.Profile, loaded: p.Profile | None = None) -> list[p.Purchase]:
    """The orders of the open shop. Their source and campaign must be of the profile, or their visit has none: a fault.

    With the profile that the shop was `loaded` with, those that its letters were credited are given as they came.
    """
    found = placed_orders(reader.anchor, loaded, list(profile.regions))
    for orphan in orphans_of(profile, found):
        reader.fault(reader.yaml(FILE), str(orphan), orphan.table)
    return found


def placed_orders(
    anchor: date, loaded: p.Profile | None = None, places: Sequence[str] = ()
) -> list[p.Purchase]:  # fmt: skip
    """The orders of the open shop, from the first to the last, whatever a profile knows of them; each goes to one of the `places`."""
    query = (
        sa.select(
            Order.reference, Order.placed_at, Order.source, Order.campaign, Order.customer_id, Address.country, Address.postcode,
        )
        .outerjoin(Address, Address.id == sa.func.coalesce(Order.delivery_address_id, Order.invoice_address_id))
        .order_by(Order.placed_at, Order.id)
    )  # fmt: skip
    found, seen = [], set[int]()
    for reference, placed_at, source, campaign, customer_id, country, postcode in session.execute(query):
        is_first = customer_id not in seen
        seen.add(customer_id)
        offset = (to_paris(placed_at).date() - anchor).days
        is_credited = loaded is not None and source == EMAIL and campaign and campaign == loaded.letter_on(offset)
        region = place_of(country, postcode, places) if country is not None else UNKNOWN_PLACE
        found.append(p.Purchase(reference, offset, source, "" if is_credited else campaign, region[:60], is_first))
    return found


def orphans_of(profile: p.Profile, purchases: Iterable[p.Purchase]) -> list[Orphan]:
    """The orders that would have no visit."""
    sources = {source.key for source in profile.sources}
    campaigns = {"", *(campaign.key for campaign in profile.campaigns)}
    return [
        Orphan(one.reference, one.source, "sources") if one.source not in sources
        else Orphan(one.reference, one.campaign, "campagnes")
        for one in purchases if one.source not in sources or one.campaign not in campaigns
    ]  # fmt: skip


# bad weeks ------------------------------------------------------------------------------------------------------------


def check_bad_weeks(reader: Reader, profile: p.Profile) -> None:
    """What the bad weeks are about is in the open shop: the others are the reader's faults."""
    for rank, week in enumerate(profile.harsh):
        if week.about and find_products_called(week.about) is None:
            near = name_near(week.about)
            told = f"Aucun produit ni catégorie ne s’appelle « {week.about} »."
            told += f" Vouliez-vous dire « {near} » ?" if near else ""
            reader.fault(reader.yaml(FILE)[WEEKS][rank], told, "sur")


def _complain(reader: Reader, profile: p.Profile) -> None:
    """Write the reviews of the bad weeks; too few buyers are a fault."""
    if reader.faults:
        return
    check_bad_weeks(reader, profile)
    planned = plan_bad_weeks(profile, reader.anchor)
    for one in planned:
        if one.lack:
            reader.fault(reader.yaml(FILE)[WEEKS][one.rank], one.lack, "nombre")
    if reader.faults:
        return
    known = reader.known("avis")
    session.add_all(
        Review(
            key=one.key, product_id=one.product_id, customer_id=one.customer_id, author=one.author, rating=one.words.rating,
            title=one.words.title, body=one.words.body, posted_at=one.posted_at, experienced_on=one.bought_on, status=PUBLISHED,
            is_verified=True,
        ) for week in planned for one in week.complaints if one.key not in known
    )  # fmt: skip
    session.flush()


# measured visits ------------------------------------------------------------------------------------------------------


def read_measures(reader: Reader, profile: p.Profile) -> list[m.Line]:
    """The lines of the file that fall on the recorded days; those that time has pushed beyond are let go. Faults are the reader's."""
    known = {fold(name): one.key for one in profile.campaigns for name in (one.key, one.name)}
    found = []
    for row in reader.rows(MEASURES_FILE, MEASURES, optional=True):
        first, last = ((row[name] - reader.anchor).days for name in ("du", "au"))
        if last < first:
            reader.fault(row, "La période finit avant de commencer.", "au")
        elif _is_sound(reader, row) and first >= p.FIRST_DAY and last <= LAST_DAY:
            name = row["campagne"]
            found.append(_line(row, first, last, known.get(fold(name)) or slugify(name)[:60] if name else ""))
    return found


def _is_sound(reader: Reader, row: Row) -> bool:
    """Whether a line has what its kind asks for."""
    wanted: list[str] = [name for name in ("source", "appareil") if name in row["genre"].split("-")]
    wanted += ["source"] if row["genre"] in (m.CAMPAIGN, m.CAMPAIGN_DEVICE) else []
    wanted += ["libelle"] if row["genre"] in (m.PLACE, m.PAGE, m.LANDING, m.SEARCH) else []
    for name in (*wanted, _NEEDED.get(row["genre"], "visites")):
        if row[name] in ("", None):
            reader.fault(row, f"« {row['genre']} » demande cette colonne.", name)
            return False
    for name in COUNTS:
        if row[name] is not None and row[name] < 0:
            reader.fault(row, "Un nombre d’au moins 0 est attendu.", name)
            return False
    return True


def _line(row: Row, first: int, last: int, campaign: str) -> m.Line:
    counts: dict[str, Any] = {ours: row[name] for name, ours in COUNTS.items() if row[name] is not None}
    return m.Line(
        row["genre"],
        first,
        last,
        counts,
        row["source"],
        campaign,
        row["appareil"],
        row["libelle"][:160],
        (row["titre"] or row["campagne"])[:160],
    )


def with_campaigns(profile: p.Profile, lines: Sequence[m.Line]) -> p.Profile:
    """The profile with the campaigns that were only measured: their days are those of their lines, their cost is not known."""
    known = {one.key for one in profile.campaigns}
    more: dict[str, p.Campaign] = {}
    for line in lines:
        if line.campaign and line.campaign not in known:
            old = more.get(line.campaign)
            first, last = min(line.first, old.first if old else 0), max(line.last, old.last if old else line.last)
            visits = line.counts["visits"] + (old.visits if old else 0)
            more[line.campaign] = p.Campaign(
                line.campaign, line.title or line.campaign, line.source, "", first, last, 0, visits
            )
    return replace(profile, campaigns=(*profile.campaigns, *more.values()))
