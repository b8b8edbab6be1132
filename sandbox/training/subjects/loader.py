"""Reading a subject's folder: every fault at once, with file, line, code, path and a suggestion; never an exception."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from sandbox.kernel.yaml_nodes import Fault, Tree, read_yaml
from sandbox.training.subjects.format import Grid, Subject
from sandbox.training.subjects.names import near
from sandbox.training.subjects.scenario import FORMAT, Scenario
from sandbox.training.subjects.shape import Shape, dotted, read_shape
from sandbox.training.subjects.validator import validate
from sandbox.training.subjects.validator_writing import cut_texts
from sandbox.training.subjects.variables import count_ranks, draw, fill, fill_text

SUBJECT_FILE = "subject.yaml"
MAX_SUBJECT = 300_000
MAX_ATTACHMENT = 5 * 1024 * 1024
ATTACHMENT_SUFFIXES = (".md", ".csv", ".txt")
MAX_RANKS = 8
"""How many draws of the variables are checked."""
_AMBIGUOUS = re.compile(r"^(?:yes|no|on|off|y|n)$", re.IGNORECASE)
_SEXAGESIMAL = re.compile(r"^(\d{1,3}):([0-5]\d)$")
_OCTAL = re.compile(r"^0\d+$")


@dataclass(slots=True)
class Loaded:
    """What reading a folder gave. `subject` is there when nothing forbids its use; warnings and information do not.

    `scenario` is there as soon as the file is readable: where its shape is wrong, it was mended.
    """

    scenario: Scenario | None = None
    subject: Subject | None = None
    faults: list[Fault] = field(default_factory=list)
    tree: Tree = field(default_factory=lambda: Tree(SUBJECT_FILE))

    @property
    def errors(self) -> list[Fault]:
        """The faults that forbid the subject's use."""
        return [fault for fault in self.faults if fault.is_error]

    @property
    def remarks(self) -> list[Fault]:
        """Warnings and information."""
        return [fault for fault in self.faults if not fault.is_error]


def load_subject(folder: Path, grids: Path) -> Loaded:
    """Read `folder/subject.yaml`, its annexes and runs, and its grid from `grids`."""
    path = folder / SUBJECT_FILE
    try:
        raw = path.read_bytes()
    except OSError:
        return Loaded(faults=[Fault(SUBJECT_FILE, 1, "Le fichier subject.yaml manque.", "E050")])
    try:
        return read_subject(decode_subject(raw), Folder(folder), grids)
    except UnicodeDecodeError:
        return Loaded(faults=[Fault(SUBJECT_FILE, _line_of(raw), _encoding(raw), "E001")])


def decode_subject(raw: bytes) -> str:
    """The text of a subject's file, in UTF-8 with or without its mark; raises UnicodeDecodeError."""
    return raw.decode("utf-8-sig")


def _encoding(raw: bytes) -> str:
    found = "UTF-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in raw[:200] else "un autre encodage (Windows ?)"
    return f"Fichier illisible : il est en {found}. Enregistrez-le en UTF-8."


def _line_of(raw: bytes) -> int:
    """The line of the first byte that is not UTF-8."""
    try:
        decode_subject(raw)
    except UnicodeDecodeError as error:
        return raw.count(b"\n", 0, error.start) + 1
    return 1


class Folder:
    """The files beside a subject, read by name; what lies outside is not there."""

    def __init__(self, root: Path | None, texts: Mapping[str, str | bytes] | None = None) -> None:
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
            found = self.texts[name]
            return found if isinstance(found, bytes) else found.encode()
        if self.root is None or not self.is_inside(name):
            return None
        path = self.root / name
        try:
            inside = path.resolve().is_relative_to(self.root.resolve())
            return path.read_bytes() if inside and path.is_file() and not path.is_symlink() else None
        except (OSError, ValueError):
            return None

    def size(self, name: str) -> int | None:
        """A file's size without reading it, or None."""
        if name in self.texts or self.root is None or not self.is_inside(name):
            return None
        try:
            return (self.root / name).stat().st_size
        except (OSError, ValueError):
            return None


def read_subject(text: str, folder: Folder, grids: Path) -> Loaded:
    """The same from a text: what the editor checks while somebody types."""
    tree = read_yaml(text.removeprefix("\ufeff"), SUBJECT_FILE, limit=MAX_SUBJECT)
    loaded = Loaded(faults=list(tree.faults), tree=tree)
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
    shape = read_shape(tree)
    loaded.scenario = shape.scenario
    loaded.faults += shape.faults
    misread = _ambiguous(tree, {(fault.line, fault.path) for fault in shape.faults})
    loaded.faults += misread
    loaded.faults += cut_texts(tree, text.removeprefix("\ufeff"))
    if shape.scenario is not None:
        _complete(loaded, shape, folder, grids, text)
    places = {fault.path for fault in misread}
    loaded.faults = [fault for fault in loaded.faults if fault.path not in places or fault in misread]
    loaded.faults = sorted(set(loaded.faults), key=lambda f: (f.file, f.line, f.code, f.path, f.message))
    return loaded


def _complete(loaded: Loaded, shape: Shape, folder: Folder, grids: Path, text: str) -> None:
    scenario, tree = shape.scenario, loaded.tree
    assert scenario is not None
    grid = _grid(scenario, shape, tree, grids, loaded.faults)
    files, sums = _files(scenario, shape, tree, folder, loaded.faults)
    for rank in range(min(count_ranks(scenario.variables), MAX_RANKS)):
        loaded.faults += _validated(scenario, shape, tree, grid, files, rank)
    if grid is not None and not loaded.errors:
        parts = [text, grid.model_dump_json(by_alias=True), *(f"{name}\0{sums[name]}" for name in sorted(sums))]
        digest = hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()
        loaded.subject = Subject(scenario, grid, files, digest)


def _validated(
    scenario: Scenario, shape: Shape, tree: Tree, grid: Grid | None, files: Mapping[str, str], rank: int
) -> list[Fault]:
    """The faults of one draw of the variables."""
    drawn = draw(scenario.variables, rank)
    if drawn:
        try:
            scenario = Scenario.model_validate(fill(shape.data, drawn))
        except ValidationError:
            message = f"Avec les valeurs de rang {rank + 1}, un identifiant, une durée ou un choix n’est plus lisible."
            return [Fault(tree.file, tree.line(("variables",)), message, "E015", "variables")]
    filled = {name: fill_text(text, drawn) for name, text in files.items()}
    return validate(scenario, tree, grid, filled, shape=shape, raw_files=files)


def _ambiguous(tree: Tree, told: set[tuple[int, str]]) -> list[Fault]:
    """Values without quotes that YAML's readers take for something else: `NO`, `12:30`, `010`."""
    found = []
    for path in tree.plain:
        value = tree.data
        for part in path:
            value = value[part]
        if value is None or (tree.line(path), dotted(path)) in told:
            continue
        if _AMBIGUOUS.match(value):
            code, message = (
                "E005",
                f"« {value} » serait lu comme vrai/faux. Écrivez oui ou non, ou mettez des guillemets.",
            )
        elif match := _SEXAGESIMAL.match(value):
            misread = int(match[1]) * 60 + int(match[2])
            message = f"« {value} » serait lu comme le nombre {misread}. Écrivez une durée comme 12min ou 12min30, ou mettez des guillemets."
            code = "E006"
        elif _OCTAL.match(value):
            code = "E015"
            message = f"« {value} » est lu autrement par certains programmes. Retirez le zéro, ou mettez des guillemets si c’est un code."
        else:
            continue
        found.append(Fault(tree.file, tree.line(path), message, code, dotted(path)))
    return found


# files -----------------------------------------------------------------------------------------------------------------


def _grid(scenario: Scenario, shape: Shape, tree: Tree, grids: Path, faults: list[Fault]) -> Grid | None:
    if shape.is_mended(("grille", "ref")):
        return None
    known = {path.stem: path for path in grids.glob("*.yaml")}
    place = tree.line(("grille", "ref"))
    path = known.get(scenario.grid.slug)
    if path is None:
        message = f"Grille « {scenario.grid.slug} » inconnue.{near(scenario.grid.slug, known)}"
        faults.append(Fault(SUBJECT_FILE, place, message, "E012", "grille.ref"))
        return None
    try:
        grid = read_grid(path)
    except (ValidationError, OSError, UnicodeDecodeError):
        faults.append(Fault(path.name, 1, "Grille illisible.", "E001"))
        return None
    if scenario.grid.session != grid.session:
        message = f"Grille « {scenario.grid.ref} » inconnue. Vouliez-vous dire « {grid.id}@{grid.session} » ?"
        faults.append(Fault(SUBJECT_FILE, place, message, "E012", "grille.ref"))
    return grid


def read_grid(path: Path) -> Grid:
    """The grid of a file, read again only when the file changed; raises ValidationError or OSError."""
    return _read_grid(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _read_grid(path: Path, _changed: int) -> Grid:
    return Grid.model_validate(read_yaml(path.read_text("utf-8"), path.name).data)


def _files(
    scenario: Scenario, shape: Shape, tree: Tree, folder: Folder, faults: list[Fault]
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
    for name, words, place, suffixes in wanted:
        if shape.is_mended(place):
            continue
        path = shape.origin(place)
        problem, content = _file_problem(name, words, folder, suffixes)
        if problem is not None:
            faults.append(Fault(SUBJECT_FILE, tree.line(path), problem[1], problem[0], dotted(path)))
            continue
        assert content is not None
        try:
            texts[name] = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            message = f"{words} n’est pas en UTF-8."
            faults.append(Fault(SUBJECT_FILE, tree.line(path), message, "E050", dotted(path)))
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
    if (folder.size(name) or 0) > MAX_ATTACHMENT:
        return ("E050", f"{words} dépasse 5 Mo."), None
    content = folder.read(name)
    if content is None:
        return ("E050", f"{words} est introuvable : {name}."), None
    if len(content) > MAX_ATTACHMENT:
        return ("E050", f"{words} dépasse 5 Mo."), None
    return None, content
