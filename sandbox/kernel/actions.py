"""Business actions: the services that people, golden runs and events all go through, under their French names.

`@action("produit.modifier", entity="produit")` registers a service and records each call that succeeds, with the rows it
changed (see `kernel.changes`). The web frame writes what was recorded into the journal in the same transaction, so that no
view can forget it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from sandbox.kernel.changes import RowChange, changes_of
from sandbox.kernel.db import db

P = ParamSpec("P")
R = TypeVar("R")

_KEY = "performed_actions"
_DEPTH = "action_depth"


@dataclass(frozen=True, slots=True)
class Action:
    """A registered service: French name (`produit.modifier`), French entity name, the words shown for it.

    `is_told`: what it does is told even when it changes no row.
    """

    name: str
    entity: str
    words: str
    service: Callable[..., Any]
    is_told: bool = False


@dataclass(slots=True)
class Performed:
    """One call that succeeded: the action, the row it returned (table, id, stable key, title), the rows it changed,
    what it was given."""

    name: str
    entity: str
    words: str
    table: str | None = None
    row_id: int | None = None
    key: str | None = None
    title: str | None = None
    changes: list[RowChange] = field(default_factory=list)
    arguments: Mapping[str, Any] = field(default_factory=dict)
    is_told: bool = False

    @property
    def leaves_trace(self) -> bool:
        """Whether the journal tells it: it changed rows, or is told whatever it changed."""
        return bool(self.changes) or self.is_told


REGISTRY: dict[str, Action] = {}


def action(name: str, *, entity: str, words: str, is_told: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a service as a business action.

    `words` is what the examiner reads, a past participle: « a modifié le produit ». Nested actions belong to the outermost.
    `is_told` is for what changes no row and is an act all the same: to work as another account.
    """

    def decorate(service: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(service)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            info = db.session.info
            depth = info.get(_DEPTH, 0)
            start = len(changes_of(db.session()))
            info[_DEPTH] = depth + 1
            try:
                result = service(*args, **kwargs)
                db.session.flush()
            finally:
                info[_DEPTH] = depth
            if depth == 0:
                info.setdefault(_KEY, []).append(_performed(REGISTRY[name], result, start, kwargs))
            return result

        if name in REGISTRY:
            raise RuntimeError(f"action {name} is declared twice")
        REGISTRY[name] = Action(name, entity, words, run, is_told)
        return run

    return decorate


def _performed(spec: Action, result: object, start: int, given: Mapping[str, Any]) -> Performed:
    changes = changes_of(db.session())[start:]
    done = Performed(spec.name, spec.entity, spec.words, changes=changes, arguments=given, is_told=spec.is_told)
    if hasattr(result, "__tablename__") and hasattr(result, "id"):
        done.table, done.row_id = result.__tablename__, result.id
        done.key = getattr(result, "key", None)
        for attribute in ("title", "name", "reference", "label", "code"):
            value = getattr(result, attribute, None)
            if isinstance(value, str) and value:
                done.title = value
                break
    return done


def take_performed() -> list[Performed]:
    """The actions recorded since the last call in this session, oldest first, and forget them."""
    done: list[Performed] = db.session.info.pop(_KEY, [])
    return done
