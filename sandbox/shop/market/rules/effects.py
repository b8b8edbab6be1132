"""The rules of the market: each compares the shop with its start, and says in words what it does and why.

Every rule gives a factor that is 1 when nothing changed, bounded on both sides, and monotonous: a lower price, a better page, an
answered customer never count against the shop. The numbers are teaching assumptions of the right order, not measures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.kernel.money import format_cents
from sandbox.shop.market.rules.picture import NEGATIVE, Habits, Item, Key, Offer, Opinion, Picture

VISITS, BUYING, BASKET, WISHES = "visites", "achat", "panier", "envies"

PRICE_POWER, SHEET_WEIGHT, STARS_WEIGHT = 1.5, 0.25, 0.06
REPLIES_WEIGHT, WAITING_WEIGHT, SEO_WEIGHT, DELIVERY_WEIGHT, OFFER_WEIGHT = 0.05, 0.01, 0.5, 0.015, 0.6
FEATURED, SHOWN, CLEAN = 1.5, 1.3, 1.25
REACH_TOLD, REACH_HIDDEN = 0.6, 0.15
TOP_UP, TOP_UP_FROM = 0.3, 0.75
SUBSTITUTE = 0.35


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it is shown: what it says, on which assumption, and the screen of the administration where one acts on it."""

    key: str
    name: str
    says: str
    assumes: str
    screen: str
    screen_name: str


RULES: dict[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule("prix", "Prix", "Un article dont le prix TTC passe de P à p, promotions comprises, a ses chances d’achat multipliées par (P ÷ p) puissance 1,5, entre 0,5 et 1,8.",
             "Une élasticité de 1,5 : dix pour cent de baisse font environ dix-sept pour cent d’achats en plus. Le prix d’un concurrent n’est pas simulé : celui d’avant sert de repère.",
             "backoffice.products", "Catalogue › Produits"),
        Rule("fiche", "Fiche produit", "Une fiche complète (résumé, description d’au moins 200 caractères, deux images) vend un tiers de plus qu’une fiche vide ; entre les deux, en proportion.",
             "On n’achète pas ce qu’on ne voit ni ne comprend.", "backoffice.products", "Catalogue › Produits"),
        Rule("note", "Note des avis", "Une étoile de plus à la note moyenne d’un produit ajoute 6 % à ses chances d’achat. Un mauvais avis publié au départ compte encore quand il a été retiré.",
             "La note est lissée par trois avis à 4 étoiles, pour qu’un seul avis ne décide pas de tout. Retirer un mauvais avis n’efface pas le souvenir de ceux qui l’ont lu.",
             "backoffice.reviews", "Modules › Avis clients"),
        Rule("reponses", "Réponses aux avis", "Répondre à tous les avis de trois étoiles ou moins ajoute 5 % aux achats ; en proportion si l’on répond à une partie.",
             "Un avis retiré compte comme un avis sans réponse.", "backoffice.reviews", "Modules › Avis clients"),
        Rule("service", "Service client", "Chaque client qui attend une réponse retire 1 % aux achats, jusqu’à 10 % ; lui répondre les rend.",
             "Un client sans réponse n’achète plus, et le dit autour de lui.", "backoffice.threads", "SAV › Service client"),
        Rule("referencement", "Référencement", "Dix points de pages sans faute en plus (titre, description, légendes) ajoutent 5 % aux visites des moteurs de recherche. L’article dont la page devient sans faute est cherché 1,25 fois plus souvent.",
             "Un moteur mettrait des semaines à en tenir compte : l’effet est ici accéléré.", "backoffice.seo_audit", "Paramètres › Trafic et SEO"),
        Rule("accueil", "Page d’accueil", "Un produit populaire montré à l’accueil est voulu 1,5 fois plus souvent ; un article vers lequel mène le carrousel, lui ou sa catégorie, 1,3 fois.",
             "L’attention va à ce qui est montré ; ce qu’elle gagne là, les autres articles le perdent.", "backoffice.home_blocks", "Apparence › Positions"),
        Rule("livraison", "Frais de livraison", "Un euro de moins sur la livraison la moins chère d’un panier habituel ajoute 1,5 % aux achats. Sans transporteur, personne ne commande.",
             "Des frais découverts tard sont un motif d’abandon.", "backoffice.carriers", "Livraison › Transporteurs"),
        Rule("seuil", "Seuils", "À moins d’un quart sous le seuil de livraison offerte, ou sous le minimum d’une promotion qu’ils connaissent, trois acheteurs sur dix ajoutent un article.",
             "Un seuil proche du panier habituel le tire vers le haut ; un seuil lointain ne change rien.", "backoffice.carriers", "Livraison › Transporteurs"),
        Rule("promotion", "Règles panier", "Une remise de 10 % du panier habituel ajoute 6 % aux achats si elle est automatique ; l’effet est de 60 % de cela si le code se lit à l’accueil ou est mis en avant, de 15 % sinon.",
             "Une remise que personne ne connaît ne sert presque à personne. Sous le minimum, elle compte à moitié. Elle coûte sa remise à chaque commande qui l’utilise.",
             "backoffice.cart_rules", "Catalogue › Réductions"),
        Rule("rupture", "Stock", "Un article épuisé, hors ligne ou sans prix ne se vend pas. Un acheteur sur trois (35 %) prend alors un article de la même catégorie qui ne coûte pas plus cher ; les autres s’en vont.",
             "Personne ne réapprovisionne pendant les sept jours.", "backoffice.stock", "Catalogue › Stock"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule at work: on what (`VISITS`, `BUYING`, `BASKET`, `WISHES`), about what, in words; `factor` above 1 helps the shop."""

    rule: str
    on: str
    about: str
    words: str
    factor: float


@dataclass(frozen=True, slots=True)
class Effects:
    """What a shop changes to the habits of the market; `buying_of` and `wishes_of` hold only the things that moved."""

    reasons: tuple[Reason, ...] = ()
    organic: float = 1.0
    buying: float = 1.0
    buying_of: tuple[tuple[Key, float], ...] = ()
    wishes_of: tuple[tuple[Key, float], ...] = ()


def compare(start: Picture, now: Picture, habits: Habits) -> Effects:
    """What the changes between a shop's start and now do."""
    reasons = [*_organic(start, now), *_service(start, now), *_delivery(start, now), *_offers(start, now, habits),
               *_replies(start, now), *_thresholds(start, now), *_stock(start, now)]  # fmt: skip
    buying = _product(r.factor for r in reasons if r.on == BUYING)
    bought, wished = _of_items(start, now, reasons)
    organic = _product(r.factor for r in reasons if r.on == VISITS)
    return Effects(tuple(reasons), organic, buying, tuple(bought.items()), tuple(wished.items()))


def _product(factors: Iterator[float]) -> float:
    result = 1.0
    for factor in factors:
        result *= factor
    return result


def _within(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))


# the whole shop ------------------------------------------------------------------------------------------------------


def _organic(start: Picture, now: Picture) -> Iterator[Reason]:
    if now.seo != start.seo:
        factor = _within(1 + SEO_WEIGHT * (now.seo - start.seo) / 100, 0.8, 1.25)
        yield Reason("referencement", VISITS, "Pages de la boutique",
                     f"{_percent(start.seo)} des pages étaient sans faute, {_percent(now.seo)} le sont maintenant", factor)  # fmt: skip


def _service(start: Picture, now: Picture) -> Iterator[Reason]:
    if now.waiting != start.waiting:
        factor = _within(1 + WAITING_WEIGHT * (start.waiting - now.waiting), 0.9, 1.1)
        yield Reason("service", BUYING, "Clients sans réponse", f"{start.waiting} attendaient, {now.waiting} attendent maintenant", factor)  # fmt: skip


def _delivery(start: Picture, now: Picture) -> Iterator[Reason]:
    old, new = start.delivery_cents, now.delivery_cents
    if old == new:
        return
    if new is None:
        yield Reason("livraison", BUYING, "Livraison", "plus aucun transporteur ne livre un panier habituel", 0.0)
        return
    before = "personne ne livrait" if old is None else f"{format_cents(old)} avant"
    factor = 1.15 if old is None else _within(1 + DELIVERY_WEIGHT * (old - new) / 100, 0.85, 1.15)
    yield Reason(
        "livraison", BUYING, "Livraison d’un panier habituel", f"{before}, {format_cents(new)} maintenant", factor
    )


def appeal(offer: Offer, basket_cents: int) -> float:
    """How much an offer draws, as a share of a usual basket: what it takes off, for those who know of it and can reach it."""
    if basket_cents <= 0:
        return 0.0
    share = min(0.6, offer.worth_cents / basket_cents)
    return share * reach(offer) * (1.0 if offer.minimum_cents <= basket_cents else 0.5)


def reach(offer: Offer) -> float:
    """The share of buyers who know an offer."""
    return 1.0 if offer.is_automatic else REACH_TOLD if offer.is_told else REACH_HIDDEN


def _offers(start: Picture, now: Picture, habits: Habits) -> Iterator[Reason]:
    """Each offer that is not what it was; their factors multiply to that of all of them together."""
    old, new = {o.id: o for o in start.offers}, {o.id: o for o in now.offers}
    drawn = sum(appeal(o, habits.basket_cents) for o in start.offers)
    for number in sorted({*old, *new}):
        was, comes = old.get(number), new.get(number)
        if was == comes:
            continue
        moved = sum(appeal(o, habits.basket_cents) * sign for o, sign in ((comes, 1), (was, -1)) if o is not None)
        factor = _within((1 + OFFER_WEIGHT * (drawn + moved)) / (1 + OFFER_WEIGHT * drawn), 0.7, 1.5)
        drawn += moved
        offer = comes or was
        assert offer is not None
        yield Reason("promotion", BUYING, offer.name, _offer_words(was, comes, habits), factor)


def _offer_words(was: Offer | None, comes: Offer | None, habits: Habits) -> str:
    if comes is None:
        return "ne s’applique plus"
    known = (
        "automatique" if comes.is_automatic else "son code se lit à l’accueil ou au panier" if comes.is_told
        else "son code n’est montré nulle part"
    )  # fmt: skip
    far = (
        f", mais demande {format_cents(comes.minimum_cents)} d’achats"
        if comes.minimum_cents > habits.basket_cents
        else ""
    )
    worth = f"{format_cents(comes.worth_cents)} de moins sur un panier habituel"
    return f"{'nouvelle' if was is None else 'modifiée'} : {worth}, {known}{far}"


def kept_opinions(start: Picture, now: Picture) -> list[Opinion]:
    """What buyers know of the reviews: the published ones, and those withdrawn since that were reproaches."""
    shown = {opinion.id for opinion in now.opinions}
    gone = [
        Opinion(o.id, o.product_id, o.stars, False) for o in start.opinions if o.id not in shown and o.stars <= NEGATIVE
    ]
    return [*now.opinions, *gone]


def _answered(opinions: list[Opinion]) -> float:
    """The share of the reproaches that have an answer; all of none."""
    reproaches = [o for o in opinions if o.stars <= NEGATIVE]
    return sum(o.is_answered for o in reproaches) / len(reproaches) if reproaches else 1.0


def _replies(start: Picture, now: Picture) -> Iterator[Reason]:
    kept = kept_opinions(start, now)
    old, new = _answered(list(start.opinions)), _answered(kept)
    if old == new:
        return
    gone = len(kept) - len(now.opinions)
    tail = f" ({gone} retiré{'s' if gone > 1 else ''})" if gone else ""
    yield Reason("reponses", BUYING, "Avis de trois étoiles ou moins",
                 f"{_percent(old * 100)} avaient une réponse, {_percent(new * 100)} maintenant{tail}", 1 + REPLIES_WEIGHT * (new - old))  # fmt: skip


def _thresholds(start: Picture, now: Picture) -> Iterator[Reason]:
    if start.free_from_cents != now.free_from_cents:
        words = " ; ".join(
            f"{when} : {'aucune' if cents is None else f'dès {format_cents(cents)}'}"
            for when, cents in (("avant", start.free_from_cents), ("maintenant", now.free_from_cents))
        )
        yield Reason("seuil", BASKET, "Livraison offerte", words, 1.0)


def _stock(start: Picture, now: Picture) -> Iterator[Reason]:
    """What can be bought that could not, and the other way round."""
    before = {item.key: can_sell(item) for item in start.items}
    gone = [item for item in start.items if item.key not in now.by_key]
    for item in now.items:
        was, comes = before.get(item.key, False), can_sell(item)
        if was != comes:
            words = (
                "ne pouvait pas être acheté, peut l’être"
                if comes
                else "n’est plus en vente"
                if not item.is_sold
                else "est épuisé"
            )
            yield Reason("rupture", WISHES, item.name, words, 1.2 if comes else 0.8)
    for item in gone:
        if before[item.key]:
            yield Reason("rupture", WISHES, item.name, "a été supprimé", 0.8)


def can_sell(item: Item) -> bool:
    """Whether it can be bought at all."""
    return item.is_sold and (item.stock is None or item.stock > 0)


# one thing on sale ---------------------------------------------------------------------------------------------------


def _of_items(start: Picture, now: Picture, reasons: list[Reason]) -> tuple[dict[Key, float], dict[Key, float]]:
    """The chances of buying and the wishes that moved; tells why, once a product."""
    bought: dict[Key, float] = {}
    wished: dict[Key, float] = {}
    old, stars = start.by_key, (_stars(list(start.opinions)), _stars(kept_opinions(start, now)))
    told: set[tuple[str, str, str]] = set()
    for item in now.items:
        was = old.get(item.key)
        if was is None:
            continue
        for reason in (*_buying_of(was, item, stars), *_wishes_of(was, item)):
            into = bought if reason.on == BUYING else wished
            into[item.key] = into.get(item.key, 1.0) * reason.factor
            about = (reason.rule, reason.about, reason.words)
            if about not in told:
                told.add(about)
                reasons.append(reason)
    return bought, wished


def _buying_of(was: Item, item: Item, stars: tuple[dict[int, float], dict[int, float]]) -> Iterator[Reason]:
    if was.is_sold and 0 < was.price_cents != item.price_cents:  # a draft put on sale had no price that visitors knew
        ratio = was.price_cents / item.price_cents if item.price_cents > 0 else 10.0
        yield Reason("prix", BUYING, item.name, f"{format_cents(was.price_cents)} avant, {format_cents(item.price_cents)} maintenant",
                     _within(ratio**PRICE_POWER, 0.5, 1.8))  # fmt: skip
    if was.sheet != item.sheet:
        factor = (1 - SHEET_WEIGHT + SHEET_WEIGHT * item.sheet) / (1 - SHEET_WEIGHT + SHEET_WEIGHT * was.sheet)
        yield Reason("fiche", BUYING, item.name, f"fiche complète à {_percent(was.sheet * 100)} avant, à {_percent(item.sheet * 100)} maintenant", factor)  # fmt: skip
    before, after = (side.get(item.key[0], 4.0) for side in stars)
    if before != after:
        factor = _within(1 + STARS_WEIGHT * (after - before), 0.85, 1.15)
        yield Reason(
            "note", BUYING, item.name, f"note lissée de {_comma(before)} avant, de {_comma(after)} maintenant", factor
        )


def _wishes_of(was: Item, item: Item) -> Iterator[Reason]:
    for rule, weight, before, after, words in (
        ("accueil", FEATURED, was.is_featured, item.is_featured, "produit populaire de l’accueil"),
        ("accueil", SHOWN, was.is_shown, item.is_shown, "montré par le carrousel"),
        ("referencement", CLEAN, was.has_clean_page, item.has_clean_page, "page sans faute pour les moteurs"),
    ):
        if before != after:
            yield Reason(
                rule, WISHES, item.name, words if after else f"n’est plus : {words}", weight if after else 1 / weight
            )


def _stars(opinions: list[Opinion]) -> dict[int, float]:
    """The mean of each product, smoothed by three reviews of four stars."""
    found: dict[int, list[int]] = {}
    for opinion in opinions:
        found.setdefault(opinion.product_id, []).append(opinion.stars)
    return {product: (sum(stars) + 12) / (len(stars) + 3) for product, stars in found.items()}


def _percent(value: float) -> str:
    return f"{value:.0f}\u00a0%"


def _comma(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
