"""A table of people for tests: 300 students in twelve groups with parents, 40 teachers, 17 bad rows among them."""

import io
from datetime import date
from typing import Any

from portal.core.export import Book, Column, Sheet, write_workbook
from portal.people import columns as names

STUDENTS, TEACHERS, GROUPS, BAD = 300, 40, 12, 17
GOOD = STUDENTS + TEACHERS - BAD
HEADINGS = (*names.HEADINGS, "Работает по")
FAMILIES = ("Абрамов", "Беляев", "Васин", "Горин", "Демидов", "Ершов", "Жилин", "Зотов", "Ильин", "Карпов", "Ларин",
            "Маслов", "Носов", "Осипов", "Панин", "Рогов", "Савин", "Титов", "Уваров", "Фролов")  # fmt: skip
GIVEN = ("Артём", "Борис", "Виктор", "Глеб", "Денис", "Егор", "Захар", "Иван", "Кирилл", "Лев", "Марк", "Никита",
         "Олег", "Пётр", "Роман")  # fmt: skip
MOTHERS = ("Алла", "Вера", "Галина", "Дарья", "Елена", "Жанна", "Инна", "Лидия", "Мария", "Нина")
SUBJECTS = ("Математика", "Физика", "История", "Химия", "Информатика")
Row = dict[str, Any]


def people_rows() -> list[Row]:
    """The rows of the table, the bad ones at places that never change."""
    rows = [_student(number) for number in range(STUDENTS)] + [_teacher(number) for number in range(TEACHERS)]
    for number, spoil in enumerate(SPOILED):
        spoil(rows[11 + number * 16], rows)
    return rows


def people_book(rows: list[Row] | None = None, headings: tuple[str, ...] = HEADINGS, sheet: str = "Люди") -> bytes:
    """The table as XLSX."""
    made = io.BytesIO()
    cells = ([row.get(heading) for heading in headings] for row in (people_rows() if rows is None else rows))
    write_workbook(made, Book(title="Люди", sheets=[Sheet(name=sheet, rows=cells,
                   columns=[Column(title=heading) for heading in headings])]))  # fmt: skip
    return made.getvalue()


def _student(number: int) -> Row:
    family, given = FAMILIES[number % 20], GIVEN[number // 20 % 15]
    parent = number - number % 2 * 20 if number % 40 >= 20 else number  # every second family of a name has two children
    return {
        names.FAMILY_NAME: family, names.GIVEN_NAME: given, names.PATRONYMIC: "Олегович",
        names.BIRTH_ON: date(2008 + number % 2, 1 + number % 12, 1 + number % 28), names.KIND: "Учится",
        names.EMAIL: f"student{number}@primer.example", names.GROUP: f"П-{11 + number % GROUPS}",
        names.REPRESENTATIVE_FAMILY_NAME: f"{family}а", names.REPRESENTATIVE_GIVEN_NAME: MOTHERS[parent % 10],
        names.REPRESENTATIVE_PATRONYMIC: "Ивановна", names.REPRESENTATIVE_RELATION: "мать",
        names.REPRESENTATIVE_PHONE: f"+7 900 {parent:03}-00-00",
    }  # fmt: skip


def _teacher(number: int) -> Row:
    return {
        names.FAMILY_NAME: f"{FAMILIES[number % 20]}ин", names.GIVEN_NAME: GIVEN[number // 20],
        names.PATRONYMIC: "Львович",
        names.BIRTH_ON: date(1970 + number, 3, 3), names.KIND: "Работает", names.POST: "Преподаватель",
        names.EMAIL: f"teacher{number}@primer.example", names.SUBJECT: SUBJECTS[number % 5],
        names.STARTS_ON: date(2020, 9, 1),
    }  # fmt: skip


def _with(heading: str, value: Any) -> Any:
    return lambda row, rows: row.update({heading: value})


def _nobody(row: Row, rows: list[Row]) -> None:
    row.update({names.KIND: "", names.GROUP: "", names.POST: ""})


def _again(row: Row, rows: list[Row]) -> None:
    row.clear()
    row.update(rows[0])


SPOILED = (
    _with(names.FAMILY_NAME, ""),
    _with(names.GIVEN_NAME, ""),
    _with(names.BIRTH_ON, date(2031, 5, 5)),
    _with(names.BIRTH_ON, "31.02.2008"),
    _with(names.BIRTH_ON, date(1903, 1, 1)),
    _with(names.EMAIL, "student без собаки"),
    _with(names.EMAIL, "student1@primer.example"),
    _with(names.PHONE, "12-34"),
    _with(names.KIND, "Космонавт"),
    _nobody,
    _again,
    _with(names.REPRESENTATIVE_GIVEN_NAME, ""),
    _with(names.REPRESENTATIVE_EMAIL, "мама@"),
    _with(names.STARTS_ON, date(2001, 9, 1)),
    _with("Работает по", date(2020, 1, 1)),
    _with(names.GIVEN_NAME, "Ив4н"),
    _with(names.GROUP, "П" * 90),
)
assert len(SPOILED) == BAD
# Mothers of the good rows: none has an e-mail, and some have two children in the table.
PARENTS = len({row.get(names.REPRESENTATIVE_PHONE) for number, row in enumerate(people_rows())
               if number not in range(11, 11 + 16 * BAD, 16)} - {None})  # fmt: skip
