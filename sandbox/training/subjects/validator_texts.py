"""Checking the texts of a subject: answers that leak, active content, addresses that may be real."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from sandbox.kernel.text import fold
from sandbox.kernel.yaml_nodes import Path
from sandbox.training.subjects.checked import Checked
from sandbox.training.subjects.scenario import Values
from sandbox.training.subjects.variables import names_in

LEAK_WORDS = 7
_WORD = re.compile(r"[a-z0-9]+")
_ACTIVE = re.compile(
    r"<\s*/?\s*(script|iframe|frame|object|embed|applet|form|input|button|textarea|select|style|link|meta|svg|math|base|img|"
    r"video|audio|source|template|portal)\b|\b(on[a-z]{3,20})\s*=\s*[\"'][^\"']|((?:java|vb)\s*script\s*:)|(data\s*:\s*text/html)",
    re.IGNORECASE,
)
_URL = re.compile(r"\b(?:https?|ftp|wss?)://([^\s/\"'<>)\]]+)", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w@/.:-])(www\.[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_LINK = re.compile(
    r"\]\(\s*<?([^)\s>]+)|^\s*\[[^\]]+\]:\s*(\S+)|(?:href|src)\s*=\s*[\"']?([^\s\"'>]+)", re.IGNORECASE | re.MULTILINE
)
"""Where a link leads: in Markdown, in Markdown's references, in HTML."""
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_INSIDE = {"produit", "categorie", "page", "mailto", "tel", "marque"}
_EMAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_RESERVED = re.compile(r"(^|\.)(example|test|invalid|localhost)$|(^|\.)example\.(org|com|net)$", re.IGNORECASE)


def check_texts(c: Checked) -> None:
    """Every text of the subject, and those of its annexes."""
    shown = list(_shown_texts(c))
    arriving = list(_arriving_texts(c))
    for path, text, origin in (*shown, *arriving, *_answers(c)):
        _check_active(c, path, text, origin)
    for path, text, origin in (*shown, *arriving, *_hidden_texts(c), *_answers(c)):
        _check_addresses(c, path, text, origin)
    _check_leaks(c, shown)


def check_variables(c: Checked) -> None:
    """Lists of one length, every one used, and no `{nom}` that is not drawn."""
    variables = c.scenario.variables
    for name, values in variables.items():
        if not values or any(not value.strip() for value in values):
            c.fault("E004", ("variables", name), f"La variable « {name} » n’a pas de valeur, ou une valeur vide.")
    lengths = {name: len(values) for name, values in variables.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} ({length})" for name, length in lengths.items())
        message = f"Les listes de « variables » doivent avoir la même longueur, car un même rang est tiré pour toutes : {told}."
        c.fault("E015", ("variables",), message)
    used = {name for path in c.tree.lines for name in _names_at(c, path)}
    used |= {name for text in c.raw_files.values() for name in names_in(text)}
    for name in variables:
        if name not in used:
            c.fault("W012", ("variables", name), f"La variable « {name} » n’est employée nulle part.")
    for path, text, origin in (*_shown_texts(c), *_arriving_texts(c), *_answers(c)):
        for name in names_in(text):
            if name not in variables and c.is_whole("variables") and (variables or not origin):
                c.unknown(path, "Variable", name, variables, feminine=True)


def _names_at(c: Checked, path: Path) -> Iterator[str]:
    """The variables that a place of the file uses."""
    if path[:1] == ("variables",):
        return
    value = c.tree.data
    for part in path:
        value = value[part]
    if isinstance(value, str):
        yield from names_in(value)
    if path and isinstance(path[-1], str):
        yield from names_in(path[-1])


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


def _arriving_texts(c: Checked) -> Iterator[tuple[Path, str, str]]:
    """What the candidate meets in the shop, or gets during the test: starting changes, events, hints, personas."""
    s = c.scenario
    for n, injection in enumerate(s.injections):
        yield from _values_texts(("injections", n, "valeurs"), injection.values)
    for n, event in enumerate(s.events):
        for i, effect in enumerate(event.effects):
            yield from _values_texts(("evenements", n, "effets", i, "valeurs"), effect.values)
    for n, task in enumerate(s.tasks):
        for i, hint in enumerate(task.hints):
            yield ("taches", n, "indices", i, "texte"), hint.text, ""
    for name, persona in s.personas.items():
        yield ("acteurs", name), f"{persona.name} {persona.role}", ""


def _values_texts(path: Path, values: Values) -> Iterator[tuple[Path, str, str]]:
    for name, value in values.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str):
                yield (*path, name), item, ""


def _answers(c: Checked) -> Iterator[tuple[Path, str, str]]:
    for task_id, text in c.scenario.answers.items():
        yield ("corrige", task_id), text, ""


def _hidden_texts(c: Checked) -> Iterator[tuple[Path, str, str]]:
    s = c.scenario
    for n, question in enumerate(s.questions):
        yield ("questions", n), " ".join((question.text, *question.expected, *question.follow_ups)), ""


def _check_active(c: Checked, path: Path, text: str, origin: str) -> None:
    plain_text = unescape(text)
    if match := _ACTIVE.search(plain_text):
        tag = next(part for part in match.groups() if part).strip()
        c.fault(
            "E053", path, f"Balise « {tag} » ou adresse externe interdite dans un texte montré au candidat{origin}."
        )
    hosts = [host.partition(":")[0].rpartition("@")[2] for host in _URL.findall(plain_text)] + _BARE.findall(plain_text)
    for match in _LINK.finditer(plain_text):
        target = next(part for part in match.groups() if part)
        if target.startswith(("//", "\\\\")):
            hosts.append(target.strip("/\\").partition("/")[0])
        elif (scheme := _SCHEME.match(target)) and scheme[1].lower() not in (*_INSIDE, "http", "https", "ftp"):
            c.fault("E053", path, f"Adresse « {target} » interdite dans un texte montré au candidat{origin}.")
    for host in dict.fromkeys(hosts):
        if not _RESERVED.search(host):
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
    if not c.scenario.answers:
        return
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
