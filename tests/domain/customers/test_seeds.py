"""The relation rooms' sections of a context: read whole, and refused with file, line and suggestion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from PIL import Image

from sandbox.kernel.db import db
from sandbox.kernel.media import MediaStore
from sandbox.kernel.packs import Reader
from sandbox.kernel.scope import shop_scope
from sandbox.shop.customers import seed as customers
from sandbox.shop.customers.models import Customer, CustomerGroup
from sandbox.shop.display import queries as display_queries
from sandbox.shop.display import seed as display
from sandbox.shop.reviews import seed as reviews
from sandbox.shop.reviews.models import Review
from sandbox.shop.search import seed as search
from sandbox.shop.search.models import SearchAlias
from sandbox.shop.shops.models import ShopKind
from sandbox.shop.shops.queries import get_setting
from sandbox.shop.shops.services import create_shop
from sandbox.shop.site import seed as site
from sandbox.shop.site.models import InfoPage
from sandbox.shop.support import seed as support
from sandbox.shop.support.models import PredefinedMessage, Thread
from sandbox.shop.team import seed as team
from sandbox.shop.team.models import Employee

ANCHOR = date(2026, 11, 23)

CONTEXT = """
civilites:
  - {cle: mme, nom: Mme}
groupes:
  - {cle: visiteur, nom: Visiteur, par_defaut: visiteur}
  - {cle: invite, nom: Invité, par_defaut: invite}
  - {cle: client, nom: Client, par_defaut: client}
  - {cle: pro, nom: Pros, reduction: 5, affichage_ht: oui, reductions_categories: {}}
profils:
  - {cle: vendeur, nom: Vendeur}
employes:
  - {cle: ines, prenom: Inès, nom: Baudry, email: ines@castelune.example, profil: vendeur}
contacts:
  - {cle: sav, nom: Service client, email: aide@castelune.example}
accueil:
  blocs:
    - {cle: carrousel, titre: À la une, actif: oui}
    - {cle: populaires, titre: Les habitués, actif: non}
  populaires: {produits: [], nombre: 6}
carrousel:
  - {cle: fete, titre: Portes ouvertes, image: a.webp, lien: "page:livraison", fond: sable, actif: non}
reassurance:
  - {icone: truck, titre: Livré vite}
menu:
  - {type: page, cible: livraison, libelle: Livraison}
listes_liens:
  - {cle: aide, titre: Aide, liens: [{cible: "page:livraison"}, {cible: "/contact", libelle: Nous écrire}]}
"""
FILES = {
    "context.yaml": CONTEXT,
    "clients/clients.csv": (
        "cle;civilite;prenom;nom;email;naissance;groupe_defaut;groupes;newsletter;consentement_le;consentement_source;inscrit_le\n"
        "riou;mme;Solène;Riou;s@courriel.example;01/04/1993;pro;client|pro;oui;J-10 12:00;salon;J-30 08:00\n"
        "paul;;Paul;Quintin;p@courriel.example;;;;non;;;J-5\n"
    ),
    "clients/adresses.csv": (
        "cle;client;alias;prenom;nom;adresse;code_postal;ville\nriou-maison;riou;Maison;Solène;Riou;\"3, quai\";29900;Concarneau\n"
    ),
    "pages/livraison.md": "---\ntitre: Livraison\ncategorie: aide\nposition: 2\n---\nEn **deux** jours.\n",
    "recherche.yaml": "alias:\n  - {alias: kafé, recherche: café}\n",
    "avis.csv": "cle;produit;client;auteur;note;texte;date;etat;motif\n",
    "sav/messages_predefinis.yaml": "- {cle: retard, nom: Retard, texte: \"Bonjour {prenom},\"}\n",
    "sav/fils.yaml": (
        "- cle: colis\n  client: riou\n  contact: sav\n  etat: attente1\n  lu: oui\n  messages:\n"
        "    - {de: client, le: \"J-2 09:12\", texte: \"Bonjour, mon colis ?\"}\n"
        "    - {de: ines, le: \"J-1 10:00\", texte: \"Il arrive.\", prive: oui}\n"
        "- cle: inconnu\n  client: {nom: Éloi, email: Eloi@auberge.example}\n  contact: sav\n  messages:\n"
        "    - {de: client, le: \"J-1 10:00\", texte: \"Devis ?\"}\n"
    ),
}  # fmt: skip
ROOMS = (customers, team, site, search, display, support, reviews)


@pytest.fixture
def read(app, tmp_path: Path):
    """Read the files, some replaced, into an empty shop which stays open; gives the reader."""
    scopes = []

    def run(**changed: str) -> Reader:
        root = tmp_path / "contexte"
        (root / "medias").mkdir(parents=True)
        Image.new("RGB", (40, 20)).save(root / "medias" / "a.webp")
        for name, text in (FILES | {name.replace("__", "/"): text for name, text in changed.items()}).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        shop = create_shop(
            kind=ShopKind.DRAFT, name="Essai", context_slug="essai", context_version="1", anchor_on=ANCHOR
        )
        scope = shop_scope(shop.id)
        scope.__enter__()
        scopes.append(scope)
        reader = Reader(root, ANCHOR, MediaStore(tmp_path / "medias"))
        for room in ROOMS:
            room.load(reader)
        return reader

    yield run
    for scope in scopes:
        scope.__exit__(None, None, None)


def test_everything_is_read(read: Callable[..., Reader]):
    reader = read()
    assert reader.faults == []
    riou = db.session.query(Customer).filter_by(key="riou").one()
    assert (riou.default_group.name, riou.birth_on, len(riou.memberships)) == ("Pros", date(1993, 4, 1), 2)
    assert [(c.purpose, c.source, c.given_at) for c in riou.consents] == [
        ("newsletter", "salon", datetime(2026, 11, 13, 11, 0))
    ]
    assert [a.city for a in riou.addresses] == ["Concarneau"]
    assert db.session.query(Customer).filter_by(key="paul").one().default_group.name == "Client"
    assert db.session.query(CustomerGroup).filter_by(key="pro").one().reduction_bp == 500
    assert db.session.query(Employee).one().profile.name == "Vendeur"
    assert db.session.query(InfoPage).one().content.strip() == "<p>En <strong>deux</strong> jours.</p>"
    assert db.session.query(SearchAlias).one().target == "café"
    assert db.session.query(PredefinedMessage).one().name == "Retard"
    assert db.session.query(Review).count() == 0


def test_the_display_is_read_with_its_targets(read: Callable[..., Reader]):
    read()
    assert [b.kind for b in display_queries.home_blocks()] == ["carousel"]
    assert get_setting("populaires_nombre") == 6
    slide = display_queries.list_slides()[0]
    assert (slide.target.name, slide.slide.tone, slide.slide.is_active) == ("Livraison", "light", False)
    assert slide.slide.image.endswith(".webp")
    assert [n.label for n in display_queries.menu_tree()] == ["Livraison"]
    assert [link.label for link in display_queries.link_lists()[0].links] == ["Livraison", "Nous écrire"]


def test_threads_are_read_with_their_sides(read: Callable[..., Reader]):
    read()
    colis, other = db.session.query(Thread).order_by(Thread.id)
    assert (colis.status, colis.is_read, colis.customer.key) == ("pending1", True, "riou")
    assert [(m.side, m.author, m.is_private) for m in colis.messages] == [
        ("customer", "Solène Riou", False), ("team", "Inès Baudry", True),
    ]  # fmt: skip
    assert (other.customer, other.name, other.email, other.status, other.is_read) == (
        None,
        "Éloi",
        "eloi@auberge.example",
        "open",
        False,
    )


@pytest.mark.parametrize(
    ("file", "text", "line", "words"),
    [
        ("clients__clients.csv", "cle;prenom;nom;email;groupe_defaut;inscrit_le\nriou;S;R;s@c.example;proo;J-1\n", 2, "Vouliez-vous dire « pro »"),
        ("clients__adresses.csv", "cle;client;prenom;nom;adresse;code_postal;ville\na;riuo;S;R;x;29900;C\n", 2, "Vouliez-vous dire « riou »"),
        ("pages__livraison.md", "---\ntitre: Livraison\ncategorie: divers\n---\nx\n", 3, "Valeur « divers » interdite"),
        ("recherche.yaml", "alias:\n  - {alias: kafé, recherche: café}\n  - {alias: Kafe, recherche: thé}\n", 3, "écrit deux fois"),
        ("avis.csv", "cle;produit;auteur;note;texte;date\na;mug;Léa;4;Bien;J-1\n", 2, "« mug » inconnu"),
        ("sav__messages_predefinis.yaml", "- {cle: a, nom: A, texte: \"{pointure}\"}\n", 1, "Variable inconnue : {pointure}"),
        ("context.yaml", CONTEXT.replace("truck", "licorne"), 23, "Icône « licorne » inconnue"),
        ("context.yaml", CONTEXT.replace('"page:livraison", fond', '"page:livrason", fond'), 21, "Vouliez-vous dire « livraison »"),
        ("context.yaml", CONTEXT.replace("nombre: 6", "nombre: 0"), 19, "Au moins 1"),
        ("context.yaml", CONTEXT.replace(", par_defaut: invite", ""), 4, "par_defaut: invite"),
    ],
)  # fmt: skip
def test_a_fault_tells_where_and_what(read: Callable[..., Reader], file: str, text: str, line: int, words: str):
    reader = read(**{file: text})
    faults = [(fault.file, fault.line, fault.message) for fault in reader.faults]
    assert any(f == file.replace("__", "/") and n == line and words in message for f, n, message in faults), faults
