"""The audit of a shop's referencing: what was planted in it is found, each fault leads to the screen that mends it."""

from __future__ import annotations

import re

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.scope import shop_scope
from sandbox.shop.catalog.models import Category, Product
from sandbox.shop.display.models import MenuItem
from sandbox.shop.seo import queries
from sandbox.shop.seo.rules.audit import Check
from sandbox.shop.site.models import InfoPage
from tests.web.backoffice.conftest import Desk
from tests.web.backoffice.test_aids import name_aids

AUDIT = "/parametres/seo/audit"


@pytest.fixture
def helped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    name_aids(monkeypatch, "analyse_seo")
    return desk


def found(desk: Desk, code: str) -> list[tuple[str, str]]:
    """The names of the pages that a check is about, with what was seen there."""
    db.session.commit()
    db.session.expire_all()
    with shop_scope(desk.shop_id):
        check: Check = next(check for check in queries.audit_shop() if check.code == code)
    return [(finding.place.name, finding.seen) for finding in check.findings]


def product(desk: Desk, rank: int = 0) -> Product:
    """An online product of the shop that is written in full."""
    query = db.session.query(Product).filter_by(shop_id=desk.shop_id, is_online=True).filter(Product.meta_title != "")
    return query.order_by(Product.id).offset(rank).first()


def test_each_check_finds_what_was_planted(helped: Desk) -> None:
    one, other = product(helped), product(helped, 1)
    one.meta_title = other.meta_title = "Un même titre"
    one.meta_description, one.slug = "", "xyz-123"
    other.images[0].legend = ""
    other.description = other.summary = ""
    db.session.query(Category).filter_by(shop_id=helped.shop_id, parent_id=None).one()
    one_name, other_name = one.name, other.name
    assert {name for name, _seen in found(helped, "titres-doubles")} >= {one_name, other_name}
    assert one_name in dict(found(helped, "descriptions-vides"))
    assert dict(found(helped, "adresses"))[one_name] == "ne dit rien de la page\u00a0: xyz-123"
    assert dict(found(helped, "legendes"))[other_name].startswith("1 image sur ")
    assert dict(found(helped, "textes"))[other_name] == "0 mot, 60 au moins"


def test_a_link_to_what_is_hidden_or_gone_is_told(helped: Desk) -> None:
    page = db.session.query(InfoPage).filter_by(shop_id=helped.shop_id, is_displayed=True).order_by(InfoPage.id).first()
    target = product(helped)
    target.is_online = False
    page.content += f'<p><a href="/b/{helped.shop_key}/produit/{target.id}-x">le coffret</a> <a href="/produit/99999">l’ancien</a></p>'
    item = db.session.query(MenuItem).filter_by(shop_id=helped.shop_id).first()
    item.target, item.label = "categorie:disparue", "Disparue"
    seen = found(helped, "liens")
    assert (
        page.title,
        "« le coffret »\u00a0: la page est masquée".replace("« ", "«\u00a0").replace(" »", "\u00a0»"),
    ) in seen
    assert any("l’ancien" in words and "n’existe plus" in words for _name, words in seen)
    assert any(name == "Menu principal" and "Disparue" in words for name, words in seen)


def test_a_page_that_nothing_leads_to_is_an_orphan_until_a_link_does(helped: Desk) -> None:
    helped.save(
        "/apparence/pages/nouvelle",
        **helped.form("/apparence/pages/nouvelle", "page-form").filled(title="Le phare", content="<p>Là.</p>"),
    )
    page = db.session.query(InfoPage).filter_by(shop_id=helped.shop_id, title="Le phare").one()
    assert "Le phare" in dict(found(helped, "orphelines"))
    other = db.session.query(InfoPage).filter_by(shop_id=helped.shop_id).order_by(InfoPage.id).first()
    other.content += f'<p><a href="/page/{page.id}-le-phare">le phare</a></p>'
    assert "Le phare" not in dict(found(helped, "orphelines"))


def test_an_offline_product_without_redirection_is_told(helped: Desk) -> None:
    row = product(helped)
    row.is_online, row.redirect = False, "404"
    assert row.name in dict(found(helped, "hors-ligne"))
    row.redirect = "301-category"
    assert row.name not in dict(found(helped, "hors-ligne"))


def test_every_line_leads_to_the_screen_that_mends_it(helped: Desk) -> None:
    page = helped.visitor.get(f"{helped.root}/admin{AUDIT}").text
    addresses = set(re.findall(r'<a class="name" href="([^"]+)"', page))
    assert len(addresses) > 5
    for address in sorted(addresses)[:12]:
        assert helped.visitor.get(address).status_code == 200


def test_it_is_there_with_the_help_only(desk: Desk) -> None:
    assert not desk.read("/parametres/seo").says("Audit du référencement")
    desk.read(AUDIT, status=404)


def test_the_list_of_pages_leads_to_it(helped: Desk) -> None:
    assert helped.read("/parametres/seo").says("Audit du référencement")
    assert helped.read(AUDIT).says("points à revoir")
