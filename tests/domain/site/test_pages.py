"""Information pages."""

from __future__ import annotations

import pytest

from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.shop.site import queries, services


def test_a_page_gets_its_address_from_its_title(shop):
    page = services.create_page(
        title="Qui sommes-nous ?", content="<h2>Le quai</h2><script>x</script>", group="entreprise"
    )
    assert (page.slug, page.content, page.position, page.is_displayed) == (
        "qui-sommes-nous",
        "<h2>Le quai</h2>",
        1,
        True,
    )
    assert queries.list_pages() == [page]


def test_two_pages_never_share_an_address(shop):
    services.create_page(title="Livraison")
    with pytest.raises(RuleBroken) as refusal:
        services.create_page(title="Livraison")
    assert refusal.value.field == "slug"
    other = services.create_page(title="Livraison", slug="Livraison Europe")
    assert other.slug == "livraison-europe"
    with pytest.raises(RuleBroken):
        services.update_page(page=other, slug="livraison")


def test_a_hidden_page_is_not_found_by_visitors(shop):
    page = services.create_page(title="Espace pro", is_displayed=False)
    assert queries.list_pages(only_displayed=True) == []
    assert queries.list_pages() == [page]
    services.update_page(page=page, is_displayed=True, meta_title=" Espace pro ")
    assert [p.title for p in queries.list_pages(only_displayed=True)] == ["Espace pro"]
    assert page.meta_title == "Espace pro"


@pytest.mark.parametrize(
    ("field", "value"), [("title", ""), ("meta_title", "x" * 256), ("meta_description", "x" * 513), ("group", "divers")]
)
def test_a_wrong_page_is_refused_at_its_field(shop, field, value):
    page = services.create_page(title="Livraison")
    with pytest.raises(RuleBroken) as refusal:
        services.update_page(page=page, **{field: value})
    assert refusal.value.field == field


def test_pages_move_inside_their_category(shop):
    pages = [services.create_page(title=title) for title in ("A", "B", "C")]
    services.move_page(page=pages[2], position=1)
    assert [p.title for p in queries.list_pages()] == ["C", "A", "B"]
    services.delete_page(page=pages[0])
    with pytest.raises(NotFound):
        queries.get_page(pages[0].id)
