"""Titles, descriptions and addresses of the shop's own pages."""

from __future__ import annotations

import pytest

from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.shop.seo import queries
from sandbox.shop.seo.services import update_page_meta

pytestmark = pytest.mark.usefixtures("shop")


def test_a_page_says_what_was_chosen_and_else_what_is_usual() -> None:
    assert (queries.meta_of("contact").slug, queries.meta_of("contact").title) == ("contact", "")
    update_page_meta(page="contact", title="  Écrire à\nla brûlerie ", description="Réponse sous un jour.")
    meta = queries.meta_of("contact")
    assert (meta.title, meta.description, meta.slug) == ("Écrire à la brûlerie", "Réponse sous un jour.", "contact")
    update_page_meta(page="contact", title="")
    assert (queries.meta_of("contact").title, queries.meta_of("contact").description) == ("", "Réponse sous un jour.")


def test_an_old_address_goes_on_leading_to_its_page() -> None:
    for slug in ("ecrire", "nous-ecrire"):
        update_page_meta(page="contact", slug=slug)
    meta = queries.meta_of("contact")
    assert (meta.slug, meta.old_slugs, meta.is_rewritten) == ("nous-ecrire", ("ecrire",), True)
    assert queries.page_at("ecrire") == queries.page_at("nous-ecrire") == "contact"


def test_an_address_that_a_page_gave_up_may_serve_another() -> None:
    update_page_meta(page="contact", slug="bonjour")
    update_page_meta(page="contact", slug="")
    update_page_meta(page="search", slug="bonjour")
    assert queries.page_at("bonjour") == "search"
    assert queries.meta_of("contact").old_slugs == ()


@pytest.mark.parametrize(
    ("page", "slug", "words"),
    [
        ("contact", "Nous écrire !", "nous-ecrire"),
        ("contact", "compte", "autre partie"),
        ("contact", "panier", "a déjà cette adresse"),
        ("home", "accueil", "racine"),
        ("contact", "a" * 129, "128"),
    ],
)
def test_refuses_addresses_that_are_wrong_or_taken(page: str, slug: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as refused:
        update_page_meta(page=page, slug=slug)
    assert refused.value.field == "slug"


def test_refuses_an_address_that_another_page_chose() -> None:
    update_page_meta(page="contact", slug="bonjour")
    with pytest.raises(RuleBroken, match="Contactez-nous"):
        update_page_meta(page="search", slug="bonjour")


def test_refuses_long_texts_and_unknown_pages() -> None:
    with pytest.raises(RuleBroken) as refused:
        update_page_meta(page="contact", description="x" * 513)
    assert refused.value.field == "description"
    with pytest.raises(NotFound):
        update_page_meta(page="ailleurs", title="x")
