"""The old bar of the shipped site corrected by lines of a golden run: told in words, read by a visitor's proof, rebuilt row by row."""

from __future__ import annotations

from typing import Any

from sandbox.kernel.db import db
from sandbox.kernel.diffing import diff_rows
from sandbox.kernel.scope import shop_scope
from sandbox.training.evidence.scenes import play_scene
from sandbox.training.exams.models import ExamSession
from sandbox.training.journal import queries as journal
from sandbox.training.journal.playing import play_line
from sandbox.training.replay.services import rebuild
from sandbox.training.subjects.names import Names
from sandbox.training.subjects.player import Line, Player
from sandbox.training.subjects.scenario import Route
from tests.domain.training.conftest import At

BAR = "annonce:nocturne-du-quai"
LINES = [
    Line(1, 60, "extension.activer", "extension:bandeau", {}),
    Line(2, 80, "extension.activer", "extension:cookies", {}),
    Line(3, 180, "annonce.modifier", BAR, {
        "texte": "<p>Nocturne jusqu’à 21 h.</p>", "lien": "page_site:venir-au-quai", "affichage": "sauf", "pages": ["contact"],
        "fin": "J+8 21:00", "fond": "sombre", "couleur_texte": "blanc", "etat": "publie",
    }),
    Line(4, 300, "annonce.creer", None, {
        "titre": "Offre", "type": "pop-up", "texte": "<p>Dix pour cent.</p>", "declencheur": "delai", "delai": 10, "repetition": "une-fois",
        "affichage": "accueil", "etat": "publie",
    }),
    Line(5, 360, "annonce.dupliquer", BAR, {}),
    Line(6, 480, "avis_cookies.modifier", "avis_cookies:avis", {"refuser": "Non merci", "finalites": ["audience", "publicite"]}),
]  # fmt: skip


def seen(names: Names, given: dict[str, Any], **expected: Any) -> bool:
    """Whether every output is what was expected."""
    route = Route.model_validate({"type": "comportement", "scene": "site_page", "avec": given, "attend": expected})
    return all(found.holds for found in play_scene(names, route))


def test_a_bar_is_corrected_told_proved_and_rebuilt(session: ExamSession, at: At) -> None:
    seat = session.seats[0]
    player = Player(seat.shop.anchor_on)
    with at(1):
        for line in LINES:
            play_line(shop=seat.shop, player=player, line=line, seat=seat)
        seq = journal.last_seq(seat.shop_id)
        told = [entry.words for entry in journal.all_of(seat.shop_id)]
        rebuilt = rebuild(seat=seat, seq=seq)
        assert list(diff_rows(db.session(), seat.shop_id, rebuilt.shop_id)) == []
    corrected = next(words for words in told if "Brouillon → Publié" in words)
    assert "Couleur de fond Accent → Fond sombre" in corrected or "autre" in corrected
    assert any("Finalités soumises à l’accord audience → audience, publicite" in words for words in told), told
    with shop_scope(seat.shop_id):
        names = Names(seat.shop.anchor_on)
        bar = {"contient_un": ["nocturne jusqu’à 21 h"], "sans": ["2025"]}
        assert seen(
            names, {"accueil": "oui"}, barres=bar, pop_up={"contient_un": ["dix pour cent"]}, liens_annonces={"egal": ["page_site:venir-au-quai"]},
            avis_cookies={"egal": True},
        )  # fmt: skip
        assert seen(names, {"page_site": "contact"}, barres={"egal": ""}, pop_up={"egal": ""})
