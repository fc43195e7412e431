"""The register as a workbook."""

import io
from collections.abc import Sequence

from portal.consents.queries.papers import paper_words
from portal.consents.queries.register import Standing, Wanted
from portal.core.export import Book, Column, Kind, Sheet, write_workbook
from portal.core.i18n import _, ru_date

COLUMNS = (
    Column(title=_("Фамилия"), width=20),
    Column(title=_("Имя"), width=16),
    Column(title=_("Отчество"), width=18),
    Column(title=_("Группа или класс"), width=14),
    Column(title=_("Состояние"), width=14),
    Column(title=_("Чего не хватает"), width=48),
    Column(title=_("Действует до"), width=14, kind=Kind.DATE),
)


def write_register(wanted: Wanted, rows: Sequence[Standing]) -> bytes:
    """One row a person; the second sheet says what was chosen and when."""
    people = (
        (one.person.family_name, one.person.given_name, one.person.patronymic, one.group, one.state.label,
         paper_words(one.missing, wanted.purpose), one.ends_on)
        for one in rows
    )  # fmt: skip
    told = (
        (_("Организация"), wanted.organization.name),
        (_("Согласие"), wanted.purpose.label),
        (_("На день"), ru_date(wanted.on, "full")),
        (_("Группа или класс"), wanted.group.name if wanted.group else _("все")),
        (_("Состояние"), wanted.state.label if wanted.state else _("любое")),
        (_("Чья подпись"), wanted.lacks.label if wanted.lacks else _("любые")),
        (_("Строк"), len(rows)),
    )
    sheets = (
        Sheet(name=_("Согласия"), columns=COLUMNS, rows=people, freeze_columns=2),
        Sheet(name=_("Сведения"), columns=(Column(title=_("Что")), Column(title=_("Значение"), width=48)), rows=told),
    )
    target = io.BytesIO()
    write_workbook(target, Book(title=_("Реестр согласий"), sheets=sheets, zone=wanted.organization.time_zone))
    return target.getvalue()
