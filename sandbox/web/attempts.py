"""Where the attempts at a door are counted: in the memory of the server, by all its processes together.

A limit counted by each process on its own would be as many times too wide, and one would be let in or refused by chance. Counted
here are the fixed windows that the doors use; nothing is written, so a server that starts again begins at none.
"""

from __future__ import annotations

from limits.storage import MemoryStorage

from sandbox.kernel.siblings import siblings

COUNTED = "attempt counted"


class CountedTogether(MemoryStorage):
    """The library's memory, which tells the other processes of a server what it counts."""

    STORAGE_SCHEME = ["together"]

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count an attempt, here and in the other processes; gives how many there were within `expiry` seconds."""
        siblings.tell(COUNTED, key, expiry, amount)
        return self.hear(key, expiry, amount)

    def hear(self, key: str, expiry: float, amount: int) -> int:
        """Count in this process alone."""
        return super().incr(key, expiry, amount)
