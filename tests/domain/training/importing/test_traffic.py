"""Audience files brought into a company: its figures become the tool's, line by line, and twice is once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.media import MediaStore
from sandbox.shop.traffic.models import TrafficDay, TrafficPage, TrafficShare
from sandbox.training.contexts.importing import traffic
from sandbox.training.contexts.importing.desk import begin_import
from sandbox.training.contexts.importing.traffic import TrafficChoices
from sandbox.training.contexts.models import ContextImport
from sandbox.training.contexts.services import check_context, load_context
from tests.domain.training.importing.conftest import contents
from tests.factories.contexts import SLUG
from tests.factories.traffic import TRAFFIC

Send = Callable[..., ContextImport]


@pytest.fixture
def media(app: Flask, tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "magasin")


@pytest.fixture
def company(folder: Path, media: MediaStore) -> Path:
    """A small company with visits, loaded."""
    (folder / "trafic.yaml").write_text(TRAFFIC, "utf-8")
    orders = folder / "commandes" / "commandes.csv"
    assert orders.is_file()
    load_context(folder=folder, media=media)
    return folder


@pytest.fixture
def bring_in(company: Path, media: MediaStore) -> Send:
    """Send a file and import it."""

    def run(content: str, **choices: str) -> ContextImport:
        waiting = begin_import(
            context_slug=SLUG, author_id=1, author="Tom", file_name="a.csv", content=content.encode("utf-16")
        )
        traffic.choose(waiting=waiting, choices=TrafficChoices(**choices))
        return traffic.bring_in(waiting=waiting, folder=company, media=media)

    return run


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def days_file(*counts: int) -> str:
    """A file of Matomo by day, the last one yesterday."""
    lines = [f"{ago(len(counts) - rank)},{count},{count * 3}" for rank, count in enumerate(counts)]
    return "\n".join(["date,nb_visits,nb_actions", *lines, ""])


def visits(first: int, last: int) -> int:
    query = sa.select(sa.func.sum(TrafficDay.visits)).filter_by(context_slug=SLUG)
    return db.session.scalar(query.where(TrafficDay.day_offset.between(first, last))) or 0


def test_the_figures_of_a_file_are_those_of_the_company(bring_in: Send, company: Path, media: MediaStore) -> None:
    before = visits(-730, -4)
    done = bring_in(days_file(500, 600, 700))
    assert done.report is not None
    assert [line[:2] for line in done.report["lines"]] == [[2, "ajouté"], [3, "ajouté"], [4, "ajouté"]]
    assert (visits(-3, -3), visits(-2, -2), visits(-1, -1)) == (500, 600, 700)
    assert visits(-730, -4) == before
    assert done.report["remarks"][0] == "Visites de ces 3 jours : 1\u00a0800, comme dans le fichier."
    assert "repris des proportions de l’entreprise : visiteurs" in " ".join(done.report["remarks"])
    assert (done.content, check_context(folder=company, media=media)) == (None, [])


def test_the_same_file_twice_changes_nothing(bring_in: Send, company: Path) -> None:
    bring_in(days_file(500, 600, 700))
    before = contents(company)
    again = bring_in(days_file(500, 600, 700))
    assert again.report is not None
    assert again.report["counts"] == {"ajouté": 0, "modifié": 0, "inchangé": 3, "refusé": 0}
    assert again.report["files"] == []
    assert contents(company) == before
    changed = bring_in(days_file(500, 650, 700))
    assert changed.report is not None
    assert changed.report["counts"] == {"ajouté": 0, "modifié": 1, "inchangé": 2, "refusé": 0}
    assert visits(-2, -2) == 650


def test_a_line_is_told_with_its_day_and_its_counts_as_french_writes_them(bring_in: Send) -> None:
    bring_in(days_file(1500))
    changed = bring_in(days_file(12_500))
    assert changed.report is not None
    [[_line, fate, words]] = changed.report["lines"]
    assert fate == "modifié"
    assert f", {ago(1):%d/%m/%Y}, " in words
    assert "visites : 1\u00a0500 → 12\u00a0500" in words
    assert str(ago(1)) not in words


def test_replacing_tells_what_was_there_and_what_leaves(bring_in: Send) -> None:
    bring_in(days_file(400, 500, 600, 700))
    done = bring_in(days_file(500, 650, 700), mode="remplacer")
    assert done.report is not None
    assert [line[:2] for line in done.report["lines"]] == [[2, "inchangé"], [3, "modifié"], [4, "inchangé"]]
    assert done.report["counts"]["ajouté"] == 0
    assert done.report["remarks"][0].endswith("pour laisser la place à celles-ci : 1.")
    assert (visits(-3, -3), visits(-2, -2), visits(-1, -1)) == (500, 650, 700)


def test_old_days_are_refused_or_laid_before_j(bring_in: Send) -> None:
    old = "# ---\n# Canaux\n# 20200101-20200131\n# ---\n\nCanal par défaut,Appareil,Ville,Sessions\nDirect,mobile,Brest,310\n"
    with pytest.raises(RuleBroken, match="Aucune ligne"):
        bring_in(old)
    done = bring_in(old, placing="recale")
    assert done.report is not None
    assert visits(-31, -1) == 311  # the company's own order keeps its visit, of another source
    assert "311 dans la boutique, 310 dans ces lignes du fichier" in done.report["remarks"][0]
    assert visits(-32, -32) < 100
    places = sa.select(TrafficShare.label, sa.func.sum(TrafficShare.visits)).where(TrafficShare.dimension == "region")
    places = (
        places.where(TrafficShare.day_offset.between(-31, -1)).group_by(TrafficShare.label).order_by(TrafficShare.label)
    )
    assert db.session.execute(places).all() == [("Brest", 310), ("Non précisé", 1)]
    again = bring_in(old, placing="recale")
    assert again.report is not None
    assert again.report["files"] == []


def test_a_period_across_another_is_refused(bring_in: Send) -> None:
    def month(first: int, last: int, count: int) -> str:
        return f"# ---\n# {ago(first):%Y%m%d}-{ago(last):%Y%m%d}\n# ---\n\nCanal par défaut,Sessions\nDirect,{count}\n"

    bring_in(month(20, 10, 300))
    with pytest.raises(RuleBroken, match="Aucune ligne"):
        bring_in(month(15, 5, 200))
    assert visits(-20, -10) >= 300
    done = bring_in(month(15, 5, 200), mode="remplacer")
    assert done.report is not None
    assert done.report["remarks"][0].endswith("pour laisser la place à celles-ci : 1.")
    assert visits(-15, -5) < 300
    assert bring_in(month(15, 5, 200)).report["counts"]["inchangé"] == 1


def test_pages_take_their_place_and_what_is_not_read_is_told(bring_in: Send) -> None:
    text = "label,nb_visits,nb_hits,entry_nb_visits\n/bols,3,8,2\n/tasses,2,5,x\n"
    done = bring_in(text, first=str(ago(9)), last=str(ago(8)), label="page")
    assert done.report is not None
    assert [line[:2] for line in done.report["lines"]] == [[2, "ajouté"], [3, "refusé"]]
    assert db.session.scalar(sa.select(sa.func.sum(TrafficPage.views)).filter_by(path="/bols")) == 8
    assert "Pas de total de visites dans le fichier" in " ".join(done.report["remarks"])


def test_a_choice_that_is_not_offered_is_told_at_its_field(bring_in: Send) -> None:
    for choices, at in (
        ({"decimals": "x"}, "decimals"),
        ({"first": "hier"}, "first"),
        ({"first": "J-2", "last": "J-5"}, "last"),
    ):
        with pytest.raises(RuleBroken) as refused:
            bring_in(days_file(3), **choices)
        assert refused.value.field == at


def test_a_company_without_visits_says_so(bring_in: Send, company: Path) -> None:
    (company / "trafic.yaml").unlink()
    with pytest.raises(RuleBroken, match="n’a pas de fréquentation"):
        bring_in(days_file(3))


def test_two_tables_that_disagree_say_where_and_by_how_much(bring_in: Send) -> None:
    lines = "".join(f"{ago(day)},mobile,{day}\n" for day in range(700, 2, -1))
    text = f"Date,Device category,Sessions\n{lines}{ago(2)},mobile,1234\n\nDate,Device category,Sessions\n{ago(2)},mobile,1300\n"
    done = bring_in(text)
    refused = [words for _line, fate, words in (done.report or {})["lines"] if fate == "refusé"]
    assert refused == [
        (
            "Déjà compté autrement à la ligne 700, dans un autre tableau (visites : 1\u00a0234 là, 1\u00a0300 ici) : "
            "lequel est juste ne se sait pas."
        )
    ]
