"""Identity, header, networks, settings, comments and accounts of the site."""

from __future__ import annotations

import pytest

from sandbox.shop.comments.models import SiteComment
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.identity.models import Site
from sandbox.shop.library.models import Media
from tests.operations.at_site import SiteDesk
from tests.operations.performing import performs

CARTON = "/ce-que-dit-un-carton/"
MILL = "/quelle-mouture-pour-quelle-cafetiere/"


def name_of(site: SiteDesk, key: str) -> str:
    """The name of a picture's file in the store."""
    return str(site.find(Media, key=key).name)


# identity and header ---------------------------------------------------------------------------------------------------


@performs("wp.logo", "wp.icon", "wp.slogan", screen="siteadmin.customizer_save")
def test_logo_icon_and_slogan_are_set(site: SiteDesk) -> None:
    assert name_of(site, "logo-ancien") in site.part('<header class="ws-head', "</header>")
    site.fill(
        "/personnaliser/identite",
        "logo_id",
        logo_id=str(site.media("logo")),
        icon_id=str(site.media("favicon")),
        slogan="Le feu quand tout dort",
    )
    page = site.front()
    brand = site.part('<div class="ws-brand">', "</div>")
    assert name_of(site, "logo") in brand
    assert "Le feu quand tout dort" in brand
    icon = page[page.index('<link rel="icon"') :]
    assert name_of(site, "favicon") in icon[: icon.index(">")]


@performs("wp.headerbg", screen="siteadmin.customizer_save")
def test_the_picture_above_the_header_is_replaced(site: SiteDesk) -> None:
    assert name_of(site, "cafe-bandeau") in site.part('<section class="ws-above"', "</section>")
    site.fill("/personnaliser/en-tete", "menu_place", above_header_picture_id=str(site.media("comptoir")))
    above = site.part('<section class="ws-above"', "</section>")
    assert name_of(site, "comptoir") in above
    assert name_of(site, "cafe-bandeau") not in above


@performs("WP-02", screen="siteadmin.customizer_save")
def test_the_text_above_the_header_is_rewritten(site: SiteDesk) -> None:
    site.fill("/personnaliser/en-tete", "menu_place", above_header="Le comptoir ferme à 16 h ce samedi")
    above = site.part('<section class="ws-above"', "</section>")
    assert "Le comptoir ferme à 16 h ce samedi" in above
    assert "12 septembre" not in above


@performs("wp.social", screen="siteadmin.customizer_save")
def test_two_networks_are_set_and_the_others_leave(site: SiteDesk) -> None:
    nets = {"facebook": "https://reseau-amis.example/castelune", "instagram": "https://reseau-photo.example/castelune"}
    site.fill(
        "/personnaliser/reseaux",
        "social_net",
        social_net=list(nets),
        social_url=list(nets.values()),
        social_place="footer",
    )
    icons = site.part('<ul class="w-social"', "</ul>")
    assert icons.count("<li>") == 2
    assert all(f'href="{url}"' in icons for url in nets.values())


@performs("wp.social_place", screen="siteadmin.customizer_save")
@pytest.mark.parametrize(
    ("place", "start", "end"),
    [
        ("above", '<section class="ws-above"', "</section>"),
        ("header", '<header class="ws-head', "</header>"),
        ("footer", "<footer", "</footer>"),
    ],
)
def test_the_networks_are_placed(site: SiteDesk, place: str, start: str, end: str) -> None:
    assert 'class="w-social"' not in site.front()
    site.fill("/personnaliser/reseaux", "social_net", social_place=place)
    assert 'class="w-social"' in site.part(start, end)
    assert site.front().count('class="w-social"') == 1


@performs("wp.breadcrumb", screen="siteadmin.customizer_save")
def test_a_breadcrumb_follows_the_header(site: SiteDesk) -> None:
    assert "ws-crumbs" not in site.front(MILL)
    site.fill("/personnaliser/fil-d-ariane", "breadcrumb_place", breadcrumb_place="after_header")
    page = site.front(MILL)
    assert page.index("</header>") < page.index("ws-crumbs") < page.index("<main")
    crumbs = site.part('<nav class="ws-crumbs', "</nav>", MILL)
    assert crumbs.index("Accueil") < crumbs.index("Guides et gestes") < crumbs.index('aria-current="page"')


@performs("WP-23", screen="siteadmin.home")
def test_one_goes_from_the_dashboard_to_the_site_and_to_the_shop(site: SiteDesk) -> None:
    page = site.source("/")
    assert f'<a href="{site.root}/site/" target="site">' in page
    assert f'<a href="{site.root}/admin/">' in page
    assert "Brûlerie Castelune" in site.front()


# settings --------------------------------------------------------------------------------------------------------------


@performs("wp.posts_max", screen="siteadmin.settings_save")
def test_a_page_of_the_blog_shows_so_many_articles(site: SiteDesk) -> None:
    site.fill("/reglages/lecture", "posts_per_page", posts_per_page="4")
    blog = site.front("/journal/")
    assert blog.count('<article class="ws-card">') == 4
    assert "Page 1 sur" in blog


@performs("wp.approve", screen="siteadmin.settings_save")
def test_every_comment_waits_for_approval(site: SiteDesk) -> None:
    site.fill("/reglages/commentaires", "comments_depth", comments_approved="y")
    found = next(form for form in site.shop_page(f"/site{MILL}").forms.values() if "body" in form.fields)
    site.visitor.post(
        found.action,
        **found.filled(body="Et pour une turque ?", author="Solenn R.", email="solenn.rioux@courriel.example"),
    )
    sent = site.find(SiteComment, body="Et pour une turque ?")
    assert sent.status == "pending"
    assert "Et pour une turque ?" not in site.front(MILL)
    assert site.read("/commentaires?etat=pending").says("Et pour une turque ?")


# comments --------------------------------------------------------------------------------------------------------------


def answer(site: SiteDesk, key: str, words: str) -> None:
    """Answer a comment from the list."""
    path = f"/commentaires/{site.comment(key)}/reponse"
    listed = site.read(f"/commentaires?article={site.find(SiteComment, key=key).post_id}")
    form = next(form for form in listed.forms.values() if form.action.endswith(path))
    site.save(path, **form.filled(body=words))


@performs("wp.reply", screen="siteadmin.comment_reply")
def test_a_visitor_s_question_is_answered(site: SiteDesk) -> None:
    answer(site, "mouture-sans-reponse", "Oui, Nadia : comptez une minute de plus.")
    page = site.front(MILL)
    mine = page.index("Oui, Nadia : comptez une minute de plus.")
    assert page.index("Nadia H.") < mine
    assert "Équipe" in page[page.index("Nadia H.") : mine]


@performs("wp.moderate", screen="siteadmin.comment_save")
def test_a_hostile_comment_is_moderated(site: SiteDesk) -> None:
    assert "Ma théière est arrivée en miettes" not in site.front(CARTON)
    path = f"/commentaires/{site.comment('carton-hostile')}"
    site.fill(path, "body", body="Ma théière est arrivée en miettes, j’attends depuis douze jours.", status="approved")
    page = site.front(CARTON)
    assert "Ma théière est arrivée en miettes, j’attends depuis douze jours." in page
    assert "incapable" not in page
    assert "escrocs" not in page


@performs("wp.reply_hostile", screen="siteadmin.comment_reply")
def test_a_hostile_comment_is_answered_politely(site: SiteDesk) -> None:
    path = f"/commentaires/{site.comment('carton-hostile')}"
    site.fill(path, "body", body="Ma théière est arrivée en miettes.", status="approved")
    answer(site, "carton-hostile", "Nous vous devons des excuses : une théière neuve part ce soir.")
    page = site.front(CARTON)
    assert page.index("arrivée en miettes.") < page.index("une théière neuve part ce soir.")


# accounts --------------------------------------------------------------------------------------------------------------


@performs("wp.user", "wp.role", screen="siteadmin.user_create")
def test_an_account_is_created_with_its_role(site: SiteDesk) -> None:
    site.fill(
        "/comptes/nouveau",
        "login",
        login="nolwenn",
        email="nolwenn.cadiou@castelune.example",
        first_name="Nolwenn",
        last_name="Cadiou",
        role="editor",
    )
    made = site.find(SiteUser, login="nolwenn")
    assert (made.name, made.role) == ("Nolwenn Cadiou", "editor")
    assert site.read("/comptes?role=editor").says("nolwenn.cadiou@castelune.example")


@performs("WP-33", screen="siteadmin.user_save")
def test_the_role_of_an_account_is_changed(site: SiteDesk) -> None:
    found = site.find(SiteUser, key="ines-baudry")
    site.fill(f"/comptes/{found.id}", "role", role="editor")
    assert site.read("/comptes?role=editor").says("ines.baudry@castelune.example")


@performs("WP-32", screen="siteadmin.user_delete")
def test_an_account_is_deleted_and_its_articles_given_to_another(site: SiteDesk) -> None:
    gone, heir = site.find(SiteUser, key="stagiaire").id, site.find(SiteUser, key="ines-baudry").id
    site.fill(f"/comptes/{gone}/suppression", "author_id", what="give", author_id=str(heir))
    assert site.count(SiteUser, key="stagiaire") == 0
    assert "Inès Baudry" in site.part('<p class="ws-meta">', "</p>", "/bonjour-tout-le-monde/")
    assert site.find(Site).title == "Brûlerie Castelune"
