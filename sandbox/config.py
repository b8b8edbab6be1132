"""Settings of one installation, read from the environment and from `instance/`."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.kernel.errors import RuleBroken

ROOT = Path(__file__).resolve().parent.parent


MAX_PROXIES = 5


def _proxies(typed: str) -> int:
    """How many reverse proxies are believed; refuses what is no such number rather than guess."""
    text = typed.strip() or "0"
    if not re.fullmatch(r"[0-9]", text) or int(text) > MAX_PROXIES:
        raise RuleBroken(
            f"E5_PROXIES est le nombre de serveurs mandataires, de 0 à {MAX_PROXIES}\u00a0: « {typed} » n’en est pas un."
        )
    return int(text)


@dataclass(frozen=True, slots=True)
class Config:
    """Where an installation lives and how it behaves.

    `database_url` defaults to a SQLite file in `instance`. `behind_https` marks cookies Secure. `offers_mark` lets the
    centre show a proposal of a mark, labelled as ours. `proxies` is how many reverse proxies stand before the server: their
    headers say who really asks; none are believed by default, since anybody could write them.
    """

    instance: Path = ROOT / "instance"
    database_url: str = ""
    secret_key: str = ""
    behind_https: bool = False
    testing: bool = False
    offers_mark: bool = False
    proxies: int = 0
    engine_options: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def from_env(cls, **changes: Any) -> Config:
        """The environment's settings (E5_INSTANCE, E5_DATABASE_URL, E5_HTTPS, E5_PROPOSE_MARK, E5_PROXIES), then the given ones."""
        values: dict[str, Any] = {
            "instance": Path(os.environ.get("E5_INSTANCE", ROOT / "instance")).resolve(),
            "database_url": os.environ.get("E5_DATABASE_URL", ""),
            "behind_https": os.environ.get("E5_HTTPS") == "1",
            "offers_mark": os.environ.get("E5_PROPOSE_MARK") == "1",
            "proxies": _proxies(os.environ.get("E5_PROXIES", "")),
        }
        return cls(**{**values, **changes})

    @property
    def media_root(self) -> Path:
        """The folder of the content-addressed pictures."""
        return self.instance / "media"

    @property
    def contexts_root(self) -> Path:
        """The folder of the companies that trainers made on the web."""
        return self.instance / "contextes"

    def url(self) -> str:
        """The database's URL; refuses a SQLite file on a network share, where its journal is not safe."""
        if self.database_url:
            return self.database_url
        if str(self.instance).startswith(("\\\\", "//")):
            raise RuleBroken(
                "Le dossier « instance » est sur un partage réseau : installez l’application sur un disque local."
            )
        return f"sqlite:///{self.instance / 'e5.sqlite'}"

    def secret(self) -> str:
        """The key that signs sessions: given, or made once and kept in `instance`."""
        if self.secret_key:
            return self.secret_key
        path = self.instance / "secret-key"
        if not path.exists():
            self.instance.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(32))
        return path.read_text().strip()
