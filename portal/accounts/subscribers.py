"""What accounts do when something happens to people: roles end with their place, a new e-mail is guarded."""

from typing import Any

from portal.accounts.actions import end_grants_without_place, leave_address
from portal.people.models import Membership, Person
from portal.people.signals import contact_changing, membership_ended


@membership_ended.connect
def _end_roles(actor: Any, membership: Membership, **_more: Any) -> None:
    end_grants_without_place(actor, membership)


@contact_changing.connect
def _guard_account(actor: Any, person: Person, **_more: Any) -> None:
    leave_address(actor, person)
