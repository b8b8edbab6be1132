"""The richer blocks that the extension « Blocs » brings, drawn: slider, questions, testimonials, team, map, countdown.

All of them read without a script; `static/js/sitefront.js` adds the slider's arrows and makes the countdown tick.
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random
from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.text import plain
from sandbox.shop.blocks.rules.around import Around, classes, picture, rich
from sandbox.shop.blocks.rules.kinds import PERSON_LINKS
from sandbox.shop.blocks.rules.tree import Block

MAP_WIDTH, MAP_HEIGHT = 800, 420


def _items(block: Block, *needed: str) -> list[Mapping[str, Any]]:
    """The records that say something."""
    return [item for item in block.get("items", []) if any(item.get(name) for name in needed)]


def _portrait(item: Mapping[str, Any], around: Around, name: str, sizes: str) -> str:
    shown = around.media(item["media"]) if item.get("media") else None
    return f'<span class="{name}">{picture(shown, alt=shown.alt, sizes=sizes)}</span>' if shown else ""


def _slider(block: Block, around: Around) -> str:
    slides = [drawn for item in _items(block, "media", "title", "text") if (drawn := _slide(item, around))]
    if not slides:
        return ""
    label = html.escape(plain(block.get("title")) or "Carrousel")
    count = len(slides)
    shown = "".join(
        f'<li class="w-slide" aria-label="{n} sur {count}" aria-roledescription="diapositive">{one}</li>'
        for n, one in enumerate(slides, 1)
    )
    return (
        f'<section class="{classes("w-slider", block)}" aria-roledescription="carrousel" aria-label="{label}" data-slider>'
        f'<ul class="w-slides" tabindex="0">{shown}</ul></section>'
    )


def _slide(item: Mapping[str, Any], around: Around) -> str:
    shown = around.media(item["media"]) if item.get("media") else None
    back = picture(shown, alt=shown.alt, sizes="100vw") if shown else ""
    title, text = rich(item.get("title", ""), around), rich(item.get("text", ""), around)
    url = around.address(item["url"]) if item.get("url") else ""
    words = plain(item.get("label", "")) or "En savoir plus"
    link = f'<a class="w-btn" href="{html.escape(url)}">{html.escape(words)}</a>' if url else ""
    inside = (f"<strong>{title}</strong>" if title else "") + (f"<p>{text}</p>" if text else "") + link
    return back + (f'<div class="w-slide-in">{inside}</div>' if inside else "")


def _faq(block: Block, around: Around) -> str:
    asked = "".join(
        f"<details><summary>{rich(item['question'], around)}</summary><div>{rich(item.get('answer', ''), around)}</div></details>"
        for item in _items(block, "question")
        if item.get("question")
    )
    return f'<div class="w-faq">{asked}</div>' if asked else ""


def _testimonials(block: Block, around: Around) -> str:
    said = "".join(_testimonial(item, around) for item in _items(block, "text") if item.get("text"))
    return f'<ul class="w-cards w-said cols-{block.get("columns", 3)}">{said}</ul>' if said else ""


def _testimonial(item: Mapping[str, Any], around: Around) -> str:
    name, role = rich(item.get("name", ""), around), rich(item.get("role", ""), around)
    who = (f"<b>{name}</b>" if name else "") + (f"<small>{role}</small>" if role else "")
    face = _portrait(item, around, "w-face", "64px")
    return (
        f"<li><figure><blockquote><p>{rich(item['text'], around)}</p></blockquote>"
        f"<figcaption>{face}<span>{who}</span></figcaption></figure></li>"
    )


def _team(block: Block, around: Around) -> str:
    is_linked = block.get("social", True)
    people = "".join(_member(item, around, is_linked=is_linked) for item in _items(block, "name") if item.get("name"))
    return f'<ul class="w-cards w-team cols-{block.get("columns", 3)}">{people}</ul>' if people else ""


def _member(item: Mapping[str, Any], around: Around, *, is_linked: bool) -> str:
    role, text = rich(item.get("role", ""), around), rich(item.get("text", ""), around)
    return (
        f"<li>{_portrait(item, around, 'w-portrait', '(min-width: 640px) 30vw, 100vw')}<b>{rich(item['name'], around)}</b>"
        + (f"<small>{role}</small>" if role else "")
        + (f"<p>{text}</p>" if text else "")
        + (_person_links(item, around) if is_linked else "")
        + "</li>"
    )


def _person_links(item: Mapping[str, Any], around: Around) -> str:
    """The icons of the networks where a person has an address."""
    name = html.escape(plain(item["name"]))
    shown = "".join(
        f'<a href="{html.escape(url)}" rel="noopener" aria-label="{word}\u00a0: {name}">{around.icon(icon)}</a>'
        for net, (word, icon) in PERSON_LINKS.items()
        if item.get(net) and (url := around.address(item[net]))
    )
    return f'<p class="w-social">{shown}</p>' if shown else ""


def _countdown(block: Block, around: Around) -> str:
    """What is left until a moment of a clock in Paris, as it is when the page is drawn; the script keeps it true."""
    if not block.get("at"):
        return ""
    end = clock.from_paris(datetime.fromisoformat(block.get("at")))
    left = max(0, int((end - clock.now()).total_seconds()))
    title, done = rich(block.get("title"), around), rich(block.get("done"), around) or "C’est terminé."
    parts = (
        (left // 86400, "jours"),
        (left % 86400 // 3600, "heures"),
        (left % 3600 // 60, "minutes"),
        (left % 60, "secondes"),
    )
    asked = parts[:1] if block.get("days") else parts
    shown = "".join(f'<span><b data-part="{word}">{number}</b> {word}</span>' for number, word in asked)
    head = f'<p class="w-count-title">{title}</p>' if title else ""
    is_over = " hidden" if left else ""
    is_left = "" if left else " hidden"
    return (
        f'<div class="w-count" data-countdown="{end.isoformat(timespec="seconds")}Z"'
        f' data-shift="{round(clock.offset().total_seconds())}">{head}'
        f'<p class="w-count-left" role="timer" aria-live="off"{is_left}>{shown}</p><p class="w-count-done"{is_over}>{done}</p></div>'
    )


def _map(block: Block, around: Around) -> str:
    """A drawn map: the same address gives the same streets. It says where by its words, which a screen reader reads too."""
    address = plain(block.get("address"))
    if not address:
        return ""
    zoom, height = block.get("zoom", 15), round(block.get("height", 360) / 60) * 60
    name = plain(block.get("label"))
    told = f"{name}, {address}" if name else address
    pin = html.escape(name or address.split(",")[0])
    return (
        f'<figure class="{classes(f"w-map high-{height}", block)}">'
        f'<svg viewBox="0 0 {MAP_WIDTH} {MAP_HEIGHT}" preserveAspectRatio="xMidYMid slice" role="img" aria-label="Plan\u00a0: {html.escape(told)}">'
        f"{_streets(address, zoom)}"
        f'<g class="w-map-pin"><path d="M400 232c-26-34-39-56-39-76a39 39 0 0 1 78 0c0 20-13 42-39 76z"/><circle cx="400" cy="155" r="14"/></g>'
        f'<text class="w-map-name" x="400" y="262" text-anchor="middle">{pin}</text></svg>'
        f"<figcaption>{html.escape(told)}</figcaption></figure>"
    )


def _streets(address: str, zoom: int) -> str:
    """Blocks of houses, a park, water and streets around an address; nearer by zoom."""
    draw = Random(hashlib.sha256(address.casefold().encode()).digest())  # nosec B311 - a drawing, not a secret
    step = 40 + 7 * max(1, min(20, zoom))
    columns = range(-step, MAP_WIDTH + step, step)
    rows = range(-step, MAP_HEIGHT + step, step)
    gap = max(8, step // 9)
    shore = draw.choice((0.72, 0.8, 0.88)) * MAP_HEIGHT
    houses = []
    for x in columns:
        for y in rows:
            shift = draw.randint(-gap // 2, gap // 2)
            if y + step > shore or draw.random() < 0.08:
                continue
            kind = "park" if draw.random() < 0.1 else "house"
            houses.append(
                f'<rect class="w-map-{kind}" x="{x + gap}" y="{y + gap + shift}" width="{step - gap}" height="{step - gap}" rx="4"/>'
            )
    bend = draw.randint(-30, 30)
    water = f'<path class="w-map-water" d="M0 {shore:.0f}q200 {bend} 400 0t400 0V{MAP_HEIGHT}H0z"/>'
    lean = draw.randint(-120, 120)
    road = f'<path class="w-map-road" d="M{400 - lean} 0L{400 + lean} {MAP_HEIGHT}M0 {190 + bend}H{MAP_WIDTH}"/>'
    return f'<rect class="w-map-ground" width="{MAP_WIDTH}" height="{MAP_HEIGHT}"/>{"".join(houses)}{road}{water}'


ENRICHED: Mapping[str, Callable[[Block, Around], str]] = {
    "slider": _slider, "faq": _faq, "testimonials": _testimonials, "team": _team, "countdown": _countdown, "map": _map,
}  # fmt: skip
