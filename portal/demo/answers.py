"""Answers for invented people: plausible, deterministic, and better at the end of a programme than at its beginning."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from surveys.conditions import visible_items
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import ITEM_TYPES

Fields = dict[str, list[str]]

REQUESTS = (
    "Разобраться с планированием и перестать откладывать",
    "Подготовиться к открытому занятию и не бояться вопросов",
    "Понять, как работать с теми, кто молчит на уроке",
    "Довести свой проект до защиты",
    "Освоиться в новой группе",
    "Научиться вести журнал без спешки вечером",
)
COMMENTS = (
    "Встречи помогли увидеть, что получается уже сейчас",
    "Хотелось бы больше времени на разбор ситуаций",
    "Спасибо за терпение и ясные примеры",
    "Не хватило второй встречи в месяц",
    "Полезно было сходить друг к другу на занятия",
)
SWOT = {
    "strengths": ("Опытные наставники и ясный план", "Пары подобраны по запросу, а не по списку"),
    "weaknesses": ("Встречи переносятся из-за расписания", "Молодым наставникам не хватает подготовки"),
    "opportunities": ("Завод готов принимать на практику чаще", "Выпускники предлагают провести мастерскую"),
    "threats": ("Нагрузка весной вырастет", "Часть наставников уходит на пенсию"),
}
GROWTH = 1.6  # points of ten that a person gains between entry and exit


class Respondent:
    """An invented person who answers: `level` is how things are, 0–1; `grown` says that the programme is over."""

    def __init__(self, seed: str, *, grown: bool = False) -> None:
        self._traits = random.Random(seed)  # noqa: S311 — invented people, not secrets
        self._level = self._traits.betavariate(3, 3)
        self._grown = grown
        self._random = random.Random(f"{seed}/{grown}")  # noqa: S311

    def fill(self, definition: QuestionnaireDefinition, today: date) -> Fields:
        """Fields of a complete form, as a browser would send them; optional questions are left out now and then."""
        self._today = today
        fields: Fields = {}
        answers: dict[str, object] = {}
        for item in definition.items:
            shown = {one.code for one in visible_items(definition, answers)}  # type: ignore[arg-type]
            if item.code not in shown or item.type in ("section", "note", "file"):
                continue
            if not item.required and self._random.random() < 0.25:
                continue
            said = self._answer(item)
            fields |= said
            parsed = ITEM_TYPES[item.type].parse(item, said).answers
            answers |= {code: value for code, value in parsed.items() if value is not None}
        return fields

    def _answer(self, item: ItemDefinition) -> Fields:
        ways: dict[str, Callable[[ItemDefinition], Fields]] = {
            "matrix": self._matrix, "multiple": self._multiple, "ranking": self._ranking, "text": self._text,
            "date": self._date, "yesno": self._yesno, "single": self._single,
        }  # fmt: skip
        return ways.get(item.type, self._scale)(item)

    def _scale(self, item: ItemDefinition) -> Fields:
        low, high = (0, 10) if item.type == "nps" else (1, 10)
        if item.options:
            low, high = 1, len(item.options)
        grown = GROWTH if self._grown and item.measure in ("state", "expectation", "quality", "result") else 0.0
        mark = (
            low
            + self._level * (high - low)
            + (item.polarity or 1) * grown * (high - low) / 9
            + self._random.gauss(0, 1.1)
        )
        if item.polarity == -1:
            mark = high + low - mark + grown * (high - low) / 9
        return {item.code: [str(min(high, max(low, round(mark))))]}

    def _matrix(self, item: ItemDefinition) -> Fields:
        values = list(item.labels)
        if item.select == "multiple":
            return {code: [value for value in values if self._random.random() < 0.4] for code in item.row_items}
        grown = 0.9 if self._grown else 0.0
        middle = self._level * (len(values) - 1) + grown
        return {
            code: [values[min(len(values) - 1, max(0, round(self._random.gauss(middle, 0.8))))]]
            for code in item.row_items
        }

    def _single(self, item: ItemDefinition) -> Fields:
        return {item.code: [self._random.choice(list(item.labels))]}

    def _multiple(self, item: ItemDefinition) -> Fields:
        values = [value for value in item.labels if value not in ("none", "other", "any")] or list(item.labels)
        most = min(item.max_choices or 3, len(values))
        return {item.code: self._random.sample(values, self._random.randint(1, most))}

    def _ranking(self, item: ItemDefinition) -> Fields:
        order = list(item.labels)
        self._random.shuffle(order)
        return {f"{item.code}.{value}": [str(place)] for place, value in enumerate(order, 1)}

    def _text(self, item: ItemDefinition) -> Fields:
        said = SWOT.get(item.swot) or (REQUESTS if item.measure == "profile" else COMMENTS)
        return {item.code: [self._random.choice(said)]}

    def _date(self, item: ItemDefinition) -> Fields:
        return {item.code: [(self._today + timedelta(days=self._random.randint(-10, 20))).isoformat()]}

    def _yesno(self, item: ItemDefinition) -> Fields:
        return {item.code: ["yes" if self._random.random() < 0.3 + self._level * 0.6 else "no"]}
