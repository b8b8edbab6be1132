"""The door: signing in and out, where each role arrives, the way back, one's own password."""

from __future__ import annotations

import pytest
from flask import Flask

from sandbox.accounts.queries import find_user
from sandbox.kernel.db import db
from tests.factories.people import PASSWORD, PEOPLE
from tests.support.pages import Page
from tests.support.visitor import Visitor


@pytest.mark.parametrize("login", ["alice", "erin", "tom", "ada"])
def test_each_role_arrives_at_its_own_first_page(app: Flask, login: str) -> None:
    visitor = Visitor(app)
    visitor.get("/connexion")
    answer = visitor.post("/connexion", login=login, password=PASSWORD)
    assert answer.status_code == 302
    page = visitor.get(answer.location)
    assert page.status_code == 200
    assert PEOPLE[login][0] in page.text
    assert visitor.get("/").location == answer.location


@pytest.mark.parametrize(
    ("login", "password"),
    [("erin", "faux"), ("personne", PASSWORD), ("", PASSWORD), ("erin", ""), ("erin" * 30, PASSWORD)],
)
def test_a_wrong_sign_in_is_told_and_the_login_kept(app: Flask, login: str, password: str) -> None:
    visitor = Visitor(app)
    visitor.get("/connexion")
    answer = visitor.post("/connexion", login=login, password=password)
    assert answer.status_code == 422
    assert f'value="{login}"' in answer.text
    assert password not in answer.text or not password
    assert "saisie à corriger" in Page(answer.text).text
    assert visitor.get("/mon-compte").status_code == 302


@pytest.mark.parametrize(
    ("target", "arrives"),
    [
        ("/examinateur/sessions/nouvelle", "/examinateur/sessions/nouvelle"), ("https://exemple.example/", "/examinateur/sessions"),
        ("//exemple.example", "/examinateur/sessions"), ("/\\exemple.example", "/examinateur/sessions"), ("", "/examinateur/sessions"),
        ("/\t\\exemple.example", "/examinateur/sessions"), ("/\r\\exemple.example", "/examinateur/sessions"),
    ],
)  # fmt: skip
def test_goes_where_one_was_going_if_it_is_one_of_our_pages(app: Flask, target: str, arrives: str) -> None:
    visitor = Visitor(app)
    visitor.get("/connexion")
    answer = visitor.open(
        "/connexion", method="POST", query_string={"next": target}, data={"csrf_token": visitor.token, "login": "erin", "password": PASSWORD}
    )  # fmt: skip
    assert answer.status_code == 302
    assert answer.location == arrives


def test_a_page_asked_for_too_early_is_opened_after_the_sign_in(app: Flask) -> None:
    answer = Visitor(app).get("/examinateur/sessions")
    assert answer.status_code == 302
    assert answer.location == "/connexion?next=%2Fexaminateur%2Fsessions"


def test_signs_out(app: Flask) -> None:
    visitor = Visitor(app, "erin")
    assert visitor.post("/deconnexion").location == "/"
    assert visitor.get("/mon-compte").status_code == 302


def test_changes_ones_password_and_ends_other_sessions(app: Flask) -> None:
    here, elsewhere = Visitor(app, "erin"), Visitor(app, "erin")
    here.get("/mon-compte")
    answer = here.post("/mon-compte", current=PASSWORD, password="nouveau-mot-de-passe")
    assert answer.status_code == 302
    assert here.get("/mon-compte").status_code == 200
    assert elsewhere.get("/mon-compte").status_code == 302
    Visitor(app).sign_in("erin", "nouveau-mot-de-passe")


@pytest.mark.parametrize(
    ("current", "password", "field"),
    [("faux", "nouveau-mot-de-passe", ""), (PASSWORD, "court", "password"), ("", "nouveau-mot-de-passe", "current"), (PASSWORD, "", "password")],
)  # fmt: skip
def test_a_wrong_new_password_changes_nothing(app: Flask, current: str, password: str, field: str) -> None:
    visitor = Visitor(app, "erin")
    before = find_user("erin")
    assert before is not None
    kept = before.password_hash
    answer = visitor.post("/mon-compte", current=current, password=password)
    assert answer.status_code == 422
    assert "saisie à corriger" in Page(answer.text).text
    if field:
        assert Page(answer.text).texts[f"{field}-e"].strip()
    db.session.expire_all()
    after = find_user("erin")
    assert after is not None
    assert after.password_hash == kept
