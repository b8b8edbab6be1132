"""What a context may hold besides: documents for customers, addresses of the shop's pages, places of zones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sandbox.kernel.media import MediaStore
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.queries import files_by_product, find_product_by_key, get_attachment
from sandbox.shop.seo.queries import meta_of
from sandbox.shop.shipping.queries import zone_of
from sandbox.training.contexts.services import ContextRefused, load_context
from tests.factories.contexts import write_context

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
FILES = "cle;nom;fichier;description;produits\nentretien;Entretien du bol;bol.pdf;Trois gestes.;bol|confiture\n"
SEO = 'seo:\n  contact: {titre: "Nous joindre", adresse: "nous-joindre"}\n'

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "magasin")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small context with a document, an address and a zone of one department."""
    made = write_context(tmp_path / "contextes")
    (made / "fichiers").mkdir()
    (made / "fichiers" / "bol.pdf").write_bytes(PDF)
    (made / "catalogue" / "fichiers.csv").write_text(FILES, "utf-8")
    context = made / "context.yaml"
    text = context.read_text("utf-8").replace('nom: "France"}', 'nom: "France", lieux: [france, departement-29]}')
    context.write_text(text + SEO, "utf-8")
    return made


def test_they_are_loaded(folder: Path, media: MediaStore) -> None:
    pack = load_context(folder=folder, media=media, anchor=date(2026, 11, 23))
    with shop_scope(pack.reference_shop_id):
        bowl = find_product_by_key("bol")
        assert bowl is not None
        (file,) = files_by_product()[bowl.id]
        assert (file.name, file.file_name, file.size_bytes) == ("Entretien du bol", "bol.pdf", len(PDF))
        assert media.path(get_attachment(file.id).media).read_bytes() == PDF
        assert (meta_of("contact").title, meta_of("contact").slug) == ("Nous joindre", "nous-joindre")
        assert [zone_of("France", code) is not None for code in ("29000", "75001", "97400")] == [True, True, False]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("catalogue/fichiers.csv", "bol.pdf", "bole.pdf", "introuvable dans fichiers/"),
        ("catalogue/fichiers.csv", "bol|confiture", "bole", "bole"),
        ("context.yaml", "contact: {titre", "contacts: {titre", "Page « contacts » inconnue"),
        ("context.yaml", "nous-joindre", "Nous joindre", "minuscules sans accent"),
        ("context.yaml", "departement-29", "departement-2990", "Lieu inconnu"),
    ],
)
def test_their_faults_are_told(folder: Path, media: MediaStore, file: str, old: str, new: str, words: str) -> None:
    path = folder / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ContextRefused) as refused:
        load_context(folder=folder, media=media, anchor=date(2026, 11, 23))
    assert any(words in fault.message for fault in refused.value.faults)


def test_a_document_that_is_none_is_told(folder: Path, media: MediaStore) -> None:
    (folder / "fichiers" / "bol.pdf").write_bytes(b"<html>")
    with pytest.raises(ContextRefused) as refused:
        load_context(folder=folder, media=media, anchor=date(2026, 11, 23))
    assert any("pas un PDF lisible" in fault.message for fault in refused.value.faults)


def test_a_refused_product_is_told_by_its_column(folder: Path, media: MediaStore) -> None:
    """The writer of the file knows « meta_titre », not the name of our argument."""
    path = folder / "catalogue" / "produits.csv"
    head, first, second = path.read_text("utf-8").splitlines()
    lines = (f"{head};meta_titre", f"{first};{'x' * 256}", f"{second};")
    path.write_text("\n".join(lines).replace("Bol;standard", "Bol <grès>;standard"), "utf-8")
    with pytest.raises(ContextRefused) as refused:
        load_context(folder=folder, media=media, anchor=date(2026, 11, 23))
    told = [fault.message for fault in refused.value.faults if fault.file == "catalogue/produits.csv"]
    assert any(message.startswith("meta_titre : 255 caractères au plus") for message in told), told
    assert any(message.startswith("nom : Le caractère") for message in told), told
