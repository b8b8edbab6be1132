"""The server is killed between the commit of a form and its answer: the browser sends it again to the next server, and it counts once.

The same when two processes serve one installation and are sent one form at one moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.orders.models import CartLine
from sandbox.shop.shops.models import Shop
from sandbox.training.exams.models import ClockEntry, EntryKind, ExamSession, SessionKind
from tests.drills.conftest import looking
from tests.drills.people import Examiner, Gone, Person
from tests.factories.world import World
from tests.support.dying_server import ORDER
from tests.support.live_server import LiveServer
from tests.support.pages import Page

MODULE = "tests.support.dying_server"


@pytest.fixture
def server(installation: Path) -> Iterator[LiveServer]:
    """A server that may be told to die."""
    with LiveServer(installation, module=MODULE) as running:
        yield running


def lose(server: LiveServer, person: Person, path: str, **sent: object) -> None:
    """Send a form, what it does being the last thing the server does; then another one is started."""
    (server.instance / ORDER).touch()
    with pytest.raises(Gone):
        person.post(path, **sent)
    server.kill()
    server.start()


def console(server: LiveServer, installed: World) -> Examiner:
    """The examiner at the console, a candidate at work."""
    candidate = Person(server.url)
    candidate.get("/epreuve/rejoindre")
    assert candidate.post("/epreuve/rejoindre", code=installed.join_codes[0]) == 302
    found = Examiner(Person(server.url), installed.session_id, installed.seat_ids)
    found.sign_in()
    return found


def minutes(seat_id: int) -> list[int]:
    """The minutes that were given at a seat, in order."""
    given = sa.select(ClockEntry.seconds).filter_by(seat_id=seat_id, kind=EntryKind.EXTENDED).order_by(ClockEntry.id)
    return [seconds // 60 for seconds in db.session.scalars(given)]


def fields(person: Person, page: str, action: str) -> dict[str, Any]:
    """What the form of a page would send to an address, as it is shown."""
    [form] = [form for form in Page(person.get(page)).forms.values() if (form.action or page).endswith(action)]
    return {name: values for name, values in form.fields.items() if name}


def test_minutes_are_given_once(server: LiveServer, installation: Path, installed: World) -> None:
    erin = console(server, installed)
    path, sent = f"{erin.root}/candidats/1/temps", {"minutes": "5", "reason": "Panne", "_essai": "essai-1"}
    erin.person.is_script = True
    lose(server, erin.person, path, **sent)
    assert erin.person.post(path, **sent) == 200
    with looking(installation):
        assert minutes(installed.seat_ids[0]) == [5]
    assert erin.person.post(path, **sent | {"_essai": "essai-2"}) == 200
    with looking(installation):
        assert minutes(installed.seat_ids[0]) == [5, 5], "another attempt is another gift"


def test_a_session_is_prepared_once(server: LiveServer, installation: Path, installed: World) -> None:
    erin = console(server, installed)
    path = "/examinateur/sessions/nouvelle"
    sent = fields(erin.person, path, path) | {"candidates-0-last_name": "Riou", "candidates-0-first_name": "Maël"}
    lose(server, erin.person, path, **sent)
    assert erin.person.post(path, **sent) == 302
    assert Page(erin.person.get("/examinateur/sessions")).says("n’a compté qu’une fois")
    with looking(installation):
        assert db.session.query(ExamSession).filter_by(kind=SessionKind.EXAM).count() == 2


def test_a_cart_that_the_visitor_was_never_told_of_is_given_again(
    server: LiveServer, installation: Path, installed: World
) -> None:
    guest, root = Person(server.url), f"/b/{installed.shop_keys[0]}"
    guest.get("/epreuve/rejoindre")
    assert guest.post("/epreuve/rejoindre", code=installed.join_codes[0]) == 302
    listed = re.search(rf"{root}/produit/\d+-[a-z0-9-]+", guest.get(f"{root}/"))
    assert listed
    form = Page(guest.get(listed[0])).form("achat")
    sent = {name: values for name, values in form.fields.items() if name}
    lose(server, guest, form.action, **sent)
    assert guest.post(form.action, **sent) == 302
    with looking(installation):
        shop_id = db.session.scalars(sa.select(Shop.id).filter_by(key=installed.shop_keys[0])).one()
        with shop_scope(shop_id):
            newest = db.session.scalars(sa.select(CartLine).order_by(CartLine.id.desc())).first()
            assert newest is not None
            assert newest.quantity == 1
            number = newest.id
    assert f"/panier/ligne/{number}" in guest.get(f"{root}/panier")


def test_two_processes_are_sent_one_form_at_one_moment(installation: Path, installed: World) -> None:
    with ExitStack() as stack:
        servers = [stack.enter_context(LiveServer(installation, module=MODULE)) for _ in range(2)]
        erin = console(servers[0], installed)
        path, erin.person.is_script = f"{erin.root}/candidats/1/temps", True
        tabs = [erin.person.at(server.url) for server in servers]
        together = Barrier(2)

        def send(tab: Person, turn: int) -> int:
            together.wait()
            return tab.post(path, minutes="1", reason="Bruit", _essai=f"essai-{turn}")

        with ThreadPoolExecutor(2) as pool:
            for turn in range(6):
                assert list(pool.map(send, tabs, (turn, turn))) == [200, 200]
    with looking(installation):
        assert minutes(installed.seat_ids[0]) == [1] * 6
