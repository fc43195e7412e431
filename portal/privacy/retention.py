"""Terms of keeping: what runs out by itself every night, and what an organisation looks over before it goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.accounts.models import LoginSession
from portal.consents.models import Consent
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.jobs import FILES_KEPT, Job
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from portal.core.row_erasure import erase_files
from portal.core.subjects import Line
from portal.people.disclosures import LIST
from portal.people.models import Disclosure, DisclosureSubject, Membership, Organization, Person
from portal.privacy.actions.erasures import propose, write_term_act
from portal.privacy.kinds import RequestState
from portal.privacy.models import Erasure, RetentionTerm, SubjectRequest
from portal.privacy.paper_terms import ended_papers, erase_papers
from portal.privacy.queries.erasures import waiting_in
from surveys.models import Answer, Response, ResponseState, SurveyAssignment, SurveyInvitation

LETTERS, SESSIONS, LISTS = (timedelta(days=n) for n in (90, 90, 90))
TRAIL = timedelta(days=3 * 366)
SOON = timedelta(days=30)
WHOLE = "profile"  # the kind that erases people as a whole


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of data with a term; `due` finds the people for whom it ran out before a day."""

    code: str
    label: str
    counted_from: str
    months: int
    source: str
    due: Callable[[Organization, date], sa.Select[int]]


def _left(organization: Organization, before: date) -> sa.Select[int]:
    """People who belonged to the organisation and to nobody since the day."""
    belongs = sa.exists().where(
        Membership.person_id == Person.id, sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= before)
    )
    belonged = sa.exists().where(Membership.person_id == Person.id, Membership.organization_id == organization.id)
    return sa.select(Person.id).where(belonged, ~belongs, Person.erased_on.is_(None))


def _answered(organization: Organization, before: date) -> sa.Select[int]:
    """People whose named answers came back before the day."""
    moment = clock.start_of_day(before, organization.time_zone)
    return _old_responses(organization, moment).with_only_columns(Person.id).distinct()


def _asked(organization: Organization, before: date) -> sa.Select[int]:
    """People whose requests were answered before the day and still hold a text."""
    return sa.select(SubjectRequest.person_id).where(*_old_requests(organization, before)).distinct()


def _signed(organization: Organization, before: date) -> sa.Select[int]:
    """People whose consents ended before the day and whose papers are still kept."""
    ended = ended_papers(organization, before)
    return sa.select(Consent.person_id).where(Consent.id.in_(ended)).distinct()


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(code=WHOLE, label=_("Карточки выбывших"), counted_from=_("от последнего дня в организации"), months=36,
             source="152-ФЗ ст. 21 ч. 4", due=_left),
        Kind(code="answers", label=_("Ответы на анкеты с именами"), counted_from=_("от дня ответа"), months=60,
             source="152-ФЗ ст. 5 ч. 7", due=_answered),
        Kind(code="requests", label=_("Тексты обращений о данных"), counted_from=_("от дня ответа"), months=36,
             source="152-ФЗ ст. 21 ч. 7", due=_asked),
        Kind(code="papers", label=_("Согласия, которые закончились"), counted_from=_("от отзыва или последнего дня"),
             months=36, source="152-ФЗ ст. 9 ч. 3", due=_signed),
    )
}  # fmt: skip


def months_of(organization: Organization, kind: Kind) -> int:
    """The organisation's own term, or that of the register."""
    own = sa.select(RetentionTerm.months).where(
        RetentionTerm.organization_id == organization.id, RetentionTerm.kind == kind.code
    )
    return db.session.scalar(own) or kind.months


def months_of_answers(organization_id: int) -> int:
    """How long the organisation keeps named answers: questionnaires say so before the first question."""
    own = sa.select(RetentionTerm.months).where(
        RetentionTerm.organization_id == organization_id, RetentionTerm.kind == "answers"
    )
    return db.session.scalar(own) or KINDS["answers"].months


def set_months(actor: Actor, organization: Organization, kind: Kind, months: int) -> None:
    """Keep this kind of data so many months from now on."""
    if not 1 <= months <= 900:
        raise Refusal(_("Укажите срок от 1 до 900 месяцев."))
    term = db.session.scalars(
        sa.select(RetentionTerm).where(
            RetentionTerm.organization_id == organization.id, RetentionTerm.kind == kind.code
        )
    ).one_or_none()  # fmt: skip
    before = term.months if term else kind.months
    if term is None:
        term = RetentionTerm(organization_id=organization.id, kind=kind.code, months=months)
        db.session.add(term)
    term.months = months
    db.session.flush()
    changes = {"kind": kind.code, "months": [before, months]}
    audit.record(actor, AuditEvent.RETENTION_CHANGED, term, changes=changes)


def cutoff(organization: Organization, kind: Kind, *, ahead: timedelta = timedelta(0)) -> date:
    """The day before which this kind of data has run out today; `ahead` looks into the future."""
    return _before(organization, months_of(organization, kind), ahead)


def _before(organization: Organization, kept: int, ahead: timedelta) -> date:
    day = clock.today(organization.time_zone) + ahead
    months = day.year * 12 + day.month - 1 - kept
    if months < 12:
        return date.min
    return date(months // 12, months % 12 + 1, min(day.day, 28))


def due(organization: Organization, kind: Kind, *, ahead: timedelta = timedelta(0)) -> list[Person]:
    """The people whose data of this kind has run out: what the dry run shows."""
    ids = kind.due(organization, cutoff(organization, kind, ahead=ahead))
    return list(db.session.scalars(sa.select(Person).where(Person.id.in_(ids)).order_by(Person.sort_name, Person.id)))


def due_soon(organization: Organization, terms: Mapping[str, int]) -> dict[str, int]:
    """For how many people each kind runs out within 30 days, those of today included; one statement.

    `terms` are the months that the organisation has set, by kind; the others are those of `KINDS`.
    """
    counts = [
        sa.select(sa.func.count())
        .select_from(kind.due(organization, _before(organization, terms.get(code, kind.months), SOON)).subquery())
        .scalar_subquery()
        .label(code)
        for code, kind in KINDS.items()
    ]
    return {code: n for code, n in db.session.execute(sa.select(*counts)).one()._mapping.items() if n}


def erase_due(actor: Actor, organization: Organization, kind: Kind) -> list[Erasure]:
    """Erase what has run out. Whole people are proposed to a second person; the rest goes now, with one act.

    Who is proposed already is passed over. Raises Refusal where nothing has run out or all of it is proposed.
    """
    people = due(organization, kind)
    if not people:
        raise Refusal(_("Срок пока ни у кого не вышел."))
    reason = _("Истёк срок хранения: %(kind)s, %(n)s мес.", kind=kind.label, n=months_of(organization, kind))
    if kind.code == WHOLE:
        proposed = waiting_in(organization.id)
        fresh = [person for person in people if person.id not in proposed]
        if not fresh:
            raise Refusal(_("Стирание уже предложено: его подтверждает второй человек."))
        return propose(actor, organization, fresh, reason=reason, needs_second=True)
    keys = [person.public_id for person in people]
    before = cutoff(organization, kind)
    lines = ERASE[kind.code](organization, before)
    return [write_term_act(actor, organization, kind=kind.code, subjects=keys, lines=lines, reason=reason)]


def erase_what_ran_out() -> dict[str, int]:
    """What everybody keeps equally long: letters, notices, sessions, pages of lists, files of jobs, the trail."""
    now = clock.now()
    lists = sa.select(Disclosure.id).where(Disclosure.kind == LIST, Disclosure.given_at < now - LISTS)
    db.session.execute(sa.delete(DisclosureSubject).where(DisclosureSubject.disclosure_id.in_(lists)))
    old_files = sa.select(Job.result_file_id).where(Job.result_file_id.is_not(None), Job.finished_at < now - FILES_KEPT)
    files = [one for one in db.session.scalars(old_files) if one is not None]
    if files:
        db.session.execute(
            sa.update(Job).where(Job.result_file_id.in_(files))
            .values(result_file_id=None, message=_("Файл хранился 7 дней и стёрт. Составьте его заново."))
        )  # fmt: skip
    gone = {
        "lists": run(sa.delete(Disclosure).where(Disclosure.kind == LIST, Disclosure.given_at < now - LISTS)),
        "files": erase_files(files),
        "letters": run(sa.delete(OutboxMessage).where(OutboxMessage.created_at < now - LETTERS)),
        "notices": run(sa.delete(Notice).where(Notice.created_at < now - LETTERS)),
        "sessions": run(sa.delete(LoginSession).where(LoginSession.ends_at < now - SESSIONS)),
        "trail": audit.trim(Actor.system("retention"), now - TRAIL),
    }
    db.session.flush()
    return gone


def _old_responses(organization: Organization, before: datetime) -> sa.Select[str]:
    """Those of the whole portal are found first, by their day: mostly none, and the waves need not be walked."""
    old = (
        sa.select(Response.id, Response.invitation_id, Response.assignment_id)
        .where(
            Response.invitation_id.is_not(None), Response.state == ResponseState.SUBMITTED,
            Response.submitted_at < before,
        )
        .cte("old_response")
        .prefix_with("MATERIALIZED")
    )  # fmt: skip
    return (
        sa.select(old.c.id)
        .join(SurveyInvitation, SurveyInvitation.id == old.c.invitation_id)
        .join(SurveyAssignment, SurveyAssignment.id == old.c.assignment_id)
        .join(Person, Person.id == SurveyInvitation.person_id)
        .where(SurveyAssignment.organization_id == organization.id)
    )


def _erase_answers(organization: Organization, before: date) -> list[Line]:
    moment = clock.start_of_day(before, organization.time_zone)
    ids = list(db.session.scalars(_old_responses(organization, moment)))
    answers = run(sa.delete(Answer).where(Answer.response_id.in_(ids)))
    responses = run(sa.delete(Response).where(Response.id.in_(ids)))
    return [
        Line(table="response", columns=("state",), rows=responses, how="erased"),
        Line(table="answer", columns=("value",), rows=answers, how="erased"),
    ]


def _old_requests(organization: Organization, before: date) -> list[sa.ColumnElement[bool]]:
    moment = clock.start_of_day(before, organization.time_zone)
    return [
        SubjectRequest.organization_id == organization.id, SubjectRequest.state != RequestState.OPEN,
        SubjectRequest.answered_at < moment, SubjectRequest.text + SubjectRequest.wanted + SubjectRequest.answer != "",
    ]  # fmt: skip


def _blank_requests(organization: Organization, before: date) -> list[Line]:
    empty = {"text": "", "wanted": "", "answer": "", "extended": ""}
    rows = run(sa.update(SubjectRequest).where(*_old_requests(organization, before)).values(empty))
    return [Line(table="subject_request", columns=tuple(empty), rows=rows, how="blanked")]


ERASE: dict[str, Callable[[Organization, date], list[Line]]] = {
    "answers": _erase_answers,
    "requests": _blank_requests,
    "papers": erase_papers,
}
