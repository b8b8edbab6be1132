"""What was done: an action, on what, in time, before or after another, in answer to an event of the subject."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf

from sandbox.training.evidence.findings import Condition
from sandbox.training.evidence.looking import Looking
from sandbox.training.journal.models import JournalEntry
from sandbox.training.journal.rows import links_of
from sandbox.training.journal.services import EVENT_ACTION
from sandbox.training.subjects.player import registered_actions
from sandbox.training.subjects.scenario import Proof, Route

EVENT = "evenement:"


def action_points(look: Looking, route: Route, proof: Proof) -> tuple[list[Condition], tuple[int, ...], str]:
    """The points of an `action` proof, the journal's numbers concerned, and why it cannot be verified, if so."""
    target = route.target or ""
    if target.startswith(EVENT):
        return _answer(look, route, proof, target.removeprefix(EVENT))
    entries = look.actions(route.action or "", route.target)
    limit = limit_ms(look, proof)
    in_time = [e for e in entries if limit is None or (e.exam_ms is not None and e.exam_ms <= limit)]
    first = entries[0] if entries else None
    observed = f"{len(entries)} fois, à {_clock(first.exam_ms)}" if first is not None else "pas faite"
    expected = "faite" if limit is None else f"faite en moins de {_span(limit)}"
    label = first.words if first is not None else action_words(route.action or "")
    points = [Condition(label, expected, observed, bool(in_time)), *_order(look, route, entries)]
    return points, tuple(entry.seq for entry in entries), ""


def _order(look: Looking, route: Route, entries: Sequence[JournalEntry]) -> list[Condition]:
    """« avant » and « après »: the first time of the one against the first time of the other."""
    points = []
    for other, words, wanted in ((route.before, "avant", -1), (route.after, "après", 1)):
        if other is None:
            continue
        others = look.actions(other)
        ok = bool(entries and others) and (entries[0].seq - others[0].seq) * wanted > 0
        told = "dans cet ordre" if ok else "pas dans cet ordre" if entries and others else "pas faite"
        points.append(Condition(f"{words} « {action_words(other)} »", "dans cet ordre", told, ok))
    return points


def _answer(look: Looking, route: Route, proof: Proof, event_id: str) -> tuple[list[Condition], tuple[int, ...], str]:
    """An action on what an event brought, after it, within `delai_max` of it."""
    title = next((e.title for e in look.subject.scenario.events if e.id == event_id), event_id)
    fired = next((e for e in look.journal if e.action == EVENT_ACTION and e.entity_key == event_id), None)
    if fired is None:
        return [], (), f"l’événement « {title} » n’a pas eu lieu"
    done = [e for e in look.actions(route.action or "") if e.seq > fired.seq and _concerns(e, fired)]
    limit = limit_ms(look, proof)
    waited = [_waited(fired, entry) for entry in done]
    expected = "faite" if limit is None else f"faite en moins de {_span(limit)}"
    observed = f"faite {_span(waited[0])} après" if done else "pas faite"
    is_in_time = bool(done) and (limit is None or waited[0] <= limit)
    label = f"{action_words(route.action or '')}, après « {title} »"
    points = [Condition(label, expected, observed, is_in_time), *_order(look, route, done)]
    return points, (fired.seq, *(entry.seq for entry in done)), ""


def _concerns(entry: JournalEntry, fired: JournalEntry) -> bool:
    """Whether an action is about a row that the event made or changed; an event of words only is answered by any."""
    rows = {(change["table"], change["row_id"]) for change in fired.changes}
    if not rows or (entry.entity_table, entry.entity_id) in rows:
        return True
    for change in entry.changes:
        if (change["table"], change["row_id"]) in rows:
            return True
        values = {**change["before"], **change["after"]}
        if any((table, values.get(column)) in rows for column, table in links_of(change["table"])):
            return True
    return False


def _waited(fired: JournalEntry, entry: JournalEntry) -> int:
    """The exam time between an event and what answered it, in milliseconds."""
    if fired.exam_ms is not None and entry.exam_ms is not None:
        return max(0, entry.exam_ms - fired.exam_ms)
    return int((entry.at - fired.at).total_seconds() * 1000)


def limit_ms(look: Looking, proof: Proof) -> int | None:
    """`delai_max` on this candidate's clock: extra time multiplies it. None without a limit, or for unlimited time."""
    if proof.within is None or isinf(look.time_factor):
        return None
    return round(proof.within * 1000 * look.time_factor)


def action_words(name: str) -> str:
    """What the examiner reads for an action that was not done: « a répondu à l’avis »."""
    spec = registered_actions().get(name)
    return spec.words if spec is not None else name


def _clock(exam_ms: int | None) -> str:
    minutes, seconds = divmod((exam_ms or 0) // 1000, 60)
    return f"{minutes:02d}:{seconds:02d}"


def _span(milliseconds: int) -> str:
    """« 10 min », « 13 min 20 s »."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    if not seconds:
        return f"{minutes} min"
    return f"{minutes} min {seconds:02d} s" if minutes else f"{seconds} s"
