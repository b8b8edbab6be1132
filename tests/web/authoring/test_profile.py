"""A trainer edits the traffic of a company of their own: told at the field, seen before, applied, taken back."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.shop.traffic.models import TrafficDay, TrafficShare
from tests.factories.contexts import SLUG
from tests.support.pages import Page
from tests.support.visitor import Visitor

OWN = "/formateur/contextes/epicerie-kerlann"
VISITS = f"{OWN}/frequentation"
MINE = "epicerie-kerlann"


def fields(owner: Visitor, part: str) -> dict[str, str]:
    """What the form of a part holds, as a browser would send it back."""
    page = owner.get(f"{VISITS}/{part}")
    assert page.status_code == 200
    form = next(form for form in Page(page.text).forms.values() if any("." in name for name in form.fields))
    return {name: values[0] for name, values in form.fields.items() if name not in ("csrf_token", "go") and values}


def save(owner: Visitor, part: str, **changes: str) -> str:
    sent = owner.post(
        f"{VISITS}/{part}", **{**fields(owner, part), **{k.replace("__", "."): v for k, v in changes.items()}}
    )
    assert sent.status_code == 302, sent.text
    return str(sent.headers["Location"])


def visits(slug: str, first: int = -730, last: int = 0) -> int:
    query = sa.select(sa.func.sum(TrafficDay.visits)).filter_by(context_slug=slug)
    return db.session.scalar(query.where(TrafficDay.day_offset.between(first, last))) or 0


def facts(slug: str) -> list[tuple[object, ...]]:
    columns = [column for column in TrafficDay.__table__.c if column.name not in ("id", "context_slug")]
    return sorted(tuple(row) for row in db.session.execute(sa.select(*columns).where(TrafficDay.context_slug == slug)))


def total(page: str) -> tuple[str, str]:
    """Visits of the two years, before and with the profile, as the preview writes them."""
    found = re.search(
        r'class="ex-total"><th scope="row">Deux ans</th><td class="num">([^<]*)</td><td class="num">([^<]*)</td>', page
    )
    assert found
    return found[1], found[2]


def plain(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


@pytest.mark.parametrize("part", ["rythme", "public", "campagnes", "lettres", "pages", "evenements", "ventes"])
def test_saving_what_is_shown_changes_nothing(owner: Visitor, part: str) -> None:
    save(owner, part)
    page = owner.get(f"{VISITS}/apercu").text
    assert "Le brouillon dit la même chose que l’entreprise" in page
    assert total(page) == (plain(visits(MINE)), plain(visits(MINE)))
    assert "Appliquer à" not in page


def test_a_season_is_seen_before_it_is_applied_and_taken_back(owner: Visitor) -> None:
    before, others = facts(MINE), facts(SLUG)
    assert before == others
    save(owner, "rythme", visites_jour="24", mois__11="2,5")
    assert facts(MINE) == before
    page = owner.get(f"{VISITS}/apercu").text
    assert "Visites d’un jour ordinaire\u00a0: 12\u00a0visites → 24\u00a0visites" in page
    assert "Les mois, décembre\u00a0: 1 → 2,5" in page
    foretold = total(page)
    applied = owner.post(f"{VISITS}/appliquer")
    assert applied.status_code == 302, applied.text
    assert foretold == (plain(sum(row[4] for row in before)), plain(visits(MINE)))
    assert visits(MINE) > 1.9 * visits(SLUG)
    assert facts(SLUG) == others
    report = owner.get(applied.headers["Location"]).text
    assert "Changements appliqués" in report
    assert "Aucun changement en attente" in owner.get(f"{VISITS}/apercu").text
    assert owner.post(f"{VISITS}/appliquer").status_code == 404
    assert owner.post(f"{applied.headers['Location']}/reprendre").status_code == 302
    assert facts(MINE) == before
    assert "Repris le" in owner.get(applied.headers["Location"]).text
    assert "12" in fields(owner, "rythme")["visites_jour"]


def test_the_same_seed_gives_the_same_visits_and_another_gives_others(owner: Visitor) -> None:
    save(owner, "rythme", graine="4")
    owner.post(f"{VISITS}/appliquer")
    other = facts(MINE)
    assert other != facts(SLUG)
    save(owner, "rythme", graine="3")
    owner.post(f"{VISITS}/appliquer")
    assert facts(MINE) == facts(SLUG)


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(owner: Visitor) -> None:
    sent = owner.post(
        f"{VISITS}/rythme", **{**fields(owner, "rythme"), "mois.2": "beaucoup", "visites_jour": "-3", "graine": ""}
    )
    assert sent.status_code == 422
    page = sent.text
    assert 'id="mois.2-e"' in page
    assert "n’est pas un nombre" in page
    assert "De 0 à 5\u202f000" in page
    assert "Ce champ est obligatoire" in page
    assert 'value="beaucoup"' in page
    assert 'href="#mois.2"' in page
    assert "Aucun changement en attente" in owner.get(f"{VISITS}/apercu").text


def test_a_line_added_removed_and_at_fault(owner: Visitor) -> None:
    campaign = {
        "campagnes.1.cle": "rentree", "campagnes.1.nom": "Rentrée", "campagnes.1.source": "direct", "campagnes.1.du": "J-20",
        "campagnes.1.au": "J-30", "campagnes.1.cout": "120,50", "campagnes.1.visites": "200",
    }  # fmt: skip
    wrong = owner.post(f"{VISITS}/campagnes", **{**fields(owner, "campagnes"), **campaign})
    assert wrong.status_code == 422
    assert 'id="campagnes.1.au-e"' in wrong.text, "the empty line above does not shift the fault"
    assert "finit avant de commencer" in wrong.text
    day = f"{clock.today() - timedelta(days=10):%d/%m/%Y}"
    right = owner.post(f"{VISITS}/campagnes", **{**fields(owner, "campagnes"), **campaign, "campagnes.1.au": day})
    assert right.status_code == 302
    assert fields(owner, "campagnes")["campagnes.0.au"] == "J-10"
    assert fields(owner, "campagnes")["campagnes.0.cout"] == "120,5"
    was = visits(MINE, -20, -10)
    owner.post(f"{VISITS}/appliquer")
    assert visits(MINE, -20, -10) == was + 200
    removed = owner.post(f"{VISITS}/campagnes", **{**fields(owner, "campagnes"), "campagnes.0.retirer": "y"})
    assert removed.status_code == 302
    assert "Campagne rentree\u00a0: retiré" in owner.get(f"{VISITS}/apercu").text


def test_robots_a_fault_of_measure_and_their_bounds(owner: Visitor) -> None:
    events = {
        "incidents.0.type": "robots", "incidents.0.du": "J-60", "incidents.0.au": "J-54", "incidents.0.effet": "5",
        "incidents.0.texte": "Un robot compté comme des visiteurs.",
        "incidents.1.type": "mesure", "incidents.1.du": "J-40", "incidents.1.au": "J-34", "incidents.1.effet": "1,5",
        "incidents.1.texte": "La balise est tombée.",
    }  # fmt: skip
    wrong = owner.post(f"{VISITS}/evenements", **{**fields(owner, "evenements"), **events})
    assert wrong.status_code == 422
    assert 'id="incidents.1.effet-e"' in wrong.text
    usual = visits(MINE, -67, -61), visits(MINE, -47, -41)
    save(owner, "evenements", **{**{k.replace(".", "__"): v for k, v in events.items()}, "incidents__1__effet": "0"})
    owner.post(f"{VISITS}/appliquer")
    assert visits(MINE, -60, -54) > 3.5 * usual[0]
    assert visits(MINE, -40, -34) == 0
    robots = db.session.execute(
        sa.select(sa.func.sum(TrafficDay.bounces), sa.func.sum(TrafficDay.visits)).where(
            TrafficDay.context_slug == MINE, TrafficDay.day_offset.between(-60, -54), TrafficDay.source == "direct",
            TrafficDay.device == "ordinateur",
        )
    ).one()  # fmt: skip
    assert robots[0] / robots[1] > 0.9
    hours = db.session.execute(
        sa.select(sa.func.sum(TrafficShare.visits)).filter_by(context_slug=MINE, dimension="hour")
    ).scalar()
    assert hours == visits(MINE)


def test_a_week_of_bad_reviews_needs_buyers(owner: Visitor) -> None:
    week = {
        "avis_severes.0.du": "J-9", "avis_severes.0.au": "J-3", "avis_severes.0.nombre": "40", "avis_severes.0.theme": "livraison",
        "avis_severes.0.texte": "Le transporteur a pris du retard.",
    }  # fmt: skip
    sent = owner.post(f"{VISITS}/evenements", **{**fields(owner, "evenements"), **week})
    assert sent.status_code == 302
    refused = owner.post(f"{VISITS}/appliquer")
    assert refused.status_code == 422
    assert "achat(s) dans les 30 jours d’avant" in refused.text
    assert facts(MINE) == facts(SLUG)


def test_a_draft_is_let_go(owner: Visitor) -> None:
    save(owner, "rythme", visites_jour="99")
    assert "brouillon" in owner.get(f"{VISITS}/rythme").text
    assert fields(owner, "rythme")["visites_jour"] == "99"
    assert owner.post(f"{VISITS}/abandonner").status_code == 302
    assert fields(owner, "rythme")["visites_jour"] == "12"


def test_the_company_of_another_has_no_such_page(owner: Visitor) -> None:
    assert owner.get(f"/formateur/contextes/{SLUG}/frequentation/rythme").status_code == 404
    assert owner.get(f"{VISITS}/nulle-part").status_code == 404


def test_an_imported_file_is_taken_back_the_last_one_first(owner: Visitor) -> None:
    before, day = facts(MINE), clock.today() - timedelta(days=2)
    addresses = []
    for count in (321, 654):
        owner.get(f"{OWN}/importer")
        sent = owner.post(
            f"{OWN}/importer", file=(io.BytesIO(f"Date,Sessions\n{day},{count}\n".encode()), "visites.csv")
        )
        addresses.append(str(sent.headers["Location"]))
        assert owner.post(addresses[-1], go="importer").status_code == 302
        assert visits(MINE, -2, -2) == count
    first, last = addresses
    assert "Un import plus récent a changé les mêmes chiffres" in owner.get(first).text
    assert owner.post(f"{first}/reprendre").status_code in (409, 422)
    assert visits(MINE, -2, -2) == 654
    assert owner.post(f"{last}/reprendre").status_code == 302
    assert visits(MINE, -2, -2) == 321
    assert owner.post(f"{first}/reprendre").status_code == 302
    assert facts(MINE) == before
    assert owner.post(f"{first}/reprendre").status_code in (409, 422)
