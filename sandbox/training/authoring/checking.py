"""Checking a subject whole: its file, then its golden runs on a throw-away copy of its shop.

What a trainer is told while writing, what `e5 subject check` prints and what publication asks are found here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from sandbox.kernel.errors import DomainError, NotFound
from sandbox.kernel.yaml_nodes import Fault, Tree
from sandbox.training.authoring.halving import half_faults
from sandbox.training.authoring.services import Rehearsal, rehearse_all
from sandbox.training.authoring.targets import TOLD, lost_target, unknown_targets
from sandbox.training.contexts.halves import halves_of
from sandbox.training.contexts.queries import find_context, list_contexts
from sandbox.training.evidence.findings import ProofFinding, State
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.loader import Folder, Loaded, read_subject
from sandbox.training.subjects.names import near
from sandbox.training.subjects.queries import SCENARIOS
from sandbox.training.subjects.scenario import Proof
from sandbox.training.subjects.validator_writing import LEFT

GRIDS = SCENARIOS / "grids"
SHOWN_CONDITIONS = 3
UNWRITTEN = "E063"
"""The code of a template's words left in what is to be published."""


def check_subject(
    text: str,
    files: Folder | Mapping[str, str],
    *,
    grids: Path = GRIDS,
    with_runs: bool = False,
    for_publication: bool = False,
) -> list[Fault]:
    """Every fault of a subject, sorted by line: `E…` forbids its use, `W…` warns, `I…` informs. Never raises, keeps nothing.

    `files` are the annexes and runs beside it, by name. `with_runs` replays the golden runs on a copy of the context's shop,
    which takes a second or two; when the context is not loaded, that is told as `I043`. `for_publication` asks for what a
    published version needs: both runs, the empty one reaching nothing but guards, the good one reaching everything.
    """
    folder = files if isinstance(files, Folder) else Folder(None, files)
    loaded = read_subject(text, folder, grids)
    return check_loaded(loaded, with_runs=with_runs or for_publication, for_publication=for_publication)


def check_loaded(loaded: Loaded, *, with_runs: bool, for_publication: bool = False) -> list[Fault]:
    """The same from a subject that was read already."""
    faults = [replace(f, code=UNWRITTEN) if for_publication and f.code == LEFT else f for f in loaded.faults]
    if loaded.subject is not None:
        tree = loaded.tree
        if for_publication:
            faults += _for_publication(loaded.subject, tree)
        elsewhere = context_faults(loaded.subject, tree)
        faults += elsewhere
        if with_runs and not any(fault.is_error for fault in elsewhere):
            faults += run_faults(loaded.subject, tree, for_publication=for_publication)
            faults = _surely(faults)
    return sorted(set(faults), key=lambda f: (f.file, f.line, f.code, f.path, f.message))


def _surely(faults: list[Fault]) -> list[Fault]:
    """Without the remarks on what may be missing, where the runs told for sure: they play every event."""
    sure = {fault.path for fault in faults if fault.code == "E012"}
    return [f for f in faults if f.code != TOLD or not (f.path in sure or f.path.startswith("evenements."))]


def context_faults(subject: Subject, tree: Tree) -> list[Fault]:
    """Whether the context that is loaded here is the one the subject was written for: in another, runs tell nothing."""
    wanted = subject.scenario.context
    pack = find_context(wanted.slug)
    if pack is None:
        known = {path.parent.name for path in (SCENARIOS / "contexts").glob("*/context.yaml")}
        known |= {loaded.slug for loaded in list_contexts()}
        message = f"Contexte « {wanted.slug} » inconnu.{near(wanted.slug, known)}"
        return [] if wanted.slug in known else [_fault(tree, ("contexte", "ref"), "E012", message)]
    if wanted.digest != "auto" and pack.digest != wanted.digest:
        message = (
            f"Le contexte installé (empreinte {pack.digest[:4]}…) n’est pas celui du sujet ({wanted.digest[:4]}…). "
            "Rejouez les essais témoins, puis écrivez « empreinte: auto » (la publication la pose), ou lancez « e5 subject lock »."
        )
        return [_fault(tree, ("contexte", "empreinte"), "E013", message)]
    halved = [_fault(tree, path, code, words) for path, code, words in half_faults(subject, halves_of(pack))]
    if halved:
        return halved
    lost = [_fault(tree, path, code, words) for path, code, words in unknown_targets(subject, pack)]
    if wanted.version != pack.version:
        message = f"Contexte « {wanted.ref} » : la version installée est {pack.slug}@{pack.version}."
        return [*lost, _fault(tree, ("contexte", "ref"), "W013", message)]
    return lost


def run_faults(subject: Subject, tree: Tree, *, for_publication: bool = False) -> list[Fault]:
    """What replaying the golden runs shows: proofs that are true from the start, or never reached."""
    try:
        rehearsals = rehearse_all(subject=subject)
    except NotFound:
        slug = subject.context_slug
        message = f"Essais témoins non rejoués : le contexte « {slug} » n’est pas chargé (« e5 context load {slug} »)."
        return [_fault(tree, ("essais_temoins",), "E043" if for_publication else "I043", message)]
    except DomainError as refused:
        return [_fault(tree, ("injections",), "E043", f"L’état de départ ne peut pas être préparé : {refused}")]
    faults: list[Fault] = []
    for rehearsal in rehearsals:
        draw = f" (tirage n° {rehearsal.rank + 1} des variables)" if rehearsal.rank else ""
        faults += [replace(f, message=f.message + draw) for f in _of_run(subject, tree, rehearsal)]
    return _without_repeats(faults)


def _without_repeats(faults: list[Fault]) -> list[Fault]:
    """What the first draw already told is not told again for the others."""
    first: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.code, fault.path), fault)
    return list(first.values())


def _for_publication(subject: Subject, tree: Tree) -> Iterator[Fault]:
    good = subject.trial("bon")
    if good is None or not good.recording:
        message = "Il manque l’essai témoin « bon », obligatoire pour publier."
        yield _fault(tree, ("essais_temoins",), "E045", message)


def _of_run(subject: Subject, tree: Tree, rehearsal: Rehearsal) -> Iterator[Fault]:
    trial = rehearsal.trial
    rank = next(n for n, one in enumerate(subject.scenario.trials) if one.id == trial.id)
    here: tuple[str | int, ...] = ("essais_temoins", rank)
    if rehearsal.findings is None:
        yield _fault(tree, (*here, "enregistrement"), "E043", f"L’essai « {trial.id} » : {rehearsal.refused}")
        return
    for n, event in enumerate(subject.scenario.events):
        if event.id in rehearsal.failed:
            message = f"L’événement « {event.id} » ne peut pas se produire : {rehearsal.failed[event.id]}"
            yield _fault(tree, ("evenements", n), "E043", message)
    lost = rehearsal.lost if trial.id == "bon" else {}
    for n, proof in enumerate(subject.proofs):
        targets = [t for route in (proof, *proof.routes) for t in (route.target or "", *route.except_for) if t in lost]
        if targets:
            yield _fault(tree, _place_of(proof, n, targets[0]), "E012", lost_target(targets[0], lost[targets[0]]))
            continue
        found = rehearsal.findings.proof(proof.id)
        if found.note and found.state is State.UNVERIFIABLE and _looks_at_the_shop(proof):
            message = f"La preuve « {proof.id} » ne peut pas être vérifiée : {found.note}"
            yield _fault(tree, ("preuves", n), "E043", message)
        elif trial.is_empty:
            yield from _of_empty_run(tree, n, proof, found)
        else:
            yield from _of_played_run(tree, here, trial.id, trial.expected.get(proof.id), proof, found)


def _place_of(proof: Proof, n: int, target: str) -> tuple[str | int, ...]:
    """Where a proof names a target."""
    if proof.target == target:
        return ("preuves", n, "cible")
    if target in proof.except_for:
        return ("preuves", n, "sauf", proof.except_for.index(target))
    return ("preuves", n)


def _of_empty_run(tree: Tree, n: int, proof: Proof, found: ProofFinding) -> Iterator[Fault]:
    if found.state is State.REACHED and not proof.is_guard:
        message = f"La preuve « {proof.id} » est déjà atteinte avant toute action. Corrigez l’injection, ou écrivez garde: true."
        yield _fault(tree, ("preuves", n), "E042", message)
    elif proof.is_guard and found.state in (State.MISSED, State.PARTIAL):
        message = f"La garde « {proof.id} » n’est pas vraie au départ : {_gaps(found)}."
        yield _fault(tree, ("preuves", n), "E042", message)


def _of_played_run(
    tree: Tree, here: tuple[str | int, ...], trial_id: str, told: str | None, proof: Proof, found: ProofFinding
) -> Iterator[Fault]:
    """A run must leave each proof as its file says; the good one reaches everything that a machine can tell."""
    path = (*here, "attend", proof.id)
    if trial_id == "bon" and found.state is not State.REACHED and proof.kind != "manuelle":
        yield _fault(tree, path, "E043", f"L’essai « bon » n’atteint pas « {proof.id} » : {_gaps(found)}.")
    elif told is not None and told != found.state.value:
        message = f"L’essai « {trial_id} » laisse « {proof.id} » {found.state.words.lower()}, le fichier annonce {_word(told)}"
        gaps = _gaps(found)
        yield _fault(tree, path, "E043", f"{message} : {gaps}." if gaps else f"{message}.")


def _looks_at_the_shop(proof: Proof) -> bool:
    return proof.kind not in ("manuelle", "action", "livrable")


def _gaps(found: ProofFinding) -> str:
    """« meta_titre : attendu 30 à 65 caractères, observé 12 » for what does not hold."""
    missed = [c for c in found.conditions if c.holds is not True]
    words = [f"{c.label} : attendu {c.expected}, observé {c.observed}" for c in missed[:SHOWN_CONDITIONS]]
    more = len(missed) - SHOWN_CONDITIONS
    if more > 0:
        words.append(f"et {more} autre{'s' if more > 1 else ''} point{'s' if more > 1 else ''}")
    return " ; ".join(words) or found.note


def _word(state: str) -> str:
    try:
        return State(state).words.lower()
    except ValueError:
        return f"« {state} »{near(state, [s.value for s in State])}"


def _fault(tree: Tree, path: tuple[str | int, ...], code: str, message: str) -> Fault:
    return Fault(tree.file, tree.line(path), message, code, ".".join(map(str, path)))
