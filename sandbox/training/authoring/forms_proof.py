"""The guided form of a proof: its kind, the thing it looks at, conditions one by one, other ways that are accepted."""

from __future__ import annotations

from typing import Any

from sandbox.kernel.yaml_nodes import Path
from sandbox.shop.charts import rules as charts
from sandbox.training.authoring.fields import Column, Group, Input
from sandbox.training.authoring.forms_events import event_choices, scene_inputs
from sandbox.training.authoring.forms_main import line_choices
from sandbox.training.authoring.rows import FIGURES, VALUES, WORDINGS
from sandbox.training.authoring.suggesting import (
    action_choices,
    conditions_input,
    entity_choices,
    entity_of,
    fields_of,
    suggestion_of,
)
from sandbox.training.authoring.yaml_edit import value_at
from sandbox.training.subjects.expectations import SCENE_INPUTS, SCENES
from sandbox.training.subjects.indicators import INDICATOR_WORDS, find_indicator

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
    ("comportement", "Un visiteur voit ceci", "Un panier d’essai, une recherche, une visite, l’accueil."),
    ("livrable", "Une note ou un fichier a été rendu", "Ses mots, les indicateurs qu’il cite, ses chiffres."),
    ("manuelle", "L’examinateur coche", "Ce que la machine ne peut pas voir."),
)
SCENE_WORDS = {
    "panier": "un panier d’essai", "recherche": "une recherche en boutique", "visite": "la visite d’une fiche, sans compte",
    "accueil": "la page d’accueil", "livraison": "la livraison proposée", "menu": "le menu de la boutique",
    "site_page": "une page du site, sans compte", "site_menu": "un menu du site", "site_bloc": "un bloc du site, sa place et ses réglages",
    "site_recherche": "une recherche sur le site",
}  # fmt: skip
CONDITIONED = ("etat", "existe", "absent", "comportement")
PARTIAL = ("etat", "existe", "texte", "comportement", "livrable")
KEY = "Cherchez-la par son nom, ou écrivez sa clé : produit:mug-de-bord."


def kind_of(data: Any, at: Path) -> str:
    """The kind of a proof, or of another way to it."""
    return str(value_at(data, (*at, "type")) or "etat")


def proof(data: Any, rank: int) -> list[Group]:
    """The questions that go with the kind of a proof, then those of its other ways."""
    at: Path = ("preuves", rank)
    more: list[Input] = []
    routes = value_at(data, (*at, "ou_bien"), [])
    count = len(routes) if isinstance(routes, list) else 0
    kinds = {kind_of(data, at), *(kind_of(data, (*at, "ou_bien", n)) for n in range(count))}
    if kinds & set(PARTIAL):
        more.append(
            Input(
                (*at, "partiel_si"),
                "Partiellement atteinte à partir de",
                help="Nombre de conditions ; vide : tout ou rien.",
            )
        )
    if "action" in kinds:
        more.append(Input((*at, "delai_max"), "Action faite en moins de", help="Une durée comme 10min."))
    more.append(Input((*at, "garde"), "C’est une garde : vraie au départ, elle doit le rester", "yes"))
    groups = [
        Group("La preuve", (
            Input((*at, "libelle"), "Ce que l’examinateur lit", is_required=True),
            Input((*at, "lignes"), "Lignes de la grille", "checks", choices=line_choices(data)),
            _kind(at),
        )),
        *_route(data, at),
        Group("Comment conclure", tuple(more)),
    ]  # fmt: skip
    for n in range(count):
        here: Path = (*at, "ou_bien", n)
        inputs = [one for group in _route(data, here) for one in group.inputs]
        groups.append(Group(f"Autre voie acceptée n° {n + 1}", (_kind(here), *inputs), here, _first(data, here)))
    blank: Path = (*at, "ou_bien", count)
    groups.append(Group("Accepter une autre voie", (
        _kind(blank), Input((*blank, "cible"), "La fiche", "pick", KEY),
        Input((*blank, "entite"), "Ou la nature de ce que l’on cherche", "choice", choices=(("", "–"), *entity_choices())),
        Input((*blank, "action"), "Ou l’action", "choice", choices=(("", "–"), *action_choices())),
    ), note="La preuve est atteinte par l’une ou l’autre voie. Enregistrez : les conditions de cette voie apparaîtront.", is_new=True))  # fmt: skip
    return groups


def _kind(at: Path) -> Input:
    return Input(
        (*at, "type"), "Ce que la machine regarde", "choice", choices=[(code, words) for code, words, _ in KINDS]
    )


def _route(data: Any, at: Path) -> list[Group]:
    """Where a way looks, and what it expects there."""
    kind = kind_of(data, at)
    about = _about(data, at, kind)
    groups = [Group("Où regarder", tuple(about))] if about else []
    if kind in CONDITIONED:
        groups.append(Group("Ce qui est attendu", (conditions_input(data, at),), note=_first(data, at)))
    elif kind in ("texte", "livrable"):
        groups.append(Group("Ce qui est mesuré", _measured(data, at, kind)))
    return groups


def _first(data: Any, at: Path) -> str:
    has_none = kind_of(data, at) in CONDITIONED and not fields_of(data, at)
    return "Dites d’abord où regarder, puis enregistrez : les champs à vérifier apparaîtront ici." if has_none else ""


def _about(data: Any, at: Path, kind: str) -> list[Input]:
    target = Input((*at, "cible"), "La fiche", "pick", KEY)
    entity = Input((*at, "entite"), "Nature de ce que l’on cherche", "choice", choices=(("", "–"), *entity_choices()))
    named = (("", "–"), *action_choices())
    match kind:
        case "etat":
            return [target]
        case "existe":
            count = Input((*at, "nombre"), "Combien, exactement", help="Vide : au moins un.")
            return [entity, count, *_among(data, at)]
        case "absent":
            return [entity, *_among(data, at)]
        case "intact":
            return [
                entity,
                Input((*at, "champs"), "Ne surveiller que", "checks", choices=fields_of(data, at)),
                Input((*at, "sauf"), "Sauf ces fiches", "picks", "Une clé par ligne : produit:mug-de-bord.", rows=3),
            ]
        case "action":
            events = tuple((f"evenement:{name}", f"{title} (événement)") for name, title in event_choices(data))
            return [
                Input((*at, "action"), "L’action", "choice", choices=named),
                Input((*at, "cible"), "Sur quoi", "pick", "Une fiche, ou ce qu’un événement a fait arriver. Vide : sur n’importe quoi.", choices=events),
                Input((*at, "avant"), "Avant l’action", "choice", choices=named),
                Input((*at, "apres"), "Après l’action", "choice", choices=named),
            ]  # fmt: skip
        case "texte":
            return [target, Input((*at, "champ"), "Le champ", "choice", choices=[("", "–"), *fields_of(data, at)])]
        case "comportement":
            scene = str(value_at(data, (*at, "scene")) or "")
            scenes = [("", "–"), *((name, SCENE_WORDS.get(name, name)) for name in SCENES)]
            given = [scene_inputs(at, SCENE_INPUTS[scene])] if scene in SCENE_INPUTS else []
            return [Input((*at, "scene"), "Ce que l’on rejoue", "choice", choices=scenes), *given]
        case "livrable":
            return [Input((*at, "livrable"), "Ce qui est rendu", "choice", choices=[("", "–"), *_deliverables(data)])]
    return []


def _among(data: Any, at: Path) -> list[Input]:
    """Among which things one looks: those with these values, those that were there too."""
    entity = entity_of(data, at)
    fields = entity.fields if entity is not None else ()
    return [
        Input((*at, "parmi_ceux"), "Seulement parmi ceux dont", "rows", table=VALUES, suggest={f.name: suggestion_of(f) for f in fields},
              columns=(Column("Champ", [(f.name, f.label) for f in fields]), Column("Vaut", is_long=True))),
        Input((*at, "partout"), "Regarder aussi ce qui était là au départ", "yes"),
    ]  # fmt: skip


def _measured(data: Any, at: Path, kind: str) -> tuple[Input, ...]:
    """What is measured of a text: length, share copied, facts, claims; of what is handed in, figures too."""
    here: Path = (*at, "attend")
    points = [
        Input((*here, "longueur"), "Nombre de caractères", "bars", "De combien à combien : 100 | 200."),
        Input((*here, "mots"), "Nombre de mots", "bars", "De combien à combien : 60 | 120."),
        Input((*at, "sources"), "Annexes dont la copie est mesurée", "checks", choices=_sources(data)),
        Input((*here, "copie_max"), "Part recopiée, au plus", help="En pour cent : 40."),
        Input((*here, "faits"), "Faits à retrouver", "rows", "Un nom pour l’examinateur, puis les façons de l’écrire : Éthiopie | éthiopien.",
              table=WORDINGS, columns=(Column("Fait"), Column("Façons de l’écrire", is_long=True))),
        Input((*here, "faits_min"), "Combien de ces faits suffisent", help="Vide : tous."),
        Input((*here, "sans"), "Mots à ne pas employer", "bars", "Séparés par des barres : soldes | meilleur café."),
        Input((*here, "orthographe_max"), "Fautes courantes, au plus", help="Un indice : la machine ne connaît que des fautes courantes."),
    ]  # fmt: skip
    return (*points, *_figures(data, here)) if kind == "livrable" else tuple(points)


def _figures(data: Any, here: Path) -> list[Input]:
    asked = value_at(data, (*here, "indicateurs"))
    path = (*here, "indicateurs") if isinstance(asked, list) else (*here, "indicateurs", "parmi")
    named = value_at(data, path, [])
    known = {key: found.name for key in INDICATOR_WORDS if (found := find_indicator(key)) is not None}
    own = [str(name) for name in (named if isinstance(named, list) else [])]
    choices = [(name, found.name if (found := find_indicator(name)) else name) for name in own]
    choices += [(key, words) for key, words in known.items() if words not in dict(choices).values()]
    least = (
        []
        if isinstance(asked, list)
        else [Input((*here, "indicateurs", "min"), "Combien de ces indicateurs suffisent", help="Vide : tous.")]
    )
    return [
        Input(path, "Indicateurs à citer", "checks", choices=sorted(choices, key=lambda one: one[1])),
        *least,
        Input((*here, "chiffres"), "Chiffres attendus", "rows",
              "Un indicateur des statistiques (sa valeur est celle de la boutique du candidat), ou un nom de votre choix avec sa valeur. La "
              "période : 30j, mois-1 ou J-30..J-1.",
              table=FIGURES, columns=(Column("Indicateur ou nom", proposals=tuple(known.values())), Column("Valeur, si ce n’est pas un indicateur"), Column("À combien près"), Column("Période"))),
        Input((*here, "chiffres_min"), "Combien de ces chiffres suffisent", help="Vide : tous."),
        *_chart((*here, "graphique"), sorted(known.items(), key=lambda one: one[1])),
    ]  # fmt: skip


def _chart(at: Path, known: list[tuple[str, str]]) -> list[Input]:
    """The chart that the note must hold; nothing is asked while no indicator is chosen."""
    return [
        Input((*at, "indicateur"), "Graphique à insérer dans la note : son indicateur", "choice", choices=[("", "aucun graphique demandé"), *known]),
        Input((*at, "periode"), "Période du graphique", help="30j, mois-1 ou J-30..J-1. Vide : n’importe laquelle."),
        Input((*at, "dimension"), "Répartition du graphique", "choice", choices=[("", "n’importe laquelle"), *charts.DIMENSIONS.items()]),
        Input((*at, "forme"), "Formes acceptées", "checks", "Aucune cochée : toutes.", choices=list(charts.KINDS.items())),
        Input((*at, "comparaison"), "Comparaison du graphique", "choice", choices=[("", "n’importe laquelle"), *((k, w) for k, w in charts.COMPARISONS.items() if k)]),
        Input((*at, "titre"), "Mots attendus dans son titre", "bars", "L’un d’eux suffit, séparés par des barres : visites | trafic."),
    ]  # fmt: skip


def _sources(data: Any) -> list[tuple[str, str]]:
    pieces = value_at(data, ("pieces_jointes",), [])
    found = [(str(value_at(p, ("id",), "")), str(value_at(p, ("titre",), ""))) for p in pieces or []]
    tasks = value_at(data, ("taches",), []) or []
    named = [(str(value_at(t, ("id",), "")), f"question {n}") for n, t in enumerate(tasks, 1)]
    return [*found, ("consigne", "le contexte commun"), *named]


def _deliverables(data: Any) -> list[tuple[str, str]]:
    found = []
    for n, one in enumerate(value_at(data, ("taches",), []) or [], 1):
        for item in value_at(one, ("livrables",), []) or []:
            name = str(value_at(item, ("id",), ""))
            found.append((name, f"question {n}, {value_at(item, ('titre',)) or name}"))
    return found
