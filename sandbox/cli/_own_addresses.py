"""How this machine is called on its networks, for the workstations that are to find it. Nothing is sent to find out."""

from __future__ import annotations

import socket
from contextlib import suppress
from ipaddress import ip_address

_ELSEWHERE = ("192.0.2.1", 9)
"""An address kept for documentation: to be on the way there is to ask which of one's own addresses would be used."""


def is_everywhere(host: str) -> bool:
    """Whether to listen at this address is to listen on every network."""
    return not any(part.strip("0") for part in host.replace(":", ".").split("."))


def own_hosts() -> list[str]:
    """The machine's addresses, the one of its way out first; none when it is on no network."""
    found: list[str] = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect(_ELSEWHERE)
        found.append(asking.getsockname()[0])
    with suppress(OSError):
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    return [host for host in dict.fromkeys(found) if not ip_address(host).is_loopback]
