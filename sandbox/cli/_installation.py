"""What every command needs: the application opened on this installation, its tables there, refusals in French."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from sandbox import create_app
from sandbox.config import Config
from sandbox.kernel.db import db
from sandbox.kernel.errors import DomainError
from sandbox.migrations import upgrade_database


@contextmanager
def opened(config: Config | None = None) -> Iterator[Flask]:
    """The application with its context pushed and its tables up to date; commits at the end, nothing when it is refused."""
    app = create_app(config)
    with app.app_context():
        upgrade_database(db.engine)
        try:
            yield app
            db.session.commit()
        finally:
            db.session.remove()


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the domain or the database refuses into a message and exit code 1."""
    try:
        yield
    except DomainError as refused:
        raise click.ClickException(refused.message) from refused
    except OperationalError as error:
        raise click.ClickException(f"La base de données ne répond pas : {str(error.orig).strip()}") from error
