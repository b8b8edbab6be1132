"""Applications of tests: one a template and worker, given back to each test as if it were new.

Making an application takes longer than most tests: it declares five hundred addresses, and each new engine compiles every
statement again. What a test could leave behind is put back before the next one: the database and the instance folder
are put back or copied anew unless nothing was written, what was remembered of the old database is out of reach, settings and extensions are as at the start.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from sandbox import create_app
from sandbox.config import Config
from sandbox.extensions import limiter
from sandbox.kernel.db import db
from sandbox.web.live_visits import EXTENSION as LIVE_VISITS
from sandbox.web.page_cache import EXTENSION
from sandbox.web.shop_context import STEADY
from tests.support.asked import NOTES
from tests.support.databases import Databases, light_passwords
from tests.support.pristine import written_by

KEPT_FROM_SHOPS = (EXTENSION, LIVE_VISITS, STEADY)
READING = ("SELECT", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET", "SHOW")


class Writes:
    """Whether anything was written and committed through an engine, and to which tables; what was taken back does not count."""

    def __init__(self, engine: sa.Engine) -> None:
        self.any = False
        self.tables: set[str] = set()
        self.is_known = True
        sa.event.listen(engine, "before_cursor_execute", self._execute)
        sa.event.listen(engine, "handle_error", self._refused)
        sa.event.listen(engine, "commit", self._commit)
        sa.event.listen(engine, "rollback", self._rollback)

    def forget(self) -> None:
        """All is as at the start again."""
        self.any, self.is_known = False, True
        self.tables.clear()

    def _execute(
        self, connection: sa.Connection, _cursor: object, statement: str, parameters: object, *_rest: object
    ) -> None:
        NOTES.statement(statement, parameters)
        if not statement.lstrip().upper().startswith(READING):
            connection.info.setdefault("wrote", []).append(written_by(statement))

    def _refused(self, refusal: sa.ExceptionContext) -> None:
        if refusal.statement:
            NOTES.statement(refusal.statement, refusal.parameters, is_refused=True)

    def _commit(self, connection: sa.Connection) -> None:
        for tables in connection.info.pop("wrote", ()):
            self.any = True
            self.is_known = self.is_known and tables is not None
            self.tables |= tables or frozenset()

    def _rollback(self, connection: sa.Connection) -> None:
        connection.info.pop("wrote", None)


@dataclass(frozen=True, slots=True)
class Made:
    """An application, and what it was when it was new."""

    application: Flask
    engine: sa.Engine
    writes: Writes
    config: dict[str, Any]
    extensions: dict[str, Any]


class Applications:
    """The applications of one worker, by template, each in a folder of its own."""

    def __init__(self, databases: Databases, folder: Path) -> None:
        self._databases, self._folder = databases, folder
        self._numbers: dict[str, int] = {}
        self._made: dict[str, Made] = {}

    def opened(self, template: str, media: Path | None = None, *, is_own: bool = False) -> Iterator[Flask]:
        """The application of a template on a fresh copy of it, its context pushed; `media` are pictures it starts with.

        `is_own`: one that nobody used before nor will after, for tests that add hooks or addresses.
        """
        if is_own and (before := self._made.pop(template, None)) is not None:
            before.engine.dispose()  # else its connections are found open when the collector passes, in somebody else's test
        made = self._made.get(template)
        if made is None or made.writes.any:
            made = self._made[template] = self._copied(template, media, made)
        with self._as_new(made).app_context(), light_passwords():
            yield made.application
            db.session.remove()
        if is_own:
            made.engine.dispose()
            del self._made[template]

    def writes(self, template: str) -> Writes:
        """What was written so far to the application of a template that is open."""
        return self._made[template].writes

    def close(self) -> None:
        """Let go of every connection."""
        for made in self._made.values():
            made.engine.dispose()

    def _copied(self, template: str, media: Path | None, made: Made | None) -> Made:
        """An application's folder and database made anew; the application too when there is none yet."""
        url, has_all, aside = "", False, None
        if made is not None:
            url = made.engine.url.render_as_string(hide_password=False)
            has_all = made.writes.is_known and self._databases.put_back(url, made.writes.tables)
            made.writes.forget()
            if not has_all:
                aside = self._databases.set_aside(url)
                made.engine.dispose()
        instance = self._folder / str(self._numbers.setdefault(template, len(self._numbers)))
        shutil.rmtree(instance, ignore_errors=True)
        instance.mkdir(parents=True)
        if media is not None:
            (instance / "media").symlink_to(media, target_is_directory=True)
        if not has_all and not (aside and self._databases.bring_back(aside, instance)):
            url = self._databases.copy(template, instance)
        return made or self._make(Config(instance=instance, database_url=url, secret_key="tests", testing=True))

    def _as_new(self, made: Made) -> Flask:
        application = made.application
        application.config.clear()
        application.config.update(made.config)
        application.extensions.clear()
        application.extensions.update(made.extensions)
        for name in KEPT_FROM_SHOPS:
            application.extensions[name] = type(application.extensions[name])()
        limiter.enabled = made.config["RATELIMIT_ENABLED"]  # one for all applications: the last one made had its say
        with application.app_context():
            # Another engine on the same pool and compiled statements: what a process remembers of a database goes by engine.
            db.engines[None] = made.engine.execution_options()
        return application

    def _make(self, config: Config) -> Made:
        application = create_app(config)
        application.jinja_env.bytecode_cache = self._databases.templates
        with application.app_context():
            return Made(application, db.engine, Writes(db.engine), {**application.config}, {**application.extensions})
