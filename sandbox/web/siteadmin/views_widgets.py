"""Apparence > Widgets: the areas of the theme, each with its widgets in order; added, written, moved, taken out by plain forms."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for

from sandbox.kernel.text import excerpt, plain
from sandbox.policy.permissions import Permission
from sandbox.shop.blocks.rules.kinds import KINDS
from sandbox.shop.widgets import queries, rules, services
from sandbox.shop.widgets.models import SiteWidget
from sandbox.web.access import allow
from sandbox.web.forms.base import BaseForm, attempt
from sandbox.web.siteadmin import bp
from sandbox.web.siteadmin.feedback import notice
from sandbox.web.siteadmin.link_targets import link_targets
from sandbox.web.siteadmin.widget_parts import Part, block_of, has_plain_form, part_of, parts_sent, proposed


@bp.get("/widgets")
@allow(Permission.BACKOFFICE_READ)
def widgets() -> str:
    """The areas and their widgets."""
    return _page()


def _page(refused: BaseForm | None = None) -> str:
    return render_template(
        "siteadmin/widgets/areas.html", areas=queries.widgets_by_area(), words=rules.AREAS, kinds=proposed(), kind_of=kind_of, title_of=title_of,
        refused=refused,
    )  # fmt: skip


def kind_of(widget: SiteWidget) -> str:
    """« Derniers articles »: the block that a widget is about, which its heading only announces."""
    kinds = [block["kind"] for block in widget.content]
    told = next((kind for kind in kinds if kind != "heading"), kinds[0] if kinds else "")
    return KINDS[told].label if told in KINDS else "Widget vide"


def title_of(widget: SiteWidget) -> str:
    """The title that visitors read above a widget, or its first words."""
    for block in widget.content:
        attrs = block.get("attrs", {})
        if words := plain(str(attrs.get("title") or attrs.get("text") or "")):
            return excerpt(words, 60)
    return ""


def _form(area: str, parts: list[Part], widget: SiteWidget | None, form: BaseForm) -> str:
    return render_template(
        "siteadmin/widgets/edit.html", area=area, word=rules.AREAS[area], parts=parts, widget=widget, form=form, kinds=proposed(),
        heading=kind_of(widget) if widget else parts[0].kind.label if parts else "Widget",
        targets=link_targets() if any(line.draw == "url" for part in parts for line in part.lines) else None,
    )  # fmt: skip


@bp.get("/widgets/nouveau/<area>")
@allow(Permission.BACKOFFICE_READ)
def widget_new(area: str) -> str:
    """The form of a new widget of the kind that was chosen."""
    kind = KINDS.get(request.args.get("bloc", ""))
    if area not in rules.AREAS or kind is None or not has_plain_form(kind):
        abort(404)
    return _form(area, [part_of(0, {"kind": kind.name})], None, BaseForm(formdata=None))


@bp.post("/widgets/nouveau/<area>")
@allow(Permission.BACKOFFICE_WRITE)
def widget_create(area: str) -> Any:
    """Add a widget at the end of an area; or show the form with one block more or less."""
    if area not in rules.AREAS:
        abort(404)
    parts, form = parts_sent(request.form), BaseForm()
    if _reworked(parts):
        return _form(area, parts, None, form)
    made = None
    if _is_right(form, parts):
        made = attempt(form, services.add_widget, area=area, content=[block_of(part) for part in parts])
    if made is None:
        return _form(area, parts, None, form), 422
    return _done(f"Bloc «\u00a0{kind_of(made)}\u00a0» ajouté\u00a0: {rules.AREAS[area].lower()}.")


@bp.get("/widgets/<int:widget_id>")
@allow(Permission.BACKOFFICE_READ)
def widget_edit(widget_id: int) -> str:
    """A widget as it is."""
    widget = queries.get_widget(widget_id)
    parts = [part_of(number, block) for number, block in enumerate(widget.content)]
    return _form(widget.area, parts, widget, BaseForm(formdata=None))


@bp.post("/widgets/<int:widget_id>")
@allow(Permission.BACKOFFICE_WRITE)
def widget_save(widget_id: int) -> Any:
    """Change the blocks of a widget; or show the form with one block more or less."""
    widget, parts, form = queries.get_widget(widget_id), parts_sent(request.form), BaseForm()
    if _reworked(parts):
        return _form(widget.area, parts, widget, form)
    saved = None
    if _is_right(form, parts):
        saved = attempt(form, services.update_widget, widget=widget, content=[block_of(part) for part in parts])
    if saved is None:
        return _form(widget.area, parts, widget, form), 422
    return _done(f"Bloc «\u00a0{kind_of(widget)}\u00a0» enregistré.")


def _reworked(parts: list[Part]) -> bool:
    """Whether a block was added to the form, or taken out of it, rather than the form saved."""
    if (asked := request.form.get("drop", "")).isdecimal():
        parts[:] = [part for part in parts if part.number != int(asked)]
        return True
    kind = KINDS.get(request.form.get("more", ""))
    if "add" not in request.form or kind is None or not has_plain_form(kind):
        return False
    parts.append(part_of(max((part.number for part in parts), default=-1) + 1, {"kind": kind.name}))
    return True


def _is_right(form: BaseForm, parts: list[Part]) -> bool:
    if form.validate_on_submit() and not parts:
        form.refuse("Un widget a au moins un bloc. Pour l’enlever, supprimez-le de sa zone.")
    return not form.errors and not form.general_errors and not any(part.has_errors for part in parts)


def _done(text: str) -> Any:
    notice(text, view=url_for("sitefront.home"))
    return redirect(url_for("siteadmin.widgets"))


@bp.post("/widgets/<int:widget_id>/<any(up, down):act>")
@allow(Permission.BACKOFFICE_WRITE)
def widget_move(widget_id: int, act: str) -> Any:
    """Move a widget up or down in its area."""
    widget = queries.get_widget(widget_id)
    rank = queries.widgets_by_area()[widget.area].index(widget) + 1
    services.move_widget(widget=widget, position=max(1, rank + (1 if act == "down" else -1)))
    return redirect(url_for("siteadmin.widgets", _anchor=f"widget-{widget_id}"))


@bp.post("/widgets/<int:widget_id>/zone")
@allow(Permission.BACKOFFICE_WRITE)
def widget_area(widget_id: int) -> Any:
    """Move a widget to the end of another area."""
    widget, form, area = queries.get_widget(widget_id), BaseForm(), request.form.get("area", "")
    moved = attempt(form, services.move_widget, widget=widget, position=rules.MAX_WIDGETS + 1, area=area or "?")
    if moved is None:
        return _page(form), 422
    return _done(f"Bloc «\u00a0{kind_of(widget)}\u00a0» déplacé\u00a0: {rules.AREAS[area].lower()}.")


@bp.post("/widgets/<int:widget_id>/suppression")
@allow(Permission.BACKOFFICE_WRITE)
def widget_remove(widget_id: int) -> Any:
    """Take a widget out of its area."""
    widget = queries.get_widget(widget_id)
    name = kind_of(widget)
    services.remove_widget(widget=widget)
    return _done(f"Bloc «\u00a0{name}\u00a0» supprimé.")
