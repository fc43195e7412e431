"""The register of training as a table, with the hours of each person on a sheet of their own."""

import hashlib
from typing import IO, Any

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.core.export import Book, Column, Kind, Sheet, write_workbook
from portal.core.i18n import _
from portal.events.labels import learning_label
from portal.events.queries import TrainingFilter, find_training

KIND = "events.training"
COLUMNS = (
    (_("Участник"), 32, Kind.TEXT), (_("Организация"), 24, Kind.TEXT), (_("Программа"), 50, Kind.TEXT),
    (_("Вид"), 18, Kind.TEXT), (_("Кто проводил"), 30, Kind.TEXT), (_("Дистанционно"), 14, Kind.TEXT),
    (_("Часы"), 8, Kind.NUMBER), (_("Закончено"), 14, Kind.DATE), (_("Документ"), 30, Kind.TEXT),
)  # fmt: skip


def write_training(actor: Actor, wanted: TrainingFilter, target: IO[bytes]) -> tuple[int, set[int]]:
    """Write the workbook; returns how many records, and the ids of the persons in it."""
    found = db.session.scalars(find_training(actor, wanted, permission=Permission.TRAINING_EXPORT)).all()
    rows = [
        (each.person.full_name, each.organization.short_name, each.title, learning_label(each.learning), each.provider,
         each.is_distance, each.hours, each.finished_on, each.document)
        for each in found
    ]  # fmt: skip
    hours: dict[int, list[Any]] = {}
    for each in found:
        line = hours.setdefault(each.person_id, [each.person.full_name, 0, 0])
        line[1], line[2] = line[1] + 1, line[2] + each.hours
    about = [(_("Составлено"), clock.now()), (_("Строк"), len(rows)),
             (_("Условия отбора"), ", ".join(f"{name}={value}" for name, value in wanted.as_args.items()) or _("нет")),
             (_("SHA-256 строк"), hashlib.sha256(repr(rows).encode()).hexdigest())]  # fmt: skip
    sheets = [
        Sheet(name=_("Обучение"), columns=[Column(title=t, width=w, kind=k) for t, w, k in COLUMNS], rows=rows,
              freeze_columns=1),
        Sheet(name=_("Часы"), columns=[Column(title=_("Участник"), width=32),
                                       Column(title=_("Записей"), kind=Kind.NUMBER),
                                       Column(title=_("Часов"), kind=Kind.NUMBER)], rows=list(hours.values())),
        Sheet(name=_("Сведения"), columns=[Column(title=_("Что"), width=24), Column(title=_("Значение"), width=70)],
              rows=about),
    ]  # fmt: skip
    write_workbook(target, Book(title=_("Обучение наставников"), sheets=sheets, zone=actor.time_zone))
    return len(rows), set(hours)


def fingerprint(wanted: TrainingFilter) -> str:
    """Names the choice for an approval, without the words that were typed."""
    return hashlib.sha256(repr(sorted(wanted.as_args.items())).encode()).hexdigest()[:40]
