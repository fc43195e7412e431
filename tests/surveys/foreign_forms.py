"""XLSForms as their authors write them: schools, ministries, NGOs; untidy on purpose, made in code."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

Cells = Sequence[Sequence[Any]]
BOM, NBSP, ZERO = "\ufeff", "\u00a0", "\u200b"


def workbook(**sheets: Cells) -> bytes:
    """Sheets by name, rows as lists of cells with their types."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="FFE7EFEA")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


YES_NO = [["list_name", "name", "label"], ["yes_no", "yes", "Да"], ["yes_no", "no", "Нет"]]

FORMS: dict[str, dict[str, Cells]] = {
    # A mentor's diary: the plainest form there is.
    "plain": {
        "survey": [
            ["type", "name", "label"],
            ["text", "topic", "О чём говорили на встрече?"],
            ["integer", "minutes", "Сколько минут длилась встреча?"],
            ["decimal", "hours", "Сколько часов в неделю нужно?"],
            ["date", "next_day", "Когда встретитесь снова?"],
            ["note", "thanks", "Спасибо! Дневник увидит куратор."],
        ],
    },
    # Headings in capitals and with spaces, types as people remember them, spaces everywhere.
    "untidy": {
        "Survey": [
            ["  Type ", "Name", " Label ", "HINT", "Required "],
            [" Select_One   yes_no ", " came ", "  Пришли ли вы?  ", "", "YES"],
            ["select one from yes_no", "again", f"Придёте{NBSP}ещё?", None, "Yes"],
            ["", "", "", "", ""],
            ["Select_Multiple  ways", "ways", "Что помогло?", " можно несколько ", "TRUE"],
            [None, None, None, None, None],
            ["INTEGER", "age", f"{ZERO}Сколько вам лет?", "", True],
            ["string", "words", "Своими словами", "", "no"],
        ],
        "Choices": [
            [" List Name ", "Name", "Label"],
            ["yes_no", "yes", "Да"],
            ["yes_no", "no", "Нет"],
            ["", "", ""],
            ["ways", "talk", "  Разговор "],
            ["ways", "task", "Общее дело"],
        ],
    },
    # Two languages; the Russian one is second.
    "bilingual": {
        "survey": [
            ["type", "name", "label::English (en)", "label::Russian (ru)", "hint::English (en)", "hint::Russian (ru)"],
            ["select_one mood", "mood", "How are you?", "Как настроение?", "be honest", "честно"],
            ["text", "why", "Why?", "Почему?", "", ""],
        ],
        "choices": [
            ["list_name", "name", "label::English (en)", "label::Russian (ru)"],
            ["mood", "good", "Good", "Хорошее"],
            ["mood", "bad", "Bad", "Так себе"],
        ],
        "settings": [["form_title", "form_id", "default_language"], ["Mood", "mood_2026", "English (en)"]],
    },
    # A cascade: district, then the schools of that district.
    "cascade": {
        "survey": [
            ["type", "name", "label", "choice_filter"],
            ["select_one district", "district", "Район", ""],
            ["select_one school", "school", "Школа", "district=${district}"],
            ["select_one form", "form", "Класс", "district = ${district} and school= ${school}"],
        ],
        "choices": [
            ["list_name", "name", "label", "district", "school"],
            ["district", "north", "Северный", "", ""],
            ["district", "south", "Южный", "", ""],
            ["school", "s1", "Школа № 1", "north", ""],
            ["school", "s2", "Школа № 2", "north", ""],
            ["school", "s3", "Школа № 3", "south", ""],
            ["form", "f9", "9 класс", "north", "s1"],
            ["form", "f10", "10 класс", "north", "s1"],
            ["form", "f11", "11 класс", "south", "s3"],
        ],
    },
    # Groups inside groups, with conditions at each floor; more questions after the inner group.
    "nested": {
        "survey": [
            ["type", "name", "label", "relevant"],
            ["select_one yes_no", "has_mentor", "Есть ли у вас наставник?", ""],
            ["begin group", "about", "О наставнике", "${has_mentor} = 'yes'"],
            ["integer", "months", "Сколько месяцев вы вместе?", ""],
            ["begin_group", "trouble", "Трудности", "${months} > 3"],
            ["text", "what", "Что трудно?", ""],
            ["text", "help", "Что поможет?", "${what} != ''"],
            ["end_group", "trouble", "", ""],
            ["text", "best", "Что лучше всего?", ""],
            ["end group", "", "", ""],
            ["text", "last", "Что ещё важно?", ""],
        ],
        "choices": YES_NO,
    },
    # Bounds of all kinds, with messages of the author.
    "constraints": {
        "survey": [
            ["type", "name", "label", "constraint", "constraint message", "required", "required message"],
            ["integer", "age", "Возраст", ". >= 14 and . <= 99", "От 14 до 99", "yes", "Без возраста никак"],
            ["integer", "lessons", "Уроков в день", ".>0 and .<9", "", "", ""],
            ["decimal", "hours", "Часов", "(. >= 0.5) and (. <= 40)", "До сорока", "", ""],
            ["date", "begin", "Начало", ".>=date('2026-09-01') and . <= date('2027-05-31')", "В учебном году", "", ""],
            ["select_multiple goals", "goals", "До двух целей", "count-selected(.) <= 2", "Не больше двух", "yes", ""],
        ],
        "choices": [["list_name", "name", "label"], ["goals", 1, "Учёба"], ["goals", 2, "Труд"],
                    ["goals", 3, "Друзья"]],
    },
    # Excel turned codes into numbers and yes into TRUE; some numbers are texts.
    "numbers": {
        "survey": [
            ["type", "name", "label", "required"],
            ["select_one points", "q1", "Оцените занятие", True],
            ["select_one points", "q2", 2026, False],
            ["range", "q3", "От 1 до 10", None],
        ],
        "choices": [
            ["list_name", "name", "label"],
            ["points", 1, "плохо"], ["points", 2.0, "средне"], ["points", "3", "хорошо"], ["points", 4, 4],
        ],
        "settings": [["form_title", "version"], ["Оценка занятия", 20261120]],
    },
    # A byte order mark and zero-width signs pasted from a web page.
    "pasted": {
        "survey": [
            [f"{BOM}type", "name", "label"],
            [f"text{ZERO}", f"{ZERO}city", "Город"],
            ["select_one\u00a0yes_no", "home", "Вы местный?"],
        ],
        "choices": [[f"{BOM}list_name", "name", "label"], *YES_NO[1:]],
    },
    # Ranges, ranks and a scale of other steps.
    "scales": {
        "survey": [
            ["type", "name", "label", "parameters", "appearance"],
            ["range", "ten", "От 1 до 10", "start=1 end=10 step=1", ""],
            ["range", "five", "От 1 до 5", "start=1;end=5;step=1", "picker"],
            ["range", "nps", "Посоветуете?", "start = 0, end = 10, step = 1", ""],
            ["range", "half", "Часов", "start=0 end=8 step=0.5", ""],
            ["rank things", "order", "По важности", "", ""],
            ["select_one things", "one", "Главное", "randomize=true", "minimal"],
        ],
        "choices": [
            ["list_name", "name", "label"], ["things", "a", "Поддержка"], ["things", "b", "Знания"],
            ["things", "c", "Связи"],
        ],
    },
    # A grid as Kobo writes it: a group with field-list, the first line shows the words.
    "grid_kobo": {
        "survey": [
            ["type", "name", "label", "appearance", "required"],
            ["begin_group", "grid", "Насколько вы согласны?", "field-list", ""],
            ["select_one agree", "grid_header", "Насколько?", "label", ""],
            ["select_one agree", "g1", "Мне интересно", "list-nolabel", "yes"],
            ["select_one agree", "g2", "Мне понятно", "list-nolabel", "yes"],
            ["end_group", "", "", "", ""],
        ],
        "choices": [["list_name", "name", "label"], ["agree", "1", "нет"], ["agree", "2", "да"]],
    },
    # A grid as ODK writes it, and one of several ticks.
    "grid_table_list": {
        "survey": [
            ["type", "name", "label", "appearance"],
            ["begin group", "week", "Когда вам удобно?", "table-list minimal"],
            ["select_multiple time", "mon", "Понедельник", ""],
            ["select_multiple time", "tue", "Вторник", ""],
            ["end group", None, None, None],
            ["begin group", "both", "Просто рядом", "field-list"],
            ["select_one time", "one", "Когда лучше?", ""],
            ["text", "two", "Почему?", ""],
            ["end group", None, None, None],
        ],
        "choices": [["list_name", "name", "label"], ["time", "am", "утром"], ["time", "pm", "вечером"]],
    },
    # «Другое» in both spellings.
    "or_other": {
        "survey": [
            ["type", "name", "label"],
            ["select_one source or_other", "source", "Откуда узнали?"],
            ["select_multiple helps or_other", "helps", "Кто помогает?"],
        ],
        "choices": [
            ["list_name", "name", "label"],
            ["source", "friends", "От друзей"], ["source", "site", "С сайта"],
            ["helps", "family", "Семья"], ["helps", "other", "Кто-то другой"],
        ],
    },
    # Conditions in the many ways people write them.
    "conditions": {
        "survey": [
            ["type", "name", "label", "relevant"],
            ["select_one yes_no", "a", "Вопрос А", ""],
            ["select_multiple many", "m", "Вопрос М", "${a}='yes'"],
            ["integer", "n", "Вопрос Н", "selected(${m}, 'x')"],
            ["text", "t1", "Первый", "not(selected(${m}, 'y')) and ${n} >= 5"],
            ["text", "t2", "Второй", "${a} = 'yes' or (${n} < 3 and ${a} != 'no')"],
            ["text", "t3", "Третий", "selected( ${m} ,  “x”  )  AND  ${n} != ''"],
            ["text", "t4", "Четвёртый", "string-length(${t1}) > 0"],
            ["note", "n1", "Пояснение", "${n} = 7 or ${n} = 8"],
        ],
        "choices": [*YES_NO, ["many", "x", "Икс"], ["many", "y", "Игрек"]],
    },
    # A form of a ministry: device fields, columns nobody reads, appearances, titles beside the form.
    "ministry": {
        "survey": [
            ["type", "name", "label", "appearance", "bind::esri:fieldType", "Комментарий разработчика"],
            ["start", "start", "", "", "", ""],
            ["end", "end", "", "", "", ""],
            ["today", "today", "", "", "", "дата заполнения"],
            ["deviceid", "deviceid", "", "", "", ""],
            ["", "", "РАЗДЕЛ 1. ОБЩИЕ СВЕДЕНИЯ", "", "", ""],
            ["text", "org", "Организация", "w3", "esriFieldTypeString", "из реестра"],
            ["select_one kind", "kind", "Вид организации", "minimal autocomplete", "", ""],
            ["text", "about", "Расскажите подробно", "multiline", "", ""],
            ["file", "report", "Отчёт", "", "", ""],
            ["image", "photo", "Снимок стенда", "new", "", ""],
        ],
        "choices": [["list_name", "name", "label", "order"], ["kind", "school", "Школа", 1],
                    ["kind", "college", "СПО", 2]],
        "settings": [["form_title", "form_id", "style"], ["Мониторинг", "Мониторинг-2026", "theme-grid pages"]],
        "Журнал правок": [["Дата", "Кто", "Что"], [date(2026, 9, 1), "Иванова", "Добавлены вопросы"]],
    },
    # Names in Russian, names of fields of the page, names with dots.
    "names": {
        "survey": [
            ["type", "name", "label"],
            ["text", "Имя", "Как к вам обращаться?"],
            ["text", "page", "Какая страница?"],
            ["integer", "q1.a", "Сколько раз?"],
            ["text", "_note", "Заметка"],
            ["note", "hello", "Спасибо, ${Имя}!"],
        ],
    },
    # Formatting inside labels.
    "formatted": {
        "survey": [
            ["type", "name", "label", "hint"],
            ["note", "intro", "**Добро пожаловать!**\n\nЭто <span style=\"color:red\">важно</span>.", ""],
            ["text", "q", "<b>Что</b> запомнилось?<br>Коротко", "2–3 слова &amp; больше не нужно"],
        ],
    },
    # A form in which only the default language has words, and a title in Russian.
    "half_translated": {
        "survey": [
            ["type", "name", "label", "label::Русский"],
            ["text", "a", "First question", "Первый вопрос"],
            ["text", "b", "Second question", ""],
        ],
    },
    # Old headings of 2012: caption, value, one colon, relevance, command.
    "old": {
        "survey": [
            ["command", "tag", "caption:Russian (ru)", "relevance"],
            ["select1 yesno", "yes1", "Согласны?", ""],
            ["select all that apply from why", "why", "Почему?", "${yes1} = '0'"],
        ],
        "choices": [
            ["list name", "value", "caption"],
            ["yesno", 1, "Согласны"], ["yesno", 0, "Не согласны"],
            ["why", "t", "Нет времени"], ["why", "i", "Неинтересно"],
        ],
    },
    # Conditional parts one after another, and a hidden group without words.
    "parts": {
        "survey": [
            ["type", "name", "label", "relevant"],
            ["select_one role", "role", "Кто вы?", ""],
            ["begin group", "for_mentor", "Для наставников", "${role} = 'mentor'"],
            ["text", "m1", "Что даёте?", ""],
            ["end group", "", "", ""],
            ["begin group", "for_mentee", "Для наставляемых", "${role} = 'mentee'"],
            ["text", "s1", "Что получаете?", ""],
            ["begin group", "silent", "", "${s1} != ''"],
            ["text", "s2", "Что из этого важнее?", ""],
            ["end group", "", "", ""],
            ["end group", "", "", ""],
        ],
        "choices": [["list_name", "name", "label"], ["role", "mentor", "Наставник"],
                    ["role", "mentee", "Наставляемый"]],
    },
    # A part with a condition, and questions after it that stand outside.
    "after_part": {
        "survey": [
            ["type", "name", "label", "relevant"],
            ["select_one yes_no", "a", "Было?", ""],
            ["begin group", "g", "Подробности", "${a} = 'yes'"],
            ["text", "b", "Что?", ""],
            ["end group", "", "", ""],
            ["text", "c", "И ещё", ""],
        ],
        "choices": YES_NO,
    },
    # Choices with conditions of two columns and a fixed one, and a rank that depends on ticks.
    "filters": {
        "survey": [
            ["type", "name", "label", "choice_filter"],
            ["select_multiple all", "picked", "Что пробовали?", "shown = 'yes'"],
            ["rank all", "best", "По пользе", "selected(${picked}, name) and shown = 'yes'"],
        ],
        "choices": [
            ["list_name", "name", "label", "shown"],
            ["all", "a", "Практика", "yes"], ["all", "b", "Лекция", "yes"], ["all", "c", "Старое", "no"],
        ],
    },
    # Everything at once: two languages, groups, conditions, bounds, a cascade, and cells as they come.
    "municipality": {
        "survey": [
            ["Type ", "name", "label::English (en)", " label::Russian (ru) ", "relevant", "constraint", "choice_filter",
             "required"],
            [" select_one district", "district", "District", "  Район ", "", "", "", " yes "],
            ["select_one  school", "school", "School", "Школа", "", "", " district = ${district} ", "yes"],
            ["begin group", "about", "About you", "О вас", "${school} != ''", "", "", ""],
            ["integer ", "age", "Age", f"Сколько{NBSP}вам лет?", "", " .>=10 and .<= 99 ", "", ""],
            ["select_multiple helps", "helps", "Helps?", "Что  помогает? ", "${age} < 18", "count-selected(.) <= 2",
             "", ""],
            ["text", "why", "Why?", f"{ZERO}Почему?", "selected(${helps}, 'talk')", "", "", "no"],
            ["end group", "", "", "", "", "", "", ""],
            ["date", "day", "Next day", "Когда снова?", "${helps} != '' or ${age} >= 18", ". >= date('2026-09-01')", "",
             "TRUE"],
        ],
        "choices": [
            ["list_name", "name", "label::English (en)", "label::Russian (ru)", "district"],
            ["district", "north", "North", "Северный", ""], ["district", "south", "South", " Южный", ""],
            ["", "", "", "", ""],
            ["school", "s1", "School 1", "Школа № 1", "north"], ["school", "s2", "School 2", "Школа № 2", "south"],
            ["helps", "talk", "A talk", "Разговор", ""], ["helps", "task", "A task", "Общее дело", ""],
            ["helps", "rest", "Rest", "Отдых", ""],
        ],
        "settings": [["form_title", "form_id", "default_language"], ["Город", "city_2026", "English (en)"]],
    },
    # One sheet only, called as Excel in Russian calls it? No: survey, but in capitals, and no choices at all.
    "capitals": {
        "SURVEY": [["TYPE", "NAME", "LABEL"], ["TEXT", "ONE", "Первый"], ["Note", "TWO", "Второй"]],
        "SETTINGS": [["FORM_TITLE"], ["КРИК"]],
    },
}  # fmt: skip

# What cannot be taken, and where the author reads why: form → (row, column).
REFUSED: dict[str, tuple[dict[str, Cells], set[tuple[int, str]]]] = {
    "types": (
        {
            "survey": [
                ["type", "name", "label"],
                ["text", "fine", "Это можно"],
                ["geopoint", "where", "Где?"],
                ["calculate", "sum", "Сумма"],
                ["begin repeat", "kids", "Дети"],
                ["text", "kid", "Имя"],
                ["end repeat", "", ""],
                ["barcode", "code", "Код"],
                ["selct_one x", "typo", "Опечатка"],
                ["time", "clock", "Время"],
            ],
        },
        {(3, "type"), (4, "type"), (5, "type"), (8, "type"), (9, "type"), (10, "type")},
    ),
    "cells": (
        {
            "survey": [
                ["type", "name", "label", "relevant", "constraint", "required", "default", "calculation", "image"],
                ["integer", "n", "Число", "", "", "", "", "", ""],
                ["text", "a", "А", "${n} + 1 > 2", "", "", "", "", ""],
                ["text", "b", "Б", "${nobody} = 1", "", "", "", "", ""],
                ["text", "c", "В", "", "regex(., '^[a-z]+$')", "", "", "", ""],
                ["text", "d", "Г", "", "", "${n} > 3", "", "", ""],
                ["text", "e", "Д", "", "", "", "привет", "", ""],
                ["text", "f", "Е", "", "", "", "", "${n} * 2", ""],
                ["text", "g", "Ж", "", "", "", "", "", "cat.png"],
                ["text", "", "Без имени", "", "", "", "", "", ""],
                ["text", "h", "", "", "", "", "", "", ""],
                ["text", "n", "Снова н", "", "", "", "", "", ""],
                ["text", "i", "И", "${later} = 'x'", "", "", "", "", ""],
                ["text", "later", "Позже", "", "", "", "", "", ""],
                ["text", "j", "К", "${n} = 'x", "", "", "", "", ""],
            ],
        },
        {(3, "relevant"), (4, "relevant"), (5, "constraint"), (6, "required"), (7, "default"), (8, "calculation"),
         (9, "image"), (10, "name"), (11, "label"), (12, "name"), (13, ""), (15, "relevant")},
    ),
    "choices": (
        {
            "survey": [
                ["type", "name", "label", "choice_filter"],
                ["select_one missing", "a", "А", ""],
                ["select_one list", "b", "Б", ""],
                ["select_one list", "c", "В", "position(..) > 1"],
                ["select_one_from_file towns.csv", "d", "Г", ""],
            ],
            "choices": [
                ["list_name", "name", "label"],
                ["list", "two words", "С пробелом"], ["list", "x", "Икс"], ["list", "x", "Снова"], ["list", "y", ""],
                ["", "z", "Ничей"],
            ],
        },
        {(2, "type"), (3, ""), (4, "choice_filter"), (5, "type"), (2, "name"), (4, "name"), (5, "label"),
         (6, "list_name")},
    ),
    "groups": (
        {"survey": [["type", "name", "label"], ["end group", "", ""], ["begin group", "g", "Г"], ["text", "a", "А"]]},
        {(2, "type"), (3, "type")},
    ),
}  # fmt: skip
