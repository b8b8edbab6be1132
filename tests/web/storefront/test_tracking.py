"""An order followed without an account: by its reference and its address, and by nobody else."""

from __future__ import annotations

from tests.web.storefront.conftest import CAMILLE, Buyer, error_at
from tests.web.storefront.test_checkout import last_order, values_of

EMAIL = "nolwenn@courriel.example"


def ordered(buyer: Buyer) -> str:
    """The reference of a guest's order."""
    buyer.fill_cart(tasse_quai=1)
    buyer.reach_payment()
    assert buyer.pay().status_code == 302
    return last_order(buyer).reference


def test_a_guest_follows_the_order(buyer: Buyer) -> None:
    reference = ordered(buyer)
    page = buyer.read("/suivi")
    assert values_of(page, "reference") == [reference]
    answer = buyer.send("/suivi", reference=reference.lower(), email=EMAIL.upper())
    assert answer.status_code == 200
    for words in (reference, "Paiement accepté", "4, quai des Indes"):
        assert words in answer.text, words


def test_the_confirmation_leads_there(buyer: Buyer) -> None:
    reference = ordered(buyer)
    assert f'href="{buyer.root}/suivi"' in buyer.html(f"/commande/confirmation/{reference}")


def test_nobody_else_reads_it(buyer: Buyer, other: Buyer) -> None:
    reference = ordered(buyer)
    other.read("/suivi")
    wrong = other.refused("/suivi", reference=reference, email="autre@courriel.example")
    unknown = other.refused("/suivi", reference="AAAAAAAAA", email=EMAIL)
    assert error_at(wrong, "reference") == error_at(unknown, "reference") != ""
    assert values_of(wrong, "email") == ["autre@courriel.example"]
    assert not wrong.says("quai des Indes")


def test_a_customer_is_led_to_the_account(buyer: Buyer) -> None:
    buyer.sign_in(CAMILLE)
    assert f'href="{buyer.root}/compte/commandes"' in buyer.html("/suivi")
