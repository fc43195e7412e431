"""How many persons one account was shown or given in a day, and when a file needs a second person (reliability S16).

A room that makes a file of persons calls `disclose` in the transaction of the export; a page that lists persons
calls `portal.people.readings.show_list`. A thousand subjects is the first step of the fines for a leak (420-ФЗ).
"""

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ngettext
from portal.people.models import Disclosure, DisclosureState, DisclosureSubject

MOST_A_DAY = 1_000
DAY = timedelta(hours=24)
APPROVED_FOR = timedelta(days=3)
LIST = "list"
BATCH = 500
LABELS = {
    LIST: _("Страница списка"),
    "people.register": _("Реестр людей"),
    "matching.requests": _("База наставляемых"),
    "matching.mentors": _("База наставников"),
    "mentorships.registry": _("Реестр пар и групп"),
    "events.training": _("Реестр обучения"),
    "recognition.awards": _("Реестр поощрений"),
    "recognition.papers": _("Грамоты и благодарности"),
    "surveys.results": _("Результаты анкеты с именами"),
}
"""What each kind of file is called; a room that discloses a kind of its own adds its line."""


class ApprovalNeeded(Refusal):
    """The file holds more persons than one account may take alone. The answer offers to ask a second person."""

    def __init__(self, *, kind: str, what: str, n: int, organization_id: int | None, waits: bool) -> None:
        said = ngettext("В файле %(num)s человек.", "В файле %(num)s человек.", n)
        rule = _("Такую выгрузку подтверждает второй человек: руководитель или администратор.")
        super().__init__(f"{said} {rule}")
        self.kind, self.what, self.n, self.organization_id, self.waits = kind, what, n, organization_id, waits


class TooManySubjects(Refusal):
    """The account has met as many persons in 24 hours as one account may; the administrator is told."""

    def __init__(self) -> None:
        super().__init__(
            _("За сутки с этой учётной записи открыто слишком много карточек и списков. Продолжить можно завтра.")
        )


def disclose(
    actor: Actor, kind: str, subjects: Collection[int], what: str = "", *, organization_id: int | None = None
) -> Disclosure:
    """Note that a file about `subjects` (ids of persons) leaves the portal; flushes, the caller commits.

    `kind` is a code of the room («people.register»), `what` names the file for its kind (a public id, a choice of
    columns) and holds no names. Raises ApprovalNeeded (409, with a form that asks a second person) above
    `PORTAL_EXPORT_THRESHOLD` persons unless this very file was approved, and TooManySubjects above MOST_A_DAY.
    Call it after the file is made and before it is sent:

        disclosures.disclose(actor, "people.register", ids, organization_id=school.id)
    """
    ids = set(subjects)
    given = check_file(actor, kind, ids, what, organization_id=organization_id) or Disclosure(
        actor_id=_person(actor), kind=kind, what=what, n=len(ids), organization_id=organization_id
    )
    given.state, given.given_at, given.n = DisclosureState.GIVEN, clock.now(), len(ids)
    db.session.add(given)
    db.session.flush()
    _keep_subjects(given, ids)
    audit.record(actor, AuditEvent.DISCLOSED, given, changes={"kind": kind, "n": len(ids)})
    return given


def check_file(
    actor: Actor, kind: str, subjects: Collection[int], what: str = "", *, organization_id: int | None = None
) -> Disclosure | None:
    """Raise what `disclose` would raise, without noting anything: before a job is asked for. The approval, if any."""
    ids = set(subjects)
    approved = _approved(actor, kind, what, len(ids))
    if approved is None and len(ids) > int(current_app.config["EXPORT_THRESHOLD"]):
        waits = _find(actor, kind, what, DisclosureState.ASKED) is not None
        raise ApprovalNeeded(kind=kind, what=what, n=len(ids), organization_id=organization_id, waits=waits)
    if approved is None:
        check_reach(actor, ids)
    return approved


def note_list(actor: Actor, place: str, subjects: Collection[int], *, organization_id: int | None = None) -> None:
    """Note one page of a list that was shown; the trail of reading, in a transaction of its own (decision 10)."""
    ids = set(subjects)
    if not ids or actor.person_id is None:
        return
    shown = Disclosure(
        actor_id=actor.person_id, kind=LIST, what=place, n=len(ids), organization_id=organization_id,
        state=DisclosureState.GIVEN, given_at=clock.now(),
    )  # fmt: skip
    db.session.add(shown)
    db.session.flush()
    _keep_subjects(shown, ids)


def check_reach(actor: Actor, subjects: Collection[int]) -> None:
    """Raise TooManySubjects where these persons would make MOST_A_DAY or more within 24 hours.

    The administrator is exempt, and files that a second person approved do not count.
    """
    if actor.person_id is None or Role.ADMINISTRATOR in actor.roles:
        return
    if reached(actor.person_id, subjects) >= MOST_A_DAY:
        raise TooManySubjects


def reached(person_id: int, more: Collection[int] = ()) -> int:
    """How many different persons this account met in the last 24 hours, together with `more`."""
    met = (
        sa.select(DisclosureSubject.person_id)
        .join(Disclosure, Disclosure.id == DisclosureSubject.disclosure_id)
        .where(
            Disclosure.actor_id == person_id,
            Disclosure.given_at > clock.now() - DAY,
            Disclosure.decided_by_id.is_(None),
        )
        .distinct()
    )
    return len({*db.session.scalars(met), *more})


def ask_approval(actor: Actor, *, kind: str, what: str, n: int, organization_id: int | None, path: str) -> Disclosure:
    """Ask a second person to let this file go; asking again finds the same request."""
    waiting = _find(actor, kind, what, DisclosureState.ASKED)
    if waiting is not None:
        waiting.n = max(waiting.n, n)
        return waiting
    asked = Disclosure(
        actor_id=_person(actor), kind=kind, what=what, n=n, organization_id=organization_id, path=path,
        state=DisclosureState.ASKED,
    )  # fmt: skip
    db.session.add(asked)
    db.session.flush()
    audit.record(actor, AuditEvent.DISCLOSURE_ASKED, asked, changes={"kind": kind, "n": n})
    return asked


def decide(actor: Actor, asked: Disclosure, *, is_approved: bool) -> None:
    """Let the file go once within APPROVED_FOR, or refuse. Nobody decides about a file of their own."""
    if asked.actor_id == actor.person_id:
        raise Refusal(_("Свою выгрузку подтверждает другой человек."))
    if asked.state != DisclosureState.ASKED:
        raise Refusal(_("По этой выгрузке решение уже принято."))
    asked.state = DisclosureState.APPROVED if is_approved else DisclosureState.REFUSED
    asked.decided_by_id, asked.decided_at = actor.person_id, clock.now()
    db.session.flush()
    event = AuditEvent.DISCLOSURE_APPROVED if is_approved else AuditEvent.DISCLOSURE_REFUSED
    audit.record(actor, event, asked, changes={"kind": asked.kind, "n": asked.n})


def _approved(actor: Actor, kind: str, what: str, n: int) -> Disclosure | None:
    found = _find(actor, kind, what, DisclosureState.APPROVED)
    is_fresh = found and found.decided_at and found.decided_at > clock.now() - APPROVED_FOR
    return found if found and is_fresh and n <= found.n else None


def _find(actor: Actor, kind: str, what: str, state: DisclosureState) -> Disclosure | None:
    return db.session.scalars(
        sa.select(Disclosure)
        .where(
            Disclosure.actor_id == actor.person_id, Disclosure.kind == kind, Disclosure.what == what,
            Disclosure.state == state,
        )
        .order_by(Disclosure.id.desc())
        .limit(1)
    ).one_or_none()  # fmt: skip


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise Refusal(_("Выгрузка людей возможна только из своей учётной записи."))
    return actor.person_id


def _keep_subjects(given: Disclosure, ids: set[int]) -> None:
    rows = [{"disclosure_id": given.id, "person_id": one} for one in sorted(ids)]
    for start in range(0, len(rows), BATCH):
        db.session.execute(sa.insert(DisclosureSubject), rows[start : start + BATCH])
