"""The schema and the reference page are made from the models: they say what is read, in French, and are committed in step."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from sandbox.config import ROOT
from sandbox.modules import entities
from sandbox.training.subjects.aids import AIDS
from sandbox.training.subjects.expectations import DELIVERABLE_POINTS, SCENES
from sandbox.training.subjects.loader import Folder, load_subject, read_subject
from sandbox.training.subjects.operators import OPERATORS
from sandbox.training.subjects.player import registered_actions
from sandbox.training.subjects.queries import SCENARIOS
from sandbox.training.subjects.reference import reference_page
from sandbox.training.subjects.scenario import ProofKind
from sandbox.training.subjects.schema import SCHEMA_FILE, models, schema_text, subject_schema, words_of
from sandbox.training.subjects.words import (
    CODES,
    OPERATOR_EXAMPLES,
    OPERATOR_WORDS,
    PROOF_WORDS,
    TEXT_POINT_WORDS,
    WORDS,
)

HOW = "lancez : python -m sandbox.cli subject schema --ecrire"
SUBJECTS = sorted(path for kind in ("subjects", "templates") for path in (SCENARIOS / kind).glob("*/subject.yaml"))


def test_the_committed_schema_is_in_step() -> None:
    assert (SCENARIOS / SCHEMA_FILE).read_text("utf-8") == schema_text(), HOW


def test_the_committed_page_is_in_step() -> None:
    assert (ROOT / "docs" / "format-sujets.md").read_text("utf-8") == reference_page(), HOW


@pytest.mark.parametrize("path", SUBJECTS, ids=lambda path: path.parent.name)
def test_every_subject_refers_to_the_schema(path: Any) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert found, first
    assert (path.parent / found[1]).resolve() == SCENARIOS / SCHEMA_FILE


def test_every_key_is_told_in_french_and_nothing_else_is() -> None:
    schema = subject_schema()
    for model in models():
        keys = [field.alias or name for name, field in model.model_fields.items()]
        found = schema if model.__name__ == "Scenario" else schema["$defs"][model.__name__]
        assert sorted(found["properties"]) == sorted(keys)
        assert all(purpose.strip() and example.strip() for purpose, example in (words_of(model, key) for key in keys))
        assert found["additionalProperties"] is False
        assert found["description"] == WORDS[model.__name__].purpose
        own = {key for base in model.__mro__ if base.__name__ in WORDS for key in WORDS[base.__name__].keys}
        assert own == set(keys), "a key that is gone keeps its words"


def test_the_lists_are_those_of_the_shop() -> None:
    lists = subject_schema()["$defs"]
    assert lists["Entite"]["enum"] == sorted(entities())
    assert lists["Action"]["enum"] == sorted(registered_actions())
    assert re.match(lists["Cible"]["pattern"], "produit:mug")
    assert not re.match(lists["Cible"]["pattern"], "produits:mug")


@pytest.mark.parametrize(
    ("definition", "key", "good", "bad"),
    [
        ("", "duree", ["40min", "12min30", "90s"], ["12:30", "40", "quarante"]),
        ("Task", "id", ["q1", "fete-1"], ["Fête 1", "Q1"]),
        ("Line", "id", ["L1"], ["1", "L 1"]),
    ],
)
def test_patterns_take_what_the_reader_takes(definition: str, key: str, good: list[str], bad: list[str]) -> None:
    schema = subject_schema()
    pattern = (schema["$defs"][definition] if definition else schema)["properties"][key]["pattern"]
    assert all(re.match(pattern, text) for text in good)
    assert not any(re.match(pattern, text) for text in bad)


def test_every_list_of_the_page_has_its_words() -> None:
    assert list(OPERATOR_WORDS) == list(OPERATOR_EXAMPLES) == list(OPERATORS)
    assert set(TEXT_POINT_WORDS) == set(DELIVERABLE_POINTS)
    assert set(PROOF_WORDS) == set(ProofKind.__args__)
    known = (ROOT / "sandbox" / "web" / "backoffice" / "aids.py").read_text("utf-8")
    assert set(re.findall(r'^[A-Z_]+ = "(\w+)"', known, re.MULTILINE)) == set(AIDS), (
        "the helps that the back office knows"
    )
    page = reference_page()
    for name in (*entities(), *registered_actions(), *SCENES, *CODES):
        assert f"`{name}`" in page


@pytest.mark.parametrize("key", [key for words in WORDS.values() for key in words.keys])
def test_no_key_is_told_in_english(key: str) -> None:
    assert key.isascii()
    assert key == key.lower() or key in ("TI", "I", "S", "TS")


def test_a_table_of_the_page_has_as_many_cells_in_each_row() -> None:
    for block in reference_page().split("\n\n"):
        rows = [line for line in block.splitlines() if line.startswith("| ")]
        counts = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
        assert len(counts) <= 1, block[:300]


def test_the_schema_is_json_and_each_reference_leads_somewhere() -> None:
    schema = json.loads(schema_text())
    names = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema)))
    assert names <= set(schema["$defs"])


# what the page shows as an example can be written -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(SCENES))
def test_scenes_are_told_with_what_they_give(name: str) -> None:
    page = reference_page()
    part = page[page.index(f"### Scène `{name}`") :]
    assert all(f"`{output}`" in part.split("### Scène", 2)[1] for output in SCENES[name])


def test_every_code_the_checks_tell_is_on_the_page() -> None:
    written = set()
    for folder in ("subjects", "authoring"):
        for path in (ROOT / "sandbox" / "training" / folder).glob("*.py"):
            written |= set(re.findall(r'"([EWI]0\d\d)"', path.read_text("utf-8")))
    assert written == set(CODES)


def test_the_shipped_subjects_are_read_with_their_schema_line() -> None:
    for path in SUBJECTS:
        loaded = load_subject(path.parent, SCENARIOS / "grids")
        assert [str(fault) for fault in loaded.errors] == [], path
        again = read_subject(path.read_text("utf-8"), Folder(path.parent), SCENARIOS / "grids")
        assert again.subject is not None
        assert loaded.subject is not None
        assert again.subject.digest == loaded.subject.digest
