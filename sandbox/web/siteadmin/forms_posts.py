"""Forms of articles, pages and their terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wtforms import BooleanField, DateTimeLocalField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from sandbox.kernel import clock
from sandbox.shop.posts.rules import TEMPLATES
from sandbox.web.forms.base import BaseForm, length, optional
from sandbox.web.forms.fields import DocumentField

_LOCAL = "%Y-%m-%dT%H:%M"
_WORDS = {"draft": "Brouillon", "pending": "En attente de relecture", "published": "Publié", "private": "Privé"}


_SIDES = {"default": "Réglages du site", "none": "Aucune", "left": "Gauche", "right": "Droite"}


def _choices(words: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(code, word) for code, word in words.items()]


class ParisMoment(DateTimeLocalField):
    """A day and an hour of Paris; the value is naive UTC as in the database."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, format=_LOCAL, validators=[optional()], **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return f"{clock.to_paris(self.data):{_LOCAL}}" if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if not valuelist or not valuelist[0]:
            return
        try:
            self.data = clock.from_paris(datetime.strptime(valuelist[0][:16], _LOCAL))  # noqa: DTZ007 -- the wall clock of Paris
        except (ValueError, OverflowError) as error:
            raise ValueError("Cette date n’est pas lisible.") from error


class Numbers(StringField):
    """Ticked boxes of one name: a list of numbers."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [int(value) for value in valuelist if str(value).isdigit() and len(str(value)) < 10]


class QuickForm(BaseForm):
    """Modification rapide."""

    title = StringField("Titre", validators=[length(255)])
    slug = StringField("Slug", validators=[length(200)])
    published_at = ParisMoment("Date")
    author_id = IntegerField("Auteur/autrice", default=0, validators=[optional()])
    status = SelectField("État", choices=_choices(_WORDS))
    category_ids = Numbers("Catégories", default=list)
    tags = TextAreaField("Étiquettes", validators=[length(1000)])
    parent_id = IntegerField("Parente", default=0, validators=[optional()])
    is_open = BooleanField("Autoriser les commentaires")
    is_sticky = BooleanField("Épingler cet article")

    def values(self, post: Any = None) -> dict[str, Any]:
        """What the service takes; a moment left empty stays as it was."""
        found: dict[str, Any] = {
            "title": self.title.data or "", "slug": self.slug.data or "", "status": self.status.data, "author_id": self.author_id.data or None,
            "is_open": self.is_open.data, "is_sticky": self.is_sticky.data, "category_ids": self.category_ids.data or [],
            "tags": (self.tags.data or "").split(","), "parent_id": self.parent_id.data or None,
        }  # fmt: skip
        if self.published_at.data:
            found["published_at"] = self.published_at.data
        return found


class PostForm(QuickForm):
    """The editor: the text as JSON, and everything of the document panel. It works without script as with it."""

    content = HiddenField()
    excerpt = TextAreaField("Extrait", validators=[length(2000)])
    password = StringField("Mot de passe", validators=[length(60)])
    picture_id = IntegerField("Image mise en avant", default=0, validators=[optional()])
    template = SelectField("Modèle", choices=_choices(TEMPLATES))
    sidebar = SelectField(
        "Colonne latérale",
        choices=_choices(_SIDES),
    )
    position = IntegerField("Ordre", default=0, validators=[optional()])
    focus = StringField("Requête cible", validators=[length(120)])
    meta_title = StringField("Titre SEO", validators=[length(255)])
    meta_description = TextAreaField("Méta description", validators=[length(512)])

    def values(self, post: Any = None) -> dict[str, Any]:
        found = super().values(post)
        found |= {
            "content": self.content.data or "[]", "excerpt": self.excerpt.data or "", "password": self.password.data or "",
            "picture_id": self.picture_id.data or None, "template": self.template.data, "sidebar": self.sidebar.data,
            "position": self.position.data or 0,
        }  # fmt: skip
        # The fields of the SEO extension are only sent while it is on: switched off, what they said stays.
        sent = (name for name in ("focus", "meta_title", "meta_description") if self[name].raw_data)
        return found | {name: self[name].data or "" for name in sent}


class TermForm(BaseForm):
    """A category or a tag."""

    name = StringField("Nom", validators=[length(120)])
    slug = StringField("Slug", validators=[length(120)])
    parent_id = IntegerField("Catégorie parente", default=0, validators=[optional()])
    description = TextAreaField("Description", validators=[length(5000)])
    focus = StringField("Requête cible", validators=[length(120)])
    meta_title = StringField("Titre SEO", validators=[length(255)])
    meta_description = TextAreaField("Méta description", validators=[length(512)])

    def values(self, *, has_parent: bool) -> dict[str, Any]:
        """What the service takes."""
        found: dict[str, Any] = {
            "name": self.name.data or "",
            "slug": self.slug.data or "",
            "description": self.description.data or "",
        }
        if not has_parent:
            return found
        # As for an article: switched off, the SEO extension sends nothing, and what its fields said stays.
        sent = (name for name in ("focus", "meta_title", "meta_description") if self[name].raw_data)
        return {**found, "parent_id": self.parent_id.data or None} | {name: self[name].data or "" for name in sent}


class MediaForm(BaseForm):
    """The texts of a file of the library."""

    alt = TextAreaField("Texte alternatif", validators=[length(500)])
    title = StringField("Titre", validators=[length(200)])
    caption = TextAreaField("Légende", validators=[length(500)])
    description = TextAreaField("Description", validators=[length(5000)])
    transcript = TextAreaField("Transcription", validators=[length(20_000)])
    poster_id = IntegerField("Image d’aperçu", validators=[optional()])
    subtitles = TextAreaField("Sous-titres (WebVTT)", validators=[length(20_000)])
    subtitles_file = DocumentField("Ou un fichier de sous-titres (.vtt)")

    def values(self) -> dict[str, Any]:
        """What the service takes; a field that the page does not show for this kind of file changes nothing."""
        names = ("alt", "title", "caption", "description", "transcript", "subtitles")
        found: dict[str, Any] = {name: str(self[name].data or "") for name in names if self[name].raw_data}
        return found | ({"poster_id": self.poster_id.data} if self.poster_id.raw_data else {})
