"""What a company has: a shop, a site, or both; and what may not stand in the folder of one that has no shop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sandbox.kernel.db import db
from sandbox.kernel.packs import Reader
from sandbox.kernel.scope import shop_scope
from sandbox.kernel.values import Kind
from sandbox.modules import MODULES
from sandbox.shop.identity.queries import find_site
from sandbox.shop.shops.models import Shop
from sandbox.training.contexts.models import ContextPack

SITE_FILE = "site/site.yaml"
NO_SHOP = "cette entreprise n’a pas de boutique (« boutique: non » dans context.yaml)."
KEPT_SECTIONS = (
    "format", "id", "version", "nom", "boutique", "slogan", "secteur", "histoire", "entreprise", "theme", "reseaux",
)  # fmt: skip
"""What context.yaml says of a company that has a site only."""
SHOP_PLACES = (
    "catalogue", "clients", "commandes", "pages", "sav", "avis.csv", "signalements.csv", "promotions.yaml", "recherche.yaml",
    "trafic.yaml", "trafic-releve.csv", "positions.csv",
)  # fmt: skip
"""The folders and files that describe a shop."""


@dataclass(frozen=True, slots=True)
class Halves:
    """Which of the two a company has."""

    has_shop: bool
    has_site: bool

    @property
    def words(self) -> str:
        """« boutique et site », « boutique seule », « site seul »."""
        if self.has_shop:
            return "boutique et site" if self.has_site else "boutique seule"
        return "site seul"


def halves_of(pack: ContextPack) -> Halves:
    """What a loaded context has."""
    shop = db.session.get_one(Shop, pack.reference_shop_id)
    with shop_scope(shop.id):
        return Halves(shop.has_storefront, find_site() is not None)


def read_halves(reader: Reader) -> Halves:
    """What a folder says it has. Without a shop, a site is asked for, and whatever describes a shop is a fault."""
    root = reader.yaml("context.yaml")
    has_shop = bool(reader.value(root["boutique"], Kind.YES_NO, True))
    has_site = (reader.root / SITE_FILE).is_file()
    if has_shop:
        return Halves(True, has_site)
    reader.absent = {one.name: NO_SHOP for module in MODULES if module.side == "shop" for one in module.entities}
    if not has_site:
        reader.fault(root["boutique"], f"Sans boutique, il faut un site : le fichier {SITE_FILE} manque.")
    for name, node in root.items():
        if name not in KEPT_SECTIONS:
            reader.fault(node, f"« {name} » ne sert qu’à une boutique, et {NO_SHOP} Retirez cette section.")
    for file in shop_files(reader.root):
        reader.fault_in(file, f"Ce fichier décrit une boutique, et {NO_SHOP} Retirez-le.")
    return Halves(False, has_site)


def shop_files(folder: Path) -> Iterator[str]:
    """The files of a folder that describe a shop, relative to it."""
    for place in SHOP_PLACES:
        path = folder / place
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one.relative_to(folder).as_posix() for one in found if one.is_file())
