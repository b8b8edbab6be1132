"""What the keys of a subject's file are for, in French: the descriptions of the JSON Schema and of the reference page.

One entry a mapping of `scenario.py`: what people call it, what it is, then each key with what it is for and an example.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Key(NamedTuple):
    """A key: what it is for, and how it is written."""

    purpose: str
    example: str


class Words(NamedTuple):
    """A mapping of the file: its French name, what it is, its keys."""

    title: str
    purpose: str
    keys: Mapping[str, Key]


WORDS: Mapping[str, Words] = {
    "ContextRef": Words(
        "Contexte",
        "L’entreprise dans laquelle le sujet se joue.",
        {
            "ref": Key("Identifiant et version du contexte, séparés par @.", "brulerie-castelune@2027.1"),
            "empreinte": Key(
                "« auto » tant que le sujet n’est pas publié ; ensuite l’empreinte exacte du contexte, qu’écrit « e5 subject lock ».",
                "auto",
            ),
        },
    ),
    "GridRef": Words(
        "Grille",
        "La grille d’aide à l’évaluation dont viennent les critères.",
        {
            "ref": Key("Identifiant et session de la grille, séparés par @.", "grille-e5-pratique@2027"),
        },
    ),
    "Persona": Words(
        "Acteur",
        "Une personne de l’histoire : elle signe les messages et les avis.",
        {
            "nom": Key("Son nom, inventé.", "Armelle Guivarc’h"),
            "fonction": Key("Ce qu’elle fait.", "Responsable de la boutique en ligne"),
            "canal": Key("Par où elle écrit.", "messagerie_interne"),
        },
    ),
    "Attachment": Words(
        "Pièce jointe",
        "Une annexe que le candidat lit : texte en Markdown (.md, .txt) ou tableau (.csv, point-virgule).",
        {
            "id": Key("Nom de la pièce dans le sujet.", "annexe1"),
            "fichier": Key("Chemin du fichier, à côté du sujet ; 5 Mo au plus.", "annexes/annexe-1-fiche-atelier.md"),
            "titre": Key("Titre montré au candidat.", "Annexe 1 – La fiche de l’atelier"),
            "visible_des": Key("Moment de l’épreuve à partir duquel la pièce se montre.", "0min"),
            "taches": Key("Questions à côté desquelles la pièce se lit.", "[q1]"),
        },
    ),
    "Injection": Words(
        "Injection",
        "Un changement de la boutique de départ, ajouté au contexte avant l’épreuve.",
        {
            "id": Key("Nom de l’injection.", "cliente-comite"),
            "op": Key(
                "Ce que l’on fait : créer une fiche, la modifier, la supprimer, ou générer des visites (`entite: visite`, `valeurs: {jours: 30, taux_conversion: 0.009, taux_abandon_panier: 0.81}`).",
                "creer",
            ),
            "entite": Key("Ce que l’on crée.", "client"),
            "cible": Key("Ce que l’on modifie ou supprime : entité, deux-points, clé.", "produit:coffret-escale-hiver"),
            "cle": Key("Clé stable donnée à ce que l’on crée, pour le nommer ailleurs.", "cadiou-nolwenn"),
            "action": Key(
                "Action de la boutique à employer, quand ce n’est pas celle que dit « op ».",
                "produit.mettre_hors_ligne",
            ),
            "valeurs": Key("Champs de l’entité et leurs valeurs.", '{prenom: "Nolwenn", nom: "Cadiou"}'),
        },
    ),
    "Descriptors": Words(
        "Descripteurs",
        "Ce que veut dire chaque niveau pour cette ligne ; montré à l’examinateur.",
        {
            "TI": Key("Très insuffisant.", "fiche non traitée"),
            "I": Key("Insuffisant.", "un seul onglet renseigné"),
            "S": Key("Satisfaisant.", "une information manque"),
            "TS": Key("Très satisfaisant.", "fiche complète, contrôlée en boutique"),
        },
    ),
    "Line": Words(
        "Ligne de grille",
        "Une ligne de la grille d’aide à l’évaluation de ce sujet. L’examinateur y pose un niveau, jamais la machine.",
        {
            "id": Key("Nom de la ligne : une lettre, puis lettres ou chiffres.", "L1"),
            "critere": Key("Critère de la grille officielle.", "C1"),
            "competence": Key("Ce que l’on attend, en entier.", "Créer une promotion par prix spécifique"),
            "court": Key("Les mêmes mots en bref, pour la console.", "Prix spécifique"),
            "humain": Key(
                "true quand seule une personne peut en juger : la ligne n’a alors pas besoin de preuve.", "true"
            ),
            "descripteurs": Key(
                "Ce que veut dire chaque niveau pour cette ligne.",
                '{TI: "rien", I: "commencé", S: "fait", TS: "fait et contrôlé"}',
            ),
        },
    ),
    "Deliverable": Words(
        "Livrable",
        "Un texte ou un fichier que le candidat remet.",
        {
            "id": Key("Nom du livrable.", "note"),
            "type": Key("« texte » : saisi à l’écran ; « fichier » : déposé.", "texte"),
            "titre": Key("Ce que le candidat lit au-dessus.", "Note de synthèse"),
            "formats": Key("Fichiers acceptés ; tous ceux de la liste, sans cette clé.", "[xlsx, ods]"),
            "mots_max": Key("Nombre de mots au plus.", "200"),
            "mots_min": Key("Nombre de mots au moins.", "60"),
        },
    ),
    "Hint": Words(
        "Indice",
        "Un coup de pouce, proposé en entraînement seulement.",
        {
            "apres": Key("Temps passé après lequel il se propose.", "6min"),
            "texte": Key("L’indice.", "Que lirait un internaute dans les résultats de son moteur de recherche ?"),
        },
    ),
    "Task": Words(
        "Question",
        "Une question du sujet.",
        {
            "id": Key("Nom de la question.", "q1"),
            "titre": Key("Titre montré au candidat.", "Compléter la fiche du coffret"),
            "consigne": Key(
                "Texte montré au candidat, en Markdown ; {J+3} y devient une vraie date.",
                '"**Créez un prix spécifique** d’après l’annexe 2."',
            ),
            "duree_conseillee": Key("Temps conseillé ; leur somme ne dépasse pas la durée de l’épreuve.", "14min"),
            "lignes": Key(
                "Lignes de la grille évaluées dans cette question.",
                '[{id: L1, critere: C1, competence: "Renseigner tous les champs"}]',
            ),
            "livrables": Key("Ce que le candidat remet.", "[{id: note, type: texte, mots_max: 200}]"),
            "indices": Key("Coups de pouce, en entraînement.", '[{apres: 6min, texte: "Relisez l’annexe 1."}]'),
        },
    ),
    "Trigger": Words(
        "Déclencheur",
        "Quand un événement arrive : exactement un parmi a, apres, si, manuel.",
        {
            "a": Key("À ce moment de l’horloge du candidat.", "12min"),
            "apres": Key(
                "Après une action du candidat, ou après un autre événement (evenement:nom).", "regle_panier.creer"
            ),
            "si": Key(
                "Quand une preuve est atteinte (son nom, ou {preuve: nom, est: partiel}), ou quand une entité est dans l’état voulu "
                "(cible ou entite, avec attend).",
                "fiche_visible",
            ),
            "manuel": Key("true : l’examinateur le déclenche à la main.", "true"),
            "si_non": Key("N’arrive pas quand cette preuve est déjà atteinte.", "repond_avis"),
            "delai": Key("Attente après le déclencheur ; jamais allongée.", "2min"),
            "expire": Key("Au-delà de ce moment de l’horloge du candidat, l’événement n’arrive plus.", "35min"),
            "echelle": Key("true : le moment suit le temps majoré du candidat.", "true"),
        },
    ),
    "Effect": Words(
        "Effet",
        "Ce que fait un événement, par les mêmes voies que tout le reste.",
        {
            "op": Key("Créer, modifier, supprimer, ou envoyer un message au candidat.", "creer"),
            "entite": Key("Ce que l’on crée.", "avis"),
            "cible": Key("Ce que l’on modifie ou supprime.", "produit:moulin-armen"),
            "cle": Key("Clé stable donnée à ce que l’on crée.", "avis-claire"),
            "action": Key(
                "Action de la boutique à employer, quand ce n’est pas celle que dit « op ».", "commande.changer_etat"
            ),
            "acteur": Key("Personne de la liste « acteurs » qui parle.", "cliente"),
            "valeurs": Key("Champs et valeurs.", '{note: 1, texte: "Colis arrivé ouvert."}'),
        },
    ),
    "Event": Words(
        "Événement",
        "Ce qui arrive dans la boutique pendant l’épreuve, une seule fois par candidat.",
        {
            "id": Key("Nom de l’événement.", "avis_casse"),
            "titre": Key("Ce que l’examinateur lit.", "Avis d’une étoile : pot cassé"),
            "declencheur": Key("Quand il arrive.", "{a: 12min}"),
            "effets": Key("Ce qu’il fait.", '[{op: modifier, cible: "produit:moulin-armen", valeurs: {quantite: 0}}]'),
        },
    ),
    "Route": Words(
        "Voie",
        "Une autre façon d’arriver au même but, acceptée à l’égal de la première.",
        {
            "type": Key("Ce que la machine regarde.", "etat"),
            "cible": Key("La fiche regardée : entité, deux-points, clé.", "produit:coffret-escale-hiver"),
            "entite": Key("Le genre de fiches parmi lesquelles chercher.", "prix_specifique"),
            "attend": Key("Champs attendus, chacun avec ses opérateurs.", "{en_ligne: {egal: oui}}"),
            "parmi_ceux": Key(
                "Ne cherche que parmi les fiches qui ont ces valeurs.", "{produit: coffret-escale-hiver}"
            ),
            "partout": Key("true : cherche aussi parmi les fiches qui étaient là au départ.", "true"),
            "nombre": Key("Combien de fiches conformes il faut.", "4"),
            "sauf": Key("Fiches que le candidat a le droit de changer.", '["produit:coffret-escale-hiver"]'),
            "champs": Key("Ne surveille que ces champs.", "[nom, prix_ttc]"),
            "action": Key("Action de la boutique attendue.", "avis.repondre"),
            "avant": Key("Faite avant cette autre action.", "produit.mettre_en_ligne"),
            "apres": Key("Faite après cette autre action.", "prix_specifique.creer"),
            "champ": Key("Le texte mesuré.", "description"),
            "sources": Key("Textes qui ne doivent pas être recopiés : pièces, questions, « consigne ».", "[annexe1]"),
            "scene": Key("Comportement rejoué en boutique.", "visite"),
            "avec": Key("Ce que la scène demande.", "{produit: coffret-escale-hiver}"),
            "livrable": Key("Livrable regardé.", "note"),
        },
    ),
    "Proof": Words(
        "Preuve",
        "Ce que la machine constate pour l’examinateur : atteint, partiel, non atteint ou non vérifiable. Jamais un niveau, jamais une note.",
        {
            "id": Key("Nom de la preuve.", "fiche_visible"),
            "lignes": Key("Lignes de la grille qu’elle éclaire.", "[L1]"),
            "libelle": Key("Ce que l’examinateur lit.", "Fiche vue par un visiteur non connecté"),
            "partiel_si": Key("Partiel à partir de tant de points vrais.", "2"),
            "garde": Key("true : vrai dès le départ, et doit le rester (rien d’autre ne change).", "true"),
            "delai_max": Key("Temps accordé à l’action, allongé avec le temps majoré.", "10min"),
            "ou_bien": Key(
                "Autres voies acceptées.",
                "[{type: existe, entite: regle_catalogue, attend: {pourcentage: {egal: 10}}}]",
            ),
        },
    ),
    "Moment": Words(
        "Moment",
        "Quand poser une question orale.",
        {
            "apres": Key("Après cette action du candidat.", "prix_specifique.creer"),
            "a": Key("À ce moment de l’épreuve.", "34min"),
        },
    ),
    "Question": Words(
        "Question orale",
        "Une question de l’examinateur, avec ce qu’une bonne réponse contient. Le candidat ne la voit pas.",
        {
            "id": Key("Nom de la question.", "o1"),
            "lignes": Key("Lignes de la grille concernées.", "[L5]"),
            "quand": Key("Quand la poser.", '{apres: "prix_specifique.creer"}'),
            "texte": Key("La question.", "Quelle marge reste-t-il avec cette offre ?"),
            "attendus": Key("Points qu’une bonne réponse contient.", '["9,92 € HT par coffret"]'),
            "relances": Key("Questions pour aller plus loin.", '["Et à 20 % ?"]'),
        },
    ),
    "Trial": Words(
        "Essai témoin",
        "Un parcours rejoué avant publication. « vide » (le candidat qui ne fait rien) est obligatoire ; « bon » l’est pour publier.",
        {
            "id": Key("Nom de l’essai.", "bon"),
            "actions": Key("[] pour l’essai vide.", "[]"),
            "enregistrement": Key("Fichier enregistré en jouant le sujet.", "essais/bon.jsonl"),
            "attend": Key(
                "État attendu de chaque preuve : atteint, partiel, non_atteint, non_verifiable.",
                "{fiche_visible: atteint}",
            ),
        },
    ),
    "Scenario": Words(
        "Sujet",
        "Un sujet de l’épreuve E5, au format e5-scenario/1.",
        {
            "format": Key("Toujours e5-scenario/1.", "e5-scenario/1"),
            "id": Key("Nom stable du sujet, celui de son dossier.", "noel-a-la-brulerie"),
            "version": Key("Version du sujet, à augmenter à chaque publication.", "1.0.0"),
            "titre": Key("Titre montré partout.", "Noël à la brûlerie"),
            "lettre": Key("Lettre du sujet.", "C"),
            "statut": Key("Où en est la rédaction.", "relu"),
            "usages": Key("Où il peut servir ; en « examen » la durée est de 40min.", "[entrainement, examen]"),
            "auteurs": Key("Qui l’a écrit.", '["Équipe du lycée"]'),
            "contexte": Key(
                "L’entreprise dans laquelle il se joue.", '{ref: "brulerie-castelune@2027.1", empreinte: auto}'
            ),
            "grille": Key("La grille d’évaluation.", '{ref: "grille-e5-pratique@2027"}'),
            "duree": Key("Durée de l’épreuve.", "40min"),
            "preparation": Key("Temps de préparation ; aucun en usage « examen ».", "0min"),
            "support": Key("L’outil : la boutique ou le site.", "boutique"),
            "mode": Key(
                "« fidele » : la liste fermée de la circulaire ; « anime » : des événements arrivent ; « etendu » : au-delà de la liste.",
                "fidele",
            ),
            "aides": Key("Aides que les vrais outils n’ont pas ; aucune dans un sujet fidèle.", "[pourquoi_ce_prix]"),
            "acteurs": Key("Personnes de l’histoire, par nom.", '{responsable: {nom: "Armelle Guivarc’h"}}'),
            "variables": Key(
                "Nom → liste de valeurs. Un même rang est tiré pour toutes à l’ouverture de la session, le même pour les trois candidats ; {nom} est remplacé partout. Toutes les listes ont la même longueur.",
                '{remise: ["10", "15"], prix: ["31,41", "29,67"]}',
            ),
            "consigne": Key(
                "Présentation générale montrée au candidat, en Markdown.",
                '"Vous êtes en stage à la Brûlerie Castelune."',
            ),
            "pieces_jointes": Key("Annexes.", '[{id: annexe1, fichier: annexes/annexe-1.md, titre: "Annexe 1"}]'),
            "injections": Key(
                "État de départ, ajouté au contexte.",
                '[{id: stock, op: modifier, cible: "produit:moulin-armen", valeurs: {quantite: 3}}]',
            ),
            "taches": Key(
                "Questions du sujet.",
                '[{id: q1, consigne: "Mettez la fiche en ligne.", lignes: [{id: L1, critere: C1, competence: "Mettre en ligne"}]}]',
            ),
            "evenements": Key(
                "Ce qui arrive pendant l’épreuve.",
                '[{id: rupture, titre: "Rupture", declencheur: {a: 12min}, effets: [{op: modifier, cible: "produit:moulin-armen", valeurs: {quantite: 0}}]}]',
            ),
            "preuves": Key(
                "Ce que la machine constate.",
                '[{id: en_ligne, lignes: [L1], libelle: "Fiche en ligne", type: etat, cible: "produit:coffret-escale-hiver", attend: {en_ligne: {egal: oui}}}]',
            ),
            "questions": Key(
                "Questions orales de l’examinateur.", '[{id: o1, lignes: [L1], texte: "Comment le vérifier ?"}]'
            ),
            "corrige": Key(
                "Corrigé de chaque question ; montré après remise, en entraînement.",
                '{q1: "Onglet Options, En ligne, puis voir la fiche en boutique."}',
            ),
            "essais_temoins": Key(
                "Parcours rejoués avant publication.",
                "[{id: vide, actions: []}, {id: bon, enregistrement: essais/bon.jsonl, attend: {en_ligne: atteint}}]",
            ),
        },
    ),
}


OPERATOR_WORDS: Mapping[str, str] = {
    "egal": "La même valeur ; majuscules, accents, doubles espaces et guillemets ne comptent pas. null : vide.",
    "parmi": "Une des valeurs de la liste.",
    "min": "Au moins ; pour une liste, au moins tant d’éléments.",
    "max": "Au plus ; pour une liste, au plus tant d’éléments.",
    "entre": "Entre deux bornes comprises.",
    "contient_un": "Contient au moins un de ces mots.",
    "contient_tous": "Contient tous ces mots.",
    "sans": "Ne contient aucun de ces mots.",
    "longueur": "Nombre de caractères entre deux bornes.",
    "mots": "Nombre de mots entre deux bornes.",
    "tolerance": "Écart admis ; accompagne egal ou parmi.",
}
OPERATOR_EXAMPLES: Mapping[str, str] = {
    "egal": "{reduction: {egal: 15}}", "parmi": "{prix_barre: {parmi: [null, \"34,90\"]}}", "min": "{associes: {min: 1}}",
    "max": "{position: {max: 3}}", "entre": "{au: {entre: [\"J+30 23:00\", \"J+31\"]}}",
    "contient_un": "{meta_titre: {contient_un: [\"café\", \"coffret\"]}}",
    "contient_tous": "{nom: {contient_tous: [\"comité\", \"entreprise\"]}}", "sans": "{description: {sans: [\"soldes\"]}}",
    "longueur": "{meta_titre: {longueur: [30, 65]}}", "mots": "{description: {mots: {min: 60}}}",
    "tolerance": "{prix_ttc: {egal: \"34,90\", tolerance: \"0,01\"}}",
}  # fmt: skip
TEXT_POINT_WORDS: Mapping[str, str] = {
    "longueur": "Nombre de caractères entre deux bornes.",
    "mots": "Nombre de mots entre deux bornes.",
    "copie_max": "Part recopiée des sources, en pour cent, au plus.",
    "faits": "Informations attendues : un nom, et les façons de les écrire.",
    "faits_min": "Nombre d’informations à retrouver ; toutes, sans cette clé.",
    "sans": "Mots ou affirmations interdits.",
    "orthographe_max": "Nombre de mots inconnus du dictionnaire, au plus.",
    "indicateurs": "Indicateurs du tableau de bord que le texte doit citer.",
    "chiffres": "Valeurs attendues : des indicateurs, avec leur « periode » et leur « tolerance », ou un nom de votre choix avec sa « valeur ».",
    "chiffres_min": "Nombre de valeurs justes ; toutes, sans cette clé.",
    "graphique": "Un graphique inséré dans la note : « indicateur », et s’il le faut « periode », « dimension » (temps, source, appareil), « forme » (ligne, barres, secteurs), « comparaison » (precedente, annee), « titre » (des mots que son titre contient).",
}
PROOF_WORDS: Mapping[str, tuple[str, str, str]] = {
    "etat": ("Les champs d’une fiche.", "cible, attend", ""),
    "existe": ("Il y a une fiche conforme (ou plusieurs), créée ou changée pendant l’épreuve.", "entite, attend", "parmi_ceux, partout, nombre"),
    "absent": ("Il n’y a aucune fiche conforme.", "entite, attend", "parmi_ceux, partout"),
    "intact": ("Rien d’autre n’a changé.", "entite", "sauf, champs"),
    "action": ("Une action a été faite, à temps, avant ou après une autre.", "action", "cible, avant, apres, delai_max"),
    "texte": ("Repères mesurés sur un texte, pour l’examinateur.", "cible, champ, attend", "sources"),
    "comportement": ("Un visiteur refait quelque chose en boutique.", "scene, avec, attend", ""),
    "livrable": ("Ce que contient une note, ou un fichier que la machine lit (csv, xlsx, ods, odt, docx, txt) ; sans « attend », un fichier : qu’il est déposé.", "livrable", "attend, sources"),
    "manuelle": ("À cocher par l’examinateur.", "", ""),
}  # fmt: skip
"""A kind of proof: what it finds, the keys it needs, those it may have."""
CODES: Mapping[str, str] = {
    "E001": "Le fichier n’est pas lisible : ponctuation, retrait, tabulation, encodage, taille.",
    "E002": "Une clé est écrite deux fois au même endroit.",
    "E003": "Une clé est inconnue.",
    "E004": "Une clé obligatoire manque, ou son texte est vide.",
    "E005": "Un oui/non est écrit de façon ambiguë.",
    "E006": "Une durée est mal écrite.",
    "E007": "Le format n’est pas e5-scenario/1.",
    "E010": "Un identifiant contient un caractère refusé.",
    "E011": "Un identifiant est pris deux fois.",
    "E012": "Quelque chose qui est nommé n’existe pas : ligne, critère, preuve, acteur, cible, événement, action, aide, variable.",
    "W012": "Une variable n’est employée nulle part.",
    "E013": "Le sujet publié ne porte pas l’empreinte de son contexte, ou ce n’est plus le même contexte.",
    "W013": "La version installée du contexte n’est pas celle du sujet.",
    "E014": "Un champ n’existe pas dans cette entité.",
    "W014": "Une fiche nommée par une preuve ou un événement n’est pas encore dans l’entreprise.",
    "E015": "Une valeur est interdite à cet endroit.",
    "E016": "Ce qui est nommé est de la boutique, et l’entreprise n’a qu’un site, ou du site, et elle n’en a pas.",
    "E020": "En usage « examen », la durée est de 40min, sans préparation.",
    "E021": "Les durées conseillées dépassent la durée de l’épreuve.",
    "E022": "Un événement arrive après la fin de l’épreuve.",
    "W022": "Un événement arrive trop tard pour être traité.",
    "E023": "Des événements se déclenchent l’un l’autre.",
    "E024": "Un événement n’a pas exactement un déclencheur.",
    "E030": "Une ligne de la grille n’a ni preuve ni question orale.",
    "E031": "Une question n’a aucune ligne de grille.",
    "I031": "Critères que le sujet ne couvre pas.",
    "E033": "Une note ou un barème est écrit dans le sujet.",
    "E040": "Un opérateur est inconnu.",
    "E041": "Des bornes sont inversées ou illisibles.",
    "E042": "Une preuve est déjà vraie avant toute action, ou une garde ne l’est pas.",
    "E043": "Un essai témoin n’arrive pas à ce que le fichier annonce.",
    "I043": "Les essais témoins n’ont pas été rejoués.",
    "W044": "Une preuve dépend d’un événement que l’examinateur peut ne pas déclencher.",
    "E045": "Un essai témoin obligatoire manque.",
    "W046": "Une égalité stricte refuserait une variante correcte.",
    "W047": "Une preuve à plusieurs voies n’est essayée que par une.",
    "W048": "Une preuve mesure un fichier d’un genre que la machine ne lit pas.",
    "E050": "Un fichier manque, est trop gros ou d’un genre refusé.",
    "E051": "Un chemin sort du dossier du sujet.",
    "E052": "Une phrase du corrigé se lit aussi dans ce que voit le candidat.",
    "E053": "Un texte contient du HTML actif ou une adresse extérieure.",
    "E054": "Une adresse de courriel est peut-être réelle.",
    "W024": "Un sujet fidèle a un événement, qui ferait de lui un sujet animé.",
    "W060": "Un texte s’arrête à un dièse, que YAML prend pour un commentaire.",
    "W061": "Un guillemet ferme un texte, aucun ne l’ouvre.",
    "W062": "Des lettres ont été relues dans un autre encodage (« Ã© » pour « é »).",
    "W063": "Il reste des mots du modèle entre crochets.",
    "E063": "Il reste des mots du modèle entre crochets dans ce qui se publie.",
    "W064": "Le numéro de version n’a pas trois nombres.",
    "W065": "Une preuve serait partielle à partir de plus de points qu’elle n’en a.",
    "E057": "Un sujet fidèle d’examen demande une action hors de la liste officielle des fonctionnalités.",
    "W057": "Un sujet d’entraînement ou animé demande une action hors de la liste officielle.",
}
