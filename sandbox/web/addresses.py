"""Addresses in templates: a list of fifty rows asks for the same few addresses hundreds of times, only a number differs.

The first address of an endpoint in a request is built by the router with stand-ins for its numbers and slugs; the others are
filled into it. Anything else (other types, a converter that refuses the stand-in) goes to the router each time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import flask
from flask import Flask, g
from werkzeug.routing import BuildError, IntegerConverter, Rule

from sandbox.kernel.values import MAX_INTEGER

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STAND_INS = tuple((900_000_011 + n, f"zq9x{n}x9qz") for n in range(4))
_MARK = re.compile("|".join(f"{number}|{word}" for number, word in _STAND_INS))

REWRITES = "rewrites"
Rewrite = Callable[[str, str], str]
"""Endpoint and usual address -> the address."""

Pattern = tuple[tuple[str, ...], tuple[str, ...]]


def url_for(endpoint: str, **values: Any) -> str:
    """The address of an endpoint, as `flask.url_for` gives it."""
    if not values or len(values) > len(_STAND_INS) or not all(_is_plain(*pair) for pair in values.items()):
        return flask.url_for(endpoint, **values)
    patterns: dict[tuple[Any, ...], Pattern | None] = g.setdefault("address_patterns", {})
    key = (endpoint, *((name, type(value)) for name, value in values.items()))
    if key not in patterns:
        patterns[key] = _pattern(endpoint, values)
    pattern = patterns[key]
    if pattern is None:
        return flask.url_for(endpoint, **values)
    texts, names = pattern
    filled = [texts[0]]
    for name, text in zip(names, texts[1:], strict=True):
        filled += (str(values[name]), text)
    return "".join(filled)


def _is_plain(name: str, value: Any) -> bool:
    """Whether a value is written in an address as it is: a number that is not negative, a slug; options are not."""
    if name.startswith("_"):
        return False
    if type(value) is int:
        return value >= 0
    return type(value) is str and _SLUG.fullmatch(value) is not None


def _pattern(endpoint: str, values: dict[str, Any]) -> Pattern | None:
    """The texts between the stand-ins of an address, and the names of what they stand for; None when there is no such pattern."""
    by_mark: dict[str, str] = {}
    given: dict[str, Any] = {}
    for (name, value), (number, word) in zip(values.items(), _STAND_INS, strict=False):
        given[name] = number if type(value) is int else word
        by_mark[str(given[name])] = name
    try:
        address = flask.url_for(endpoint, **given)
    except (ValueError, BuildError):  # a converter that knows only some numbers or words
        return None
    marks = _MARK.findall(address)
    if sorted(marks) != sorted(by_mark):
        return None
    return tuple(_MARK.split(address)), tuple(by_mark[mark] for mark in marks)


class LateRule(Rule):
    """A rule whose addresses are first built when one is asked for: compiling what builds them, for seven hundred rules of which
    a server's first minutes use fifty, was a sixth of its start."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            made = super(LateRule, self)._compile_builder(append_unknown).__get__(rule, None)
            setattr(rule, "_build_unknown" if append_unknown else "_build", made)
            return made(**values)

        return build


class Application(Flask):
    """The application, whose addresses a shop may have chosen otherwise: what `rewrites` says of an address holds everywhere."""

    url_rule_class = LateRule

    def url_for(self, endpoint: str, **values: Any) -> str:
        """The address of an endpoint, as the open shop wants it."""
        address = super().url_for(endpoint, **values)
        rewrite: Rewrite | None = self.extensions.get(REWRITES)
        return address if rewrite is None or not endpoint.startswith("storefront.") else rewrite(endpoint, address)


class Number(IntegerConverter):
    """The number of a row: what no column of the databases can hold is an address that does not exist."""

    def __init__(self, *args: Any, **bounds: Any) -> None:
        super().__init__(*args, **{"max": MAX_INTEGER, **bounds})


def register(app: Flask) -> None:
    """Give templates the quick way, and addresses numbers that the databases know."""
    app.url_map.converters["int"] = Number
    app.jinja_env.globals["url_for"] = url_for
