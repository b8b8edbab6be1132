"""The support's room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.support import services  # noqa: F401 - importing them registers their actions and the mails of orders
from sandbox.shop.support.models import Contact, Mail, Message, MessageFile, PredefinedMessage, Thread
from sandbox.shop.support.rules import SIDES, STATUS_WORDS, STATUSES
from sandbox.shop.support.seed import load

CONTACT = Entity("contact", "Contact", Contact, (
    Field("nom", "name", "Nom"),
    Field("email", "email", "Adresse e-mail"),
    Field("description", "description", "Description"),
), argument="contact")  # fmt: skip

THREAD = Entity("fil", "Fil de discussion", Thread, (
    Field("contact", "contact_id", "Service", Kind.REF, ref="contact", writable=False),
    Field("client", "customer_id", "Client", Kind.REF, ref="client", writable=False),
    Field("commande", "order_id", "Commande", Kind.REF, ref="commande", writable=False),
    Field("produit", "product_id", "Produit", Kind.REF, ref="produit", writable=False),
    Field("nom", "name", "Nom", writable=False),
    Field("email", "email", "E-mail", writable=False),
    Field("etat", "status", "État", Kind.CHOICE, choices=STATUSES, words=STATUS_WORDS),
    Field("lu", "is_read", "Lu", Kind.YES_NO, writable=False),
), argument="thread")  # fmt: skip

MESSAGE = Entity("message", "Message", Message, (
    Field("fil", "thread_id", "Fil", Kind.REF, ref="fil", writable=False),
    Field("de", "side", "De", Kind.CHOICE, choices=SIDES, writable=False),
    Field("auteur", "author", "Auteur"),
    Field("texte", "body", "Texte"),
    Field("prive", "is_private", "Message privé", Kind.YES_NO, writable=False),
    Field("le", "sent_at", "Date", Kind.MOMENT, writable=False),
), argument="message", title="author")  # fmt: skip

PREDEFINED = Entity("message_predefini", "Message prédéfini", PredefinedMessage, (
    Field("nom", "name", "Nom"),
    Field("texte", "body", "Message"),
), argument="predefined")  # fmt: skip

MAIL = Entity("courriel", "E-mail envoyé", Mail, (
    Field("destinataire", "recipient", "Destinataire", writable=False),
    Field("objet", "subject", "Objet", writable=False),
    Field("texte", "body", "Texte", writable=False),
    Field("le", "sent_at", "Date", Kind.MOMENT, writable=False),
), argument="mail", title="subject")  # fmt: skip

FILE = Entity("piece_jointe", "Pièce jointe", MessageFile, (
    Field("message", "message_id", "Message", Kind.REF, ref="message", writable=False),
    Field("nom", "file_name", "Nom du fichier", writable=False),
), argument="message_file", title="file_name", gender="f")  # fmt: skip

MODULE = ShopModule("support", entities=(CONTACT, THREAD, MESSAGE, PREDEFINED, MAIL, FILE), seed=load)
