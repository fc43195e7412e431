"""What a browser sends back from the form of an item, drawn and not touched."""

from typing import Any

from surveys.building.item_form import typed_from
from surveys.building.lines import Line
from surveys.definitions import ItemDefinition


def untouched(item: ItemDefinition) -> dict[str, Any]:
    """The fields of the form as they stand; a tick that is off is not sent."""
    typed = typed_from(item, meta={"csrf": False})
    sent: dict[str, Any] = {"kind": item.type}
    for name, field in typed.form._fields.items():
        value = field.data
        if isinstance(value, bool):
            if value:
                sent[name] = "1"
        elif name != "seen":
            sent[name] = value or ""
    return {**sent, **lines("option", typed.options), **lines("row", typed.rows)}


def lines(prefix: str, found: list[Line]) -> dict[str, str]:
    """The fields of a list."""
    sent: dict[str, str] = {}
    for n, line in enumerate(found):
        sent |= {f"{prefix}-{n}-label": line.label, f"{prefix}-{n}-key": line.key}
        if line.mark:
            sent[f"{prefix}-{n}-mark"] = "1"
        if line.changed:
            sent[f"{prefix}-{n}-changed"] = "1"
    return sent
