"""States of threads, variables of predefined messages, what a message may be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.kernel.errors import RuleBroken
from sandbox.kernel.text import excerpt, fold

OPEN, CLOSED, PENDING_1, PENDING_2 = "open", "closed", "pending1", "pending2"
STATUSES = {"ouvert": OPEN, "traite": CLOSED, "attente1": PENDING_1, "attente2": PENDING_2}
STATUS_WORDS = {OPEN: "Ouvert", CLOSED: "Traité", PENDING_1: "En attente 1", PENDING_2: "En attente 2"}

CUSTOMER, TEAM = "customer", "team"
SIDES = {"client": CUSTOMER, "equipe": TEAM}

MAX_FILE_BYTES = 4 * 1024 * 1024
"""The largest file that comes with a message."""

MAX_BODY = 8000

VARIABLES = {
    "civilite": "titre de civilité du client", "prenom": "prénom du client", "nom": "nom du client",
    "email": "e-mail du client", "commande": "référence de la commande", "date_commande": "date de la commande",
    "etat_commande": "état de la commande", "transporteur": "transporteur de la commande",
    "suivi": "numéro de suivi du colis", "produit": "produit du message", "boutique": "nom de la boutique",
    "employe": "votre prénom et votre nom",
}  # fmt: skip
"""What a predefined message may leave to be filled in, as {prenom}."""

_SAME = {
    "reference": "commande",
    "reference_commande": "commande",
    "numero_suivi": "suivi",
    "numero_de_suivi": "suivi",
    "date": "date_commande",
}
_VARIABLE = re.compile(r"\{([^{}\n]{1,40})\}")
_EMAIL = re.compile(r"^[^\s@<>(),;:\"\[\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,60}[A-Za-z0-9])?\.[A-Za-z]{2,24}$")
_GREETING = re.compile(
    r"^(?:re ?: ?)?(?:bonjour|bonsoir|coucou|salut|hello|madame|monsieur|chere?s?|cher)\b[^.!?\n]{0,40}[,.!]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A predefined message with its variables replaced; `missing` stay in braces because nothing is known of them."""

    text: str
    used: tuple[str, ...]
    missing: tuple[str, ...]


FORM_SUBJECT = "Formulaire de la page"
"""How the subject of a mail begins that holds what a visitor answered to a form of the site."""


def fill(body: str, values: Mapping[str, str]) -> Filled:
    """Replace {prenom}, {Prénom}, {référence}…; what has no value stays as written, so that it is seen before sending."""
    used: list[str] = []
    missing: list[str] = []

    def one(match: re.Match[str]) -> str:
        name = fold(match.group(1)).strip().replace(" ", "_")
        name = _SAME.get(name, name)
        value = values.get(name, "")
        (used if value else missing).append(match.group(1).strip())
        return value or match.group(0)

    text = _VARIABLE.sub(one, body)
    return Filled(text, tuple(dict.fromkeys(used)), tuple(dict.fromkeys(missing)))


def unknown_variables(body: str) -> list[str]:
    """The words in braces that no message can fill."""
    names = [(word, fold(word).strip().replace(" ", "_")) for word in _VARIABLE.findall(body)]
    return [word for word, name in names if _SAME.get(name, name) not in VARIABLES]


def subject_of(body: str) -> str:
    """What a message is about, in one line: its first sentence that is no greeting, at most 70 characters."""
    for line in body.splitlines():
        for sentence in re.split(r"(?<=[.!?…])\s+", line.strip()):
            if sentence and not _GREETING.match(fold(sentence)):
                return excerpt(sentence, 70)
    return excerpt(body.strip() or "Sans texte", 70)


def clean_body(body: str, *, field: str = "body") -> str:
    """A message, trimmed; refuses an empty one."""
    trimmed = body.strip().replace("\r\n", "\n")
    if not trimmed:
        raise RuleBroken("Écrivez un message.", field=field)
    if len(trimmed) > MAX_BODY:
        raise RuleBroken(f"Le message dépasse {MAX_BODY} caractères.", field=field)
    return trimmed


def clean_email(email: str) -> str:
    """The sender's address, in lower case."""
    trimmed = email.strip().lower()
    if len(trimmed) > 128 or not _EMAIL.match(trimmed):
        raise RuleBroken("Adresse e-mail incorrecte : elle s’écrit comme prenom.nom@exemple.fr.", field="email")
    return trimmed


def clean_name(name: str, *, field: str = "name", label: str = "Nom", length: int = 120) -> str:
    """A name trimmed and bounded."""
    trimmed = " ".join(name.split())
    if not trimmed or len(trimmed) > length:
        raise RuleBroken(f"{label} : obligatoire, {length} caractères au plus.", field=field)
    return trimmed


def check_status(status: str) -> str:
    """One of the four states."""
    if status not in STATUS_WORDS:
        raise RuleBroken("Choisissez un état : Ouvert, Traité, En attente 1 ou En attente 2.", field="status")
    return status


def state_mail(
    *, first_name: str, reference: str, state: str, carrier: str, tracking: str, invoice: str, company: str, text: str = ""
) -> tuple[str, str]:  # fmt: skip
    """Subject and text of the mail that tells a customer the new state of an order; what is empty is left out.

    `text` is the state's own, which takes the place of the usual one.
    """
    subject = f"Votre commande {reference} : {state}"
    if text:
        return subject, text
    facts = []
    if carrier:
        facts.append(f"Transporteur : {carrier}")
    if tracking:
        facts.append(f"Numéro de suivi : {tracking}")
    if invoice:
        facts.append(f"Facture : {invoice}")
    parts = [f"Bonjour {first_name},", f"Votre commande {reference} est passée à l’état « {state} »."]
    parts += ["\n".join(facts)] if facts else []
    parts.append("Vous la retrouvez à tout moment dans votre compte, rubrique « Mes commandes ».")
    parts += [company] if company else []
    return subject, "\n\n".join(parts)


RETURN_WORDS = {
    "waiting": "Nous avons bien reçu votre demande. Attendez notre réponse avant de renvoyer quoi que ce soit.",
    "parcel": "Renvoyez les articles dans un emballage solide, avec le bon de retour que vous trouverez dans votre compte, rubrique "
    "« Mes retours ».",
    "received": "Votre colis est arrivé. Nous vérifions les articles et revenons vers vous.",
    "refused": "Nous ne pouvons pas accepter ce retour.",
    "done": "Ce retour est terminé.",
}


def return_mail(
    *, first_name: str, number: str, reference: str, state: str, state_name: str, articles: Sequence[str], answer: str, company: str
) -> tuple[str, str]:  # fmt: skip
    """Subject and text of the mail that tells a customer where their return stands."""
    parts = [
        f"Bonjour {first_name},",
        f"Votre retour {number}, commande {reference}, est à l’état « {state_name} ».",
        "\n".join(f"- {article}" for article in articles),
        RETURN_WORDS[state],
    ]
    parts += [answer] if answer else []
    parts += [company] if company else []
    return f"Votre retour {number} : {state_name}", "\n\n".join(parts)


def withdrawal_mail(
    *, first_name: str, number: str, reference: str, moment: str, articles: Sequence[str], company: str, email: str
) -> tuple[str, str]:
    """The acknowledgement of a withdrawal on a durable medium: what it is about, its day and its hour."""
    parts = [
        f"Bonjour {first_name},",
        f"Nous accusons réception, le {moment}, de votre décision de vous rétracter de la commande {reference}, pour les articles suivants :",
        "\n".join(f"- {article}" for article in articles),
        (
            f"Votre rétractation porte le numéro {number}. Renvoyez les articles sous 14 jours. Nous vous remboursons sous 14 jours, avec les "
            "frais de livraison standard si vous renvoyez toute la commande."
        ),
    ]
    parts.append("\n".join(line for line in (company, email) if line))
    return f"Rétractation de la commande {reference}", "\n\n".join(part for part in parts if part)


def slip_mail(
    *, first_name: str, number: str, reference: str, amount: str, voucher: str, ends_on: str, company: str
) -> tuple[str, str]:
    """Subject and text of the mail that tells a customer of a credit slip, and of the code when it is a voucher."""
    how = (
        f"Il vous est donné en bon de réduction : le code {voucher}, valable jusqu’au {ends_on}."
        if voucher
        else "Il vous est remboursé par le moyen de paiement de la commande."
    )
    parts = [
        f"Bonjour {first_name},",
        f"Nous avons établi l’avoir {number} de {amount} pour votre commande {reference}. {how}",
        "Vous le retrouvez dans votre compte, rubrique « Mes avoirs ».",
    ]
    parts += [company] if company else []
    return f"Votre avoir {number}, commande {reference}", "\n\n".join(parts)
