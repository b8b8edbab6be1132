"""The guided form of a proof: its kind, the thing it looks at, then conditions one by one (field, operator, value)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.kernel.yaml_nodes import Path
from sandbox.modules import entities
from sandbox.training.authoring.fields import Choices, Group, Input
from sandbox.training.authoring.vocabulary import OPERATOR_WORDS
from sandbox.training.authoring.yaml_edit import Document, value_at
from sandbox.training.subjects.expectations import SCENE_INPUTS, SCENES
from sandbox.training.subjects.operators import OPERATORS

KINDS: tuple[tuple[str, str, str], ...] = (
    ("etat", "Une fiche est comme demandé", "Des champs d’un produit, d’un client, d’une page… que vous désignez."),
    ("existe", "Quelque chose a été créé", "Un bon de réduction, un groupe, un alias… qui répond à vos conditions."),
    ("absent", "Quelque chose n’est pas là", "Rien ne répond à vos conditions."),
    ("intact", "Rien d’autre n’a changé", "Les autres fiches de même nature sont restées comme au départ."),
    ("action", "Une action a été faite", "À temps si vous le demandez, ou avant une autre."),
    (
        "texte",
        "Un texte est mesuré",
        "Longueur, part recopiée de l’annexe, faits présents. L’examinateur lit le reste.",
    ),
    ("comportement", "La boutique se comporte ainsi", "Un panier d’essai, une recherche, une visite, l’accueil."),
    ("livrable", "Une note a été rendue", "Sa longueur, les indicateurs qu’elle cite."),
    ("manuelle", "L’examinateur coche", "Ce que la machine ne peut pas voir."),
)
LISTED = ("parmi", "contient_un", "contient_tous", "sans", "entre", "longueur", "mots")
EMPTY = "vide"
SCENE_WORDS = {
    "panier": "un panier d’essai", "recherche": "une recherche en boutique", "visite": "la visite d’une fiche, sans compte",
    "accueil": "la page d’accueil",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition of the form. `is_kept`: written in a way the form does not show, and left as it is."""

    field: str = ""
    operator: str = ""
    value: str = ""
    is_kept: bool = False


def kind_of(data: Any, rank: int) -> str:
    """The kind of a proof."""
    return str(value_at(data, ("preuves", rank, "type"), "etat"))


def proof(data: Any, rank: int, lines: Choices, actions: Sequence[str]) -> list[Group]:
    """The questions that go with the kind of a proof."""
    at: Path = ("preuves", rank)
    kind = kind_of(data, rank)
    about = _about(data, at, kind, actions)
    more: list[Input] = []
    if kind in ("etat", "existe", "texte", "comportement", "livrable"):
        more.append(
            Input(
                (*at, "partiel_si"),
                "Partiellement atteinte à partir de",
                help="Nombre de conditions ; vide : tout ou rien.",
            )
        )
    more.append(Input((*at, "garde"), "C’est une garde : vraie au départ, elle doit le rester", "yes"))
    return [
        Group("La preuve", (
            Input((*at, "libelle"), "Ce que l’examinateur lit", is_required=True),
            Input((*at, "lignes"), "Lignes de la grille", "checks", choices=lines),
            Input((*at, "type"), "Ce que la machine regarde", "choice", choices=[(code, words) for code, words, _ in KINDS]),
        )),
        *([Group("Où regarder", tuple(about))] if about else []),
        *([_measured((*at, "attend"))] if kind == "texte" else []),
        Group("Comment conclure", tuple(more)),
    ]  # fmt: skip


def _about(data: Any, at: Path, kind: str, actions: Sequence[str]) -> list[Input]:
    kinds = [
        ("", "–"),
        *((name, entity.label) for name, entity in sorted(entities().items(), key=lambda e: e[1].label)),
    ]
    target = Input(
        (*at, "cible"), "La fiche", "pick", "Cherchez-la par son nom, ou écrivez sa clé : produit:mug-de-bord."
    )
    entity = Input((*at, "entite"), "Nature de ce que l’on cherche", "choice", choices=kinds)
    named = [("", "–"), *((name, name) for name in actions)]
    match kind:
        case "etat":
            return [target]
        case "existe" | "absent":
            return [entity, Input((*at, "nombre"), "Combien, exactement", help="Vide : au moins un.")]
        case "intact":
            return [
                entity,
                Input((*at, "sauf"), "Sauf ces fiches", "lines", "Une clé par ligne : produit:mug-de-bord.", rows=3),
            ]
        case "action":
            return [
                Input((*at, "action"), "L’action", "choice", choices=named), target,
                Input((*at, "delai_max"), "En moins de", help="Une durée comme 10min."),
                Input((*at, "avant"), "Avant l’action", "choice", choices=named),
            ]  # fmt: skip
        case "texte":
            return [
                target,
                _text_field(data, at),
                Input((*at, "sources"), "Annexes dont la copie est mesurée", "checks", choices=_annexes(data)),
            ]
        case "comportement":
            scene = str(value_at(data, (*at, "scene"), ""))
            given = [Input((*at, "avec", name), f"Avec « {name} »") for name in SCENE_INPUTS.get(scene, ())]
            scenes = [("", "–"), *((name, SCENE_WORDS.get(name, name)) for name in SCENES)]
            return [Input((*at, "scene"), "Ce que l’on rejoue", "choice", choices=scenes), *given]
        case "livrable":
            return [Input((*at, "livrable"), "Le livrable", "choice", choices=[("", "–"), *_deliverables(data)])]
    return []


def _measured(at: Path) -> Group:
    """What is measured of a text; the facts it must tell are written in the text of the subject."""
    return Group("Ce qui est mesuré", (
        Input((*at, "longueur"), "Nombre de caractères", "bars", "De combien à combien : 100 | 200."),
        Input((*at, "mots"), "Nombre de mots", "bars", "De combien à combien : 60 | 120."),
        Input((*at, "copie_max"), "Part recopiée des annexes, au plus", help="En pour cent : 40."),
        Input((*at, "sans"), "Mots à ne pas employer", "bars", "Séparés par des barres : soldes | meilleur café."),
    ))  # fmt: skip


def _text_field(data: Any, at: Path) -> Input:
    found = fields_of(data, at)
    return Input((*at, "champ"), "Le champ", "choice", choices=[("", "–"), *found])


def _annexes(data: Any) -> list[tuple[str, str]]:
    pieces = value_at(data, ("pieces_jointes",), [])
    return [(str(value_at(p, ("id",), "")), str(value_at(p, ("titre",), ""))) for p in pieces or []]


def _deliverables(data: Any) -> list[tuple[str, str]]:
    found = []
    for one in value_at(data, ("taches",), []) or []:
        for item in value_at(one, ("livrables",), []) or []:
            name = str(value_at(item, ("id",), ""))
            found.append((name, name))
    return found


def fields_of(data: Any, at: Path) -> list[tuple[str, str]]:
    """(name, label) of what a proof may look at: the fields of its thing, or what its scene gives."""
    if value_at(data, (*at, "type")) == "comportement":
        outputs = SCENES.get(str(value_at(data, (*at, "scene"), "")), {})
        return [(name, output.label) for name, output in outputs.items()]
    target = str(value_at(data, (*at, "cible"), "") or "")
    entity = entities().get(target.partition(":")[0]) or entities().get(str(value_at(data, (*at, "entite"), "")))
    return [(field.name, field.label) for field in entity.fields] if entity else []


def has_conditions(kind: str) -> bool:
    """Whether a proof of that kind asks things of fields."""
    return kind in ("etat", "existe", "absent", "comportement")


def conditions(data: Any, rank: int) -> list[ConditionRow]:
    """The conditions of a proof, as rows, with two blank ones."""
    rows = []
    expected = value_at(data, ("preuves", rank, "attend"), {})
    for name, asked in expected.items() if isinstance(expected, dict) else ():
        for operator, value in asked.items() if isinstance(asked, dict) else [("", asked)]:
            rows.append(_row(str(name), str(operator), value))
    return [*rows, ConditionRow(), ConditionRow()]


def _row(name: str, operator: str, value: Any) -> ConditionRow:
    if operator not in OPERATORS or isinstance(value, dict):
        return ConditionRow(name, operator, str(value), is_kept=True)
    if isinstance(value, list):
        if any(isinstance(one, (dict, list)) or "|" in str(one) for one in value):
            return ConditionRow(name, operator, ", ".join(map(str, value)), is_kept=True)
        return ConditionRow(name, operator, " | ".join(EMPTY if one is None else str(one) for one in value))
    return ConditionRow(name, operator, EMPTY if value is None else str(value))


def write_conditions(document: Document, rank: int, sent: Mapping[str, Sequence[str]]) -> None:
    """Put the rows that were sent into the proof; those the form does not show stay as they are."""
    if "c_champ" not in sent:
        return
    at: Path = ("preuves", rank, "attend")
    was = {(r.field, r.operator): r.value for r in conditions(document.data, rank) if r.field and not r.is_kept}
    rows = zip(sent.get("c_champ", ()), sent.get("c_op", ()), sent.get("c_valeur", ()), strict=False)
    now = {(name, operator): value.strip() for name, operator, value in rows if name and operator and value.strip()}
    for name, operator in was.keys() - now.keys():
        document.drop((*at, name, operator))
        if document.get((*at, name)) == {}:
            document.drop((*at, name))
    for (name, operator), value in now.items():
        if was.get((name, operator)) != value:
            document.put((*at, name, operator), _read(operator, value))


def _read(operator: str, text: str) -> Any:
    """« 200 | 300 » as a list where the operator takes one; « vide » as nothing."""
    if operator in LISTED:
        return [None if part.strip() == EMPTY else part.strip() for part in text.split("|") if part.strip()]
    return None if text == EMPTY else text


def operator_choices() -> list[tuple[str, str]]:
    """(operator, words)."""
    return [(name, OPERATOR_WORDS.get(name, name)) for name in OPERATORS]
