"""`e5 doctor`: is this installation fit for a session? One line a check, with what to do."""

from __future__ import annotations

import hashlib
import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from typing import NamedTuple

import click
import sqlalchemy as sa
from flask import Flask

from sandbox import create_app
from sandbox.accounts.models import Role
from sandbox.accounts.queries import find_user, list_users
from sandbox.cli._demo_people import DEMO_PEOPLE
from sandbox.cli._scenarios import SCENARIOS, context_folders
from sandbox.config import Config
from sandbox.kernel import clock
from sandbox.kernel.db import db, reading
from sandbox.kernel.passwords import verify_password
from sandbox.migrations import current_step, last_step
from sandbox.training.contexts.queries import folder_digest, list_contexts
from sandbox.training.subjects.queries import list_subjects

FREE_MB = 500
"""A session of three writes some 20 MB; the rest is for exports and a backup."""


class Line(NamedTuple):
    """A finding: `mark` is « ok », « attention » or « erreur »."""

    mark: str
    text: str


@click.command("doctor")
def command() -> None:
    """Vérifie l’installation : Python, disque, base de données, images, contextes, sujets, comptes."""
    config = Config.from_env()
    lines = [*_machine(config)]
    app = create_app(config)
    with app.app_context(), reading():
        try:
            for part in (_database, _media, _scenarios, _people):
                lines += part(app)
        except sa.exc.OperationalError as error:
            lines.append(Line("erreur", f"Base de données injoignable : {str(error.orig).strip()}"))
    for mark, text in lines:
        click.secho(f"{mark:<10}", nl=False, fg={"ok": "green", "attention": "yellow", "erreur": "red"}[mark])
        click.echo(text)
    errors = sum(line.mark == "erreur" for line in lines)
    click.echo("\nTout est prêt." if not errors else f"\n{errors} point(s) à corriger.")
    if errors:
        raise SystemExit(1)


def _machine(config: Config) -> Iterator[Line]:
    yield Line("ok", f"Python {platform.python_version()}, {platform.system()}, SQLAlchemy {version('sqlalchemy')}")
    config.instance.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(config.instance).free // 1_000_000
    yield Line("ok" if free >= FREE_MB else "erreur", f"{free} Mo libres pour {config.instance} (il en faut {FREE_MB})")
    probe = config.instance / ".essai"
    try:
        probe.write_text("essai")
        probe.unlink()
    except OSError as error:
        yield Line("erreur", f"Le dossier instance refuse l’écriture : {error.strerror}")
    offset = clock.to_paris(clock.now()).utcoffset()
    yield Line("ok", f"Heure de Paris : {clock.to_paris(clock.now()):%d/%m/%Y %H:%M:%S} (UTC+{offset})")


def _database(_app: Flask) -> Iterator[Line]:
    engine = db.engine
    found = current_step(engine)
    if found is None:
        yield Line("attention", "Base de données vide : « e5 context load » la remplit.")
        return
    if found != last_step():
        yield Line("attention", f"Base à l’étape {found}, application à l’étape {last_step()} : « e5 schema upgrade ».")
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            yield Line("ok", f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar()}, étape {found}")
            return
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        state = connection.exec_driver_sql("PRAGMA quick_check").scalar()
    yield Line("ok" if state == "ok" else "erreur", f"SQLite, étape {found}, contrôle d’intégrité : {state}")
    if mode != "wal":
        yield Line("erreur", f"Journal SQLite en mode « {mode} » au lieu de WAL : le disque est-il un partage réseau ?")


def _media(app: Flask) -> Iterator[Line]:
    root = app.config["E5"].media_root
    files = [p for p in root.glob("*/*") if p.is_file() and len(p.stem) == 32]
    wrong = [p.name for p in files if hashlib.sha256(p.read_bytes()).hexdigest()[:32] != p.stem]
    if wrong:
        yield Line("erreur", f"{len(wrong)} image(s) abîmée(s), dont {min(wrong)} : restaurez une sauvegarde.")
    else:
        yield Line("ok", f"{len(files)} images et fichiers, tous conformes à leur somme")


def _scenarios(_app: Flask) -> Iterator[Line]:
    if current_step(db.engine) is not None:
        loaded = {pack.slug: pack for pack in list_contexts()}
        for folder in context_folders():
            pack = loaded.get(folder.name)
            if pack is None:
                yield Line("attention", f"Contexte {folder.name} non chargé : « e5 context load {folder.name} »")
            elif pack.digest != folder_digest(folder):
                yield Line("attention", f"Contexte {folder.name} modifié depuis son chargement : « e5 context load »")
            else:
                yield Line("ok", f"Contexte {pack.name}, version {pack.version}")
    for info in list_subjects(SCENARIOS):
        if info.fault_count:
            yield Line("erreur", f"Sujet {info.slug} : {info.fault_count} défaut(s), « e5 subject check {info.slug} »")
        else:
            yield Line("ok", f"Sujet {info.title}, version {info.version}")


def _people(_app: Flask) -> Iterator[Line]:
    if current_step(db.engine) is None:
        return
    counts = {role: len(list_users(role)) for role in Role}
    yield Line(
        "ok" if counts[Role.EXAMINER] else "attention",
        f"{counts[Role.EXAMINER]} examinateur(s), {counts[Role.TRAINER]} formateur(s), "
        f"{counts[Role.ADMINISTRATOR]} administrateur(s)",
    )
    known = [p.login for p in DEMO_PEOPLE if (u := find_user(p.login)) and verify_password(u.password_hash, p.password)]
    if known:
        yield Line(
            "attention",
            f"Comptes de démonstration au mot de passe connu de tous : {', '.join(known)}. "
            "Avant une vraie session : « e5 user password ».",
        )
