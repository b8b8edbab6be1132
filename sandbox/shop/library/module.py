"""The library's room as the floors above see it."""

from __future__ import annotations

from sandbox.kernel.module import Entity, Field, ShopModule
from sandbox.kernel.values import Kind
from sandbox.shop.library import services  # noqa: F401 - importing them registers their actions
from sandbox.shop.library.models import Media
from sandbox.shop.library.rules import KINDS
from sandbox.shop.library.seed import load

MEDIA = Entity("media", "Fichier de la médiathèque", Media, (
    Field("titre", "title", "Titre"),
    Field("alt", "alt", "Texte alternatif"),
    Field("legende", "caption", "Légende"),
    Field("description", "description", "Description"),
    Field("transcription", "transcript", "Transcription"),
    Field("sous_titres", "subtitles", "Sous-titres"),
    Field("image_apercu", "poster_id", "Image d’aperçu", Kind.REF, ref="media"),
    Field("type", "kind", "Type", Kind.CHOICE, choices=KINDS, writable=False),
    Field("fichier", "file_name", "Nom du fichier"),
    Field("envoye_par", "user_id", "Envoyé par", Kind.REF, ref="compte_site"),
), argument="media", title="title")  # fmt: skip

MODULE = ShopModule("library", entities=(MEDIA,), seed=load, side="site")
