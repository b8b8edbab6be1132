"""What a screen needs besides a role: the extension that brings it, and for the messages of forms a company that reads them there.

One table says it, for the addresses and for the menu: a screen that is not there has no entry.
"""

from __future__ import annotations

from sandbox.kernel.errors import NotFound
from sandbox.shop.announcements.queries import COOKIES, EXTENSION
from sandbox.shop.blocks.rules.kinds import RICH_BLOCKS
from sandbox.shop.identity.queries import active_extensions
from sandbox.shop.support.queries import list_contacts

BROUGHT_BY = {"announcement": EXTENSION, "cookie_notice": COOKIES, "message": RICH_BLOCKS}
"""The extension of the screens whose endpoints begin so."""
MESSAGES = "message"


def is_there(endpoint: str) -> bool:
    """Whether the screen of an endpoint is there: its extension is active, as in WordPress.

    Where a customer service receives what forms are answered, it is read there and nowhere else.
    """
    begin = _begin(endpoint)
    return (not begin or BROUGHT_BY[begin] in active_extensions()) and (begin != MESSAGES or not list_contacts())


def check(endpoint: str) -> None:
    """Raises NotFound for a screen that is not there."""
    if is_there(endpoint):
        return
    if _begin(endpoint) == MESSAGES and list_contacts():
        raise NotFound("Ici, les réponses aux formulaires arrivent au service client de la boutique.")
    raise NotFound("Cette page est celle d’une extension qui n’est pas activée.")


def _begin(endpoint: str) -> str:
    return next((begin for begin in BROUGHT_BY if endpoint.startswith(begin)), "")
