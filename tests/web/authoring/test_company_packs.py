"""A company of one's own carried to another installation, whole; nothing of a pack is trusted."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from sandbox.training.authoring import company_packs
from sandbox.training.authoring.packs import write_archive
from sandbox.training.contexts.making import drop_context
from sandbox.training.contexts.queries import find_context, folder_digest, get_context
from tests.support.visitor import Visitor
from tests.web.authoring.conftest import MINE

IMPORT = "/formateur/contextes/paquet"


@pytest.fixture
def pack(owner: Visitor) -> bytes:
    """The pack of the trainer's own company."""
    assert "Emporter l’entreprise" in owner.get(f"/formateur/contextes/{MINE}").text
    answer = owner.get(f"/formateur/contextes/{MINE}/paquet.zip")
    assert answer.status_code == 200
    owner.get(IMPORT)
    return bytes(answer.data)


def folder_of(app: Flask, slug: str = MINE) -> Path:
    found: Path = app.config["E5"].contexts_root / slug
    return found


def forget(app: Flask) -> str:
    """As on an installation that never had it; the digest that it had."""
    digest = folder_digest(folder_of(app))
    drop_context(pack=get_context(MINE), folder=folder_of(app))
    assert not folder_of(app).exists()
    return digest


def send(tom: Visitor, content: bytes, **more: str):  # type: ignore[no-untyped-def]
    return tom.post(IMPORT, file=(io.BytesIO(content), "entreprise.zip"), **more)


def parts(content: bytes) -> tuple[dict[str, object], dict[str, bytes]]:
    """The manifest of a pack, and its files."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files.pop("manifest.json")), files


def test_a_company_arrives_whole_and_is_the_trainers(app: Flask, owner: Visitor, pack: bytes) -> None:
    digest = forget(app)
    made = send(owner, pack)
    assert made.headers["Location"] == f"/formateur/contextes/{MINE}", made.text
    page = owner.get(f"/formateur/contextes/{MINE}").text
    assert "Entreprise «\u00a0Épicerie Kerlann\u00a0» importée" in page
    assert "entreprise à vous" in page
    assert get_context(MINE).digest == folder_digest(folder_of(app)) == digest
    send(owner, pack)
    assert "à l’identique" in owner.get(f"/formateur/contextes/{MINE}").text


def test_what_is_shipped_everywhere_is_named_and_not_carried(app: Flask, owner: Visitor, pack: bytes) -> None:
    manifest, files = parts(pack)
    shipped = manifest["livres"]
    assert isinstance(shipped, dict)
    pictures = [p for p in folder_of(app).rglob("*") if p.suffix in (".webp", ".png", ".svg")]
    assert pictures
    assert {p.relative_to(folder_of(app)).as_posix() for p in pictures} == set(shipped)
    assert "context.yaml" in files
    forget(app)
    lost = write_archive(manifest | {"livres": shipped | {"medias/autre.webp": "0" * 64}}, files)
    refused = send(owner, lost)
    assert refused.status_code == 422
    assert "n’est pas sur ce poste" in refused.text
    assert find_context(MINE) is None


def test_a_name_that_is_taken_asks_for_another(app: Flask, owner: Visitor, pack: bytes) -> None:
    (folder_of(app) / "NOTES.md").write_text("Une note à moi.", "utf-8")
    taken = send(owner, pack)
    assert taken.status_code == 422
    assert "est déjà pris" in taken.text
    other = send(owner, pack, slug="epicerie-bis")
    assert other.headers["Location"] == "/formateur/contextes/epicerie-bis", other.text
    assert "id: epicerie-bis" in (folder_of(app, "epicerie-bis") / "context.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"context.yaml": b"id: epicerie-kerlann\n"}, "a été modifié après la mise en paquet"),
        ({"../dehors.md": b"x"}, "sort du paquet"), ({"medias/dessin.svg": b"<svg/>"}, "pas d’une sorte permise"),
        ({"en-plus.md": b"x"}, "n’est pas annoncé"),
    ],
)  # fmt: skip
def test_a_pack_changed_on_its_way_is_refused(
    app: Flask, owner: Visitor, pack: bytes, change: dict[str, bytes], said: str
) -> None:
    forget(app)
    manifest, files = parts(pack)
    refused = send(owner, write_archive(manifest, files | change))
    assert refused.status_code == 422
    assert said in refused.text
    assert not folder_of(app).exists()


def test_one_file_named_thousands_of_times_is_refused(
    owner: Visitor, pack: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A manifest of a few kilobytes would fill the disk of the machine that reads it."""
    manifest, files = parts(pack)
    large = tmp_path / "grande.webp"
    large.write_bytes(bytes(50_000))
    monkeypatch.setattr(company_packs, "shipped_sums", lambda _: {"0" * 64: large})
    for number, said in ((4000, "plus de 3000 fichiers"), (2000, "plus de 80 Mo une fois déplié")):
        named = {f"medias/{turn}.webp": "0" * 64 for turn in range(number)}
        refused = send(owner, write_archive(manifest | {"livres": named}, files), slug="epicerie-bis")
        assert refused.status_code == 422
        assert said in refused.text
    assert find_context("epicerie-bis") is None


def test_a_folder_at_fault_is_told_and_not_kept(app: Flask, owner: Visitor, pack: bytes) -> None:
    table = folder_of(app) / "catalogue" / "produits.csv"
    table.write_text(table.read_text("utf-8-sig").replace(";", ",", 3), "utf-8")
    broken = owner.get(f"/formateur/contextes/{MINE}/paquet.zip").data
    forget(app)
    refused = send(owner, broken)
    assert refused.status_code == 422
    assert "Rien n’a été importé" in refused.text
    assert find_context(MINE) is None
    assert not folder_of(app).exists()
    assert send(owner, pack).status_code == 302


def test_each_pack_is_told_where_it_goes(owner: Visitor, pack: bytes) -> None:
    owner.get("/formateur/sujets/importer")
    wrong = owner.post("/formateur/sujets/importer", file=(io.BytesIO(pack), "x.zip"))
    assert "Importer une entreprise" in wrong.text
    subject = write_archive({"format": "e5-paquet/1", "nature": "sujet", "fichiers": {}}, {})
    assert "celui d’un sujet" in send(owner, subject).text
    assert send(owner, b"pas un zip").status_code == 422


def test_an_address_that_the_site_means_is_no_company(owner: Visitor, pack: bytes, app: Flask) -> None:
    refused = send(owner, pack, slug="paquet")
    assert refused.status_code == 422
    assert not folder_of(app, "paquet").exists()
    shutil.rmtree(folder_of(app))
    assert owner.get(f"/formateur/contextes/{MINE}/paquet.zip").status_code == 404
