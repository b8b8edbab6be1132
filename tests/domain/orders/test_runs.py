"""Lines of a recorded run play orders, refunds and returns by French names, without the number of any row."""

from __future__ import annotations

import json

import pytest

from sandbox.shop.orders import queries
from sandbox.shop.shops.services import set_settings
from sandbox.training.subjects.names import NameFault
from sandbox.training.subjects.player import Player, read_run
from tests.factories.shops import ANCHOR


@pytest.fixture
def trade(trade):
    set_settings(values={"retours_actifs": True, "retours_jours": 14})
    return trade


def play(*lines):
    """Play lines, and what each returned."""
    player = Player(ANCHOR)
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return [player.play(line) for line in read_run(text)]


def order_line(**values):
    return {
        "action": "commande.creer", "cible": "client:ines", "cle": "salon",
        "valeurs": {
            "lignes": ["ethiopie*2", "mug*1"], "transporteur": "relais", "adresse_livraison": "Maison", "paiement": "cheque", **values,
        },
    }  # fmt: skip


def test_the_lines_of_an_order(trade):
    order, *_ = play(
        order_line(),
        {
            "action": "commande.ajouter_ligne",
            "cible": "commande:salon",
            "valeurs": {"article": "mug*1", "prix_ttc": "15,00"},
        },
        {
            "action": "commande.modifier_ligne",
            "cible": "commande:salon",
            "valeurs": {"ligne": "ethiopie", "quantite": 3},
        },
        {"action": "commande.retirer_ligne", "cible": "commande:salon", "valeurs": {"ligne": "mug"}},
    )
    assert [(line.quantity, line.unit_incl_cents) for line in order.lines] == [(3, 1290), (1, 1500)]


def test_a_return_then_its_refund(trade):
    order, _, back, _, slip = play(
        order_line(),
        {"action": "commande.changer_etat", "cible": "commande:salon", "valeurs": {"etat": "livre"}},
        {"action": "retour.demander", "cible": "commande:salon", "cle": "r1", "valeurs": {
            "articles": [{"article": "mug*1", "motif": "defaut"}], "motif": "Ébréché."}},
        {"action": "retour.changer_etat", "cible": "retour:r1", "valeurs": {"etat": "colis reçu"}},
        {"action": "commande.rembourser", "cible": "commande:salon", "valeurs": {
            "type": "retour", "articles": ["mug*1"], "montants": {"mug": "5,00"}, "retour": "r1", "bon": "oui"}},
    )  # fmt: skip
    assert (back.reason, back.lines[0].reason, back.state) == ("Ébréché.", "faulty", "received")
    assert (slip.kind, slip.return_id, slip.is_voucher) == ("return", back.id, True)
    assert (slip.total_incl_cents, slip.lines[0].quantity) == (500, 1)
    assert queries.balance_of(order).refunded_cents == 500


def test_a_withdrawal_and_a_partial_refund(trade):
    _, _, back, slip = play(
        order_line(),
        {"action": "commande.changer_etat", "cible": "commande:salon", "valeurs": {"etat": "livre"}},
        {"action": "retour.retracter", "cible": "commande:salon", "valeurs": {"articles": ["ethiopie*1"]}},
        {
            "action": "commande.rembourser",
            "cible": "commande:salon",
            "valeurs": {"type": "partiel", "montants": {"mug": "5,00"}, "port": "4,90"},
        },
    )
    assert (back.kind, back.lines[0].quantity) == ("withdrawal", 1)
    assert (slip.kind, slip.total_incl_cents, slip.lines[0].quantity) == ("partial", 990, 0)


@pytest.mark.parametrize(("values", "words"), [
    ({"articles": ["colombie*1"]}, "n’est pas dans cette commande"), ({"articles": [{"article": "mug", "motif": "caprice"}]}, "motifs"),
])  # fmt: skip
def test_what_means_nothing_is_said(trade, values, words):
    with pytest.raises(NameFault, match=words):
        play(order_line(), {"action": "retour.demander", "cible": "commande:salon", "valeurs": values})


def test_a_line_needs_its_order(trade):
    with pytest.raises(NameFault, match="demande une commande pour cible"):
        play({"action": "retour.demander", "valeurs": {"articles": ["mug*1"]}})
