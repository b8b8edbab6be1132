"""Home page, menu, carousel, modules, categories, brands, footer: what visitors see of the shop."""

from __future__ import annotations

from sandbox.kernel.db import db
from sandbox.shop.catalog.models import Brand
from sandbox.shop.display.models import FeaturedProduct, HomeBlock, LinkList, MenuItem, ReassuranceItem, Slide
from tests.operations.at_work import category, category_in_shop, in_shop, latest, product
from tests.operations.performing import performs
from tests.web.backoffice.conftest import Desk

CATEGORIES = "/catalogue/categories"
POPULAR = "/modules/produits-populaires"


def popular(desk: Desk) -> list[str]:
    """The popular products by rank."""
    db.session.expire_all()
    rows = db.session.query(FeaturedProduct).order_by(FeaturedProduct.position)
    return [row.product.key for row in rows]


def rank_of(desk: Desk, key: str) -> int:
    """The number of a product's place in the block."""
    return int(desk.find(FeaturedProduct, product_id=product(desk, key).id).id)


# home page -------------------------------------------------------------------------------------------------------------


@performs("PS-01", screen="home_block_move")
def test_a_block_changes_place_on_the_home_page(desk: Desk) -> None:
    story = desk.find(HomeBlock, key="histoire").id
    desk.save(f"/apparence/positions/{story}/deplacer", position=2)
    home = desk.shop_page().text
    assert home.index("La seule fenêtre allumée du port") < home.index("Les habitués les reprennent")


@performs("home.removeblock", screen="home_block_switch")
def test_a_block_is_taken_off_the_home_page(desk: Desk) -> None:
    assert desk.shop_page().says("Les habitués les reprennent")
    block = desk.find(HomeBlock, key="populaires").id
    desk.save(f"/apparence/positions/{block}/afficher", value="")
    assert not desk.shop_page().says("Les habitués les reprennent")


@performs("PS-31", screen="home_block_update")
def test_the_text_block_is_rewritten(desk: Desk) -> None:
    path = f"/apparence/positions/{desk.find(HomeBlock, key='histoire').id}"
    form = desk.form(path, "block-form")
    desk.save(path, **form.filled(title="Le brûleur de nuit", intro="<p>On grille de minuit à cinq heures.</p>"))
    home = desk.shop_page()
    assert home.says("Le brûleur de nuit")
    assert home.says("On grille de minuit à cinq heures.")


@performs("feat.add", screen="featured_add")
def test_missing_products_join_the_popular_ones(desk: Desk) -> None:
    desk.save(f"{POPULAR}/ajouter", product_id=product(desk, "tasse-quai").id)
    assert popular(desk)[-1] == "tasse-quai"
    desk.save(f"{POPULAR}/nombre", populaires_nombre="12")
    assert desk.shop_page().says("Tasse Quai et sa soucoupe")


@performs("feat.first", "feat.order", screen="featured_move")
def test_popular_products_are_put_in_order(desk: Desk) -> None:
    for position, key in enumerate(("moulin-armen", "soir-de-lune", "mug-escale"), 1):
        desk.save(f"{POPULAR}/{rank_of(desk, key)}/deplacer", position=position)
    assert popular(desk)[:3] == ["moulin-armen", "soir-de-lune", "mug-escale"]
    home = desk.shop_page().text
    block = home[home.index("Les habitués les reprennent") :]
    assert block.index("Moulin Armen") < block.index("Soir de lune") < block.index("Mug Escale")


@performs("feat.count", screen="featured_count")
def test_the_number_of_popular_products_is_set(desk: Desk) -> None:
    desk.save(f"{POPULAR}/nombre", populaires_nombre="2")
    home = desk.shop_page().text
    start = home.index("Les habitués les reprennent")
    assert "Soir de lune" not in home[start : start + 1500]


# carousel --------------------------------------------------------------------------------------------------------------


def edit_slide(desk: Desk, key: str, **values: object) -> None:
    """Change a slide through its page."""
    path = f"/modules/carrousel/{desk.find(Slide, key=key).id}"
    desk.save(path, **desk.form(path, "slide-form").filled(**values))


@performs("slide.text", "slide.active", screen="slide_update")
def test_a_slide_announces_something_else_and_is_active(desk: Desk) -> None:
    edit_slide(desk, "abonnement", title="La Papouasie revient", body="Le bateau est à quai le 7.", is_active="y")
    home = desk.shop_page()
    assert home.says("La Papouasie revient")
    assert home.says("Le bateau est à quai le 7.")


@performs("slide.active", screen="slide_switch")
def test_a_slide_is_switched_on_in_the_list(desk: Desk) -> None:
    assert not desk.shop_page().says("Découvrir l’abonnement")
    desk.save(f"/modules/carrousel/{desk.find(Slide, key='abonnement').id}/activer", value="1")
    assert desk.shop_page().says("Découvrir l’abonnement")


@performs("slide.link", screen="slide_update")
def test_a_slide_leads_to_a_product(desk: Desk) -> None:
    found = product(desk, "moulin-armen")
    edit_slide(desk, "coffrets", button="Voir le moulin", target="produit:moulin-armen")
    page = desk.visitor.get(f"{desk.root}/").text
    before = page[: page.index("Voir le moulin")]
    assert f"/produit/{found.id}-{found.slug}" in before[before.rindex("<a ") :]


# menu and footer -------------------------------------------------------------------------------------------------------


@performs("menu.addcat", screen="shop_menu_add")
def test_a_category_joins_the_main_menu(desk: Desk) -> None:
    desk.save("/modules/menu/ajouter", target="categorie:ateliers", url="", label="")
    assert latest(MenuItem).position == desk.count(MenuItem)
    page = desk.visitor.get(f"{desk.root}/panier").text
    menu = page[page.index('aria-label="Rayons"') :]
    assert "Ateliers" in menu[: menu.index("</nav>")]


@performs("PS-04", screen="link_list_add")
def test_a_link_joins_a_list_of_the_footer(desk: Desk) -> None:
    found = desk.find(LinkList, key="la-brulerie")
    desk.save(f"/apparence/liens/{found.id}/ajouter", target="categorie:ateliers", url="", label="Nos ateliers")
    assert desk.shop_page("/panier").says("Nos ateliers")


@performs("footer.info", screen="settings_save")
def test_the_footer_tells_name_and_address(desk: Desk) -> None:
    path = "/parametres/entreprise"
    form = desk.form(path, "settings-form")
    desk.save(
        path, **form.filled(entreprise_siege="27, rue du Phare", entreprise_raison_sociale="Brûlerie Castelune du Port")
    )
    seen = desk.shop_page("/panier")
    assert seen.says("27, rue du Phare")
    assert seen.says("Brûlerie Castelune du Port")


# modules ---------------------------------------------------------------------------------------------------------------


@performs("reassurance.text", screen="reassurance_update")
def test_the_security_item_of_the_reassurance_is_rewritten(desk: Desk) -> None:
    path = f"/modules/reassurance/{desk.find(ReassuranceItem, title='Paiement sécurisé').id}"
    desk.save(path, **desk.form(path, "promise-form").filled(body="Carte vérifiée par votre banque"))
    assert desk.shop_page().says("Carte vérifiée par votre banque")


@performs("share.set", screen="module_share_save")
def test_share_buttons_are_shown_on_product_pages(desk: Desk) -> None:
    desk.save("/modules/partage", partage_facebook="y", partage_pinterest="y")
    seen = in_shop(desk, "moulin-armen").text
    assert "Facebook" in seen
    assert "Pinterest" in seen
    assert "X (Twitter)" not in seen


@performs("privacytext.set", screen="module_privacy_save")
def test_the_privacy_text_is_shown_where_accounts_are_opened(desk: Desk) -> None:
    desk.save(
        "/modules/confidentialite",
        donnees_personnelles="Vous pouvez demander l’effacement de vos données à tout moment.",
    )
    assert desk.shop_page("/inscription").says("Vous pouvez demander l’effacement de vos données à tout moment.")


@performs("comments.guest", screen="review_settings")
def test_visitors_without_account_may_write_reviews(desk: Desk) -> None:
    desk.save("/modules/avis/reglages", avis_validation="y", avis_invites="y")
    number = product(desk, "moulin-armen").id
    in_shop(desk, "moulin-armen")
    answer = desk.visitor.get(f"{desk.root}/produit/{number}/avis")
    assert answer.status_code == 200


# categories and brands -------------------------------------------------------------------------------------------------


@performs("cat.create", "cat.sub", "cat.desc", "cat.seo", screen="category_create")
def test_a_category_is_created_under_another_with_its_texts(desk: Desk) -> None:
    form = desk.form(f"{CATEGORIES}/nouvelle", "category-form")
    desk.save(f"{CATEGORIES}/nouvelle", **form.filled(
        name="Thés glacés", is_active="y", parent_id=category(desk, "thes-infusions").id,
        description="<p>À infuser à froid, une nuit au réfrigérateur.</p>", meta_title="Thés à infuser à froid",
        meta_description="Une nuit au frais, et le goût reste.",
    ))  # fmt: skip
    made = latest(type(category(desk, "cafes")))
    assert (made.name, made.parent_id) == ("Thés glacés", category(desk, "thes-infusions").id)
    page = desk.visitor.get(f"{desk.root}/categorie/{made.id}-{made.slug}").text
    assert "À infuser à froid, une nuit au réfrigérateur." in page
    assert "<title>Thés à infuser à froid" in page
    assert category_in_shop(desk, "thes-infusions").says("Thés glacés")


@performs("cat.seo", screen="category_save")
def test_the_referencing_of_a_category_is_filled_in(desk: Desk) -> None:
    number = category(desk, "abonnements").id
    path = f"{CATEGORIES}/{number}"
    values = {"meta_title": "Abonnement café, trois mois", "meta_description": "Deux sachets choisis par Maëlle."}
    desk.save(path, **desk.form(path, "category-form").filled(**values))
    page = desk.visitor.get(f"{desk.root}/categorie/{number}-{category(desk, 'abonnements').slug}").text
    assert "<title>Abonnement café, trois mois" in page
    assert 'content="Deux sachets choisis par Maëlle."' in page


@performs("brand.create", "brand.desc", screen="brand_create")
def test_a_brand_is_created_with_its_description(desk: Desk) -> None:
    path = "/catalogue/marques/nouvelle"
    text = "<p>Bols et plats tournés à la main, depuis 1931.</p>"
    desk.save(
        path, **desk.form(path, "brand-form").filled(name="Faïencerie du Goulet", description=text, is_active="y")
    )
    made = desk.find(Brand, name="Faïencerie du Goulet")
    seen = desk.shop_page(f"/marque/{made.id}-{made.slug}")
    assert seen.says("Faïencerie du Goulet")
    assert seen.says("Bols et plats tournés à la main, depuis 1931.")
