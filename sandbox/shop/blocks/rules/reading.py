"""Whatever a text comes as, as checked blocks: a list, its JSON, WordPress's markup, HTML."""

from __future__ import annotations

from typing import Any

from sandbox.shop.blocks.rules.checking import MAX_BYTES, read_blocks
from sandbox.shop.blocks.rules.from_html import blocks_of_html
from sandbox.shop.blocks.rules.markup import blocks_of_markup, is_markup
from sandbox.shop.blocks.rules.tree import Block, to_json


def blocks_of_text(written: Any) -> list[Block]:
    """Checked blocks; a text that begins as JSON does is JSON. Raises RuleBroken."""
    if not isinstance(written, str) or len(written) > MAX_BYTES or written.lstrip()[:1] in ("[", "{"):
        return read_blocks(written)
    found = blocks_of_markup(written) if is_markup(written) else blocks_of_html(written)
    return read_blocks(to_json(found))
