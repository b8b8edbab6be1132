"""Toasts: what just changed, in the corner of the next page, with an undo and a way to the shop."""

from __future__ import annotations

from flask import flash


def toast(
    text: str, *, kind: str = "ok", undo: tuple[str, dict[str, str]] | None = None, view: str | None = None
) -> None:
    """Show a text on the next page.

    `kind` is ok, warn or bad; `undo` the address of a POST that takes the change back, with its fields; `view` the address
    of the thing in the shop.
    """
    flash({"text": text, "undo": list(undo) if undo else None, "view": view}, kind)  # type: ignore[arg-type]
