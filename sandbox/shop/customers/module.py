"""The customers' room as the floors above see it: French names of its entities and fields."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.customers.models import (
    Address,
    Consent,
    Customer,
    CustomerGroup,
    GroupCategoryReduction,
    Subscriber,
    Title,
)
from sandbox.shop.customers.rules import PURPOSES
from sandbox.shop.customers.seed import load


def _group_ids(customer: Customer) -> list[int]:
    return sorted(membership.group_id for membership in customer.memberships)


CUSTOMER = Entity("client", "Client", Customer, (
    Field("civilite", "title_id", "Titre de civilité", Kind.REF, ref="civilite"),
    Field("prenom", "first_name", "Prénom"),
    Field("nom", "last_name", "Nom"),
    Field("email", "email", "E-mail"),
    Field("naissance", "birth_on", "Date de naissance", Kind.DAY),
    Field("groupe_defaut", "default_group_id", "Groupe par défaut", Kind.REF, ref="groupe_clients"),
    Field("groupes", "group_ids", "Groupes", Kind.LIST, ref="groupe_clients", read=_group_ids, column="group_id"),
    Field("newsletter", "is_newsletter", "Lettre d’information", Kind.YES_NO),
    Field("offres_partenaires", "is_partner_offers", "Offres des partenaires", Kind.YES_NO),
    Field("societe", "company", "Société"),
    Field("siret", "siret", "SIRET"),
    Field("actif", "is_active", "Activé", Kind.YES_NO),
    Field("invite", "is_guest", "Invité", Kind.YES_NO, writable=False),
    Field("note", "note", "Note privée"),
    Field("inscrit_le", "registered_at", "Date d’inscription", Kind.MOMENT, writable=False),
), argument="customer", title="full_name")  # fmt: skip

GROUP = Entity("groupe_clients", "Groupe de clients", CustomerGroup, (
    Field("nom", "name", "Nom"),
    Field("reduction", "reduction_bp", "Réduction", Kind.RATE),
    Field("affichage_ht", "shows_tax_excl", "Prix affichés hors taxes", Kind.YES_NO),
    Field("affiche_prix", "shows_prices", "Afficher les prix", Kind.YES_NO),
), argument="group")  # fmt: skip

REDUCTION = Entity("reduction_groupe", "Réduction d’un groupe sur une catégorie", GroupCategoryReduction, (
    Field("groupe", "group_id", "Groupe", Kind.REF, ref="groupe_clients"),
    Field("categorie", "category_id", "Catégorie", Kind.REF, ref="categorie"),
    Field("reduction", "reduction_bp", "Réduction", Kind.RATE),
), argument="reduction", title="id", gender="f")  # fmt: skip

ADDRESS = Entity("adresse", "Adresse", Address, (
    Field("client", "customer_id", "Client", Kind.REF, ref="client"),
    Field("alias", "alias", "Alias"),
    Field("prenom", "first_name", "Prénom"),
    Field("nom", "last_name", "Nom"),
    Field("societe", "company", "Société"),
    Field("adresse", "line1", "Adresse"),
    Field("complement", "line2", "Complément d’adresse"),
    Field("code_postal", "postcode", "Code postal"),
    Field("ville", "city", "Ville"),
    Field("pays", "country", "Pays"),
    Field("telephone", "phone", "Téléphone"),
    Field("supprimee", "is_deleted", "Supprimée", Kind.YES_NO, writable=False),
), argument="address", title="alias", gender="f")  # fmt: skip

CONSENT = Entity("consentement", "Consentement", Consent, (
    Field("client", "customer_id", "Client", Kind.REF, ref="client", writable=False),
    Field("objet", "purpose", "Objet", Kind.CHOICE, choices=PURPOSES, writable=False),
    Field("accorde", "is_given", "Accordé", Kind.YES_NO, writable=False),
    Field("le", "given_at", "Date", Kind.MOMENT, writable=False),
    Field("source", "source", "Source", writable=False),
), argument="consent", title="source")  # fmt: skip

TITLE = Entity("civilite", "Titre de civilité", Title, (Field("nom", "name", "Nom"),), argument="title")

SUBSCRIBER = Entity("abonne", "Abonné à la lettre d’information", Subscriber, (
    Field("email", "email", "E-mail"),
    Field("source", "source", "Source", writable=False),
    Field("desinscrit_le", "unsubscribed_at", "Désinscription", Kind.MOMENT, writable=False),
), argument="subscriber", title="email")  # fmt: skip

MODULE = ShopModule(
    "customers",
    entities=(TITLE, CUSTOMER, GROUP, REDUCTION, ADDRESS, CONSENT, SUBSCRIBER),
    seed=load,
    tables={"group_memberships": "Appartenance à un groupe"},
)
