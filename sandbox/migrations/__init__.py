"""The steps of the database's schema, and bringing a database to the last one.

Alembic takes 0.4 s to import, so a database that is up to date is recognised without it: a step's file is named
`NNNN_what.py`, its revision is `NNNN`, and the last one is the highest.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from sandbox.kernel import row_security
from sandbox.kernel.db import reading
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.scope import UNSCOPED

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).resolve().parent
_STEP = re.compile(r"^(\d{4})_\w+\.py$")


def last_step() -> str:
    """The revision that this version of the application wants."""
    steps = (match[1] for path in (HERE / "versions").iterdir() if (match := _STEP.match(path.name)))
    return max(steps, default="0000")


def current_step(engine: sa.Engine) -> str | None:
    """The revision a database is at; None for an empty one."""
    with reading(), engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return found


def upgrade_database(engine: sa.Engine) -> None:
    """Bring a database to the last step; raises RuleBroken for one written by a newer version of the application."""
    current, wanted = current_step(engine), last_step()
    if current == wanted:
        return
    if current is not None and current > wanted:
        raise RuleBroken(
            f"Cette base de données vient d’une version plus récente de l’application (étape {current}, ici {wanted}). "
            "Installez cette version, ou restaurez une sauvegarde."
        )
    from alembic import command

    # A step may have to change the rows of every shop.
    with engine.connect().execution_options(**{UNSCOPED: True}) as connection, _tables_made_anew(connection):
        command.upgrade(alembic_config(connection), "head")
        row_security.install(connection)
        connection.commit()


@contextmanager
def _tables_made_anew(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a column by making its table anew: dropping the old one must not take along, or trip over, what refers to it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")  # heard only outside a transaction
    try:
        yield
    finally:
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=ON")


def alembic_config(connection: sa.Connection) -> Config:
    """Alembic's settings for an open connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def import_models() -> None:
    """Import every `models` module, so that the metadata knows every table."""
    for floor in ("sandbox.shop", "sandbox.training"):
        package = importlib.import_module(floor)
        for room in pkgutil.iter_modules(package.__path__, f"{floor}."):
            if find_spec(f"{room.name}.models"):
                importlib.import_module(f"{room.name}.models")
    importlib.import_module("sandbox.accounts.models")
    importlib.import_module("sandbox.kernel.taken_forms")
