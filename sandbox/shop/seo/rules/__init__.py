"""The pages whose titles and addresses a shop chooses, and what those may be. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import slugify


@dataclass(frozen=True, slots=True)
class ShopPage:
    """A page of the shop that has no text of its own: its code, name on screen, usual address, title and description."""

    code: str
    name: str
    slug: str
    title: str
    description: str = ""

    @property
    def has_address(self) -> bool:
        """Whether its address may be rewritten: the home page is the root of the shop."""
        return bool(self.slug)


PAGES: dict[str, ShopPage] = {
    page.code: page
    for page in (
        ShopPage("home", "Accueil", "", "Accueil", "La boutique en ligne."),
        ShopPage("new_products", "Nouveaux produits", "nouveautes", "Nouveautés", "Les derniers produits arrivés en boutique."),
        ShopPage("best_sellers", "Meilleures ventes", "meilleures-ventes", "Meilleures ventes", "Les produits les plus vendus."),
        ShopPage("promotions", "Promotions", "promotions", "Promotions", "Les produits dont le prix a baissé."),
        ShopPage("brands", "Marques", "marques", "Nos marques", "Toutes les marques de la boutique."),
        ShopPage("contact", "Contactez-nous", "contact", "Nous écrire", "Écrire à notre service client."),
        ShopPage("cart", "Panier", "panier", "Panier"),
        ShopPage("search", "Recherche", "recherche", "Recherche"),
        ShopPage("site_map", "Plan du site", "plan-du-site", "Plan du site", "Toutes les pages de la boutique."),
        ShopPage("tracking", "Suivi de commande", "suivi", "Suivre une commande"),
        ShopPage("sign_in", "Connexion", "connexion", "Connexion"),
        ShopPage("sign_up", "Création de compte", "inscription", "Ouvrir un compte"),
        ShopPage("forgotten", "Mot de passe oublié", "mot-de-passe-oublie", "Mot de passe oublié"),
    )
}  # fmt: skip
"""By code, which is also the name of the page's endpoint in the storefront."""

RESERVED = frozenset(
    {
        "admin", "apercu", "avis", "boite-aux-lettres", "categorie", "commande", "compte", "cookies", "deconnexion", "documents", "equipe", "lettre",
        "marque", "media", "mot-de-passe", "notes", "page", "produit", "retractation", "site", "site-admin", "static", "vus",
    }
)  # fmt: skip
"""First words of the shop's other addresses: a page must not hide them."""

MAX_TITLE, MAX_DESCRIPTION, MAX_SLUG, MAX_KEYPHRASE = 255, 512, 128, 120


def check_texts(title: str, description: str) -> tuple[str, str]:
    """Title and description on one line each, within the bounds that PrestaShop gives them."""
    title, description = " ".join(title.split()), " ".join(description.split())
    if len(title) > MAX_TITLE:
        raise RuleBroken(f"{MAX_TITLE} caractères au plus ({len(title)} saisis).", field="title")
    if len(description) > MAX_DESCRIPTION:
        raise RuleBroken(f"{MAX_DESCRIPTION} caractères au plus ({len(description)} saisis).", field="description")
    return title, description


def check_address(page: ShopPage, slug: str) -> str:
    """An address of one word for a page, empty for its usual one; raises RuleBroken on « slug »."""
    slug = slug.strip().strip("/")
    if not slug or slug == page.slug:
        return ""
    if not page.has_address:
        raise RuleBroken(
            "La page d’accueil est à la racine de la boutique\u00a0: elle n’a pas d’autre adresse.", field="slug"
        )
    proper = slugify(slug)
    if slug != proper:
        raise RuleBroken(
            f"Une adresse ne contient que des minuscules sans accent, des chiffres et des tirets (exemple\u00a0: {proper}).",
            field="slug",
        )
    if len(slug) > MAX_SLUG:
        raise RuleBroken(f"{MAX_SLUG} caractères au plus.", field="slug")
    if slug in RESERVED:
        raise RuleBroken(
            "Cette adresse sert à une autre partie de la boutique\u00a0: choisissez-en une autre.", field="slug"
        )
    return slug


def check_keyphrase(text: str) -> str:
    """The words by which a page should be found, on one line; raises RuleBroken on « focus »."""
    text = " ".join(text.split())
    if len(text) > MAX_KEYPHRASE:
        raise RuleBroken(f"{MAX_KEYPHRASE} caractères au plus ({len(text)} saisis).", field="focus")
    return text
