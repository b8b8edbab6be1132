"""The accounts of a context's site: section « comptes » of site/site.yaml."""

from __future__ import annotations

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.contributors.rules import ROLES


def load(reader: Reader) -> None:
    """Every account under its key, which is its identifier unless it has another."""
    for node in reader.yaml("site/site.yaml", optional=True)["comptes"]:
        key, name = node.text("cle"), f"{node.text('prenom')} {node.text('nom')}".strip()
        if not key or not node.text("email"):
            reader.fault(node, "Un compte a une « cle » et une adresse « email ».")
            continue
        user = SiteUser(
            key=key, login=node.text("identifiant") or key, email=node.text("email"), first_name=node.text("prenom"),
            last_name=node.text("nom"), name=node.text("nom_public") or name or key, bio=node.text("bio"),
            role=reader.value(node["role"], Kind.CHOICE, "subscriber", ROLES),
            is_at_work=bool(reader.value(node["connecte"], Kind.YES_NO, False)),
            registered_at=reader.value(node["inscrit_le"], Kind.MOMENT, clock.start_of_day(reader.anchor)),
        )  # fmt: skip
        session.add(user)
        session.flush()
        reader.learn("compte_site", key, user.id)
