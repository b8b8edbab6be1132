"""What a subject covers: the criteria of its grid, the competences, the official functions, each with the lines that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.official import FUNCTIONS
from sandbox.training.subjects.scenario import Line, Proof, Route

FIELDS = {
    "produit.meta_titre": "PS-38", "produit.meta_description": "PS-38", "produit.mots_cles": "PS-38", "produit.slug": "PS-38",
    "produit.associes": "PS-13", "produit.en_ligne": "PS-14", "produit.categorie": "PS-08", "produit.categories": "PS-08",
    "produit.marque": "PS-15", "produit.quantite": "PS-18", "produit.rupture": "PS-18", "produit.legende_couverture": "PS-26",
    "produit.pack": "PS-12", "produit.transporteurs": "PS-17", "declinaison.impact_ttc": "PS-10", "declinaison.impact_ht": "PS-10",
    "declinaison.quantite": "PS-18", "image.couverture": "PS-27", "image.legende": "PS-26", "categorie.meta_titre": "PS-38",
    "categorie.meta_description": "PS-38", "employe.profil": "PS-41",
}  # fmt: skip
"""Fields whose function is not the one of their thing."""

THINGS = {
    "produit": "PS-05", "declinaison": "PS-09", "categorie": "PS-07", "marque": "PS-15", "attribut": "PS-11",
    "valeur_attribut": "PS-11", "caracteristique": "PS-11", "image": "PS-26", "personnalisation": "PS-06", "article_pack": "PS-12",
    "client": "PS-16", "groupe_clients": "PS-16", "reduction_groupe": "PS-16", "adresse": "PS-16", "transporteur": "PS-17",
    "transporteur_produit": "PS-17", "fil": "PS-19", "message": "PS-19", "message_predefini": "PS-20", "commande": "PS-22",
    "panier": "PS-22", "retour": "PS-23", "avoir": "PS-23", "prix_specifique": "PS-25", "regle_catalogue": "PS-25",
    "regle_panier": "PS-25", "diapositive": "PS-29", "menu": "PS-30", "reassurance": "PS-32", "liste_liens": "PS-04",
    "lien": "PS-04", "bloc_accueil": "PS-01", "produit_populaire": "PS-02", "avis": "PS-34", "mode_paiement": "PS-35",
    "alias": "PS-37", "employe": "PS-39", "droit": "PS-40", "profil": "PS-42", "page_seo": "PS-38",
}  # fmt: skip

SETTINGS = {
    "populaires": "PS-28",
    "nouveau": "PS-03",
    "nouveaute": "PS-03",
    "retours": "PS-24",
    "partage": "PS-33",
    "avis": "PS-34",
}
"""The first word of a setting's name."""

SCENES = {"panier": "PS-25", "recherche": "PS-37", "accueil": "PS-02"}


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion with its competence, and the lines that ask for it: (letter, label, how it is supported)."""

    code: str
    words: str
    skill: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """An official function, and the proofs that look at it."""

    number: str
    title: str
    proofs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a subject covers."""

    criteria: tuple[CriterionRow, ...]
    functions: tuple[FunctionRow, ...]

    @property
    def skills(self) -> dict[str, int]:
        """Competence -> how many lines of the grid."""
        found: dict[str, int] = {}
        for row in self.criteria:
            found[row.skill] = found.get(row.skill, 0) + len(row.lines)
        return found

    @property
    def covered(self) -> list[FunctionRow]:
        """The functions that some proof looks at."""
        return [row for row in self.functions if row.proofs]


def coverage_of(subject: Subject) -> Coverage:
    """The criteria and functions of a subject, the ones it does not cover included."""
    criteria = tuple(
        CriterionRow(
            code, words, subject.grid.skills.get(code, ""),
            tuple((subject.letter_of(line.id), line.label, _support(subject, line)) for line in subject.lines if line.criterion == code),
        )
        for code, words in subject.grid.criteria.items()
    )  # fmt: skip
    by_function: dict[str, list[str]] = {number: [] for number in FUNCTIONS}
    for proof in subject.proofs:
        for number in set(functions_of_proof(proof)) & by_function.keys() if not proof.is_guard else ():
            by_function[number].append(proof.label)
    functions = tuple(
        FunctionRow(number, FUNCTIONS[number].title, tuple(labels)) for number, labels in by_function.items()
    )
    return Coverage(criteria, functions)


def functions_of_proof(proof: Proof) -> Iterator[str]:
    """The official functions that a proof looks at, by any of its routes."""
    for route in (proof, *proof.routes):
        yield from _of_route(route)


def _of_route(route: Route) -> Iterator[str]:
    if route.kind == "comportement":
        if route.scene in SCENES:
            yield SCENES[route.scene]
        return
    kind, _, key = (route.target or "").partition(":")
    entity = kind or route.entity or (route.action or "").partition(".")[0]
    if entity == "reglage":
        yield from (number for word, number in SETTINGS.items() if key.startswith(word))
        return
    fields = [*route.expected, *([route.field] if route.field else [])]
    own = [FIELDS[f"{entity}.{name}"] for name in fields if f"{entity}.{name}" in FIELDS]
    yield from own
    if entity in THINGS and (not fields or len(own) < len(fields)):
        yield THINGS[entity]


def _support(subject: Subject, line: Line) -> str:
    proofs = len(subject.proofs_of(line.id))
    oral = sum(line.id in question.lines for question in subject.questions)
    parts = [f"{proofs} preuve{'s' if proofs > 1 else ''}"] if proofs else []
    parts += [f"{oral} question{'s' if oral > 1 else ''} orale{'s' if oral > 1 else ''}"] if oral else []
    parts += ["à lire par l’examinateur"] if line.is_human else []
    return ", ".join(parts) or "examinateur seul"
