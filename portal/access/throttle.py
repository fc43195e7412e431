"""What is heavy or can be used for gathering is not done without end: limits by person, or by address for a guest."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, request

from portal.access.web import current_actor
from portal.core.errors import TooOften

View = TypeVar("View", bound=Callable[..., Any])


def at_most(limit: str) -> Callable[[View], View]:
    """Let a view through `limit` times («60 per minute») for one person (ASVS 5.0 2.4.1); stands below `@requires`."""

    def stamp(view: View) -> View:
        @wraps(view)
        def counted(*args: Any, **kwargs: Any) -> Any:
            who = str(current_actor().person_id or request.remote_addr or "-")
            limits, keys = current_app.extensions["limits"], (request.endpoint or "", who)
            if not limits.hit(limit, *keys):
                raise TooOften(limits.seconds_left(limit, *keys))
            return view(*args, **kwargs)

        return counted  # type: ignore[return-value]

    return stamp
