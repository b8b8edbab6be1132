"""What a text is made of, for those who look at it: its kinds of blocks, the files it shows, where its links lead. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sandbox.shop.blocks.rules.inline import links_in, reference_of
from sandbox.shop.blocks.rules.kinds import KINDS, PERSON_LINKS
from sandbox.shop.blocks.rules.tree import Block, walk

_RICH = ("text", "caption", "cite", "html", "done")


def kinds_used(blocks: Iterable[Block]) -> list[str]:
    """The French names of the kinds of blocks, each once, in reading order."""
    return list(dict.fromkeys(KINDS[block.kind].label for block in walk(blocks) if not KINDS[block.kind].is_part))


def media_used(blocks: Iterable[Block]) -> list[int]:
    """The files of the library that a text shows or gives, each once, in reading order."""
    found: list[int] = []
    for block in walk(blocks):
        numbers = (block.get("media"), block.get("poster"), *(one.get("media") for one in _items(block)))
        found += [int(number) for number in numbers if number]
    return list(dict.fromkeys(found))


def links_used(blocks: Iterable[Block]) -> list[str]:
    """Where the links of a text, its buttons and its pictures lead, one for each link."""
    return [url for block in walk(blocks) for url in _links(block) if url]


def count_inner(urls: Iterable[str]) -> int:
    """How many links lead into the site or the shop."""
    return sum(1 for url in urls if reference_of(url) or url.startswith("/"))


def count_outer(urls: Iterable[str]) -> int:
    """How many links lead out of both."""
    return sum(1 for url in urls if url.startswith(("http://", "https://")))


def _links(block: Block) -> Iterator[str]:
    yield block.get("url")
    texts = [block.get(name) for name in _RICH]
    texts += [cell for row in (*block.get("head", []), *block.get("body", [])) for cell in row]
    for one in _items(block):
        yield from (one.get(name, "") for name in ("url", *PERSON_LINKS))
        texts += [value for value in one.values() if isinstance(value, str)]
    for text in texts:
        yield from links_in(text)


def _items(block: Block) -> list[dict[str, str]]:
    found: list[dict[str, str]] = block.get("items", [])
    return found
