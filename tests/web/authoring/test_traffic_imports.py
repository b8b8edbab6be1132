"""A trainer brings an audience file into a company of their own: looked at, asked what has two meanings, imported, told."""

from __future__ import annotations

import io
from datetime import timedelta

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.shop.traffic.models import TrafficDay
from tests.factories.contexts import SLUG
from tests.support.visitor import Visitor

OWN = "/formateur/contextes/epicerie-kerlann"


def send(owner: Visitor, content: bytes) -> str:
    owner.get(f"{OWN}/importer")
    sent = owner.post(f"{OWN}/importer", file=(io.BytesIO(content), "visites.csv"))
    assert sent.status_code == 302, sent.text
    return str(sent.headers["Location"])


def visits(slug: str) -> int:
    query = sa.select(sa.func.sum(TrafficDay.visits)).filter_by(context_slug=slug)
    return db.session.scalar(query.where(TrafficDay.day_offset == -2)) or 0


def test_a_file_of_visits_is_asked_read_and_imported(owner: Visitor) -> None:
    day, others = clock.today() - timedelta(days=2), visits(SLUG)
    address = send(owner, f'Date,Device category,Sessions\n{day},mobile,"1,234"\n{day},smart tv,7\n'.encode("utf-16"))
    page = owner.get(address).text
    assert "Des nombres se lisent de deux façons" in page
    assert "Importer 0" not in page
    assert owner.post(address, go="revoir", decimals=".").status_code == 302
    page = owner.get(address).text
    assert "1&nbsp;ajouté" in page
    assert "ne correspond à aucun de nos appareils" in page
    assert owner.post(address, go="importer", decimals=".").status_code == 302
    report = owner.get(address).text
    assert "relevé de fréquentation" in report
    assert "Paniers, commandes et chiffre d’affaires" in report
    assert visits("epicerie-kerlann") == 1234
    assert owner.post(address, go="importer", decimals=".").status_code == 302  # sent twice
    assert visits("epicerie-kerlann") == 1234
    assert visits(SLUG) == others


def test_a_choice_at_fault_is_told_at_its_field(owner: Visitor) -> None:
    address = send(owner, b"Date,Sessions\n2026-11-01,12\n")
    refused = owner.post(address, go="revoir", first="2026-11-09", last="2026-11-01")
    assert refused.status_code == 422
    assert "La période finit avant de commencer" in refused.text
    nothing = owner.post(address, go="importer", decimals="?")
    assert nothing.status_code == 422
    assert owner.post(f"{address}/abandonner").status_code == 302


def test_a_file_of_which_nothing_is_read_is_not_imported(owner: Visitor) -> None:
    address = send(owner, b"Date,Sessions\n2011-11-01,12\n")
    assert "à plus de deux ans de J" in owner.get(address).text
    assert owner.post(address, go="importer").status_code == 422
