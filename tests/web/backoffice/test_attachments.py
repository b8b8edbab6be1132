"""Catalogue > Fichiers, the files of a product's sheet, and what customers download."""

from __future__ import annotations

import io

from sandbox.shop.catalog.models import Attachment, Product
from tests.web.backoffice.conftest import Desk

LIST = "/catalogue/fichiers"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def sent(name: str = "Mode d’emploi.pdf", data: bytes = PDF) -> tuple[io.BytesIO, str]:
    """A document as a browser sends it."""
    return io.BytesIO(data), name


def shop_path(product: Product) -> str:
    return f"/produit/{product.id}-{product.slug}"


def attach(desk: Desk, product: Product, *numbers: int, **more: object) -> None:
    path = f"/catalogue/produits/{product.id}"
    desk.save(path, **desk.form(path, "product-form").filled(attachments=list(numbers) or None, **more))


def test_a_file_is_added_attached_and_downloaded_by_customers(desk: Desk) -> None:
    form = desk.form(f"{LIST}/nouveau", "attachment-form")
    page = desk.save(f"{LIST}/nouveau", **form.filled(name="Laver la gourde", description="À la main.", file=sent()))
    assert page.says("Laver la gourde")
    assert desk.journal()[-1].startswith("fichier.creer: Fichier créé : Laver la gourde")
    made, bottle = desk.find(Attachment, name="Laver la gourde"), desk.find(Product, key="gourde-orvance")
    attach(desk, bottle, made.id)
    assert desk.form(f"/catalogue/produits/{bottle.id}", "product-form").fields["attachments"] == [str(made.id)]
    shown = desk.shop_page(shop_path(bottle))
    assert shown.says("Documents à télécharger")
    assert shown.says("PDF, 1 Ko")
    answer = desk.visitor.get(f"{desk.root}/documents/{bottle.id}/{made.id}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert desk.visitor.get(f"{desk.root}/media/{made.media}").status_code == 404
    assert desk.visitor.get(f"/media/{made.media}").status_code == 404


def test_a_file_is_added_from_the_sheet_and_detached(desk: Desk) -> None:
    bottle = desk.find(Product, key="gourde-orvance")
    attach(desk, bottle, file=sent(), file_description="Trois gestes.")
    made = desk.find(Attachment, file_name="Mode d’emploi.pdf")
    assert (made.name, made.description) == ("Mode d’emploi", "Trois gestes.")
    assert desk.shop_page(shop_path(bottle)).says("Trois gestes.")
    attach(desk, bottle)
    assert not desk.shop_page(shop_path(bottle)).says("Documents à télécharger")
    assert desk.visitor.get(f"{desk.root}/documents/{bottle.id}/{made.id}").status_code == 404


def test_refuses_what_is_no_document_and_keeps_what_was_typed(desk: Desk) -> None:
    form = desk.form(f"{LIST}/nouveau", "attachment-form")
    page = desk.refused(f"{LIST}/nouveau", **form.filled(name="Gardé", file=sent("outil.exe", b"MZ")))
    assert "n’est pas accepté" in page.error("file")
    assert page.form("attachment-form").fields["name"] == ["Gardé"]
    assert "Choisissez un fichier" in desk.refused(f"{LIST}/nouveau", **form.filled(name="Sans")).error("file")
    bottle = desk.find(Product, key="gourde-orvance")
    path = f"/catalogue/produits/{bottle.id}"
    page = desk.refused(path, **desk.form(path, "product-form").filled(file=sent("page.pdf", b"<html>")))
    assert "pas un PDF" in page.error("file")
    assert desk.count(Attachment, name="Gardé") == 0


def test_a_file_is_renamed_replaced_and_only_deleted_when_free(desk: Desk) -> None:
    kept = desk.find(Attachment, key="mode-emploi-detartrant")
    path = f"{LIST}/{kept.id}"
    desk.save(path, **desk.form(path, "attachment-form").filled(name="Notice", file=sent("n.txt", b"Rincez.")))
    kept = desk.find(Attachment, key="mode-emploi-detartrant")
    assert (kept.name, kept.file_name) == ("Notice", "n.txt")
    assert desk.visitor.get(f"{desk.root}/admin{path}/telecharger").data.decode("utf-8-sig") == "Rincez."
    answer = desk.send(f"{path}/supprimer")
    assert answer.status_code == 422
    assert "Détartrant à l’acide citrique" in answer.text
    attach(desk, desk.find(Product, key="detartrant-citrique"))
    assert desk.save(f"{path}/supprimer").says("supprimé")


def test_an_offline_product_offers_nothing(desk: Desk) -> None:
    kept, product = desk.find(Attachment, key="mode-emploi-detartrant"), desk.find(Product, key="detartrant-citrique")
    assert desk.visitor.get(f"{desk.root}/documents/{product.id}/{kept.id}").status_code == 200
    attach(desk, product, kept.id, is_online=None)
    assert desk.visitor.get(f"{desk.root}/documents/{product.id}/{kept.id}").status_code == 404
