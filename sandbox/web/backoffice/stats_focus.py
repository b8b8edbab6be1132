"""Narrowing the report on traffic to a source, a device or a campaign: read from the address, shown, taken off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sandbox.shop.traffic.queries import campaign_names
from sandbox.shop.traffic.rules.crossing import NOVELTIES
from sandbox.shop.traffic.rules.profile import DEVICES, SOURCES
from sandbox.web.backoffice.stats_compare import FOCUS_ARGUMENTS as ARGUMENTS
from sandbox.web.backoffice.stats_segments import SegmentBar

LABELS = {
    "source": "Source",
    "appareil": "Périphérique",
    "campagne": "Campagne",
    "region": "Région",
    "visiteurs": "Visiteurs",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on: its words, and the address of the page without it."""

    words: str
    without: str


def read_focus(args: Mapping[str, Any]) -> dict[str, str]:
    """What the report is narrowed to; a value that does not exist narrows nothing."""
    known = {"source": SOURCES, "appareil": DEVICES}
    found = {}
    for name, attribute in ARGUMENTS.items():
        value = args.get(name, "")
        if value and value in (known[name] if name in known else campaign_names()):
            found[attribute] = value
    return found


def focus_query(focus: Mapping[str, str]) -> dict[str, str]:
    """The arguments that bring the same narrowing back."""
    return {name: focus[attribute] for name, attribute in ARGUMENTS.items() if attribute in focus}


def chips(focus: Mapping[str, str], bar: SegmentBar, query: Mapping[str, str]) -> list[Chip]:
    """The filters that are on, each with the way to take it off."""
    given = {**focus_query(focus), **bar.query}
    found = []
    for name, value in given.items():
        names = _names(name, value)
        rest = {other: kept for other, kept in given.items() if other != name}
        found.append(Chip(f"{LABELS[name]} : {names[value]}", "?" + urlencode({**query, **rest})))
    return found


def _names(argument: str, value: str) -> Mapping[str, str]:
    known = {"source": SOURCES, "appareil": DEVICES, "visiteurs": NOVELTIES, "region": {value: value}}
    return known.get(argument) or campaign_names()
