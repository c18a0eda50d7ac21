"""Who asks for a change, and the refusal when nobody with the right to it does."""

from typing import Literal, Protocol

OPERATOR: Literal["operator"] = "operator"
"""A command or a timer on the machine itself."""

VISITOR: Literal["visitor"] = "visitor"
"""Someone unknown who filled in a public form."""


class Person(Protocol):
    """A signed-in person, as far as the lower rooms need to know one."""

    def has_perm(self, perm: str, /) -> bool:
        """True when the person may do what `perm` names (for example "figures.change_figure")."""
        ...


type Actor = Person | Literal["operator", "visitor"]


class ActorRefused(PermissionError):
    """The action was refused: no actor was named, or this actor may not do it.

    Attributes:
        actor: who asked, as given; None when nobody was named.
        permission: the name of what was asked for.
    """

    code = "actor_refused"

    def __init__(self, actor: object, permission: str) -> None:
        who = "no actor was named" if actor is None else f"the actor {actor!s} may not do this"
        super().__init__(f"refused ({permission}): {who}")
        self.actor = actor
        self.permission = permission


def refuse_unless_allowed(actor: Actor | None, permission: str) -> None:
    """Returns when `actor` may do what `permission` names.

    The operator may; a visitor may not; a person may when they hold the permission.

    Raises:
        ActorRefused: for everyone else, for no actor and for any other word.
    """
    if actor is None or isinstance(actor, str):
        is_allowed = actor == OPERATOR
    else:
        is_allowed = actor.has_perm(permission)
    if not is_allowed:
        raise ActorRefused(actor, permission)
