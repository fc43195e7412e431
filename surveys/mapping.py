"""The written form of a questionnaire: from a mapping, to a mapping, and the checksum of what it says.

`from_mapping` checks shape and keys; whether the content makes sense is `checks.check_definition`.
A questionnaire is written with `code` (or `id`), `items` (or `questions`), end labels as
`min_label`/`max_label` (or a text under `min`/`max`), and shared lists as `@name`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from portal.core.i18n import _
from surveys.definitions import (
    COMPARISONS,
    GROUPS,
    BlockDefinition,
    ConditionDefinition,
    ItemDefinition,
    LevelDefinition,
    OptionDefinition,
    QuestionnaireDefinition,
    RowDefinition,
    ScoreDefinition,
)
from surveys.strict import Bound, DefinitionError, Reader, is_number, option_value

OptionLists = Mapping[str, object]


def from_mapping(source: object, option_lists: OptionLists | None = None, where: str = "") -> QuestionnaireDefinition:
    """Read a written questionnaire; raises `DefinitionError` naming file and item."""
    reader = Reader(source, where or _("анкета"))
    code = reader.text("id" if reader.has("id") else "code")
    reader.where = where or _("анкета %(code)s", code=code)
    entries = reader.take("questions" if reader.has("questions") else "items")
    blocks, scores = reader.take("blocks") or [], reader.take("scores") or []
    definition = QuestionnaireDefinition(
        code=code,
        title=reader.text("title"),
        intro=reader.text("intro", ""),
        thanks=reader.text("thanks", ""),
        purpose=reader.text("purpose", ""),
        audience=reader.texts("audience"),
        forms=reader.texts("forms"),
        moment=reader.text("moment", ""),
        minutes=reader.whole("minutes"),
        anonymous=bool(reader.flag("anonymous")),
        repeatable=bool(reader.flag("repeatable")),
        visible_to=reader.texts("visible_to"),
        status=reader.text("status", ""),
        pair_with=reader.text("pair_with", ""),
        source=reader.text("source", ""),
        blocks=tuple(_read_block(entry, reader.where) for entry in reader.entries("blocks", blocks)),
        scores=tuple(
            _read_score(entry, option_lists or {}, reader.where) for entry in reader.entries("scores", scores)
        ),
        items=tuple(
            _read_item(entry, option_lists or {}, reader.where, place)
            for place, entry in enumerate(reader.entries("items", entries or []), 1)
        ),
    )
    reader.close()
    return definition


def to_mapping(definition: QuestionnaireDefinition) -> dict[str, Any]:
    """Plain lists, texts and numbers; `from_mapping` gives the same definition back."""
    written: dict[str, Any] = _plain(definition)
    return written


def checksum(definition: QuestionnaireDefinition) -> str:
    """SHA-256 of everything the definition says: a published version can be told from a changed one."""
    written = json.dumps(to_mapping(definition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _read_block(source: object, where: str) -> BlockDefinition:
    reader = Reader(source, where)
    block = BlockDefinition(code=reader.text("code"), label=reader.text("label"), least=reader.whole("least"))
    reader.close()
    return block


def _read_score(source: object, lists: OptionLists, where: str) -> ScoreDefinition:
    reader = Reader(source, where)
    code = reader.text("code")
    reader.where = _("%(where)s, шкала %(code)s", where=where, code=code)
    score = ScoreDefinition(
        code=code,
        label=reader.text("label"),
        kind=reader.text("kind", "mean"),
        missing=reader.text("missing", "half"),
        items=reader.texts("items"),
        levels=tuple(_read_level(entry, reader.where) for entry in _read_list(reader, "levels", lists)),
    )
    reader.close()
    return score


def _read_level(source: object, where: str) -> LevelDefinition:
    reader = Reader(source, where)
    lowest = reader.bound("from")
    if not is_number(lowest):
        raise reader.refuse("from", _("число"))
    level = LevelDefinition(lowest=lowest, label=reader.text("label"), text=reader.text("text", ""))
    reader.close()
    return level


def _read_item(source: object, lists: OptionLists, where: str, place: int) -> ItemDefinition:
    reader = Reader(source, _("%(where)s, пункт %(place)s", where=where, place=place))
    code = reader.text("code")
    reader.where = _("%(where)s, пункт %(code)s", where=where, code=code)
    minimum, min_label = _read_end(reader, "min")
    maximum, max_label = _read_end(reader, "max")
    columns = "columns" if reader.has("columns") else "options"
    condition = reader.take("show_if")
    item = ItemDefinition(
        code=code,
        type=reader.text("type"),
        text=reader.text("text"),
        hint=reader.text("hint", ""),
        message=reader.text("message", ""),
        required=bool(reader.flag("required")),
        na=reader.flag("na", None),
        measure=reader.text("measure", ""),
        polarity=reader.whole("polarity"),
        match=reader.text("match", ""),
        block=reader.text("block", ""),
        swot=reader.text("swot", ""),
        minimum=minimum,
        maximum=maximum,
        step=_read_step(reader),
        min_label=min_label,
        max_label=max_label,
        max_choices=reader.whole("max_choices"),
        long=bool(reader.flag("long")),
        select=reader.text("select", ""),
        shuffle=bool(reader.flag("shuffle")),
        show_if=read_condition(condition, reader.where) if condition is not None else None,
        rows=tuple(_read_row(entry, reader.where) for entry in _read_list(reader, "rows", lists)),
        options=tuple(_read_option(entry, reader.where) for entry in _read_list(reader, columns, lists)),
    )
    reader.close()
    return item


def _read_end(reader: Reader, key: str) -> tuple[Bound, str]:
    """`min: 1` is a bound, `min: "Неуютно"` is the label of that end."""
    bound, label = reader.bound(key), reader.text(f"{key}_label", "")
    if isinstance(bound, str) and not _is_date(bound):
        return None, label or bound
    return bound, label


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _read_step(reader: Reader) -> int | float | None:
    step = reader.bound("step")
    if isinstance(step, str):
        raise reader.refuse("step", _("число"))
    return step


def _read_list(reader: Reader, key: str, lists: OptionLists) -> list[object]:
    entries = reader.take(key)
    if isinstance(entries, str) and entries.startswith("@"):
        if entries[1:] not in lists:
            raise reader.refuse(key, _("имя существующего списка вместо «%(name)s»", name=entries))
        entries = lists[entries[1:]]
    return [] if entries is None else list(reader.entries(key, entries))


def _read_option(source: object, where: str) -> OptionDefinition:
    reader = Reader(source, where)
    condition = reader.take("show_if")
    option = OptionDefinition(
        value=option_value(reader.take("value"), reader, "value"),
        label=reader.text("label"),
        other=bool(reader.flag("other")),
        show_if=read_condition(condition, where) if condition is not None else None,
    )
    reader.close()
    return option


def _read_row(source: object, where: str) -> RowDefinition:
    reader = Reader(source, where)
    row = RowDefinition(
        code=reader.text("code"),
        label=reader.text("label"),
        block=reader.text("block", ""),
        polarity=reader.whole("polarity"),
    )
    reader.close()
    return row


def read_condition(source: object, where: str, depth: int = 2) -> ConditionDefinition:
    """A comparison or a group of comparisons; groups stand inside groups once."""
    reader = Reader(source, _("%(where)s, show_if", where=where))
    operator = next((word for word in (*GROUPS, *COMPARISONS) if reader.has(word)), None)
    if operator is None:
        raise DefinitionError(_("%(where)s: нет условия", where=reader.where))
    wanted = reader.take(operator)
    if operator in GROUPS:
        if depth == 0:
            raise DefinitionError(_("%(where)s: больше двух уровней «и/или»", where=reader.where))
        parts = reader.entries(operator, wanted)
        condition = ConditionDefinition(operator, parts=tuple(read_condition(part, where, depth - 1) for part in parts))
    else:
        entries = reader.entries(operator, wanted) if operator == "any_of" else [wanted]
        values = tuple(_condition_value(entry, reader, operator) for entry in entries)
        condition = ConditionDefinition(operator, code=reader.text("code"), values=values)
    reader.close()
    return condition


def _condition_value(value: object, reader: Reader, operator: str) -> str:
    """`true` and `false` are the two answers of a yes/no question."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return option_value(value, reader, operator)


_WRITTEN = {"minimum": "min", "maximum": "max", "lowest": "from"}


def _plain(part: Any) -> Any:
    """A dataclass as a mapping without the keys that only repeat a default."""
    if isinstance(part, ConditionDefinition):
        return _plain_condition(part)
    if isinstance(part, tuple):
        return [_plain(entry) for entry in part]
    if not hasattr(part, "__dataclass_fields__"):
        return part
    written = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if field.default is MISSING or value != field.default:
            written[_WRITTEN.get(field.name, field.name)] = _plain(value)
    return written


def _plain_condition(condition: ConditionDefinition) -> dict[str, Any]:
    if condition.operator in GROUPS:
        return {condition.operator: [_plain_condition(part) for part in condition.parts]}
    if condition.operator == "answered":
        wanted: Any = condition.values[0] == "yes"
    elif condition.operator == "any_of":
        wanted = list(condition.values)
    else:
        wanted = condition.values[0]
    return {"code": condition.code, condition.operator: wanted}
