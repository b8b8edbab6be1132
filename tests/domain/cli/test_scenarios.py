"""`e5 context` and `e5 subject`, on the shipped ones and on broken copies."""

from __future__ import annotations

import shutil
from pathlib import Path

from sandbox.cli._scenarios import SCENARIOS
from tests.domain.cli.conftest import Run
from tests.factories.contexts import SLUG, write_context

CONTEXT = "brulerie-castelune"


def test_lists_contexts(e5: Run) -> None:
    assert f"{CONTEXT}  non chargé" in e5("context", "list").output


def test_tells_an_unknown_context(e5: Run) -> None:
    result = e5("context", "check", "inconnu")
    assert result.exit_code == 1
    assert f"Aucun contexte « inconnu ». Dans scenarios/contexts : {CONTEXT}" in result.output


def test_refuses_a_broken_context_whole(e5: Run, tmp_path: Path) -> None:
    folder = tmp_path / CONTEXT
    shutil.copytree(SCENARIOS / "contexts" / CONTEXT, folder)
    path = folder / "context.yaml"
    path.write_text(path.read_text("utf-8").replace("e5-contexte/1", "e5-contexte/9"), "utf-8")
    result = e5("context", "load", str(folder))
    assert result.exit_code == 1
    assert "Format « e5-contexte/9 » non pris en charge" in result.output
    assert f"{CONTEXT} : 1 défaut." in result.output
    assert "non chargé" in e5("context", "list").output


def test_lists_and_checks_the_shipped_subjects(e5: Run) -> None:
    listed, checked = e5("subject", "list"), e5("subject", "check")
    assert listed.exit_code == checked.exit_code == 0, checked.output
    assert "défaut(s)" not in listed.output
    assert "aucun défaut" in checked.output


def test_lists_the_faults_of_a_broken_subject(e5: Run, tmp_path: Path) -> None:
    source = min((SCENARIOS / "subjects").iterdir())
    folder = tmp_path / source.name
    shutil.copytree(source, folder)
    path = folder / "subject.yaml"
    path.write_text(path.read_text("utf-8").replace("mode: fidele", "mode: fidel"), "utf-8")
    result = e5("subject", "check", str(folder))
    assert result.exit_code == 1
    assert "Valeur « fidel » interdite" in result.output


def test_a_context_is_dumped_and_reloaded_to_the_byte(e5: Run, tmp_path: Path) -> None:
    folder = write_context(tmp_path / "contextes")
    assert e5("context", "load", str(folder)).exit_code == 0
    first, second = tmp_path / "un.jsonl", tmp_path / "deux.jsonl"
    assert "empreinte" in e5("context", "dump", SLUG, str(first)).output
    assert "rechargé" in e5("context", "reload", str(first)).output
    assert e5("context", "dump", SLUG, str(second)).exit_code == 0
    assert first.read_bytes() == second.read_bytes()
    refused = e5("context", "reload", str(folder / "context.yaml"))
    assert refused.exit_code == 1
    assert "n’est pas un contexte écrit par" in refused.output


def test_thousands_of_faults_are_counted_by_file(e5: Run, tmp_path: Path) -> None:
    folder = write_context(tmp_path / "contextes")
    path = folder / "catalogue" / "categories.csv"
    head = path.read_text("utf-8").splitlines()[0]
    path.write_text("\n".join([head, *[";".join("x" for _ in head.split(";"))] * 150]) + "\n", "utf-8")
    output = e5("context", "check", str(folder)).output
    assert sum(f"{SLUG}/" in line for line in output.splitlines()) < 110
    assert " : encore " in output
