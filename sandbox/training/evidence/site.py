"""Replayed visits of the site: what a visitor who is not signed in reads, the menus as drawn, a block in its place, a search.

Nothing is written. An output that takes statements of its own is given as a function: a proof asks for one or two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.kernel.text import plain
from sandbox.shop.announcements import queries as announcements
from sandbox.shop.announcements.models import SiteAnnouncement
from sandbox.shop.announcements.rules import BAR, POPUP
from sandbox.shop.blocks.rules.inline import links_in
from sandbox.shop.blocks.rules.inventory import links_used, media_used
from sandbox.shop.blocks.rules.kinds import KINDS, Attr, Holds
from sandbox.shop.blocks.rules.rendering import plain_text
from sandbox.shop.blocks.rules.tree import Block, from_json, walk
from sandbox.shop.comments.queries import count_approved
from sandbox.shop.identity.queries import find_site
from sandbox.shop.navigation import queries as menus
from sandbox.shop.navigation.queries import Entry
from sandbox.shop.posts import queries as posts
from sandbox.shop.posts.models import SitePost
from sandbox.shop.widgets.queries import widgets_by_area
from sandbox.shop.widgets.rules import CODES
from sandbox.training.evidence.inputs import row_named
from sandbox.training.evidence.leading import leads, named
from sandbox.training.subjects.names import NameFault, Names
from sandbox.training.subjects.operators import same_text

# pages ---------------------------------------------------------------------------------------------------------------


def page(names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    """An article, a page or the home page, read by who is not signed in; what does not come out is empty."""
    post = _post(names, given)
    if given.get("accueil") and post is None:
        return _listed()
    if post is None or not posts.is_visible(post):
        return {**dict.fromkeys((*_PAGE, *_AROUND), None), "visible": False}
    blocks = [] if post.password else posts.blocks_of(post)
    site = find_site()
    is_blog = site is not None and site.front_kind == "page" and post.id == site.posts_page_id
    return {
        "visible": not post.password, "titre": post.title, "texte": plain_text(blocks), "image": [post.picture_id] if post.picture_id else [],
        "rubriques": lambda: [one.category_id for one in post.filed], "etiquettes": lambda: [tag.name for tag in post.tags],
        "commentaires": lambda: count_approved([post.id]).get(post.id, 0), "articles": lambda: _titles(site) if is_blog else [],
        "liens": lambda: [named(url) for url in links_used(blocks)], "liens_morts": lambda: _dead(links_used(blocks)),
        **_around(post),
    }  # fmt: skip


def _around(post: SitePost | None) -> dict[str, Callable[[], Any]]:
    """The bars, pop-ups and cookie notice around a page, for who comes for the first time and closed nothing."""

    def shown(kind: str = "") -> list[SiteAnnouncement]:
        site = find_site()
        is_front = site is not None and site.front_kind == "page" and post is not None and post.id == site.front_page_id
        rows = announcements.shown_announcements(post.id if post else None, is_home=post is None or is_front)
        return [row for row in rows if not kind or row.kind == kind]

    def read(kind: str) -> str:
        return " / ".join(plain(f"{row.text} {row.button_text}") for row in shown(kind))

    def links() -> list[str]:
        return [
            named(url)
            for row in shown()
            for url in (*links_in(row.text), *([row.button_url] if row.button_url else []))
        ]

    return {
        "barres": lambda: read(BAR), "pop_up": lambda: read(POPUP), "liens_annonces": links,
        "avis_cookies": lambda: announcements.shown_cookie_notice() is not None,
    }  # fmt: skip


_AROUND = ("barres", "pop_up", "liens_annonces", "avis_cookies")
_PAGE = ("titre", "texte", "image", "rubriques", "etiquettes", "commentaires", "articles", "liens", "liens_morts")


def _listed() -> dict[str, Any]:
    """The home page of a site that shows its latest articles."""
    site = find_site()
    empty: dict[str, Any] = dict.fromkeys(_PAGE)
    return {
        **empty,
        "visible": site is not None,
        "titre": site.title if site else "",
        "articles": lambda: _titles(site),
        **_around(None),
    }


def _titles(site: Any) -> list[str]:
    """The titles of the first page of the articles, as the home page or the blog lists them."""
    return [post.title for post in posts.visible_posts(sticky_first=True)][: site.posts_per_page if site else None]


def _post(names: Names, given: Mapping[str, Any]) -> SitePost | None:
    """The article or the page asked for: by its name, by words of its title, or as the home page of the settings."""
    for entity in ("article", "page_site"):
        if given.get(entity):
            found: SitePost = row_named(names, entity, given[entity])
            return found
    if given.get("titre"):
        return _titled(given["titre"])
    site = find_site()
    return posts.find_visible_by_id(site.front_page_id) if site is not None and site.front_kind == "page" else None


def _titled(raw: Any) -> SitePost | None:
    """The latest text whose title holds these words; one that visitors read before one they do not."""
    words = [same_text(str(word)) for word in (raw if isinstance(raw, list) else [raw])]
    rows = [*posts.list_posts("post"), *posts.list_posts("page")]
    fitting = [post for post in rows if all(word in same_text(post.title) for word in words)]
    return max(fitting, key=lambda post: (posts.is_visible(post), post.id), default=None)


def _dead(urls: Sequence[str]) -> list[str]:
    return [named(url) for url in urls if not leads(url)]


# menus ---------------------------------------------------------------------------------------------------------------


def menu(names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    """A menu as visitors see it, by its place or by its name; entries whose thing is gone are not drawn, but told as dead."""
    row = _menu(names, given)
    if row is None:
        empty: list[str] = []
        return {
            "visible": False, "entrees": empty, "arbre": empty, "nombre": 0, "sous_entrees": empty, "liens": empty, "liens_morts": empty,
        }  # fmt: skip
    drawn = menus.tree_of(row, only_live=True)
    opened = same_text(str(given.get("entree") or ""))
    under = next((one.children for one, _ in _flat(drawn) if opened and same_text(one.label) == opened), [])
    whole = [one for one, _ in _flat(menus.tree_of(row))]
    return {
        "visible": lambda: bool(drawn) and row.id in menus.places().values(), "entrees": [one.label for one in drawn],
        "arbre": [" > ".join(path) for _, path in _flat(drawn)], "nombre": len(drawn), "sous_entrees": [one.label for one in under],
        "liens": lambda: [named(one.target) for one, _ in _flat(drawn)],
        "liens_morts": lambda: [one.label for one in whole if not one.is_live or not leads(one.target)],
    }  # fmt: skip


def _menu(names: Names, given: Mapping[str, Any]) -> Any:
    if given.get("menu_site"):
        return row_named(names, "menu_site", given["menu_site"])
    number = menus.places().get(str(given.get("emplacement") or ""))
    return menus.get_menu(number) if number else None


def _flat(entries: Sequence[Entry], above: tuple[str, ...] = ()) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """Every entry with the labels that lead to it, in the order of the screen."""
    for entry in entries:
        path = (*above, entry.label)
        yield entry, path
        yield from _flat(entry.children, path)


# blocks --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block with its neighbours, the blocks around it, the heading above it and its rank among its neighbours."""

    block: Block
    before: Block | None
    after: Block | None
    around: tuple[Block, ...]
    heading: str
    rank: int


def block(names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    """A block of a text or of a widget area: where it stands, what it holds, how it is set."""
    blocks = _blocks(names, given)
    wanted, words = same_text(str(given["bloc"])), same_text(str(given.get("contient") or ""))
    placed = list(_place(blocks))
    fitting = [
        one
        for one in placed
        if same_text(KINDS[one.block.kind].label) == wanted and words in same_text(plain_text([one.block]))
    ]
    rank = _rank(given, "rang") or 1
    found = fitting[rank - 1] if rank <= len(fitting) else None
    if found is None:
        return {**dict.fromkeys(_BLOCK, None), "present": False, "nombre": len(fitting)}
    here = placed.index(found)
    part = _part(found.block, _rank(given, "element"))
    links = links_used(part)
    inside = {id(one) for one in walk([found.block])}
    return {
        "present": True, "nombre": len(fitting), "rang": found.rank, "precedent": _label(found.before), "suivant": _label(found.after),
        "avant_lui": _labels(one.block for one in placed[:here] if not any(one.block is outer for outer in found.around)),
        "apres_lui": _labels(one.block for one in placed[here + 1 :] if id(one.block) not in inside),
        "dans": _labels(found.around), "sous_titre": found.heading, "texte": plain_text(part),
        "elements": len(found.block.inner) or len(found.block.get("items", [])), "reglages": _settings(found.block), "medias": media_used(part),
        "liens": lambda: [named(url) for url in links], "liens_morts": lambda: _dead(links),
    }  # fmt: skip


_BLOCK = (
    "rang", "precedent", "suivant", "avant_lui", "apres_lui", "dans", "sous_titre", "texte", "elements", "reglages", "medias", "liens",
    "liens_morts",
)  # fmt: skip


def _blocks(names: Names, given: Mapping[str, Any]) -> list[Block]:
    if given.get("zone"):
        area = CODES.get(str(given["zone"]))
        return [one for row in widgets_by_area().get(area or "", []) for one in from_json(row.content)]
    post = _post(names, given)
    return posts.blocks_of(post) if post is not None else []


def _place(blocks: Sequence[Block], around: tuple[Block, ...] = (), heading: str = "") -> Iterator[_Placed]:
    """Every block where it stands, in reading order."""
    for rank, one in enumerate(blocks):
        before = blocks[rank - 1] if rank else None
        after = blocks[rank + 1] if rank + 1 < len(blocks) else None
        yield _Placed(one, before, after, around, heading, rank + 1)
        if one.kind == "heading":
            heading = plain(str(one.get("text")))
        yield from _place(one.inner, (*around, one), heading)


def _rank(given: Mapping[str, Any], name: str) -> int:
    raw = str(given.get(name) or "0")
    if not raw.isdecimal():
        raise NameFault(f"« {name}: {raw} » : écrivez un rang, 1, 2, 3…")
    return int(raw)


def _part(whole: Block, rank: int) -> list[Block]:
    """The block, or one of its elements alone: a slide, a question, an image of a gallery."""
    if not rank:
        return [whole]
    if whole.inner:
        return list(whole.inner[rank - 1 : rank])
    return [Block(whole.kind, {"items": whole.get("items", [])[rank - 1 : rank]})]


def _label(one: Block | None) -> str:
    return KINDS[one.kind].label if one is not None else ""


def _labels(blocks: Any) -> list[str]:
    return list(dict.fromkeys(_label(one) for one in blocks))


def _settings(one: Block) -> list[str]:
    """« Colonnes : 3 », « Alignement : Centré »: each setting as the editor's panel says it, the defaults too."""
    found = []
    for name, spec in KINDS[one.kind].attrs.items():
        if spec.label and spec.holds not in _NOT_SETTINGS:
            found.append(f"{spec.label}\u00a0: {_value(spec, one.get(name, spec.default))}")
    return found


_NOT_SETTINGS = (Holds.RICH, Holds.HTML, Holds.URL, Holds.MEDIA, Holds.ROWS, Holds.ITEMS)
"""What a block holds rather than how it is set: its text, links, files and elements are outputs of their own."""


def _value(spec: Attr, value: Any) -> str:
    if spec.holds is Holds.YES_NO:
        return "oui" if value else "non"
    if value is None:
        return ""
    if spec.holds is Holds.MOMENT and value:
        day, _, hour = str(value).partition("T")
        return f"{'/'.join(reversed(day.split('-')))} {hour[:5]}"
    return dict(spec.choices).get(str(value), str(value)) if spec.choices else str(value)


# search --------------------------------------------------------------------------------------------------------------


def search(_names: Names, given: Mapping[str, Any]) -> dict[str, Any]:
    """The site's own search."""
    found = [post.title for post in posts.visible_posts(words=str(given["terme"]).strip())]
    return {"titres": found, "premier": found[0] if found else "", "nombre": len(found)}


SITE_SCENES: Mapping[str, Callable[[Names, Mapping[str, Any]], dict[str, Any]]] = {
    "site_page": page, "site_menu": menu, "site_bloc": block, "site_recherche": search,
}  # fmt: skip
