"""The permissions that endpoints ask for, written `scope:resource:action`, and who holds them."""

from __future__ import annotations

from enum import StrEnum

from sandbox.accounts.models import Role


class Permission(StrEnum):
    """What an endpoint asks for. A view that names none is closed."""

    PUBLIC = "site:public:read"
    ACCOUNT = "site:account:use"

    STOREFRONT_VISIT = "shop:storefront:visit"
    STOREFRONT_ACT = "shop:storefront:act"
    BACKOFFICE_READ = "shop:backoffice:read"
    BACKOFFICE_WRITE = "shop:backoffice:write"

    SEAT_WORK = "exam:seat:work"
    SESSION_READ = "exam:session:read"
    SESSION_RUN = "exam:session:run"
    PRACTICE = "practice:run:use"
    SUBJECT_AUTHOR = "training:subject:author"
    CONTEXT_READ = "training:context:read"
    STORY_READ = "training:story:read"
    USERS_MANAGE = "admin:users:manage"
    SYSTEM_READ = "admin:system:read"
    CENTRE_PLAN = "admin:centre:plan"


SHOP_PERMISSIONS = frozenset({
    Permission.STOREFRONT_VISIT, Permission.STOREFRONT_ACT, Permission.BACKOFFICE_READ, Permission.BACKOFFICE_WRITE,
})  # fmt: skip
"""Permissions that are asked about one shop, after it was found to be the person's to enter."""

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CANDIDATE: frozenset({Permission.ACCOUNT, Permission.PRACTICE}),
    Role.EXAMINER: frozenset({
        Permission.ACCOUNT, Permission.SESSION_READ, Permission.SESSION_RUN, Permission.CONTEXT_READ, Permission.STORY_READ,
    }),
    Role.TRAINER: frozenset({
        Permission.ACCOUNT, Permission.SUBJECT_AUTHOR, Permission.CONTEXT_READ, Permission.STORY_READ, Permission.PRACTICE,
    }),
    Role.ADMINISTRATOR: frozenset({
        Permission.ACCOUNT, Permission.USERS_MANAGE, Permission.SYSTEM_READ, Permission.CENTRE_PLAN, Permission.CONTEXT_READ,
    }),
}  # fmt: skip
