"""Catalogue > Attributs & caractéristiques."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog import queries, services
from sandbox.shop.catalog.models import Attribute, AttributeValue
from sandbox.shop.catalog.rules import ATTRIBUTE_KIND_LABELS
from sandbox.web.access import allow
from sandbox.web.backoffice import bp
from sandbox.web.backoffice.feedback import toast
from sandbox.web.backoffice.forms_catalog import AttributeForm, AttributeValueForm, FeatureForm
from sandbox.web.forms.base import attempt
from sandbox.web.numbers import whole


@bp.get("/catalogue/attributs")
@allow(Permission.BACKOFFICE_READ)
def attributes() -> str:
    """The list of attributes."""
    return render_template(
        "backoffice/attributes/list.html", attributes=queries.list_attributes(), kinds=ATTRIBUTE_KIND_LABELS
    )


@bp.get("/catalogue/attributs/nouveau")
@allow(Permission.BACKOFFICE_READ)
def attribute_new() -> str:
    """An empty attribute."""
    return render_template("backoffice/attributes/new.html", form=AttributeForm())


@bp.post("/catalogue/attributs/nouveau")
@allow(Permission.BACKOFFICE_WRITE)
def attribute_create() -> Any:
    """Create an attribute and open its page, where its values are added."""
    form = AttributeForm()
    if form.validate_on_submit():
        values = {"name": form.name.data, "public_name": form.public_name.data, "kind": form.kind.data}
        attribute = attempt(form, services.create_attribute, **values)
        if attribute is not None:
            toast(f"L’attribut « {attribute.name} » est créé. Ajoutez ses valeurs.")
            return redirect(url_for("backoffice.attribute_edit", attribute_id=attribute.id))
    return render_template("backoffice/attributes/new.html", form=form), 422


@bp.get("/catalogue/attributs/<int:attribute_id>")
@allow(Permission.BACKOFFICE_READ)
def attribute_edit(attribute_id: int) -> str:
    """An attribute and its values."""
    return _page(queries.get_attribute(attribute_id))


@bp.post("/catalogue/attributs/<int:attribute_id>")
@allow(Permission.BACKOFFICE_WRITE)
def attribute_save(attribute_id: int) -> Any:
    """Save an attribute."""
    attribute = queries.get_attribute(attribute_id)
    form = AttributeForm()
    if form.validate_on_submit():
        values = {
            "name": form.name.data,
            "public_name": form.public_name.data or form.name.data,
            "kind": form.kind.data,
        }
        if attempt(form, services.update_attribute, attribute=attribute, **values) is not None:
            toast(f"L’attribut « {attribute.name} » est enregistré.")
            return redirect(url_for("backoffice.attribute_edit", attribute_id=attribute.id))
    return _page(attribute, form=form), 422


@bp.post("/catalogue/attributs/<int:attribute_id>/supprimer")
@allow(Permission.BACKOFFICE_WRITE)
def attribute_delete(attribute_id: int) -> Any:
    """Delete an attribute."""
    attribute = services.delete_attribute(attribute=queries.get_attribute(attribute_id))
    toast(f"L’attribut « {attribute.name} » est supprimé.")
    return redirect(url_for("backoffice.attributes"))


@bp.post("/catalogue/attributs/<int:attribute_id>/position")
@allow(Permission.BACKOFFICE_WRITE)
def attribute_move(attribute_id: int) -> Any:
    """Move an attribute up or down."""
    position = request.form.get("position", 1, type=whole)
    services.update_attribute(attribute=queries.get_attribute(attribute_id), position=position)
    return redirect(url_for("backoffice.attributes"))


@bp.post("/catalogue/attributs/<int:attribute_id>/valeurs")
@allow(Permission.BACKOFFICE_WRITE)
def attribute_value_create(attribute_id: int) -> Any:
    """Add a value."""
    attribute = queries.get_attribute(attribute_id)
    form = AttributeValueForm()
    if form.validate_on_submit():
        values = {"name": form.name.data, "color": form.color.data if attribute.kind == "color" else ""}
        value = attempt(form, services.create_attribute_value, attribute=attribute, **values)
        if value is not None:
            toast(f"La valeur « {value.name} » est ajoutée.")
            return redirect(url_for("backoffice.attribute_edit", attribute_id=attribute.id))
    return _page(attribute, value_form=form), 422


@bp.post("/catalogue/attributs/<int:attribute_id>/valeurs/<int:value_id>")
@allow(Permission.BACKOFFICE_WRITE)
def attribute_value_save(attribute_id: int, value_id: int) -> Any:
    """Rename, recolour, move or delete a value."""
    attribute = queries.get_attribute(attribute_id)
    value = queries.get_attribute_value(value_id)
    form = AttributeValueForm(prefix=f"v{value.id}-")
    if request.form.get("act") == "delete":
        services.delete_attribute_value(attribute_value=value)
        toast(f"La valeur « {value.name} » est supprimée.")
    elif move := request.form.get("position", type=whole):
        services.update_attribute_value(attribute_value=value, position=move)
    elif not form.validate_on_submit() or attempt(form, services.update_attribute_value, **_value(form, value)) is None:
        return _page(attribute, edited={value.id: form}), 422
    return redirect(url_for("backoffice.attribute_edit", attribute_id=attribute_id))


def _value(form: AttributeValueForm, value: AttributeValue) -> dict[str, Any]:
    color = form.color.data if value.attribute.kind == "color" else value.color
    return {"attribute_value": value, "name": form.name.data, "color": color}


def _page(
    attribute: Attribute, *, form: AttributeForm | None = None, value_form: AttributeValueForm | None = None,
    edited: dict[int, AttributeValueForm] | None = None,
) -> str:  # fmt: skip
    forms = {v.id: AttributeValueForm(formdata=None, prefix=f"v{v.id}-", obj=v) for v in attribute.values}
    return render_template(
        "backoffice/attributes/edit.html", attribute=attribute, form=form or AttributeForm(formdata=None, obj=attribute),
        value_form=value_form or AttributeValueForm(formdata=None), forms={**forms, **(edited or {})},
        used=queries.used_value_ids(),
    )  # fmt: skip


@bp.get("/catalogue/caracteristiques")
@allow(Permission.BACKOFFICE_READ)
def features() -> str:
    """The kinds of facts about products."""
    return _features(FeatureForm(formdata=None), {})


@bp.post("/catalogue/caracteristiques")
@allow(Permission.BACKOFFICE_WRITE)
def feature_create() -> Any:
    """Add a kind of fact."""
    form = FeatureForm()
    if form.validate_on_submit():
        feature = attempt(form, services.create_feature, name=form.name.data)
        if feature is not None:
            toast(f"La caractéristique « {feature.name} » est ajoutée.")
            return redirect(url_for("backoffice.features"))
    return _features(form, {}), 422


@bp.post("/catalogue/caracteristiques/<int:feature_id>")
@allow(Permission.BACKOFFICE_WRITE)
def feature_save(feature_id: int) -> Any:
    """Rename or delete a kind of fact."""
    feature = queries.get_feature(feature_id)
    form = FeatureForm(prefix=f"f{feature.id}-")
    if request.form.get("act") == "delete":
        services.delete_feature(feature=feature)
        toast(f"La caractéristique « {feature.name} » est supprimée.")
    elif (
        not form.validate_on_submit()
        or attempt(form, services.update_feature, feature=feature, name=form.name.data) is None
    ):
        return _features(FeatureForm(formdata=None), {feature.id: form}), 422
    return redirect(url_for("backoffice.features"))


def _features(form: FeatureForm, edited: dict[int, FeatureForm]) -> str:
    rows = queries.list_features()
    forms = {row.id: FeatureForm(formdata=None, prefix=f"f{row.id}-", obj=row) for row in rows}
    return render_template(
        "backoffice/attributes/features.html",
        features=rows,
        form=form,
        forms={**forms, **edited},
        uses=queries.count_by_feature(),
    )
