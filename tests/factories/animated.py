"""A small animated subject of the tests, on the shipped context: its events have every trigger. It is not shipped."""

from __future__ import annotations

from datetime import datetime

from sandbox.accounts.models import User
from sandbox.kernel import clock
from sandbox.kernel.db import db
from sandbox.training.exams import presence
from sandbox.training.exams import services as exams
from sandbox.training.exams.models import ExamSession
from sandbox.training.subjects.format import Subject
from sandbox.training.subjects.loader import Folder, read_subject
from sandbox.training.subjects.queries import SCENARIOS

SLUG = "brulerie-animee-essai"

HEAD = """
format: e5-scenario/1
id: brulerie-animee-essai
version: 1.0.0
titre: "Une matinée animée"
statut: relu
usages: [entrainement, examen]
contexte: {ref: "brulerie-castelune@2027.1", empreinte: auto}
grille: {ref: "grille-e5-pratique@2027"}
duree: 40min
mode: anime
acteurs:
  responsable: {nom: "Armelle Guivarc’h", fonction: "Responsable de la boutique", canal: messagerie_interne}
  veille: {nom: "Veille tarifaire", fonction: "Alerte", canal: "Veille"}
  cliente: {nom: "Maëlle Quéré", fonction: "Cliente"}
consigne: "Tenez la boutique ce matin."
taches:
  - id: q1
    consigne: "Traitez ce qui arrive."
    lignes:
      - {id: L1, critere: C1, competence: "Répondre aux avis", court: "Avis"}
      - {id: L2, critere: C2, competence: "Réagir", court: "Réagir", humain: true}
"""
EVENTS = """
evenements:
  - id: avis_casse
    titre: "Avis 1 étoile : colis cassé"
    declencheur: {a: 12min}
    effets:
      - op: creer
        entite: avis
        cle: avis-hugo
        acteur: cliente
        valeurs: {produit: "produit:balance-minuteur", client: "client:lemarchand-hugo", note: 1, texte: "Arrivé cassé, et personne ne répond."}
  - id: relance
    titre: "La cliente relance"
    declencheur: {a: 25min, si_non: repond_avis}
    effets:
      - {op: message, acteur: cliente, valeurs: {texte: "Toujours rien ?"}}
  - id: fil_fixe
    titre: "Une cliente écrit"
    declencheur: {a: 30min, echelle: false}
    effets:
      - {op: creer, entite: fil, acteur: cliente, valeurs: {contact: "contact:service-client", texte: "Bonjour, quand serai-je livrée ?"}}
  - id: marge
    titre: "La responsable interroge la remise"
    declencheur: {apres: "produit.modifier", delai: 2min}
    effets:
      - {op: message, acteur: responsable, valeurs: {texte: "Quelle marge nous reste-t-il ?"}}
  - id: trop_bas
    titre: "Prix trop bas"
    declencheur: {si: {cible: "produit:balance-minuteur", attend: {prix_ttc: {max: 10}}}, expire: 35min}
    effets:
      - {op: message, acteur: responsable, valeurs: {texte: "À ce prix, nous vendons à perte."}}
  - id: rupture
    titre: "Rupture du sachet cadeau"
    declencheur: {manuel: true}
    effets:
      - {op: modifier, cible: "produit:balance-minuteur", valeurs: {quantite: 0}}
      - {op: message, acteur: veille, valeurs: {texte: "Stock épuisé chez le fournisseur."}}
  - id: suite
    titre: "La suite de la rupture"
    declencheur: {apres: "evenement:rupture", delai: 1min}
    effets:
      - {op: message, acteur: responsable, valeurs: {texte: "Que dit-on aux clients ?"}}
"""
PROOFS = """
preuves:
  - {id: repond_avis, lignes: [L1], type: action, action: "avis.repondre", libelle: "Réponse à l’avis"}
"""
TAIL = """
questions:
  - {id: o1, lignes: [L2], quand: {apres: "avis.repondre"}, texte: "Pourquoi ce ton ?"}
essais_temoins:
  - {id: vide, actions: []}
"""


def animated_subject(events: str = EVENTS, proofs: str = PROOFS, *, head: str = HEAD) -> Subject:
    """The subject, with other events or proofs, or another head, when given."""
    loaded = read_subject(head + events + proofs + TAIL, Folder(None, {}), SCENARIOS / "grids")
    assert loaded.subject is not None, loaded.errors
    return loaded.subject


def animated_session(subject: Subject, examiner: User, start: datetime, *candidates: exams.Candidate) -> ExamSession:
    """A session on the subject whose candidates joined and started together at `start`; committed."""
    people = candidates or (exams.Candidate(last_name="Kervella", first_name="Inès"),)
    with clock.frozen(start):
        session = exams.create_session(subject=subject, candidates=people, examiner=examiner, room="B 12")
        for seat in session.seats:
            presence.join(code=seat.join_code)
        exams.start_session(session=session, author=examiner.name)
        db.session.commit()
    return session
