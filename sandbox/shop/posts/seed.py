"""Articles and pages of a context: site/site.yaml (« rubriques », « etiquettes »), site/articles/*.md, site/pages/*.md.

A file is a front matter and a text in Markdown; between its paragraphs, blocks may be written in WordPress's markup:
`<!-- wp:image {"media":"tasses"} /-->` (and a film's `"poster"`). A media is named by its key, a link by a reference (`article:cle`).
"""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.packs import Reader
from sandbox.kernel.text import slugify
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.blocks.rules.checking import read_blocks
from sandbox.shop.blocks.rules.from_html import blocks_of_html
from sandbox.shop.blocks.rules.inline import links_in, reference_of
from sandbox.shop.blocks.rules.markup import blocks_of_markup
from sandbox.shop.blocks.rules.tree import Block, to_json, walk
from sandbox.shop.posts import rules
from sandbox.shop.posts.models import PostCategory, PostTag, SiteCategory, SitePost, SiteTag

_MEDIA = re.compile(r'"(media|poster)":\s*"([a-z0-9_-]+)"')
_OURS = ("article", "page_site", "rubrique", "etiquette", "media", "produit", "categorie", "page")


def load(reader: Reader) -> None:
    """Categories and tags, then every article and page; links are checked once all are known."""
    site = reader.yaml("site/site.yaml", optional=True)
    _categories(reader, site["rubriques"])
    _tags(reader, site["etiquettes"])
    read = [(post, front) for kind in ("page", "post") for post, front in _posts(reader, kind)]
    for post, front in read:
        _hang(reader, post, front)
    session.flush()
    for post, front in read:
        _check_links(reader, post, front)


def _categories(reader: Reader, nodes: Node) -> None:
    for node in nodes:
        key, name = node.text("cle"), node.text("nom")
        if not key or not name:
            reader.fault(node, "Une rubrique a une « cle » et un « nom ».")
            continue
        row = SiteCategory(
            key=key, name=name, slug=node.text("slug") or slugify(name), description=node.text("description"),
            parent_id=reader.ref("rubrique", node.text("parente"), at=node, column="parente"),
        )  # fmt: skip
        session.add(row)
        session.flush()
        reader.learn("rubrique", key, row.id)


def _tags(reader: Reader, nodes: Node) -> None:
    for node in nodes:
        key, name = node.text("cle"), node.text("nom")
        if not key or not name:
            reader.fault(node, "Une étiquette a une « cle » et un « nom ».")
            continue
        tag = SiteTag(key=key, name=name, slug=node.text("slug") or slugify(name), description=node.text("description"))
        session.add(tag)
        session.flush()
        reader.learn("etiquette", key, tag.id)


def _posts(reader: Reader, kind: str) -> list[tuple[SitePost, Node]]:
    folder, entity = ("site/pages", "page_site") if kind == "page" else ("site/articles", "article")
    found = []
    for file in reader.files(folder, ".md"):
        key = PurePosixPath(file).stem
        front, text = reader.front(file)
        if key != slugify(key):
            reader.fault(front, f"Le nom du fichier est une clé : renommez-le « {slugify(key)}.md ».")
            continue
        post = _post(reader, front, kind, key, text)
        session.add(post)
        session.flush()
        reader.learn(entity, key, post.id)
        found.append((post, front))
    return found


def _post(reader: Reader, front: Node, kind: str, key: str, text: str) -> SitePost:
    start = clock.start_of_day(reader.anchor)
    status = reader.value(front["etat"], Kind.CHOICE, "published", rules.STATUSES)
    moment = reader.value(front["le"], Kind.MOMENT, start)
    return SitePost(
        kind=kind, key=key, title=front.text("titre"), slug=front.text("slug") or key, content=_content(reader, front, text),
        excerpt=front.text("extrait"), status=status, password=front.text("mot_de_passe"),
        trashed_from="draft" if status == "trash" else "", published_at=moment if status in ("published", "private") else None,
        created_at=moment, updated_at=reader.value(front["maj"], Kind.MOMENT, min(moment, start)),
        author_id=reader.ref("compte_site", front.text("auteur"), at=front, column="auteur"),
        picture_id=reader.ref("media", front.text("image"), at=front, column="image"),
        position=reader.value(front["ordre"], Kind.INTEGER, 0), is_sticky=reader.value(front["epingle"], Kind.YES_NO, False),
        is_open=reader.value(front["commentaires"], Kind.YES_NO, kind == "post"),
        template=reader.value(front["modele"], Kind.CHOICE, "", rules.TEMPLATE_CODES),
        sidebar=reader.value(front["colonne"], Kind.CHOICE, "default", rules.SIDEBARS),
        focus=front.text("requete_cible"), meta_title=front.text("meta_titre"), meta_description=front.text("meta_description"),
    )  # fmt: skip


def _content(reader: Reader, front: Node, text: str) -> list[dict[str, Any]]:
    """The blocks of a file's text; a media that is not known is a fault."""

    def number(match: re.Match[str]) -> str:
        return f'"{match[1]}":{json.dumps(reader.ref("media", match[2], at=front, column="contenu"))}'

    def loose(part: str) -> list[Block]:
        return blocks_of_html(reader.html(part))

    try:
        return to_json(read_blocks(to_json(blocks_of_markup(_MEDIA.sub(number, text), loose))))
    except RuleBroken as refused:
        reader.fault(front, refused.message)
        return []


def _hang(reader: Reader, post: SitePost, front: Node) -> None:
    """What names other posts or terms."""
    if post.is_page:
        post.parent_id = reader.ref("page_site", front.text("parente"), at=front, column="parente")
        return
    for key in reader.value(front["rubriques"], Kind.LIST, []):
        if number := reader.ref("rubrique", key, at=front, column="rubriques"):
            post.filed.append(PostCategory(post_id=post.id, category_id=number))
    for key in reader.value(front["etiquettes"], Kind.LIST, []):
        if number := reader.ref("etiquette", key, at=front, column="etiquettes"):
            post.tagged.append(PostTag(post_id=post.id, tag_id=number))


def _check_links(reader: Reader, post: SitePost, front: Node) -> None:
    """A link that names what does not exist is a fault: a dead link of the story is written as an address."""
    for block in walk(blocks_with(post)):
        items = block.get("items")
        cards = [one.get("url") for one in items if isinstance(one, dict)] if isinstance(items, list) else []
        written = [block.get("url"), *cards, *links_in(str(block.get("text")))]
        for url in written:
            named = reference_of(url) if url else None
            if named and not named[1].isdigit() and named[0] in _OURS:
                reader.ref(named[0], named[1], at=front)


def blocks_with(post: SitePost) -> list[Block]:
    """The blocks of a post that is being read."""
    return read_blocks(post.content)
