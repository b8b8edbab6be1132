"""What a customer's texts may be."""

from __future__ import annotations

from datetime import date

import pytest

from sandbox.kernel.errors import RuleBroken
from sandbox.shop.customers import rules


def test_an_email_is_kept_in_lower_case():
    assert rules.clean_email("  Ines.KERVELLA@Courriel.example ") == "ines.kervella@courriel.example"


@pytest.mark.parametrize(
    "email", ["", "ines", "ines@", "@mail.example", "a b@mail.example", "a@mail", "a..b@mail.example", "a@-x.fr"]
)
def test_a_false_email_is_refused_at_its_field(email):
    with pytest.raises(RuleBroken) as refusal:
        rules.clean_email(email)
    assert refusal.value.field == "email"


@pytest.mark.parametrize("name", ["Anne-Laure", "d’Arbonne", "L'Hôte", "Ndiaye", "Élodie Marie"])
def test_french_names_pass(name):
    assert rules.clean_name(name, field="last_name", label="nom") == name


@pytest.mark.parametrize("name", ["", "  ", "R2D2", "<b>Léa</b>", "x" * 61])
def test_names_with_signs_or_digits_are_refused(name):
    with pytest.raises(RuleBroken) as refusal:
        rules.clean_name(name, field="last_name", label="nom")
    assert refusal.value.field == "last_name"


def test_a_siret_is_checked_by_its_key():
    assert rules.clean_siret("732 829 320 00074") == "73282932000074"
    assert rules.clean_siret("") == ""
    for wrong in ("73282932000075", "7328293200007", "ABCDEFGHIJKLMN"):
        with pytest.raises(RuleBroken):
            rules.clean_siret(wrong)


def test_a_birth_date_is_in_the_past():
    rules.check_birth(None, date(2026, 11, 23))
    rules.check_birth(date(1988, 6, 14), date(2026, 11, 23))
    for wrong in (date(2026, 11, 23), date(2030, 1, 1), date(1899, 12, 31)):
        with pytest.raises(RuleBroken):
            rules.check_birth(wrong, date(2026, 11, 23))


def test_a_french_postcode_has_five_digits_a_foreign_one_may_not():
    assert rules.clean_postcode(" 29900 ", "France") == "29900"
    assert rules.clean_postcode("1000", "Belgique") == "1000"
    with pytest.raises(RuleBroken):
        rules.clean_postcode("2990", "France")


@pytest.mark.parametrize("bp", [-1, 10_001])
def test_a_reduction_is_a_percentage(bp):
    with pytest.raises(RuleBroken):
        rules.check_reduction(bp)


def test_a_password_is_neither_short_nor_one_letter():
    rules.check_password("cafetière 29")
    for wrong in ("court", "aaaaaaaaaa", "x" * 73):
        with pytest.raises(RuleBroken):
            rules.check_password(wrong)
