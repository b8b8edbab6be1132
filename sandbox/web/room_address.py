"""The address that a room's workstations type, as screens and papers say it.

Who prepares a day often sits at the server itself, where it answers as « 127.0.0.1 »: printed on thirty coupons, that address opens
nothing anywhere else. `ROOM_HOSTS` of the configuration says how the machine is called from outside, when the server listens there.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, current_app, request

ROOM_HOSTS = "ROOM_HOSTS"
"""Names of this machine on its networks, the likeliest first; empty when the server listens for itself alone."""


def room_address() -> str:
    """Where workstations find this server, with the slash at its end."""
    asked = urlsplit(request.url_root)
    hosts: list[str] = current_app.config.get(ROOM_HOSTS, [])
    if not hosts or not is_own(asked.hostname or ""):
        return request.url_root
    return asked._replace(netloc=f"{hosts[0]}:{asked.port}" if asked.port else hosts[0]).geturl()


def is_room_closed() -> bool:
    """Whether that address opens on this machine only."""
    return is_own(urlsplit(room_address()).hostname or "")


def is_own(host: str) -> bool:
    """Whether a host means the machine itself, whoever asks."""
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def register(app: Flask) -> None:
    """Give the templates both."""
    app.jinja_env.globals.update(room_address=room_address, is_room_closed=is_room_closed)
