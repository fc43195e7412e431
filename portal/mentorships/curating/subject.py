"""What curators' reports hold where no key leads to a person: nobody's name stands in their figures.

Texts are a curator's words about a year; whoever is named in them is taken out of them by the washing of texts. Only
what one sent oneself goes into the own package.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from portal.core.db import db
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from portal.mentorships.curating.models import TEXTS, CuratorReport, CuratorReportVersion


@erases("curator_report", "curator_report_version", counted_by=lambda _erasing: ())
def leave_reports(erasing: Erasing) -> Iterable[Line]:
    """A report is the organisation's and stays; a name in its texts is washed out."""
    return ()


@collects("curator_report", "curator_report_version")
def own_reports(subject: Subject) -> Iterable[Held]:
    """Reports that the person sent, with their texts; figures are about the year and no one's data."""
    mine = CuratorReport.sent_by_id == subject.person_id
    report = sa.select(
        CuratorReport.due_on, CuratorReport.state, CuratorReport.number, CuratorReport.sent_on,
        CuratorReport.accepted_on, *(getattr(CuratorReport, name) for name in TEXTS),
    ).where(mine).order_by(CuratorReport.id)  # fmt: skip
    yield Held(table="curator_report", rows=[dict(row) for row in db.session.execute(report).mappings()])
    sent = (
        sa.select(CuratorReportVersion.number, CuratorReportVersion.sent_on)
        .join(CuratorReport, CuratorReport.id == CuratorReportVersion.report_id).where(mine)
        .order_by(CuratorReportVersion.id)
    )  # fmt: skip
    yield Held(table="curator_report_version", rows=[dict(row) for row in db.session.execute(sent).mappings()])
