"""Reports and pairs as views get them: through the gate, with what their pages show."""

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core import clock
from portal.core.errors import NotAllowed
from portal.mentorships.closing.access import reads_sheet
from portal.mentorships.closing.actions import refuse_unbegun
from portal.mentorships.closing.dates import begins_on
from portal.mentorships.closing.models import MentorReport
from portal.mentorships.closing.queries import LOADED, PairFacts, Summing, facts_of, summing_of
from portal.mentorships.kinds import MemberSide
from portal.mentorships.models import Mentorship
from portal.mentorships.views.opening import one_pair
from portal.people.readings import show_list


def one_report(public_id: str, permission: Permission, *, lock: bool = False) -> MentorReport:
    """The report on which the reader has the permission."""
    return get_or_404(current_actor(), MentorReport, public_id, permission, *LOADED, lock=lock)


def facts_in(report: MentorReport) -> PairFacts:
    """Numbers of a report: frozen ones once it was sent, as the data stands while it is written."""
    if not report.is_written and report.facts:
        return PairFacts.from_data(report.facts)
    pair = report.mentorship
    today = clock.today(pair.organization.time_zone)
    return facts_of(pair, begins_on(pair, report.due_on), min(today, report.due_on), today)


def note_reading(pair: Mentorship, place: str) -> None:
    """Whose pair was read goes into the trail."""
    people = [each.person_id for each in pair.members]
    show_list(current_actor(), place, people, organization_id=pair.organization_id)


def summed(pair: Mentorship) -> Summing:
    """The closing sheet of the pair as of today."""
    return summing_of(pair, clock.today(pair.organization.time_zone))


def reads_reviews(pair: Mentorship) -> bool:
    """Whether the reader sees what mentees say of the mentoring: those who keep the registry do.

    Whoever is or was a mentor of the pair does not, in any other role either.
    """
    actor = current_actor()
    if any(each.side == MemberSide.MENTOR and each.person_id == actor.person_id for each in pair.members):
        return False
    return Permission.MENTORSHIP_CHANGE in permissions_on(actor, pair)


def one_sheet(public_id: str) -> Mentorship:
    """The pair whose closing sheet is read. Raises NotAllowed for whoever left it, Refusal for one that never began."""
    pair = one_pair(public_id, Permission.CLOSING_READ)
    if not reads_sheet(current_actor(), pair):
        raise NotAllowed
    refuse_unbegun(pair)
    return pair
