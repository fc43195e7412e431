"""Writing: a practice is begun, its sections are saved one by one, files and authors come and go."""

from collections.abc import Mapping, Sequence
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit, clock, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.people.models import Organization, Person
from portal.practices.kinds import Section, VersionState
from portal.practices.models import (
    Practice,
    PracticeAuthor,
    PracticeFile,
    PracticeResult,
    PracticeStep,
    PracticeVersion,
)
from portal.practices.sections import MOST_RESULTS, MOST_STEPS

MOST_FILES, MOST_AUTHORS = 10, 10
COPIED = (
    "title", "summary", "task", "formats", "kinds", "module", "needs", "places", "participants", "duration", "hours",
    "resources", "supplies", "reasoning", "cautions", "links", "licensed_on", "depicted_on",
)  # fmt: skip
STEP = ("title", "who", "takes", "result")
RESULT = ("indicator", "before", "after", "people", "period", "method")


def draft_practice(actor: Actor, organization: Organization, author: Person, *, title: str) -> Practice:
    """Begin a practice that only its author and the curators of the organisation see."""
    made = Practice(organization_id=organization.id)
    db.session.add(made)
    db.session.flush()
    today = clock.today(organization.time_zone)
    made.authors.append(PracticeAuthor(person_id=author.id, position=1, joined_on=today))
    made.versions.append(PracticeVersion(title=clean_line(title)))
    db.session.flush()
    audit.record(actor, AuditEvent.PRACTICE_DRAFTED, made)
    return made


def begin_update(actor: Actor, practice: Practice) -> PracticeVersion:
    """A working copy of what stands; where one is under way already, that one.

    Raises Refusal for an archived practice.
    """
    _refuse_archived(practice)
    if practice.working is not None:
        return practice.working
    last = practice.published or practice.versions[-1]
    made = PracticeVersion(practice_id=practice.id, **{name: getattr(last, name) for name in COPIED})
    made.steps = [_copy(PracticeStep, each, STEP) for each in last.steps]
    made.results = [_copy(PracticeResult, each, RESULT) for each in last.results]
    made.files = [PracticeFile(file_id=each.file_id, description=each.description) for each in last.files]
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:  # somebody else was quicker
        db.session.refresh(practice, ["versions"])
        if practice.working is None:
            raise
        return practice.working
    db.session.refresh(practice, ["versions"])
    audit.record(actor, AuditEvent.PRACTICE_DRAFTED, practice)
    return made


def save_section(
    actor: Actor, version: PracticeVersion, section: Section, values: Mapping[str, Any], *, is_draft: bool = False
) -> None:
    """Save the fields of one section. Call with the practice locked; `is_draft` (autosave) leaves no line in the trail.

    `values` holds columns; `steps` and `results` are lists of mappings. Raises Refusal when reviewers read it.
    """
    _refuse_frozen(version)
    said = dict(values)
    steps, results = said.pop("steps", None), said.pop("results", None)
    for name, value in said.items():
        setattr(version, name, value)
    if steps is not None:
        _put_rows(version.steps, PracticeStep, steps[:MOST_STEPS])
    if results is not None:
        _put_rows(version.results, PracticeResult, results[:MOST_RESULTS])
    db.session.flush()
    if not is_draft:
        audit.record(actor, AuditEvent.PRACTICE_CHANGED, version.practice, changes={"section": section})


def add_file(actor: Actor, version: PracticeVersion, stream: IO[bytes], name: str, *, description: str) -> PracticeFile:
    """Attach a file with what it is. Raises Refusal for a file that is not taken and when there are enough."""
    _refuse_frozen(version)
    if len(version.files) >= MOST_FILES:
        raise Refusal(_("Файлов уже %(n)s: уберите лишний.", n=MOST_FILES))
    made = PracticeFile(file_id=files.store(stream, name).id, description=clean_line(description))
    version.files.append(made)
    db.session.flush()
    audit.record(actor, AuditEvent.PRACTICE_FILE_ADDED, version.practice)
    return made


def remove_file(actor: Actor, version: PracticeVersion, attached: PracticeFile) -> None:
    """Take the file out of the working version; an earlier version that has it keeps it."""
    _refuse_frozen(version)
    stored = attached.file
    version.files.remove(attached)
    db.session.flush()
    if not db.session.scalar(sa.select(sa.exists().where(PracticeFile.file_id == stored.id))):
        files.erase(stored)
    audit.record(actor, AuditEvent.PRACTICE_FILE_REMOVED, version.practice)


def add_author(actor: Actor, practice: Practice, person: Person) -> None:
    """One more author; again changes nothing."""
    if any(each.person_id == person.id for each in practice.authors):
        return
    if len(practice.authors) >= MOST_AUTHORS:
        raise Refusal(_("Авторов уже %(n)s.", n=MOST_AUTHORS))
    last = max((each.position for each in practice.authors), default=0)
    today = clock.today(practice.organization.time_zone)
    practice.authors.append(PracticeAuthor(person_id=person.id, position=last + 1, joined_on=today))
    audit.record(actor, AuditEvent.PRACTICE_AUTHORS_CHANGED, practice)


def remove_author(actor: Actor, practice: Practice, person_id: int) -> None:
    """An author leaves; the last one stays, a practice has somebody to answer for it."""
    found = next((each for each in practice.authors if each.person_id == person_id), None)
    if found is None:
        return
    if len(practice.authors) == 1:
        raise Refusal(_("Это единственный автор: сначала добавьте другого."))
    practice.authors.remove(found)
    db.session.delete(found)
    audit.record(actor, AuditEvent.PRACTICE_AUTHORS_CHANGED, practice)


def _put_rows(rows: list[Any], model: type[Any], wanted: Sequence[Mapping[str, Any]]) -> None:
    """Rows in their order: those that stand are rewritten, so that a position is never taken twice."""
    for place, values in enumerate(wanted):
        if place < len(rows):
            for name, value in values.items():
                setattr(rows[place], name, value)
        else:
            rows.append(model(position=place + 1, **values))
    del rows[len(wanted) :]


def _copy(model: type[Any], row: Any, names: Sequence[str]) -> Any:
    return model(position=row.position, **{name: getattr(row, name) for name in names})


def _refuse_frozen(version: PracticeVersion) -> None:
    _refuse_archived(version.practice)
    if version.state == VersionState.IN_REVIEW:
        raise Refusal(_("Практику сейчас читают на проверке: править можно, когда её вернут или опубликуют."))
    if not version.is_writable:
        raise Refusal(_("Эта версия уже не меняется. Начните новую."))


def _refuse_archived(practice: Practice) -> None:
    if practice.archived_on is not None:
        raise Refusal(_("Практика в архиве: она больше не меняется."))
