"""What a link of the site may name instead of an address: it stays true when the address of the thing changes."""

from __future__ import annotations

from flask import g

from sandbox.shop.display.queries import live_names
from sandbox.shop.posts import queries, rules

WORDS = {"categorie": "Catégorie de la boutique", "produit": "Produit"}


def link_targets() -> list[dict[str, str]]:
    """Pages, articles, categories, then categories and products of the shop when there is one: `url`, `label`, `kind`."""
    found = [
        _one(f"{'page_site' if post.is_page else 'article'}:{post.id}", post.title or rules.UNTITLED, "Page" if post.is_page else "Article")
        for kind in ("page", "post") for post in queries.list_posts(kind)
    ]  # fmt: skip
    found += [_one(f"rubrique:{term.row.id}", term.row.name, "Catégorie") for term in queries.list_categories()]
    if g.shop.has_storefront:
        found += [_one(f"{word}:{number}", name, WORDS[word]) for word, number, name in live_names()]
    return found


def _one(url: str, label: str, kind: str) -> dict[str, str]:
    return {"url": url, "label": label, "kind": kind}
