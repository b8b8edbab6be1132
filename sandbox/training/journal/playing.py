"""Playing a golden run on a shop as a person would: each line through its action, written in the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import take_changes
from sandbox.kernel.db import db, session
from sandbox.kernel.errors import DomainError
from sandbox.kernel.scope import shop_scope
from sandbox.shop.shops import services as shops
from sandbox.shop.shops.models import Shop
from sandbox.training.journal import services as journal
from sandbox.training.subjects.names import NameFault
from sandbox.training.subjects.player import Line, Player, read_run

PLAYER = "essai témoin"


class RunRefused(DomainError):
    """A line of a run that could not be played; the text names it."""


def play_line(
    *, shop: Shop, player: Player, line: Line, actor: str = PLAYER, seat: journal.Worker | None = None, page: str = ""
) -> Any:
    """Perform one line on a shop, move its revision on and write the journal; raises RunRefused."""
    with shop_scope(shop.id):
        try:
            result = player.play(line)
        except (NameFault, DomainError) as refused:
            raise RunRefused(f"ligne {line.number}, « {line.action} » : {refused}") from refused
        db.session.flush()
        changes, performed = take_changes(session()), take_performed()
        if changes or any(done.is_told for done in performed):
            shops.touch_revision(shop=shop)
            journal.record(shop_id=shop.id, seat=seat, actor=actor, performed=performed, changes=changes, page=page)
        db.session.flush()
    return result


def play_run(
    *,
    shop: Shop,
    text: str,
    actor: str = PLAYER,
    seat: journal.Worker | None = None,
    until_s: int | None = None,
    on_line: Callable[[Line], None] | None = None,
    is_timed: bool = False,
) -> Player:
    """Play a recorded run (JSON lines) from its start, up to an exam time when given; J is the shop's anchor.

    With `is_timed` the clock is moved to each line's exam time, counted from now. Raises RunRefused.
    """
    player = Player(shop.anchor_on)
    for line in lines_of(text):
        if until_s is not None and line.at_s > until_s:
            break
        if is_timed:
            with clock.shifted(timedelta(seconds=line.at_s)):
                play_line(shop=shop, player=player, line=line, actor=actor, seat=seat)
        else:
            play_line(shop=shop, player=player, line=line, actor=actor, seat=seat)
        if on_line:
            on_line(line)
    return player


def lines_of(text: str) -> list[Line]:
    """The lines of a recorded run; raises RunRefused."""
    try:
        return read_run(text)
    except NameFault as fault:
        raise RunRefused(str(fault)) from fault
