"""The company's site as its visitors read it. Each section is a file `views_<section>.py`; all are loaded here.

Addresses are those of the site's permalinks, under `/site/`: an article or a page by its slug, `/site/categorie/conseils/`,
`/site/etiquette/mouture/`, `/site/archives/2026/11/`, `/site/recherche`. A shop without a site has no page here.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

from flask import Blueprint, Flask, g, request

from sandbox.web import site_around, site_consent, site_seen
from sandbox.web.shop_context import SHOP_PREFIX
from sandbox.web.site_frame import has_site, initials, site_frame
from sandbox.web.sitefront import form_block

bp = Blueprint("sitefront", __name__)


@bp.before_request
def _needs_site() -> None:
    """Raises NotFound for a shop that has no site."""
    if g.get("shop") is not None and request.endpoint:
        site_frame()


site_seen.register(bp)
site_consent.register(bp)


@bp.context_processor
def _frame() -> dict[str, Any]:
    return {"front": site_frame()} if has_site() else {}


for _module in pkgutil.iter_modules(__path__):
    if _module.name.startswith("views_"):
        import_module(f"{__name__}.{_module.name}")


def register(app: Flask) -> None:
    """Put the site under each shop."""
    app.register_blueprint(bp, url_prefix=f"{SHOP_PREFIX}/site")
    app.jinja_env.globals.update(
        site_lists=site_around.lists,
        initials=initials,
        form_state=form_block.state_of,
        form_fields=form_block.fields_of,
    )
