"""What each of WordPress's five roles may do, as a table."""

from __future__ import annotations

import pytest

from sandbox.shop.contributors.rules import MAY, ROLE_WORDS, may, may_edit, states_of

ORDER = ("administrator", "editor", "author", "contributor", "subscriber")
TABLE = {
    "read": "1 1 1 1 1", "write_posts": "1 1 1 1 0", "publish_posts": "1 1 1 0 0", "upload": "1 1 1 0 0", "edit_others": "1 1 0 0 0",
    "edit_pages": "1 1 0 0 0", "moderate": "1 1 0 0 0", "manage_terms": "1 1 0 0 0", "manage_site": "1 0 0 0 0",
}  # fmt: skip


def test_the_table_names_every_role_and_capability() -> None:
    assert set(ORDER) == set(MAY) == set(ROLE_WORDS)
    assert set(TABLE) == set().union(*MAY.values())


@pytest.mark.parametrize(("what", "row"), TABLE.items())
def test_a_capability_belongs_to_those_of_the_table(what: str, row: str) -> None:
    assert " ".join(str(int(may(role, what))) for role in ORDER) == row


def test_an_unknown_role_may_nothing() -> None:
    assert not any(may("webmaster", what) for what in TABLE)
    assert states_of("webmaster") == frozenset()


@pytest.mark.parametrize(
    ("is_own", "is_page", "is_online", "row"),
    [
        (True, False, False, "1 1 1 1 0"),
        (True, False, True, "1 1 1 0 0"),
        (False, False, False, "1 1 0 0 0"),
        (False, False, True, "1 1 0 0 0"),
        (True, True, False, "1 1 0 0 0"),
        (False, True, True, "1 1 0 0 0"),
    ],
)
def test_a_text_is_changed_by_those_of_the_table(is_own: bool, is_page: bool, is_online: bool, row: str) -> None:
    found = [may_edit(role, is_own=is_own, is_page=is_page, is_online=is_online) for role in ORDER]
    assert " ".join(str(int(one)) for one in found) == row


def test_only_who_publishes_gives_the_states_that_visitors_see() -> None:
    assert states_of("author") == {"draft", "pending", "published", "private"}
    assert states_of("contributor") == {"draft", "pending"}
    assert states_of("subscriber") == frozenset()
