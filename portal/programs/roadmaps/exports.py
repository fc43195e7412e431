"""The map as a table: every step in one sheet, resources apart; nobody is named."""

from collections.abc import Iterator, Sequence
from typing import IO, Any

from portal.access.actor import Actor
from portal.core import clock
from portal.core.export import Book, Column, Kind, Sheet, write_workbook
from portal.core.i18n import _
from portal.programs.roadmaps.labels import (
    RESOURCES,
    fact_label,
    module_label,
    period_label,
    role_label,
    state_label,
    time_label,
)
from portal.programs.roadmaps.models import Roadmap, RoadmapStep
from portal.programs.roadmaps.queries.maps import resources_of
from portal.programs.roadmaps.reading import state_of

COLUMNS = (
    Column(title=_("Этап"), width=30), Column(title="№", width=8), Column(title=_("Шаг"), width=50),
    Column(title=_("Модуль"), width=14), Column(title=_("Когда"), width=22), Column(title=_("Отвечает"), width=20),
    Column(title=_("Как называют"), width=28), Column(title=_("Что получится"), width=36),
    Column(title=_("Документ"), width=28), Column(title=_("Закрывается само"), width=26),
    Column(title=_("Состояние"), width=16), Column(title=_("Выполнено"), width=30),
    Column(title=_("Ближайший срок"), width=14, kind=Kind.DATE), Column(title=_("Почему не применяется"), width=30),
)  # fmt: skip


def write_map(actor: Actor, roadmap: Roadmap, steps: Sequence[RoadmapStep], target: IO[bytes]) -> None:
    """Write the workbook of one map."""
    about: list[Sequence[Any]] = [
        (_("Организация"), roadmap.organization.name), (_("Год"), roadmap.cycle.name),
        (_("Следит за выполнением"), role_label(roadmap.controller)), (_("Составлено"), clock.now()),
    ]  # fmt: skip
    resources = [
        (RESOURCES[each.kind], each.name, _("внешний") if each.is_external else _("свой"), each.source)
        for each in resources_of(roadmap)
    ]
    facts = [Column(title=_("Что"), width=24), Column(title=_("Значение"), width=70)]
    kinds = [Column(title=_("Вид"), width=24), Column(title=_("Ресурс"), width=50), Column(title=_("Откуда"), width=12),
             Column(title=_("Источник"), width=40)]  # fmt: skip
    sheets = [
        Sheet(name=_("Дорожная карта"), columns=COLUMNS, rows=_rows(roadmap, steps), freeze_columns=3),
        Sheet(name=_("Ресурсы"), columns=kinds, rows=resources),
        Sheet(name=_("Сведения"), columns=facts, rows=about),
    ]
    write_workbook(target, Book(title=roadmap.title, sheets=sheets, zone=actor.time_zone))


def _rows(roadmap: Roadmap, steps: Sequence[RoadmapStep]) -> Iterator[Sequence[Any]]:
    today = clock.today(roadmap.organization.time_zone)
    for step in steps:
        waiting = [each.due_on for each in step.occurrences if each.done_on is None and each.due_on is not None]
        done = "; ".join(
            f"{time_label(each, step)}: {each.done_on:%d.%m.%Y}" for each in step.occurrences if each.done_on
        )
        yield (
            step.stage.title, step.number, step.title, module_label(step.module or step.stage.module),
            period_label(step.schedule), role_label(step.principal), step.responsible, step.result, step.paper,
            fact_label(step.fact), state_label(state_of(step, today)), done, min(waiting, default=None),
            step.skip_reason,
        )  # fmt: skip
