"""What every page of a shop shows around its content: header, menu, footer, theme; and the few personal bits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from flask import Blueprint, g, request, url_for
from markupsafe import Markup, escape

from sandbox.kernel.text import clean_html, excerpt, tied
from sandbox.shop.catalog import queries as catalog
from sandbox.shop.customers.models import Customer
from sandbox.shop.display import queries as display
from sandbox.shop.orders import queries as orders
from sandbox.shop.orders.models import PaymentMethod
from sandbox.shop.shops.queries import get_settings
from sandbox.shop.shops.rules import COMPANY_FIELDS
from sandbox.web.storefront import consent, theme, visitor
from sandbox.web.storefront.account_menu import MENU, AccountPage
from sandbox.web.storefront.around import (
    Entry,
    FooterList,
    Link,
    Newsletter,
    Payment,
    read_footer,
    read_menu,
    read_newsletter,
    read_payments,
    read_site_links,
)


@dataclass(slots=True)
class Bits:
    """What depends on the visitor: the words of the account, the cart's count and total, the question about cookies."""

    account: str = "Mon compte"
    cart_count: int = 0
    cart_total: int = 0
    asks_cookies: bool = True


@dataclass
class Front:
    """The shop around the page; each part is read once, when a template first asks for it."""

    settings: dict[str, Any] = field(default_factory=get_settings)

    @property
    def name(self) -> str:
        """The shop's name as customers know it."""
        return self.company["raison_sociale"] or str(g.shop.name)

    @property
    def name_over(self) -> str:
        """The words above the name when there is no logo: « Brûlerie » of « Brûlerie Castelune »."""
        return self.name.rpartition(" ")[0]

    @property
    def name_main(self) -> str:
        """The last word of the name, written large when there is no logo."""
        return self.name.rpartition(" ")[2]

    @property
    def revision(self) -> int:
        """The shop's revision, in the address of the theme."""
        return int(g.shop.revision)

    @cached_property
    def company(self) -> dict[str, str]:
        """The legal identity."""
        return {name: str(self.settings[f"entreprise_{name}"]) for name in COMPANY_FIELDS}

    @property
    def company_line(self) -> str:
        """« Brûlerie Castelune, SAS au capital de 48 000 €, RCS …, TVA … »."""
        company = self.company
        form = f"{company['forme']} au capital de {company['capital']}" if company["capital"] else company["forme"]
        vat = f"TVA {company['tva']}" if company["tva"] else ""
        said = ", ".join(part for part in (company["raison_sociale"], form, company["rcs"], vat) if part)
        return f"{said}." if said else ""

    @property
    def phone_link(self) -> str:
        """The telephone number for a `tel:` link."""
        digits = "".join(c for c in self.company["telephone"] if c.isdigit())
        return f"+33{digits[1:]}" if digits.startswith("0") else digits

    @cached_property
    def theme(self) -> dict[str, Any]:
        """The context's theme."""
        found: dict[str, Any] = json.loads(self.settings["theme"] or "{}")
        return found

    @property
    def logo(self) -> str:
        """The media name of the logo."""
        return str(self.theme.get("logo") or "")

    @property
    def logo_is_drawn(self) -> bool:
        """Whether the logo is a drawing in one colour, which takes the colour of where it stands."""
        return self.logo.endswith(".svg")

    @property
    def favicon(self) -> str:
        """The media name of the favicon."""
        return str(self.theme.get("favicon") or "")

    @property
    def fonts(self) -> list[str]:
        """The static files of the theme's fonts."""
        return theme.font_files(self.theme)

    @property
    def banner(self) -> str:
        """The announcement on top of each page."""
        return str(self.settings["bandeau"])

    @property
    def slogan(self) -> str:
        """The slogan."""
        return str(self.settings["slogan"])

    @property
    def description(self) -> str:
        """What search engines say of the home page."""
        return excerpt(" ".join(filter(None, (self.settings["secteur"], self.slogan))), 160)

    @cached_property
    def categories(self) -> dict[int, catalog.CategoryNode]:
        """The active categories by number, with their counts and children."""
        return {node.category.id: node for node in catalog.category_tree().walk()}

    @cached_property
    def menu(self) -> list[Entry]:
        """The main menu."""
        here = request.path
        return [
            replace(entry, is_current=True)
            if here == entry.url or any(here == c.url or any(here == d.url for d in c.children) for c in entry.children)
            else entry
            for entry in read_menu()
        ]

    @cached_property
    def footer(self) -> Sequence[FooterList]:
        """The footer's lists of links, empty ones left out."""
        return read_footer()

    @cached_property
    def site_links(self) -> FooterList | None:
        """The way to the company's site, when it has one."""
        return read_site_links()

    @property
    def link_lists(self) -> Sequence[FooterList]:
        """The lists shown in columns: all but the legal ones, which have their own line."""
        return [one for one in self.footer if not _is_legal(one)] or self.footer

    @property
    def legal_links(self) -> list[Link]:
        """The links of the legal line."""
        return [link for one in self.footer if _is_legal(one) for link in one.links]

    @property
    def privacy_url(self) -> str:
        """The address of the privacy page, found among the footer's links."""
        return self._link_like("confidentialit", "vie priv", "donnees-personnelles")

    @property
    def terms_url(self) -> str:
        """The address of the general terms of sale."""
        return self._link_like("conditions", "cgv")

    @property
    def returns_url(self) -> str:
        """The address of the page about returns and withdrawal."""
        return self._link_like("retour", "tractation")

    def _link_like(self, *words: str) -> str:
        links = [link for row in self.footer for link in row.links]
        return next((one.url for one in links if any(w in f"{one.url} {one.label}".lower() for w in words)), "")

    @property
    def top_links(self) -> list[Link]:
        """The links on the right of the banner."""
        return [
            Link("Nos marques", url_for("storefront.brands")),
            Link("Aide et contact", url_for("storefront.contact")),
        ]

    @property
    def customer(self) -> Customer | None:
        """The signed-in customer."""
        return visitor.current_customer()

    @property
    def account_menu(self) -> tuple[AccountPage, ...]:
        """The pages of the customer's account."""
        return MENU

    @cached_property
    def payment_methods(self) -> Sequence[PaymentMethod]:
        """The ways to pay that are switched on."""
        return orders.list_payments(only_active=True)

    @cached_property
    def payments(self) -> Sequence[Payment]:
        """The ways to pay as the footer shows them."""
        return read_payments()

    @cached_property
    def blocks(self) -> Sequence[Any]:
        """The active blocks of the home page, in order."""
        return display.home_blocks()

    @cached_property
    def newsletter(self) -> Newsletter | None:
        """The newsletter's block when it is switched on."""
        return read_newsletter()

    @property
    def shows_tax_excl(self) -> bool:
        """Whether this buyer sees prices without tax."""
        return visitor.buyer().shows_tax_excl

    @property
    def sells(self) -> bool:
        """Whether the shop takes orders at all (not in catalogue mode)."""
        return not self.settings["mode_catalogue"]


def _is_legal(one: FooterList) -> bool:
    return "légal" in one.name.lower() or "legal" in one.name.lower()


def front() -> Front:
    """The frame of this request's shop, made once."""
    if "front" not in g:
        g.front = Front()
    found: Front = g.front
    return found


def visitor_bits() -> Bits:
    """The personal bits of this request, read once."""
    if "visitor_bits" not in g:
        g.visitor_bits = _read_bits()
    found: Bits = g.visitor_bits
    return found


def _read_bits() -> Bits:
    customer = visitor.current_customer()
    bits = Bits(asks_cookies=consent.accepts() is None)
    if customer is not None:
        bits.account = customer.first_name
    token = visitor.cart_token()
    cart = orders.find_cart(token) if token else None
    if cart is not None and cart.lines:
        totals = orders.cart_totals(cart, buyer=visitor.buyer(), with_suggestions=False)
        bits.cart_count = sum(line.quantity for line in cart.lines)
        bits.cart_total = totals.products_incl_cents - totals.discount_cents
    return bits


_SCROLL = '<div class="scroll" role="group" tabindex="0" aria-label="Tableau">'
"""Around a table, which may be wider than a phone."""


def rich(text: str) -> Markup:
    """Rich text of the shop, made safe once more as it goes out; plain text becomes paragraphs."""
    if "<" not in text:
        paragraphs = [part.strip() for part in text.replace("\r", "").split("\n\n") if part.strip()]
        return Markup("").join(Markup("<p>{}</p>").format(part) for part in paragraphs)
    found = clean_html(text).replace("<table", f"{_SCROLL}<table").replace("</table>", "</table></div>")
    return Markup(found)  # noqa: S704 -- sanitised on the line above


def unbroken(text: str) -> Markup:
    """A title whose « prépare-t-on » is never cut at its hyphens, nor its guillemets from their words."""
    words = [Markup('<span class="nb">{}</span>').format(w) if "-t-" in w else escape(w) for w in tied(text).split(" ")]
    return Markup(" ").join(words)


def register(bp: Blueprint) -> None:
    """Give the storefront's templates its frame."""
    consent.register(bp)
    bp.app_template_filter("rich")(rich)
    bp.app_template_filter("unbroken")(unbroken)

    @bp.context_processor
    def _frame() -> dict[str, Any]:
        if g.get("shop") is None:  # a refusal at the door is shown without any shop
            return {}
        return {"front": front(), "visitor_bits": visitor_bits}
