"""No page of a session, a practice run or a subject of a company without a shop speaks of one: every address that reads is walked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from sandbox.accounts.queries import find_user
from sandbox.kernel.db import db
from sandbox.kernel.media import MediaStore
from sandbox.shop.shops.rules import SHOP_WORDS, SITE_WORDS, words_of_half
from sandbox.training.contexts.services import load_context
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession
from sandbox.training.practice.services import start_run
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.loader import Folder, read_subject
from sandbox.training.subjects.queries import SCENARIOS
from tests.factories.contexts_site import RUN, SLUG, SUBJECT, write_site_context
from tests.support.pages import Page
from tests.support.visitor import Visitor

WORD = "boutique"
GENERAL = {
    "authoring.new_context", "authoring.contexts", "authoring.subjects", "authoring.new_subject", "examiner.new_session", "practice.subjects",
    "authoring.coverage", "authoring.words",
}  # fmt: skip
"""Pages of no company: they name every company, subject, official function or word of the format, those of shops too."""


@pytest.fixture
def subject(world_app: Flask, world_media: Path, tmp_path: Path) -> Subject:
    """A subject on the company without a shop."""
    load_context(folder=write_site_context(tmp_path), media=MediaStore(world_media))
    loaded = read_subject(SUBJECT, Folder(None, {"essais/bon.jsonl": RUN}), SCENARIOS / "grids")
    assert loaded.subject is not None, loaded.faults
    return loaded.subject


@pytest.fixture
def session(subject: Subject) -> ExamSession:
    """A running session of erin's on it, two candidates."""
    erin = find_user("erin")
    assert erin is not None
    people = [
        exams.Candidate(last_name="Kervella", first_name="Inès", number="021", workstation="1"),
        exams.Candidate(last_name="Riou", first_name="Paul", number="022", workstation="2"),
    ]
    made = exams.create_session(subject=subject, candidates=people, examiner=erin, room="B 204")
    db.session.commit()
    return made


def addresses(app: Flask, faces: tuple[str, ...], known: dict[str, object]) -> Iterator[tuple[str, str]]:
    """(endpoint, address) of all that these faces read with these arguments."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        face, endpoint = rule.endpoint.partition(".")[0], rule.endpoint
        wanted = rule.arguments - set(rule.defaults or {})
        if face in faces and endpoint not in GENERAL and "GET" in (rule.methods or set()) and wanted <= set(known):
            yield endpoint, adapter.build(endpoint, {name: known[name] for name in wanted})


def speaking(visitor: Visitor, found: Iterator[tuple[str, str]]) -> tuple[int, list[str]]:
    """How many pages were read, and what those say that name a shop."""
    seen, said = 0, []
    for endpoint, address in sorted(found):
        if endpoint.rpartition(".")[2] in ("stream", "leave", "logout"):
            continue
        answer = visitor.get(address)
        if answer.status_code != 200 or not answer.mimetype.startswith(("text/", "application/json")):
            continue
        seen += 1
        text = Page(answer.text).text if answer.mimetype == "text/html" else answer.text
        said += [f"{endpoint}\u00a0: {one}" for one in re.findall(rf"(?i).{{0,60}}{WORD}.{{0,40}}", text)]
    return seen, said


def test_the_words_of_each_half_are_all_written() -> None:
    assert words_of_half(support="boutique") is SHOP_WORDS
    assert words_of_half(support="site") is SITE_WORDS
    assert words_of_half(support="boutique", has_storefront=False) is SITE_WORDS
    for name in SITE_WORDS.__slots__:
        site, shop = getattr(SITE_WORDS, name), getattr(SHOP_WORDS, name)
        assert site != shop
        assert WORD not in str(site).lower()


def test_an_examiner_and_a_candidate_read_of_a_site_before_during_and_after(
    world_app: Flask, session: ExamSession
) -> None:
    erin, seat = Visitor(world_app, "erin"), Visitor(world_app)
    known: dict[str, object] = {"session_id": session.id, "rank": 1, "line_id": "L1"}
    seat.get("/epreuve/rejoindre")
    assert seat.post("/epreuve/rejoindre", code=session.seats[0].join_code).status_code == 302
    for step in ("wait", "run", "over"):
        if step == "run":
            exams.start_session(session=session, author="erin")
            db.session.commit()
            key = session.seats[0].shop.key
            seat.get(f"/b/{key}/site-admin/reglages")
            assert seat.get(f"/b/{key}/site-admin/").status_code == 200
        if step == "over":
            assert erin.post(f"/examinateur/sessions/{session.id}/cloture").status_code == 302
        seen, said = speaking(erin, addresses(world_app, ("examiner",), known))
        assert (step, said) == (step, [])
        assert seen >= 6
        seen, said = speaking(seat, addresses(world_app, ("exam",), known))
        assert (step, said) == (step, [])
        assert seen >= 1


def test_a_practice_run_speaks_of_a_site(world_app: Flask, subject: Subject) -> None:
    alice = find_user("alice")
    assert alice is not None
    run = start_run(user=alice, subject=subject)
    db.session.commit()
    visitor, known = Visitor(world_app, "alice"), {"run_id": run.id, "line_id": "L1"}
    for step in ("run", "over"):
        if step == "over":
            visitor.post(f"/entrainement/essais/{run.id}/rendre")
        seen, said = speaking(
            visitor, (one for one in addresses(world_app, ("practice",), known) if one[0] != "practice.market")
        )
        assert (step, said) == (step, [])
        assert seen >= 1


def test_a_trainer_writes_a_subject_of_a_site(world_app: Flask, subject: Subject) -> None:
    tom = Visitor(world_app, "tom")
    tom.get("/formateur/sujets/nouveau")
    sent = {"title": "La une", "slug": "la-une", "context": SLUG, "source": "modele:site"}
    assert tom.post("/formateur/sujets/nouveau", **sent).status_code == 302
    known: dict[str, object] = {"slug": "la-une", "context_slug": SLUG}
    seen, said = speaking(tom, addresses(world_app, ("authoring",), known))
    assert said == []
    assert seen >= 6
