"""Applications of tests: one a template and worker, given back to each test as if it were new.

Making an application takes longer than most tests: it declares five hundred addresses, and each new engine compiles every
statement again. What a test could leave behind is put back before the next one: the database and the instance folder
are copied anew, what was remembered of the old database is out of reach, settings and extensions are as at the start.
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
from sandbox.kernel.db import db
from sandbox.web.page_cache import EXTENSION
from sandbox.web.shop_context import STEADY
from tests.support.databases import Databases, light_passwords

KEPT_FROM_SHOPS = (EXTENSION, STEADY)


@dataclass(frozen=True, slots=True)
class Made:
    """An application, and what it was when it was new."""

    application: Flask
    engine: sa.Engine
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
        if is_own:
            self._made.pop(template, None)
        instance = self._folder / str(self._numbers.setdefault(template, len(self._numbers)))
        shutil.rmtree(instance, ignore_errors=True)
        instance.mkdir(parents=True)
        if media is not None:
            (instance / "media").symlink_to(media, target_is_directory=True)
        url = self._databases.copy(template, instance)
        application = self._as_new(template, instance, url)
        with application.app_context(), light_passwords():
            yield application
            db.session.remove()
            db.engine.dispose()
        if is_own:
            del self._made[template]

    def _as_new(self, template: str, instance: Path, url: str) -> Flask:
        if template not in self._made:
            self._made[template] = self._make(
                Config(instance=instance, database_url=url, secret_key="tests", testing=True)
            )
        made = self._made[template]
        application = made.application
        application.config.clear()
        application.config.update(made.config)
        application.extensions.clear()
        application.extensions.update(made.extensions)
        for name in KEPT_FROM_SHOPS:
            application.extensions[name] = type(application.extensions[name])()
        with application.app_context():
            # Another engine on the same pool and compiled statements: what a process remembers of a database goes by engine.
            db.engines[None] = made.engine.execution_options()
        return application

    def _make(self, config: Config) -> Made:
        application = create_app(config)
        application.jinja_env.bytecode_cache = self._databases.templates
        with application.app_context():
            return Made(application, db.engine, {**application.config}, {**application.extensions})
