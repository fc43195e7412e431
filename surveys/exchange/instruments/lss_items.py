"""One question of LimeSurvey as items of ours, by its type letter."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from portal.core.i18n import _
from surveys.definitions import ConditionDefinition, ItemDefinition, OptionDefinition, RowDefinition
from surveys.exchange.instruments.codes import Codes
from surveys.exchange.instruments.grammar import UnfitError
from surveys.exchange.instruments.lss_conditions import OTHER, Named, relevance_of
from surveys.exchange.instruments.lss_tables import Line
from surveys.exchange.instruments.remarks import Remarks
from surveys.strict import number_of

NOT_OURS = {
    "1": _("таблицы с двумя шкалами нет: разделите её на две"),
    ";": _("таблицы со своими словами нет: задайте вопросы по одному"),
    ":": _("таблицы с числами нет: задайте вопросы по одному"),
    "*": _("вычисляемых полей нет"),
    "G": _("вопроса о поле нет: задайте его списком вариантов"),
    "I": _("переключателя языков нет"),
    "O": _("списка с примечанием нет: задайте список и отдельный вопрос со своими словами"),
}
LOGIC = {
    "hidden": _("скрытых вопросов нет"),
    "array_filter": _("строки, которые зависят от других ответов, не поддерживаются"),
    "array_filter_exclude": _("строки, которые зависят от других ответов, не поддерживаются"),
    "exclude_all_others": _("вариант, который исключает другие, не поддерживается"),
    "em_validation_q": _("проверка выражением не поддерживается"),
    "em_validation_sq": _("проверка выражением не поддерживается"),
    "min_answers": _("наименьшее число отметок не задаётся"),
    "max_subquestions": _("расстановка только части вариантов не поддерживается"),
}
ROWS = {  # what stands in the columns of arrays with fixed answers
    "A": [(str(n), str(n)) for n in range(1, 6)],
    "B": [(str(n), str(n)) for n in range(1, 11)],
    "C": [("Y", _("Да")), ("U", _("Не знаю")), ("N", _("Нет"))],
    "E": [("I", _("Больше")), ("S", _("Так же")), ("D", _("Меньше"))],
}
_SHOWN = re.compile(r"\{\s*(?:INSERTANS:)?([A-Za-z]\w*)(?:\.(?:shown|NAOK))?\s*\}")
_CODE_SHOWN = re.compile(r"\{[^{}\n]{2,}\}")


@dataclass
class Question:
    """A question with its rows and answers, in one language."""

    line: Line
    text: str
    hint: str
    rows: list[tuple[Line, str]] = field(default_factory=list)
    options: list[tuple[Line, str]] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.line["title"]


class LssItems:
    """Makes items; `names` grows with what later equations may speak of."""

    def __init__(self, remarks: Remarks, codes: Codes, names: dict[str, Named], ids: Mapping[str, str]) -> None:
        self._remarks, self._codes, self._names, self._ids = remarks, codes, names, ids

    def items(self, asked: Question) -> list[ItemDefinition]:
        """The items of a question; none where it was refused."""
        letter = asked.line["type"]
        make = MAKERS.get(letter)
        if make is None:
            self._refuse(asked, "type", NOT_OURS.get(letter, _("вопросов вида «%(type)s» нет", type=letter[:10])))
            return []
        for name, reason in LOGIC.items():
            if asked.attributes.get(name, "") not in ("", "0"):
                self._refuse(asked, name, reason)
        if asked.line["preg"]:
            self._refuse(asked, "preg", _("проверка ответа по образцу не поддерживается"))
        if not asked.text:
            self._refuse(asked, "question", _("у вопроса нет текста"))
            return []
        code = self._codes.give(asked.title, "questions", asked.line.number, "title")
        common = ItemDefinition(
            code, "note", self._worded(asked, asked.text), self._worded(asked, asked.hint),
            required=asked.line["mandatory"] == "Y", show_if=self.condition(asked.line, asked.line["relevance"]),
        )  # fmt: skip
        if asked.line["mandatory"] == "S":
            self._remarks.note(
                "questions", asked.line.number, "mandatory", _("мягкая обязательность стала необязательной")
            )
        made = make(self, asked, common)
        self._learn(asked, made)
        return made

    def condition(self, line: Line, said: str, column: str = "relevance") -> ConditionDefinition | None:
        """The relevance equation of a row."""
        try:
            return relevance_of(said, self._names, self._ids)
        except UnfitError as fault:
            self._remarks.refuse(line.table, line.number, column, f"{fault}: {said[:200]}")
            return None

    def single(self, asked: Question, common: ItemDefinition) -> list[ItemDefinition]:
        options = [OptionDefinition(line["code"], label or line["code"]) for line, label in asked.options]
        return [replace(common, type="single", options=(*options, *self._other(asked)), shuffle=_is_random(asked))]

    def multiple(self, asked: Question, common: ItemDefinition) -> list[ItemDefinition]:
        options = [OptionDefinition(line["title"], label or line["title"]) for line, label in asked.rows]
        most = number_of(asked.attributes.get("max_answers", ""))
        item = replace(
            common, type="multiple", options=(*options, *self._other(asked)), shuffle=_is_random(asked),
            max_choices=int(most) if most else None,
        )  # fmt: skip
        if asked.line["type"] != "P":
            return [item]
        comments = [
            ItemDefinition(
                self._codes.give(f"{asked.title}_{each.value}_comment", "questions", asked.line.number, "title"),
                "text",
                _("%(option)s: примечание", option=each.label),
                show_if=ConditionDefinition("equals", code=item.code, values=(each.value,)),
            )
            for each in options
        ]  # fmt: skip
        return [item, *comments]

    def table(self, asked: Question, common: ItemDefinition) -> list[ItemDefinition]:
        fixed = ROWS.get(asked.line["type"])
        columns = fixed or [(line["code"], label or line["code"]) for line, label in asked.options]
        rows = [
            RowDefinition(
                self._codes.give(f"{asked.title}_{line['title']}", "subquestions", line.number, "title"),
                label or line["title"],
            )
            for line, label in asked.rows
        ]
        options = tuple(OptionDefinition(value, label) for value, label in columns)
        return [replace(common, type="matrix", options=options, rows=tuple(rows))]

    def ranking(self, asked: Question, common: ItemDefinition) -> list[ItemDefinition]:
        pairs = asked.options or [(line, label) for line, label in asked.rows]
        options = tuple(OptionDefinition(line["code"] or line["title"], label) for line, label in pairs)
        most = number_of(asked.attributes.get("max_answers", ""))
        if most and most < len(options):
            self._refuse(asked, "max_answers", LOGIC["max_subquestions"])
        return [replace(common, type="ranking", options=options, shuffle=_is_random(asked))]

    def several(self, asked: Question, common: ItemDefinition) -> list[ItemDefinition]:
        """Several lines or numbers under one question: a question each."""
        kind = "number" if asked.line["type"] == "K" else "text"
        return [
            replace(
                common, type=kind, text=f"{common.text}: {label}",
                code=self._codes.give(f"{asked.title}_{line['title']}", "subquestions", line.number, "title"),
            )
            for line, label in asked.rows
        ]  # fmt: skip

    def number(self, asked: Question, common: ItemDefinition) -> list[ItemDefinition]:
        ends = [number_of(asked.attributes.get(f"{end}_num_value_n", "")) for end in ("min", "max")]
        low, high = (int(end) if end is not None and end == int(end) else end for end in ends)
        step = 1 if asked.attributes.get("num_value_int_only") == "1" else None
        return [replace(common, type="number", minimum=low, maximum=high, step=step)]

    def date(self, asked: Question, common: ItemDefinition) -> list[ItemDefinition]:
        ends = {"minimum": asked.attributes.get("date_min", ""), "maximum": asked.attributes.get("date_max", "")}
        for name, end in ends.items():
            if end and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", end):
                self._refuse(asked, f"date_{name[:3]}", _("граница даты пишется как 2026-01-31"))
        return [replace(common, type="date", minimum=ends["minimum"] or None, maximum=ends["maximum"] or None)]

    def note(self, asked: Question, common: ItemDefinition) -> list[ItemDefinition]:
        return [replace(common, required=False)]

    def plain(self, asked: Question, common: ItemDefinition) -> list[ItemDefinition]:
        """Types that need nothing but their name."""
        return [replace(common, **PLAIN[asked.line["type"]])]

    def _other(self, asked: Question) -> tuple[OptionDefinition, ...]:
        if asked.line["other"] != "Y":
            return ()
        return (OptionDefinition(OTHER, asked.attributes.get("other_replace_text") or _("Другое"), other=True),)

    def _learn(self, asked: Question, made: list[ItemDefinition]) -> None:
        """Names under which equations may speak of what was made."""
        for item in made:
            self._names[asked.title if item is made[0] else item.code] = Named(item.code, item.type)
            for row in item.rows:
                self._names[row.code] = Named(row.code, "single")
            if item.type == "multiple":
                for option in item.options:
                    self._names[f"{asked.title}_{option.value}"] = Named(item.code, item.type, option.value)

    def _worded(self, asked: Question, text: str) -> str:
        """`{Q1.shown}` as a reference of ours; other expressions inside words are refused."""

        def reference(match: "re.Match[str]") -> str:
            found = self._names.get(match[1])
            return f"[[{found.code}]]" if found else match[0]

        said = _SHOWN.sub(reference, text)
        if _CODE_SHOWN.search(said):
            self._refuse(asked, "question", _("выражение внутри текста не поддерживается"))
        return said

    def _refuse(self, asked: Question, column: str, reason: str) -> None:
        named = f"{asked.title}: {reason}"
        self._remarks.refuse("questions", asked.line.number, column, named)


def _is_random(asked: Question) -> bool:
    return asked.attributes.get("random_order") in ("1", "Y") or asked.attributes.get("answer_order") == "random"


PLAIN: dict[str, dict[str, Any]] = {
    "S": {"type": "text"}, "T": {"type": "text", "long": True}, "U": {"type": "text", "long": True},
    "Y": {"type": "yesno"}, "5": {"type": "scale", "minimum": 1, "maximum": 5}, "|": {"type": "file"},
}  # fmt: skip
Maker = Callable[[LssItems, Question, ItemDefinition], list[ItemDefinition]]
MAKERS: dict[str, Maker] = {
    **dict.fromkeys(PLAIN, LssItems.plain), **dict.fromkeys("L!", LssItems.single),
    **dict.fromkeys("MP", LssItems.multiple), **dict.fromkeys("FHABCE", LssItems.table),
    **dict.fromkeys("KQ", LssItems.several), "R": LssItems.ranking, "N": LssItems.number, "D": LssItems.date,
    "X": LssItems.note,
}  # fmt: skip
