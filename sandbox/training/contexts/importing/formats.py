"""The files that can be imported: the headers their programs write, in French and in English, and what each one means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.packs import Reader
from sandbox.kernel.text import fold
from sandbox.shop.catalog.seed import CATEGORY_COLUMNS, PRODUCT_COLUMNS, VARIANT_COLUMNS
from sandbox.shop.customers.seed import ADDRESSES, CUSTOMERS
from sandbox.shop.orders.seed import LINES, ORDERS

OWN = "e5-produits"
OWN_CATEGORIES = "e5-categories"
OWN_VARIANTS = "e5-declinaisons"
OWN_CUSTOMERS = "e5-clients"
OWN_ADDRESSES = "e5-adresses"
OWN_ORDERS = "e5-commandes"
PRESTASHOP_PRODUCTS = "prestashop-produits"
PRESTASHOP_CATEGORIES = "prestashop-categories"
PRESTASHOP_COMBINATIONS = "prestashop-declinaisons"
WOOCOMMERCE = "woocommerce-produits"
SHOPIFY = "shopify-produits"
CUSTOMERS_FILE = "prestashop-clients"
ADDRESSES_FILE = "prestashop-adresses"
ORDERS_FILE = "commandes"
ROWS = frozenset(
    {
        OWN_CATEGORIES,
        OWN_VARIANTS,
        OWN_CUSTOMERS,
        OWN_ADDRESSES,
        OWN_ORDERS,
        CUSTOMERS_FILE,
        ADDRESSES_FILE,
        ORDERS_FILE,
    }
)
"""Files whose every line is one thing, with nothing to gather before it meets the context."""
PRODUCT_FILES = frozenset({OWN, OWN_VARIANTS, PRESTASHOP_PRODUCTS, PRESTASHOP_COMBINATIONS, WOOCOMMERCE, SHOPIFY})
WORDS: dict[str, str] = {
    OWN: "Produits, export d’ici", OWN_CATEGORIES: "Catégories, export d’ici", OWN_VARIANTS: "Déclinaisons, export d’ici",
    OWN_CUSTOMERS: "Clients, export d’ici", OWN_ADDRESSES: "Adresses, export d’ici", OWN_ORDERS: "Commandes, export d’ici",
    PRESTASHOP_PRODUCTS: "PrestaShop : produits", PRESTASHOP_CATEGORIES: "PrestaShop : catégories",
    PRESTASHOP_COMBINATIONS: "PrestaShop : déclinaisons", CUSTOMERS_FILE: "PrestaShop : clients",
    ADDRESSES_FILE: "PrestaShop : adresses", ORDERS_FILE: "Commandes (une ligne par article)",
    WOOCOMMERCE: "WooCommerce : produits", SHOPIFY: "Shopify : produits",
}  # fmt: skip
"""What a trainer calls each format."""

_HINT = re.compile(r" \((?:0/1|x,y,z.*|0 = .*|[ya]{4}-mm-(?:dd|jj)|(?:mr?|mister|monsieur)\.? ?[=:].*|id)\)")
_ATTRIBUTE = re.compile(r"(?:attribute (\d+) name|nom de l'attribut (\d+))")
_ATTRIBUTE_VALUE = re.compile(r"(?:attribute (\d+) value\(s\)|valeur\(s\) de l'attribut (\d+))")

_PRESTASHOP_PRODUCTS = {
    "product id": "identifiant", "id": "identifiant", "active": "en_ligne", "actif": "en_ligne", "name": "nom", "nom": "nom",
    "categories": "chemins", "price tax excluded": "prix_ht", "prix hors taxe": "prix_ht", "prix ht": "prix_ht",
    "price tax included": "prix_ttc", "prix ttc": "prix_ttc", "tax rules id": "taxe", "id regle de taxes": "taxe",
    "wholesale price": "prix_achat_ht", "cost price": "prix_achat_ht", "prix d'achat": "prix_achat_ht",
    "reference": "reference",
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
    "category id": "identifiant", "id": "identifiant", "id categorie": "identifiant", "id de la categorie": "identifiant",
    "active": "en_ligne", "actif": "en_ligne", "active(e)": "en_ligne", "affichee": "en_ligne", "name": "nom", "nom": "nom",
    "parent category": "parent", "categorie parente": "parent", "categorie parent": "parent", "parent": "parent",
    "description": "description", "meta title": "meta_titre", "balise titre": "meta_titre", "meta-titre": "meta_titre",
    "titre de la page": "meta_titre", "meta titre": "meta_titre", "meta description": "meta_description",
    "meta-description": "meta_description", "balise meta description": "meta_description", "image url": "images",
    "url de l'image": "images", "url des images": "images",
}  # fmt: skip
_PRESTASHOP_COMBINATIONS = {
    "product id": "produit", "id produit": "produit", "attribute (name:type:position)": "attributs",
    "attribut (nom:type:position)": "attributs", "value (value:position)": "valeurs", "valeur (valeur:position)": "valeurs",
    "reference": "reference", "ean13": "ean13", "ean-13": "ean13", "impact on price": "impact_ht", "quantity": "quantite",
    "quantite": "quantite", "impact sur le prix": "impact_ht", "impact on weight": "impact_poids_kg", "impact sur le poids": "impact_poids_kg",
    "wholesale price": "prix_achat_ht", "cost price": "prix_achat_ht", "prix d'achat": "prix_achat_ht",
    "default": "par_defaut", "defaut": "par_defaut",
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
    # WooCommerce's own column of costs (9.9 on), then what its extensions write: only the first of them there is read.
    "cost of goods": "prix_achat_ht", "cost of goods sold": "prix_achat_ht", "cout des marchandises": "prix_achat_ht",
    "cout des marchandises vendues": "prix_achat_ht", "cout de revient": "prix_achat_ht", "prix d'achat": "prix_achat_ht",
    **{
        f"{meta} {name}": "prix_achat_ht"
        for meta in ("meta:", "meta :")
        for name in ("_cogs_total_value", "_wc_cog_cost", "_alg_wc_cog_cost", "_wc_cog_cost_variable")
    },
}  # fmt: skip
_SHOPIFY = {
    "handle": "identifiant", "title": "nom", "body (html)": "description", "vendor": "marque", "type": "chemins",
    "tags": "mots_cles", "published": "en_ligne", "status": "statut", "option1 name": "option1_nom",
    "option1 value": "option1_valeur", "option2 name": "option2_nom", "option2 value": "option2_valeur",
    "option3 name": "option3_nom", "option3 value": "option3_valeur", "variant sku": "reference",
    "variant grams": "poids_g", "variant inventory qty": "quantite", "variant inventory policy": "rupture",
    "variant price": "prix", "variant taxable": "taxable", "variant barcode": "ean13", "image src": "images",
    "cost per item": "prix_achat_ht", "seo title": "meta_titre", "seo description": "meta_description",
}  # fmt: skip
_CUSTOMERS = {
    "customer id": "identifiant", "id": "identifiant", "id client": "identifiant", "id_customer": "identifiant",
    "active": "actif", "actif": "actif", "enabled": "actif", "active(e)": "actif", "titles id": "civilite", "titles": "civilite",
    "titres id": "civilite", "titres de civilite": "civilite", "id des titres de civilite": "civilite",
    "titre de civilite": "civilite", "social title": "civilite",
    "titre": "civilite", "civilite": "civilite", "email": "email", "e-mail": "email", "adresse e-mail": "email",
    "adresse email": "email", "email address": "email", "birthday": "naissance", "birth date": "naissance",
    "date de naissance": "naissance", "anniversaire": "naissance", "last name": "nom", "lastname": "nom", "nom": "nom",
    "nom de famille": "nom", "first name": "prenom", "firstname": "prenom", "prenom": "prenom", "newsletter": "newsletter",
    "lettre d'information": "newsletter", "lettre d’information": "newsletter", "lettre d'informations": "newsletter",
    "opt-in": "offres_partenaires", "optin": "offres_partenaires", "partner offers": "offres_partenaires",
    "offres partenaires": "offres_partenaires", "offres des partenaires": "offres_partenaires",
    "registration date": "inscrit_le", "registration": "inscrit_le", "date d'inscription": "inscrit_le",
    "date d’inscription": "inscrit_le", "inscription": "inscrit_le", "date_add": "inscrit_le", "groups": "groupes",
    "groupes": "groupes", "group": "groupe_defaut", "groupe": "groupe_defaut", "default group id": "groupe_defaut",
    "id du groupe par defaut": "groupe_defaut", "groupe par defaut": "groupe_defaut", "company": "societe",
    "societe": "societe", "entreprise": "societe", "siret": "siret", "note": "note",
}  # fmt: skip
_ADDRESSES = {
    "address id": "identifiant", "id": "identifiant", "id adresse": "identifiant", "alias": "alias",
    "customer email": "email", "e-mail du client": "email", "email du client": "email", "adresse e-mail du client": "email",
    "customer e-mail": "email", "email": "email", "e-mail": "email", "adresse e-mail": "email", "company": "societe",
    "societe": "societe", "entreprise": "societe", "last name": "nom", "lastname": "nom", "nom": "nom", "nom de famille": "nom",
    "first name": "prenom", "firstname": "prenom", "prenom": "prenom", "address": "adresse", "address1": "adresse",
    "adresse": "adresse", "address 1": "adresse", "adresse 1": "adresse", "address (2)": "complement", "address 2": "complement",
    "address2": "complement", "adresse (2)": "complement", "adresse 2": "complement", "complement d'adresse": "complement",
    "zip/postal code": "code_postal", "zipcode": "code_postal", "postcode": "code_postal", "code postal": "code_postal",
    "city": "ville", "ville": "ville", "country": "pays", "pays": "pays", "phone": "telephone", "telephone": "telephone",
    "mobile phone": "mobile", "telephone mobile": "mobile", "telephone portable": "mobile", "mobile": "mobile",
}  # fmt: skip
_ORDERS = {
    "id order": "identifiant", "id_order": "identifiant", "order id": "identifiant", "id commande": "identifiant",
    "reference": "reference", "order reference": "reference", "reference de la commande": "reference",
    "reference commande": "reference", "numero de commande": "reference", "commande": "reference", "customer email": "email",
    "email": "email", "e-mail": "email", "adresse e-mail": "email", "e-mail du client": "email", "email address": "email",
    "customer": "client", "client": "client", "date": "date", "order date": "date", "date_add": "date",
    "date de commande": "date", "date de la commande": "date", "status": "etat", "order status": "etat", "etat": "etat",
    "statut": "etat", "etat de la commande": "etat", "current_state": "etat", "order state": "etat", "payment": "paiement",
    "paiement": "paiement", "payment method": "paiement", "mode de paiement": "paiement", "moyen de paiement": "paiement",
    "carrier": "transporteur", "transporteur": "transporteur", "product reference": "produit", "product_reference": "produit",
    "reference du produit": "produit", "reference produit": "produit", "product name": "produit_nom",
    "product_name": "produit_nom", "nom du produit": "produit_nom", "produit": "produit_nom", "product": "produit_nom",
    "product quantity": "quantite", "product_quantity": "quantite", "quantity": "quantite", "quantite": "quantite",
    "unit price tax incl": "prix_ttc", "unit_price_tax_incl": "prix_ttc", "unit price (tax incl.)": "prix_ttc",
    "prix unitaire ttc": "prix_ttc", "prix unitaire (ttc)": "prix_ttc", "prix ttc": "prix_ttc",
    "unit price tax excl": "prix_ht", "unit_price_tax_excl": "prix_ht", "unit price (tax excl.)": "prix_ht",
    "prix unitaire ht": "prix_ht", "prix unitaire (ht)": "prix_ht", "prix ht": "prix_ht", "shipping": "port",
    "total_shipping_tax_incl": "port", "total shipping tax incl": "port", "shipping (tax incl.)": "port",
    "frais de port": "port", "livraison ttc": "port", "frais de port ttc": "port", "total_discounts_tax_incl": "remise",
    "total discounts tax incl": "remise", "discounts": "remise", "reductions": "remise", "remise": "remise",
    "voucher": "code_promo", "code promo": "code_promo", "tracking number": "suivi", "shipping_number": "suivi",
    "numero de suivi": "suivi", "suivi": "suivi", "message": "message",
}  # fmt: skip
ORDER_LINE = ("produit", "declinaison", "quantite", "prix_ttc", "tva", "personnalisation")
"""The columns of a line of an order, in our own files."""
HEADERS: Mapping[str, Mapping[str, str]] = {
    OWN: {name: name for name in PRODUCT_COLUMNS},
    OWN_CATEGORIES: {name: name for name in CATEGORY_COLUMNS},
    OWN_VARIANTS: {name: name for name in VARIANT_COLUMNS},
    OWN_CUSTOMERS: {name: name for name in CUSTOMERS},
    OWN_ADDRESSES: {name: name for name in ADDRESSES},
    OWN_ORDERS: {name: name for name in (*ORDERS, *(name for name in LINES if name in ORDER_LINE))},
    CUSTOMERS_FILE: _CUSTOMERS,
    ADDRESSES_FILE: _ADDRESSES,
    ORDERS_FILE: _ORDERS,
    PRESTASHOP_PRODUCTS: _PRESTASHOP_PRODUCTS,
    PRESTASHOP_CATEGORIES: _PRESTASHOP_CATEGORIES,
    PRESTASHOP_COMBINATIONS: _PRESTASHOP_COMBINATIONS,
    WOOCOMMERCE: _WOOCOMMERCE,
    SHOPIFY: _SHOPIFY,
}
OPTIONS = tuple(f"option{n}_{part}" for n in (1, 2, 3) for part in ("nom", "valeur"))
NEEDED: Mapping[str, frozenset[str]] = {
    OWN: frozenset({"cle", "nom", "prix_ttc"}),
    OWN_CATEGORIES: frozenset({"cle", "nom", "parent"}),
    OWN_VARIANTS: frozenset({"produit", "attributs"}),
    OWN_CUSTOMERS: frozenset({"cle", "email", "inscrit_le"}),
    OWN_ADDRESSES: frozenset({"cle", "client", "adresse"}),
    OWN_ORDERS: frozenset({"reference", "client", "produit", "adresse_livraison"}),
    CUSTOMERS_FILE: frozenset({"email", "nom", "prenom"}),
    ADDRESSES_FILE: frozenset({"email", "adresse", "code_postal", "ville"}),
    ORDERS_FILE: frozenset({"reference", "date", "quantite"}),
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
            "avec --ecrire-correspondance puis --correspondance.",
            field="format",
        )
    # Of two formats with as many columns the one that asks for more of them is the nearer.
    best = max(found, key=lambda name: (len(found[name]), len(NEEDED[name])))
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
