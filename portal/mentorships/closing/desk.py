"""What summing up puts on the desk: one's report and its date, reports to accept, one's word about a pair that ends."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _, ngettext
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.mentorships.closing.kinds import ReportState
from portal.mentorships.closing.models import ClosingWord
from portal.mentorships.closing.queries import LATE, STAYED, own_unsent, waiting_reports
from portal.mentorships.closing.words import when_due
from portal.mentorships.kinds import MentorshipState
from portal.mentorships.labels import pair_title
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.queries import WITH_MEMBERS

NEAR_THE_END, AFTER_THE_END = timedelta(days=14), timedelta(days=30)


@finder("closing.reports")
def reports_to_write(actor: Actor, reader: Any) -> Found:
    """Reports of the reader that were not sent, with how much time is left or gone."""
    if actor.person_id is None or not actor.has(Permission.REPORT_WRITE):
        return None
    return Waiting(query=own_unsent(actor.person_id), tell=partial(_unsent, actor))


def _unsent(actor: Actor, rows: Sequence[Any]) -> list[Step]:
    today = clock.today(actor.time_zone)
    return [
        Step(
            title=_("Отчёт вернулся на доработку") if each.state == ReportState.RETURNED else _("Отчёт наставника"),
            text=f"{pair_title(each.mentorship)}: {when_due(each, today)}", button=_("Написать отчёт"),
            url=url_for("mentor_reports.edit", public_id=each.public_id),
            tone="wait" if each.is_late(today) else "none",
        )
        for (each,) in rows
    ]  # fmt: skip


@finder("closing.accepting")
def reports_to_accept(actor: Actor, reader: Any) -> Found:
    """Reports that wait for the curator, and how many mentors are late, counted."""
    if not actor.has(Permission.REPORT_ACCEPT):
        return None
    return Waiting(query=waiting_reports(actor, clock.today(actor.time_zone)), tell=_unaccepted)


def _unaccepted(rows: Sequence[Any]) -> list[Step]:
    ((sent, late),) = rows
    said = []
    if sent:
        said.append(ngettext("ждёт проверки %(num)s", "ждут проверки %(num)s", sent))
    if late:
        said.append(ngettext("просрочен %(num)s", "просрочено %(num)s", late))
    state = ReportState.SENT.value if sent else LATE
    return [
        Step(title=_("Отчёты наставников"), text=", ".join(said), button=_("Открыть отчёты"),
             url=url_for("mentor_reports.index", state=state))
    ]  # fmt: skip


@finder("closing.words")
def words_to_say(actor: Actor, reader: Any) -> Found:
    """Pairs of the reader that come to their end or have just ended, about which the reader said nothing yet."""
    if actor.person_id is None or not actor.has(Permission.CLOSING_SAY):
        return None
    today = clock.today(actor.time_zone)
    works = Mentorship.state.in_((MentorshipState.ACTIVE, MentorshipState.PAUSED))
    ends = sa.or_(
        sa.and_(works, Mentorship.planned_until <= today + NEAR_THE_END),
        sa.and_(Mentorship.state == MentorshipState.CLOSED, Mentorship.ends_on >= today - AFTER_THE_END),
    )
    stood = sa.select(MentorshipMember.mentorship_id).where(MentorshipMember.person_id == actor.person_id, STAYED)
    said = sa.select(ClosingWord.mentorship_id).where(ClosingWord.person_id == actor.person_id)
    query = (
        sa.select(Mentorship).where(ends, Mentorship.id.in_(stood.correlate(Mentorship)), Mentorship.id.not_in(said))
        .options(*WITH_MEMBERS).order_by(Mentorship.planned_until, Mentorship.id).limit(5)
    )  # fmt: skip
    return Waiting(query=query, tell=_unsaid)


def _unsaid(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Подведите итоги пары"), text=pair_title(pair), button=_("Сказать о паре"),
            url=url_for("closing.ask_word", public_id=pair.public_id),
        )
        for (pair,) in rows
    ]  # fmt: skip
