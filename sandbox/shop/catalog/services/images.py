"""Pictures of products: added, described, ordered, chosen as cover, deleted."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.kernel.actions import action
from sandbox.kernel.db import db
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.media import Picture
from sandbox.shop.catalog import rules
from sandbox.shop.catalog.models import Product, ProductImage
from sandbox.shop.catalog.queries import get_product
from sandbox.shop.catalog.services.common import stamp

MAX_IMAGES = 24


@action("image.ajouter", entity="image", words="a ajouté une image au produit")
def add_image(*, product: Product, picture: Picture, legend: str = "") -> ProductImage:
    """Put a stored picture last; the first of a product is its cover. Raises RuleBroken on « legend » or « picture »."""
    if len(product.images) >= MAX_IMAGES:
        raise RuleBroken(f"{MAX_IMAGES} images au plus pour un produit.", field="picture")
    image = ProductImage(
        product_id=product.id, media=picture.name, width=picture.width, height=picture.height,
        legend=rules.check_text(legend, 128, field="legend"), is_cover=not product.images,
        position=max((other.position for other in product.images), default=0) + 1,
    )  # fmt: skip
    product.images.append(image)
    stamp(product)
    db.session.flush()
    return image


@action("image.modifier", entity="image", words="a modifié l’image du produit")
def update_image(*, image: ProductImage, legend: str | None = None, is_cover: bool | None = None) -> ProductImage:
    """Change its caption, which is its alternative text, or make it the cover."""
    product = get_product(image.product_id)
    if legend is not None:
        image.legend = rules.check_text(legend, 128, field="legend")
    if is_cover:
        for other in product.images:
            other.is_cover = other.id == image.id
    stamp(product)
    db.session.flush()
    return image


@action("image.ordonner", entity="produit", words="a changé l’ordre des images du produit")
def order_images(*, product: Product, image_ids: Sequence[int]) -> Product:
    """Put the pictures in that order; all of them must be named once."""
    by_id = {image.id: image for image in product.images}
    if sorted(image_ids) != sorted(by_id):
        raise RuleBroken("L’ordre doit nommer chaque image une fois : rechargez la page.", field="order")
    for rank, image_id in enumerate(image_ids, 1):
        by_id[image_id].position = rank
    stamp(product)
    db.session.flush()
    db.session.expire(product, ["images"])
    return product


@action("image.supprimer", entity="produit", words="a supprimé une image du produit")
def delete_image(*, image: ProductImage) -> Product:
    """Take a picture off its product; variants that showed it show the cover, and the next picture becomes the cover."""
    product = get_product(image.product_id)
    for variant in product.variants:
        if variant.image_id == image.id:
            variant.image_id = None
    db.session.flush()
    was_cover = image.is_cover
    product.images.remove(image)
    db.session.flush()
    if was_cover and product.images:
        product.images[0].is_cover = True
    stamp(product)
    db.session.flush()
    return product
