"""French names of the shop's things: `produit:coffret-escale-hiver`, fields, values. One table, made from the rooms.

Used by the validator, the player and the evidence. Row look-ups need the shop open.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.module import Entity, Field
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.text import fold
from sandbox.kernel.values import Kind, ValueFault, parse
from sandbox.modules import entities

ALIASES: Mapping[str, tuple[str, ...]] = {
    "code_promo": ("regle_panier",), "bon_reduction": ("regle_panier",), "bon_de_reduction": ("regle_panier",),
    "coupon": ("regle_panier",), "code_reduction": ("regle_panier",), "promo": ("regle_panier", "promo_affichee"),
    "promotion": ("prix_specifique", "promo_affichee"), "promotion_produit": ("prix_specifique",), "solde": ("prix_specifique",),
    "regle": ("regle_catalogue",), "regle_prix": ("regle_catalogue",), "groupe": ("groupe_clients", "groupe_defaut"),
    "message": ("fil", "texte"), "reclamation": ("fil",), "conversation": ("fil",), "sav": ("fil",),
    "combinaison": ("declinaison",), "variante": ("declinaison",), "article": ("produit",), "rubrique": ("categorie",),
    "livraison": ("transporteur",), "carrousel": ("diapositive",), "slide": ("diapositive",), "photo": ("image",),
    "synonyme": ("alias",), "salarie": ("employe",), "colis": ("commande",), "mot_cle": ("mots_cles",),
    "stock": ("quantite",), "prix": ("prix_ttc",), "prix_vente": ("prix_ttc",), "cout": ("prix_achat_ht",), "taxe": ("tva",),
    "titre_seo": ("meta_titre",), "balise_titre": ("meta_titre",), "description_seo": ("meta_description",),
    "statut": ("en_ligne", "etat", "actif"), "publie": ("en_ligne",), "visible": ("en_ligne",), "mots_clefs": ("mots_cles",),
    "tags": ("mots_cles",), "reduction_pct": ("reduction", "pourcentage"), "remise": ("reduction", "pourcentage", "montant"),
    "fin": ("au",), "debut": ("du",), "date_fin": ("au",), "date_debut": ("du",), "bandeau": ("promo_affichee",),
    "bandeau_promo": ("promo_affichee",), "recapitulatif": ("resume",), "url": ("slug",), "legende": ("legende_couverture",),
}  # fmt: skip
"""What trainers write instead, when nearness of letters alone would propose something else."""


class NameFault(ValueError):
    """A name or a value that means nothing here; the text is French."""


def near(word: str, known: Iterable[str]) -> str:
    """« Vouliez-vous dire … ? » with the nearest known word, or nothing."""
    found = near_word(word, known)
    return f" Vouliez-vous dire « {found} » ?" if found else ""


def near_word(word: str, known: Iterable[str]) -> str | None:
    """The known word that was meant: what trainers write instead, else the nearest in letters; None when nothing is near."""
    words = list(known)
    alias = next((one for one in ALIASES.get(word, ()) if one in words), None)
    if alias is not None:
        return alias
    folded = {fold(one).replace("-", "_"): one for one in reversed(words)}
    plain_word = fold(word).replace("-", "_").replace(" ", "_")
    if plain_word in folded:
        return folded[plain_word]
    return next(iter(difflib.get_close_matches(word, words, n=1, cutoff=0.6)), None)


def entity_named(name: str) -> Entity:
    """The entity of that French name; raises NameFault with the nearest one."""
    found = entities().get(name)
    if found is None:
        raise NameFault(f"Entité « {name} » inconnue.{near(name, entities())}")
    return found


def field_named(entity: Entity, name: str) -> Field:
    """The field of that French name; raises NameFault with the nearest one."""
    found = entity.field(name)
    if found is None:
        raise NameFault(
            f"L’entité « {entity.name} » n’a pas de champ « {name} ».{near(name, (f.name for f in entity.fields))}"
        )
    return found


def split_target(target: str) -> tuple[Entity, str]:
    """`produit:coffret-escale-hiver` as entity and key; raises NameFault."""
    name, colon, key = target.partition(":")
    if not colon or not key:
        raise NameFault(f"Cible « {target} » : écrivez entité:clé, par exemple produit:coffret-meres.")
    return entity_named(name), key


@dataclass(slots=True)
class Names:
    """Keys given during a run to rows that a person would have made by hand, besides those stored in the shop.

    With `seen` (who only looks, while nothing changes), a row is asked for once.
    """

    anchor: date
    given: dict[tuple[str, str], int] = field(default_factory=dict)
    seen: dict[tuple[str, str], Any] | None = None
    _without: set[tuple[str, str]] = field(default_factory=set)

    def find_row(self, entity: Entity, key: str) -> Any | None:
        """The row of that key in the open shop, or None."""
        if self.seen is None:
            return self._look(entity, key)
        if (entity.name, key) not in self.seen:
            self._keep(entity, key, self._look(entity, key))
        return self.seen[entity.name, key]

    def row(self, entity: Entity, row_id: int) -> Any | None:
        """The row of that number in the open shop, or None; who only looks asks once."""
        if self.seen is not None and (entity.name, f"#{row_id}") in self.seen:
            return self.seen[entity.name, f"#{row_id}"]
        found = db.session.get(entity.model, (open_shop_id(), row_id))
        if self.seen is not None:
            self.seen[entity.name, f"#{row_id}"] = found
        return found

    def read(self, entity: Entity, column: str, values: Iterable[Any]) -> None:
        """Read several rows at once, by `id` or by `key`, for who only looks: they are then known without asking."""
        wanted = [v for v in values if (entity.name, f"#{v}" if column == "id" else v) not in (self.seen or {})]
        if self.seen is None or not wanted:
            return
        by = getattr(entity.model, column)
        for row in db.session.scalars(sa.select(entity.model).where(by.in_(wanted))):
            self._keep(entity, getattr(row, "key", None) or f"#{row.id}", row)
        if column == "key":
            self._without |= {(entity.name, v) for v in wanted if (entity.name, v) not in self.seen}

    def _keep(self, entity: Entity, key: str, row: Any) -> None:
        if self.seen is not None:
            self.seen[entity.name, key] = row
            if isinstance(getattr(row, "id", None), int):
                self.seen[entity.name, f"#{row.id}"] = row

    def _look(self, entity: Entity, key: str) -> Any | None:
        if (entity.name, key) in self.given:
            return db.session.scalars(
                sa.select(entity.model).where(entity.model.id == self.given[(entity.name, key)])
            ).first()
        return find_by_key(entity, key, has_key=(entity.name, key) not in self._without)

    def get_row(self, entity: Entity, key: str) -> Any:
        """The row of that key; raises NameFault."""
        row = self.find_row(entity, key)
        if row is None:
            raise NameFault(f"{entity.label} « {key} » : introuvable dans cette entreprise.")
        return row

    def value(self, spec: Field, raw: Any) -> Any:
        """A written value as the field keeps it, references resolved to ids; raises NameFault."""
        try:
            if spec.ref and spec.kind is Kind.LIST:
                items = raw if isinstance(raw, list) else parse(Kind.LIST, raw, self.anchor) or []
                return [self.get_row(entity_named(spec.ref), strip_entity(str(item), spec.ref)).id for item in items]
            if spec.ref or spec.kind is Kind.REF:
                if raw in (None, ""):
                    return None
                return self.get_row(entity_named(spec.ref or spec.name), strip_entity(str(raw), spec.ref or "")).id
            return parse(spec.kind, raw, self.anchor, spec.choices)
        except ValueFault as fault:
            raise NameFault(str(fault)) from None


def strip_entity(raw: str, entity: str) -> str:
    """`produit:mug` and `mug` both name the product « mug » where a product is expected."""
    return raw.removeprefix(f"{entity}:")


def find_by_key(entity: Entity, key: str, *, has_key: bool = True) -> Any | None:
    """The row of the open shop with that key; without one, by what people call it (name, alias, code, reference).

    `#12` is the row of that number, for what has no name. Without `has_key`, no row has that key: it is not asked for again.
    """
    model = entity.model
    if key.startswith("#") and key[1:].isdigit():
        return db.session.scalars(sa.select(model).where(model.id == int(key[1:]))).first()
    if special := _SPECIAL.get(entity.name):
        return special(model, key)
    if has_key and hasattr(model, "key"):
        found = db.session.scalars(sa.select(model).where(model.key == key)).first()
        if found is not None:
            return found
    wanted = fold(key)
    for name in ("alias", "code", "reference", "name", "title", "slug"):
        if not isinstance(getattr(model, name, None), sa.orm.InstrumentedAttribute):
            continue
        for row in db.session.scalars(sa.select(model).order_by(model.id)):
            if fold(str(getattr(row, name) or "")) == wanted:
                return row
    return None


def _variant(model: Any, key: str) -> Any | None:
    """`produit/250 g/En grains`: the variant of a product that has these values; or by reference."""
    product_key, _, rest = key.partition("/")
    wanted = sorted(fold(part.strip()) for part in rest.split("/") if part.strip())
    product = find_by_key(entities()["produit"], product_key) if wanted else None
    if product is None:
        return db.session.scalars(sa.select(model).where(model.reference == key)).first()
    for variant in product.variants:
        if sorted(fold(link.value.name) for link in variant.values) == wanted:
            return variant
    return None


def _attribute_value(model: Any, key: str) -> Any | None:
    """`Poids=250 g`."""
    attribute_name, _, name = key.partition("=")
    attribute = find_by_key(entities()["attribut"], attribute_name)
    if attribute is None:
        return None
    return next((value for value in attribute.values if fold(value.name) == fold(name)), None)


def _featured(model: Any, key: str) -> Any | None:
    product = find_by_key(entities()["produit"], key)
    return product and db.session.scalars(sa.select(model).where(model.product_id == product.id)).first()


def _image(model: Any, key: str) -> Any | None:
    """`produit/2`: the second picture of a product."""
    product_key, _, rank = key.partition("/")
    product = find_by_key(entities()["produit"], product_key)
    if product is None or not rank.isdigit() or not 1 <= int(rank) <= len(product.images):
        return None
    return product.images[int(rank) - 1]


_SPECIAL = {
    "image": _image,
    "declinaison": _variant,
    "valeur_attribut": _attribute_value,
    "produit_populaire": _featured,
}


def column_of(spec: Field, entity: Entity) -> str | None:
    """The stored column behind a field: prices with tax are stored without. None for what is computed from other rows."""
    columns = set(entity.model.__table__.columns.keys())
    for name in (spec.column, spec.attr, spec.attr.replace("_incl_cents", "_excl_micros")):
        if name is not None and name in columns:
            return name
    return None


def title_of_row(entity: Entity, row: Any) -> str:
    """What people call a row: its title, else its name, reference, or number."""
    for name in (entity.title, "title", "name", "reference", "label", "code", "alias"):
        spec = next((f for f in entity.fields if f.attr == name), None)
        value = getattr(row, name, None)
        if isinstance(value, str) and value and (spec is None or spec.kind in (Kind.TEXT, Kind.HTML)):
            return value
    owner = getattr(getattr(row, "product", None), "name", None)
    return (
        f"{entity.label} de « {owner} »" if isinstance(owner, str) else f"{entity.label} n° {getattr(row, 'id', '?')}"
    )
