"""How this machine is called on its networks, for the workstations that are to find it. Nothing is sent to find out."""

from __future__ import annotations

import socket
import struct
import sys
from contextlib import suppress
from ipaddress import ip_address

_ELSEWHERE = ("192.0.2.1", 9)
"""An address kept for documentation: to be on the way there is to ask which of one's own addresses would be used."""

_ASK_ADDRESS = 0x8915
"""Linux's SIOCGIFADDR: an interface's address."""
_INSIDE = ("lo", "docker", "veth", "br-", "virbr", "lxc")
"""Interfaces that lead to what runs on the machine itself, never to a room."""


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
    found += _of_interfaces()
    return [host for host in dict.fromkeys(found) if not ip_address(host).is_loopback]


def _of_interfaces() -> list[str]:
    """Each network's own address, on Linux: the name of the machine means itself alone there, and hides all but the way out."""
    found: list[str] = []
    if sys.platform == "linux":
        import fcntl

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            for _, name in socket.if_nameindex():
                if name.startswith(_INSIDE):
                    continue
                with suppress(OSError):  # without an address, or taken away since
                    answer = fcntl.ioctl(asking.fileno(), _ASK_ADDRESS, struct.pack("256s", name.encode()[:15]))
                    found.append(socket.inet_ntoa(answer[20:24]))
    return found
