"""A hint about spelling without a dictionary: faults that are faults in any text. Nothing found does not mean nothing there.

What is looked for is a closed list: words that are always misspelt, groups of words that never stand together, a word written
twice, a sentence without a capital, no space after a comma. A person judges the writing; this only points.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

WRONG_WORDS: Mapping[str, str] = {
    "acceuil": "accueil", "acceuillir": "accueillir", "acceuille": "accueille", "aceuil": "accueil", "apeller": "appeler",
    "apelle": "appelle", "aparaître": "apparaître", "apercu": "aperçu", "appercevoir": "apercevoir", "aujourdhui": "aujourd’hui",
    "avantageu": "avantageux", "beaucou": "beaucoup", "beaucoups": "beaucoup", "bcp": "beaucoup",
    "biensur": "bien sûr", "cadeaus": "cadeaux", "cappacité": "capacité", "cest": "c’est", "chaques": "chaque",
    "cliant": "client", "cliants": "clients", "coffré": "coffret", "comande": "commande", "comandes": "commandes",
    "conaitre": "connaître", "connection": "connexion", "courier": "courrier",
    "davantages": "davantage", "dévelloper": "développer", "developper": "développer", "dévellopement":
    "développement", "developpement": "développement", "dilème": "dilemme", "disponnible": "disponible", "entreprisse":
    "entreprise", "éxistant": "existant", "éxemple": "exemple", "exellent": "excellent", "excelent": "excellent", "éxcellent":
    "excellent", "fidèlisation": "fidélisation", "fidelisation": "fidélisation", "francais": "français", "francaise": "française",
    "gratuitment": "gratuitement", "hatez": "hâtez", "interessant": "intéressant", "interressant": "intéressant",
    "intérressant": "intéressant", "language": "langage", "livraisson": "livraison", "livrezon": "livraison", "magazin":
    "magasin", "magazins": "magasins", "malgrés": "malgré", "millieu": "milieu", "noel": "Noël",
    "nottament": "notamment", "notament": "notamment", "occasionel": "occasionnel", "ocasion": "occasion", "occassion":
    "occasion", "offer": "offre", "parmis": "parmi", "personaliser": "personnaliser", "personalisé": "personnalisé",
    "personnalisser": "personnaliser", "plaisire": "plaisir", "plusieur": "plusieurs", "proffesionnel": "professionnel",
    "profesionnel": "professionnel", "professionel": "professionnel", "proffessionnel": "professionnel", "proffiter": "profiter",
    "proffitez": "profitez", "promotionel": "promotionnel", "quelquechose": "quelque chose", "qualitée": "qualité", "qualitees":
    "qualités", "quantitée": "quantité", "recevoire": "recevoir", "reccomander": "recommander", "recomander": "recommander",
    "reduction": "réduction", "rembourcement": "remboursement", "remboursser": "rembourser",
    "remerçie": "remercie", "ressament": "récemment", "saveure": "saveur", "savoureu": "savoureux", "selectionner":
    "sélectionner", "séléction": "sélection", "sélèction": "sélection", "selection": "sélection", "sentire": "sentir", "specialité":
    "spécialité", "spécialitée": "spécialité", "succés": "succès", "suplémentaire": "supplémentaire", "suplement": "supplément",
    "surment": "sûrement", "syncère": "sincère", "toujour": "toujours", "traffic": "trafic", "travaile":
    "travaille", "trés": "très", "torefié": "torréfié", "tourefié": "torréfié", "vallable": "valable", "vallables":
    "valables", "voicis": "voici", "voila": "voilà", "volontier": "volontiers",
}  # fmt: skip
"""Word that is always a fault -> what is meant."""

_GROUPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"\b(?:des|les|ces|mes|tes|ses|nos|vos|leurs|plusieurs) (?:client|produit|coffret|café|cadeau|commande|avis client|article)\b", "pluriel sans « s »"),
        (r"\b(?:un|le|ce|mon|ton|son|chaque) (?:clients|produits|coffrets|cadeaux|articles)\b", "singulier avec « s »"),
        (r"\b(?:ils|elles) (?:a|est)\b", "verbe mal accordé"),
        (r"\b(?:je|tu) (?:avons|avez|ont|sommes|êtes|sont)\b", "verbe mal accordé"),
        (r"\bil (?:ont|sont|avez|êtes)\b", "verbe mal accordé"),
        (r"\b(?:de|pour|à|sans) (?:commandez|achetez|offrez|profitez|découvrez|dégustez)\b", "« -er » attendu"),
        (r"\b(?:avons|avez|ont|avoir) (?:commander|acheter|recevoir|envoyer|préparer|modifier|ajouter|créer)\b", "participe attendu"),
        (r"\b(?:vous pouvez|vous devez|il faut|nous allons) (?:commandé|acheté|envoyé|préparé|modifié|ajouté|créé|profité)e?s?\b", "« -er » attendu"),
        (r"\bsi (?:j'|tu |il |nous |vous )(?:aurais|aurait|aurions|auriez|serais|serait)\b", "« si » et conditionnel"),
        (r"\bmalgré que\b", "« bien que »"),
        (r"\bcomme même\b", "« quand même »"),
        (r"\bsa (?:va|fait|permet|sera|serait|coûte)\b", "« ça »"),
        (r"\ba partir\b|\ba bientôt\b|\bjusqu'a\b", "« à » attendu"),
        (r"\b(?:grâce|grace|face|quant) a (?:la|le|l'|un|une|vous|nous|ce|cette|nos|vos|notre|votre|leur)\b", "« à » attendu"),
        (r"\bpeut être (?:que|le|la)\b", "« peut-être »"),
        (r"\bdu a (?:la|le|l')", "« dû à »"),
    )
)  # fmt: skip
_RIGHT_DOUBLES = {"nous", "vous", "faire", "si"}
_WORD = re.compile(r"[^\W\d_]+")
_DOUBLE = re.compile(r"\b([^\W\d_]{2,}) \1\b", re.IGNORECASE)
_NO_SPACE = re.compile(r"[^\W\d_],[^\W\d_]")
_NO_CAPITAL = re.compile(r"(?<!\betc)(?<!\bex)(?<!\bcf)(?<!\bréf)(?<!\benv)[.!?]\s+([a-zà-ÿ][^\W\d_]*)")


def faults_of(text: str) -> list[str]:
    """Each fault found, in the order of the text, as « écrit (voulu) »; the same one once."""
    straight = " ".join(text.replace("’", "'").split())
    found: list[tuple[int, str]] = []
    for match in _WORD.finditer(straight):
        meant = WRONG_WORDS.get(match[0].lower())
        if meant:
            found.append((match.start(), f"{match[0]} ({meant})"))
    for pattern, words in _GROUPS:
        found += [(match.start(), f"{match[0]} ({words})") for match in pattern.finditer(straight)]
    for match in _DOUBLE.finditer(straight):
        if match[1].lower() not in _RIGHT_DOUBLES:
            found.append((match.start(), f"{match[0]} (mot répété)"))
    found += [(match.start(), f"{match[0]} (espace après la virgule)") for match in _NO_SPACE.finditer(straight)]
    found += [(match.start(1), f"{match[1]} (majuscule)") for match in _NO_CAPITAL.finditer(straight)]
    return list(dict.fromkeys(words.replace("'", "’") for _, words in sorted(found)))
