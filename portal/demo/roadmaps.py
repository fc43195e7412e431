"""Road maps of the demo town: the college is half way with one step late, two more organisations have begun."""

from datetime import timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.demo.town import SYSTEM, ZONE, Town
from portal.programs.models import Cycle, Program
from portal.programs.roadmaps import actions as roadmaps
from portal.programs.roadmaps.definitions import ready_maps
from portal.programs.roadmaps.kinds import Period, StepState
from portal.programs.roadmaps.models import Roadmap, RoadmapOccurrence
from portal.programs.roadmaps.queries.maps import board_of
from portal.programs.roadmaps.reading import StepView
from portal.programs.roadmaps.schedule import Schedule

MAPS = {1: "amak", 2: "bratsk", 4: "vpk"}
PROOFS = ("Протокол педагогического совета", "Материалы в папке программы", "Публикация на сайте", "Список участников")
OTHERS = 3  # steps that the other organisations have done
LATE = "Обновить раздел «Наставничество» на сайте"


def add_roadmaps(town: Town) -> None:
    """Maps of the year that runs in three organisations; what the portal knows closes steps by itself."""
    for number, code in MAPS.items():
        cycle = _running(town.schools[number].id)
        if cycle is None:
            continue
        roadmap = roadmaps.make_ready(SYSTEM, cycle, ready_maps()[code], skip_past=True)
        curator = Actor(person_id=town.people["kira"].id, grants=(), time_zone=ZONE) if number == 1 else SYSTEM
        views = _every(roadmap)
        if number == 1:
            _leave_late(roadmap, views[0])
            _close(curator, [each for each in views if each.state == StepState.OVERDUE])
            half = len(views) // 2 - board_of(roadmap, clock.today(ZONE)).tally.done
            rest = [each for each in _every(roadmap) if each.state in (StepState.NOW, StepState.WAITS)]
            _close(curator, rest[: max(0, half)])
        else:
            _close(curator, [each for each in views if each.state == StepState.OVERDUE][:OTHERS])


def _running(organization_id: int) -> Cycle | None:
    today = clock.today(ZONE)
    return db.session.scalars(
        sa.select(Cycle)
        .join(Program, Program.id == Cycle.program_id)
        .where(Program.organization_id == organization_id, Cycle.starts_on <= today, Cycle.ends_on >= today)
    ).first()


def _every(roadmap: Roadmap) -> list[StepView]:
    return [view for stage in board_of(roadmap, clock.today(ZONE)).stages for view in stage.steps]


def _leave_late(roadmap: Roadmap, beside: StepView) -> None:
    """A step of the college's own whose term passed yesterday."""
    schedule = Schedule(period=Period.DEADLINE, last_on=clock.today(ZONE) - timedelta(days=1))
    facts = roadmaps.StepFacts(
        title=LATE, number="1.6", schedule=schedule, principal="curator", responsible="Куратор наставничества",
        result="На сайте документы года и новости пар",
    )  # fmt: skip
    roadmaps.add_step(SYSTEM, beside.step.stage, facts)


def _close(actor: Actor, views: list[StepView]) -> None:
    today = clock.today(ZONE)
    for place, view in enumerate(views):
        for each in view.occurrences:
            if each.done_on is None and _is_begun(each):
                proof = roadmaps.Evidence(comment=PROOFS[place % len(PROOFS)])
                roadmaps.close_by_hand(actor, each, on=min(today, each.due_on or today), evidence=proof)


def _is_begun(occurrence: RoadmapOccurrence) -> bool:
    return occurrence.starts_on is None or occurrence.starts_on <= clock.today(ZONE)
