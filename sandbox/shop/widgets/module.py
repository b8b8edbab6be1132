"""The widgets' room as the floors above see it."""

from __future__ import annotations

from typing import Any

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.blocks.rules.inventory import media_used
from sandbox.shop.blocks.rules.kinds import KINDS
from sandbox.shop.blocks.rules.markup import markup_of
from sandbox.shop.blocks.rules.tree import from_json
from sandbox.shop.widgets import services  # noqa: F401 - importing them registers their actions
from sandbox.shop.widgets.models import SiteWidget
from sandbox.shop.widgets.rules import CODES
from sandbox.shop.widgets.seed import load


def _content(widget: Any) -> str:
    return markup_of(from_json(widget.content))


def name_of(widget: Any) -> str:
    """« Derniers articles »: what a widget's first telling block is called."""
    kinds = [block["kind"] for block in widget.content]
    told = next((kind for kind in kinds if kind != "heading"), kinds[0] if kinds else "")
    return KINDS[told].label if told in KINDS else "Widget"


WIDGET = Entity("widget", "Widget", SiteWidget, (
    Field("zone", "area", "Zone", Kind.CHOICE, choices=CODES),
    Field("contenu", "content", "Contenu", Kind.HTML, read=_content, column="content"),
    Field("bloc", "block_name", "Bloc", read=name_of, writable=False),
    Field("medias", "media_ids", "Fichiers employés", Kind.LIST, ref="media", read=lambda widget: media_used(from_json(widget.content)), writable=False),
    Field("position", "position", "Position", Kind.INTEGER),
), argument="widget", title="area")  # fmt: skip

MODULE = ShopModule("widgets", entities=(WIDGET,), seed=load, side="site")
