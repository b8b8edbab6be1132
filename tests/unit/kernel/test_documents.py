"""Files from people: what is kept, what is refused, under which name they are saved again."""

from __future__ import annotations

import pytest

from sandbox.kernel.documents import check_document, safe_name
from sandbox.kernel.errors import RuleBroken

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def test_a_pdf_is_kept_as_it_is() -> None:
    assert check_document(PDF, "Guide.PDF") == PDF


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"MZ", "virus.exe", "n’est pas accepté"),
        (b"<svg/>", "dessin.svg", "n’est pas accepté"),
        (b"", "vide.pdf", "vide"),
        (b"<html></html>", "page.pdf", "pas un PDF"),
        (PDF.replace(b"<<>>", b"<</OpenAction<</S/JavaScript>>>>", 1), "piege.pdf", "programme"),
        (b"a;b\x00c", "liste.csv", "pas un texte"),
    ],
)
def test_refuses_what_is_not_what_its_name_says(data: bytes, name: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as refused:
        check_document(data, name, field="file")
    assert refused.value.field == "file"


def test_refuses_more_than_the_maximum() -> None:
    with pytest.raises(RuleBroken, match="dépasse 1\u00a0Mo"):
        check_document(PDF + b" " * 1024 * 1024, "lourd.pdf", maximum=1024 * 1024)


def test_a_text_becomes_utf_8_whatever_it_was() -> None:
    assert check_document("Thé;3 €".encode("cp1252"), "prix.csv").decode("utf-8-sig") == "Thé;3 €"
    assert check_document("\ufeffThé".encode(), "a.txt") == "\ufeffThé".encode()


@pytest.mark.parametrize(
    ("sent", "suffix", "kept"),
    [
        ("Guide de préparation.PDF", ".pdf", "Guide de préparation.pdf"),
        ("../../etc/passwd.txt", ".txt", "passwd.txt"),
        ("C:\\Users\\moi\\photo.jpg", ".webp", "photo.webp"),
        ('a"b\r\nSet-Cookie: x.pdf', ".pdf", "a b Set-Cookie x.pdf"),
        (".pdf", ".pdf", "pdf.pdf"),
    ],
)
def test_names_lose_what_some_system_refuses(sent: str, suffix: str, kept: str) -> None:
    assert safe_name(sent, suffix) == kept
