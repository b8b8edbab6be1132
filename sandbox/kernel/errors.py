"""What a service may refuse. The text is French and shown as it is; `web/errors.py` gives each one its HTTP status."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal in words that the user can act on."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(DomainError):
    """The thing does not exist for this person: it may exist for another, and that is not told."""


class RuleBroken(DomainError):
    """A rule of the domain refuses these values; `field` names the input at fault when there is one."""


class Conflict(DomainError):
    """Somebody else changed the same thing in between; both values must be shown."""


class NotAllowed(DomainError):
    """The person is known, the thing is theirs to see, the act is not."""
