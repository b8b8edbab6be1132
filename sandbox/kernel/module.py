"""What a shop room tells the floors above: the French names of its entities and fields, and its section of a context.

One table made from these declarations serves the validator, golden runs, evidence, the journal's words and the guides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.kernel.values import Kind

Getter = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A field as subjects write it.

    `name` French name in files (`prix_ttc`); `attr` the argument of services, and the attribute read by default;
    `label` as on screen; `kind` how it is written; `choices` French word -> stored code; `ref` the French entity it names;
    `read` computes the value from the entity when it is not an attribute; `column` the stored column a change shows up in;
    `words` stored code -> what people read for it, where that is not the French word of files.
    """

    name: str
    attr: str
    label: str
    kind: Kind = Kind.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)
    ref: str | None = None
    read: Getter | None = None
    column: str | None = None
    writable: bool = True
    words: Mapping[str, str] = field(default_factory=dict)

    def value_of(self, entity: Any) -> Any:
        """The field's current value on an entity."""
        return self.read(entity) if self.read else getattr(entity, self.attr)


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of thing a subject can name: `produit`. `argument` is the keyword under which services take it."""

    name: str
    label: str
    model: type[Any]
    fields: tuple[Field, ...]
    argument: str
    title: str = "name"
    gender: str = "m"

    def field(self, name: str) -> Field | None:
        """The field of that French name, or None."""
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True, slots=True)
class ShopModule:
    """A room: its name, its entities, the words for its tables' columns, and its section of a context.

    `seed` takes a `Reader` (see `sandbox.training.contexts`) and writes the room's rows into the open shop.
    `words` maps (table, column) to (label, kind, choices) where no entity field says it. `side` says whose things they are: of the
    shop, of the editorial site, or of both; a company without one of them has none of that side's things.
    """

    name: str
    entities: tuple[Entity, ...] = ()
    seed: Callable[[Any], None] | None = None
    tables: Mapping[str, str] = field(default_factory=dict)
    side: Literal["shop", "site", "both"] = "shop"
