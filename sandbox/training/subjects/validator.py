"""Checking a subject that has the right shape: references, fields, operators, times, leaks. All faults in one pass.

Static: what needs a shop (already true, never reached) is found by replaying the golden runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.kernel import office
from sandbox.kernel.module import Entity
from sandbox.kernel.yaml_nodes import Fault, Path, Tree
from sandbox.training.subjects.aids import AIDS
from sandbox.training.subjects.checked import Checked
from sandbox.training.subjects.conditions import read_condition
from sandbox.training.subjects.format import Grid
from sandbox.training.subjects.generating import problems_of
from sandbox.training.subjects.names import NameFault, near
from sandbox.training.subjects.player import default_action, missing_values, read_run, registered_actions
from sandbox.training.subjects.scenario import (
    EXAM_DURATION_S,
    FILE_FORMATS,
    Effect,
    Event,
    Injection,
    Route,
    Scenario,
    Trial,
)
from sandbox.training.subjects.shape import Shape
from sandbox.training.subjects.validator_official import check_official
from sandbox.training.subjects.validator_proofs import check_proof, check_target, check_values
from sandbox.training.subjects.validator_texts import check_texts, check_variables
from sandbox.training.subjects.validator_writing import check_writing

LATE_EVENT_S = 300
BY_HAND = "evenement.declencher"
"""The line of a run where the examiner sets an event off."""


def validate(
    scenario: Scenario,
    tree: Tree,
    grid: Grid | None,
    files: Mapping[str, str],
    *,
    shape: Shape,
    raw_files: Mapping[str, str] | None = None,
) -> list[Fault]:
    """Every fault of a scenario besides those of its shape; codes beginning with W or I do not forbid its use."""
    checked = Checked(scenario, tree, grid, files, shape, raw_files or files)
    for check in (
        _identity,
        _ids,
        _times,
        _lines,
        _references,
        _proof_references,
        _injections,
        _proofs,
        _events,
        _trials,
        check_variables,
        check_official,
        check_texts,
        check_writing,
    ):
        check(checked)
    return checked.faults


def _identity(c: Checked) -> None:
    s = c.scenario
    for n, aid in enumerate(s.aids):
        if aid not in AIDS:
            c.unknown(("aides", n), "Aide", aid, AIDS, feminine=True)
    if s.aids and s.mode == "fidele":
        message = (
            "Un sujet fidèle n’a aucune aide : les vrais outils n’en ont pas. Retirez « aides », ou changez « mode »."
        )
        c.fault("E015", ("aides",), message)
    if "@" not in s.context.ref or not s.context.slug or not s.context.version:
        c.fault("E012", ("contexte", "ref"), f"Contexte « {s.context.ref} » : écrivez identifiant@version.")
    if s.status == "publie" and s.context.digest == "auto":
        message = "Un scénario publié doit porter l’empreinte exacte du contexte. Lancez « e5 subject lock »."
        c.fault("E013", ("contexte", "empreinte"), message)


def _ids(c: Checked) -> None:
    s = c.scenario
    groups: list[tuple[str, list[str]]] = [
        ("taches", [t.id for t in s.tasks]), ("preuves", [p.id for p in s.proofs]),
        ("evenements", [e.id for e in s.events]), ("questions", [q.id for q in s.questions]),
        ("pieces_jointes", [a.id for a in s.attachments]), ("injections", [i.id for i in s.injections]),
        ("essais_temoins", [t.id for t in s.trials]),
    ]  # fmt: skip
    for name, ids in groups:
        _duplicates(c, [((name, index, "id"), value) for index, value in enumerate(ids)])
    places: list[tuple[Path, str]] = []
    for t, task in enumerate(s.tasks):
        places += [(("taches", t, "lignes", i, "id"), line.id) for i, line in enumerate(task.lines)]
    _duplicates(c, places)


def _duplicates(c: Checked, places: list[tuple[Path, str]]) -> None:
    first: dict[str, Path] = {}
    for path, value in places:
        if value in first:
            c.fault("E011", path, f"L’identifiant « {value} » est déjà pris (ligne {c.line_of(first[value])}).")
        first.setdefault(value, path)


def _times(c: Checked) -> None:
    s = c.scenario
    if "examen" in s.uses and s.duration != EXAM_DURATION_S:
        message = f"En usage « examen », la durée est de 40min (référentiel E5) ; trouvé {_minutes(s.duration)}."
        c.fault("E020", ("duree",), message)
    if "examen" in s.uses and s.preparation:
        c.fault("E020", ("preparation",), "L’épreuve se déroule sans temps de préparation (référentiel E5, § 4.2).")
    total = sum(task.advised for task in s.tasks)
    if total > s.duration:
        message = f"Les durées conseillées totalisent {_minutes(total)}, plus que la durée de l’épreuve ({_minutes(s.duration)})."
        c.fault("E021", ("taches",), message)


def _lines(c: Checked) -> None:
    s = c.scenario
    supported = {line for proof in s.proofs for line in proof.lines} | {line for q in s.questions for line in q.lines}
    used: set[str] = set()
    for t, task in enumerate(s.tasks):
        if not task.lines:
            message = f"La question « {task.id} » n’a aucune ligne de grille : l’examinateur ne pourra pas l’évaluer."
            c.fault("E031", ("taches", t), message)
        for i, line in enumerate(task.lines):
            path = ("taches", t, "lignes", i)
            used.add(line.criterion)
            if c.grid is not None and line.criterion not in c.grid.criteria:
                c.unknown((*path, "critere"), "Critère", line.criterion, c.grid.criteria)
            is_bare = line.id not in supported and not line.is_human
            if is_bare and c.is_whole("preuves", "questions") and not c.shape.is_mended((*path, "id")):
                message = (
                    f"La ligne « {line.skill} » n’a ni preuve ni question. Ajoutez-en une ou écrivez humain: true."
                )
                c.fault("E030", path, message)
    missing = [name for name in (c.grid.criteria if c.grid else ()) if name not in used]
    if missing and c.is_whole("taches"):
        message = f"Pour information, critères de la grille non couverts par ce sujet : {', '.join(missing)}."
        c.fault("I031", ("taches",), message)


def _references(c: Checked) -> None:
    s = c.scenario
    lines = {line.id for task in s.tasks for line in task.lines}
    tasks = {task.id for task in s.tasks}
    named = [(("preuves", n), proof.lines) for n, proof in enumerate(s.proofs)]
    named += [(("questions", n), question.lines) for n, question in enumerate(s.questions)]
    for path, wanted in named:
        for i, line in enumerate(wanted):
            if line not in lines and c.is_whole("taches"):
                c.unknown((*path, "lignes", i), "Ligne de grille", line, lines, feminine=True)
    for n, question in enumerate(s.questions):
        if question.when is not None:
            c.check_action(("questions", n, "quand", "apres"), question.when.after)
    for n, attachment in enumerate(s.attachments):
        for i, task_id in enumerate(attachment.tasks):
            if task_id not in tasks and c.is_whole("taches"):
                c.unknown(("pieces_jointes", n, "taches", i), "Question", task_id, tasks, feminine=True)
    for task_id in s.answers:
        if task_id not in tasks and c.is_whole("taches"):
            c.unknown(("corrige", task_id), "Question", task_id, tasks, feminine=True)


def _proof_references(c: Checked) -> None:
    s = c.scenario
    proofs = {proof.id for proof in s.proofs}
    deliverables = {d.id for task in s.tasks for d in task.deliverables}
    for n, trial in enumerate(s.trials):
        for proof_id in trial.expected:
            if proof_id not in proofs and c.is_whole("preuves"):
                c.unknown(("essais_temoins", n, "attend", proof_id), "Preuve", proof_id, proofs, feminine=True)
    for n, proof in enumerate(s.proofs):
        is_lost = proof.kind == "livrable" and proof.deliverable and proof.deliverable not in deliverables
        if is_lost and c.is_whole("taches"):
            c.unknown(("preuves", n, "livrable"), "Livrable", proof.deliverable or "", deliverables)
        for here, route in proof.ways(n):
            _file_read(c, here, route)


def _file_read(c: Checked, path: Path, route: Route) -> None:
    """What is asked of a file that the machine does not read will be for the examiner."""
    asked = next((d for task in c.scenario.tasks for d in task.deliverables if d.id == route.deliverable), None)
    if route.kind != "livrable" or asked is None or asked.kind != "fichier" or not route.expected:
        return
    unread = [name for name in asked.formats or FILE_FORMATS if f".{name}" not in office.READ]
    if unread:
        names = ", ".join(f".{name}" for name in unread)
        message = f"La machine ne lit pas {names} : avec un tel fichier, cette preuve sera « non vérifiable ». Limitez « formats »."
        c.fault("W048", path, message)


def _injections(c: Checked) -> None:
    for n, injection in enumerate(c.scenario.injections):
        path: Path = ("injections", n)
        if bool(injection.entity) == bool(injection.target):
            c.fault(
                "E004",
                path,
                "Une injection nomme « entite » (pour créer) ou « cible » (pour modifier), l’une des deux.",
            )
            continue
        c.check_action((*path, "action"), injection.action)
        if injection.op == "generer":
            for name, problem in problems_of(injection):
                c.fault("E015" if name else "E004", (*path, "valeurs", name) if name else path, problem)
            continue
        entity = check_target(c, path, injection.entity, injection.target)
        if entity is not None and injection.action is None:
            _default(c, path, injection.op, entity)
            _needed(c, path, injection, entity)
            check_values(c, (*path, "valeurs"), entity, injection.values)


def _needed(c: Checked, path: Path, injection: Injection, entity: Entity) -> None:
    """What the shop cannot create it without."""
    spec = registered_actions().get(default_action(injection.op, entity.name))
    if injection.op == "creer" and spec is not None:
        for name in missing_values(spec, injection.values):
            field = entity.field(name)
            label = f" ({field.label})" if field is not None and field.label.lower() != name else ""
            c.fault(
                "E004",
                (*path, "valeurs"),
                f"Il manque « {name} »{label} : « {entity.label} » ne se crée pas sans.",
            )


def _default(c: Checked, path: Path, op: str, entity: Entity) -> None:
    """Whether the shop has an action that does it."""
    if default_action(op, entity.name) not in registered_actions():
        what = {"creer": "ne se crée pas", "modifier": "ne se modifie pas"}.get(op, "ne se supprime pas")
        c.fault(
            "E012",
            (*path, "op"),
            f"« {entity.label} » {what} ici : choisissez une autre nature, ou une action.",
        )


def _proofs(c: Checked) -> None:
    for n, proof in enumerate(c.scenario.proofs):
        check_proof(c, ("preuves", n), proof)
        for i, route in enumerate(proof.routes):
            check_proof(c, ("preuves", n, "ou_bien", i), route)
        tried = [trial for trial in c.scenario.trials if trial.recording and trial.expected.get(proof.id) == "atteint"]
        if proof.routes and len(tried) < 2:
            message = f"« {proof.id} » n’est testée que par un chemin. Ajoutez un essai par l’autre écran possible."
            c.fault("W047", ("preuves", n), message)


def _events(c: Checked) -> None:
    s = c.scenario
    known, proofs = {e.id for e in s.events}, {p.id for p in s.proofs}
    manual = {e.id for e in s.events if e.trigger.manual}
    for n, event in enumerate(s.events):
        path: Path = ("evenements", n)
        _trigger(c, path, event, proofs, known)
        for i, effect in enumerate(event.effects):
            _effect(c, (*path, "effets", i), effect)
    for n, proof in enumerate(s.proofs):
        name = (proof.target or "").partition("evenement:")[2]
        if name and name not in known:
            if c.is_whole("evenements"):
                c.unknown(("preuves", n, "cible"), "Événement", name, known)
        elif name in manual:
            message = (
                f"« {proof.id} » dépend de l’événement manuel « {name} » : elle sera « non vérifiable » si l’examinateur "
                "ne le déclenche pas."
            )
            c.fault("W044", ("preuves", n), message)
    _cycles(c)


def _effect(c: Checked, path: Path, effect: Effect) -> None:
    """Who speaks, and what is made or changed."""
    if effect.persona is not None and effect.persona not in c.scenario.personas and c.is_whole("acteurs"):
        c.unknown((*path, "acteur"), "Acteur", effect.persona, c.scenario.personas)
    if effect.op == "message":
        if not str(effect.values.get("texte") or "").strip():
            c.fault("E004", path, 'Un message demande son texte : valeurs: {texte: "…"}.')
        return
    if bool(effect.entity) == bool(effect.target):
        c.fault("E004", path, "Un effet nomme « entite » (pour créer) ou « cible » (pour modifier), l’une des deux.")
        return
    c.check_action((*path, "action"), effect.action)
    entity = check_target(c, path, effect.entity, effect.target)
    if entity is not None and effect.action is None:
        _default(c, path, effect.op, entity)
    if entity is not None and effect.op == "modifier" and effect.action is None:
        check_values(c, (*path, "valeurs"), entity, effect.values)


def _condition(c: Checked, path: Path, raw: Any, proofs: set[str]) -> None:
    """A proof of the subject, or the state of an entity in the words of proofs."""
    try:
        asked = read_condition(raw)
    except ValueError as fault:
        c.fault("E040", path, str(fault))
        return
    if asked.route is not None:
        check_proof(c, path, asked.route)
    elif asked.proof_id not in proofs and c.is_whole("preuves"):
        c.unknown(path, "Preuve", asked.proof_id, proofs, feminine=True)


def _trigger(c: Checked, path: Path, event: Event, proofs: set[str], known: set[str]) -> None:
    trigger = event.trigger
    count = sum((trigger.at is not None, trigger.after is not None, trigger.when is not None, trigger.manual))
    is_misread = any(spot[: len(path) + 1] == (*path, "declencheur") for spot in c.shape.mended)
    if count != 1 and not is_misread:
        message = f"L’événement « {event.id} » doit avoir exactement un déclencheur parmi a, apres, si, manuel (trouvé : {count})."
        c.fault("E024", (*path, "declencheur"), message)
    if trigger.unless is not None and trigger.unless not in proofs and c.is_whole("preuves"):
        c.unknown((*path, "declencheur", "si_non"), "Preuve", trigger.unless, proofs, feminine=True)
    if trigger.after is not None:
        name = trigger.after.partition("evenement:")[2]
        if name and name not in known:
            if c.is_whole("evenements"):
                c.unknown((*path, "declencheur", "apres"), "Événement", name, known)
        elif not name:
            c.check_action((*path, "declencheur", "apres"), trigger.after)
    if trigger.when is not None:
        _condition(c, (*path, "declencheur", "si"), trigger.when, proofs)
    if trigger.at is None:
        return
    duration = c.scenario.duration
    if trigger.at >= duration:
        message = f"L’événement « {event.id} » arrive à {_minutes(trigger.at)}, après la fin de l’épreuve ({_minutes(duration)})."
        c.fault("E022", (*path, "declencheur", "a"), message)
    elif duration - trigger.at < LATE_EVENT_S:
        c.fault("W022", (*path, "declencheur", "a"), f"Il reste moins de 5min au candidat pour traiter « {event.id} ».")


def _cycles(c: Checked) -> None:
    """Events that set one another off: by `apres: evenement:x`, or because one does what the other waits for."""
    events = {event.id: event for event in c.scenario.events}
    follows = {one.id: [other.id for other in events.values() if _sets_off(one, other)] for one in events.values()}
    told: set[frozenset[str]] = set()
    for n, event in enumerate(c.scenario.events):
        loop = _loop_from(event.id, follows)
        if loop and frozenset(loop) not in told:
            told.add(frozenset(loop))
            names = " et ".join(f"« {name} »" for name in loop)
            words = f"{names} se déclenchent l’un l’autre" if len(loop) > 1 else f"{names} se déclenche lui-même"
            c.fault("E023", ("evenements", n, "declencheur"), f"{words} : boucle sans fin.")


def _sets_off(one: Event, other: Event) -> bool:
    """Whether what an event does is what another waits for. An event that does what it waits for itself is no loop: once is once."""
    after = other.trigger.after or ""
    if after == f"evenement:{one.id}":
        return True
    if one.id == other.id or not after:
        return False
    return any(
        after == (effect.action or f"{effect.entity or (effect.target or '').partition(':')[0]}.{effect.op}")
        for effect in one.effects
    )


def _loop_from(start: str, follows: Mapping[str, list[str]]) -> list[str]:
    """The shortest way from an event back to itself; empty when there is none."""
    paths = [[start]]
    seen: set[str] = set()
    while paths:
        path = paths.pop(0)
        for name in follows[path[-1]]:
            if name == start:
                return path
            if name not in seen:
                seen.add(name)
                paths.append([*path, name])
    return []


def _trials(c: Checked) -> None:
    trials = {trial.id: trial for trial in c.scenario.trials}
    empty = trials.get("vide")
    if not c.is_whole("essais_temoins"):
        return
    if empty is None or empty.recording or empty.actions:
        c.fault(
            "E045", ("essais_temoins",), "Il manque l’essai témoin « vide » (candidat qui ne fait rien) : actions: []."
        )
    if c.scenario.status == "publie" and (trials.get("bon") is None or not trials["bon"].recording):
        c.fault("E045", ("essais_temoins",), "Il manque l’essai témoin « bon », obligatoire pour publier.")
    for n, trial in enumerate(c.scenario.trials):
        _run(c, ("essais_temoins", n, "enregistrement"), trial)
    states = ("atteint", "partiel", "non_atteint", "non_verifiable")
    for n, trial in enumerate(c.scenario.trials):
        for proof_id, state in trial.expected.items():
            if state not in states:
                message = f"Valeur « {state} » interdite ; valeurs possibles : {', '.join(states)}."
                c.fault("E015", ("essais_temoins", n, "attend", proof_id), message)


def _run(c: Checked, path: Path, trial: Trial) -> None:
    """Whether a recorded run can be read, and its actions exist."""
    text = c.files.get(trial.recording or "")
    if text is None:
        return
    try:
        lines = read_run(text)
    except NameFault as fault:
        c.fault("E043", path, f"L’essai « {trial.id} » : {fault}")
        return
    events = {event.id for event in c.scenario.events}
    for line in lines:
        if line.action == BY_HAND:
            name = (line.target or "").partition("evenement:")[2]
            if name not in events and c.is_whole("evenements"):
                words = (
                    f"L’essai « {trial.id} », ligne {line.number} : événement « {name} » inconnu.{near(name, events)}"
                )
                c.fault("E012", path, words)
        elif line.action not in registered_actions():
            advice = near(line.action, registered_actions())
            message = f"L’essai « {trial.id} », ligne {line.number} : action « {line.action} » inconnue.{advice}"
            c.fault("E012", path, message)


def _minutes(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}min{rest:02d}" if rest else f"{minutes}min"
