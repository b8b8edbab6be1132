"""The information pages of the shipped context: what the law asks is said in those on show, and the planted faults stay in their copies."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

CONTEXT = Path(__file__).resolve().parents[2] / "scenarios" / "contexts" / "brulerie-castelune"

SAID = {
    "mentions-legales": ["capital de 48 000 €", "RCS Castelune-sur-Mer 000 412 907", "FR 00 000412907", "Maëlle Kerdréal", "Ancre Numérique", "Médiation du Littoral"],
    "cgv": [
        "Commander avec obligation de paiement", "quatorze jours", "Renoncer au contrat ici", "Confirmer la rétractation", "accusé de réception", "prolongé de douze mois",
        "prix le plus bas pratiqué au cours des trente jours", "toutes taxes comprises", "garantie légale de conformité", "vices cachés", "deux ans", "trente jours", "Médiation du Littoral",
        "L. 221-28",
    ],
    "retours": ["quatorze jours", "19 juin 2026", "Renoncer au contrat ici", "Confirmer la rétractation", "je vous notifie ma rétractation"],
    "confidentialite": ["Base légale", "Consentement", "Dix ans", "effacement", "CNIL", "sous un mois", "jamais cochée d’avance", "refuser est aussi simple qu’accepter"],
    "cookies": ["Tout refuser", "Tout accepter", "six mois", "13 mois", "Gérer les cookies"],
    "accessibilite": ["partiellement conforme", "RGAA 4.1", "28 juin 2025", "Défenseur des droits"],
    "regles-avis": ["date de publication", "date de l’expérience", "plus récent au plus ancien", "Achat vérifié", "trois ans", "motif", "D. 111-16"],
    "livraison": ["4,90 €", "60 €", "trente jours", "sous notre responsabilité"],
}  # fmt: skip
PLANTED = {
    "cgv-a-corriger": ["hors taxes", "« Valider »", "aux risques et périls du client", "sept jours francs", "sous forme d’avoir", "garantis un an", "plateforme européenne", "exclusivement du tribunal", "sur simple demande", "partenaires commerciaux"],
    "mentions-legales-a-corriger": ["SARL", "3, venelle du Four", "en cours", "02 61 91 24 70", "Yvonne Kerdréal", "prestataire français de confiance", "plateforme européenne", "libres de droits", "totalement conforme", "En poursuivant votre navigation"],
    "confidentialite-a-corriger": ["toutes obligatoires", "sans limite de durée", "cochée pour vous", "pièce d’identité", "louons notre fichier", "En savoir plus", "cinq ans", "sous six mois", "15 €", "n’est pas possible"],
    "retours-a-corriger": ["à compter de la commande", "expliquer pourquoi", "pas de demande en ligne", "soixante jours", "retenue de 30 %", "articles soldés", "y compris lorsque la gravure est fausse", "48 heures"],
}  # fmt: skip
UNFINISHED = ["points-de-vente", "savoir-faire"]


@cache
def page(name: str) -> str:
    return (CONTEXT / "pages" / f"{name}.md").read_text("utf-8").replace("\u00a0", " ")


@pytest.mark.parametrize("name", SAID)
def test_what_the_law_asks_is_said(name: str) -> None:
    assert [words for words in SAID[name] if words not in page(name)] == []
    assert "affichee: oui" in page(name)


def test_no_page_on_show_sends_to_the_closed_european_platform() -> None:
    for path in (CONTEXT / "pages").glob("*.md"):
        if "affichee: oui" in path.read_text("utf-8"):
            assert "plateforme européenne" not in page(path.stem), path.stem
            assert "venelle du Four" not in page(path.stem), path.stem


@pytest.mark.parametrize("name", PLANTED)
def test_the_copies_to_put_right_hold_their_faults_and_stay_off_line(name: str) -> None:
    assert [words for words in PLANTED[name] if words not in page(name)] == []
    assert "affichee: non" in page(name)
    assert "indexable: non" in page(name)


@pytest.mark.parametrize("name", UNFINISHED)
def test_unfinished_pages_are_off_line(name: str) -> None:
    assert "affichee: non" in page(name)
    assert 'meta_description: ""' in page(name)
