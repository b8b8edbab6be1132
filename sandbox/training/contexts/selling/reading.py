"""What a company's folder says to the writing of its orders: articles, carriers, payments, states, promotions, customers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.clock import to_paris
from sandbox.kernel.media import MediaStore
from sandbox.kernel.packs import Reader, Row
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.catalog.rules import KINDS
from sandbox.shop.catalog.seed import FIELD_COLUMNS, PRODUCT_COLUMNS, VARIANT_COLUMNS
from sandbox.shop.customers.seed import ADDRESSES, CUSTOMERS
from sandbox.shop.orders.seed import CARTS, LINES, ORDERS, STATES
from sandbox.shop.orders.services.past import RETURNS, SLIPS
from sandbox.shop.reviews.seed import REVIEWS
from sandbox.shop.traffic.rules.selling.goods import Carrier, Prices, Product, Special, Variant
from sandbox.shop.traffic.rules.selling.orders import MADE, Code, Company, Promise, States
from sandbox.shop.traffic.rules.selling.people import Buyer
from sandbox.training.contexts.importing.folder import ContextTable

ALWAYS = 10_000
"""Days before the start at which an article without a day was there already."""
OWN_FILES = ("clients/", "commandes/", "catalogue/")
"""What does not say that something else names a customer or an order."""
_WORDS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_TEXTS = (".csv", ".yaml", ".md")
_SIMPLE = {
    "cle", "nom", "code", "description", "du", "au", "minimum", "quantite", "par_client", "type", "valeur", "livraison_offerte",
    "priorite", "exclut_promos", "mise_en_avant", "active",
}  # fmt: skip
"""A code that asks for more than this has conditions that nobody checks here: it is left to the customers of the session."""
Cells = dict[str, str]
FILES: Mapping[str, tuple[str, ...]] = {
    "clients/clients.csv": tuple(CUSTOMERS), "clients/adresses.csv": tuple(ADDRESSES), "commandes/commandes.csv": tuple(ORDERS),
    "commandes/lignes.csv": tuple(LINES), "commandes/paniers.csv": tuple(CARTS), "commandes/retours.csv": tuple(RETURNS),
    "commandes/avoirs.csv": tuple(SLIPS),
}  # fmt: skip
"""The files of customers and orders that are written, with their columns."""


@dataclass(frozen=True)
class Kept:
    """What stays of the files of customers and orders, as it is written: the lines of each file, by its name."""

    rows: Mapping[str, list[Cells]] = field(default_factory=dict)

    def of(self, file: str) -> list[Cells]:
        """The lines of a file that stay."""
        return self.rows.get(file, [])


@dataclass(frozen=True)
class Folder:
    """A company as its orders are written: what they are written for, what stays, the titles of women and men when it has them."""

    company: Company
    kept: Kept
    titles: Mapping[bool, str]
    paid: frozenset[str]
    """The states that count as paid."""


def products_of(reader: Reader) -> list[Product]:
    """The articles on sale: online, with a price, in the order of the file."""
    forms: dict[str, list[Row]] = {}
    for row in reader.rows("catalogue/declinaisons.csv", VARIANT_COLUMNS, optional=True):
        forms.setdefault(row["produit"], []).append(row)
    labels: dict[str, str] = {}
    for row in reader.rows("catalogue/personnalisations.csv", FIELD_COLUMNS, optional=True):
        if row["obligatoire"] and row["type"] == "text":
            labels.setdefault(row["produit"], row["libelle"])
    kinds = {code: word for word, code in KINDS.items()}
    return [
        Product(
            key=row["cle"], kind=kinds.get(row["type"], row["type"]), category=row["categorie"] or "", price=row["prix_ttc"],
            vat=row["tva"] or "", weight_g=_grams(row["poids_kg"]),
            added=_before(reader, row["ajoute_le"]) if row["ajoute_le"] else ALWAYS, carriers=tuple(row["transporteurs"]),
            variants=tuple(_variant(row, form) for form in forms.get(row["cle"], ())), label=labels.get(row["cle"], ""),
            least=max(1, row["quantite_min"]),
        )
        for row in reader.rows("catalogue/produits.csv", PRODUCT_COLUMNS, optional=True) if row["en_ligne"] and row["prix_ttc"]
    ]  # fmt: skip


def _variant(product: Row, row: Row) -> Variant:
    return Variant(
        reference=row["reference"], attributes=dict(part.split("=", 1) for part in row["attributs"] if "=" in part),
        price=product["prix_ttc"] + row["impact_ttc"], weight_g=_grams(row["poids_kg"]) or _grams(product["poids_kg"]),
        is_default=row["par_defaut"],
    )  # fmt: skip


def _grams(kilos: Any) -> int:
    return int(kilos * 1000) if kilos else 0


def _before(reader: Reader, day: date) -> int:
    return (reader.anchor - day).days


# the company ---------------------------------------------------------------------------------------------------------


def read_folder(reader: Reader, *, keeps_customers: bool) -> Folder:
    """The company of a folder that was loaded: what is wrong in it was told then."""
    cited = _cited(reader.root)
    kept = _kept(reader.root, cited, keeps_customers=keeps_customers)
    customers = {row["cle"]: row for row in kept.of("clients/clients.csv")}
    rows = [row for row in reader.rows("clients/clients.csv", CUSTOMERS, optional=True) if row["cle"] in customers]
    products = products_of(reader)
    company = Company(
        products=products, carriers=_carriers(reader), payments=[one.text("cle") for one in _active(reader.section("paiements"))],
        states=_states(reader), prices=_prices(reader), codes=_codes(reader), buyers=_buyers(reader, rows, kept),
        promises=_promises(reader, kept), references=frozenset(row["reference"] for row in kept.of("commandes/commandes.csv")),
        keys=frozenset(customers), emails=frozenset(row["email"].lower() for row in rows),
    )  # fmt: skip
    titles = {node.text("cle") for node in reader.section("civilites")}
    own_titles = {is_woman: key for is_woman, key in ((True, "mme"), (False, "m")) if key in titles}
    paid = (row["cle"] for row in reader.rows("commandes/etats.csv", STATES, optional=True) if row["paye"])
    return Folder(company, kept, own_titles, frozenset(paid))


def choices_of(folder: Path) -> dict[str, dict[str, str]]:
    """What a trainer may name of a company, key -> name: its articles with their reference, its payments, its carriers."""
    reader = Reader(folder, clock.today(), MediaStore(folder / "medias"))
    rows = reader.rows("catalogue/produits.csv", PRODUCT_COLUMNS, optional=True)
    articles = {row["cle"]: f"{row['nom']} ({row['reference'] or row['cle']})" for row in rows if row["en_ligne"]}
    kinds = {"paiements": "paiements", "livraisons": "transporteurs"}
    named = {
        kind: {node.text("cle"): node.text("nom") for node in _active(reader.section(name))}
        for kind, name in kinds.items()
    }
    return {"articles": articles, **named}


def _active(nodes: Iterable[Node]) -> list[Node]:
    return [node for node in nodes if node.text("actif", "oui") != "non" and node.text("cle")]


def _carriers(reader: Reader) -> dict[str, Carrier]:
    """The active carriers that go to France, with the prices of that zone: the one so called, else their first."""
    found = {}
    for node in _active(reader.section("transporteurs")):
        zones = dict(node["zones"].items())
        steps = zones.get("france") or next(iter(zones.values()), None)
        brackets = [
            (int(reader.value(step["jusqu_a_kg"], Kind.DECIMAL, 0) * 1000), reader.value(step["prix_ttc"], Kind.CENTS, 0))
            for step in steps or ()
        ]  # fmt: skip
        key = node.text("cle")
        is_pickup = reader.value(node["retrait"], Kind.YES_NO, key.startswith("retrait"))
        if brackets:
            prefix = "".join(word[0] for word in key.split("-"))[:2].upper()
            free = reader.value(node["gratuit_des"], Kind.CENTS, 0) or 0
            found[key] = Carrier(sorted(brackets), free, "" if is_pickup else prefix, is_pickup)
    return found


def _states(reader: Reader) -> States:
    """The states of the company by what they say of an order; cancelled, refunded and waiting ones by their usual keys."""
    rows = reader.rows("commandes/etats.csv", STATES, optional=True)
    keys = {row["cle"] for row in rows}

    def first(usual: str, *, paid: bool, sent: bool, delivered: bool) -> str:
        if usual in keys:
            return usual
        wanted = (paid, sent, delivered)
        return next((row["cle"] for row in rows if (row["paye"], row["expedie"], row["livre"]) == wanted), "")

    return States(
        paid=first("paiement-accepte", paid=True, sent=False, delivered=False), preparing="preparation" if "preparation" in keys else "",
        sent=first("expedie", paid=True, sent=True, delivered=False), delivered=first("livre", paid=True, sent=True, delivered=True),
        cancelled="annule" if "annule" in keys else "", refunded="rembourse" if "rembourse" in keys else "",
        waiting={name: key for name in ("cheque", "virement") if (key := f"attente-{name}") in keys},
    )  # fmt: skip


def _prices(reader: Reader) -> Prices:
    percent: dict[str, dict[str, int]] = {}
    for node in reader.section("groupes"):
        cuts = {key: reader.value(cut, Kind.RATE, 0) // 100 for key, cut in node["reductions_categories"].items()}
        percent[node.text("cle")] = cuts
    specials = []
    for node in reader.yaml("promotions.yaml", optional=True)["prix_specifiques"]:
        kind, first, last = node.text("type"), *_days(reader, node)
        if node.text("client"):
            continue
        amount = 0 if kind == "pourcentage" else reader.value(node["valeur"], Kind.CENTS, 0)
        specials.append(Special(
            product=node.text("produit"), variant=node.text("declinaison"), group=node.text("groupe"), first=first, last=last,
            from_quantity=reader.value(node["des"], Kind.INTEGER, 1),
            percent=int(reader.value(node["valeur"], Kind.DECIMAL, 0)) if kind == "pourcentage" else 0,
            off=amount if kind == "montant" else 0, fixed=amount if kind == "prix" else 0,
        ))  # fmt: skip
    return Prices(percent, specials)


def _days(reader: Reader, node: Node) -> tuple[int, int]:
    """« du » and « au » in days before the start; open ends reach beyond all days."""
    first = _before(reader, _day(reader, node["du"])) if node.text("du") else ALWAYS
    return first, _before(reader, _day(reader, node["au"])) if node.text("au") else -ALWAYS


def _day(reader: Reader, node: Node) -> date:
    moment: datetime | None = reader.value(node, Kind.MOMENT)
    return to_paris(moment).date() if moment else reader.anchor


def _codes(reader: Reader) -> list[Code]:
    """The codes of which anybody may make use, their amount or percent off the whole cart."""
    found = []
    for node in reader.yaml("promotions.yaml", optional=True)["regles_panier"]:
        is_simple = isinstance(node.value, dict) and set(node.value) <= _SIMPLE
        if not node.text("code") or not is_simple or not reader.value(node["active"], Kind.YES_NO, True):
            continue
        first, last = _days(reader, node)
        first = first if node.text("du") else 0  # it begins with the session
        kind = node.text("type")
        found.append(Code(
            code=node.text("code"), first=first, last=last, minimum=reader.value(node["minimum"], Kind.CENTS, 0) or 0,
            percent=int(reader.value(node["valeur"], Kind.DECIMAL, 0)) if kind == "pourcentage" else 0,
            amount=reader.value(node["valeur"], Kind.CENTS, 0) if kind == "montant" else 0,
            free_delivery=bool(reader.value(node["livraison_offerte"], Kind.YES_NO, False)),
            each=reader.value(node["par_client"], Kind.INTEGER, 1) or ALWAYS, at_most=reader.value(node["quantite"], Kind.INTEGER, ALWAYS),
        ))  # fmt: skip
    return found


# customers and what stays --------------------------------------------------------------------------------------------


def _buyers(reader: Reader, rows: Iterable[Row], kept: Kept) -> list[Buyer]:
    """The customers that stay and may order: those who are active and have an address."""
    addresses: dict[str, list[str]] = {}
    for row in kept.of("clients/adresses.csv"):
        addresses.setdefault(row["client"], []).append(row["cle"])
    return [
        Buyer(
            row["cle"], row["groupe_defaut"] or "", _before(reader, to_paris(row["inscrit_le"]).date()), tuple(addresses[row["cle"]]),
            row["prenom"],
        )
        for row in rows if row["actif"] and row["cle"] in addresses
    ]  # fmt: skip


def _promises(reader: Reader, kept: Kept) -> list[Promise]:
    """The purchases that verified reviews tell of, and that no order that stays is of."""
    bought = {
        (orders[line["commande"]], line["produit"])
        for orders in [{row["reference"]: row["client"] for row in kept.of("commandes/commandes.csv")}]
        for line in kept.of("commandes/lignes.csv")
    }  # fmt: skip
    found: dict[tuple[str, str], Promise] = {}
    for row in reader.rows("avis.csv", REVIEWS, optional=True):
        if row["verifie"] and row["client"] and (row["client"], row["produit"]) not in bought:
            lived = row["date_experience"] or to_paris(row["date"]).date()
            found.setdefault(
                (row["client"], row["produit"]), Promise(row["client"], row["produit"], _before(reader, lived))
            )
    return list(found.values())


def _cited(root: Path) -> set[str]:
    """The words of all that is neither a customer nor an order nor an article: what they name stays."""
    words: set[str] = set()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix in _TEXTS and not name.startswith(OWN_FILES) and path.is_file():
            words.update(_WORDS.findall(path.read_text("utf-8-sig")))
    return words


def _kept(root: Path, cited: set[str], *, keeps_customers: bool) -> Kept:
    """The orders that something else names, with all that is theirs; the customers of those, named ones, and all others that are
    the company's own when they are kept."""
    files = {name: _rows(root, name) for name in FILES}
    orders = {row["reference"] for row in files["commandes/commandes.csv"] if row["reference"] in cited}
    theirs = {row["client"] for row in files["commandes/commandes.csv"] if row["reference"] in orders}
    customers = {
        row["cle"] for row in files["clients/clients.csv"]
        if row["cle"] in cited | theirs or (keeps_customers and not row["cle"].startswith(MADE))
    }  # fmt: skip
    stays = {
        "clients/clients.csv": ("cle", customers), "clients/adresses.csv": ("client", customers),
        "commandes/commandes.csv": ("reference", orders),
    }  # fmt: skip
    return Kept({
        name: [row for row in rows if row[(place := stays.get(name, ("commande", orders)))[0]] in place[1]]
        for name, rows in files.items() if name != "commandes/paniers.csv"
    })  # fmt: skip


def _rows(root: Path, name: str) -> list[Cells]:
    """The lines of a file, each with all the columns that a line of it may have."""
    table = ContextTable(root, name, {})
    return [{column: row.cells.get(column, "") for column in FILES[name]} for row in table.rows]
