"""Deeds for many people at once: rooms above add their buttons to the register without being imported by it.

A room registers the view that takes the choice, above its route:

    @bulk("people.index", _("Пригласить"), Permission.ACCOUNT_OPEN, endpoint="accounts.invite_many", order=10)
    @bp.post("/people/invitations")
    @requires(Permission.ACCOUNT_OPEN)
    def invite_many() -> Response:
        people = db.session.scalars(chosen_people(current_actor(), Permission.ACCOUNT_OPEN, request.form)).all()

The token of a POST travels with its button, so that no address of a GET holds it; a deed that must happen once shows
a form of its own with a submission key first.

The register shows the button to whoever has the permission in some scope. What is posted to `endpoint` (a POST, or a
GET with `method="get"`): the public ids as `person`, and, where the reader
ticked «Все, кого нашли», `everybody=1` with the filters of the list (`q`, `kind`, `group`, `audience`, `organization`,
`lacks`, `external`). `portal.people.queries.chosen_people` reads them all and asks the gate about every person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from portal.access.actor import Actor
from portal.access.permissions import Permission

View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True, kw_only=True)
class BulkAction:
    """A button under the list: its label, the view that takes the choice, and who is shown it."""

    label: str
    endpoint: str
    permission: Permission
    method: str = "post"
    order: int = 50


ACTIONS: dict[str, list[BulkAction]] = {}


def bulk(
    place: str, label: str, permission: Permission, *, endpoint: str, method: str = "post", order: int = 50
) -> Callable[[View], View]:
    """Register the view as a deed for many on the page `place`; the smaller `order` stands first."""

    def register(view: View) -> View:
        action = BulkAction(label=label, endpoint=endpoint, permission=permission, method=method, order=order)
        kept = [each for each in ACTIONS.get(place, []) if each.endpoint != endpoint or each.label != label]
        ACTIONS[place] = sorted([*kept, action], key=lambda each: each.order)
        return view

    return register


def bulk_actions(place: str, actor: Actor) -> list[BulkAction]:
    """The buttons that this reader gets on the page."""
    return [each for each in ACTIONS.get(place, []) if actor.has(each.permission)]
