"""Where a form may send people back to: a page of the open shop, and nowhere else."""

from __future__ import annotations

from flask import g


def back_to(address: str | None, otherwise: str) -> str:
    """The address when it is a page of the open shop, else the other one."""
    root = f"/b/{g.shop.key}"
    if not address or not (address == root or address.startswith((f"{root}/", f"{root}?"))):
        return otherwise
    if "\\" in address or "//" in address or any(ord(c) < 32 for c in address):
        return otherwise
    return address
