"""The customers' part of a context: civilites, groupes, clients/clients.csv, clients/adresses.csv."""

from __future__ import annotations

from datetime import datetime

from sandbox.kernel import clock
from sandbox.kernel.db import session
from sandbox.kernel.packs import Column, Reader, Row
from sandbox.kernel.values import Kind
from sandbox.kernel.yaml_nodes import Node
from sandbox.shop.customers import rules
from sandbox.shop.customers.models import (
    Address,
    Consent,
    Customer,
    CustomerGroup,
    GroupCategoryReduction,
    GroupMembership,
    Title,
)

CUSTOMERS = {
    "cle": Column(required=True), "civilite": Column(), "prenom": Column(required=True), "nom": Column(required=True),
    "email": Column(required=True), "naissance": Column(Kind.DAY), "groupe_defaut": Column(),
    "groupes": Column(Kind.LIST, default=()), "newsletter": Column(Kind.YES_NO, default=False),
    "offres_partenaires": Column(Kind.YES_NO, default=False), "consentement_le": Column(Kind.MOMENT),
    "consentement_source": Column(default=""), "desinscrit_le": Column(Kind.MOMENT), "desinscrit_source": Column(default=""), "societe": Column(default=""), "siret": Column(default=""),
    "inscrit_le": Column(Kind.MOMENT, required=True), "actif": Column(Kind.YES_NO, default=True), "note": Column(default=""),
}  # fmt: skip
ADDRESSES = {
    "cle": Column(required=True), "client": Column(required=True), "alias": Column(default="Mon adresse"),
    "prenom": Column(required=True), "nom": Column(required=True), "societe": Column(default=""),
    "adresse": Column(required=True), "complement": Column(default=""), "code_postal": Column(required=True),
    "ville": Column(required=True), "pays": Column(default=rules.FRANCE), "telephone": Column(default=""),
}  # fmt: skip


def load(reader: Reader) -> None:
    """Titles, groups, customers with their memberships and consents, addresses."""
    _titles(reader)
    _groups(reader)
    _customers(reader)
    _addresses(reader)


def _titles(reader: Reader) -> None:
    titles = {}
    for node in reader.section("civilites"):
        titles[node.text("cle")] = Title(key=node.text("cle"), name=node.text("nom"))
    session.add_all(titles.values())
    session.flush()
    for key, title in titles.items():
        reader.learn("civilite", key, title.id)


def _groups(reader: Reader) -> None:
    section = reader.section("groupes")
    made: list[tuple[Node, CustomerGroup]] = []
    for node in section:
        if not node.text("cle") or not node.text("nom"):
            reader.fault(node, "Un groupe a une « cle » et un « nom ».")
            continue
        role = reader.value(node["par_defaut"], Kind.CHOICE, None, rules.ROLES)
        made.append((node, CustomerGroup(
            key=node.text("cle"), name=node.text("nom"), role=role, created_at=clock.start_of_day(reader.anchor),
            reduction_bp=reader.value(node["reduction"], Kind.RATE, 0),
            shows_tax_excl=reader.value(node["affichage_ht"], Kind.YES_NO, False),
            shows_prices=reader.value(node["affiche_prix"], Kind.YES_NO, True),
        )))  # fmt: skip
    for word, role in rules.ROLES.items():
        if sum(group.role == role for _, group in made) != 1:
            reader.fault(section, f"Un groupe, et un seul, porte « par_defaut: {word} ».")
    session.add_all(group for _, group in made)
    session.flush()
    for node, group in made:
        reader.learn("groupe_clients", str(group.key), group.id)
        for key, rate in node["reductions_categories"].items():
            category_id = reader.ref("categorie", key, at=rate, column="reductions_categories")
            bp = reader.value(rate, Kind.RATE, 0)
            if category_id is not None:
                session.add(GroupCategoryReduction(group_id=group.id, category_id=category_id, reduction_bp=bp))
    session.flush()


def _customers(reader: Reader) -> None:
    default_id = next((g.id for g in session.query(CustomerGroup) if g.role == rules.CUSTOMER), None)
    made: list[tuple[Row, Customer, list[int]]] = []
    for row in reader.rows("clients/clients.csv", CUSTOMERS, optional=True):
        group_ids = [reader.ref("groupe_clients", key, at=row, column="groupes") for key in row["groupes"]]
        main_id = reader.ref("groupe_clients", row["groupe_defaut"], at=row, column="groupe_defaut") or default_id
        title_id = reader.ref("civilite", row["civilite"], at=row, column="civilite")
        if main_id is None:
            continue
        customer = Customer(
            key=row["cle"], title_id=title_id, first_name=row["prenom"], last_name=row["nom"], email=row["email"],
            birth_on=row["naissance"], default_group_id=main_id, is_newsletter=row["newsletter"],
            is_partner_offers=row["offres_partenaires"], is_active=row["actif"], company=row["societe"],
            siret=row["siret"].replace(" ", "")[:14], note=row["note"], registered_at=row["inscrit_le"],
        )  # fmt: skip
        made.append((row, customer, sorted({main_id, *filter(None, group_ids)})))
    session.add_all(customer for _, customer, _ in made)
    session.flush()
    for row, customer, member_of in made:
        reader.learn("client", row["cle"], customer.id)
        session.add_all(GroupMembership(customer_id=customer.id, group_id=group_id) for group_id in member_of)
        session.add_all(_consents(row, customer))
    session.flush()


def _consents(row: Row, customer: Customer) -> list[Consent]:
    given_at: datetime = row["consentement_le"] or row["inscrit_le"]
    source = row["consentement_source"] or "inscription"
    has_left = row["desinscrit_le"] is not None and not row["newsletter"]
    purposes = [(rules.NEWSLETTER, row["newsletter"] or has_left), (rules.PARTNERS, row["offres_partenaires"])]
    found = [
        Consent(customer_id=customer.id, purpose=purpose, is_given=True, given_at=given_at, source=source)
        for purpose, is_given in purposes if is_given
    ]  # fmt: skip
    if has_left:
        at, how = row["desinscrit_le"], row["desinscrit_source"] or rules.BACK_OFFICE
        found.append(
            Consent(customer_id=customer.id, purpose=rules.NEWSLETTER, is_given=False, given_at=at, source=how)
        )
    return found


def _addresses(reader: Reader) -> None:
    made = []
    for row in reader.rows("clients/adresses.csv", ADDRESSES, optional=True):
        customer_id = reader.ref("client", row["client"], at=row, column="client")
        if customer_id is None:
            continue
        made.append(Address(
            key=row["cle"], customer_id=customer_id, alias=row["alias"], first_name=row["prenom"], last_name=row["nom"],
            company=row["societe"], line1=row["adresse"], line2=row["complement"], postcode=row["code_postal"],
            city=row["ville"], country=row["pays"], phone=row["telephone"],
        ))  # fmt: skip
    session.add_all(made)
    session.flush()
    for address in made:
        reader.learn("adresse", str(address.key), address.id)
