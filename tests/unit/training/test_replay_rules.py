"""What some entries of a journal come to, and the order in which their rows are written again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sandbox.kernel.changes import RowChange
from sandbox.training.replay.rules import as_written, net_changes

Rows = dict[int, dict[str, Any]]


@dataclass
class Entry:
    """An entry of the journal, as far as these rules read it."""

    changes: list[dict[str, Any]] = field(default_factory=list)


def told(*changes: RowChange) -> list[Entry]:
    return [Entry([asdict(change)]) for change in changes]


def insert(number: int, **after: Any) -> RowChange:
    return RowChange("t", number, "insert", {}, after)


def update(number: int, before: dict[str, Any], after: dict[str, Any]) -> RowChange:
    return RowChange("t", number, "update", before, after)


def delete(number: int, **before: Any) -> RowChange:
    return RowChange("t", number, "delete", before, {})


def test_a_row_made_and_deleted_is_no_difference() -> None:
    assert net_changes(told(insert(1, a=1), update(1, {"a": 1}, {"a": 2}), delete(1, a=2))) == []


def test_a_field_that_came_back_is_no_difference() -> None:
    assert net_changes(told(update(1, {"a": 1}, {"a": 2}), update(1, {"a": 2}, {"a": 1}))) == []


def test_a_row_deleted_and_made_again_is_changed_where_it_differs() -> None:
    assert net_changes(told(delete(1, a=1, b=1), insert(1, a=1, b=2))) == [update(1, {"b": 1}, {"b": 2})]


def test_a_deleted_row_is_told_as_it_was_at_the_start() -> None:
    assert net_changes(told(update(1, {"a": 1}, {"a": 2}), delete(1, a=2, b=3))) == [delete(1, a=1, b=3)]


def play(rows: Rows, changes: list[RowChange]) -> Rows:
    """The rows after these changes."""
    found = {number: dict(values) for number, values in rows.items()}
    for change in changes:
        if change.op == "delete":
            del found[change.row_id]
        else:
            found.setdefault(change.row_id, {}).update(change.after)
    return found


START: Rows = {number: {"a": 0, "b": 0} for number in (1, 2, 3)}
STEPS = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from("iud"), st.integers(0, 2), st.integers(0, 2)), max_size=20
)


@given(STEPS)
def test_any_course_comes_to_the_same_rows(steps: list[tuple[int, str, int, int]]) -> None:
    rows, changes = play(START, []), []
    for number, op, a, b in steps:
        old, new = rows.get(number), {"a": a, "b": b}
        if op == "i" and old is None:
            changes.append(insert(number, **new))
        elif op == "u" and old is not None and old != new:
            changes.append(update(number, dict(old), new))
        elif op == "d" and old is not None:
            changes.append(delete(number, **old))
        else:
            continue
        rows = play(rows, changes[-1:])
    net = net_changes(told(*changes))
    assert play(START, net) == rows
    assert len({change.row_id for change in net}) == len(net)
    assert play(START, list(as_written(changes, ["t"]))) == rows


def test_parents_are_made_first_and_deleted_last() -> None:
    made = [RowChange("child", 1, "insert", {}, {}), RowChange("parent", 1, "insert", {}, {})]
    gone = [RowChange("parent", 1, "delete", {}, {}), RowChange("child", 1, "delete", {}, {})]
    order = [(c.table, c.op) for c in as_written([*made, *gone], ["parent", "child"])]
    assert order == [("parent", "insert"), ("child", "insert"), ("child", "delete"), ("parent", "delete")]
