"""Plans, items and pairs as views get them: through the gate, with what their pages show."""

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.errors import NotAllowed, NotSeen
from portal.mentorships.models import Mentorship
from portal.mentorships.plans.models import Plan, PlanItem
from portal.mentorships.plans.queries import LOADED
from portal.mentorships.queries import WITH_MEMBERS
from portal.people.readings import show_list


def one_plan(public_id: str, permission: Permission, *, lock: bool = False) -> Plan:
    """The plan on which the reader has the permission. Raises NotAllowed to write for whoever has left the pair."""
    plan = get_or_404(current_actor(), Plan, public_id, permission, *LOADED, lock=lock)
    if permission == Permission.PLAN_EDIT and permission not in may_on(plan):
        raise NotAllowed
    return plan


def one_item(public_id: str, item_id: str, permission: Permission, *, lock: bool = False) -> PlanItem:
    """An item of such a plan; `lock` takes the plan. Raises NotSeen for an item of another one."""
    found = next((each for each in one_plan(public_id, permission, lock=lock).items if each.public_id == item_id), None)
    if found is None:
        raise NotSeen
    return found


def pair_with_plans(public_id: str, permission: Permission, *, lock: bool = False) -> Mentorship:
    """The pair on which the reader has a permission about plans; as for one plan."""
    pair = get_or_404(current_actor(), Mentorship, public_id, permission, *WITH_MEMBERS, lock=lock)
    if permission == Permission.PLAN_EDIT and permission not in may_in(pair):
        raise NotAllowed
    return pair


def note_reading(plan: Plan, place: str) -> None:
    """Whose plan was read goes into the trail."""
    pair = plan.mentorship
    people = [each.person_id for each in pair.members] if pair else [plan.person_id] if plan.person_id else []
    show_list(current_actor(), place, people, organization_id=plan.organization_id)


def may_on(plan: Plan) -> frozenset[Permission]:
    """What the reader may do with the plan."""
    stands = plan.mentorship is None or _stands(plan.mentorship)
    return _writing(permissions_on(current_actor(), plan), stands)


def may_in(pair: Mentorship) -> frozenset[Permission]:
    """What the reader may do with plans of the pair."""
    return _writing(permissions_on(current_actor(), pair), _stands(pair))


def _writing(may: frozenset[Permission], stands: bool) -> frozenset[Permission]:
    """Whoever has left the pair reads on and writes no more; those who approve always write."""
    return may if stands or Permission.PLAN_APPROVE in may else may - {Permission.PLAN_EDIT}


def _stands(pair: Mentorship) -> bool:
    person_id = current_actor().person_id
    return any(each.person_id == person_id and each.ends_on is None for each in pair.members)
