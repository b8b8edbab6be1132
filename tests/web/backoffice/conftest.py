"""Who stands at the back office's desk in these tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.shops.models import Shop
from sandbox.training.journal.models import JournalEntry
from tests.factories.world import World
from tests.support.pages import Form, Page
from tests.support.visitor import Visitor


class Desk:
    """The back office of one shop as one person sees it, without script."""

    def __init__(self, app: Flask, login: str, shop_key: str) -> None:
        self.visitor = Visitor(app, login)
        self.root = f"/b/{shop_key}"
        self.shop_key = shop_key

    @property
    def shop_id(self) -> int:
        """The number of the shop."""
        return db.session.query(Shop.id).filter_by(key=self.shop_key).scalar()

    def read(self, path: str, *, status: int = 200) -> Page:
        """A page of the back office."""
        answer = self.visitor.get(f"{self.root}/admin{path}")
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return Page(answer.text)

    def form(self, path: str, part: str) -> Form:
        """A form of a page."""
        return self.read(path).form(part)

    def send(self, path: str, **data: Any) -> TestResponse:
        """Post to an address of the back office."""
        return self.visitor.post(f"{self.root}/admin{path}", **data)

    def save(self, path: str, **data: Any) -> Page:
        """Post what must be accepted, and read the page it leads to, with its message."""
        answer = self.send(path, **data)
        assert answer.status_code == 302, f"{path}: {answer.status_code} {faults(answer)}"
        page = self.visitor.get(answer.headers["Location"])
        assert page.status_code == 200
        return Page(page.text)

    def refused(self, path: str, **data: Any) -> Page:
        """Post what must be refused, and read the same page with its faults."""
        before = self.journal()
        answer = self.send(path, **data)
        assert answer.status_code == 422, f"{path}: {answer.status_code}"
        assert self.journal() == before
        return Page(answer.text)

    def shop_page(self, path: str = "/") -> Page:
        """A page of the shop, as its customers see it."""
        answer = self.visitor.get(f"{self.root}{path}", follow_redirects=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return Page(answer.text)

    def journal(self) -> list[str]:
        """What the journal of the shop says, oldest first, as « action: sentence »."""
        db.session.expire_all()
        rows = db.session.query(JournalEntry).filter_by(shop_id=self.shop_id).order_by(JournalEntry.seq)
        return [f"{row.action}: {row.words}" for row in rows]

    def find(self, model: Any, **values: Any) -> Any:
        """A row of the shop."""
        db.session.expire_all()
        return db.session.query(model).filter_by(**values).one()

    def count(self, model: Any, **values: Any) -> int:
        """How many rows of the shop."""
        return db.session.query(model).filter_by(**values).count()


def faults(answer: TestResponse) -> str:
    """The lines of a refusal, for the message of a test that failed."""
    return " | ".join(f"{name}: {text}" for name, text in Page(answer.text).texts.items() if name.endswith("-err"))


def sat(app: Flask, login: str, shop_key: str) -> Iterator[Desk]:
    """A desk, with its shop open for what the test looks up itself."""
    desk = Desk(app, login, shop_key)
    with shop_scope(desk.shop_id):
        yield desk


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice at the back office of her practice shop."""
    yield from sat(world_app, "alice", world.alice_shop_key)


@pytest.fixture
def onlooker(world_app: Flask, world: World) -> Iterator[Desk]:
    """Erin, the examiner, looking into a candidate's shop."""
    yield from sat(world_app, "erin", world.shop_keys[0])


@pytest.fixture
def stranger(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice at the address of bob's shop."""
    yield from sat(world_app, "alice", world.bob_shop_key)


@pytest.fixture
def alice(world_app: Flask) -> Visitor:
    """The candidate of a shop, with a browser."""
    return Visitor(world_app, "alice")


@pytest.fixture
def shop(world: World) -> Shop:
    """Her shop."""
    return db.session.scalars(sa.select(Shop).where(Shop.key == world.alice_shop_key)).one()
