"""Contexts: the shipped one loads; a broken one is refused whole, every fault told with its file, its line and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from sandbox.kernel import clock, unscoped
from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import take_changes
from sandbox.kernel.db import Base, db
from sandbox.kernel.errors import NotFound
from sandbox.kernel.media import MediaStore
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.orders.models import Order
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.training.contexts.queries import folder_digest, get_context, list_contexts
from sandbox.training.contexts.services import ContextRefused, check_context, load_context
from sandbox.training.subjects.queries import SCENARIOS
from tests.factories.contexts import SLUG, write_context
from tests.factories.world import CONTEXT, World

J = date(2026, 11, 23)
Load = Callable[..., Shop]


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "magasin")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a small context, for the test to break."""
    return write_context(tmp_path / "contextes")


def counts() -> dict[str, int]:
    """How many rows each table has."""
    tables = [t for t in Base.metadata.sorted_tables if t.name != "alembic_version"]
    return {
        t.name: unscoped.scalar(db.session(), sa.select(sa.func.count()).select_from(t)) or 0 for t in tables
    }  # fmt: skip


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), "utf-8")


# loading -----------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("app")
def test_a_sound_context_becomes_a_reference_shop(folder: Path, media: MediaStore) -> None:
    pack = load_context(folder=folder, media=media, anchor=J)
    assert (pack.slug, pack.version, pack.name, pack.digest) == (SLUG, "1", "La Petite Épicerie", folder_digest(folder))
    shop = db.session.get_one(Shop, pack.reference_shop_id)
    assert (shop.kind, shop.is_writable, shop.anchor_on) == (ShopKind.REFERENCE, False, J)
    with shop_scope(shop.id):
        prices = {p.key: p.added_on for p in db.session.scalars(sa.select(Product))}
        assert prices == {"confiture": J - timedelta(days=40), "bol": J - timedelta(days=90)}
        assert db.session.scalars(sa.select(Order.reference)).all() == ["PETITEABC"]
    assert take_changes(db.session()) == []
    assert take_performed() == [], "loading is nobody’s action"


@pytest.mark.usefixtures("app")
def test_checking_leaves_no_trace(folder: Path, media: MediaStore) -> None:
    before = counts()
    assert check_context(folder=folder, media=media) == []
    assert counts() == before
    with pytest.raises(NotFound, match="e5 context load"):
        get_context(SLUG)


@pytest.mark.usefixtures("app")
def test_loading_again_gives_the_same_and_takes_the_place_of_the_first(folder: Path, media: MediaStore) -> None:
    with clock.frozen(datetime(2026, 11, 23, 9, 0)):
        first = load_context(folder=folder, media=media, anchor=J).reference_shop_id
        rows, once = counts(), dump(first)
        second = load_context(folder=folder, media=media, anchor=J).reference_shop_id
    assert second != first
    assert counts() == rows
    assert dump(second) == once
    assert db.session.get(Shop, first) is None
    assert [pack.slug for pack in list_contexts()] == [SLUG]


def dump(shop_id: int) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a shop but its number, table by table."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if "shop_id" in table.c and "id" in table.c and table.name != "journal_entries":
            columns = [c for c in table.c if c.name != "shop_id"]
            rows = sa.select(*columns).where(table.c.shop_id == shop_id).order_by(table.c.id)
            found[table.name] = [tuple(row) for row in unscoped.execute(db.session(), rows)]
    return found


@pytest.mark.usefixtures("app")
def test_a_refused_context_leaves_the_earlier_one_in_place(folder: Path, media: MediaStore) -> None:
    kept = load_context(folder=folder, media=media, anchor=J).reference_shop_id
    db.session.commit()
    before, was = counts(), dump(kept)
    edit(folder, "avis.csv", ";5;", ";7;")
    edit(folder, "context.yaml", 'version: "1"', 'version: "2"')
    with pytest.raises(ContextRefused, match="Rien n’a été chargé"):
        load_context(folder=folder, media=media)
    db.session.commit()
    assert counts() == before
    assert (get_context(SLUG).version, get_context(SLUG).reference_shop_id) == ("1", kept)
    assert dump(kept) == was


def test_the_shipped_context_is_in_the_centre(world: World) -> None:
    pack = get_context(CONTEXT)
    assert pack.digest == folder_digest(SCENARIOS / "contexts" / CONTEXT)
    with shop_scope(pack.reference_shop_id):
        products = db.session.scalar(sa.select(sa.func.count(Product.id)))
        states = db.session.scalars(sa.select(Order.state_id).distinct()).all()
    assert products is not None
    assert products >= 30
    assert len(states) >= 8
    assert world.reference_key


def with_sizes(folder: Path, cost: str) -> None:
    """The bowl in two sizes, the large one at that cost."""
    edit(folder, PRODUCTS, "Bol;standard", "Bol;declinaisons")
    (folder / "catalogue/attributs.csv").write_text("groupe;valeur\nTaille;Petit\nTaille;Grand\n", "utf-8")
    lines = ("produit;attributs;impact_ttc;prix_achat_ht", "bol;Taille=Petit;0,00;", f"bol;Taille=Grand;8,00;{cost}")
    (folder / "catalogue/declinaisons.csv").write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.usefixtures("app")
def test_a_variant_has_a_cost_of_its_own_or_none(folder: Path, media: MediaStore) -> None:
    with_sizes(folder, "7,40")
    shop_id = load_context(folder=folder, media=media, anchor=J).reference_shop_id
    with shop_scope(shop_id):
        bowl = db.session.scalars(sa.select(Product).where(Product.key == "bol")).one()
        assert [variant.cost_excl_micros for variant in bowl.variants] == [None, 7_400_000]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("cost", "words"),
    [("sept", "« sept » n’est pas un nombre"), ("-1", "n’est pas négatif"), ("2000000", "dépasse un million")],
)
def test_a_cost_of_a_variant_that_cannot_be_is_told_at_its_line(
    folder: Path, media: MediaStore, cost: str, words: str
) -> None:
    with_sizes(folder, cost)
    told = [f for f in check_context(folder=folder, media=media) if words in f.message]
    assert [(f.file, f.line) for f in told] == [("catalogue/declinaisons.csv", 3)]


# broken: one fault at a time -----------------------------------------------------------------------------------------------

HEAD, PRODUCTS, CLIENTS = "context.yaml", "catalogue/produits.csv", "clients/clients.csv"

BROKEN: dict[str, tuple[str, str, str, str, int, str]] = {
    "format": (HEAD, "e5-contexte/1", "e5-contexte/9", HEAD, 1, "« e5-contexte/9 » non pris en charge (attendu : e5-contexte/1)"),
    "missing key": (HEAD, 'version: "1"\n', "", HEAD, 1, "La clé obligatoire « version » manque."),
    "bad id": (HEAD, "id: petite-epicerie", "id: Petite Épicerie", HEAD, 2, "minuscules, chiffres et tirets"),
    "id of another folder": (HEAD, "id: petite-epicerie", "id: grande-epicerie", HEAD, 2, "le nom du dossier (« petite-epicerie »)"),
    "duplicate yaml key": (HEAD, "reglages:\n", "slogan: deux\nreglages:\n", HEAD, 6, "« slogan » est écrite deux fois (déjà ligne 5)"),
    "yaml colon": (HEAD, 'nom: "La', "nom: a: La", HEAD, 4, "il lui faut des guillemets"),
    "yaml quote": (HEAD, 'Épicerie"', "Épicerie", HEAD, 4, "le guillemet ouvert à cette ligne n’est pas refermé"),
    "yaml tab": (HEAD, "  produits_par_page", "\tproduits_par_page", HEAD, 7, "tabulation interdite"),
    "yaml alias": (HEAD, "reglages:\n", "x: &a [1]\ny: *a\nreglages:\n", HEAD, 6, "renvois YAML"),
    "unknown section": (HEAD, "transporteurs:", "transporteur:", HEAD, 13, "Clé inconnue « transporteur ». Vouliez-vous dire « transporteurs » ?"),
    "unknown key deep down": (HEAD, "delai: ", "delais: ", HEAD, 16, "Clé inconnue « delais ». Vouliez-vous dire « delai » ?"),
    "a mapping for a text": (HEAD, 'nom: "Vendeur"', "nom: {fr: Vendeur}", HEAD, 34, "Un texte est attendu ici."),
    "unknown setting": (HEAD, "produits_par_page", "produit_par_pages", HEAD, 7, "Réglage « produit_par_pages » inconnu"),
    "bad rate": (HEAD, "taux: 20}", "taux: vingt}", HEAD, 9, "vingt"),
    "duplicate item": (HEAD, "cle: tva-5-5", "cle: tva-20", HEAD, 10, "« tva-20 » est écrite deux fois (déjà ligne 9)"),
    "bad key": (HEAD, "cle: mme", "cle: Mme É", HEAD, 26, "Clé « Mme É » refusée"),
    "key that leaves the folder": (CLIENTS, "riou-lena;mme", "../../etc/passwd;mme", CLIENTS, 2, "« ../../etc/passwd » refusée"),
    "unfinished fee": (HEAD, "prix_ttc: 4.90", "prix_ttc: ", HEAD, 20, "Un palier a un poids"),
    "two groups of a role": (HEAD, "par_defaut: invite", "par_defaut: visiteur", HEAD, 21, "« par_defaut: visiteur »"),
    "unknown tax": (HEAD, "tva: tva-20", "tva: tva-21", HEAD, 14, "Vouliez-vous dire « tva-20 » ?"),
    "color that is none": (HEAD, "taxes:\n", 'theme:\n  couleurs:\n    brand: "red;} body{"\ntaxes:\n', HEAD, 10, "Couleur « red;} body{ » refusée"),
    "unknown column": (PRODUCTS, "prix_ttc", "prix_tcc", PRODUCTS, 1, "Colonne « prix_tcc » inconnue. Vouliez-vous dire « prix_ttc » ?"),
    "column twice": (PRODUCTS, "resume", "slug", PRODUCTS, 1, "La colonne « slug » est écrite deux fois."),
    "bad price": (PRODUCTS, "4,90", "4,9O", PRODUCTS, 2, "« 4,9O » n’est pas un nombre (exemple : 12,90)."),
    "endless price": (PRODUCTS, "4,90", "NaN", PRODUCTS, 2, "« NaN » n’est pas un nombre"),
    "bad date": (PRODUCTS, "J-40", "32/13/2026", PRODUCTS, 2, "« 32/13/2026 » n’est pas une date"),
    "bad yes or no": (PRODUCTS, ";oui;0,350", ";peut-être;0,350", PRODUCTS, 2, "« peut-être » : écrivez oui ou non."),
    "unknown choice": (PRODUCTS, "Confiture;standard", "Confiture;standart", PRODUCTS, 2, "« standart » interdite ; valeurs possibles"),
    "unknown category": (PRODUCTS, "standard;sucre", "standard;sucree", PRODUCTS, 2, "Vouliez-vous dire « sucre » ?"),
    "unknown related product": (PRODUCTS, "J-40;bol", "J-40;bols", PRODUCTS, 2, "« bols » inconnu(e). Vouliez-vous dire « bol » ?"),
    "duplicate key": (PRODUCTS, "bol;P-002", "confiture;P-002", PRODUCTS, 3, "« confiture » est écrite deux fois (déjà ligne 2)"),
    "empty cell that must be filled": (PRODUCTS, "P-001;Confiture", "P-001;", PRODUCTS, 2, "Cellule obligatoire vide."),
    "a semicolon too many": (CLIENTS, "Léna;Riou", "Léna;;Riou", CLIENTS, 2, "un point-virgule de trop"),
    "unknown title": (CLIENTS, "riou-lena;mme", "riou-lena;mlle", CLIENTS, 2, "« mlle » inconnu(e)."),
    "unknown customer": ("avis.csv", "bol;riou-lena", "bol;riou-lenna", "avis.csv", 2, "Vouliez-vous dire « riou-lena » ?"),
    "note out of five": ("avis.csv", ";5;", ";6;", "avis.csv", 2, "Note « 6 » : de 1 à 5."),
    "review twice": ("avis.csv", "publie;oui\n", "publie;oui\navis-1;bol;;X;4;T;T;J-9;publie;non\n", "avis.csv", 3, "« avis-1 » est écrite deux fois (déjà ligne 2)"),
    "unknown product of an order": ("commandes/lignes.csv", ";bol;", ";bal;", "commandes/lignes.csv", 2, "Vouliez-vous dire « bol » ?"),
    "missing picture": ("catalogue/images.csv", "photo.webp", "foto.webp", "catalogue/images.csv", 2, "« foto.webp » introuvable dans medias/. Vouliez-vous dire « photo.webp » ?"),
    "picture outside": ("catalogue/images.csv", "photo.webp", "../../../etc/hostname", "catalogue/images.csv", 2, "introuvable dans medias/"),
    "unknown promotion type": ("promotions.yaml", "type: pourcentage", "type: pourcent", "promotions.yaml", 2, "pourcent"),
    "promotion of nothing": ("promotions.yaml", "produit: bol", "produit: bole", "promotions.yaml", 2, "Vouliez-vous dire « bol » ?"),
    "page link": (HEAD, "produit:bol", "produit:bools", HEAD, 0, "bools"),
    "text too long": (CLIENTS, "Léna;Riou", f"{'L' * 300};Riou", CLIENTS, 2, "Texte trop long : 300 caractères"),
    "number too large": (PRODUCTS, ";30;", ";99999999999;", PRODUCTS, 2, "« 99999999999 » est trop grand"),
    "amount too large": ("commandes/commandes.csv", "0,00;4,90", "0,00;99999999999", "commandes/commandes.csv", 2, "Nombre démesuré"),
    "invisible character": ("avis.csv", "Solide", "So\x00lide", "avis.csv", 2, "Caractère invisible interdit"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_refuses_a_broken_context(app: Flask, folder: Path, media: MediaStore, name: str) -> None:
    file, old, new, told_file, line, message = BROKEN[name]
    edit(folder, file, old, new)
    before = counts()
    with pytest.raises(ContextRefused) as refusal:
        load_context(folder=folder, media=media)
    told = [(f.file, f.line) for f in refusal.value.faults if message in f.message]
    assert told, list(map(str, refusal.value.faults))
    assert any(f == told_file and line in (0, n) for f, n in told), list(map(str, refusal.value.faults))
    assert counts() == before
    assert app


def test_one_slip_is_one_fault(app: Flask, folder: Path, media: MediaStore) -> None:
    """A line that cannot be read does not make unknown all that names it."""
    edit(folder, PRODUCTS, "12,00", "douze")
    assert [str(fault) for fault in check_context(folder=folder, media=media)] == [
        "catalogue/produits.csv:3  prix_ttc  « douze » n’est pas un nombre (exemple : 12,90)."
    ]
    assert app


# broken: files -------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("file", ["context.yaml", "catalogue/produits.csv", "catalogue/categories.csv"])
def test_a_missing_file_is_named(folder: Path, media: MediaStore, file: str) -> None:
    (folder / file).unlink()
    assert (file, 1, "Fichier manquant.") in [
        (f.file, f.line, f.message) for f in check_context(folder=folder, media=media)
    ]


@pytest.mark.usefixtures("app")
def test_a_file_that_nobody_reads_is_told(folder: Path, media: MediaStore) -> None:
    """A misspelt name would otherwise lose a whole file without a word."""
    (folder / "avis.csv").rename(folder / "aviss.csv")
    (folder / "NOTES-FORMATEUR.md").write_text("pour moi", "utf-8")
    assert [str(fault) for fault in check_context(folder=folder, media=media)] == [
        "aviss.csv:1  Aucune partie du contexte ne lit ce fichier. Vouliez-vous dire « avis.csv » ?"
    ]


@pytest.mark.usefixtures("app")
def test_an_old_encoding_is_named_with_its_line(folder: Path, media: MediaStore) -> None:
    path = folder / "clients/clients.csv"
    path.write_bytes(path.read_text("utf-8").encode("cp1252"))
    faults = check_context(folder=folder, media=media)
    assert ("clients/clients.csv", 2) in [(f.file, f.line) for f in faults if "UTF-8" in f.message]


@pytest.mark.usefixtures("app")
def test_a_picture_that_is_none_is_told_where_it_is_used(folder: Path, media: MediaStore) -> None:
    (folder / "medias" / "photo.webp").write_bytes(b"<html><script>alert(1)</script>")
    faults = [f for f in check_context(folder=folder, media=media) if "n’est pas une image lisible" in f.message]
    assert {f.file for f in faults} >= {"catalogue/images.csv", "context.yaml"}


@pytest.mark.usefixtures("app")
def test_an_empty_folder_is_refused(tmp_path: Path, media: MediaStore) -> None:
    (tmp_path / "vide").mkdir()
    assert [str(f) for f in check_context(folder=tmp_path / "vide", media=media)] == [
        "context.yaml:1  Fichier manquant."
    ]
    (tmp_path / "vide" / "context.yaml").write_text("", "utf-8")
    assert "Le fichier est vide." in str(check_context(folder=tmp_path / "vide", media=media)[0])


@pytest.mark.usefixtures("app")
def test_what_only_the_database_sees_is_a_refusal_too(folder: Path, media: MediaStore) -> None:
    """Two names for one page, two customers alike… whatever no room thought of ends as a fault, not as a traceback."""
    edit(
        folder,
        HEAD,
        "profil: vendeur}",
        'profil: vendeur}\n  - {cle: ana, prenom: "A", nom: "B", email: "anna@petite.example", profil: vendeur}',
    )
    before = counts()
    (fault,) = check_context(folder=folder, media=media)
    assert "deux lignes identiques, ou une valeur obligatoire qui manque" in fault.message
    assert counts() == before


@pytest.mark.usefixtures("app")
def test_active_content_of_a_page_never_reaches_the_shop(folder: Path, media: MediaStore) -> None:
    (folder / "catalogue/descriptions/bol.md").write_text(
        "Un bol <script>alert(1)</script> <img src=x onerror=alert(1)> [lien](javascript:alert(1))\n", "utf-8"
    )
    shop_id = load_context(folder=folder, media=media, anchor=J).reference_shop_id
    with shop_scope(shop_id):
        html = db.session.scalars(sa.select(Product.description).where(Product.key == "bol")).one()
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


# broken: all at once -------------------------------------------------------------------------------------------------------


def test_the_shipped_context_broken_in_many_places_tells_them_all(
    app: Flask, tmp_path: Path, media: MediaStore
) -> None:
    folder = tmp_path / CONTEXT
    shutil.copytree(SCENARIOS / "contexts" / CONTEXT, folder)
    places = [
        (PRODUCTS, "14,50;tva-5-5", "14,5O;tva-5-5", "« 14,5O » n’est pas un nombre"),
        ("catalogue/declinaisons.csv", "Poids=250 g|Mouture=Espresso", "Poids=250 g|Mouture=Expresso", "Expresso"),
        ("catalogue/images.csv", "ethiopie-yirgacheffe-tasse.webp", "ethiopie-yirgacheffe-tase.webp", "Vouliez-vous dire « ethiopie-yirgacheffe-tasse.webp »"),
        ("clients/adresses.csv", "le-goff-camille;Maison", "le-gof-camille;Maison", "Vouliez-vous dire « le-goff-camille »"),
        ("commandes/lignes.csv", ";1;8,90;tva-5-5", ";1;8,90;tva-55", "Vouliez-vous dire « tva-5-5 »"),
        ("avis.csv", "J-450 19:41", "45 novembre", "« 45 novembre » n’est pas une date"),
        ("promotions.yaml", "produit: moulin-armen", "produit: moulin-arme", "Vouliez-vous dire « moulin-armen »"),
        ("sav/fils.yaml", "contact: service-client", "contact: service-clients", "Vouliez-vous dire « service-client »"),
        (HEAD, "cible: coffrets-cadeaux, ", "cible: coffret-cadeaux, ", "Vouliez-vous dire « coffrets-cadeaux »"),
        (HEAD, "retours_jours: 14", "retours_jours: quatorze", "quatorze"),
        (HEAD, "  recit_legende", "  recits_legende", ""),
        ("recherche.yaml", "recherche:", "cherche:", "cherche"),
    ]  # fmt: skip
    for file, old, new, _message in places:
        path = folder / file
        path.write_text(path.read_text("utf-8-sig").replace(old, new, 1), "utf-8")
    before = counts()
    faults = check_context(folder=folder, media=media)
    for file, _old, _new, message in places:
        if message:
            assert [f for f in faults if f.file == file and message in f.message], (
                file,
                message,
                list(map(str, faults)),
            )
    assert faults == sorted(set(faults))
    assert len(faults) <= 2 * len(places), "a slip makes no cascade"
    assert counts() == before
    assert app
