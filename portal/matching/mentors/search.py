"""What search finds of the base of mentors: open profiles by what mentors say of themselves, under no name.

People are found by name already; a name here would have to follow every change of the card.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from flask import has_request_context
from sqlalchemy.orm import joinedload

from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.i18n import _
from portal.core.personal_data import MENTORING
from portal.core.search import index
from portal.core.search.index import SearchDocument
from portal.core.search.registry import Document, Kind, searchable
from portal.core.subjects import Erasing, Line, erases
from portal.matching.mentors.kinds import OPEN
from portal.matching.mentors.labels import category_label
from portal.matching.mentors.models import MentorProfile
from portal.people.readings import show_list

MENTOR = "mentor"


def index_mentor(profile: MentorProfile) -> None:
    """Make the profile findable by what it says now."""
    index.put(MENTOR, *_said_of(profile))


def index_mentors_anew(*, gone: Sequence[int], stand: Sequence[int]) -> None:
    """After an import was undone: profiles that went are found no more, those that stand by what they say now."""
    for profile_id in gone:
        index.remove(MENTOR, profile_id)
    rows = sa.select(MentorProfile).where(MentorProfile.id.in_(set(stand) - set(gone)))
    for profile in db.session.scalars(rows.options(joinedload(MentorProfile.organization))):
        index_mentor(profile)


def _said_of(profile: MentorProfile) -> Document:
    title = _("%(category)s, %(place)s", category=category_label(profile.category),
              place=profile.organization.short_name)  # fmt: skip
    words = (profile.competences, profile.achievements, profile.interests, profile.about)
    return profile.id, title, "\n".join(filter(None, words))


def _documents() -> Iterator[Document]:
    rows = sa.select(MentorProfile).options(joinedload(MentorProfile.organization)).order_by(MentorProfile.id)
    for profile in db.session.scalars(rows):
        yield _said_of(profile)


def _readable(actor: Any, hits: sa.Subquery) -> Any:
    found: sa.Select[Any, Any] = (
        sa.select(MentorProfile.public_id, MentorProfile.person_id)
        .join(hits, hits.c.ref_id == MentorProfile.id)
        .where(allowed(actor, Permission.MENTOR_READ, MentorProfile), MentorProfile.state.in_(OPEN))
    )
    return found


def _note_shown(actor: Any, rows: list[Any]) -> None:
    """Search is no way around the limit of how many people one account meets in a day (reliability S16)."""
    if has_request_context():
        show_list(actor, "search.index", [row.person_id for row in rows])


def _own(erasing: Erasing) -> sa.ColumnElement[bool]:
    if not erasing.is_whole and erasing.basis is not MENTORING.basis:
        return sa.false()
    own = sa.select(MentorProfile.id).where(MentorProfile.person_id == erasing.subject.person_id)
    if not erasing.is_whole:
        own = own.where(MentorProfile.organization_id == erasing.organization_id)
    return sa.and_(SearchDocument.kind == MENTOR, SearchDocument.ref_id.in_(own))


def _count(erasing: Erasing) -> Iterable[Line]:
    rows = db.session.scalar(sa.select(sa.func.count()).select_from(SearchDocument).where(_own(erasing))) or 0
    yield Line(table="search_document", columns=("title", "body"), rows=rows, how="erased")


@erases(counted_by=_count)
def forget_own_profiles(erasing: Erasing) -> Iterable[Line]:
    """Profiles of the person are found no more."""
    lines = list(_count(erasing))
    db.session.execute(sa.delete(SearchDocument).where(_own(erasing)))
    return lines


searchable(
    Kind(
        code=MENTOR,
        label=_("Наставники"),
        documents=_documents,
        readable=_readable,
        path=lambda row: f"/mentors/{row.public_id}",
        shown=_note_shown,
    )
)
