"""Whole groups among those who are to be matched: each is one mentee that takes one place of a mentor."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.matching.drafts.kinds import CriterionCode
from portal.matching.drafts.queries.wishes import GRADE, Wishes
from portal.matching.drafts.settings import FORMAT, GROUP, HOME
from portal.matching.groups.models import GroupRequest
from portal.matching.groups.queries import group_waiting, learners_of
from portal.matching.signals import Taken
from portal.matching.solving.pool import Answer, Mentee
from portal.people.kinds import OrganizationKind
from portal.programs.models import Cycle, MentoringFormat
from portal.programs.queries import settings_of


@dataclass(frozen=True, kw_only=True)
class WaitingGroup:
    """The request of a group with those of its learners who may be joined: who has the consent to take part."""

    asked: GroupRequest
    person_ids: frozenset[int]

    @property
    def key(self) -> str:
        return self.asked.public_id


def waiting_groups(cycle: Cycle, format_: MentoringFormat | None, taken: Taken, on: date) -> Sequence[WaitingGroup]:
    """Groups that stand in the base and in no open pair, with somebody to join and no more than a group may hold."""
    most = settings_of(cycle).group_size
    asked = [
        each for each in group_waiting(cycle, format_.id if format_ else None)
        if (each.group_id, each.format_id) not in taken.groups
    ]  # fmt: skip
    if not asked:
        return ()
    learners = learners_of([each.group_id for each in asked], cycle.program.organization_id, on)
    found = [
        WaitingGroup(
            asked=each,
            person_ids=frozenset(one.person.id for one in learners.get(each.group_id, ()) if one.is_ready),
        )
        for each in asked
    ]
    return [each for each in found if 0 < len(each.person_ids) <= most]


def group_mentee(group: WaitingGroup, said: Mapping[int, Wishes]) -> Mentee:
    """The group as the solver takes it: of the wishes of its people what half of those who answered have named."""
    asked = group.asked
    answers: dict[str, Answer] = dict(_shared([said[each] for each in sorted(group.person_ids) if each in said]))
    answers |= {FORMAT: frozenset({asked.format.code}), HOME: frozenset({str(asked.organization_id)}),
                GROUP: frozenset({str(asked.group_id)})}  # fmt: skip
    if asked.languages:
        answers[CriterionCode.LANGUAGE] = frozenset(asked.languages)
    if grade := grade_of_course(asked.group.course, asked.organization.kind):
        answers[CriterionCode.AGE] = grade
    return Mentee(
        key=asked.public_id, answers={str(code): codes for code, codes in answers.items()},
        people=frozenset(str(each) for each in group.person_ids), applied=asked.starts_on.isoformat(),
    )  # fmt: skip


def grade_of_course(course: int | None, kind: str) -> frozenset[str]:
    """The class or the year of study in the codes of the mentors' list; nothing where it is not written down."""
    if course is None:
        return frozenset()
    if kind == OrganizationKind.COLLEGE:
        return frozenset({"c1" if course == 1 else "c2"})
    return frozenset({"g10_11" if course >= 10 else "g8_9" if course >= 8 else "g5_7"})


def _shared(wishes: Sequence[Wishes]) -> dict[str, frozenset[str]]:
    codes = {code for each in wishes for code in each} - {GRADE}
    found = {}
    for code in sorted(codes):
        answered = [each[code] for each in wishes if each.get(code)]
        count = Counter(one for said in answered for one in said)
        named = frozenset(one for one, times in count.items() if times * 2 >= len(answered))
        if named:
            found[code] = named
    return found
