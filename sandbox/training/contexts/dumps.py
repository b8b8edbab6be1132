"""A loaded context as one text, and back: what is dumped, loaded again and dumped gives the same bytes, even on another day.

The text holds the rows, not the pictures: these stay in the installation's store, under the names that the rows give.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date

from sandbox.kernel import clock
from sandbox.kernel.changes import unheard
from sandbox.kernel.cloning import dump_rows, restore_rows
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.shops import services as shops
from sandbox.shop.shops.models import Shop, ShopKind
from sandbox.training.contexts.models import ContextPack
from sandbox.training.contexts.queries import get_context

FORMAT = "e5-contexte-charge/1"


def dump_context(slug: str) -> str:
    """The reference shop of a context as text, a line for each row; raises NotFound when it is not loaded."""
    pack = get_context(slug)
    head = {"format": FORMAT, "id": pack.slug, "version": pack.version, "nom": pack.name, "fichiers": pack.digest}
    if not db.session.get_one(Shop, pack.reference_shop_id).has_storefront:
        head["boutique"] = "non"
    rows = dump_rows(db.session(), pack.reference_shop_id, pack.anchor_on)
    return "\n".join([json.dumps(head, ensure_ascii=False), *rows, ""])


def digest_of(text: str) -> str:
    """The mark of a dump, to compare two of them by."""
    return hashlib.sha256(text.encode()).hexdigest()


def reload_context(text: str, *, anchor: date | None = None) -> ContextPack:
    """Put a dump in the place of the loaded context of that name; `anchor` is the day that J means, today by default.

    Raises RuleBroken for a text that is no dump, or one of another version of the tables; nothing is then written.
    """
    first, *lines = text.splitlines() or [""]
    head = _head(first)
    with db.session.begin_nested(), unheard(db.session()):
        shop = shops.create_shop(
            kind=ShopKind.REFERENCE, name=head["nom"], context_slug=head["id"], context_version=head["version"],
            anchor_on=anchor or clock.today(), has_storefront=head["boutique"] != "non",
        )  # fmt: skip
        try:
            restore_rows(db.session(), shop.id, shop.anchor_on, lines)
        except (ValueError, TypeError) as error:
            raise RuleBroken(f"Ce fichier ne se recharge pas\u00a0: {error}.") from error
        return _register(shop, head)


def _head(line: str) -> dict[str, str]:
    try:
        head = json.loads(line)
    except ValueError:
        head = None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise RuleBroken(f"Ce fichier n’est pas un contexte écrit par «\u00a0e5 context dump\u00a0» (format {FORMAT}).")
    return {name: str(head[name]) for name in ("id", "version", "nom", "fichiers")} | {
        "boutique": str(head.get("boutique", "oui"))
    }


def _register(shop: Shop, head: dict[str, str]) -> ContextPack:
    pack = db.session.get(ContextPack, head["id"])
    old = pack.reference_shop_id if pack else None
    pack = pack or ContextPack(slug=head["id"])
    pack.version, pack.name, pack.digest = head["version"], head["nom"], head["fichiers"]
    pack.reference_shop_id, pack.anchor_on, pack.loaded_at = shop.id, shop.anchor_on, clock.now()
    db.session.add(pack)
    db.session.flush()
    if old is not None:
        shops.delete_shop(shop_id=old)
    return pack
