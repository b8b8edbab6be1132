"""An exam hall on an injected clock: a session on the animated subject, people at its doors, everybody at the same moment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from sandbox.accounts.queries import find_user
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.training.events.models import EventMark
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import Seat
from sandbox.training.subjects.format import Subject
from tests.factories.animated import animated_subject
from tests.support.pages import Page
from tests.support.visitor import Visitor

PEOPLE = (
    exams.Candidate(last_name="Kervella", first_name="Inès", workstation="Poste 1"),
    exams.Candidate(last_name="Tréguier", first_name="Malo", workstation="Poste 2"),
    exams.Candidate(last_name="Benhamou", first_name="Sarah", workstation="Poste 3"),
)
PRODUCT = "balance-minuteur"


class Hall:
    """The session. `go` moves everybody's clock to so much after the start."""

    def __init__(
        self,
        app: Flask,
        start: datetime,
        people: Sequence[exams.Candidate] = PEOPLE,
        subject: Subject | None = None,
    ) -> None:
        self.app, self.start, self.now = app, start, start
        erin = find_user("erin")
        assert erin is not None
        with clock.frozen(start):
            made = exams.create_session(subject=subject or animated_subject(), candidates=people, examiner=erin)
            exams.start_session(session=made, author=erin.name)
            db.session.commit()
        self.session_id = made.id
        self.root = f"/examinateur/sessions/{made.id}"
        self.join_codes = [seat.join_code for seat in made.seats]
        self.resume_codes = [seat.resume_code for seat in made.seats]
        self.seat_ids = [seat.id for seat in made.seats]
        self.alive: set[int] = set()

    def go(self, minutes: float = 0, seconds: float = 0) -> None:
        """So much after the start; the workstations that are alive gave their signs of life meanwhile."""
        self.now = self.start + timedelta(minutes=minutes, seconds=seconds)
        for rank in self.alive:
            self.seat(rank).last_seen_at = self.now
        db.session.commit()

    def seat(self, rank: int) -> Seat:
        """The seat as the database has it."""
        db.session.commit()
        db.session.expire_all()
        return db.session.get_one(Seat, self.seat_ids[rank - 1])

    def events(self, rank: int) -> list[str]:
        """The events decided for a candidate, in order."""
        db.session.rollback()
        marks = db.session.query(EventMark).filter_by(seat_id=self.seat_ids[rank - 1]).order_by(EventMark.id)
        return [mark.event_id for mark in marks]


class Person(Visitor):
    """Somebody whose requests are made at the hall's moment."""

    def __init__(self, hall: Hall, login: str = "") -> None:
        self.hall = hall
        super().__init__(hall.app, login)

    def _open(self, path: str, kwargs: dict[str, Any]) -> TestResponse:
        with clock.frozen(self.hall.now):
            return self.client.open(path, **kwargs)


class Candidate(Person):
    """A workstation at a seat."""

    def __init__(self, hall: Hall, rank: int, code: str = "") -> None:
        super().__init__(hall)
        self.rank = rank
        self.get("/epreuve/rejoindre")
        answer = self.post("/epreuve/rejoindre", code=code or hall.join_codes[rank - 1])
        assert answer.status_code == 302, answer.text
        self.get("/epreuve")
        hall.alive.add(rank)
        seat = hall.seat(rank)
        with shop_scope(seat.shop_id):
            product = db.session.query(Product).filter_by(key=PRODUCT).one()
        self.path = f"/b/{seat.shop.key}/admin/catalogue/produits/{product.id}"

    def pulse(self) -> dict[str, Any]:
        """A sign of life; what the frame is told."""
        answer = self.fetch("/epreuve/pouls", page="Q1|Produits")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def save(self, reference: str) -> int:
        """Save the product under another reference; the status of the answer."""
        answer = self.get(self.path)
        if answer.status_code != 200:
            return answer.status_code
        form = Page(answer.text).form("product-form")
        return self.post(self.path, **form.filled(reference=reference)).status_code

    def reference(self) -> str:
        """The reference that is kept."""
        seat = self.hall.seat(self.rank)
        with shop_scope(seat.shop_id):
            return str(db.session.query(Product).filter_by(key=PRODUCT).one().reference)


class Examiner(Person):
    """The examiner at a console."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall, "erin")
        assert self.get(f"{hall.root}/console").status_code == 200

    def columns(self) -> list[dict[str, Any]]:
        """What the console is told of its columns."""
        found: list[dict[str, Any]] = self.get(f"{self.hall.root}/etat?vus=").get_json()["seats"]
        return found

    def press(self, act: str, **data: str) -> None:
        """A command of the console."""
        answer = self.fetch(f"{self.hall.root}/{act}", **data)
        assert answer.status_code == 200, answer.text

    def tell(self, what: str, **sent: object) -> TestResponse:
        """Send JSON, as the console's queue does."""
        headers = {"X-Requested-With": "fetch", "X-CSRFToken": self.token, "Content-Type": "application/json"}
        return self.open(f"{self.hall.root}/{what}", method="POST", data=json.dumps(sent), headers=headers)

    def observe(self, rank: int, key: str, text: str, age: int = 0) -> int:
        """Note an observation under its own number, kept on the device for `age` milliseconds."""
        sent = {"rank": rank, "seat": self.hall.seat_ids[rank - 1], "line": "", "sign": "+", "text": text, "age": age}
        return self.tell("observations", uuid=key, **sent).status_code
