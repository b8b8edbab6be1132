"""A small memory of what this process worked out from its database: the least recently used is forgotten first.

Shared by the threads of the process. One memory a database: two may well hold the same keys, as a copy and its original do.
A memory with a name is that of all the processes of a server (`siblings`): what one of them worked out the others need not.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.siblings import siblings

K = TypeVar("K")
V = TypeVar("V")


class Remembered(Generic[K, V]):
    """At most `size` values by key. A key names the value for good: nothing here is ever out of date, only forgotten.

    `shared`: the name under which the processes of a server tell each other what they keep, which then can be pickled.
    """

    def __init__(self, size: int, *, shared: str = "") -> None:
        self._size, self._shared, self._lock = size, shared, Lock()
        self._by_database: WeakKeyDictionary[sa.Engine | sa.Connection, OrderedDict[K, V]] = WeakKeyDictionary()
        if shared:
            siblings.hear(shared, self._take)

    def find(self, key: K) -> V | None:
        """What is remembered under a key, or None."""
        with self._lock:
            values = self._values()
            value = values.get(key)
            if value is not None:
                values.move_to_end(key)
            return value

    def keep(self, key: K, value: V) -> V:
        """Remember a value, and give it back."""
        self._take(key, value)
        if self._shared:
            siblings.tell(self._shared, key, value)
        return value

    def _take(self, key: K, value: V) -> None:
        with self._lock:
            values = self._values()
            values[key] = value
            values.move_to_end(key)
            while len(values) > self._size:
                values.popitem(last=False)

    def _values(self) -> OrderedDict[K, V]:
        return self._by_database.setdefault(db.session.get_bind(), OrderedDict())
