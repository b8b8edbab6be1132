"""Audience files of every tool: what is understood is counted, what is not is told by line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.training.contexts.importing.visit_tables import looks_like_visits
from sandbox.training.contexts.importing.visit_values import (
    Unread,
    day_order,
    decimal_mark,
    read_day,
    read_number,
    read_rate,
    read_seconds,
)
from sandbox.training.contexts.importing.visits import Reading, Visits, read_visits
from tests.unit.training import visit_files as files

OCTOBER_1, OCTOBER_3 = date(2026, 10, 1), date(2026, 10, 3)


def line(visits: Visits, number: int) -> dict[str, int]:
    """The counts of a line of the file."""
    return next(dict(m.counts) for table in visits.tables for m in table.measures if m.line == number)


@pytest.mark.parametrize(
    ("raw", "mark", "number"),
    [
        ("1\u00a0234", "", "1234"),
        ("1\u202f234,5", "", "1234.5"),
        ("1 234", "", "1234"),
        ("12,5", "", "12.5"),
        ("1,234.5", "", "1234.5"),
        ("1.234,5", "", "1234.5"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("2.546", ",", "2546"),
        ("1,234,567", "", "1234567"),
        ("0.123", "", "0.123"),
    ],
)
def test_reads_a_number_of_any_locale(raw: str, mark: str, number: str) -> None:
    assert read_number(raw, mark) == Decimal(number)


@pytest.mark.parametrize("raw", ["1,234", "12.345"])
def test_refuses_a_number_that_has_two_meanings(raw: str) -> None:
    with pytest.raises(Unread, match="se lit de deux façons"):
        read_number(raw, "")


@pytest.mark.parametrize("raw", ["", "abc", "-4", "1,2,3.4.5", "12,34"])
def test_refuses_what_is_no_number(raw: str) -> None:
    with pytest.raises(Unread):
        read_number(raw, ".")


def test_the_mark_of_decimals_is_what_the_cells_prove() -> None:
    assert decimal_mark(["1,234", "45.12%"]) == "."
    assert decimal_mark(["2.546", "99,88%"]) == ","
    assert decimal_mark(["1,234", "7"]) == ""
    assert decimal_mark(["1,5", "1.5"]) == ""


def test_reads_rates_and_refuses_those_without_their_unit() -> None:
    assert read_rate("12,5\u00a0%", "") == Decimal("0.125")
    assert read_rate("0.5125", "") == Decimal("0.5125")
    with pytest.raises(Unread, match="sans signe %"):
        read_rate("45.12", ".")
    with pytest.raises(Unread, match="dépasse 100 %"):
        read_rate("145 %", ".")


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [("00:01:23", 83), ("1:23", 83), ("1 min 23s", 83), ("1m 23s", 83), ("2 h 1 min", 7260), ("83", 83)],
)
def test_reads_durations(raw: str, seconds: int) -> None:
    assert read_seconds(raw, "") == seconds


def test_the_order_of_days_is_proved_by_the_table_or_by_its_period() -> None:
    assert day_order(["01/02/2026", "13/02/2026"], None, None) == "jma"
    assert day_order(["1/2/26", "1/13/26"], None, None) == "mja"
    assert day_order(["03/04/2026"], date(2026, 4, 1), date(2026, 4, 30)) == "jma"
    assert day_order(["03/04/2026"], None, None) == ""


def test_refuses_a_day_that_may_be_two() -> None:
    with pytest.raises(Unread, match="peut être deux jours"):
        read_day("03/04/2026", "")
    assert read_day("04/04/2026", "") == date(2026, 4, 4)
    assert read_day("20260131", "") == date(2026, 1, 31)
    with pytest.raises(Unread, match="n’est pas un jour"):
        read_day("31/02/2026", "jma")


def test_reads_universal_in_french_with_its_day_table() -> None:
    visits = read_visits(files.UNIVERSAL_FR.encode())
    assert (visits.tool, visits.encoding) == ("universal", "UTF-8")
    channels, days = visits.tables
    assert (channels.about, channels.title) == (("canal",), "Canaux")
    first = channels.measures[0]
    assert (first.line, first.first, first.last, first.about) == (8, OCTOBER_1, OCTOBER_3, {"source": "organique"})
    assert first.counts == {
        "visites": 1234, "visiteurs": 1010, "nouvelles": 900, "rebonds": 154, "pages_vues": 3949, "secondes": 1234 * 83,
    }  # fmt: skip
    assert [(m.first, m.counts) for m in days.measures] == [
        (date(2026, 10, day), {"visites": count}) for day, count in ((1, 500), (2, 440), (3, 500))
    ]
    assert visits.refused == {10: "« (Other) » ne correspond à aucun de nos canaux."}
    assert [(told.line, told.message[:47]) for told in visits.remarks] == [
        (11, "Le total du fichier est de 1\u00a0440 visites, ses l")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_changes_nothing(encoding: str) -> None:
    visits = read_visits(files.UNIVERSAL_FR.encode(encoding))
    assert visits.tables == read_visits(files.UNIVERSAL_FR.encode()).tables
    assert len(visits.tables) == 2


@pytest.mark.parametrize("separator", [";", "\t"])
def test_the_separator_changes_nothing(separator: str) -> None:
    text = files.UNIVERSAL_EN.replace("1,", "1").replace(",", separator)
    assert line(read_visits(text.encode()), 8)["visites"] == 1234


def test_reads_universal_in_english_by_source_and_device() -> None:
    visits = read_visits(files.UNIVERSAL_EN.encode())
    assert [m.about for m in visits.tables[0].measures] == [
        {"source": "organique", "appareil": "ordinateur"},
        {"source": "direct", "appareil": "mobile"},
        {"source": "social", "appareil": "mobile"},
    ]
    assert line(visits, 8) == {"visites": 1234, "visiteurs": 1100, "rebonds": 557, "secondes": 1234 * 83}
    assert visits.refused == {
        11: "« shop-list / mystery » ne correspond à aucune de nos sources.",
        12: "« smart tv » ne correspond à aucun de nos appareils.",
    }


def test_a_thousand_or_a_decimal_is_asked_when_nothing_proves_it() -> None:
    text = 'Date,Device category,Sessions\n2026-10-01,desktop,"1,234"\n2026-10-01,mobile,7\n'
    visits = read_visits(text.encode())
    assert visits.needs == {"decimals"}
    assert list(visits.refused) == [2]
    assert line(visits, 3) == {"visites": 7}
    assert line(read_visits(text.encode(), Reading(decimals=".")), 2) == {"visites": 1234}
    assert "nombre entier" in read_visits(text.encode(), Reading(decimals=",")).refused[2]


def test_a_day_of_two_meanings_is_asked() -> None:
    text = "Day Index,Sessions\n3/4/26,10\n3/5/26,11\n"
    visits = read_visits(text.encode())
    assert (visits.needs, sorted(visits.refused), visits.tables) == ({"days"}, [2, 3], [])
    chosen = read_visits(text.encode(), Reading(days="mja"))
    assert [m.first for m in chosen.tables[0].measures] == [date(2026, 3, 4), date(2026, 3, 5)]


def test_reads_analytics_4_with_several_tables() -> None:
    visits = read_visits(files.ANALYTICS4_FR.encode())
    assert visits.tool == "ga4"
    days, channels = visits.tables
    assert [(m.first, m.counts["visites"]) for m in days.measures] == [
        (date(2026, 10, 1), 100), (date(2026, 10, 2), 120), (date(2026, 10, 3), 80),
    ]  # fmt: skip
    assert channels.measures[0].counts == {"visites": 200, "rebonds": 80, "pages_vues": 612}
    assert (channels.measures[0].first, channels.measures[0].last) == (OCTOBER_1, OCTOBER_3)
    assert visits.refused == {20: "« Unassigned » ne correspond à aucun de nos canaux."}


def test_reads_an_exploration_of_analytics_4() -> None:
    visits = read_visits(files.ANALYTICS4_EN.encode())
    (table,) = visits.tables
    assert [m.about for m in table.measures] == [
        {"source": "organique", "ville": "Rennes"},
        {"source": "email", "ville": "Non précisé"},
    ]
    assert [m.counts["rebonds"] for m in table.measures] == [80, 75]
    assert "hors de la période" in visits.refused[14]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_reads_matomo_by_its_segments(encoding: str) -> None:
    visits = read_visits(files.MATOMO_CHANNELS.encode(encoding))
    assert visits.tool == "matomo"
    assert visits.encoding == ("UTF-16 LE" if encoding == "utf-16" else "UTF-8")
    assert line(visits, 3) == {"visites": 60, "visiteurs": 55, "rebonds": 20, "pages_vues": 200, "secondes": 5400}
    assert visits.refused == {4: "« Campaigns » ne correspond à aucun de nos canaux."}


def test_matomo_pages_ask_for_their_period() -> None:
    content = files.MATOMO_PAGES_FR.encode("utf-16")
    visits = read_visits(content)
    assert (visits.needs, sorted(visits.refused)) == ({"period"}, [2, 3])
    chosen = read_visits(content, Reading(first=OCTOBER_1, last=OCTOBER_3))
    assert chosen.tables[0].about == ("page",)
    assert line(chosen, 2) == {"visites": 120, "pages_vues": 300, "entrees": 80, "sorties": 90, "rebonds": 54}


def test_matomo_labels_that_say_nothing_are_asked() -> None:
    text = "date,label,nb_visits,nb_actions\n2026-10-01,Rennes,4,9\n"
    visits = read_visits(text.encode())
    assert (visits.needs, sorted(visits.refused)) == ({"label"}, [1])
    chosen = read_visits(text.encode(), Reading(label="ville"))
    assert chosen.tables[0].measures[0].about == {"ville": "Rennes"}


def test_recognises_the_files_of_these_tools_and_no_other() -> None:
    for text in (files.UNIVERSAL_FR, files.ANALYTICS4_EN, files.MATOMO_CHANNELS):
        assert looks_like_visits(text.encode("utf-16"))
    assert looks_like_visits(b"Day Index,Sessions\n3/4/26,10\n")
    assert not looks_like_visits("Référence;Nom;Prix TTC\nA;Café;4,50\n".encode())
    assert not looks_like_visits(b"")


def test_a_quote_never_closed_spoils_its_line_only() -> None:
    visits = read_visits(('Device category,Date,Sessions\nmobile,20261001,"12\n' + "tablet,20261001,3\n" * 40).encode())
    assert line(visits, 2) == {"visites": 12}
    assert len(visits.tables[0].measures) == 41


@given(st.binary(max_size=300))
def test_no_file_whatever_breaks_the_reading(content: bytes) -> None:
    visits = read_visits(content + b"\nDate,Sessions\n2026-10-01,3\n")
    assert visits.tables is not None


def test_empty_cells_beyond_the_last_heading_are_nothing() -> None:
    visits = read_visits(b"Date,Sessions\n2026-11-02,12,,\n")
    (table,) = visits.tables
    assert [measure.counts for measure in table.measures] == [{"visites": 12}]
    assert not visits.refused


@given(st.text(alphabet='#0123456789,;"\n /.%abDates', max_size=200))
def test_no_text_whatever_breaks_the_reading(text: str) -> None:
    visits = read_visits(f"Date,Sessions\n{text}".encode())
    assert all(m.counts["visites"] >= 0 for table in visits.tables for m in table.measures if "visites" in m.counts)
