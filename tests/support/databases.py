"""Databases of tests: built once as a template, copied for each application, put back after each test that wrote."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa
from jinja2 import FileSystemBytecodeCache

from sandbox import create_app
from sandbox.config import Config
from sandbox.kernel import passwords
from sandbox.kernel.db import db
from tests.support import pristine

MOST_DEAD_ROWS = 20_000
"""On PostgreSQL, rows that were put back leave as many dead ones, which every later statement reads past until they are cleaned."""


@contextmanager
def light_passwords() -> Iterator[None]:
    """Hashes that cost next to nothing, for databases that no server in a process of its own will open."""
    whole = passwords._N
    passwords._N = 2
    try:
        yield
    finally:
        passwords._N = whole


def is_held(file: Path) -> bool:
    """Whether this process has a file open, by whatever name; True where that cannot be known."""
    held = Path("/proc/self/fd")
    if not held.is_dir():
        return True
    wanted = file.stat()
    for number in held.iterdir():
        with suppress(OSError):
            if os.path.samestat(number.stat(), wanted):
                return True
    return False


class Databases:
    """Makes and copies databases; `server_url` empty means SQLite files under `folder`."""

    def __init__(self, folder: Path, server_url: str) -> None:
        self.folder, self.server_url = folder, server_url
        self._copies: dict[Path, int] = {}
        self._dead: dict[str, int] = {}
        # Each test makes an application of its own; what Jinja compiled for the one before serves it too.
        self.templates = FileSystemBytecodeCache(tempfile.mkdtemp(dir=folder))

    @property
    def is_postgres(self) -> bool:
        """Whether copies live on a PostgreSQL server."""
        return self.server_url.startswith("postgresql")

    def template(self, name: str, fill: Callable[[], None], *, base: str = "") -> str:
        """Build a template by running `fill` inside an application context on an empty database, or on a copy of the template
        `base`; returns its URL."""
        instance = Path(tempfile.mkdtemp(dir=self.folder))
        started = sa.make_url(base).database if base else None
        if self.is_postgres:
            url = self._create(f"e5_{name}_{uuid.uuid4().hex[:12]}", started)
        else:
            url = f"sqlite:///{instance / 'e5.sqlite'}"
            if started:
                shutil.copyfile(started, instance / "e5.sqlite")
        application = create_app(Config(instance=instance, database_url=url, secret_key="tests", testing=True))
        with application.app_context(), light_passwords():
            fill()
            db.session.remove()
            if self.is_postgres:
                with self._own_engine(url).begin() as connection:
                    pristine.keep(connection)
                # Its copies are planned by what it knows of its tables, and nobody else would look in a test’s cluster.
                self._run("ANALYZE", url)
            else:
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("COMMIT")
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                    connection.exec_driver_sql("BEGIN")
            db.engine.dispose()
        return url

    def copy(self, template_url: str, instance: Path) -> str:
        """A fresh copy of a template, in the place of the one before; returns its URL."""
        if self.is_postgres:
            source = sa.make_url(template_url).database
            name = f"{source}_copy"
            self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            return self._create(name, source)
        target = instance / "e5.sqlite"
        # Nobody has the template open and its log is empty: the file is whole. SQLite's own copy takes five times longer.
        shutil.copyfile(sa.make_url(template_url).database or "", target)
        os.utime(target, (0, 0))  # any write to the file itself shows
        self._copies[target] = target.stat().st_ino
        return f"sqlite:///{target}"

    def set_aside(self, url: str) -> Path | None:
        """Take a SQLite copy from under its open connections, before they are closed; None where that cannot be done.

        What a test wrote is in the log beside the file until a thousand pages are there. SQLite brings it into the file when
        the last connection closes, unless the file has moved: then the file is still the template's, and need not be copied.
        """
        if self.is_postgres:
            return None
        file = Path(sa.make_url(url).database or "")
        aside = file.parent.with_suffix(".sqlite")
        try:
            return file.replace(aside)
        except OSError:  # Windows, where an open file stays where it is
            return None

    def bring_back(self, aside: Path, instance: Path) -> bool:
        """Put a file that was set aside into its place again; False when it was written to, or when somebody still holds it."""
        target, now = instance / "e5.sqlite", aside.stat()
        if now.st_mtime != 0 or now.st_ino != self._copies.get(target) or is_held(aside):
            aside.unlink()
            return False
        aside.replace(target)
        return True

    def put_back(self, url: str, written: set[str]) -> bool:
        """Put back what was written to a copy; False when it takes a new copy. Only where that is slower (PostgreSQL)."""
        if not self.is_postgres:
            return False
        try:
            with self._own_engine(url).begin() as connection:
                touched = pristine.put_back(connection, written)
        except sa.exc.DBAPIError:
            return False
        self._dead[url] = self._dead.get(url, 0) + touched
        if self._dead[url] > MOST_DEAD_ROWS:
            self._dead[url] = 0
            self._run("VACUUM", url)
        return True

    def close(self) -> None:
        """Nothing is kept open between calls; databases of a throw-away server go with it."""

    def _create(self, name: str, source: str | None = None) -> str:
        made = f'CREATE DATABASE "{name}"'
        # From PostgreSQL 15 on, a template goes through the log unless told otherwise, three times slower here.
        strategy = " STRATEGY FILE_COPY" if source and self._version >= 150000 else ""
        self._run(made + (f' TEMPLATE "{source}"{strategy}' if source else ""))
        return sa.make_url(self.server_url).set(database=name).render_as_string(hide_password=False)

    @cached_property
    def _version(self) -> int:
        """The server's version, as 150018."""
        engine = sa.create_engine(self.server_url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            return int(connection.execute(sa.text("SHOW server_version_num")).scalar_one())

    def _own_engine(self, url: str) -> sa.Engine:
        """An engine that nobody listens to, and that keeps nothing open."""
        return sa.create_engine(url, poolclass=sa.NullPool)

    def _run(self, statement: str, url: str = "") -> None:
        engine = sa.create_engine(url or self.server_url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.execute(sa.text(statement))
        engine.dispose()
