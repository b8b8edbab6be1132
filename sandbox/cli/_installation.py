"""What every command needs: the application opened on this installation, its tables there, refusals in French."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from sandbox import create_app
from sandbox.config import Config
from sandbox.kernel.collecting import uncollected
from sandbox.kernel.db import db
from sandbox.kernel.errors import DomainError
from sandbox.migrations import upgrade_database


class Refusal(click.ClickException):
    """A message that ends the command with code 1, in French to its first word."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message on the error output."""
        click.echo(f"Erreur : {self.message}", err=file is None, file=file)


@contextmanager
def opened(config: Config | None = None) -> Iterator[Flask]:
    """The application with its context pushed and its tables up to date; commits at the end, nothing when it is refused."""
    with uncollected():  # what it is made of stays
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
        raise Refusal(refused.message) from refused
    except OperationalError as error:
        raise Refusal(f"La base de données ne répond pas : {str(error.orig).strip()}") from error
