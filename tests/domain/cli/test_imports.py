"""`e5 context copier` and `e5 context importer`, as a trainer types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.domain.cli.conftest import Run
from tests.factories.contexts import SLUG, write_context
from tests.factories.site import SITE_FILES

PRODUCTS = (
    "Product ID;Active (0/1);Name *;Price tax included;Tax rules ID;Reference #;Couleur de l’étiquette\n"
    "1;1;Théière;24,90;4;THE-1;bleu\n"
    "2;1;Passoire;9,90;4;PAS-1\n"
    "3;1;Perdue;9,90;4;PER-1;vert;trop\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_context(tmp_path / "contextes")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "produits.csv"
    path.write_bytes(PRODUCTS.encode("cp1252"))
    return path


def test_a_copy_is_a_company_of_its_own(e5: Run, folder: Path) -> None:
    before = (folder / "context.yaml").read_bytes()
    made = e5("context", "copier", str(folder), "maison-du-the", "--nom", 'La "Maison" du Thé')
    assert made.exit_code == 0, made.output
    copy = folder.parent / "maison-du-the"
    checked = e5("context", "load", str(copy))
    assert 'Contexte « La "Maison" du Thé » chargé' in checked.output
    assert (folder / "context.yaml").read_bytes() == before
    assert (copy / "catalogue/produits.csv").read_bytes() == (folder / "catalogue/produits.csv").read_bytes()


def test_a_copy_without_its_shop_keeps_the_site(e5: Run, folder: Path) -> None:
    refused = e5("context", "copier", str(folder), "vide", "--nom", "Vide", "--sans-boutique")
    assert refused.exit_code == 1
    assert "n’a pas de site" in refused.output
    for name, text in SITE_FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    made = e5("context", "copier", str(folder), "le-journal", "--nom", "Le Journal", "--sans-boutique")
    assert made.exit_code == 0, made.output
    copy = folder.parent / "le-journal"
    assert sorted(path.name for path in copy.iterdir()) == ["context.yaml", "medias", "site"]
    assert "boutique: non" in (copy / "context.yaml").read_text("utf-8")
    assert "chargé" in e5("context", "load", str(copy)).output
    assert "le-journal" in e5("context", "list").output


@pytest.mark.parametrize(
    ("slug", "name", "told"),
    [("Maison du Thé", "M", "minuscules"), (SLUG, "M", "existe déjà"), ("maison", " ", "de 1 à 120")],
)
def test_a_copy_with_an_impossible_name_is_refused(e5: Run, folder: Path, slug: str, name: str, told: str) -> None:
    result = e5("context", "copier", str(folder), slug, "--nom", name)
    assert result.exit_code == 1
    assert told in result.output
    assert [path.name for path in folder.parent.iterdir()] == [SLUG]


def test_a_copy_of_a_broken_company_is_not_kept(e5: Run, folder: Path) -> None:
    (folder / "avis.csv").write_text("cle;produit\navis-1;inconnu\n", "utf-8")
    result = e5("context", "copier", str(folder), "copie", "--nom", "Copie")
    assert result.exit_code == 1
    assert "Copie abandonnée" in result.output
    assert not (folder.parent / "copie").exists()


def test_the_report_tells_every_line(e5: Run, folder: Path, file: Path) -> None:
    result = e5("context", "importer", str(file), "--contexte", str(folder))
    assert result.exit_code == 0, result.output
    for words in (
        "produits.csv : prestashop-produits, cp1252, point-virgule, 2 lignes de données.",
        "ligne 2  ajouté    theiere (Théière)",
        "ligne 3  remarque  6 cellules pour 7 colonnes",
        "ligne 4  remarque  8 cellules pour 7 colonnes : la ligne n’est pas lue.",
        "Colonnes non reprises : Couleur de l’étiquette.",
        "Bilan : 2 ajoutés, 0 modifié, 0 inchangé, 0 refusé.",
        "Fichiers écrits : catalogue/produits.csv.",
    ):
        assert words in result.output
    assert "Aucun fichier n’a changé." in e5("context", "importer", str(file), "--contexte", str(folder)).output
    assert "aucun défaut" in e5("context", "check", str(folder)).output


def test_a_trial_says_that_nothing_was_written(e5: Run, folder: Path, file: Path) -> None:
    before = (folder / "catalogue/produits.csv").read_bytes()
    result = e5("context", "importer", str(file), "--contexte", str(folder), "--essai")
    assert "Bilan : 2 ajoutés" in result.output
    assert "Essai : rien n’a été écrit." in result.output
    assert (folder / "catalogue/produits.csv").read_bytes() == before


def test_a_correspondence_is_written_corrected_and_obeyed(e5: Run, folder: Path, file: Path, tmp_path: Path) -> None:
    kept = tmp_path / "correspondance.yaml"
    before = (folder / "catalogue/produits.csv").read_bytes()
    written = e5("context", "importer", str(file), "--contexte", str(folder), "--ecrire-correspondance", str(kept))
    assert written.exit_code == 0, written.output
    assert (folder / "catalogue/produits.csv").read_bytes() == before
    text = kept.read_text("utf-8")
    assert '  "Couleur de l’étiquette": ""' in text
    text = text.replace('"Couleur de l’étiquette": ""', '"Couleur de l’étiquette": "mots_cles"')
    kept.write_text(text.replace('"4": ""', '"4": "tva-5-5"'), "utf-8")
    result = e5("context", "importer", str(file), "--contexte", str(folder), "--correspondance", str(kept))
    assert result.exit_code == 0, result.output
    line = (folder / "catalogue/produits.csv").read_text("utf-8").splitlines()[3]
    assert "THE-1" in line
    assert "tva-5-5" in line
    assert "bleu" in line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("format: prestashop\n", "format « prestashop » inconnu"),
        ('format: prestashop-produits\ncolonnes:\n  "Name *": nomm\n', "Vouliez-vous dire « nom »"),
        (
            'format: prestashop-produits\ncolonnes:\n  "Name *": nom\n  "Reference #": nom\n',
            "Deux colonnes veulent dire « nom »",
        ),
        ("format: prestashop-produits\ncolonnes:\n  - nom\n", "une ligne pour chacun"),
        ('format: prestashop-produits\ncolonnes:\n  "Reference #": reference\n', "Aucune colonne ne veut dire « nom »"),
        ("format: [\n", "correspondance.yaml"),
    ],
)
def test_a_wrong_correspondence_is_told(
    e5: Run, folder: Path, file: Path, tmp_path: Path, text: str, told: str
) -> None:
    kept = tmp_path / "correspondance.yaml"
    kept.write_text(text, "utf-8")
    result = e5("context", "importer", str(file), "--contexte", str(folder), "--correspondance", str(kept))
    assert result.exit_code == 1
    assert told in result.output


def test_a_file_that_is_no_table_is_told(e5: Run, folder: Path, tmp_path: Path) -> None:
    empty, picture = tmp_path / "vide.csv", tmp_path / "photo.csv"
    empty.write_bytes(b"")
    picture.write_bytes(bytes(range(256)) * 20)
    assert "vide.csv est vide." in e5("context", "importer", str(empty), "--contexte", str(folder)).output
    missing = e5("context", "importer", str(tmp_path / "absent.csv"), "--contexte", str(folder))
    assert missing.exit_code == 1
    assert "introuvable" in missing.output
    refused = e5("context", "importer", str(picture), "--contexte", str(folder))
    assert refused.exit_code == 1
    assert "aucun format connu" in refused.output
