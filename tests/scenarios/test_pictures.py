"""Every picture of the shop can be drawn again: its scene is in the generator, and names things that are there."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.recordings.__main__ import PICTURES as OF_FILMS

ROOT = Path(__file__).resolve().parents[2]
GENERATOR = ROOT / "tools" / "packshots"
PICTURES = sorted((ROOT / "scenarios" / "contexts").glob("*/medias/*.webp"))
CONTEXTS = sorted({picture.parents[1] for picture in PICTURES})
MAX_PICTURE = 130_000
MAX_ALL = 22_000_000


def _tables(folder: str) -> dict[str, Any]:
    """All the entries of the JSON files of a folder; a name given twice would hide one."""
    found: dict[str, Any] = {}
    for file in sorted((GENERATOR / folder).glob("*.json")):
        entries = json.loads(file.read_text("utf-8"))
        assert not found.keys() & entries.keys(), file.name
        found.update(entries)
    return found


def _things(objects: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for thing in objects:
        yield thing
        yield from _things(thing.get("objects", []))


def test_each_picture_has_its_scene() -> None:
    scenes = _tables("scenes")
    drawn = [picture for picture in PICTURES if picture.name not in OF_FILMS]
    assert len(drawn) > 100
    assert [picture.name for picture in drawn if picture.stem not in scenes] == []


def test_scenes_name_articles_and_stagings_that_are_there() -> None:
    articles, stagings = _tables("articles"), json.loads((GENERATOR / "stagings.json").read_text("utf-8"))
    unknown = {
        f"{name}: {thing['article']}"
        for name, scene in _tables("scenes").items()
        for thing in _things(scene["objects"])
        if "article" in thing and thing["article"] not in articles
    }
    assert unknown == set()
    assert {scene["staging"] for scene in _tables("scenes").values() if "staging" in scene} <= stagings.keys()


def test_pictures_are_light() -> None:
    sizes = {picture.name: picture.stat().st_size for picture in PICTURES}
    assert {name: size for name, size in sizes.items() if size > MAX_PICTURE} == {}
    assert sum(sizes.values()) < MAX_ALL


def _gallery(context: Path) -> list[dict[str, str]]:
    with (context / "catalogue" / "images.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_each_product_is_seen_three_times_in_pictures_that_are_there() -> None:
    for context in CONTEXTS:
        rows = _gallery(context)
        assert [row["fichier"] for row in rows if not (context / "medias" / row["fichier"]).is_file()] == []
        views = Counter(row["produit"] for row in rows)
        assert {name: count for name, count in views.items() if count < 3} == {}
        assert len(views) >= 90


def test_a_product_shows_a_picture_once_and_two_pictures_never_have_one_legend() -> None:
    for context in CONTEXTS:
        rows = _gallery(context)
        assert [pair for pair, n in Counter((row["produit"], row["fichier"]) for row in rows).items() if n > 1] == []
        seen = {(row["legende"], row["fichier"]) for row in rows if row["legende"]}
        assert [text for text, n in Counter(text for text, _ in seen).items() if n > 1] == []


def test_positions_of_a_gallery_follow_one_another() -> None:
    for context in CONTEXTS:
        places: dict[str, list[int]] = {}
        for row in _gallery(context):
            places.setdefault(row["produit"], []).append(int(row["position"]))
        assert {name: found for name, found in places.items() if found != list(range(1, len(found) + 1))} == {}
