"""Reading a subject's folder: every fault at once, with file, line, code, path and a suggestion; never an exception."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from sandbox.kernel.yaml_nodes import Fault, Tree, read_yaml
from sandbox.training.subjects.format import Grid, Subject
from sandbox.training.subjects.names import near
from sandbox.training.subjects.scenario import FORMAT, Scenario
from sandbox.training.subjects.validator import validate

SUBJECT_FILE = "subject.yaml"
MAX_ATTACHMENT = 5 * 1024 * 1024
ATTACHMENT_SUFFIXES = (".md", ".csv", ".txt")

KEY_ALIASES = {
    "evenement": "evenements", "question": "questions", "tache": "taches", "preuve": "preuves", "duree_max": "duree",
    "piece_jointe": "pieces_jointes", "annexes": "pieces_jointes", "essais": "essais_temoins", "corriges": "corrige",
    "contexte_ref": "contexte", "criteres": "critere", "ligne": "lignes", "attendu": "attend", "condition": "attend",
}  # fmt: skip
_POINTS = {"points", "bareme", "note", "coefficient", "ponderation"}


@dataclass(slots=True)
class Loaded:
    """What reading a folder gave. `subject` is there when nothing forbids its use; warnings and information do not."""

    scenario: Scenario | None = None
    subject: Subject | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def errors(self) -> list[Fault]:
        """The faults that forbid the subject's use."""
        return [fault for fault in self.faults if fault.code.startswith("E")]

    @property
    def remarks(self) -> list[Fault]:
        """Warnings and information."""
        return [fault for fault in self.faults if not fault.code.startswith("E")]


def load_subject(folder: Path, grids: Path) -> Loaded:
    """Read `folder/subject.yaml`, its annexes and runs, and its grid from `grids`."""
    path = folder / SUBJECT_FILE
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return Loaded(faults=[Fault(SUBJECT_FILE, 1, "Fichier illisible : enregistrez-le en UTF-8.", "E001")])
    except OSError:
        return Loaded(faults=[Fault(SUBJECT_FILE, 1, "Le fichier subject.yaml manque.", "E050")])
    return read_subject(text, Folder(folder), grids)


class Folder:
    """The files beside a subject, read by name; what lies outside is not there."""

    def __init__(self, root: Path | None, texts: Mapping[str, str] | None = None) -> None:
        self.root = root
        self.texts = dict(texts or {})

    def is_inside(self, name: str) -> bool:
        """Whether a name stays inside the folder."""
        if not name or name.startswith(("/", "\\")) or ":" in name or "\0" in name:
            return False
        return ".." not in name.replace("\\", "/").split("/")

    def read(self, name: str) -> bytes | None:
        """A file's content, or None."""
        if name in self.texts:
            return self.texts[name].encode()
        if self.root is None or not self.is_inside(name):
            return None
        path = self.root / name
        try:
            return path.read_bytes() if path.is_file() and not path.is_symlink() else None
        except OSError:
            return None


def read_subject(text: str, folder: Folder, grids: Path) -> Loaded:
    """The same from a text: what the editor checks while somebody types."""
    tree = read_yaml(text, SUBJECT_FILE)
    loaded = Loaded(faults=list(tree.faults))
    if tree.data is None:
        if not loaded.faults:
            loaded.faults.append(Fault(SUBJECT_FILE, 1, "Le fichier est vide.", "E001"))
        return loaded
    if not isinstance(tree.data, dict):
        loaded.faults.append(Fault(SUBJECT_FILE, 1, "Un sujet est une suite de « clé : valeur ».", "E001"))
        return loaded
    written = tree.data.get("format")
    if isinstance(written, str) and written != FORMAT:
        message = f"Format « {written} » non pris en charge (attendu : {FORMAT})."
        loaded.faults.append(Fault(SUBJECT_FILE, tree.line(("format",)), message, "E007", "format"))
        return loaded
    try:
        loaded.scenario = Scenario.model_validate(tree.data)
    except ValidationError as error:
        loaded.faults += _shape_faults(error, tree)
    if loaded.scenario is not None:
        _complete(loaded, tree, folder, grids, text)
    loaded.faults = sorted(set(loaded.faults), key=lambda f: (f.file, f.line, f.code, f.path, f.message))
    return loaded


def _complete(loaded: Loaded, tree: Tree, folder: Folder, grids: Path, text: str) -> None:
    scenario = loaded.scenario
    assert scenario is not None
    grid = _grid(scenario, tree, grids, loaded.faults)
    files, sums = _files(scenario, tree, folder, loaded.faults)
    loaded.faults += validate(scenario, tree, grid, files)
    if grid is not None and not loaded.errors:
        parts = [text, grid.model_dump_json(by_alias=True), *(f"{name}\0{sums[name]}" for name in sorted(sums))]
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        loaded.subject = Subject(scenario, grid, files, digest)


# shape -----------------------------------------------------------------------------------------------------------------


def _shape_faults(error: ValidationError, tree: Tree) -> list[Fault]:
    faults = []
    for problem in error.errors(include_url=False):
        path = _real_path(problem["loc"], tree)
        if problem["type"] == "missing":
            line, where = tree.line(path[:-1]), path
        else:
            line, where = tree.line(path), path
        code, message = _shape_message(problem, path, tree)
        faults.append(Fault(SUBJECT_FILE, line, message, code, _dotted(where)))
    return faults


def _real_path(loc: tuple[int | str, ...], tree: Tree) -> tuple[int | str, ...]:
    """The place in the file of a pydantic location, which also names the branches of unions."""
    path: tuple[int | str, ...] = ()
    data: Any = tree.data
    for number, part in enumerate(loc):
        if isinstance(data, dict) and (part in data or number == len(loc) - 1):
            path, data = (*path, part), data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            path, data = (*path, part), data[part]
    return path


def _shape_message(problem: Any, path: tuple[int | str, ...], tree: Tree) -> tuple[str, str]:
    kind, given = problem["type"], problem.get("input")
    name = str(path[-1]) if path else ""
    if kind == "e5":
        return str(problem["ctx"]["code"]), str(problem["ctx"]["message"])
    if kind == "missing":
        return "E004", f"La clé obligatoire « {name} » manque."
    if kind == "extra_forbidden":
        if name in _POINTS:
            return "E033", "La note n’appartient pas au scénario : le barème est dans la grille. Retirez cette clé."
        return "E003", f"Clé inconnue « {name} ».{_near_key(name, path)}"
    if kind == "literal_error":
        expected = str(problem["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        return "E015", f"Valeur « {given} » interdite ; valeurs possibles : {expected}."
    if kind in ("int_parsing", "int_type", "int_from_float"):
        return "E015", f"« {given} » n’est pas un nombre entier."
    if kind in ("list_type", "dict_type", "model_type", "model_attributes_type", "string_type"):
        wanted = {"list_type": "une liste", "string_type": "un texte"}.get(kind, "une suite de « clé : valeur »")
        return "E015", f"Il faut ici {wanted}."
    if kind == "too_short":
        return "E004", "Cette liste est vide."
    if kind in ("greater_than_equal", "less_than_equal"):
        return "E015", f"« {given} » est hors des bornes."
    return "E015", "Valeur refusée ici."


def _near_key(name: str, path: tuple[int | str, ...]) -> str:
    model = _model_at(path[:-1])
    known = [f.alias or key for key, f in model.model_fields.items()] if model else []
    alias = KEY_ALIASES.get(name)
    return f" Vouliez-vous dire « {alias} » ?" if alias in known else near(name, known)


def _model_at(path: tuple[int | str, ...]) -> type[BaseModel] | None:
    model: type[BaseModel] | None = Scenario
    for part in path:
        if isinstance(part, int) or model is None:
            continue
        found = next((f for key, f in model.model_fields.items() if part in (key, f.alias)), None)
        if found is None:
            continue
        model = _model_in(found.annotation)
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for arg in get_args(annotation) if (m := _model_in(arg))), None)


def _dotted(path: tuple[int | str, ...]) -> str:
    return ".".join(map(str, path))


# files -----------------------------------------------------------------------------------------------------------------


def _grid(scenario: Scenario, tree: Tree, grids: Path, faults: list[Fault]) -> Grid | None:
    known = {path.stem: path for path in grids.glob("*.yaml")}
    place = tree.line(("grille", "ref"))
    path = known.get(scenario.grid.slug)
    if path is None:
        message = f"Grille « {scenario.grid.slug} » inconnue.{near(scenario.grid.slug, known)}"
        faults.append(Fault(SUBJECT_FILE, place, message, "E012", "grille.ref"))
        return None
    try:
        grid = Grid.model_validate(read_yaml(path.read_text("utf-8"), path.name).data)
    except (ValidationError, OSError, UnicodeDecodeError):
        faults.append(Fault(path.name, 1, "Grille illisible.", "E001"))
        return None
    if scenario.grid.session != grid.session:
        message = f"Grille « {scenario.grid.ref} » inconnue. Vouliez-vous dire « {grid.id}@{grid.session} » ?"
        faults.append(Fault(SUBJECT_FILE, place, message, "E012", "grille.ref"))
    return grid


def _files(
    scenario: Scenario, tree: Tree, folder: Folder, faults: list[Fault]
) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of annexes and runs by file name, and the SHA-256 of each."""
    texts: dict[str, str] = {}
    sums: dict[str, str] = {}
    wanted: list[tuple[str, str, tuple[str | int, ...], tuple[str, ...]]] = [
        (a.file, f"La pièce « {a.id} »", ("pieces_jointes", i, "fichier"), ATTACHMENT_SUFFIXES)
        for i, a in enumerate(scenario.attachments)
    ]
    wanted += [
        (t.recording, f"L’essai « {t.id} »", ("essais_temoins", i, "enregistrement"), (".jsonl",))
        for i, t in enumerate(scenario.trials)
        if t.recording is not None
    ]
    for name, words, path, suffixes in wanted:
        problem, content = _file_problem(name, words, folder, suffixes)
        if problem is not None:
            faults.append(Fault(SUBJECT_FILE, tree.line(path), problem[1], problem[0], _dotted(path)))
            continue
        assert content is not None
        try:
            texts[name] = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            message = f"{words} n’est pas en UTF-8."
            faults.append(Fault(SUBJECT_FILE, tree.line(path), message, "E050", _dotted(path)))
        sums[name] = hashlib.sha256(content).hexdigest()
    return texts, sums


def _file_problem(
    name: str, words: str, folder: Folder, suffixes: tuple[str, ...]
) -> tuple[tuple[str, str] | None, bytes | None]:
    if not folder.is_inside(name):
        return ("E051", f"Chemin « {name} » hors du paquet."), None
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if suffix not in suffixes:
        return (
            "E050",
            f"{words} a une extension refusée ({suffix or 'aucune'}) ; acceptées : {', '.join(suffixes)}.",
        ), None
    content = folder.read(name)
    if content is None:
        return ("E050", f"{words} est introuvable : {name}."), None
    if len(content) > MAX_ATTACHMENT:
        return ("E050", f"{words} dépasse 5 Mo."), None
    return None, content
