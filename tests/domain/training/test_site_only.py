"""A company that has a site and no shop: its files, its copy, its dump, the subjects set on it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.media import MediaStore
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Product
from sandbox.shop.identity.queries import get_site
from sandbox.shop.posts.models import SitePost
from sandbox.shop.shops.models import Shop
from sandbox.shop.shops.queries import get_company
from sandbox.shop.shops.services import copy_shop
from sandbox.training.authoring.checking import check_subject
from sandbox.training.contexts.copying import copy_context
from sandbox.training.contexts.dumps import dump_context, reload_context
from sandbox.training.contexts.halves import halves_of
from sandbox.training.contexts.making import Look, make_context
from sandbox.training.contexts.models import ContextPack
from sandbox.training.contexts.queries import get_context
from sandbox.training.contexts.services import check_context, load_context
from sandbox.training.contexts.stripping import kept_sections, unlinked
from sandbox.training.subjects.queries import SCENARIOS
from tests.factories.contexts import write_context
from tests.factories.contexts_site import RUN, SLUG, SUBJECT, write_site_context
from tests.factories.site import SITE_FILES
from tests.factories.world import World


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(tmp_path / "magasin")


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    return write_site_context(tmp_path / "contextes")


@pytest.fixture
def pack(folder: Path, media: MediaStore) -> ContextPack:
    return load_context(folder=folder, media=media, anchor=date(2026, 11, 23))


def told(folder: Path, media: MediaStore) -> list[str]:
    return [str(fault) for fault in check_context(folder=folder, media=media)]


def faults(text: str, run: str = RUN) -> list[tuple[str, str, str]]:
    found = check_subject(text, {"essais/bon.jsonl": run}, with_runs=True)
    return [(one.code, one.path, one.message) for one in found if one.is_error]


# the context ---------------------------------------------------------------------------------------------------------


def test_a_folder_with_a_site_and_no_shop_is_loaded(pack: ContextPack) -> None:
    halves = halves_of(pack)
    assert (halves.has_shop, halves.has_site, halves.words) == (False, True, "site seul")
    shop = db.session.get_one(Shop, pack.reference_shop_id)
    copy = copy_shop(source=shop)
    assert (shop.has_storefront, copy.has_storefront) == (False, False), "a copy has what its reference has"
    with shop_scope(copy.id):
        assert get_site().title == "Le journal de l’épicerie"
        assert get_company()["raison_sociale"] == "Le Petit Journal"
        assert (db.session.query(SitePost).count(), db.session.query(Product).count()) == (3, 0)


def test_what_describes_a_shop_is_refused_with_its_place(folder: Path, media: MediaStore) -> None:
    path = folder / "context.yaml"
    path.write_text(
        path.read_text("utf-8") + "bandeau: 'Soldes'\ntaxes:\n  - {cle: tva, nom: TVA, taux: 20}\n", "utf-8"
    )
    (folder / "catalogue").mkdir()
    (folder / "catalogue" / "produits.csv").write_text("cle\nbol\n", "utf-8")
    (folder / "avis.csv").write_text("cle\n", "utf-8")
    why = "cette entreprise n’a pas de boutique (« boutique: non » dans context.yaml)."
    assert told(folder, media) == [
        f"avis.csv:1  Ce fichier décrit une boutique, et {why} Retirez-le.",
        f"catalogue/produits.csv:1  Ce fichier décrit une boutique, et {why} Retirez-le.",
        f"context.yaml:10  bandeau  « bandeau » ne sert qu’à une boutique, et {why} Retirez cette section.",
        f"context.yaml:11  taxes  « taxes » ne sert qu’à une boutique, et {why} Retirez cette section.",
    ]


def test_a_link_to_the_shop_is_refused_wherever_it_stands(folder: Path, media: MediaStore) -> None:
    page = folder / "site" / "pages" / "accueil.md"
    page.write_text(
        '---\ntitre: "Bienvenue"\n---\n[Le bol](produit:bol).\n\n<!-- wp:e5/slider {"items": [{"title": "A", "url": "categorie:sucre"}]} /-->\n',
        "utf-8",
    )
    found = told(folder, media)
    assert [one.partition("  ")[2].partition(" : cette")[0] for one in found] == [
        "« categorie:sucre »", "« produit:bol »",
    ]  # fmt: skip


def test_without_a_shop_a_site_is_asked_for(app: Flask, tmp_path: Path, media: MediaStore) -> None:
    folder = write_context(tmp_path / "contextes")
    path = folder / "context.yaml"
    path.write_text(path.read_text("utf-8") + "boutique: non\n", "utf-8")
    assert any(
        "Sans boutique, il faut un site : le fichier site/site.yaml manque." in one for one in told(folder, media)
    )


def test_both_halves_are_told(app: Flask, tmp_path: Path, media: MediaStore) -> None:
    folder = write_context(tmp_path / "contextes")
    assert halves_of(load_context(folder=folder, media=media)).words == "boutique seule"
    for name, text in SITE_FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert halves_of(load_context(folder=folder, media=media)).words == "boutique et site"


@pytest.mark.usefixtures("pack")
def test_its_dump_says_so_and_gives_the_same_bytes() -> None:
    before = dump_context(SLUG)
    assert '"boutique": "non"' in before.partition("\n")[0]
    again = reload_context(before)
    assert (dump_context(SLUG) == before, halves_of(again).has_shop) == (True, False)


# a copy without its shop ---------------------------------------------------------------------------------------------


def test_the_shipped_company_is_copied_without_its_shop(world: World, tmp_path: Path, media: MediaStore) -> None:
    """The whole of it, as a trainer makes it on the web: no product file stays, no link to the shop is left in the site."""
    source = SCENARIOS / "contexts" / "brulerie-castelune"
    made = make_context(
        source=source, home=tmp_path / "maison", slug="atelier", look=Look("L’Atelier du Quai"), is_name_replaced=True, media=media,
        maker_id=1, maker="Theo", is_site_only=True,
    )  # fmt: skip
    folder = tmp_path / "maison" / "atelier"
    assert sorted(path.name for path in folder.iterdir()) == [
        "NOTES-FORMATEUR.md",
        "context.yaml",
        "fichiers",
        "medias",
        "site",
    ]
    assert (halves_of(made).words, made.name) == ("site seul", "L’Atelier du Quai")
    with shop_scope(made.reference_shop_id):
        assert db.session.query(SitePost).count() > 40
        told = json.dumps([post.content for post in db.session.query(SitePost)])
    assert not re.search(r"produit:|categorie:|\bpage:", told)
    assert len(list((folder / "medias").iterdir())) < len(list((source / "medias").iterdir())) / 2


def test_a_company_without_site_keeps_its_shop(app: Flask, tmp_path: Path, media: MediaStore) -> None:
    folder = write_context(tmp_path / "contextes")
    with pytest.raises(RuleBroken, match="n’a pas de site"):
        copy_context(folder=folder, slug="vide", name="Vide", media=media, is_site_only=True)
    assert not (folder.parent / "vide").exists()


def test_links_to_the_shop_keep_their_words() -> None:
    text = (
        "Le [bol](produit:bol) et [la page](page_site:accueil).\n"
        '<p><a class="b" href="categorie:sucre">Les <b>douceurs</b></a></p>\n'
        '<!-- wp:button {"text": "Acheter", "url": "produit:bol"} /-->\n'
        '<!-- wp:button {"text": "Lire", "url": "page_site:accueil"} /-->\n'
        '<!-- wp:e5/slider {"items": [{"title": "A", "url": "produit:bol", "label": "Voir"}, {"url": "page:faq", "title": "B"}]} /-->\n'
    )
    assert unlinked(text) == (
        "Le bol et [la page](page_site:accueil).\n"
        "<p>Les <b>douceurs</b></p>\n"
        '<!-- wp:button {"text": "Lire", "url": "page_site:accueil"} /-->\n'
        '<!-- wp:e5/slider {"items": [{"title": "A", "label": "Voir"}, {"title": "B"}]} /-->\n'
    )


def test_a_head_keeps_what_a_site_needs_and_the_comments_above_it() -> None:
    text = '# Tête\nformat: x\nnom: "A"\n# Les taxes\ntaxes:\n  - {cle: a}\n# Le thème\ntheme:\n  logo: "l.svg"\nbandeau: "B"\n'
    assert kept_sections(text) == '# Tête\nformat: x\nnom: "A"\nboutique: non\n# Le thème\ntheme:\n  logo: "l.svg"\n'


# subjects ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("pack")
def test_a_subject_set_on_its_site_reaches_everything_by_its_good_run() -> None:
    assert faults(SUBJECT) == []


@pytest.mark.usefixtures("pack")
def test_a_subject_set_on_its_shop_is_refused() -> None:
    text = SUBJECT.replace("support: site", "support: boutique").replace("mode: fidele", "mode: anime")
    assert faults(text) == [
        ("E016", "support", "Cette entreprise n’a qu’un site : écrivez « support: site », ou changez de contexte."),
    ]  # fmt: skip


@pytest.mark.usefixtures("pack")
def test_what_names_the_shop_is_refused_at_its_place() -> None:
    text = SUBJECT.replace("injections: []", 'injections:\n  - {id: i, op: supprimer, cible: "produit:bol"}').replace(
        "essais_temoins:\n",
        """\
  - id: panier
    lignes: [L1]
    type: comportement
    scene: panier
    avec: {produits: ["bol*2"]}
    libelle: "Un panier"
    attend: {total_ttc: {egal: "5,00"}}
  - id: reponse
    lignes: [L1]
    type: action
    action: "avis.repondre"
    libelle: "Une réponse"
  - id: chiffres
    lignes: [L1]
    type: livrable
    livrable: note
    libelle: "Des chiffres"
    attend: {chiffres: {visites: {periode: "J-7..J-1"}}}
questions:
  - {id: o1, lignes: [L1], quand: {apres: "produit.modifier"}, texte: "Pourquoi ?", attendus: ["parce que"]}
essais_temoins:
""",
    )
    run = RUN + '{"t": "3min00", "action": "produit.mettre_en_ligne", "cible": "produit:bol"}\n'
    found = faults(text, run)
    assert [(code, path) for code, path, _ in found] == [
        ("E016", "injections.0.cible"), ("E016", "preuves.2.scene"), ("E016", "preuves.3.action"), ("E016", "preuves.4.attend.chiffres"),
        ("E016", "questions.0.quand.apres"), ("E016", "essais_temoins.1.enregistrement"),
    ]  # fmt: skip
    assert found[0][2] == "« produit » est une chose de la boutique, et cette entreprise n’a qu’un site."
    assert found[5][2].startswith(
        "L’essai « bon », ligne 2 : « produit.mettre_en_ligne » est une action de la boutique"
    )


def test_a_subject_of_the_site_is_refused_where_there_is_none(app: Flask, tmp_path: Path, media: MediaStore) -> None:
    load_context(folder=write_context(tmp_path / "contextes"), media=media)
    text = SUBJECT.replace("petit-journal@1", "petite-epicerie@1")
    found = faults(text)
    assert (
        "E016",
        "support",
        "Cette entreprise n’a pas de site : écrivez « support: boutique », ou changez de contexte.",
    ) in found
    assert (
        "E016",
        "preuves.0.cible",
        "« article » est une chose du site, et cette entreprise n’a pas de site.",
    ) in found
    assert get_context("petite-epicerie").version == "1"
