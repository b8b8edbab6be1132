"""The search of the top bar: products, customers, orders and threads that a few words name."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request, url_for

from sandbox.policy.permissions import Permission
from sandbox.shop.catalog.queries import search_choices
from sandbox.shop.customers.queries import CustomerFilter, list_customers
from sandbox.shop.orders.queries import OrderFilter, list_orders
from sandbox.shop.support.queries import ThreadFilter, list_threads
from sandbox.web.access import allow
from sandbox.web.backoffice import acting, bp

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its name, what tells it from others, where it is."""

    name: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; `all_url` is the whole list, filtered, when it can be."""

    title: str
    icon: str
    hits: list[Hit]
    all_url: str


@bp.get("/recherche")
@allow(Permission.BACKOFFICE_READ)
def search() -> str:
    """What the words name, a few of each kind."""
    text = " ".join(request.args.get("q", "").split())[:100]
    groups = [look(text) for area, look in LOOKS.items() if acting.may_view(area)] if text else []
    found = [group for group in groups if group.hits]
    return render_template("backoffice/search.html", text=text, groups=found, shown=SHOWN)


def _products(text: str) -> Group:
    rows = search_choices(text, limit=SHOWN)
    hits = [
        Hit(p.name, p.reference or "Sans référence", url_for("backoffice.product_edit", product_id=p.id)) for p in rows
    ]
    return Group("Produits", "box-seam", hits, url_for("backoffice.products", name=text))


def _customers(text: str) -> Group:
    rows = list_customers(CustomerFilter(text=text), size=SHOWN).items
    hits = [Hit(c.full_name, c.email, url_for("backoffice.customer_view", customer_id=c.id)) for c in rows]
    return Group("Clients", "people", hits, url_for("backoffice.customers"))


def _orders(text: str) -> Group:
    by_reference = list_orders(OrderFilter(reference=text), size=SHOWN).items
    rows = by_reference or list_orders(OrderFilter(customer=text), size=SHOWN).items
    hits = [
        Hit(r.reference, f"{r.customer.full_name}, {r.state.name}", url_for("backoffice.order_view", order_id=r.id))
        for r in rows
    ]
    return Group("Commandes", "bag-check", hits, url_for("backoffice.orders"))


def _threads(text: str) -> Group:
    rows = list_threads(ThreadFilter(text=text), size=SHOWN).items
    hits = [Hit(r.thread.name, r.subject, url_for("backoffice.thread_view", thread_id=r.thread.id)) for r in rows]
    return Group("Service client", "chat-left-text", hits, url_for("backoffice.threads", texte=text))


LOOKS = {"produits": _products, "clients": _customers, "commandes": _orders, "service-client": _threads}
"""Each kind with the screen whose rights open it."""
