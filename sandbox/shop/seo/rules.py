"""The pages whose titles and addresses a shop chooses, and what those may be. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import fold, slugify


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
        "marque", "media", "mot-de-passe", "notes", "page", "produit", "retractation", "site", "static", "vus",
    }
)  # fmt: skip
"""First words of the shop's other addresses: a page must not hide them."""

MAX_TITLE, MAX_DESCRIPTION, MAX_SLUG = 255, 512, 128


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


# analysis of a product's texts ---------------------------------------------------------------------------------------

GOOD, FAIR, POOR = "ok", "warn", "bad"
_SMALL_WORDS = frozenset(
    {
        "a", "au", "aux", "avec", "ce", "ces", "d", "dans", "de", "des", "du", "elle", "en", "et", "il", "l", "la", "le", "les", "leur",
        "ou", "par", "pas", "pour", "que", "qui", "s", "sa", "se", "ses", "son", "sur", "un", "une", "vos", "votre",
    }
)  # fmt: skip
TITLE_LENGTH, DESCRIPTION_LENGTH, TEXT_WORDS = (30, 65), (120, 156), (80, 150)


@dataclass(frozen=True, slots=True)
class Advice:
    """What the analysis says of one point: `mark` is ok | warn | bad."""

    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Texts:
    """What engines read of a product: plain texts, and how many pictures have a caption."""

    keyword: str
    title: str
    description: str
    slug: str
    body: str
    pictures: int
    captioned: int


def analyse(texts: Texts) -> list[Advice]:
    """Point by point, what helps a product to be found and what is missing; accents, elisions and plurals do not count."""
    found = [
        _length(len(texts.title), TITLE_LENGTH, "La balise titre"),
        _length(len(texts.description), DESCRIPTION_LENGTH, "La méta description"),
        _body(len(texts.body.split())),
        _pictures(texts.pictures, texts.captioned),
    ]
    key = key_words(texts.keyword)
    if not key:
        return [
            Advice(POOR, "Aucun mot-clé\u00a0: écrivez en premier celui par lequel on doit trouver le produit."),
            *found,
        ]
    places = {
        "la balise titre": texts.title, "la méta description": texts.description, "l’URL": texts.slug.replace("-", " "),
        "le début du texte": " ".join(texts.body.split()[:60]),
    }  # fmt: skip
    return [*(_place(texts.keyword, key, where, text) for where, text in places.items()), *found]


def key_words(text: str) -> frozenset[str]:
    """The words that count of a text, folded and in the singular."""
    folded = fold(text).replace("’", " ").replace("'", " ").replace("-", " ")
    words = (word.strip(".,;:!?«»()\u00a0") for word in folded.split())
    return frozenset(word.removesuffix("s").removesuffix("x") for word in words if word and word not in _SMALL_WORDS)


def _place(keyword: str, key: frozenset[str], where: str, text: str) -> Advice:
    if key <= key_words(text):
        return Advice(GOOD, f"«\u00a0{keyword}\u00a0» est dans {where}.")
    return Advice(FAIR, f"«\u00a0{keyword}\u00a0» n’est pas dans {where}.")


def _length(length: int, bounds: tuple[int, int], what: str) -> Advice:
    low, high = bounds
    if not length:
        return Advice(POOR, f"{what} est vide\u00a0: les moteurs en écriront une à votre place.")
    if low <= length <= high:
        return Advice(GOOD, f"{what} a une bonne longueur ({length} caractères).")
    much = "courte" if length < low else "longue"
    return Advice(FAIR, f"{what} est un peu {much}\u00a0: {length} caractères, de {low} à {high} conseillés.")


def _body(count: int) -> Advice:
    low, good = TEXT_WORDS
    if count >= good:
        return Advice(GOOD, f"Le texte compte {count} mots.")
    return Advice(FAIR if count >= low else POOR, f"Le texte compte {count} mots\u00a0: {good} aident à être trouvé.")


def _pictures(pictures: int, captioned: int) -> Advice:
    if not pictures:
        return Advice(POOR, "Aucune image.")
    if captioned == pictures:
        return Advice(GOOD, "Chaque image a sa légende, lue comme texte alternatif.")
    missing = pictures - captioned
    return Advice(FAIR, f"{missing} image{'s' if missing > 1 else ''} sans légende.")
