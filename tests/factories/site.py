"""A small site on the small shop: an administrator, two categories, three articles, two pages, a menu; and the same as files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.shop.announcements.models import SiteAnnouncement, SiteCookieNotice
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.contributors.services import create_user
from sandbox.shop.identity.models import Site, SiteExtension
from sandbox.shop.identity.services import create_site, update_site
from sandbox.shop.library.models import Media
from sandbox.shop.navigation.models import SiteMenu, SiteMenuItem, SiteMenuPlace
from sandbox.shop.navigation.services import add_item, create_menu, place_menu
from sandbox.shop.posts.models import PostCategory, PostRevision, PostTag, SiteCategory, SitePost, SiteTag
from sandbox.shop.posts.services.terms import create_category
from sandbox.shop.posts.services.writing import create_page, create_post
from sandbox.shop.widgets.models import SiteWidget

PICTURE = "0" * 32 + ".webp"


@dataclass(frozen=True, slots=True)
class SmallSite:
    """What is in it."""

    site: Site
    admin: SiteUser
    advice: SiteCategory
    picture: Media
    first: SitePost
    draft: SitePost
    home: SitePost
    menu: SiteMenu


def make_site(word: str = "") -> SmallSite:
    """The small site in the open shop, its texts led by `word`."""
    site = create_site(title=f"{word}Le journal", slogan="À marée haute")
    admin = create_user(
        login="ines", email="ines@castelune.example", first_name="Inès", last_name="Baudry", role="administrator"
    )
    advice = create_category(name=f"{word}Conseils", key="conseils")
    create_category(name="Moutures", key="moutures", parent_id=advice.id)
    picture = Media(
        key="tasses", name=PICTURE, file_name="tasses.webp", title="Tasses", alt="Trois tasses", width=800, height=600,
        uploaded_at=clock.now(),
    )  # fmt: skip
    db.session.add(picture)
    db.session.flush()
    first = create_post(
        key="mouture", title=f"{word}Quelle mouture ?", content="<h2>Le filtre</h2><p>Une mouture moyenne.</p>", status="published",
        published_at=clock.now() - timedelta(days=3), author_id=admin.id, category_ids=[advice.id], tags=["mouture", "filtre"],
        picture_id=picture.id,
    )  # fmt: skip
    draft = create_post(key="ebauche", title=f"{word}Ébauche", content="<p>Pas encore.</p>", author_id=admin.id)
    home = create_page(
        key="accueil", title=f"{word}Bienvenue", content="<p>Entrez donc.</p>", status="published",
        published_at=clock.now() - timedelta(days=30),
    )  # fmt: skip
    menu = create_menu(name="Principal", key="principal")
    add_item(menu=menu, target=f"page_site:{home.id}", key="m-accueil")
    add_item(menu=menu, target=f"rubrique:{advice.id}", key="m-conseils")
    place_menu(place="principal", menu=menu)
    update_site(site=site, default_category_id=advice.id)
    return SmallSite(site, admin, advice, picture, first, draft, home, menu)


def read_site() -> SmallSite:
    """The small site that stands in the open shop."""

    def one(model: type[Any], **marks: str) -> Any:
        return db.session.scalars(sa.select(model).filter_by(**marks)).one()

    return SmallSite(
        one(Site), one(SiteUser, login="ines"), one(SiteCategory, key="conseils"), one(Media, key="tasses"),
        one(SitePost, key="mouture"), one(SitePost, key="ebauche"), one(SitePost, key="accueil"), one(SiteMenu, key="principal"),
    )  # fmt: skip


SITE_FILES: dict[str, str] = {
    "site/site.yaml": """\
identite:
  titre: "Le journal de l’épicerie"
  slogan: "Ce qui cuit"
  logo: photo
reglages:
  accueil: page
  page_accueil: accueil
  page_articles: blog
  articles_par_page: 5
  rubrique_par_defaut: conseils
  commentaires_approuves: oui
  reseaux:
    - {reseau: instagram, adresse: "https://instagram.example/epicerie"}
extensions:
  - {cle: seo, active: non}
comptes:
  - {cle: anna, prenom: "Anna", nom: "Le Gall", email: "anna@petite.example", role: administrateur}
rubriques:
  - {cle: conseils, nom: "Conseils"}
  - {cle: sucre-sale, nom: "Sucré salé", parente: conseils}
etiquettes:
  - {cle: fraise, nom: "Fraise"}
menus:
  - cle: principal
    nom: "Menu principal"
    elements:
      - cible: page_site:accueil
      - cible: rubrique:conseils
        elements:
          - {cible: article:confiture, titre: "La confiture"}
emplacements:
  principal: principal
annonces:
  - {cle: soldes, titre: "Soldes", etat: publie, texte: "**Tout** à moitié prix.", bouton: "Voir", lien: "article:confiture", affichage: sauf, articles: [confiture], fin: "J+2 18:00", le: "J-5 09:00"}
  - {cle: jetee, titre: "Jetée", type: pop-up, etat: corbeille, texte: "Non."}
avis_cookies:
  texte: "Des biscuits ?"
  finalites: [audience, publicite]
widgets:
  colonne:
    - {cle: recents, blocs: '<!-- wp:latest-posts {"count":3} /-->'}
""",
    "site/medias.yaml": '- {cle: photo, fichier: photo.webp, titre: "Une photo", alt: "Un bol rouge"}\n',
    "site/pages/accueil.md": '---\ntitre: "Bienvenue"\n---\nEntrez, et lisez [la confiture](article:confiture).\n',
    "site/pages/blog.md": '---\ntitre: "Le blog"\n---\n',
    "site/articles/confiture.md": """\
---
titre: "La confiture"
le: J-10 09:00
auteur: anna
rubriques: [conseils]
etiquettes: [fraise]
image: photo
---
## Les fraises

Un kilo de **fraises**.

<!-- wp:image {"media":"photo"} /-->
""",
    "site/commentaires.yaml": """\
- {cle: c1, article: confiture, auteur: "Léna", email: "lena@courriel.example", texte: "Délicieux.", le: "J-9 10:00"}
- {cle: c2, article: confiture, compte: anna, auteur: "Anna", repond_a: c1, texte: "Merci !", le: "J-9 11:00"}
""",
}
"""The same kind of site as files, to be put into the small context."""


def fresh_site(word: str = "") -> SmallSite:
    """The small site in the place of whatever site the open shop has."""
    db.session.query(SitePost).update({"parent_id": None})
    db.session.query(SiteCategory).update({"parent_id": None})
    db.session.query(SiteComment).update({"parent_id": None})
    db.session.query(SiteMenuItem).update({"parent_id": None})
    db.session.query(SiteMenuPlace).delete()
    for model in (
        SiteComment, PostRevision, PostTag, PostCategory, SitePost, SiteMenuItem, SiteMenu, SiteWidget, SiteCategory, SiteTag, Media,
        SiteUser, SiteAnnouncement, SiteCookieNotice, SiteExtension, Site,
    ):  # fmt: skip
        db.session.query(model).delete()
    return make_site(word)
