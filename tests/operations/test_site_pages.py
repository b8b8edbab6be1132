"""Pages and their blocks: home page, contact, privacy, galleries, and the richer blocks."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from sandbox.kernel.db import db
from sandbox.shop.identity.models import Site
from sandbox.shop.posts.models import SitePost
from sandbox.shop.support.models import Thread
from tests.operations.at_site import SHOP, SiteDesk, block, button, first, text
from tests.operations.at_work import latest
from tests.operations.performing import performs


@performs("wp.page", screen="siteadmin.post_create")
def test_a_page_is_written_and_published(site: SiteDesk) -> None:
    above = site.post("notre-histoire").id
    made = site.publish("page", "Les fournées d’Yvonne", text("Douze kilos, pas un de plus."), parent_id=str(above))
    seen = site.front(f"/notre-histoire/{made.slug}/")
    assert "Les fournées d’Yvonne</h1>" in seen
    assert "Douze kilos, pas un de plus." in seen


@performs("wp.contact_update", screen="siteadmin.post_update")
def test_the_details_of_the_contact_page_are_put_right(site: SiteDesk) -> None:
    blocks = site.blocks("contact")
    address = first(blocks, "list")["inner"][0]["attrs"]
    address["text"] = "<strong>Adresse</strong> : 14, quai des Morutiers, 29990 Castelune-sur-Mer"
    site.rewrite("contact", blocks)
    seen = site.part('<div class="ws-text">', "</article>", "/contact/")
    assert "14, quai des Morutiers, 29990" in seen
    assert "venelle du Four" not in seen


# privacy ---------------------------------------------------------------------------------------------------------------


def made_privacy_page(site: SiteDesk) -> SitePost:
    """Press « Créer une page de politique de confidentialité »."""
    site.press("/reglages/confidentialite", "/reglages/confidentialite/page")
    made: SitePost = latest(SitePost)
    return made


@performs("wp.privacy_make", screen="siteadmin.settings_privacy_page")
def test_the_privacy_page_is_generated(site: SiteDesk) -> None:
    made = made_privacy_page(site)
    assert (made.status, site.find(Site).privacy_page_id) == ("draft", made.id)
    assert "Qui sommes-nous" in site.read(f"/contenu/{made.id}/apercu").text


@performs("wp.privacy_who", "wp.privacy_pub", screen="siteadmin.post_update")
def test_the_privacy_page_says_who_we_are_and_is_published(site: SiteDesk) -> None:
    made = made_privacy_page(site)
    path = f"/contenu/{made.id}"
    blocks = json.loads(site.form_with(path, "content").fields["content"][0])
    who = next(one for one in blocks if "[nom de l’entreprise]" in one["attrs"].get("text", ""))
    who["attrs"]["text"] = (
        "Ce site est publié par Brûlerie Castelune, 14, quai des Morutiers. Responsable : Armelle Guivarc’h."
    )
    site.fill(path, "content", content=json.dumps(blocks), status="published")
    seen = site.front("/politique-de-confidentialite/")
    assert "publié par Brûlerie Castelune, 14, quai des Morutiers. Responsable : Armelle Guivarc’h." in seen
    assert "[nom de l’entreprise]" not in seen


# home page -------------------------------------------------------------------------------------------------------------


@performs("wp.home_static", screen="siteadmin.settings_save")
def test_a_page_becomes_the_home_page(site: SiteDesk) -> None:
    words = "Quatre heures, le port dort encore"
    assert words not in site.front()
    site.fill(
        "/reglages/lecture", "front_kind", front_kind="page", front_page_id=str(site.post("bienvenue-sur-le-quai").id)
    )
    home = site.front()
    assert words in home
    assert "Dans le journal" not in home[home.index("<main") : home.index("</main>")]


@performs("wp.banner", "wp.banner_top", screen="siteadmin.post_update")
def test_a_banner_stands_at_the_top_of_the_home_page(site: SiteDesk) -> None:
    banner = block(
        "cover",
        block("heading", text="La Papouasie est à quai"),
        text("Le bateau est arrivé le 7."),
        media=site.media("cafe-bandeau"),
        align="full",
    )
    site.rewrite("accueil", [banner, *site.blocks("accueil")[1:]])
    seen = site.part('<div class="ws-text">', "</article>")
    assert seen[len('<div class="ws-text">') :].lstrip().startswith('<div class="w-cover')
    assert "La Papouasie est à quai" in seen[: seen.index("La seule fenêtre allumée du port")]
    assert "Samedi 12 septembre 2026" not in seen


@performs("wp.slider_link", screen="siteadmin.post_update")
def test_the_first_slide_leads_to_the_shop(site: SiteDesk) -> None:
    blocks = site.blocks("accueil")
    slides = first(blocks, "slider")["attrs"]["items"]
    slides[0] |= {"url": SHOP, "label": "Voir les cafés"}
    site.rewrite("accueil", blocks)
    assert f'<a class="w-btn" href="{SHOP}">Voir les cafés</a>' in site.front()


@performs("wp.testimonial", screen="siteadmin.post_update")
def test_a_comment_becomes_a_testimonial_of_the_home_page(site: SiteDesk) -> None:
    assert site.read("/commentaires?s=antisèche").says("À 79 ans c’est ma première.")
    blocks = site.blocks("accueil")
    first(blocks, "testimonials")["attrs"]["items"].append(
        {"text": "À 79 ans c’est ma première.", "name": "Papi Robert", "role": "Le journal"}
    )
    site.rewrite("accueil", blocks)
    said = site.part('<ul class="w-cards w-said', "</ul>")
    assert said.count("<li>") == 3
    assert "À 79 ans c’est ma première." in said
    assert "<b>Papi Robert</b>" in said


@performs("wp.countdown", screen="siteadmin.post_update")
def test_a_countdown_runs_in_the_top_block_of_the_home_page(site: SiteDesk) -> None:
    blocks = site.blocks("accueil")
    blocks[0]["inner"].append(block("countdown", at="2099-12-24T18:00", title="Avant la veillée"))
    site.rewrite("accueil", blocks)
    cover = site.part('<div class="w-cover', "La seule fenêtre allumée du port")
    assert 'data-countdown="2099-12-24T17:00:00Z"' in cover
    assert "Avant la veillée" in cover


@performs("wp.countdown_days", screen="siteadmin.post_update")
def test_a_countdown_shows_the_days_alone(site: SiteDesk) -> None:
    assert '"label": "Jours seulement"' in site.source(site.sheet("accueil"))
    blocks = site.blocks("accueil")
    blocks[0]["inner"].append(block("countdown", at="2099-12-24T18:00", title="Avant la veillée", days=True))
    site.rewrite("accueil", blocks)
    count = site.part('<div class="w-count"', "</div>")
    assert 'data-part="jours"' in count
    assert not any(word in count for word in ("heures", "minutes", "secondes"))


# other pages -----------------------------------------------------------------------------------------------------------


@performs("wp.map", screen="siteadmin.post_update")
def test_a_map_shows_the_address(site: SiteDesk) -> None:
    site.rewrite(
        "venir-au-quai",
        [
            *site.blocks("venir-au-quai"),
            block("map", address="14, quai des Morutiers, 29990 Castelune-sur-Mer", zoom=16),
        ],
    )
    seen = site.front("/venir-au-quai/")
    assert 'aria-label="Plan\u00a0: 14, quai des Morutiers, 29990 Castelune-sur-Mer"' in seen


@performs("wp.table", screen="siteadmin.post_update")
def test_a_table_tells_the_opening_hours(site: SiteDesk) -> None:
    hours = block("table", head=[["Jour", "Heures"]], body=[["Mardi", "8 h – 12 h 30"], ["Samedi", "14 h – 17 h 30"]])
    site.rewrite("venir-au-quai", [*site.blocks("venir-au-quai"), hours])
    table = site.part("<table>", "</table>", "/venir-au-quai/")
    assert table.index("Jour</th>") < table.index("Mardi") < table.index("8 h – 12 h 30") < table.index("Samedi")


@performs("wp.form", screen="siteadmin.post_update")
def test_a_form_is_put_on_the_contact_page_and_its_answer_arrives(site: SiteDesk) -> None:
    asked = [{"label": "Votre nom", "type": "text", "required": True}, {"label": "Votre message", "type": "textarea"}]
    site.rewrite(
        "contact", [*site.blocks("contact"), block("form", title="Nous écrire ici", items=asked, button="Envoyer")]
    )
    found = next(form for form in site.shop_page("/site/contact/").forms.values() if "formulaire" in form.action)
    before = site.count(Thread)
    answer = site.visitor.post(found.action, **found.filled(c1="Nolwenn, du port", c2="À quelle heure ouvrez-vous ?"))
    assert answer.status_code == 302, answer.text
    db.session.expire_all()
    assert site.count(Thread) == before + 1


@performs("wp.team", screen="siteadmin.post_update")
def test_a_person_joins_the_team(site: SiteDesk) -> None:
    blocks = site.blocks("equipe")
    first(blocks, "team")["attrs"]["items"].append(
        {"name": "Bleuenn Tanguy", "role": "Comptoir", "text": "Rend la monnaie au centime."}
    )
    site.rewrite("equipe", blocks)
    team = site.part('<ul class="w-cards w-team', "</ul>", "/equipe/")
    assert team.count("<li>") == 7
    assert "Rend la monnaie au centime." in team


@performs("wp.team_nosocial", screen="siteadmin.post_update")
def test_the_social_icons_of_the_team_are_removed(site: SiteDesk) -> None:
    start = '<ul class="w-cards w-team'
    assert site.part(start, "</ul>", "/equipe/").count('class="w-social"') == 3
    blocks = site.blocks("equipe")
    first(blocks, "team")["attrs"]["social"] = False
    site.rewrite("equipe", blocks)
    seen = site.part(start, "</ul>", "/equipe/")
    assert "w-social" not in seen
    assert seen.count("<li>") == 6


@performs("WP-09", screen="siteadmin.post_update")
def test_questions_open_on_their_answers(site: SiteDesk) -> None:
    site.rewrite(
        "contact",
        [
            *site.blocks("contact"),
            block("faq", items=[{"question": "Livrez-vous l’été ?", "answer": "Oui, même en août."}]),
        ],
    )
    seen = site.part('<div class="w-faq">', "</div></details></div>", "/contact/")
    assert "<summary>Livrez-vous l’été ?</summary>" in seen
    assert "Oui, même en août." in seen


@performs("WP-08", screen="siteadmin.post_update")
def test_the_other_blocks_of_the_editor_are_drawn(site: SiteDesk) -> None:
    added = [
        block("media-text", text("À côté de l’image."), media=site.media("comptoir"), side="right"),
        block("columns", block("column", text("À gauche.")), block("column", text("À droite."))),
        block("separator", look="dots"), block("calendar", title="Ce mois-ci"), block("search", title="Chercher"),
    ]  # fmt: skip
    site.rewrite("contact", [*site.blocks("contact"), *added])
    seen = site.part('<div class="ws-text">', "</article>", "/contact/")
    places = [
        seen.index(words) for words in ("À côté de l’image.", "À gauche.", "À droite.", "<hr", "Ce mois-ci", "Chercher")
    ]
    assert places == sorted(places)


@performs("wp.button", screen="siteadmin.post_update")
def test_a_button_leads_to_another_page(site: SiteDesk) -> None:
    number = site.post("contact").id
    site.rewrite("savoir-faire", [*site.blocks("savoir-faire"), button("Nous écrire", f"page_site:{number}")])
    seen = site.front("/savoir-faire/")
    link = seen[seen.rindex("<a ", 0, seen.index("Nous écrire")) : seen.index("Nous écrire")]
    assert f'href="{site.root}/site/contact/"' in link


@performs("wp.filelink", screen="siteadmin.post_update")
def test_a_page_links_to_a_file_of_the_library(site: SiteDesk) -> None:
    number = site.media("guide-preparation-cafe")
    site.rewrite(
        "savoir-faire", [*site.blocks("savoir-faire"), block("file", media=number, text="Le guide de préparation")]
    )
    seen = site.part('<div class="ws-text">', "</article>", "/savoir-faire/")
    link = seen[seen.rindex("<a ", 0, seen.index("Le guide de préparation")) :].partition('href="')[2].partition('"')[0]
    answer = site.visitor.get(link)
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")


@performs("wp.audio", screen="siteadmin.post_update")
def test_the_sound_of_the_library_is_played_on_a_page(site: SiteDesk) -> None:
    library = site.read("/medias?type=audio")
    assert library.says("Le carillon du quai")
    assert library.says("0:05")
    picked = site.source(site.sheet("savoir-faire"))
    assert f'"id": {site.media("carillon-du-quai")}, "kind": "audio"' in picked
    player = block("audio", media=site.media("carillon-du-quai"), caption="Chaque samedi, à l’ouverture.", loop=True)
    site.rewrite("savoir-faire", [*site.blocks("savoir-faire"), player])
    seen = site.part('<figure class="w-audio">', "</figure>", "/savoir-faire/")
    assert seen.startswith('<figure class="w-audio"><audio controls loop preload="metadata" src="/media/')
    assert "<figcaption>Chaque samedi, à l’ouverture.</figcaption>" in seen
    assert "<p>Sans paroles. Six coups de cloche clairs" in seen[seen.index('<details class="w-transcript">') :]
    with closing(
        site.visitor.get(seen.partition('src="')[2].partition('"')[0], headers={"Range": "bytes=0-11"})
    ) as heard:
        assert (heard.status_code, heard.content_type) == (206, "audio/wav")
        assert (heard.data[:4], heard.data[8:]) == (b"RIFF", b"WAVE")


# pictures that lead somewhere, galleries -------------------------------------------------------------------------------


@performs("wp.image_link", screen="siteadmin.post_update")
def test_the_first_picture_of_a_page_leads_to_the_shop(site: SiteDesk) -> None:
    blocks = site.blocks("partenaires")
    first(blocks, "image")["attrs"]["url"] = SHOP
    site.rewrite("partenaires", blocks)
    figure = site.part('<figure class="w-image', "</figure>", "/partenaires/")
    assert figure.index(f'<a href="{SHOP}"') < figure.index("<img ") < figure.index("</a>")


@performs("wp.gallery_link", screen="siteadmin.post_update")
def test_the_pictures_of_a_gallery_lead_to_the_shop(site: SiteDesk) -> None:
    blocks = site.blocks("savoir-faire")
    for picture in first(blocks, "gallery")["inner"]:
        picture["attrs"]["url"] = SHOP
    site.rewrite("savoir-faire", blocks)
    assert site.front("/savoir-faire/").count(f'<a href="{SHOP}"') == 3


@performs("wp.gallery_add", screen="siteadmin.post_update")
def test_two_pictures_join_a_gallery(site: SiteDesk) -> None:
    blocks = site.blocks("ateliers")
    inner = first(blocks, "gallery")["inner"]
    added = (site.media("atelier-degustation-2"), site.media("atelier-latte-1"))
    inner.extend(block("image", media=number) for number in added)
    site.rewrite("ateliers", blocks)
    gallery = (
        site.front("/ateliers/").partition('<figure class="w-gallery')[2].partition('<section class="ws-comments')[0]
    )
    assert gallery.partition("</article>")[0].count("<img ") == 5
    assert [one["attrs"]["media"] for one in first(site.blocks("ateliers"), "gallery")["inner"]][-2:] == list(added)


@performs("wp.gallery_new", screen="siteadmin.post_update")
@pytest.mark.parametrize("columns", [2, 4])
def test_a_gallery_is_put_on_a_page(site: SiteDesk, columns: int) -> None:
    pictures = [
        block("image", media=site.media(key))
        for key in ("comptoir", "table-du-matin", "grains-en-tas", "sachets-et-mug")
    ]
    site.rewrite("venir-au-quai", [*site.blocks("venir-au-quai"), block("gallery", *pictures, columns=columns)])
    gallery = site.part('<figure class="w-gallery', "</article>", "/venir-au-quai/")
    assert f"cols-{columns}" in gallery[: gallery.index(">")]
    assert gallery.count("<img ") == 4
