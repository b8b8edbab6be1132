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


def corrected(typed: str | None, kept: str) -> str:
    """What is said behind « est enregistré » of an address that was written otherwise than typed, as PrestaShop does; else nothing."""
    typed = (typed or "").strip()
    return (
        f" L’URL simplifiée «\u00a0{typed}\u00a0» est devenue «\u00a0{kept}\u00a0»." if typed and typed != kept else ""
    )
