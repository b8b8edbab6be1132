"""A block: its kind, its attributes, the blocks inside. A text is a list of them, kept as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """A checked block. `kind` is one of `kinds.KINDS`; `attrs` holds what differs from the kind's defaults."""

    kind: str
    attrs: Mapping[str, Any] = field(default_factory=dict)
    inner: tuple[Block, ...] = ()

    def get(self, name: str, default: Any = "") -> Any:
        """An attribute, or `default`."""
        return self.attrs.get(name, default)


def to_json(blocks: Iterable[Block]) -> list[Json]:
    """Blocks as the database keeps them, keys always in the same order; empty parts are left out."""
    return [_one(block) for block in blocks]


def _one(block: Block) -> Json:
    found: Json = {"kind": block.kind}
    if block.attrs:
        found["attrs"] = dict(block.attrs)
    if block.inner:
        found["inner"] = to_json(block.inner)
    return found


def from_json(data: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Blocks that were checked before they were kept."""
    return [Block(one["kind"], one.get("attrs", {}), tuple(from_json(one.get("inner", ())))) for one in data]


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, outer before inner, in reading order."""
    for block in blocks:
        yield block
        yield from walk(block.inner)
