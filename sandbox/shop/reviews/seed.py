"""The reviews of a context: avis.csv, and signalements.csv for those that visitors reported."""

from __future__ import annotations

from sandbox.kernel.db import session
from sandbox.kernel.packs import Column, Reader
from sandbox.kernel.values import Kind
from sandbox.shop.reviews import rules
from sandbox.shop.reviews.models import Review, ReviewReport

REVIEWS = {
    "cle": Column(required=True), "produit": Column(required=True), "client": Column(), "auteur": Column(required=True),
    "note": Column(Kind.INTEGER, required=True), "titre": Column(default=""), "texte": Column(required=True),
    "date": Column(Kind.MOMENT, required=True), "date_experience": Column(Kind.DAY),
    "etat": Column(Kind.CHOICE, default=rules.PENDING, choices=rules.STATUSES), "motif": Column(default=""),
    "reponse": Column(default=""), "reponse_le": Column(Kind.MOMENT), "verifie": Column(Kind.YES_NO, default=False),
    "utile": Column(Kind.INTEGER, default=0),
}  # fmt: skip


REPORTS = {
    "avis": Column(required=True), "motif": Column(Kind.CHOICE, required=True, choices={code: code for code in rules.REPORT_REASONS}),
    "details": Column(default=""), "date": Column(Kind.MOMENT, required=True),
}  # fmt: skip


def load(reader: Reader) -> None:
    """One review a line; a refused one has its reason, an answered one its moment."""
    made = []
    for row in reader.rows("avis.csv", REVIEWS, optional=True):
        product_id = reader.ref("produit", row["produit"], at=row, column="produit")
        customer_id = reader.ref("client", row["client"], at=row, column="client")
        if not 1 <= row["note"] <= 5:
            reader.fault(row, f"Note « {row['note']} » : de 1 à 5.", "note")
        if row["etat"] == rules.REFUSED and not row["motif"]:
            reader.fault(row, "Un avis refusé a un « motif ».", "motif")
        if product_id is None:
            continue
        made.append(Review(
            key=row["cle"], product_id=product_id, customer_id=customer_id, author=row["auteur"], rating=row["note"],
            title=row["titre"], body=row["texte"], posted_at=row["date"], experienced_on=row["date_experience"],
            status=row["etat"], refusal_reason=row["motif"], reply=row["reponse"],
            replied_at=(row["reponse_le"] or row["date"]) if row["reponse"] else None, is_verified=row["verifie"],
            useful_count=row["utile"],
        ))  # fmt: skip
    session.add_all(made)
    session.flush()
    for review in made:
        reader.learn("avis", str(review.key), review.id)
    _load_reports(reader)


def _load_reports(reader: Reader) -> None:
    """signalements.csv: reviews that visitors pointed out, which wait for a decision."""
    for row in reader.rows("signalements.csv", REPORTS, optional=True):
        if (review_id := reader.ref("avis", row["avis"], at=row, column="avis")) is None:
            continue
        session.add(ReviewReport(
            review_id=review_id, reporter="", reason=row["motif"], details=row["details"], reported_at=row["date"], closed_at=None,
        ))  # fmt: skip
    session.flush()
