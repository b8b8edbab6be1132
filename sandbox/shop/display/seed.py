"""The display's part of a context: accueil, carrousel, reassurance, menu, listes_liens."""

from __future__ import annotations

from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Node
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
from sandbox.shop.shops.services import set_setting


def load(reader: Reader) -> None:
    """Home blocks and popular products, slides, promises, menu, lists of links."""
    _home(reader)
    _slides(reader)
    _promises(reader)
    _menu(reader)
    _lists(reader)


def _home(reader: Reader) -> None:
    section = reader.section("accueil")
    blocks = []
    for rank, node in enumerate(section["blocs"], 1):
        kind = reader.value(node["cle"], Kind.CHOICE, None, rules.BLOCK_KINDS)
        if kind is None:
            continue
        blocks.append(HomeBlock(
            key=node.text("cle"), kind=kind, title=node.text("titre"), intro=node.text("intro"), position=rank,
            is_active=reader.value(node["actif"], Kind.YES_NO, True),
        ))  # fmt: skip
    session.add_all(blocks)
    session.flush()
    for block in blocks:
        reader.learn("bloc_accueil", str(block.key), block.id)
    for rank, node in enumerate(section["populaires"]["produits"], 1):
        product_id = reader.ref("produit", node.text(), at=node)
        if product_id is not None:
            session.add(FeaturedProduct(product_id=product_id, position=rank))
    count = section["populaires"]["nombre"]
    if count.value is not None:
        try:
            set_setting(name="populaires_nombre", value=count.text())
        except RuleBroken as error:
            reader.fault(count, error.message)
    session.flush()


def _slides(reader: Reader) -> None:
    slides = []
    for rank, node in enumerate(reader.section("carrousel"), 1):
        image = reader.picture(node.text("image"), at=node["image"]) if node.text("image") else None
        small = (
            reader.picture(node.text("image_mobile"), at=node["image_mobile"]) if node.text("image_mobile") else None
        )
        if not node.text("cle") or not node.text("titre"):
            reader.fault(node, "Une diapositive a une « cle » et un « titre ».")
            continue
        slides.append(Slide(
            key=node.text("cle"), title=node.text("titre"), badge=node.text("pastille"), body=node.text("texte"),
            button=node.text("bouton"), target=_target(reader, node, "lien", required=False),
            image=image.name if image else None, image_small=small.name if small else None, legend=node.text("legende"),
            tone=reader.value(node["fond"], Kind.CHOICE, "dark", rules.TONES), position=rank,
            is_active=reader.value(node["actif"], Kind.YES_NO, True),
        ))  # fmt: skip
    session.add_all(slides)
    session.flush()
    for slide in slides:
        reader.learn("diapositive", str(slide.key), slide.id)


def _promises(reader: Reader) -> None:
    for rank, node in enumerate(reader.section("reassurance"), 1):
        if node.text("icone") not in rules.ICONS:
            reader.fault(
                node, f"Icône « {node.text('icone')} » inconnue ; icônes possibles : {', '.join(rules.ICONS)}.", "icone"
            )
            continue
        session.add(ReassuranceItem(
            icon=node.text("icone"), title=node.text("titre"), body=node.text("texte"),
            target=_target(reader, node, "lien", required=False), position=rank,
            is_active=reader.value(node["actif"], Kind.YES_NO, True),
        ))  # fmt: skip
    session.flush()


def _menu(reader: Reader) -> None:
    kinds = {word: word for word in (*rules.KINDS, "lien")}
    for rank, node in enumerate(reader.section("menu"), 1):
        kind = reader.value(node["type"], Kind.CHOICE, "lien", kinds)
        written = node.text("cible") if kind == "lien" or ":" in node.text("cible") else f"{kind}:{node.text('cible')}"
        session.add(
            MenuItem(target=_checked(reader, node, "cible", written), label=node.text("libelle"), position=rank)
        )
    session.flush()


def _lists(reader: Reader) -> None:
    for rank, node in enumerate(reader.section("listes_liens"), 1):
        row = LinkList(key=node.text("cle") or None, name=node.text("titre"), position=rank)
        session.add(row)
        session.flush()
        if row.key:
            reader.learn("liste_liens", row.key, row.id)
        for place, link in enumerate(node["liens"], 1):
            target = _target(reader, link, "cible")
            session.add(ListLink(list_id=row.id, target=target, label=link.text("libelle"), position=place))
    session.flush()


def _target(reader: Reader, node: Node, name: str, *, required: bool = True) -> str:
    written = node.text(name)
    if not written and not required:
        return ""
    return _checked(reader, node, name, written)


def _checked(reader: Reader, node: Node, name: str, written: str) -> str:
    """A target whose thing exists; what does not is a fault with the nearest key."""
    reference = rules.parse_target(written)
    if reference is None:
        reader.fault(
            node, f"Lien « {written} » illisible (exemples : produit:cle, categorie:cle, page:cle, /contact).", name
        )
    elif reference.key:
        is_site = reference.kind in rules.SITE_KINDS.values()  # the site is read after the shop
        check = reader.ref_later if is_site else reader.ref
        check(rules.KIND_WORDS[reference.kind], reference.key, at=node, column=name)
    return written
