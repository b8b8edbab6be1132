"""People and history of the shipped context: read from its files alone, so that a slip of an author is named before anything is loaded."""

from __future__ import annotations

import csv
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sandbox.shop.traffic.rules.selling.days import days_before, minute_of_day
from tools.history.calendar import make_room
from tools.history.orders import make_orders, unkept
from tools.history.profile import load_profile
from tools.history.sources import Promise, cents, grams, read_customers, read_products, read_promises
from tools.history.writing import write_history

ROOT = Path(__file__).resolve().parents[2]
CONTEXT = ROOT / "scenarios" / "contexts" / "brulerie-castelune"
PROFILE = ROOT / "tools" / "history" / "brulerie-castelune"

FICTION_PREFIXES = ("019900", "026191", "035301", "046571", "053649", "063998")
PHONE = re.compile(r"(?<![\d])0[1-9](?:[ .]?\d\d){4}(?!\d)")
EMAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")
RECENT_STATES = {
    "attente-cheque", "attente-virement", "paiement-accepte", "paiement-distance", "preparation", "expedie", "livre", "annule",
    "rembourse", "erreur-paiement", "reappro-paye", "reappro-non-paye", "attente-livraison",
}  # fmt: skip
BOUGHT = {"livre", "rembourse", "expedie", "paiement-accepte"}
CONSENT_SOURCES = {"case newsletter", "inscription", "salon", "boutique"}


@cache
def table(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the context."""
    with (CONTEXT / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@cache
def tree(name: str) -> Any:
    """A YAML file of the context as plain values."""
    return YAML(typ="safe").load((CONTEXT / name).read_text("utf-8"))


def keys(name: str, column: str = "cle") -> set[str]:
    return {row[column] for row in table(name)}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def own_files() -> Iterator[Path]:
    """The files of people and history."""
    yield from sorted((CONTEXT / "clients").glob("*.csv"))
    yield from sorted((CONTEXT / "commandes").glob("*.csv"))
    yield from sorted((CONTEXT / "sav").glob("*.yaml"))
    yield CONTEXT / "avis.csv"
    yield CONTEXT / "trafic.yaml"


# --- Reserved names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", list(own_files()), ids=lambda path: path.name)
def test_phones_and_addresses_are_reserved_for_fiction(path: Path) -> None:
    text = path.read_text("utf-8-sig")
    for phone in PHONE.findall(text):
        assert re.sub(r"[ .]", "", phone).startswith(FICTION_PREFIXES), phone
    for email in EMAIL.findall(text):
        assert email.endswith(".example"), email
    assert not re.search(r"https?://(?![\w.-]*\.example)", text)


def test_every_phone_of_an_address_is_of_a_fiction_range() -> None:
    for row in table("clients/adresses.csv"):
        digits = row["telephone"].replace(" ", "")
        assert digits.startswith(FICTION_PREFIXES), row["cle"]
        assert len(digits) == 10, row["cle"]


def test_company_numbers_cannot_exist() -> None:
    numbers = [row["siret"] for row in table("clients/clients.csv") if row["siret"]]
    assert len(numbers) >= 6
    for number in numbers:
        assert re.fullmatch(r"000\d{11}", number)
        doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(number))]
        assert sum(d - 9 if d > 9 else d for d in doubled) % 10, f"{number} would be a valid SIRET"


# --- People -------------------------------------------------------------------------------------------------------------


def test_seventy_eight_customers_with_distinct_keys_and_addresses() -> None:
    customers = table("clients/clients.csv")
    assert len(customers) == 78
    assert len(keys("clients/clients.csv")) == 78
    assert len({row["email"] for row in customers}) == 78
    assert {row["client"] for row in table("clients/adresses.csv")} <= keys("clients/clients.csv")


def test_consents_have_a_date_and_a_source() -> None:
    for row in table("clients/clients.csv"):
        if row["newsletter"] == "oui" or row["offres_partenaires"] == "oui":
            assert row["consentement_source"] in CONSENT_SOURCES, row["cle"]
            assert days_before(row["consentement_le"]) <= days_before(row["inscrit_le"]), row["cle"]
        assert bool(row["consentement_le"]) == bool(row["consentement_source"]), row["cle"]
        if row["desinscrit_le"]:
            assert row["newsletter"] == "non", row["cle"]
            assert days_before(row["desinscrit_le"]) < days_before(row["consentement_le"]), row["cle"]
    gone = [row for row in table("clients/clients.csv") if row["newsletter"] == "non" and row["consentement_le"]]
    assert len(gone) >= 5, "some must have left the newsletter"
    assert {row["consentement_source"] for row in table("clients/clients.csv")} >= CONSENT_SOURCES


def test_groups_titles_and_duplicates() -> None:
    customers = table("clients/clients.csv")
    known = {group["cle"] for group in tree("context.yaml")["groupes"]}
    titles = {title["cle"] for title in tree("context.yaml")["civilites"]}
    for row in customers:
        assert row["groupe_defaut"] in row["groupes"].split("|"), row["cle"]
        assert set(row["groupes"].split("|")) <= known, row["cle"]
        assert row["civilite"] in titles
    by_group = Counter(row["groupe_defaut"] for row in customers)
    assert by_group["professionnels"] >= 5
    assert by_group["newsletter"] >= 3
    assert by_group["invite"] >= 2
    births = Counter(
        (row["naissance"], row["prenom"].casefold().replace("-", " ")) for row in customers if row["naissance"]
    )
    assert sum(count > 1 for count in births.values()) == 3, "three people are there twice"


def test_french_postcodes_keep_their_zero() -> None:
    codes = [row["code_postal"] for row in table("clients/adresses.csv") if row["pays"] == "France"]
    assert all(re.fullmatch(r"\d{5}", code) for code in codes)
    assert sum(code.startswith("0") for code in codes) >= 5


# --- Orders -------------------------------------------------------------------------------------------------------------


def lines_by_order() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in table("commandes/lignes.csv"):
        found[row["commande"]].append(row)
    return found


def test_orders_point_to_what_exists() -> None:
    context = tree("context.yaml")
    owners = {row["cle"]: row["client"] for row in table("clients/adresses.csv")}
    carriers = {row["cle"] for row in context["transporteurs"]} | {""}
    payments = {row["cle"] for row in context["paiements"]}
    campaigns = {row["cle"]: row for row in tree("trafic.yaml")["campagnes"]}
    sources = {row["cle"] for row in tree("trafic.yaml")["sources"]}
    codes = {rule["code"] for rule in tree("promotions.yaml")["regles_panier"]} | {""}
    since = {row["cle"]: days_before(row["inscrit_le"]) for row in table("clients/clients.csv")}
    orders = table("commandes/commandes.csv")
    assert len(orders) == 2500
    assert len({row["reference"] for row in orders}) == len(orders)
    for row in orders:
        assert re.fullmatch(r"[A-Z]{9}", row["reference"])
        assert owners[row["adresse_livraison"]] == owners[row["adresse_facturation"]] == row["client"], row["reference"]
        assert row["etat"] in keys("commandes/etats.csv")
        assert row["transporteur"] in carriers
        assert row["paiement"] in payments
        assert row["source"] in sources
        assert row["code_promo"] in codes
        assert 0 <= days_before(row["date"]) <= since[row["client"]], row["reference"]
        if row["campagne"]:
            campaign = campaigns[row["campagne"]]
            assert campaign["source"] == row["source"], row["reference"]
            assert days_before(campaign["du"]) >= days_before(row["date"]) >= days_before(campaign["au"]), row[
                "reference"
            ]
        if days_before(row["date"]) == 0:
            assert minute_of_day(row["date"]) < 8 * 60, "a session may start at eight"


def test_lines_hold_real_products_at_their_vat_after_they_came_in() -> None:
    products = {row["cle"]: row for row in table("catalogue/produits.csv")}
    variants = {(row["produit"], row["reference"]): row for row in table("catalogue/declinaisons.csv")}
    with_variants = {product for product, _ in variants}
    orders = {row["reference"]: row for row in table("commandes/commandes.csv")}
    assert set(lines_by_order()) == set(orders), "an order without lines, or lines without an order"
    full = 0
    for row in table("commandes/lignes.csv"):
        product = products[row["produit"]]
        assert bool(row["declinaison"]) == (row["produit"] in with_variants), row
        price = cents(product["prix_ttc"])
        if row["declinaison"]:
            price += cents(variants[row["produit"], row["declinaison"]]["impact_ttc"])
        assert row["tva"] == product["tva"], row
        assert 0 < cents(row["prix_ttc"]) <= price, row
        full += cents(row["prix_ttc"]) == price
        assert days_before(orders[row["commande"]]["date"]) <= days_before(product["ajoute_le"]), row
    assert full / len(table("commandes/lignes.csv")) > 0.65, "the others are promotions and the professionals' prices"


def test_discounts_and_fees_are_those_of_the_rules_and_carriers() -> None:
    products = {row["cle"]: row for row in table("catalogue/produits.csv")}
    weights = {row["reference"]: grams(row["poids_kg"]) for row in table("catalogue/declinaisons.csv")}
    carriers = {row["cle"]: row for row in tree("context.yaml")["transporteurs"]}
    rules = {rule["code"]: rule for rule in tree("promotions.yaml")["regles_panier"]}
    used: Counter[tuple[str, str]] = Counter()
    for order in table("commandes/commandes.csv"):
        lines = lines_by_order()[order["reference"]]
        goods = sum(int(line["quantite"]) * cents(line["prix_ttc"]) for line in lines)
        discount = cents(order["remise"])
        if order["code_promo"]:
            rule = rules[order["code_promo"]]
            assert goods >= rule["minimum"] * 100, order["reference"]
            due = 0 if "type" not in rule else rule["valeur"] * (goods / 100 if rule["type"] == "pourcentage" else 100)
            assert abs(discount - due) <= 1, order["reference"]
            used[order["client"], order["code_promo"]] += 1
        else:
            assert discount == 0, order["reference"]
        weight = sum(
            int(line["quantite"]) * (weights.get(line["declinaison"]) or grams(products[line["produit"]]["poids_kg"]))
            for line in lines
        )
        offered = bool(order["code_promo"]) and rules[order["code_promo"]]["livraison_offerte"] == "oui"
        fee = 0 if offered else _fee(carriers.get(order["transporteur"]), weight, goods - discount)
        assert cents(order["port"]) == fee, order["reference"]
    assert {code for _, code in used} >= {"BIENVENUE5", "QUAI10", "FETEDUPORT"}
    for (client, code), times in used.items():
        assert times <= rules[code]["par_client"], (client, code)


def _fee(carrier: dict[str, Any] | None, weight: int, goods: int) -> int:
    if carrier is None or (carrier.get("gratuit_des") and goods >= carrier["gratuit_des"] * 100):
        return 0
    return next(
        round(step["prix_ttc"] * 100) for step in carrier["zones"]["france"] if weight <= step["jusqu_a_kg"] * 1000
    )


def test_every_state_is_met_in_the_last_thirty_days() -> None:
    recent = [row for row in table("commandes/commandes.csv") if days_before(row["date"]) <= 30]
    assert {row["etat"] for row in recent} == RECENT_STATES == keys("commandes/etats.csv")
    for row in recent:
        if row["etat"] in {"expedie", "livre"} and row["transporteur"] != "retrait-brulerie":
            assert row["suivi"], row["reference"]
    old = {row["etat"] for row in table("commandes/commandes.csv") if days_before(row["date"]) > 30}
    assert old <= {"livre", "annule", "rembourse", "erreur-paiement", "paiement-accepte"}


def test_the_story_shows_in_the_figures() -> None:
    days = [days_before(row["date"]) for row in table("commandes/commandes.csv")]

    def pace(first: int, last: int) -> float:
        return sum(last <= day <= first for day in days) / (first - last + 1)

    assert pace(361, 336) > 1.5 * pace(335, 300), "Christmas stands out of the winter after it"
    assert pace(165, 151) < 0.6 * pace(190, 166), "the shortage costs orders"
    assert pace(89, 74) < 0.7 * pace(73, 31), "so do the late parcels"
    assert pace(365, 0) > 1.1 * pace(719, 366), "the shop grows"
    short = {row["reference"] for row in table("commandes/commandes.csv") if 151 <= days_before(row["date"]) <= 165}
    assert not [
        row for row in table("commandes/lignes.csv") if row["commande"] in short and row["produit"] == "colombie-huila"
    ]
    wrong = [
        row for row in table("commandes/lignes.csv") if row["produit"] == "moulin-armen" and row["prix_ttc"] == "7,90"
    ]
    assert len(wrong) == 9


def test_the_shop_opens_with_the_mixes_that_its_story_tells() -> None:
    arrived = sorted(
        ((days_before(row["ajoute_le"]), row["cle"]) for row in table("catalogue/produits.csv")), reverse=True
    )
    assert [name for day, name in arrived if day > 655] == ["melange-du-port", "melange-de-minuit"]
    assert [name for day, name in arrived if 640 < day <= 655] == ["melange-des-dockers"]
    dates = {row["reference"]: days_before(row["date"]) for row in table("commandes/commandes.csv")}
    first = {name: day for day, name in arrived}
    early = [row for row in table("commandes/lignes.csv") if dates[row["commande"]] > first[row["produit"]]]
    assert early == [], "nothing is sold before it is there"


def test_abandoned_carts_some_that_one_may_write_to_and_some_not() -> None:
    opted = {row["cle"]: row["newsletter"] == "oui" for row in table("clients/clients.csv")}
    variants = {(row["produit"], row["reference"]) for row in table("catalogue/declinaisons.csv")}
    products = keys("catalogue/produits.csv")
    carts = table("commandes/paniers.csv")
    assert len(carts) == 60
    assert 20 <= sum(opted[cart["client"]] for cart in carts) <= 45
    for cart in carts:
        for item in cart["contenu"].split("|"):
            product, _, reference = item.rpartition("*")[0].partition(":")
            assert product in products
            assert not reference or (product, reference) in variants, cart["cle"]


def test_the_generator_writes_these_very_bytes(tmp_path: Path) -> None:
    profile, products = load_profile(PROFILE), read_products(CONTEXT)
    orders = make_orders(profile, products, read_customers(CONTEXT), read_promises(CONTEXT))
    write_history(tmp_path, profile, products, orders)
    for name in ("commandes.csv", "lignes.csv", "paniers.csv"):
        same = (tmp_path / name).read_bytes() == (CONTEXT / "commandes" / name).read_bytes()
        assert same, f"{name} is not what its profile gives: run « python3 -m tools.history »"


def test_the_profile_knows_only_products_of_the_catalogue() -> None:
    profile, products = load_profile(PROFILE), read_products(CONTEXT)
    assert set(profile.habits) <= keys("clients/clients.csv")
    liked = {key for habit in profile.habits.values() for key in habit.tastes}
    assert (liked | set(profile.popularity) | set(profile.gifts)) - set(products) == set()


def test_written_days_take_the_place_of_the_nearest_drawn_ones() -> None:
    assert make_room([30, 20, 10, 9], [12, 9]) == [30, 20]
    assert make_room([30, 20], []) == [30, 20]


def test_what_is_engraved_is_written_in_the_field_of_the_product_and_fits() -> None:
    fields = {row["produit"]: row for row in table("catalogue/personnalisations.csv") if row["obligatoire"] == "oui"}
    bought = [row for row in table("commandes/lignes.csv") if row["produit"] in fields]
    assert len(bought) >= 40
    for row in bought:
        field = fields[row["produit"]]
        label, _, text = row["personnalisation"].partition("\u00a0: ")
        assert label == field["libelle"], row["commande"]
        assert 0 < len(text) <= int(field["longueur_max"]), text
    texts = Counter(row["personnalisation"] for row in bought if row["produit"] == "mug-grave")
    assert texts.most_common(1)[0][1] <= 2, "nobody engraves what the others do"


def test_nobody_orders_before_signing_up_nor_twice_a_day_as_a_habit() -> None:
    days = Counter((row["client"], days_before(row["date"])) for row in table("commandes/commandes.csv"))
    assert sum(count - 1 for count in days.values()) <= 12


def test_a_verified_review_gets_its_purchase_when_chance_drew_none() -> None:
    profile, products, customers = load_profile(PROFILE), read_products(CONTEXT), read_customers(CONTEXT)
    for wanted in (
        Promise(customer="aubin-therese", product="verseuse-halo", lived=120),
        Promise(customer="castagne-lea", product="abonnement-cafe", lived=60),
    ):
        plain = make_orders(profile, products, customers)
        assert unkept([wanted], plain) == [wanted]
        kept = make_orders(profile, products, customers, [wanted])
        assert len(kept) == len(plain) == profile.total
        assert not unkept([wanted], kept)
    for impossible in (
        Promise(customer="aubin-therese", product="gourde-orvance", lived=300),
        Promise(customer="hamelin-rose", product="verseuse-halo", lived=40),
    ):
        with pytest.raises(ValueError, match=impossible.product):
            make_orders(profile, products, customers, [impossible])


# --- Reviews ------------------------------------------------------------------------------------------------------------


def purchases() -> dict[tuple[str, str], list[int]]:
    orders = {row["reference"]: row for row in table("commandes/commandes.csv")}
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for line in table("commandes/lignes.csv"):
        order = orders[line["commande"]]
        if order["etat"] in BOUGHT:
            found[order["client"], line["produit"]].append(days_before(order["date"]))
    return found


def test_reviews_are_dated_and_a_verified_one_has_its_purchase() -> None:
    added = {row["cle"]: days_before(row["ajoute_le"]) for row in table("catalogue/produits.csv")}
    for row in table("avis.csv"):
        published, lived = days_before(row["date"]), days_before(row["date_experience"])
        assert added[row["produit"]] >= lived >= published >= 0, row["cle"]
        assert row["note"] in set("12345")
        assert row["client"] in keys("clients/clients.csv") | {""}
        if row["verifie"] == "oui":
            assert any(day >= lived for day in purchases()[row["client"], row["produit"]]), row["cle"]
        assert bool(row["reponse"]) == bool(row["reponse_le"])
        assert bool(row["motif"]) == (row["etat"] == "refuse"), row["cle"]


def test_reviews_have_every_tone_and_a_believable_spread() -> None:
    reviews = table("avis.csv")
    states = Counter(row["etat"] for row in reviews)
    assert len(reviews) >= 450
    assert states["attente"] == 12
    assert states["refuse"] >= 9
    marks = Counter(int(row["note"]) for row in reviews if row["etat"] == "publie")
    assert set(marks) == {1, 2, 3, 4, 5}
    assert 4.0 <= sum(mark * count for mark, count in marks.items()) / marks.total() <= 4.6
    sizes = [len(words(row["texte"])) for row in reviews]
    assert min(sizes) <= 5
    assert max(sizes) >= 40
    assert 0.2 <= sum(bool(row["reponse"]) for row in reviews) / len(reviews) <= 0.35
    assert sum(row["verifie"] == "oui" for row in reviews) / len(reviews) > 0.5
    by_product = Counter(row["produit"] for row in reviews)
    assert sum(count >= 8 for count in by_product.values()) >= 25, "the old products have many"
    online = {row["cle"] for row in table("catalogue/produits.csv") if row["en_ligne"] == "oui"}
    assert set(by_product) <= online
    assert 0 < len(online - set(by_product)) <= 10, "a few have none"
    waiting = " ".join(row["texte"] for row in reviews if row["etat"] == "attente")
    assert PHONE.search(waiting)
    assert "Inès Baudry" in waiting


def test_half_of_the_reviews_have_no_title_or_hardly_one_and_their_lengths_differ() -> None:
    reviews = table("avis.csv")
    titles = [len(words(row["titre"])) for row in reviews]
    assert 0.2 <= titles.count(0) / len(titles) <= 0.5
    assert 0.4 <= sum(size <= 2 for size in titles) / len(titles) <= 0.75
    sizes = [len(words(row["texte"])) for row in reviews]
    assert sum(size <= 6 for size in sizes) >= 12, "some say three words"
    assert sum(size >= 60 for size in sizes) >= 10, "some tell a story"
    assert statistics.quantiles(sizes, n=4)[0] < 0.65 * statistics.quantiles(sizes, n=4)[2]


def test_nobody_reviews_the_same_product_twice() -> None:
    pairs = Counter((row["client"], row["produit"]) for row in table("avis.csv") if row["client"])
    twice = [pair for pair, count in pairs.items() if count > 1]
    assert twice == [("vasseur-marion", "mug-grave")], "her second is about another mug, and waits"


# --- Customer service -----------------------------------------------------------------------------------------------------


def test_threads_point_to_what_exists_and_run_forward() -> None:
    context = tree("context.yaml")
    contacts = {row["cle"] for row in context["contacts"]}
    team = {row["cle"] for row in context["employes"]}
    owners = {row["reference"]: row["client"] for row in table("commandes/commandes.csv")}
    threads = tree("sav/fils.yaml")
    assert len(threads) >= 60
    assert len({thread["cle"] for thread in threads}) == len(threads)
    for thread in threads:
        if isinstance(thread["client"], str):
            assert thread["client"] in keys("clients/clients.csv")
        else:
            assert set(thread["client"]) == {"nom", "email"}
        assert thread["contact"] in contacts
        assert thread.get("produit", "melange-du-port") in keys("catalogue/produits.csv")
        if "commande" in thread:
            assert owners[thread["commande"]] == thread["client"], thread["cle"]
        moments = [(-days_before(m["le"]), minute_of_day(m["le"])) for m in thread["messages"]]
        assert moments == sorted(moments), thread["cle"]
        assert {m["de"] for m in thread["messages"]} <= team | {"client"}
        assert thread["messages"][0]["de"] == "client"


def test_threads_are_in_every_state_and_some_wait_to_be_read() -> None:
    threads = tree("sav/fils.yaml")
    assert {thread["etat"] for thread in threads} == {"ouvert", "traite", "attente1", "attente2"}
    assert sum(thread["lu"] == "non" for thread in threads) >= 25
    assert sum(len(thread["messages"]) >= 3 for thread in threads) >= 15
    assert sum(thread["etat"] == "traite" for thread in threads) >= 20
    assert sum("commande" in thread for thread in threads) >= 30
    private = [m for thread in threads for m in thread["messages"] if m.get("prive") == "oui"]
    assert len(private) >= 6
    assert all(m["de"] != "client" for m in private), "a customer writes no private note"


def test_thirteen_predefined_messages_three_of_them_bad_on_purpose() -> None:
    messages = tree("sav/messages_predefinis.yaml")
    assert len(messages) == 13
    faults = ("Inutile de nous relancer", "7 jours", "venelle du Four")
    bad = [m["cle"] for m in messages if any(fault in m["texte"] for fault in faults)]
    assert bad == ["reponse-reclamation", "droit-de-retractation", "cheque-attendu"]


# --- Traffic --------------------------------------------------------------------------------------------------------------


def test_traffic_adds_up_and_has_its_incidents() -> None:
    traffic = tree("trafic.yaml")
    for part in ("sources", "pages", "recherches"):
        assert sum(row["part"] for row in traffic[part]) == 100, part
    assert sum(traffic["appareils"].values()) == 100
    assert sum(traffic["regions"].values()) == 100
    assert [len(traffic[part]) for part in ("mois", "jours", "heures")] == [12, 7, 24]
    assert sum(row["resultats"] == 0 for row in traffic["recherches"]) >= 8
    assert max(row["sortie"] for row in traffic["pages"]) > 75
    assert all(row["cout"] > 0 for row in traffic["campagnes"])
    for row in [*traffic["campagnes"], *traffic["incidents"]]:
        assert days_before(row["du"]) >= days_before(row["au"]) >= 0
    assert {"rupture", "prix", "retard"} <= {row["type"] for row in traffic["incidents"]}


def test_traffic_and_orders_tell_the_same_seasons() -> None:
    profile, traffic = load_profile(PROFILE), tree("trafic.yaml")
    assert profile.rhythm.months == traffic["mois"]
    assert profile.rhythm.weekdays == traffic["jours"]
    assert round(profile.rhythm.yearly_growth * 100) == traffic["croissance_annuelle"]
    assert profile.reference_day.isoformat() == str(traffic["jour_reference"])
