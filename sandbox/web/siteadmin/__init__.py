"""The administration of the company's site, in WordPress's places and words. Each section is a file `views_<section>.py`.

Addresses stand under `/site-admin/`. A shop without a site has no page here.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

from flask import Blueprint, Flask, g, request

from sandbox.shop.identity.queries import get_site
from sandbox.web.shop_context import SHOP_PREFIX
from sandbox.web.site_frame import has_site
from sandbox.web.siteadmin import menu, needed, rights

bp = Blueprint("siteadmin", __name__)


@bp.before_request
def _needs_site() -> None:
    """Raises NotFound for a shop that has no site, NotAllowed for what the account at work may not do there, NotFound for a screen that is not there."""
    if g.get("shop") is not None and request.endpoint:
        get_site()
        rights.check_request()
        needed.check(rights.endpoint())


@bp.context_processor
def shell() -> dict[str, Any]:
    """What the layout needs on every page: the menu, the site, who is at work."""
    if not has_site():
        return {}
    return {
        "menu": lambda: menu.links(rights.endpoint(), request.args.get("type") or g.get("post_kind", "post")), "site": get_site(), "at_work": rights.at_work(),
        "may": rights.may, "may_edit": rights.may_edit, "is_another": rights.is_another(),
        "can_write": not g.get("is_readonly", False),
    }  # fmt: skip


def register(app: Flask) -> None:
    """Serve the administration under the shop's address."""
    app.register_blueprint(bp, url_prefix=f"{SHOP_PREFIX}/site-admin")


for _module in pkgutil.iter_modules(__path__):
    if _module.name.startswith("views_"):
        import_module(f"{__name__}.{_module.name}")
