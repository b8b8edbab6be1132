"""Paramètres de la boutique > Trafic et SEO > SEO et URL."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.seo import queries, services
from sandbox.shop.seo.queries import Meta
from sandbox.shop.shops.models import ShopKind
from sandbox.shop.shops.queries import settings_of
from sandbox.shop.shops.rules import SETTINGS, Section
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.aids import SEO_ANALYSIS, has_aid
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_catalog import settings_form
from sandbox.web.backoffice.forms_seo import PageMetaForm
from sandbox.web.backoffice.links import shop_address
from sandbox.web.forms.base import attempt


@bp.get("/parametres/seo")
@allow(Permission.BACKOFFICE_READ)
def seo_pages() -> str:
    """The pages of the shop with their titles and addresses, the settings of addresses, and what robots are told."""
    robots = render_template("storefront/pages/robots.txt", closed=g.shop.kind != ShopKind.REFERENCE)
    return render_template(
        "backoffice/seo/list.html", metas=queries.list_metas(), robots=robots.strip(), settings=SETTINGS,
        form=settings_form(Section.SEO)(data=settings_of(Section.SEO)), robots_url=shop_address("robots"), has_audit=has_aid(SEO_ANALYSIS),
    )  # fmt: skip


@bp.get("/parametres/seo/<page>")
@allow(Permission.BACKOFFICE_READ)
def seo_page_edit(page: str) -> str:
    """The title, description and address of a page."""
    meta = queries.meta_of(page)
    slug = meta.slug if meta.is_rewritten else ""
    return _page(meta, PageMetaForm(title=meta.title, description=meta.description, slug=slug))


@bp.post("/parametres/seo/<page>")
@allow(Permission.BACKOFFICE_WRITE)
def seo_page_save(page: str) -> Any:
    """Save them: the page answers at its new address at once, and the old one leads there."""
    meta, form = queries.meta_of(page), PageMetaForm()
    if form.validate_on_submit():
        values = {"title": form.title.data, "description": form.description.data or "", "slug": form.slug.data}
        if attempt(form, services.update_page_meta, page=page, **values) is not None:
            toast(f"La page «\u00a0{meta.page.name}\u00a0» est enregistrée.", view=shop_address(page))
            return redirect(url_for("backoffice.seo_pages"))
    return _page(meta, form), 422


def _page(meta: Meta, form: PageMetaForm) -> str:
    return render_template("backoffice/seo/edit.html", meta=meta, form=form, in_shop=shop_address(meta.page.code))
