"""Versions, packs, paper and coverage of a subject written on the web; things found by name; the end of practice shops."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from datetime import date

import pypdf
import pytest
import sqlalchemy as sa

from sandbox.accounts.queries import find_user
from sandbox.kernel.db import db
from sandbox.kernel.errors import NotFound, RuleBroken
from sandbox.shop.shops.models import Shop
from sandbox.training.authoring import drafting, packs, publishing
from sandbox.training.authoring.coverage import coverage_of
from sandbox.training.authoring.paper import blocks, paper_facts, paper_pdf
from sandbox.training.authoring.picking import find_things
from sandbox.training.authoring.yaml_edit import Document
from sandbox.training.grading.exports import FONTS
from sandbox.training.practice import services as practice
from sandbox.training.practice.ending import discard_run
from sandbox.training.subjects.models import SubjectVersion, WrittenSubject
from sandbox.training.subjects.queries import (
    exam_subjects,
    get_subject,
    get_written,
    list_written,
    practice_subjects,
    read_written,
    subject_in_force,
    subjects_in_force,
)
from tests.factories.world import CONTEXT, SUBJECT, World

TOM = "Tom Le Bihan"


@pytest.fixture(autouse=True)
def _world(world: World) -> None:
    assert world


@pytest.fixture
def written() -> WrittenSubject:
    """A copy of the shipped subject, its good run with it."""
    return drafting.start_from_copy(source=SUBJECT, slug="copie", title="Ma copie", context_slug=CONTEXT, author=TOM)


def set_version(written: WrittenSubject, version: str) -> None:
    """Give the text another number."""
    document = Document(written.text)
    document.put(("version",), version)
    drafting.save_text(written=written, text=document.text(), base_revision=written.revision, author=TOM)


def test_a_published_version_may_be_played_and_the_draft_goes_on(written: WrittenSubject) -> None:
    assert "copie" not in {info.slug for info in subjects_in_force()}
    first = publishing.publish(written=written, author=TOM)
    offered = subjects_in_force()
    assert "copie" in {i.slug for i in exam_subjects(offered)} & {i.slug for i in practice_subjects(offered)}
    assert subject_in_force("copie").digest == first.digest
    assert subject_in_force("copie").scenario.status == "publie"
    drafting.save_text(written=written, text=written.text + "# encore\n", base_revision=1, author=TOM)
    assert subject_in_force("copie").digest == first.digest
    bob = find_user("bob")
    assert bob is not None
    assert practice.start_run(user=bob, subject=subject_in_force("copie")).seat.session.subject_slug == "copie"


def test_the_same_number_is_not_published_twice_and_a_retired_one_gives_way(written: WrittenSubject) -> None:
    first = publishing.publish(written=written, author=TOM)
    with pytest.raises(RuleBroken, match="déjà publiée"):
        publishing.publish(written=written, author=TOM)
    set_version(written, "0.2.0")
    second = publishing.publish(written=written, author=TOM)
    assert subject_in_force("copie").version == "0.2.0"
    publishing.retire(version=second)
    assert subject_in_force("copie").digest == first.digest
    publishing.retire(version=first)
    with pytest.raises(NotFound):
        subject_in_force("copie")
    publishing.restore(version=second)
    assert subject_in_force("copie").version == "0.2.0"
    with pytest.raises(RuleBroken, match="a été publié"):
        drafting.delete_written(written=written)


def test_a_subject_without_a_good_run_is_not_published() -> None:
    written = drafting.start_from_template(
        template="fidele", slug="neuf", title="Neuf", context_slug=CONTEXT, author=TOM
    )
    told = {fault.code: fault.message for fault in publishing.obstacles(written=written)}
    assert "« bon »" in told["E045"]
    assert "[Nom du produit]" in told["E063"]
    with pytest.raises(RuleBroken, match="mots du modèle"):
        publishing.publish(written=written, author=TOM)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SubjectVersion)) == 0


def test_a_good_run_that_misses_a_proof_is_an_obstacle(written: WrittenSubject) -> None:
    lines = written.files["essais/bon.jsonl"].splitlines(keepends=True)
    drafting.keep_run(written=written, name="essais/bon.jsonl", text="".join(lines[:3]), author=TOM)
    found = publishing.obstacles(written=written)
    assert {fault.code for fault in found} >= {"E043"}
    assert (
        publishing.obstacles(
            written=drafting.keep_run(written=written, name="essais/bon.jsonl", text="".join(lines), author=TOM)
        )
        == []
    )


def test_a_pack_goes_out_and_comes_back_the_same(written: WrittenSubject) -> None:
    content = packs.write_pack(written.text, written.files)
    assert content == packs.write_pack(written.text, written.files)
    manifest = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("manifest.json"))
    assert (manifest["id"], manifest["nature"]) == ("copie", "sujet")
    assert packs.import_pack(content=content, author=TOM) == packs.Imported("copie", is_new=False)
    assert packs.import_pack(content=content, slug="ailleurs", author=TOM).is_new
    assert not packs.import_pack(content=content, slug="ailleurs", author=TOM).is_new
    assert sorted(one.slug for one in list_written()) == ["ailleurs", "copie"]
    drafting.save_text(written=written, text=written.text + "# autre\n", base_revision=1, author=TOM)
    with pytest.raises(RuleBroken) as refused:
        packs.import_pack(content=content, author=TOM)
    assert refused.value.field == "slug"


def test_a_published_version_arrives_as_a_draft_that_any_state_of_its_company_takes(written: WrittenSubject) -> None:
    version = publishing.publish(written=written, author=TOM)
    content = packs.write_pack(version.text, version.files)
    assert packs.import_pack(content=content, slug="ailleurs", author=TOM).is_new
    head = Document(get_written("ailleurs").text)
    assert (head.get(("statut",)), head.get(("contexte", "empreinte"))) == ("brouillon", "auto")
    assert not packs.import_pack(content=content, slug="ailleurs", author=TOM).is_new


def test_a_shipped_subject_imported_again_changes_nothing() -> None:
    assert packs.import_pack(content=packs.write_pack(*drafting.source_of(SUBJECT)), author=TOM) == packs.Imported(
        SUBJECT, is_new=False
    )
    assert list(list_written()) == []


def repacked(content: bytes, change: dict[str, bytes | None], *, mode: int = 0o644) -> bytes:
    """The pack with entries replaced, added or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        kept = {name: old.read(name) for name in old.namelist() if name not in change}
        for name, one in {**kept, **{k: v for k, v in change.items() if v is not None}}.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (mode if name in change else 0o644) << 16
            new.writestr(entry, one)
    return out.getvalue()


def first_name(value: dict[str, bytes | None] | str) -> str:
    """How a case is called: by the first file it changes, for its content may weigh megabytes."""
    return value if isinstance(value, str) else next(iter(value))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"subject.yaml": b"format: e5-scenario/1\n"}, "modifié après"),
        ({"annexes/en-plus.md": b"x"}, "n’est pas annoncé"),
        ({"essais/bon.jsonl": None}, "manque"),
        ({"../dehors.md": b"x"}, "sort du paquet"),
        ({"C:/dehors.md": b"x"}, "sort du paquet"),
        ({"annexes/page.html": b"<script>"}, "pas d’une sorte permise"),
        ({"manifest.json": None}, "pas de manifest"),
        ({"manifest.json": b"{}"}, "format"),
        ({"manifest.json": b"{" * 50}, "illisible"),
        ({"annexes/bombe.md": b"\0" * (13 * 1024 * 1024)}, "plus de 12 Mo"),
        ({"annexes/gros.md": b"x" * (6 * 1024 * 1024)}, "dépasse 5 Mo"),
        ({f"annexes/{n}.md": b"x" for n in range(130)}, "plus de 120 fichiers"),
    ],
    ids=first_name,
)
def test_refuses_packs_that_were_changed_or_that_reach_outside(
    written: WrittenSubject, change: dict[str, bytes | None], words: str
) -> None:
    content = repacked(packs.write_pack(written.text, written.files), change)
    with pytest.raises(RuleBroken, match=words) as refused:
        packs.import_pack(content=content, author=TOM)
    assert refused.value.field == "file"


def test_refuses_links_and_what_is_no_archive(written: WrittenSubject) -> None:
    content = packs.write_pack(written.text, written.files)
    with pytest.raises(RuleBroken, match="est un lien"):
        packs.read_pack(repacked(content, {"annexes/lien.md": b"/etc/passwd"}, mode=0o120777))
    for broken in (b"", b"PK", content[:-30], content[: len(content) // 2]):
        with pytest.raises(RuleBroken, match="Paquet refusé"):
            packs.read_pack(broken)


def in_a_folder(content: bytes, folder: str, beside: dict[str, bytes]) -> bytes:
    """The pack zipped again with the folder it was unpacked in, and what lay beside."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as sent, zipfile.ZipFile(out, "w") as again:
        for name in sent.namelist():
            again.writestr(f"{folder}/{name}", sent.read(name))
        for name, one in beside.items():
            again.writestr(name, one)
    return out.getvalue()


def test_a_pack_zipped_again_with_its_folder_by_a_computer_comes_in(written: WrittenSubject) -> None:
    content = packs.write_pack(written.text, written.files)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    debris = {f"__MACOSX/Mon sujet/._{name.rpartition('/')[2]}": b"\0\5" for name in names}
    debris |= {"Mon sujet/.DS_Store": b"\0", "Mon sujet/annexes/Thumbs.db": b"\0"}
    pack = packs.read_pack(in_a_folder(content, "Mon sujet", debris))
    assert (pack.slug, pack.text) == ("copie", written.text)
    assert dict(pack.files) == dict(written.files)


def test_two_folders_are_no_pack(written: WrittenSubject) -> None:
    content = packs.write_pack(written.text, written.files)
    with pytest.raises(RuleBroken, match="Un paquet se fait par « Paquet », sur la page Publier"):
        packs.read_pack(in_a_folder(content, "un", {"deux/annexe.md": b"x"}))


def announced(files: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A pack of these files, its manifest telling their sums."""
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        archive.writestr("manifest.json", json.dumps({"format": packs.FORMAT, "fichiers": sums}))
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_refuses_a_damaged_archive_however_it_was_compressed(written: WrittenSubject, compression: int) -> None:
    content = bytearray(announced({"subject.yaml": written.text.encode()}, compression=compression))
    at = content.find(b"subject.yaml") + len(b"subject.yaml")
    content[at + 30 : at + 300] = bytes(byte ^ 0x55 for byte in content[at + 30 : at + 300])
    with pytest.raises(RuleBroken, match=r"pas une archive \.zip lisible"):
        packs.read_pack(bytes(content))


def test_refuses_names_that_cannot_be_read(written: WrittenSubject) -> None:
    content = announced({"subject.yaml": written.text.encode(), "annexes/\u00e9.md": b"x"})
    with pytest.raises(RuleBroken, match=r"pas une archive \.zip lisible"):
        packs.read_pack(content.replace("\u00e9".encode(), b"\xff\xfe"))
    forged = {"format": packs.FORMAT, "fichiers": {"\ud800": "x"}}
    with pytest.raises(RuleBroken, match="sommes des fichiers"):
        packs.read_pack(repacked(content, {"manifest.json": json.dumps(forged).encode()}))
    with pytest.raises(RuleBroken, match="sort du paquet"):
        packs.read_pack(announced({"subject.yaml": written.text.encode(), "annexes/a\nb.md": b"x"}))


def test_refuses_a_name_that_ends_with_a_new_line_and_a_file_that_is_no_text(written: WrittenSubject) -> None:
    named = written.text.replace("id: copie", 'id: "copie\\n"', 1)
    assert named != written.text
    with pytest.raises(RuleBroken, match="identifiant lisible"):
        packs.read_pack(announced({"subject.yaml": named.encode()}))
    with pytest.raises(RuleBroken, match="n’est pas un texte"):
        packs.read_pack(announced({"subject.yaml": written.text.encode(), "annexes/a.md": b"a\0b"}))


def test_the_paper_has_two_pages_for_the_candidate_and_one_for_the_examiner() -> None:
    content = paper_pdf(get_subject(SUBJECT), date(2026, 12, 1), fonts=FONTS)
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert len(reader.pages) == 3
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    first, second, third = (page.extract_text() for page in reader.pages)
    assert "Question 5" in first
    assert "4 décembre 2026" in second.replace("\u00a0", " ")
    assert "Grille d’aide à l’évaluation" in third
    assert "14,88" not in first + second


def test_what_is_printed_keeps_a_sign_on_the_line_of_its_word() -> None:
    found = json.dumps(blocks("Le format « 500 g » : combien ?\n", date(2026, 12, 1)), ensure_ascii=False)
    assert "«\u00a0500\u00a0g\u00a0»\u00a0: combien\u00a0?" in found
    facts = paper_facts(get_subject(SUBJECT), date(2026, 12, 1))
    told = [text for line in facts["lines"] for text in (line["skill"], *line["levels"])]
    told += [text for question in facts["oral"] for text in (question["text"], *question["points"])]
    assert [text for text in told if re.search(r" [:;?!»%€]|« |\d (?:g|min)\b", text)] == []


def test_markdown_becomes_blocks_with_nothing_lost() -> None:
    found = blocks(
        "# Titre\n\nUn **mot**\nfort\n\n- a\n- b\n  1. c\n\n| x | y |\n|---|---|\n| 1 | *2* |\n", date(2026, 12, 1)
    )
    assert [block["kind"] for block in found] == ["heading", "text", "list", "table"]
    assert json.dumps(found, ensure_ascii=False).count('"text": "mot", "strong": true') == 1
    assert found[2]["items"][1][1]["ordered"] is True
    assert found[3]["rows"][1][1][0]["slanted"] is True


def test_coverage_names_criteria_and_official_functions() -> None:
    cover = coverage_of(get_subject(SUBJECT))
    assert {row.code for row in cover.criteria if row.lines} == {"C1", "C2", "C6"}
    covered = {row.number for row in cover.covered}
    assert {"PS-05", "PS-09", "PS-16", "PS-25", "PS-37", "PS-38"} <= covered
    assert "PS-23" not in covered
    assert sum(cover.skills.values()) == 8


def test_things_are_found_by_their_names(written: WrittenSubject) -> None:
    found = find_things(context_slug=CONTEXT, kind="", words="coffret escale")
    assert found[0].target == "produit:coffret-escale-hiver"
    assert find_things(context_slug=CONTEXT, kind="client", words="coffret escale") == []
    scenario = read_written(written.text, written.files).scenario
    assert scenario is not None
    made = {"injections": [{"entite": "client", "cle": "cadiou-nolwenn", "valeurs": {"nom": "Cadiou"}}]}
    assert find_things(context_slug=CONTEXT, kind="client", words="cadiou", made=made)[0].detail == "créé par le sujet"
    assert find_things(context_slug="ailleurs", kind="produit", words="coffret") == []


def test_a_trial_thrown_away_leaves_nothing(written: WrittenSubject) -> None:
    tom = find_user("tom")
    subject = read_written(written.text, written.files).subject
    assert tom is not None
    assert subject is not None
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Shop))
    run = practice.start_run(user=tom, subject=subject, is_trial=True)
    db.session.commit()
    discard_run(run=run)
    db.session.commit()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Shop)) == before
