"""The way of a mentor's report: begun, written, sent, returned with a remark or accepted."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, insert_for_upsert, new_public_id
from portal.core.errors import NotAllowed, Refusal
from portal.core.i18n import _, ru_date
from portal.core.notices import notify
from portal.core.text import clean_text
from portal.mentorships.closing.dates import begins_on, next_due
from portal.mentorships.closing.kinds import MOST_VERSIONS, ReportState
from portal.mentorships.closing.models import TEXTS, MentorReport, MentorReportVersion
from portal.mentorships.closing.queries.facts import done_in_words, facts_of
from portal.mentorships.closing.queries.members import member_of
from portal.mentorships.kinds import MemberSide
from portal.mentorships.models import Mentorship

KIND = "mentor_report"


@dataclass(frozen=True, kw_only=True)
class ReportTexts:
    """What the mentor writes."""

    done: str = ""
    difficulties: str = ""
    portrait: str = ""
    conclusion: str = ""
    advice: str = ""

    @property
    def values(self) -> dict[str, str]:
        """By column."""
        return {name: clean_text(getattr(self, name)) for name in TEXTS}


def begin_own(actor: Actor, pair: Mentorship) -> MentorReport:
    """The report that the actor writes next about the pair: by the next date, or the one that is begun already.

    Raises NotAllowed for whoever is not a mentor of the pair, Refusal where every report was sent.
    """
    member = member_of(pair, actor.person_id)
    if actor.person_id is None or member is None or member.side != MemberSide.MENTOR:
        raise NotAllowed
    written = db.session.scalars(
        sa.select(MentorReport).where(MentorReport.mentorship_id == pair.id, MentorReport.person_id == actor.person_id)
        .order_by(MentorReport.due_on)
    ).all()  # fmt: skip
    begun = next((each for each in written if each.is_written), None)
    if begun is not None:
        return begun
    due_on = next_due(pair, clock.today(pair.organization.time_zone), [each.due_on for each in written])
    if due_on is None:
        raise Refusal(_("Отчёты об этой паре уже отправлены."))
    return begin(actor, pair, actor.person_id, due_on)


def begin(actor: Actor, pair: Mentorship, person_id: int, due_on: date) -> MentorReport:
    """The report of this mentor by this date, filled from the data; one that is there already stays as it is."""
    return begin_once(actor, pair, person_id, due_on)[0]


def begin_once(actor: Actor, pair: Mentorship, person_id: int, due_on: date) -> tuple[MentorReport, bool]:
    """(the report as `begin` has it, whether this call made it).

    Nobody makes it twice: the database holds one for a pair, a mentor and a date.
    """
    today = clock.today(pair.organization.time_zone)
    row = {
        "public_id": new_public_id(), "mentorship_id": pair.id, "person_id": person_id, "due_on": due_on,
        "state": ReportState.DRAFT, "number": 1, "version": 1, "facts": {}, "remark": "", "created_at": clock.now(),
        "updated_at": clock.now(), **dict.fromkeys(TEXTS, ""),
        "done": done_in_words(pair, begins_on(pair, due_on), min(today, due_on)),
    }  # fmt: skip
    putting = insert_for_upsert(MentorReport).values(row).on_conflict_do_nothing(
        index_elements=["mentorship_id", "person_id", "due_on"]
    )  # fmt: skip
    made = db.session.scalar(putting.returning(MentorReport.id))
    report = db.session.scalars(
        sa.select(MentorReport).where(
            MentorReport.mentorship_id == pair.id, MentorReport.person_id == person_id, MentorReport.due_on == due_on
        )
    ).one()
    if made is not None:
        audit.record(actor, AuditEvent.MENTOR_REPORT_BEGUN, report, organization_id=pair.organization_id)
    return report, made is not None


def write(actor: Actor, report: MentorReport, texts: ReportTexts) -> None:
    """Save what is written. Call with the report locked; raises NotAllowed for others, Refusal once it was sent."""
    _refuse_others(actor, report)
    _refuse_sent(report)
    if any(getattr(report, name) != value for name, value in texts.values.items()):
        for name, value in texts.values.items():
            setattr(report, name, value)
        report.version += 1
        db.session.flush()
        _record(actor, AuditEvent.MENTOR_REPORT_CHANGED, report)


def send(actor: Actor, report: MentorReport) -> None:
    """Hand it in: numbers of the pair are frozen, what was sent is kept as a version. Sending again changes nothing.

    Call with the report locked. Raises NotAllowed for others, Refusal for one without a word about what was done.
    """
    _refuse_others(actor, report)
    if report.state == ReportState.SENT:
        return
    _refuse_sent(report)
    if not report.done or not report.conclusion:
        raise Refusal(_("Напишите, что сделано и к чему пришли: без этого отчёт не отправить."))
    if report.number > MOST_VERSIONS:
        raise Refusal(_("Этот отчёт возвращали слишком много раз. Позвоните куратору."))
    pair = report.mentorship
    today = clock.today(pair.organization.time_zone)
    report.facts = facts_of(pair, begins_on(pair, report.due_on), min(today, report.due_on), today).as_data()
    report.state, report.sent_on, report.remark = ReportState.SENT, today, ""
    report.version += 1
    report.versions.append(MentorReportVersion(number=report.number, sent_on=today, content=content_of(report)))
    db.session.flush()
    _record(actor, AuditEvent.MENTOR_REPORT_SENT, report, number=report.number)


def give_back(actor: Actor, report: MentorReport, *, remark: str) -> None:
    """It is written again, by the remark. Call with the report locked; raises Refusal for one that does not wait."""
    _refuse_unsent(report)
    words = clean_text(remark)
    if not words:
        raise Refusal(_("Напишите, что поправить."))
    if report.number >= MOST_VERSIONS:
        raise Refusal(_("Этот отчёт возвращали слишком много раз. Примите его и поговорите с наставником."))
    report.state, report.remark, report.number = ReportState.RETURNED, words, report.number + 1
    report.version += 1
    db.session.flush()
    _tell(report, _("Отчёт о паре вернулся на доработку"))
    _record(actor, AuditEvent.MENTOR_REPORT_RETURNED, report)


def accept(actor: Actor, report: MentorReport) -> None:
    """It is settled; accepting again changes nothing. Call with the report locked; raises Refusal before it is sent."""
    if report.state == ReportState.ACCEPTED:
        return
    _refuse_unsent(report)
    today = clock.today(report.mentorship.organization.time_zone)
    report.state, report.accepted_on, report.accepted_by_id = ReportState.ACCEPTED, today, actor.person_id
    report.version += 1
    db.session.flush()
    _tell(report, _("Отчёт о паре принят"))
    _record(actor, AuditEvent.MENTOR_REPORT_ACCEPTED, report)


def content_of(report: MentorReport) -> dict[str, Any]:
    """Texts and numbers as JSON."""
    return {**{name: getattr(report, name) for name in TEXTS}, "facts": report.facts}


def path_of(report: MentorReport) -> str:
    """The address of its page."""
    return f"/mentor-reports/{report.public_id}"


def _refuse_others(actor: Actor, report: MentorReport) -> None:
    if actor.person_id != report.person_id:
        raise NotAllowed


def _refuse_sent(report: MentorReport) -> None:
    if not report.is_written:
        raise Refusal(_("Отчёт уже отправлен: менять его можно, если куратор вернёт."))


def _refuse_unsent(report: MentorReport) -> None:
    if report.state != ReportState.SENT:
        raise Refusal(_("Этот отчёт сейчас не на проверке."))


def _record(actor: Actor, event: AuditEvent, report: MentorReport, **changes: Any) -> None:
    audit.record(actor, event, report, organization_id=report.mentorship.organization_id, changes=changes)


def _tell(report: MentorReport, words: str) -> None:
    said = _("%(what)s: к %(day)s", what=words, day=ru_date(report.due_on, "full"))
    notify([report.person_id], KIND, said, path_of(report))
