"""The team's part of a context: profils, employes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind
from sandbox.shop.team.models import Employee, Profile, ProfilePermission
from sandbox.shop.team.rules.rights import LABELS, Rights, rights_of


def load(reader: Reader) -> None:
    """Profiles, then employees."""
    profiles, given = [], {}
    for node in reader.section("profils"):
        if not node.text("cle") or not node.text("nom"):
            reader.fault(node, "Un profil a une « cle » et un « nom ».")
            continue
        profile = Profile(key=node.text("cle"), name=node.text("nom"))
        profiles.append(profile)
        given[profile] = _rights(reader, node["droits"])
    session.add_all(profiles)
    session.flush()
    for profile, by_area in given.items():
        session.add_all(
            ProfilePermission(profile_id=profile.id, area=area, **asdict(rights)) for area, rights in by_area.items()
        )
    for profile in profiles:
        reader.learn("profil", str(profile.key), profile.id)
    employees = []
    for node in reader.section("employes"):
        profile_id = reader.ref("profil", node.text("profil"), at=node, column="profil")
        if profile_id is None or not node.text("cle") or not node.text("email"):
            reader.fault(node, "Un employé a une « cle », un « prenom », un « nom », un « email » et un « profil ».")
            continue
        employees.append(Employee(
            key=node.text("cle"), first_name=node.text("prenom"), last_name=node.text("nom"), email=node.text("email"),
            profile_id=profile_id, is_active=reader.value(node["actif"], Kind.YES_NO, True),
            hired_at=clock.start_of_day(reader.anchor),
        ))  # fmt: skip
    session.add_all(employees)
    session.flush()
    for employee in employees:
        reader.learn("employe", str(employee.key), employee.id)


def _rights(reader: Reader, node: Any) -> dict[str, Rights]:
    """The rights of a profile: a screen, then the words « voir », « ajouter », « modifier », « supprimer »."""
    found = {}
    for area in node.value or {}:
        if area not in LABELS:
            reader.fault(
                node[area], f"« {area} » n’est pas un écran de l’administration. {reader.near(area, LABELS)}".strip()
            )
            continue
        try:
            found[area] = rights_of(node[area].value or ())
        except RuleBroken as refusal:
            reader.fault(node[area], refusal.message)
    return found
