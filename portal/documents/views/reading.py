"""A paper as somebody reads it on a page."""

from typing import Any


def own_context(said: dict[str, Any], person_id: str) -> dict[str, Any]:
    """The paper for whom it names: of an appendix with people only the own lines. `person_id` is the public id."""
    table = said["appendix"]
    if not table:
        return {**said, "people": []}
    own = [row for row in table["rows"] if not row["persons"] or person_id in row["persons"]]
    return {**said, "people": [], "appendix": {**table, "rows": own}, "left_out": len(table["rows"]) - len(own)}
