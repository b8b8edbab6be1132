"""What goes wrong in a room: a cut, a dead server, a workstation or a device that is replaced, a full disk, a double click."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import urlencode

from sandbox.cli._bench.browser import changed, form_with
from sandbox.cli._rehearsal.browsing import FORM
from sandbox.cli._rehearsal.checks import Check, answers, clock, count, kept, seconds, timed, unseen
from sandbox.cli._rehearsal.people import AtWork, Candidate, Examiner
from sandbox.cli._rehearsal.play import Rehearsal
from sandbox.cli._rehearsal.steps_room import SLACK_S

OFFER = re.compile(r'data-arg="(\d\d:\d\d:\d\d)\|(\d\d:\d\d:\d\d)"')
OFFERED_FROM_S = 20
RESUME_WITHIN_S, SWAP_WITHIN_S = 10.0, 30.0
DRAFT = "Ce texte n’était pas encore enregistré."


def cut(r: Rehearsal) -> Iterator[Check]:
    """The second candidate falls silent; the others go on."""
    lost = r.candidates[1]
    others = [one for one in r.here if one is not lost]
    for length in r.pace.cuts_s:
        r.tell(f"   coupure de {length} s au poste 2")
        lost.keep_draft(DRAFT)
        r.settle()
        before, done = [one.left for one in r.here], sum(len(one.saved) for one in others)
        r.let_pass(length, others)
        offered = _given(r, lost, length)
        moved = [was - one.left for was, one in zip(before, r.here, strict=True)]
        gained = moved[0] - moved[1]
        given = length if length >= OFFERED_FROM_S else 0
        yield kept(
            f"Réseau du poste 2 coupé {length} s",
            offered == bool(given) and abs(gained - given) <= SLACK_S and abs(moved[0] - moved[2]) <= 2,
            f"{clock(given)} proposé et rendu à lui seul" if given else "trop court : rien à rendre",
            f"{clock(gained)} rendues" if offered else "rien de proposé",
        )
        kept_draft = [field[1] for field in lost.draft()["fields"]] == [DRAFT]
        worked = sum(len(one.saved) for one in others) - done
        words = "retrouvé" if kept_draft else "PERDU"
        yield kept(
            f"Poste 2 après ces {length} s",
            kept_draft,
            "le texte non enregistré est là",
            f"{words} ; {count(worked, 'enregistrement')} ailleurs",
        )


def _given(r: Rehearsal, lost: Candidate, length: int) -> bool:
    """The cut workstation is back; whether the console offered the time, which is then given."""
    lost.pulse()
    offer = OFFER.search(r.examiner.columns()[lost.rank - 1]["todo"])
    if offer is None:
        return False
    reason = f"Coupure de {length} s (répétition)"
    r.examiner.press(
        f"candidats/{lost.rank}/compensation", ("from_at", offer[1]), ("to_at", offer[2]), ("reason", reason)
    )
    return True


def kill(r: Rehearsal) -> Iterator[Check]:
    """Everybody writes; the server has no chance to finish anything; the console catches up by itself."""
    for number in range(1, r.pace.kills + 1):
        name = f"Arrêt net n° {number}" if r.pace.kills > 1 else "Arrêt net du serveur"
        with r.watch() as console:
            console.wait_for(1, 0)
            goals = [(one, len(one.saved) + r.pace.writes_before_kill) for one in r.here]
            with AtWork(*(partial(one.work, every_s=0.02) for one in r.here), r.examiner.work) as busy:
                busy.until(partial(_reached, goals), 300)
                time.sleep(random.random() * 0.5)
                r.server.kill()
            for person in (*(one.person for one in r.here), r.examiner.person):
                person.hang_up()
            found = r.look()
            missing, unseen_notes = found.missing(r.saved()), r.examiner.noted.items() - found.observed.items()
            total = sum(map(len, r.saved()))
            yield kept(
                f"{name} pendant que tous écrivent", not busy.faults and not missing and not unseen_notes and found.is_whole,
                "rien d’acquitté n’est perdu",
                f"{count(total, 'enregistrement')} et {count(len(r.examiner.noted), 'observation')}, {len(missing) + len(unseen_notes)} perdu",
            )  # fmt: skip
            took = r.server.start()
            yield timed(f"{name} : relance", took, RESUME_WITHIN_S, seconds(took))
            is_same = r.look().clocks == found.clocks
            words = "identiques à la milliseconde" if is_same else "DIFFÉRENTES"
            yield kept(f"{name} : horloges", is_same, "celles du journal", words)
            back = [one.save() for one in r.here]
            r.examiner.note()
            yield kept(
                f"{name} : suite", back == [302] * len(back), "sans code ni connexion", f"envois : {answers(back)}"
            )
            seqs = r.look().seqs
            shown = [console.wait_for(one.rank, seqs[one.rank - 1]) < float("inf") for one in r.here]
            yield kept(
                f"{name} : console",
                all(shown),
                "se rattrape seule, jusqu’à la dernière action",
                f"{count(sum(console.missed), 'action')} rattrapées, {sum(shown)} colonnes sur {len(shown)} à jour",
            )


def _reached(goals: Sequence[tuple[Candidate, int]]) -> bool:
    """Whether each has so many saves."""
    return all(len(one.saved) >= goal for one, goal in goals)


def swap(r: Rehearsal) -> Iterator[Check]:
    """The third candidate goes on at another workstation."""
    third = r.here[-1]
    third.keep_draft(DRAFT)
    old, before, begun = third.person, third.left, time.perf_counter()
    third.sit(r.room.resume_codes[third.rank - 1], r.server.port)
    left, status = third.left, third.save()
    has_draft = [field[1] for field in third.draft()["fields"]] == [DRAFT]
    took = time.perf_counter() - begun
    refused = old.ask("GET", f"/b/{third.shop_key}/admin/").status
    says = "remplacé" in old.read("/epreuve/rejoindre")
    old.hang_up()
    yield kept(
        "Changement de poste",
        status == 302 and has_draft and refused in (302, 404) and says and before - left <= took + 2,
        "même travail, même fin, brouillon là ; l’ancien poste le dit",
        f"envoi {answers([status])}, ancien poste fermé, {count(max(0, before - left), 'seconde')} d’écart",
    )
    yield timed("Changement de poste : durée", took, SWAP_WITHIN_S, seconds(took))


def devices(r: Rehearsal) -> Iterator[Check]:
    """Another device of the examiner's finds all that was acknowledged; two consoles contradict each other."""
    first = r.examiner.person
    r.examiner.sign_in(r.server.port)
    counts = [column["observations"] for column in r.examiner.columns()]
    noted = [list(r.examiner.noted.values()).count(seat) for seat in r.room.seat_ids]
    yield kept(
        "Second appareil de l’examinateur", counts == noted, f"{sum(noted)} observations", f"{sum(counts)} observations"
    )
    other = Examiner(first, r.room.session_id, r.room.seat_ids)
    sent = {"rank": 1, "seat": r.room.seat_ids[0], "line": r.room.line, "version": 0}
    status = [r.examiner.tell("niveaux", sent | {"value": "S"}), other.tell("niveaux", sent | {"value": "TS"})]
    first.hang_up()
    yield kept(
        "Deux consoles, un même niveau", status == [200, 409], "le second est prévenu", f"envois : {answers(status)}"
    )
    for _ in range(30):
        r.examiner.note()
    observed = r.look().observed
    mixed = sum(observed.get(key) != seat for key, seat in r.examiner.noted.items())
    yield kept(
        "Chaque observation est au bon candidat", not mixed, "aucune erreur de colonne",
        f"{count(len(r.examiner.noted), 'observation')}, {mixed} au mauvais candidat",
    )  # fmt: skip


def wrong_clock(r: Rehearsal) -> Iterator[Check]:
    """A workstation and a tablet that are an hour wrong; the change to summer time."""
    first = r.candidates[0]
    before, after = first.left, int(first.pulse(Date="Tue, 01 Jan 2019 00:00:00 GMT")["remaining"])
    r.examiner.note(age=3_600_000)
    r.examiner.note(age=-3_600_000)
    yield kept(
        "Poste et tablette en avance ou en retard d’une heure ou de plus",
        abs(before - after) <= 2,
        "sans effet sur le temps",
        f"{clock(before)} puis {clock(after)} de reste",
    )
    is_steady = r.look().is_steady
    words = "le même" if is_steady else "DIFFÉRENT"
    yield kept(
        "Le journal de cette session, un jour de passage à l’heure d’été", is_steady, "même temps restant", words
    )


def send_twice(r: Rehearsal) -> Iterator[Check]:
    """A double click counts once."""
    first, name = r.candidates[0], "Groupe de la répétition"
    path = f"/b/{first.shop_key}/admin/parametres/clients/groupes/nouveau"
    action, values = form_with(first.person.read(path), "reduction_bp")
    body = urlencode(changed(values, name=name, reduction_bp="5"))
    status = [first.person.ask("POST", action or path, body, FORM).status for _ in range(2)]
    made = r.look(group=name).groups
    is_once = status == [302, 302] and made == 1
    yield kept(
        "Formulaire envoyé deux fois", is_once, "un seul effet", f"{count(made, 'groupe créé', 'groupes créés')}"
    )


def full_disk(r: Rehearsal) -> Iterator[Check]:
    """Writing is refused in words, reading goes on, nothing is half written."""
    first, title = r.candidates[0], "Disque plein"
    expected = "écriture refusée, lecture possible, puis tout reprend"
    with r.server.full_disk() as is_full:
        if not is_full:
            yield unseen(title, expected, "ce système ne permet pas de l’imiter")
            return
        refused = first.save()
        read = [first.person.ask("GET", path).status for path in ("/epreuve", f"/b/{first.shop_key}/")]
        console = r.examiner.person.ask("GET", f"{r.examiner.root}/console").status
    again, found = first.save(), r.look()
    yield kept(
        title, (refused, read, console, again) == (503, [200, 200], 200, 302) and found.is_whole, expected,
        f"envoi {answers([refused])}, pages lues, puis envoi {answers([again])} ; fichier {'sain' if found.integrity == 'ok' else 'ABÎMÉ'}",
    )  # fmt: skip
