"""How the shop shows itself: blocks, slides, popular products, promises, menu, lists of links."""

from __future__ import annotations

import pytest

from sandbox.kernel.actions import take_performed
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.shop.catalog.models import Category, Product
from sandbox.shop.display import queries, services
from sandbox.shop.display.models import FeaturedProduct, HomeBlock, LinkList, Slide
from sandbox.shop.shops.services import set_setting
from sandbox.shop.site.services import create_page


def product(key):
    return db.session.query(Product).filter_by(key=key).one()


def category(key):
    return db.session.query(Category).filter_by(key=key).one()


@pytest.fixture
def blocks(shop):
    rows = [
        HomeBlock(key=kind, kind=kind, title=kind, position=rank)
        for rank, kind in enumerate(("carousel", "featured", "story"), 1)
    ]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def test_a_block_moves_and_leaves(blocks):
    services.move_block(block=blocks[2], position=1)
    assert [b.kind for b in queries.home_blocks()] == ["story", "carousel", "featured"]
    services.update_block(block=blocks[1], is_active=False)
    assert [b.kind for b in queries.home_blocks()] == ["story", "carousel"]
    assert [b.kind for b in queries.home_blocks(only_active=False)] == ["story", "carousel", "featured"]


def test_the_text_block_is_made_safe(blocks):
    services.update_block(block=blocks[2], intro='<p onclick="x()">Le quai</p><script>alert(1)</script>')
    assert blocks[2].intro == "<p>Le quai</p>"


def test_moving_a_block_changes_only_the_ranks_that_change(blocks):
    take_performed()
    services.move_block(block=blocks[1], position=1)
    done = take_performed()[0]
    assert done.name == "bloc_accueil.deplacer"
    assert {change.row_id for change in done.changes} == {blocks[0].id, blocks[1].id}


def test_popular_products_are_chosen_ranked_counted(shop):
    first = services.add_featured(product=product("mug"))
    services.add_featured(product=product("ethiopie"), position=1)
    assert [p.key for p in queries.featured_products()] == ["ethiopie", "mug"]
    with pytest.raises(RuleBroken):
        services.add_featured(product=product("mug"))
    services.move_featured(featured=first, position=1)
    set_setting(name="populaires_nombre", value=1)
    assert [p.key for p in queries.featured_products()] == ["mug"]
    product("mug").is_online = False
    db.session.flush()
    assert [p.key for p in queries.featured_products()] == ["ethiopie"]
    services.remove_featured(featured=first)
    assert [(f.product.key, f.position) for f in queries.list_featured()] == [("ethiopie", 1)]


def test_slides_are_made_changed_ordered(shop):
    one = services.create_slide(title="Rentrée", image="a.webp", target="produit:mug", button="Voir", is_active=False)
    two = services.create_slide(title="Noël", image="b.webp", target="categorie:cafes")
    assert [s.slide.title for s in queries.active_slides()] == ["Noël"]
    services.update_slide(slide=one, is_active=True, title="Portes ouvertes", tone="light")
    services.move_slide(slide=two, position=1)
    shown = queries.active_slides()
    assert [(s.slide.title, s.target.kind, s.target.name) for s in shown] == [
        ("Noël", "category", "Cafés"), ("Portes ouvertes", "product", "Mug Escale"),
    ]  # fmt: skip
    services.delete_slide(slide=two)
    assert [(s.slide.title, s.slide.position) for s in queries.list_slides()] == [("Portes ouvertes", 1)]
    with pytest.raises(NotFound):
        queries.get_row(Slide, 99)


@pytest.mark.parametrize(
    ("field", "value"), [("title", " "), ("target", "https://ailleurs.example"), ("tone", "rose"), ("badge", "x" * 61)]
)
def test_a_wrong_slide_is_refused_at_its_field(shop, field, value):
    slide = services.create_slide(title="Rentrée", image="a.webp")
    with pytest.raises(RuleBroken) as refusal:
        services.update_slide(slide=slide, **{field: value})
    assert refusal.value.field == field


def test_promises(shop):
    item = services.create_promise(icon="truck", title="Livré vite")
    other = services.create_promise(icon="lock", title="Paiement sûr", is_active=False)
    assert [i.title for i in queries.reassurance_items()] == ["Livré vite"]
    services.update_promise(item=other, body="Par carte bancaire", is_active=True)
    services.move_promise(item=other, position=1)
    assert [i.title for i in queries.reassurance_items()] == ["Paiement sûr", "Livré vite"]
    services.delete_promise(item=item)
    with pytest.raises(RuleBroken) as refusal:
        services.update_promise(item=other, icon="licorne")
    assert refusal.value.field == "icon"


def test_targets_resolve_by_key_and_number_with_few_statements(shop):
    mug, coffees = product("mug"), category("cafes")
    page = create_page(title="Livraison")
    page.key = "livraison"
    db.session.flush()
    found = queries.resolve_targets(
        [f"produit:#{mug.id}", "categorie:cafes", "page:livraison", "/contact", "produit:perdu"]
    )
    assert found[f"produit:#{mug.id}"] == queries.Target("product", mug.id, "mug", "Mug Escale")
    assert found["categorie:cafes"].id == coffees.id
    assert found["page:livraison"].name == "Livraison"
    assert found["/contact"].path == "/contact"
    assert "produit:perdu" not in found
    assert queries.resolve_target("") is None


def test_the_menu_shows_sub_categories_and_leaves_dead_entries_out(shop):
    coffees = category("cafes")
    db.session.add(Category(name="Cafés d’origine", slug="origines", parent_id=coffees.id, position=1))
    db.session.flush()
    item = services.add_menu_item(target="categorie:cafes")
    services.add_menu_item(target="categorie:objets", label="Vaisselle", position=1)
    nodes = queries.menu_tree()
    assert [(n.label, [c.label for c in n.children]) for n in nodes] == [
        ("Vaisselle", []),
        ("Cafés", ["Cafés d’origine"]),
    ]
    coffees.is_active = False
    db.session.flush()
    assert [n.label for n in queries.menu_tree()] == ["Vaisselle"]
    assert [n.label for n in queries.menu_tree(only_live=False)] == ["Vaisselle", "Cafés"]
    services.update_menu_item(item=item, label="Nos cafés")
    services.move_menu_item(item=item, position=1)
    assert [n.label for n in queries.menu_tree(only_live=False)] == ["Nos cafés", "Vaisselle"]
    with pytest.raises(RuleBroken):
        services.add_menu_item(target="categorie:cafes")
    with pytest.raises(RuleBroken) as refusal:
        services.add_menu_item(target="/contact")
    assert refusal.value.field == "label"
    services.remove_menu_item(item=item)
    assert [n.label for n in queries.menu_tree()] == ["Vaisselle"]


def test_lists_of_links(shop):
    link_list = services.create_link_list(name="Aide")
    first = services.add_link(link_list=link_list, target="/contact", label="Nous écrire")
    second = services.add_link(link_list=link_list, target="categorie:cafes")
    services.move_link(link=second, position=1)
    db.session.expire_all()
    assert [link.label for link in queries.link_lists()[0].links] == ["Cafés", "Nous écrire"]
    with pytest.raises(RuleBroken):
        services.add_link(link_list=link_list, target="categorie:cafes")
    services.remove_link(link=first)
    assert [link.label for link in queries.link_lists()[0].links] == ["Cafés"]
    services.update_link_list(link_list=link_list, name="Besoin d’aide")
    services.delete_link_list(link_list=link_list)
    assert db.session.query(LinkList).count() == 0
    assert db.session.query(FeaturedProduct).count() == 0
