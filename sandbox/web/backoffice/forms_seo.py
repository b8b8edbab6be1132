"""The form of a page's title, description and address."""

from __future__ import annotations

from wtforms import TextAreaField

from sandbox.shop.seo.rules import MAX_DESCRIPTION, MAX_SLUG, MAX_TITLE
from sandbox.web.forms.base import BaseForm, length
from sandbox.web.forms.fields import StripField


class PageMetaForm(BaseForm):
    """What a page of the shop says of itself."""

    title = StripField("Titre de la page", [length(MAX_TITLE)])
    description = TextAreaField("Méta description", [length(MAX_DESCRIPTION)])
    slug = StripField("URL réécrite", [length(MAX_SLUG)])
