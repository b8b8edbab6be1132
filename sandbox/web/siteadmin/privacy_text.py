"""The draft of a privacy page: what a small shop's site has to say, with what only the company knows left between brackets."""

from __future__ import annotations

from typing import Any


def privacy_blocks(site: str, email: str) -> list[dict[str, Any]]:
    """The blocks of the draft."""
    contact = email or "[adresse e-mail]"
    return [
        _text(
            f"Cette page dit quelles données {site} recueille quand vous visitez ce site, pourquoi, et ce que vous pouvez demander."
        ),
        _title("Qui sommes-nous ?"),
        _text(
            "Ce site est publié par [nom de l’entreprise], [adresse du siège]. Responsable des données : [nom et fonction]."
        ),
        _title("Les données que nous recueillons"),
        _title("Commentaires", 3),
        _text(
            "Quand vous laissez un commentaire, nous gardons votre nom, votre adresse e-mail et le texte que vous avez écrit. "
            "Votre adresse n’est pas publiée."
        ),
        _title("Formulaires de contact", 3),
        _text(
            "Vos réponses sont transmises à notre service client, qui s’en sert pour vous répondre et pour rien d’autre. "
            "Nous les effaçons [durée] après le dernier échange."
        ),
        _title("Cookies", 3),
        _text(
            "Ce site ne dépose que les cookies nécessaires à son fonctionnement. [À compléter si vous mesurez l’audience.]"
        ),
        _title("Contenus venus d’autres sites", 3),
        _text(
            "Certaines pages mènent à d’autres sites, qui ont leurs propres règles : lisez-les avant d’y laisser des données."
        ),
        _title("Combien de temps nous les gardons"),
        _list(
            "les commentaires : tant que l’article est en ligne ;",
            "les messages : [durée] ;",
            "les données d’une commande : dix ans, comme la loi le demande pour les factures.",
        ),
        _title("À qui nous les transmettons"),
        _text("[Hébergeur du site, transporteurs, prestataire de paiement.] Nous ne vendons ni ne louons vos données."),
        _title("Vos droits"),
        _text(
            "Vous pouvez demander à lire vos données, à les corriger, à les emporter, à les faire effacer, ou vous opposer à leur usage : "
            f"écrivez à {contact}. Nous répondons sous un mois. Si la réponse ne vous convient pas, vous pouvez saisir la CNIL."
        ),
    ]


def _text(text: str) -> dict[str, Any]:
    return {"kind": "paragraph", "attrs": {"text": text.replace(" ?", "\u00a0?").replace(" :", "\u00a0:")}}


def _title(text: str, level: int = 2) -> dict[str, Any]:
    return {"kind": "heading", "attrs": {"text": text.replace(" ?", "\u00a0?"), "level": level}}


def _list(*items: str) -> dict[str, Any]:
    return {
        "kind": "list",
        "inner": [
            {"kind": "list-item", "attrs": {"text": item.replace(" ;", "\u00a0;").replace(" :", "\u00a0:")}}
            for item in items
        ],
    }
