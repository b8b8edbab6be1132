"""The rule of simulated positions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.shop.seo.rules.audit import Facts, Place
from sandbox.shop.seo.rules.contents import read_contents
from sandbox.shop.seo.rules.positions import LAST, Engine, position

BARE = Facts(Place("product", 1, "Moulin Armen"), "", "", "armen", read_contents("<p>Il moud.</p>"))
FULL = Facts(
    Place("product", 2, "Moulin à café manuel"), "Moulin à café manuel en noyer", "Un moulin à café manuel.", "moulin-a-cafe-manuel",
    read_contents(f"<p>Ce moulin à café manuel {'mot ' * 160}</p>"), ["Moulin à café manuel, ouvert"],
)  # fmt: skip


def points(page: Facts, query: str = "moulins à café manuels") -> int:
    found = Engine([page]).best_page(query)
    return found.points if found else 0


def test_a_page_that_says_it_everywhere_has_every_point() -> None:
    found = Engine([BARE, FULL]).best_page("moulin à café manuel")
    assert found is not None
    assert (found.page, found.points) == (FULL, 100)
    assert found.reasons == ["titre", "nom", "début du texte", "URL", "méta description", "légendes"]


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({"title": "Le noyer fait un bon moulin à café manuel"}, 15),
        ({"title": "Noyer et acier"}, 30),
        ({"place": Place("product", 2, "Armen")}, 15),
        ({"slug": "armen"}, 10),
        ({"description": ""}, 10),
        ({"alternatives": ["", "Une boîte"]}, 10),
        ({"contents": read_contents(f"<p>{'mot ' * 160}</p>")}, 15),
        ({"contents": read_contents("<p>Un moulin à café manuel.</p>")}, 10),
    ],
)
def test_each_part_is_worth_what_the_screen_says(change: dict[str, object], lost: int) -> None:
    assert points(replace(FULL, **change)) == 100 - lost  # type: ignore[arg-type]


def test_a_hidden_page_and_a_page_without_the_words_do_not_show() -> None:
    assert Engine([replace(FULL, is_shown=False), BARE]).best_page("moulin à café manuel") is None
    assert Engine([BARE, FULL]).best_page("  ") is None


def test_the_best_of_two_pages_shows_and_the_first_of_equals() -> None:
    twin = replace(FULL, place=Place("product", 3, "Moulin à café manuel"))
    found = Engine([twin, FULL]).best_page("moulin à café manuel")
    assert found is not None
    assert found.page.place.id == 2


@given(st.integers(0, 100), st.integers(1, 100))
def test_more_points_never_lose_places_nor_does_less_competition(won: int, competition: int) -> None:
    place = position(won, competition)
    assert 1 <= place <= LAST
    assert position(min(100, won + 1), competition) <= place
    assert position(won, max(1, competition - 1)) <= place
    assert position(100, competition) == 1
