"""The team's room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.team.models import Employee, Profile, ProfilePermission
from sandbox.shop.team.seed import load

PROFILE = Entity("profil", "Profil", Profile, (Field("nom", "name", "Nom"),), argument="profile")

EMPLOYEE = Entity("employe", "Employé", Employee, (
    Field("prenom", "first_name", "Prénom"),
    Field("nom", "last_name", "Nom"),
    Field("email", "email", "Adresse e-mail"),
    Field("profil", "profile_id", "Profil", Kind.REF, ref="profil"),
    Field("actif", "is_active", "Actif", Kind.YES_NO),
), argument="employee", title="full_name")  # fmt: skip

PERMISSION = Entity("droit", "Droits", ProfilePermission, (
    Field("profil", "profile_id", "Profil", Kind.REF, ref="profil", writable=False),
    Field("ecran", "area", "Écran", writable=False),
    Field("voir", "can_view", "Voir", Kind.YES_NO, writable=False),
    Field("ajouter", "can_add", "Ajouter", Kind.YES_NO, writable=False),
    Field("modifier", "can_edit", "Modifier", Kind.YES_NO, writable=False),
    Field("supprimer", "can_delete", "Supprimer", Kind.YES_NO, writable=False),
), argument="permission", title="title")  # fmt: skip

MODULE = ShopModule("team", entities=(PROFILE, EMPLOYEE, PERMISSION), seed=load)
