"""What a published practice is found by, as rows: facets are counted and narrowed by them."""

from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.practices.kinds import Facet
from portal.practices.models import Practice, PracticeFacet, PracticeVersion


def refresh_facets(practice: Practice, version: PracticeVersion) -> None:
    """Write the facets of the published version anew."""
    drop_facets(practice)
    rows = facets_of(practice.id, practice.evidence, practice.organization.public_id, version)
    db.session.execute(sa.insert(PracticeFacet), rows)


def facets_of(
    practice_id: int, evidence: int | None, organization: str, version: PracticeVersion
) -> list[dict[str, Any]]:
    """The rows by which a version is found; `organization` is a public id."""
    said: dict[Facet, list[str]] = {
        Facet.FORMAT: version.formats,
        Facet.KIND: version.kinds,
        Facet.MODULE: [version.module],
        Facet.PARTICIPANT: version.participants,
        Facet.NEED: version.needs,
        Facet.PLACE: version.places,
        Facet.HOURS: [version.hours],
        Facet.EVIDENCE: [str(evidence)],
        Facet.ORGANIZATION: [organization],
    }
    return [
        {"practice_id": practice_id, "facet": facet.value, "code": code}
        for facet, codes in said.items()
        for code in dict.fromkeys(codes)
        if code
    ]


def drop_facets(practice: Practice) -> None:
    """The bank does not count the practice any more."""
    db.session.execute(sa.delete(PracticeFacet).where(PracticeFacet.practice_id == practice.id))
