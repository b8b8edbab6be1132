"""Candidates practise on Windows: every module is imported there, where Python has neither forks nor a few of Unix's names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_WITHOUT = """
import importlib, multiprocessing.context, os, pkgutil, signal, socket, sys

import sandbox

def names():
    run_not_imported = ("__main__", "migrations.env")
    walked = pkgutil.walk_packages(sandbox.__path__, "sandbox.")
    return [module.name for module in walked if not module.name.endswith(run_not_imported)]

for name in names():  # the libraries are imported as they are here
    importlib.import_module(name)
for name in [name for name in sys.modules if name.partition(".")[0] == "sandbox"]:
    del sys.modules[name]

sys.platform = "win32"
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
for owner, gone in (
    (os, "fork getuid geteuid getloadavg sched_getaffinity chown killpg getpgid setsid"),
    (signal, "SIGKILL SIGHUP SIGUSR1 SIGUSR2 SIGALRM pthread_sigmask"),
    (socket, "AF_UNIX send_fds recv_fds"),
    (multiprocessing.context, "ForkProcess ForkServerProcess ForkContext ForkServerContext"),
):
    for name in gone.split():
        if hasattr(owner, name):
            delattr(owner, name)

import sandbox
found = names()
for name in found:
    importlib.import_module(name)
from sandbox.cli._processes import useful_number
assert useful_number() == 1
print(len(found))
"""


def test_every_module_is_imported_where_there_is_no_fork() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    assert int(done.stdout) > 500
