"""The forms of what the shop holds at the start and of what happens during the test: starting changes, events, effects."""

from __future__ import annotations

from typing import Any

from sandbox.kernel.yaml_nodes import Path
from sandbox.training.authoring.fields import Choices, Column, Group, Input
from sandbox.training.authoring.forms_main import DURATION
from sandbox.training.authoring.rows import VALUES
from sandbox.training.authoring.suggesting import (
    action_choices,
    conditions_input,
    entity_choices,
    values_input,
)
from sandbox.training.authoring.yaml_edit import value_at

STARTS: tuple[tuple[str, str, str], ...] = (
    ("creer", "Ajouter quelque chose", "Un produit à compléter, un avis à traiter, un client, une commande…"),
    ("modifier", "Changer une fiche", "Un prix, un stock, une page, un réglage qui est là."),
    ("supprimer", "Retirer une fiche", "Ce que le candidat devra recréer."),
    ("generer", "Donner des visites", "Les chiffres des statistiques : conversion, abandon de panier."),
)
KEY = "Le nom par lequel les preuves la désignent. Vide : il se fait tout seul."


def start(data: Any, rank: int) -> list[Group]:
    """A starting change: what it is about, then its values."""
    at: Path = ("injections", rank)
    op = str(value_at(data, (*at, "op")) or "creer")
    about: list[Input] = [
        Input((*at, "op"), "Ce qui est préparé", "choice", choices=[(code, words) for code, words, _ in STARTS])
    ]
    if op == "generer":
        about.append(Input((*at, "entite"), "Ce qui est généré", "choice", choices=(("visite", "des visites"),)))
    elif op == "creer":
        about += [
            Input((*at, "entite"), "Nature de ce qui est ajouté", "choice", choices=(("", "–"), *entity_choices(made=True))),
            Input((*at, "cle"), "Clé", help=KEY),
        ]  # fmt: skip
    else:
        about.append(
            Input(
                (*at, "cible"), "La fiche", "pick", "Cherchez-la par son nom, ou écrivez sa clé : produit:mug-de-bord."
            )
        )
    if value_at(data, (*at, "action")) or op == "modifier":
        about.append(_action((*at, "action")))
    groups = [Group("Avant l’arrivée des candidats", tuple(about))]
    if op != "supprimer":
        groups.append(Group("Ses valeurs", (values_input(data, at, "Champs et valeurs"),), note=_first(data, at, op)))
    return groups


def _first(data: Any, at: Path, op: str) -> str:
    known = value_at(data, (*at, "cible")) or value_at(data, (*at, "entite")) or op == "generer"
    return "" if known else "Dites d’abord de quoi il s’agit, puis enregistrez : les champs apparaîtront ici."


def _action(path: Path) -> Input:
    return Input(path, "Par une autre action", "choice", "Seulement quand l’action ordinaire ne suffit pas : changer l’état d’une commande…",
                 choices=(("", "l’action ordinaire"), *action_choices()))  # fmt: skip


def event(data: Any, rank: int) -> list[Group]:
    """An event: its trigger, what it does."""
    at: Path = ("evenements", rank)
    groups = [
        Group("L’événement", (Input((*at, "titre"), "Titre", help="Ce que l’examinateur lit sur sa console.", is_required=True),)),
        Group("Quand il arrive", _trigger(data, at), note="Un seul déclencheur : une heure, une action, une condition, ou la main de l’examinateur."),
    ]  # fmt: skip
    when: Path = (*at, "declencheur", "si")
    if value_at(data, (*when, "cible")) or value_at(data, (*when, "entite")):
        groups.append(Group("Ce que la fiche doit dire", (conditions_input(data, when),)))
    effects = value_at(data, (*at, "effets"), [])
    count = len(effects) if isinstance(effects, list) else 0
    return groups + [_effect(data, (*at, "effets", n), n, is_new=n == count) for n in range(count + 1)]


def _trigger(data: Any, at: Path) -> tuple[Input, ...]:
    here: Path = (*at, "declencheur")
    proofs = proof_choices(data)
    when = value_at(data, (*here, "si"))
    others = [
        (f"evenement:{name}", f"l’événement « {title} »")
        for name, title in event_choices(data)
        if name != value_at(data, (*at, "id"))
    ]
    asked = [Input((*here, "si"), "Ou quand cette preuve est atteinte", "choice", choices=(("", "aucune"), *proofs))]
    if isinstance(when, dict) and "preuve" in when:
        states = (("atteint", "atteinte"), ("partiel", "au moins partielle"), ("non_atteint", "non atteinte"))
        asked = [
            Input((*here, "si", "preuve"), "Ou quand cette preuve", "choice", choices=(("", "aucune"), *proofs)),
            Input((*here, "si", "est"), "est", "choice", choices=states),
        ]
    if not isinstance(when, str):
        asked.append(
            Input(
                (*here, "si", "cible"),
                "Ou quand cette fiche dit ce que vous attendez",
                "pick",
                "Choisissez-la, enregistrez, puis écrivez les conditions.",
            )
        )
        if isinstance(when, dict) and "entite" in when:
            asked.append(Input((*here, "si", "entite"), "Ou parmi", "choice", choices=(("", "–"), *entity_choices())))
    return (
        Input((*here, "a"), "À l’heure de l’épreuve", help=f"{DURATION} Vide s’il part autrement."),
        Input((*here, "echelle"), "Avec un temps majoré", "choice", choices=(("", "l’heure s’allonge aussi"), ("false", "l’heure ne bouge pas"))),
        Input((*here, "apres"), "Ou après", "choice", choices=(("", "rien"), *others, *action_choices())),
        Input((*here, "delai"), "Avec un délai de", help=DURATION),
        *asked,
        Input((*here, "manuel"), "Ou seulement quand l’examinateur le déclenche", "yes"),
        Input((*here, "si_non"), "Sauf si cette preuve est déjà atteinte", "choice", choices=(("", "jamais"), *proofs)),
        Input((*here, "expire"), "N’arrive plus après", help=f"{DURATION} Vide : il peut toujours arriver."),
    )  # fmt: skip


def _effect(data: Any, here: Path, n: int, *, is_new: bool) -> Group:
    people = value_at(data, ("acteurs",), {})
    known = people if isinstance(people, dict) else {}
    actors = [("", "personne"), *((name, str(value_at(one, ("nom",), name))) for name, one in known.items())]
    op = str(value_at(data, (*here, "op")) or "message")
    who = Input((*here, "acteur"), "De la part de", "choice", choices=actors)
    what = Input((*here, "op"), "Ce qui arrive", "choice", choices=(
        ("message", "un message d’un personnage"), ("creer", "quelque chose apparaît"), ("modifier", "quelque chose change"),
        ("supprimer", "quelque chose disparaît"),
    ))  # fmt: skip
    text = Input((*here, "valeurs", "texte"), "Texte du message", "area", rows=3)
    if is_new:
        kinds = (("", "–"), *entity_choices(made=True))
        return Group("Ajouter un effet", (
            what, who, text, Input((*here, "entite"), "Ce qui apparaît", "choice", choices=kinds),
            Input((*here, "cible"), "Ce qui change ou disparaît", "pick"),
        ), note="Pour autre chose qu’un message, enregistrez : les champs apparaîtront.", is_new=True)  # fmt: skip
    inputs = [what, who]
    if op == "message":
        inputs.append(text)
    elif op == "creer":
        inputs += [
            Input((*here, "entite"), "Ce qui apparaît", "choice", choices=(("", "–"), *entity_choices(made=True))),
            Input((*here, "cle"), "Clé", help=KEY),
        ]
    else:
        inputs.append(Input((*here, "cible"), "Ce qui change ou disparaît", "pick"))
    if op != "message" and value_at(data, (*here, "action")):
        inputs.append(_action((*here, "action")))
    if op in ("creer", "modifier"):
        inputs.append(values_input(data, here, "Champs et valeurs"))
    return Group(f"Effet {n + 1}", tuple(inputs), here)


def proof_choices(data: Any) -> Choices:
    """(id, label) of the proofs."""
    return _named(data, "preuves", "libelle")


def event_choices(data: Any) -> Choices:
    """(id, title) of the events."""
    return _named(data, "evenements", "titre")


def _named(data: Any, place: str, title: str) -> list[tuple[str, str]]:
    found = value_at(data, (place,), [])
    items = [(str(value_at(one, ("id",)) or ""), one) for one in (found if isinstance(found, list) else [])]
    return [(name, str(value_at(one, (title,)) or name)) for name, one in items if name]


def scene_inputs(at: Path, names: tuple[str, ...]) -> Input:
    """What a scene is given, as a table: its names are closed."""
    words = [(name, name.replace("_", " ")) for name in names]
    return Input((*at, "avec"), "Ce que la scène prend", "rows", "Une fiche par sa clé, plusieurs entre des barres : mug-de-bord | coffret.",
                 table=VALUES, columns=(Column("Donnée", words), Column("Valeur", is_long=True)))  # fmt: skip
