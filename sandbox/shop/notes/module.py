"""The notes' room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.notes import services  # noqa: F401 - importing them registers their actions
from sandbox.shop.notes.models import HandedFile, Note

NOTE = Entity("livrable", "Note", Note, (
    Field("texte", "body", "Texte de la note"),
    Field("titre", "title", "Titre de la note"),
    Field("livrable", "deliverable", "Livrable", read=lambda note: note.key),
    Field("version", "version", "Nombre d’enregistrements", Kind.INTEGER, writable=False),
), argument="handed_note", title="title", gender="f")  # fmt: skip

FILE = Entity("fichier_rendu", "Fichier rendu", HandedFile, (
    Field("nom", "file_name", "Nom du fichier", writable=False),
    Field("titre", "title", "Titre du fichier rendu", writable=False),
    Field("livrable", "deliverable", "Livrable", read=lambda file: file.key, writable=False),
    Field("taille", "size_bytes", "Taille en octets", Kind.INTEGER, writable=False),
    Field("version", "version", "Nombre de dépôts", Kind.INTEGER, writable=False),
), argument="handed_file", title="file_name")  # fmt: skip

MODULE = ShopModule("notes", entities=(NOTE, FILE), side="both")
