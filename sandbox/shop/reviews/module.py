"""The reviews' room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.reviews import services  # noqa: F401 - importing them registers their actions
from sandbox.shop.reviews.models import Review
from sandbox.shop.reviews.rules import STATUS_WORDS, STATUSES
from sandbox.shop.reviews.seed import load

REVIEW = Entity("avis", "Avis", Review, (
    Field("produit", "product_id", "Produit", Kind.REF, ref="produit"),
    Field("client", "customer_id", "Client", Kind.REF, ref="client"),
    Field("auteur", "author", "Auteur"),
    Field("note", "rating", "Note", Kind.INTEGER),
    Field("titre", "title", "Titre"),
    Field("texte", "body", "Texte"),
    Field("date", "posted_at", "Date de publication", Kind.MOMENT, writable=False),
    Field("date_experience", "experienced_on", "Date de l’expérience", Kind.DAY),
    Field("etat", "status", "État", Kind.CHOICE, choices=STATUSES, writable=False, words=STATUS_WORDS),
    Field("motif", "refusal_reason", "Motif du refus", writable=False),
    Field("reponse", "reply", "Réponse", writable=False),
    Field("reponse_le", "replied_at", "Date de la réponse", Kind.MOMENT, writable=False),
    Field("verifie", "is_verified", "Achat vérifié", Kind.YES_NO, writable=False),
), argument="review", title="author")  # fmt: skip

MODULE = ShopModule("reviews", entities=(REVIEW,), seed=load)
