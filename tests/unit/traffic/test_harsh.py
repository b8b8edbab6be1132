"""What unhappy customers write: themes that the report recognises, no text twice, nothing false of a purchase."""

from __future__ import annotations

import re

import pytest

from sandbox.shop.traffic.rules.complaints import COMPLAINTS, DAYS
from sandbox.shop.traffic.rules.harsh import LATE_DAYS, SINCE_DAYS, write_harsh
from sandbox.shop.traffic.rules.profile import HarshReviews
from sandbox.shop.traffic.rules.themes import THEMES, themes_of
from sandbox.shop.traffic.seed import MOST_HARSH

AGREES = re.compile(r"\b(?:je suis|j’ai été|je reste) \w*(?:é|ée|ent|ente|is|ise|eux|euse)\b", re.IGNORECASE)
"""A word that would say whether a man or a woman writes."""


def week(count: int, theme: str = "livraison", first: int = -20, last: int = -14) -> HarshReviews:
    return HarshReviews(first, last, count, theme)


@pytest.mark.parametrize("theme", COMPLAINTS)
def test_every_text_is_of_its_theme_and_there_are_as_many_as_a_week_may_ask(theme: str) -> None:
    told = COMPLAINTS[theme]
    assert told.name in {known.name for known in THEMES}
    assert [f"{t} | {b}" for t, b in told.texts if told.name not in themes_of(f"{t} {b}")] == []
    assert len({body for _, body in told.texts}) == len(told.texts) == MOST_HARSH
    titled = [title for title, _ in told.texts if title]
    assert len(set(titled)) == len(titled) > MOST_HARSH / 2, "some give no title, nobody gives another's"
    assert all(10 < len(body) < 200 and body[0].isupper() | (body[0] in "«{9") for _, body in told.texts)


def test_no_text_twice_in_the_whole_nor_anything_that_agrees_with_who_writes() -> None:
    bodies = [body for told in COMPLAINTS.values() for _, body in told.texts]
    assert len(set(bodies)) == len(bodies)
    assert [body for body in bodies if AGREES.search(body)] == []
    assert [body for body in bodies if re.search(r" [;:?!»]|« |'|\.\.\.", body)] == [], "set as French is"


@pytest.mark.parametrize("theme", COMPLAINTS)
def test_the_theme_is_what_a_week_talks_about_most(theme: str) -> None:
    found = write_harsh(7, week(20, theme), [-24] * 20, set())
    counts = {known.name: sum(known.name in themes_of(f"{one.title} {one.body}") for one in found) for known in THEMES}
    name = COMPLAINTS[theme].name
    assert counts.pop(name) == 20 > 3 * max(counts.values())


def test_a_wait_is_told_by_those_who_waited_and_in_their_days() -> None:
    early = write_harsh(3, week(30, first=-20, last=-20), [-20 - SINCE_DAYS] * 30, set())
    assert [one for one in early if re.search(r"(?:^|\D)\d+ jours", one.title + one.body)] == []
    late = write_harsh(3, week(30, first=-20, last=-20), [-20 - LATE_DAYS - 5] * 30, set())
    told = [one for one in late if re.search(r"\d", one.title + one.body)]
    assert any("11 jours" in one.title + one.body for one in told)
    assert all(DAYS not in one.title + one.body for one in [*early, *late])


def test_the_days_chosen_one_purchase_each_and_the_same_for_the_same_seed() -> None:
    bought = [-24 - n for n in range(25)]
    found = write_harsh(5, week(18), bought, set())
    assert len(found) == 18
    assert [one.purchase for one in found] == list(range(18))
    assert {one.offset for one in found} <= set(range(-20, -13))
    assert len({one.offset for one in found}) > 3
    assert [(one.offset, one.minute) for one in found] == sorted((one.offset, one.minute) for one in found)
    assert {one.rating for one in found} == {1, 2}
    assert found == write_harsh(5, week(18), bought, set())
    assert found != write_harsh(6, week(18), bought, set())


def test_two_weeks_of_a_theme_share_no_text_until_all_are_used() -> None:
    used: set[str] = set()
    first, second, third = (
        write_harsh(5, week(20, first=day, last=day + 6), [day - 10] * 20, used) for day in (-60, -40, -20)
    )
    bodies = [{re.sub(r"\d+ jours", "", one.body) for one in found} for found in (first, second, third)]
    assert [len(some) for some in bodies] == [20, 20, 20]
    assert not bodies[0] & bodies[1]
    assert bodies[2] <= bodies[0] | bodies[1]
