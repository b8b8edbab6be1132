"""The mock company's people."""

from __future__ import annotations

import pytest

from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.team import queries, services
from sandbox.shop.team.models import Profile


@pytest.fixture
def profiles(shop):
    rows = [Profile(key="super-admin", name="SuperAdmin"), Profile(key="vendeur", name="Vendeur")]
    db.session.add_all(rows)
    db.session.flush()
    return rows


def hire(profile, first_name="Inès", email="ines@castelune.example", **values):
    return services.create_employee(
        first_name=first_name, last_name="Baudry", email=email, profile_id=profile.id, **values
    )


def test_an_employee_has_a_profile_and_an_address_of_their_own(profiles):
    employee = hire(profiles[1], password="sel-de-mer-29")
    assert employee.profile.name == "Vendeur"
    assert employee.password_hash.startswith("scrypt$")
    for field, values in (
        ("email", {"email": "INES@castelune.example"}), ("first_name", {"first_name": "R2", "email": "r@castelune.example"}),
        ("password", {"password": "court", "email": "r@castelune.example"}), ("email", {"email": "r@"}),
    ):  # fmt: skip
        with pytest.raises(RuleBroken) as refusal:
            hire(profiles[1], **values)
        assert refusal.value.field == field
    with pytest.raises(RuleBroken):
        services.update_employee(employee=employee, profile_id=99)


def test_the_last_super_admin_keeps_the_keys(profiles):
    owner = hire(profiles[0], "Maëlle", "maelle@castelune.example")
    for values in ({"is_active": False}, {"profile_id": profiles[1].id}):
        with pytest.raises(RuleBroken):
            services.update_employee(employee=owner, **values)
    hire(profiles[0], "Armelle", "armelle@castelune.example")
    services.update_employee(employee=owner, is_active=False)
    assert not owner.is_active


def test_the_back_office_works_as_the_first_who_is_no_super_admin(profiles):
    assert queries.acting_employee() is None
    owner = hire(profiles[0], "Maëlle", "maelle@castelune.example")
    assert queries.acting_employee() is owner
    seller = hire(profiles[1])
    assert queries.acting_employee() is seller


def test_profiles(profiles):
    profile = services.create_profile(name="Commercial")
    services.update_profile(profile=profile, name="Commerciale")
    hire(profile)
    assert [(row.profile.name, row.employees) for row in queries.list_profile_rows()] == [
        ("SuperAdmin", 0), ("Vendeur", 0), ("Commerciale", 1),
    ]  # fmt: skip
    with pytest.raises(RuleBroken):
        services.create_profile(name="vendeur")
    assert [e.first_name for e in queries.list_employees("ines", profile_id=profile.id)] == ["Inès"]
