"""Articles: written, filed, tagged, pinned, given to another author, and what search engines read of them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.library.models import Media
from sandbox.shop.posts.models import SiteCategory, SitePost
from tests.operations.at_site import SHOP, SiteDesk, block, button, text
from tests.operations.at_work import latest
from tests.operations.performing import performs

CLEANING = "detartrer-sans-rien-abimer"
"""An article whose picture was left without a text."""
HELLO = "bonjour-tout-le-monde"
MILL = "quelle-mouture-pour-quelle-cafetiere"


def switch_on(site: SiteDesk, key: str = "seo") -> None:
    """Press « Activer » in the list of extensions."""
    site.press("/extensions", f"/extensions/{key}/activation")


# writing ---------------------------------------------------------------------------------------------------------------


@performs(
    "wp.article",
    "wp.text",
    "wp.headings",
    "wp.blocks",
    "wp.media",
    "wp.intlink",
    "wp.tags",
    screen="siteadmin.post_create",
)
def test_an_article_is_written_with_its_blocks_pictures_links_and_tags(site: SiteDesk) -> None:
    page, picture = site.post("ateliers").id, site.media("theiere-tuilerie-mousse")
    made = site.publish(
        "post", "Le thé qui attend la marée",
        block("heading", text="L’eau d’abord", level=2),
        text(f'Quatre-vingts degrés, <strong>pas un de plus</strong>, comme à <a href="page_site:{page}">nos ateliers</a>.'),
        block("heading", text="Le geste", level=3),
        block("list", block("list-item", text="Rincer la théière"), block("list-item", text="Attendre trois minutes"), ordered=True),
        block("image", media=picture, align="center", caption="La Tuilerie, vert mousse."),
        block("quote", text="Le thé n’attend pas : nous, si.", cite="Maëlle"),
        tags="thé vert, marée", category_ids=str(site.category("thes-et-infusions")), picture_id=str(picture),
    )  # fmt: skip
    seen = site.front(f"/{made.slug}/")
    body = seen[seen.index('<div class="ws-text">') :]
    assert (
        body.index("<h2")
        < body.index("L’eau d’abord")
        < body.index("<h3")
        < body.index("<ol")
        < body.index("<blockquote")
    )
    assert "<strong>pas un de plus</strong>" in body
    assert f'<a href="{site.root}/site/ateliers/">nos ateliers</a>' in body
    assert 'alt="Théière Tuilerie vert mousse, bec tourné vers la droite"' in body
    assert f"{site.root}/site/etiquette/maree/" in body
    assert "Le thé qui attend la marée" in site.front("/etiquette/the-vert/")
    assert "Le thé qui attend la marée" in site.front("/journal/")


@performs("wp.extlink", "wp.button", screen="siteadmin.post_update")
def test_a_link_and_a_button_lead_to_the_shop(site: SiteDesk) -> None:
    site.rewrite(MILL, [
        *site.blocks(MILL), text(f'Nos moulins sont <a href="{SHOP}">dans la boutique</a>.'), button("Voir les moulins", "produit:moulin-armen"),
    ])  # fmt: skip
    seen = site.front(f"/{MILL}/")
    assert f'<a href="{SHOP}">dans la boutique</a>' in seen
    before = seen[: seen.index("Voir les moulins")]
    assert f'href="{site.root}/produit/' in before[before.rindex("<a ") :]


@performs("WP-07", screen="siteadmin.post_act")
def test_an_article_is_put_in_the_bin_and_deleted(site: SiteDesk) -> None:
    assert "Bonjour tout le monde" in site.front(f"/{HELLO}/")
    number = site.post(HELLO).id
    site.press(site.sheet(HELLO), f"/contenu/{number}/trash")
    assert site.visitor.get(f"{site.root}/site/{HELLO}/").status_code == 404
    site.press("/post?etat=trash", f"/contenu/{number}/delete")
    assert site.count(SitePost, key=HELLO) == 0


@performs("wp.sticky", screen="siteadmin.post_update")
def test_an_article_is_pinned_to_the_top_of_the_blog(site: SiteDesk) -> None:
    site.rewrite("portes-ouvertes-de-septembre", is_sticky=None)
    site.rewrite(MILL, is_sticky="y")
    blog = site.front("/journal/")
    cards = blog[blog.index('<article class="ws-card">') :]
    assert site.post(MILL).title in cards[: cards.index("</article>")]
    assert "Épinglé" in cards[: cards.index("</article>")]


@performs("wp.author", screen="siteadmin.post_quick")
def test_the_author_of_an_article_is_changed(site: SiteDesk) -> None:
    assert "par <a" in site.front(f"/{HELLO}/")
    assert "Stagiaire" in site.part('<p class="ws-meta">', "</p>", f"/{HELLO}/")
    number, path = site.find(SiteUser, key="ines-baudry").id, f"{site.sheet(HELLO)}/rapide"
    site.save(path, **site.form("/post?s=bonjour", path).filled(author_id=str(number)))
    meta = site.part('<p class="ws-meta">', "</p>", f"/{HELLO}/")
    assert "Inès Baudry" in meta
    assert "Stagiaire" not in meta


@performs("wp.close_comments", screen="siteadmin.post_update")
def test_the_comments_of_one_article_are_closed(site: SiteDesk) -> None:
    assert "Laisser un commentaire" in site.front(f"/{MILL}/")
    site.rewrite(MILL, is_open=None)
    seen = site.front(f"/{MILL}/")
    assert "Les commentaires sont fermés." in seen
    assert "Laisser un commentaire" not in seen
    assert "Laisser un commentaire" in site.front("/konga-yirgacheffe/")


# pictures --------------------------------------------------------------------------------------------------------------


@performs("wp.alt", screen="siteadmin.media_update")
def test_a_picture_used_in_a_text_is_described(site: SiteDesk) -> None:
    picture = site.media("moulin-armen")
    words = "Moulin à café manuel en noyer, manivelle de laiton"
    site.fill(
        f"/medias/{picture}", "alt", alt=words, title="Moulin Armen", caption="Trente tours.", description="Vu de face."
    )
    assert f'alt="{words}"' in site.front("/partenaires/")
    sheet = site.read(f"/medias/{picture}")
    assert sheet.says("Trente tours.")
    assert sheet.says("Vu de face.")


@performs("wp.altold", screen="siteadmin.media_update")
def test_the_missing_text_of_an_article_s_picture_is_filled_in(site: SiteDesk) -> None:
    picture = site.media("img-2107")
    assert f"/medias/{picture}" in site.source("/medias?sans_alt=1")
    site.fill(f"/medias/{picture}", "alt", alt="Bouilloire à col de cygne en inox, posée sur un quai")
    assert 'alt="Bouilloire à col de cygne en inox, posée sur un quai"' in site.front(f"/{CLEANING}/")
    assert f'/medias/{picture}"' not in site.source("/medias?sans_alt=1")


@performs("WP-10", screen="siteadmin.media_create")
def test_a_photo_is_added_to_the_library(site: SiteDesk) -> None:
    stream = BytesIO()
    Image.new("RGB", (60, 40), "#22405c").save(stream, "PNG")
    site.read("/medias/ajouter")
    site.save("/medias/ajouter", file=(BytesIO(stream.getvalue()), "Le quai à l’aube.png"))
    added = latest(Media)
    assert (added.title, added.width, added.height) == ("Le quai à l’aube", 60, 40)
    site.rewrite(MILL, picture_id=str(added.id))
    assert added.name.removesuffix(".webp") in site.front(f"/{MILL}/")


@performs("WP-17", screen="siteadmin.library")
def test_a_picture_is_found_in_the_library(site: SiteDesk) -> None:
    found = site.source("/medias?type=image&s=moulin")
    assert f"/medias/{site.media('moulin-armen')}" in found
    assert f"/medias/{site.media('grains-torrefies')}" not in found
    assert "Notre savoir-faire" in site.read(f"/medias/{site.media('grains-torrefies')}").text


@performs("WP-18", screen="siteadmin.post_update")
def test_a_picture_is_aligned_sized_and_cropped(site: SiteDesk) -> None:
    picture = site.media("grains-torrefies")
    site.rewrite(MILL, [block("image", media=picture, align="right", width=320, ratio="1"), *site.blocks(MILL)])
    figure = site.part('<figure class="w-image', "</figure>", f"/{MILL}/")
    assert "is-right" in figure[: figure.index(">")]
    assert "ratio-1" in figure[: figure.index(">")]
    assert 'width="320"' in figure


# categories ------------------------------------------------------------------------------------------------------------


@performs("wp.cat_create", "wp.cat_desc", screen="siteadmin.category_create")
def test_a_category_is_created_with_its_description(site: SiteDesk) -> None:
    site.fill("/categories", "description", name="Fêtes du port", description="Ce qui se boit quand le quai danse.")
    made = site.find(SiteCategory, name="Fêtes du port")
    seen = site.part('<header class="ws-list-head">', "</header>", f"/categorie/{made.slug}/")
    assert "Fêtes du port" in seen
    assert "Ce qui se boit quand le quai danse." in seen


@performs("wp.cat_attach", screen="siteadmin.post_update")
def test_an_article_is_filed_in_a_category(site: SiteDesk) -> None:
    title = site.post(MILL).title
    assert title not in site.front("/categorie/torrefaction/")
    site.rewrite(MILL, category_ids=[str(site.category("guides-et-gestes")), str(site.category("torrefaction"))])
    assert title in site.front("/categorie/torrefaction/")
    assert title in site.front("/categorie/guides-et-gestes/")


@performs("wp.cat_seo", screen="siteadmin.category_update")
def test_the_referencing_of_a_category_is_filled_in(site: SiteDesk) -> None:
    path = f"/categories/{site.category('recettes')}"
    assert "Titre SEO" not in site.read(path).text
    switch_on(site)
    site.fill(
        path,
        "meta_title",
        meta_title="Recettes au café",
        meta_description="À boire, à manger, la veille.",
        focus="recette café",
    )
    seen = site.front("/categorie/recettes/")
    assert "<title>Recettes au café" in seen
    assert '<meta name="description" content="À boire, à manger, la veille.">' in seen
    assert site.form_with(path, "focus").fields["focus"] == ["recette café"]


# referencing -----------------------------------------------------------------------------------------------------------


@performs("wp.yoast_on", screen="siteadmin.extension_switch")
def test_the_seo_extension_is_switched_on(site: SiteDesk) -> None:
    assert 'name="focus"' not in site.source(site.sheet(MILL))
    switch_on(site)
    assert 'name="focus"' in site.source(site.sheet(MILL))


@performs("wp.keyphrase", "wp.meta", screen="siteadmin.post_update")
def test_the_keyphrase_and_the_description_are_filled_in(site: SiteDesk) -> None:
    switch_on(site)
    site.rewrite(
        MILL,
        focus="mouture du café",
        meta_title="Mouture du café : le bon réglage",
        meta_description="Filtre, piston ou italienne : la règle.",
    )
    seen = site.front(f"/{MILL}/")
    assert '<meta name="description" content="Filtre, piston ou italienne : la règle.">' in seen
    assert "<title>Mouture du café : le bon réglage</title>" in seen
    assert site.form_with(site.sheet(MILL), "focus").fields["focus"] == ["mouture du café"]


@performs("WP-28", screen="siteadmin.post_update")
def test_keywords_are_put_in_the_title_and_the_address(site: SiteDesk) -> None:
    site.rewrite(MILL, title="Mouture du café : quel réglage ?", slug="mouture-du-cafe")
    seen = site.front("/mouture-du-cafe/")
    assert "Mouture du café : quel réglage ?</h1>" in seen
