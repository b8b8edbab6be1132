"""Changing the widget areas."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.blocks.rules.reading import blocks_of_text
from sandbox.shop.blocks.rules.tree import to_json
from sandbox.shop.widgets import rules
from sandbox.shop.widgets.models import SiteWidget


@action("widget.ajouter", entity="widget", words="a ajouté le widget")
def add_widget(*, area: str, content: Any, key: str | None = None) -> SiteWidget:
    """A new widget at the end of an area."""
    _check_area(area)
    beside = _of_area(area)
    if len(beside) >= rules.MAX_WIDGETS:
        raise RuleBroken(f"Une zone a {rules.MAX_WIDGETS} widgets au plus.")
    widget = SiteWidget(key=key, area=area, position=len(beside) + 1, content=to_json(blocks_of_text(content)))
    session.add(widget)
    session.flush()
    return widget


@action("widget.modifier", entity="widget", words="a modifié le widget")
def update_widget(*, widget: SiteWidget, content: Any) -> SiteWidget:
    """Change the blocks of a widget."""
    widget.content = to_json(blocks_of_text(content))
    session.flush()
    return widget


@action("widget.deplacer", entity="widget", words="a déplacé le widget")
def move_widget(*, widget: SiteWidget, position: int, area: str = "") -> SiteWidget:
    """Put a widget at a rank (from 1) of an area."""
    target = area or widget.area
    _check_area(target)
    left = widget.area
    rows = [one for one in _of_area(target) if one.id != widget.id]
    rows.insert(max(0, min(position - 1, len(rows))), widget)
    widget.area = target
    for rank, one in enumerate(rows, 1):
        one.position = rank
    session.flush()
    if left != target:
        for rank, one in enumerate(_of_area(left), 1):
            one.position = rank
        session.flush()
    return widget


@action("widget.retirer", entity="widget", words="a retiré le widget")
def remove_widget(*, widget: SiteWidget) -> SiteWidget:
    """Take a widget out of its area."""
    session.delete(widget)
    session.flush()
    return widget


def _of_area(area: str) -> list[SiteWidget]:
    query = sa.select(SiteWidget).where(SiteWidget.area == area).order_by(SiteWidget.position, SiteWidget.id)
    return list(session.scalars(query))


def _check_area(area: str) -> None:
    if area not in rules.AREAS:
        raise RuleBroken("Cette zone n’existe pas.", field="area")
