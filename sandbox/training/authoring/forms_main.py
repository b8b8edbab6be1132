"""The forms for what trainers change most: identity, questions and their lines, events, oral questions, model answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sandbox.kernel.yaml_nodes import Path
from sandbox.training.authoring.fields import Choices, Group, Input
from sandbox.training.authoring.yaml_edit import value_at

LISTS = {"questions": "taches", "preuves": "preuves", "evenements": "evenements", "oral": "questions"}
"""The page of the editor -> the list of the file it shows, item by item."""

LEVELS = (("TI", "Très insuffisant"), ("I", "Insuffisant"), ("S", "Satisfaisant"), ("TS", "Très satisfaisant"))
DURATION = "Une durée comme 12min ou 12min30."


def identity(data: Any) -> list[Group]:
    """Title, letter, version, uses, duration, the story that candidates read first."""
    return [
        Group("Identité", (
            Input(("titre",), "Titre", is_required=True),
            Input(("lettre",), "Lettre", help="Une lettre, montrée comme « Sujet C » ; vide si le sujet n’en a pas."),
            Input(("version",), "Version", help="Change à chaque publication : 1.0.0, puis 1.1.0.", is_required=True),
            Input(("mode",), "Forme", "choice", choices=(("fidele", "fidèle à l’épreuve"), ("anime", "animé"), ("etendu", "étendu"))),
            Input(("usages",), "Usages", "checks", choices=(("entrainement", "entraînement"), ("examen", "épreuve"))),
            Input(("statut",), "État", "choice", choices=(("brouillon", "brouillon"), ("relu", "relu"))),
            Input(("duree",), "Durée", help="40min pour une épreuve."),
            Input(("auteurs",), "Auteurs", "lines", "Un par ligne.", rows=2),
        )),
        Group("Ce que tous les candidats lisent d’abord", (
            Input(("consigne",), "Contexte et consigne", "area", "Du texte simple ; **gras** entre deux étoiles, listes avec un tiret. {J+3} devient une vraie date.", is_required=True, rows=12),
        )),
        *personas(data),
    ]  # fmt: skip


def personas(data: Any) -> list[Group]:
    """The people of the story, by their names in the file."""
    known = value_at(data, ("acteurs",), {})
    return [
        Group(f"Personnage « {name} »", (
            Input(("acteurs", name, "nom"), "Nom", is_required=True), Input(("acteurs", name, "fonction"), "Fonction"),
        ), ("acteurs", name))
        for name in (known if isinstance(known, dict) else {})
    ]  # fmt: skip


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
    """The notes that a question asks for, and a blank one."""
    notes = _items(data, (*at, "livrables"))
    groups = []
    for n in range(len(notes) + 1):
        note: Path = (*at, "livrables", n)
        is_new = n == len(notes)
        groups.append(Group(
            "Ajouter une note à rendre" if is_new else f"Note à rendre « {value_at(notes[n], ('id',), '')} »",
            (Input((*note, "mots_min"), "Mots, au moins"), Input((*note, "mots_max"), "Mots, au plus")),
            None if is_new else note, "Le candidat l’écrit dans le cadre de l’épreuve.", is_new,
        ))  # fmt: skip
    return groups


def oral(_data: Any, rank: int, lines: Choices, actions: Iterable[str]) -> list[Group]:
    """An oral question: its lines, its moment, what a good answer says."""
    at: Path = ("questions", rank)
    return [Group("La question orale", (
        Input((*at, "texte"), "Question", is_required=True),
        Input((*at, "lignes"), "Lignes de la grille", "checks", choices=lines),
        Input((*at, "quand", "apres"), "Proposée après l’action", "choice", choices=(("", "à tout moment"), *((name, name) for name in actions))),
        Input((*at, "quand", "a"), "Ou à l’heure de l’épreuve", help=DURATION),
        Input((*at, "attendus"), "Points attendus", "lines", "Un par ligne : l’examinateur les coche.", rows=4),
        Input((*at, "relances"), "Relances", "lines", "Une par ligne.", rows=2),
    ))]  # fmt: skip


def event(data: Any, rank: int, actions: Iterable[str], kinds: Choices) -> list[Group]:
    """An event: its trigger, what it does. Values of an effect are written in the text."""
    at: Path = ("evenements", rank)
    trigger: Path = (*at, "declencheur")
    people = value_at(data, ("acteurs",), {})
    known = people if isinstance(people, dict) else {}
    actors = [("", "personne"), *((name, str(value_at(one, ("nom",), name))) for name, one in known.items())]
    groups = [
        Group("L’événement", (
            Input((*at, "titre"), "Titre", help="Ce que l’examinateur lit sur sa console.", is_required=True),
            Input((*trigger, "a"), "À l’heure de l’épreuve", help=f"{DURATION} Vide s’il part autrement."),
            Input((*trigger, "apres"), "Ou après l’action du candidat", "choice", choices=(("", "aucune"), *((name, name) for name in actions))),
            Input((*trigger, "delai"), "Avec un délai de", help=DURATION),
            Input((*trigger, "manuel"), "Ou seulement quand l’examinateur le déclenche", "yes"),
        ), note="Un seul déclencheur : une heure, une action, ou la main de l’examinateur.")
    ]  # fmt: skip
    for n, effect in enumerate(_items(data, (*at, "effets"))):
        here: Path = (*at, "effets", n)
        values = value_at(effect, ("valeurs",), {})
        names = ["texte", *(key for key in (values if isinstance(values, dict) else {}) if key != "texte")]
        groups.append(Group(f"Effet {n + 1}", (
            Input((*here, "op"), "Ce qui arrive", "choice", choices=(("message", "un message d’un personnage"), ("creer", "quelque chose apparaît"), ("modifier", "quelque chose change"), ("supprimer", "quelque chose disparaît"))),
            Input((*here, "acteur"), "De la part de", "choice", choices=actors),
            Input((*here, "entite"), "Nature de ce qui apparaît", "choice", choices=(("", "–"), *kinds)),
            Input((*here, "cible"), "Ce qui change ou disparaît", "pick"),
            *(Input((*here, "valeurs", name), f"Valeur « {name} »", "area" if name == "texte" else "text", rows=3) for name in names),
        ), here))  # fmt: skip
    blank: Path = (*at, "effets", len(_items(data, (*at, "effets"))))
    groups.append(Group("Ajouter un message", (
        Input((*blank, "acteur"), "De la part de", "choice", choices=actors),
        Input((*blank, "valeurs", "texte"), "Texte du message", "area", rows=3),
    ), is_new=True))  # fmt: skip
    return groups


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
