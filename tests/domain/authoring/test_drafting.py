"""Subjects written on the web: started, saved without overwriting, changed by forms."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sandbox.kernel.db import db
from sandbox.kernel.errors import Conflict, NotFound, RuleBroken
from sandbox.training.authoring import drafting, editing
from sandbox.training.authoring.checking import check_subject
from sandbox.training.authoring.yaml_edit import Document
from sandbox.training.subjects.models import WrittenSave, WrittenSubject
from sandbox.training.subjects.queries import get_written, grid_criteria, list_saves, read_written
from tests.factories.world import CONTEXT, SUBJECT, World

TOM = "Tom Le Bihan"


@pytest.fixture(autouse=True)
def _world(world: World) -> None:
    assert world


def start(template: str = "fidele", slug: str = "paques") -> WrittenSubject:
    """A subject from a template."""
    return drafting.start_from_template(
        template=template, slug=slug, title="Pâques à la brûlerie", context_slug=CONTEXT, author=TOM
    )


@pytest.mark.parametrize("template", list(drafting.TEMPLATES))
def test_a_template_gives_a_draft_without_fault(template: str) -> None:
    written = start(template)
    faults = check_subject(written.text, written.files, with_runs=True)
    assert [str(fault) for fault in faults if fault.code.startswith("E")] == []
    scenario = read_written(written.text, written.files).scenario
    assert scenario is not None
    assert (scenario.id, scenario.title, scenario.status) == ("paques", "Pâques à la brûlerie", "brouillon")
    assert scenario.authors == [TOM]


def test_a_copy_brings_annexes_and_runs_along() -> None:
    written = drafting.start_from_copy(source=SUBJECT, slug="copie", title="Copie", context_slug=CONTEXT, author=TOM)
    assert "essais/bon.jsonl" in written.files
    assert read_written(written.text, written.files).subject is not None
    again = drafting.start_from_copy(source="copie", slug="copie2", title="Copie", context_slug=CONTEXT, author=TOM)
    assert again.files == written.files


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": SUBJECT}, "slug"),
        ({"slug": "Pâques"}, "slug"),
        ({"title": " "}, "title"),
        ({"template": "x"}, "template"),
    ],
)
def test_refuses_names_taken_or_wrong(changes: dict[str, str], field: str) -> None:
    values = {"template": "fidele", "slug": "paques", "title": "Titre", "context_slug": CONTEXT, "author": TOM}
    with pytest.raises(RuleBroken) as refused:
        drafting.start_from_template(**(values | changes))
    assert refused.value.field == field


def test_a_save_made_from_an_older_text_overwrites_nothing() -> None:
    written = start()
    drafting.save_text(written=written, text=written.text + "# un\n", base_revision=1, author=TOM)
    kept = written.text
    with pytest.raises(Conflict, match="enregistré ailleurs"):
        drafting.save_text(written=written, text=written.text + "# deux\n", base_revision=1, author="Anne")
    assert (written.text, written.revision) == (kept, 2)


def test_the_same_text_again_is_no_new_revision() -> None:
    written = start()
    drafting.save_text(written=written, text=written.text.replace("\n", "\r\n"), base_revision=0, author=TOM)
    assert written.revision == 1


def test_automatic_saves_in_a_row_leave_one() -> None:
    written = start()
    for n in range(4):
        drafting.save_text(
            written=written, text=f"{written.text}# {n}\n", base_revision=written.revision, author=TOM, is_auto=True
        )
    assert [(s.revision, s.is_auto) for s in list_saves("paques")] == [(5, True), (1, False)]
    drafting.save_text(written=written, text=f"{written.text}# fin\n", base_revision=5, author=TOM)
    assert [s.revision for s in list_saves("paques")] == [6, 5, 1], "what a deliberate save changed can be taken back"


def test_keeps_a_bounded_number_of_saves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "KEPT_SAVES", 3)
    written = start()
    for n in range(6):
        drafting.save_text(written=written, text=f"{written.text}# {n}\n", base_revision=written.revision, author=TOM)
    assert [s.revision for s in list_saves("paques")] == [7, 6, 5]


@pytest.mark.parametrize("name", ["../x.md", "annexes/x.exe", "/etc/x.md", "annexes/x.html"])
def test_refuses_files_from_elsewhere_or_of_other_kinds(name: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        drafting.keep_file(written=start(), name=name, content=b"x", author=TOM)
    assert refused.value.field == "file"


def test_an_annex_typed_in_a_windows_tool_is_read() -> None:
    written = drafting.keep_file(written=start(), name="annexes/n.csv", content="Thé;été".encode("cp1252"), author=TOM)
    assert written.files["annexes/n.csv"] == "Thé;été"


OFFER = "Produit;Prix;Contenu\nThé d’été;8,50 €;100 g\n"


@pytest.mark.parametrize(
    "sent",
    [
        OFFER.encode("utf-8-sig"),
        OFFER.encode("utf-16"),
        OFFER.replace(";", "\t").encode("utf-16"),
        OFFER.replace(";", "\t").encode(),
        OFFER.replace(";", ",").replace("8,50 €", '"8,50 €"').encode(),
        OFFER.replace("\n", "\r").encode(),
    ],
    ids=["mark", "utf-16", "unicode text of a spreadsheet", "tabs", "commas", "old line ends"],
)
def test_an_annex_of_a_spreadsheet_is_a_table_of_semicolons(sent: bytes) -> None:
    written = drafting.keep_file(written=start(), name="annexes/offre.csv", content=sent, author=TOM)
    assert written.files["annexes/offre.csv"] == OFFER


def test_commas_of_prices_and_prose_are_left_alone() -> None:
    for name, text in [("annexes/n.csv", "Prix;Remise\n8,50;1,20\n"), ("annexes/n.md", "Un thé, du café,\tdu lait\n")]:
        assert drafting.keep_file(written=start(), name=name, content=text.encode(), author=TOM).files[name] == text
        drafting.delete_written(written=get_written("paques"))


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"PK\x03\x04xxxx", "Ce fichier n’est pas un texte, quel que soit son nom"), (b" \r\n", "Ce fichier est vide.")],
)
def test_a_workbook_by_another_name_or_nothing_at_all_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        drafting.keep_file(written=start(), name="annexes/offre.csv", content=content, author=TOM)
    assert refused.value.field == "file"
    assert words in refused.value.message


def save(written: WrittenSubject, page: str, rank: int | None, **sent: list[str]) -> None:
    """Save a form."""
    editing.save_page(
        written=written, page=page, rank=rank, sent={k.replace("__", "."): v for k, v in sent.items()},
        criteria=grid_criteria("grille-e5-pratique@2027"), base_revision=written.revision, author=TOM,
    )  # fmt: skip


def test_a_form_changes_what_it_shows_and_keeps_the_rest() -> None:
    written = start()
    before = written.text
    save(written, "identite", None, titre=["Nouveau titre"], _usages=["1"], usages=["entrainement"])
    scenario = read_written(written.text, written.files).scenario
    assert scenario is not None
    assert (scenario.title, scenario.uses) == ("Nouveau titre", ["entrainement"])
    kept = set(before.splitlines()) - set(written.text.splitlines())
    assert len(kept) == 2
    assert [line for line in before.splitlines() if line.startswith("#")] == [
        line for line in written.text.splitlines() if line.startswith("#")
    ]


def test_a_form_that_changes_nothing_saves_nothing() -> None:
    written = start()
    data = Document(written.text).data
    save(
        written,
        "questions",
        0,
        taches__0__titre=[data["taches"][0]["titre"]],
        taches__0__consigne=[data["taches"][0]["consigne"]],
    )
    assert written.revision == 1


def test_a_blank_line_of_the_grid_filled_in_gets_a_free_id() -> None:
    written = start()
    sent = {"taches.1.lignes.1.competence": ["Contrôler en boutique"], "taches.1.lignes.1.critere": ["C3"]}
    save(written, "questions", 1, **sent)
    lines = Document(written.text).data["taches"][1]["lignes"]
    assert lines[1] == {"id": "L8", "critere": "C3", "competence": "Contrôler en boutique"}
    save(written, "questions", 1, **{"x.taches.1.lignes.1": ["1"]})
    assert len(Document(written.text).data["taches"][1]["lignes"]) == 1


def test_conditions_of_a_proof_change_one_by_one() -> None:
    written = start()
    rows = {
        "preuves.3.attend~0": ["code", "pourcentage", "au", "", "quantite"],
        "preuves.3.attend~1": ["egal", "egal", "entre", "egal", "min"],
        "preuves.3.attend~2": ["BIENVENUE10", "15", "J+30 | J+31", "", "1"],
    }
    save(written, "preuves", 3, **rows)
    expected = Document(written.text).data["preuves"][3]["attend"]
    assert expected == {
        "code": {"egal": "BIENVENUE10"}, "pourcentage": {"egal": "15"}, "au": {"entre": ["J+30", "J+31"]}, "quantite": {"min": "1"},
    }  # fmt: skip
    assert read_written(written.text, written.files).errors == []


def test_conditions_the_form_does_not_show_stay() -> None:
    written = drafting.start_from_copy(source=SUBJECT, slug="copie", title="Copie", context_slug=CONTEXT, author=TOM)
    rank = next(n for n, p in enumerate(Document(written.text).data["preuves"]) if p["id"] == "groupe_remise")
    before = Document(written.text).data["preuves"][rank]
    at = f"preuves.{rank}.attend"
    save(written, "preuves", rank, **{f"{at}~0": ["reduction"], f"{at}~1": ["egal"], f"{at}~2": ["12"]})
    after = Document(written.text).data["preuves"][rank]
    assert after["ou_bien"] == before["ou_bien"]
    assert after["attend"] == {"reduction": {"egal": "12"}}


@pytest.mark.parametrize("page", ["questions", "preuves", "evenements", "oral"])
def test_items_are_added_moved_and_taken_away(page: str) -> None:
    written = start("anime")
    count = len(editing.list_items(Document(written.text).data, page))
    rank = editing.add_item(written=written, page=page, base_revision=1, author=TOM)
    assert rank == count
    name = editing.list_items(Document(written.text).data, page)[rank].id
    editing.move_item(written=written, page=page, rank=rank, step=-1, base_revision=2, author=TOM)
    assert editing.list_items(Document(written.text).data, page)[rank - 1].id == name
    editing.remove_item(written=written, page=page, rank=rank - 1, base_revision=3, author=TOM)
    assert name not in [one.id for one in editing.list_items(Document(written.text).data, page)]


def test_a_page_that_is_not_there_is_not_found() -> None:
    written = start()
    with pytest.raises(NotFound):
        save(written, "questions", 99)
    with pytest.raises(NotFound):
        editing.add_item(written=written, page="ailleurs", base_revision=1, author=TOM)


def test_a_subject_never_published_may_be_thrown_away() -> None:
    written = start()
    drafting.delete_written(written=written)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(WrittenSave)) == 0
    assert db.session.get(WrittenSubject, "paques") is None


def test_an_event_gets_another_message() -> None:
    written = start("anime")
    save(
        written,
        "evenements",
        1,
        **{"evenements.1.effets.1.acteur": ["responsable"], "evenements.1.effets.1.valeurs.texte": ["Et alors ?"]},
    )
    effects = Document(written.text).data["evenements"][1]["effets"]
    assert effects[1] == {"op": "message", "acteur": "responsable", "valeurs": {"texte": "Et alors ?"}}
    assert read_written(written.text, written.files).errors == []


def test_what_is_measured_of_a_text_changes() -> None:
    written = start()
    save(
        written,
        "preuves",
        1,
        **{"preuves.1.attend.longueur": ["120 | 220"], "preuves.1.attend.sans": ["soldes | promo"]},
    )
    expected = Document(written.text).data["preuves"][1]["attend"]
    assert expected == {"longueur": ["120", "220"], "copie_max": "40", "sans": ["soldes", "promo"]}
    assert read_written(written.text, written.files).errors == []


def test_a_question_may_ask_for_a_note() -> None:
    written = start()
    save(written, "questions", 1, **{"taches.1.livrables.0.mots_min": ["60"], "taches.1.livrables.0.mots_max": ["120"]})
    notes = Document(written.text).data["taches"][1]["livrables"]
    assert notes == [{"id": "note1", "type": "texte", "mots_min": "60", "mots_max": "120"}]
    assert read_written(written.text, written.files).errors == []
    save(written, "questions", 1, **{"x.taches.1.livrables.0": ["1"]})
    assert not Document(written.text).data["taches"][1]["livrables"]
