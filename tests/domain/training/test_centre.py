"""A centre's day: the list from a file, sessions without overlap, subjects drawn, candidates moved, sessions prepared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from sandbox.accounts.models import User
from sandbox.accounts.queries import find_user
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.training.centre import queries, services, stations
from sandbox.training.centre.importing import import_candidates
from sandbox.training.centre.models import CentreDay, PlannedSession
from sandbox.training.centre.rules import Called
from sandbox.training.exams import presence
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import EntryKind, Extra, SessionState
from sandbox.training.exams.queries import clock_of, get_session
from tests.factories.world import SUBJECT

ADA = "Ada Administratrice"
OTHER = "calendrier-de-l-avent"
LIST = "Numéro;Nom;Prénom;Temps\n041;Kervella;Inès;tiers\n042;Le Bihan;Hugo;\n043;Diallo;Salomé;20 min\n044;Morvan;Élouan;illimité\n"


@pytest.fixture
def seven() -> Iterator[datetime]:
    """Seven in the morning of the day, in Paris."""
    moment = clock.from_paris(datetime(2026, 11, 30, 7, 0))
    with clock.frozen(moment):
        yield moment


@pytest.fixture
def day(seven: datetime, erin: User) -> CentreDay:
    assert erin.role
    return services.open_day(held_on=clock.to_paris(seven).date(), centre="Lycée des Îles")


@pytest.fixture
def oscar() -> User:
    found = find_user("oscar")
    assert found is not None
    return found


def plan(erin: User, **changes: object) -> services.Plan:
    made: dict[str, object] = {
        "room": "B 204",
        "examiner": erin,
        "subjects": (SUBJECT,),
        "commission": "1",
        "minutes": 60,
    }
    return services.Plan(**(made | changes))  # type: ignore[arg-type]


def planned(day: CentreDay, erin: User, seven: datetime, hour: int = 1, **changes: object) -> PlannedSession:
    return services.plan_session(
        day=day, plan=plan(erin, **changes), starts_at=seven + timedelta(hours=hour), author=ADA
    )


def call(day: CentreDay, count: int) -> None:
    for number in range(1, count + 1):
        services.add_candidate(day=day, called=Called(f"{number:03}", f"Nom{number}", f"Prénom{number}"))


def fresh(day: CentreDay) -> CentreDay:
    db.session.commit()
    db.session.expire_all()
    return queries.get_day(day.id)


def test_a_date_knows_how_many_of_its_sessions_are_held_at_once(
    day: CentreDay, erin: User, oscar: User, seven: datetime
) -> None:
    assert queries.most_sessions_at_once(day.held_on) == 0
    planned(day, erin, seven)
    planned(day, oscar, seven, commission="2", room="B 205", examiner=oscar)
    planned(day, erin, seven, hour=3)
    fresh(day)
    assert queries.most_sessions_at_once(day.held_on) == 2
    assert queries.most_sessions_at_once(day.held_on + timedelta(days=1)) == 0


# the list ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode("utf-8-sig"), LIST.encode("cp1252"), LIST.encode("utf-16"), LIST.replace(";", "\t").encode(),
        LIST.replace(";", ",").replace("\n", "\r\n").encode("cp850"),
    ],
    ids=["utf-8", "cp1252", "utf-16", "tabs", "cp850"],
)  # fmt: skip
def test_a_list_is_read_whatever_wrote_it_and_twice_changes_nothing(day: CentreDay, content: bytes) -> None:
    first = import_candidates(day=day, content=content)
    assert (first.added, first.changed, first.unchanged, first.faults) == (4, 0, 0, ())
    found = {c.number: (c.name, c.extra, c.extra_minutes) for c in fresh(day).candidates}
    assert found == {
        "041": ("Inès Kervella", Extra.THIRD, 0), "042": ("Hugo Le Bihan", Extra.NONE, 0),
        "043": ("Salomé Diallo", Extra.MINUTES, 20), "044": ("Élouan Morvan", Extra.UNLIMITED, 0),
    }  # fmt: skip
    again = import_candidates(day=queries.get_day(day.id), content=content)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 4)


PRONOTE = (
    "Élève;Né(e) le;Classe;Régime\nKERVELLA Inès;03/02/2007;TS NDRC 2;Externe\nLE BIHAN Hugo;12/11/2006;TS NDRC 2;DP\n"
    "DIALLO-MORVAN Anne-Marie;01/01/2007;TS NDRC 2;DP\nKERVELLA Inès;03/02/2007;TS NDRC 2;Externe\n"
)
SCHOOL = '"Nom","Prénom","Classe","Date de naissance"\n"KERVELLA","Inès","BTS2","03/02/2007"\n"Guivarc’h","Élouan","BTS2","02/05/2006"\n'


def test_the_list_of_a_class_has_no_numbers_and_gets_them_once(day: CentreDay) -> None:
    made = import_candidates(day=day, content=PRONOTE.encode("cp1252"))
    assert (made.added, made.faults) == (3, ((5, "« KERVELLA Inès » est déjà à la ligne 2."),))
    assert [told for line, told in made.notes if line == 1] == [
        "Le fichier n’a pas de colonne « numéro » : les candidats sont numérotés dans leur ordre."
    ]
    assert [(c.number, c.last_name, c.first_name) for c in sorted(fresh(day).candidates, key=lambda c: c.number)] == [
        ("1", "KERVELLA", "Inès"), ("2", "LE BIHAN", "Hugo"), ("3", "DIALLO-MORVAN", "Anne-Marie"),
    ]  # fmt: skip
    again = import_candidates(day=queries.get_day(day.id), content=SCHOOL.encode("utf-8-sig"))
    assert (again.added, again.unchanged, again.faults) == (1, 1, ())
    assert {c.number: c.last_name for c in fresh(day).candidates}["4"] == "Guivarc’h"


def test_numbers_that_come_after_the_class_list_are_given_to_the_same_people(day: CentreDay) -> None:
    import_candidates(day=day, content=PRONOTE.encode())
    first = {c.last_name: c.id for c in fresh(day).candidates}
    text = "numéro;nom;prénom;temps\n3;Kervella;Inès;tiers\n2;Le Bihan;Hugo;\n0731;Diallo-Morvan;Anne-Marie;\n1;Riou;Solène;\n"
    made = import_candidates(day=queries.get_day(day.id), content=text.encode())
    assert (made.added, made.changed, made.unchanged, made.faults) == (1, 3, 0, ())
    found = {c.number: (c.id, c.first_name, c.extra) for c in fresh(day).candidates}
    assert found["3"] == (first["KERVELLA"], "Inès", Extra.THIRD)
    assert found["0731"][0] == first["DIALLO-MORVAN"]
    assert (found["2"][0], found["1"][1], len(found)) == (first["LE BIHAN"], "Solène", 4)
    assert (2, "« KERVELLA Inès », numéro 1 jusqu’ici, prend le numéro 3.") in made.notes
    again = import_candidates(day=queries.get_day(day.id), content=text.encode())
    assert (again.added, again.changed, again.unchanged) == (0, 0, 4)


def test_the_numbers_of_a_whole_class_are_told_in_one_line(day: CentreDay) -> None:
    import_candidates(day=day, content=("Élève\n" + "".join(f"NOM{n} Prénom{n}\n" for n in range(1, 9))).encode())
    text = "numéro;nom;prénom\n" + "".join(f"02{n:03};Nom{n};Prénom{n}\n" for n in range(1, 9))
    made = import_candidates(day=queries.get_day(day.id), content=text.encode())
    assert (made.added, made.changed) == (0, 8)
    assert [(line, words[:60]) for line, words in made.notes] == [
        (2, "8 candidats, reconnus par leur nom, prennent le numéro du fi")
    ]


def test_two_people_of_one_name_stay_two(day: CentreDay) -> None:
    import_candidates(day=day, content="numéro;nom;prénom\n0041;Martin;Paul\n".encode())
    made = import_candidates(day=queries.get_day(day.id), content="numéro;nom;prénom\n0052;Martin;Paul\n".encode())
    assert (made.added, made.changed) == (1, 0)
    assert sorted(c.number for c in fresh(day).candidates) == ["0041", "0052"]


def test_faults_are_told_by_line_and_the_other_lines_are_kept(day: CentreDay) -> None:
    text = "numéro;nom;temps\n1;Kervella;tiers\n;Sans;\n2;;\n3;Diallo;beaucoup\n1;Encore;\n4;Morvan;;de;trop\n5;Guivarc’h;\n"
    made = import_candidates(day=day, content=text.encode())
    assert made.added == 2
    assert [line for line, _ in made.faults] == [3, 4, 5, 6, 7]
    assert "déjà à la ligne 2" in made.faults[3][1]
    corrected = text.replace("3;Diallo;beaucoup", "3;Diallo;tiers").replace("1;Kervella;tiers", "1;Kervella;")
    made = import_candidates(day=day, content=corrected.encode())
    assert (made.added, made.changed, made.unchanged) == (1, 1, 1)


@pytest.mark.parametrize("content", [b"", b"bonjour", "prénom;nom\nInès;Kervella\n".encode()])
def test_a_file_that_is_no_list_is_refused(day: CentreDay, content: bytes) -> None:
    with pytest.raises(RuleBroken, match="doit nommer les colonnes") as refused:
        import_candidates(day=day, content=content)
    assert refused.value.field == "file"
    assert day.candidates == []


def test_candidates_are_added_corrected_and_removed_by_hand(day: CentreDay) -> None:
    added = services.add_candidate(day=day, called=Called("041", "Kervela", "Inès"))
    with pytest.raises(RuleBroken, match="déjà sur la liste") as refused:
        services.add_candidate(day=day, called=Called("041", "Autre"))
    assert refused.value.field == "number"
    services.change_candidate(candidate=added, called=Called("041", "Kervella", "Inès", Extra.THIRD))
    assert (added.name, added.extra) == ("Inès Kervella", Extra.THIRD)
    services.remove_candidate(candidate=added)
    assert fresh(day).candidates == []


# planning ----------------------------------------------------------------------------------------------------------------


def test_a_day_is_planned_once_and_not_in_the_past(day: CentreDay) -> None:
    with pytest.raises(RuleBroken, match="déjà prévue"):
        services.open_day(held_on=day.held_on)
    with pytest.raises(RuleBroken, match="à venir"):
        services.open_day(held_on=day.held_on - timedelta(days=1))


def test_a_series_seats_those_who_wait_in_the_order_of_their_numbers(
    day: CentreDay, erin: User, seven: datetime
) -> None:
    call(day, 7)
    made = services.plan_series(day=day, plan=plan(erin), first=seven + timedelta(hours=1), count=3, author=ADA)
    assert [[c.number for c in one.candidates] for one in made] == [
        ["001", "002", "003"],
        ["004", "005"],
        ["006", "007"],
    ]
    assert [clock.to_paris(one.starts_at).hour for one in made] == [8, 9, 10]
    assert queries.waiting(fresh(day)) == []


def test_nobody_is_in_two_places_at_once(day: CentreDay, erin: User, oscar: User, seven: datetime) -> None:
    planned(day, erin, seven)
    half = seven + timedelta(minutes=90)
    for changes, taken in (
        ({"examiner": oscar, "commission": "2"}, "salle B 204"),
        ({"examiner": oscar, "room": "B 205"}, "commission 1"),
        ({"commission": "2", "room": "B 205"}, "Erin Examinatrice"),
    ):
        with pytest.raises(RuleBroken, match=taken):
            services.plan_session(day=day, plan=plan(erin, **changes), starts_at=half, author=ADA)
    elsewhere = plan(erin, examiner=oscar, commission="2", room="B 205")
    services.plan_session(day=day, plan=elsewhere, starts_at=half, author=ADA)
    assert len(fresh(day).sessions) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"room": " "}, "room"), ({"minutes": 5}, "minutes"), ({"latest": 90}, "latest"), ({"subjects": ()}, "subjects"),
     ({"subjects": ("inconnu",)}, "subjects")],
)  # fmt: skip
def test_refuses_a_plan_that_cannot_be(
    day: CentreDay, erin: User, seven: datetime, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        planned(day, erin, seven, **changes)
    assert refused.value.field == field
    db.session.rollback()


def test_an_hour_of_another_day_and_somebody_who_examines_nobody_are_refused(
    day: CentreDay, erin: User, seven: datetime
) -> None:
    with pytest.raises(RuleBroken, match="pas dans la journée"):
        planned(day, erin, seven, hour=20)
    alice = find_user("alice")
    assert alice is not None
    with pytest.raises(RuleBroken, match="examinateur"):
        planned(day, alice, seven)


def test_a_drawn_subject_keeps_what_it_was_drawn_from(day: CentreDay, erin: User, seven: datetime) -> None:
    subjects = tuple(sorted(info.slug for info in services.exam_subjects(services.subjects_in_force()))[:3])
    made = services.plan_session(
        day=day, plan=plan(erin, subjects=subjects), starts_at=seven, author=ADA, choose=lambda pool: pool[-1]
    )
    assert (made.subject_slug, made.pool, made.drawn_by, made.drawn_at) == (subjects[-1], list(subjects), ADA, seven)
    services.change_session(
        planned=made,
        plan=plan(erin, subjects=subjects, room="B 210"),
        starts_at=seven,
        author=ADA,
        choose=lambda pool: pool[0],
    )
    assert (made.room, made.subject_slug) == ("B 210", subjects[-1])
    services.change_session(planned=made, plan=plan(erin), starts_at=seven, author=ADA)
    assert (made.subject_slug, made.pool, made.drawn_at) == (SUBJECT, [], None)


def test_a_session_taken_back_leaves_its_candidates_waiting(day: CentreDay, erin: User, seven: datetime) -> None:
    call(day, 2)
    one = services.plan_series(day=day, plan=plan(erin), first=seven, count=1, author=ADA)[0]
    services.remove_session(planned=one)
    found = fresh(day)
    assert (found.sessions, len(queries.waiting(found))) == ([], 2)


# the day -----------------------------------------------------------------------------------------------------------------


def test_a_prepared_session_is_the_examiners_with_codes_time_and_hard_end(
    day: CentreDay, erin: User, seven: datetime
) -> None:
    import_candidates(day=day, content=LIST.encode())
    one = planned(day, erin, seven, latest=50)
    for candidate in [c for c in day.candidates if c.number != "044"]:
        services.move_candidate(candidate=candidate, planned=one, author=ADA)
    services.set_absent(candidate=next(c for c in day.candidates if c.number == "042"), is_absent=True, author=ADA)
    services.prepare(planned=one, author=ADA)
    services.prepare(planned=one, author=ADA)
    assert one.exam_session_id is not None
    made = get_session(one.exam_session_id, examiner_id=erin.id)
    assert (made.state, made.centre, made.room, made.commission) == (
        SessionState.PREPARED,
        "Lycée des Îles",
        "B 204",
        "1",
    )
    assert {seat.number: seat.extra for seat in made.seats} == {"041": Extra.THIRD, "043": Extra.MINUTES}
    assert {clock_of(seat).hard_end for seat in made.seats} == {one.starts_at + timedelta(minutes=50)}
    assert made.baseline.anchor_on == day.held_on
    view = queries.view_of(one)
    assert view.state == "prepared"
    assert any("n’aura pas tout son temps" in words for words in view.warnings)


def test_a_late_candidate_sees_the_hard_end_from_the_first_second(day: CentreDay, erin: User, seven: datetime) -> None:
    call(day, 2)
    one = services.plan_series(
        day=day, plan=plan(erin, latest=50), first=seven + timedelta(hours=1), count=1, author=ADA
    )[0]
    services.prepare(planned=one, author=ADA)
    assert one.exam_session is not None
    first, late = one.exam_session.seats
    with clock.frozen(one.starts_at):
        presence.join(code=first.join_code)
        exams.start_session(session=one.exam_session, author=erin.name)
        assert clock_of(first).remaining == timedelta(minutes=40)
    with clock.frozen(one.starts_at + timedelta(minutes=20)):
        presence.join(code=late.join_code)
        assert clock_of(late).remaining == timedelta(minutes=30)


def test_a_candidate_moves_between_prepared_sessions_with_the_same_code(
    day: CentreDay, erin: User, oscar: User, seven: datetime
) -> None:
    call(day, 5)
    one, two = services.plan_series(day=day, plan=plan(erin), first=seven, count=2, author=ADA)
    services.prepare(planned=one, author=ADA)
    moved = one.candidates[0]
    seat = services.seat_of(moved)
    assert seat is not None
    with pytest.raises(RuleBroken, match="préparez d’abord la session d’arrivée"):
        services.move_candidate(candidate=moved, planned=two, author=ADA)
    services.prepare_day(day=day, author=ADA)
    code = seat.join_code
    services.move_candidate(candidate=moved, planned=two, author=ADA)
    db.session.commit()
    assert (presence.join(code=code).session_id, moved.session) == (two.exam_session_id, two)
    with pytest.raises(RuleBroken, match="trois candidats"):
        services.move_candidate(candidate=one.candidates[0], planned=two, author=ADA)
    with pytest.raises(RuleBroken, match="a pris sa place"):
        services.set_absent(candidate=moved, is_absent=True, author=ADA)
    late = services.add_candidate(day=day, called=Called("099", "Arrivé", "Tard"))
    services.move_candidate(candidate=late, planned=one, author=ADA)
    assert late.seat_id is not None


def test_an_absence_is_written_down_and_who_comes_all_the_same_is_there(
    day: CentreDay, erin: User, seven: datetime
) -> None:
    call(day, 2)
    one = services.plan_series(day=day, plan=plan(erin), first=seven, count=1, author=ADA)[0]
    services.prepare(planned=one, author=ADA)
    candidate = one.candidates[0]
    seat = services.seat_of(candidate)
    assert seat is not None
    for _ in range(2):
        services.set_absent(candidate=candidate, is_absent=True, author=ADA)
    assert [entry.kind for entry in seat.entries] == [EntryKind.ABSENT]
    view = queries.view_of(one)
    assert [item.is_absent for item in view.seats] == [True, False]
    assert queries.counts_of(day, [view]).absent == 1
    presence.join(code=seat.join_code)
    assert [item.is_absent for item in queries.view_of(one).seats] == [False, False]


def test_what_is_prepared_is_no_longer_planned(day: CentreDay, erin: User, seven: datetime) -> None:
    call(day, 1)
    one = services.plan_series(day=day, plan=plan(erin), first=seven, count=1, author=ADA)[0]
    services.prepare(planned=one, author=ADA)
    candidate = one.candidates[0]
    for refused in (
        lambda: services.change_session(planned=one, plan=plan(erin), starts_at=seven, author=ADA),
        lambda: services.remove_session(planned=one),
        lambda: services.remove_day(day=day),
        lambda: services.remove_candidate(candidate=candidate),
        lambda: services.change_candidate(candidate=candidate, called=Called("001", "Nom1", "Prénom1", Extra.THIRD)),
        lambda: services.prepare_day(day=day, author=ADA),
    ):
        with pytest.raises(RuleBroken):
            refused()
    services.change_candidate(candidate=candidate, called=Called("001", "Corrigé", "Prénom1"))
    seat = services.seat_of(candidate)
    assert seat is not None
    assert seat.last_name == "Corrigé"


def test_an_examiner_sees_own_sessions_of_the_day_only(
    day: CentreDay, erin: User, oscar: User, seven: datetime
) -> None:
    one = planned(day, erin, seven)
    assert list(queries.sessions_of_examiner(erin.id, day.held_on)) == [one]
    assert list(queries.sessions_of_examiner(oscar.id, day.held_on)) == []
    assert list(queries.sessions_of_examiner(erin.id, day.held_on + timedelta(days=1))) == []
    assert queries.get_own_planned(one.id, examiner_id=erin.id) is one
    with pytest.raises(NotFound):
        queries.get_own_planned(one.id, examiner_id=oscar.id)


def test_a_day_with_nothing_prepared_can_be_taken_back(day: CentreDay, erin: User, seven: datetime) -> None:
    call(day, 4)
    services.plan_series(day=day, plan=plan(erin), first=seven, count=2, author=ADA)
    services.remove_day(day=fresh(day))
    assert queries.list_days() == []


# workstations ------------------------------------------------------------------------------------------------------------


def test_two_workstations_of_the_same_name_are_told_apart(day: CentreDay) -> None:
    stations.record_check(name="Poste 3", facts={"browser": "Firefox 140"}, device="a")
    with pytest.raises(RuleBroken, match=r"Un autre poste .*Poste 3 \(2\)") as refused:
        stations.record_check(name="Poste 3", facts={"browser": "Chrome 140"}, device="b")
    assert refused.value.field == "name"
    stations.record_check(name="Poste 3 (2)", facts={"browser": "Chrome 140"}, device="b")
    stations.record_check(name="Poste 3", facts={"browser": "Firefox 141"}, device="a")
    assert sorted(view.name for view in queries.stations_of(day.held_on)) == ["Poste 3", "Poste 3 (2)"]
    stations.record_check(name="Poste 7", facts={"browser": "Chrome 140"}, device="b")
    assert sorted(view.name for view in queries.stations_of(day.held_on)) == ["Poste 3", "Poste 7"], (
        "renamed, not twice"
    )
    with pytest.raises(RuleBroken, match=r"Poste 3 \(2\)"):
        stations.record_check(name="Poste 3", facts={}, device="c")


def test_a_workstation_checked_again_replaces_itself_and_a_new_day_begins_empty(
    day: CentreDay, seven: datetime
) -> None:
    stations.record_check(name=" Poste  4 ", facts={})
    stations.record_check(name="Poste 4", facts={"browser": "Firefox 140", "inconnu": "x" * 5000})
    stations.record_check(name="Poste 10", facts={})
    found = queries.stations_of(day.held_on)
    assert [view.name for view in found] == ["Poste 4", "Poste 10"]
    assert "script" not in [verdict.key for verdict in found[0].reds]
    with pytest.raises(RuleBroken, match="nom du poste"):
        stations.record_check(name="  ", facts={})
    with clock.frozen(seven + timedelta(days=1)):
        stations.record_check(name="Poste 1", facts={})
    assert queries.stations_of(day.held_on) == []
    assert stations.clear_checks() == 1
