"""Evidence replayed on the site: what a visitor reads, menus as drawn, links that lead somewhere, a block in its place, a search."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.text import fold
from sandbox.shop.announcements.services import create_announcement, update_announcement
from sandbox.shop.blocks.rules.kinds import KINDS
from sandbox.shop.identity.queries import get_extension
from sandbox.shop.identity.services import activate, update_site
from sandbox.shop.library.models import Media
from sandbox.shop.navigation.services import add_item, create_menu, place_menu
from sandbox.shop.posts.services.writing import create_page, create_post, update_post
from sandbox.shop.widgets.services import add_widget
from sandbox.training.evidence.leading import SHOP_PAGES, leads
from sandbox.training.evidence.scenes import play_scene
from sandbox.training.subjects.expectations import SCENES
from sandbox.training.subjects.names import Names
from sandbox.training.subjects.scenario import Route
from tests.factories.site import SmallSite, make_site

TEXT = """<!-- wp:heading --><h2>Le programme</h2><!-- /wp:heading -->
<!-- wp:paragraph {"align":"center"} --><p>À 20 h, <a href="page_site:accueil">le quai</a>.</p><!-- /wp:paragraph -->
<!-- wp:columns --><!-- wp:column --><!-- wp:list --><ul><li>Goûter</li><li>Écouter</li></ul><!-- /wp:list --><!-- /wp:column -->
<!-- wp:column --><!-- wp:buttons --><!-- wp:button --><a href="https://billets.example/nuit">Réserver</a><!-- /wp:button --><!-- /wp:buttons --><!-- /wp:column --><!-- /wp:columns -->
<!-- wp:separator {"look":"dots"} /-->
<!-- wp:heading {"level":3} --><h3>Venir</h3><!-- /wp:heading -->
<!-- wp:paragraph --><p>Voir <a href="article:disparu">l’ancien article</a>.</p><!-- /wp:paragraph -->"""


@pytest.fixture
def site(shop: Any) -> SmallSite:
    return make_site()


def played(scene: str, given: dict[str, Any], **expected: Any) -> dict[str, tuple[str, bool | None]]:
    """What was observed of each output, and whether it is what was expected."""
    route = Route.model_validate({"type": "comportement", "scene": scene, "avec": given, "attend": expected})
    found = play_scene(Names(date(2027, 3, 1)), route)
    return {c.label: (c.observed.replace("\u00a0", " "), c.holds) for c in found}


def all_hold(scene: str, given: dict[str, Any], **expected: Any) -> bool:
    found = played(scene, given, **expected)
    assert len(found) >= 1
    return all(holds for _, holds in found.values())


# pages ----------------------------------------------------------------------------------------------------------------


def test_an_article_is_seen_once_published_due_and_without_password(site: SmallSite) -> None:
    wanted: dict[str, Any] = {"visible": {"egal": True}, "texte": {"contient_un": ["mouture moyenne"]}}
    given = {"article": "mouture"}
    assert all_hold("site_page", given, **wanted, etiquettes={"contient_tous": ["filtre"]}, image={"egal": "tasses"})
    assert all_hold("site_page", given, rubriques={"egal": ["conseils"]}, commentaires={"egal": 0})
    update_post(post=site.first, password="marée")
    assert [holds for _, holds in played("site_page", given, **wanted).values()] == [False, False]
    update_post(post=site.first, password="", published_at=clock.now() + timedelta(days=1))
    assert [holds for _, holds in played("site_page", given, **wanted).values()] == [False, False]
    assert not all_hold("site_page", {"article": "ebauche"}, visible={"egal": True})


def test_a_text_is_found_by_words_of_its_title_and_its_dead_links_are_told(site: SmallSite) -> None:
    given = {"titre": ["nuit", "curieux"]}
    assert not all_hold("site_page", given, visible={"egal": True})
    create_post(title="La nuit des curieux", content=TEXT, status="published", published_at=clock.now())
    seen = played(
        "site_page", given, visible={"egal": True}, liens={"egal": ["page_site:accueil", "https://billets.example/nuit", "article:disparu"]},
        liens_morts={"egal": []},
    )  # fmt: skip
    assert [holds for _, holds in seen.values()] == [True, True, False]
    assert seen["Liens qui ne mènent nulle part"] == ("article:disparu", False)


def test_the_home_page_is_the_list_or_the_page_of_the_settings(site: SmallSite) -> None:
    home = {"accueil": "oui"}
    create_post(title="Avis", content="<p>Lisez.</p>", status="published", published_at=clock.now(), is_sticky=False)
    assert all_hold("site_page", home, articles={"egal": ["Avis", "Quelle mouture ?"]}, visible={"egal": True})
    update_site(site=site.site, front_kind="page", front_page_id=site.home.id)
    assert all_hold("site_page", home, titre={"egal": "Bienvenue"}, texte={"egal": "Entrez donc."})


def test_bars_pop_ups_and_the_cookie_notice_are_read_around_a_page(site: SmallSite) -> None:
    home = {"accueil": "oui"}
    update_site(site=site.site, front_kind="page", front_page_id=site.home.id)
    row = create_announcement(
        title="Nocturne", key="nocturne", text="<p>Ce soir, <a href='article:mouture'>21 h</a>.</p>", button_text="Venir", button_url="page_site:accueil",
        status="published", scope="home",
    )  # fmt: skip
    nothing = played("site_page", home, barres={"egal": ""}, avis_cookies={"egal": False})
    assert all(holds for _, holds in nothing.values()), nothing
    for key in ("bandeau", "cookies"):
        activate(extension=get_extension(key))
    seen: dict[str, Any] = {"barres": {"contient_un": ["ce soir, 21 h"], "sans": ["demain"]}, "pop_up": {"egal": ""}}
    assert all_hold(
        "site_page",
        home,
        **seen,
        liens_annonces={"egal": ["article:mouture", "page_site:accueil"]},
        avis_cookies={"egal": True},
    )
    assert all_hold("site_page", {"page_site": "accueil"}, **seen)
    assert all_hold("site_page", {"article": "mouture"}, barres={"egal": ""})
    update_announcement(announcement=row, kind="popup", ends_at=clock.now() + timedelta(hours=1))
    assert all_hold("site_page", home, barres={"egal": ""}, pop_up={"contient_un": ["venir"]})
    update_announcement(announcement=row, ends_at=clock.now() - timedelta(hours=1))
    assert all_hold("site_page", home, pop_up={"egal": ""})


# menus ----------------------------------------------------------------------------------------------------------------


def test_a_menu_is_told_as_drawn_with_its_order_its_levels_and_its_targets(site: SmallSite) -> None:
    under = site.menu.items[0]
    add_item(menu=site.menu, target=f"article:{site.first.id}", label="Moudre", parent=under)
    add_item(menu=site.menu, target="/", label="La boutique")
    given = {"emplacement": "principal"}
    assert all_hold(
        "site_menu", given, entrees={"egal": ["Bienvenue", "Conseils", "La boutique"]}, nombre={"egal": 3},
        arbre={"egal": ["Bienvenue", "Bienvenue > Moudre", "Conseils", "La boutique"]},
        liens={"egal": ["page_site:accueil", "article:mouture", "rubrique:conseils", "/"]}, liens_morts={"egal": []}, visible={"egal": True},
    )  # fmt: skip
    add_item(menu=site.menu, target="/site/quelle-mouture/")
    assert all_hold("site_menu", given, liens={"contient_un": ["article:mouture"]}, liens_morts={"egal": []})
    assert all_hold("site_menu", {**given, "entree": "bienvenue"}, sous_entrees={"egal": ["Moudre"]})


def test_dead_entries_are_not_drawn_but_told_and_a_menu_without_a_place_is_not_seen(site: SmallSite) -> None:
    add_item(menu=site.menu, target=f"article:{site.draft.id}")
    add_item(menu=site.menu, target="/page-partie/", label="Plan d’accès")
    seen = played("site_menu", {"emplacement": "principal"}, nombre={"egal": 3}, liens_morts={"egal": []})
    assert seen["Nombre d’entrées du menu du site"] == ("3", True)
    assert seen["Entrées qui ne mènent nulle part"] == ("Ébauche, Plan d’accès", False)
    menu = create_menu(name="Téléphone", key="telephone")
    add_item(menu=menu, target="/contact")
    named = {"menu_site": "telephone"}
    assert not all_hold("site_menu", named, visible={"egal": True})
    assert not all_hold("site_menu", {"emplacement": "hors-champ"}, visible={"egal": True})
    place_menu(place="hors-champ", menu=menu)
    assert all_hold("site_menu", named, visible={"egal": True})
    assert all_hold("site_menu", {"emplacement": "hors-champ"}, liens={"egal": ["/contact"]}, liens_morts={"egal": []})


# links ----------------------------------------------------------------------------------------------------------------


def test_links_that_lead_somewhere(site: SmallSite) -> None:
    create_page(title="Venir au quai", parent_id=site.home.id, status="published", published_at=clock.now())
    for url in (
        "page_site:accueil", f"article:{site.first.id}", "rubrique:conseils", "media:tasses", "/", "/contact", "/site/", "/site/recherche?s=x",
        "/site/quelle-mouture/", "/site/categorie/conseils/", "/site/etiquette/filtre/", "/bienvenue/venir-au-quai/", "#haut",
        f"/site/?p={site.first.id}", "https://voisin.example/page", "mailto:bonjour@castelune.example", "tel:+33261912407",
    ):  # fmt: skip
        assert leads(url), url


def test_links_that_lead_nowhere(site: SmallSite) -> None:
    for url in (
        "", "#", "article:ebauche", "article:999999", "rubrique:inconnue", "media:partie", "produit:parti", "/parti/", "/site/ebauche/",
        "/produit/999999-parti", "/marque/999999", "https://localhost", "https://", "mailto:personne", "javascript:alert(1)", "//voisin.example",
        "/site/?p=999999", "/site/categorie/inconnue/",
    ):  # fmt: skip
        assert not leads(url), url


def test_the_pages_that_every_shop_has_are_those_of_the_storefront(app: Any) -> None:
    words = {
        rule.rule.removeprefix("/b/<shop_key>/")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("storefront.")
    }
    assert words >= SHOP_PAGES


# blocks ---------------------------------------------------------------------------------------------------------------


def test_a_block_is_told_with_its_place(site: SmallSite) -> None:
    create_post(title="La nuit des curieux", key="nuit", content=TEXT, status="published")
    place = {"article": "nuit"}
    assert all_hold(
        "site_bloc", {**place, "bloc": "Liste"}, present={"egal": True}, dans={"egal": ["Colonnes", "Colonne"]}, elements={"egal": 2},
        sous_titre={"egal": "Le programme"}, avant_lui={"contient_tous": ["Titre", "Paragraphe"], "sans": ["Colonnes"]},
        apres_lui={"contient_tous": ["Boutons", "Séparateur"]}, rang={"egal": 1},
    )  # fmt: skip
    assert all_hold(
        "site_bloc", {**place, "bloc": "Paragraphe", "rang": 2}, precedent={"egal": "Titre"}, sous_titre={"egal": "Venir"},
        suivant={"egal": ""}, liens_morts={"egal": ["article:disparu"]}, nombre={"egal": 2},
    )  # fmt: skip
    assert all_hold("site_bloc", {**place, "bloc": "paragraphe", "contient": "l’ancien"}, rang={"egal": 6})
    gone = played("site_bloc", {**place, "bloc": "Galerie"}, present={"egal": True}, rang={"egal": 1})
    assert gone == {"Bloc à sa place": ("non", False), "Rang du bloc": ("vide", False)}


def test_the_settings_of_a_block_are_said_as_its_panel_says_them(site: SmallSite) -> None:
    create_post(title="La nuit des curieux", key="nuit", content=TEXT, status="published")
    place = {"article": "nuit"}
    assert all_hold("site_bloc", {**place, "bloc": "Séparateur"}, reglages={"contient_tous": ["Style : Points"]})
    assert all_hold("site_bloc", {**place, "bloc": "Titre"}, reglages={"contient_tous": ["Niveau : 2"]})
    assert all_hold("site_bloc", {**place, "bloc": "Titre", "rang": 2}, reglages={"contient_tous": ["Niveau : 3"]})
    assert all_hold("site_bloc", {**place, "bloc": "Paragraphe"}, reglages={"egal": ["Alignement : Centre"]})
    assert all_hold(
        "site_bloc", {**place, "bloc": "Boutons", "element": 1}, liens={"egal": ["https://billets.example/nuit"]}
    )


def test_a_player_is_told_with_its_file_and_how_it_is_set(site: SmallSite) -> None:
    sound = Media(
        key="carillon",
        kind="audio",
        name="1" * 32 + ".wav",
        file_name="c.wav",
        title="Le carillon",
        uploaded_at=clock.now(),
    )
    db.session.add(sound)
    db.session.flush()
    player = {"kind": "audio", "attrs": {"media": sound.id, "loop": True, "caption": "Le samedi"}}
    create_post(title="À écouter", key="ecouter", content=[player], status="published")
    given = {"article": "ecouter", "bloc": "Audio"}
    wanted = ["Boucle : oui", "Lecture automatique : non", "Préchargement : Métadonnées"]
    assert all_hold(
        "site_bloc",
        given,
        reglages={"contient_tous": wanted},
        medias={"egal": ["carillon"]},
        texte={"contient_tous": ["Le samedi"]},
    )
    assert not all_hold("site_bloc", given, medias={"egal": ["tasses"]})


def test_a_widget_area_is_read_as_its_visitors_see_it(site: SmallSite) -> None:
    add_widget(area="sidebar", content=[{"kind": "calendar"}])
    latest = {"kind": "latest-posts", "attrs": {"count": 3, "excerpt": True, "words": 40}}
    add_widget(area="sidebar", content=[latest])
    given = {"zone": "colonne", "bloc": "Derniers articles"}
    wanted = ["Nombre d’éléments : 3", "Extrait : oui", "Nombre maximal de mots dans l’extrait : 40"]
    assert all_hold("site_bloc", given, reglages={"contient_tous": wanted}, avant_lui={"egal": ["Calendrier"]})
    assert not all_hold("site_bloc", {"zone": "pied-1", "bloc": "Calendrier"}, present={"egal": True})


# search ---------------------------------------------------------------------------------------------------------------


def test_the_site_s_search_finds_what_visitors_may_read(site: SmallSite) -> None:
    assert all_hold(
        "site_recherche", {"terme": "mouture moyenne"}, titres={"egal": ["Quelle mouture ?"]}, nombre={"egal": 1}
    )
    nothing = played("site_recherche", {"terme": "pas encore"}, nombre={"min": 1}, premier={"egal": "Ébauche"})
    assert [holds for _, holds in nothing.values()] == [False, False]


def test_each_kind_of_block_can_be_asked_for_by_one_name() -> None:
    labels = [fold(kind.label) for kind in KINDS.values()]
    assert len(labels) == len(set(labels))
    assert {"site_page", "site_menu", "site_bloc", "site_recherche"} <= set(SCENES)
