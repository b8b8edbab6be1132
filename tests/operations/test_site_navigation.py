"""Menus, sidebar, footer: what stands around the texts of the site."""

from __future__ import annotations

from sandbox.shop.navigation.models import SiteMenu
from sandbox.shop.widgets.models import SiteWidget
from tests.operations.at_site import SHOP, SiteDesk, text
from tests.operations.at_work import latest
from tests.operations.performing import performs


def add(site: SiteDesk, kind: str, number: int, menu: str = "menu-principal") -> None:
    """Tick a content on the left of the screen of menus, and press « Ajouter au menu »."""
    path = site.menu_page(menu)
    site.save(site.form(path, f"/ajout/{kind}").action.removeprefix(site.admin), ids=[str(number)])


def move(site: SiteDesk, item: int, act: str) -> None:
    """Press an arrow of an item of the main menu."""
    site.press(site.menu_page(), f"/elements/{item}/{act}")


# menus -----------------------------------------------------------------------------------------------------------------


@performs("wp.menu_cat", screen="siteadmin.menu_add")
def test_a_category_joins_the_main_menu(site: SiteDesk) -> None:
    add(site, "rubrique", site.category("recettes"))
    assert f'<a href="{site.root}/site/categorie/recettes/">Recettes</a>' in site.menu()


@performs("wp.menu_page", screen="siteadmin.menu_add")
def test_a_page_joins_the_main_menu(site: SiteDesk) -> None:
    add(site, "page_site", site.post("venir-au-quai").id)
    assert f'href="{site.root}/site/venir-au-quai/"' in site.menu()


@performs("wp.menu_link", screen="siteadmin.menu_add_link")
def test_a_custom_link_leads_to_the_shop(site: SiteDesk) -> None:
    site.fill(site.menu_page(), "target", target=SHOP, label="La boutique")
    assert f'<a href="{SHOP}">La boutique</a>' in site.menu()


@performs("wp.menu_sub", screen="siteadmin.menu_move")
def test_an_item_goes_under_another(site: SiteDesk) -> None:
    move(site, site.item("m-savoir-faire"), "indent")
    menu = site.menu()
    above = menu[menu.index("notre-histoire/") :]
    assert above.index("<ul>") < above.index("savoir-faire/") < above.index("</ul>")


@performs("wp.menu_tree", screen="siteadmin.menu_move")
def test_the_main_menu_is_rearranged(site: SiteDesk) -> None:
    contact = site.item("m-contact")
    for _ in range(7):
        move(site, contact, "down")
    move(site, site.item("m-savoir-faire"), "indent")
    move(site, site.item("m-pret"), "indent")
    menu = site.menu()
    assert (
        menu.index("journal/")
        < menu.index("notre-histoire/")
        < menu.index("savoir-faire/")
        < menu.index("site/ateliers/")
    )
    assert menu.rindex("<a ") == menu.rindex("<a ", 0, menu.index("Contact"))
    assert menu.count('class="has-sub"') == 2


@performs("wp.menu_remove", screen="siteadmin.menu_move")
def test_a_page_leaves_the_main_menu(site: SiteDesk) -> None:
    assert "la-cafetiere-de-pret" in site.menu()
    move(site, site.item("m-pret"), "remove")
    assert "la-cafetiere-de-pret" not in site.menu()
    assert "La cafetière de prêt" in site.front("/la-cafetiere-de-pret/")


@performs("wp.menu_offcanvas", screen="siteadmin.menu_save")
def test_an_off_canvas_menu_holds_only_what_is_asked(site: SiteDesk) -> None:
    site.save("/menus", **site.form_with("/menus", "name").filled(name="Menu hors-champ"))
    made = site.find(SiteMenu, name="Menu hors-champ")
    path = f"/menus?menu={made.id}"
    for key in ("contact", "venir-au-quai"):
        form = site.form(path, "/ajout/page_site")
        site.save(form.action.removeprefix(site.admin), ids=[str(site.post(key).id)])
    site.save(f"/menus/{made.id}", **site.form(path, f"/menus/{made.id}").filled(places=["hors-champ"]))
    drawer = site.part('aria-label="Menu hors-champ"', "</nav>")
    assert drawer.count("<a ") == 2
    assert "contact/" in drawer
    assert "venir-au-quai/" in drawer
    assert "notre-histoire/" in site.menu()


@performs("WP-03", screen="siteadmin.customizer_save")
def test_the_main_menu_is_placed_elsewhere_in_the_header(site: SiteDesk) -> None:
    assert '<header class="ws-head menu-right' in site.front()
    site.fill("/personnaliser/en-tete", "menu_place", menu_place="below")
    assert '<header class="ws-head menu-below' in site.front()


# sidebar ---------------------------------------------------------------------------------------------------------------


def new_widget(site: SiteDesk, area: str, kind: str, **values: object) -> SiteWidget:
    """Choose a block for an area, fill it in, add it."""
    assert f'/widgets/nouveau/{area}"' in site.source("/widgets")
    site.fill(f"/widgets/nouveau/{area}?bloc={kind}", "parts", **values)
    made: SiteWidget = latest(SiteWidget)
    return made


@performs("wp.side_remove", screen="siteadmin.widget_remove")
def test_a_widget_leaves_the_sidebar(site: SiteDesk) -> None:
    assert "Archives" in site.sidebar()
    site.press("/widgets", f"{site.widget('w-archives')}/suppression")
    assert "Archives" not in site.sidebar()


@performs("wp.side_recent", "wp.side_excerpt", screen="siteadmin.widget_create")
def test_the_latest_articles_are_shown_with_an_excerpt(site: SiteDesk) -> None:
    site.publish("post", "Compter jusqu’à vingt", text(" ".join(f"mot{n}" for n in range(1, 21))))
    new_widget(
        site, "sidebar", "latest-posts", **{"b0-title": "À lire", "b0-count": "4", "b0-excerpt": "y", "b0-words": "12"}
    )
    block = site.sidebar().partition("À lire")[2]
    assert block.count("<li") == 4
    excerpt = block.partition("Compter jusqu’à vingt")[2].partition("</p>")[0]
    assert "mot12" in excerpt
    assert "mot13" not in excerpt


@performs("wp.side_gallery", screen="siteadmin.widget_create")
def test_a_gallery_of_six_pictures_stands_in_the_sidebar(site: SiteDesk) -> None:
    keys = (
        "cat-cafes-origines",
        "cat-thes-noirs",
        "cat-infusions",
        "cat-epicerie",
        "cat-mugs-graves",
        "cat-moulins-balances",
    )
    new_widget(
        site,
        "sidebar",
        "gallery",
        **{"b0-pictures": [str(site.media(key)) for key in keys], "b0-caption": "Nos rayons"},
    )
    gallery = site.sidebar().partition('<figure class="w-gallery')[2].partition("Nos rayons")[0]
    assert gallery.count("<img ") == 6


@performs("wp.side_calendar", screen="siteadmin.widget_create")
def test_a_calendar_stands_in_the_sidebar(site: SiteDesk) -> None:
    new_widget(site, "sidebar", "calendar", **{"b0-title": "Le mois"})
    assert "<table" in site.sidebar().partition("Le mois")[2]


@performs("wp.side_layout", screen="siteadmin.customizer_save")
def test_articles_have_their_sidebar_on_the_right(site: SiteDesk) -> None:
    article = "/quelle-mouture-pour-quelle-cafetiere/"
    assert "ws-body side-left" in site.front(article)
    site.fill("/personnaliser/colonne", "sidebar_posts", sidebar_posts="right")
    assert "ws-body side-right" in site.front(article)
    assert "ws-body side-none" in site.front("/contact/")


# footer ----------------------------------------------------------------------------------------------------------------


@performs("wp.footer_contact", screen="siteadmin.widget_save")
def test_the_contact_zone_of_the_footer_is_filled_in(site: SiteDesk) -> None:
    path = site.widget("w-adresse")
    site.fill(
        path,
        "parts",
        **{"b1-text": "Brûlerie Castelune, 14, quai des Morutiers", "b2-text": "bonjour@castelune.example"},
    )
    foot = site.footer()
    assert "14, quai des Morutiers" in foot
    assert "bonjour@castelune.example" in foot
    assert "venelle du Four, 29990" not in foot


@performs("wp.footer_only", screen="siteadmin.widget_remove")
def test_the_footer_keeps_only_the_company(site: SiteDesk) -> None:
    for key in ("w-etiquettes", "w-texte-gabarit", "w-categories"):
        site.press("/widgets", f"{site.widget(key)}/suppression")
    foot = site.footer()
    assert foot.count('<div class="ws-widget">') == 1
    assert "Nous trouver" in foot


@performs("wp.footer_labels", screen="siteadmin.widget_create")
def test_the_two_labels_are_shown_in_the_footer(site: SiteDesk) -> None:
    for key in ("label-quai-propre", "label-recolte-suivie"):
        new_widget(site, "footer-2", "image", **{"b0-media": str(site.media(key)), "b0-alt": f"Label {key}"})
    foot = site.footer()
    assert 'alt="Label label-quai-propre"' in foot
    assert 'alt="Label label-recolte-suivie"' in foot


@performs("wp.footer_link", screen="siteadmin.menu_save")
def test_a_page_is_reached_from_the_footer_by_its_menu(site: SiteDesk) -> None:
    page = site.post("charte-des-commentaires").id
    assert "charte-des-commentaires/" not in site.footer()
    add(site, "page_site", page, "pied-de-page")
    path, number = site.menu_page("pied-de-page"), site.find(SiteMenu, key="pied-de-page").id
    site.save(f"/menus/{number}", **site.form(path, f"/menus/{number}").filled(places=["pied"]))
    foot = site.part('aria-label="Menu du pied de page"', "</nav>")
    assert f'href="{site.root}/site/charte-des-commentaires/"' in foot
    assert f'href="{site.root}/site/mentions-legales/"' in foot


@performs("wp.footer_link", screen="siteadmin.widget_create")
def test_a_page_is_reached_from_the_footer_by_the_address_copied_from_the_browser(site: SiteDesk) -> None:
    copied = f"http://localhost{site.root}/site/charte-des-commentaires/"
    new_widget(site, "footer-1", "buttons", **{"b0-text-0": "Notre charte", "b0-url-0": copied})
    foot = site.footer()
    before = foot[: foot.index("Notre charte")]
    link = before[before.rindex("<a ") :].partition('href="')[2].partition('"')[0]
    assert site.visitor.get(link).status_code == 200
