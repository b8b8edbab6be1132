"""The reference page of the format, in French, for trainers: made from the models, their words and the shop's rooms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sandbox.kernel.values import Kind
from sandbox.modules import entities
from sandbox.training.subjects.aids import AIDS
from sandbox.training.subjects.expectations import (
    DELIVERABLE_POINTS,
    ONE_OF_INPUTS,
    REQUIRED_INPUTS,
    SCENE_INPUTS,
    SCENES,
    TEXT_POINTS,
)
from sandbox.training.subjects.operators import OPERATORS
from sandbox.training.subjects.player import accepted_values, registered_actions
from sandbox.training.subjects.schema import SCHEMA_FILE, models, subject_schema, words_of
from sandbox.training.subjects.words import (
    CODES,
    OPERATOR_EXAMPLES,
    OPERATOR_WORDS,
    PROOF_WORDS,
    TEXT_POINT_WORDS,
    WORDS,
)

EXAMPLE = Path(__file__).resolve().parents[3] / "docs" / "exemple-sujet" / "subject.yaml"
KIND_WORDS: Mapping[Kind, str] = {
    Kind.TEXT: "texte", Kind.HTML: "texte mis en forme", Kind.INTEGER: "nombre entier", Kind.DECIMAL: "nombre (12,5)",
    Kind.CENTS: "montant en euros (12,90)", Kind.MICROS: "prix hors taxes (33,080569)", Kind.RATE: "pour cent (5,5)",
    Kind.YES_NO: "oui ou non", Kind.DAY: "jour (J+10)", Kind.MOMENT: "jour et heure (J+3 14:05)", Kind.CHOICE: "choix",
    Kind.REF: "clé", Kind.LIST: "liste",
}  # fmt: skip
_INTRODUCTION = f"""# Le format des sujets, `e5-scenario/1`

Cette page est produite par `e5 subject schema --ecrire` à partir du programme : ne la modifiez pas à la main.

Un sujet est un dossier : `subject.yaml`, ses annexes et ses essais témoins. Il ne contient aucun programme. `e5 subject check` dit en une fois tout ce qui ne va pas, avec la ligne ; l’éditeur du bac à sable le dit pendant la frappe.

Votre éditeur de texte peut compléter et vérifier lui aussi. Écrivez en tête du fichier :

```yaml
# yaml-language-server: $schema=../../{SCHEMA_FILE}
```

## Les règles d’écriture

- Les clés sont en français, sans accent, en minuscules, avec des soulignés. Une clé ne s’écrit qu’une fois au même endroit.
- Les durées s’écrivent `12min`, `12min30` ou `90s`. `12:30` est refusé : beaucoup de programmes y lisent le nombre 750.
- Oui et non s’écrivent `true` et `false` (ou `oui` et `non`). `on`, `off`, `yes`, `no` sont refusés sans guillemets.
- Les nombres ne commencent pas par un zéro : `010` vaut 8 pour certains programmes. Un code postal se met entre guillemets.
- Les dates se comptent du jour de la session : `J+10` dans dix jours, `J-3` il y a trois jours, `J+3 14:05` à une heure précise. Dans un texte, `{{J+3}}` est montré comme une vraie date.
- Une fiche se nomme par son genre et sa clé : `produit:coffret-escale-hiver`, jamais par un numéro.
- Les textes se comparent sans tenir compte des majuscules, des accents, des doubles espaces ni de la forme des guillemets.
- Les renvois YAML (`&nom`, `*nom`) et les étiquettes (`!!…`) sont refusés. Le fichier est en UTF-8, 2 Mo au plus.
- Le candidat ne voit que le titre, les consignes, les pièces, et ce qui arrive dans la boutique. Les indices ne se montrent qu’en entraînement.
"""


def reference_page() -> str:
    """The whole page, in Markdown."""
    parts = [
        _INTRODUCTION,
        "## Un exemple complet\n\nLe voici tel qu’il passe la vérification, sans un défaut.\n",
        f"```yaml\n{EXAMPLE.read_text('utf-8').strip()}\n```\n",
        "## Les clés\n",
        *_mappings(),
        *_proofs(),
        *_scenes(),
        "## Les aides\n\nAucune dans un sujet fidèle.\n",
        _table(("Aide", "Ce qu’elle fait"), [(_code(name), text) for name, text in AIDS.items()]),
        _VARIABLES,
        *_entities(),
        *_actions(),
        "## Ce que dit la vérification\n\n`E` interdit d’employer le sujet, `W` avertit, `I` informe.\n",
        _table(("Code", "Cas"), [(_code(code), text) for code, text in CODES.items()]),
    ]
    return "\n".join(parts)


_VARIABLES = """## Les variables

Pour qu’un même sujet serve plusieurs fois sans que les réponses circulent, `variables` donne à chaque nom une liste de valeurs. À l’ouverture d’une session un rang est tiré : toutes les variables prennent leur valeur de ce rang, la même pour les trois candidats. `{nom}` est remplacé partout : consignes, pièces, valeurs, preuves, corrigé, essais témoins. Toutes les listes ont donc la même longueur, et la vérification essaie chaque rang.

```yaml
variables:
  remise: ["10", "15"]
  prix_obtenu: ["31,41", "29,67"]
```
"""


def _mappings() -> Iterator[str]:
    schema = subject_schema()
    for model in models():
        words = WORDS[model.__name__]
        found = schema if model.__name__ == "Scenario" else schema["$defs"][model.__name__]
        rows = []
        for key, part in found["properties"].items():
            purpose, example = words_of(model, key)
            name = f"{_code(key)} \\*" if key in found.get("required", ()) else _code(key)
            rows.append((name, purpose, _allowed(part), _code(example)))
        yield f"### {words.title}\n\n{words.purpose} Les clés marquées \\* sont obligatoires.\n"
        yield _table(("Clé", "À quoi elle sert", "Valeurs", "Exemple"), rows)


def _allowed(part: Mapping[str, Any]) -> str:
    """What may stand there, in words."""
    if "const" in part:
        return _code(str(part["const"]))
    if "enum" in part:
        return ", ".join(_code(value) for value in part["enum"] if isinstance(value, str) and value not in ("true", "false")) if (
            True not in part["enum"]
        ) else "`true`, `false`"  # fmt: skip
    if "$ref" in part:
        return _reference(part["$ref"])
    if "anyOf" in part:
        options = [option for option in part["anyOf"] if option.get("type") != "null"]
        if len(options) == 2 and options[0].get("type") == "array":
            return f"{_allowed(options[1])} : un ou une liste"
        words = [_allowed(option) for option in options]
        return " ou ".join(dict.fromkeys(word for word in words if word)) or "libre"
    pattern, kind = part.get("pattern", ""), part.get("type")
    if "min(" in pattern:
        return "durée"
    if kind == "array":
        inner = _allowed(part.get("items", {}))
        return f"liste : {inner}" if inner else "liste"
    if kind == "object":
        values = next(iter(part.get("patternProperties", {}).values()), part.get("additionalProperties"))
        return f"nom → {_allowed(values)}" if isinstance(values, dict) and values else "champ → valeur"
    if pattern:
        return "nom"
    return {"string": "texte", "integer": "nombre entier"}.get(str(kind), "")


def _reference(ref: str) -> str:
    name = ref.rpartition("/")[2]
    links = {"Entite": "les-entites", "Cible": "les-entites", "Action": "les-actions", "Attendu": "les-operateurs"}
    titles = {
        "Entite": "entité",
        "Cible": "entité:clé",
        "Action": "action",
        "Attendu": "opérateurs",
        "ApresEvenement": "`evenement:nom`",
    }
    if name in titles:
        return f"[{titles[name]}](#{links[name]})" if name in links else titles[name]
    title = WORDS[name].title
    return f"[{title.lower()}](#{_anchor(title)})"


def _proofs() -> Iterator[str]:
    yield "## Les types de preuves\n"
    rows = [(_code(kind), words, _codes(needs), _codes(may)) for kind, (words, needs, may) in PROOF_WORDS.items()]
    yield _table(("Type", "Ce qu’elle constate", "Clés nécessaires", "Clés possibles"), rows)
    yield '<a id="les-operateurs"></a>\n\n## Les opérateurs\n\nPlusieurs opérateurs sous un même champ doivent être vrais ensemble.\n'
    yield _table(
        ("Opérateur", "Vrai quand", "Exemple"),
        [(_code(name), OPERATOR_WORDS[name], _code(OPERATOR_EXAMPLES[name])) for name in OPERATORS],
    )
    yield "## Les points d’un texte ou d’un livrable\n\nSous `attend` d’une preuve `texte` ou `livrable`.\n"
    points = [
        (_code(name), TEXT_POINT_WORDS[name], "les deux" if name in TEXT_POINTS else "livrable")
        for name in DELIVERABLE_POINTS
    ]
    yield _table(("Point", "Ce qu’il mesure", "Pour"), points)


def _scenes() -> Iterator[str]:
    yield "## Les scènes\n\nUne preuve `comportement` rejoue une scène en boutique et regarde ce qu’elle donne.\n"
    for scene, outputs in SCENES.items():
        inputs = []
        for name in SCENE_INPUTS[scene]:
            needed = name in REQUIRED_INPUTS[scene] or name in ONE_OF_INPUTS.get(scene, ())
            inputs.append(f"{_code(name)} \\*" if needed else _code(name))
        note = " (exactement une des clés marquées \\*)" if scene in ONE_OF_INPUTS else ""
        yield f"### Scène `{scene}`\n\nElle demande, sous `avec` : {', '.join(inputs)}{note}.\n"
        rows = [(_code(name), output.label, KIND_WORDS[output.kind]) for name, output in outputs.items()]
        yield _table(("Elle donne", "C’est", "S’écrit"), rows)


def _entities() -> Iterator[str]:
    yield '<a id="les-entites"></a>\n\n## Les entités et leurs champs\n'
    for entity in sorted(entities().values(), key=lambda e: e.name):
        yield f"### `{entity.name}`\n\n{entity.label}.\n"
        rows = []
        for field in entity.fields:
            written = ", ".join(map(_code, field.choices)) if field.choices else KIND_WORDS[field.kind]
            if field.ref:
                written = (
                    f"clé de {_code(field.ref)}"
                    if field.kind is not Kind.LIST
                    else f"liste de clés de {_code(field.ref)}"
                )
            rows.append(
                (_code(field.name), field.label, written if field.writable else f"{written} ; se lit seulement")
            )
        yield _table(("Champ", "À l’écran", "S’écrit"), rows)


def _actions() -> Iterator[str]:
    yield '<a id="les-actions"></a>\n\n## Les actions de la boutique\n'
    yield "Pour les preuves `action`, les moments des questions, les déclencheurs et les essais témoins.\n"
    rows = [
        (_code(name), spec.words, ", ".join(map(_code, accepted_values(spec))) or "–")
        for name, spec in sorted(registered_actions().items())
    ]
    yield _table(("Action", "Le journal dit", "Valeurs"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return (
        "\n".join(
            "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in lines
        )
        + "\n"
    )


def _code(text: str) -> str:
    return f"`{text}`" if text else "–"


def _codes(names: str) -> str:
    return ", ".join(map(_code, names.split(", "))) if names else "–"


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-").replace("’", "")
