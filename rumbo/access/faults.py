"""What can go wrong in this room, each with its facts. Sentences for people are made at the edge."""

from datetime import datetime
from typing import Literal

WhyClosed = Literal["unknown", "expired", "accepted", "withdrawn"]


class InvitationClosed(Exception):
    """An invitation that cannot be accepted.

    Args:
        why: unknown, expired, accepted or withdrawn.
        closed_at: when it became so; None for an unknown one.
    """

    code = "invitation_closed"

    def __init__(self, why: WhyClosed, closed_at: datetime | None = None) -> None:
        super().__init__(f"the invitation is {why}")
        self.why = why
        self.closed_at = closed_at


class AlreadyHasAccount(Exception):
    """Somebody with this e-mail address can already sign in.

    Args:
        email: the address.
    """

    code = "already_has_account"

    def __init__(self, email: str) -> None:
        super().__init__("an account with this e-mail address exists")
        self.email = email


class UnknownRole(ValueError):
    """A role that does not exist.

    Args:
        role: what was given.
    """

    code = "unknown_role"

    def __init__(self, role: str) -> None:
        super().__init__(f"no role is called {role!r}")
        self.role = role


class LogIsAppendOnly(Exception):
    """Somebody tried to change or delete a line of the action log."""

    code = "log_is_append_only"
