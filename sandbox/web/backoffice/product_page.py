"""Between the product page's form and the services: what the form starts from, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from markupsafe import Markup, escape

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.money import incl_cents, to_cents, to_micros
from sandbox.kernel.values import ValueFault, parse_decimal
from sandbox.shop.catalog import queries, services
from sandbox.shop.catalog.models import Product, ProductImage
from sandbox.shop.shipping import queries as shipping
from sandbox.shop.shipping import services as shipping_services
from sandbox.shop.taxes.queries import tax_choices
from sandbox.web.backoffice.forms_product import ProductForm
from sandbox.web.backoffice.seo_panel import keep_focus
from sandbox.web.media import store
from sandbox.web.numbers import whole

_SAME = (
    "name", "kind", "is_online", "summary", "description", "category_id", "brand_id", "reference", "mpn", "upc", "ean13", "isbn",
    "shows_condition", "condition", "out_of_stock", "in_stock_label", "out_of_stock_label", "available_on", "width_mm",
    "height_mm", "depth_mm", "weight_g", "extra_shipping_cents", "price_excl_micros", "tax_rule_id", "cost_excl_micros",
    "is_on_sale", "unit", "unit_content_milli", "meta_title", "meta_description", "slug", "redirect", "visibility",
    "is_available_for_order", "shows_price", "is_web_only", "is_withdrawal_excluded", "min_quantity", "low_stock", "quantity",
)  # fmt: skip
_ZERO = {
    "width_mm", "height_mm", "depth_mm", "weight_g", "extra_shipping_cents", "cost_excl_micros", "unit_content_milli", "quantity",
}  # fmt: skip


def make_form(product: Product) -> ProductForm:
    """The form of a product, with its choices."""
    rate = product.tax_rule.rate_bp if product.tax_rule else 0
    bound = shipping.carriers_of_products([product.id]).get(product.id, frozenset())
    form = ProductForm(
        product, **{name: getattr(product, name) for name in _SAME},
        price_incl_cents=incl_cents(product.price_excl_micros, rate),
        categories=[link.category_id for link in product.categories],
        tags=", ".join(tag.label for tag in product.tags),
        related=[{"product_id": link.related_id} for link in product.related],
        features=[{"name": link.feature.name, "value": link.value} for link in product.features],
        custom_fields=[
            {"label": f.label, "kind": f.kind, "max_length": f.max_length, "is_required": f.is_required}
            for f in product.custom_fields
        ],
        pack_items=[
            {"part": f"{item.product_id}:{item.variant_id or ''}", "quantity": item.quantity} for item in product.pack_items
        ],
        carriers=sorted(bound), attachments=[link.attachment_id for link in product.attachments],
    )  # fmt: skip
    _fill_choices(form)
    return form


class Options:
    """The options of a list that several rows show, drawn once: a pack of four among a hundred products drew five hundred."""

    def __init__(self, choices: Iterable[tuple[str, str]]) -> None:
        self._words = dict(choices)
        self._drawn = "".join(
            f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in self._words.items()
        )

    def __call__(self, chosen: object = "") -> Markup:
        """All of them for a row that chose none; for another its choice alone, which the script completes when it is opened.

        A pack of five sent its list of three hundred articles eight times.
        """
        if not chosen:
            return Markup(self._drawn)  # noqa: S704 -- every part was escaped above
        words = self._words.get(str(chosen))
        return Markup("") if words is None else Markup('<option value="{}" selected>{}</option>').format(chosen, words)


def options_for(product: Product) -> dict[str, Options]:
    """What a row of the page chooses among: other products, and what may stand in a pack."""
    others = queries.list_choices(but=product.id)
    return {
        "related_options": Options((str(one.product_id), one.name) for one in others if one.variant_id is None),
        "part_options": Options(
            (f"{one.product_id}:{one.variant_id or ''}", f"{one.name} ({one.reference})" if one.reference else one.name)
            for one in others if one.kind != "pack"
        ),
    }  # fmt: skip


def _fill_choices(form: ProductForm) -> None:
    pairs = [(number, f"{'— ' * depth}{name}") for number, depth, name in queries.category_choices()]
    form.category_id.choices = pairs
    form.categories.choices = pairs
    form.brand_id.choices = [("", "Aucune marque"), *queries.brand_choices()]
    rules = [(number, name, {"data-rate": rate}) for number, name, rate in tax_choices()]
    form.tax_rule_id.choices = [("", "Aucune taxe", {"data-rate": 0}), *rules]
    form.attachments.choices = list(queries.attachment_choices())
    if "carriers" in form:
        form.carriers.choices = list(shipping.carrier_choices())


def read_form(form: ProductForm) -> dict[str, Any]:
    """The arguments of `update_product`."""
    values: dict[str, Any] = {name: form[name].data for name in _SAME if name in form}
    values |= {name: values[name] or 0 for name in _ZERO & values.keys()}
    values["price_incl_cents"] = form.price_incl_cents.data
    for name in ("price_excl_micros", "price_incl_cents"):  # an empty field leaves the other one to decide
        if values[name] is None:
            del values[name]
    if "price_excl_micros" not in values and "price_incl_cents" not in values:
        values["price_excl_micros"] = 0
    values["meta_description"] = values["meta_description"] or ""
    values["categories"] = form.categories.data
    values["attachments"] = form.attachments.data
    values["tags"] = (form.tags.data or "").split(",")
    values["related"] = [row["product_id"] for row in form.related.data if row["product_id"]]
    values["features"] = [(row["name"], row["value"]) for row in form.features.data]
    values["custom_fields"] = [
        (row["label"], row["kind"], row["is_required"], row["max_length"] or 255) for row in form.custom_fields.data if row["label"]
    ]  # fmt: skip
    if form.kind.data == "pack":
        values["pack_items"] = [_pack_item(row) for row in form.pack_items.data if row["part"]]
    if form.product.variants:
        default = request.form.get("default_variant", type=whole)
        values["variants"] = {
            number: {**line.data, "is_default": number == default} for number, line in form.variant_forms.items()
        }  # fmt: skip
    return values


def _pack_item(row: dict[str, Any]) -> tuple[int, int | None, int]:
    product, _, variant = str(row["part"]).partition(":")
    return int(product) if product.isdigit() else 0, int(variant) if variant.isdigit() else None, row["quantity"] or 1


def save(*, sheet: ProductForm) -> Product:
    """The whole page: the sheet, its carriers, its pictures, and what the pressed button adds."""
    product = sheet.product
    services.update_product(product=product, **read_form(sheet))
    if "carriers" in sheet:
        _save_carriers(product, sheet, sheet.carriers.data or [])
    keep_focus(sheet, "product", product.id)
    _save_images(sheet, product)
    _add_file(sheet, product)
    _press(product)
    return product


def _save_carriers(product: Product, form: ProductForm, chosen: list[int]) -> None:
    bound = form.carriers.object_data or ()
    if frozenset(bound) != frozenset(chosen):
        carriers = [carrier for carrier in shipping.list_carriers() if carrier.id in chosen]
        shipping_services.set_product_carriers(product=product, carriers=carriers)


def _save_images(form: ProductForm, product: Product) -> None:
    cover = request.form.get("cover", type=whole)
    for image in list(product.images):
        line = form.image_forms[image.id]
        becomes_cover = image.id == cover and not image.is_cover
        if line.legend.data != image.legend or becomes_cover:
            services.update_image(image=image, legend=line.legend.data, is_cover=becomes_cover or None)
    current = [image.id for image in product.images]
    wanted = _ranked(form, product)
    if wanted != current:
        services.order_images(product=product, image_ids=wanted)
    for sent in request.files.getlist("pictures"):
        if sent.filename:
            services.add_image(product=product, picture=store().add_picture(sent.read(), field="pictures"))


def _add_file(form: ProductForm, product: Product) -> None:
    """A document sent with the page, named after itself when it was given no name, is kept and attached to the product."""
    if (sent := form.file.content()) is None:
        return
    file = store().add_document(*sent, field="file")
    try:
        services.create_attachment(
            name=form.file_name.data or file.file_name.rpartition(".")[0], file=file, product=product,
            description=form.file_description.data or "",
        )  # fmt: skip
    except RuleBroken as refused:
        raise RuleBroken(refused.message, field=f"file_{refused.field}") from refused


def _ranked(form: ProductForm, product: Product) -> list[int]:
    """The pictures by their typed ranks; a picture that was given the rank of another takes its place."""

    def place(item: tuple[int, ProductImage]) -> tuple[int, int, int]:
        index, image = item
        typed = form.image_forms[image.id].position.data or 999
        return typed, (typed > image.position) - (typed < image.position), index

    return [image.id for _index, image in sorted(enumerate(product.images), key=place)]


def _press(product: Product) -> None:
    """The buttons inside the page: each saves it, then does its own work."""
    if number := request.form.get("delete_image", type=whole):
        services.delete_image(image=queries.get_image(number))
    if number := request.form.get("delete_variant", type=whole):
        services.delete_variants(product=product, variant_ids=[number])
    if request.form.get("press") == "generate":
        groups: dict[int, list[int]] = {}
        for number in request.form.getlist("values", type=whole):
            groups.setdefault(queries.get_attribute_value(number).attribute_id, []).append(number)
        services.generate_variants(product=product, values=list(groups.values()))
    bulk = request.form.get("bulk_variants")
    chosen = request.form.getlist("variant_ids", type=whole)
    if bulk == "delete":
        services.delete_variants(product=product, variant_ids=chosen)
    elif bulk == "set":
        services.update_variants(product=product, variant_ids=chosen, **_bulk_values())


def _bulk_values() -> services.VariantValues:
    """What the fields over the grid give to the ticked variants; empty fields change nothing."""
    values: services.VariantValues = {}
    try:
        if text := request.form.get("bulk_quantity", "").strip():
            values["quantity"] = int(parse_decimal(text))
        if text := request.form.get("bulk_impact", "").strip():
            values["impact_incl_cents"] = to_cents(parse_decimal(text))
        if text := request.form.get("bulk_cost", "").strip():
            values["cost_excl_micros"] = to_micros(parse_decimal(text))
    except ValueFault as fault:
        raise RuleBroken(str(fault), field="ids") from fault
    if not values:
        raise RuleBroken(
            "Indiquez une quantité, un impact ou un prix d’achat à donner aux déclinaisons cochées.", field="ids"
        )
    return values
