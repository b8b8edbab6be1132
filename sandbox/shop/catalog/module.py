"""What the floors above know of the catalogue: its entities and fields under the French names that subjects use."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.money import incl_cents
from sandbox.kernel.values import Kind
from sandbox.shop.catalog import rules
from sandbox.shop.catalog.models import (
    Attachment,
    Attribute,
    AttributeValue,
    Brand,
    Category,
    CustomField,
    Feature,
    PackItem,
    Product,
    ProductImage,
    Variant,
)
from sandbox.shop.catalog.queries import cover_of, quantity_of, variant_name
from sandbox.shop.catalog.seed import load


def _rate(product: Product) -> int:
    return product.tax_rule.rate_bp if product.tax_rule else 0


def _key(row: object) -> str | None:
    return (getattr(row, "key", None) or getattr(row, "name", None)) if row is not None else None


def _price(product: Product) -> int:
    return incl_cents(product.price_excl_micros, _rate(product))


def _impact(variant: Variant) -> int:
    return incl_cents(variant.impact_excl_micros, _rate(variant.product))


def _final_price(variant: Variant) -> int:
    return incl_cents(variant.product.price_excl_micros + variant.impact_excl_micros, _rate(variant.product))


def _cover_legend(product: Product) -> str:
    cover = cover_of(product)
    return cover.legend if cover else ""


def _features(product: Product) -> list[str]:
    return [f"{link.feature.name}={link.value}" for link in product.features]


PRODUCT = Entity(
    "produit", "Produit", Product, argument="product",
    fields=(
        Field("nom", "name", "Nom", column="name"),
        Field("reference", "reference", "Référence", column="reference"),
        Field("type", "kind", "Type de produit", Kind.CHOICE, rules.KINDS, column="kind", words=rules.KIND_WORDS),
        Field("categorie", "category_id", "Catégorie principale", Kind.REF, ref="categorie", column="category_id",
              read=lambda p: _key(p.category)),
        Field("categories", "categories", "Catégories associées", Kind.LIST, ref="categorie",
              read=lambda p: [_key(link.category) for link in p.categories]),
        Field("marque", "brand_id", "Marque", Kind.REF, ref="marque", column="brand_id", read=lambda p: _key(p.brand)),
        Field("prix_ttc", "price_incl_cents", "Prix TTC", Kind.CENTS, read=_price),
        Field("prix_ht", "price_excl_micros", "Prix HT", Kind.MICROS, column="price_excl_micros"),
        Field("tva", "tax_rule_id", "Règle de taxe", Kind.REF, ref="regle_taxe", column="tax_rule_id",
              read=lambda p: _key(p.tax_rule)),
        Field("prix_achat_ht", "cost_excl_micros", "Prix d’achat HT", Kind.MICROS, column="cost_excl_micros"),
        Field("quantite", "quantity", "Quantité", Kind.INTEGER, read=quantity_of, column="quantity"),
        Field("quantite_min", "min_quantity", "Quantité minimale", Kind.INTEGER, column="min_quantity"),
        Field("alerte_stock", "low_stock", "Niveau de stock bas", Kind.INTEGER, column="low_stock"),
        Field("resume", "summary", "Récapitulatif", Kind.HTML, column="summary"),
        Field("description", "description", "Description", Kind.HTML, column="description"),
        Field("meta_titre", "meta_title", "Balise titre", column="meta_title"),
        Field("meta_description", "meta_description", "Méta description", column="meta_description"),
        Field("slug", "slug", "URL simplifiée", column="slug"),
        Field("redirection", "redirect", "Redirection hors ligne", Kind.CHOICE, rules.REDIRECTS, column="redirect"),
        Field("mots_cles", "tags", "Mots-clés", Kind.LIST, read=lambda p: [tag.label for tag in p.tags]),
        Field("en_ligne", "is_online", "En ligne", Kind.YES_NO, column="is_online"),
        Field("promo_affichee", "is_on_sale", "Bandeau « Promo »", Kind.YES_NO, column="is_on_sale"),
        Field("exclusivite_web", "is_web_only", "Exclusivité web", Kind.YES_NO, column="is_web_only"),
        Field("commandable", "is_available_for_order", "Disponible à la vente", Kind.YES_NO, column="is_available_for_order"),
        Field("affiche_prix", "shows_price", "Afficher le prix", Kind.YES_NO, column="shows_price"),
        Field("visibilite", "visibility", "Visibilité", Kind.CHOICE, rules.VISIBILITIES, column="visibility"),
        Field("etat", "condition", "État du produit", Kind.CHOICE, rules.CONDITIONS, column="condition"),
        Field("affiche_etat", "shows_condition", "Afficher l’état", Kind.YES_NO, column="shows_condition"),
        Field("rupture", "out_of_stock", "En cas de rupture", Kind.CHOICE, rules.OUT_OF_STOCK, column="out_of_stock"),
        Field("libelle_dispo", "in_stock_label", "Libellé si en stock", column="in_stock_label"),
        Field("libelle_rupture", "out_of_stock_label", "Libellé si rupture", column="out_of_stock_label"),
        Field("date_dispo", "available_on", "Date de disponibilité", Kind.DAY, column="available_on"),
        Field("poids_g", "weight_g", "Poids (g)", Kind.INTEGER, column="weight_g"),
        Field("largeur_mm", "width_mm", "Largeur (mm)", Kind.INTEGER, column="width_mm"),
        Field("hauteur_mm", "height_mm", "Hauteur (mm)", Kind.INTEGER, column="height_mm"),
        Field("profondeur_mm", "depth_mm", "Profondeur (mm)", Kind.INTEGER, column="depth_mm"),
        Field("supplement_port", "extra_shipping_cents", "Frais de port supplémentaires", Kind.CENTS,
              column="extra_shipping_cents"),
        Field("ean13", "ean13", "Code EAN-13", column="ean13"),
        Field("isbn", "isbn", "ISBN", column="isbn"),
        Field("upc", "upc", "Code UPC", column="upc"),
        Field("mpn", "mpn", "Référence fabricant (MPN)", column="mpn"),
        Field("unite", "unit", "Unité du prix", column="unit"),
        Field("contenance_milli", "unit_content_milli", "Contenance (millièmes d’unité)", Kind.INTEGER,
              column="unit_content_milli"),
        Field("non_retractable", "is_withdrawal_excluded", "Sans droit de rétractation", Kind.YES_NO,
              column="is_withdrawal_excluded"),
        Field("associes", "related", "Produits associés", Kind.LIST, ref="produit",
              read=lambda p: [_key(link.target) for link in p.related]),
        Field("fichiers", "attachments", "Fichiers joints", Kind.LIST, ref="fichier",
              read=lambda p: [_key(link.attachment) for link in p.attachments]),
        Field("caracteristiques", "features", "Caractéristiques", Kind.LIST, read=_features),
        Field("nombre_images", "images", "Nombre d’images", Kind.INTEGER, read=lambda p: len(p.images), writable=False),
        Field("legende_couverture", "cover_legend", "Légende de la couverture", read=_cover_legend, writable=False),
        Field("nombre_declinaisons", "variants", "Nombre de déclinaisons", Kind.INTEGER, read=lambda p: len(p.variants),
              writable=False),
        Field("ajoute_le", "added_on", "Ajouté le", Kind.DAY, column="added_on", writable=False),
    ),
)  # fmt: skip

CATEGORY = Entity(
    "categorie", "Catégorie", Category, argument="category", gender="f",
    fields=(
        Field("nom", "name", "Nom", column="name"),
        Field("slug", "slug", "URL simplifiée", column="slug"),
        Field("parent", "parent_id", "Catégorie parente", Kind.REF, ref="categorie", column="parent_id",
              read=lambda c: _key(c.parent)),
        Field("description", "description", "Description", Kind.HTML, column="description"),
        Field("meta_titre", "meta_title", "Balise titre", column="meta_title"),
        Field("meta_description", "meta_description", "Méta description", column="meta_description"),
        Field("active", "is_active", "Affichée", Kind.YES_NO, column="is_active"),
        Field("position", "position", "Position", Kind.INTEGER, column="position"),
    ),
)  # fmt: skip

BRAND = Entity(
    "marque", "Marque", Brand, argument="brand", gender="f",
    fields=(
        Field("nom", "name", "Nom", column="name"),
        Field("slug", "slug", "URL simplifiée", column="slug"),
        Field("description", "description", "Description", Kind.HTML, column="description"),
        Field("meta_titre", "meta_title", "Balise titre", column="meta_title"),
        Field("meta_description", "meta_description", "Méta description", column="meta_description"),
        Field("active", "is_active", "Activée", Kind.YES_NO, column="is_active"),
    ),
)  # fmt: skip

VARIANT = Entity(
    "declinaison", "Déclinaison", Variant, argument="variant", title="reference", gender="f",
    fields=(
        Field("produit", "product_id", "Produit", Kind.REF, ref="produit", column="product_id",
              read=lambda v: _key(v.product), writable=False),
        Field("nom", "name", "Nom de la déclinaison", read=variant_name, writable=False),
        Field("reference", "reference", "Référence", column="reference"),
        Field("impact_ttc", "impact_incl_cents", "Impact sur le prix (TTC)", Kind.CENTS, read=_impact),
        Field("impact_ht", "impact_excl_micros", "Impact sur le prix (HT)", Kind.MICROS, column="impact_excl_micros"),
        Field("prix_achat_ht", "cost_excl_micros", "Prix d’achat HT", Kind.MICROS, column="cost_excl_micros"),
        Field("prix_ttc", "final_price", "Prix final (TTC)", Kind.CENTS, read=_final_price, writable=False),
        Field("quantite", "quantity", "Quantité", Kind.INTEGER, column="quantity"),
        Field("quantite_min", "min_quantity", "Quantité minimale", Kind.INTEGER, column="min_quantity"),
        Field("par_defaut", "is_default", "Par défaut", Kind.YES_NO, column="is_default"),
        Field("poids_g", "weight_impact_g", "Impact sur le poids (g)", Kind.INTEGER, column="weight_impact_g"),
        Field("ean13", "ean13", "Code EAN-13", column="ean13"),
        Field("date_dispo", "available_on", "Date de disponibilité", Kind.DAY, column="available_on"),
    ),
)  # fmt: skip

IMAGE = Entity(
    "image", "Image", ProductImage, argument="image", title="legend", gender="f",
    fields=(
        Field("produit", "product_id", "Produit", Kind.INTEGER, column="product_id", writable=False),
        Field("legende", "legend", "Légende", column="legend"),
        Field("couverture", "is_cover", "Image de couverture", Kind.YES_NO, column="is_cover"),
        Field("position", "position", "Position", Kind.INTEGER, column="position", writable=False),
    ),
)  # fmt: skip

ATTRIBUTE = Entity(
    "attribut", "Attribut", Attribute, argument="attribute",
    fields=(
        Field("nom", "name", "Nom", column="name"),
        Field("nom_public", "public_name", "Nom public", column="public_name"),
        Field("type", "kind", "Type d’attribut", Kind.CHOICE, rules.ATTRIBUTE_KINDS, column="kind"),
        Field("position", "position", "Position", Kind.INTEGER, column="position"),
    ),
)  # fmt: skip

ATTRIBUTE_VALUE = Entity(
    "valeur_attribut", "Valeur d’attribut", AttributeValue, argument="attribute_value", gender="f",
    fields=(
        Field("attribut", "attribute_id", "Attribut", Kind.REF, ref="attribut", column="attribute_id",
              read=lambda v: _key(v.attribute), writable=False),
        Field("nom", "name", "Valeur", column="name"),
        Field("couleur", "color", "Couleur", column="color"),
        Field("position", "position", "Position", Kind.INTEGER, column="position"),
    ),
)  # fmt: skip

FEATURE = Entity(
    "caracteristique", "Caractéristique", Feature, argument="feature", gender="f",
    fields=(Field("nom", "name", "Nom", column="name"),),
)  # fmt: skip

CUSTOM_FIELD = Entity(
    "personnalisation", "Champ de personnalisation", CustomField, argument="custom_field", title="label",
    fields=(
        Field("produit", "product_id", "Produit", Kind.REF, ref="produit", column="product_id", writable=False),
        Field("libelle", "label", "Libellé", column="label"),
        Field("type", "kind", "Type", Kind.CHOICE, rules.FIELD_KINDS, column="kind"),
        Field("obligatoire", "is_required", "Obligatoire", Kind.YES_NO, column="is_required"),
        Field("longueur", "max_length", "Longueur maximale", Kind.INTEGER, column="max_length"),
    ),
)  # fmt: skip

PACK_ITEM = Entity(
    "article_pack", "Article d’un pack", PackItem, argument="pack_item", title="id",
    fields=(
        Field("pack", "pack_id", "Pack", Kind.REF, ref="produit", column="pack_id", writable=False),
        Field("produit", "product_id", "Produit", Kind.REF, ref="produit", column="product_id", writable=False),
        Field("quantite", "quantity", "Quantité", Kind.INTEGER, column="quantity"),
    ),
)  # fmt: skip

ATTACHMENT = Entity(
    "fichier", "Fichier", Attachment, argument="attachment",
    fields=(
        Field("nom", "name", "Nom du fichier", column="name"),
        Field("description", "description", "Description", column="description"),
        Field("nom_fichier", "file_name", "Nom d’enregistrement", column="file_name", writable=False),
    ),
)  # fmt: skip

MODULE = ShopModule(
    "catalog",
    entities=(
        PRODUCT, CATEGORY, BRAND, VARIANT, IMAGE, ATTRIBUTE, ATTRIBUTE_VALUE, FEATURE, CUSTOM_FIELD, PACK_ITEM,
        ATTACHMENT,
    ),
    seed=load,
    tables={
        "products": "Produits", "categories": "Catégories", "brands": "Marques", "product_categories": "Catégories associées",
        "product_tags": "Mots-clés", "related_products": "Produits associés", "product_images": "Images",
        "attributes": "Attributs", "attribute_values": "Valeurs d’attributs", "variants": "Déclinaisons",
        "variant_values": "Valeurs des déclinaisons", "features": "Caractéristiques",
        "product_features": "Caractéristiques des produits", "custom_fields": "Personnalisations",
        "pack_items": "Contenu des packs", "stock_movements": "Mouvements de stock", "attachments": "Fichiers",
        "product_attachments": "Fichiers des produits",
    },
)  # fmt: skip
