"""Files for customers (« fichiers joints »): added, described, replaced, deleted. Attaching them is `update_product`'s."""

from __future__ import annotations

from sandbox.kernel import clock
from sandbox.kernel.actions import action
from sandbox.kernel.db import db
from sandbox.kernel.documents import StoredFile
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog import rules
from sandbox.shop.catalog.models import Attachment, Product
from sandbox.shop.catalog.queries import products_with
from sandbox.shop.catalog.services.common import stamp
from sandbox.shop.catalog.services.links import set_attachments

MAX_DESCRIPTION = 500
_NAMED = 3


@action("fichier.creer", entity="fichier", words="a ajouté le fichier")
def create_attachment(
    *, name: str, file: StoredFile, description: str = "", key: str | None = None, product: Product | None = None
) -> Attachment:
    """A new file for customers, attached to a product when one is given. Raises RuleBroken on « name » or « description »."""
    row = Attachment(
        key=key, name=rules.check_name(name), media=file.media, file_name=file.file_name, size_bytes=file.size_bytes,
        description=rules.check_text(description, MAX_DESCRIPTION, field="description"), added_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    if product is not None:
        set_attachments(product, [*(link.attachment_id for link in product.attachments), row.id])
        stamp(product)
    db.session.flush()
    return row


@action("fichier.modifier", entity="fichier", words="a modifié le fichier")
def update_attachment(
    *, attachment: Attachment, name: str | None = None, description: str | None = None, file: StoredFile | None = None
) -> Attachment:
    """Change what is given; another file takes the place of the one that products offer."""
    if name is not None:
        attachment.name = rules.check_name(name)
    if description is not None:
        attachment.description = rules.check_text(description, MAX_DESCRIPTION, field="description")
    if file is not None:
        attachment.media, attachment.file_name, attachment.size_bytes = file.media, file.file_name, file.size_bytes
    db.session.flush()
    return attachment


@action("fichier.supprimer", entity="fichier", words="a supprimé le fichier")
def delete_attachment(*, attachment: Attachment) -> Attachment:
    """Delete a file that no product offers any more; raises RuleBroken with the names of those that do."""
    if used := [name for _id, name in products_with().get(attachment.id, [])]:
        named = ", ".join(f"« {name} »" for name in used[:_NAMED])
        rest = f" et {len(used) - _NAMED} autre{'s' if len(used) - _NAMED > 1 else ''}" if len(used) > _NAMED else ""
        raise RuleBroken(
            f"« {attachment.name} » est joint à {named}{rest}\u00a0: détachez-le d’abord, sur l’onglet Options de chaque produit."
        )
    db.session.delete(attachment)
    db.session.flush()
    return attachment
