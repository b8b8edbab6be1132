"""Forms of information bars, pop-ups and the cookie notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from sandbox.shop.announcements import rules
from sandbox.shop.announcements.models import SiteAnnouncement, SiteCookieNotice
from sandbox.shop.blocks.rules.inline import reference_of
from sandbox.web.forms.base import BaseForm, length
from sandbox.web.forms.fields import WholeField
from sandbox.web.siteadmin.forms_posts import Numbers, ParisMoment

TARGETS = {"page_site": "Pages", "article": "Articles"}


def _choices(words: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(code, word) for code, word in words.items()]


def _whole(form: BaseForm, field: WholeField) -> None:
    if field.data is None and not field.errors:
        raise StopValidation("Indiquez un nombre entier.")


class Words(StringField):
    """Ticked boxes of one name: a list of words."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [str(value) for value in valuelist]


class AnnouncementForm(BaseForm):
    """A bar or a pop-up. `button_to` is a page or an article (`page_site:12`), empty for the address that is written."""

    title = StringField("Titre", validators=[length(rules.LENGTHS["title"])])
    kind = RadioField("Type", choices=_choices(rules.KIND_WORDS), default=rules.BAR)
    status = RadioField(
        "État", choices=_choices({code: rules.STATUS_WORDS[code] for code in ("draft", "published")}), default="draft"
    )
    text = TextAreaField("Texte")
    button_text = StringField("Libellé du bouton", validators=[length(rules.LENGTHS["button_text"])])
    button_to = SelectField("Le bouton mène à", choices=[])
    button_url = StringField("Adresse du bouton", validators=[length(rules.LENGTHS["button_url"])])
    scope = RadioField("Afficher sur", choices=_choices(rules.SCOPE_WORDS), default="site")
    page_ids = Numbers("Pages", default=list)
    article_ids = Numbers("Articles", default=list)
    position = SelectField("Emplacement", choices=_choices(rules.POSITION_WORDS))
    opens_on = SelectField("Déclenchement", choices=_choices(rules.TRIGGER_WORDS))
    delay_s = WholeField("Délai (secondes)", validators=[_whole], default=5)
    repeat = SelectField("Répétition", choices=_choices(rules.REPEAT_WORDS))
    starts_at = ParisMoment("À partir du")
    ends_at = ParisMoment("Jusqu’au")
    is_closable = BooleanField("Bouton de fermeture", default=True)
    color_back = SelectField("Couleur de fond", choices=_choices(rules.BACK_WORDS))
    color_text = SelectField("Couleur du texte", choices=_choices(rules.TEXT_WORDS))

    def offer(self, texts: Mapping[str, Iterable[tuple[int, str]]]) -> AnnouncementForm:
        """Let the button lead to these pages and articles, given by the word of their references."""
        self.button_to.choices = {
            "": [("", "Une adresse, écrite dessous")],
            **{TARGETS[word]: [(f"{word}:{number}", title) for number, title in some] for word, some in texts.items()},
        }
        return self

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        names = (
            "title", "kind", "status", "text", "button_text", "scope", "page_ids", "article_ids", "position", "opens_on", "delay_s",
            "repeat", "starts_at", "ends_at", "is_closable", "color_back", "color_text",
        )  # fmt: skip
        found = {name: self[name].data for name in names}
        return found | {"button_url": self.button_to.data or self.button_url.data or ""}

    @classmethod
    def of(cls, row: SiteAnnouncement, target: str) -> AnnouncementForm:
        """The form of a row; `target` is its button's page or article by number, empty for an address."""
        is_named = bool(target) and reference_of(target) is not None
        given = {name: getattr(row, name) for name in cls._names() if hasattr(row, name)}
        given |= {"button_to": target if is_named else "", "button_url": "" if is_named else row.button_url}
        return cls(formdata=None, data=given)

    @classmethod
    def _names(cls) -> list[str]:
        return [field.attr for field in rules.FIELDS]


class CookieForm(BaseForm):
    """The cookie notice."""

    title = StringField("Titre", validators=[length(rules.COOKIE_LENGTHS["title"])])
    text = TextAreaField("Texte")
    accept_text = StringField("Bouton pour accepter", validators=[length(40)])
    refuse_text = StringField("Bouton pour refuser", validators=[length(40)])
    choose_text = StringField("Bouton pour personnaliser", validators=[length(40)])
    position = SelectField("Emplacement", choices=_choices(rules.PLACE_WORDS))
    purposes = Words("Finalités soumises à l’accord", default=list)
    has_privacy_link = BooleanField("Montrer le lien vers la politique de confidentialité")
    months = WholeField("Garder le choix pendant (mois)", validators=[_whole])

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {field.attr: self[field.attr].data for field in rules.COOKIE_FIELDS}

    @classmethod
    def of(cls, notice: SiteCookieNotice) -> CookieForm:
        """The form of the notice as it is."""
        return cls(formdata=None, data={field.attr: getattr(notice, field.attr) for field in rules.COOKIE_FIELDS})
