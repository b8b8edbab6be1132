"""Small shops for the market's rules."""

from __future__ import annotations

from typing import Any

from sandbox.shop.market.rules.picture import Habits, Item, Picture, Usual


def item(number: int, **values: Any) -> Item:
    """A thing on sale at 10 € times its number."""
    given: dict[str, Any] = {"category_id": 1, "price_cents": 1000 * number, "stock": 50, **values}
    return Item((number, None), f"Article {number}", **given)


def habits(visits: float = 60.0, **values: Any) -> Habits:
    """Every day the same visits from two sources on two devices; one in ten orders."""
    usual = {
        (day, source, device): Usual(visits)
        for day in range(7) for source in ("organique", "direct") for device in ("mobile", "ordinateur")
    }  # fmt: skip
    given: dict[str, Any] = {"wishes": {(number, None): 5.0 - number for number in (1, 2, 3)}, **values}
    return Habits(usual=usual, buying={"organique": 0.1, "direct": 0.1}, **given)


def picture(**values: Any) -> Picture:
    """Three things of one category."""
    given: dict[str, Any] = {"items": (item(1), item(2), item(3)), "delivery_cents": 490, **values}
    return Picture(**given)
