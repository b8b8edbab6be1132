"""The session as it should go: start, work, a late candidate, a pause, events, time given, the fire exit."""

from __future__ import annotations

import time
from collections.abc import Iterator

from sandbox.cli._rehearsal.checks import Check, answers, clock, count, kept, p95, seconds, timed
from sandbox.cli._rehearsal.play import Rehearsal

SEEN_WITHIN_S, PAGE_WITHIN_S, PAGE_BEARABLE_S = 1.0, 0.15, 1.0
SLACK_S = 4
"""Signs of life come every two seconds, and so does the writing of the latest one."""


def begin(r: Rehearsal) -> Iterator[Check]:
    """Two codes, one start; the third candidate is not there yet."""
    first, second, third = r.candidates
    for one in (first, second):
        one.sit(r.room.join_codes[one.rank - 1])
    r.here = [first, second]
    r.examiner.sign_in()
    r.examiner.person.read(r.examiner.root)
    r.examiner.person.post(f"{r.examiner.root}/depart")
    left = [one.left for one in r.here]
    yield kept(
        "Départ donné à deux candidats présents",
        all(2390 <= one <= 2400 for one in left),
        "40:00 chacun, au même instant",
        f"{clock(left[0])} et {clock(left[1])}",
    )
    status = third.person.ask("GET", f"/b/{third.shop_key}/admin/").status
    yield kept(
        "La boutique d’un absent reste fermée",
        status in (302, 404),
        "adresse refusée",
        "refusée" if status in (302, 404) else f"réponse {status}",
    )


def work(r: Rehearsal) -> Iterator[Check]:
    """Actions reach the console; nothing is noted on somebody else."""
    first, second = r.candidates[:2]
    with r.watch() as console:
        console.wait_for(1, 0)
        for _ in range(r.pace.timed_acts):
            before = max(console.seen.get(1, {0: 0.0}))
            if first.save() == 302:
                done = time.perf_counter()
                r.seen_s.append(max(0.0, console.wait_for(1, before + 1) - done))
            second.save()
            r.examiner.note()
            second.pulse()
    most = p95(r.seen_s)
    observed = f"{seconds(most)} au 95e centile, {count(len(r.seen_s), 'action')}"
    yield timed("Une action paraît à la console", most, SEEN_WITHIN_S, observed, broken_from=3)
    yield kept("La console n’a pas d’erreur", not console.faults, "aucune", " ; ".join(console.faults[:2]) or "aucune")


def late(r: Rehearsal) -> Iterator[Check]:
    """The third candidate, who has one third more, comes late."""
    r.let_pass(r.pace.late_s)
    before = r.candidates[0].left
    third = r.candidates[2]
    third.sit(r.room.join_codes[2])
    r.here.append(third)
    left = third.left
    yield kept(
        f"Retard de {r.pace.late_s // 60} min : son temps part à son arrivée, tiers temps compris",
        3190 <= left <= 3200 and abs(before - r.candidates[0].left) <= SLACK_S,
        "53:20 pour lui, rien de changé pour les autres",
        f"{clock(left)} ; poste 1 : {clock(before)}",
    )


def events(r: Rehearsal) -> Iterator[Check]:
    """A pause, an event by hand meanwhile, back to work, an event at its time."""
    second = r.candidates[1]
    r.settle()
    before, others = second.left, r.candidates[0].left
    r.examiner.press("candidats/2/pause")
    refused = second.save()
    r.let_pass(30, [one for one in r.here if one is not second])
    had = len(second.pulse()["messages"])
    r.examiner.press(f"evenements/{r.room.by_hand}", ("rank", "2"))
    told, elsewhere = len(second.pulse()["messages"]) - had, len(r.candidates[0].pulse()["messages"])
    r.examiner.press("candidats/2/reprise")
    lost, spent = before - second.left, others - r.candidates[0].left
    yield kept(
        "Pause d’un candidat : son temps s’arrête, celui des autres court",
        refused == 403 and lost <= SLACK_S and spent >= 26,
        "écriture refusée, temps rendu entier",
        f"envoi {answers([refused])}, {count(max(lost, 0), 'seconde')} perdue, {count(spent, 'seconde')} écoulées ailleurs",
    )
    yield kept(
        "Événement à la main pendant la pause",
        (told, elsewhere) == (1, 0),
        "reçu par lui seul",
        f"{count(told, 'message')} pour lui, {elsewhere} ailleurs",
    )
    yield from _timed_event(r)


def _timed_event(r: Rehearsal) -> Iterator[Check]:
    second, name = r.candidates[1], r.room.timed
    to_wait = r.room.timed_s - (2400 - second.left)
    r.let_pass(max(0, to_wait - 6))
    early = r.look().events[1].count(name)
    r.let_pass(9)
    found = r.look()
    times = [names.count(name) for names in found.events]
    yield kept(
        f"Événement prévu à {clock(r.room.timed_s)} du temps de chacun",
        early == 0 and times[1] == 1 and times[2] == 0,
        "une fois, à son heure ; pas encore pour le tiers temps en retard",
        f"{early} avant l’heure, puis {times[1]} ; tiers temps : {times[2]}",
    )


def evacuate(r: Rehearsal) -> Iterator[Check]:
    """All clocks stop at once; nobody can write; all go on."""
    r.settle()
    before = [one.left for one in r.here]
    r.examiner.press("evacuation")
    covered = [bool(one.pulse()["evacuated"]) for one in r.here]
    refused = [one.save() for one in r.here]
    r.time.let_pass(r.pace.evacuation_s, r.breathe)
    r.examiner.press("evacuation/fin")
    spent = [was - one.left for was, one in zip(before, r.here, strict=True)]
    back = [one.save() for one in r.here]
    yield kept(
        "Évacuation : écrans masqués, temps arrêté pour tous, puis rendu entier",
        all(covered) and refused == [403] * 3 and max(spent) <= SLACK_S + 2 and back == [302] * 3,
        f"rien de perdu pour {clock(r.pace.evacuation_s)} d’arrêt",
        f"{count(max(spent), 'seconde')} au plus ; envois : {answers(refused)}, puis {answers(back)}",
    )


def extra_time(r: Rehearsal) -> Iterator[Check]:
    """Minutes given reach the screen without the candidate's doing anything."""
    first = r.candidates[0]
    before = first.left
    r.examiner.press("candidats/1/temps", ("minutes", "2"), ("reason", "Répétition générale"))
    gained = first.left - before
    yield kept(
        "Temps accordé par l’examinateur", 118 <= gained <= 120, "2 min de plus à l’écran", f"{clock(gained)} de plus"
    )


def pages(r: Rehearsal) -> Iterator[Check]:
    """How fast pages and saves were, over all of it."""
    read = [spent for one in r.candidates for spent in one.page_s]
    written = [spent for one in r.candidates for spent in one.write_s]
    yield timed(
        "Pages lues pendant la répétition", p95(read), PAGE_WITHIN_S,
        f"{seconds(p95(read))} au 95e centile, {seconds(max(read, default=0))} au plus, {count(len(read), 'page')}",
        broken_from=PAGE_BEARABLE_S,
    )  # fmt: skip
    yield timed(
        "Enregistrements pendant la répétition", p95(written), 2 * PAGE_WITHIN_S,
        f"{seconds(p95(written))} au 95e centile, {seconds(max(written, default=0))} au plus, {count(len(written), 'envoi')}",
        broken_from=2 * PAGE_BEARABLE_S,
    )  # fmt: skip
