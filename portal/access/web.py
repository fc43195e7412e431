"""The actor of a request and the stamps on views: `@requires` for most, `@public` for the few open ones."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import g

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., Any])


class SignInNeeded(Exception):
    """The page needs a signed-in person and there is none."""


def current_actor() -> Actor:
    """Who acts in this request. `accounts` sets it before the view; a guest otherwise."""
    actor: Actor | None = g.get("actor")
    return actor or Actor.guest()


def requires(permission: Permission) -> Callable[[View], View]:
    """Let in only those who have `permission` in some scope; the gate decides about the object."""

    def stamp(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            actor = current_actor()
            if not actor.has(permission):
                raise SignInNeeded if actor.person_id is None else NotAllowed
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return stamp


def public(view: View) -> View:
    """Open to everybody, said aloud: a test fails for a view with neither stamp."""
    view.permission = None  # type: ignore[attr-defined]
    return view
