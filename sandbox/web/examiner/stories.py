"""The way from an examiner's pages to « L’histoire plantée » of the companies that they examine on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from sandbox.training.contexts.halves import halves_of
from sandbox.training.contexts.models import ContextPack
from sandbox.training.contexts.queries import find_context, list_contexts


@dataclass(frozen=True, slots=True)
class Story:
    """The story of a company: its name, and the page that tells it."""

    company: str
    url: str


def story_of(context_slug: str) -> Story | None:
    """The story of a company; None when it has no shop, or is no longer there."""
    pack = find_context(context_slug)
    return _story(pack) if pack is not None else None


def list_stories() -> list[Story]:
    """The stories of the companies that have a shop, as the list of companies goes."""
    return [story for pack in list_contexts() if (story := _story(pack)) is not None]


def _story(pack: ContextPack) -> Story | None:
    if not halves_of(pack).has_shop:
        return None
    return Story(pack.name, url_for("authoring.story", context_slug=pack.slug))
