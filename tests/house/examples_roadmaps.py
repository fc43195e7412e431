"""Examples of road maps: one in each school with an own step that is late, one that is done, and a resource."""

import io
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.people.models import Organization
from portal.programs.models import Cycle, Program
from portal.programs.roadmaps import actions as roadmaps
from portal.programs.roadmaps.definitions import ready_maps
from portal.programs.roadmaps.kinds import Period, ResourceKind
from portal.programs.roadmaps.models import Roadmap, RoadmapStage
from portal.programs.roadmaps.schedule import Schedule
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.stage import SYSTEM, Call, Stage
from tests.world import World

ADMIN = frozenset({"admin"})
MARK_1, MARK_2 = frozenset({"kira", "lida", "gleb", "polina", "tanya", "denis", "sonya", "mark"}), frozenset({"karim"})
READ_1, READ_2 = MARK_1 | ADMIN, MARK_2 | ADMIN
EDIT_1, EDIT_2 = frozenset({"kira", "denis", "mark"}) | ADMIN, frozenset({"karim"}) | ADMIN
CHOOSE_1 = frozenset({"kira", "lida", "denis", "sonya", "mark"})  # who marks and reads the papers too
TOWN = frozenset({"olga", "dina"})
_KEYED = {"submission_key": "key-1"}
_EMPTY = {"principal": "", "fact": "", "module": ""}
STEP = {"title": "Ещё один шаг", "period": "ongoing", "stage": "new", "new_stage": "Свой этап", **_EMPTY,
        **_KEYED}  # fmt: skip
PDF = b"%PDF-1.4\n% roadmap %s\n%%EOF\n"


def dress_roadmaps(world: World) -> dict[str, Any]:
    """A map in each school; the programmes stand already."""
    far = db.session.scalars(sa.select(Organization).where(Organization.name == "Школа Западного")).one()
    props: dict[str, Any] = {"school of another town": far.public_id}
    for place, school in (("here", world.school_1), ("there", world.school_2)):
        cycle = db.session.scalars(
            sa.select(Cycle).join(Program, Program.id == Cycle.program_id)
            .where(Program.organization_id == school.id, Cycle.closed_on.is_(None))
            .order_by(Cycle.starts_on.desc()).limit(1)
        ).one()  # fmt: skip
        roadmap = roadmaps.make_ready(SYSTEM, cycle, ready_maps()["chgtt"], skip_past=True)
        roadmaps.edit_map(SYSTEM, roadmap, title=f"Карта года {place}", controller="director")
        stage = db.session.scalars(sa.select(RoadmapStage).where(RoadmapStage.roadmap_id == roadmap.id)).first()
        assert stage
        today = clock.today(school.time_zone)
        late, done, skipped = (_own_step(stage, f"{what} {place}", today) for what in ("Долг", "Дело", "Отложено"))
        proof = roadmaps.Evidence(upload=(io.BytesIO(PDF.replace(b"%s", place.encode())), f"proof-{place}.pdf"))
        roadmaps.close_by_hand(SYSTEM, done.occurrences[0], on=today, evidence=proof)
        roadmaps.skip_step(SYSTEM, skipped, reason="Не в этом году")
        resource = roadmaps.add_resource(
            SYSTEM, roadmap, kind=ResourceKind.MATERIAL, name=f"Кабинет {place}", source="", is_external=False
        )
        props |= {
            f"roadmap {place}": roadmap.public_id, f"roadmap program {place}": cycle.program.public_id,
            f"roadmap step {place}": late.public_id, f"roadmap time {place}": late.occurrences[0].public_id,
            f"done step {place}": done.public_id, f"done time {place}": done.occurrences[0].public_id,
            f"skipped step {place}": skipped.public_id, f"roadmap resource {place}": resource.public_id,
            f"empty year {place}": _year_without_map(cycle.program), f"school with map {place}": school.public_id,
        }  # fmt: skip
    return props


def _own_step(stage: RoadmapStage, title: str, today: date) -> Any:
    schedule = Schedule(period=Period.DEADLINE, last_on=date(today.year, today.month, 1))
    return roadmaps.add_step(SYSTEM, stage, roadmaps.StepFacts(title=title, schedule=schedule, principal="curator"))


def _year_without_map(program: Program) -> str:
    """A year to come in which the next map may be made."""
    has_map = sa.exists().where(Roadmap.cycle_id == Cycle.id)
    there = db.session.scalars(
        sa.select(Cycle).where(Cycle.program_id == program.id, Cycle.closed_on.is_(None), ~has_map)
    ).first()
    if there is None:
        from portal.programs.actions import copy_cycle, school_span

        latest = db.session.scalars(
            sa.select(Cycle).where(Cycle.program_id == program.id).order_by(Cycle.starts_on.desc()).limit(1)
        ).one()
        there = copy_cycle(SYSTEM, latest, span=school_span(latest.ends_on.year + 1))
    return there.public_id


def _at(prop: str, place: str, fields: dict[str, str] | None = None, **more: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        said = {name: _filled(stage, value, place) for name, value in (fields or {}).items()}
        url = {"public_id": stage.props[f"{prop} {place}"]} | {
            argument: stage.props[f"{other} {place}"] for argument, other in more.items()
        }
        return Call(url=url, body=said)

    return script


def _filled(stage: Stage, value: str, place: str) -> str:
    return str(stage.props[f"{value[1:]} {place}"]) if value[:1] == "@" else value


def _both(
    prop: str, here: frozenset[str], there: frozenset[str], fields: dict[str, str] | None = None, **more: str
) -> Example:
    """A page or a deed of a map: who may with that of school 1, who with that of school 2."""
    sees = (NONE, NONE) if here == READ_1 else (READ_1, READ_2)
    if prop == "roadmap program":  # whoever reads the programme learns that it has a map
        sees = (READ_1 | TOWN, READ_2 | TOWN)
    opens = here | there | frozenset({"olga"})
    return Example(
        opens=opens,
        cases=(
            own(here, _at(prop, "here", fields, **more), sees=sees[0]),
            foreign("path", there, _at(prop, "there", fields, **more), sees=sees[1]),
        ),
    )


def _crossed(prop: str, argument: str, other: str) -> Case:
    """The time of school 2 under the step of school 1: nobody finds it there."""
    return foreign(
        "path", NONE,
        lambda stage, who: Call(url={"public_id": stage.props[f"{prop} here"],
                                     argument: stage.props[f"{other} there"]}),
    )  # fmt: skip


def _far(stage: Stage) -> str:
    """The school of another town, which nobody here may find."""
    return str(stage.props["school of another town"])


def _town_of(place: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[f"school with map {place}"]})


ROADMAPS: dict[str, Example] = {
    "GET roadmaps.show": _both("roadmap program", READ_1, READ_2).showing(
        lambda stage: {"Долг here": READ_1, "Долг there": NONE}
    ),
    "GET roadmaps.new": _both("roadmap program", EDIT_1, EDIT_2),
    "POST roadmaps.create": _both(
        "roadmap program", EDIT_1, EDIT_2, {"cycle": "@empty year", "source": "vpk", **_KEYED}
    ),
    "GET roadmaps.year": _both("roadmap", READ_1, READ_2),
    "GET roadmaps.print_map": _both("roadmap", READ_1, READ_2),
    "GET roadmaps.download": _both("roadmap", READ_1, READ_2),
    "GET roadmaps.edit": _both("roadmap", EDIT_1, EDIT_2),
    "POST roadmaps.update": _both(
        "roadmap", EDIT_1, EDIT_2, {"title": "Иначе", "controller": "curator", "version": "2"}
    ),
    "GET roadmaps.new_step": _both("roadmap", EDIT_1, EDIT_2),
    "POST roadmaps.create_step": _both("roadmap", EDIT_1, EDIT_2, STEP),
    "GET roadmaps.resources": _both("roadmap", READ_1, READ_2).showing(
        lambda stage: {"Кабинет here": READ_1, "Кабинет there": NONE}
    ),
    "POST roadmaps.create_resource": _both(
        "roadmap", EDIT_1, EDIT_2, {"kind": "staff", "name": "Психолог", "origin": "inside", "source": "", **_KEYED}
    ),
    "POST roadmaps.drop_resource": _both("roadmap resource", EDIT_1, EDIT_2),
    "GET roadmaps.step": _both("roadmap step", READ_1, READ_2).showing(
        lambda stage: {f'<option value="{stage.props["paper signed here"]}"': CHOOSE_1}
    ),
    "GET roadmaps.edit_a_step": _both("roadmap step", EDIT_1, EDIT_2),
    "POST roadmaps.update_step": _both(
        "roadmap step", EDIT_1, EDIT_2, {"title": "Иначе", "period": "ongoing", "version": "1", **_EMPTY}
    ),
    "GET roadmaps.confirm_removal": _both("roadmap step", EDIT_1, EDIT_2),
    "POST roadmaps.remove": _both("roadmap step", EDIT_1, EDIT_2),
    "POST roadmaps.mark": _both(
        "roadmap step", MARK_1, MARK_2,
        {"occurrence": "@roadmap time", "done_on": "20.11.2026", "comment": "Готово", "document": "", **_KEYED},
    ),
    "POST roadmaps.unmark": _both("done step", MARK_1, MARK_2, {"occurrence": "@done time"}),
    "POST roadmaps.skip": _both("roadmap step", EDIT_1, EDIT_2, {"reason": "Не в этом году"}),
    "POST roadmaps.restore": _both("skipped step", EDIT_1, EDIT_2),
    "GET roadmaps.evidence": _both("done step", READ_1, READ_2, occurrence_id="done time").asking(
        _crossed("done step", "occurrence_id", "done time")
    ),
    "GET roadmaps.town": open_to(TOWN, shows=lambda stage: {"/roadmaps/town/": TOWN, _far(stage): NONE}),
    "GET roadmaps.town_organization": Example(
        opens=TOWN,
        cases=(
            own(TOWN, _town_of("here")),
            foreign("path", NONE, lambda stage, who: Call(url={"public_id": _far(stage)})),
        ),
    ),
}  # fmt: skip
