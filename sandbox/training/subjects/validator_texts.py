"""Checking the texts of a subject: answers that leak, active content, addresses that may be real."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandbox.kernel.text import fold
from sandbox.kernel.yaml_nodes import Path
from sandbox.training.subjects.checked import Checked

LEAK_WORDS = 7
_WORD = re.compile(r"[a-z0-9]+")
_ACTIVE = re.compile(
    r"<\s*(script|iframe|object|embed|form|style|link|meta|svg|base)\b|\bon[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://([^\s/\"'<>)]+)", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_RESERVED = re.compile(r"(^|\.)(example|test|invalid|localhost)$|(^|\.)example\.(org|com|net)$", re.IGNORECASE)


def check_texts(c: Checked) -> None:
    """Every text of the subject, and those of its annexes."""
    shown = list(_shown_texts(c))
    for path, text, origin in shown:
        _check_active(c, path, text, origin)
    for path, text, origin in (*shown, *_hidden_texts(c)):
        _check_addresses(c, path, text, origin)
    _check_leaks(c, shown)


def _shown_texts(c: Checked) -> Iterator[tuple[Path, str, str]]:
    """What the candidate sees."""
    s = c.scenario
    yield ("titre",), s.title, ""
    yield ("consigne",), s.instruction, ""
    for n, task in enumerate(s.tasks):
        yield ("taches", n, "titre"), task.title, ""
        yield ("taches", n, "consigne"), task.instruction, ""
    for n, attachment in enumerate(s.attachments):
        yield ("pieces_jointes", n, "titre"), attachment.title, ""
        if attachment.file in c.files:
            yield ("pieces_jointes", n, "fichier"), c.files[attachment.file], f" ({attachment.file})"


def _hidden_texts(c: Checked) -> Iterator[tuple[Path, str, str]]:
    s = c.scenario
    for n, question in enumerate(s.questions):
        yield ("questions", n), " ".join((question.text, *question.expected, *question.follow_ups)), ""
    for task_id, text in s.answers.items():
        yield ("corrige", task_id), text, ""


def _check_active(c: Checked, path: Path, text: str, origin: str) -> None:
    if match := _ACTIVE.search(text):
        tag = match[1] or match[0].strip()
        c.fault(
            "E053", path, f"Balise « {tag} » ou adresse externe interdite dans un texte montré au candidat{origin}."
        )
    for host in _URL.findall(text):
        if not _RESERVED.search(host.partition(":")[0]):
            c.fault("E053", path, f"Adresse externe « {host} » interdite dans un texte montré au candidat{origin}.")


def _check_addresses(c: Checked, path: Path, text: str, origin: str) -> None:
    for match in _EMAIL.finditer(text):
        if not _RESERVED.search(match[1]):
            message = (
                f"Adresse « {match[0]} » peut-être réelle{origin}. Utilisez le domaine exemple.fr.test ou example.org."
            )
            c.fault("E054", path, message)


def _check_leaks(c: Checked, shown: list[tuple[Path, str, str]]) -> None:
    """A run of seven words of the model answer that also stands where the candidate reads."""
    windows: dict[tuple[str, ...], Path] = {}
    for path, text, _origin in shown:
        for window in _windows(text):
            windows.setdefault(window, path)
    for task_id, answer in c.scenario.answers.items():
        leaked = next((window for window in _windows(answer) if window in windows), None)
        if leaked is not None:
            words = " ".join(leaked)
            message = f"Fuite du corrigé : « {words} » figure aussi dans un texte montré au candidat."
            c.fault("E052", ("corrige", task_id), message)


def _windows(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(fold(text))
    for start in range(len(words) - LEAK_WORDS + 1):
        yield tuple(words[start : start + LEAK_WORDS])
