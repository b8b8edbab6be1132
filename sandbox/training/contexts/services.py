"""Loading a context: all of it, or nothing and every fault at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.actions import take_performed
from sandbox.kernel.changes import take_changes, unheard
from sandbox.kernel.collecting import uncollected
from sandbox.kernel.db import db
from sandbox.kernel.errors import DomainError, RuleBroken
from sandbox.kernel.media import MediaStore
from sandbox.kernel.module import ShopModule
from sandbox.kernel.packs import Reader
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.yaml_nodes import Fault
from sandbox.modules import MODULES
from sandbox.shop.pricing.services.history import first_prices_together
from sandbox.shop.shops import services as shops
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.training.contexts.fitting import fitting_rows
from sandbox.training.contexts.halves import read_halves
from sandbox.training.contexts.models import ContextPack
from sandbox.training.contexts.queries import folder_digest

FORMAT = "e5-contexte/1"
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")

Progress = Callable[[int, int, str], None]


class ContextRefused(RuleBroken):
    """A folder with faults; `faults` lists them all, sorted by file and line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"Contexte refusé : {len(set(faults))} défaut(s). Rien n’a été chargé.")
        self.faults = sorted(set(faults))


def load_context(
    *, folder: Path, media: MediaStore, anchor: date | None = None, progress: Progress | None = None
) -> ContextPack:
    """Read a folder into a new reference shop, which takes the place of the earlier one of that context.

    `anchor` is the day that J means, today by default. Raises ContextRefused with all faults; nothing is then written.
    """
    with media.together() as together:
        return _load(Reader(folder, anchor or clock.today(), together), folder, progress)


def _load(reader: Reader, folder: Path, progress: Progress | None) -> ContextPack:
    head = _check_head(reader, folder)
    halves = read_halves(reader)
    if reader.faults:
        raise ContextRefused(reader.faults)
    with db.session.begin_nested():
        shop = shops.create_shop(
            kind=ShopKind.REFERENCE, name=head["nom"], context_slug=head["id"], context_version=head["version"],
            anchor_on=reader.anchor, has_storefront=halves.has_shop,
        )  # fmt: skip
        read_into(shop, reader, progress)
        if reader.faults:
            raise ContextRefused(reader.faults)
        pack = _register(shop, head, folder)
    take_changes(db.session())
    take_performed()
    return pack


def check_context(*, folder: Path, media: MediaStore) -> list[Fault]:
    """The faults of a folder, found by loading it and taking everything back."""
    savepoint = db.session.begin_nested()
    try:
        load_context(folder=folder, media=media)
    except ContextRefused as refused:
        return list(refused.faults)
    finally:
        if savepoint.is_active:
            savepoint.rollback()
    return []


def read_into(shop: Shop, reader: Reader, progress: Progress | None = None) -> None:
    """Let each room read its section into an empty shop; those of a shop that is not shown have nothing to read."""
    rooms = [module for module in MODULES if module.seed is not None and _is_read(module, shop)]
    with uncollected(), shop_scope(shop.id), fitting_rows(reader), unheard(db.session()):
        for number, module in enumerate(rooms, 1):
            if progress:
                progress(number, len(rooms), module.name)
            _read_room(module, reader)
            take_changes(db.session())
    reader.finish()
    db.session.expunge_all()
    db.session.add(shop)


def _is_read(module: ShopModule, shop: Shop) -> bool:
    """Whether a room has something to read; that of the settings holds the identity and the theme, which a site has too."""
    return shop.has_storefront or module.side != "shop" or module.name == "shops"


def _read_room(module: ShopModule, reader: Reader) -> None:
    """Let a room read its section. What only the database finds wrong ends the reading: nothing can be written after it."""
    assert module.seed is not None
    before = len(reader.faults)
    try:
        with first_prices_together():
            module.seed(reader)
            db.session.flush()
    except (sa.exc.IntegrityError, sa.exc.DataError, sa.exc.StatementError) as error:
        if len(reader.faults) == before:
            table = next((table for table in module.tables if table in str(error.orig)), module.name)
            what = module.tables.get(table, module.name)
            message = f"{what} : deux lignes identiques, ou une valeur obligatoire qui manque."
            reader.faults.append(Fault("context.yaml", 1, message))
        raise ContextRefused(reader.faults) from error
    except DomainError as refused:
        if not reader.faults:
            reader.faults.append(Fault("context.yaml", 1, refused.message))
        raise ContextRefused(reader.faults) from refused


def _check_head(reader: Reader, folder: Path) -> dict[str, str]:
    root = reader.yaml("context.yaml")
    if not root and not reader.faults:
        reader.faults.append(Fault("context.yaml", 1, "Le fichier est vide."))
    head = {name: root.text(name) for name in ("format", "id", "version", "nom")}
    for name, value in head.items():
        if root and not value:
            reader.fault(root, f"La clé obligatoire « {name} » manque.", name)
    if head["format"] and head["format"] != FORMAT:
        reader.fault(root["format"], f"Format « {head['format']} » non pris en charge (attendu : {FORMAT}).")
    if head["id"] and not SLUG.match(head["id"]):
        reader.fault(root["id"], f"Identifiant « {head['id']} » refusé : lettres minuscules, chiffres et tirets.")
    elif head["id"] and head["id"] != folder.name:
        reader.fault(root["id"], f"L’identifiant doit être le nom du dossier (« {folder.name} »).")
    return head


def _register(shop: Shop, head: dict[str, str], folder: Path) -> ContextPack:
    pack = db.session.get(ContextPack, head["id"])
    old_shop_id = pack.reference_shop_id if pack else None
    if pack is None:
        pack = ContextPack(slug=head["id"])
        db.session.add(pack)
    pack.version, pack.name, pack.digest = head["version"], head["nom"], folder_digest(folder)
    pack.reference_shop_id, pack.anchor_on, pack.loaded_at = shop.id, shop.anchor_on, clock.now()
    db.session.flush()
    if old_shop_id is not None:
        shops.delete_shop(shop_id=old_shop_id)
    return pack
