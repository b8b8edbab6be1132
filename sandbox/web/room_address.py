"""The address that a room's workstations type, as screens and papers say it.

Who prepares a day often sits at the server itself, where it answers as « 127.0.0.1 »: printed on thirty coupons, that address opens
nothing anywhere else. `ROOM_HOSTS` of the configuration says how the machine is called from outside, when the server listens there.

A machine with a cable to the school and an access point for the room is called two ways, and only its people know which one the
workstations reach: the centre chooses. The choice is this machine's, so it is kept beside the database, never in it.
"""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from flask import Flask, current_app, request

from sandbox.kernel.errors import RuleBroken

ROOM_HOSTS = "ROOM_HOSTS"
"""Names of this machine on its networks, the likeliest first; empty when the server listens for itself alone."""


CHOSEN = "adresse-de-la-salle.txt"
"""In the instance folder: the host that the centre chose among them."""


def room_address() -> str:
    """Where workstations find this server, with the slash at its end."""
    asked = urlsplit(request.url_root)
    host, hosts, chosen = asked.hostname or "", _hosts(), _chosen()
    if chosen and (is_own(host) or host in hosts):
        return _address(asked, chosen)
    return _address(asked, hosts[0]) if hosts and is_own(host) else request.url_root


def room_choices() -> list[tuple[str, str]]:
    """(host, address) of each network the room may be on; empty when there is nothing to choose."""
    asked, hosts = urlsplit(request.url_root), _hosts()
    if len(hosts) < 2 or not (is_own(asked.hostname or "") or asked.hostname in hosts):
        return []
    return [(host, _address(asked, host)) for host in hosts]


def choose_room(host: str) -> str:
    """Keep the centre's choice, and return the address; raises RuleBroken for a host that this machine has not."""
    if host not in _hosts():
        raise RuleBroken("Ce poste n’a pas, ou plus, cette adresse : choisissez parmi celles qui sont affichées.")
    written = _file().with_suffix(".tmp")
    written.write_text(host, "utf-8")
    written.replace(_file())
    return room_address()


def _hosts() -> list[str]:
    return list(current_app.config.get(ROOM_HOSTS, []))


def _file() -> Path:
    return Path(current_app.config["E5"].instance) / CHOSEN


def _chosen() -> str:
    """What was chosen, while the machine still has it: networks give other addresses from a day to the next."""
    try:
        host = _file().read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return host if host in _hosts() else ""


def _address(asked: SplitResult, host: str) -> str:
    return asked._replace(netloc=f"{host}:{asked.port}" if asked.port else host).geturl()


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
    """Give the templates what they tell and offer."""
    app.jinja_env.globals.update(room_address=room_address, is_room_closed=is_room_closed, room_choices=room_choices)
