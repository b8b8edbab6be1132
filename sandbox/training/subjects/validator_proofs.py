"""Checking what proofs look at and expect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.kernel.module import Entity, Field
from sandbox.kernel.text import count_words
from sandbox.kernel.values import Kind, ValueFault, parse
from sandbox.kernel.yaml_nodes import Path
from sandbox.modules import entities
from sandbox.shop.charts import rules as charts
from sandbox.training.subjects.checked import ANCHOR, Checked
from sandbox.training.subjects.expectations import (
    CHART_KEYS,
    CLOSED_INPUTS,
    DELIVERABLE_POINTS,
    ONE_OF_INPUTS,
    RANKS,
    REQUIRED_INPUTS,
    SCENE_INPUTS,
    SCENES,
    TEXT_POINTS,
    read_expected,
)
from sandbox.training.subjects.figures import FIGURE_KEYS, check_period, figure_of
from sandbox.training.subjects.indicators import INDICATOR_WORDS, find_indicator
from sandbox.training.subjects.names import NameFault, entity_named, field_named, near, split_target
from sandbox.training.subjects.operators import BOUNDED, OPERATOR_ALIASES, OPERATORS, are_inverted, bounds_of, same_text
from sandbox.training.subjects.scenario import Route, Values

STRICT_SENTENCE_WORDS = 5
_EVENT = "evenement:"


def check_target(c: Checked, path: Path, entity: str | None, target: str | None) -> Entity | None:
    """The entity that a proof or an injection names, unknown names kept as faults."""
    if target is not None and target.startswith(_EVENT):
        return None
    try:
        return split_target(target)[0] if target is not None else entity_named(entity or "")
    except NameFault as fault:
        c.fault("E012", (*path, "cible" if target is not None else "entite"), str(fault))
        return None


def check_field(c: Checked, path: Path, entity: Entity, name: str) -> Field | None:
    """A field of an entity, an unknown one kept as a fault."""
    try:
        return field_named(entity, name)
    except NameFault as fault:
        c.fault("E014", path, _cut_number(c, path, name) or str(fault))
        return None


def _cut_number(c: Checked, path: Path, name: str) -> str:
    """« {prix_ttc: 12,50} » is read as a price of 12 and a key « 50 »: what to write instead; nothing for another key."""
    holder: Any = c.tree.data
    for part in c.shape.origin(path)[:-1]:
        try:
            holder = holder[part]
        except (KeyError, IndexError, TypeError):  # a key that a variable makes
            return ""
    if not name.isdigit() or not isinstance(holder, dict) or holder.get(name) is not None:
        return ""
    before = next((v for k, v in zip(list(holder)[1:], holder.values(), strict=False) if k == name), "")
    return f'Une virgule coupe « {before},{name} » en deux : mettez ce nombre entre guillemets, "{before},{name}".'


def check_values(c: Checked, path: Path, entity: Entity, values: Values) -> None:
    """Values to be written into an entity."""
    for name, raw in values.items():
        if name in entities() and entity.field(name) is None:
            continue
        found = check_field(c, (*path, name), entity, name)
        if found is not None:
            _check_value(c, (*path, name), found.kind, raw, found, bool(found.ref), entity)


def check_proof(c: Checked, path: Path, route: Route) -> None:
    """One way to a proof."""
    _CHECKS[route.kind](c, path, route)


def _etat(c: Checked, path: Path, route: Route) -> None:
    if not _has(c, path, route.target, "cible"):
        return
    entity = check_target(c, path, None, route.target)
    if entity is not None:
        _expectations(c, path, entity, route)


def _existe(c: Checked, path: Path, route: Route) -> None:
    if not _has(c, path, route.entity, "entite"):
        return
    entity = check_target(c, path, route.entity, None)
    if entity is not None:
        check_values(c, (*path, "parmi_ceux"), entity, route.where)
        _expectations(c, path, entity, route)


def _intact(c: Checked, path: Path, route: Route) -> None:
    if not _has(c, path, route.entity, "entite"):
        return
    entity = check_target(c, path, route.entity, None)
    for n, target in enumerate(route.except_for):
        check_target(c, (*path, "sauf", n), None, target)
    for n, name in enumerate(route.fields):
        if entity is not None:
            check_field(c, (*path, "champs", n), entity, name)


def _action(c: Checked, path: Path, route: Route) -> None:
    if not _has(c, path, route.action, "action"):
        return
    c.check_action((*path, "action"), route.action)
    c.check_action((*path, "avant"), route.before)
    c.check_action((*path, "apres"), route.after)
    if route.target is not None:
        check_target(c, path, None, route.target)


def _texte(c: Checked, path: Path, route: Route) -> None:
    if not _has(c, path, route.target, "cible") or not _has(c, path, route.field, "champ"):
        return
    entity = check_target(c, path, None, route.target)
    if entity is not None and route.field is not None:
        check_field(c, (*path, "champ"), entity, route.field)
    known = {a.id for a in c.scenario.attachments} | {"consigne"} | {t.id for t in c.scenario.tasks}
    for n, source in enumerate(route.sources):
        if source not in known:
            c.unknown((*path, "sources", n), "Source", source, known, feminine=True)
    _text_points(c, path, route, TEXT_POINTS)


def _text_points(c: Checked, path: Path, route: Route, points: tuple[str, ...]) -> None:
    """What may be asked of a text; of a deliverable, figures too."""
    for name, raw in route.expected.items():
        here = (*path, "attend", name)
        if name not in points:
            c.fault("E040", here, f"Point « {name} » inconnu pour un texte.{near(name, points)}")
        elif name in ("indicateurs", "chiffres"):
            _figures(c, here, name, raw)
        elif name == "graphique":
            _chart(c, here, raw)
        elif name in ("longueur", "mots"):
            _bounds(c, here, raw, lambda v: int(str(v)))
        elif name in ("copie_max", "faits_min", "chiffres_min", "orthographe_max") and not str(raw).isdigit():
            c.fault("E015", here, f"« {raw} » n’est pas un nombre entier.")
        elif name == "faits" and not isinstance(raw, dict):
            c.fault("E015", here, "Écrivez chaque fait avec ses formulations : { origine: [Éthiopie, éthiopien] }.")
    if "copie_max" in route.expected and not route.sources:
        c.fault("E004", path, "« copie_max » demande « sources » : les annexes dont le texte ne doit pas être recopié.")


def _comportement(c: Checked, path: Path, route: Route) -> None:
    if route.scene is None:
        c.fault("E004", path, f"La clé obligatoire « scene » manque ({', '.join(SCENES)}).")
        return
    for name in route.given:
        if name not in SCENE_INPUTS[route.scene]:
            near_input = near(name, SCENE_INPUTS[route.scene])
            c.fault("E003", (*path, "avec", name), f"Clé inconnue « {name} ».{near_input}")
        elif route.scene.startswith("site_"):
            _site_input(c, (*path, "avec", name), name, route.given[name])
    for name in REQUIRED_INPUTS[route.scene]:
        if name not in route.given:
            c.fault("E004", (*path, "avec"), f"La clé obligatoire « {name} » manque.")
    if one_of := ONE_OF_INPUTS.get(route.scene):
        count = sum(name in route.given for name in one_of)
        if count != 1:
            c.fault("E004", (*path, "avec"), f"Donnez exactement une des clés {', '.join(one_of)} (trouvé : {count}).")
    for name, operators in route.expected.items():
        output = SCENES[route.scene].get(name)
        here = (*path, "attend", name)
        if output is None:
            near_output = near(name, SCENES[route.scene])
            c.fault("E014", here, f"La scène « {route.scene} » ne donne pas « {name} ».{near_output}")
        else:
            _operators(c, here, operators, output.kind, None, is_ref=output.ref is not None)


def _site_input(c: Checked, path: Path, name: str, raw: Any) -> None:
    """What a scene of the site is given: a block, a place, an area that exist; a rank that counts from 1."""
    known = CLOSED_INPUTS.get(name)
    if known is not None and same_text(str(raw)) not in {same_text(one) for one in known}:
        c.fault("E015", path, f"« {_shown(raw)} » n’est pas connu pour « {name} ».{near(str(raw), known)}")
    elif name in RANKS and not (str(raw).isdecimal() and int(str(raw)) > 0):
        c.fault("E015", path, f"« {_shown(raw)} » n’est pas un rang : écrivez 1, 2, 3…")
    elif name == "accueil" and raw not in (True, "oui"):
        c.fault("E015", path, "Écrivez « accueil: oui » pour la page d’accueil du site.")


def _livrable(c: Checked, path: Path, route: Route) -> None:
    _has(c, path, route.deliverable, "livrable")
    _text_points(c, path, route, DELIVERABLE_POINTS)


def _figures(c: Checked, path: Path, point: str, raw: Any) -> None:
    """Indicators and numbers of a deliverable: known indicators only, or a name with its value."""
    names = raw.get("parmi") if point == "indicateurs" and isinstance(raw, dict) else raw
    if not isinstance(names, (list, dict)) or not names:
        c.fault("E015", path, "Nommez les indicateurs : [panier_moyen, conversion], ou {parmi: […], min: 2}.")
        return
    if point == "indicateurs" and isinstance(raw, dict) and not str(raw.get("min", "1")).isdecimal():
        c.fault("E015", (*path, "min"), f"« {_shown(raw['min'])} » n’est pas un nombre entier.")
    for name in names:
        options = names[name] if isinstance(names, dict) and isinstance(names[name], dict) else {}
        if "valeur" not in options and find_indicator(str(name)) is None:
            c.unknown((*path, name) if isinstance(names, dict) else path, "Indicateur", str(name), INDICATOR_WORDS)
        for key, value in options.items():
            _figure(c, (*path, name, key), key, value)


def _figure(c: Checked, path: Path, key: str, value: Any) -> None:
    """One thing said of a number that is expected."""
    if key not in FIGURE_KEYS:
        c.fault("E003", path, f"Clé inconnue « {key} ».{near(key, FIGURE_KEYS)}")
    elif key == "periode":
        try:
            check_period(str(value), ANCHOR)
        except ValueError as fault:
            c.fault("E015", path, str(fault))
    elif key == "valeur" and figure_of(str(value)) is None:
        c.fault("E015", path, f"« {_shown(value)} » n’est pas un nombre : écrivez 1 240,50 € ou 12 %.")
    elif key == "tolerance":
        try:
            parse(Kind.DECIMAL, value, ANCHOR)
        except ValueFault as fault:
            c.fault("E015", path, str(fault))


_CHART_CHOICES: Mapping[str, Mapping[str, str]] = {
    "dimension": charts.DIMENSIONS, "forme": charts.KINDS, "comparaison": {k: v for k, v in charts.COMPARISONS.items() if k},
}  # fmt: skip


def _chart(c: Checked, path: Path, raw: Any) -> None:
    """A chart of a note: an indicator of the statistics, and only what a chart can be."""
    if not isinstance(raw, dict) or "indicateur" not in raw:
        c.fault(
            "E015",
            path,
            "Décrivez le graphique : {indicateur: conversion, periode: 30j, dimension: source, forme: [barres]}.",
        )
        return
    for key, value in raw.items():
        here, asked = (*path, key), [str(one) for one in (value if isinstance(value, list) else [value])]
        if key not in CHART_KEYS:
            c.fault("E003", here, f"Clé inconnue « {key} ».{near(key, CHART_KEYS)}")
        elif key == "indicateur":
            for one in asked:
                if find_indicator(one) is None:
                    c.unknown(here, "Indicateur", one, INDICATOR_WORDS)
        elif key == "periode":
            _figure(c, here, key, value)
        elif key in _CHART_CHOICES:
            for one in asked:
                if one not in _CHART_CHOICES[key]:
                    c.unknown(here, "Valeur", one, _CHART_CHOICES[key], feminine=True)


def _manuelle(_c: Checked, _path: Path, _route: Route) -> None:
    """The examiner looks; there is nothing to check."""


_CHECKS: dict[str, Callable[[Checked, Path, Route], None]] = {
    "etat": _etat, "existe": _existe, "absent": _existe, "intact": _intact, "action": _action, "texte": _texte,
    "comportement": _comportement, "livrable": _livrable, "manuelle": _manuelle,
}  # fmt: skip


def _has(c: Checked, path: Path, value: str | None, name: str) -> bool:
    if value:
        return True
    c.fault("E004", path, f"La clé obligatoire « {name} » manque.")
    return False


def _expectations(c: Checked, path: Path, entity: Entity, route: Route) -> None:
    if not route.expected:
        c.fault("E004", path, "La clé obligatoire « attend » manque ou est vide.")
    for name, operators in route.expected.items():
        here = (*path, "attend", name)
        found = check_field(c, here, entity, name)
        if found is not None:
            _operators(c, here, operators, found.kind, found, is_ref=bool(found.ref), entity=entity)


def _operators(
    c: Checked,
    path: Path,
    operators: Any,
    kind: Kind,
    spec: Field | None,
    *,
    is_ref: bool,
    entity: Entity | None = None,
) -> None:
    if not isinstance(operators, dict) or not operators:
        written = str(operators) if isinstance(operators, str) else "oui"
        c.fault("E040", path, f"Écrivez un opérateur, par exemple {{egal: {written}}} ou {{longueur: [200, 300]}}.")
        return
    for operator, raw in operators.items():
        here = (*path, operator)
        if operator not in OPERATORS:
            alias = OPERATOR_ALIASES.get(operator)
            advice = f" Écrivez « {alias} »." if alias else near(operator, OPERATORS)
            c.fault("E040", here, _cut_number(c, here, operator) or f"Opérateur « {operator} » inconnu.{advice}")
        elif operator in BOUNDED:
            _bounds(c, here, raw, _reader(kind, spec) if operator == "entre" else lambda v: int(str(v)))
        elif operator == "tolerance":
            _check_value(c, here, kind, raw, spec, False, entity)
        elif operator in ("min", "max") and kind is Kind.LIST:
            _check_value(c, here, Kind.INTEGER, raw, None, False, entity)
        else:
            for item in raw if isinstance(raw, list) else [raw]:
                _check_value(c, here, kind, item, spec, is_ref, entity)
        if (
            operator == "egal"
            and kind in (Kind.TEXT, Kind.HTML)
            and count_words(str(raw or "")) >= STRICT_SENTENCE_WORDS
        ):
            message = "Égalité stricte sur une phrase : une variante correcte serait refusée. Préférez contient_un ou longueur."
            c.fault("W046", here, message)
    if "tolerance" in operators and not {"egal", "parmi"} & set(operators):
        c.fault("E040", (*path, "tolerance"), "« tolerance » accompagne « egal » ou « parmi ».")


def _bounds(c: Checked, path: Path, raw: Any, read: Callable[[Any], Any]) -> None:
    bounds = bounds_of(raw)
    if bounds is None:
        c.fault("E041", path, "Écrivez deux bornes, comme [200, 300].")
        return
    try:
        low, high = (None if bound is None else read(bound) for bound in bounds)
    except (ValueError, ArithmeticError) as fault:
        message = str(fault) if isinstance(fault, ValueFault) else f"Bornes illisibles : {_shown(raw)}."
        c.fault("E041", path, message)
        return
    try:
        if are_inverted(low, high):
            c.fault("E041", path, f"Bornes inversées : {_shown(raw)}.")
    except (TypeError, ArithmeticError):
        c.fault("E041", path, f"Bornes illisibles : {_shown(raw)}.")


def _shown(raw: Any) -> str:
    return "[" + ", ".join(map(str, raw)) + "]" if isinstance(raw, list) else str(raw)


def _reader(kind: Kind, spec: Field | None) -> Callable[[Any], Any]:
    return lambda raw: parse(kind, raw, ANCHOR, spec.choices if spec else None)


def _check_value(
    c: Checked, path: Path, kind: Kind, raw: Any, spec: Field | None, is_ref: bool, entity: Entity | None
) -> None:
    """Whether a written value can be read as the kind; references are only known once the shop is there."""
    if is_ref or raw is None or kind in (Kind.REF, Kind.LIST):
        return
    if isinstance(raw, (dict, list)):
        c.fault("E015", path, "Une valeur simple est attendue ici.")
        return
    try:
        read_expected("egal", raw, lambda value: parse(kind, value, ANCHOR, spec.choices if spec else None))
    except ValueFault as fault:
        message = str(fault)
        if spec is not None and entity is not None and kind is Kind.CHOICE:
            words = ", ".join(spec.choices)
            message = f"Valeur « {raw} » interdite pour {entity.name}.{spec.name} ; valeurs possibles : {words}."
        c.fault("E015", path, message)
