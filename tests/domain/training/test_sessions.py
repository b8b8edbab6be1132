"""A session: who may sit in it, the codes, the start, changing workstation, its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from sandbox.accounts.models import User
from sandbox.accounts.queries import find_user
from sandbox.kernel.db import db
from sandbox.kernel.diffing import diff_rows
from sandbox.kernel.errors import Conflict, NotFound, RuleBroken
from sandbox.kernel.scope import shop_scope
from sandbox.shop.customers.models import Customer
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.training.exams import presence, queries
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import EntryKind, ExamSession, Extra, Seat, SessionKind, SessionState
from sandbox.training.exams.queries import clock_of
from sandbox.training.exams.rules import CODE_ALPHABET, ClockState
from sandbox.training.subjects.format import Subject
from tests.domain.training.conftest import PEOPLE, At

# making one --------------------------------------------------------------------------------------------------------------


def test_a_fourth_candidate_is_refused_with_the_rules_source(erin: User, subject: Subject) -> None:
    fourth = exams.Candidate(last_name="Quatre", first_name="Zoé")
    shops = db.session.scalar(sa.select(sa.func.count()).select_from(Shop))
    with pytest.raises(RuleBroken, match=r"Référentiel BTS NDRC, épreuve E5, § 4\.2") as refusal:
        exams.create_session(subject=subject, candidates=[*PEOPLE, fourth], examiner=erin)
    assert refusal.value.field == "candidates"
    assert "jusqu’à trois candidats" in refusal.value.message
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Shop)) == shops


@pytest.mark.parametrize(
    ("candidates", "message"),
    [
        ([], "au moins un candidat"),
        ([PEOPLE[0], exams.Candidate(last_name="  ")], "nom du candidat 2"),
        ([replace(PEOPLE[0], extra=Extra.MINUTES, extra_minutes=0)], "1 à 120 minutes"),
        ([replace(PEOPLE[0], extra=Extra.MINUTES, extra_minutes=121)], "1 à 120 minutes"),
        ([PEOPLE[0], replace(PEOPLE[1], number=" 041 ")], "même numéro"),
    ],
)
def test_refuses_candidates_that_cannot_sit(
    erin: User, subject: Subject, candidates: list[exams.Candidate], message: str
) -> None:
    with pytest.raises(RuleBroken, match=message):
        exams.create_session(subject=subject, candidates=candidates, examiner=erin)


def test_each_candidate_has_an_own_shop_like_the_start(session: ExamSession) -> None:
    shops = {seat.shop_id for seat in session.seats}
    assert len(shops) == 3
    assert session.baseline.kind is ShopKind.BASELINE
    for seat in session.seats:
        assert seat.shop.kind is ShopKind.COPY
        assert diff_rows(db.session(), session.baseline_shop_id, seat.shop_id) == []
    assert len({seat.shop.key for seat in session.seats}) == 3
    assert all(len(seat.shop.key) == 32 for seat in session.seats)


def test_the_subjects_injections_are_in_every_copy_and_not_in_the_reference(session: ExamSession) -> None:
    wanted = sa.select(Customer.email).where(Customer.key == "cadiou-nolwenn")
    for seat in session.seats:
        with shop_scope(seat.shop_id):
            assert db.session.scalars(wanted).all() == ["comite@chantiersdumole.example"]
    reference = db.session.get_one(Shop, session.baseline_shop_id).parent_id
    assert reference is not None
    with shop_scope(reference):
        assert db.session.scalars(wanted).all() == []


def test_two_sessions_of_a_day_start_from_the_same_shop(
    session: ExamSession, erin: User, subject: Subject, at: At
) -> None:
    with at():
        other = exams.create_session(subject=subject, candidates=PEOPLE[:1], examiner=erin)
    assert other.baseline_shop_id == session.baseline_shop_id
    assert other.seats[0].shop_id not in {seat.shop_id for seat in session.seats}


def test_codes_are_short_unlike_and_without_look_alikes(session: ExamSession) -> None:
    codes = [code for seat in session.seats for code in (seat.join_code, seat.resume_code)]
    assert len(set(codes)) == 6
    assert {len(seat.join_code) for seat in session.seats} == {6}
    assert {len(seat.resume_code) for seat in session.seats} == {8}
    assert set("".join(codes)) <= set(CODE_ALPHABET)
    assert not set("0O1IL") & set(CODE_ALPHABET)


def test_the_subject_in_force_is_kept_with_the_session(session: ExamSession, subject: Subject) -> None:
    assert (session.subject_hash, session.subject_version) == (subject.digest, subject.version)
    assert session.duration_s == 2400


# joining -----------------------------------------------------------------------------------------------------------------


def test_joins_with_the_code_as_people_type_it(erin: User, subject: Subject) -> None:
    made = exams.create_session(subject=subject, candidates=PEOPLE[:2], examiner=erin)
    code = made.seats[1].join_code
    seat = presence.join(code=f" {code[:3].lower()}-{code[3:].lower()} ")
    assert seat is made.seats[1]
    assert (seat.device_epoch, made.seats[0].joined_at) == (1, None)
    assert seat.joined_at is not None


@pytest.mark.parametrize("code", ["", "ZZZZZZ", "%", "' OR 1=1 --"])
def test_an_unknown_code_opens_nothing(session: ExamSession, code: str) -> None:
    assert session.id
    with pytest.raises(NotFound, match="n’ouvre aucune place"):
        presence.join(code=code)


def test_a_taken_seat_needs_the_resume_code(session: ExamSession, at: At) -> None:
    seat = session.seats[0]
    with pytest.raises(RuleBroken, match="code de reprise") as refusal:
        presence.join(code=seat.join_code)
    assert refusal.value.field == "code"
    with pytest.raises(NotFound):
        presence.take_over_seat(code=seat.join_code)
    with at(20):
        assert presence.take_over_seat(code=seat.resume_code, workstation="Poste 9") is seat


def test_a_workstation_that_was_replaced_can_do_no_more(session: ExamSession, at: At) -> None:
    seat = session.seats[0]
    old = seat.device_epoch
    with at(20):
        before = clock_of(seat)
        presence.take_over_seat(code=seat.resume_code, workstation="Poste 9")
        assert clock_of(seat) == before
    assert queries.find_seat(seat.id, old) is None
    assert queries.find_seat(seat.id, seat.device_epoch) is seat
    assert (seat.entries[-1].kind, seat.entries[-1].reason) == (EntryKind.MOVED, "1 remplacé")


@pytest.mark.parametrize("kept", [(None, 1), ("1", 1), (1, None), (10**6, 1), (1, 99)])
def test_a_forged_workstation_finds_no_seat(session: ExamSession, kept: tuple[object, object]) -> None:
    assert session.id
    assert queries.find_seat(*kept) is None


def test_a_closed_sessions_codes_open_nothing(session: ExamSession, erin: User) -> None:
    exams.close_session(session=session, author=erin.name)
    for seat in session.seats:
        with pytest.raises(NotFound):
            presence.join(code=seat.join_code)
        with pytest.raises(NotFound):
            presence.take_over_seat(code=seat.resume_code)


# whose it is -------------------------------------------------------------------------------------------------------------


def test_another_examiners_session_does_not_exist(session: ExamSession) -> None:
    oscar = find_user("oscar")
    assert oscar is not None
    with pytest.raises(NotFound):
        queries.get_session(session.id, examiner_id=oscar.id)
    assert session not in queries.list_sessions(examiner_id=oscar.id)


def test_practice_is_no_session_of_anybodys(session: ExamSession, erin: User) -> None:
    practice = db.session.scalars(sa.select(ExamSession).where(ExamSession.kind == SessionKind.PRACTICE)).all()
    assert len(practice) == 2
    assert {made.kind for made in queries.list_sessions(examiner_id=erin.id)} == {SessionKind.EXAM}
    with pytest.raises(NotFound):
        queries.get_session(practice[0].id, examiner_id=erin.id)
    assert session.kind is SessionKind.EXAM


def test_a_seat_that_is_not_there_is_not_found(session: ExamSession) -> None:
    with pytest.raises(NotFound):
        queries.get_seat(session, 4)
    assert queries.get_seat(session, 2).candidate_name == "Malo Tréguier"


# the workstation ---------------------------------------------------------------------------------------------------------


def test_a_sign_of_life_is_written_every_two_seconds_at_most(session: ExamSession, at: At, start: datetime) -> None:
    seat = session.seats[0]
    for second, page, expected in (
        (10, "Produits", 10),
        (11, "Produits", 10),
        (11, "Clients", 11),
        (14, "Clients", 14),
    ):
        with at(0, second):
            presence.heartbeat(seat=seat, page=page)
        assert seat.current_page == page
        assert seat.last_seen_at == start + timedelta(seconds=expected)
    with at(0, 20):
        assert queries.is_online(seat)
    with at(0, 24):
        assert not queries.is_online(seat)


def test_a_raised_hand_keeps_its_first_moment(session: ExamSession, at: At) -> None:
    seat = session.seats[0]
    with at(5):
        presence.raise_hand(seat=seat, page="Promotions")
    first = seat.hand_raised_at
    with at(6):
        presence.raise_hand(seat=seat, page="Ailleurs")
    assert (seat.hand_raised_at, seat.hand_page) == (first, "Promotions")
    presence.lower_hand(seat=seat)
    assert (seat.hand_raised_at, seat.hand_page) == (None, "")


def test_ticks_are_the_candidates_own(session: ExamSession) -> None:
    seat = session.seats[0]
    presence.tick_task(seat=seat, task_id="q1", is_done=True)
    presence.tick_task(seat=seat, task_id="q1", is_done=True)
    presence.tick_task(seat=seat, task_id="q2", is_done=True)
    presence.tick_task(seat=seat, task_id="q1", is_done=False)
    assert seat.ticked == ["q2"]
    assert session.seats[1].ticked == []


# the end -----------------------------------------------------------------------------------------------------------------


def test_closing_ends_every_test_and_freezes_every_shop(session: ExamSession, erin: User, at: At) -> None:
    with at(10):
        exams.hand_in(seat=session.seats[0])
    with at(20):
        presence.raise_hand(seat=session.seats[1])
        exams.close_session(session=session, author=erin.name)
        assert [clock_of(seat).state for seat in session.seats] == [
            ClockState.HANDED_IN, ClockState.ENDED, ClockState.ENDED,
        ]  # fmt: skip
    assert session.state is SessionState.CLOSED
    assert all(seat.shop.frozen_at is not None and not seat.shop.is_writable for seat in session.seats)
    assert session.seats[1].hand_raised_at is None
    with pytest.raises(Conflict, match="déjà close"):
        exams.close_session(session=session, author=erin.name)
    with pytest.raises(RuleBroken, match="close"):
        exams.start_session(session=session, author=erin.name)
    with pytest.raises(RuleBroken, match="close"):
        exams.add_time(seat=session.seats[0], minutes=5, author=erin.name, reason="Panne")


def test_sessions_are_counted_by_kind_and_state(session: ExamSession) -> None:
    counted = queries.count_sessions()
    assert counted[SessionKind.EXAM] == {SessionState.PREPARED: 0, SessionState.RUNNING: 1, SessionState.CLOSED: 0}
    assert counted[SessionKind.PRACTICE][SessionState.RUNNING] == 2
    assert session.state is SessionState.RUNNING


def test_ranks_beyond_three_are_refused_by_the_database(session: ExamSession) -> None:
    seat = session.seats[0]
    copy = Seat(
        session_id=session.id, rank=4, last_name="X", join_code="AAAAAA", resume_code="AAAAAAAA", shop_id=seat.shop_id,
        first_name="", ticked=[],
    )  # fmt: skip
    db.session.add(copy)
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_extra_time_is_given_with_the_seat(erin: User, subject: Subject) -> None:
    people = [
        replace(PEOPLE[0], extra=Extra.THIRD),
        replace(PEOPLE[1], extra=Extra.MINUTES, extra_minutes=15),
        replace(PEOPLE[2], extra=Extra.UNLIMITED),
    ]
    made = exams.create_session(subject=subject, candidates=people, examiner=erin)
    assert [clock_of(seat).budget for seat in made.seats] == [
        timedelta(minutes=53, seconds=20), timedelta(minutes=55), None,
    ]  # fmt: skip
    assert [seat.entries[0].reason for seat in made.seats] == [
        "Tiers temps", "Majoration de 15 min", "Temps non limité",
    ]  # fmt: skip
