"""Whether a link of the site leads somewhere: to a thing that visitors see, to a page of the sandbox, or to a well-formed outside address."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa

from sandbox.kernel.db import session
from sandbox.shop.blocks.rules.inline import clean_url, reference_of
from sandbox.shop.catalog.models import Brand
from sandbox.shop.display.queries import resolve_targets
from sandbox.shop.identity.queries import get_site
from sandbox.shop.library.queries import find_named
from sandbox.shop.navigation.queries import find_thing
from sandbox.shop.posts import queries as posts
from sandbox.shop.posts.models import SitePost
from sandbox.shop.shops.queries import open_shop

SHOP_PAGES = frozenset({
    "contact", "panier", "nouveautes", "meilleures-ventes", "promotions", "marques", "recherche", "connexion", "inscription", "compte",
    "suivi", "commande", "retractation", "mot-de-passe-oublie", "boite-aux-lettres",
})  # fmt: skip
"""Pages of the shop that every shop has, at the first word of their address."""
_ROW = re.compile(r"^(categorie|produit|page|marque)/(\d+)(-[\w-]*)?$")
_HOST = re.compile(r"^[\w-]+(\.[\w-]+)+$")
_MAIL = re.compile(r"^[^@\s]+@[\w-]+(\.[\w-]+)+$")
_PHONE = re.compile(r"^\+?[\d .()-]{3,}$")


def leads(url: str) -> bool:
    """Whether who follows a link arrives somewhere."""
    named = reference_of(url)
    if named is not None:
        return _thing_is_seen(*named)
    if not url or clean_url(url) != url:
        return False
    parts = urlsplit(url)
    match parts.scheme:
        case "http" | "https":
            return bool(_HOST.match(parts.hostname or ""))
        case "mailto":
            return bool(_MAIL.match(parts.path))
        case "tel":
            return bool(_PHONE.match(parts.path))
    return (url.startswith("#") and len(url) > 1) or (
        url.startswith("/") and _path_leads(parts.path.strip("/"), parts.query)
    )


def named(url: str) -> str:
    """A link as subjects write it: `page_site:accueil` for its number or its path; an address that names nothing as it is."""
    if url.startswith("/") and (slug := urlsplit(url).path.rstrip("/").rpartition("/")[2]) and _path_leads(slug, ""):
        post = posts.find_visible(slug)
        return f"{'page_site' if post.is_page else 'article'}:{post.key or post.title}" if post is not None else url
    reference = reference_of(url)
    if reference is None or not reference[1].isdigit():
        return url
    kind, number = reference
    row = find_named(number) if kind == "media" else find_thing(kind, number)
    if row is None:
        return url
    title = row.title if isinstance(row, SitePost) else getattr(row, "name", "")
    return f"{kind}:{row.key or title}"


def _thing_is_seen(kind: str, name: str) -> bool:
    if kind == "media":
        return find_named(name) is not None
    if kind in ("produit", "categorie", "page"):
        return _target_is_live(f"{kind}:#{name}" if name.isdigit() else f"{kind}:{name}")
    row = find_thing(kind, name)
    return posts.is_visible(row) if isinstance(row, SitePost) else row is not None


def _target_is_live(target: str) -> bool:
    found = resolve_targets([target]).get(target)
    return found is not None and found.is_live


def _path_leads(path: str, query: str) -> bool:
    """A path of the shop, or of the site under `site/`; a bare one may be the site's too, as on a company's own address."""
    if path == "site" or path.startswith("site/"):
        return _site_leads(path.removeprefix("site").strip("/"), query)
    if not open_shop().has_storefront:
        return _site_leads(path, query)
    if not path or path in SHOP_PAGES:
        return True
    if row := _ROW.match(path):
        if row[1] == "marque":
            return session.scalar(sa.select(Brand.id).where(Brand.id == int(row[2]))) is not None
        return _target_is_live(f"{row[1]}:#{row[2]}")
    return _site_leads(path, query)


def _site_leads(path: str, query: str) -> bool:
    if not path:
        number = parse_qs(query).get("p", [""])[0]
        return not number or (number.isdecimal() and posts.find_visible_by_id(int(number)) is not None)
    if path == "recherche" or re.match(r"^archives/20\d\d(/\d{1,2})?$", path):
        return True
    site, parts = get_site(), path.split("/")
    if len(parts) == 2 and parts[0] == (site.category_base or "categorie"):
        return posts.find_category(parts[1]) is not None
    if len(parts) == 2 and parts[0] == (site.tag_base or "etiquette"):
        return posts.find_tag(parts[1]) is not None
    return posts.find_visible(parts[-1]) is not None
