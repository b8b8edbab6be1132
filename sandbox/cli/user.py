"""`e5 user`: the accounts of examiners, trainers, administrators and candidates who practise alone."""

from __future__ import annotations

import sys

import click

from sandbox.accounts.models import Role
from sandbox.accounts.queries import find_user, list_users
from sandbox.accounts.services import change_password, create_user
from sandbox.cli._installation import opened
from sandbox.kernel.errors import NotFound

ROLES = {
    "candidat": Role.CANDIDATE,
    "examinateur": Role.EXAMINER,
    "formateur": Role.TRAINER,
    "administrateur": Role.ADMINISTRATOR,
}
WORDS = {role: word for word, role in ROLES.items()}

_stdin_option = click.option(
    "--password-stdin", "from_stdin", is_flag=True, help="Lit le mot de passe sur l’entrée standard."
)


@click.group("user")
def command() -> None:
    """Comptes des personnes."""


@command.command("create")
@click.argument("login")
@click.option("--name", required=True, help="Nom affiché.")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="Rôle de la personne.")
@_stdin_option
def create(login: str, name: str, role: str, from_stdin: bool) -> None:
    """Crée le compte LOGIN."""
    password = _ask_password(from_stdin)
    with opened():
        user = create_user(login=login, name=name, role=ROLES[role], password=password)
        click.echo(f"Compte « {user.login} » créé ({role}).")


@command.command("list")
@click.option("--role", type=click.Choice(list(ROLES)), help="Seulement les comptes de ce rôle.")
def list_(role: str | None) -> None:
    """Liste les comptes."""
    with opened():
        users = list_users(ROLES[role] if role else None)
        if not users:
            click.echo("Aucun compte.")
            return
        width = max(len(user.login) for user in users)
        for user in users:
            state = "" if user.is_active else "  (fermé)"
            click.echo(f"{user.login:<{width}}  {WORDS[Role(user.role)]:<14}  {user.name}{state}")


@command.command("password")
@click.argument("login")
@_stdin_option
def password_(login: str, from_stdin: bool) -> None:
    """Change le mot de passe de LOGIN et ferme ses sessions."""
    password = _ask_password(from_stdin)
    with opened():
        user = find_user(login)
        if user is None:
            raise NotFound(f"Aucun compte « {login} ». La commande « e5 user list » les montre tous.")
        change_password(user=user, password=password)
        click.echo(f"Mot de passe de « {user.login} » changé ; ses sessions ouvertes sont fermées.")


def _ask_password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("Mot de passe", hide_input=True, confirmation_prompt="Encore une fois")
    return typed
