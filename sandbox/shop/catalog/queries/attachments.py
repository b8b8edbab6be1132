"""Reading the files for customers, and which products they are attached to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound
from sandbox.kernel.scope import open_shop_id
from sandbox.kernel.steady import steady
from sandbox.shop.catalog.models import Attachment, Product, ProductAttachment


@dataclass(frozen=True, slots=True)
class ProductFile:
    """A file as a product's page proposes it."""

    id: int
    name: str
    description: str
    file_name: str
    size_bytes: int


def get_attachment(attachment_id: int) -> Attachment:
    """The file of that number; raises NotFound."""
    found = db.session.get(Attachment, (open_shop_id(), attachment_id))
    if found is None:
        raise NotFound("Ce fichier n’existe pas.")
    return found


def list_attachments() -> Sequence[Attachment]:
    """Every file by name."""
    return db.session.scalars(sa.select(Attachment).order_by(Attachment.name, Attachment.id)).all()


@steady
def attachment_choices() -> tuple[tuple[int, str], ...]:
    """(id, name) of every file by name, for lists to choose from."""
    rows = db.session.execute(sa.select(Attachment.id, Attachment.name).order_by(Attachment.name, Attachment.id))
    return tuple((row.id, row.name) for row in rows)


def products_with() -> dict[int, list[tuple[int, str]]]:
    """Attachment id -> (id, name) of the products it is attached to, by name; files of no product are left out."""
    query = sa.select(ProductAttachment.attachment_id, Product.id, Product.name).join(
        Product, Product.id == ProductAttachment.product_id
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for attachment_id, product_id, name in db.session.execute(query.order_by(Product.name, Product.id)):
        found.setdefault(attachment_id, []).append((product_id, name))
    return found


@steady
def files_by_product() -> dict[int, tuple[ProductFile, ...]]:
    """Product id -> its files in order; products without any are left out."""
    query = sa.select(ProductAttachment.product_id, Attachment).join(
        Attachment, Attachment.id == ProductAttachment.attachment_id
    )
    found: dict[int, list[ProductFile]] = {}
    for product_id, row in db.session.execute(query.order_by(ProductAttachment.position, ProductAttachment.id)):
        found.setdefault(product_id, []).append(
            ProductFile(row.id, row.name, row.description, row.file_name, row.size_bytes)
        )
    return {product_id: tuple(files) for product_id, files in found.items()}
