"""Addresses compiled once for all the applications of a test run.

Each test makes an application of its own, and half of making one went into Werkzeug writing the code that builds the same
four hundred addresses. That code depends on the rule alone, so what was compiled for one application serves the next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_compile = Rule._compile_builder
_compiled: dict[tuple[Any, ...], Callable[..., Any]] = {}


def compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    """What `Rule._compile_builder` gives, kept by all that it reads of a rule."""
    defaults = tuple(sorted((rule.defaults or {}).items()))
    key = (rule.rule, rule.endpoint, rule.subdomain, rule.host, rule.websocket, defaults, append_unknown)
    if key not in _compiled:
        _compiled[key] = _compile(rule, append_unknown)
    return _compiled[key]


def keep_compiled() -> None:
    """Keep them from now on."""
    Rule._compile_builder = compile_once  # type: ignore[method-assign]
