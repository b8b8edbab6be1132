"""Orders written for a company's folder load whole: what the files say is what the shop, its visits and its reports hold."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel.clock import to_paris
from sandbox.kernel.db import db
from sandbox.kernel.media import MediaStore
from sandbox.kernel.packs import Reader
from sandbox.kernel.scope import shop_scope
from sandbox.shop.customers.models import Address, Customer
from sandbox.shop.orders.models import Cart, CreditSlip, MerchandiseReturn, Order, OrderState
from sandbox.shop.reviews.models import Review
from sandbox.shop.traffic.models import TrafficDay
from sandbox.shop.traffic.rules.profile import Profile, Selling
from sandbox.shop.traffic.rules.selling.names import TOWNS
from sandbox.shop.traffic.seed import FILE, read_profile
from sandbox.training.contexts.importing.services import write_files
from sandbox.training.contexts.models import ContextPack
from sandbox.training.contexts.selling.reading import read_folder
from sandbox.training.contexts.selling.services import Sales, sales_faults, write_sales
from sandbox.training.contexts.services import load_context
from tests.factories.contexts import FILES, write_context
from tests.factories.traffic import TRAFFIC

ANCHOR = date(2026, 11, 28)
STATES = """\
cle;nom;couleur;paye;facture;expedie;livre;mail
attente-cheque;En attente du chèque;#34209E;non;non;non;non;oui
paiement-accepte;Paiement accepté;#3498D8;oui;oui;non;non;oui
preparation;En préparation;#FF8C00;oui;oui;non;non;oui
expedie;Expédié;#8A2BE2;oui;oui;oui;non;oui
livre;Livré;#108510;oui;oui;oui;oui;non
annule;Annulé;#DC143C;non;non;non;non;oui
rembourse;Remboursé;#EC2E15;non;oui;non;non;oui
"""
PROMOTIONS = """\
regles_panier:
  - {cle: dix, nom: "Dix pour cent", code: DIX, du: J-300, au: J+30, minimum: 10, quantite: 500, par_client: 2, type: pourcentage, valeur: 10, active: oui}
  - {cle: perso, nom: "Pour Léna", code: LENA, du: J-300, au: J+30, quantite: 5, par_client: 5, type: montant, valeur: 2, client: riou-lena, active: oui}
"""


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """A small company with a year and a half behind it: states, a second payment, a promo code, a review to be kept true."""
    assert app
    made = write_context(tmp_path / "contextes")
    products = FILES["catalogue/produits.csv"].replace("J-40", "J-700").replace("J-90", "J-700")
    context = FILES["context.yaml"].replace(
        "paiements:\n", 'paiements:\n  - {cle: cheque, nom: "Chèque", texte: "À l’ordre.", actif: oui}\n'
    )
    reviews = (
        FILES["avis.csv"] + "avis-2;confiture;riou-lena;Léna R.;4;Bon;Une bonne confiture.;J-12 09:00;publie;oui\n"
    )
    texts = {
        "catalogue/produits.csv": products, "context.yaml": context, "commandes/etats.csv": STATES, "promotions.yaml": PROMOTIONS,
        "avis.csv": reviews, FILE: TRAFFIC,
    }  # fmt: skip
    for name, text in texts.items():
        (made / name).write_text(text, "utf-8")
    return made


def profile_of(folder: Path, **selling: object) -> Profile:
    profile = read_profile(Reader(folder, ANCHOR, MediaStore(folder / "medias")))
    asked = {
        "orders_a_day": 2.0,
        "left": 30.0,
        "cancelled": 8.0,
        "refunded": 5.0,
        "returned": 15.0,
        "coded": 60.0,
        **selling,
    }
    return replace(profile, selling=Selling(is_written=True, **asked))  # type: ignore[arg-type]


def put(folder: Path, media: MediaStore, **selling: object) -> tuple[Sales, ContextPack]:
    """Write the orders into the folder, and load it."""
    profile = profile_of(folder, **selling)
    assert sales_faults(folder, profile, ANCHOR) == []
    sales = write_sales(folder, profile, ANCHOR)
    write_files(folder, sales.files)
    return sales, load_context(folder=folder, media=media, anchor=ANCHOR)


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "magasin")


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_what_was_written_is_what_the_shop_holds(folder: Path, media: MediaStore) -> None:
    sales, pack = put(folder, media)
    with shop_scope(pack.reference_shop_id):
        found = {
            reference: (cents, is_paid)
            for reference, cents, is_paid in db.session.execute(
                sa.select(Order.reference, Order.total_incl_cents, OrderState.is_paid).join(OrderState)
            )
        }
        told = {one.purchase.reference: (one.cents, one.is_paid) for one in sales.sold if one.purchase}
        assert found == told
        assert len(found) == sales.orders + sales.stayed > 900
        assert db.session.scalar(sa.select(sa.func.count(Cart.id))) == sales.carts
        assert db.session.scalar(sa.select(sa.func.count(Cart.id)).where(Cart.customer_id.is_(None))) == 0
        assert db.session.scalar(sa.select(sa.func.count(MerchandiseReturn.id))) == sales.backs > 50
        refunded = sum(row["etat"] == "rembourse" for row in rows(folder, "commandes/commandes.csv"))
        assert db.session.scalar(sa.select(sa.func.count(CreditSlip.id))) == sales.backs + refunded
        registered = sa.select(sa.func.count(Order.id)).join(Customer).where(Customer.registered_at > Order.placed_at)
        assert db.session.scalar(registered) == 0
        homes = db.session.execute(sa.select(Address.city, Address.postcode).where(Address.key.like("ventes-%")))
        assert {tuple(home) for home in homes} <= {
            home for region in ("Bretagne", "Normandie") for home in TOWNS[region]
        }
    by_day = Counter(one.offset for one in sales.sold)
    visited = db.session.execute(
        sa.select(TrafficDay.day_offset, sa.func.sum(TrafficDay.orders)).where(TrafficDay.context_slug == pack.slug)
        .group_by(TrafficDay.day_offset).having(sa.func.sum(TrafficDay.orders) > 0)
    )  # fmt: skip
    assert {row[0]: row[1] for row in visited} == dict(by_day)


def test_orders_are_written_the_same_again_over_their_own_files(folder: Path, media: MediaStore) -> None:
    first, _pack = put(folder, media)
    again = write_sales(folder, profile_of(folder), ANCHOR)
    assert again.files == first.files
    assert not again.is_new(folder)
    assert write_sales(folder, replace(profile_of(folder), seed=99), ANCHOR).is_new(folder)


def test_what_something_names_stays_and_what_nothing_names_goes(folder: Path) -> None:
    with (folder / "clients" / "clients.csv").open("a", encoding="utf-8") as file:
        file.write("oubli-jean;;Jean;Oubli;jean@courriel.example;;client;client;non;J-50 10:00;oui\n")
    kept = write_sales(folder, profile_of(folder), ANCHOR)
    fresh = write_sales(folder, profile_of(folder, keeps_customers=False), ANCHOR)
    assert kept.stayed == fresh.stayed == 1
    assert b"PETITEABC" in fresh.files["commandes/commandes.csv"]
    assert b"PETITEABC;bol" in fresh.files["commandes/lignes.csv"]
    assert b"riou-lena;" in fresh.files["clients/clients.csv"], "a review and a message name her"
    assert b"oubli-jean" in kept.files["clients/clients.csv"]
    assert b"oubli-jean" not in fresh.files["clients/clients.csv"]


def test_a_verified_review_stays_true(folder: Path, media: MediaStore) -> None:
    _sales, pack = put(folder, media)
    with shop_scope(pack.reference_shop_id):
        for review in db.session.scalars(sa.select(Review).where(Review.is_verified)):
            bought = [
                to_paris(order.placed_at).date()
                for order in db.session.scalars(sa.select(Order).filter_by(customer_id=review.customer_id))
                if any(line.product_id == review.product_id for line in order.lines)
            ]
            assert min(bought) < to_paris(review.posted_at).date()


def test_codes_are_those_that_anybody_may_use_in_their_days(folder: Path) -> None:
    sales = write_sales(folder, profile_of(folder), ANCHOR)
    write_files(folder, sales.files)
    used = [row for row in rows(folder, "commandes/commandes.csv") if row["code_promo"]]
    assert {row["code_promo"] for row in used} == {"DIX"}
    assert all(int(row["date"].split()[0].removeprefix("J-")) <= 300 for row in used)
    assert all(row["remise"] != "0,00" for row in used)


def test_money_that_is_waited_for_is_of_the_last_days(folder: Path) -> None:
    sales = write_sales(folder, profile_of(folder, payments={"cheque": 100.0}), ANCHOR)
    write_files(folder, sales.files)
    waiting = [row["date"] for row in rows(folder, "commandes/commandes.csv") if row["etat"] == "attente-cheque"]
    assert waiting
    assert all(int(day.split()[0].removeprefix("J-")) <= 6 for day in waiting)


def test_a_company_without_articles_or_states_is_told_what_is_missing(folder: Path) -> None:
    (folder / "catalogue" / "produits.csv").write_text(
        FILES["catalogue/produits.csv"].replace(";;oui;", ";;non;"), "utf-8"
    )
    (folder / "commandes" / "etats.csv").unlink()
    told = [(fault.path, fault.message) for fault in sales_faults(folder, profile_of(folder), ANCHOR)]
    assert [path for path, _ in told] == ["ventes.ecrire", "ventes.ecrire"]
    assert "catalogue est vide" in told[0][1]
    assert "état de commande" in told[1][1]


def test_an_article_of_an_event_must_be_one_of_the_catalogue(folder: Path, media: MediaStore) -> None:
    event = 'incidents:\n  - {type: rupture, du: J-20, au: J-10, effet: 1, article: theiere, texte: "Plus rien."}\n'
    (folder / FILE).write_text(TRAFFIC + event, "utf-8")
    assert [fault.path for fault in sales_faults(folder, profile_of(folder), ANCHOR)] == ["incidents.0.article"]
    with pytest.raises(Exception, match="Contexte refusé") as refused:
        load_context(folder=folder, media=media, anchor=ANCHOR)
    assert any("« theiere » inconnu" in fault.message for fault in refused.value.faults)  # type: ignore[attr-defined]


def test_the_company_is_read_as_its_files_say(folder: Path) -> None:
    reader = Reader(folder, ANCHOR, MediaStore(folder / "medias"))
    found = read_folder(reader, keeps_customers=True)
    assert {product.key: (product.price, product.weight_g, product.added) for product in found.company.products} == {
        "confiture": (490, 350, 700), "bol": (1_200, 400, 700),
    }  # fmt: skip
    assert list(found.company.payments) == ["cheque", "carte"]
    assert found.company.carriers["relais"].brackets == [(5_000, 490)]
    assert [code.code for code in found.company.codes] == ["DIX"]
    assert [promise.product for promise in found.company.promises] == ["confiture"], (
        "the bowl was bought in an order that stays"
    )
    assert found.company.states.waiting == {"cheque": "attente-cheque"}
    assert found.titles == {True: "mme"}
