"""The display's room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.display.models import (
    FeaturedProduct,
    HomeBlock,
    LinkList,
    ListLink,
    MenuItem,
    ReassuranceItem,
    Slide,
)
from sandbox.shop.display.rules import BLOCK_KINDS, TONES
from sandbox.shop.display.seed import load

_POSITION = Field("position", "position", "Position", Kind.INTEGER, writable=False)

BLOCK = Entity("bloc_accueil", "Bloc de la page d’accueil", HomeBlock, (
    Field("type", "kind", "Bloc", Kind.CHOICE, choices=BLOCK_KINDS, writable=False),
    Field("titre", "title", "Titre"),
    Field("intro", "intro", "Introduction"),
    Field("actif", "is_active", "Affiché", Kind.YES_NO),
    _POSITION,
), argument="block", title="title")  # fmt: skip

FEATURED = Entity("produit_populaire", "Produit populaire", FeaturedProduct, (
    Field("produit", "product_id", "Produit", Kind.REF, ref="produit"),
    _POSITION,
), argument="featured", title="product_id")  # fmt: skip

SLIDE = Entity("diapositive", "Diapositive du carrousel", Slide, (
    Field("titre", "title", "Titre"),
    Field("pastille", "badge", "Pastille"),
    Field("texte", "body", "Texte"),
    Field("bouton", "button", "Bouton"),
    Field("lien", "target", "Lien"),
    Field("image", "image", "Image"),
    Field("legende", "legend", "Légende"),
    Field("fond", "tone", "Fond", Kind.CHOICE, choices=TONES),
    Field("actif", "is_active", "Activée", Kind.YES_NO),
    _POSITION,
), argument="slide", title="title", gender="f")  # fmt: skip

PROMISE = Entity("reassurance", "Élément de réassurance", ReassuranceItem, (
    Field("icone", "icon", "Icône"),
    Field("titre", "title", "Titre"),
    Field("texte", "body", "Texte"),
    Field("lien", "target", "Lien"),
    Field("actif", "is_active", "Affiché", Kind.YES_NO),
    _POSITION,
), argument="item", title="title")  # fmt: skip

MENU = Entity("menu", "Entrée du menu principal", MenuItem, (
    Field("lien", "target", "Lien", writable=False),
    Field("libelle", "label", "Libellé"),
    _POSITION,
), argument="item", title="label", gender="f")  # fmt: skip

LINK_LIST = Entity("liste_liens", "Liste de liens", LinkList, (
    Field("nom", "name", "Nom"),
    _POSITION,
), argument="link_list", gender="f")  # fmt: skip

LINK = Entity("lien", "Lien", ListLink, (
    Field("liste", "list_id", "Liste", Kind.REF, ref="liste_liens", writable=False),
    Field("lien", "target", "Lien", writable=False),
    Field("libelle", "label", "Libellé", writable=False),
    _POSITION,
), argument="link", title="label")  # fmt: skip

MODULE = ShopModule("display", entities=(BLOCK, FEATURED, SLIDE, PROMISE, MENU, LINK_LIST, LINK), seed=load)
