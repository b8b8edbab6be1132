"""What customers write in a bad week: short complaints by theme, which the themes of the reviews recognise. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

BEFORE_DAYS = 30
"""Who complains bought in the days before: at most so many before the first day of the week."""
RATINGS = (1, 2)
"""Stars of a harsh review."""


@dataclass(frozen=True, slots=True)
class Complaints:
    """A theme: the name that the report on reviews gives it, and what customers write, each a title and a text."""

    name: str
    texts: Sequence[tuple[str, str]]


COMPLAINTS: Mapping[str, Complaints] = {
    "livraison": Complaints("Livraison et délais", (
        ("Onze jours", "Onze jours d’attente pour un colis promis en trois. Le suivi n’a pas bougé de la semaine."),
        ("Toujours en chemin", "Le transporteur annonce la livraison chaque matin et ne passe pas. J’ai fini par acheter ailleurs."),
        ("Trop tard", "Arrivé après l’anniversaire. Un délai annoncé se tient, ou se corrige."),
        ("", "Colis déposé dans un relais à vingt kilomètres, sans me prévenir."),
        ("Retard sans nouvelles", "Aucun message pour expliquer le retard. C’est le silence qui fâche."),
        ("Je ne recommande pas", "Commande expédiée huit jours après le paiement. Prévenez avant, pas après."),
    )),
    "emballage": Complaints("Emballage", (
        ("Carton trempé", "Le carton est arrivé trempé et ouvert d’un côté. Le contenu sentait l’humidité."),
        ("Trop grand", "Un carton énorme pour un seul sachet, et rien pour caler."),
        ("", "Le sachet était percé : il y en avait partout dans le paquet."),
        ("Déçue", "Emballé dans du papier journal. Pour un cadeau, c’est gênant."),
        ("Mal fermé", "Paquet mal fermé, adhésif décollé. Un coup de vent et tout partait."),
        ("À revoir", "L’emballage ne protège rien. Tout ballottait dedans."),
    )),
    "casse": Complaints("Casse et défauts", (
        ("Arrivé cassé", "Cassé en deux à l’ouverture. Photo envoyée, j’attends."),
        ("Ébréché", "Le bord est ébréché, impossible de s’en servir."),
        ("Défaut", "Un défaut visible dès la première minute. Ce n’est pas passé au contrôle."),
        ("", "Fissuré le deuxième jour, sans choc."),
        ("En panne", "En panne au bout d’une semaine. Je m’attendais à mieux."),
        ("Abîmé", "Abîmé sur le côté, comme s’il avait déjà servi."),
    )),
    "gout": Complaints("Goût et arôme", (
        ("Amer", "Amer du début à la fin. Je n’ai pas reconnu ce que j’avais acheté la dernière fois."),
        ("Sans parfum", "Aucun parfum à l’ouverture. On dirait qu’il a voyagé tout l’hiver."),
        ("Déception", "Le goût n’est plus le même qu’au printemps. Qu’avez-vous changé ?"),
        ("", "Trop acide pour moi, et la fiche ne le disait pas."),
        ("Fade", "Fade, sans arôme. J’ai doublé la dose pour rien."),
        ("Pas comme d’habitude", "Saveur plate, longueur absente. Une mauvaise série ?"),
    )),
    "service": Complaints("Service client", (
        ("Aucune réponse", "Trois messages, aucune réponse. Il y a quelqu’un ?"),
        ("Renvoyée d’un mot à l’autre", "Ma réclamation tourne depuis dix jours. Chacun me demande la même chose."),
        ("", "Remboursement promis le lundi, toujours rien le samedi."),
        ("Froid", "Un accueil froid au téléphone, et pas d’excuse."),
        ("Injoignables", "Votre service ne répond ni au téléphone ni par courriel."),
        ("Dommage", "On m’a conseillé le mauvais modèle, puis on ne répond plus."),
    )),
    "prix": Complaints("Prix", (
        ("Trop cher", "Trop cher pour ce que c’est. J’ai comparé après, j’aurais dû le faire avant."),
        ("Augmentation", "Le prix a pris deux euros depuis ma dernière commande, sans un mot."),
        ("", "Moins cher chez mon caviste, à la même adresse."),
        ("Frais de port", "Le tarif du port apparaît au dernier écran. Ce n’est pas honnête."),
        ("Cher payé", "À ce prix, on attend autre chose."),
        ("Plus abordable ailleurs", "La même chose est plus abordable en grande surface."),
    )),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class HarshReview:
    """A review to write: its day as a distance to J, its minute of the day, its stars and words."""

    offset: int
    minute: int
    rating: int
    title: str
    body: str


def write_harsh(seed: int, first: int, last: int, count: int, theme: str) -> list[HarshReview]:
    """The reviews of a week, the same for the same seed; a text comes back only when all were used. Oldest first."""
    dice, texts = Random(seed * 100_003 + first * 31 + 17), COMPLAINTS[theme].texts
    start = int(dice.random() * len(texts))
    found = []
    for rank in range(count):
        title, body = texts[(start + rank) % len(texts)]
        day = first + int(dice.random() * (last - first + 1))
        minute = 8 * 60 + int(dice.random() * 14 * 60)
        found.append(HarshReview(day, minute, RATINGS[0] if dice.random() < 0.6 else RATINGS[1], title, body))
    return sorted(found, key=lambda one: (one.offset, one.minute))
