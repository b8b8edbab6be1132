"""Reading a context's files: every fault with its file, its line and a suggestion."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.kernel.media import MediaStore
from sandbox.kernel.packs import Column, Reader
from sandbox.kernel.values import Kind

COLUMNS = {"cle": Column(required=True), "prix": Column(Kind.CENTS), "texte": Column(default="")}


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """A reader over an empty folder."""
    return Reader(tmp_path, date(2026, 11, 24), MediaStore(tmp_path / "magasin"))


def write(reader: Reader, text: str, name: str = "p.csv") -> None:
    """A file as a spreadsheet saves it, with a BOM."""
    (reader.root / name).write_bytes(b"\xef\xbb\xbf" + text.encode())


def test_lines_are_counted_as_an_editor_does(reader: Reader) -> None:
    write(reader, 'cle;prix;texte\na;12,90;"deux\nlignes"\nb;1 000;\n')
    rows = reader.rows("p.csv", COLUMNS)
    assert [(r.line, r["cle"], r["prix"], r["texte"]) for r in rows] == [
        (2, "a", 1290, "deux\nlignes"),
        (4, "b", 100_000, ""),
    ]
    assert reader.faults == []


def test_all_faults_of_a_file_at_once(reader: Reader) -> None:
    write(reader, "cle;pris;texte\n;1;x\nb;deux;y;z;t\n")
    assert reader.rows("p.csv", COLUMNS) == []
    told = [(f.line, f.message) for f in reader.faults]
    assert (1, "Colonne « pris » inconnue. Vouliez-vous dire « prix » ?") in told
    assert (2, "Cellule obligatoire vide.") in told
    assert any(line == 3 and "point-virgule de trop" in message for line, message in told)


def test_an_old_encoding_is_named_with_its_line(reader: Reader) -> None:
    (reader.root / "p.csv").write_bytes("cle\na\nété\n".encode("cp1252"))
    assert reader.rows("p.csv", COLUMNS) == []
    assert reader.faults[0].line == 3
    assert "UTF-8" in reader.faults[0].message


def test_an_unknown_key_gets_a_suggestion(reader: Reader) -> None:
    write(reader, "cle\nx\n")
    (row,) = reader.rows("p.csv", {"cle": Column()})
    reader.learn("produit", "mug-nuit", 4)
    assert reader.ref("produit", "mug-nuit", at=row) == 4
    assert reader.ref("produit", "mug-nuti", at=row, column="produit") is None
    assert "Vouliez-vous dire « mug-nuit » ?" in reader.faults[0].message


def test_a_picture_outside_the_folder_is_not_read(reader: Reader) -> None:
    write(reader, "cle\nx\n")
    (row,) = reader.rows("p.csv", {"cle": Column()})
    assert reader.picture("../../etc/passwd", at=row) is None
    assert "introuvable" in reader.faults[0].message


def test_markdown_becomes_safe_html(reader: Reader) -> None:
    write(reader, "---\ntitre: Livraison\n---\n## Délais\n<script>x</script> **2 jours**\n", "page.md")
    front, html = reader.markdown("page.md")
    assert front.text("titre") == "Livraison"
    assert "<h2>Délais</h2>" in html
    assert "<strong>2 jours</strong>" in html
    assert "<script" not in html


def picture(size: tuple[int, int], form: str) -> bytes:
    """An encoded picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "#8a4b2a").save(out, form)
    return out.getvalue()


def test_pictures_are_written_again_and_bounded(tmp_path: Path) -> None:
    store = MediaStore(tmp_path)
    kept = store.add_picture(picture((3000, 1500), "PNG"))
    assert (kept.width, kept.height) == (2400, 1200)
    with Image.open(store.path(kept.name)) as again:
        assert (again.format, again.size) == ("WEBP", (2400, 1200))
    with Image.open(store.sized(kept.name, 400)) as small:
        assert small.size == (400, 200)
    assert store.sized(kept.name, 401) == store.path(kept.name)
    assert store.add_picture(picture((3000, 1500), "PNG")).name == kept.name


@pytest.mark.parametrize("data", [b"", b"<svg onload='x'/>", b"GIF89a" + b"\0" * 10, b"x" * (9 * 1024 * 1024)])
def test_what_is_not_a_picture_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(RuleBroken):
        MediaStore(tmp_path).add_picture(data, field="image")


@pytest.mark.parametrize("name", ["../secret-key", "x", "a" * 32 + ".exe", "0" * 32 + ".webp"])
def test_names_outside_the_store_do_not_exist(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        MediaStore(tmp_path).path(name)
