"""What customers of a simulated week write, and how many stars they give."""

from __future__ import annotations

REVIEWS: dict[int, tuple[tuple[str, str], ...]] = {
    5: (("Très content", "Commande reçue rapidement, conforme à la description. Je recommanderai."),
        ("Parfait", "Tout est arrivé en bon état et le produit est à la hauteur. Merci."),
        ("Une adresse à garder", "Deuxième commande, même plaisir. Rien à redire.")),
    4: (("Bien", "Produit conforme et bien emballé, la livraison aurait pu être un peu plus rapide."),
        ("Satisfait", "Bonne qualité pour le prix. La fiche pourrait en dire un peu plus.")),
    3: (("Correct", "Le produit va bien, mais j’ai attendu plus longtemps qu’annoncé."),
        ("Moyen", "Pas tout à fait ce que j’imaginais d’après la photo. Correct sans plus.")),
    2: (("Déçu", "Emballage abîmé à l’arrivée et personne pour me répondre. Dommage."),
        ("Peut mieux faire", "Je m’attendais à mieux à ce prix.")),
    1: (("Mécontent", "Colis arrivé très en retard, et aucune nouvelle malgré mes messages."),),
}  # fmt: skip
"""Titles and texts by stars: general on purpose, they suit any product."""

ASK_BACK = (
    "Bonjour, je voulais commander « {name} », mais je n’ai pas pu l’ajouter au panier. Quand sera-t-il de nouveau disponible ?",
    "Bonjour, « {name} » n’est plus disponible sur votre boutique. Est-ce définitif ?",
    "Bonjour, avez-vous encore « {name} » ? Je ne le trouve plus à la vente.",
)
AGAIN = "Bonjour, je n’ai toujours pas reçu de réponse à mon message. Pouvez-vous me répondre ? Merci."

_STARS = ((0.03, 1), (0.08, 2), (0.18, 3), (0.5, 4))
"""Where each number of stars ends, of a hundred opinions; beyond, five."""


def rating_for(luck: float, waiting: int) -> int:
    """The stars of an opinion: each customer who waits for an answer takes one point of luck off, ten at most."""
    lowered = luck - 0.01 * min(10, max(0, waiting))
    return next((stars for bound, stars in _STARS if lowered < bound), 5)
