"""Customers: those that a company has, and those that are invented for its orders. Pure, and of nobody who lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.kernel.text import slugify
from sandbox.shop.traffic.rules.selling import names
from sandbox.shop.traffic.rules.selling.dice import Dice

LETTER_SHARE = 0.34
"""New customers who ask for the newsletter."""


@dataclass(frozen=True)
class Buyer:
    """A customer who may order: `since` in days before the start; addresses by key, the first is where parcels go."""

    key: str
    group: str
    since: int
    addresses: tuple[str, ...]
    first_name: str = ""


@dataclass(frozen=True)
class Invented:
    """A customer made up: what the files of customers and addresses hold; registered at a minute of a day before the start."""

    key: str
    is_woman: bool
    first_name: str
    last_name: str
    email: str
    born: str
    has_letter: bool
    day: int
    minute: int
    street: str
    postcode: str
    town: str
    region: str
    phone: str

    @property
    def address_key(self) -> str:
        """The key of the only address."""
        return f"{self.key}-maison"

    @property
    def buyer(self) -> Buyer:
        """As orders see it."""
        return Buyer(self.key, "", self.day, (self.address_key,), self.first_name)


class People:
    """Invents customers one after the other; an e-mail is nobody else's."""

    def __init__(self, seed: object, regions: Mapping[str, float], year: int, taken: set[str]) -> None:
        self._seed, self._year, self._emails = seed, year, set(taken)
        self._regions = [(name, share) for name, share in regions.items() if name in names.TOWNS]
        self.made: list[Invented] = []

    def invent(self, key: str, *, day: int, minute: int) -> Invented:
        """Somebody who registers at that minute; `day` in days before the start."""
        dice = Dice(self._seed, "client", key)
        is_woman = dice.chance(0.57)
        first, last = dice.pick(names.WOMEN if is_woman else names.MEN), dice.pick(names.FAMILIES)
        region = dice.weighted(self._regions)
        town, postcode = dice.pick(names.TOWNS[region])
        born = f"{dice.between(1, 28):02d}/{dice.between(1, 12):02d}/{self._year - dice.between(19, 76)}"
        made = Invented(
            key=key, is_woman=is_woman, first_name=first, last_name=last, email=self._email(first, last, dice), born=born,
            has_letter=dice.chance(LETTER_SHARE), day=day, minute=minute, street=f"{dice.between(1, 140)}, {dice.pick(names.STREETS)}",
            postcode=postcode, town=town, region=region,
            phone=f"{dice.weighted(names.PHONES)} {dice.between(10, 99)} {dice.between(10, 99)}",
        )  # fmt: skip
        self.made.append(made)
        return made

    def _email(self, first: str, last: str, dice: Dice) -> str:
        one, two, house = slugify(first), slugify(last).replace("-", ""), dice.pick(names.EMAILS)
        wanted = dice.pick(
            (f"{one}.{two}", f"{one[0]}.{two}", f"{two}.{one}", f"{one}{two}", f"{one}.{two}{dice.between(2, 95)}")
        )
        number, email = 2, f"{wanted}@{house}.example"
        while email in self._emails:
            email, number = f"{wanted}{number}@{house}.example", number + 1
        self._emails.add(email)
        return email
