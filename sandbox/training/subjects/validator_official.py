"""Checking that a faithful subject asks for nothing outside the closed list of functions."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.kernel.yaml_nodes import Path
from sandbox.training.subjects.checked import Checked
from sandbox.training.subjects.names import NameFault
from sandbox.training.subjects.official import functions_of
from sandbox.training.subjects.player import read_run, registered_actions


def check_official(c: Checked) -> None:
    """Actions that proofs, oral questions and golden runs name. In an exam an error, in practice a warning."""
    if c.scenario.mode == "etendu" or c.scenario.support != "boutique":
        return
    is_error = c.scenario.mode == "fidele" and "examen" in c.scenario.uses
    session = c.grid.session if c.grid is not None else c.scenario.grid.session
    told: set[str] = set()
    for path, name in _actions(c):
        if name in told or name not in registered_actions() or functions_of(name):
            continue
        told.add(name)
        advice = " Prenez une autre action, ou donnez au sujet la forme « animé »." if is_error else ""
        message = f"L’action « {name} » n’est pas dans la liste des fonctionnalités de la session {session}.{advice}"
        c.fault("E057" if is_error else "W057", path, message)


def _actions(c: Checked) -> Iterator[tuple[Path, str]]:
    for n, proof in enumerate(c.scenario.proofs):
        for key, name in (("action", proof.action), ("avant", proof.before), ("apres", proof.after)):
            if name is not None:
                yield ("preuves", n, key), name
    for n, question in enumerate(c.scenario.questions):
        if question.when is not None and question.when.after is not None:
            yield ("questions", n, "quand", "apres"), question.when.after
    for n, trial in enumerate(c.scenario.trials):
        text = c.files.get(trial.recording or "")
        if text is not None:
            yield from (((("essais_temoins", n, "enregistrement")), name) for name in _run_actions(text))


def _run_actions(text: str) -> list[str]:
    try:
        return [line.action for line in read_run(text)]
    except NameFault:
        return []
