"""The menu of the customer's account: the one list of its pages, in the order in which they are shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccountPage:
    """An entry: the page's endpoint in the storefront, its icon, its words, and the endpoints of the pages under it."""

    endpoint: str
    icon: str
    words: str
    under: tuple[str, ...] = ()

    def holds(self, endpoint: str | None) -> bool:
        """Whether a page of the shop is this one, or one under it."""
        return endpoint in {f"storefront.{name}" for name in (self.endpoint, *self.under)}


MENU = (
    AccountPage("account", "house", "Tableau de bord"),
    AccountPage("orders", "box-seam", "Commandes", ("order",)),
    AccountPage("invoices", "receipt", "Factures"),
    AccountPage("own_returns", "arrow-return-left", "Retours", ("own_return", "ask_return", "send_return")),
    AccountPage("own_slips", "arrow-counterclockwise", "Avoirs"),
    AccountPage("vouchers", "ticket-perforated", "Bons de réduction"),
    AccountPage("identity", "person", "Identité et consentements", ("save_identity", "save_password")),
    AccountPage("addresses", "geo-alt", "Adresses", ("address", "save_address")),
    AccountPage("messages", "chat-left-text", "Messages", ("thread", "write_again")),
    AccountPage("own_reviews", "star", "Mes avis"),
    AccountPage("personal_data", "shield-lock", "Mes données", ("read_data",)),
)
