"""The shape of a subject's file: keys, types, identifiers. What is wrong is told, then mended, so that the rest is checked too.

A misspelt key is read under the name it was meant to have; a value that cannot be read is left out, or replaced by a harmless
one where the format wants one. What stands at a mended place is told once, never a second time for its consequences.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from sandbox.kernel.yaml_faults import ODD_SPACES
from sandbox.kernel.yaml_nodes import Fault, Path, Tree
from sandbox.training.subjects.names import near_word
from sandbox.training.subjects.scenario import Scenario

KEY_ALIASES = {
    "evenement": "evenements", "question": "questions", "tache": "taches", "preuve": "preuves", "duree_max": "duree",
    "piece_jointe": "pieces_jointes", "annexes": "pieces_jointes", "essais": "essais_temoins", "corriges": "corrige",
    "contexte_ref": "contexte", "criteres": "critere", "ligne": "lignes", "attendu": "attend", "condition": "attend",
    "exercices": "taches", "intitule": "titre", "nom": "titre", "enonce": "consigne", "texte": "consigne", "temps": "duree",
    "auteur": "auteurs", "usage": "usages", "aide": "aides", "acteur": "acteurs", "personnages": "acteurs", "variable": "variables",
    "injection": "injections", "etat_initial": "injections", "verifications": "preuves", "controles": "preuves",
    "correction": "corrige", "reponses": "corrige", "essai_temoin": "essais_temoins", "tests": "essais_temoins",
    "indice": "indices", "livrable": "livrables", "descripteur": "descripteurs", "quantite": "nombre", "sauf_si": "si_non",
    "relance": "relances", "objet": "cible", "kind": "type", "titre_court": "court", "annexe": "sources", "source": "sources",
    "quand": "declencheur", "effet": "effets", "ou": "ou_bien", "sinon": "ou_bien", "alternative": "ou_bien", "fonctionnalite": "action",
}  # fmt: skip
"""What trainers write instead, when nearness of letters alone would propose something else or nothing."""
_POINTS = {"points", "bareme", "note", "notes", "coefficient", "ponderation", "sur"}
_STAND_INS: tuple[Any, ...] = (
    "…", "1min", "x0", "creer", "manuelle", "texte", "brouillon", ["entrainement"], [], {}, {"manuel": "true"}, {"ref": "…"},
    [{"op": "message"}], [{"id": "x0", "consigne": "…"}],
)  # fmt: skip
_PASSES = 8


@dataclass(slots=True)
class Shape:
    """What reading the shape gave: the scenario, mended where it had to be; the faults; the places that were mended."""

    scenario: Scenario | None = None
    data: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    mended: set[Path] = field(default_factory=set)
    moved: dict[Path, Path] = field(default_factory=dict)
    """Where a key was meant to stand -> where it stands in the file."""

    def is_mended(self, path: Path) -> bool:
        """Whether a place, or what it is part of, was mended."""
        return any(path[:n] in self.mended for n in range(len(path) + 1))

    def origin(self, path: Path) -> Path:
        """The place in the file of a place in the mended data."""
        for n in range(len(path), 0, -1):
            if path[:n] in self.moved:
                return (*self.origin(self.moved[path[:n]][:-1]), self.moved[path[:n]][-1], *path[n:])
        return path


def read_shape(tree: Tree) -> Shape:
    """The scenario of a file, whatever its shape; every fault of the shape in one go."""
    shape = Shape(data=copy.deepcopy(tree.data))
    for _turn in range(_PASSES):
        try:
            shape.scenario = Scenario.model_validate(shape.data)
            break
        except ValidationError as error:
            problems = error.errors(include_url=False)
            for problem in sorted(problems, key=lambda one: one["type"] != "extra_forbidden"):
                _take(problem, shape, tree)
    return shape


def _take(problem: Any, shape: Shape, tree: Tree) -> None:
    """Tell a problem unless it comes of a mended place, and mend it."""
    path = _real_path(problem["loc"], shape.data)
    if problem["type"] == "missing" and _at(shape.data, path) is not None:
        return  # it stood there under another name
    if not shape.is_mended(path):
        here = shape.origin(path)
        line = tree.line(here[:-1] if problem["type"] == "missing" else here)
        code, message = _message(problem, path)
        shape.faults.append(Fault(tree.file, line, message, code, dotted(here)))
    _mend(problem, path, shape)


def _mend(problem: Any, path: Path, shape: Shape) -> None:
    holder = _at(shape.data, path[:-1])
    if not path or not isinstance(holder, (dict, list)):
        shape.mended.add(())
        return
    key = path[-1]
    if problem["type"] == "extra_forbidden" and isinstance(holder, dict):
        value, meant = holder.pop(str(key), None), _meant(str(key), path)
        if meant is not None and meant not in holder and str(key) not in _POINTS:
            holder[meant] = value
            shape.moved[(*path[:-1], meant)] = path
        return
    shape.mended.add(path)
    model = _model_at(path[:-1])
    spec = next((f for name, f in model.model_fields.items() if key in (name, f.alias)), None) if model else None
    if isinstance(holder, dict) and (spec is None or not spec.is_required()):
        holder.pop(str(key), None)
        return
    stand_in = _stand_in(spec, len(shape.mended)) if spec is not None else {}
    if isinstance(holder, dict):
        holder[str(key)] = stand_in
    elif isinstance(key, int) and key < len(holder):
        holder[key] = (
            {} if _model_at(path) is not None and not isinstance(holder[key], dict) else f"x{len(shape.mended)}"
        )


def _stand_in(spec: Any, number: int) -> Any:
    """A harmless value that a required field takes."""
    adapter: TypeAdapter[Any] = TypeAdapter(_annotated(spec))
    for value in _STAND_INS:
        candidate = f"x{number}z" if value == "x0" else value
        try:
            adapter.validate_python(candidate)
        except ValidationError:
            continue
        return copy.deepcopy(candidate)
    return None


def _annotated(spec: Any) -> Any:
    from typing import Annotated

    return Annotated[(spec.annotation, *spec.metadata)] if spec.metadata else spec.annotation


def _at(data: Any, path: Path) -> Any:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _real_path(loc: tuple[int | str, ...], data: Any) -> Path:
    """The place in the data of a pydantic location, which also names the branches of unions and the keys of mappings."""
    path: Path = ()
    for number, part in enumerate(loc):
        if part == "[key]":
            break
        if isinstance(data, dict) and (part in data or number == len(loc) - 1):
            path, data = (*path, part), data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            path, data = (*path, part), data[part]
    return path


def _message(problem: Any, path: Path) -> tuple[str, str]:
    kind, given = problem["type"], problem.get("input")
    name = str(path[-1]) if path else ""
    if kind == "e5":
        return str(problem["ctx"]["code"]), str(problem["ctx"]["message"])
    if kind == "missing":
        return "E004", f"La clé obligatoire « {name} » manque."
    if kind == "extra_forbidden":
        if name in _POINTS:
            return "E033", "La note n’appartient pas au scénario : le barème est dans la grille. Retirez cette clé."
        meant = _meant(name, path)
        if meant == name.strip(ODD_SPACES):
            return "E003", f"La clé « {meant} » est suivie ou précédée d’une espace insécable : effacez-la."
        return "E003", f"Clé inconnue « {name} »." + (f" Vouliez-vous dire « {meant} » ?" if meant else "")
    if kind == "literal_error":
        choices = [str(choice) for choice in _choices(problem)]
        meant = near_word(str(given), choices)
        advice = f" Vouliez-vous dire « {meant} » ?" if meant else ""
        return "E015", f"Valeur « {_shown(given)} » interdite ; valeurs possibles : {', '.join(choices)}.{advice}"
    if kind.startswith("int"):
        return "E015", f"« {_shown(given)} » n’est pas un nombre entier."
    if kind in ("list_type", "dict_type", "model_type", "model_attributes_type", "string_type"):
        wanted = {"list_type": "une liste", "string_type": "un texte"}.get(kind, "une suite de « clé : valeur »")
        how = " : un tiret « - » devant chacun de ses éléments" if kind == "list_type" else ""
        return "E015", f"Il faut ici {wanted}{how}."
    if kind == "too_short":
        return "E004", "Cette liste est vide."
    if kind in ("greater_than_equal", "less_than_equal"):
        return "E015", f"« {_shown(given)} » est hors des bornes."
    return "E015", "Valeur refusée ici."


def _choices(problem: Any) -> list[str]:
    return str(problem["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")


def _shown(given: Any) -> str:
    if isinstance(given, dict):
        return "{…}"
    if isinstance(given, list):
        return "[…]"
    text = "vide" if given is None else str(given)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _meant(name: str, path: Path) -> str | None:
    """The key that was meant: by what trainers write instead, then by nearness."""
    model = _model_at(path[:-1])
    known = [f.alias or key for key, f in model.model_fields.items()] if model else []
    alias = KEY_ALIASES.get(name)
    return alias if alias in known else near_word(name, known)


def _model_at(path: Path) -> type[BaseModel] | None:
    """The mapping of the format that stands at a place; None inside free values."""
    model: type[BaseModel] | None = Scenario
    for part in path:
        if model is None:
            return None
        if isinstance(part, int):
            continue
        found = next((f for key, f in model.model_fields.items() if part in (key, f.alias)), None)
        if found is None:
            if model is Scenario or _is_mapping_of(path):
                continue
            return None
        model = _model_in(found.annotation)
    return model


def _is_mapping_of(path: Path) -> bool:
    return bool(path) and path[0] == "acteurs"


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for arg in get_args(annotation) if (m := _model_in(arg))), None)


def dotted(path: Path) -> str:
    """`preuves.3.attend`, as faults name a place."""
    return ".".join(map(str, path))
