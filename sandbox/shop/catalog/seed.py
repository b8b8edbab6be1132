"""The catalogue of a context: categories, brands, attributes, products and all that hangs on them.

Products go through `create_product`, so that a file obeys the rules people obey; the refusals become faults of their line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from html import escape
from pathlib import PurePosixPath
from typing import Any, TypeVar

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import excl_micros
from sandbox.kernel.packs import Column, Place, Reader, Row
from sandbox.kernel.text import slugify
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Fault
from sandbox.shop.catalog import rules
from sandbox.shop.catalog.models import (
    Attachment,
    Attribute,
    AttributeValue,
    Brand,
    Category,
    Product,
    ProductImage,
    Variant,
    VariantValue,
)
from sandbox.shop.catalog.services import ProductValues, create_attachment, create_product
from sandbox.shop.catalog.services.links import (
    known_features,
    set_attachments,
    set_custom_fields,
    set_features,
    set_pack_items,
    set_related,
)

R = TypeVar("R")

_TEXT = Column(default="")
_YES = Column(Kind.YES_NO, default=True)
_NO = Column(Kind.YES_NO, default=False)
_DECIMAL = Column(Kind.DECIMAL, default=Decimal(0))
_LIST = Column(Kind.LIST, default=())

CATEGORY_COLUMNS = {
    "cle": Column(required=True), "parent": Column(), "nom": Column(required=True), "description": _TEXT, "meta_titre": _TEXT,
    "meta_description": _TEXT, "image": Column(), "position": Column(Kind.INTEGER, default=0), "active": _YES,
}  # fmt: skip
PRODUCT_COLUMNS = {
    "cle": Column(required=True), "reference": _TEXT, "nom": Column(required=True),
    "type": Column(Kind.CHOICE, default="standard", choices=rules.KINDS), "categorie": Column(), "categories": _LIST,
    "marque": Column(), "prix_ttc": Column(Kind.CENTS, default=0), "tva": Column(),
    "prix_achat_ht": Column(Kind.MICROS, default=0), "quantite": Column(Kind.INTEGER, default=0), "resume": _TEXT,
    "meta_titre": _TEXT, "meta_description": _TEXT, "slug": Column(), "mots_cles": _TEXT, "en_ligne": _NO,
    "exclusivite_web": _NO, "etat": Column(Kind.CHOICE, default="new", choices=rules.CONDITIONS), "poids_kg": _DECIMAL,
    "largeur_cm": _DECIMAL, "hauteur_cm": _DECIMAL, "profondeur_cm": _DECIMAL, "ean13": _TEXT,
    "rupture": Column(Kind.CHOICE, default="default", choices=rules.OUT_OF_STOCK), "libelle_dispo": _TEXT,
    "libelle_rupture": _TEXT, "date_dispo": Column(Kind.DAY), "quantite_min": Column(Kind.INTEGER, default=1), "unite": _TEXT,
    "contenance": _DECIMAL, "ajoute_le": Column(Kind.DAY), "associes": _LIST, "transporteurs": _LIST, "non_retractable": _NO,
    "pack": _LIST,
}  # fmt: skip
_COLUMN_OF = {
    "name": "nom", "kind": "type", "price_incl_cents": "prix_ttc", "price_excl_micros": "prix_ttc",
    "cost_excl_micros": "prix_achat_ht", "summary": "resume",
    "meta_title": "meta_titre", "tags": "mots_cles", "condition": "etat", "weight_g": "poids_kg", "width_mm": "largeur_cm",
    "height_mm": "hauteur_cm", "depth_mm": "profondeur_cm", "out_of_stock": "rupture", "in_stock_label": "libelle_dispo",
    "out_of_stock_label": "libelle_rupture", "min_quantity": "quantite_min", "unit": "unite", "unit_content_milli": "contenance",
    "brand_id": "marque", "category_id": "categorie", "tax_rule_id": "tva",
}  # fmt: skip
"""The column that each argument of `create_product` is read from, where their names differ: what the writer of a file knows."""
ATTRIBUTE_COLUMNS = {
    "groupe": Column(required=True), "type": Column(Kind.CHOICE, default="select", choices=rules.ATTRIBUTE_KINDS),
    "valeur": Column(required=True), "couleur": _TEXT, "position": Column(Kind.INTEGER, default=0),
}  # fmt: skip
VARIANT_COLUMNS = {
    "produit": Column(required=True), "reference": _TEXT, "attributs": Column(Kind.LIST, required=True),
    "impact_ttc": Column(Kind.CENTS, default=0), "quantite": Column(Kind.INTEGER, default=0), "par_defaut": _NO,
    "poids_kg": Column(Kind.DECIMAL), "prix_achat_ht": Column(Kind.MICROS), "ean13": _TEXT, "image": Column(),
}  # fmt: skip
FEATURE_COLUMNS = {name: Column(required=True) for name in ("produit", "caracteristique", "valeur")}
FIELD_COLUMNS = {
    "produit": Column(required=True), "libelle": Column(required=True),
    "type": Column(Kind.CHOICE, default="text", choices=rules.FIELD_KINDS), "obligatoire": _NO,
    "longueur_max": Column(Kind.INTEGER, default=255),
}  # fmt: skip
IMAGE_COLUMNS = {
    "produit": Column(required=True), "fichier": Column(required=True), "legende": _TEXT,
    "position": Column(Kind.INTEGER, default=0), "couverture": _NO,
}  # fmt: skip

FILE_COLUMNS = {
    "cle": Column(required=True), "nom": Column(required=True), "fichier": Column(required=True), "description": _TEXT,
    "produits": _LIST,
}  # fmt: skip


def load(reader: Reader) -> None:
    """Read the folder `catalogue/` and the section `marques`."""
    _categories(reader)
    _brands(reader)
    values = _attributes(reader)
    products = _products(reader)
    with db.session.no_autoflush:  # nothing is asked of the database about rows just made
        _images(reader, products)
        _variants(reader, products, values)
    _features(reader, products)
    _custom_fields(reader, products)
    _attachments(reader, products)
    _date(reader, products)
    db.session.flush()


def _date(reader: Reader, products: dict[str, Product]) -> None:
    """What is loaded is of the morning of J, not of the moment when it happened to be loaded: two loads give the same rows."""
    morning = clock.start_of_day(reader.anchor)
    for product in products.values():
        product.updated_at = morning
    for attachment in db.session.scalars(sa.select(Attachment)):
        attachment.added_at = morning


def attempt(reader: Reader, at: Place, column: str, make: Callable[..., R], *args: Any, **values: Any) -> R | None:
    """Call a service or a rule; its refusal is a fault of the line, and the result None."""
    try:
        return make(*args, **values)
    except RuleBroken as refused:
        field = refused.field or ""
        told = column or _COLUMN_OF.get(field, field)
        reader.fault(at, f"{told} : {refused.message}" if told and not column else refused.message, column)
        return None


def _categories(reader: Reader) -> None:
    slugs: set[str] = set()
    for row in reader.rows("catalogue/categories.csv", CATEGORY_COLUMNS):
        if row["cle"] in reader.known("categorie"):
            reader.fault(row, f"La clé « {row['cle']} » est écrite deux fois.", "cle")
            continue
        parent = reader.ref("categorie", row["parent"], at=row, column="parent")
        if row["parent"] and parent is None:
            continue
        picture = reader.picture(row["image"], at=row) if row["image"] else None
        slug = rules.free_slug(row["nom"], slugs)
        slugs.add(slug)
        category = Category(
            key=row["cle"], parent_id=parent, name=row["nom"], slug=slug, description=_paragraphs(row["description"]),
            meta_title=row["meta_titre"], meta_description=row["meta_description"], image=picture.name if picture else None,
            position=row["position"], is_active=row["active"],
        )  # fmt: skip
        db.session.add(category)
        db.session.flush()
        reader.learn("categorie", row["cle"], category.id)


def _paragraphs(text: str) -> str:
    """Plain paragraphs as HTML."""
    return "".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in text.split("\n\n") if part.strip())


def _brands(reader: Reader) -> None:
    slugs: set[str] = set()
    for node in reader.section("marques"):
        key, name = node.text("cle"), node.text("nom")
        if not key or not name:
            reader.fault(node, "Une marque demande cle et nom.")
            continue
        logo = reader.picture(node.text("logo"), at=node["logo"]) if node.text("logo") else None
        slug = rules.free_slug(name, slugs, maximum=64)
        slugs.add(slug)
        brand = Brand(
            key=key, name=name, slug=slug, description=_paragraphs(node.text("description")),
            meta_title=node.text("meta_titre"), meta_description=node.text("meta_description"),
            logo=logo.name if logo else None, is_active=reader.value(node["actif"], Kind.YES_NO, True),
        )  # fmt: skip
        db.session.add(brand)
        db.session.flush()
        reader.learn("marque", key, brand.id)


def _attributes(reader: Reader) -> dict[tuple[str, str], AttributeValue]:
    attributes: dict[str, Attribute] = {}
    values: dict[tuple[str, str], AttributeValue] = {}
    for row in reader.rows("catalogue/attributs.csv", ATTRIBUTE_COLUMNS, optional=True):
        name, value = row["groupe"].strip(), row["valeur"].strip()
        if (name, value) in values:
            reader.fault(row, f"La valeur « {value} » de « {name} » est écrite deux fois.", "valeur")
            continue
        if name not in attributes:
            key = slugify(name)
            attributes[name] = Attribute(
                key=key, name=name, public_name=name, kind=row["type"], position=len(attributes) + 1
            )
            db.session.add(attributes[name])
            db.session.flush()
            reader.learn("attribut", key, attributes[name].id)
        color = attempt(reader, row, "couleur", rules.check_color, row["couleur"])
        values[name, value] = AttributeValue(
            attribute_id=attributes[name].id, name=value, color=color or "", position=row["position"]
        )
        db.session.add(values[name, value])
    db.session.flush()
    return values


def _products(reader: Reader) -> dict[str, Product]:
    found: dict[str, Product] = {}
    rows = reader.rows("catalogue/produits.csv", PRODUCT_COLUMNS)
    for row in rows:
        if row["cle"] in found:
            reader.fault(row, f"La clé « {row['cle']} » est écrite deux fois.", "cle")
            continue
        values = _product_values(reader, row)
        added_on = row["ajoute_le"] or reader.anchor
        product = attempt(reader, row, "", create_product, key=row["cle"], added_on=added_on, **values)
        if product is not None:
            product.quantity = row["quantite"]
            found[row["cle"]] = product
            reader.learn("produit", row["cle"], product.id)
    db.session.flush()
    for row in rows:
        if row["cle"] in found:
            _links(reader, row, found[row["cle"]], found)
    _unknown_descriptions(reader, found)
    return found


def _product_values(reader: Reader, row: Row) -> ProductValues:
    _front, description = reader.markdown(f"catalogue/descriptions/{row['cle']}.md", optional=True)
    tax_rule_id = reader.ref("regle_taxe", row["tva"], at=row, column="tva")
    values: ProductValues = {
        "name": row["nom"], "reference": row["reference"], "kind": row["type"], "tax_rule_id": tax_rule_id,
        "price_incl_cents": row["prix_ttc"], "cost_excl_micros": row["prix_achat_ht"],
        "summary": _paragraphs(row["resume"]), "description": description, "meta_title": row["meta_titre"],
        "meta_description": row["meta_description"], "is_online": row["en_ligne"], "is_web_only": row["exclusivite_web"],
        "condition": row["etat"], "weight_g": _milli(row["poids_kg"]), "width_mm": _tenths(row["largeur_cm"]),
        "height_mm": _tenths(row["hauteur_cm"]), "depth_mm": _tenths(row["profondeur_cm"]), "ean13": row["ean13"].strip(),
        "out_of_stock": row["rupture"], "in_stock_label": row["libelle_dispo"], "out_of_stock_label": row["libelle_rupture"],
        "available_on": row["date_dispo"], "min_quantity": row["quantite_min"], "unit": row["unite"],
        "unit_content_milli": _milli(row["contenance"]), "is_withdrawal_excluded": row["non_retractable"],
        "tags": [label for label in row["mots_cles"].split(",") if label.strip()],
        "brand_id": reader.ref("marque", row["marque"], at=row, column="marque"),
    }  # fmt: skip
    category_id = reader.ref("categorie", row["categorie"], at=row, column="categorie")
    if category_id is not None:
        values["category_id"] = category_id
    others = (reader.ref("categorie", key, at=row, column="categories") for key in row["categories"])
    values["categories"] = [number for number in others if number is not None]
    if row["slug"]:
        values["slug"] = row["slug"]
    return values


def _milli(number: Decimal) -> int:
    return int((number * 1000).to_integral_value())


def _tenths(number: Decimal) -> int:
    return int((number * 10).to_integral_value())


def _links(reader: Reader, row: Row, product: Product, found: dict[str, Product]) -> None:
    related = [reader.ref("produit", key, at=row, column="associes") for key in row["associes"]]
    attempt(reader, row, "associes", set_related, product, [number for number in related if number is not None])
    items = []
    for text in row["pack"]:
        key, _, count = text.partition("*")
        part = reader.ref("produit", key.strip(), at=row, column="pack")
        if not (count.strip() or "1").isdigit():
            reader.fault(row, f"« {text} » : écrivez cle*quantité.", "pack")
        elif part is not None:
            items.append((part, None, int(count.strip() or 1)))
    attempt(reader, row, "pack", set_pack_items, product, items)
    if product.kind == "pack" and not row["pack"]:
        reader.fault(row, "Un pack demande ses produits dans la colonne « pack ».", "pack")


def _unknown_descriptions(reader: Reader, found: Iterable[str]) -> None:
    for file in reader.files("catalogue/descriptions", ".md"):
        if PurePosixPath(file).stem not in found and not reader.is_spoiled(PurePosixPath(file).stem):
            reader.faults.append(Fault(file, 1, "Aucun produit n’a cette clé."))


def _known(reader: Reader, row: Row, products: dict[str, Product]) -> Product | None:
    reader.ref("produit", row["produit"], at=row, column="produit")
    return products.get(row["produit"])


def _images(reader: Reader, products: dict[str, Product]) -> None:
    made: list[tuple[Row, ProductImage]] = []
    for row in reader.rows("catalogue/images.csv", IMAGE_COLUMNS, optional=True):
        product = _known(reader, row, products)
        picture = reader.picture(row["fichier"], at=row)
        if product is None or picture is None:
            continue
        legend = attempt(reader, row, "legende", rules.check_text, row["legende"], 128, field="legende")
        image = ProductImage(
            product_id=product.id, media=picture.name, width=picture.width, height=picture.height, legend=legend or "",
            position=row["position"] or len(product.images) + 1, is_cover=row["couverture"],
        )  # fmt: skip
        product.images.append(image)
        made.append((row, image))
    db.session.flush()
    for row, image in made:
        reader.learn(f"image:{row['produit']}", row["fichier"], image.id)
    for product in products.values():
        if product.images and not any(image.is_cover for image in product.images):
            min(product.images, key=lambda image: image.position).is_cover = True
    db.session.flush()


def _variants(reader: Reader, products: dict[str, Product], values: dict[tuple[str, str], AttributeValue]) -> None:
    seen: dict[int, set[frozenset[int]]] = {}
    made: list[tuple[Row, Variant]] = []
    for row in reader.rows("catalogue/declinaisons.csv", VARIANT_COLUMNS, optional=True):
        product = _known(reader, row, products)
        chosen = _chosen(reader, row, values)
        if product is None or chosen is None:
            continue
        combination = frozenset(value.id for value in chosen)
        if combination in seen.setdefault(product.id, set()):
            reader.fault(row, "Cette combinaison est écrite deux fois.", "attributs")
            continue
        seen[product.id].add(combination)
        made.append((row, _variant(reader, row, product, chosen)))
    db.session.flush()
    for row, variant in made:
        if row["reference"]:
            reader.learn("declinaison", row["reference"], variant.id)
    for product in products.values():
        if product.variants:
            product.kind = "variants"
            default = next((v for v in product.variants if v.is_default), product.variants[0])
            for variant in product.variants:
                variant.is_default = variant is default
        elif product.kind == "variants":
            message = f"Le produit « {product.key} » est de type déclinaisons, mais declinaisons.csv n’en a aucune."
            reader.fault(Row("catalogue/declinaisons.csv", 1, {}), message)
    db.session.flush()


def _chosen(reader: Reader, row: Row, values: dict[tuple[str, str], AttributeValue]) -> list[AttributeValue] | None:
    chosen = []
    for text in row["attributs"]:
        name, _, value = (part.strip() for part in text.partition("="))
        found = values.get((name, value))
        if found is None:
            reader.fault(row, f"Valeur d’attribut « {text} » absente de attributs.csv.", "attributs")
            return None
        chosen.append(found)
    return chosen


def _variant(reader: Reader, row: Row, product: Product, chosen: list[AttributeValue]) -> Variant:
    rate = product.tax_rule.rate_bp if product.tax_rule else 0
    image_id = reader.ref(f"image:{row['produit']}", row["image"], at=row, column="image") if row["image"] else None
    ean13 = attempt(reader, row, "ean13", rules.check_ean13, row["ean13"].strip())
    cost = row["prix_achat_ht"]
    if cost is not None:
        cost = attempt(reader, row, "prix_achat_ht", rules.check_price, cost)
    weight = _milli(row["poids_kg"]) - product.weight_g if row["poids_kg"] is not None else 0
    variant = Variant(
        product_id=product.id, reference=row["reference"], ean13=ean13 or "",
        impact_excl_micros=excl_micros(row["impact_ttc"], rate), weight_impact_g=weight, quantity=row["quantite"],
        is_default=row["par_defaut"], image_id=image_id, cost_excl_micros=cost,
    )  # fmt: skip
    variant.values = [VariantValue(attribute_value_id=value.id) for value in chosen]
    product.variants.append(variant)
    return variant


def _features(reader: Reader, products: dict[str, Product]) -> None:
    pairs: dict[str, list[tuple[str, str]]] = {}
    first: dict[str, Row] = {}
    for row in reader.rows("catalogue/caracteristiques.csv", FEATURE_COLUMNS, optional=True):
        if _known(reader, row, products) is not None:
            pairs.setdefault(row["produit"], []).append((row["caracteristique"], row["valeur"]))
            first.setdefault(row["produit"], row)
    known = known_features()
    for key, found in pairs.items():
        attempt(reader, first[key], "valeur", set_features, products[key], found, known=known)


def _custom_fields(reader: Reader, products: dict[str, Product]) -> None:
    fields: dict[str, list[tuple[str, str, bool, int]]] = {}
    first: dict[str, Row] = {}
    for row in reader.rows("catalogue/personnalisations.csv", FIELD_COLUMNS, optional=True):
        if _known(reader, row, products) is not None:
            line = (row["libelle"], row["type"], row["obligatoire"], row["longueur_max"] or 255)
            fields.setdefault(row["produit"], []).append(line)
            first.setdefault(row["produit"], row)
    for key, found in fields.items():
        attempt(reader, first[key], "libelle", set_custom_fields, products[key], found)


def _attachments(reader: Reader, products: dict[str, Product]) -> None:
    wanted: dict[str, list[int]] = {}
    for row in reader.rows("catalogue/fichiers.csv", FILE_COLUMNS, optional=True):
        file = reader.document(row["fichier"], at=row)
        if file is None:
            continue
        made = attempt(
            reader,
            row,
            "nom",
            create_attachment,
            key=row["cle"],
            name=row["nom"],
            description=row["description"],
            file=file,
        )
        if made is None:
            continue
        reader.learn("fichier", row["cle"], made.id)
        for key in row["produits"]:
            reader.ref("produit", key, at=row, column="produits")
            if key in products:
                wanted.setdefault(key, []).append(made.id)
    for key, numbers in wanted.items():
        set_attachments(products[key], numbers)
