"""Who is asking: nobody, a person with an account, or a candidate at their seat of a session."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.accounts.models import Role
from sandbox.policy.permissions import ROLE_PERMISSIONS, SHOP_PERMISSIONS, Permission


@dataclass(frozen=True, slots=True)
class Identity:
    """A request's author. `user_id` and `role` for an account, `seat_id` for a candidate who joined by code."""

    user_id: int | None = None
    role: Role | None = None
    seat_id: int | None = None
    name: str = ""

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody signed in or joined."""
        return self.user_id is None and self.seat_id is None

    def holds(self, permission: Permission) -> bool:
        """Whether the person holds a permission that is not about one shop."""
        if permission is Permission.PUBLIC:
            return True
        if permission is Permission.SEAT_WORK:
            return self.seat_id is not None
        if permission in SHOP_PERMISSIONS:
            return False
        return self.role is not None and permission in ROLE_PERMISSIONS[self.role]


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What decides about a shop: its kind, whether it can change, and whose it is (seat, practice user, examiners)."""

    kind: str
    is_writable: bool
    seat_id: int | None = None
    owner_user_id: int | None = None
    examiner_user_id: int | None = None
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class ShopAccess:
    """What a person may do in a shop: enter at all, and change it."""

    may_enter: bool
    may_write: bool

    def allows(self, permission: Permission) -> bool:
        """Whether a shop permission is granted."""
        if permission in (Permission.STOREFRONT_VISIT, Permission.BACKOFFICE_READ):
            return self.may_enter
        return permission in SHOP_PERMISSIONS and self.may_write


NO_ACCESS = ShopAccess(may_enter=False, may_write=False)


def shop_access(identity: Identity, shop: ShopFacts) -> ShopAccess:
    """Candidates write their own open copy; examiners look into their sessions' copies; staff look at references."""
    if identity.is_anonymous:
        return NO_ACCESS
    is_own = (identity.seat_id is not None and identity.seat_id == shop.seat_id) or (
        identity.user_id is not None and identity.user_id == shop.owner_user_id
    )
    if is_own:
        return ShopAccess(may_enter=True, may_write=shop.is_writable and shop.is_open)
    if identity.user_id is not None and identity.user_id == shop.examiner_user_id:
        return ShopAccess(may_enter=True, may_write=False)
    if shop.kind == "reference" and identity.role is not None and identity.holds(Permission.CONTEXT_READ):
        return ShopAccess(may_enter=True, may_write=False)
    return NO_ACCESS
