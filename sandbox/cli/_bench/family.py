"""A server and the processes that it started, as the system tells of them."""

from __future__ import annotations

import os
from pathlib import Path


def cpu_s_of(pid: int) -> float:
    """Seconds of processor that a server has spent in all its processes, where the system tells it (Linux); 0 elsewhere."""
    return sum(_own_cpu_s(one) for one in family_of(pid))


def family_of(pid: int) -> list[int]:
    """A process and those that it started, where the system tells them (Linux); the process alone elsewhere."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    return [pid, *(map(int, told.read_text().split()) if told.exists() else ())]


def _own_cpu_s(pid: int) -> float:
    status = Path(f"/proc/{pid}/stat")
    if not status.exists():
        return 0.0
    parts = status.read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
