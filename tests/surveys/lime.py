"""Structures of LimeSurvey (`.lss`), written as version 6 exports them: texts in tables of their own."""

from collections.abc import Sequence
from html import escape
from typing import Any

Rows = Sequence[dict[str, Any]]


class Lime:
    """A questionnaire put together question by question; `xml()` is the file."""

    def __init__(self, title: str = "Опрос", languages: Sequence[str] = ("ru",), **survey: str) -> None:
        self.languages = languages
        self.tables: dict[str, list[dict[str, Any]]] = {
            "surveys": [{"sid": "1", "language": languages[0], "anonymized": "N", **survey}],
            "surveys_languagesettings": [
                {"surveyls_survey_id": "1", "surveyls_language": each, "language": each,
                 "surveyls_title": title if each == "ru" else f"{title} {each}"}
                for each in languages
            ],
        }  # fmt: skip
        self._qid, self._gid = 10, 0

    def group(self, name: str, relevance: str = "", about: str = "") -> "Lime":
        self._gid += 1
        gid = str(self._gid)
        self._add("groups", gid=gid, group_order=str(self._gid), grelevance=relevance)
        self._add("group_l10ns", gid=gid, group_name=name, description=about, language=self.languages[0])
        return self

    def ask(
        self, letter: str, title: str, text: str, *, rows: Sequence[tuple[str, str]] = (),
        options: Sequence[tuple[str, str]] = (), relevance: str = "1", mandatory: str = "N", other: str = "N",
        preg: str = "", **attributes: str,
    ) -> "Lime":  # fmt: skip
        qid = self._next()
        self._add("questions", qid=qid, parent_qid="0", gid=str(self._gid), type=letter, title=title, preg=preg,
                  other=other, mandatory=mandatory, question_order=qid, relevance=relevance)  # fmt: skip
        self._words(qid, text)
        for place, (code, words) in enumerate(rows, 1):
            own = self._next()
            self._add(
                "subquestions", qid=own, parent_qid=qid, gid=str(self._gid), title=code, question_order=str(place)
            )
            self._words(own, words)
        for place, (code, words) in enumerate(options, 1):
            aid = self._next()
            self._add("answers", aid=aid, qid=qid, code=code, sortorder=str(place), scale_id="0")
            for language in self.languages:
                said = words if language == "ru" else f"{words} {language}"
                self._add("answer_l10ns", aid=aid, answer=said, language=language)
        for name, value in attributes.items():
            self._add("question_attributes", qid=qid, attribute=name, value=value, language="")
        return self

    def xml(self) -> bytes:
        parts = ['<?xml version="1.0" encoding="UTF-8"?>', "<document>"]
        parts += [" <LimeSurveyDocType>Survey</LimeSurveyDocType>", " <DBVersion>623</DBVersion>", " <languages>"]
        parts += [f"  <language>{each}</language>" for each in self.languages]
        parts.append(" </languages>")
        for table, rows in self.tables.items():
            fields = dict.fromkeys(name for row in rows for name in row)
            parts.append(f" <{table}>\n  <fields>")
            parts += [f"   <fieldname>{name}</fieldname>" for name in fields]
            parts.append("  </fields>\n  <rows>")
            for row in rows:
                cells = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in row.items() if value != "")
                parts.append(f"   <row>{cells}</row>")
            parts.append(f"  </rows>\n </{table}>")
        return "\n".join([*parts, "</document>\n"]).encode()

    def _words(self, qid: str, text: str) -> None:
        for language in self.languages:
            said = text if language == "ru" else f"{escape(text)} {language}"
            self._add("question_l10ns", qid=qid, question=said, help="", language=language)

    def _next(self) -> str:
        self._qid += 1
        return str(self._qid)

    def _add(self, table: str, **row: str) -> None:
        self.tables.setdefault(table, []).append(row)


AGREE = (("1", "нет"), ("2", "скорее нет"), ("3", "скорее да"), ("4", "да"))


def every_type() -> Lime:
    """One question of each type that is taken, with relevance equations as the editor writes them."""
    lime = Lime("Адаптация", ("en", "ru"), anonymized="Y").group("О вас")
    lime.ask("L", "role", "<p>Кто вы?</p>", options=(("A1", "Студент"), ("A2", "Педагог")), mandatory="Y", other="Y")
    lime.ask("!", "year", "Курс", options=(("1", "первый"), ("2", "второй")), relevance='((role.NAOK == "A1"))')
    lime.ask("M", "ways", "Что помогло?", rows=(("SQ1", "Беседы"), ("SQ2", "Дела")), max_answers="1")
    lime.ask("P", "notes", "Где бывали?", rows=(("SQ1", "Завод"), ("SQ2", "Музей")))
    lime.group("Оценки", relevance='ways_SQ1.NAOK == "Y" or !is_empty(year.NAOK)')
    lime.ask("F", "agree", "Насколько согласны?", rows=(("SQ1", "Интересно"), ("SQ2", "Понятно")), options=AGREE)
    lime.ask("A", "five", "От 1 до 5", rows=(("SQ1", "Уроки"),))
    lime.ask("B", "ten", "От 1 до 10", rows=(("SQ1", "Уроки"),))
    lime.ask("C", "three", "Верно?", rows=(("SQ1", "Успеваю"),))
    lime.ask("E", "change", "Как изменилось?", rows=(("SQ1", "Уверенность"),))
    lime.ask("H", "by_column", "По столбцам", rows=(("SQ1", "Раз"),), options=AGREE)
    lime.ask("5", "mark", "Оценка", relevance="agree_SQ1.NAOK >= 3")
    lime.ask("Y", "again", "Придёте ещё?", mandatory="Y")
    lime.ask("S", "short", "Почему?", relevance='again.NAOK == "N"')
    lime.ask("T", "long", "Подробно", relevance='!is_empty(short.NAOK) and 1X1X11.NAOK != "A2"')
    lime.ask("N", "age", "Возраст", min_num_value_n="14", max_num_value_n="99", num_value_int_only="1")
    lime.ask("D", "day", "Дата", date_min="2026-09-01")
    lime.ask("R", "order", "По порядку", options=(("a", "Раз"), ("b", "Два"), ("c", "Три")), random_order="1")
    lime.ask("K", "hours", "Часов", rows=(("w", "на работе"), ("h", "дома")))
    lime.ask("Q", "names", "Имена", rows=(("a", "наставника"), ("b", "друга")))
    lime.ask("|", "paper", "Приложите справку")
    lime.ask("X", "bye", "Спасибо, {role.shown}!")
    return lime


def refused() -> Lime:
    """Questions that have no place here, each for a reason of its own."""
    lime = Lime().group("Часть")
    lime.ask("1", "dual", "Две шкалы")
    lime.ask("*", "sum", "Сумма")
    lime.ask("O", "note", "С примечанием", options=(("a", "А"),))
    lime.ask("S", "mask", "Почта", preg="/@/")
    lime.ask("M", "filter", "Строки", rows=(("a", "А"),), array_filter="dual")
    lime.ask("S", "hid", "Скрытый", hidden="1")
    lime.ask("S", "calc", "Условие", relevance="count(that.NAOK) > 2")
    lime.ask("S", "text", "Здравствуйте, {if(sum > 3, 'а', 'б')}")
    return lime
