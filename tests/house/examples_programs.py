"""Examples of programmes: one in each school, its year, an approval route, a paper, days of its own calendar."""

import io
from datetime import date
from typing import Any

from portal.people import actions as people
from portal.people.kinds import OrganizationKind
from portal.programs import actions as programs
from portal.programs.definitions import program_patterns
from portal.programs.kinds import DayKind, PaperKind
from portal.programs.queries import cycles_of, routes_of
from portal.programs.reference import sync_mentoring
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.stage import BEGAN_ON, SIGNED_IN, SYSTEM, Call, Stage
from tests.world import World

ADMIN = frozenset({"admin"})
CITY = frozenset({"olga", "dina"}) | ADMIN
READ_1 = frozenset({"kira", "lida", "gleb", "polina", "tanya", "denis", "sonya", "mark"}) | CITY
READ_2 = frozenset({"karim"}) | CITY
EDIT_1, EDIT_2 = frozenset({"kira", "denis", "mark"}) | ADMIN, frozenset({"karim"}) | ADMIN
EDIT = EDIT_1 | EDIT_2 | {"olga"}
HERE, THERE = "Наставничество в колледже", "Наставничество в школе"
LACKING = "Школа Восточного"
_KEYED = {"submission_key": "key-1"}
PROGRAM = {"name": "Новая программа", "pattern": "vpk", "year": "2026", **_KEYED}
YEAR = {"name": "2027/2028", "starts_on": "01.09.2027", "ends_on": "31.08.2028", **_KEYED}
SETTINGS = {
    "name": "2026/2027", "starts_on": "01.09.2026", "ends_on": "31.08.2027", "version": "1", "ground": "order",
    "meeting_gap_days": "14", "mentor_capacity": "3", "mentee_capacity": "1", "group_size": "20",
    "experience_years": "7", "experience": "warn", "higher_stage": "off", "senior": "off", "ovz_course": "warn",
}  # fmt: skip
PAPER = {"kind": "roadmap", "title": "Дорожная карта", "number": "2", "adopted_on": "01.09.2026",
         "starts_on": "01.09.2026", "ends_on": ""}  # fmt: skip
DAYS = {"kind": "day_off", "name": "День города", "starts_on": "12.12.2026", "ends_on": "", **_KEYED}
STEP = {"action": "opinion", "roles": "psychologist", **_KEYED}


def dress_programs(world: World) -> dict[str, Any]:
    """A programme in each school, and one of another town that nobody here may find."""
    sync_mentoring()
    far = people.add_organization(
        SYSTEM, kind=OrganizationKind.SCHOOL, name="Школа Западного", short_name="Западная", time_zone="Asia/Irkutsk"
    )
    props: dict[str, Any] = {}
    for place, school, name in (("here", world.school_1, HERE), ("there", world.school_2, THERE)):
        program = programs.add_program(
            SYSTEM, school, name=name, pattern=program_patterns()["chgtt"], span=programs.school_span(2026)
        )
        last = programs.copy_cycle(SYSTEM, cycles_of(program)[0], span=programs.school_span(2025))
        programs.close_cycle(SYSTEM, last, on=last.ends_on)
        facts = programs.PaperFacts(
            kind=PaperKind.REGULATION, title=f"Положение: {name}", number="1", adopted_on=BEGAN_ON,
            starts_on=BEGAN_ON, ends_on=None,
        )  # fmt: skip
        file = (io.BytesIO(f"%PDF-1.4\n% {name}\n%%EOF\n".encode()), "regulation.pdf")
        paper = programs.add_paper(SYSTEM, program, facts, file)
        holidays = programs.add_own_days(
            SYSTEM, school, kind=DayKind.HOLIDAYS, name=f"Каникулы {place}", starts_on=date(2026, 10, 26),
            ends_on=date(2026, 11, 3),
        )  # fmt: skip
        own_route = next(each for each in routes_of(program) if each.format_code == "student_student")
        props |= {
            f"program {place}": program.public_id, f"program year {place}": cycles_of(program)[0].public_id,
            f"last year {place}": last.public_id, f"program route {place}": own_route.public_id,
            f"paper {place}": paper.public_id, f"own days {place}": holidays.public_id,
            f"route step {place}": own_route.steps[0]["code"], f"school of program {place}": school.public_id,
        }  # fmt: skip
    programs.add_program(
        SYSTEM, far, name="Далёкая программа", pattern=program_patterns()["vpk"], span=programs.school_span(2026)
    )
    people.add_organization(
        SYSTEM, kind=OrganizationKind.SCHOOL, name=LACKING, short_name=LACKING, time_zone="Asia/Irkutsk"
    )
    return props


def _address(place: str, part: str = "") -> dict[str, str]:
    """The props that stand in the address: the programme, and its year or route."""
    names = {"paper": ("paper_id", "paper"), "cycle": ("cycle_id", "program year"), "last": ("cycle_id", "last year"),
             "route": ("route_id", "program route")}  # fmt: skip
    said = {"public_id": f"program {place}"}
    if part:
        argument, prop = names[part]
        said[argument] = f"{prop} {place}"
    return said


def _at(place: str, part: str = "", **body: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        url = {argument: stage.props[prop] for argument, prop in _address(place, part).items()}
        return Call(url=url, body=_filled(stage, body))

    return script


def _with(**body: str) -> Script:
    return lambda stage, who: Call(body=_filled(stage, body))


def _asked(**query: str) -> Script:
    return lambda stage, who: Call(query=_filled(stage, query))


def _filled(stage: Stage, fields: dict[str, str]) -> dict[str, str]:
    return {name: str(stage.props[said[1:]]) if said[:1] == "@" else said for name, said in fields.items()}


def _both(here: frozenset[str], there: frozenset[str], part: str = "", **body: str) -> Example:
    """A page or a deed of a programme: who may with that of school 1, who with that of school 2."""
    more = frozenset({"olga"}) if here is EDIT_1 else NONE
    sees = (READ_1, READ_2) if here is EDIT_1 else (NONE, NONE)
    elsewhere = {name: said.replace(" here", " there") for name, said in body.items()}
    return Example(
        opens=here | there | more,
        cases=(
            own(here, _at("here", part, **body), sees=sees[0]),
            foreign("path", there, _at("there", part, **elsewhere), sees=sees[1]),
        ),
    )


def _crossed(argument: str, prop: str) -> Case:
    """The year or the route of school 2 under the programme of school 1: nobody finds it there."""
    return foreign(
        "path", NONE,
        lambda stage, who: Call(
            url={"public_id": stage.props["program here"], argument: stage.props[f"{prop} there"]}
        ),
    )  # fmt: skip


PROGRAM_LISTS: dict[str, tuple[Case, ...]] = {
    "GET search.index": (
        Case(name="search for a programme", who=SIGNED_IN, call=lambda stage, who: Call(query={"q": "наставничество"}),
             shows=lambda stage: {f"/programs/{stage.props['program here']}": READ_1,
                                  f"/programs/{stage.props['program there']}": READ_2}),
    ),
}  # fmt: skip
PROGRAMS: dict[str, Example] = {
    "GET programs.index": open_to(
        READ_1 | READ_2,
        shows=lambda stage: {HERE: READ_1, THERE: READ_2, "Далёкая программа": NONE, LACKING: NONE},
    ),
    "GET programs.new": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1, _asked(organization="@school of program here")),
            foreign("query", EDIT_2, _asked(organization="@school of program there")),
        ),
    ),
    "POST programs.create": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1, _with(**PROGRAM, organization="@school of program here")),
            foreign("field", EDIT_2, _with(**PROGRAM, organization="@school of program there")),
        ),
    ),
    "GET programs.show": _both(READ_1, READ_2),
    "GET programs.edit": _both(EDIT_1, EDIT_2),
    "POST programs.update": _both(EDIT_1, EDIT_2, name="Иначе", version="1"),
    "GET programs.new_cycle": _both(EDIT_1, EDIT_2),
    "POST programs.create_cycle": _both(EDIT_1, EDIT_2, **YEAR),
    "GET programs.cycle": _both(READ_1, READ_2, "cycle").asking(_crossed("cycle_id", "program year")),
    "GET programs.edit_year": _both(EDIT_1, EDIT_2, "cycle"),
    "POST programs.update_year": _both(EDIT_1, EDIT_2, "cycle", **SETTINGS),
    "GET programs.choose_formats": _both(EDIT_1, EDIT_2, "cycle"),
    "POST programs.save_formats": _both(EDIT_1, EDIT_2, "cycle", version="1", **{"on-teacher_teacher": "1"}),
    "GET programs.confirm_closure": _both(EDIT_1, EDIT_2, "cycle"),
    "POST programs.close": _both(EDIT_1, EDIT_2, "cycle"),
    "POST programs.reopen": _both(EDIT_1, EDIT_2, "last"),
    "GET programs.new_route": _both(EDIT_1, EDIT_2),
    "POST programs.create_route": _both(EDIT_1, EDIT_2, subject="pair", format="leader_teacher", category="", **_KEYED),
    "GET programs.route": _both(READ_1, READ_2, "route").asking(_crossed("route_id", "program route")),
    "POST programs.add_step": _both(EDIT_1, EDIT_2, "route", **STEP),
    "POST programs.change_step": _both(EDIT_1, EDIT_2, "route", version="1", intent="down", step="@route step here"),
    "POST programs.drop_route": _both(EDIT_1, EDIT_2, "route"),
    "GET programs.new_paper": _both(EDIT_1, EDIT_2),
    "POST programs.create_paper": _both(EDIT_1, EDIT_2, **PAPER, **_KEYED),
    "GET programs.change_paper": _both(EDIT_1, EDIT_2, "paper"),
    "POST programs.update_paper": _both(EDIT_1, EDIT_2, "paper", **PAPER, version="1"),
    "GET programs.paper_file": _both(READ_1, READ_2, "paper").asking(_crossed("paper_id", "paper")),
    "GET calendar.index": Example(
        opens=READ_1 | READ_2,
        cases=(
            own(READ_1, _asked(organization="@school of program here")),
            foreign("query", READ_2, _asked(organization="@school of program there")),
        ),
        shows=lambda stage: {"Каникулы here": READ_1, "Каникулы there": NONE},
    ),
    "POST calendar.create": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1, _with(**DAYS, organization="@school of program here")),
            foreign("field", EDIT_2, _with(**DAYS, organization="@school of program there")),
        ),
    ),
    "POST calendar.remove": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1, lambda stage, who: Call(url={"public_id": stage.props["own days here"]}), sees=READ_1),
            foreign(
                "path", EDIT_2, lambda stage, who: Call(url={"public_id": stage.props["own days there"]}), sees=READ_2
            ),
        ),
    ),
}
