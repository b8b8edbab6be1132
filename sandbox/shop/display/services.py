"""Changing how the shop shows itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, TypeVar, Unpack

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import clean_html
from sandbox.shop.catalog.models import Product
from sandbox.shop.display import rules
from sandbox.shop.display.models import (
    FeaturedProduct,
    HomeBlock,
    LinkList,
    ListLink,
    MenuItem,
    ReassuranceItem,
    Slide,
)

M = TypeVar("M")


class SlideDetails(TypedDict, total=False):
    """What may be given of a slide besides title and picture. Pictures are stored media's names; tone dark | light."""

    badge: str
    body: str
    button: str
    target: str
    image_small: str | None
    legend: str
    tone: str
    is_active: bool


class SlideValues(SlideDetails, total=False):
    """What may be changed of a slide."""

    title: str
    image: str


class BlockValues(TypedDict, total=False):
    """What may be changed of a home block; `intro` is HTML for the free text block, made safe here."""

    title: str
    intro: str
    is_active: bool


class PromiseValues(TypedDict, total=False):
    """What may be changed of a promise."""

    icon: str
    title: str
    body: str
    target: str
    is_active: bool


# home blocks ---------------------------------------------------------------------------------------------------------


@action("bloc_accueil.deplacer", entity="bloc_accueil", words="a déplacé le bloc de la page d’accueil")
def move_block(*, block: HomeBlock, position: int) -> HomeBlock:
    """Put a block at a rank (from 1) of the home page."""
    _move(HomeBlock, block, position)
    return block


@action("bloc_accueil.modifier", entity="bloc_accueil", words="a modifié le bloc de la page d’accueil")
def update_block(*, block: HomeBlock, **values: Unpack[BlockValues]) -> HomeBlock:
    """Change a block's title and introduction, show it or take it off."""
    if "title" in values:
        block.title = rules.clean_text(values["title"], field="title", label="Titre", length=120)
    if "intro" in values:
        text = values["intro"]
        block.intro = clean_html(text).strip() if block.kind == "story" else text.strip()
    if "is_active" in values:
        block.is_active = values["is_active"]
    session.flush()
    return block


# popular products ----------------------------------------------------------------------------------------------------


@action("produit_populaire.ajouter", entity="produit_populaire", words="a ajouté un produit populaire")
def add_featured(*, product: Product, position: int | None = None) -> FeaturedProduct:
    """Choose a product for « Produits populaires », last or at a rank (from 1). Refuses one already chosen."""
    if session.scalar(sa.select(FeaturedProduct.id).where(FeaturedProduct.product_id == product.id)) is not None:
        raise RuleBroken(f"« {product.name} » est déjà dans les produits populaires.", field="product_id")
    row = FeaturedProduct(product_id=product.id, position=_last(FeaturedProduct) + 1)
    session.add(row)
    session.flush()
    if position is not None:
        _move(FeaturedProduct, row, position)
    return row


@action("produit_populaire.retirer", entity="produit_populaire", words="a retiré un produit populaire")
def remove_featured(*, featured: FeaturedProduct) -> FeaturedProduct:
    """Take a product out of « Produits populaires »."""
    _delete(FeaturedProduct, featured)
    return featured


@action("produit_populaire.deplacer", entity="produit_populaire", words="a déplacé un produit populaire")
def move_featured(*, featured: FeaturedProduct, position: int) -> FeaturedProduct:
    """Put a popular product at a rank (from 1)."""
    _move(FeaturedProduct, featured, position)
    return featured


# carousel ------------------------------------------------------------------------------------------------------------


@action("diapositive.creer", entity="diapositive", words="a créé la diapositive")
def create_slide(*, title: str, image: str, **values: Unpack[SlideDetails]) -> Slide:
    """A new slide, last of the carousel; `image` is the name of a stored picture."""
    slide = Slide(
        title=rules.clean_text(title, field="title", label="Titre", length=160, required=True), image=image,
        position=_last(Slide) + 1,
    )  # fmt: skip
    session.add(slide)
    _apply_slide(slide, values)
    session.flush()
    return slide


@action("diapositive.modifier", entity="diapositive", words="a modifié la diapositive")
def update_slide(*, slide: Slide, **values: Unpack[SlideValues]) -> Slide:
    """Change what is given of a slide."""
    if "title" in values:
        slide.title = rules.clean_text(values["title"], field="title", label="Titre", length=160, required=True)
    if values.get("image"):
        slide.image = values["image"]
    _apply_slide(slide, values)
    session.flush()
    return slide


@action("diapositive.deplacer", entity="diapositive", words="a déplacé la diapositive")
def move_slide(*, slide: Slide, position: int) -> Slide:
    """Put a slide at a rank (from 1) of the carousel."""
    _move(Slide, slide, position)
    return slide


@action("diapositive.supprimer", entity="diapositive", words="a supprimé la diapositive")
def delete_slide(*, slide: Slide) -> Slide:
    """Take a slide out of the carousel for good."""
    _delete(Slide, slide)
    return slide


_SLIDE_LINES = (
    ("badge", "Pastille", 60),
    ("button", "Bouton", 60),
    ("legend", "Légende", 160),
    ("body", "Texte", 1000),
)


def _apply_slide(slide: Slide, values: SlideDetails) -> None:
    given: dict[str, Any] = dict(values)
    for name, label, length in _SLIDE_LINES:
        if name in given:
            setattr(slide, name, rules.clean_text(given[name], field=name, label=label, length=length))
    if "target" in values:
        slide.target = rules.check_target(values["target"], required=False)
    if "tone" in values:
        slide.tone = rules.check_tone(values["tone"])
    if "image_small" in values:
        slide.image_small = values["image_small"]
    if "is_active" in values:
        slide.is_active = values["is_active"]


# reassurance ---------------------------------------------------------------------------------------------------------


@action("reassurance.creer", entity="reassurance", words="a ajouté un élément de réassurance")
def create_promise(
    *, icon: str, title: str, body: str = "", target: str = "", is_active: bool = True
) -> ReassuranceItem:
    """A new promise, last of the block."""
    item = ReassuranceItem(position=_last(ReassuranceItem) + 1)
    _apply_promise(item, {"icon": icon, "title": title, "body": body, "target": target, "is_active": is_active})
    session.add(item)
    session.flush()
    return item


@action("reassurance.modifier", entity="reassurance", words="a modifié un élément de réassurance")
def update_promise(*, item: ReassuranceItem, **values: Unpack[PromiseValues]) -> ReassuranceItem:
    """Change what is given of a promise."""
    _apply_promise(item, values)
    session.flush()
    return item


@action("reassurance.deplacer", entity="reassurance", words="a déplacé un élément de réassurance")
def move_promise(*, item: ReassuranceItem, position: int) -> ReassuranceItem:
    """Put a promise at a rank (from 1)."""
    _move(ReassuranceItem, item, position)
    return item


@action("reassurance.supprimer", entity="reassurance", words="a supprimé un élément de réassurance")
def delete_promise(*, item: ReassuranceItem) -> ReassuranceItem:
    """Take a promise away."""
    _delete(ReassuranceItem, item)
    return item


def _apply_promise(item: ReassuranceItem, values: PromiseValues) -> None:
    if "icon" in values:
        item.icon = rules.check_icon(values["icon"])
    if "title" in values:
        item.title = rules.clean_text(values["title"], field="title", label="Titre", length=80, required=True)
    if "body" in values:
        item.body = rules.clean_text(values["body"], field="body", label="Texte", length=200)
    if "target" in values:
        item.target = rules.check_target(values["target"], required=False)
    if "is_active" in values:
        item.is_active = values["is_active"]


# main menu -----------------------------------------------------------------------------------------------------------


@action("menu.ajouter", entity="menu", words="a ajouté une entrée au menu principal")
def add_menu_item(*, target: str, label: str = "", position: int | None = None) -> MenuItem:
    """A new entry of the main menu, last or at a rank (from 1); without label it shows its target's name."""
    cleaned = rules.check_target(target)
    reference = rules.parse_target(cleaned)
    words = rules.clean_text(label, field="label", label="Libellé", length=80)
    if reference is not None and reference.kind == "path" and not words:
        raise RuleBroken("Donnez un libellé à ce lien.", field="label")
    if session.scalar(sa.select(MenuItem.id).where(MenuItem.target == cleaned)) is not None:
        raise RuleBroken("Cette entrée est déjà dans le menu principal.", field="target")
    item = MenuItem(target=cleaned, label=words, position=_last(MenuItem) + 1)
    session.add(item)
    session.flush()
    if position is not None:
        _move(MenuItem, item, position)
    return item


@action("menu.modifier", entity="menu", words="a modifié une entrée du menu principal")
def update_menu_item(*, item: MenuItem, label: str) -> MenuItem:
    """Change the words of an entry; empty goes back to its target's name."""
    item.label = rules.clean_text(label, field="label", label="Libellé", length=80)
    session.flush()
    return item


@action("menu.deplacer", entity="menu", words="a déplacé une entrée du menu principal")
def move_menu_item(*, item: MenuItem, position: int) -> MenuItem:
    """Put an entry at a rank (from 1)."""
    _move(MenuItem, item, position)
    return item


@action("menu.retirer", entity="menu", words="a retiré une entrée du menu principal")
def remove_menu_item(*, item: MenuItem) -> MenuItem:
    """Take an entry out of the main menu."""
    _delete(MenuItem, item)
    return item


# lists of links ------------------------------------------------------------------------------------------------------


@action("liste_liens.creer", entity="liste_liens", words="a créé la liste de liens")
def create_link_list(*, name: str) -> LinkList:
    """A new list of links in the footer, empty and last."""
    row = LinkList(
        name=rules.clean_text(name, field="name", label="Nom", length=80, required=True), position=_last(LinkList) + 1
    )
    session.add(row)
    session.flush()
    return row


@action("liste_liens.modifier", entity="liste_liens", words="a modifié la liste de liens")
def update_link_list(*, link_list: LinkList, name: str) -> LinkList:
    """Rename a list."""
    link_list.name = rules.clean_text(name, field="name", label="Nom", length=80, required=True)
    session.flush()
    return link_list


@action("liste_liens.deplacer", entity="liste_liens", words="a déplacé la liste de liens")
def move_link_list(*, link_list: LinkList, position: int) -> LinkList:
    """Put a list at a rank (from 1) of the footer."""
    _move(LinkList, link_list, position)
    return link_list


@action("liste_liens.supprimer", entity="liste_liens", words="a supprimé la liste de liens")
def delete_link_list(*, link_list: LinkList) -> LinkList:
    """Delete a list with its links."""
    _delete(LinkList, link_list)
    return link_list


@action("lien.ajouter", entity="lien", words="a ajouté un lien à une liste")
def add_link(*, link_list: LinkList, target: str, label: str = "") -> ListLink:
    """A new link, last of its list; without label it shows its target's name."""
    cleaned = rules.check_target(target)
    reference = rules.parse_target(cleaned)
    words = rules.clean_text(label, field="label", label="Libellé", length=80)
    if reference is not None and reference.kind == "path" and not words:
        raise RuleBroken("Donnez un libellé à ce lien.", field="label")
    if any(link.target == cleaned for link in link_list.links):
        raise RuleBroken("Ce lien est déjà dans la liste.", field="target")
    link = ListLink(list_id=link_list.id, target=cleaned, label=words, position=len(link_list.links) + 1)
    link_list.links.append(link)
    session.flush()
    return link


@action("lien.deplacer", entity="lien", words="a déplacé un lien")
def move_link(*, link: ListLink, position: int) -> ListLink:
    """Put a link at a rank (from 1) of its list."""
    rows = session.scalars(
        sa.select(ListLink).where(ListLink.list_id == link.list_id).order_by(ListLink.position, ListLink.id)
    ).all()
    _number(rules.moved(rows, link, position))
    return link


@action("lien.retirer", entity="lien", words="a retiré un lien")
def remove_link(*, link: ListLink) -> ListLink:
    """Take a link out of its list."""
    owner = session.scalars(sa.select(LinkList).where(LinkList.id == link.list_id)).one()
    owner.links.remove(link)
    session.flush()
    _number(owner.links)
    return link


# ranks ---------------------------------------------------------------------------------------------------------------


def _ordered(model: Any) -> Sequence[Any]:
    return session.scalars(sa.select(model).order_by(model.position, model.id)).all()


def _last(model: Any) -> int:
    return session.scalar(sa.select(sa.func.max(model.position))) or 0


def _move(model: Any, row: Any, position: int) -> None:
    _number(rules.moved(_ordered(model), row, position))


def _delete(model: Any, row: Any) -> None:
    session.delete(row)
    session.flush()
    _number(_ordered(model))


def _number(rows: Sequence[Any]) -> None:
    """Ranks run from 1 without a gap; a row that keeps its rank is not touched."""
    for rank, row in enumerate(rows, 1):
        if row.position != rank:
            row.position = rank
    session.flush()
