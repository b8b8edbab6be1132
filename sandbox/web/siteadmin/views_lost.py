"""An address that the site's administration does not have: said in its own frame, with its menu, rather than by the shop's page."""

from __future__ import annotations

from typing import Never

from sandbox.kernel.errors import NotFound
from sandbox.policy.permissions import Permission
from sandbox.web.access import allow
from sandbox.web.siteadmin import bp


@bp.get("/<path:_address>")
@allow(Permission.BACKOFFICE_READ)
def lost(_address: str) -> Never:
    """Raises NotFound."""
    raise NotFound("Aucun écran de l’administration du site n’est à cette adresse. Le menu mène à tous.")
