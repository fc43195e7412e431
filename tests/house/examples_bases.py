"""Examples of the bases as a whole: wishes beside the programme, who waits, corrections, the base of the town."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor, Grant
from portal.access.roles import Role
from portal.core.db import db
from portal.matching.actions import note_support
from portal.matching.corrections import actions
from portal.matching.corrections.kinds import Season
from portal.matching.corrections.models import Correction, CorrectionRow
from portal.matching.corrections.snapshots import Snapshot
from portal.matching.kinds import RequestState, SupportState
from portal.matching.models import MentoringRequest
from portal.matching.town.queries import crowds
from portal.people import actions as people
from portal.people.kinds import OrganizationKind
from portal.people.models import Person
from portal.programs.models import Cycle, Program
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
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
from tests.matching.signing import sign_for_operator
from tests.world import World

TODAY = NOW.date()
OPERATOR = frozenset({"olga"})
HANDED_OVER = "Запрос-для-оператора"
_EDITING = EDIT_1 | EDIT_2
_READ_YEAR_1 = STAFF_1 | {"gleb", "sonya"}


def dress_bases(world: World) -> dict[str, Any]:
    """The years of both schools; the one who waits for a mentor in the college needs support."""
    waits = db.session.scalars(
        sa.select(MentoringRequest)
        .where(MentoringRequest.state == RequestState.IN_BASE, MentoringRequest.person_id == world.misha.id)
    ).first()  # fmt: skip
    assert waits is not None
    note_support(SYSTEM, waits, SupportState.NEEDED)
    sign_for_operator(world.misha, world.school_1)
    waits.goal = HANDED_OVER
    here, there = (  # the second of them has a row of its own beside those who stand in its bases
        actions.open_correction(SYSTEM, home, Season.AUTUMN, due_on=TODAY) for home in (world.school_1, world.school_2)
    )
    there_row = CorrectionRow(correction_id=there.id, request_id=_request_of(world.person("yana")).id)
    db.session.add(there_row)
    db.session.flush()
    for each in (here, there):  # so that both may be closed
        actions.confirm_rest(SYSTEM, each)
    return {
        "correction here": here.public_id,
        "correction there": there.public_id,
        "row here": _row_of(here, waits.id).public_id,
        "row there": there_row.public_id,
        "year of wishes here": _year(world.school_1.id).public_id,
        "year of wishes there": _year(world.school_2.id).public_id,
    }


def _request_of(person: Person) -> MentoringRequest:
    return db.session.scalars(
        sa.select(MentoringRequest)
        .where(MentoringRequest.person_id == person.id)
        .order_by(MentoringRequest.id)
        .limit(1)
    ).one()


def _row_of(correction: Correction, request_id: int) -> CorrectionRow:
    return db.session.scalars(
        sa.select(CorrectionRow).where(
            CorrectionRow.correction_id == correction.id, CorrectionRow.request_id == request_id
        )
    ).one()  # fmt: skip


def _year(organization_id: int) -> Cycle:
    return db.session.scalars(
        sa.select(Cycle).join(Program, Program.id == Cycle.program_id)
        .where(Program.organization_id == organization_id).order_by(Cycle.starts_on.desc(), Cycle.id).limit(1)
    ).one()  # fmt: skip


def _at(prop: str, **body: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[prop]}, body=body)


def _row(where: str, **body: str) -> Script:
    return lambda stage, who: Call(
        url={"public_id": stage.props[f"correction {where}"], "row_id": stage.props[f"row {where}"]}, body=body
    )


def _correction(**body: str) -> Example:
    """A page or a deed about one correction."""
    return Example(
        opens=_EDITING,
        cases=(
            own(EDIT_1, _at("correction here", **body)),
            foreign("path", EDIT_2, _at("correction there", **body)),
        ),
    )


def _of_row(**body: str) -> Example:
    """A page or a deed about one row; a row of another correction is not there."""
    mixed: Script = lambda stage, who: Call(  # noqa: E731
        url={"public_id": stage.props["correction here"], "row_id": stage.props["row there"]}, body=body
    )
    return Example(
        opens=_EDITING,
        cases=(
            own(EDIT_1, _row("here", **body)),
            foreign("path", EDIT_2, _row("there", **body)),
            Case(name="a row of another correction", who=NONE, call=mixed),
        ),
    )


def _opening(prop: str, season: str = "spring") -> Script:
    return lambda stage, who: Call(
        body={"organization": stage.props[prop], "season": season, "due_on": f"{NOW:%d.%m.%Y}"}
    )


def _corrections(stage: Stage) -> dict[str, frozenset[str]]:
    return {stage.props["correction here"]: EDIT_1, stage.props["correction there"]: EDIT_2}


def _handed_over(stage: Stage) -> dict[str, frozenset[str]]:
    return {HANDED_OVER: OPERATOR}


def _years(stage: Stage) -> dict[str, frozenset[str]]:
    return {stage.props["year of wishes here"]: EDIT_1, stage.props["year of wishes there"]: EDIT_2}


def _waiting(stage: Stage) -> dict[str, frozenset[str]]:
    return {stage.props["waiting request"]: NOMINATE_1}


def _desks(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Колледж: поддержка нужна": MARKS_1}


def _opening_alone(stage: Stage, who: str) -> Call:
    """The correction of school 1 is closed: the next season may begin."""
    with stage.app.app_context():
        here = sa.update(Correction).where(Correction.public_id == stage.props["correction here"])
        db.session.execute(here.values(closed_on=TODAY, snapshot=Snapshot().as_data()))
        db.session.commit()
    return _opening("school of requests here")(stage, who)


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
    "GET corrections.index": open_to(_EDITING, shows=_corrections),
    "GET corrections.new": open_to(_EDITING),
    "POST corrections.create": Example(
        opens=_EDITING,
        cases=(
            own(EDIT_1, _opening_alone, otherwise="422"),
            foreign("field", NONE, _opening("school of requests there"), asked=EDIT_1, otherwise="422"),
            Case(name="while another one is open", who=NONE, call=_opening("school of requests here", "autumn"),
                 asked=EDIT_1, otherwise="422"),
        ),
    ),
    "GET corrections.show": _correction(),
    "POST corrections.answer": _of_row(answer="stays"),
    "GET corrections.confirm_leaving": _of_row(),
    "POST corrections.leave": _of_row(reason="Выпуск"),
    "POST corrections.confirm_rest": _correction(),
    "GET corrections.confirm_closing": _correction(),
    "POST corrections.close": _correction(),
    "GET town_bases.index": open_to(frozenset({"olga", "dina"})),
    "GET town_bases.people": open_to(OPERATOR, shows=_handed_over),
    "GET town_bases.download": open_to(OPERATOR, shows=_handed_over),
    "GET corrections.analysis": open_to(_EDITING),
    "GET corrections.download": open_to(_EDITING),
}  # fmt: skip
BASE_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (
        Case(name="support is needed", who=EVERYBODY, shows=_desks),
    ),
}  # fmt: skip


def town_of_others(stage: Stage) -> Iterator[str]:
    """Whoever counts the bases of one town counts nobody of another."""
    with stage.app.app_context(), stage.trial():
        town = people.add_organization(
            SYSTEM, kind=OrganizationKind.MUNICIPALITY, name="Город Дальний", short_name="Дальний",
            time_zone="Asia/Irkutsk",
        )  # fmt: skip
        grants = (Grant(role=Role.OPERATOR, organization_id=town.id),)
        lines, _whole = crowds(Actor(person_id=0, grants=grants, time_zone="Asia/Irkutsk"))
        found = [f"people of {line.organization.short_name}" for line in lines if line.organization]
        db.session.rollback()
        db.session.remove()
    return iter(found)  # never half-way inside the trial


def desk_of_others(stage: Stage) -> Iterator[str]:
    """A curator's desk asks for nobody who waits in another school, and for no row of its correction."""
    with stage.trial():
        with stage.app.app_context():
            there = sa.select(CorrectionRow.id).where(CorrectionRow.public_id == stage.props["row there"])
            db.session.execute(
                sa.update(CorrectionRow).where(CorrectionRow.id.in_(there)).values(answer=None, answered_on=None)
            )
            db.session.execute(
                sa.update(MentoringRequest)
                .where(MentoringRequest.state == RequestState.IN_BASE)
                .values(decided_on=TODAY - timedelta(days=30))
            )
            db.session.commit()
        said = stage.call("kira", "GET", "/").text
        if stage.props["correction there"] in said:
            yield "the correction of school 2"
        if "Школа № 12: жд" in said:
            yield "those who wait in school 2"


PROBES = {
    "portal.matching.town.queries._organizations": town_of_others,
    "portal.matching.corrections.queries.due_soon": desk_of_others,
    "portal.mentorships.unmatched.queries.long_waits": desk_of_others,
}
