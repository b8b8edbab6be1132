"""Columns whose values are an enumeration come back as its members: `is` and `match` then mean what they say."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
import sqlalchemy as sa

from sandbox.accounts.models import Role, User
from sandbox.kernel.db import Base, db
from sandbox.kernel.enums import EnumText
from sandbox.shop.shops.models import Shop, ShopKind
from tests.factories.world import World


def enum_columns() -> Iterator[tuple[str, type[StrEnum], sa.Column[Any]]]:
    """Each mapped attribute that is annotated with an enumeration, and its column."""
    for mapper in Base.registry.mappers:
        for name, hint in typing.get_type_hints(mapper.class_).items():
            for part in (*typing.get_args(hint), *(p for a in typing.get_args(hint) for p in typing.get_args(a))):
                if isinstance(part, type) and issubclass(part, StrEnum) and name in mapper.columns:
                    yield f"{mapper.class_.__name__}.{name}", part, mapper.columns[name]


def test_every_enumeration_is_kept_as_one() -> None:
    found = list(enum_columns())
    assert {"User.role", "Shop.kind", "ExamSession.state", "ClockEntry.kind"} <= {name for name, _, _ in found}
    plain = [name for name, kind, column in found if getattr(column.type, "kind", None) is not kind]
    assert plain == [], "give these columns kernel.enums.EnumText"
    too_short = [name for name, kind, column in found if max(map(len, kind)) > (column.type.length or 0)]  # type: ignore[attr-defined]
    assert too_short == []


def test_comes_back_as_a_member(world: World) -> None:
    db.session.expire_all()
    shop = db.session.scalars(sa.select(Shop).where(Shop.key == world.reference_key)).one()
    assert shop.kind is ShopKind.REFERENCE
    assert set(db.session.scalars(sa.select(User.role))) == set(Role)
    assert all(type(role) is Role for role in db.session.scalars(sa.select(User.role)))


def test_is_found_by_member_and_by_text(world: World) -> None:
    for wanted in (Role.TRAINER, "trainer"):
        assert [u.login for u in db.session.scalars(sa.select(User).where(User.role == wanted))] == ["tom"]
    assert world.session_id


@pytest.mark.usefixtures("app")
def test_refuses_what_is_no_member() -> None:
    with pytest.raises(sa.exc.StatementError, match="roi"):
        db.session.execute(sa.update(User).values(role="roi"))
    db.session.rollback()


def test_is_stored_as_text() -> None:
    kind = EnumText(Role, 16)
    assert str(kind.compile()) == "VARCHAR(16)"
    assert kind.process_bind_param(Role.TRAINER, None) == "trainer"
    assert kind.process_bind_param(None, None) is None
    assert kind.process_result_value(None, None) is None
