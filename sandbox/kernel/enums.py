"""Columns whose values are an enumeration: stored as text, read back as members.

With a plain text column `shop.kind is ShopKind.REFERENCE` is false for a row that was read, and true for one just made.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa

E = TypeVar("E", bound=StrEnum)


class EnumText(sa.TypeDecorator[E]):
    """A text column of `length` characters whose values are members of an enumeration; anything else is refused."""

    impl = sa.String
    cache_ok = True

    def __init__(self, kind: type[E], length: int) -> None:
        super().__init__(length)
        self.kind = kind

    @property
    def length(self) -> int | None:
        """How many characters the column holds."""
        return self.impl_instance.length  # type: ignore[attr-defined, no-any-return]

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        """A member, or its text, as stored; raises ValueError for anything else."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Any) -> E | None:
        """A stored text as a member."""
        return None if value is None else self.kind(value)
