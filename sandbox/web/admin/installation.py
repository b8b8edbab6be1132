"""What an administrator wants to know of the machine: no path outside the installation, no name of a host."""

from __future__ import annotations

import os
import platform
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sandbox.config import Config
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.kernel.version import own_version
from sandbox.shop.shops.models import ShopKind
from sandbox.shop.shops.queries import count_shops

LIBRARIES = ("Flask", "SQLAlchemy", "Waitress", "Pillow", "typst")
SHOP_WORDS = {
    ShopKind.REFERENCE: "Boutiques de référence",
    ShopKind.BASELINE: "Points de départ de sujets",
    ShopKind.COPY: "Boutiques de candidats",
    ShopKind.DRAFT: "Brouillons de formateurs",
    ShopKind.REPLAY: "Boutiques rejouées",
    ShopKind.MARKET: "Boutiques du marché",
}
LOW_SPACE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder or file of the installation: its place inside it, its bytes, and how many files it holds."""

    name: str
    place: str
    size: int
    files: int


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation at a moment. Sizes are bytes; `now` is naive UTC."""

    database: str
    database_place: str
    is_sqlite: bool
    versions: list[tuple[str, str]]
    shops: list[tuple[str, int]]
    folders: list[Folder]
    free: int
    total: int
    now: datetime
    backups: list[tuple[str, datetime]]

    @property
    def is_low(self) -> bool:
        """Whether the disk may fill up during an exam."""
        return self.free < LOW_SPACE


def describe(media_root: Path, config: Config) -> Installation:
    """The installation as it is now."""
    engine = db.engine
    place = (
        _place(Path(engine.url.database or ""), config.instance)
        if engine.dialect.name == "sqlite"
        else engine.url.database
    )
    disk = shutil.disk_usage(config.instance)
    folders = [measure("Base de données", path, config.instance) for path in _database_files(config)]
    folders += [measure("Images et fichiers", media_root, config.instance)]
    return Installation(
        database=_database_words(), database_place=place or "", is_sqlite=engine.dialect.name == "sqlite", versions=_versions(),
        shops=[(SHOP_WORDS[kind], number) for kind, number in count_shops().items()], folders=folders, free=disk.free,
        total=disk.total, now=clock.now(), backups=_backups(config.instance),
    )  # fmt: skip


def measure(name: str, path: Path, instance: Path) -> Folder:
    """How much a file or a folder weighs; a missing one weighs nothing."""
    sizes = [path.stat().st_size] if path.is_file() else list(_sizes(path))
    return Folder(name, _place(path, instance), sum(sizes), len(sizes))


def _sizes(folder: Path) -> list[int]:
    found = []
    for root, _folders, names in os.walk(folder):
        for name in names:
            try:
                found.append((Path(root) / name).stat().st_size)
            except OSError:  # a temporary file that is gone by now
                continue
    return found


def _place(path: Path, instance: Path) -> str:
    """A path as seen from the installation: « instance/e5.sqlite »; only its name when it lies elsewhere."""
    try:
        return f"instance/{path.resolve().relative_to(instance.resolve()).as_posix()}"
    except ValueError:
        return path.name


def _database_files(config: Config) -> list[Path]:
    if db.engine.dialect.name != "sqlite" or not db.engine.url.database:
        return []
    main = Path(db.engine.url.database)
    return [path for path in (main, main.with_name(f"{main.name}-wal")) if path.exists()]


def _database_words() -> str:
    dialect = db.engine.dialect
    number = ".".join(map(str, dialect.server_version_info or ()))
    return f"{'SQLite' if dialect.name == 'sqlite' else 'PostgreSQL'} {number}".strip()


def _versions() -> list[tuple[str, str]]:
    found = [("Bac à sable E5", own_version()), ("Python", platform.python_version())]
    for name in LIBRARIES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return found


def _backups(instance: Path) -> list[tuple[str, datetime]]:
    """The latest backups kept in the installation, newest first, with their UTC moments."""
    kept = [p for p in (instance / "backups").glob("*") if p.is_file()] if (instance / "backups").is_dir() else []
    dated = [(p.name, datetime.fromtimestamp(p.stat().st_mtime, UTC).replace(tzinfo=None)) for p in kept]
    return sorted(dated, key=lambda one: one[1], reverse=True)[:5]
