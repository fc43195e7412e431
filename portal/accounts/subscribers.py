"""What accounts do when something happens to people: a place that ends takes its roles along."""

from typing import Any

from portal.accounts.actions import end_grants_without_place
from portal.people.models import Membership
from portal.people.signals import membership_ended


@membership_ended.connect
def _end_roles(actor: Any, membership: Membership, **_more: Any) -> None:
    end_grants_without_place(actor, membership)
