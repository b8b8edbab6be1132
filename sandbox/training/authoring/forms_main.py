"""The forms for what trainers change most: identity, people, questions and their lines, annexes, oral questions, model answer."""

from __future__ import annotations

from typing import Any

from sandbox.kernel.yaml_nodes import Path
from sandbox.training.authoring.fields import NEW, Choices, Column, Group, Input
from sandbox.training.authoring.rows import WORDINGS
from sandbox.training.authoring.suggesting import action_choices
from sandbox.training.authoring.yaml_edit import value_at
from sandbox.training.subjects.aids import AIDS
from sandbox.training.subjects.scenario import FILE_FORMATS

LISTS = {
    "depart": "injections", "questions": "taches", "preuves": "preuves", "evenements": "evenements", "oral": "questions",
    "pieces": "pieces_jointes",
}  # fmt: skip
"""The page of the editor -> the list of the file it shows, item by item."""

FORMAT_CHOICES = tuple((name, f".{name}") for name in FILE_FORMATS)
LEVELS = (("TI", "Très insuffisant"), ("I", "Insuffisant"), ("S", "Satisfaisant"), ("TS", "Très satisfaisant"))
DURATION = "Une durée comme 12min ou 12min30."


def identity(data: Any) -> list[Group]:
    """Title, letter, version, uses, duration, the story that candidates read first, its people, what is drawn."""
    return [
        Group("Identité", (
            Input(("titre",), "Titre", is_required=True),
            Input(("lettre",), "Lettre", help="Une lettre, montrée comme « Sujet C » ; vide si le sujet n’en a pas."),
            Input(("version",), "Version", help="Change à chaque publication : 1.0.0, puis 1.1.0.", is_required=True),
            Input(("mode",), "Forme", "choice", choices=(("fidele", "fidèle à l’épreuve"), ("anime", "animé"), ("etendu", "étendu"))),
            Input(("usages",), "Usages", "checks", choices=(("entrainement", "entraînement"), ("examen", "épreuve"))),
            Input(("statut",), "État", "choice", choices=(("brouillon", "brouillon"), ("relu", "relu"))),
            Input(("duree",), "Durée", help="40min pour une épreuve."),
            Input(("preparation",), "Préparation", help="0min pour une épreuve."),
            Input(("support",), "Outil", "choice", choices=(("boutique", "la boutique"), ("site", "le site"))),
            Input(("auteurs",), "Auteurs", "lines", "Un par ligne.", rows=2),
        )),
        Group("Ce que tous les candidats lisent d’abord", (
            Input(("consigne",), "Contexte et consigne", "area", "Du texte simple ; **gras** entre deux étoiles, listes avec un tiret. {J+3} devient une vraie date.", is_required=True, rows=12),
        )),
        *personas(data),
        Group("Aides que les vrais outils n’ont pas", (
            Input(("aides",), "Aides allumées", "checks", choices=tuple(AIDS.items())),
        ), note="Aucune dans un sujet fidèle."),
        Group("Valeurs tirées au sort", (
            Input(("variables",), "Variables", "rows", "Un même rang est tiré pour toutes à l’ouverture de la session : {remise} est remplacé partout. Autant de valeurs sur chaque ligne.",
                  table=WORDINGS, columns=(Column("Nom, sans accent"), Column("Valeurs, entre des barres : 10 | 15"))),
        )),
    ]  # fmt: skip


def personas(data: Any) -> list[Group]:
    """The people of the story, by their names in the file, and one more."""
    known = value_at(data, ("acteurs",), {})
    groups = []
    for name in (*(known if isinstance(known, dict) else {}), NEW):
        is_new, at = name == NEW, ("acteurs", name)
        groups.append(Group(
            "Ajouter un personnage" if is_new else f"Personnage « {value_at(data, (*at, 'nom')) or name} »", (
                Input((*at, "nom"), "Nom", is_required=not is_new),
                Input((*at, "fonction"), "Fonction", help="Responsable de la boutique, cliente…"),
                Input((*at, "canal"), "Écrit par", help="messagerie interne, avis, courriel…"),
            ), None if is_new else at, is_new=is_new,
        ))  # fmt: skip
    return groups


def task(data: Any, rank: int, criteria: Choices) -> list[Group]:
    """A question: its text, its lines of the grid, its hints; a blank line at the end for one more."""
    at: Path = ("taches", rank)
    groups = [
        Group("La question", (
            Input((*at, "titre"), "Titre"),
            Input((*at, "consigne"), "Consigne", "area", "Ce que le candidat doit faire. {J+3} devient une vraie date.", is_required=True, rows=10),
            Input((*at, "duree_conseillee"), "Durée conseillée", help=DURATION),
        ))
    ]  # fmt: skip
    lines = _items(data, (*at, "lignes"))
    for n in range(len(lines) + 1):
        line: Path = (*at, "lignes", n)
        is_new = n == len(lines)
        groups.append(
            Group(
                "Ajouter une ligne de grille" if is_new else f"Ligne {value_at(lines[n], ('id',), '')}",
                (
                    Input((*line, "competence"), "Compétence", is_required=not is_new),
                    Input((*line, "critere"), "Critère officiel", "choice", choices=criteria),
                    Input((*line, "court"), "Nom court", help="Ce que la console de l’examinateur montre."),
                    Input(
                        (*line, "humain"), "À lire par l’examinateur : la machine mesure, elle ne conclut pas", "yes"
                    ),
                    *(Input((*line, "descripteurs", code), words) for code, words in LEVELS),
                ),
                None if is_new else line,
                is_new=is_new,
            )
        )
    groups += _notes(data, at)
    hints = _items(data, (*at, "indices"))
    for n in range(len(hints) + 1):
        hint: Path = (*at, "indices", n)
        is_new = n == len(hints)
        groups.append(Group(
            "Ajouter un indice" if is_new else f"Indice {n + 1}",
            (Input((*hint, "texte"), "Texte de l’indice", is_required=not is_new), Input((*hint, "apres"), "Montré après", help=DURATION)),
            None if is_new else hint, "En entraînement seulement.", is_new,
        ))  # fmt: skip
    return groups


def _notes(data: Any, at: Path) -> list[Group]:
    """The notes and files that a question asks for, and a blank one."""
    notes = _items(data, (*at, "livrables"))
    groups = []
    for n in range(len(notes) + 1):
        note: Path = (*at, "livrables", n)
        is_new = n == len(notes)
        is_file = value_at(data, (*note, "type")) == "fichier"
        inputs = [
            Input((*note, "type"), "Nature", "choice", choices=(("texte", "une note, écrite dans le cadre de l’épreuve"), ("fichier", "un fichier, déposé par le candidat"))),
            Input((*note, "titre"), "Ce que le candidat lit", help="Note de synthèse, Tableau des ventes…"),
        ]  # fmt: skip
        if is_file or is_new:
            inputs.append(
                Input((*note, "formats"), "Formats acceptés, si c’est un fichier", "checks", choices=FORMAT_CHOICES)
            )
        if not is_file:
            inputs += [Input((*note, "mots_min"), "Mots, au moins"), Input((*note, "mots_max"), "Mots, au plus")]
        name = value_at(notes[n], ("titre",)) or value_at(notes[n], ("id",), "") if not is_new else ""
        groups.append(Group(
            "Ajouter une note ou un fichier à rendre" if is_new else f"À rendre : « {name} »", tuple(inputs),
            None if is_new else note, "Le candidat le remet dans le cadre de l’épreuve, sous la consigne.", is_new,
        ))  # fmt: skip
    return groups


def piece(data: Any, rank: int) -> list[Group]:
    """An annex: its title, the questions that show it, from when on. Its file is sent on the page of annexes."""
    at: Path = ("pieces_jointes", rank)
    tasks = [
        (str(value_at(one, ("id",), n)), f"{n}. {value_at(one, ('titre',), '') or value_at(one, ('id',), '')}")
        for n, one in enumerate(_items(data, ("taches",)), 1)
    ]
    return [Group("L’annexe", (
        Input((*at, "titre"), "Titre", is_required=True),
        Input((*at, "visible_des"), "Visible à partir de", help=f"{DURATION} 0min : dès le début."),
        Input((*at, "taches"), "Questions qui la montrent (aucune : toutes)", "checks", choices=tasks),
    ))]  # fmt: skip


def oral(_data: Any, rank: int, lines: Choices) -> list[Group]:
    """An oral question: its lines, its moment, what a good answer says."""
    at: Path = ("questions", rank)
    return [Group("La question orale", (
        Input((*at, "texte"), "Question", is_required=True),
        Input((*at, "lignes"), "Lignes de la grille", "checks", choices=lines),
        Input((*at, "quand", "apres"), "Proposée après l’action", "choice", choices=(("", "à tout moment"), *action_choices())),
        Input((*at, "quand", "a"), "Ou à l’heure de l’épreuve", help=DURATION),
        Input((*at, "attendus"), "Points attendus", "lines", "Un par ligne : l’examinateur les coche.", rows=4),
        Input((*at, "relances"), "Relances", "lines", "Une par ligne.", rows=2),
    ))]  # fmt: skip


def answers(data: Any) -> list[Group]:
    """The model answer of each question."""
    tasks = _items(data, ("taches",))
    return [
        Group(f"Question {n}, {value_at(one, ('titre',), '') or value_at(one, ('id',), '')}", (
            Input(("corrige", str(value_at(one, ("id",), f"q{n}"))), "Corrigé proposé", "area", rows=5),
        ))
        for n, one in enumerate(tasks, 1)
    ]  # fmt: skip


def line_choices(data: Any) -> list[tuple[str, str]]:
    """(id, words) of every line of the grid."""
    found = []
    for one in _items(data, ("taches",)):
        for line in _items(one, ("lignes",)):
            name = str(value_at(line, ("id",), ""))
            found.append((name, f"{name}, {value_at(line, ('court',)) or value_at(line, ('competence',), '')}"))
    return found


def _items(data: Any, path: Path) -> list[Any]:
    found = value_at(data, path, [])
    return found if isinstance(found, list) else []
