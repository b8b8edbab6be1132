"""Choices and bounds of the site's settings, and the extensions that are installed. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.module import Field
from sandbox.kernel.values import Kind
from sandbox.shop.blocks.rules.inline import reference_of

SIDEBARS = {"aucune": "none", "gauche": "left", "droite": "right"}
SIDEBAR_WORDS = {
    "none": "Aucune colonne latérale",
    "left": "Colonne latérale gauche",
    "right": "Colonne latérale droite",
}
MENU_PLACES = {"gauche": "left", "centre": "center", "droite": "right", "dessous": "below"}
OFFCANVAS = {"jamais": "never", "telephone": "phone", "partout": "everywhere"}
SOCIAL_PLACES = {
    "aucun": "none",
    "au-dessus": "above",
    "en-tete": "header",
    "pied": "footer",
    "en-tete-et-pied": "both",
}
BREADCRUMB_PLACES = {"aucun": "none", "apres-en-tete": "after_header", "avant-titre": "before_title"}
FRONTS = {"articles": "posts", "page": "page"}
ARCHIVES = {"extrait": "excerpt", "complet": "full"}
DATES = {"longue": "long", "courte": "short", "iso": "iso"}
PERMALINKS = {"simple": "plain", "date": "day", "mois": "month", "titre": "name"}
NETWORKS = {
    "facebook": "Facebook", "instagram": "Instagram", "linkedin": "LinkedIn", "pinterest": "Pinterest", "tiktok": "TikTok",
    "x": "X", "youtube": "YouTube", "mastodon": "Mastodon", "email": "E-mail", "telephone": "Téléphone",
}  # fmt: skip
"""The networks whose icon may be shown; what they are called there is what people look for."""

CHOICES: Mapping[str, Mapping[str, str]] = {
    "sidebar_pages": SIDEBARS, "sidebar_posts": SIDEBARS, "sidebar_archives": SIDEBARS, "menu_place": MENU_PLACES,
    "offcanvas_on": OFFCANVAS, "social_place": SOCIAL_PLACES, "breadcrumb_place": BREADCRUMB_PLACES, "front_kind": FRONTS,
    "archive_shows": ARCHIVES, "date_format": DATES, "permalinks": PERMALINKS,
}  # fmt: skip
BOUNDS: Mapping[str, tuple[int, int]] = {
    "posts_per_page": (1, 100), "footer_columns": (1, 4), "comments_close_days": (0, 3650), "comments_depth": (1, 10),
    "comments_links_max": (0, 100),
}  # fmt: skip
LENGTHS: Mapping[str, int] = {
    "title": 120, "slogan": 200, "above_header": 200, "footer_text": 300, "email": 128, "words_held": 10_000, "words_refused": 10_000,
    "category_base": 40, "tag_base": 40,
}  # fmt: skip
COLORS = ("color_accent", "color_header", "color_footer")
_HEX = re.compile(r"^#[0-9a-f]{6}$")


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension that a site has: its name, what it is like in WordPress, what it does."""

    name: str
    like: str
    words: str


EXTENSIONS: Mapping[str, Extension] = {
    "seo": Extension("Phare SEO", "équivalent de Yoast SEO",
                     "Requête cible, titre SEO, méta description avec aperçu, analyse et feux tricolores dans l’éditeur."),
    "blocs": Extension("Blocs enrichis", "équivalent de Spectra",
                       "Carrousel, formulaire, FAQ, témoignages, équipe, carte et compte à rebours dans l’éditeur."),
    "bandeau": Extension("Barres et pop-up", "équivalent du constructeur de fenêtres surgissantes de Spectra",
                         "Une barre d’information en haut ou en bas des pages, ou un pop-up qui s’ouvre au moment choisi."),
    "cookies": Extension("Avis de cookies", "équivalent de Complianz",
                         "Une question aux visiteurs avant tout traceur, refuser étant aussi simple qu’accepter."),
}  # fmt: skip


_SIDE = "Mise en page de la colonne latérale"
FIELDS: tuple[Field, ...] = (
    Field("titre", "title", "Titre du site"),
    Field("slogan", "slogan", "Slogan"),
    Field("logo", "logo_id", "Logo", Kind.REF, ref="media"),
    Field("icone", "icon_id", "Icône du site", Kind.REF, ref="media"),
    Field("couleur_accent", "color_accent", "Couleur d’accent"),
    Field("couleur_en_tete", "color_header", "Couleur de l’en-tête"),
    Field("couleur_pied", "color_footer", "Couleur du pied de page"),
    Field("au_dessus_en_tete", "above_header", "Texte au-dessus de l’en-tête"),
    Field("au_dessus_en_tete_image", "above_header_picture_id", "Image au-dessus de l’en-tête", Kind.REF, ref="media"),
    Field("place_menu", "menu_place", "Emplacement du menu principal", Kind.CHOICE, choices=MENU_PLACES),
    Field("menu_hors_champ", "offcanvas_on", "Menu hors-champ", Kind.CHOICE, choices=OFFCANVAS),
    Field("reseaux", "social", "Réseaux sociaux", Kind.LIST, read=lambda site: [f"{one['net']} {one['url']}" for one in site.social]),
    Field("place_reseaux", "social_place", "Emplacement des réseaux sociaux", Kind.CHOICE, choices=SOCIAL_PLACES),
    Field("fil_ariane", "breadcrumb_place", "Fil d’Ariane", Kind.CHOICE, choices=BREADCRUMB_PLACES),
    Field("colonne_pages", "sidebar_pages", f"{_SIDE} des pages", Kind.CHOICE, choices=SIDEBARS),
    Field("colonne_articles", "sidebar_posts", f"{_SIDE} des articles", Kind.CHOICE, choices=SIDEBARS),
    Field("colonne_archives", "sidebar_archives", f"{_SIDE} du blog", Kind.CHOICE, choices=SIDEBARS),
    Field("colonnes_pied", "footer_columns", "Colonnes du pied de page", Kind.INTEGER),
    Field("texte_pied", "footer_text", "Texte du pied de page"),
    Field("email", "email", "Adresse e-mail d’administration"),
    Field("inscription", "is_membership_open", "Tout le monde peut s’inscrire", Kind.YES_NO),
    Field("role_par_defaut", "default_role", "Rôle par défaut de tout nouvel utilisateur"),
    Field("format_date", "date_format", "Format de date", Kind.CHOICE, choices=DATES),
    Field("rubrique_par_defaut", "default_category_id", "Catégorie par défaut des articles", Kind.REF, ref="rubrique"),
    Field("accueil", "front_kind", "La page d’accueil affiche", Kind.CHOICE, choices=FRONTS),
    Field("page_accueil", "front_page_id", "Page d’accueil", Kind.REF, ref="page_site"),
    Field("page_articles", "posts_page_id", "Page des articles", Kind.REF, ref="page_site"),
    Field("articles_par_page", "posts_per_page", "Les pages du site doivent afficher au plus", Kind.INTEGER),
    Field("listes_affichent", "archive_shows", "Pour chaque article d’une liste, afficher", Kind.CHOICE, choices=ARCHIVES),
    Field("cache_aux_moteurs", "is_hidden_from_engines", "Demander aux moteurs de recherche de ne pas indexer ce site", Kind.YES_NO),
    Field("commentaires_ouverts", "comments_open", "Autoriser les commentaires sur les nouvelles publications", Kind.YES_NO),
    Field("commentaires_nom", "comments_named", "Nom et adresse e-mail obligatoires pour commenter", Kind.YES_NO),
    Field("commentaires_jours", "comments_close_days", "Fermer les commentaires après (jours)", Kind.INTEGER),
    Field("commentaires_niveaux", "comments_depth", "Niveaux de commentaires imbriqués", Kind.INTEGER),
    Field("commentaires_recents", "comments_newest_first", "Commentaires les plus récents en premier", Kind.YES_NO),
    Field("commentaires_approuves", "comments_approved", "Le commentaire doit être approuvé manuellement", Kind.YES_NO),
    Field("commentaires_connus", "comments_known_only", "L’auteur d’un commentaire doit avoir déjà un commentaire approuvé", Kind.YES_NO),
    Field("commentaires_liens", "comments_links_max", "Garder un commentaire en attente à partir de (liens)", Kind.INTEGER),
    Field("mots_en_attente", "words_held", "Modération : mots"),
    Field("mots_interdits", "words_refused", "Mots interdits"),
    Field("permaliens", "permalinks", "Structure des permaliens", Kind.CHOICE, choices=PERMALINKS),
    Field("prefixe_categorie", "category_base", "Préfixe des catégories"),
    Field("prefixe_etiquette", "tag_base", "Préfixe des étiquettes"),
    Field("page_confidentialite", "privacy_page_id", "Page de politique de confidentialité", Kind.REF, ref="page_site"),
)  # fmt: skip
"""The settings as files, subjects and screens name them."""


def clean(name: str, value: Any) -> Any:
    """A setting's value within its choices and bounds; raises RuleBroken."""
    if name in CHOICES and value not in CHOICES[name].values():
        raise RuleBroken("Ce choix n’est pas de ceux qui sont proposés.", field=name)
    if name in BOUNDS and not BOUNDS[name][0] <= value <= BOUNDS[name][1]:
        raise RuleBroken(f"Indiquez un nombre de {BOUNDS[name][0]} à {BOUNDS[name][1]}.", field=name)
    if name in COLORS and value and not _HEX.match(value.lower()):
        raise RuleBroken("Une couleur s’écrit avec un dièse et six chiffres ou lettres de a à f.", field=name)
    if isinstance(value, str):
        value = value.strip()
        if len(value) > LENGTHS.get(name, 255):
            raise RuleBroken(f"{LENGTHS.get(name, 255)} caractères au plus.", field=name)
    if name == "title" and not value:
        raise RuleBroken("Le titre du site est obligatoire.", field="title")
    return value


def clean_social(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The networks with their addresses, in their order; raises RuleBroken for an unknown one or an address that is none."""
    found = []
    for one in value:
        net, url = str(one.get("net", "")), str(one.get("url", "")).strip()
        if net not in NETWORKS:
            raise RuleBroken("Un des réseaux sociaux n’est pas connu.", field="social")
        is_led = url.startswith(("https://", "http://", "mailto:", "tel:")) or reference_of(url)
        if not is_led or len(url) > 300:
            raise RuleBroken(
                f"{NETWORKS[net]} : l’adresse commence par https://. Un contenu du site se choisit dans la liste.",
                field="social",
            )
        found.append({"net": net, "url": url})
    return found
