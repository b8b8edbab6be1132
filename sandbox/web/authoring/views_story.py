"""« L’histoire plantée »: what a company's figures tell, for those who train and examine."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from sandbox.kernel.db import db
from sandbox.policy.permissions import Permission
from sandbox.shop.shops.models import Shop
from sandbox.shop.traffic.rules.indicators import show
from sandbox.shop.traffic.rules.story import Nature, Planted
from sandbox.training.contexts.queries import get_context
from sandbox.training.contexts.story import tell_story
from sandbox.web.access import allow, identity
from sandbox.web.authoring import importing
from sandbox.web.authoring.blueprint import bp
from sandbox.web.authoring.views_contexts import folder_of

_WITHOUT = {
    Nature.SEASON: "Un mois ordinaire",
    Nature.EVENT: "Sans lui, ou avant",
    Nature.REVIEWS: "Trois mois d’avant",
}
_READS = {
    Nature.SEASON: "Le dernier mois entier de chaque nom, au calendrier de l’histoire : ses saisons suivent J, et non la date du jour.",
    Nature.EVENT: "Visites : ce que ces jours auraient donné sans l’événement. Conversion : celle des quatre semaines d’avant, car les commandes sont "
    "celles de l’entreprise.",
}
"""What is said before a table that does not explain itself."""


@bp.get("/contextes/<context_slug>/histoire")
@allow(Permission.STORY_READ)
def story(context_slug: str) -> ResponseReturnValue:
    """What was planted, on which figure of which screen."""
    pack = get_context(context_slug)
    shop = db.session.get_one(Shop, pack.reference_shop_id)
    planted = tell_story(pack, folder_of(pack))

    def screen(one: Planted) -> str:
        first, last = (shop.anchor_on + timedelta(days=offset) for offset in (one.first, one.last))
        asked = {"du": first.isoformat(), "au": last.isoformat(), **one.place.focus}
        return f"{url_for('backoffice.statistics', shop_key=shop.key, slug=one.place.report)}?{urlencode(asked)}"

    return render_template(
        "authoring/contexts/story.html", pack=pack, natures=list(Nature), planted=planted, screen=screen, show=show, typed=importing.typed,
        day=lambda offset: shop.anchor_on + timedelta(days=offset), withouts=_WITHOUT, reads=_READS,
        may_author=identity().holds(Permission.SUBJECT_AUTHOR),
    )  # fmt: skip
