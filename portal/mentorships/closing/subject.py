"""What summing up holds where no key leads to a person: texts about a pair in which somebody stood.

A mentor's reports and a member's own word go with the person by the rule of their columns. What others wrote about a
pair in which the person stood is blanked whole; states and dates stay.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from portal.core.db import db, run
from portal.core.personal_data import Basis
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from portal.core.washing import may_mention
from portal.mentorships.closing.kinds import ReportState
from portal.mentorships.closing.models import TEXTS, ClosingSheet, MentorReport, MentorReportVersion
from portal.mentorships.closing.queries.members import STAYED
from portal.mentorships.models import Mentorship, MentorshipMember

SHEET_TEXTS = ("reached", "group_words", "conclusion", "advice", "reason")
may_mention("mentor_report", *TEXTS, "remark")
may_mention("mentor_report_version", "content")
may_mention("closing_word", "gained", "ahead", "review")
may_mention("closing_sheet", *SHEET_TEXTS)


def _count(erasing: Erasing) -> Iterable[Line]:
    reports = sa.select(sa.func.count()).select_from(MentorReport).where(_pairs(erasing, MentorReport.mentorship_id))
    sent = sa.select(sa.func.count()).select_from(MentorReportVersion).where(_versions(erasing))
    sheets = sa.select(sa.func.count()).select_from(ClosingSheet).where(_pairs(erasing, ClosingSheet.mentorship_id))
    yield from _lines(*(db.session.scalar(each) or 0 for each in (reports, sent, sheets)))


@erases("mentor_report", "mentor_report_version", "closing_sheet", counted_by=_count)
def forget_sums(erasing: Erasing) -> Iterable[Line]:
    """Texts about pairs in which the person stood go; that a report was sent and accepted stays."""
    sent = run(sa.delete(MentorReportVersion).where(_versions(erasing)))
    of_pairs = _pairs(erasing, MentorReport.mentorship_id)
    run(sa.update(MentorReport).where(of_pairs, MentorReport.state == ReportState.RETURNED)
        .values(state=ReportState.DRAFT))  # fmt: skip
    gone: dict[str, object] = {**dict.fromkeys(TEXTS, ""), "remark": "", "facts": {}}
    reports = run(sa.update(MentorReport).where(of_pairs).values(gone))
    sheets = run(
        sa.update(ClosingSheet).where(_pairs(erasing, ClosingSheet.mentorship_id))
        .values({**dict.fromkeys(SHEET_TEXTS, ""), "results": {}, "criteria": {}})
    )  # fmt: skip
    yield from _lines(reports, sent, sheets)


@collects("mentor_report", "mentor_report_version", "closing_sheet")
def own_sums(subject: Subject) -> Iterable[Held]:
    """A mentor's own reports whole; of what others sent about the pairs of the person only that it is there.

    The closing sheet goes with it where the person stayed in the pair: its members read it on its page, too.
    """
    own, whole = MentorReport.person_id == subject.person_id, Erasing(subject=subject)
    head = (MentorReport.due_on, MentorReport.state, MentorReport.number)
    texts = (getattr(MentorReport, name) for name in TEXTS)
    written = sa.select(
        *head, *texts, MentorReport.facts, MentorReport.remark, MentorReport.sent_on, MentorReport.accepted_on
    ).where(own)
    others = sa.select(*head).where(~own, MentorReport.sent_on.is_not(None), _pairs(whole, MentorReport.mentorship_id))
    yield Held(table="mentor_report", rows=[*_rows(written, MentorReport), *_rows(others, MentorReport)])
    sent = (
        sa.select(MentorReportVersion.number, MentorReportVersion.sent_on, MentorReportVersion.content)
        .join(MentorReport, MentorReport.id == MentorReportVersion.report_id).where(own)
    )  # fmt: skip
    yield Held(table="mentor_report_version", rows=_rows(sent, MentorReportVersion))
    stayed = (
        sa.select(MentorshipMember.mentorship_id).join(Mentorship)
        .where(MentorshipMember.person_id == subject.person_id, STAYED)
    )  # fmt: skip
    summed = sa.select(
        ClosingSheet.results, ClosingSheet.criteria, ClosingSheet.reached, ClosingSheet.group_words,
        ClosingSheet.conclusion, ClosingSheet.recommendation, ClosingSheet.advice, ClosingSheet.reviewed_on,
        ClosingSheet.ending, ClosingSheet.reason,
    ).where(ClosingSheet.mentorship_id.in_(stayed))  # fmt: skip
    yield Held(table="closing_sheet", rows=_rows(summed, ClosingSheet))


def _rows(query: Any, model: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in db.session.execute(query.order_by(model.id)).mappings()]


def _pairs(erasing: Erasing, key: sa.orm.InstrumentedAttribute[int]) -> sa.ColumnElement[bool]:
    if erasing.basis not in (None, Basis.CONSENT):
        return sa.false()
    stood = sa.select(MentorshipMember.mentorship_id).where(MentorshipMember.person_id == erasing.subject.person_id)
    if erasing.organization_id is not None and not erasing.is_whole:
        stood = stood.join(Mentorship).where(Mentorship.organization_id == erasing.organization_id)
    return key.in_(stood)


def _versions(erasing: Erasing) -> sa.ColumnElement[bool]:
    return MentorReportVersion.report_id.in_(
        sa.select(MentorReport.id).where(_pairs(erasing, MentorReport.mentorship_id))
    )


def _lines(reports: int, sent: int, sheets: int) -> Iterable[Line]:
    yield Line(table="mentor_report", columns=(*TEXTS, "remark", "facts"), rows=reports, how="blanked")
    yield Line(table="mentor_report_version", columns=("content",), rows=sent, how="erased")
    yield Line(table="closing_sheet", columns=(*SHEET_TEXTS, "results", "criteria"), rows=sheets, how="blanked")
