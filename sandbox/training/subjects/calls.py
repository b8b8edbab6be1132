"""What no French field says, in a recorded run: the arguments of an action under `appel`, rows by their keys, dates from J.

`{"ligne": "produit:mug"}` is a row and `{"no": "produit:mug"}` its number; `{"jour": "J+3"}`, `{"moment": "J+3 12:00:30"}`,
`{"liste": […]}`, `{"suite": […]}`, `{"table": [[…, …]]}`, `{"decimal": "1,5"}`, and `{"objet": "RefundItem", "champs": {…}}` for
the few things of several parts that services take. Nothing else is built from a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.documents import StoredFile
from sandbox.kernel.media import Picture, Recording
from sandbox.kernel.module import Entity
from sandbox.kernel.recordings import Measured
from sandbox.kernel.scoping import ShopScoped, scoped_models
from sandbox.kernel.values import parse_decimal
from sandbox.modules import entities, entity_of_table
from sandbox.shop.orders.services.checkout import OrderItem
from sandbox.shop.orders.services.refunds import RefundItem
from sandbox.shop.orders.services.returns import ReturnItem
from sandbox.shop.pricing.rules.prices import Condition
from sandbox.training.subjects.names import NameFault, Names, find_by_key

OBJECTS: Mapping[str, type[Any]] = {
    cls.__name__: cls
    for cls in (OrderItem, RefundItem, ReturnItem, Condition, Picture, StoredFile, Recording, Measured)
}
_FAULT = "« appel » est illisible"


def row_key(names: Names, row: Any) -> str:
    """The name of a row, `entite:cle`: the key it was given, its own, what people call it, or its number."""
    table = row.__tablename__
    entity = entity_of_table(table)
    label = entity.name if entity is not None else table
    given = next((key for (name, key), row_id in names.given.items() if (name, row_id) == (label, row.id)), None)
    if given is not None:
        return f"{label}:{given}"
    if entity is not None:
        for key in _names_of(entity, row):
            found = find_by_key(entity, key)
            if found is not None and found.id == row.id:
                return f"{label}:{key}"
    return f"{label}:#{row.id}"


def _names_of(entity: Entity, row: Any) -> list[str]:
    """What a row may be called, the most stable first."""
    found = [getattr(row, "key", None)]
    product = getattr(row, "product", None)
    if product is None and isinstance(getattr(row, "product_id", None), int):
        product = find_by_key(entities()["produit"], f"#{row.product_id}")
    product_name = (getattr(product, "key", None) or getattr(product, "name", None)) if product is not None else None
    if entity.name == "declinaison" and product_name:
        found.append("/".join([product_name, *(link.value.name for link in row.values)]))
    if entity.name == "valeur_attribut":
        found.append(f"{row.attribute.name}={row.name}")
    if entity.name == "produit_populaire" and product_name:
        found.append(product_name)
    if entity.name == "image" and product is not None and product_name:
        found.append(f"{product_name}/{[image.id for image in product.images].index(row.id) + 1}")
    found += [getattr(row, name, None) for name in ("reference", "code", "alias", "name", "title")]
    return [key for key in found if isinstance(key, str) and key]


def find_named(names: Names, written: str) -> Any:
    """The row of `entite:cle`, or of `table:cle` for parts that no subject names; raises NameFault."""
    label, _, key = written.partition(":")
    entity = entities().get(label)
    if entity is not None:
        return names.get_row(entity, key)
    model = next((m for m in scoped_models() if m.__tablename__ == label), None)
    row_id = names.given.get((label, key)) or (int(key[1:]) if key[:1] == "#" and key[1:].isdigit() else 0)
    found = db.session.scalars(sa.select(model).where(model.id == row_id)).first() if model is not None else None
    if found is None:
        raise NameFault(f"« {written} » : introuvable dans cette entreprise.")
    return found


def entity_of_number(name: str) -> Entity | None:
    """The entity that an argument such as `category_id` or `variant_ids` numbers, by its name."""
    root = name.removesuffix("s").removesuffix("_id") if name.endswith(("_id", "_ids")) else ""
    fitting = [e for e in entities().values() if root and (root == e.argument or root.endswith(f"_{e.argument}"))]
    return max(fitting, key=lambda entity: len(entity.argument), default=None)


def written_argument(names: Names, name: str, value: Any) -> Any:
    """An argument as `appel` writes it."""
    entity = entity_of_number(name)
    if entity is not None and isinstance(value, int) and not isinstance(value, bool):
        row = db.session.scalars(sa.select(entity.model).where(entity.model.id == value)).first()
        return {"no": row_key(names, row)} if row is not None else value
    if isinstance(value, ShopScoped):
        return {"ligne": row_key(names, value)}
    if isinstance(value, datetime):
        local = clock.to_paris(value)
        return {"moment": f"{relative_day(local.date(), names.anchor)} {local.time().isoformat()}"}
    if isinstance(value, date):
        return {"jour": relative_day(value, names.anchor)}
    if isinstance(value, Decimal):
        return {"decimal": str(value).replace(".", ",")}
    if isinstance(value, Mapping):
        return {"table": [[written_argument(names, "", k), written_argument(names, "", v)] for k, v in value.items()]}
    if isinstance(value, (list, tuple)):
        return {"suite" if isinstance(value, tuple) else "liste": [written_argument(names, name, v) for v in value]}
    if is_dataclass(value) and type(value).__name__ in OBJECTS:
        parts = {part.name: written_argument(names, part.name, getattr(value, part.name)) for part in fields(value)}
        return {"objet": type(value).__name__, "champs": parts}
    return value


def read_argument(names: Names, written: Any) -> Any:
    """The other way; raises NameFault."""
    if not isinstance(written, dict):
        if isinstance(written, list):
            raise NameFault(f'{_FAULT} : écrivez une liste comme {{"liste": […]}}.')
        return written
    if "objet" in written:
        return _object(names, written)
    if len(written) != 1:
        raise NameFault(f"{_FAULT} : {sorted(written)}.")
    ((kind, raw),) = written.items()
    try:
        return _READERS[kind](names, raw)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        if isinstance(error, NameFault):
            raise
        raise NameFault(f"{_FAULT} : « {kind} ».") from None


def _object(names: Names, written: Mapping[str, Any]) -> Any:
    cls, parts = OBJECTS.get(str(written["objet"])), written.get("champs")
    if cls is None or not isinstance(parts, dict) or set(parts) - {part.name for part in fields(cls)}:
        raise NameFault(f"{_FAULT} : objet « {written['objet']} ».")
    try:
        return cls(**{name: read_argument(names, value) for name, value in parts.items()})
    except TypeError:
        raise NameFault(f"{_FAULT} : objet « {written['objet']} » incomplet.") from None


def relative_day(day: date, anchor: date) -> str:
    """« J+3 »."""
    return f"J{(day - anchor).days:+d}"


def _day(names: Names, raw: str) -> date:
    return names.anchor + timedelta(days=int(raw.removeprefix("J")))


def _moment(names: Names, raw: str) -> datetime:
    day, _, hour = raw.partition(" ")
    return clock.from_paris(datetime.combine(_day(names, day), time.fromisoformat(hour)))


_READERS: Mapping[str, Any] = {
    "ligne": lambda names, raw: find_named(names, raw),
    "no": lambda names, raw: find_named(names, raw).id,
    "jour": _day,
    "moment": _moment,
    "decimal": lambda _names, raw: parse_decimal(raw),
    "liste": lambda names, raw: [read_argument(names, item) for item in raw],
    "suite": lambda names, raw: tuple(read_argument(names, item) for item in raw),
    "table": lambda names, raw: {read_argument(names, k): read_argument(names, v) for k, v in raw},
}
