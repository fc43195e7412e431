"""What search finds of the bank: published practices that are not archived. Drafts are never indexed."""

from collections.abc import Iterator

import sqlalchemy as sa

from portal.core.db import db
from portal.core.i18n import _
from portal.core.search.registry import Document, Kind, searchable
from portal.practices.models import Practice, PracticeVersion
from portal.practices.queries import readable_hits
from portal.practices.sections import searchable_text


def _documents() -> Iterator[Document]:
    rows = sa.select(PracticeVersion).join(
        Practice, sa.and_(Practice.id == PracticeVersion.practice_id, Practice.current_number == PracticeVersion.number)
    )
    for version in db.session.scalars(rows.where(Practice.archived_on.is_(None)).order_by(Practice.id)).all():
        yield version.practice_id, version.title, searchable_text(version)


searchable(
    Kind(
        code="practice",
        label=_("Практики"),
        documents=_documents,
        readable=readable_hits,
        path=lambda row: f"/practices/{row.public_id}",
    )
)
