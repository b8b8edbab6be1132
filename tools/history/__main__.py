"""Command: `python3 -m tools.history [slug]`, from the root of the repository; writes the history of a context again."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.history.aftersale import read_after_sale, write_after_sale
from tools.history.orders import make_orders
from tools.history.profile import load_profile
from tools.history.sources import read_customers, read_products, read_promises
from tools.history.writing import write_history

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Write the files and say how many orders they hold."""
    slug = arguments[0] if arguments else "brulerie-castelune"
    context = ROOT / "scenarios" / "contexts" / slug
    folder = Path(__file__).parent / slug
    profile = load_profile(folder)
    products = read_products(context)
    orders = make_orders(profile, products, read_customers(context), read_promises(context))
    write_history(context / "commandes", profile, products, orders)
    write_after_sale(context / "commandes", read_after_sale(folder), profile.seed, orders)
    print(
        f"{slug} : {len(orders)} commandes, {sum(len(order.lines) for order in orders)} lignes, {len(profile.carts)} paniers"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
