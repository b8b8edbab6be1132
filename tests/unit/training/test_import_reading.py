"""Whatever is sent to the import screen: a table, or a sentence in French that says what to do."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.foreign_tables import ENCODINGS, SEPARATORS, read_table
from sandbox.training.contexts.importing.formats import HEADERS, guess
from sandbox.training.contexts.importing.reading import MAX_LINES, MAX_UPLOAD, check_readable, open_table

HEAD = "Référence;Nom;Prix TTC\n"


def workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf\r\n \r\n", "vide"),
        (HEAD.encode(), "que des titres"),
        (workbook(), "classeur"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "ancien classeur Excel"),
        (b"%PDF-1.7\n%\xe2\xe3", "un PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "une image"),
        (bytes(range(256)) * 40, "pas un texte"),
        (bytes(5000) + b"a;b\n", "pas un texte"),
        (HEAD.encode() + b"x" * MAX_UPLOAD, "10 Mo"),
        ((HEAD + "A;b;1\n" * 50_000).encode(), "50\u202f000 lignes"),
        ((";".join(f"c{n}" for n in range(300)) + "\n" + ";".join("x" * 300)).encode(), "300 colonnes"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as refused:
        open_table(content)
    assert refused.value.field == "file"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16", "utf-16-be"])
def test_every_encoding_is_found(encoding: str) -> None:
    text = HEAD + "\n".join(f"R-{n};Thé glacé à la pêche, été nº {n};4,90" for n in range(30)).replace("º", "o")
    table = open_table(text.encode(encoding))
    assert table.headers[0] == "Référence"
    assert table.lines[0].cells["Nom"] == "Thé glacé à la pêche, été no 0"
    check_readable(table)


def test_as_many_lines_as_promised() -> None:
    assert len(open_table((HEAD + "A;b;1\n" * MAX_LINES).encode()).lines) == MAX_LINES


def test_a_wrong_encoding_is_told_where_it_shows() -> None:
    content = (HEAD.replace("é", "e") + "A;b;1\nB;thé;1\n").encode("cp1252")
    with pytest.raises(RuleBroken, match="Ligne 3, colonne « Nom »"):
        check_readable(open_table(content, encoding="UTF-8"))
    with pytest.raises(RuleBroken, match="Les titres"):
        check_readable(open_table((HEAD + "A;b;1\n").encode("cp1252"), encoding="UTF-8"))


def test_a_chosen_separator_is_followed() -> None:
    assert open_table(b"a,b;c\n1,2;3\n", separator=",").headers == ("a", "b;c")


def test_a_header_with_commas_does_not_hide_the_semicolons() -> None:
    text = "ID;Nom *;Catégories (x,y,z...);Prix TTC;Poids\n1;Thé;Accueil;8,90;0,1\n2;Miel;Accueil;8,90;0,1;de trop;x\n"
    assert read_table(text.encode()).separator == ";"


@tried(max_examples=150)
@given(st.binary(max_size=400), st.sampled_from(["", *ENCODINGS]), st.sampled_from(["", *SEPARATORS]))
def test_any_bytes_give_a_table_or_a_sentence(content: bytes, encoding: str, separator: str) -> None:
    told = "Lu."
    try:
        table = open_table(content, encoding=encoding, separator=separator)
        check_readable(table)
        guess(table.headers)
    except RuleBroken as refused:
        told = refused.message
    assert told.endswith((".", "?"))


@tried(max_examples=100)
@given(st.sampled_from(sorted(HEADERS)), st.lists(st.lists(st.text(max_size=12), max_size=6), min_size=1, max_size=5))
def test_any_cells_under_known_headers_are_read(format_: str, rows: list[list[str]]) -> None:
    headers = list(HEADERS[format_])
    text = "\n".join(["\t".join(headers), *("\t".join(row) for row in rows)])
    try:
        table = open_table(text.encode("utf-8", errors="ignore"))
    except RuleBroken:
        return
    assert all(set(line.cells) == set(table.headers) for line in table.lines)
