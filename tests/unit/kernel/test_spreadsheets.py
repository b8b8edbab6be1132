"""CSV files: what a French spreadsheet opens, and no text taken for a formula."""

from __future__ import annotations

from sandbox.kernel.spreadsheets import Figure, csv_bytes, euros


def test_a_csv_opens_in_a_french_spreadsheet() -> None:
    content = csv_bytes(
        [["Nom", "Note"], ["Guivarc’h ; Ève", "13,5"], ["=1+1", "-2"], ["@x", "+3"], ['dit "oui"', "\tx"]]
    )
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines == ["Nom;Note", '"Guivarc’h ; Ève";13,5', "'=1+1;'-2", "'@x;'+3", '"dit ""oui""";\'\tx', ""]


def test_a_number_keeps_its_sign() -> None:
    assert csv_bytes([[Figure("-12,50"), euros(-1250), euros(3490)]]).decode("utf-8-sig") == "-12,50;-12,50;34,90\r\n"
