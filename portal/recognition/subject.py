"""What recognition tells a person about themselves: nominations with their grounds in words."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.core.subjects import Held, Subject, collects
from portal.recognition.models import Nomination


@collects("nomination")
def own_nominations(subject: Subject) -> Iterable[Held]:
    """Every nomination of the person, decided or not: whoever asks for their data gets all of it."""
    said = (
        "organization_id", "award_kind_id", "cycle_id", "state", "grounds", "reason", "package", "nominated_on",
        "decided_on", "answer", "sent_on", "awarded_on", "year", "serial", "check_code", "document_id",
    )  # fmt: skip
    query = sa.select(*(getattr(Nomination, name) for name in said)).where(Nomination.person_id == subject.person_id)
    rows = [
        {**row, "grounds": _in_words(row["grounds"])}
        for row in db.session.execute(query.order_by(Nomination.id)).mappings()
    ]
    yield Held(table="nomination", rows=rows)


def _in_words(grounds: Any) -> Any:
    """Facts as their words; anything else is told as it stands."""
    if not isinstance(grounds, list):
        return grounds
    return [each["words"] if isinstance(each, dict) and "words" in each else each for each in grounds]
