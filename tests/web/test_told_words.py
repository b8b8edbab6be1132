"""What the product tells is set as French is: no ordinary space just inside guillemets, where a line could break.

The words are written in Python with ordinary spaces; they are tied where they reach the screen, and what people typed never is.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask, flash, get_template_attribute, render_template_string
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, StringField, ValidationError

from sandbox.web.backoffice.feedback import toast
from sandbox.web.errors import page as error_page
from sandbox.web.forms.base import BaseForm
from tests.factories.world import World
from tests.support.visitor import Visitor

UNREAD = re.compile(r"<(script|style|textarea|pre|code)\b.*?</\1>|<[^>]*>", re.DOTALL)
LOOSE = re.compile(r"[^|\n]{0,40}(?:« | »)[^|\n]{0,20}")
TOLD = "Aucun produit « Café » : une pause ?"
TIED = "Aucun produit «\u00a0Café\u00a0»\u00a0: une pause\u00a0?"


def loose(html: str) -> list[str]:
    """Words on a page that may be torn from their guillemets; what is in fields is people's own."""
    return LOOSE.findall(UNREAD.sub("|", html.replace("&nbsp;", "\u00a0")))


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("ada", "/administration/journees"),
        ("ada", "/administration/archives"),
        ("ada", "/administration/verification"),
        ("tom", "/formateur/contextes/nouveau"),
        ("erin", "/examinateur/sessions/nouvelle"),
        ("erin", "/examinateur/sessions/{session}"),
        ("erin", "/examinateur/sessions/{session}/console"),
        ("erin", "/examinateur/sessions/{session}/candidats/1/fiche"),
        ("erin", "/examinateur/sessions/{session}/candidats/1/lignes/L5"),
        ("erin", "/examinateur/sessions/{session}/proces-verbal"),
        ("erin", "/b/{shop}/site-admin/reglages/permaliens"),
        ("erin", "/b/{shop}/admin/"),
        ("erin", "/b/{shop}/admin/parametres/produits"),
    ],
)
def test_pages_are_tied(world_app: Flask, world: World, who: str, path: str) -> None:
    answer = Visitor(world_app, who).get(path.format(session=world.session_id, shop=world.shop_keys[0]))
    assert answer.status_code == 200, path
    assert loose(answer.text) == []


class Asked(BaseForm):
    """Fields that refuse everything, one of them a list."""

    name = StringField("Nom")
    lines = FieldList(StringField("Ligne", default=TOLD), min_entries=1)

    def validate_name(self, _field: Any) -> None:
        """Never."""
        raise ValidationError(TOLD)


def test_refusals_are_tied_and_what_was_typed_is_not(world_app: Flask) -> None:
    with world_app.test_request_context(method="POST"):
        form = Asked(MultiDict({"name": TOLD, "lines-0": TOLD}), meta={"csrf": False})
        assert not form.validate()
        form.refuse(TOLD)
        form.refuse(TOLD, "lines")
        assert form.name.errors == [TIED]
        assert [message for _, message in form.all_errors] == [TIED, f"Nom\u00a0: {TIED}", f"Lines\u00a0: {TIED}"]
        assert form.name.data == form.lines.entries[0].data == TOLD
        drawn = get_template_attribute("macros/exam/form.html", "row")(form.name, help=TOLD)
    assert loose(drawn) == []
    assert f'value="{TOLD}"' in drawn


def test_messages_and_toasts_are_tied_and_markup_stays_markup(world_app: Flask) -> None:
    with world_app.test_request_context():
        flash(TOLD)
        flash(Markup("<b>« gras »</b> & co"))
        toast(TOLD, view="/")
        told = render_template_string(
            "{% for kind, m in get_flashed_messages(with_categories=true) %}[{{ m.text or m }}]{% endfor %}"
        )
    assert told == f"[{TIED}][<b>«\u00a0gras\u00a0»</b> & co][{TIED}]"


@pytest.mark.parametrize("asked", ["text/html", "application/json"])
def test_what_a_service_refuses_is_tied_for_pages_and_for_scripts(world_app: Flask, asked: str) -> None:
    with world_app.test_request_context(headers={"Accept": asked}):
        answer, status = error_page(422, TOLD)
        told = answer.json["error"] if asked == "application/json" else answer
    assert status == 422
    assert TIED in told
