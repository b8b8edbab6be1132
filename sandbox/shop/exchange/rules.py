"""What WordPress calls otherwise, and how texts, pictures and links travel from one site to another. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from sandbox.kernel.text import fold
from sandbox.shop.blocks.rules.from_html import Element, parse_html
from sandbox.shop.blocks.rules.kinds import KINDS, Holds
from sandbox.shop.blocks.rules.markup import comment_json
from sandbox.shop.blocks.rules.tree import Block

STATUS_OUT = {"draft": "draft", "pending": "pending", "published": "publish", "private": "private", "trash": "trash"}
STATUS_IN = {
    "publish": "published",
    "future": "published",
    "pending": "pending",
    "private": "private",
    "trash": "trash",
}
"""What is neither is a draft."""
COMMENT_OUT = {"approved": "1", "pending": "0", "spam": "spam", "trash": "trash"}
COMMENT_IN = {theirs: own for own, theirs in COMMENT_OUT.items()}
SEO_META = {
    "focus": "_yoast_wpseo_focuskw",
    "meta_title": "_yoast_wpseo_title",
    "meta_description": "_yoast_wpseo_metadesc",
}
"""Where exchange files keep what the SEO extension asks for."""
PICTURE, ALT = "_thumbnail_id", "_wp_attachment_image_alt"
"""Of a film as of a text, the picture is what WordPress sets it forward by."""
HEARD_META = {"transcript": "_e5_transcription", "subtitles": "_e5_sous_titres"}
"""Where our files keep what is said in a sound or a film: WordPress has no field for it, and keeps what it does not know."""
HEARD_WORDS = {"transcript": "transcription", "subtitles": "sous-titrage", "poster_id": "aperçu"}
"""What an import says that it gave to a file of the library."""
ITEM_TYPE, ITEM_PARENT, ITEM_OBJECT = "_menu_item_type", "_menu_item_menu_item_parent", "_menu_item_object"
ITEM_NUMBER, ITEM_TARGET, ITEM_URL = "_menu_item_object_id", "_menu_item_target", "_menu_item_url"
OBJECTS = {"article": "post", "page_site": "page", "rubrique": "category", "etiquette": "post_tag"}
ENTITIES = {theirs: own for own, theirs in OBJECTS.items()}

_SIZE = re.compile(r"(?:-\d+x\d+|-scaled|-e\d{10,})$")
_HREF = re.compile(r'(<a href=")([^"]*)"')
_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_SRC = re.compile(r"""\bsrc=["']([^"']+)["']""", re.IGNORECASE)
_BLOCK = re.compile(r"\s*</?(?:p|div|h[1-6]|ul|ol|li|table|blockquote|figure|hr|pre|section|!--)", re.IGNORECASE)
_PLAYED = re.compile(
    r"<!--\s+wp:(?:core/)?(?P<kind>audio|video)\s+(?:(?P<told>\{(?:(?!<!--|-->).)*\})\s+)?-->"
    r"(?P<inside>(?:(?!<!--).)*)<!--\s+/wp:(?:core/)?(?P=kind)\s+-->",
    re.DOTALL,
)
_BARE = re.compile(
    r"<(?P<kind>audio|video)\b[^<>]*>(?:(?!<(?:audio|video)\b).)*?</(?P=kind)\s*>", re.DOTALL | re.IGNORECASE
)
"""Neither looks past what begins the next one: a file of beginnings without end is read in one go."""
_READ_ALOUD = ("", "subtitles", "captions")
"""The kinds of a track that are read on the picture; the others are for chapters and programs."""
_NEEDS_FILE = frozenset({"image", "audio", "video", "file"})


def stem_of(address: str) -> str:
    """What a file is recognised by: its name without folder, suffix, or the size WordPress adds; folded."""
    stem = PurePosixPath(unquote(urlsplit(address).path)).stem
    while (shorter := _SIZE.sub("", stem)) != stem:
        stem = shorter
    return fold(stem)


def last_part(address: str) -> str:
    """The last part of an address, which is a slug: `https://site.example/2026/03/un-titre/` gives `un-titre`."""
    parts = [part for part in urlsplit(address).path.split("/") if part]
    return unquote(parts[-1]) if parts else ""


def classic_html(text: str, number_of: Callable[[str], int | None]) -> str:
    """A text of before the blocks: empty lines part its paragraphs, its known pictures become blocks of their own."""
    if "<p" not in text:
        parts = [part.strip() for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n"))]
        text = "\n".join(
            part if _BLOCK.match(part) else f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts if part
        )

    def block(match: re.Match[str]) -> str:
        source = _SRC.search(match[0])
        number = number_of(source[1]) if source else None
        return f'</p>\n<!-- wp:image {{"id":{number}}} -->{match[0]}<!-- /wp:image -->\n<p>' if number else ""

    return _IMG.sub(block, text)


@dataclass(frozen=True, slots=True)
class Played:
    """A player of a text: `kind` audio or video, its file and its picture (address, and number in the export or None), the
    addresses of its subtitles."""

    kind: str
    source: str
    media: int | None
    poster: str
    poster_number: int | None
    subtitles: tuple[str, ...]


def with_players(
    text: str, number_of: Callable[[str], int | None], *, is_classic: bool = False
) -> tuple[str, list[Played]]:
    """The text with its players as our blocks write them, and what they play.

    WordPress writes the picture of a film in its HTML alone, and its subtitles as a list of addresses; a player of a text of
    before the blocks (`is_classic`) has no number at all. `number_of` gives the export's number of a file by its address.
    """
    found: list[Played] = []

    def block(kind: str, told: str | None, inside: str) -> str:
        shown = parse_html(inside).first(kind) or Element(kind)
        attrs, one = _played(kind, _told(told), shown, number_of)
        found.append(one)
        return f"<!-- wp:{kind} {comment_json(attrs)} -->{inside}<!-- /wp:{kind} -->"

    if is_classic:
        return _BARE.sub(lambda one: f"</p>\n{block(one['kind'].lower(), None, one[0])}\n<p>", text), found
    return _PLAYED.sub(lambda one: block(one["kind"], one["told"], one["inside"]), text), found


def _told(written: str | None) -> dict[str, Any]:
    try:
        told = json.loads(written or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _played(
    kind: str, told: dict[str, Any], shown: Element, number_of: Callable[[str], int | None]
) -> tuple[dict[str, Any], Played]:
    inner = shown.first("source")
    source = shown.attrs.get("src") or (inner.attrs.get("src", "") if inner else "")
    poster = shown.attrs.get("poster", "")
    if not _number(told.get("id")) and (number := number_of(source) if source else None):
        told["id"] = number
    if not _number(told.get("poster")):
        told.pop("poster", None)
        if number := number_of(poster) if poster else None:
            told["poster"] = number
    tracks = [one for one in shown.all("track") if one.attrs.get("kind", "").lower() in _READ_ALOUD]
    if any("default" in one.attrs for one in tracks):
        told.setdefault("subtitles", "shown")
    heard = tuple(one.attrs["src"] for one in tracks if one.attrs.get("src")) or tuple(_listed(told.get("tracks")))
    return told, Played(kind, source, _number(told.get("id")), poster, _number(told.get("poster")), heard)


def _listed(tracks: Any) -> Iterable[str]:
    """The addresses of the subtitles that the comment of a block lists."""
    for one in tracks if isinstance(tracks, list) else []:
        if (
            isinstance(one, dict)
            and one.get("kind", "") in _READ_ALOUD
            and isinstance(one.get("src"), str)
            and one["src"]
        ):
            yield one["src"]


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def missing_of(one: Played, numbers: Mapping[int, int], *, has_subtitles: bool) -> Iterable[str]:
    """What a player asks for that the library has not, in words; `has_subtitles` is of its film there."""
    if one.media not in numbers:
        word, lost = ("le son", "il") if one.kind == "audio" else ("la vidéo", "elle")
        yield f"{word} « {last_part(one.source) or 'sans adresse'} » n’est pas dans la médiathèque : {lost} n’est pas dans le texte."
        return
    if one.kind == "video" and (one.poster or one.poster_number) and one.poster_number not in numbers:
        name = last_part(one.poster) or "sans adresse"
        yield f"l’image d’aperçu « {name} » n’est pas dans la médiathèque : la vidéo garde celle de sa fiche, si elle en a une."
    if one.kind == "video" and one.subtitles and not has_subtitles:
        names = ", ".join(f"« {last_part(address) or address} »" for address in one.subtitles)
        yield f"les sous-titres {names} ne voyagent pas dans un export : ajoutez-les à la fiche de la vidéo, dans Médias."


def with_media(blocks: Iterable[Block], numbers: Mapping[int, int]) -> list[Block]:
    """The blocks with other numbers for their files; a picture, sound or document whose file is unknown is left out."""
    return [made for block in blocks if (made := _with_media(block, numbers)) is not None]


def _with_media(block: Block, numbers: Mapping[int, int]) -> Block | None:
    attrs = dict(block.attrs)
    for name in ("media", "poster"):
        if name in attrs and (number := numbers.get(attrs.pop(name))):
            attrs[name] = number
    if block.kind in _NEEDS_FILE and "media" not in attrs:
        return None
    for name, spec in KINDS[block.kind].attrs.items():
        if spec.holds is Holds.ITEMS and name in attrs:
            attrs[name] = [_item_with_media(item, numbers) for item in attrs[name]]
    return Block(block.kind, attrs, tuple(with_media(block.inner, numbers)))


def _item_with_media(item: Mapping[str, Any], numbers: Mapping[int, int]) -> dict[str, Any]:
    kept = {name: value for name, value in item.items() if name != "media"}
    number = numbers.get(item.get("media", 0))
    return {**kept, "media": number} if number else kept


def with_links(blocks: Iterable[Block], change: Callable[[str], str]) -> list[Block]:
    """The blocks with other addresses for their links."""

    def links(value: Any) -> Any:
        if isinstance(value, list):
            return [links(one) for one in value]
        if isinstance(value, dict):
            return {name: change(one) if name == "url" else links(one) for name, one in value.items()}
        return _HREF.sub(lambda match: f'{match[1]}{change(match[2])}"', value) if isinstance(value, str) else value

    return [Block(block.kind, links(dict(block.attrs)), tuple(with_links(block.inner, change))) for block in blocks]
