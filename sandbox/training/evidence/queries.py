"""Evaluating a subject's evidence on a shop. A shop that did not change since the last look is not looked at again."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic
from zlib import crc32

import sqlalchemy as sa

from sandbox.kernel import clock
from sandbox.kernel.changes import RowChange
from sandbox.kernel.db import db, session
from sandbox.kernel.diffing import diff_rows
from sandbox.kernel.remembered import Remembered
from sandbox.kernel.scope import shop_scope
from sandbox.modules import entities
from sandbox.shop.notes.models import Note
from sandbox.shop.shops.models import Shop
from sandbox.training.evidence.ahead import read_ahead
from sandbox.training.evidence.apart import without_events
from sandbox.training.evidence.checks import Checked, check
from sandbox.training.evidence.findings import Condition, Findings, ProofFinding, State, roll_up
from sandbox.training.evidence.looking import SILENT_COLUMNS, Looking, tables_of
from sandbox.training.journal.models import JournalEntry
from sandbox.training.journal.queries import all_of
from sandbox.training.journal.words import change_words, row_title, table_label
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.names import NameFault, Names
from sandbox.training.subjects.scenario import Proof, Route

log = logging.getLogger(__name__)

FRESH = timedelta(seconds=60)
ANNOUNCED_S = 2.0
"""How long an announced look is waited for, in seconds of the machine's own clock, which all its processes share."""
_SILENT_TABLES = ("stock_movements", "price_points", "mails")
_BEST = {State.REACHED: 3, State.PARTIAL: 2, State.UNVERIFIABLE: 1, State.MISSED: 0}


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is no longer as at the start: « Ajouté », « Changé » or « Supprimé », what it is, what changed."""

    kind: str
    label: str
    title: str
    words: tuple[str, ...]


def announce(subject_digest: str, shop_key: str) -> None:
    """Say that a look at this shop is about to begin elsewhere."""
    _announced.keep((subject_digest, shop_key), monotonic())


def findings_of_shop(
    subject: Subject, shop: Shop, baseline_id: int, *, or_before: bool = False, time_factor: float = 1.0
) -> Findings:
    """The findings for a shop at its present revision; kept for a minute, because promotions begin and end by themselves.

    `or_before`: while an announced look is on its way, give the one before rather than look at the same time. `time_factor`:
    how much longer this candidate has, see `Looking`.
    """
    minute = _minute_of(shop.key)
    key = (subject.digest, shop.key, (shop.revision, _notes_stamp(subject, shop.id), time_factor), minute)
    kept, before = _kept.find(key), _latest.find((subject.digest, shop.key, minute))
    if kept is not None:
        return kept
    announced = _announced.find((subject.digest, shop.key))
    if or_before and before is not None and announced is not None and monotonic() - announced < ANNOUNCED_S:
        return before.findings
    journal = all_of(shop.id)
    found = evaluate_all(
        subject, shop.id, baseline_id, journal, revision=shop.revision, before=before, time_factor=time_factor
    )
    _latest.keep((subject.digest, shop.key, minute), Look(found, len(journal), journal[-1].id if journal else None))
    return _kept.keep(key, found)


@dataclass(frozen=True, slots=True)
class Look:
    """An earlier look at a shop: what was found, how many journal entries there were, the number of the last one."""

    findings: Findings
    entries: int
    last_id: int | None

    def changed_since(self, journal: Sequence[JournalEntry]) -> set[str] | None:
        """The tables that changed after this look; None when the journal is not a continuation of the one looked at."""
        if self.last_id is None or len(journal) < self.entries or journal[self.entries - 1].id != self.last_id:
            return None
        return {change["table"] for entry in journal[self.entries :] for change in entry.changes}


def evaluate_all(
    subject: Subject, shop_id: int, baseline_id: int, journal: Sequence[JournalEntry], *, revision: int = 0,
    before: Look | None = None, time_factor: float = 1.0,
) -> Findings:  # fmt: skip
    """Look at everything a subject asks about. A check that fails by itself is « non vérifiable », and logged.

    A proof that looks only at tables which did not change since `before` is as it was then.
    """
    start = _at_start(subject, baseline_id)
    changed = before.changed_since(journal) if before else None
    known = {proof.proof_id: proof for proof in before.findings.proofs} if before and changed is not None else {}
    errors: list[str] = []
    anchor = db.session.get_one(Shop, shop_id).anchor_on
    with shop_scope(shop_id):
        look = Looking(subject, shop_id, baseline_id, journal, Names(anchor, seen={}), time_factor)
        if before is None:
            read_ahead(look.names, subject)
        proofs = []
        for proof in subject.proofs:
            if proof.id in known and not _depends_on(proof, changed or set()):
                proofs.append(known[proof.id])
            elif not _depends_on(proof, look.journalled().keys()):
                proofs.append(replace(start[proof.id], is_untouched=not proof.is_guard))
            else:
                proofs.append(_compared(_prove(look, proof, errors), start[proof.id]))
    return _together(subject, proofs, errors, revision)


def differences(
    shop: Shop, baseline_id: int, *, subject: Subject | None = None, line_id: str | None = None
) -> list[Difference]:
    """What changed since the start, in words; limited to what a line's proofs look at when one is given."""
    only = _tables_of(subject, line_id) if subject is not None and line_id is not None else None
    with shop_scope(shop.id):
        found = []
        for change in without_events(
            diff_rows(session(), baseline_id, shop.id, leave_out=_SILENT_TABLES), all_of(shop.id)
        ):
            if change.op == "update" and not set(change.after) - SILENT_COLUMNS:
                continue
            if only is None or change.table in only:
                found.append(_difference(change))
    return found


def _difference(change: RowChange) -> Difference:
    kind = {"insert": "Ajouté", "update": "Changé", "delete": "Supprimé"}[change.op]
    return Difference(
        kind, table_label(change.table), row_title(change.table, change.row_id), tuple(change_words(change))
    )


def _tables_of(subject: Subject, line_id: str) -> set[str]:
    names = set()
    for proof in subject.proofs_of(line_id):
        for route in (proof, *proof.routes):
            names.add(route.entity or (route.target or "").partition(":")[0])
            names.update(name for name in entities() if (route.action or "").startswith(f"{name}."))
    found = {entities()[name].model.__tablename__ for name in names if name in entities()}
    if "products" in found:
        found |= {"variants", "related_products", "product_tags", "product_categories", "product_images"}
    return found


# inside ----------------------------------------------------------------------------------------------------------------


def _depends_on(proof: Proof, touched: AbstractSet[str]) -> bool:
    """Whether anything the proof looks at is among these tables: what nobody touched is as it was."""
    for route in (proof, *proof.routes):
        tables = tables_of(route)
        if tables is None or tables & touched:
            return True
    return False


def _prove(look: Looking, proof: Proof, errors: list[str]) -> ProofFinding:
    """The best of a proof's routes; the first that is reached will do."""
    found = []
    for route in (proof, *proof.routes):
        found.append(_prove_route(look, proof, route, errors))
        if found[-1].state is State.REACHED:
            return found[-1]
    best = max(range(len(found)), key=lambda n: (_BEST[found[n].state], found[n].held, -n))
    return found[best]


def _prove_route(look: Looking, proof: Proof, route: Route, errors: list[str]) -> ProofFinding:
    try:
        checked = check(look, route, proof)
    except NameFault as fault:
        log.info("proof %s of %s: %s", proof.id, look.subject.slug, fault)
        return ProofFinding(proof.id, proof.label, State.UNVERIFIABLE, is_guard=proof.is_guard, note=str(fault))
    except Exception:
        log.exception("proof %s of %s could not be checked", proof.id, look.subject.slug)
        errors.append(proof.id)
        note = "la vérification a échoué : à constater"
        return ProofFinding(proof.id, proof.label, State.UNVERIFIABLE, is_guard=proof.is_guard, note=note)
    return ProofFinding(
        proof.id, proof.label, _state(checked, proof), checked.conditions, proof.is_guard, checked.note, checked.seqs
    )


def _state(checked: Checked, proof: Proof) -> State:
    conditions: tuple[Condition, ...] = checked.conditions
    if not conditions or all(condition.holds is None for condition in conditions):
        return State.UNVERIFIABLE
    held = sum(condition.holds is True for condition in conditions)
    if held == len(conditions):
        return State.REACHED
    return State.PARTIAL if proof.partial_from is not None and held >= proof.partial_from else State.MISSED


def _compared(found: ProofFinding, start: ProofFinding) -> ProofFinding:
    """What is as at the start is « rien encore »."""
    if found.is_guard or found.conditions != start.conditions:
        return found
    return replace(found, state=start.state, is_untouched=True)


def _at_start(subject: Subject, baseline_id: int) -> dict[str, ProofFinding]:
    """The findings on the untouched starting shop, looked at once."""
    baseline = db.session.get_one(Shop, baseline_id)
    key = (subject.digest, baseline.key, START, _minute_of(baseline.key))
    kept = _kept.find(key)
    if kept is None:
        errors: list[str] = []
        anchor = baseline.anchor_on
        with shop_scope(baseline_id):
            look = Looking(subject, baseline_id, baseline_id, (), Names(anchor, seen={}))
            kept = _together(
                subject, [_from_nothing(_prove(look, proof, errors)) for proof in subject.proofs], errors, -1
            )
        _kept.keep(key, kept)
    return {proof.proof_id: proof for proof in kept.proofs}


def _from_nothing(found: ProofFinding) -> ProofFinding:
    """What happens to be partly true before anybody did anything is no partial success."""
    is_partial = found.state is State.PARTIAL and not found.is_guard
    return replace(found, state=State.MISSED) if is_partial else found


def _together(subject: Subject, proofs: Sequence[ProofFinding], errors: Sequence[str], revision: int) -> Findings:
    by_id = {proof.proof_id: proof for proof in proofs}
    lines = [
        roll_up(line.id, [by_id[p.id] for p in subject.proofs_of(line.id)], is_human=line.is_human)
        for line in subject.lines
    ]
    return Findings(revision, tuple(proofs), tuple(lines), tuple(errors))


def _minute_of(shop_key: str) -> int:
    """The minute that a look belongs to. Each shop's begins at its own second: thirty looks at once were a second's wait for all."""
    shift = crc32(shop_key.encode()) % int(FRESH.total_seconds())
    return int((clock.now().timestamp() + shift) // FRESH.total_seconds())


def _notes_stamp(subject: Subject, shop_id: int) -> int:
    """Moves on with each text that a candidate keeps, of which the shop's revision hears only once in a while."""
    if all(route.kind != "livrable" for proof in subject.proofs for route in (proof, *proof.routes)):
        return 0
    with shop_scope(shop_id):
        return int(db.session.scalar(_NOTES) or 0)


_NOTES = sa.select(sa.func.sum(Note.version))
START: tuple[int, int, float] = (-1, 0, 1.0)
_kept: Remembered[tuple[str, str, tuple[int, int, float], int], Findings] = Remembered(256, shared="findings")
_announced: Remembered[tuple[str, str], float] = Remembered(256, shared="announced looks")
_latest: Remembered[tuple[str, str, int], Look] = Remembered(256, shared="latest looks")
