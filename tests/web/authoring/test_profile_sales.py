"""A trainer has the orders of their company written from its profile: told at the field, compared, applied, taken back in one act."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.customers.models import Customer
from sandbox.shop.orders.models import Cart, Order, OrderLine, OrderState
from sandbox.shop.traffic.models import TrafficDay, TrafficOrder
from sandbox.training.contexts.models import ContextImport, ContextPack
from sandbox.training.contexts.services import load_context
from sandbox.training.contexts.story import tell_story
from sandbox.web.authoring import views_contexts
from sandbox.web.authoring.views_contexts import folder_of
from tests.factories.contexts_site import SLUG as SITE
from tests.factories.contexts_site import write_site_context
from tests.support.pages import Page
from tests.support.visitor import Visitor

MINE = "epicerie-kerlann"
OWN = f"/formateur/contextes/{MINE}"
VISITS = f"{OWN}/frequentation"


def fields(owner: Visitor, part: str) -> dict[str, str]:
    form = next(
        form
        for form in Page(owner.get(f"{VISITS}/{part}").text).forms.values()
        if any("." in name for name in form.fields)
    )
    return {name: values[0] for name, values in form.fields.items() if name not in ("csrf_token", "go") and values}


def ask(owner: Visitor, part: str = "ventes", **changes: str) -> object:
    """Post a part of the form with some fields changed."""
    return owner.post(f"{VISITS}/{part}", **{**fields(owner, part), **changes})


SALES = {"ventes.ecrire": "oui", "ventes.commandes_jour": "2", "ventes.paniers": "30"}


def folder() -> Path:
    return folder_of(db.session.get_one(ContextPack, MINE))


def contents() -> dict[str, bytes]:
    """The files of orders, customers and visits of the company."""
    found = [*(folder() / "commandes").glob("*.csv"), *(folder() / "clients").glob("*.csv"), folder() / "trafic.yaml"]
    return {path.name: path.read_bytes() for path in found if path.is_file()}


def in_shop(read: Callable[[], object]) -> object:
    """What is read in the reference shop of the company."""
    db.session.expire_all()
    with shop_scope(db.session.get_one(ContextPack, MINE).reference_shop_id):
        return read()


def references() -> list[str]:
    return list(in_shop(lambda: db.session.scalars(sa.select(Order.reference).order_by(Order.reference)).all()))  # type: ignore[call-overload]


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(owner: Visitor) -> None:
    wrong = {
        **SALES, "ventes.fideles": "140", "ventes_articles.0.cle": "Bole", "ventes_articles.0.poids": "3",
        "ventes_paiements.0.cle": "carte", "ventes_paiements.0.part": "beaucoup",
    }  # fmt: skip
    sent = ask(owner, **wrong)
    assert sent.status_code == 422
    assert 'id="ventes.fideles-e"' in sent.text
    assert "L’entreprise n’a rien de ce nom. Vouliez-vous dire « Bol » ?" in sent.text
    assert 'id="ventes_articles.0.cle-e"' in sent.text
    assert 'id="ventes_paiements.0.part-e"' in sent.text
    assert 'value="Bole"' in sent.text
    assert 'value="140"' in sent.text
    assert "Aucun changement en attente" in owner.get(f"{VISITS}/apercu").text


def test_an_article_is_named_by_its_key_its_reference_or_its_name(owner: Visitor) -> None:
    for typed in ("bol", "Bol (P-002)", "BOL"):
        sent = ask(owner, **SALES, **{"ventes_articles.0.cle": typed, "ventes_articles.0.poids": "3"})
        assert sent.status_code == 302, sent.text
        assert fields(owner, "ventes")["ventes_articles.0.cle"] == "Bol (P-002)"


def test_more_orders_than_visits_could_make_are_refused_where_they_are_asked_for(owner: Visitor) -> None:
    sent = ask(owner, **{**SALES, "ventes.commandes_jour": "9"})
    assert sent.status_code == 422
    assert 'id="ventes.commandes_jour-e"' in sent.text
    assert "75 commandes pour cent visites\u00a0: 40 au plus" in sent.text


def test_a_region_of_nobody_and_an_article_that_left_are_told_at_their_line(owner: Visitor) -> None:
    assert ask(owner, **SALES).status_code == 302
    sent = ask(owner, "public", **{"regions.1.nom": "Neustrie"})
    assert sent.status_code == 422
    assert 'id="regions.1.nom-e"' in sent.text
    assert "Région sans ville connue" in sent.text
    event = {
        "incidents.0.type": "rupture", "incidents.0.du": "J-20", "incidents.0.au": "J-10", "incidents.0.effet": "1",
        "incidents.0.article": "Théière", "incidents.0.texte": "Plus rien.",
    }  # fmt: skip
    refused = ask(owner, "evenements", **event)
    assert refused.status_code == 422
    assert 'id="incidents.0.article-e"' in refused.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"catalogue/produits.csv": (";;oui;", ";;non;")}, "Le catalogue est vide"),
        ({"context.yaml": ('texte: "Simulé.", actif: oui', 'texte: "Simulé.", actif: non')}, "Aucun mode de paiement"),
    ],
)
def test_a_company_that_sells_nothing_is_told_what_it_lacks(
    owner: Visitor, changes: dict[str, tuple[str, str]], told: str
) -> None:
    for name, (old, new) in changes.items():
        text = (folder() / name).read_text("utf-8")
        assert old in text
        (folder() / name).write_text(text.replace(old, new), "utf-8")
    sent = ask(owner, **SALES)
    assert sent.status_code == 422
    assert 'id="ventes.ecrire-e"' in sent.text
    assert told in sent.text


def test_orders_are_compared_applied_and_taken_back(owner: Visitor) -> None:
    before, had = contents(), references()
    assert had == ["PETITEABC"]
    assert ask(owner, **SALES).status_code == 302
    assert contents() == before
    page = owner.get(f"{VISITS}/apercu").text
    assert "Les commandes de Épicerie Kerlann seraient remplacées." in page
    assert "1\u00a0commande citée par un message reste" in page
    assert "Les commandes, par mois" in page
    foretold = re.search(
        r'Deux ans</th><td class="num">([^<]*)</td><td class="num">([^<]*)</td><td class="num">([^<]*)</td><td class="num">([^<]*)<', page
    )  # fmt: skip
    assert foretold
    visits_foretold = re.findall(r'Deux ans</th><td class="num">[^<]*</td><td class="num">([^<]*)</td>', page)[1]
    applied = owner.post(f"{VISITS}/appliquer")
    assert applied.status_code == 302, applied.text
    seen = db.session.scalar(sa.select(sa.func.sum(TrafficDay.visits)).where(TrafficDay.context_slug == MINE)) or 0
    assert visits_foretold == f"{seen:,}".replace(",", "\u00a0")
    report = owner.get(applied.headers["Location"]).text
    assert "d’après le profil" in report

    def read() -> tuple[int, int, int, set[object], set[object]]:
        paid = sa.select(sa.func.count(Order.id), sa.func.sum(Order.total_incl_cents)).join(OrderState)
        count, cents = db.session.execute(paid.where(OrderState.is_paid)).one()
        unowned = db.session.scalar(sa.select(sa.func.count(Cart.id)).where(Cart.customer_id.is_(None)))
        orders = set(db.session.scalars(sa.select(Order.reference)))
        visits = set(
            db.session.scalars(sa.select(Order.reference).join(TrafficOrder, TrafficOrder.reference == Order.reference))
        )
        return count, cents, unowned or 0, orders, visits

    count, cents, unowned, orders, visits = in_shop(read)  # type: ignore[misc]
    assert foretold[2] == f"{count:,}".replace(",", "\u00a0")
    assert foretold[4] == f"{round(cents / 100):,}\u00a0€".replace(",", "\u00a0")
    assert unowned == 0
    assert len(orders) > 100
    assert "PETITEABC" in orders
    assert visits == orders
    converted = db.session.scalar(sa.select(sa.func.sum(TrafficDay.orders)).filter_by(context_slug=MINE))
    assert converted == len(orders)
    assert owner.post(f"{applied.headers['Location']}/reprendre").status_code == 302
    assert contents() == before
    assert references() == had


def test_writing_again_what_is_written_changes_nothing(owner: Visitor) -> None:
    ask(owner, **SALES)
    owner.post(f"{VISITS}/appliquer")
    files = contents()
    assert ask(owner).status_code == 302
    page = owner.get(f"{VISITS}/apercu").text
    assert "Le brouillon dit la même chose que l’entreprise" in page
    assert "Appliquer à" not in page
    refused = owner.post(f"{VISITS}/appliquer")
    assert refused.status_code == 422
    assert "Rien n’a changé" in refused.text
    assert contents() == files


def test_applying_twice_by_a_double_click_writes_once(owner: Visitor) -> None:
    ask(owner, **SALES)
    forms = Page(owner.get(f"{VISITS}/apercu").text).forms
    number = next(form for form in forms.values() if form.action.endswith("/appliquer")).fields["_envoi"][0]
    first = owner.post(f"{VISITS}/appliquer", _envoi=number)
    files = contents()
    again = owner.post(f"{VISITS}/appliquer", _envoi=number)
    assert (first.status_code, again.status_code) == (302, 302)
    assert again.headers["Location"] == first.headers["Location"]
    assert contents() == files
    done = db.session.scalars(sa.select(ContextImport).filter_by(context_slug=MINE)).all()
    assert len(done) == 1


def test_another_rhythm_writes_other_orders_and_says_so(owner: Visitor) -> None:
    ask(owner, **SALES)
    owner.post(f"{VISITS}/appliquer")
    first = set(references())
    ask(owner, "rythme", graine="12")
    assert "seraient remplacées" in owner.get(f"{VISITS}/apercu").text
    owner.post(f"{VISITS}/appliquer")
    second = set(references())
    assert first & second == {"PETITEABC"}
    people = in_shop(lambda: db.session.scalars(sa.select(Customer.key)).all())
    buyers = in_shop(lambda: set(db.session.scalars(sa.select(Order.customer_id))))
    assert len(people) >= len(buyers) > 0  # type: ignore[arg-type]


def test_without_being_asked_orders_stay(owner: Visitor) -> None:
    before = contents()
    ask(owner, "rythme", graine="12")
    owner.post(f"{VISITS}/appliquer")
    after = contents()
    assert {name for name in before if before[name] != after[name]} == {"trafic.yaml"}


def test_orders_changed_since_forbid_taking_back(owner: Visitor) -> None:
    ask(owner, **SALES)
    applied = owner.post(f"{VISITS}/appliquer").headers["Location"]
    path = folder() / "commandes" / "commandes.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    assert "Un import plus récent a changé les mêmes chiffres" in owner.get(applied).text
    assert owner.post(f"{applied}/reprendre").status_code in (409, 422)
    assert len(references()) > 100


def test_an_article_out_of_stock_sells_none(owner: Visitor) -> None:
    event = {
        "incidents.0.type": "rupture", "incidents.0.du": "J-60", "incidents.0.au": "J-31", "incidents.0.effet": "1",
        "incidents.0.article": "Bol (P-002)", "incidents.0.texte": "Le potier est en congé.",
    }  # fmt: skip
    assert ask(owner, "evenements", **event).status_code == 302
    assert ask(owner, **SALES).status_code == 302
    assert owner.post(f"{VISITS}/appliquer").status_code == 302

    def bowls() -> list[int]:
        lines = (
            sa.select(Order.placed_at).join(OrderLine).where(OrderLine.name == "Bol", Order.reference != "PETITEABC")
        )
        anchor = db.session.get_one(ContextPack, MINE).anchor_on
        return sorted((anchor - at.date()).days for at in db.session.scalars(lines))

    days = in_shop(bowls)
    assert isinstance(days, list)
    assert not [day for day in days if 32 <= day <= 59]
    assert [day for day in days if 62 <= day <= 89]
    assert [day for day in days if 1 <= day <= 29]
    told = {one.key: one for one in tell_story(db.session.get_one(ContextPack, MINE), folder())}["rupture-1"]
    assert (told.title, told.is_found, told.found.amount) == ("Rupture de stock : Bol", True, 0)
    assert told.without is not None
    assert (told.without.amount or 0) > 5
    assert "rien ne s’en est vendu" in owner.get(f"{OWN}/histoire").text


def test_a_company_without_a_shop_says_why_it_has_no_such_page(
    owner: Visitor, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = tmp_path / "sites"
    source = write_site_context(shelf)
    monkeypatch.setattr(views_contexts, "FOLDERS", shelf)
    load_context(folder=source, media=app.extensions["e5_media"])
    owner.get("/formateur/contextes/nouveau")
    made = owner.post("/formateur/contextes/nouveau", source=SITE, name="Mon site", slug="mon-site")
    assert made.status_code == 302, made.text
    for address in ("ventes", "rythme", "apercu"):
        page = owner.get(f"/formateur/contextes/mon-site/frequentation/{address}")
        assert page.status_code == 404
        assert "n’a qu’un site\u00a0: sans boutique, il n’y a ni fréquentation ni ventes à changer" in page.text
    assert owner.post("/formateur/contextes/mon-site/frequentation/appliquer").status_code == 404
