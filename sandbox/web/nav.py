"""The left menu of the shop's back office: PrestaShop's sections, entries and order.

An entry names the endpoint of its screen. It is shown when that screen exists, so that no link is dead; a head entry whose
own screen does not exist leads to the first of its children, and disappears when none of them exists either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from flask import current_app, g, request, url_for


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the menu: French label, endpoint of the back office, icon of the head entries, children.

    `under` lists the prefixes of other endpoints that belong to this entry (`product_` lights « Produits » on the product page);
    `area` is the screen that the rights of a profile name (sandbox.shop.team.rules.rights).
    """

    label: str
    endpoint: str | None = None
    icon: str = ""
    children: tuple[Entry, ...] = ()
    under: tuple[str, ...] = ()
    badge: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A number beside an entry, with the words a screen reader says for it."""

    count: int
    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """An entry ready to be drawn."""

    label: str
    url: str
    icon: str
    is_current: bool
    is_open: bool
    children: tuple[Link, ...]
    badge: Badge | None


MENU: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    ("", (Entry("Tableau de bord", "home", "speedometer2", area="tableau-de-bord"),)),
    (
        "Vendre",
        (
            Entry(
                "Commandes",
                None,
                "bag-check",
                badge="orders",
                children=(
                    Entry(
                        "Commandes",
                        "orders",
                        under=("orders_", "order_view", "order_new", "order_create"),
                        area="commandes",
                    ),
                    Entry("Factures", "invoices", under=("invoice_", "invoices_"), area="factures"),
                    Entry("Avoirs", "credit_slips", under=("credit_slip_", "credit_slips_"), area="avoirs"),
                    Entry(
                        "Bons de livraison",
                        "delivery_slips",
                        under=("delivery_slip_", "delivery_slips_"),
                        area="factures",
                    ),
                    Entry("Paniers", "carts", under=("cart_view", "cart_detail", "carts_"), area="paniers"),
                ),
            ),
            Entry(
                "Catalogue",
                None,
                "box-seam",
                children=(
                    Entry(
                        "Produits",
                        "products",
                        under=("product_", "products_", "variant_", "variants_", "specific_price"),
                        area="produits",
                    ),
                    Entry("Catégories", "categories", under=("category_", "categories_"), area="categories"),
                    Entry("Suivi", "monitoring", area="suivi"),
                    Entry(
                        "Attributs & caractéristiques",
                        "attributes",
                        under=("attribute_", "feature_", "features"),
                        area="attributs",
                    ),
                    Entry("Marques & fournisseurs", "brands", under=("brand_",), area="marques"),
                    Entry("Fichiers", "attachments", under=("attachment_",), area="fichiers"),
                    Entry(
                        "Réductions",
                        "cart_rules",
                        under=("cart_rule_", "cart_rules_", "catalog_rule", "discounts"),
                        area="reductions",
                    ),
                    Entry("Stock", "stock", under=("stock_",), area="stock"),
                ),
            ),
            Entry(
                "Clients",
                None,
                "people",
                children=(
                    Entry("Clients", "customers", under=("customer_", "customers_"), area="clients"),
                    Entry("Adresses", "addresses", under=("address_",), area="adresses"),
                ),
            ),
            Entry(
                "SAV",
                None,
                "chat-left-text",
                badge="threads",
                children=(
                    Entry("Service client", "threads", under=("thread_", "threads_"), area="service-client"),
                    Entry(
                        "Messages prédéfinis",
                        "predefined_messages",
                        under=("predefined_message_",),
                        area="messages-predefinis",
                    ),
                    Entry("Retours produits", "returns", under=("return_",), area="retours"),
                ),
            ),
            Entry(
                "Statistiques",
                "statistics",
                "bar-chart-line",
                under=("statistics_", "stats", "chart"),
                area="statistiques",
            ),
        ),
    ),
    (
        "Personnaliser",
        (
            Entry(
                "Modules",
                None,
                "puzzle",
                children=(
                    Entry("Gestionnaire de modules", "modules", under=("module_",), area="modules"),
                    Entry("Avis clients", "reviews", under=("review_", "reviews_"), area="avis"),
                    Entry("Carrousel", "slides", under=("slide_", "carousel"), area="carrousel"),
                    Entry("Produits populaires", "featured_products", under=("featured_",), area="produits-populaires"),
                    Entry("Réassurance", "reassurance", under=("reassurance_",), area="reassurance"),
                    Entry("Menu principal", "shop_menu", under=("shop_menu_", "menu_"), area="menu"),
                ),
            ),
            Entry(
                "Apparence",
                None,
                "palette",
                children=(
                    Entry("Thème et logo", "theme", under=("theme_",), area="theme"),
                    Entry("Pages", "pages", under=("page_",), area="pages"),
                    Entry("Positions", "home_blocks", under=("home_block", "positions"), area="positions"),
                    Entry("Liste de liens", "link_lists", under=("link_list_",), area="liens"),
                ),
            ),
            Entry(
                "Livraison",
                None,
                "truck",
                children=(
                    Entry("Transporteurs", "carriers", under=("carrier_",), area="transporteurs"),
                    Entry(
                        "Préférences", "shipping_preferences", under=("shipping_preferences_",), area="transporteurs"
                    ),
                ),
            ),
            Entry(
                "Paiement",
                None,
                "credit-card",
                children=(Entry("Modes de paiement", "payment_methods", under=("payment_",), area="paiement"),),
            ),
            Entry(
                "International",
                None,
                "globe2",
                children=(
                    Entry("Zones géographiques", "zones", under=("zone_",), area="international"),
                    Entry("Taxes", "taxes", under=("tax_",), area="international"),
                ),
            ),
        ),
    ),
    (
        "Configurer",
        (
            Entry(
                "Paramètres de la boutique",
                None,
                "shop",
                children=(
                    Entry("Paramètres généraux", "settings_general", area="parametres"),
                    Entry("Commandes", "settings_orders", under=("order_states", "order_state_"), area="parametres"),
                    Entry("Produits", "settings_products", area="parametres"),
                    Entry(
                        "Clients",
                        "settings_customers",
                        under=("groups", "group_", "titles", "title_"),
                        area="parametres",
                    ),
                    Entry("Contact", "contacts", under=("contact_", "settings_company"), area="contact"),
                    Entry("Trafic et SEO", "seo_pages", under=("seo_",), area="referencement"),
                    Entry("Rechercher", "search_aliases", under=("search_alias", "lost_searches"), area="recherche"),
                ),
            ),
            Entry(
                "Paramètres avancés",
                None,
                "sliders",
                children=(Entry("Équipe", "employees", under=("employee_", "profiles", "permissions"), area="equipe"),),
            ),
        ),
    ),
)

_ENTRIES = tuple(entry for _, heads in MENU for head in heads for entry in (head, *head.children))

_OF_SEVERAL = {"settings_save": "parametres"}
"""Endpoints that serve several entries of one screen."""

BADGES: dict[str, Callable[[], Badge | None]] = {}


def badge(name: str) -> Callable[[Callable[[], Badge | None]], Callable[[], Badge | None]]:
    """Register the function that counts what waits behind an entry (« orders », « threads »)."""

    def register(count: Callable[[], Badge | None]) -> Callable[[], Badge | None]:
        BADGES[name] = count
        return count

    return register


@cache
def area_of(endpoint: str) -> str:
    """The screen that an endpoint of the back office belongs to, without its face; empty for what is nobody's in particular."""
    found = (entry.area for entry in _ENTRIES if entry.area and _is_current(entry, endpoint))
    return next(found, _OF_SEVERAL.get(endpoint, ""))


def menu(face: str, current: str, may_view: Callable[[str], bool] = bool) -> list[tuple[str, list[Link]]]:
    """The sections that have something to show; `current` is the endpoint of the page, without its face.

    `may_view` says of a screen whether it is open to whoever is at the keyboard.
    """
    addresses = {
        endpoint: address for endpoint, address in _addresses(face, request.script_root, g.shop_key).items() if may_view(area_of(endpoint))
    }  # fmt: skip
    sections = ((title, [link for e in entries if (link := _link(addresses, e, current))]) for title, entries in MENU)
    return [(title, links) for title, links in sections if links]


@lru_cache(maxsize=256)
def _addresses(face: str, _root: str, _shop_key: str) -> dict[str, str]:
    """Endpoint without its face -> address, of the entries whose screen exists; the same on every page of a shop."""
    known = current_app.view_functions
    return {
        e.endpoint: url_for(f"{face}.{e.endpoint}") for e in _ENTRIES if e.endpoint and f"{face}.{e.endpoint}" in known
    }


def _link(addresses: Mapping[str, str], entry: Entry, current: str) -> Link | None:
    children = tuple(link for child in entry.children if (link := _link(addresses, child, current)))
    url = addresses.get(entry.endpoint or "") or (children[0].url if children else None)
    if url is None:
        return None
    here = _is_current(entry, current)
    count = BADGES[entry.badge]() if entry.badge in BADGES else None
    return Link(entry.label, url, entry.icon, here, here or any(c.is_current for c in children), children, count)


def _is_current(entry: Entry, current: str) -> bool:
    return bool(current) and (current == entry.endpoint or current.startswith(entry.under))
