"""Remarks on what was written and does not say what was meant: a text cut by « # », a quote alone, letters that were misread,
a template's words left, a number of points that no proof has. None forbids to go on writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path as Folder

from sandbox.kernel.yaml_nodes import Fault, Path, Tree, read_yaml
from sandbox.training.subjects.checked import Checked
from sandbox.training.subjects.scenario import Proof, Route
from sandbox.training.subjects.shape import dotted

LEFT = "W063"
"""The code of a template's words that were left."""
_CUT = re.compile(r"\s(#(?! |$).*)$")
_HOLE = re.compile(r"\[([^\W\d_][^\[\]\n]{2,80})\](?![(\[:])")
_MISREAD = re.compile(r"(?:[ÃÂÅ][^\x00-\x7f]|â[^\x00-\x7f]{2})+")
_THREE_NUMBERS = re.compile(r"\d+\.\d+\.\d+")
_TEMPLATES = Folder(__file__).resolve().parents[3] / "scenarios" / "templates"
_SHOWN = 60


def cut_texts(tree: Tree, text: str) -> list[Fault]:
    """Values that YAML ends before their author does: at a « # » stuck to a word; and those that end with a quote nothing opened."""
    lines, found = text.split("\n"), []
    for path in sorted(tree.plain, key=lambda one: tree.line(one)):
        value, line = _at(tree, path), tree.line(path)
        here = lines[line - 1] if line <= len(lines) else ""
        key = f"{path[-1]}: " if path and isinstance(path[-1], str) else ""
        if (lost := _lost(here, value)) is not None:
            whole = _quoted(f"{value or ''} {lost}".strip())
            message = (
                f"Ce qui suit « # » est pris pour un commentaire, et perdu : « {_short(lost)} ». Pour le garder, mettez des "
                f"guillemets : « {key}{whole} »."
            )
            found.append(Fault(tree.file, line, message, "W060", dotted(path)))
        elif value and value.endswith('"') and value.count('"') % 2 and not re.search(r'\d"$', value):
            message = f"Un guillemet ferme ce texte, aucun ne l’ouvre : il sera lu avec. Écrivez « {key}{_quoted(value[:-1])} »."
            found.append(Fault(tree.file, line, message, "W061", dotted(path)))
    return found


def _lost(here: str, value: str | None) -> str | None:
    """What a line says after the value that was read of it, when it is stuck to its « # » as a word is."""
    match = _CUT.search(here)
    if match is None:
        return None
    before = here[: match.start()].rstrip()
    is_of_it = before.endswith((":", "-")) if value is None else before.endswith(value)
    return match[1] if is_of_it else None


def check_writing(c: Checked) -> None:
    """The remarks that need the subject as it was understood."""
    number = c.scenario.version
    if not _THREE_NUMBERS.fullmatch(number):
        advice = ".".join((*re.findall(r"\d+", number), "0", "0", "0")[:3]) if re.search(r"\d", number) else "1.0.0"
        c.fault("W064", ("version",), f"Un numéro de version a trois nombres : écrivez « version: {advice} ».")
    for n, proof in enumerate(c.scenario.proofs):
        _partial(c, n, proof)
    if c.scenario.mode == "fidele":
        for n, event in enumerate(c.scenario.events):
            if not event.trigger.manual:
                message = (
                    f"« {event.title} » arrive pendant l’épreuve, et la forme est « fidele », où rien n’arrive : "
                    "écrivez « mode: anime », ou retirez l’événement."
                )
                c.fault("W024", ("evenements", n), message)
    for path, text, origin in _texts(c):
        for match in _MISREAD.finditer(text):
            if meant := _meant(match[0]):
                message = f"« {match[0]} » est un caractère mal relu{origin} : écrivez « {meant} ». Le texte vient d’un fichier lu dans un autre encodage."
                c.fault("W062", path, message)
                break
        left = [match[0] for match in _HOLE.finditer(text) if match[0] in template_words()]
        if left:
            words = ", ".join(f"« {_short(one)} »" for one in dict.fromkeys(left))
            c.fault(LEFT, path, f"Il reste des mots du modèle{origin} : remplacez {words} par les vôtres.")


def _partial(c: Checked, n: int, proof: Proof) -> None:
    """A proof that could not be « partielle », because it has fewer points than that."""
    known = [_points(route) for route in (proof, *proof.routes)]
    if proof.partial_from is None or None in known:
        return
    most = max(count for count in known if count is not None)
    if proof.partial_from < most or not most:
        return
    has = f"n’en a que {most}" if most > 1 else "n’en a qu’un"
    advice = f"écrivez un nombre de 1 à {most - 1}, ou retirez « partiel_si »" if most > 1 else "retirez « partiel_si »"
    message = f"Partiel à partir de {proof.partial_from} points, mais la preuve {has} : elle ne sera jamais partielle ; {advice}."
    c.fault("W065", ("preuves", n, "partiel_si"), message)


def _points(route: Route) -> int | None:
    """How many points a way has at most; None where the file alone does not tell."""
    if route.kind not in ("etat", "existe"):
        return None
    if route.kind == "existe" and (route.count or 1) > 1:
        return route.count
    asked = [one if isinstance(one, dict) else {"egal": one} for one in route.expected.values()]
    return sum(len([name for name in one if name != "tolerance"]) for one in asked)


def _texts(c: Checked) -> Iterator[tuple[Path, str, str]]:
    """Every text of the file at its place, and those of its annexes."""
    for path in c.tree.lines:
        value = _at(c.tree, path)
        if isinstance(value, str):
            yield path, value, ""
    for n, piece in enumerate(c.scenario.attachments):
        if piece.file in c.files:
            yield ("pieces_jointes", n, "fichier"), c.files[piece.file], f" dans {piece.file}"


@lru_cache(maxsize=1)
def template_words() -> frozenset[str]:
    """What stands between brackets in the shipped templates, to be replaced: « [Nom du produit] »."""
    texts: list[str] = []
    for path in sorted(_TEMPLATES.rglob("*.*")):
        text = path.read_text("utf-8")
        tree = read_yaml(text, path.name) if path.suffix == ".yaml" else None
        texts += [text] if tree is None else [_at(tree, place) or "" for place in tree.lines]
    return frozenset(match[0] for text in texts for match in _HOLE.finditer(text))


def _meant(letters: str) -> str:
    """« é » of « Ã© »; empty when the letters are no such misreading."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return letters.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return ""


def _at(tree: Tree, path: Path) -> str | None:
    value = tree.data
    for part in path:
        value = value[part]
    return value if isinstance(value, str) else None


def _quoted(value: str) -> str:
    return f'"{_short(value.replace(chr(34), "”"))}"'


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
