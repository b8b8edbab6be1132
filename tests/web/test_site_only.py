"""A company that has a site and no shop, as its candidate, its examiner, a practice run, the replay and its trainer see it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter

from sandbox.accounts.queries import find_user
from sandbox.kernel.db import db
from sandbox.kernel.media import MediaStore
from sandbox.kernel.scope import shop_scope
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.identity.queries import get_extension, get_site
from sandbox.shop.identity.services import activate, update_site
from sandbox.shop.posts.services.writing import create_page
from sandbox.shop.shops.models import Shop
from sandbox.shop.support.models import Mail
from sandbox.shop.support.rules import FORM_SUBJECT
from sandbox.shop.support.services import record_mail
from sandbox.training.authoring.checking import check_subject
from sandbox.training.contexts.services import load_context
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession
from sandbox.training.practice.services import start_run
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.loader import Folder, read_subject
from sandbox.training.subjects.queries import SCENARIOS, get_written
from sandbox.web.authoring import views_contexts
from tests.factories.contexts import write_context
from tests.factories.contexts_site import RUN, SUBJECT, write_site_context
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor

NO_SHOP = "Cette entreprise n’a pas de boutique en ligne : elle n’a qu’un site."
SHOP_ADDRESSES = (
    "/",
    "/admin/",
    "/admin/produits",
    "/admin/statistiques",
    "/panier",
    "/produit/1-bol",
    "/recherche?q=bol",
    "/plan-du-site",
    "/admin/graphiques",
)
SITE_ADDRESSES = (
    "/site/",
    "/site-admin/",
    "/site-admin/post",
    "/site-admin/menus",
    "/site/confiture/",
    "/theme.css",
)


def made_subject() -> Subject:
    loaded = read_subject(SUBJECT, Folder(None, {"essais/bon.jsonl": RUN}), SCENARIOS / "grids")
    assert loaded.subject is not None, loaded.faults
    return loaded.subject


@pytest.fixture
def session(world_app: Flask, world_media: Path, tmp_path: Path) -> ExamSession:
    """A running session of erin's on the company without a shop, one candidate."""
    load_context(folder=write_site_context(tmp_path), media=MediaStore(world_media))
    erin = find_user("erin")
    assert erin is not None
    people = [exams.Candidate(last_name="Kervella", first_name="Inès", number="021", workstation="1")]
    made = exams.create_session(subject=made_subject(), candidates=people, examiner=erin, room="B 204")
    exams.start_session(session=made, author=erin.name)
    db.session.commit()
    return made


@pytest.fixture
def seat(world_app: Flask, session: ExamSession) -> Visitor:
    """The candidate's browser."""
    visitor = Visitor(world_app)
    visitor.get("/epreuve/rejoindre")
    assert visitor.post("/epreuve/rejoindre", code=session.seats[0].join_code).status_code == 302
    return visitor


def shop_links(html: str, key: str) -> list[str]:
    """The addresses on a page that lead into a shop's faces."""
    found = re.findall(rf'(?:href|action)="(/b/{key}/[^"]*)"', html)
    return [one for one in found if not one.startswith((f"/b/{key}/site", f"/b/{key}/theme.css", f"/b/{key}/epreuve"))]


def test_a_candidate_never_meets_a_shop(seat: Visitor, session: ExamSession) -> None:
    key = session.seats[0].shop.key
    for path in SHOP_ADDRESSES:
        answer = seat.get(f"/b/{key}{path}")
        assert answer.status_code == 404, path
    page = seat.get(f"/b/{key}/admin/")
    assert Page(page.text).says(NO_SHOP)
    assert f'href="/b/{key}/site/"' in page.text
    for path in SITE_ADDRESSES:
        answer = seat.get(f"/b/{key}{path}")
        assert answer.status_code == 200, path
        assert shop_links(answer.text, key) == [], path


def test_every_page_of_the_site_and_of_its_administration_stands_without_a_shop(
    world_app: Flask, seat: Visitor, session: ExamSession
) -> None:
    key, seen = session.seats[0].shop.key, 0
    adapter = world_app.url_map.bind("localhost")
    for rule in world_app.url_map.iter_rules():
        if not rule.endpoint.startswith(("siteadmin.", "sitefront.")) or "GET" not in (rule.methods or set()):
            continue
        values: dict[str, object] = {"shop_key": key}
        for name in rule.arguments - {"shop_key"} - set(rule.defaults or {}):
            words = re.search(rf"<any\(([^)]*)\):{name}>", rule.rule)
            number = isinstance(rule._converters[name], IntegerConverter)
            values[name] = words[1].split(",")[0].strip(" \"'") if words else 1 if number else "confiture"
        answer = seat.get(adapter.build(rule.endpoint, values))
        seen += answer.status_code == 200
        assert answer.status_code in (200, 301, 302, 404), rule.endpoint
        if answer.mimetype == "text/html":
            assert shop_links(answer.text, key) == [], rule.endpoint
    assert seen > 30


def test_the_candidate_s_own_page_speaks_of_a_site(seat: Visitor, session: ExamSession) -> None:
    key = session.seats[0].shop.key
    page = seat.get("/epreuve")
    assert f'href="/b/{key}/site-admin/"' in page.text
    assert "Ouvrir l’administration du site" in page.text
    assert "boutique" not in Page(page.text).text.lower()
    bar = seat.get(f"/b/{key}/site-admin/").text
    assert "Composer un graphique" not in bar
    assert ">Boutique<" not in bar


def test_the_answers_to_a_form_go_to_the_administration_by_mail(seat: Visitor, session: ExamSession) -> None:
    shop = session.seats[0].shop
    form = '<!-- wp:e5/form {"title": "Nous écrire", "items": [{"label": "Votre nom", "type": "text"}, {"label": "E-mail", "type": "email"}]} /-->'
    with shop_scope(shop.id):
        create_page(title="Nous écrire", content=form, status="published")
        activate(extension=get_extension("blocs"))
        db.session.commit()
    address = f"/b/{shop.key}/site/nous-ecrire/"
    action = re.search(rf'action="(/b/{shop.key}/site/formulaire/[^"]+)"', seat.get(address).text)
    assert action
    lost = seat.post(action[1], c1="Léna", c2="lena@courriel.example")
    assert lost.status_code == 422
    assert Page(lost.text).says("Ce site n’a pas d’adresse où recevoir les réponses")
    with shop_scope(shop.id):
        update_site(site=get_site(), email="journal@castelune.example")
        db.session.commit()
    assert seat.post(action[1], c1="Léna", c2="lena@courriel.example").status_code == 302
    with shop_scope(shop.id):
        mail = db.session.query(Mail).one()
        assert (mail.recipient, mail.subject) == ("journal@castelune.example", "Formulaire de la page « Nous écrire »")
        assert "De\u00a0: Léna <lena@courriel.example>" in mail.body
    _read_in_messages(seat, shop.key)


def _read_in_messages(seat: Visitor, key: str) -> None:
    """Where a user of WordPress looks: an entry of the extension, the list, the message whole."""
    listed = seat.get(f"/b/{key}/site-admin/messages").text
    assert f'href="/b/{key}/site-admin/messages" aria-current="page"' in listed or ">Messages<" in listed
    assert "De\u00a0: Léna &lt;lena@courriel.example&gt;" in listed
    assert "<lena@courriel.example> Votre nom : Léna · E-mail : lena@courriel.example" in " ".join(
        Page(listed).text.split()
    )
    assert "1\u00a0message" in listed
    place = re.search(rf'href="(/b/{key}/site-admin/messages/\d+)"', listed)
    assert place
    whole = seat.get(place[1]).text
    assert "Votre nom : Léna" in Page(whole).text
    assert "journal@castelune.example" in whole
    assert seat.get(f"/b/{key}/site-admin/messages/999999").status_code == 404


def test_messages_are_the_administrator_s_while_the_forms_are_there(seat: Visitor, session: ExamSession) -> None:
    shop = session.seats[0].shop
    address = f"/b/{shop.key}/site-admin/messages"
    assert seat.get(address).status_code == 404
    assert ">Messages<" not in seat.get(f"/b/{shop.key}/site-admin/").text
    with shop_scope(shop.id):
        activate(extension=get_extension("blocs"))
        for number in range(22):
            record_mail(
                recipient="journal@castelune.example",
                subject=f"{FORM_SUBJECT} « N° {number} »",
                body=f"De : {number}\n\nCorps.",
            )
        record_mail(recipient="lea@courriel.example", subject="Bienvenue", body="Bonjour.")
        db.session.commit()
    first, second = seat.get(address).text, seat.get(f"{address}?page=2").text
    assert "1 sur 2" in Page(first).text
    assert "« N° 21 »" in first
    assert "« N° 0 »" in second
    assert "Bienvenue" not in first + second
    assert f'href="{address}"' in seat.get(f"/b/{shop.key}/site-admin/").text
    with shop_scope(shop.id):
        connected_user = db.session.query(SiteUser).filter_by(role="administrator").first()
        assert connected_user is not None
        connected_user.role, connected_user.is_at_work = "editor", True
        other = db.session.query(Mail).filter_by(subject="Bienvenue").one().id
        db.session.commit()
    assert seat.get(address).status_code == 403
    assert seat.get(f"{address}/{other}").status_code == 403


def test_a_company_with_a_customer_service_reads_them_there_alone(world_app: Flask, world: World) -> None:
    alice, base = Visitor(world_app, "alice"), f"/b/{world.alice_shop_key}/site-admin"
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        extension = get_extension("blocs")
        if not extension.is_active:
            activate(extension=extension)
        db.session.commit()
    lost = alice.get(f"{base}/messages")
    assert lost.status_code == 404
    assert Page(lost.text).says("Ici, les réponses aux formulaires arrivent au service client de la boutique.")
    assert f'href="{base}/messages"' not in alice.get(f"{base}/").text


def test_an_examiner_opens_the_copy_as_candidate_and_as_visitor(world_app: Flask, session: ExamSession) -> None:
    erin, key = Visitor(world_app, "erin"), session.seats[0].shop.key
    console = erin.get(f"/examinateur/sessions/{session.id}/console").text
    assert f'href="/b/{key}/site-admin/"' in console
    assert f'href="/b/{key}/site/"' in console
    assert shop_links(console, key) == []
    assert erin.get(f"/b/{key}/").status_code == 404
    for as_whom, place in (("candidat", "site-admin/"), ("visiteur", "site/")):
        answer = erin.post(f"/examinateur/sessions/{session.id}/candidats/1/rejeu", n="0", comme=as_whom)
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith(place)
        rebuilt = erin.get(answer.headers["Location"])
        assert rebuilt.status_code == 200
        root = answer.headers["Location"].removesuffix(place)
        assert erin.get(f"{root}admin/").status_code == 404


def test_an_examiner_is_led_to_no_story_of_figures(world_app: Flask, session: ExamSession) -> None:
    erin = Visitor(world_app, "erin")
    page = erin.get(f"/examinateur/sessions/{session.id}")
    assert page.status_code == 200
    assert "histoire plantée" not in page.text
    assert erin.get("/examinateur/sessions/nouvelle").text.count("histoire plantée") == 1, (
        "that of the company with a shop"
    )


def test_a_practice_run_has_no_market(world_app: Flask, session: ExamSession) -> None:
    alice = find_user("alice")
    assert alice is not None
    run = start_run(user=alice, subject=made_subject())
    db.session.commit()
    visitor = Visitor(world_app, "alice")
    page = visitor.get(f"/entrainement/essais/{run.id}").text
    assert "7 jours suivants" not in page
    assert f'href="/b/{run.seat.shop.key}/site-admin/"' in page
    market = visitor.get(f"/entrainement/essais/{run.id}/marche")
    assert "Cette entreprise n’a pas de boutique : il n’y a pas de marché à simuler." in Page(market.text).text
    assert visitor.post(f"/entrainement/essais/{run.id}/marche", semaine="1").status_code == 422


def test_a_trainer_makes_one_of_the_shipped_company(
    world_app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(views_contexts, "home", lambda: tmp_path / "maison")
    tom = Visitor(world_app, "tom")
    assert "Sans boutique : ne copier que le site" in Page(tom.get("/formateur/contextes/nouveau").text).text
    answer = tom.post(
        "/formateur/contextes/nouveau", source="brulerie-castelune", name="L’Atelier", slug="atelier", is_site_only="y"
    )
    assert answer.status_code == 302, Page(answer.text).text
    page = tom.get("/formateur/contextes/atelier")
    text = Page(page.text).text
    assert "site seul" in text
    assert "Articles et pages du site" in text
    assert "Administration du site" in text
    for word in ("Produits", "Administration de la boutique", "Importer un fichier"):
        assert word not in text
    assert "Boutique et site" in Page(tom.get("/formateur/contextes").text).text
    tom.get("/formateur/sujets/nouveau")
    sent = {"title": "La une", "slug": "la-une", "context": "atelier"}
    refused = tom.post("/formateur/sujets/nouveau", source="modele:fidele", **sent)
    assert refused.status_code == 422
    assert Page(refused.text).says("Cette entreprise n’a qu’un site : choisissez un autre modèle.")
    assert tom.post("/formateur/sujets/nouveau", source="modele:site", **sent).status_code == 302
    written = get_written("la-une")
    assert [str(one) for one in check_subject(written.text, written.files, with_runs=True) if one.is_error] == []


def test_a_company_without_site_is_not_copied_without_its_shop(
    world_app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = write_context(tmp_path / "livres")
    load_context(folder=folder, media=MediaStore(tmp_path / "magasin"))
    db.session.commit()
    monkeypatch.setattr(views_contexts, "FOLDERS", tmp_path / "livres")
    monkeypatch.setattr(views_contexts, "home", lambda: tmp_path / "maison")
    tom = Visitor(world_app, "tom")
    tom.get("/formateur/contextes/nouveau")
    answer = tom.post(
        "/formateur/contextes/nouveau", source="petite-epicerie", name="Vide", slug="vide", is_site_only="y"
    )
    assert answer.status_code == 422
    assert Page(answer.text).says("Cette entreprise n’a pas de site : sans sa boutique, il n’en resterait rien.")
    assert not (tmp_path / "maison" / "vide").exists()
