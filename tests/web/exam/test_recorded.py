"""A whole subject played through the web by a candidate, recorded, and replayed on a fresh copy with the same findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog.models import Attribute
from sandbox.shop.customers.models import Customer
from sandbox.shop.shops.models import Shop
from sandbox.training.authoring.recording import record, record_run
from sandbox.training.evidence.queries import evaluate_all
from sandbox.training.exams.copies import make_copy
from sandbox.training.journal.playing import play_run
from sandbox.training.journal.queries import all_of
from sandbox.training.subjects.queries import get_subject
from tests.factories.world import SUBJECT, World
from tests.operations.at_work import BOX, category, product, save_product
from tests.operations.test_customers import join, new_group
from tests.operations.test_look import POPULAR, rank_of
from tests.operations.test_products import generate
from tests.operations.test_promotions import add_price
from tests.web.backoffice.conftest import Desk, sat

SUMMARY = (
    "<p>Deux cafés de fin d’année réunis sous un ruban doré : l’orange confite d’un Guatemala, la cannelle d’un assemblage de "
    "saison. Un cadeau tout prêt, à offrir.</p>"
)
META = "Un coffret cadeau de deux cafés torréfiés à Castelune : Guatemala Antigua et Mélange des Fêtes, en grains ou filtre."
DESCRIPTION = (
    "<p>Offrez une halte au chaud : un Guatemala Antigua chocolaté et notre Mélange des Fêtes, nés du même feu. Coffret bleu "
    "nuit noué à la main, mot manuscrit sur demande.</p><p>Préparé dans un atelier qui travaille aussi lait, soja et fruits à "
    "coque.</p>"
)


@pytest.fixture
def desk(world_app: Flask, world: World) -> Iterator[Desk]:
    """Alice alone in the back office of her own shop."""
    yield from sat(world_app, "alice", world.alice_shop_key)


def complete_the_sheet(desk: Desk) -> None:
    """Question 1, screen by screen: sheet, missing value, four variants with stock and impact, texts, caption, online."""
    desk.save(f"/catalogue/attributs/{desk.find(Attribute, name='Poids').id}/valeurs", name="500 g", color="")
    save_product(desk, reference="CAST-COF-07", cost_excl_micros="18,20", description=DESCRIPTION, summary=SUMMARY)
    lines = generate(desk, "250 g", "500 g", "En grains", "Filtre")
    heavy = [v.id for v in product(desk).variants if any(link.value.name == "500 g" for link in v.values)]
    changes = {f"variants-{line}-quantity": "40" for line in lines}
    changes |= {f"variants-{line}-impact_incl_cents": "11,00" for line in heavy}
    changes |= {f"variants-{line}-impact_excl_micros": "0,00" for line in heavy}
    save_product(desk, **changes)
    save_product(
        desk, meta_title="Coffret café de Noël Escale d’hiver à offrir", meta_description=META, is_online_only="y",
        category_id=category(desk, "coffrets-cadeaux").id, **{f"images-{desk_image(desk)}-legend": "Coffret bleu nuit au ruban doré"},
    )  # fmt: skip


def desk_image(desk: Desk) -> int:
    return int(product(desk).images[0].id)


def the_other_questions(desk: Desk) -> None:
    """A cut, a group with its customer, popular products in order, aliases."""
    add_price(desk, BOX, kind="percent", value_bp="15", starts_at="2040-06-01T00:00", ends_at="2040-06-30T23:59")
    save_product(desk, is_on_sale="y")
    join(desk, new_group(desk, reduction_bp="10", shows_tax_excl="y"), "cadiou-nolwenn")
    desk.save(f"{POPULAR}/{rank_of(desk, 'coffret-trois-origines')}/deplacer", position=1)
    desk.save(f"{POPULAR}/nombre", populaires_nombre="6")
    desk.save(
        "/parametres/rechercher/alias/nouveau", aliases="box, étrennes, corbeille", target="coffret", is_active="y"
    )


def parts(shop: Shop, baseline_id: int) -> dict[str, Any]:
    found = evaluate_all(get_subject(SUBJECT), shop.id, baseline_id, all_of(shop.id))
    return {p.proof_id: (p.state, [(c.expected, c.observed, c.holds) for c in p.conditions]) for p in found.proofs}


def test_what_is_played_on_the_web_is_recorded_and_found_again(desk: Desk) -> None:
    complete_the_sheet(desk)
    the_other_questions(desk)
    shop = db.session.query(Shop).filter_by(key=desk.shop_key).one()
    entries = [entry.action for entry in all_of(shop.id)]
    recording = record(shop)
    assert recording.problems == ()
    lines = [json.loads(line) for line in recording.text.splitlines()]
    assert [line["action"] for line in lines] == entries
    first = next(line for line in lines if line["action"] == "produit.modifier")
    assert first["cible"] == f"produit:{BOX}"
    assert first["valeurs"]["reference"] == "CAST-COF-07"
    assert "nom" not in first["valeurs"], "a form sends all its fields; those that change nothing are left out"
    member = next(line for line in lines if line["action"] == "client.modifier")
    assert member["cible"] == "client:cadiou-nolwenn"
    assert member["valeurs"]["groupe_defaut"] == next(
        line["cle"] for line in lines if line["action"] == "groupe_clients.creer"
    )
    price = next(line for line in lines if line["action"] == "prix_specifique.creer")
    assert price["valeurs"]["du"].startswith("J+")
    assert shop.parent_id is not None
    fresh = make_copy(db.session.get_one(Shop, shop.parent_id))
    play_run(shop=fresh, text=record_run(shop))
    first_look, second_look = parts(shop, shop.parent_id), parts(fresh, shop.parent_id)
    assert second_look == first_look
    assert {"declinaisons", "impact_500", "alias_utiles"} <= {
        p for p, (state, _) in first_look.items() if state == "atteint"
    }


def test_a_password_and_a_name_of_the_candidate_are_not_recorded(desk: Desk) -> None:
    path = f"/clients/{desk.find(Customer, key='lemarchand-hugo').id}/modifier"
    desk.save(path, **desk.form(path, "customer-form").filled(password="Mon-secret-27"))
    shop = db.session.query(Shop).filter_by(key=desk.shop_key).one()
    text = record_run(shop)
    assert "Mon-secret-27" not in text
    assert "Mon-secret-27" not in json.dumps([entry.call for entry in all_of(shop.id)])
    assert "Essai-temoin-1" in text
    assert "Alice" not in text


def test_what_nobody_played_cannot_be_recorded(desk: Desk, world: World) -> None:
    shop = db.session.query(Shop).filter_by(key=desk.shop_key).one()
    with pytest.raises(RuleBroken, match="Rien n’a été fait"):
        record(shop)
    reference = db.session.query(Shop).filter_by(key=world.reference_key).one()
    with pytest.raises(RuleBroken, match="n’est pas la copie"):
        record(reference)
