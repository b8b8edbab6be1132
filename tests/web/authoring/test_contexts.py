"""A trainer's own companies: made of a copy, filled from files, renamed, deleted; what is used says so and stays."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from sandbox.accounts.queries import find_user
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.contexts.importing import reading
from sandbox.training.contexts.models import ContextImport, ContextPack, KeptCorrespondence
from sandbox.training.contexts.services import load_context
from sandbox.training.exams.models import Seat
from sandbox.web.authoring import views_contexts
from tests.factories.contexts import SLUG, write_context
from tests.factories.world import CONTEXT, World
from tests.support.visitor import Visitor

PRODUCTS = (
    "ID;Actif (0/1);Nom *;Catégories (x,y,z...);Prix TTC;Référence #;Marque;Quantité;Description\n"
    "1;1;Sirop d’orgeat;Accueil/Sirops;6,50;S-1;Kerlann;12;<p>Doux<script>alert(1)</script></p>\n"
    "2;1;Jus;Accueil/Sirops;trois;S-2;;4;\n"
    "3;1;Eau;Accueil;1,00;S-3;;4;;;trop\n"
)
ROOT_ = "/formateur/contextes"
OWN = f"{ROOT_}/epicerie-kerlann"


@pytest.fixture
def tom(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """A trainer beside a small shipped company."""
    folder = write_context(tmp_path / "livres")
    monkeypatch.setattr(views_contexts, "FOLDERS", folder.parent)
    load_context(folder=folder, media=app.extensions["e5_media"])
    return Visitor(app, "tom")


@pytest.fixture
def owner(tom: Visitor) -> Visitor:
    """The trainer with a company of their own."""
    made = create(tom)
    assert made.status_code == 302, made.text
    return tom


def create(tom: Visitor, **more: str):  # type: ignore[no-untyped-def]
    tom.get(f"{ROOT_}/nouveau")
    said = {"source": SLUG, "name": "Épicerie Kerlann", "slug": "epicerie-kerlann", "slogan": "Le goût du large",
            "ville": "Port-Kerlann", "is_name_replaced": "y", **more}  # fmt: skip
    return tom.post(f"{ROOT_}/nouveau", **said)


def own_folder(app: Flask) -> Path:
    folder: Path = app.config["E5"].contexts_root / "epicerie-kerlann"
    return folder


def send(tom: Visitor, text: str | bytes, name: str = "produits.csv") -> str:
    """Send a file; the address of the page to read it again."""
    tom.get(f"{OWN}/importer")
    content = text.encode() if isinstance(text, str) else text
    sent = tom.post(f"{OWN}/importer", file=(io.BytesIO(content), name))
    assert sent.status_code == 302, sent.text
    return str(sent.headers["Location"])


def choices(page: str) -> dict[str, str]:
    """What the form of the page would send as it stands."""
    found = {}
    for select in re.finditer(r'<select class="ex-in" id="[^"]+" name="([^"]+)".*?</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', select[0])
        first = re.search(r'value="([^"]*)"', select[0])
        found[select[1]] = chosen[1] if chosen else first[1] if first else ""
    return found


# companies -----------------------------------------------------------------------------------------------------------


def test_makes_a_company_of_a_copy(owner: Visitor, app: Flask) -> None:
    page = owner.get(OWN).text
    assert "Épicerie Kerlann" in page
    assert "Aucun sujet, aucune session" in page
    text = (own_folder(app) / "context.yaml").read_text("utf-8")
    assert 'nom: "Épicerie Kerlann"' in text
    assert 'slogan: "Le goût du large"' in text
    assert '  ville: "Port-Kerlann"' in text
    assert "Petite Épicerie" not in text
    pack = db.session.get_one(ContextPack, "epicerie-kerlann")
    assert pack.made_by_id == find_user("tom").id  # type: ignore[union-attr]
    listed = owner.get(ROOT_).text
    assert listed.index("Épicerie Kerlann") < listed.index("La Petite Épicerie")
    assert "la vôtre" in listed
    assert "Le dossier a changé depuis" not in listed


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("slug", "Épicerie", "Lettres minuscules"), ("slug", SLUG, "déjà pris"), ("slug", "nouveau", "déjà pris"),
     ("slug", "../x", "Lettres minuscules"), ("name", "", "Donnez un nom"), ("name", 'A;"B"', "Sans guillemets"),
     ("ville", "a;b", "Sans guillemets"), ("source", "ailleurs", "")],
)  # fmt: skip
def test_refuses_a_company_at_its_field(tom: Visitor, app: Flask, field: str, value: str, words: str) -> None:
    refused = create(tom, **{field: value})
    assert refused.status_code == 422
    assert words in refused.text
    assert 'value="Le goût du large"' in refused.text
    assert not app.config["E5"].contexts_root.exists() or not list(app.config["E5"].contexts_root.iterdir())


def test_a_copy_at_fault_is_not_kept(tom: Visitor, app: Flask) -> None:
    path = views_contexts.FOLDERS / SLUG / "catalogue" / "produits.csv"
    path.write_text(path.read_text("utf-8").replace(";maison;", ";masion;", 1), "utf-8")
    refused = create(tom)
    assert refused.status_code == 422
    assert "Copie abandonnée" in refused.text
    assert "produits.csv" in refused.text
    assert not own_folder(app).exists()


def test_renames_a_company_that_nothing_uses(owner: Visitor, app: Flask) -> None:
    owner.get(OWN)
    assert owner.post(f"{OWN}/renommer", name="Comptoir Kerlann", slogan="", sector="Épicerie").status_code == 302
    assert "Comptoir Kerlann" in owner.get(OWN).text
    assert 'secteur: "Épicerie"' in (own_folder(app) / "context.yaml").read_text("utf-8")
    refused = owner.post(f"{OWN}/renommer", name="", slogan="", sector="")
    assert refused.status_code == 422
    assert "Donnez un nom" in refused.text


def test_deletes_a_company_that_nothing_uses(owner: Visitor, app: Flask) -> None:
    owner.get(OWN)
    assert owner.post(f"{OWN}/supprimer").status_code == 302
    assert "Épicerie Kerlann\u00a0» supprimée" in owner.get(ROOT_).text
    assert owner.get(OWN).status_code == 404
    assert not own_folder(app).exists()


def test_a_company_in_use_says_by_what_and_stays(owner: Visitor, app: Flask) -> None:
    owner.get("/formateur/sujets/nouveau")
    made = owner.post(
        "/formateur/sujets/nouveau",
        source="modele:fidele",
        title="Pâques à Kerlann",
        slug="paques",
        context="epicerie-kerlann",
    )
    assert made.status_code == 302, made.text
    page = owner.get(OWN).text
    assert "Pâques à Kerlann" in page
    assert "Renommer</button>" not in page
    for act in ("renommer", "supprimer"):
        refused = owner.post(f"{OWN}/{act}", name="Autre")
        assert refused.status_code == 422
        assert "Pâques à Kerlann" in refused.text
    assert own_folder(app).is_dir()


def test_the_shipped_company_tells_its_uses_and_is_not_to_change(world_app: Flask, world: World) -> None:
    assert world
    tom = Visitor(world_app, "tom")
    page = tom.get(f"{ROOT_}/{CONTEXT}").text
    assert "Sujet C – Noël à la brûlerie" in page
    assert "1\u00a0session" in page
    assert "faites-en une copie" in page
    for act in ("renommer", "supprimer"):
        assert tom.post(f"{ROOT_}/{CONTEXT}/{act}", name="X").status_code == 404
    assert tom.get(f"{ROOT_}/{CONTEXT}/importer").status_code == 404


def test_waits_for_candidates_at_their_test(world_app: Flask, world: World) -> None:
    db.session.get_one(Seat, world.seat_ids[0]).last_seen_at = clock.now() - timedelta(seconds=20)
    refused = create(Visitor(world_app, "tom"), source=CONTEXT)
    assert refused.status_code == 422
    assert "Des candidats composent en ce moment" in refused.text


def test_another_trainer_reads_and_does_not_change(owner: Visitor, app: Flask) -> None:
    waiting = send(owner, PRODUCTS)
    tom = find_user("tom")
    assert tom is not None
    db.session.get_one(ContextPack, "epicerie-kerlann").made_by_id = tom.id + 1000
    assert owner.get(OWN).status_code == 200
    assert owner.get(f"{OWN}/importer").status_code == 404
    assert owner.get(waiting).status_code == 404
    db.session.get_one(ContextPack, "epicerie-kerlann").made_by_id = tom.id
    db.session.query(ContextImport).one().author_id = tom.id + 1000
    assert owner.get(waiting).status_code == 404


@pytest.mark.parametrize("kind", ["produits", "categories", "declinaisons", "clients", "adresses", "commandes"])
def test_takes_its_files_away_and_brings_them_back_unchanged(owner: Visitor, app: Flask, kind: str) -> None:
    export = owner.get(f"{OWN}/exports/{kind}.csv")
    assert export.status_code == 200
    assert f"epicerie-kerlann-{kind}.csv" in export.headers["Content-Disposition"]
    if not export.data:
        return
    before = (own_folder(app) / "context.yaml").stat().st_mtime
    address = send(owner, export.data)
    owner.post(address, go="importer", **choices(owner.get(address).text))
    assert "Rien n’a changé" in owner.get(address).text
    assert (own_folder(app) / "context.yaml").stat().st_mtime == before
    assert owner.get(f"{OWN}/exports/{kind}.csv").data == export.data


def test_an_unknown_export_is_not_found(owner: Visitor) -> None:
    assert owner.get(f"{OWN}/exports/secrets.csv").status_code == 404


# importing -----------------------------------------------------------------------------------------------------------


def test_a_file_is_read_looked_at_and_imported(owner: Visitor, app: Flask) -> None:
    address = send(owner, PRODUCTS.encode("cp1252"))
    page = owner.get(address).text
    asked = choices(page)
    assert (asked["format"], asked["encoding"], asked["separator"]) == ("prestashop-produits", "cp1252", ";")
    assert asked["c2"] == "nom"
    assert "Ligne 4&nbsp;: 11 cellules pour 9 colonnes\u00a0: la ligne" in page
    assert "colonne «\u00a0Prix TTC\u00a0»\u00a0: «\u00a0trois\u00a0» n’est pas un nombre" in page
    assert "kerlann" in page
    assert "Sirop d" not in (own_folder(app) / "catalogue/produits.csv").read_text("utf-8")
    assert owner.post(address, go="importer", **asked).status_code == 302
    report = owner.get(address).text
    assert "La boutique de référence est à jour" in report
    assert "1&nbsp;ajouté" in report
    assert "1&nbsp;refusé" in report
    assert "Ligne 4&nbsp;: 11 cellules" in report
    description = (own_folder(app) / "catalogue/descriptions/sirop-d-orgeat.md").read_text("utf-8")
    assert (description, "script" in description) == ("Doux\n", False)
    pack = db.session.get_one(ContextPack, "epicerie-kerlann")
    assert pack.made_by == "Tom" or pack.made_by_id is not None
    assert "Le dossier a changé depuis" not in owner.get(ROOT_).text
    assert db.session.query(ContextImport).one().content is None


def test_importing_twice_changes_nothing(owner: Visitor, app: Flask) -> None:
    for said in ("La boutique de référence est à jour", "Rien n’a changé"):
        address = send(owner, PRODUCTS)
        owner.post(address, go="importer", **choices(owner.get(address).text))
        assert said in owner.get(address).text
    assert owner.post(address, go="importer").status_code == 302
    assert db.session.query(ContextImport).count() == 2


def test_the_report_is_a_file_too(owner: Visitor) -> None:
    address = send(owner, PRODUCTS)
    owner.post(address, go="importer", **choices(owner.get(address).text))
    file = owner.get(f"{address}/rapport.csv").data.decode("utf-8-sig")
    assert file.splitlines()[0] == "Ligne;Devenir;Explication"
    assert [line.split(";")[:2] for line in file.splitlines()[1:4]] == [
        ["2", "ajouté"],
        ["3", "refusé"],
        ["4", "remarque"],
    ]
    only = owner.get(f"{address}?devenir=refusé").text
    assert "sirop-d-orgeat" not in only
    assert "trois" in only


def test_the_reading_can_be_changed(owner: Visitor) -> None:
    address = send(owner, PRODUCTS)
    asked = choices(owner.get(address).text)
    wrong = owner.post(address, go="revoir", **{**asked, "encoding": "cp1252"})
    assert wrong.status_code == 302
    assert "Catégories (x" not in owner.get(address).text
    assert "CatÃ©gories (x" in owner.get(address).text
    refused = owner.post(address, go="revoir", **{**asked, "encoding": "UTF-16 LE"})
    assert refused.status_code == 422
    assert "que des titres" in refused.text
    owner.post(address, go="revoir", **{**asked, "encoding": "UTF-8"})
    assert "Catégories (x" in owner.get(address).text


def test_a_column_can_mean_something_else(owner: Visitor, app: Flask) -> None:
    address = send(owner, "Réf;Libellé;Tarif\nK-1;Sirop;3,20\n")
    page = owner.get(address).text
    assert "dites ce que c’est" in page
    owner.post(address, go="revoir", format="prestashop-produits", encoding="UTF-8", separator=";")
    asked = choices(owner.get(address).text)
    assert asked["c1"] == ""
    missing = owner.post(address, go="importer", **asked)
    assert missing.status_code == 422
    assert "Aucune colonne ne veut dire «\u00a0nom\u00a0»" in missing.text
    twice = owner.post(address, go="importer", **{**asked, "c0": "nom", "c1": "nom"})
    assert "Deux colonnes veulent dire «\u00a0nom\u00a0»" in twice.text
    owner.post(address, go="importer", **{**asked, "c0": "reference", "c1": "nom", "c2": "prix_ttc"})
    assert "K-1" in (own_folder(app) / "catalogue/produits.csv").read_text("utf-8")


def test_a_correspondence_is_kept_and_proposed_again(owner: Visitor) -> None:
    address = send(owner, "Réf;Libellé;Tarif\nK-1;Sirop;3,20\n")
    owner.post(address, go="revoir", format="prestashop-produits", encoding="UTF-8", separator=";")
    asked = {**choices(owner.get(address).text), "c0": "reference", "c1": "nom", "c2": "prix_ttc"}
    unnamed = owner.post(address, go="garder", keep_name="", **asked)
    assert unnamed.status_code == 422
    assert "Donnez un nom" in unnamed.text
    owner.post(address, go="garder", keep_name="Ma caisse", **asked)
    again = send(owner, "Réf;Libellé;Tarif\nK-2;Jus;4,10\n")
    page = owner.get(again).text
    assert "votre correspondance «&nbsp;Ma caisse&nbsp;»" in page
    assert choices(page)["c2"] == "prix_ttc"
    kept_id = db.session.query(KeptCorrespondence).one().id
    assert "Ma caisse" in owner.get(f"{OWN}/importer").text
    assert owner.post(f"{ROOT_}/correspondances/{kept_id}/retirer").status_code == 302
    assert owner.post(f"{ROOT_}/correspondances/{kept_id}/retirer").status_code == 404
    assert "dites ce que c’est" in owner.get(again).text


def test_cells_pasted_from_a_spreadsheet(owner: Visitor, app: Flask) -> None:
    owner.get(f"{OWN}/importer")
    pasted = "E-mail\tNom\tPrénom\tNewsletter\nyann@courriel.example\tMadec\tYann\t1\n"
    sent = owner.post(f"{OWN}/importer", pasted=pasted)
    assert sent.status_code == 302, sent.text
    address = sent.headers["Location"]
    page = owner.get(address).text
    assert choices(page)["format"] == "prestashop-clients"
    owner.post(address, go="importer", **choices(page))
    assert "madec-yann" in (own_folder(app) / "clients/clients.csv").read_text("utf-8")


def test_combinations_come_with_the_file_of_their_products(owner: Visitor, app: Flask) -> None:
    products = "ID;Nom *;Prix HT;Référence #;Actif (0/1)\n77;Bol;10,00;P-002;1\n"
    text = "ID produit*;Attribut (Nom:Type:Position)*;Valeur (Valeur:Position)*;Référence;Quantité\n77;Couleur:color:0;Bleu:0;P-002-B;5\n"
    owner.get(f"{OWN}/importer")
    sent = owner.post(
        f"{OWN}/importer", file=(io.BytesIO(text.encode()), "d.csv"), products=(io.BytesIO(products.encode()), "p.csv")
    )
    address = sent.headers["Location"]
    page = owner.get(address).text
    assert choices(page)["format"] == "prestashop-declinaisons"
    owner.post(address, go="importer", **choices(page))
    assert "P-002-B" in (own_folder(app) / "catalogue/declinaisons.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "vide"), (bytes(range(256)) * 20, "pas un texte"), (b"PK\x03\x04" + bytes(90), "classeur"),
     (b"Nom;Prix TTC\n", "que des titres"), (b"a;b\n" + b"1;2\n" * 50_000, "50\u202f000 lignes"),
     (b"a;b\n" + b"x" * 300_001, "10 Mo")],
)  # fmt: skip
def test_what_is_no_table_is_told_at_the_field(
    owner: Visitor, monkeypatch: pytest.MonkeyPatch, content: bytes, words: str
) -> None:
    # Ten true megabytes are the unit test's: the client of these tests would leave their temporary file open.
    monkeypatch.setattr(reading, "MAX_UPLOAD", 300_000)
    owner.get(f"{OWN}/importer")
    refused = owner.post(f"{OWN}/importer", file=(io.BytesIO(content), "x.csv"))
    assert refused.status_code == 422
    assert words in refused.text
    assert 'id="file-e"' in refused.text
    assert db.session.query(ContextImport).count() == 0


def test_too_many_products_are_told(owner: Visitor) -> None:
    address = send(owner, "Nom;Prix TTC;Référence\n" + "Sirop;1,00;S\n" * (reading.MAX_PRODUCTS + 1))
    page = owner.get(address).text
    assert f"{reading.MAX_PRODUCTS + 1} lignes de produits" in page
    assert owner.post(address, go="importer", **choices(page)).status_code == 422


def test_ten_million_letters_pasted_are_told(owner: Visitor) -> None:
    owner.get(f"{OWN}/importer")
    refused = owner.post(f"{OWN}/importer", pasted="a;b\n" * 2_500_000)
    assert refused.status_code == 413
    assert "dépasse la taille permise" in refused.text


def test_a_file_can_be_left(owner: Visitor) -> None:
    address = send(owner, PRODUCTS)
    assert "à finir" in owner.get(OWN).text
    assert owner.post(f"{address}/abandonner").status_code == 302
    assert owner.get(address).status_code == 404
    for _again in range(7):
        send(owner, PRODUCTS)
    assert db.session.query(ContextImport).count() == 5


def test_what_the_shop_refuses_is_told_and_the_rest_imported(owner: Visitor) -> None:
    long = "x" * 3000
    address = send(owner, f"ID;Nom *;Prix TTC;Référence #;Actif (0/1)\n1;{long};1,00;S-1;1\n2;Jus;2,00;S-2;1\n")
    owner.post(address, go="importer", **choices(owner.get(address).text))
    page = owner.get(address).text
    assert "1&nbsp;ajouté" in page
    assert "1&nbsp;refusé" in page


def test_a_folder_with_faults_of_its_own_is_told(owner: Visitor, app: Flask) -> None:
    path = own_folder(app) / "promotions.yaml"
    path.write_text(path.read_text("utf-8").replace("produit: bol", "produit: bool"), "utf-8")
    address = send(owner, PRODUCTS)
    refused = owner.post(address, go="importer", **choices(owner.get(address).text))
    assert refused.status_code == 422
    assert "défauts qui ne viennent pas du fichier" in refused.text
    assert owner.get(OWN).status_code == 200


def test_nobody_else_gets_in(app: Flask, tom: Visitor) -> None:
    assert tom
    for login in ("alice", "erin", "ada"):
        for path in (f"{ROOT_}/nouveau", f"{ROOT_}/{SLUG}", f"{ROOT_}/{SLUG}/importer"):
            assert Visitor(app, login).get(path).status_code == 403
