"""RFM: customers sorted by how lately, how often and for how much they bought. Pure; the thresholds are told on screen."""

from __future__ import annotations

from dataclasses import dataclass

RECENT_DAYS = (30, 120)
"""Days since the last paid order: up to the first scores 3, up to the second 2, beyond 1."""
OFTEN = (20, 3)
"""Paid orders since the beginning: from the first on scores 3, from the second on 2, fewer 1."""
MUCH_CENTS = (30_000, 10_000)
"""Sales without tax since the beginning: from the first on scores 3, from the second on 2, less 1."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A group of customers: its name, which scores make it, what one does with it."""

    key: str
    name: str
    rule: str
    use: str


SEGMENTS: dict[str, Segment] = {
    s.key: s
    for s in (
        Segment("champions", "Champions", "R3 et F3", "Remercier, faire goûter les nouveautés en premier"),
        Segment("reguliers", "Réguliers", "R3 et F2", "Donner une raison de revenir plus souvent"),
        Segment("nouveaux", "Nouveaux", "R3 et F1", "Réussir la deuxième commande"),
        Segment("a-relancer", "À relancer", "R2, et F2 ou F3", "Écrire avant qu’ils n’oublient"),
        Segment("a-reconquerir", "À reconquérir", "R1, et F2 ou F3", "Demander pourquoi, offrir un retour"),
        Segment("occasionnels", "Occasionnels", "F1, et R1 ou R2", "Une relance légère, pour un cadeau ou une saison"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scores:
    """From 1 to 3 for recency, frequency and amount."""

    recency: int
    frequency: int
    amount: int

    @property
    def words(self) -> str:
        """« R3 F2 M1 »."""
        return f"R{self.recency} F{self.frequency} M{self.amount}"

    @property
    def segment(self) -> Segment:
        """The one segment these scores make."""
        if self.recency == 3:
            return SEGMENTS[{3: "champions", 2: "reguliers", 1: "nouveaux"}[self.frequency]]
        if self.frequency == 1:
            return SEGMENTS["occasionnels"]
        return SEGMENTS["a-relancer" if self.recency == 2 else "a-reconquerir"]


def score(*, days_since: int, orders: int, sales_excl: int) -> Scores:
    """The scores of a customer."""
    recency = 3 if days_since <= RECENT_DAYS[0] else 2 if days_since <= RECENT_DAYS[1] else 1
    return Scores(recency, _from(orders, OFTEN), _from(sales_excl, MUCH_CENTS))


def _from(amount: int, steps: tuple[int, int]) -> int:
    return 3 if amount >= steps[0] else 2 if amount >= steps[1] else 1
