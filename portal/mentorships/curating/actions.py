"""The way of a curator's report: begun, written, sent, returned with a remark or accepted by the director."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.queries import holders_of
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, insert_for_upsert, new_public_id
from portal.core.errors import Refusal
from portal.core.i18n import _, ru_date
from portal.core.notices import notify
from portal.core.text import clean_text
from portal.mentorships.closing.kinds import MOST_VERSIONS, ReportState
from portal.mentorships.curating.dates import begins_on, next_due
from portal.mentorships.curating.facts import facts_of
from portal.mentorships.curating.models import TEXTS, CuratorReport, CuratorReportVersion
from portal.mentorships.curating.queries import dates_written
from portal.people.models import Organization
from portal.programs.models import Cycle

NOTICE = "curator_report"


@dataclass(frozen=True, kw_only=True)
class ReportTexts:
    """What the curators write."""

    done: str = ""
    conclusion: str = ""
    difficulties: str = ""
    proposals: str = ""

    @property
    def values(self) -> dict[str, str]:
        """By column."""
        return {name: clean_text(getattr(self, name)) for name in TEXTS}


def begin_next(actor: Actor, cycle: Cycle) -> CuratorReport:
    """The next report about the year. Raises Refusal where every date has one."""
    due_on = next_due(cycle, clock.today(home_of(cycle).time_zone), dates_written(cycle))
    if due_on is None:
        raise Refusal(_("Отчёты за этот год уже начаты: откройте их в списке."))
    return begin_once(actor, cycle, due_on)[0]


def begin_once(actor: Actor, cycle: Cycle, due_on: date) -> tuple[CuratorReport, bool]:
    """(the report about the year by this date, whether this call made it); the database holds one."""
    row = {
        "public_id": new_public_id(), "cycle_id": cycle.id, "due_on": due_on, "state": ReportState.DRAFT, "number": 1,
        "version": 1, "facts": {}, "remark": "", "created_at": clock.now(), "updated_at": clock.now(),
        **dict.fromkeys(TEXTS, ""),
    }  # fmt: skip
    putting = insert_for_upsert(CuratorReport).values(row).on_conflict_do_nothing(index_elements=["cycle_id", "due_on"])
    made = db.session.scalar(putting.returning(CuratorReport.id))
    report = db.session.scalars(
        sa.select(CuratorReport).where(CuratorReport.cycle_id == cycle.id, CuratorReport.due_on == due_on)
    ).one()
    if made is not None:
        _record(actor, AuditEvent.CURATOR_REPORT_BEGUN, report)
    return report, made is not None


def write(actor: Actor, report: CuratorReport, texts: ReportTexts) -> None:
    """Save what is written. Call with the report locked; raises Refusal once it was sent."""
    _refuse_sent(report)
    if any(getattr(report, name) != value for name, value in texts.values.items()):
        for name, value in texts.values.items():
            setattr(report, name, value)
        report.version += 1
        db.session.flush()
        _record(actor, AuditEvent.CURATOR_REPORT_CHANGED, report)


def send(actor: Actor, report: CuratorReport) -> None:
    """Hand it to the director: the figures are frozen, what was sent is kept as a version. Again changes nothing.

    Call with the report locked. Raises Refusal without conclusions.
    """
    if report.state == ReportState.SENT:
        return
    _refuse_sent(report)
    if not report.conclusion:
        raise Refusal(_("Напишите выводы: без них отчёт не отправить."))
    if report.number > MOST_VERSIONS:
        raise Refusal(_("Этот отчёт возвращали слишком много раз. Поговорите с руководителем."))
    today = clock.today(home_of(report.cycle).time_zone)
    report.facts, report.sent_by_id = live_facts(report), actor.person_id
    report.state, report.sent_on, report.remark = ReportState.SENT, today, ""
    report.version += 1
    report.versions.append(CuratorReportVersion(number=report.number, sent_on=today, content=content_of(report)))
    db.session.flush()
    tell(report, Role.DIRECTOR, _("Отчёт куратора ждёт проверки"))
    _record(actor, AuditEvent.CURATOR_REPORT_SENT, report, number=report.number)


def give_back(actor: Actor, report: CuratorReport, *, remark: str) -> None:
    """It is written again, by the remark. Call with the report locked; raises Refusal for one that does not wait."""
    _refuse_unsent(actor, report)
    words = clean_text(remark)
    if not words:
        raise Refusal(_("Напишите, что поправить."))
    if report.number >= MOST_VERSIONS:
        raise Refusal(_("Этот отчёт возвращали слишком много раз. Примите его и поговорите с куратором."))
    report.state, report.remark, report.number = ReportState.RETURNED, words, report.number + 1
    report.version += 1
    db.session.flush()
    tell(report, Role.CURATOR, _("Отчёт куратора вернулся на доработку"))
    _record(actor, AuditEvent.CURATOR_REPORT_RETURNED, report)


def accept(actor: Actor, report: CuratorReport) -> None:
    """It is settled; accepting again changes nothing. Call with the report locked; raises Refusal before it is sent."""
    if report.state == ReportState.ACCEPTED:
        return
    _refuse_unsent(actor, report)
    today = clock.today(home_of(report.cycle).time_zone)
    report.state, report.accepted_on, report.accepted_by_id = ReportState.ACCEPTED, today, actor.person_id
    report.version += 1
    db.session.flush()
    tell(report, Role.CURATOR, _("Отчёт куратора принят"))
    _record(actor, AuditEvent.CURATOR_REPORT_ACCEPTED, report)


def live_facts(report: CuratorReport) -> dict[str, Any]:
    """The figures as the data stands today."""
    today = clock.today(home_of(report.cycle).time_zone)
    return facts_of(report.cycle, begins_on(report.cycle, report.due_on), report.due_on, today)


def content_of(report: CuratorReport) -> dict[str, Any]:
    """Texts and figures as JSON."""
    return {**{name: getattr(report, name) for name in TEXTS}, "facts": report.facts}


def home_of(cycle: Cycle) -> Organization:
    """Whose year it is."""
    return cycle.program.organization


def tell(report: CuratorReport, role: Role, words: str) -> None:
    """A notice to everybody who holds the role in the organisation today."""
    home = home_of(report.cycle)
    people = db.session.scalars(holders_of([role], home.id, clock.today(home.time_zone))).all()
    said = _("%(what)s: к %(day)s", what=words, day=ru_date(report.due_on, "full"))
    notify(list(people), NOTICE, said, f"/curator-reports/{report.public_id}")


def _refuse_sent(report: CuratorReport) -> None:
    if not report.is_written:
        raise Refusal(_("Отчёт уже отправлен: менять его можно, если руководитель вернёт."))


def _refuse_unsent(actor: Actor, report: CuratorReport) -> None:
    if report.state != ReportState.SENT:
        raise Refusal(_("Этот отчёт сейчас не на проверке."))
    if report.sent_by_id == actor.person_id:
        raise Refusal(_("Этот отчёт отправили вы: проверить его должен другой руководитель."))


def _record(actor: Actor, event: AuditEvent, report: CuratorReport, **changes: Any) -> None:
    audit.record(actor, event, report, organization_id=home_of(report.cycle).id, changes=changes)
