"""How it ends: a backup that goes on elsewhere, time that is up, work that is handed in, papers, and what is kept."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from sandbox.cli._bench.browser import BrokenPage
from sandbox.cli._rehearsal.browsing import Person
from sandbox.cli._rehearsal.checks import Check, answers, count, kept, seconds, timed
from sandbox.cli._rehearsal.kept import look
from sandbox.cli._rehearsal.people import Candidate
from sandbox.cli._rehearsal.play import Rehearsal
from sandbox.cli._rehearsal.server import Server, environment_of
from sandbox.cli._rehearsal.serving import put_ahead
from sandbox.cli._rehearsal.steps_faults import DRAFT

RESTORE_WITHIN_S = 120.0


def elsewhere(r: Rehearsal) -> Iterator[Check]:
    """A backup made during the session is restored in another installation by the commands of a centre, and work goes on there."""
    archive, place = r.folder / "cle-usb" / "sauvegarde.zip", r.folder / "autre-machine"
    saved, begun = r.saved(), time.perf_counter()
    _run(r.room.instance, "backup", "create", str(archive))
    _run(place, "backup", "restore", "--yes", str(archive))
    put_ahead(place, r.time.ahead_s)
    there, here = look(r.room, place), r.look()
    with Server(place, is_real=r.pace.is_real, processes=r.server.processes) as other:
        status = []
        for one in r.here:
            moved = Candidate(one.rank, one.shop_key, one.texts, Person(other.port))
            moved.sit(r.room.resume_codes[one.rank - 1])
            status.append(moved.save())
            moved.person.hang_up()
        took = time.perf_counter() - begun
    yield kept(
        "Sauvegarde pendant la session, reprise sur une autre installation",
        status == [302] * len(r.here) and not there.missing(saved) and there.is_whole and there.clocks == here.clocks,
        "tout y est, horloges comprises, les candidats continuent",
        f"envois : {answers(status)}, archive de {round(archive.stat().st_size / 1e6)}\u00a0Mo",
    )
    yield timed("Reprise ailleurs : durée", took, RESTORE_WITHIN_S, seconds(took))
    altered = archive.with_name("modifiee.zip")
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    altered.write_bytes(content)
    refused = _status(r.folder / "encore-une", "backup", "restore", "--yes", str(altered))
    yield kept("Sauvegarde dont un octet a changé", refused == 1, "refusée", "refusée" if refused == 1 else "ACCEPTÉE")


def _status(instance: Path, *arguments: str) -> int:
    command = [sys.executable, "-m", "sandbox.cli", *arguments]
    return subprocess.run(
        command, env=environment_of(instance), stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=300
    ).returncode


def _run(instance: Path, *arguments: str) -> None:
    if status := _status(instance, *arguments):
        raise BrokenPage(f"« e5 {' '.join(arguments[:2])} » : code {status}")


def zero(r: Rehearsal) -> Iterator[Check]:
    """The first candidate's time runs out while they type."""
    first = r.candidates[0]
    r.let_pass(max(0, first.left - 8))
    before = first.save()
    first.keep_draft(DRAFT)
    r.let_pass(max(1, first.left + 2))
    late, told = first.save(), first.pulse()
    draft = first.draft()
    yield kept(
        "À zéro : la boutique se ferme, le texte en cours est gardé et marqué",
        before == 302 and late == 403 and told["over"] and bool(draft["fields"]) and draft.get("after"),
        "enregistrement refusé, brouillon « après l’heure »",
        f"envoi {answers([before])} puis {answers([late])}, brouillon {'marqué' if draft.get('after') else 'NON marqué'}",
    )
    r.examiner.press("candidats/1/temps", ("minutes", "1"), ("reason", "Réouverture (répétition)"))
    again = first.save()
    yield kept("Réouverture avec un motif", again == 302, "le candidat continue", f"envoi {answers([again])}")


def end(r: Rehearsal) -> Iterator[Check]:
    """Handing in shuts the shop; the session is closed; the papers are there."""
    shut = []
    for one in r.here:
        one.person.read("/epreuve")
        one.person.post("/epreuve/rendre")
        shut.append(one.save())
    yield kept("Travail rendu", shut == [403] * len(shut), "boutiques fermées", f"envois : {answers(shut)}")
    root, erin = r.examiner.root, r.examiner.person
    erin.read(root)
    erin.post(f"{root}/cloture")
    ranks = [one.rank for one in r.here]
    papers = [erin.ask("GET", f"{root}/candidats/{rank}/fiche.pdf") for rank in ranks]
    journals = [erin.ask("GET", f"{root}/candidats/{rank}/journal.json").status for rank in ranks]
    table = erin.ask("GET", f"{root}/session.csv").status
    are_there = all(paper.status == 200 and paper.body.startswith(b"%PDF") for paper in papers)
    yield kept(
        "Session close : fiches, journaux et tableau", are_there and {*journals, table} == {200}, "tous produits",
        f"{count(sum(paper.status == 200 for paper in papers), 'fiche')}, {sum(len(p.body) for p in papers) // 1024}\u00a0Ko de PDF",
    )  # fmt: skip


def balance(r: Rehearsal) -> Iterator[Check]:
    """Everything that was acknowledged is kept, once, in the shop and in the journal."""
    found, saved = r.look(), r.saved()
    missing, doubled = found.missing(saved), found.doubled()
    notes = r.examiner.noted.items() - found.observed.items()
    total = sum(map(len, saved))
    yield kept(
        "Bilan : chaque enregistrement acquitté est au journal, une seule fois",
        not missing and not doubled and not found.gaps and not notes, "0 perdu, 0 en double",
        f"{count(total, 'enregistrement')}, {count(len(r.examiner.noted), 'observation')} : {len(missing) + len(notes)} perdu, {len(doubled)} en double",
    )  # fmt: skip
    shown = sum(map(len, found.shown))
    yield kept(
        "Bilan : les boutiques montrent ce que dit le journal", found.told == found.shown, "aucun écart",
        f"{count(shown, 'fiche')} comparées dans {count(len(found.shown), 'boutique')}",
    )  # fmt: skip
    faults = [fault for one in r.candidates for fault in one.faults] + r.examiner.faults
    yield kept("Bilan : erreurs du serveur", not faults, "aucune", " ; ".join(faults[:3]) or "aucune")
