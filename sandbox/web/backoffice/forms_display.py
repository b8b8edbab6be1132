"""Forms of what the home page and the navigation show, of pages, aliases, reviews and modules."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, TextAreaField

from sandbox.shop.display import rules as display
from sandbox.shop.reviews import rules as reviews
from sandbox.shop.site import rules as site
from sandbox.web.backoffice.targets import TargetForm
from sandbox.web.forms.base import BaseForm, between, length, required
from sandbox.web.forms.fields import PictureField, RichTextField, StripField, WholeField
from sandbox.web.numbers import whole

TONES = {"dark": "Nuit (texte clair)", "light": "Sable (texte foncé)"}


class SlideForm(TargetForm):
    """A slide of the carousel."""

    title = StripField("Titre", [required(), length(160)])
    badge = StripField("Pastille", [length(60)])
    body = TextAreaField("Texte", [length(1000)])
    button = StripField("Texte du bouton", [length(60)])
    picture = PictureField("Image")
    picture_small = PictureField("Image pour téléphone")
    legend = StripField("Légende", [length(160)])
    tone = SelectField("Fond", choices=TONES)
    is_active = BooleanField("Activée")

    def values(self) -> dict[str, Any]:
        """What services take, pictures aside."""
        names = ("badge", "body", "button", "legend", "tone", "is_active")
        return {name: self._fields[name].data or "" if name != "is_active" else self.is_active.data for name in names}

    def words(self) -> list[str]:
        """What the slide says."""
        return [self._fields[name].data or "" for name in ("title", "badge", "body", "button")]


class FeaturedForm(BaseForm):
    """A product to add to the popular ones."""

    product_id = SelectField("Produit", coerce=whole)

    def __init__(self, *args: Any, products: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product_id.choices = products


class FeaturedCountForm(BaseForm):
    """How many popular products the home page shows."""

    populaires_nombre = WholeField("Nombre de produits à afficher", [required("Indiquez un nombre."), between(1, 48)])


class BlockForm(BaseForm):
    """A home block's words."""

    title = StripField("Titre", [length(120)])
    intro = TextAreaField("Introduction", [length(4000)])
    is_active = BooleanField("Affiché sur la page d’accueil")


class TextBlockForm(BaseForm):
    """The free text block."""

    title = StripField("Titre", [length(120)])
    intro = RichTextField("Texte", [length(20_000)])
    is_active = BooleanField("Affiché sur la page d’accueil")


class PromiseForm(TargetForm):
    """An item of the reassurance block."""

    icon = RadioField(
        "Icône", choices={name: name for name in display.ICONS}, validators=[required("Choisissez une icône.")]
    )
    title = StripField("Titre", [required(), length(80)])
    body = StripField("Texte", [length(200)])
    is_active = BooleanField("Affiché")


class LinkForm(TargetForm):
    """An entry of the menu or of a list of links."""

    label = StripField("Libellé", [length(80)])


class LinkListForm(BaseForm):
    """A list of links."""

    name = StripField("Nom de la liste", [required(), length(80)])


class PageForm(BaseForm):
    """An information page."""

    group = SelectField("Catégorie de page", choices=dict(site.GROUP_WORDS))
    title = StripField("Titre", [required(), length(128)])
    meta_title = StripField("Balise titre", [length(255)])
    meta_description = TextAreaField("Méta description", [length(512)])
    slug = StripField("URL simplifiée", [length(128)])
    focus = StripField("Mot-clé visé", [length(120)])
    content = RichTextField("Contenu de la page")
    is_indexed = BooleanField("Indexation par les moteurs de recherche")
    is_displayed = BooleanField("Afficher")

    def values(self) -> dict[str, Any]:
        """What services take."""
        return {name: field.data for name, field in self._fields.items() if name not in ("csrf_token", "focus")}


class AliasForm(BaseForm):
    """One or several aliases that lead to a word."""

    aliases = StripField("Alias", [required("Écrivez au moins un alias."), length(500)])
    target = StripField("Résultat", [required(), length(128)])
    is_active = BooleanField("Activé", default=True)

    def refuse(self, message: str, field: str | None = None) -> None:
        """What is said of one alias stands at the field where several may be typed."""
        super().refuse(message, "aliases" if field == "alias" else field)


class RefuseForm(BaseForm):
    """Why a review is refused: a reason of the list, or another in words."""

    choice = SelectField("Motif", choices={**{reason: reason for reason in reviews.REASONS}, "": "Autre motif…"})
    reason = StripField("Autre motif", [length(255)])

    def words(self) -> str:
        """The reason to keep: what was typed wins."""
        return self.reason.data or self.choice.data or ""


class ReviewReplyForm(BaseForm):
    """The public reply."""

    reply = TextAreaField("Réponse publique", [required("Écrivez la réponse."), length(reviews.MAX_REPLY)])


class ReviewSettingsForm(BaseForm):
    """The module's settings."""

    avis_validation = BooleanField("Tous les avis doivent être validés par un employé")
    avis_invites = BooleanField("Autoriser les avis des invités")


class ShareForm(BaseForm):
    """The share buttons of product pages."""

    partage_facebook = BooleanField("Facebook")
    partage_x = BooleanField("X (Twitter)")
    partage_pinterest = BooleanField("Pinterest")


class PrivacyTextForm(BaseForm):
    """The text about personal data under the account form."""

    donnees_personnelles = TextAreaField("Message sur la confidentialité des données", [length(2000)])
