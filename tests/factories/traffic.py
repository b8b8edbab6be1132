"""A small trafic.yaml, for companies whose visits are measured."""

from __future__ import annotations

TRAFFIC = """\
graine: 3
jour_reference: "2026-11-24"
visites_jour: 12
mois: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
jours: [1, 1, 1, 1, 1, 1, 1]
heures: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
sources:
  - {cle: organique, part: 50, conversion: 2, rebond: 40, pages: 3}
  - {cle: direct, part: 30, conversion: 3, rebond: 33, pages: 3}
  - {cle: email, part: 20, conversion: 5, rebond: 26, pages: 4}
appareils: {mobile: 60, ordinateur: 40}
regions: {Bretagne: 60, Normandie: 40}
pages:
  - {chemin: "/", titre: "Accueil", part: 60, sortie: 30}
  - {chemin: "/recherche", titre: "Résultats", part: 10, sortie: 30}
  - {chemin: "/panier", titre: "Panier", part: 30, sortie: 40}
recherches:
  - {terme: "bol", part: 100, resultats: 1}
"""
