"""trafic.yaml: read whole into facts, or refused with file, line and what to write instead."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from sandbox.config import ROOT
from sandbox.kernel.db import session
from sandbox.kernel.media import MediaStore
from sandbox.kernel.packs import Reader
from sandbox.shop.orders import services as orders
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.models import TrafficCampaign, TrafficDay, TrafficLetter, TrafficOrder
from sandbox.shop.traffic.rules.periods import Period, last_days
from sandbox.shop.traffic.seed import FILE, load
from tests.factories.shops import ANCHOR
from tests.factories.trade import make_trade

SHIPPED = (ROOT / "scenarios" / "contexts" / "brulerie-castelune" / FILE).read_text("utf-8")


def read(folder: Path, text: str | None) -> Reader:
    """Load a folder whose trafic.yaml says this."""
    (folder / "context.yaml").write_text("id: petite\n", "utf-8")
    if text is not None:
        (folder / FILE).write_text(text, "utf-8")
    reader = Reader(folder, ANCHOR, MediaStore(folder / "media"))
    load(reader)
    return reader


def changed(old: str, new: str) -> tuple[str, int]:
    """The shipped file with one thing changed, and the line of the change."""
    assert SHIPPED.count(old) == 1
    return SHIPPED.replace(old, new), SHIPPED[: SHIPPED.index(old)].count("\n") + 1


def test_a_context_without_the_file_has_no_traffic(shop: Shop, tmp_path: Path) -> None:
    assert read(tmp_path, None).faults == []
    assert queries.shop_days(shop) == (None, None)


def test_the_file_becomes_facts_of_its_context(shop: Shop, tmp_path: Path) -> None:
    assert read(tmp_path, SHIPPED).faults == []
    assert set(session.scalars(sa.select(TrafficDay.context_slug).distinct())) == {"petite"}
    assert session.scalar(sa.select(sa.func.count(TrafficCampaign.id))) == 28
    assert session.scalar(sa.select(sa.func.count(TrafficLetter.id))) == 21
    assert queries.get_dataset(last_days(ANCHOR)).totals.visits > 300


def test_an_order_of_the_shop_gets_its_visit(shop: Shop, tmp_path: Path) -> None:
    trade = make_trade()
    cart = orders.open_cart(token="t", customer=trade.customer)
    orders.add_to_cart(cart=cart, product=trade.coffee, quantity=1)
    orders.choose_delivery(cart=cart, delivery_address=trade.address, carrier=trade.relay)
    order = orders.place_order(cart=cart, customer=trade.customer, payment=trade.card, source="email")
    order.placed_at = order.placed_at.replace(year=ANCHOR.year, month=ANCHOR.month, day=ANCHOR.day)
    session.flush()
    assert read(tmp_path, SHIPPED).faults == []
    assert session.scalars(sa.select(TrafficOrder.reference)).all() == [order.reference]
    order.source = "telepathie"
    session.flush()
    assert [f.message for f in read(tmp_path, SHIPPED).faults] == [
        f"La commande {order.reference} vient de « telepathie », que ce profil ne connaît pas."
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{cle: direct,", "{cle: bouche,", "Source « bouche » inconnue ; sources possibles : organique, direct"),
        ("{cle: direct,", "{cle: organique,", "La clé « organique » est écrite deux fois"),
        ("{cle: rentree,", "{cle: fete-peres,", "La clé « fete-peres » est écrite deux fois"),
        ('chemin: "/commande"', 'chemin: "/panier"', "« /panier » est écrit deux fois"),
        ('terme: "capsules"', 'terme: "matcha"', "« matcha » est écrit deux fois"),
        ("du: J-170, au: J-156", "du: J-156, au: J-170", "La campagne finit avant de commencer."),
        ("type: panne, du: J-289, au: J-289", "type: panne, du: J-289, au: J-290",
         "L’incident finit avant de commencer."),
        ("type: panne,", "type: inondation,", "Incident « inondation » inconnu ; types possibles : "),
        ("source: payant, support: \"Annonces de recherche\", du: J-170", "source: fax, support: \"x\", du: J-170",
         "Source « fax » absente de la liste des sources."),
        ("jours: [1.08, ", "jours: [", "Il faut 7 facteurs, aucun sous zéro ; 6 lu(s)."),
        ("tablette: 5", "montre: 5", "« montre » inconnu ; valeurs possibles : mobile, ordinateur, tablette."),
        ("visites_jour: 165", "visites_jour: beaucoup", "beaucoup"),
        ("visites_jour: 165", "visites_jour: -3", "« -3 » : au moins 0."),
        ("{campagne: lettre-recolte,", "{campagne: lettre-perdue,", "La lettre nomme la campagne « lettre-perdue », absente"),
        ("{campagne: lettre-recolte,", "{campagne: fetes,", "La campagne « fetes » d’une lettre a pour source « email »."),
        ("envoyes: 1060, delivres: 1049", "envoyes: 1060, delivres: 1061", "1061 messages délivrés pour 1060 envois"),
        ("ouverts: 702, clics: 498", "ouverts: 702, clics: 703", "703 lecteurs qui ont cliqué pour 702 lecteurs"),
        ("clics: 386, desinscrits: 143", "clics: 386, desinscrits: 2122", "2122 désinscrits pour 2121 messages délivrés."),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_line_and_nothing_is_stored(
    shop: Shop, tmp_path: Path, old: str, new: str, said: str
) -> None:
    text, line = changed(old, new)
    faults = read(tmp_path, text).faults
    assert any(said in fault.message and (fault.file, fault.line) == (FILE, line) for fault in faults), faults
    assert session.scalar(sa.select(sa.func.count(TrafficDay.id))) == 0


def test_an_unmarked_order_by_e_mail_is_its_days_letters(shop: Shop, tmp_path: Path) -> None:
    trade = make_trade()
    cart = orders.open_cart(token="t", customer=trade.customer)
    orders.add_to_cart(cart=cart, product=trade.coffee, quantity=1)
    orders.choose_delivery(cart=cart, delivery_address=trade.address, carrier=trade.relay)
    order = orders.place_order(cart=cart, customer=trade.customer, payment=trade.card, source="email")
    day = ANCHOR - timedelta(days=21)
    order.placed_at = order.placed_at.replace(year=day.year, month=day.month, day=day.day)
    session.flush()
    assert read(tmp_path, SHIPPED).faults == []
    session.refresh(order)
    assert order.campaign == "lettre-melange"
    totals = queries.get_dataset(Period(day, day)).by(lambda part: (part.source, part.campaign))
    assert ("email", "") not in totals
    assert totals["email", "lettre-melange"].placed == 1


def test_all_faults_are_listed_at_once(shop: Shop, tmp_path: Path) -> None:
    text = re.sub(r"type: (panne|presse)", "type: inondation", SHIPPED).replace("tablette: 5", "montre: 5")
    assert len(read(tmp_path, text).faults) == 3


# trafic-releve.csv ---------------------------------------------------------------------------------------------------


def measured(folder: Path, *lines: str) -> Reader:
    """Load the shipped traffic with what a tool counted."""
    text = "genre;du;au;source;campagne;libelle;visites;rebonds;recherches\n" + "".join(f"{line}\n" for line in lines)
    (folder / "trafic-releve.csv").write_text(text, "utf-8")
    return read(folder, SHIPPED)


def test_measured_days_take_the_place_of_the_simulated_ones(shop: Shop, tmp_path: Path) -> None:
    assert read(tmp_path, SHIPPED).faults == []
    before = queries.get_dataset(last_days(ANCHOR)).totals.visits
    reader = measured(
        tmp_path,
        "total;J-3;J-3;;;;9000;;",
        "campagne;J-5;J-4;social;Marché de Noël;;40;10;",
        "recherche;J-3;J-3;;;moka;;;7",
    )
    assert reader.faults == []
    day = ANCHOR - timedelta(days=3)
    assert queries.get_dataset(Period(day, day)).totals.visits == 9000
    assert queries.get_dataset(last_days(ANCHOR)).totals.visits > before + 7000
    campaign = session.scalars(sa.select(TrafficCampaign).filter_by(key="marche-de-noel")).one()
    assert campaign.name == "Marché de Noël"
    assert (campaign.source, campaign.first_offset, campaign.last_offset, campaign.cost_cents) == ("social", -5, -4, 0)
    counts = sa.select(sa.func.sum(TrafficDay.visits), sa.func.sum(TrafficDay.bounces)).filter_by(campaign=campaign.key)
    assert session.execute(counts).one() == (40, 10)


def test_measures_that_time_pushed_beyond_two_years_are_let_go(shop: Shop, tmp_path: Path) -> None:
    assert measured(tmp_path, "total;2019-01-01;2019-01-01;;;;9000;;").faults == []
    assert (session.scalar(sa.select(sa.func.min(TrafficDay.day_offset))) or 0) >= -730


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("total;J-3;J-3;;;;;;", "« total » demande cette colonne."),
        ("source;J-3;J-3;;;;5;;", "« source » demande cette colonne."),
        ("lieu;J-3;J-3;;;;5;;", "« lieu » demande cette colonne."),
        ("recherche;J-3;J-3;;;moka;5;;", "« recherche » demande cette colonne."),
        ("total;J-3;J-5;;;;5;;", "La période finit avant de commencer."),
        ("total;J-3;J-3;;;;-5;;", "Un nombre d’au moins 0 est attendu."),
    ],
)
def test_a_measure_at_fault_is_refused_at_its_line(shop: Shop, tmp_path: Path, line: str, said: str) -> None:
    assert [(f.file, f.line, f.message) for f in measured(tmp_path, line).faults] == [("trafic-releve.csv", 2, said)]
