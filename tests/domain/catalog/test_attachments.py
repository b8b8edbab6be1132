"""Files for customers: kept, attached, copied with their product, deleted when nobody offers them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.kernel.documents import StoredFile
from sandbox.kernel.errors import RuleBroken
from sandbox.shop.catalog import queries, services
from sandbox.shop.catalog.models import Attachment, Product

Find = Callable[[str], Product]
FILE = StoredFile(f"{'a' * 32}.pdf", "Guide.pdf", 36_000)


def guide(name: str = "Guide") -> Attachment:
    return services.create_attachment(name=name, file=FILE, description="Doses et temps")


def test_a_file_is_offered_by_its_products_in_their_order(product: Find) -> None:
    first, second = guide("Zeste"), guide("Abeille")
    services.update_product(product=product("mug"), attachments=[first.id, second.id])
    assert [file.name for file in queries.files_by_product()[product("mug").id]] == ["Zeste", "Abeille"]
    services.update_product(product=product("mug"), attachments=[second.id])
    assert [file.id for file in queries.files_by_product()[product("mug").id]] == [second.id]


def test_a_new_file_joins_those_of_its_product(product: Find) -> None:
    services.update_product(product=product("mug"), attachments=[guide().id])
    services.create_attachment(name="Entretien", file=FILE, product=product("mug"))
    assert [link.attachment.name for link in product("mug").attachments] == ["Guide", "Entretien"]


def test_refuses_a_file_that_does_not_exist(product: Find) -> None:
    with pytest.raises(RuleBroken, match="n’existe plus") as refused:
        services.update_product(product=product("mug"), attachments=[987])
    assert refused.value.field == "attachments"


@pytest.mark.usefixtures("shop")
def test_refuses_an_empty_name_and_a_long_description() -> None:
    with pytest.raises(RuleBroken) as refused:
        services.create_attachment(name=" ", file=FILE)
    assert refused.value.field == "name"
    with pytest.raises(RuleBroken) as refused:
        services.create_attachment(name="Guide", file=FILE, description="x" * 501)
    assert refused.value.field == "description"


def test_a_file_in_use_is_not_deleted_and_says_by_what(product: Find) -> None:
    kept = guide()
    services.update_product(product=product("mug"), attachments=[kept.id])
    with pytest.raises(RuleBroken, match=product("mug").name):
        services.delete_attachment(attachment=kept)
    services.update_product(product=product("mug"), attachments=[])
    services.delete_attachment(attachment=kept)
    assert list(queries.list_attachments()) == []


def test_another_file_takes_its_place(product: Find) -> None:
    kept = guide()
    services.update_attachment(attachment=kept, file=StoredFile(f"{'b' * 32}.pdf", "Guide 2.pdf", 9))
    assert (kept.file_name, kept.size_bytes, kept.name) == ("Guide 2.pdf", 9, "Guide")


def test_a_copied_product_offers_the_same_files_and_a_deleted_one_leaves_them(product: Find) -> None:
    kept = guide()
    services.update_product(product=product("mug"), attachments=[kept.id])
    twin = services.duplicate_product(product=product("mug"))
    assert [link.attachment_id for link in twin.attachments] == [kept.id]
    services.delete_product(product=twin)
    assert [name for _id, name in queries.products_with()[kept.id]] == [product("mug").name]
