"""What search engines and networks read of a page: schema.org data as JSON-LD, and whole addresses of this very server.

A block of data is no script: the content policy has nothing to refuse, and the browser runs nothing. `schema.org` is the name of
the vocabulary; nobody is asked anything there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from markupsafe import Markup

from sandbox.kernel.text import excerpt, plain
from sandbox.shop.catalog.models import Product
from sandbox.shop.reviews.queries import ShownReview
from sandbox.web.addresses import url_for
from sandbox.web.filters import iso, media_url
from sandbox.web.storefront.cards import Rating
from sandbox.web.storefront.frame import front
from sandbox.web.storefront.links import product_url
from sandbox.web.storefront.sheet import Offer, Sheet

SCHEMA = "https://schema.org"
CONDITIONS = {"new": "NewCondition", "used": "UsedCondition", "refurbished": "RefurbishedCondition"}
AVAILABLE, LOW, ORDERED, OUT = "InStock", "LimitedAvailability", "BackOrder", "OutOfStock"
MAX_IMAGES, MAX_REVIEWS = 6, 3


def whole(address: str) -> str:
    """An address of this server with its host, as others need it."""
    return f"{request.host_url.rstrip('/')}{address}"


def block(data: Mapping[str, Any]) -> Markup:
    """The data as a block of the page; no text of a shop can end it."""
    text = json.dumps({"@context": SCHEMA, **data}, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(f'<script type="application/ld+json">{safe}</script>')  # noqa: S704 -- escaped on the line above


def product_block(product: Product, sheet: Sheet, *, rating: Rating | None, reviews: Sequence[ShownReview]) -> Markup:
    """A product with its offers, its mean mark and a few reviews."""
    data: dict[str, Any] = {
        "@type": "Product", "name": product.name, "url": whole(product_url(product)), "category": product.category.name,
        "description": excerpt(plain(product.summary or product.description), 500),
        "image": [whole(media_url(image.media, 1200)) for image in sheet.images[:MAX_IMAGES]],
        "sku": sheet.current.reference, "gtin13": product.ean13, "mpn": product.mpn,
    }  # fmt: skip
    if product.brand is not None and product.brand.is_active:
        data["brand"] = {"@type": "Brand", "name": product.brand.name}
    if offers := _offers(product, sheet.offers):
        data["offers"] = offers
    if rating:
        data["aggregateRating"] = {
            "@type": "AggregateRating", "ratingValue": round(rating.mean, 2), "reviewCount": rating.count, "bestRating": 5,
        }  # fmt: skip
        data["review"] = [_review(review) for review in reviews[:MAX_REVIEWS]]
    return block({name: value for name, value in data.items() if value})


def _offers(product: Product, offers: Sequence[Offer]) -> dict[str, Any] | None:
    """The only offer, or the span of the variants' prices with an offer for each; None when no price is shown."""
    found = [_offer(product, offer) for offer in offers if offer.price is not None]
    if len(found) < 2:
        return found[0] if found else None
    prices = [offer.incl_cents for offer in offers if offer.price is not None]
    return {
        "@type": "AggregateOffer", "priceCurrency": "EUR", "lowPrice": _euros(min(prices)), "highPrice": _euros(max(prices)),
        "offerCount": len(found), "offers": found,
    }  # fmt: skip


def _offer(product: Product, offer: Offer) -> dict[str, Any]:
    address = product_url(product) + (f"?v={offer.id}" if offer.id else "")
    made = {
        "@type": "Offer", "url": whole(address), "price": _euros(offer.incl_cents), "priceCurrency": "EUR",
        "availability": f"{SCHEMA}/{_availability(product, offer)}", "sku": offer.reference,
        "itemCondition": f"{SCHEMA}/{CONDITIONS.get(product.condition, CONDITIONS['new'])}",
        "name": f"{product.name}, {offer.label}" if offer.label else "",
        "priceValidUntil": offer.ends_on.isoformat() if offer.ends_on else "",
        "seller": {"@type": "Organization", "name": front().name},
    }  # fmt: skip
    return {name: value for name, value in made.items() if value}


def _availability(product: Product, offer: Offer) -> str:
    if not offer.stock.can_order or not product.is_available_for_order:
        return OUT
    return {"in": AVAILABLE, "low": LOW, "order": ORDERED}.get(offer.state, AVAILABLE)


def _review(review: ShownReview) -> dict[str, Any]:
    return {
        "@type": "Review", "author": {"@type": "Person", "name": review.author}, "datePublished": iso(review.posted_at)[:10],
        "reviewBody": excerpt(review.body, 300), "reviewRating": {"@type": "Rating", "ratingValue": review.rating},
    }  # fmt: skip


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def trail_block(trail: Sequence[tuple[str, str | None]]) -> Markup:
    """The breadcrumb; its last step is the page itself."""
    steps = [("Accueil", url_for("storefront.home")), *trail]
    return block({"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": rank, "name": label, "item": whole(url or request.path)}
        for rank, (label, url) in enumerate(steps, 1)
    ]})  # fmt: skip


def shop_block() -> Markup:
    """The shop itself, on its home page: who sells, and where one searches."""
    company, home = front().company, whole(url_for("storefront.home"))
    address = {
        "@type": "PostalAddress", "streetAddress": company["siege"], "postalCode": company["code_postal"],
        "addressLocality": company["ville"], "addressCountry": "FR",
    }  # fmt: skip
    search = {
        "@type": "SearchAction", "query-input": "required name=search_term_string",
        "target": f"{whole(url_for('storefront.search'))}?q={{search_term_string}}",
    }  # fmt: skip
    store = {
        "@type": "OnlineStore", "name": front().name, "url": home, "telephone": company["telephone"],
        "email": company["email"], "address": address, "slogan": front().slogan,
        "logo": whole(media_url(front().logo)) if front().logo else "",
    }  # fmt: skip
    return block({"@graph": [
        {"@type": "WebSite", "name": front().name, "url": home, "potentialAction": search},
        {name: value for name, value in store.items() if value},
    ]})  # fmt: skip


def share_image(product: Product | None = None) -> str:
    """The picture that a network shows of a page: the product's, else the logo when it is a photo."""
    images = sorted(product.images, key=lambda image: (not image.is_cover, image.position)) if product else ()
    if images:
        return whole(media_url(images[0].media, 1200))
    return whole(media_url(front().logo)) if front().logo and not front().logo_is_drawn else ""
