"""The glossary names every entity that a subject may name, beside the class it is in the code."""

from __future__ import annotations

import re

from sandbox.modules import entities
from tests.architecture.files import text_of, with_suffix

_ROW = re.compile(r"^\| [^|]+ \| `(\w+)` \| `(\w+)` \|$", re.MULTILINE)
_CLASS = re.compile(r"`([A-Z][A-Za-z]+)`")


def test_every_entity_is_told_beside_its_class() -> None:
    told = {name: code for code, name in _ROW.findall(text_of("docs/glossaire.md"))}
    assert told == {name: entity.model.__name__ for name, entity in entities().items()}


def test_the_words_of_the_exam_are_classes_of_the_code() -> None:
    code = "\n".join(text_of(name) for name in with_suffix(".py", under="sandbox/"))
    named = set(_CLASS.findall(text_of("docs/glossaire.md").partition("## L’épreuve")[2]))
    assert len(named) > 8
    assert {name for name in named if f"class {name}" not in code} == set()
