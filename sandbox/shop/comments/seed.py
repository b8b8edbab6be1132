"""The comments of a context's site: site/commentaires.yaml."""

from __future__ import annotations

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind
from sandbox.shop.comments.models import SiteComment
from sandbox.shop.comments.rules import STATUSES


def load(reader: Reader) -> None:
    """Every comment under its key, an answer after what it answers."""
    for node in reader.yaml("site/commentaires.yaml", optional=True):
        key, body = node.text("cle"), node.text("texte").strip()
        entity = "page_site" if node.text("page") else "article"
        post_id = reader.ref(entity, node.text("page") or node.text("article"), at=node, column=entity)
        user_id = reader.ref("compte_site", node.text("compte"), at=node, column="compte")
        if not key or not body or (post_id is None and not reader.is_spoiled(node.text("article"))):
            reader.fault(
                node, "Un commentaire a une « cle », un « texte », et l’« article » ou la « page » qu’il commente."
            )
            continue
        if post_id is None:
            continue
        row = SiteComment(
            key=key, post_id=post_id, parent_id=reader.ref("commentaire", node.text("repond_a"), at=node, column="repond_a"),
            user_id=user_id, author=node.text("auteur") or "Anonyme", email=node.text("email"), web=node.text("site"), body=body,
            status=reader.value(node["etat"], Kind.CHOICE, "approved", STATUSES),
            posted_at=reader.value(node["le"], Kind.MOMENT, clock.start_of_day(reader.anchor)),
        )  # fmt: skip
        row.trashed_from = "pending" if row.status in ("spam", "trash") else ""
        session.add(row)
        session.flush()
        reader.learn("commentaire", key, row.id)
