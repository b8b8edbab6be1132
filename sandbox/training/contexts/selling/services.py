"""The orders that a profile would give a company: what forbids them, the files they make, and what they would be beside the present ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sandbox.kernel.clock import to_paris
from sandbox.kernel.media import MediaStore
from sandbox.kernel.money import to_cents
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind, parse, parse_decimal
from sandbox.kernel.yaml_nodes import Fault
from sandbox.shop.traffic.rules.profile import Profile, Purchase
from sandbox.shop.traffic.rules.selling.days import written
from sandbox.shop.traffic.rules.selling.names import TOWNS
from sandbox.shop.traffic.rules.selling.orders import Company, write_orders
from sandbox.shop.traffic.rules.selling.plan import plan_orders, wanted_conversion
from sandbox.shop.traffic.seed import FILE
from sandbox.training.contexts.importing.folder import ContextTable
from sandbox.training.contexts.selling.reading import Folder, read_folder
from sandbox.training.contexts.selling.takings import Sold
from sandbox.training.contexts.selling.writing import write_tables

MOST_CONVERSION = 40
"""Orders for a hundred visits: a shop that sells to more of those who come is a slip of the pen."""
MOST_ORDERS = 80_000
"""Orders of two years."""


@dataclass(frozen=True)
class Sales:
    """Orders written for a company: its files, the orders with the visit each needs, and what is told of them.

    `stayed`: how many orders of the company stay because something names them; `invented`: the customers made up.
    """

    files: Mapping[str, bytes]
    sold: Sequence[Sold]
    orders: int
    stayed: int
    replaced: int
    invented: int
    carts: int
    backs: int

    @property
    def purchases(self) -> list[Purchase]:
        """The orders as the simulator needs them, from the first to the last."""
        return [one.purchase for one in self.sold if one.purchase is not None]

    def is_new(self, folder: Path) -> bool:
        """Whether its files are not those of the folder already."""
        return any(
            not (path := folder / name).is_file() or path.read_bytes() != content
            for name, content in self.files.items()
        )

    def told(self) -> list[str]:
        """What is written, in sentences."""
        people = _count(self.invented, "client nouveau", "clients nouveaux")
        carts, backs = _count(self.carts, "panier laissé", "paniers laissés"), _count(self.backs, "retour", "retours")
        orders = _count(self.orders, "commande écrite", "commandes écrites")
        said = [
            f"{orders} d’après le profil, {_count(self.replaced, 'remplacée', 'remplacées')}.",
            f"{people}, {carts}, {backs}.",
        ]
        if self.stayed:
            said.append(
                f"{_count(self.stayed, 'commande citée par un message reste', 'commandes citées par un message restent')}."
            )
        return said


def sales_faults(folder: Path, profile: Profile, anchor: date) -> list[Fault]:
    """What forbids the writing of orders, each at its place in the profile; nothing when none are asked for."""
    if not profile.selling.is_written:
        return []
    found = read_folder(_reader(folder, anchor), keeps_customers=profile.selling.keeps_customers)
    told = [*_missing(found.company), *_unknown(profile, found.company)]
    return [Fault(FILE, 1, message, path=path) for path, message in told or _measure(profile)]


def _missing(company: Company) -> list[tuple[str, str]]:
    """What a company needs before anybody can buy of it."""
    wanted = (
        (company.products, "Le catalogue est vide : importez ou créez d’abord des articles en ligne, avec leur prix."),
        (company.payments, "Aucun mode de paiement n’est actif : une commande ne peut pas être payée."),
        (company.states.paid, "Aucun état de commande ne veut dire « payée » (commandes/etats.csv)."),
    )
    found = [message for there, message in wanted if not there]
    parcels = [product for product in company.products if product.kind != "virtuel"]
    if parcels and not company.carriers:
        found.append("Aucun transporteur actif ne livre en France : les articles ne peuvent pas partir.")
    return [("ventes.ecrire", message) for message in found]


def _unknown(profile: Profile, company: Company) -> list[tuple[str, str]]:
    """The articles, payments, carriers and regions that nobody knows."""
    selling = profile.selling
    articles = {product.key for product in company.products}
    tables = (
        ("ventes_articles", selling.favourites, articles, "Article absent du catalogue en ligne."),
        ("ventes_paiements", selling.payments, set(company.payments), "Mode de paiement absent ou inactif."),
        ("ventes_livraisons", selling.carriers, set(company.carriers), "Transporteur absent ou inactif."),
        ("regions", profile.regions, set(TOWNS), f"Région sans ville connue, où aucun client ne peut habiter. Régions possibles : {', '.join(TOWNS)}."),
    )  # fmt: skip
    found = [(f"{table}.{key}", told) for table, asked, known, told in tables for key in asked if key not in known]
    if not sum(profile.regions.values()):
        found.append(("regions", "Donnez une part à au moins une région : les clients y habitent."))
    for rank, incident in enumerate(profile.incidents):
        if incident.product and incident.product not in articles:
            found.append((f"incidents.{rank}.article", "Article absent du catalogue en ligne."))
    if articles and articles <= {key for key, weight in selling.favourites.items() if not weight}:
        found.append(("ventes_articles", "Tous les articles ont un poids de zéro : rien ne se vendrait."))
    return found


def _measure(profile: Profile) -> list[tuple[str, str]]:
    """Orders that no visits could make, or more than a company can hold."""
    place = "ventes.commandes_jour" if profile.selling.orders_a_day else "sources"
    if not profile.sources or not profile.visits_a_day or not wanted_conversion(profile):
        return [
            (
                place,
                "Aucune visite ne mène à une commande : il faut des visites par jour, et une conversion aux sources.",
            )
        ]
    if wanted_conversion(profile) > MOST_CONVERSION:
        share = f"{wanted_conversion(profile):.0f}"
        return [
            (
                place,
                f"{share} commandes pour cent visites : {MOST_CONVERSION} au plus. Augmentez les visites, ou demandez moins.",
            )
        ]
    if (total := plan_orders(profile).total) > MOST_ORDERS:
        return [(place, f"{total} commandes en deux ans : {MOST_ORDERS} au plus.")]
    return []


def write_sales(folder: Path, profile: Profile, anchor: date) -> Sales:
    """The orders that a profile without `sales_faults` gives the company of a folder. Nothing is written."""
    found = read_folder(_reader(folder, anchor), keeps_customers=profile.selling.keeps_customers)
    made = write_orders(profile, found.company)
    had = len(ContextTable(folder, "commandes/commandes.csv", {}).rows)
    kept = _kept_sold(found, anchor)
    sold = [
        Sold(
            -sale.day, sale.total, sale.state in found.paid, parse(Kind.MOMENT, written(sale.day, sale.minute), anchor),
            Purchase(sale.reference, -sale.day, sale.source, sale.campaign),
        )
        for sale in made.sales
    ]  # fmt: skip
    together = sorted([*kept, *sold], key=lambda one: one.placed_at)  # as the loader reads them
    return Sales(
        write_tables(found, made), together, len(made.sales), len(kept), had - len(kept), len(made.invented), len(made.carts),
        len(made.backs),
    )  # fmt: skip


def _kept_sold(found: Folder, anchor: date) -> list[Sold]:
    """The orders that stay, with what each brings and the visit that it has."""
    goods: dict[str, int] = {}
    for line in found.kept.of("commandes/lignes.csv"):
        cents = int(line["quantite"] or 1) * _cents(line["prix_ttc"])
        goods[line["commande"]] = goods.get(line["commande"], 0) + cents
    stayed = []
    for row in found.kept.of("commandes/commandes.csv"):
        at = parse(Kind.MOMENT, row["date"], anchor)
        offset = (to_paris(at).date() - anchor).days
        cents = goods.get(row["reference"], 0) - _cents(row["remise"]) + _cents(row["port"])
        purchase = Purchase(row["reference"], offset, row["source"] or "direct", row["campagne"])
        stayed.append(Sold(offset, cents, row["etat"] in found.paid, at, purchase))
    return stayed


def _cents(text: str) -> int:
    return to_cents(parse_decimal(text)) if text.strip() else 0


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number < 2 else many}".replace(",", "\u202f").replace(" ", "\u00a0", 1)


def _reader(folder: Path, anchor: date) -> Reader:
    return Reader(folder, anchor, MediaStore(folder / "medias"))
