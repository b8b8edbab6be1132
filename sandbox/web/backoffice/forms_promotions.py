"""Forms of the three promotion mechanisms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, TextAreaField

from sandbox.kernel import clock
from sandbox.shop.pricing.models import CartRule, CatalogRule, SpecificPrice
from sandbox.shop.pricing.queries.promotions import condition_choices, condition_of, token_of
from sandbox.shop.pricing.rules.prices import Condition
from sandbox.web.backoffice.lookups import LookupField, PickField
from sandbox.web.forms.base import BaseForm, length, required
from sandbox.web.forms.fields import MicrosField, MomentField, MoneyField, RateField, StripField, WholeField
from sandbox.web.numbers import maybe_whole

TAXES = {"1": "Taxes incluses", "0": "Taxes exclues"}
SHIPPING = {"0": "Livraison exclue", "1": "Livraison incluse"}
CURRENCIES = {"EUR": "Euro (€)"}
"""The shop sells in euros only; the list stands where users of the real tool look for it."""
SCOPES = {
    "order": "Commande (sans frais de port)", "product": "Produit spécifique", "cheapest": "Produit le moins cher",
    "selection": "Produit(s) sélectionné(s)",
}  # fmt: skip
MAX_GROUPS = 20
SPARE_GROUPS = 2
"""Empty groups of conditions that the page offers after those in use."""


def _flag(text: Any) -> str:
    return "1" if text in (True, "1") else "0"


def _group_id(text: Any) -> int | None:
    return maybe_whole(text) or None


def _forget(form: BaseForm, name: str) -> None:
    """Leave out a field that the page does not show: neither its value nor its faults count."""
    field = form[name]
    if field.errors:
        field.errors, field.data = [], [] if isinstance(field, PickField) else None


_ASKED = {
    "percent": "Indiquez un pourcentage supérieur à 0.", "amount": "Indiquez un montant supérieur à 0.",
    "price": "Indiquez le prix de vente hors taxes.",
}  # fmt: skip


def _keep_chosen(form: BaseForm, kind: str | None, fields: dict[str, str]) -> None:
    """The value of the chosen kind must be there; those of the others do not count."""
    for other, name in fields.items():
        if other != kind:
            _forget(form, name)
        elif form[name].data is None and not form[name].errors:
            form.refuse(_ASKED[other], name)


class CartRuleForm(BaseForm):
    """A cart rule, in the order of its three tabs."""

    name = StripField("Nom", [required(), length(254)])
    description = TextAreaField("Description", [length(4000)])
    code = StripField("Code", [length(64)])
    is_highlighted = BooleanField("Mettre en avant")
    allows_partial_use = BooleanField("Utilisation partielle")
    priority = WholeField("Priorité", [required()])
    is_active = BooleanField("État")

    customer_id = LookupField("Réservé à un seul client", noun="client")
    starts_at = MomentField("Valide du", [required("Indiquez le début.")])
    ends_at = MomentField("Valide au", [required("Indiquez la fin.")], end=True)
    minimum_cents = MoneyField("Montant minimum")
    minimum_currency = SelectField("Devise", choices=CURRENCIES)
    minimum_is_tax_incl = SelectField("Taxes", choices=TAXES, coerce=_flag)
    minimum_has_shipping = SelectField("Livraison", choices=SHIPPING, coerce=_flag)
    quantity = WholeField("Total disponible", [required()])
    quantity_per_customer = WholeField("Total disponible pour chaque utilisateur", [required()])
    limits_carriers = BooleanField("Sélection du transporteur")
    carrier_ids = PickField("Transporteurs")
    limits_groups = BooleanField("Sélection du groupe de clients")
    group_ids = PickField("Groupes de clients")
    limits_rules = BooleanField("Compatibilité avec les autres règles panier")
    combined_ids = PickField("Règles cumulables")
    limits_products = BooleanField("Sélection de produits")
    selection_quantity = WholeField("Nombre de produits")
    category_ids = PickField("Catégories")
    brand_ids = PickField("Marques")
    product_ids = PickField("Produits")

    is_free_shipping = BooleanField("Frais de port offerts")
    reduction_kind = RadioField(
        "Appliquer une réduction", choices={"percent": "Pourcentage (%)", "amount": "Montant", "none": "Aucune"}
    )
    reduction_bp = RateField("Valeur")
    reduction_cents = MoneyField("Montant")
    reduction_currency = SelectField("Devise du montant", choices=CURRENCIES)
    reduction_is_tax_incl = SelectField("Taxes du montant", choices=TAXES, coerce=_flag)
    applies_to = RadioField("Appliquer la réduction à", choices=SCOPES)
    reduction_product_id = LookupField("Produit", noun="produit")
    excludes_discounted = BooleanField("Exclure les produits en promotion")
    gives_gift = BooleanField("Offrir un cadeau")
    gift_product_id = LookupField("Produit offert", noun="produit")

    TABS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        ("informations", "Informations", (
            "name", "description", "code", "is_highlighted", "allows_partial_use", "priority", "is_active",
        )),
        ("conditions", "Conditions", (
            "customer_id", "starts_at", "ends_at", "minimum_cents", "minimum_is_tax_incl", "minimum_has_shipping", "quantity",
            "quantity_per_customer", "carrier_ids", "group_ids", "combined_ids", "selection_quantity", "category_ids",
            "brand_ids", "product_ids",
        )),
        ("actions", "Actions", (
            "is_free_shipping", "reduction_kind", "reduction_bp", "reduction_cents", "applies_to", "reduction_product_id",
            "excludes_discounted", "gives_gift", "gift_product_id",
        )),
    )  # fmt: skip

    NEEDED: tuple[tuple[str, tuple[str, ...], str], ...] = (
        ("limits_carriers", ("carrier_ids",), "Cochez au moins un transporteur, ou retirez cette restriction."),
        ("limits_groups", ("group_ids",), "Cochez au moins un groupe, ou retirez cette restriction."),
        ("limits_products", ("category_ids", "brand_ids", "product_ids"),
         "Cochez au moins une catégorie, une marque ou un produit, ou retirez cette restriction."),
        ("gives_gift", ("gift_product_id",), "Choisissez le produit offert."),
    )  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        """The shape of what counts: a field that the chosen reduction does not show cannot hold the rule back."""
        super().validate(extra_validators)
        _keep_chosen(self, self.reduction_kind.data, {"percent": "reduction_bp", "amount": "reduction_cents"})
        if self.reduction_kind.data == "none" or self.applies_to.data != "product":
            _forget(self, "reduction_product_id")
        for switch, names, words in self.NEEDED:
            if not self[switch].data:
                for name in names:
                    _forget(self, name)
            elif not any(self[name].data or self[name].errors for name in names):
                self.refuse(words, names[0])
        return not any(field.errors for field in self)

    def tabs(self) -> list[tuple[str, str, str, bool]]:
        """(id, label, count, whether it holds a fault) of each tab."""
        return [(name, label, "", any(self[field].errors for field in fields)) for name, label, fields in self.TABS]

    def values(self, known_rule_ids: Sequence[int]) -> dict[str, Any]:
        """What services take. A restriction that is not ticked restricts nothing, whatever was chosen under it."""
        unsaid = ("csrf_token", "minimum_currency", "reduction_currency")
        given = {name: field.data for name, field in self._fields.items() if name not in unsaid}
        for name in ("minimum_is_tax_incl", "minimum_has_shipping", "reduction_is_tax_incl"):
            given[name] = given[name] == "1"
        for name in ("minimum_cents", "reduction_bp", "reduction_cents"):
            given[name] = given[name] or 0
        given["selection_quantity"] = 1 if given["selection_quantity"] is None else given["selection_quantity"]
        combined = set(given.pop("combined_ids"))
        given["excluded_ids"] = [i for i in known_rule_ids if i not in combined] if given.pop("limits_rules") else []
        for switch, lists in (
            ("limits_carriers", ("carrier_ids",)), ("limits_groups", ("group_ids",)),
            ("limits_products", ("category_ids", "brand_ids", "product_ids")),
        ):  # fmt: skip
            if not given.pop(switch):
                given.update({name: [] for name in lists})
        if not given.pop("gives_gift"):
            given["gift_product_id"] = None
        if given["applies_to"] != "product":
            given["reduction_product_id"] = None
        given["applies_to"] = given["applies_to"] or "order"
        return given


def cart_rule_data(rule: CartRule | None) -> dict[str, Any]:
    """What the form shows of a rule; a new one is valid for a month, once."""
    if rule is None:
        now = clock.now()
        return {
            "allows_partial_use": True, "is_active": True, "priority": 1, "starts_at": now, "ends_at": now + timedelta(days=30),
            "minimum_cents": 0, "minimum_is_tax_incl": "1", "minimum_has_shipping": "0", "quantity": 1,
            "quantity_per_customer": 1, "selection_quantity": 1, "reduction_kind": "none", "reduction_is_tax_incl": "1",
            "applies_to": "order",
        }  # fmt: skip
    chosen = {
        kind: [s.target_id for s in rule.selections if s.kind == kind] for kind in ("category", "brand", "product")
    }
    return {
        "minimum_is_tax_incl": _flag(rule.minimum_is_tax_incl), "minimum_has_shipping": _flag(rule.minimum_has_shipping),
        "reduction_is_tax_incl": _flag(rule.reduction_is_tax_incl), "limits_carriers": bool(rule.carriers),
        "carrier_ids": [c.carrier_id for c in rule.carriers], "limits_groups": bool(rule.groups),
        "group_ids": [g.group_id for g in rule.groups], "limits_rules": bool(rule.exclusions),
        "limits_products": bool(rule.selections), "category_ids": chosen["category"], "brand_ids": chosen["brand"],
        "product_ids": chosen["product"], "gives_gift": rule.gift_product_id is not None,
        "selection_quantity": max((s.min_quantity for s in rule.selections), default=1),
    }  # fmt: skip


class CatalogRuleForm(BaseForm):
    """A catalogue rule; `conditions_1` … are its groups of conditions, AND inside, OR between."""

    name = StripField("Nom", [required(), length(128)])
    group_id = SelectField("Groupe", coerce=_group_id)
    from_quantity = WholeField("À partir de (quantité)", [required()])
    starts_at = MomentField("Du")
    ends_at = MomentField("Au", end=True)
    kind = RadioField("Type de réduction", choices={"percent": "Pourcentage", "amount": "Montant"})
    value_bp = RateField("Réduction")
    amount_cents = MoneyField("Montant de la réduction")
    is_tax_incl = SelectField("Réduction taxes incluses ou exclues", choices=TAXES, coerce=_flag)
    is_active = BooleanField("Active")

    def __init__(
        self, *args: Any, rule: CatalogRule | None = None, groups: Sequence[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        kwargs.setdefault("obj", rule)
        kwargs.setdefault("data", _catalog_rule_data(rule))
        super().__init__(*args, **kwargs)
        self.group_id.choices = [("", "Tous les groupes"), *groups]
        self.kinds = condition_choices()
        tokens = [(choice.token, choice.label) for choices in self.kinds.values() for choice in choices]
        for field in self.condition_fields:
            field.choices = tokens

    @property
    def condition_fields(self) -> list[SelectMultipleField]:
        """The groups of conditions, in their order."""
        return [self[f"conditions_{number}"] for number in range(1, MAX_GROUPS + 1)]

    @property
    def shown_fields(self) -> list[SelectMultipleField]:
        """The groups of conditions in use, and some to add."""
        last = max((rank for rank, field in enumerate(self.condition_fields, 1) if field.data), default=0)
        return self.condition_fields[: last + SPARE_GROUPS]

    def validate(self, extra_validators: Any = None) -> bool:
        """The shape of what counts: the value of the kind that was not chosen does not."""
        super().validate(extra_validators)
        _keep_chosen(self, self.kind.data, {"percent": "value_bp", "amount": "amount_cents"})
        return not any(field.errors for field in self)

    def values(self) -> dict[str, Any]:
        """What services take."""
        conditions = [
            condition
            for number, field in enumerate(self.condition_fields, 1)
            for token in field.data or ()
            if (condition := condition_of(token, number)) is not None
        ]
        return {
            "name": self.name.data, "group_id": self.group_id.data, "from_quantity": self.from_quantity.data,
            "starts_at": self.starts_at.data, "ends_at": self.ends_at.data, "kind": self.kind.data,
            "value_bp": self.value_bp.data or 0, "amount_cents": self.amount_cents.data or 0,
            "is_tax_incl": self.is_tax_incl.data == "1", "is_active": self.is_active.data, "conditions": conditions,
        }  # fmt: skip


for _number in range(1, MAX_GROUPS + 1):
    setattr(CatalogRuleForm, f"conditions_{_number}", SelectMultipleField(f"Groupe de conditions {_number}"))


def _catalog_rule_data(rule: CatalogRule | None) -> dict[str, Any]:
    if rule is None:
        return {"from_quantity": 1, "kind": "percent", "is_tax_incl": "1", "is_active": True}
    order = {number: rank for rank, number in enumerate(sorted({c.group_no for c in rule.conditions}), 1)}
    tokens: dict[str, list[str]] = {}
    for c in rule.conditions:
        rank = order[c.group_no]
        tokens.setdefault(f"conditions_{rank}", []).append(token_of(Condition(rank, c.kind, c.target_id, c.value)))
    return {"is_tax_incl": _flag(rule.is_tax_incl), "group_id": rule.group_id, **tokens}


class SpecificPriceForm(BaseForm):
    """A specific price of a product."""

    variant_id = SelectField("Déclinaison", coerce=_group_id)
    group_id = SelectField("Groupe", coerce=_group_id)
    customer_id = LookupField("Client", noun="client")
    from_quantity = WholeField("Nombre minimum d’unités", [required()])
    starts_at = MomentField("Du")
    ends_at = MomentField("Au", end=True)
    kind = RadioField(
        "Impact sur le prix",
        choices={
            "percent": "Réduction en pourcentage",
            "amount": "Réduction en montant",
            "price": "Prix spécifique (HT)",
        },
    )
    value_bp = RateField("Réduction")
    amount_cents = MoneyField("Montant")
    is_tax_incl = SelectField("Taxes du montant", choices=TAXES, coerce=_flag)
    price_excl_micros = MicrosField("Prix de vente (HT)")

    def __init__(
        self,
        *args: Any,
        price: SpecificPrice | None = None,
        groups: Sequence[tuple[int, str]] = (),
        variants: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("obj", price)
        new = {"from_quantity": 1, "kind": "percent", "is_tax_incl": "1"}
        kwargs.setdefault("data", {"is_tax_incl": _flag(price.is_tax_incl)} if price else new)
        super().__init__(*args, **kwargs)
        self.variant_id.choices = [("", "Toutes les déclinaisons"), *variants]
        self.group_id.choices = [("", "Tous les groupes"), *groups]

    def validate(self, extra_validators: Any = None) -> bool:
        """The shape of what counts: the values of the kinds that were not chosen do not."""
        super().validate(extra_validators)
        kinds = {"percent": "value_bp", "amount": "amount_cents", "price": "price_excl_micros"}
        _keep_chosen(self, self.kind.data, kinds)
        return not any(field.errors for field in self)

    def values(self) -> dict[str, Any]:
        """What services take."""
        given = {name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        given["is_tax_incl"] = given["is_tax_incl"] == "1"
        given["value_bp"], given["amount_cents"] = given["value_bp"] or 0, given["amount_cents"] or 0
        if given["kind"] != "price":
            given["price_excl_micros"] = None
        return given
