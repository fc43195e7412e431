"""Examples of the bases as a whole: wishes beside the programme, who waits, corrections, the base of the town."""

from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.matching.actions import note_support
from portal.matching.kinds import RequestState, SupportState
from portal.matching.models import MentoringRequest
from portal.programs.models import Cycle, Program
from tests.house.asked import Case, Example, Script, foreign, open_to, own
from tests.house.examples_matching import (
    EDIT_1,
    EDIT_2,
    MARKS_1,
    MARKS_2,
    NOMINATE,
    NOMINATE_1,
    READ_PASHA,
    READ_YANA,
    STAFF_1,
)
from tests.house.stage import EVERYBODY, SYSTEM, Call, Stage
from tests.world import World

_EDITING = EDIT_1 | EDIT_2
_READ_YEAR_1 = STAFF_1 | {"gleb", "sonya"}


def dress_bases(world: World) -> dict[str, Any]:
    """The years of both schools; the one who waits for a mentor in the college needs support."""
    waits = db.session.scalars(sa.select(MentoringRequest).where(MentoringRequest.state == RequestState.IN_BASE)).one()
    note_support(SYSTEM, waits, SupportState.NEEDED)
    return {
        "year of wishes here": _year(world.school_1.id).public_id,
        "year of wishes there": _year(world.school_2.id).public_id,
    }


def _year(organization_id: int) -> Cycle:
    return db.session.scalars(
        sa.select(Cycle).join(Program, Program.id == Cycle.program_id)
        .where(Program.organization_id == organization_id).order_by(Cycle.starts_on.desc(), Cycle.id).limit(1)
    ).one()  # fmt: skip


def _at(prop: str, **body: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[prop]}, body=body)


def _years(stage: Stage) -> dict[str, frozenset[str]]:
    return {stage.props["year of wishes here"]: EDIT_1, stage.props["year of wishes there"]: EDIT_2}


def _waiting(stage: Stage) -> dict[str, frozenset[str]]:
    return {stage.props["waiting request"]: NOMINATE_1}


def _desks(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Колледж: нужна поддержка": MARKS_1}


BASES: dict[str, Example] = {
    "GET requests.forms": open_to(_EDITING, shows=_years),
    "POST requests.draft_sheet": Example(
        opens=_EDITING,
        cases=(
            own(EDIT_1, _at("year of wishes here"), sees=_READ_YEAR_1),
            foreign("path", EDIT_2, _at("year of wishes there")),
        ),
    ),
    "GET unmatched.index": open_to(NOMINATE, shows=_waiting),
    "POST unmatched.support": Example(
        opens=MARKS_1 | MARKS_2,
        cases=(
            own(MARKS_1, _at("request of pasha", state="support_given"), sees=READ_PASHA),
            foreign("path", MARKS_2, _at("request of yana", state="support_given"), sees=READ_YANA),
        ),
    ),
}  # fmt: skip
BASE_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (
        Case(name="support is needed", who=MARKS_1 | MARKS_2, asked=MARKS_1 | MARKS_2, shows=_desks),
        Case(name="nobody else knows of support", who=EVERYBODY, shows=_desks),
    ),
}  # fmt: skip
