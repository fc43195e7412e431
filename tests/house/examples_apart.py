"""Examples of the conflict list and of requests of groups: one of each in the college, one of each in school 2."""

from typing import Any

from portal.core.db import db
from portal.matching.conflicts.actions import keep_apart
from portal.matching.groups.actions import file_for_group
from portal.matching.groups.queries import group_openings
from portal.matching.kinds import Origin
from portal.people.models import Person
from portal.programs.models import Cycle
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.examples_bases import _year as year_of
from tests.house.examples_matching import ADMIN, DECISION, EDIT_1, EDIT_2, NOMINATE, NOMINATE_1, STAFF_1
from tests.house.stage import EVERYBODY, SIGNED_IN, SYSTEM, Call, Stage
from tests.world import World

TODAY = NOW.date()
RUN_1, RUN_2 = frozenset({"kira", "mark"}), frozenset({"karim"})
READ_1 = RUN_1 | {"denis", "lida"}
REASONS = {"here": "Причина-колледжа", "there": "Причина-школы"}
GOALS = {"here": "Цель-группы-колледжа", "there": "Цель-класса-школы"}
GROUP_1, GROUP_2 = STAFF_1 | {"gleb"}, frozenset({"karim"}) | ADMIN
_KEYED = {"submission_key": "key-1"}
_DAYS = {"reason": "Родные", "starts_on": "20.11.2026", "ends_on": ""}


def dress_apart(world: World) -> dict[str, Any]:
    """Two people of each school may not be joined; the group of each asks for a mentor."""
    props: dict[str, Any] = {}
    for here, school, group, pair in (
        ("here", world.school_1, world.group_1, ("misha", "mark")),
        ("there", world.school_2, world.group_2, ("yana", "karim")),
    ):  # fmt: skip
        year: Cycle = year_of(school.id)
        one, other = (world.person(key) for key in pair)
        row = keep_apart(SYSTEM, year, one, other, reason=REASONS[here], starts_on=TODAY, ends_on=None)
        openings = [each for each in group_openings([school], TODAY) if each.cycle_id == year.id]
        asked = file_for_group(SYSTEM, group, openings[0], origin=Origin.CURATOR, goal=GOALS[here])
        free: Person = world.person("denis" if here == "here" else "vera")
        props |= {
            f"conflict {here}": row.public_id, f"year of conflicts {here}": year.public_id,
            f"one apart {here}": one.full_name, f"other apart {here}": free.full_name,
            f"group request {here}": asked.public_id, f"group that asks {here}": group.public_id,
            f"opening of group {here}": f"{year.public_id}.{openings[-1].format.code}",
        }  # fmt: skip
    db.session.flush()
    return props


def _at(url: dict[str, str], **body: str) -> Script:
    def filled(stage: Stage, fields: dict[str, str]) -> dict[str, str]:
        return {name: str(stage.props[said[1:]]) if said[:1] == "@" else said for name, said in fields.items()}

    return lambda stage, who: Call(url=filled(stage, url), body=filled(stage, body))


def _both(
    url: dict[str, str], here: frozenset[str], there: frozenset[str], *, opens: frozenset[str],
    sees: frozenset[str] = NONE, sees_there: frozenset[str] = NONE, shows: dict[str, str] | None = None, **body: str,
) -> Example:  # fmt: skip
    """A page or a deed with a thing of the college, and with one of school 2; `%` stands for the place."""

    def script(place: str) -> Script:
        def put(fields: dict[str, str]) -> dict[str, str]:
            return {name: said.replace("%", place) for name, said in fields.items()}

        return _at(put(url), **put(body))

    return Example(
        opens=opens,
        cases=(
            own(here, script("here"), sees=sees, shows=lambda stage: {shows["here"]: here} if shows else {}),
            foreign("path", there, script("there"), sees=sees_there,
                    shows=lambda stage: {shows["there"]: there} if shows else {}),
        ),
    )  # fmt: skip


def _conflict(**body: str) -> Example:
    return _both({"public_id": "@conflict %"}, RUN_1, RUN_2, opens=RUN_1 | RUN_2, **body)


def _group(**body: str) -> Example:
    return _both({"public_id": "@group request %"}, EDIT_1, EDIT_2, opens=EDIT_1 | EDIT_2, sees=GROUP_1,
                 sees_there=GROUP_2, **body)  # fmt: skip


_YEAR = {"cycle_id": "@year of conflicts %"}
_NAMES = {"first": "@one apart %", "second": "@other apart %", **_DAYS, **_KEYED}
_FILED = {"goal": "Вместе", "origin": "curator", **_KEYED}
APART: dict[str, Example] = {
    "GET conflicts.index": _both(_YEAR, RUN_1, RUN_2, opens=RUN_1 | RUN_2, shows=REASONS),
    "POST conflicts.create": _both(_YEAR, RUN_1, RUN_2, opens=RUN_1 | RUN_2, **_NAMES).asking(
        foreign("field", NONE,
                _at({"cycle_id": "@year of conflicts here"}, **{**_NAMES, "first": "@one apart here",
                                                               "second": "@other apart there"}),
                asked=RUN_1, otherwise="422"),
    ),
    "GET conflicts.edit": _conflict(),
    "POST conflicts.update": _conflict(**_DAYS, version="1"),
    "GET conflicts.confirm_removal": _conflict(),
    "POST conflicts.remove": _conflict(),
    "GET group_requests.index": open_to(
        SIGNED_IN, shows=lambda stage: {GOALS["here"]: GROUP_1, GOALS["there"]: GROUP_2}
    ),
    "GET group_requests.new": open_to(NOMINATE, shows=lambda stage: {
        stage.props["group that asks here"]: NOMINATE_1, stage.props["group that asks there"]: frozenset({"karim"})}),
    "POST group_requests.create": Example(
        opens=NOMINATE,
        cases=(
            own(NOMINATE_1, _at({}, group="@group that asks here", opening="@opening of group here", **_FILED),
                asked=NOMINATE_1 | {"misha", "guest"}),
            foreign("field", NONE,
                    _at({}, group="@group that asks there", opening="@opening of group here", **_FILED),
                    asked=NOMINATE_1, otherwise="422"),
        ),
    ),
    "GET group_requests.show": _both({"public_id": "@group request %"}, GROUP_1, GROUP_2, opens=SIGNED_IN),
    "GET group_requests.edit": _group(),
    "POST group_requests.update": _group(goal="Иное", version="1"),
    "GET group_requests.confirm_acceptance": _group(),
    "POST group_requests.accept": _group(**DECISION),
    "GET group_requests.confirm_closure": _group(),
    "POST group_requests.end": _group(reason="Не нужно"),
}  # fmt: skip
APART_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (
        Case(name="groups to decide about", who=EVERYBODY, shows=lambda stage: {
            "Колледж, групп: ": EDIT_1, "Школа № 12, групп: ": EDIT_2}),
    ),
}  # fmt: skip
