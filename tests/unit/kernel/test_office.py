"""Documents of office suites: what is refused, what is read of them."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Mapping

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.kernel import office
from sandbox.kernel.documents import check_document
from sandbox.kernel.errors import RuleBroken

ODS = (
    '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><table:table><table:table-row>'
    '<table:table-cell office:value-type="string"><text:p>Abandon</text:p></table:table-cell>'
    '<table:table-cell office:value-type="percentage" office:value="0.815"><text:p>81,5 %</text:p></table:table-cell>'
    '<table:table-cell table:number-columns-repeated="16000"/></table:table-row></table:table></office:body></office:document-content>'
)
DOCX = '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Deux </w:t></w:r><w:r><w:t>constats</w:t></w:r></w:p></w:body></w:document>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook() -> bytes:
    """A table as a spreadsheet writes it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, percent = book.add_worksheet("Ventes"), book.add_format({"num_format": "0.0%"})
    sheet.write_row(0, 0, ["Panier moyen", 48.5])
    sheet.write(1, 0, "Abandon")
    sheet.write(1, 1, 0.81, percent)
    sheet.write_row(2, 0, ["Total", 1240.5, True])
    book.close()
    return out.getvalue()


def test_reads_a_workbook_as_people_write_numbers() -> None:
    kept = check_document(workbook(), "Ventes.xlsx", has_office=True)
    assert office.read_text(kept, ".xlsx") == "Panier moyen | 48,5\nAbandon | 81\u00a0%\nTotal | 1240,5 | 1"


def test_reads_tables_and_texts_of_the_other_suites() -> None:
    ods = check_document(packed({"content.xml": ODS}), "t.ods", has_office=True)
    assert office.read_text(ods, ".ods") == "Abandon | 81,5\u00a0%"
    docx = check_document(packed({"word/document.xml": DOCX}), "n.docx", has_office=True)
    assert office.read_text(docx, ".docx") == "Deux constats"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_reads_a_csv_whatever_its_separator(separator: str) -> None:
    data = separator.join(["Panier moyen", "12"]).encode() + b"\r\n"
    assert office.read_text(check_document(data, "t.csv"), ".csv") == "Panier moyen | 12"


def test_what_only_people_read_is_not_read() -> None:
    assert office.read_text(b"%PDF-1.7\n%%EOF", ".pdf") is None


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"content.xml": "<a/>"}, "n’est pas un .xlsx"),
        ({"xl/workbook.xml": "<a/>", "xl/vbaProject.bin": b"x"}, "macro"),
        ({"xl/workbook.xml": "<a/>", "xl/embeddings/x.exe": b"MZ"}, "macro"),
        ({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "n’est pas un .xlsx"),
        ({"xl/workbook.xml": "<a/>", "xl/big.bin": b"\0" * (office.MAX_OPEN + 1)}, "trop grand"),
        ({"xl/workbook.xml": b" " * (office.MAX_READ + 1)}, "n’est pas un .xlsx"),
    ],
)
def test_refuses_what_is_no_plain_document(parts: Mapping[str, str | bytes], told: str) -> None:
    with pytest.raises(RuleBroken, match=told):
        check_document(packed(parts), "t.xlsx", has_office=True)


def test_office_documents_are_taken_only_where_they_are_asked_for() -> None:
    with pytest.raises(RuleBroken, match="n’est pas accepté"):
        check_document(workbook(), "t.xlsx")
    with pytest.raises(RuleBroken, match="n’est pas accepté"):
        check_document(workbook(), "t.xlsm", has_office=True)


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_a_damaged_document_is_refused_in_words(noise: bytes) -> None:
    data = bytearray(workbook())
    data[200 : 200 + len(noise)] = noise
    with contextlib.suppress(RuleBroken):
        assert office.check_office(bytes(data), ".xlsx") == bytes(data)
    found = office.read_text(bytes(data), ".xlsx")
    assert found is None or len(found) <= office.MAX_TEXT


def test_what_is_declared_in_another_encoding_is_not_read() -> None:
    """Found in review: the check of declarations reads bytes, and « <!DOCTYPE » in UTF-16 has zeros between its letters."""
    body = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a><p>&b;</p></a>'
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("content.xml", body.encode("utf-16"))
    assert office.read_text(held.getvalue(), ".odt") is None
