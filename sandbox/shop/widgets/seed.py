"""The widgets of a context's site: section « widgets » of site/site.yaml, an area a key, a text of blocks a widget."""

from __future__ import annotations

import json
import re

from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.packs import Reader
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.blocks.rules.checking import read_blocks
from sandbox.shop.blocks.rules.from_html import blocks_of_html
from sandbox.shop.blocks.rules.markup import blocks_of_markup
from sandbox.shop.blocks.rules.tree import Block, to_json
from sandbox.shop.widgets.models import SiteWidget
from sandbox.shop.widgets.rules import CODES

_MEDIA = re.compile(r'"media":\s*"([a-z0-9_-]+)"')


def load(reader: Reader) -> None:
    """Every widget, in the order of its area."""
    site = reader.yaml("site/site.yaml", optional=True)
    for word, area in CODES.items():
        for rank, node in enumerate(site["widgets"][word], 1):
            session.add(
                SiteWidget(key=node.text("cle") or None, area=area, position=rank, content=_blocks(reader, node))
            )
            session.flush()


def _blocks(reader: Reader, node: Node) -> list[dict[str, object]]:
    def number(match: re.Match[str]) -> str:
        return f'"media":{json.dumps(reader.ref("media", match[1], at=node, column="blocs"))}'

    def loose(part: str) -> list[Block]:
        return blocks_of_html(reader.html(part))

    try:
        return to_json(read_blocks(to_json(blocks_of_markup(_MEDIA.sub(number, node.text("blocs")), loose))))
    except RuleBroken as refused:
        reader.fault(node, refused.message)
        return []
