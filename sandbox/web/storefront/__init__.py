"""The storefront: the shop as its customers see it. Each section is a file `views_<section>.py`; all are loaded here.

Addresses are French and stable: `/produit/12-nom`, `/categorie/3-nom`, `/marque/2-nom`, `/page/4-nom`, `/panier`,
`/commande/…`, `/compte/…`. Endpoints for links from elsewhere: `home`, `product(product_id, slug)`,
`category(category_id, slug)`, `brand(brand_id, slug)`, `page(page_id, slug)`, `search`, `cart`, `contact`.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from flask import Blueprint, Flask

from sandbox.web import page_cache
from sandbox.web.addresses import REWRITES
from sandbox.web.shop_context import SHOP_PREFIX

bp = Blueprint("storefront", __name__)

for _module in pkgutil.iter_modules(__path__):
    if _module.name.startswith("views_"):
        import_module(f"{__name__}.{_module.name}")

# once, at import: an application made a second time registers the same blueprint again
for _part in ("frame", "rewriting", "maintenance", "lost"):
    import_module(f"{__name__}.{_part}").register(bp)


def register(app: Flask) -> None:
    """Put the storefront at the root of each shop."""
    app.register_blueprint(bp, url_prefix=SHOP_PREFIX)
    app.extensions[REWRITES] = import_module(f"{__name__}.rewriting").rewritten_address
    page_cache.later(app, "vus", import_module(f"{__name__}.seen").draw)
