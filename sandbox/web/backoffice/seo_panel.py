"""The analysis of referencing beside the forms of products, categories and pages: of what is stored, or of what is being typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, url_for
from wtforms import Field

from sandbox.shop.catalog.models import Category, Product
from sandbox.shop.seo import queries, services
from sandbox.shop.seo.queries import Draft
from sandbox.shop.seo.rules.analysis import Analysis, Sheet, analyse
from sandbox.shop.seo.rules.readability import read_easily
from sandbox.shop.seo.rules.snippets import (
    DESCRIPTION_LIMITS,
    TITLE_LIMIT,
    TITLE_SIZE,
    description_of,
    title_of,
    width_px,
)
from sandbox.shop.shops.queries import get_company
from sandbox.shop.site.models import InfoPage
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.aids import SEO_ANALYSIS, has_aid
from sandbox.web.backoffice.forms_catalog import CategoryForm
from sandbox.web.backoffice.forms_display import PageForm
from sandbox.web.backoffice.forms_product import ProductForm
from sandbox.web.forms.base import BaseForm


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel shows: where it asks for a fresh look, the words aimed at, and the two analyses."""

    address: str
    aimed: str
    found: Analysis
    readable: Analysis


@bp.app_template_global()
def shop_host() -> str:
    """The site’s name in a search result: that of the company’s address."""
    return get_company()["email"].rpartition("@")[2] or "boutique.example"


@bp.app_template_global()
def result_limits() -> dict[str, int]:
    """The pixels of a title, and of a description on each device: the script cuts there too."""
    return {"title": TITLE_LIMIT, **DESCRIPTION_LIMITS}


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


def panel_of(form: BaseForm, kind: str, number: int, sheet_of: Callable[[], Sheet]) -> Panel | None:
    """The panel beside a form, or None in a subject without this help: nothing is then read. The words that are stored come into
    the form that shows them; `sheet_of` reads the form.
    """
    if not has_aid(SEO_ANALYSIS):
        return None
    if not form.is_submitted():
        form["focus"].data = queries.focus_of(kind, number)
    numbers: dict[str, Any] = {f"{kind}_id": number}
    sheet = sheet_of()
    address = url_for(f"backoffice.{kind}_analysis", **numbers)
    return Panel(address, sheet.keyphrase, analyse(sheet), read_easily(sheet.contents))


def points(sheet: Sheet) -> str:
    """The points alone, for the panel that is open."""
    return render_template("backoffice/seo/_points.html", found=analyse(sheet), readable=read_easily(sheet.contents))


def keep_focus(form: BaseForm, kind: str, target_id: int) -> None:
    """Keep the words aimed at, when the form that was sent shows them."""
    field: Any = form["focus"]
    if field.raw_data:
        services.aim_at(kind=kind, target_id=target_id, keyphrase=field.data or "")


def product_sheet(product: Product, form: ProductForm) -> Sheet:
    """A product as its form holds it; without chosen words, its first tag is aimed at."""
    captions = [line.legend.data or "" for line in form.image_forms.values()]
    draft = _draft(form, form.name, (form.summary.data or "") + (form.description.data or ""), captions)
    aimed = draft.keyphrase.strip() or (form.tags.data or "").partition(",")[0]
    return queries.sheet_of("product", product.id, replace(draft, keyphrase=aimed))


def category_sheet(category: Category | None, form: CategoryForm) -> Sheet:
    """A category as its form holds it; its picture bears its name."""
    has_picture = category is not None and category.image and not form.removes_image.data
    draft = _draft(form, form.name, form.description.data or "", [form.name.data or ""] if has_picture else [])
    return queries.sheet_of("category", category.id if category else 0, draft)


def page_sheet(page: InfoPage | None, form: PageForm) -> Sheet:
    """An information page as its form holds it."""
    return queries.sheet_of("page", page.id if page else 0, _draft(form, form.title, form.content.data or "", []))


def _draft(form: BaseForm, name: Field, markup: str, alternatives: list[str]) -> Draft:
    keyphrase, title, description, slug = (
        form[one].data or "" for one in ("focus", "meta_title", "meta_description", "slug")
    )
    return Draft(keyphrase, name.data or "", title, description, slug, markup, alternatives)
