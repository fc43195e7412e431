"""Long work of this room: erasures, packages of data, batches that outlived their term."""

from typing import Any

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ngettext
from portal.core.job_files import opened_by
from portal.core.jobs import Run, job
from portal.people.models import Organization, Person
from portal.privacy import retention
from portal.privacy.actions.erasures import ERASURE, carry_out
from portal.privacy.cleaning import clean_up
from portal.privacy.kinds import ErasureState
from portal.privacy.models import Erasure
from portal.privacy.packages import make_package

PACKAGE, RETENTION = "personal_data", "retention"


@job(ERASURE)
def erase_people(run: Run) -> None:
    """Erase one person after another, each in a transaction of its own, then clean the disk once.

    Whom a rule protects by now stays, and the others are erased all the same.
    """
    keys, left = list(run.args["erasures"]), 0
    for number, key in enumerate(keys):
        actor = run.actor
        entry = db.session.scalars(
            select_allowed(actor, Permission.SUBJECT_REQUEST_HANDLE, Erasure).where(Erasure.public_id == key)
        ).one_or_none()
        if entry is None:
            raise Refusal(_("Стирать эти данные вы больше не можете."))
        carry_out(actor, entry)
        left += entry.state == ErasureState.REFUSED
        run.progress(number + 1, len(keys))
    clean_up()
    done = ngettext("Стёрт %(num)s человек. Акт готов.", "Стёрто %(num)s человек. Акты готовы.", len(keys) - left)
    stayed = ngettext(
        "Не стёрт %(num)s человек: причина записана.", "Не стёрто %(num)s человек: причины записаны.", left
    )
    run.finish(f"{done} {stayed}" if left else done)


@opened_by(PACKAGE)
def subject_of(actor: Actor, args: dict[str, Any]) -> Person:
    """Whose package it is: oneself, or one's child as long as it is represented.

    A package that was asked for by its subject is opened by nobody else.
    """
    person = db.session.scalars(
        select_allowed(actor, Permission.SUBJECT_DATA, Person).where(Person.public_id == args["person"])
    ).one_or_none()
    if person is None or (args.get("is_own") and person.id != actor.person_id):
        raise Refusal(_("Эти данные вам больше не открыты."))
    return person


@job(PACKAGE)
def package_data(run: Run) -> None:
    """The package of one person for that person or a representative, with the rights of this moment."""
    actor = run.actor
    person = subject_of(actor, run.args)
    file = make_package(person, actor.time_zone, is_own=person.id == actor.person_id)
    audit.record(actor, AuditEvent.DATA_PACKAGED, person)
    run.finish(_("Пакет данных готов. Он хранится 7 дней."), file)


@job(RETENTION)
def erase_due(run: Run) -> None:
    """What outlived its term in one organisation; whole people are only proposed, a second person lets them go."""
    actor = run.actor
    organization = db.session.scalars(
        select_allowed(actor, Permission.SUBJECT_REQUEST_HANDLE, Organization).where(
            Organization.public_id == run.args["organization"]
        )
    ).one_or_none()
    if organization is None:
        raise Refusal(_("Стирать эти данные вы больше не можете."))
    entries = retention.erase_due(actor, organization, retention.KINDS[run.args["kind"]])
    is_waiting = entries[0].state == ErasureState.PROPOSED
    db.session.commit()
    if not is_waiting:
        clean_up()
    run.finish(_("Предложено второму человеку.") if is_waiting else _("Стёрто, составлен акт."))
