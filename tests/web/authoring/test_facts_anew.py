"""Whatever changes the visits of a company, no process of the server shows what they were."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.shop.traffic import queries
from sandbox.shop.traffic.queries.editions import get_edition
from sandbox.shop.traffic.rules.periods import last_days
from sandbox.training.contexts.services import load_context
from tests.factories.contexts import SLUG, write_context
from tests.factories.traffic import TRAFFIC
from tests.support.processes import OtherProcess
from tests.support.visitor import Visitor
from tests.web.authoring.conftest import MINE
from tests.web.authoring.test_profile import OWN, VISITS, save
from tests.web.authoring.test_traffic_imports import send


def told(slug: str) -> dict[str, Any]:
    """Figures of a company's reference shop over two years."""
    of_slug = sa.select(Shop).where(Shop.context_slug == slug, Shop.kind == ShopKind.REFERENCE)
    shop = db.session.scalars(of_slug.order_by(Shop.id.desc()).limit(1)).one()
    with shop_scope(shop.id):
        period = last_days(shop.anchor_on, 730)
        data = queries.get_dataset(period)
        return {"totals": data.totals, "pages": queries.figures_of_pages(period), "searched": data.searched}


@contextmanager
def changing(slug: str) -> Iterator[dict[str, Any]]:
    """The figures before the block; after it they are others, and what this process, one that read them before and one that
    never did show is the same.
    """
    other, fresh = OtherProcess(), OtherProcess()
    with other.at_work():
        before, name = told(slug), get_edition()
    assert told(slug) == before
    db.session.rollback()
    yield before
    db.session.rollback()
    with fresh.at_work():
        after = told(slug)
    assert after != before
    assert told(slug) == after
    with other.at_work():
        assert get_edition() not in (None, name)
        assert told(slug) == after


def test_a_profile_applied_and_taken_back(owner: Visitor) -> None:
    save(owner, "rythme", visites_jour="24")
    with changing(MINE) as start:
        applied = owner.post(f"{VISITS}/appliquer")
        assert applied.status_code == 302
    with changing(MINE):
        assert owner.post(f"{applied.headers['Location']}/reprendre").status_code == 302
    assert told(MINE) == start


def test_an_import_and_its_taking_back(owner: Visitor) -> None:
    day = clock.today() - timedelta(days=2)
    address = send(owner, f"Date,Device category,Sessions\n{day},mobile,1234\n".encode())
    with changing(MINE) as start:
        assert owner.post(address, go="importer", decimals=".").status_code == 302
    with changing(MINE):
        assert owner.post(f"{address}/reprendre").status_code == 302
    assert told(MINE) == start


def test_a_company_loaded_again(app: Flask, tmp_path: Path) -> None:
    folder = write_context(tmp_path / "livres")
    (folder / "trafic.yaml").write_text(TRAFFIC, "utf-8")
    load_context(folder=folder, media=app.extensions["e5_media"])
    db.session.commit()
    written = TRAFFIC.replace("visites_jour: 12", "visites_jour: 31")
    assert written != TRAFFIC
    (folder / "trafic.yaml").write_text(written, "utf-8")
    (folder / "context.yaml").write_text(
        (folder / "context.yaml").read_text("utf-8").replace('version: "1"', 'version: "2"'), "utf-8"
    )
    with changing(SLUG):
        load_context(folder=folder, media=app.extensions["e5_media"])
        db.session.commit()


def test_a_preview_that_is_not_applied_changes_no_name(owner: Visitor) -> None:
    save(owner, "rythme", visites_jour="24")
    name = get_edition()
    assert name is not None
    db.session.rollback()
    assert owner.get(f"{VISITS}/apercu").status_code == 200
    assert owner.get(OWN).status_code == 200
    assert get_edition() == name


@pytest.mark.parametrize("path", ["apercu", "rythme"])
def test_a_page_refused_changes_no_figure(owner: Visitor, path: str) -> None:
    before = told(MINE)
    db.session.rollback()
    owner.post(f"{VISITS}/{path}", visites_jour="-3")
    assert told(MINE) == before
