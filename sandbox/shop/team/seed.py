"""The team's part of a context: profils, employes."""

from __future__ import annotations

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.packs import Reader
from sandbox.kernel.values import Kind
from sandbox.shop.team.models import Employee, Profile


def load(reader: Reader) -> None:
    """Profiles, then employees."""
    profiles = []
    for node in reader.section("profils"):
        if not node.text("cle") or not node.text("nom"):
            reader.fault(node, "Un profil a une « cle » et un « nom ».")
            continue
        profiles.append(Profile(key=node.text("cle"), name=node.text("nom")))
    session.add_all(profiles)
    session.flush()
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
