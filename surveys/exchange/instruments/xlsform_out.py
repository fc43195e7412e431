"""A questionnaire as an XLSForm: ODK and Kobo open it, and the portal reads the very same questionnaire back.

What XLSForm has no word for stands in columns `portal::…` and on the sheet `portal`, which other programs leave alone.
"""

import json
from collections.abc import Iterator, Sequence
from typing import IO, Any

from portal.core.export import Book, Column, Sheet, write_workbook
from portal.core.i18n import _
from surveys.definitions import ConditionDefinition, ItemDefinition, OptionDefinition, QuestionnaireDefinition
from surveys.exchange.instruments import own_columns
from surveys.exchange.instruments.xlsform_words import OFFERED, OTHER, OWN, SHOWN_IF
from surveys.items import type_of
from surveys.items.scale import Scale
from surveys.mapping import to_mapping
from surveys.strict import number_of, plain_number

HEADINGS = ("type", "name", "label::Russian (ru)", "hint::Russian (ru)", "required", "required_message::Russian (ru)",
            "relevant", "constraint", "parameters", "appearance")  # fmt: skip
CHOICES = ("list_name", "name", "label::Russian (ru)")
YES_NO = "yes_no"
# What a form says by its own means, by type: no column of ours is needed for it.
SAID: dict[str, set[str]] = {
    "number": {"min", "max"}, "date": {"min", "max"}, "multiple": {"max_choices"}, "text": {"long"},
}  # fmt: skip


def write_xlsform(definition: QuestionnaireDefinition, stream: IO[bytes]) -> None:
    """Write the workbook: `survey`, `choices`, `settings`, `portal`."""
    rows = list(_rows(definition))
    own = [key for key in own_columns.KEYS if any(f"{OWN}{key}" in row for row in rows)]
    filters = ["choice_filter"] if any(item.filters_options for item in definition.items) else []
    survey = [*HEADINGS, *filters, *(f"{OWN}{key}" for key in own)]
    choices = list(_choices(definition))
    extra = [key for key in (OTHER, SHOWN_IF, OFFERED) if any(key in row for row in choices)]
    head = (("form_title", "form_id", "default_language"), (definition.title, definition.code, "Russian (ru)"))
    sheets = [
        _sheet("survey", survey, [[row.get(name, "") for name in survey] for row in rows]),
        _sheet("choices", [*CHOICES, *extra], [[row.get(name, "") for name in (*CHOICES, *extra)] for row in choices]),
        _sheet("settings", head[0], [head[1]]),
        _sheet(own_columns.SHEET, ("key", "value"), list(_head(definition))),
    ]
    write_workbook(stream, Book(title=definition.title, sheets=sheets))


def expression_of(condition: ConditionDefinition, definition: QuestionnaireDefinition) -> str:
    """A condition in the words of XLSForm."""
    if condition.parts:
        word = {"all": " and ", "any": " or "}[condition.operator]
        return word.join(_bracketed(part, definition) for part in condition.parts)
    code, values = condition.code, condition.values
    subject, item = f"${{{code}}}", definition.by_code.get(code)
    is_list = item is not None and item.type in ("multiple", "ranking")
    equal = [
        f"selected({subject}, {_quoted(value)})" if is_list else f"{subject} = {_quoted(value)}" for value in values
    ]
    if condition.operator in ("equals", "any_of"):
        return " or ".join(equal)
    if condition.operator == "not_equals":
        denied = f"not({equal[0]})" if is_list else f"{subject} != {_quoted(values[0])}"
        return f"{subject} != '' and {denied}"
    if condition.operator == "answered":
        return f"{subject} != ''" if values == ("yes",) else f"{subject} = ''"
    sign = ">=" if condition.operator == "at_least" else "<="
    bound = values[0] if number_of(values[0]) is not None else f"date({_quoted(values[0])})"
    return f"{subject} {sign} {bound}"


def _bracketed(part: ConditionDefinition, definition: QuestionnaireDefinition) -> str:
    said = expression_of(part, definition)
    return f"({said})" if " and " in said or " or " in said else said


def _rows(definition: QuestionnaireDefinition) -> Iterator[dict[str, str]]:
    """Rows of `survey`; a part is a group up to the next heading."""
    is_open = False
    for item in definition.items:
        if item.type == "section":
            if is_open:
                yield {"type": "end_group"}
            is_open = True
            yield {"type": "begin_group", **_common(item, definition), **_own(item, set())}
        elif item.type == "matrix":
            yield from _table(item, definition)
        else:
            yield _question(item, definition)
    if is_open:
        yield {"type": "end_group"}


def _table(item: ItemDefinition, definition: QuestionnaireDefinition) -> Iterator[dict[str, str]]:
    own = _own(item, {"select"} if item.select == "multiple" else set())
    yield {"type": "begin_group", "appearance": "table-list", **_common(item, definition), **own}
    word = "select_multiple" if item.select == "multiple" else "select_one"
    for row in item.rows:
        line = {"type": f"{word} {_list_name(item)}", "name": row.code, "label::Russian (ru)": _worded(row.label),
                **_demand(item), "choice_filter": _filter(item, definition)}  # fmt: skip
        for key, value in (("block", row.block), ("polarity", row.polarity)):
            if value not in ("", None):
                line[f"{OWN}{key}"] = own_columns.written(value)
        yield line
    yield {"type": "end_group"}


def _question(item: ItemDefinition, definition: QuestionnaireDefinition) -> dict[str, str]:
    said = set(SAID.get(item.type, ()))
    row: dict[str, str] = {"type": _type(item), **_common(item, definition), **_demand(item)}
    parameters = []
    if isinstance(type_of(item), Scale) and not item.options:
        low, high = type_of(item).range(item)  # type: ignore[attr-defined]
        parameters += [f"start={plain_number(low)}", f"end={plain_number(high)}", "step=1"]
        said |= {"min", "max"} if (low, high) == (item.minimum, item.maximum) and _is_read_as_scale(item) else set()
    if item.shuffle and item.options:
        parameters.append("randomize=true")
        said.add("shuffle")
    if item.type == "number" and item.step == 1:
        said.add("step")
    if _read_type(item) != item.type:
        row[f"{OWN}type"] = item.type
    row["parameters"] = " ".join(parameters)
    row["constraint"] = _constraint(item)
    row["choice_filter"] = _filter(item, definition)
    row["appearance"] = "multiline" if item.type == "text" and item.long else ""
    return row | _own(item, said)


def _type(item: ItemDefinition) -> str:
    if item.type == "yesno":
        return f"select_one {YES_NO}"
    if item.options:
        word = {"multiple": "select_multiple", "ranking": "rank"}.get(item.type, "select_one")
        return f"{word} {_list_name(item)}"
    if isinstance(type_of(item), Scale):
        return "range"
    if item.type == "number":
        return "integer" if item.step == 1 else "decimal"
    return item.type


def _read_type(item: ItemDefinition) -> str:
    """The type that a reader finds without our column."""
    said = [(option.value, option.label.casefold().strip(" .!")) for option in item.options]
    if item.type == "single" and said == [("yes", "да"), ("no", "нет")]:
        return "yesno"
    if isinstance(type_of(item), Scale):
        if item.options:
            return "single"
        return "scale10" if type_of(item).range(item) == (1, 10) else "scale"  # type: ignore[attr-defined]
    return item.type


def _is_read_as_scale(item: ItemDefinition) -> bool:
    return item.type == "scale" and _read_type(item) == "scale"


def _common(item: ItemDefinition, definition: QuestionnaireDefinition) -> dict[str, str]:
    return {
        "name": item.code, "label::Russian (ru)": _worded(item.text), "hint::Russian (ru)": _worded(item.hint),
        "relevant": expression_of(item.show_if, definition) if item.show_if else "",
    }  # fmt: skip


def _demand(item: ItemDefinition) -> dict[str, str]:
    return {"required": "yes" if item.required else "", "required_message::Russian (ru)": item.message}


def _constraint(item: ItemDefinition) -> str:
    if item.type == "multiple" and item.max_choices:
        return f"count-selected(.) <= {item.max_choices}"
    if item.type not in ("number", "date"):
        return ""
    ends = [(sign, end) for sign, end in ((">=", item.minimum), ("<=", item.maximum)) if end is not None]
    return " and ".join(
        f". {sign} {end if item.type == 'number' else f'date({_quoted(str(end))})'}" for sign, end in ends
    )


def _filter(item: ItemDefinition, definition: QuestionnaireDefinition) -> str:
    """What other programs offer by: a choice with the number of a condition only where that condition holds.

    A choice without a number has no such cell, and a comparison with nothing never holds: hence `not(… = …)`.
    """
    return " and ".join(
        f"(not({SHOWN_IF} = '{number}') or {_bracketed(condition, definition)})"
        for condition, number in _numbered(item).items()
    )


def _numbered(item: ItemDefinition) -> dict[ConditionDefinition, int]:
    """Different conditions of the options in their order, from 1."""
    conditions = dict.fromkeys(option.show_if for option in item.options if option.show_if)
    return {condition: number for number, condition in enumerate(conditions, 1)}


def _own(item: ItemDefinition, said: set[str]) -> dict[str, str]:
    """What of the item stands in columns of ours."""
    written = to_mapping(QuestionnaireDefinition("one", "one", items=(item,)))["items"][0]
    keys = (*own_columns.TEXTS, *own_columns.NUMBERS, "na", "long", "shuffle", *own_columns.BOUNDS)
    return {f"{OWN}{key}": own_columns.written(written[key]) for key in keys if key in written and key not in said}


def _choices(definition: QuestionnaireDefinition) -> Iterator[dict[str, str]]:
    if any(item.type == "yesno" for item in definition.items):
        for value, label in (("yes", _("Да")), ("no", _("Нет"))):
            yield {"list_name": YES_NO, "name": value, "label::Russian (ru)": label}
    for item in definition.items:
        numbers = _numbered(item)
        for option in item.options:
            number = numbers.get(option.show_if) if option.show_if else None
            yield _choice(item, option) | ({SHOWN_IF: str(number)} if number else {})


def _choice(item: ItemDefinition, option: OptionDefinition) -> dict[str, str]:
    row = {"list_name": _list_name(item), "name": option.value, "label::Russian (ru)": _worded(option.label)}
    if option.other:
        row[OTHER] = "yes"
    if option.show_if:
        whole = QuestionnaireDefinition("one", "one", items=(ItemDefinition("A", "text", "A", show_if=option.show_if),))
        row[OFFERED] = json.dumps(to_mapping(whole)["items"][0]["show_if"], ensure_ascii=False)
    return row


def _list_name(item: ItemDefinition) -> str:
    return f"of_{item.code}"


def _head(definition: QuestionnaireDefinition) -> Iterator[tuple[str, str]]:
    """Rows of the sheet `portal`; the first says whose sheet it is."""
    written: dict[str, Any] = to_mapping(definition)
    yield "written_by", "territory"
    for key in (*own_columns.HEAD_TEXTS, *own_columns.HEAD_FLAGS, "minutes"):
        if key in written:
            yield key, own_columns.written(written[key])
    for key in own_columns.HEAD_LISTS:
        if key in written:
            yield key, ", ".join(written[key])
    for block in definition.blocks:
        yield f"block.{block.code}", block.label
        if block.least is not None:
            yield f"least.{block.code}", str(block.least)
    if definition.scores:
        yield "scores", json.dumps(written["scores"], ensure_ascii=False)


def _worded(text: str) -> str:
    """`[[CODE]]` as XLSForm writes it."""
    from surveys.validation import REFERENCE

    return REFERENCE.sub(r"${\1}", text)


def _quoted(value: str) -> str:
    return f'"{value}"' if "'" in value else f"'{value}'"


def _sheet(name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Sheet:
    wide = {"label": 60, "hint": 40, "relevant": 40, "value": 60}
    columns = [Column(title=each, width=wide.get(each.partition("::")[0], 22)) for each in headings]
    return Sheet(name=name, columns=columns, rows=[[cell or None for cell in row] for row in rows])
