"""Réglages and Apparence > Personnaliser: the screens of the site's settings."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.identity.queries import get_site
from sandbox.shop.identity.rules import NETWORKS
from sandbox.shop.identity.services import update_site
from sandbox.shop.posts.services.writing import create_page
from sandbox.web.access import allow
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.siteadmin import bp, panels
from sandbox.web.siteadmin.feedback import notice
from sandbox.web.siteadmin.link_targets import link_targets
from sandbox.web.siteadmin.panels import Panel
from sandbox.web.siteadmin.privacy_text import privacy_blocks


def _sent_networks() -> list[dict[str, str]]:
    """The networks of the form that have an address."""
    pairs = zip(request.form.getlist("social_net"), request.form.getlist("social_url"), strict=False)
    return [{"net": net, "url": url.strip()} for net, url in pairs if url.strip()]


def _screen(panel: Panel, endpoint: str, **values: Any) -> Any:
    """A panel as it is, or saved."""
    site, is_sent = get_site(), request.method == "POST"
    form = panels.form_of(panel, site, is_sent=is_sent)
    if is_sent and form.validate_on_submit():
        given = panels.values_of(panel, form, _sent_networks())
        if attempt(form, update_site, site=site, **given) is not None:
            notice("Réglages enregistrés.", view=url_for("sitefront.home"))
            return redirect(url_for(f"siteadmin.{endpoint}", **values))
    page = _drawn(panel, form, _sent_networks() if is_sent else site.social)
    return (page, 422) if is_sent else page


def _drawn(panel: Panel, form: BaseForm, social: list[dict[str, Any]]) -> str:
    is_custom = panel in panels.CUSTOMIZER
    return render_template(
        "siteadmin/settings/panel.html", panel=panel, form=form, networks=NETWORKS, social=social,
        sections=panels.CUSTOMIZER if is_custom else (), privacy=panel is panels.PRIVACY,
        targets=link_targets() if any(one.kind == "social" for one in panel.settings) else None,
    )  # fmt: skip


@bp.get("/reglages/general")
@allow(Permission.BACKOFFICE_READ)
def settings_general() -> Any:
    """Réglages > Général."""
    return _screen(panels.GENERAL, "settings_general")


@bp.get("/reglages/ecriture")
@allow(Permission.BACKOFFICE_READ)
def settings_writing() -> Any:
    """Réglages > Écriture."""
    return _screen(panels.WRITING, "settings_writing")


@bp.get("/reglages/lecture")
@allow(Permission.BACKOFFICE_READ)
def settings_reading() -> Any:
    """Réglages > Lecture."""
    return _screen(panels.READING, "settings_reading")


@bp.get("/reglages/commentaires")
@allow(Permission.BACKOFFICE_READ)
def settings_discussion() -> Any:
    """Réglages > Commentaires."""
    return _screen(panels.DISCUSSION, "settings_discussion")


@bp.get("/reglages/permaliens")
@allow(Permission.BACKOFFICE_READ)
def settings_permalinks() -> Any:
    """Réglages > Permaliens."""
    return _screen(panels.PERMALINKS, "settings_permalinks")


@bp.get("/reglages/confidentialite")
@allow(Permission.BACKOFFICE_READ)
def settings_privacy() -> Any:
    """Réglages > Confidentialité."""
    return _screen(panels.PRIVACY, "settings_privacy")


SAVED = {
    "general": (panels.GENERAL, "settings_general"), "ecriture": (panels.WRITING, "settings_writing"), "lecture": (panels.READING, "settings_reading"),
    "commentaires": (panels.DISCUSSION, "settings_discussion"), "permaliens": (panels.PERMALINKS, "settings_permalinks"),
    "confidentialite": (panels.PRIVACY, "settings_privacy"),
}  # fmt: skip


@bp.post("/reglages/<any(general, ecriture, lecture, commentaires, permaliens, confidentialite):screen>")
@allow(Permission.BACKOFFICE_WRITE)
def settings_save(screen: str) -> Any:
    """Save a screen of settings."""
    panel, endpoint = SAVED[screen]
    return _screen(panel, endpoint)


@bp.post("/reglages/confidentialite/page")
@allow(Permission.BACKOFFICE_WRITE)
def settings_privacy_page() -> Any:
    """Make the draft of a privacy page, to be completed, and name it as such."""
    site = get_site()
    page = create_page(
        title="Politique de confidentialité", content=privacy_blocks(site.title, site.email), is_open=False
    )
    update_site(site=site, privacy_page_id=page.id)
    notice("Brouillon créé : complétez les passages entre crochets, puis publiez la page.")
    return redirect(url_for("siteadmin.post_edit", post_id=page.id))


@bp.get("/personnaliser")
@bp.get("/personnaliser/<section>")
@allow(Permission.BACKOFFICE_READ)
def customizer(section: str = "identite") -> Any:
    """A section of the customiser."""
    return _screen(panels.find_panel(section) or abort(404), "customizer", section=section)


@bp.post("/personnaliser")
@bp.post("/personnaliser/<section>")
@allow(Permission.BACKOFFICE_WRITE)
def customizer_save(section: str = "identite") -> Any:
    """Publish a section of the customiser."""
    return _screen(panels.find_panel(section) or abort(404), "customizer", section=section)
