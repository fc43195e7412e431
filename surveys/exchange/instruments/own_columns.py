"""What a questionnaire of ours says and XLSForm has no column for: columns `portal::…` and the sheet `portal`.

Programs for XLSForm leave such columns and sheets alone; a form without them is read just as well.
"""

import json
from collections.abc import Mapping
from typing import Any

from surveys.definitions import ConditionDefinition
from surveys.mapping import read_condition

TEXTS = ("measure", "match", "block", "swot", "min_label", "max_label", "select")
NUMBERS = ("polarity", "max_choices")
FLAGS = ("na", "long", "shuffle", "required")
BOUNDS = ("min", "max", "step")
KEYS = ("type", *TEXTS, *NUMBERS, *FLAGS, *BOUNDS)
HEAD_TEXTS = ("intro", "thanks", "purpose", "moment", "pair_with", "source", "status")
HEAD_LISTS = ("audience", "forms", "visible_to")
HEAD_FLAGS = ("anonymous", "repeatable")
SHEET = "portal"


def written(value: Any) -> str:
    """A value as it stands in a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def read(key: str, text: str) -> Any:
    """The value of a cell. Raises ValueError."""
    if key in FLAGS or key in HEAD_FLAGS:
        return {"yes": True, "no": False, "true": True, "false": False}[text.casefold()]
    if key in NUMBERS or key == "minutes":
        return int(text)
    if key in BOUNDS and (text[:1].isdigit() or text.startswith("-")) and text.count("-") < 2:
        number = float(text)
        return int(number) if number == int(number) else number
    return text


def head_of(rows: Mapping[str, str]) -> dict[str, Any]:
    """The head of a questionnaire from the sheet `portal`: key → value. Raises ValueError or KeyError."""
    found: dict[str, Any] = {key: rows[key] for key in HEAD_TEXTS if rows.get(key)}
    found |= {key: [part.strip() for part in rows[key].split(",")] for key in HEAD_LISTS if rows.get(key)}
    found |= {key: read(key, rows[key]) for key in (*HEAD_FLAGS, "minutes") if rows.get(key)}
    blocks = [_block(key.partition(".")[2], said, rows) for key, said in rows.items() if key.startswith("block.")]
    found |= {"scores": json.loads(rows["scores"])} if rows.get("scores") else {}
    return found | ({"blocks": blocks} if blocks else {})


def _block(code: str, label: str, rows: Mapping[str, str]) -> dict[str, Any]:
    least = rows.get(f"least.{code}", "")
    return {"code": code, "label": label} | ({"least": int(least)} if least else {})


def own_condition(text: str) -> ConditionDefinition | None:
    """The condition of an option, written as JSON. Raises ValueError."""
    return read_condition(json.loads(text), "choices") if text else None
