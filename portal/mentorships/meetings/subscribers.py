"""What happens in pairs and can be the occasion of a questionnaire; hours of pairs that count towards a course."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from portal.core.i18n import _
from portal.events.courses.pair_work import counts_pair_minutes
from portal.mentorships.kinds import MemberSide
from portal.mentorships.meetings.actions.asking import EVENT
from portal.mentorships.meetings.queries.hours import minutes_by_month
from surveys.occasions import event

event(EVENT, _("После встречи пары"))


@counts_pair_minutes
def confirmed_minutes(person_ids: Collection[int], first: date, last: date) -> Mapping[int, int]:
    """Person → minutes of meetings that both sides confirm, as mentor and as mentee."""
    found: Counter[int] = Counter()
    for side in MemberSide:
        for (person_id, _year, _month), minutes in minutes_by_month(person_ids, first, last, side).items():
            found[person_id] += minutes
    return found
