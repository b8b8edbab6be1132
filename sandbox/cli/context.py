"""`e5 context`: the invented companies."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import Flask

from sandbox.cli._imports import mapping_of, show_report, show_table, table_of
from sandbox.cli._installation import opened
from sandbox.cli._scenarios import ROOMS, context_folder, context_folders, show_faults
from sandbox.kernel.media import MediaStore
from sandbox.training.contexts.copying import copy_context
from sandbox.training.contexts.dumps import digest_of, dump_context, reload_context
from sandbox.training.contexts.halves import halves_of
from sandbox.training.contexts.importing.correspondences import write_correspondence
from sandbox.training.contexts.importing.formats import HEADERS
from sandbox.training.contexts.importing.services import import_table
from sandbox.training.contexts.queries import folder_digest, list_contexts
from sandbox.training.contexts.services import ContextRefused, Progress, check_context, load_context


@click.group("context")
def command() -> None:
    """Entreprises fictives (contextes)."""


@command.command("list")
def list_() -> None:
    """Liste les contextes du dossier scenarios/ et dit lesquels sont chargés."""
    with opened():
        loaded = {pack.slug: pack for pack in list_contexts()}
        for folder in context_folders():
            pack = loaded.pop(folder.name, None)
            if pack is None:
                state = "non chargé"
            elif pack.digest == folder_digest(folder):
                state = f"chargé ({halves_of(pack).words}), version {pack.version}, jour J = {pack.anchor_on:%d/%m/%Y}"
            else:
                state = f"modifié depuis son chargement (version {pack.version})"
            click.echo(f"{folder.name}  {state}")
        for slug, pack in loaded.items():
            click.echo(f"{slug}  chargé, version {pack.version}, mais son dossier n’est plus là")


@command.command("check")
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Vérifie les contextes nommés (tous, sans nom) sans rien charger ; liste tous les défauts."""
    failed = False
    for folder in [context_folder(name) for name in names] or context_folders():
        with opened() as app:
            faults = check_context(folder=folder, media=store(app))
            failed |= bool(show_faults(folder, faults))
    if failed:
        raise SystemExit(1)


@command.command("load")
@click.argument("names", nargs=-1)
@click.option("--if-changed", is_flag=True, help="Saute les contextes déjà chargés tels quels.")
def load(names: tuple[str, ...], if_changed: bool) -> None:
    """Charge les contextes nommés (tous, sans nom) : tout, ou rien s’il y a un défaut."""
    failed = False
    for folder in [context_folder(name) for name in names] or context_folders():
        with opened() as app:
            failed |= not load_folder(app, folder, if_changed=if_changed)
    if failed:
        raise SystemExit(1)


@command.command("dump")
@click.argument("name")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def dump(name: str, file: Path) -> None:
    """Écrit un contexte chargé dans un fichier, sans ses images. Le même contexte donne le même fichier, à l’octet près."""
    with opened():
        text = dump_context(name)
    file.write_text(text, "utf-8", newline="\n")
    click.echo(f"{file} : {text.count(chr(10))} lignes, empreinte {digest_of(text)[:16]}.")


@command.command("reload")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def reload(file: Path) -> None:
    """Recharge un contexte écrit par « dump » : il prend la place de celui du même nom."""
    with opened():
        pack = reload_context(file.read_text("utf-8"))
        click.echo(f"Contexte « {pack.name} » rechargé (version {pack.version}).")


@command.command("copier")
@click.argument("source")
@click.argument("nouveau")
@click.option("--nom", "name", required=True, help="Nom de la nouvelle entreprise.")
@click.option(
    "--sans-boutique", "is_site_only", is_flag=True, help="Ne copie que le site : l’entreprise n’aura pas de boutique."
)
def copy(source: str, nouveau: str, name: str, is_site_only: bool) -> None:
    """Fait une nouvelle entreprise de la copie d’une autre : NOUVEAU est le nom de son dossier."""
    with opened() as app:
        folder = copy_context(
            folder=context_folder(source), slug=nouveau, name=name, media=store(app), is_site_only=is_site_only
        )
    click.echo(f"{folder.name} : entreprise créée, sans défaut. Son dossier : {folder}")


@command.command("importer")
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option("--contexte", "name", required=True, help="Entreprise qui reçoit le catalogue.")
@click.option("--format", "format_", type=click.Choice(["auto", *HEADERS]), default="auto", show_default=True)
@click.option("--essai", "is_trial", is_flag=True, help="Dit ce qui serait fait, sans rien écrire.")
@click.option("--prix", type=click.Choice(["ttc", "ht"]), default="ttc", show_default=True,
              help="Ce que sont les prix quand leur colonne ne le dit pas (WooCommerce, Shopify).")  # fmt: skip
@click.option("--tva", "tax", help="Règle de taxe des produits dont le fichier n’en dit pas de connue.")
@click.option("--produits", type=click.Path(path_type=Path),
              help="Le fichier des produits, dont les déclinaisons de PrestaShop citent les numéros.")  # fmt: skip
@click.option("--correspondance", type=click.Path(path_type=Path),
              help="Fichier qui dit ce que veut dire chaque colonne.")  # fmt: skip
@click.option("--ecrire-correspondance", "kept", type=click.Path(dir_okay=False, path_type=Path),
              help="Écrit ce fichier, à corriger, et n’importe rien.")  # fmt: skip
def import_(
    file: Path, name: str, format_: str, is_trial: bool, prix: str, tax: str | None, produits: Path | None,
    correspondance: Path | None, kept: Path | None,
) -> None:  # fmt: skip
    """Importe un catalogue de PrestaShop, WooCommerce ou Shopify dans les fichiers d’une entreprise."""
    folder, table = context_folder(name), table_of(file)
    mapping = mapping_of(table, format_, correspondance)
    show_table(file, table, mapping)
    if kept is not None:
        kept.write_text(write_correspondence(mapping, table), "utf-8", newline="\n")
        click.echo(f"{kept} : écrit. Corrigez-le, puis relancez avec --correspondance {kept}.")
        return
    with opened() as app:
        report = import_table(
            folder=folder,
            table=table,
            mapping=mapping,
            media=store(app),
            without_tax=prix == "ht",
            tax=tax,
            products=table_of(produits) if produits else None,
            is_trial=is_trial,
        )
    show_report(report, is_trial=is_trial)


def load_folder(app: Flask, folder: Path, *, if_changed: bool = False) -> bool:
    """Load one context, showing its progress; False, with all faults shown, when it is refused."""
    if if_changed and any(p.slug == folder.name and p.digest == folder_digest(folder) for p in list_contexts()):
        return True
    try:
        pack = load_context(folder=folder, media=store(app), progress=_progress(folder.name))
    except ContextRefused as refused:
        _forget_progress()
        show_faults(folder, refused.faults)
        return False
    _forget_progress()
    click.echo(f"Contexte « {pack.name} » chargé (version {pack.version}).")
    return True


def store(app: Flask) -> MediaStore:
    """The installation's pictures."""
    found = app.extensions["e5_media"]
    assert isinstance(found, MediaStore)
    return found


def _progress(slug: str) -> Progress:
    def show(number: int, total: int, room: str) -> None:
        if sys.stdout.isatty():
            click.echo(f"\r  {slug} : {number}/{total} {ROOMS.get(room, room):<30}", nl=False)

    return show


def _forget_progress() -> None:
    if sys.stdout.isatty():
        click.echo(f"\r{'':<70}\r", nl=False)
