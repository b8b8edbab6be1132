"""The analysis of referencing beside the forms of products, categories and pages: of what is stored, or of what is being typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from sandbox.kernel.text import clean_html
from sandbox.shop.catalog.models import Category, Product
from sandbox.shop.seo import queries, services
from sandbox.shop.seo.queries import Draft
from sandbox.shop.seo.rules.analysis import Analysis, Sheet, analyse
from sandbox.shop.seo.rules.readability import read_easily
from sandbox.shop.seo.rules.snippets import TITLE_SIZE, description_of, title_of, width_px
from sandbox.shop.site.models import InfoPage
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.aids import SEO_ANALYSIS, has_aid
from sandbox.web.forms.base import BaseForm


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel shows: where it asks for a fresh look, the words chosen, those aimed at, and the two analyses."""

    address: str
    chosen: str
    aimed: str
    found: Analysis
    readable: Analysis


@bp.app_template_filter()
def title_width(text: str) -> int:
    """The pixels of a title in a search result."""
    return width_px(text, TITLE_SIZE)


@bp.app_template_filter()
def result_title(text: str) -> str:
    """A title as a search result cuts it."""
    return title_of(text).shown


@bp.app_template_filter()
def result_text(text: str) -> str:
    """A description as a search result cuts it on a computer."""
    return description_of(text).shown


def panel_of(address: str, sheet: Sheet, chosen: str) -> Panel | None:
    """The panel beside a form, or None in a subject without this help. `chosen`: the words that are stored for this page."""
    if not has_aid(SEO_ANALYSIS):
        return None
    return Panel(address, chosen, sheet.keyphrase, analyse(sheet), read_easily(sheet.contents))


def points(sheet: Sheet) -> str:
    """The points alone, for the panel that is open."""
    return render_template("backoffice/seo/_points.html", found=analyse(sheet), readable=read_easily(sheet.contents))


def keep_focus(form: BaseForm, kind: str, target_id: int) -> None:
    """Keep the words aimed at, when the form that was sent shows them."""
    field: Any = form["focus"]
    if field.raw_data:
        services.aim_at(kind=kind, target_id=target_id, keyphrase=field.data or "")


def typed_product(product: Product) -> Sheet:
    """A product as its form is being filled in."""
    alternatives = [request.form.get(f"images-{image.id}-legend", image.legend).strip() for image in product.images]
    return queries.product_sheet(product, _typed(_sent("name"), _sent("summary") + _sent("description"), alternatives))


def typed_category(category: Category | None) -> Sheet:
    """A category as its form is being filled in."""
    name = _sent("name")
    alternatives = [name] if category and category.image and "removes_image" not in request.form else []
    return queries.category_sheet(category, _typed(name, _sent("description"), alternatives))


def typed_page(page: InfoPage | None) -> Sheet:
    """An information page as its form is being filled in."""
    return queries.page_sheet(page, _typed(_sent("title"), _sent("content"), []))


def _typed(name: str, markup: str, alternatives: list[str]) -> Draft:
    return Draft(
        _sent("focus"),
        name,
        _sent("meta_title"),
        _sent("meta_description"),
        _sent("slug"),
        clean_html(markup),
        alternatives,
    )


def _sent(name: str) -> str:
    return str(request.form.get(name, ""))
