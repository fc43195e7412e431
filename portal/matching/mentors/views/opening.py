"""One profile as a view gets it: through the gate, with what its page shows."""

from sqlalchemy.orm import joinedload, selectinload

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core import clock
from portal.matching.mentors.eligibility import route_category
from portal.matching.mentors.models import MentorProfile
from portal.matching.mentors.queries.openings import cycles_by_format
from portal.programs.definitions import formats
from portal.programs.kinds import RouteSubject
from portal.programs.queries import route_of
from portal.programs.routes import Route

_LOADED = (
    joinedload(MentorProfile.person), joinedload(MentorProfile.organization), joinedload(MentorProfile.baseline_by),
    selectinload(MentorProfile.traits),
)  # fmt: skip


def one_profile(public_id: str, permission: Permission, *, lock: bool = False) -> MentorProfile:
    """The profile on which the reader has the permission."""
    return get_or_404(current_actor(), MentorProfile, public_id, permission, *_LOADED, lock=lock)


def format_names(profile: MentorProfile) -> list[str]:
    """Names of the formats in which the mentor works, in the order of the reference."""
    return [each.name for code, each in formats().items() if code in profile.format_codes]


def route_into_base(profile: MentorProfile) -> Route:
    """Who decides about mentors of this category, by the programme whose year runs the first of the formats."""
    cycles = cycles_by_format(profile.organization_id, clock.today(profile.organization.time_zone))
    cycle = next((cycles[code] for code in profile.format_codes if code in cycles), None)
    if cycle is None:
        return ()
    return route_of(cycle.program, category=route_category(profile.category), subject=RouteSubject.MENTORS)
