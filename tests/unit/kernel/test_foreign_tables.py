"""Tables of other programs: encodings, separators, quotes, ragged lines; no bytes make it fail."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.foreign_tables import SEPARATORS, read_table

TEXT = "Nom;Prix\r\nThé fumé « d’hiver »;12,90\r\nCafé à goûter;8,50\r\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("UTF-8", TEXT.encode()),
        ("UTF-8 avec BOM", TEXT.encode("utf-8-sig")),
        ("UTF-16 LE", b"\xff\xfe" + TEXT.encode("utf-16-le")),
        ("UTF-16 BE", b"\xfe\xff" + TEXT.encode("utf-16-be")),
        ("UTF-16 LE", TEXT.encode("utf-16-le")),
        ("UTF-16 BE", TEXT.encode("utf-16-be")),
        ("cp1252", TEXT.encode("cp1252")),
        ("CP850", TEXT.replace("’", "'").encode("cp850")),
    ],
)
def test_tells_the_encoding_by_marks_and_french_letters(name: str, content: bytes) -> None:
    table = read_table(content)
    assert table.encoding == name
    assert table.headers == ("Nom", "Prix")
    assert table.lines[0].cells["Nom"].replace("'", "’") == "Thé fumé « d’hiver »"
    assert table.lines[1].cells == {"Nom": "Café à goûter", "Prix": "8,50"}
    assert table.remarks == ()


@pytest.mark.parametrize("separator", SEPARATORS)
def test_finds_the_separator_even_among_others_in_quotes(separator: str) -> None:
    rows = [["Nom", "Prix", "Note"], ["A;B,C|D", "1", 'dit "oui"'], ["sur\ndeux lignes", "2", ""]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    table = read_table(out.getvalue().encode())
    assert table.separator == separator
    assert [list(line.cells.values()) for line in table.lines] == rows[1:]
    assert [line.number for line in table.lines] == [2, 3]


def test_a_line_after_a_cell_of_several_lines_keeps_its_number() -> None:
    table = read_table(b'Nom;Texte\nA;"un\ndeux\ntrois"\nB;x\n')
    assert [line.number for line in table.lines] == [2, 5]


def test_ragged_lines_are_told_and_the_others_kept() -> None:
    table = read_table(b"Nom;Prix;Stock\nA;1;2\nB;1;2;3;4\nC;1\n\nD;1;2;;\n")
    assert [line.cells["Nom"] for line in table.lines] == ["A", "C", "D"]
    assert table.lines[1].cells == {"Nom": "C", "Prix": "1", "Stock": ""}
    assert [remark.line for remark in table.remarks] == [3, 4]
    assert "n’est pas lue" in table.remarks[0].message
    assert "prises vides" in table.remarks[1].message


def test_headers_without_a_name_or_written_twice_are_told() -> None:
    table = read_table(b"Nom;;Nom;Prix;\nA;B;C;1;\n")
    assert table.headers == ("Nom", "Colonne 2", "Nom (2)", "Prix")
    assert table.lines[0].cells["Nom"] == "A"
    assert [remark.line for remark in table.remarks] == [1, 1]


def test_a_quote_never_closed_costs_its_line_only() -> None:
    table = read_table(b'Nom;Prix\n"A;1\nB;2\n')
    assert [dict(line.cells) for line in table.lines] == [{"Nom": "A", "Prix": "1"}, {"Nom": "B", "Prix": "2"}]
    assert "jamais fermés" in table.remarks[0].message
    assert table.remarks[0].line == 2


def test_invisible_characters_are_taken_away_and_told() -> None:
    table = read_table(b"Nom;Prix\nA\x07B;1\n")
    assert table.lines[0].cells["Nom"] == "AB"
    assert table.remarks[0].line == 2


def test_an_empty_file_is_told() -> None:
    assert read_table(b"").remarks[0].message == "Le fichier est vide."
    assert read_table(b"\n\n").headers == ()


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(content: bytes) -> None:
    table = read_table(content)
    assert all(set(line.cells) == set(table.headers) for line in table.lines)


_CELL = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"), max_size=12)


@given(
    st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(_CELL, min_size=width, max_size=width), max_size=6)),
    st.sampled_from(SEPARATORS),
)
def test_what_a_spreadsheet_writes_is_read_back(rows: list[list[str]], separator: str) -> None:
    width = len(rows[0]) if rows else 2
    headers = [f"c{n}" for n in range(width)]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([headers, *rows])
    table = read_table(out.getvalue().encode("utf-8-sig"))
    kept = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    assert table.headers == tuple(headers)
    assert [list(line.cells.values()) for line in table.lines] == kept
