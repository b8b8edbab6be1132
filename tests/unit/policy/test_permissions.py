"""Who may do what: pure rules, closed unless opened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.accounts.models import Role
from sandbox.policy.identity import NO_ACCESS, Identity, ShopAccess, ShopFacts, shop_access
from sandbox.policy.permissions import ROLE_PERMISSIONS, SHOP_PERMISSIONS, Permission

NOBODY = Identity()
ALICE = Identity(user_id=1, role=Role.CANDIDATE, name="Alice")
SEATED = Identity(seat_id=7, name="Inès")
ERIN = Identity(user_id=3, role=Role.EXAMINER)
TOM = Identity(user_id=4, role=Role.TRAINER)
ADA = Identity(user_id=5, role=Role.ADMINISTRATOR)
EVERYBODY = (NOBODY, ALICE, SEATED, ERIN, TOM, ADA)

GRANTED = {
    Permission.PUBLIC: EVERYBODY,
    Permission.ACCOUNT: (ALICE, ERIN, TOM, ADA),
    Permission.SEAT_WORK: (SEATED,),
    Permission.SESSION_READ: (ERIN,),
    Permission.SESSION_RUN: (ERIN,),
    Permission.PRACTICE: (ALICE, TOM),
    Permission.SUBJECT_AUTHOR: (TOM,),
    Permission.CONTEXT_READ: (ERIN, TOM, ADA),
    Permission.STORY_READ: (ERIN, TOM),
    Permission.USERS_MANAGE: (ADA,),
    Permission.SYSTEM_READ: (ADA,),
    Permission.CENTRE_PLAN: (ADA,),
}

people = st.builds(
    Identity,
    user_id=st.one_of(st.none(), st.integers(1, 4)),
    role=st.one_of(st.none(), st.sampled_from(Role)),
    seat_id=st.one_of(st.none(), st.integers(1, 4)),
)
places = st.builds(
    ShopFacts,
    kind=st.sampled_from(["reference", "baseline", "copy", "draft"]),
    is_writable=st.booleans(),
    seat_id=st.one_of(st.none(), st.integers(1, 4)),
    owner_user_id=st.one_of(st.none(), st.integers(1, 4)),
    examiner_user_id=st.one_of(st.none(), st.integers(1, 4)),
    is_open=st.booleans(),
)


@pytest.mark.parametrize("permission", Permission)
def test_the_table_is_the_specification(permission: Permission) -> None:
    expected = GRANTED.get(permission, ())
    assert tuple(who for who in EVERYBODY if who.holds(permission)) == expected


def test_every_permission_is_of_a_role_of_a_shop_or_of_a_seat() -> None:
    of_roles = {permission for held in ROLE_PERMISSIONS.values() for permission in held}
    rest = {Permission.PUBLIC, Permission.SEAT_WORK}
    assert of_roles | SHOP_PERMISSIONS | rest == set(Permission)
    assert not of_roles & SHOP_PERMISSIONS
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert all(len(permission.split(":")) == 3 for permission in Permission)


def test_nobody_is_nobody() -> None:
    assert NOBODY.is_anonymous
    assert not SEATED.is_anonymous
    assert not ALICE.is_anonymous


@pytest.mark.parametrize(
    ("who", "shop", "access"),
    [
        (SEATED, ShopFacts("copy", True, seat_id=7), (True, True)),
        (SEATED, ShopFacts("copy", True, seat_id=8), (False, False)),
        (SEATED, ShopFacts("copy", True, seat_id=7, is_open=False), (True, False)),
        (SEATED, ShopFacts("copy", False, seat_id=7), (True, False)),
        (SEATED, ShopFacts("reference", False), (False, False)),
        (ALICE, ShopFacts("copy", True, owner_user_id=1), (True, True)),
        (ALICE, ShopFacts("copy", True, owner_user_id=2), (False, False)),
        (ALICE, ShopFacts("reference", False), (False, False)),
        (ERIN, ShopFacts("copy", True, seat_id=7, examiner_user_id=3), (True, False)),
        (ERIN, ShopFacts("copy", True, seat_id=7, examiner_user_id=9), (False, False)),
        (ERIN, ShopFacts("reference", False), (True, False)),
        (ERIN, ShopFacts("baseline", False), (False, False)),
        (TOM, ShopFacts("copy", True, seat_id=7), (False, False)),
        (TOM, ShopFacts("reference", True), (True, False)),
        (ADA, ShopFacts("copy", True, owner_user_id=1), (False, False)),
        (NOBODY, ShopFacts("reference", False), (False, False)),
    ],
)
def test_a_shop_opens_to_its_own_people(who: Identity, shop: ShopFacts, access: tuple[bool, bool]) -> None:
    found = shop_access(who, shop)
    assert (found.may_enter, found.may_write) == access


@given(people, places)
def test_only_the_owner_of_an_open_shop_writes(who: Identity, shop: ShopFacts) -> None:
    access = shop_access(who, shop)
    is_owner = (who.seat_id is not None and who.seat_id == shop.seat_id) or (
        who.user_id is not None and who.user_id == shop.owner_user_id
    )
    assert access.may_write == (is_owner and shop.is_writable and shop.is_open)
    assert access.may_write <= access.may_enter


@given(places)
def test_nobody_enters_anywhere(shop: ShopFacts) -> None:
    """A shop that is nobody's is not the shop of who is nobody: None is not equal to None here."""
    assert shop_access(NOBODY, shop) == NO_ACCESS


@given(people, st.sampled_from(sorted(SHOP_PERMISSIONS)))
def test_a_permission_about_a_shop_is_held_by_no_role(who: Identity, permission: Permission) -> None:
    assert not who.holds(permission)


@pytest.mark.parametrize("permission", Permission)
def test_looking_allows_looking_and_nothing_else(permission: Permission) -> None:
    looking, working = ShopAccess(True, False), ShopAccess(True, True)
    reads = (Permission.STOREFRONT_VISIT, Permission.BACKOFFICE_READ)
    assert looking.allows(permission) == (permission in reads)
    assert working.allows(permission) == (permission in SHOP_PERMISSIONS)
    assert not NO_ACCESS.allows(permission)
