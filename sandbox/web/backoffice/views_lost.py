"""An address that the back office does not have: said in its own frame, with its menu, rather than by the shop's page for customers."""

from __future__ import annotations

from typing import Never

from sandbox.kernel.errors import NotFound
from sandbox.policy.permissions import Permission
from sandbox.web.access import allow
from sandbox.web.backoffice import bp


@bp.get("/<path:_address>")
@allow(Permission.BACKOFFICE_READ)
def lost(_address: str) -> Never:
    """Raises NotFound."""
    raise NotFound("Aucun écran de l’administration n’est à cette adresse. Le menu et la recherche mènent à tous.")
