"""Roles that hold: each address of the administration for each role, what a form may decide, one copy's account and no other's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.passwords import verify_password
from sandbox.kernel.scope import shop_scope
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.contributors.services import create_user
from sandbox.shop.posts.models import SitePost
from sandbox.shop.posts.services.writing import create_post
from sandbox.shop.shops.models import Shop
from sandbox.training.journal.models import JournalEntry
from tests.factories.site import SmallSite, read_site
from tests.factories.world import World
from tests.support.pages import Page
from tests.support.visitor import Visitor

ROLES = ("administrator", "editor", "author", "contributor", "subscriber")
WRITERS, PUBLISHERS, EDITORS, ADMIN = set(ROLES[:4]), set(ROLES[:3]), set(ROLES[:2]), {ROLES[0]}
SECTIONS = (
    (r"home|user_back|profile|lost", set(ROLES)), (r"posts_empty|comments_empty", EDITORS), (r"posts$|posts_bulk|post_", WRITERS),
    (r"library|media_", PUBLISHERS), (r"comment", WRITERS), (r"categor|tag", EDITORS),
)  # fmt: skip
"""Who opens what; whatever is not named is the administrator's."""


@dataclass
class Desk:
    """Alice in her copy; an account of each role, and an article of each."""

    visitor: Visitor
    root: str
    small: SmallSite
    people: dict[str, int]
    drafts: dict[str, int]

    def become(self, role: str) -> None:
        if role != "administrator":
            answer = self.send(f"/comptes/{self.people[role]}/connexion")
            assert answer == 302

    def send(self, path: str, **fields: Any) -> int:
        self.visitor.get(f"{self.root}/")
        status = self.visitor.post(f"{self.root}{path}", **fields).status_code
        db.session.expire_all()
        return status

    def post(self, number: int) -> SitePost:
        return db.session.query(SitePost).filter_by(id=number).one()


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice's desk, with the small site."""
    shop = db.session.query(Shop).filter_by(key=world.alice_shop_key).one()
    with shop_scope(shop.id):
        small = read_site()
        people = {"administrator": small.admin.id}
        for role in ROLES[1:]:
            people[role] = create_user(login=role, email=f"{role}@castelune.example", role=role).id
        drafts = {
            role: create_post(title=f"De {role}", content="<p>…</p>", author_id=people[role]).id for role in ROLES
        }
        yield Desk(Visitor(world_app, "alice"), f"/b/{shop.key}/site-admin", small, people, drafts)


def expected(endpoint: str) -> set[str]:
    return next((who for pattern, who in SECTIONS if re.match(pattern, endpoint)), ADMIN)


def addresses(app: Flask, post_id: int, media_id: int, comment_id: int = 1) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, address) of the whole administration, about articles rather than pages."""
    known = {"post_id": post_id, "media_id": media_id, "comment_id": comment_id}
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("siteadmin."):
            values = {
                "shop_key": "x",
                **{name: known.get(name, _word(rule, name)) for name in rule.arguments - {"shop_key"}},
            }
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                path = adapter.build(rule.endpoint, values, method=method)
                yield rule.endpoint.removeprefix("siteadmin."), method, path.partition("/site-admin")[2]


def _word(rule: Rule, name: str) -> Any:
    if words := re.search(rf"<any\(([^)]*)\):{name}>", rule.rule):
        return words[1].split(",")[0].strip(" \"'")
    return 1


def remark(post_id: int, status: str = "pending") -> int:
    """A visitor's comment under a text."""
    row = SiteComment(
        post_id=post_id, author="Léna", email="lena@courriel.example", body="Et au filtre ?", posted_at=clock.now(), status=status
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row.id


@pytest.mark.parametrize("role", ROLES)
def test_each_address_opens_for_those_of_the_table(desk: Desk, world_app: Flask, role: str) -> None:
    """With a text of one's own: what is allowed to be sent is each screen's test, what is refused must not pass."""
    desk.become(role)
    desk.small.picture.user_id = desk.people[role]
    wrong, seen = [], 0
    comment = remark(desk.drafts[role])
    for endpoint, method, path in addresses(world_app, desk.drafts[role], desk.small.picture.id, comment):
        may = role in expected(endpoint)
        if may and method != "GET":
            continue
        seen += 1
        answer = desk.visitor.open(
            desk.root + path, method=method, data={"csrf_token": desk.visitor.token} if method == "POST" else None
        )
        if (answer.status_code == 403) == may:
            wrong.append(f"{role} {method} {endpoint}: {answer.status_code}")
        if not may and "le rôle de votre compte" not in answer.text:
            wrong.append(f"{role} {method} {endpoint} is refused without saying why")
    assert wrong == []
    assert seen > 30


@pytest.mark.parametrize("role", ["author", "contributor"])
def test_another_persons_texts_and_files_stay_shut(desk: Desk, world_app: Flask, role: str) -> None:
    desk.become(role)
    wrong = []
    theirs = remark(desk.drafts["administrator"])
    for endpoint, method, path in addresses(world_app, desk.drafts["administrator"], desk.small.picture.id, theirs):
        if re.search(r"/(contenu|medias|commentaires)/\d", path):
            answer = desk.visitor.open(
                desk.root + path, method=method, data={"csrf_token": desk.visitor.token} if method == "POST" else None
            )
            wrong += [f"{method} {endpoint}: {answer.status_code}"] if answer.status_code != 403 else []
    assert wrong == []
    page = desk.visitor.get(f"{desk.root}/post").text
    assert f'/contenu/{desk.drafts[role]}"' in page
    assert f"/contenu/{desk.drafts['administrator']}" not in page
    assert desk.send("/post/groupe", action="trash", ids=str(desk.drafts["administrator"])) == 403
    assert desk.post(desk.drafts["administrator"]).status == "draft"


@pytest.mark.parametrize("role", ["author", "contributor"])
def test_pages_are_the_editors(desk: Desk, role: str) -> None:
    desk.become(role)
    for path in ("/page", "/page/nouveau", f"/contenu/{desk.small.home.id}"):
        assert desk.visitor.get(desk.root + path).status_code == 403
    assert desk.send("/page/nouveau", title="Page", status="draft", template="", sidebar="default") == 403


def filled(**data: Any) -> dict[str, Any]:
    return {"title": "Mon essai", "status": "draft", "template": "", "sidebar": "default", "content": "[]", **data}


def test_a_contributor_submits_for_review_and_an_editor_publishes(desk: Desk) -> None:
    desk.become("contributor")
    page = desk.visitor.get(f"{desk.root}/post/nouveau").text
    assert "Soumettre à la relecture" in page
    assert 'value="published"' not in page
    own = desk.drafts["contributor"]
    assert desk.send(f"/contenu/{own}", **filled(status="published")) == 403
    assert desk.send("/post/nouveau", **filled(status="private")) == 403
    assert desk.send(f"/contenu/{own}/rapide", **filled(status="published")) == 403
    assert desk.send("/post/groupe", action="publish", ids=str(own)) == 403
    assert desk.post(own).status == "draft"
    assert desk.send(f"/contenu/{own}", **filled(status="pending")) == 302
    assert desk.post(own).status == "pending"
    assert desk.send("/comptes/retour") == 302
    desk.become("editor")
    assert desk.send(f"/contenu/{own}", **filled(status="published", author_id=desk.people["contributor"])) == 302
    assert desk.send("/comptes/retour") == 302
    desk.become("contributor")
    assert desk.visitor.get(f"{desk.root}/contenu/{own}").status_code == 403
    assert desk.post(own).status == "published"


def test_an_author_publishes_under_their_own_name_only(desk: Desk) -> None:
    desk.become("author")
    sent = filled(status="published", author_id=desk.people["administrator"], is_sticky="y", password="")
    assert desk.send("/post/nouveau", **sent) == 302
    made = db.session.query(SitePost).filter_by(title="Mon essai").one()
    assert (made.status, made.author_id, made.is_sticky) == ("published", desk.people["author"], False)
    assert desk.send(f"/contenu/{made.id}", **filled(status="published", author_id=desk.people["editor"])) == 302
    assert desk.post(made.id).author_id == desk.people["author"]


def test_an_editor_changes_the_author(desk: Desk) -> None:
    desk.become("editor")
    number = desk.drafts["author"]
    assert desk.send(f"/contenu/{number}", **filled(author_id=desk.people["contributor"])) == 302
    assert desk.post(number).author_id == desk.people["contributor"]


def test_a_quick_draft_is_that_of_who_is_at_work(desk: Desk) -> None:
    desk.become("contributor")
    assert desk.send("/contenu/brouillon-rapide", title="Vite", content="Une idée.") == 302
    assert db.session.query(SitePost).filter_by(title="Vite").one().author_id == desk.people["contributor"]


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        ("editor", ["Tableau de bord", "Articles", "Médias", "Pages", "Commentaires", "Profil"]),
        ("author", ["Tableau de bord", "Articles", "Médias", "Commentaires", "Profil"]),
        ("contributor", ["Tableau de bord", "Articles", "Commentaires", "Profil"]),
        ("subscriber", ["Tableau de bord", "Profil"]),
    ],
)
def test_the_menu_shows_what_the_role_may_open(desk: Desk, role: str, sections: list[str]) -> None:
    desk.become(role)
    page = desk.visitor.get(f"{desk.root}/").text
    assert re.findall(r'<a class="m" href="[^"]+" title="([^"]+)"', page) == sections
    assert "Revenir à mon compte" in page


def test_a_lesser_account_signs_in_as_nobody_else(desk: Desk) -> None:
    desk.become("editor")
    assert desk.send(f"/comptes/{desk.people['administrator']}/connexion") == 403


def test_the_account_that_a_copy_says_is_kept(desk: Desk) -> None:
    """A candidate connected as a contributor by the context has no way up, even after having been an administrator."""
    desk.become("author")
    db.session.query(SiteUser).filter_by(id=desk.people["contributor"]).one().is_at_work = True
    page = desk.visitor.get(f"{desk.root}/").text
    assert "Bonjour, contributor" in page
    assert "Revenir à mon compte" not in page
    assert desk.visitor.get(f"{desk.root}/comptes").status_code == 403
    assert desk.send("/comptes/retour") == 302
    assert desk.visitor.get(f"{desk.root}/comptes").status_code == 403


def test_an_account_chosen_in_one_copy_is_not_another_copys(desk: Desk, world_app: Flask, world: World) -> None:
    desk.become("subscriber")
    with desk.visitor.client.session_transaction() as kept:
        assert kept["site_account"] == [world.alice_shop_key, desk.people["subscriber"]]
        kept["site_account"] = [world.bob_shop_key, desk.people["subscriber"]]
    assert "Bonjour, Inès Baudry" in desk.visitor.get(f"{desk.root}/").text
    other = desk.root.replace(world.alice_shop_key, world.bob_shop_key)
    assert desk.visitor.get(f"{other}/").status_code == 404
    assert desk.visitor.post(f"{other}/comptes/{desk.people['editor']}/connexion").status_code == 404


def test_an_author_judges_what_is_said_of_their_own_texts_alone(desk: Desk) -> None:
    """As in WordPress: `edit_comment` is `edit_post` of the text under which it stands."""
    own, theirs = remark(desk.drafts["author"]), remark(desk.drafts["editor"])
    desk.become("author")
    page = desk.visitor.get(f"{desk.root}/commentaires").text
    assert f'action="{desk.root}/commentaires/{own}/approved"' in page
    assert f"/commentaires/{theirs}" not in page
    assert page.count("lena@courriel.example") == 1, "an address is for whoever may answer it"
    assert desk.send(f"/commentaires/{own}/approved") == 302
    assert desk.send(f"/commentaires/{own}/reponse", body="Moyenne.") == 302
    assert desk.send(f"/commentaires/{theirs}/approved") == 403
    assert desk.send("/commentaires/groupe", action="spam", ids=[str(own), str(theirs)]) == 403
    found = {row.id: row.status for row in db.session.query(SiteComment).filter(SiteComment.id.in_((own, theirs)))}
    assert found == {own: "approved", theirs: "pending"}
    assert desk.send("/commentaires/vider/spam") == 403


def test_a_contributor_loses_the_comments_with_the_text_once_it_is_online(desk: Desk) -> None:
    number = remark(desk.drafts["contributor"])
    desk.become("contributor")
    assert desk.visitor.get(f"{desk.root}/commentaires/{number}").status_code == 200
    post = desk.post(desk.drafts["contributor"])
    post.status, post.published_at = "published", clock.now()
    db.session.commit()
    assert desk.visitor.get(f"{desk.root}/commentaires/{number}").status_code == 403


def test_an_editor_empties_the_spam_and_both_bins(desk: Desk) -> None:
    kept, spam = remark(desk.small.first.id, "approved"), remark(desk.small.first.id, "spam")
    desk.become("editor")
    assert desk.send("/contenu/" + str(desk.drafts["author"]) + "/trash") == 302
    assert "Vider la corbeille" in desk.visitor.get(f"{desk.root}/post?etat=trash").text
    assert "Vider les indésirables" in desk.visitor.get(f"{desk.root}/commentaires?etat=spam").text
    assert desk.send("/commentaires/vider/spam") == 302
    assert desk.send("/post/vider") == 302
    assert [row.id for row in db.session.query(SiteComment).filter(SiteComment.id.in_((kept, spam)))] == [kept]
    assert db.session.query(SitePost).filter_by(id=desk.drafts["author"]).count() == 0
    assert desk.post(desk.drafts["editor"]).status == "draft"


@pytest.mark.parametrize("role", ROLES)
def test_a_profile_is_changed_by_whoever_it_is(desk: Desk, role: str) -> None:
    desk.become(role)
    shown = Page(desk.visitor.get(f"{desk.root}/profil").text)
    assert shown.says("Les identifiants ne peuvent être modifiés.")
    sent = {"first_name": "Lise", "last_name": "Le Goff", "name": "Lise", "email": f"lise-{role}@castelune.example",
            "web": "lise.example", "bio": "Écrit court.", "role": "administrator"}  # fmt: skip
    assert desk.send("/profil", **sent, password="marée-haute-12") == 302
    user = db.session.query(SiteUser).filter_by(id=desk.people[role]).one()
    assert (user.name, user.email, user.web) == ("Lise", f"lise-{role}@castelune.example", "https://lise.example")
    assert (user.role, user.bio) == (role, "Écrit court."), "a role is not one’s own to give"
    assert verify_password(user.password_hash, "marée-haute-12")
    kept = user.password_hash
    assert desk.send("/profil", **sent) == 302
    assert db.session.query(SiteUser).filter_by(id=user.id).one().password_hash == kept, "left empty, it stays"
    entry = db.session.query(JournalEntry).filter_by(action="compte_site.modifier").order_by(JournalEntry.id).first()
    assert entry is not None
    assert "marée" not in f"{entry.words} {entry.changes} {entry.call}"


def test_a_profile_tells_what_is_wrong_at_its_place_and_loses_nothing(desk: Desk) -> None:
    desk.become("contributor")
    desk.visitor.get(f"{desk.root}/profil")
    answer = desk.visitor.post(f"{desk.root}/profil", first_name="Lise", email="lise", password="court")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.says("De 8 à 72 caractères")
    assert 'value="Lise"' in answer.text
    assert 'value="court"' not in answer.text
    other = desk.visitor.post(f"{desk.root}/profil", email="ines@castelune.example")
    assert Page(other.text).says("Cette adresse e-mail est déjà celle d’un compte.")


def test_working_as_another_account_is_told_by_the_journal(desk: Desk) -> None:
    before = db.session.query(JournalEntry).count()
    desk.become("author")
    assert desk.send("/comptes/retour") == 302
    assert desk.send("/comptes/retour") == 302
    told = db.session.query(JournalEntry).order_by(JournalEntry.id).offset(before).all()
    assert [(one.action, one.words, one.changes) for one in told] == [
        ("compte_site.connecter", "S’est connecté en tant que · author", []),
        ("compte_site.reprendre", "A repris le compte · Inès Baudry", []),
    ]
    assert told[0].entity_id == desk.people["author"]


@pytest.mark.parametrize("role", ["administrator", "contributor", "subscriber"])
def test_an_address_that_is_nowhere_is_told_in_the_administration(desk: Desk, role: str) -> None:
    desk.become(role)
    answer = desk.visitor.get(f"{desk.root}/nulle/part")
    page = Page(answer.text)
    assert answer.status_code == 404
    assert page.says("Aucun écran de l’administration du site n’est à cette adresse.")
    assert page.says("Aller au tableau de bord")
    assert f'href="{desk.root}/profil"' in answer.text, "the menu stays"
