"""Links inside the shop, as people give them: chosen from a list, or an address of the shop pasted from the browser.

A pasted address is kept as the thing it shows (`produit:#12`), so that it stays true in every copy of the shop.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from wtforms import SelectField

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.display import queries
from sandbox.shop.display.rules import KIND_WORDS, parse_target
from sandbox.shop.identity.queries import get_site
from sandbox.shop.posts.queries import find_visible
from sandbox.web.forms.base import BaseForm, length
from sandbox.web.forms.fields import StripField
from sandbox.web.site_links import path_of

NUMBERED = {
    "storefront.product": ("produit", "product_id"), "storefront.category": ("categorie", "category_id"),
    "storefront.page": ("page", "page_id"),
}  # fmt: skip
"""Pages of the shop that show one thing, by its number."""
SPECIAL = {"storefront.contact": "page:contact"}
"""Pages of the shop that stand for an information page."""

_SHOP = re.compile(r"^/b/[^/]+(?=/|$)")


def target_of_text(text: str) -> str:
    """What a typed or pasted text leads to, as a target; raises RuleBroken (field `url`) for an address elsewhere."""
    text = text.strip()
    if not text or (parse_target(text) and not text.startswith("/")):
        return text
    parts = urlsplit(text)
    path = parts.path
    if (parts.scheme or parts.netloc) and not _SHOP.match(path):
        raise RuleBroken(
            "Cette adresse n’est pas dans la boutique : ouvrez la page voulue en boutique et copiez son adresse.",
            field="url",
        )
    inner = _SHOP.sub("", path) or "/"
    return _named(f"/b/x{inner}") or inner + (f"?{parts.query}" if parts.query else "")


def _named(path: str) -> str | None:
    try:
        endpoint, values = current_app.url_map.bind("").match(path)
    except HTTPException:
        return None
    if endpoint.startswith("sitefront."):
        return _named_on_site(path.partition("/site/")[2].strip("/"))
    word, argument = NUMBERED.get(endpoint, ("", ""))
    return queries.written_target(word, int(values[argument])) if word else SPECIAL.get(endpoint)


def _named_on_site(path: str) -> str | None:
    """The article or the page that visitors read at a path of the company's site."""
    post = find_visible(path.rpartition("/")[2]) if path else None
    if post is None or path_of(post, get_site()) != path:
        return None
    return queries.written_target("page_site" if post.is_page else "article", post.id)


class TargetForm(BaseForm):
    """A form with a link: `target` from the list, or `url` typed or pasted, which wins."""

    target = SelectField("Lien")
    url = StripField("Ou collez une adresse de la boutique", [length(400)])

    def __init__(self, *args: Any, written: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {"": [("", "Aucun lien")]}
        groups |= dict(queries.target_choices())
        known = {code for choices in groups.values() for code, _ in choices}
        same = self._same(written) if written and written not in known else written
        self.target.choices = groups
        if not self.is_submitted():
            self.target.data, self.url.data = (same, "") if same in known else ("", written)

    @staticmethod
    def _same(written: str) -> str:
        """The list's way of writing a target that was given by number."""
        target = queries.resolve_target(written)
        if target is None or target.kind == "path":
            return written
        return queries.written_target(KIND_WORDS[target.kind], target.id or 0) or written

    def chosen(self) -> str:
        """The target; raises RuleBroken for an address elsewhere."""
        return target_of_text(self.url.data or "") or self.target.data or ""
