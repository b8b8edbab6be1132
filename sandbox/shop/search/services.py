"""Changing the search's aliases."""

from __future__ import annotations

import sqlalchemy as sa

from sandbox.kernel.actions import action
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import fold
from sandbox.shop.search import rules
from sandbox.shop.search.models import SearchAlias


@action("alias.creer", entity="alias", words="a créé l’alias de recherche")
def create_alias(*, alias: str, target: str, is_active: bool = True) -> SearchAlias:
    """A word that customers type, and the word it is searched as. Refuses one that exists, or that leads to itself."""
    row = SearchAlias(alias=_free(alias, None), target=_target(target), is_active=is_active)
    _refuse_itself(row)
    session.add(row)
    session.flush()
    return row


@action("alias.creer_plusieurs", entity="alias", words="a créé des alias de recherche")
def create_aliases(*, aliases: str, target: str) -> list[SearchAlias]:
    """Several words, separated by commas, that lead to one, as the real screen takes them. All or none."""
    words = [word for word in (part.strip() for part in aliases.split(",")) if word]
    if not words:
        raise RuleBroken("Écrivez au moins un alias ; séparez-en plusieurs par des virgules.", field="aliases")
    try:
        return [create_alias(alias=word, target=target) for word in words]
    except RuleBroken as error:
        raise RuleBroken(error.message, field="aliases" if error.field == "alias" else error.field) from error


@action("alias.modifier", entity="alias", words="a modifié l’alias de recherche")
def update_alias(
    *, search_alias: SearchAlias, alias: str | None = None, target: str | None = None, is_active: bool | None = None
) -> SearchAlias:
    """Change what is given of an alias."""
    if alias is not None:
        search_alias.alias = _free(alias, search_alias.id)
    if target is not None:
        search_alias.target = _target(target)
    if is_active is not None:
        search_alias.is_active = is_active
    _refuse_itself(search_alias)
    session.flush()
    return search_alias


@action("alias.supprimer", entity="alias", words="a supprimé l’alias de recherche")
def delete_alias(*, search_alias: SearchAlias) -> SearchAlias:
    """Delete an alias."""
    session.delete(search_alias)
    session.flush()
    return search_alias


def _free(alias: str, own_id: int | None) -> str:
    cleaned = rules.clean_word(alias, field="alias", label="Alias")
    for row in session.execute(sa.select(SearchAlias.id, SearchAlias.alias)):
        if row.id != own_id and fold(row.alias) == fold(cleaned):
            raise RuleBroken(f"L’alias « {cleaned} » existe déjà.", field="alias")
    return cleaned


def _target(target: str) -> str:
    return rules.clean_word(target, field="target", label="Résultat")


def _refuse_itself(row: SearchAlias) -> None:
    if fold(row.alias) == fold(row.target):
        raise RuleBroken("Un alias mène à un autre mot que lui-même.", field="target")
