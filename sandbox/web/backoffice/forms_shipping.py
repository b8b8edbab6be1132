"""Forms of carriers, zones, taxes and ways to pay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, TextAreaField

from sandbox.shop.shipping.models import Carrier
from sandbox.shop.shipping.rules import MAX_DAYS, PLACES, PRICE, WEIGHT
from sandbox.web.backoffice.lookups import PickField
from sandbox.web.forms.base import BaseForm, between, length, required
from sandbox.web.forms.fields import DecimalField, MoneyField, PictureField, RateField, StripField, WholeField
from sandbox.web.numbers import maybe_whole


def _rule_id(text: Any) -> int | None:
    return maybe_whole(text) or None


class CarrierForm(BaseForm):
    """A carrier, in the order of its four steps; the grid of its fees stands apart (see fee_grid)."""

    name = StripField("Nom du transporteur", [required(), length(64)])
    delay = StripField("Délai de transit", [required(), length(128)])
    delay_min_days = WholeField("Délai le plus court", [required(), between(0, MAX_DAYS)])
    delay_max_days = WholeField("Délai le plus long", [required(), between(0, MAX_DAYS)])
    picture = PictureField("Logo")
    removes_image = BooleanField("Retirer le logo")
    tracking_url = StripField("URL de suivi", [length(255)])
    is_pickup = BooleanField("Retrait sur place")

    adds_handling = BooleanField("Ajouter les frais de manutention")
    is_free = BooleanField("Livraison gratuite")
    free_from_cents = MoneyField("Gratuit à partir de")
    billing = RadioField(
        "Facturation", choices={PRICE: "Selon le prix total", WEIGHT: "Selon le poids total"}, default=WEIGHT
    )
    tax_rule_id = SelectField("Règle de taxe", coerce=_rule_id)

    max_weight_g = DecimalField("Poids maximum du colis")
    group_ids = PickField("Accès des groupes")

    is_active = BooleanField("Activé")

    TABS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        ("general", "Paramètres généraux", (
            "name", "delay", "delay_min_days", "delay_max_days", "picture", "tracking_url", "is_pickup",
        )),
        ("couts", "Destinations et frais", (
            "adds_handling", "is_free", "free_from_cents", "billing", "tax_rule_id",
        )),
        ("acces", "Taille, poids et groupes", ("max_weight_g", "group_ids")),
        ("resume", "Résumé", ("is_active",)),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        carrier: Carrier | None = None,
        groups: Sequence[tuple[int, str]] = (),
        tax_rules: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        everyone = [number for number, _ in groups]
        kept = [link.group_id for link in carrier.groups] if carrier else []
        new = {"delay_min_days": 2, "delay_max_days": 3, "adds_handling": True, "is_active": True, "billing": WEIGHT}
        data = {"group_ids": kept or everyone, **({} if carrier else new)}
        super().__init__(*args, obj=carrier, data=data, **kwargs)
        self.group_ids.choices = list(groups)
        self.tax_rule_id.choices = [("", "Aucune taxe"), *tax_rules]

    def validate(self, extra_validators: Any = None) -> bool:
        """The shape; a carrier that no group may choose would be a carrier switched off."""
        super().validate(extra_validators)
        if not self.group_ids.data and not self.group_ids.errors:
            self.refuse("Cochez au moins un groupe, ou désactivez le transporteur.", "group_ids")
        return not any(field.errors for field in self)

    def tabs(self, *, has_fee_fault: bool) -> list[tuple[str, str, str, bool]]:
        """(id, label, count, whether it holds a fault) of each step."""
        return [
            (name, label, "", any(self[field].errors for field in fields) or (name == "couts" and has_fee_fault))
            for name, label, fields in self.TABS
        ]

    def values(self) -> dict[str, Any]:
        """What services take, the logo and the fees apart. Every group ticked is no limit at all."""
        apart = {"csrf_token", "picture", "removes_image", "group_ids"}
        given = {name: field.data for name, field in self._fields.items() if name not in apart}
        chosen = list(self.group_ids.data or ())
        given["group_ids"] = [] if len(chosen) == len(self.group_ids.choices) else chosen
        return given


class ZoneForm(BaseForm):
    """A zone and its places."""

    name = StripField("Nom", [required(), length(64)])
    places = SelectMultipleField("Pays et départements", choices={code: place.label for code, place in PLACES.items()})

    def groups(self) -> dict[str, list[Any]]:
        """The boxes of the places under their headings."""
        found: dict[str, list[Any]] = {}
        for box in self.places:
            found.setdefault(PLACES[box.data].group, []).append(box)
        return found


class TaxRuleForm(BaseForm):
    """A tax rule."""

    name = StripField("Nom", [required(), length(80)])
    rate_bp = RateField("Taux", [required("Indiquez le taux.")])
    is_active = BooleanField("Activée")


class PaymentForm(BaseForm):
    """A way to pay; a card has no payee nor address."""

    name = StripField("Nom affiché", [required(), length(64)])
    body = TextAreaField("Texte affiché au client", [length(4000)])
    payee = StripField("À l’ordre de", [length(255)])
    address = TextAreaField("Adresse", [length(4000)])
    is_active = BooleanField("Activé")

    def __init__(self, *args: Any, is_card: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_card:
            del self.payee, self.address
