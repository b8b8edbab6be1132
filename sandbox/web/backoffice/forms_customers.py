"""Forms of customers, groups and addresses."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, PasswordField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from sandbox.shop.customers import queries, rules
from sandbox.shop.customers.models import Address, Customer, CustomerGroup
from sandbox.web.forms.base import BaseForm, length, optional, required
from sandbox.web.forms.fields import DayField, RateField, StripField
from sandbox.web.numbers import maybe_whole, whole


class CustomerForm(BaseForm):
    """A customer, in the order of the real form."""

    title_id = RadioField("Titre de civilité", coerce=maybe_whole, validators=[optional()])
    first_name = StripField("Prénom", [required(), length(60)])
    last_name = StripField("Nom", [required(), length(60)])
    email = StripField("E-mail", [required(), length(128)])
    password = PasswordField("Mot de passe", [optional(), length(rules.MAX_PASSWORD, rules.MIN_PASSWORD)])
    birth_on = DayField("Date de naissance")
    is_active = BooleanField("Activé")
    is_newsletter = BooleanField("Lettre d’information")
    is_partner_offers = BooleanField("Offres des partenaires")
    consent_source = StripField("Source du consentement", [length(80)])
    group_ids = SelectMultipleField(
        "Accès au groupe", coerce=whole, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    default_group_id = SelectField("Groupe de clients par défaut", coerce=whole)
    company = StripField("Société", [length(120)])
    siret = StripField("SIRET", [length(20)])

    def __init__(self, *args: Any, customer: Customer | None = None, **kwargs: Any) -> None:
        if customer is not None:
            kwargs.setdefault("obj", customer)
            kwargs.setdefault("data", {"group_ids": [m.group_id for m in customer.memberships], "password": ""})
        super().__init__(*args, **kwargs)
        groups = [(group.id, group.name) for group in queries.list_groups()]
        self.title_id.choices = [(title.id, title.name) for title in queries.list_titles()]
        self.group_ids.choices = self.default_group_id.choices = groups
        self.consent_source.data = self.consent_source.data or ""

    def values(self) -> dict[str, Any]:
        """What services take; an empty password or source is left out."""
        given = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        for name in ("password", "consent_source"):
            if not given[name]:
                del given[name]
        return given


class TitleForm(BaseForm):
    """A title (« civilité »)."""

    name = StripField("Titre de civilité", [required(), length(20)])


class EraseForm(BaseForm):
    """The word of whoever erases a customer's data: it cannot be undone."""

    is_sure = BooleanField(
        "J’ai vérifié l’identité de la personne qui le demande ; l’effacement est définitif",
        [required("Cochez la case pour effacer ces données.")],
    )


class NoteForm(BaseForm):
    """The private note about a customer."""

    note = TextAreaField("Note privée", [length(4000)])


class GroupForm(BaseForm):
    """A group of customers; `display` is the real form's « Méthode d’affichage des prix »."""

    name = StripField("Nom", [required(), length(64)])
    reduction_bp = RateField("Réduction")
    display = SelectField("Méthode d’affichage des prix", choices={"ttc": "Toutes taxes comprises", "ht": "Hors taxes"})
    shows_prices = BooleanField("Afficher les prix")

    def __init__(self, *args: Any, group: CustomerGroup | None = None, **kwargs: Any) -> None:
        if group is not None:
            kwargs.setdefault("obj", group)
            kwargs.setdefault("data", {"display": "ht" if group.shows_tax_excl else "ttc"})
        else:
            kwargs.setdefault("data", {"shows_prices": True, "reduction_bp": 0, "display": "ttc"})
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """What services take."""
        return {
            "name": self.name.data, "reduction_bp": self.reduction_bp.data or 0,
            "shows_tax_excl": self.display.data == "ht", "shows_prices": self.shows_prices.data,
        }  # fmt: skip


class CategoryReductionForm(BaseForm):
    """A group's reduction on a category."""

    category_id = SelectField("Catégorie", coerce=whole)
    reduction_bp = RateField("Réduction", [required("Indiquez un pourcentage.")])

    def __init__(self, *args: Any, categories: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category_id.choices = categories


class AddressForm(BaseForm):
    """An address; `email` names the customer of a new one, as the real form does."""

    email = StripField("E-mail du client", [length(128)])
    alias = StripField("Alias", [required(), length(32)])
    first_name = StripField("Prénom", [required(), length(60)])
    last_name = StripField("Nom", [required(), length(60)])
    company = StripField("Société", [length(120)])
    line1 = StripField("Adresse", [required(), length(128)])
    line2 = StripField("Complément d’adresse", [length(128)])
    postcode = StripField("Code postal", [required(), length(12)])
    city = StripField("Ville", [required(), length(64)])
    country = SelectField("Pays", choices={name: name for name in rules.COUNTRIES})
    phone = StripField("Téléphone", [length(32)])

    def __init__(self, *args: Any, address: Address | None = None, **kwargs: Any) -> None:
        if address is not None:
            kwargs.setdefault("obj", address)
        super().__init__(*args, **kwargs)
        if address is not None and address.country not in rules.COUNTRIES:
            self.country.choices = {address.country: address.country, **self.country.choices}

    def values(self) -> dict[str, Any]:
        """What services take."""
        return {name: field.data for name, field in self._fields.items() if name not in ("csrf_token", "email")}
