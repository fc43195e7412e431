"""Erasing: proposed, where many go approved by a second person, done in one transaction, and proven by an act."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.accounts.models import RoleGrant
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id
from portal.core.erasure_journal import note_erasure
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.jobs import Job, request_job
from portal.core.notices import notify
from portal.core.personal_data import Basis
from portal.core.row_erasure import erase
from portal.core.subjects import Erasing, Line
from portal.core.text import clean_text
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force
from portal.privacy.actions.requests import close
from portal.privacy.kinds import ErasureScope, ErasureState, RequestKind, RequestState
from portal.privacy.models import Erasure, SubjectRequest
from portal.privacy.queries.handlers import administrators, holders
from portal.privacy.queries.holdings import find_subject
from portal.privacy.queries.places import operators_of

ERASURE = "erasure"
ALONE = 1  # how many people one handler may erase without a second person
YEARS_KEPT = 3


def propose(
    actor: Actor,
    organization: Organization,
    people: Sequence[Person],
    *,
    reason: str,
    request: SubjectRequest | None = None,
    with_papers: bool = False,
    needs_second: bool = False,
) -> list[Erasure]:
    """Propose to erase these people. One alone is decided at once; more wait for a second person.

    With `needs_second` one alone waits as well: nobody asked for that erasure. Raises Refusal where somebody may not
    be erased by this organisation, or no reason is given.
    """
    if not clean_text(reason):
        raise Refusal(_("Укажите причину: она войдёт в акт об уничтожении."))
    if request is not None:
        _refuse_request(actor, request, RequestKind.ERASURE)
    for person in people:
        refuse_to_erase(actor, organization, person)
    batch = new_public_id() if needs_second or len(people) > ALONE else None
    made = [
        _entry(actor, organization, person, reason=reason, request=request, with_papers=with_papers, batch=batch)
        for person in people
    ]
    if batch:
        told = [one for one in holders(Permission.SUBJECT_REQUEST_HANDLE, organization.id) if one != actor.person_id]
        notify(told, "erasure", _("Стирание данных ждёт второго человека"), "/privacy/erasures")
    return made


def propose_withdrawn(actor: Actor, request: SubjectRequest, *, reason: str) -> Erasure:
    """Erase what rested on the withdrawn consent; what rests on law or contract stays."""
    if request.organization is None:
        raise Refusal(_("У обращения нет организации, стирать нечего."))
    _refuse_request(actor, request, RequestKind.WITHDRAWAL)
    return _entry(actor, request.organization, request.person, reason=reason, request=request,
                  scope=ErasureScope.CONSENT, purpose=request.purpose)  # fmt: skip


def _refuse_request(actor: Actor, request: SubjectRequest, kind: RequestKind) -> None:
    """A request lets erase only what it asks for, while it waits, and never by the hand of who asked."""
    if request.kind != kind:
        raise Refusal(_("Это обращение не просит стереть данные."))
    if request.state != RequestState.OPEN:
        raise Refusal(_("На это обращение уже дан ответ."))
    is_asker = kind is RequestKind.ERASURE and request.asked_by_id == actor.person_id
    if actor.person_id is not None and (is_asker or request.person_id == actor.person_id):
        raise Refusal(_("По своему обращению данные стирает другой человек."))


def refuse_to_erase(actor: Actor, organization: Organization, person: Person) -> None:
    """Raise Refusal with the reason why this person cannot be erased here and now."""
    if person.erased_on is not None:
        raise Refusal(_("Данные этого человека уже стёрты."))
    if person.id == actor.person_id:
        raise Refusal(_("Свои данные стирает другой человек."))
    if person.id in administrators() and len(administrators()) == 1:
        raise Refusal(_("Это единственный администратор портала. Сначала назначьте другого."))
    elsewhere = [each.short_name for each in operators_of(person, actor.time_zone) if each.id != organization.id]
    if elsewhere and Role.ADMINISTRATOR not in actor.roles and actor.person_id is not None:
        places = ", ".join(elsewhere)
        raise Refusal(_("Этот человек есть и в других организациях: %(places)s. Стереть его может администратор.",
                        places=places))  # fmt: skip


def decide(actor: Actor, entries: Sequence[Erasure], *, is_approved: bool) -> None:
    """The second person lets a batch go to the worker or refuses it."""
    for entry in entries:
        if entry.state != ErasureState.PROPOSED:
            raise Refusal(_("Решение уже принято."))
        if entry.proposed_by_id == actor.person_id:
            raise Refusal(_("Это стирание подтверждает другой человек."))
        entry.state = ErasureState.APPROVED if is_approved else ErasureState.REFUSED
        entry.decided_by_id, entry.decided_at = actor.person_id, clock.now()
        db.session.flush()
        audit.record(actor, AuditEvent.ERASURE_DECIDED, entry, changes={"state": entry.state})


def ask_worker(actor: Actor, entries: Sequence[Erasure]) -> Job:
    """Let the worker erase what is approved."""
    keys = [entry.public_id for entry in entries]
    numbers = ", ".join(str(entry.number) for entry in entries[:5])
    title = _("Стирание данных, акт № %(numbers)s", numbers=numbers)
    return request_job(actor, ERASURE, {"erasures": keys}, title=title, organization_id=entries[0].organization_id)


def carry_out(actor: Actor, entry: Erasure) -> list[Line]:
    """Erase and write the act, all in the current transaction; the caller commits at once. Repeating it is harmless.

    Days may lie between the proposal and this: who may not be erased by now stays, and the entry says why. The line
    in the journal outside the database is on disk before this returns: a restored backup learns from it.
    """
    if entry.state in (ErasureState.DONE, ErasureState.REFUSED):
        return []
    if entry.state != ErasureState.APPROVED or entry.person is None:
        raise Refusal(_("Стирание ещё не подтверждено."))
    person, organization, request = entry.person, entry.organization, entry.request
    if request is not None and request.state == RequestState.CANCELLED:
        return _turn_down(actor, entry)  # taken back while the worker was busy: the person stays
    is_whole = entry.scope == ErasureScope.PERSON
    if is_whole:
        try:
            refuse_to_erase(actor, organization, person)
        except Refusal as refusal:
            return _turn_down(actor, entry, refusal.message)
    erasing = Erasing(
        subject=find_subject(person), basis=None if is_whole else Basis.CONSENT,
        organization_id=None if is_whole else organization.id, with_papers=entry.with_papers,
    )  # fmt: skip
    said = [person.public_id, organization.public_id, entry.public_id]
    destroyed_by, operator = _hand(actor, organization), organization.name
    lines = erase(erasing)
    _write_act(entry, lines, operator=operator, destroyed_by=destroyed_by, zone=organization.time_zone)
    audit.record(actor, AuditEvent.DATA_ERASED, entry, changes=summary(said[0], entry.scope, lines))
    if request is not None and request.state == RequestState.OPEN:
        close(actor, request, RequestState.DONE, "" if is_whole else _("Данные стёрты, составлен акт."))
    db.session.flush()
    note_erasure(act=said[2], person=said[0], organization=said[1], scope=entry.scope, purpose=entry.purpose,
                 with_papers=entry.with_papers)  # fmt: skip
    return lines


def _turn_down(actor: Actor, entry: Erasure, why: str = "") -> list[Line]:
    """Erase nothing; the list of erasures says why."""
    entry.state, entry.reason = ErasureState.REFUSED, f"{entry.reason} {why}".strip()
    db.session.flush()
    audit.record(actor, AuditEvent.ERASURE_DECIDED, entry, changes={"state": entry.state})
    return []


def summary(public_id: str, scope: str, lines: Iterable[Line]) -> dict[str, Any]:
    """What the event log keeps of a destruction (приказ РКН № 179, п. 5): whose, which tables, how many rows."""
    return {
        "person": public_id,
        "scope": scope,
        "rows": {line.table: line.rows for line in lines if line.how != "kept"},
    }


def write_term_act(
    actor: Actor, organization: Organization, *, kind: str, subjects: Sequence[str], lines: Sequence[Line], reason: str
) -> Erasure:
    """The act of what outlived its term: many people, one kind of data."""
    entry = Erasure(
        organization_id=organization.id, number=_next_number(organization), scope=ErasureScope.TERM,
        state=ErasureState.APPROVED, reason=reason, purpose=kind, proposed_by_id=actor.person_id,
        subjects=list(subjects),
    )  # fmt: skip
    db.session.add(entry)
    _write_act(entry, lines, operator=organization.name, destroyed_by=_hand(actor, organization),
               zone=organization.time_zone)  # fmt: skip
    rows = {line.table: line.rows for line in lines}
    audit.record(actor, AuditEvent.DATA_ERASED, entry, changes={"kind": kind, "n": len(subjects), "rows": rows})
    return entry


def _entry(
    actor: Actor, organization: Organization, person: Person, *, reason: str, request: SubjectRequest | None,
    scope: ErasureScope = ErasureScope.PERSON, purpose: str = "", with_papers: bool = False, batch: str | None = None,
) -> Erasure:  # fmt: skip
    waiting = db.session.scalars(
        sa.select(Erasure).where(
            Erasure.person_id == person.id, Erasure.scope == scope, Erasure.organization_id == organization.id,
            Erasure.state.in_([ErasureState.PROPOSED, ErasureState.APPROVED]),
        )
    ).first()  # fmt: skip
    if waiting is not None:
        raise Refusal(_("Стирание этого человека уже предложено: акт № %(number)s.", number=waiting.number))
    entry = Erasure(
        organization_id=organization.id, number=_next_number(organization), person_id=person.id,
        request_id=request.id if request else None, proposed_by_id=actor.person_id, scope=scope, purpose=purpose,
        reason=clean_text(reason), with_papers=with_papers, batch=batch, subjects=[person.public_id],
        state=ErasureState.PROPOSED if batch else ErasureState.APPROVED,
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    audit.record(actor, AuditEvent.ERASURE_PROPOSED, entry, changes={"person": person.public_id, "scope": scope})
    return entry


def _write_act(entry: Erasure, lines: Sequence[Line], *, operator: str, destroyed_by: str, zone: str) -> None:
    entry.state, entry.erased_at = ErasureState.DONE, clock.now()
    entry.operator, entry.destroyed_by = operator, destroyed_by
    entry.lines = [
        {"table": line.table, "columns": list(line.columns), "rows": line.rows, "how": line.how, "why": line.why}
        for line in lines
    ]
    today = clock.today(zone)
    entry.kept_until = date(today.year + YEARS_KEPT, today.month, min(today.day, 28))
    db.session.flush()


def _next_number(organization: Organization) -> int:
    last = sa.select(sa.func.max(Erasure.number)).where(Erasure.organization_id == organization.id)
    return (db.session.scalar(last) or 0) + 1


def _hand(actor: Actor, organization: Organization) -> str:
    """Who destroys, with the post: the act names them (приказ РКН № 179, п. 3)."""
    if actor.person_id is None:
        return _("Портал, по команде администратора")
    today = clock.today(organization.time_zone)
    row = db.session.execute(
        sa.select(Person.family_name, Person.given_name, Person.patronymic, Membership.post)
        .outerjoin(Membership, sa.and_(Membership.person_id == Person.id, in_force(Membership, today)))
        .where(Person.id == actor.person_id)
        .order_by((Membership.organization_id != organization.id), Membership.id)
    ).first()
    role = db.session.scalar(
        sa.select(RoleGrant.role).where(RoleGrant.person_id == actor.person_id, in_force(RoleGrant, today)).limit(1)
    )
    if row is None:
        return _("Портал")
    name = " ".join(filter(None, row[:3]))
    post = row.post or (Role(role).label if role else "")
    return f"{name}, {post}" if post else name
