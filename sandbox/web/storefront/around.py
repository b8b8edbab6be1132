"""The menu, the footer's links, the newsletter's words and the ways to pay: around every page, and the same until changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sandbox.kernel.steady import steady
from sandbox.kernel.text import excerpt, plain
from sandbox.shop.catalog import queries as catalog
from sandbox.shop.catalog.queries import CategoryNode
from sandbox.shop.catalog.queries.shopfront import shown_by_category
from sandbox.shop.display import queries as display
from sandbox.shop.display.rules import SITE_KINDS
from sandbox.shop.orders import queries as orders
from sandbox.shop.posts.queries import find_named_site
from sandbox.web.addresses import url_for
from sandbox.web.storefront.links import category_url, target_url

PAGES = ("page", *SITE_KINDS.values())
"""Kinds of targets that are something to read, and no shelf."""
PAYMENT_ICONS = {"carte": "credit-card", "virement": "bank", "cheque": "pencil-square"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class SubEntry:
    """A sub-category under an entry of the menu; `count` products are shown there."""

    label: str
    url: str
    category_id: int
    children: Sequence[SubEntry] = ()
    count: int = 0

    def counted(self, counts: Mapping[int, int]) -> SubEntry:
        """The same with its count, and those below with theirs."""
        children = tuple(child.counted(counts) for child in self.children)
        return SubEntry(self.label, self.url, self.category_id, children, counts.get(self.category_id, 0))


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the main menu."""

    label: str
    url: str
    is_current: bool
    is_page: bool = False
    image: str | None = None
    text: str = ""
    children: Sequence[SubEntry] = ()


@dataclass(frozen=True, slots=True)
class Payment:
    """A way to pay shown in the footer."""

    name: str
    icon: str


@dataclass(frozen=True, slots=True)
class FooterList:
    """A list of links of the footer."""

    name: str
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class Newsletter:
    """The words of the newsletter's block."""

    title: str
    intro: str


def read_menu() -> tuple[Entry, ...]:
    """The main menu, no entry being the current one. Its shape outlives a change of the products, its counts do not."""
    counts = shown_by_category()
    return tuple(
        replace(entry, children=tuple(child.counted(counts) for child in entry.children)) for entry in _menu_shape()
    )


@steady
def _menu_shape() -> tuple[Entry, ...]:
    categories = {node.category.id: node for node in catalog.category_tree().walk()}
    entries = []
    for node in display.menu_tree():
        kind, number = (node.target.kind, node.target.id or 0) if node.target else ("", 0)
        branch = categories.get(number) if kind == "category" else None
        children = [
            SubEntry(child.label, url, child.target.id or 0, _below(below) if below else ())
            for child in node.children
            if child.target and (url := target_url(child.target))
            for below in [categories.get(child.target.id or 0)]
        ]
        image, text = (branch.category.image, excerpt(plain(branch.category.description), 90)) if branch else (None, "")
        entries.append(Entry(node.label, target_url(node.target), False, kind in PAGES, image, text, tuple(children)))
    return tuple(entries)


def _below(node: CategoryNode) -> tuple[SubEntry, ...]:
    """The third level, under a sub-category."""
    return tuple(
        SubEntry(child.category.name, category_url(child.category), child.category.id) for child in node.children
    )


@steady
def read_trail(category_id: int) -> tuple[Link, ...]:
    """The active categories down to this one, itself included; empty for one that is hidden."""
    categories = {node.category.id: node for node in catalog.category_tree().walk()}
    links: list[Link] = []
    here = categories.get(category_id)
    while here is not None and here.depth > 0:
        links.insert(0, Link(here.category.name, category_url(here.category)))
        here = categories.get(here.category.parent_id or 0)
    return tuple(links)


@steady
def read_footer() -> tuple[FooterList, ...]:
    """The footer's lists of links, empty ones left out."""
    found = []
    for row in display.link_lists():
        links = [Link(link.label, url) for link in row.links if (url := target_url(link.target))]
        if links:
            found.append(FooterList(row.row.name, tuple(links)))
    return tuple(found)


@steady
def read_site_links() -> FooterList | None:
    """The company's site and its journal, under the site's name; None for a company that has a shop only."""
    site = find_named_site()
    if site is None:
        return None
    home = url_for("sitefront.home")
    links = [Link("Le site", home)]
    if site.journal_slug:
        links.append(Link(site.journal, f"{home}{site.journal_slug}/"))
    return FooterList(site.title, tuple(links))


@steady
def read_newsletter() -> Newsletter | None:
    """The newsletter's block when it is switched on."""
    found = next((block for block in display.home_blocks() if block.kind == "newsletter"), None)
    return Newsletter(found.title, found.intro) if found else None


@steady
def read_payments() -> tuple[Payment, ...]:
    """The ways to pay that are switched on, as the footer shows them."""
    found = orders.list_payments(only_active=True)
    return tuple(Payment(one.name, PAYMENT_ICONS.get(one.key or "", "cash-coin")) for one in found)
