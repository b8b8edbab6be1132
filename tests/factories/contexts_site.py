"""A context that has a site and no shop: the small site's files on a head that sells nothing."""

from __future__ import annotations

from pathlib import Path

from tests.factories.contexts import write_folder
from tests.factories.site import SITE_FILES

SLUG = "petit-journal"

FILES: dict[str, str] = {
    "context.yaml": """\
format: e5-contexte/1
id: petit-journal
version: "1"
nom: "Le Petit Journal"
boutique: non
slogan: "Ce qui cuit"
entreprise:
  raison_sociale: "Le Petit Journal"
  ville: "Castelune-sur-Mer"
""",
    **SITE_FILES,
}


def write_site_context(root: Path) -> Path:
    """The folder of the context without a shop under `root`."""
    return write_folder(root / SLUG, FILES)


SUBJECT = """\
format: e5-scenario/1
id: la-une-du-matin
version: 1.0.0
titre: "La une du matin"
lettre: Z
statut: relu
usages: [entrainement, examen]
auteurs: ["Essai"]
contexte: {ref: "petit-journal@1", empreinte: auto}
grille: {ref: "grille-e5-pratique@2027"}
duree: 40min
support: site
mode: fidele
consigne: |
  Le journal paraît ce matin.
taches:
  - id: q1
    titre: "Le titre"
    consigne: |
      Donnez un titre à l’article, et écrivez une note.
    duree_conseillee: 10min
    livrables: [{id: note, type: texte, mots_max: 60}]
    lignes:
      - id: L1
        critere: C1
        competence: "Donner un titre"
        humain: true
injections: []
preuves:
  - id: titre
    lignes: [L1]
    type: etat
    cible: "article:confiture"
    libelle: "Le titre de l’article"
    attend: {titre: {egal: "La une"}}
  - id: vue
    lignes: [L1]
    type: comportement
    scene: site_page
    avec: {article: confiture}
    libelle: "Le titre lu par un visiteur"
    attend: {titre: {egal: "La une"}}
essais_temoins:
  - {id: vide, actions: []}
  - id: bon
    enregistrement: essais/bon.jsonl
    attend: {titre: atteint, vue: atteint}
"""
RUN = '{"t": "2min00", "action": "article.modifier", "cible": "article:confiture", "valeurs": {"titre": "La une"}}\n'
