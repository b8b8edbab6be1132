"""The story that a company's traffic tells, worked out from its profile and its figures: for those who train and examine only.

Nothing of it is kept in the database: the words of the profile stay in its file, which no candidate's page reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from sandbox.kernel.clock import MONTH_NAMES
from sandbox.kernel.db import db
from sandbox.kernel.media import MediaStore
from sandbox.kernel.packs import Reader
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.queries import Dataset
from sandbox.shop.traffic.rules import profile as p
from sandbox.shop.traffic.rules.complaints import COMPLAINTS
from sandbox.shop.traffic.rules.indicators import INDICATORS, Totals, Unit, Value, number, show, value_of
from sandbox.shop.traffic.rules.periods import Period
from sandbox.shop.traffic.rules.simulator import simulate
from sandbox.shop.traffic.rules.story import Nature, Place, Planted, is_near, moves_as, times
from sandbox.shop.traffic.rules.themes import themes_of
from sandbox.shop.traffic.seed import FILE, purchases_of, read_profile
from sandbox.training.contexts.models import ContextPack

TITLES = {
    "ouverture": "Ouverture de la boutique", "presse": "Reportage", "panne": "Panne du site", "mesure": "Panne de mesure",
    "robots": "Robots", "rupture": "Rupture de stock", "prix": "Effet d’un prix", "retard": "Retards de livraison",
}  # fmt: skip
HIGH, LOW = 1.25, 0.8
"""A month beside the mean of the year: from these factors on, a season that shows."""
USUAL_DAYS, YEAR, QUARTER = 28, 365, 90
_FAINT = 0.1
"""An effect on conversion under a tenth cannot be read in a conversion."""
_CLICKED = 100


def tell_story(pack: ContextPack, folder: Path) -> list[Planted]:
    """What was planted in a company, kind by kind and in the order of the days; nothing without a profile that can be read."""
    if not (folder / FILE).is_file():
        return []
    shop = db.session.get_one(Shop, pack.reference_shop_id)
    with shop_scope(shop.id):
        reader = Reader(folder, shop.anchor_on, MediaStore(folder / "medias"))
        profile = read_profile(reader)
        purchases = purchases_of(reader, profile, profile)
        return [] if reader.faults else list(_Teller(profile, purchases, shop.anchor_on).tell())


class _Teller:
    """One story being told."""

    def __init__(self, profile: p.Profile, purchases: Sequence[p.Purchase], anchor: date) -> None:
        self.profile, self.purchases, self.anchor = profile, purchases, anchor

    def tell(self) -> Iterator[Planted]:
        """Everything that was planted."""
        yield from self._seasons()
        for rank, incident in enumerate(self.profile.incidents):
            if incident.product and incident.kind in (p.STOCK_OUT, *p.ARTICLE_INCIDENTS):
                yield self._on_article(rank, incident)
            elif incident.kind in p.CONVERSION_INCIDENTS:
                yield self._on_conversion(rank, incident)
            else:
                yield self._on_visits(rank, incident)
            if incident.kind in p.MEASURE_INCIDENTS | p.BOT_INCIDENTS:
                yield from self._on_rate(rank, incident)
        yield from self._campaigns()
        yield from self._letters()
        yield from self._public()
        yield from self._pages()
        for rank, week in enumerate(self.profile.harsh):
            yield from self._reviews(rank, week)

    # what is read and what would be ----------------------------------------------------------------------------------

    def _period(self, first: int, last: int) -> Period:
        return Period(self.anchor + timedelta(days=first), self.anchor + timedelta(days=last))

    def _read(self, first: int, last: int) -> Dataset:
        return queries.get_dataset(self._period(first, last))

    def _visits(self, profile: p.Profile, first: int, last: int) -> int:
        """The visits that a profile would give these days."""
        return sum(cell.visits for cell in simulate(profile, self.purchases, first=first, last=last).cells)

    # seasons ---------------------------------------------------------------------------------------------------------

    def _seasons(self) -> Iterator[Planted]:
        mean = sum(self.profile.months) / 12
        for month, factor in enumerate(self.profile.months):
            if LOW < factor / mean < HIGH:
                continue
            first, last = self._month(month)
            calm = replace(
                self.profile, months=tuple(mean if n == month else f for n, f in enumerate(self.profile.months))
            )
            without, expected = self._visits(calm, first, last), self._visits(self.profile, first, last)
            found = self._read(first, last).totals.visits
            yield Planted(
                f"mois-{month + 1}", Nature.SEASON, MONTH_NAMES[month].capitalize(), first, last, Place("recapitulatif", "Visites", "visites"),
                _count(found), is_near(found, expected, 0.05, 5) and moves_as(found, without, factor / mean, 0.4),
                _count(without), _count(expected), remark=_ratio(found, without),
            )  # fmt: skip

    def _month(self, month: int) -> tuple[int, int]:
        """The last whole month of that name, as the profile reads its calendar."""
        last = next(
            offset for offset in range(-1, p.FIRST_DAY, -1)
            if self._day(offset).month == month + 1 and self._day(offset + 1).month != month + 1
        )  # fmt: skip
        return last - self._day(last).day + 1, last

    def _day(self, offset: int) -> date:
        return self.profile.reference_on + timedelta(days=offset)

    # events ----------------------------------------------------------------------------------------------------------

    def _on_visits(self, rank: int, incident: p.Incident) -> Planted:
        """An event that moves visits: beside what its days would have been without it."""
        first, last = incident.first, min(0, incident.last)
        others = tuple(one for one in self.profile.incidents if one is not incident)
        without = self._visits(replace(self.profile, incidents=others), first, last)
        expected, totals = self._visits(self.profile, first, last), self._read(first, last).totals
        found, remark = totals.visits, _ratio(totals.visits, without)
        if incident.kind in p.BOT_INCIDENTS:
            remark = f"{remark}. Accès direct, ordinateur, une page, à toute heure."
        elif not found and (orders := totals.placed):
            remark = f"{number(orders)} commandes ces jours-là."
        is_found = is_near(found, expected, 0.05, 5) and moves_as(found, without, incident.factor, 0.4)
        if incident.factor == 0:
            is_found = found == expected
        return Planted(
            f"{incident.kind}-{rank + 1}", Nature.EVENT, TITLES[incident.kind], first, last, Place("recapitulatif", "Visites", "visites"),
            _count(found), is_found, _count(without), _count(expected), incident.told, remark,
        )  # fmt: skip

    def _on_rate(self, rank: int, incident: p.Incident) -> Iterator[Planted]:
        """The rate that visits which are not recorded, or not of people, make false: beside the four weeks before."""
        indicator, told = (
            ("rebond", "ces visites d’une page gonflent le rebond.") if incident.kind in p.BOT_INCIDENTS
            else ("conversion", "les commandes sont là, leurs visites non : la conversion de ces jours ne veut rien dire.")
        )  # fmt: skip
        first, last = incident.first, min(0, incident.last)
        totals = self._read(first, last).totals
        before = value_of(indicator, self._read(first - USUAL_DAYS, first - 1).totals)
        found = value_of(indicator, totals)
        if incident.factor == 1 or not totals.visits:
            return
        is_found = found.amount is not None and (before.amount is None or found.amount > before.amount)
        yield Planted(
            f"{incident.kind}-{indicator}-{rank + 1}", Nature.EVENT, f"{TITLES[incident.kind]}, le {INDICATORS[indicator].name.lower()}", first, last,
            Place("recapitulatif", INDICATORS[indicator].name, indicator), found, is_found, before,
            remark=f"{number(totals.paid)} commandes pour {number(totals.visits)} visites relevées : {told}",
        )  # fmt: skip

    def _on_conversion(self, rank: int, incident: p.Incident) -> Planted:
        """An event that moves conversion: beside the days before it, since the orders are the company's own."""
        first, last = incident.first, min(0, incident.last)
        before = value_of("conversion", self._read(first - USUAL_DAYS, first - 1).totals)
        found = value_of("conversion", self._read(first, last).totals)
        ratio = times(found.amount, before.amount)
        is_faint = abs(incident.factor - 1) < _FAINT
        remark = f"Effet demandé : × {number(incident.factor, 2)}" + (
            f" ; lu : × {number(ratio, 2)}." if ratio is not None else "."
        )
        if is_faint:
            remark += " Trop faible pour se lire dans une conversion : voyez le stock et les fiches."
        return Planted(
            f"{incident.kind}-{rank + 1}", Nature.EVENT, TITLES[incident.kind], first, last,
            Place("recapitulatif", "Taux de conversion", "conversion"), found,
            is_faint or moves_as(found.amount, before.amount, incident.factor), before, None, incident.told, remark,
        )  # fmt: skip

    def _on_article(self, rank: int, incident: p.Incident) -> Planted:
        """An event that moves the sales of one article: beside as many days just before."""
        first, last = incident.first, min(0, incident.last)
        article = db.session.scalars(sa.select(Product).filter_by(key=incident.product)).one_or_none()
        without, found = (
            sum(one.items for one in queries.figures_of_products(period, shown=0) if article and one.product_id == article.id)
            for period in (self._period(2 * first - last - 1, first - 1), self._period(first, last))
        )  # fmt: skip
        is_out = incident.kind == p.STOCK_OUT
        name = article.name if article else incident.product
        remark = "" if found else "L’article n’est pas dans le tableau de ces jours : rien ne s’en est vendu."
        return Planted(
            f"{incident.kind}-{rank + 1}", Nature.EVENT, f"{TITLES[incident.kind]} : {name}", first, last,
            Place("meilleures-ventes", "Quantité vendue", table="Meilleures ventes", row=name, column="Qté"), _count(found),
            not found if is_out else moves_as(found, without, incident.factor), _count(without), _count(0) if is_out else None,
            incident.told, remark or f"Effet demandé : × {number(incident.factor, 2)} ; lu : {_ratio(found, without) or '–'}.",
        )  # fmt: skip

    # campaigns and letters -------------------------------------------------------------------------------------------

    def _campaigns(self) -> Iterator[Planted]:
        letters = {letter.campaign for letter in self.profile.letters}
        for campaign in self.profile.campaigns:
            if campaign.key in letters:
                continue
            first, last = campaign.first, min(0, campaign.last)
            totals = self._read(first, last).only({"campaign": campaign.key}).totals
            cost, sales = Value(campaign.cost_cents, Unit.CENTS), value_of("ventes", totals)
            left = totals.sales_excl - totals.cost - campaign.cost_cents  # the column « Marge − coût » of Acquisition
            verdict = "rapporte plus qu’elle ne coûte" if left > 0 else "coûte plus qu’elle ne rapporte"
            yield Planted(
                f"campagne-{campaign.key}", Nature.CAMPAIGN, campaign.name, first, last,
                Place("acquisition", "Visites de la campagne", "visites", focus={"campagne": campaign.key}), _count(totals.visits),
                is_near(totals.visits, campaign.visits, 0.05, 2), None, _count(campaign.visits),
                remark=f"{show(cost)} pour {number(totals.paid)} commande{'s' if totals.paid > 1 else ''} et {show(sales)} de ventes. "
                f"Marge moins coût : {show(Value(left, Unit.CENTS))}, elle {verdict}.",
            )  # fmt: skip

    def _letters(self) -> Iterator[Planted]:
        """The letters that stand out: the most clicked, the worst delivered, the one that drove readers away, those that sold nothing."""
        kept = self.profile.letters
        if not kept:
            return
        by = {letter.campaign: _mailed(letter) for letter in kept}
        for indicator, title, best in (
            ("clic", "La plus cliquée", max), ("delivrance", "La moins bien délivrée", min), ("desinscription", "Celle qui a fait partir", max),
        ):  # fmt: skip
            key = best(by, key=_rate(indicator, by))
            yield self._letter(key, indicator, title, value_of(indicator, by[key]))
        paid = {
            figures.key: figures.totals.letter_orders
            for figures in queries.figures_of_letters(self._period(p.FIRST_DAY, 0))
        }
        for letter in kept:
            if letter.clicked >= _CLICKED and not paid.get(letter.campaign):
                yield self._letter(
                    letter.campaign, "commandes_lettres", f"{number(letter.clicked)} clics, aucune commande", _count(0)
                )

    def _letter(self, key: str, indicator: str, title: str, expected: Value) -> Planted:
        campaign = next(one for one in self.profile.campaigns if one.key == key)
        columns = {"clic": "Taux de clic", "desinscription": "Taux de désinscr.", "commandes_lettres": "Cmd."}
        place = Place("lettres", f"{INDICATORS[indicator].name} de la lettre", table="Lettres d’information", row=campaign.name,
                      column=columns.get(indicator, ""))  # fmt: skip
        if not place.column:
            place = Place("lettres", INDICATORS[indicator].name, indicator)
        read = {
            figures.key: figures
            for figures in queries.figures_of_letters(self._period(campaign.first, min(0, campaign.last)))
        }
        found = (
            value_of(indicator, read[key].totals)
            if key in read
            else Value(None, expected.unit, "Lettre absente des rapports.")
        )
        return Planted(
            f"lettre-{indicator}-{key}", Nature.LETTER, f"{campaign.name} : {title[0].lower()}{title[1:]}", campaign.first, min(0, campaign.last),
            place, found, is_near(found.amount, expected.amount, 0.01, 0.0001), None, expected,
        )  # fmt: skip

    # public ----------------------------------------------------------------------------------------------------------

    def _public(self) -> Iterator[Planted]:
        data = self._read(1 - YEAR, 0)
        found = data.by(lambda part: part.source)
        known = [source for source in self.profile.sources if source.share and source.key in found]
        if known:
            leaving = max(known, key=lambda source: source.bounce)
            yield self._source(leaving, "rebond", "Rebond", found, leaving.bounce, "La source d’où l’on repart le plus")
            buying = max(known, key=lambda source: source.conversion)
            yield self._source(buying, "conversion", "Conv.", found, None, "La source qui convertit le mieux")
        hours = dict(zip((f"{hour:02d}" for hour in range(24)), self.profile.hours, strict=True))
        yield from self._shared(
            "hour",
            hours,
            "heures",
            "Visites par heure",
            lambda hour: f"{int(hour)}\u00a0h – {int(hour) + 1}\u00a0h",
            "L’heure où l’on vient",
        )
        if self.profile.regions:
            yield from self._shared(
                "region", self.profile.regions, "regions", "Provenances géographiques", str, "La région d’où l’on vient"
            )

    def _source(
        self, source: p.Source, indicator: str, column: str, found: dict[str, Totals], expected: float | None, title: str
    ) -> Planted:  # fmt: skip
        value = value_of(indicator, found[source.key])
        best = max(found, key=_rate(indicator, {key: totals for key, totals in found.items() if totals.visits}))
        asked = None if expected is None else Value(expected, value.unit)
        return Planted(
            f"source-{indicator}", Nature.PUBLIC, f"{p.SOURCES[source.key]} : {title[0].lower()}{title[1:]}", 1 - YEAR, 0,
            Place("recapitulatif", f"{INDICATORS[indicator].name} de la source", table="Trafic par source", row=p.SOURCES[source.key], column=column),
            value, best == source.key and (expected is None or is_near(value.amount, expected, 0.0, 4)), None, asked,
            remark="" if expected is not None else f"Demandé hors campagnes : {number(source.conversion, 1)}\u00a0%.",
        )  # fmt: skip

    def _shared(
        self, dimension: str, weights: dict[str, float], key: str, table: str, written: Callable[[str], str], title: str
    ) -> Iterator[Planted]:  # fmt: skip
        """The hour or the region that weighs most."""
        counted = queries.figures_of_shares(self._period(1 - YEAR, -1), dimension)
        whole, top = sum(counted.values()), max(weights, key=weights.__getitem__)
        if not whole or not sum(weights.values()):
            return
        found, expected = 100 * counted.get(top, 0) / whole, 100 * weights[top] / sum(weights.values())
        yield Planted(
            f"public-{key}", Nature.PUBLIC, f"{title} : {written(top)}", 1 - YEAR, -1,
            Place("audience", "Part des visites", table=table, row=written(top), column="Part"), Value(found, Unit.SHARE),
            is_near(found, expected, 0.08), None, Value(expected, Unit.SHARE),
        )  # fmt: skip

    # pages and searches ----------------------------------------------------------------------------------------------

    def _pages(self) -> Iterator[Planted]:
        pages = {page.path: page for page in queries.figures_of_pages(self._period(1 - YEAR, 0))}
        known = [page for page in self.profile.pages if page.path in pages]
        if known:
            left = max(known, key=lambda page: page.exit_rate)
            figures = pages[left.path]
            found = 100 * figures.exits / figures.views
            yield Planted(
                "page-quittee", Nature.PAGES, f"{left.title} : la page que tout le monde quitte", 1 - YEAR, 0,
                Place("comportement", "Taux de sortie de la page", table="Pages de sortie", row=left.title, column="Taux de sortie"),
                Value(found, Unit.SHARE), is_near(found, left.exit_rate, 0.0, 3), None, Value(left.exit_rate, Unit.SHARE),
            )  # fmt: skip
        lost = [term for term in self.profile.terms if not term.results]
        searched = queries.figures_of_searches(self._period(1 - QUARTER, 0))
        whole = sum(one.searches for one in searched)
        if lost and whole:
            expected = 100 * sum(term.share for term in lost) / sum(term.share for term in self.profile.terms)
            found = 100 * sum(one.searches for one in searched if not one.results) / whole
            words = ", ".join(term.term for term in sorted(lost, key=lambda term: -term.share))
            yield Planted(
                "recherches-vaines", Nature.PAGES, "Des recherches sans résultat", 1 - QUARTER, 0,
                Place("recherches", INDICATORS["recherches_vaines"].name, "recherches_vaines"), Value(found, Unit.PERCENT),
                is_near(found, expected, 0.12), None, Value(expected, Unit.PERCENT), remark=f"On les cherche : {words}.",
            )  # fmt: skip

    # reviews ---------------------------------------------------------------------------------------------------------

    def _reviews(self, rank: int, week: p.HarshReviews) -> Iterator[Planted]:
        """A bad week: the mean falls below that of the months before, and its theme is what people talk about."""
        data, before = self._read(week.first, week.last), self._read(week.first - QUARTER, week.first - 1)
        note, theme = INDICATORS["note_moyenne"], COMPLAINTS[week.theme].name
        found, without = note.of(data.totals_of(note)), note.of(before.totals_of(note))
        said, usual = self._said(theme, week.first, week.last), self._said(theme, week.first - QUARTER, week.first - 1)
        title = f"Une mauvaise série d’avis : {theme.lower()}"
        about = f" sur « {week.about} »" if week.about else ""
        planted = (
            f"{_reviews_of(week.count)} d’une ou deux étoiles{about}, écrits pour cette histoire ; "
            if week.count
            else ""
        )
        yield Planted(
            f"avis-{rank + 1}", Nature.REVIEWS, title, week.first, week.last, Place("avis", note.name, "note_moyenne"), found,
            len(said[1]) >= week.count and _is_over(found.amount, without.amount, -1), without, None, week.told,
            f"{planted}{_reviews_of(len(said[1]))} publiés ces jours-là.",
        )  # fmt: skip
        yield Planted(
            f"avis-theme-{rank + 1}", Nature.REVIEWS, f"{title}, le thème", week.first, week.last,
            Place("avis", "Part des avis qui en parlent", table="Thèmes des avis", row=theme, column="Part des avis"), _part(*said),
            len(said[0]) >= week.count and _is_over(_part(*said).amount, _part(*usual).amount), _part(*usual), None,
            remark=f"{_reviews_of(len(said[0]))} sur {number(len(said[1]))}, dont {number(sum(star < 3 for star in said[0]))} à deux étoiles et moins.",
        )  # fmt: skip

    def _said(self, theme: str, first: int, last: int) -> tuple[list[int], list[int]]:
        """The stars of the published reviews of some days that talk of a theme, and those of all."""
        found = [
            (review.rating, theme in themes_of(f"{review.title} {review.body}"))
            for review in queries.list_published(self._period(first, last))
        ]
        return [rating for rating, is_told in found if is_told], [rating for rating, _ in found]


def _part(some: Sequence[int], every: Sequence[int]) -> Value:
    return Value(100 * len(some) / len(every) if every else None, Unit.SHARE, "" if every else "Aucun avis.")


def _is_over(one: float | None, other: float | None, way: int = 1) -> bool:
    """Whether a figure is higher than another, or lower by the contrary `way`; one that is there is, beside none."""
    return one is not None and (other is None or way * one > way * other)


def _reviews_of(count: int) -> str:
    return f"{number(count)} avis"


def _count(value: float) -> Value:
    return Value(value, Unit.COUNT)


def _ratio(found: float, without: float) -> str:
    ratio = times(found, without)
    return f"× {number(ratio, 2)}" if ratio is not None else ""


def _rate(indicator: str, by: dict[str, Totals]) -> Callable[[str], float]:
    return lambda key: value_of(indicator, by[key]).amount or 0.0


def _mailed(letter: p.Letter) -> Totals:
    return Totals(
        mails=letter.sent, mails_delivered=letter.delivered, mails_opened=letter.opened, mails_clicked=letter.clicked,
        unsubscribed=letter.unsubscribed,
    )  # fmt: skip
