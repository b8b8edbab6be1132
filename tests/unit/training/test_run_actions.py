"""Every registered action can be written in a recorded run: its target and its values, by French names and stable keys."""

from __future__ import annotations

import inspect
import re

import pytest

from sandbox.modules import entities
from sandbox.training.subjects.compound_trade import COMPOUND
from sandbox.training.subjects.player import _HANDLERS, PLAIN, parameters, registered_actions

BY_THE_FRAME = {
    "author",
    "mark",
    "expected_total_cents",
    "source",
    "campaign",
    "consent_source",
    "is_silent",
    "voter",
    "contents",
    "exported",
    "reporter",
}
"""Who acts, from which page, over which version, what was read of a file: the screen says it, not a person."""
BY_THE_LINE = {"key"}
"""The line's own « cle »."""
FILES = {"picture", "recording", "file", "logo", "favicon", "image_small", "without_logo"}
"""What is chosen on a disk: `appel` names it by its content, a person's line cannot."""
BY_CALL = {("regle_catalogue.creer", "conditions"), ("regle_catalogue.modifier", "conditions")}
"""Groups of conditions: `categories` is the short way, `appel` the whole one."""


def read_by_hand(action: str) -> set[str]:
    """The arguments that the values read by hand become."""
    found: set[str] = set()
    for (name, _), reader in (*COMPOUND.items(), *_HANDLERS.items()):
        if name != action:
            continue
        found |= set(re.findall(r'"(\w+)":', inspect.getsource(reader)))
        found |= {cell.cell_contents for cell in reader.__closure__ or () if isinstance(cell.cell_contents, str)}
    return found


def unspoken(action: str) -> set[str]:
    """The arguments of an action that no line can give."""
    spec = registered_actions()[action]
    kinds = [e for e in (entities().get(spec.entity), entities().get(action.partition(".")[0])) if e is not None]
    named = {e.argument for e in entities().values()}
    known = {f.attr for e in kinds for f in e.fields} | {attr for attr, _ in PLAIN.values()} | read_by_hand(action)
    return {
        name for name in parameters(spec.service)
        if name not in named and name.removesuffix("_id") not in named and name not in known
        and name not in BY_THE_FRAME | BY_THE_LINE | FILES and (action, name) not in BY_CALL
    }  # fmt: skip


@pytest.mark.parametrize("action", sorted(registered_actions()))
def test_an_action_can_be_written_in_a_run(action: str) -> None:
    assert unspoken(action) == set()


def test_every_value_read_by_hand_is_of_an_action_that_takes_it() -> None:
    unknown = {action for action, _ in COMPOUND} - set(registered_actions())
    assert unknown == set()
    for action, _ in COMPOUND:
        assert read_by_hand(action) & parameters(registered_actions()[action].service)
