"""The audience rules of the library, kept in step with their file: renewed, retired, never deleted."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.reference import reference
from portal.core.yaml_files import load_yaml
from portal.people.audiences import Conditions
from portal.people.models import AudienceRule

FILE = Path(__file__).parent / "data" / "audiences.yaml"


@reference("audiences")
def sync_audiences() -> int:
    """Bring the library's rules to what the file says; variants of organisations stay. Returns how many changed."""
    said = read_audiences()
    stored = {row.code: row for row in db.session.scalars(_library())}
    changed = sum(_renew(stored, code, values) for code, values in said.items())
    for code in set(stored) - set(said):
        if stored[code].retired_on is None:
            stored[code].retired_on = clock.now().date()
            changed += 1
    db.session.flush()
    return changed


def read_audiences() -> dict[str, dict[str, Any]]:
    """Code → columns, as the file says them; conditions that nobody knows are refused."""
    rows = load_yaml(FILE)
    return {
        row["code"]: {
            "title": row["title"], "flag": row.get("flag", ""), "source": row["source"], "position": place,
            "conditions": Conditions.from_data(row["conditions"]).as_data(), "retired_on": None,
        }
        for place, row in enumerate(rows, 1)
    }  # fmt: skip


def _renew(stored: dict[str, AudienceRule], code: str, values: dict[str, Any]) -> bool:
    rule = stored.get(code)
    if rule is None:
        db.session.add(AudienceRule(code=code, **values))
        return True
    different = {name: value for name, value in values.items() if getattr(rule, name) != value}
    for name, value in different.items():
        setattr(rule, name, value)
    return bool(different)


def _library() -> sa.Select[AudienceRule]:
    return sa.select(AudienceRule).where(AudienceRule.organization_id.is_(None))
