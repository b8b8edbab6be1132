"""Saying which official operations a test performs, and at which screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Performed:
    """A test that does some operations or functions (their keys in docs/officiel/) through one screen (its endpoint)."""

    done: tuple[str, ...]
    screen: str
    test: str


PERFORMED: list[Performed] = []


def performs(*done: str, screen: str) -> Callable[[T], T]:
    """Mark a test. While it runs, `screen` must accept at least one form, or answer a page when it is there to be read.

    A screen is one of the shop's back office unless it says its face: `siteadmin.menu_add`.
    """
    endpoint = screen if "." in screen else f"backoffice.{screen}"

    def mark(test: T) -> T:
        name = f"{test.__module__.replace('.', '/')}.py::{test.__name__}"
        PERFORMED.append(Performed(done, endpoint, name))
        test.screen = endpoint  # type: ignore[attr-defined]
        return test

    return mark
