"""The contributors' room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.contributors import services  # noqa: F401 - importing them registers their actions
from sandbox.shop.contributors.models import SiteUser
from sandbox.shop.contributors.rules import ROLE_WORDS, ROLES
from sandbox.shop.contributors.seed import load

USER = Entity("compte_site", "Compte du site", SiteUser, (
    Field("identifiant", "login", "Identifiant"),
    Field("email", "email", "Adresse e-mail"),
    Field("prenom", "first_name", "Prénom"),
    Field("nom", "last_name", "Nom"),
    Field("nom_public", "name", "Nom à afficher publiquement"),
    Field("site", "web", "Site web"),
    Field("bio", "bio", "Renseignements biographiques"),
    Field("role", "role", "Rôle", Kind.CHOICE, choices=ROLES, words=ROLE_WORDS),
    Field("connecte", "is_at_work", "Connecté à l’ouverture de la copie", Kind.YES_NO, writable=False),
), argument="user")  # fmt: skip

MODULE = ShopModule("contributors", entities=(USER,), seed=load, side="site")
