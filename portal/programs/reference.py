"""Formats, role patterns and kinds kept in step with their files: renewed, retired, never deleted."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.reference import reference
from portal.programs.definitions import formats, kinds, role_patterns
from portal.programs.models import MentoringFormat, MentoringKind, RolePattern


@reference("mentoring")
def sync_mentoring() -> int:
    """Bring formats, role patterns and kinds to what the files say; returns how many rows changed."""
    changed = _renew_all(MentoringFormat, {code: _said(each) for code, each in formats().items()})
    ids = {row.code: row.id for row in db.session.scalars(sa.select(MentoringFormat))}
    patterns = {code: {**_said(each), "format_id": ids[each.format]} for code, each in role_patterns().items()}
    changed += _renew_all(RolePattern, patterns)
    return changed + _renew_all(MentoringKind, {code: _said(each) for code, each in kinds().items()})


def _said(definition: Any) -> dict[str, Any]:
    return {"name": definition.name, "source": definition.source}


def _renew_all(model: Any, said: Mapping[str, dict[str, Any]]) -> int:
    stored: dict[str, Any] = {row.code: row for row in db.session.scalars(sa.select(model))}
    changed = 0
    for position, (code, values) in enumerate(said.items(), 1):
        wanted = {**values, "position": position, "retired_on": None}
        row = stored.get(code)
        if row is None:
            db.session.add(model(code=code, **wanted))
            changed += 1
            continue
        different = {name: value for name, value in wanted.items() if getattr(row, name) != value}
        for name, value in different.items():
            setattr(row, name, value)
        changed += bool(different)
    for code in set(stored) - set(said):
        if stored[code].retired_on is None:
            stored[code].retired_on = clock.now().date()
            changed += 1
    db.session.flush()
    return changed
