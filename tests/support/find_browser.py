"""Where this machine keeps a Chromium, Chrome or Edge. Standard library only: `run.py` asks before anything is installed."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
"""The same Chromium without its window: opening a profile costs it an eighth of the processor's time."""
_COMMANDS = (
    SHELL,
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
)
_MAC = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)


def find_browser() -> str | None:
    """The path of a browser: E5_BROWSER when set, else the first one found, else None."""
    named = os.environ.get("E5_BROWSER")
    if named:
        return named if Path(named).exists() else None
    for command in _COMMANDS:
        path = shutil.which(command)
        if path:
            return path
    return next((str(path) for path in _installed() if path.exists()), None)


def _installed() -> list[Path]:
    if sys.platform == "darwin":
        return [root / name for root in (Path("/Applications"), Path.home() / "Applications") for name in _MAC]
    if sys.platform == "win32":
        roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
        return [Path(root) / name for root in roots if root for name in _WINDOWS]
    return []
