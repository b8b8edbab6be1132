"""The region of an address, and the addresses of a region."""

from __future__ import annotations

import pytest

from sandbox.shop.orders.rules.places import REGIONS, UNKNOWN_PLACE, Area, area_of, place_of, proper_name


@pytest.mark.parametrize(
    ("country", "postcode", "place"),
    [
        ("France", "29200", "Bretagne"), ("", "75011", "Île-de-France"), ("France", "20137", "Corse"), ("France", "97400", "Outre-mer"),
        ("France", "45000", "Centre-Val de Loire"), ("Belgique", "1000", "Belgique"), ("France", "", UNKNOWN_PLACE),
    ],
)  # fmt: skip
def test_an_address_has_its_region_or_its_country(country: str, postcode: str, place: str) -> None:
    assert place_of(country, postcode) == place


def test_a_region_is_written_as_the_record_writes_it() -> None:
    assert place_of("France", "75011", ["Ile de France", "Bretagne"]) == "Ile de France"
    assert proper_name("Ile de France") == "Île-de-France"
    assert proper_name("Belgique") == "Belgique"


def test_each_department_is_in_one_region_and_comes_back_to_it() -> None:
    prefixes = [prefix for name in REGIONS for prefix in area_of(name).prefixes]
    assert len(prefixes) == len(set(prefixes)) == 97
    assert all(place_of("France", f"{prefix}000") == name for name in REGIONS for prefix in area_of(name).prefixes)
    assert area_of("Belgique") == Area(country="Belgique")
    assert area_of(UNKNOWN_PLACE) == Area()
