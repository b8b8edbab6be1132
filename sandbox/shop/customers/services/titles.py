"""Changing the titles (« civilités »)."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import fold
from sandbox.shop.customers import queries, rules
from sandbox.shop.customers.models import Title

MAX_TITLE = 20


@action("civilite.creer", entity="civilite", words="a créé le titre de civilité")
def create_title(*, name: str) -> Title:
    """A new title; refuses a name that is already taken."""
    title = Title(name=_free(name, None))
    session.add(title)
    session.flush()
    return title


@action("civilite.modifier", entity="civilite", words="a renommé le titre de civilité")
def update_title(*, title: Title, name: str) -> Title:
    """Give a title another name; its customers keep it."""
    title.name = _free(name, title.id)
    session.flush()
    return title


@action("civilite.supprimer", entity="civilite", words="a supprimé le titre de civilité")
def delete_title(*, title: Title) -> Title:
    """Delete a title that no customer has."""
    if used := queries.count_with_title(title.id):
        many = "s" if used > 1 else ""
        raise RuleBroken(
            f"{used} client{many} porte{'nt' if many else ''} le titre « {title.name} » : changez le leur avant de le supprimer."
        )
    session.delete(title)
    session.flush()
    return title


def _free(name: str, own_id: int | None) -> str:
    trimmed = rules.clean_line(name, field="name", label="Titre de civilité", length=MAX_TITLE)
    for number, other in session.execute(sa.select(Title.id, Title.name)):
        if number != own_id and fold(other) == fold(trimmed):
            raise RuleBroken(f"Le titre « {trimmed} » existe déjà.", field="name")
    return trimmed
