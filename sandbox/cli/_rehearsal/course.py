"""The steps of a rehearsal, in their order."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.cli._rehearsal import steps_end, steps_faults, steps_room
from sandbox.cli._rehearsal.play import Step

COURSE: Sequence[tuple[str, Step]] = (
    ("Deux candidats s’installent, l’examinateur donne le départ", steps_room.begin),
    ("Chacun travaille, l’examinateur note", steps_room.work),
    ("Un candidat arrive en retard", steps_room.late),
    ("Pause, événement à la main, reprise, événement à l’heure", steps_room.events),
    ("Le réseau d’un poste est coupé", steps_faults.cut),
    ("Le serveur est arrêté net (kill -9), puis relancé", steps_faults.kill),
    ("Un candidat change de poste", steps_faults.swap),
    ("L’appareil de l’examinateur est remplacé, deux consoles se contredisent", steps_faults.devices),
    ("Des postes sont à la mauvaise heure", steps_faults.wrong_clock),
    ("Évacuation, puis reprise", steps_room.evacuate),
    ("Un formulaire est envoyé deux fois", steps_faults.send_twice),
    ("Le disque est plein", steps_faults.full_disk),
    ("L’examinateur accorde du temps", steps_room.extra_time),
    ("La session est sauvegardée, puis reprise sur une autre installation", steps_end.elsewhere),
    ("Le temps d’un candidat s’achève", steps_end.zero),
    ("Les candidats rendent, la session est close", steps_end.end),
    ("Bilan", steps_end.balance),
    ("Vitesse", steps_room.pages),
)
