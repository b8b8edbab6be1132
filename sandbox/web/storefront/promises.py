"""What pages promise about delivery, collection and withdrawal, from the shop's own carriers and settings.

Days are working days of mainland France, and count from the next one when the shop's hour limit is past.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sandbox.kernel import clock
from sandbox.kernel.money import format_cents
from sandbox.kernel.steady import steady
from sandbox.shop.catalog.models import Product
from sandbox.shop.customers.rules import FRANCE
from sandbox.shop.orders.rules import returns
from sandbox.shop.shipping import queries as shipping
from sandbox.shop.shipping.queries import CarrierOption, Parcel
from sandbox.shop.shipping.rules import Delivery, is_working_day
from sandbox.web.filters import DAYS, MONTHS, NBSP
from sandbox.web.storefront.frame import front


@dataclass(frozen=True, slots=True)
class Way:
    """A way to get a parcel: the carrier, what it costs, when it arrives."""

    name: str
    price: str
    when: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise with its icon; `ways` are all the ways to get the parcel, behind it."""

    icon: str
    title: str
    body: str
    ways: Sequence[Way] = ()


def day_words(value: date) -> str:
    """« mercredi 25 nov. »."""
    return f"{DAYS[value.weekday()]} {value.day}{NBSP}{MONTHS[value.month - 1]}"


def delivery_words(promise: Delivery) -> str:
    """« entre le mercredi 25 nov. et le jeudi 26 nov. »."""
    if promise.first_on == promise.last_on:
        return f"le {day_words(promise.first_on)}"
    return f"entre le {day_words(promise.first_on)} et le {day_words(promise.last_on)}"


def withdrawal_days() -> int:
    """The days to change one's mind: the law's fourteen, or more when the shop gives more."""
    settings = front().settings
    return returns.withdrawal_days(is_open=bool(settings["retours_actifs"]), days=int(settings["retours_jours"]))


def promises_of(product: Product, unit_cents: int) -> list[Promise]:
    """At most three promises for one unit: delivery, collection, changing one's mind."""
    facts = (product.id, product.weight_g, unit_cents, product.extra_shipping_cents)
    if product.kind == "virtual":
        return [Promise("envelope", "Rien à expédier", "Confirmé par e-mail dès le paiement accepté, sans frais de port."),
                _withdrawal(product)]  # fmt: skip
    found = _delivery(*facts, clock.to_paris(clock.now()).replace(minute=0, second=0, microsecond=0))
    return [*found, _withdrawal(product)]


@steady
def _delivery(product_id: int, weight_g: int, unit_cents: int, extra_cents: int, hour: datetime) -> tuple[Promise, ...]:
    parcel = Parcel(frozenset({product_id}), weight_g, unit_cents, extra_cents)
    at = clock.from_paris(hour.replace(tzinfo=None))
    options = shipping.options_for(parcel, shipping.zone_of(FRANCE, "75001"), at=at)
    sent = [option for option in options if not option.carrier.is_pickup]
    ways = tuple(_way(option) for option in options) if len(options) > 1 else ()
    found = (_sent(min(sent, key=lambda option: option.price_cents), _hour_words(hour), ways),) if sent else ()
    fetched = next((option for option in options if option.carrier.is_pickup), None)
    return (*found, _fetched(fetched)) if fetched else found


def _hour_words(hour: datetime) -> str:
    """What the shop's hour limit means now; empty without one, and on a day off."""
    limit: int = front().settings["heure_limite"]
    if not limit or not is_working_day(hour.date()):
        return ""
    if hour.hour < limit:
        return f" Commandez avant {limit}{NBSP}h : préparé aujourd’hui."
    return f" Commandé après {limit}{NBSP}h : préparé le jour ouvré suivant."


def _way(option: CarrierOption) -> Way:
    when = f"prêt {delivery_words(option.delivery)}" if option.carrier.is_pickup else delivery_words(option.delivery)
    return Way(option.carrier.name, "Offert" if option.is_free else format_cents(option.price_cents), when)


def _sent(option: CarrierOption, hour_words: str, ways: tuple[Way, ...]) -> Promise:
    price = "Offert" if option.is_free else format_cents(option.price_cents)
    free = option.free_from_cents
    threshold = f", offert dès {format_cents(free)} d’achat" if free and not option.is_free else ""
    return Promise(
        "truck",
        f"Livré {delivery_words(option.delivery)}",
        f"{price} avec {option.carrier.name}{threshold}.{hour_words}",
        ways,
    )


def _fetched(option: CarrierOption) -> Promise:
    price = "Gratuit" if option.is_free else format_cents(option.price_cents)
    return Promise("shop", option.carrier.name, f"{price}. {option.carrier.delay}.")


def _withdrawal(product: Product) -> Promise:
    if product.is_withdrawal_excluded and product.kind == "virtual":
        return Promise(
            "calendar-check", "Réservé à une date",
            "Une prestation prévue à une date ne se rétracte pas (article L. 221-28, 12°, du Code de la consommation).",
        )  # fmt: skip
    if product.is_withdrawal_excluded:
        return Promise(
            "info-circle", "Fait pour vous, sans retour possible",
            "Article personnalisé ou périssable : le droit de rétractation ne s’y applique pas "
            "(article L. 221-28 du Code de la consommation).",
        )  # fmt: skip
    title = f"{withdrawal_days()}{NBSP}jours pour changer d’avis"
    return Promise("arrow-repeat", title, "À compter de la réception, sans avoir à vous justifier.")
