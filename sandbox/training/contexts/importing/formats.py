"""The files that can be imported: the headers their programs write, in French and in English, and what each one means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.packs import Reader
from sandbox.kernel.text import fold
from sandbox.shop.catalog.seed import PRODUCT_COLUMNS

OWN = "e5-produits"
PRESTASHOP_PRODUCTS = "prestashop-produits"
PRESTASHOP_CATEGORIES = "prestashop-categories"
PRESTASHOP_COMBINATIONS = "prestashop-declinaisons"
WOOCOMMERCE = "woocommerce-produits"
SHOPIFY = "shopify-produits"

_HINT = re.compile(r" \((?:0/1|x,y,z.*|0 = .*|[ya]{4}-mm-(?:dd|jj))\)")
_ATTRIBUTE = re.compile(r"(?:attribute (\d+) name|nom de l'attribut (\d+))")
_ATTRIBUTE_VALUE = re.compile(r"(?:attribute (\d+) value\(s\)|valeur\(s\) de l'attribut (\d+))")

_PRESTASHOP_PRODUCTS = {
    "product id": "identifiant", "id": "identifiant", "active": "en_ligne", "actif": "en_ligne", "name": "nom", "nom": "nom",
    "categories": "chemins", "price tax excluded": "prix_ht", "prix hors taxe": "prix_ht", "prix ht": "prix_ht",
    "price tax included": "prix_ttc", "prix ttc": "prix_ttc", "tax rules id": "taxe", "id regle de taxes": "taxe",
    "wholesale price": "prix_achat_ht", "prix d'achat": "prix_achat_ht", "reference": "reference",
    "manufacturer": "marque", "brand": "marque", "marque": "marque", "ean13": "ean13", "ean-13": "ean13",
    "width": "largeur_cm", "largeur": "largeur_cm", "height": "hauteur_cm", "hauteur": "hauteur_cm",
    "depth": "profondeur_cm", "profondeur": "profondeur_cm", "weight": "poids_kg", "poids": "poids_kg",
    "quantity": "quantite", "quantite": "quantite", "minimal quantity": "quantite_min", "quantite minimale": "quantite_min",
    "summary": "resume", "short description": "resume", "recapitulatif": "resume", "resume": "resume",
    "description": "description", "tags": "mots_cles", "mot-cles": "mots_cles", "meta title": "meta_titre",
    "balise titre": "meta_titre", "meta description": "meta_description", "url rewritten": "slug", "url reecrite": "slug",
    "text when in stock": "libelle_dispo", "libelle si en stock": "libelle_dispo",
    "text when backorder allowed": "libelle_rupture", "libelle quand precommande activee": "libelle_rupture",
    "image urls": "images", "url des images": "images", "available online only": "exclusivite_web",
    "disponible en ligne uniquement": "exclusivite_web", "condition": "etat", "etat": "etat",
    "out of stock action": "rupture", "action en cas de rupture de stock": "rupture", "virtual product": "virtuel",
    "produit dematerialise": "virtuel",
}  # fmt: skip
_PRESTASHOP_CATEGORIES = {
    "category id": "identifiant", "id": "identifiant", "active": "en_ligne", "actif": "en_ligne", "name": "nom", "nom": "nom",
    "parent category": "parent", "description": "description", "meta title": "meta_titre", "balise titre": "meta_titre",
    "meta description": "meta_description", "image url": "images",
}  # fmt: skip
_PRESTASHOP_COMBINATIONS = {
    "product id": "produit", "id produit": "produit", "attribute (name:type:position)": "attributs",
    "attribut (nom:type:position)": "attributs", "value (value:position)": "valeurs", "valeur (valeur:position)": "valeurs",
    "reference": "reference", "ean13": "ean13", "ean-13": "ean13", "impact on price": "impact_ht", "quantity": "quantite",
    "quantite": "quantite", "impact on weight": "impact_poids_kg", "default": "par_defaut", "defaut": "par_defaut",
    "image urls": "images", "url des images": "images",
}  # fmt: skip
_WOOCOMMERCE = {
    "id": "identifiant", "type": "type", "sku": "reference", "ugs": "reference", "gtin, upc, ean, or isbn": "ean13",
    "name": "nom", "nom": "nom", "published": "en_ligne", "publie": "en_ligne", "short description": "resume",
    "description courte": "resume", "description": "description", "tax status": "taxable", "etat de la tva": "taxable",
    "tax class": "taxe", "classe de tva": "taxe", "stock": "quantite", "backorders allowed?": "rupture",
    "autoriser les commandes de produits en rupture ?": "rupture", "weight (kg)": "poids_kg", "poids (kg)": "poids_kg",
    "weight (g)": "poids_g", "length (cm)": "profondeur_cm", "longueur (cm)": "profondeur_cm", "width (cm)": "largeur_cm",
    "largeur (cm)": "largeur_cm", "height (cm)": "hauteur_cm", "hauteur (cm)": "hauteur_cm", "regular price": "prix",
    "tarif regulier": "prix", "categories": "chemins", "tags": "mots_cles", "etiquettes": "mots_cles", "images": "images",
    "parent": "parent",
}  # fmt: skip
_SHOPIFY = {
    "handle": "identifiant", "title": "nom", "body (html)": "description", "vendor": "marque", "type": "chemins",
    "tags": "mots_cles", "published": "en_ligne", "status": "statut", "option1 name": "option1_nom",
    "option1 value": "option1_valeur", "option2 name": "option2_nom", "option2 value": "option2_valeur",
    "option3 name": "option3_nom", "option3 value": "option3_valeur", "variant sku": "reference",
    "variant grams": "poids_g", "variant inventory qty": "quantite", "variant inventory policy": "rupture",
    "variant price": "prix", "variant taxable": "taxable", "variant barcode": "ean13", "image src": "images",
    "seo title": "meta_titre", "seo description": "meta_description",
}  # fmt: skip
HEADERS: Mapping[str, Mapping[str, str]] = {
    OWN: {name: name for name in PRODUCT_COLUMNS},
    PRESTASHOP_PRODUCTS: _PRESTASHOP_PRODUCTS,
    PRESTASHOP_CATEGORIES: _PRESTASHOP_CATEGORIES,
    PRESTASHOP_COMBINATIONS: _PRESTASHOP_COMBINATIONS,
    WOOCOMMERCE: _WOOCOMMERCE,
    SHOPIFY: _SHOPIFY,
}
OPTIONS = tuple(f"option{n}_{part}" for n in (1, 2, 3) for part in ("nom", "valeur"))
NEEDED: Mapping[str, frozenset[str]] = {
    OWN: frozenset({"cle", "nom", "prix_ttc"}),
    PRESTASHOP_PRODUCTS: frozenset({"nom"}),
    PRESTASHOP_CATEGORIES: frozenset({"nom", "parent"}),
    PRESTASHOP_COMBINATIONS: frozenset({"produit", "attributs", "valeurs"}),
    WOOCOMMERCE: frozenset({"nom", "type"}),
    SHOPIFY: frozenset({"identifiant", "nom"}),
}
_FEWEST = 3
"""Headers known of a format below which a file is not taken for one of its own."""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What each column of a file means; `taxes` gives a tax rule for what the file calls a tax."""

    format: str
    columns: Mapping[str, str]
    taxes: Mapping[str, str]

    def left_out(self, headers: Iterable[str]) -> list[str]:
        """The columns that nothing is taken from."""
        return [name for name in headers if not self.columns.get(name)]


def fields_of(format_: str) -> list[str]:
    """What a column of that format may mean."""
    known = set(HEADERS[format_].values())
    return sorted(known | set(OPTIONS) if format_ == WOOCOMMERCE else known)


def guess(headers: Sequence[str], format_: str | None = None) -> Correspondence:
    """The format of these headers (or that one), with what each column means; raises RuleBroken when none is recognised."""
    found = {name: _columns(name, headers) for name in ([format_] if format_ else HEADERS)}
    if format_ is None:
        found = {
            name: columns
            for name, columns in found.items()
            if NEEDED[name] <= set(columns.values()) and len(columns) >= _FEWEST
        }
    if not found:
        raise RuleBroken(
            "Ces colonnes ne sont celles d’aucun format connu. Dites lequel avec --format, et ce que veut dire chaque colonne "
            "avec --ecrire-correspondance puis --correspondance."
        )
    best = max(found, key=lambda name: len(found[name]))
    return Correspondence(best, found[best], {})


def check_columns(mapping: Correspondence) -> None:
    """Refuse a meaning that is unknown, twice there, or without which nothing can be imported."""
    known = fields_of(mapping.format)
    meant = [field for field in mapping.columns.values() if field]
    for field in meant:
        if field not in known:
            raise RuleBroken(f"« {field} » n’est pas un champ de {mapping.format}.{Reader.near(field, known)}")
        if meant.count(field) > 1:
            raise RuleBroken(f"Deux colonnes veulent dire « {field} ».")
    if missing := sorted(NEEDED[mapping.format] - set(meant)):
        raise RuleBroken(f"Aucune colonne ne veut dire « {missing[0]} », qu’il faut pour {mapping.format}.")


def _columns(format_: str, headers: Sequence[str]) -> dict[str, str]:
    known = HEADERS[format_]
    found: dict[str, str] = {}
    for header in headers:
        field = known.get(_folded(header)) or (_attribute(header) if format_ == WOOCOMMERCE else None)
        if field and field not in found.values():
            found[header] = field
    return found


def _attribute(header: str) -> str | None:
    for pattern, part in ((_ATTRIBUTE, "nom"), (_ATTRIBUTE_VALUE, "valeur")):
        if match := pattern.fullmatch(_folded(header)):
            field = f"option{match.group(1) or match.group(2)}_{part}"
            return field if field in OPTIONS else None
    return None


def _folded(header: str) -> str:
    """A header as it is compared: without case, accents, marks of obligation, nor hints of writing."""
    plain = " ".join(fold(header).replace("*", " ").replace("#", " ").split())
    return _HINT.sub("", plain).strip()
