"""The practice sandbox of the E5 practical test."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from sandbox.config import Config


def create_app(config: Config | None = None) -> Flask:
    """A ready application; see `sandbox.web.application` for its table of contents."""
    from sandbox.web.application import build_app

    return build_app(config)
