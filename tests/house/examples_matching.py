"""Examples of requests: Паша's and a teacher's in school 1, Яна's in school 2; Миша may ask, Вера may be brought."""

from typing import Any

from portal.matching import actions as matching
from portal.matching.kinds import MarkKind, Origin
from portal.matching.queries import Opening, openings_of, own_places
from portal.people.models import Person
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.stage import EVERYBODY, SIGNED_IN, SYSTEM, Call, Stage
from tests.matching.signing import sign_for_marks
from tests.world import World

TODAY = NOW.date()
ADMIN = frozenset({"admin"})
STAFF_1 = frozenset({"kira", "lida", "polina", "tanya", "denis", "mark"}) | ADMIN
READ_PASHA = STAFF_1 | {"gleb", "pasha", "maria"}
READ_NINA = STAFF_1 | {"nina"}
READ_YANA = frozenset({"karim", "yana"}) | ADMIN
NOMINATE_1 = frozenset({"kira", "lida", "polina", "tanya", "mark", "gleb"})
NOMINATE = NOMINATE_1 | {"karim"}
EDIT_1, EDIT_2 = frozenset({"kira", "denis", "mark"}), frozenset({"karim"})
MARKS_1, MARKS_2 = frozenset({"kira", "polina", "tanya"}), frozenset({"karim"})
GOALS = {"pasha": "Цель-ученика", "nina": "Цель-педагога", "yana": "Цель-соседки"}
_KEYED = {"submission_key": "key-1"}
WISH = {"goal": "Хочу освоить станок"}
NOMINATION = {**WISH, "variant": "", "origin": "teacher", "agreed_on": "", **_KEYED}
CHANGE = {**WISH, "variant": "", "origin": "teacher", "agreed_on": "", "version": "1"}
DECISION = {"decision": "Педсовет, протокол № 1", "decided_on": "20.11.2026"}


def dress_matching(world: World) -> dict[str, Any]:
    """Requests of three people; Паша's bears a mark and has been agreed to, so that it may be accepted."""
    props: dict[str, Any] = {"card of pasha": world.pasha.public_id}
    for key, code in (("pasha", "student_student"), ("nina", "teacher_teacher"), ("yana", "teacher_teacher")):
        made = matching.nominate(
            SYSTEM, world.person(key), _opening(world.person(key), code), origin=Origin.TEACHER, goal=GOALS[key],
            agreed_on=TODAY,
        )  # fmt: skip
        props[f"request of {key}"] = made.public_id
        person = world.person(key)
        if key == "pasha":
            sign_for_marks(person, made.organization, by=world.maria)
        sign_for_marks(person, made.organization)
        matching.set_marks(SYSTEM, made, {MarkKind.RISK_GROUP})
    for key, code in (("misha", "student_student"), ("vera", "teacher_teacher")):
        props[f"{key} as mentee"] = world.person(key).public_id
        props[f"opening for {key}"] = _opening(world.person(key), code).key
    props["opening for yana"] = _opening(world.person("yana"), "teacher_teacher").key
    props["school of requests here"], props["school of requests there"] = (
        world.school_1.public_id, world.school_2.public_id,
    )  # fmt: skip
    return props


def _opening(person: Person, code: str) -> Opening:
    found = openings_of(own_places(person.id, TODAY), TODAY)
    return next(each for each in found if each.format.format.code == code)


def _at(prop: str, argument: str = "public_id", **body: str) -> Script:
    return lambda stage, who: Call(url={argument: stage.props[prop]}, body=_filled(stage, body))


def _with(**body: str) -> Script:
    return lambda stage, who: Call(body=_filled(stage, body))


def _filled(stage: Stage, fields: dict[str, str]) -> dict[str, str]:
    return {name: str(stage.props[said[1:]]) if said[:1] == "@" else said for name, said in fields.items()}


def _staff(opens: frozenset[str], here: frozenset[str], there: frozenset[str], **body: str) -> Example:
    """A page or a deed of the staff: with Паша's request, with Яна's; who only reads is refused."""
    return Example(
        opens=opens,
        cases=(
            own(here, _at("request of pasha", **body), sees=READ_PASHA),
            foreign("path", there, _at("request of yana", **body), sees=READ_YANA),
        ),
    )


def _own(**body: str) -> Example:
    """A deed of the person: nobody does it for another."""
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"pasha"}), _at("request of pasha", **body), sees=READ_PASHA),
            foreign("path", frozenset({"yana"}), _at("request of yana", **body), sees=READ_YANA),
        ),
    )


def _goals(stage: Stage) -> dict[str, frozenset[str]]:
    return {GOALS["pasha"]: READ_PASHA, GOALS["nina"]: READ_NINA, GOALS["yana"]: READ_YANA}


def _own_goals(stage: Stage) -> dict[str, frozenset[str]]:
    return {GOALS["pasha"]: frozenset({"pasha", "maria"}), GOALS["nina"]: frozenset({"nina"}),
            GOALS["yana"]: frozenset({"yana"})}  # fmt: skip


_EDITING = EDIT_1 | EDIT_2
_MARKING = MARKS_1 | MARKS_2
MATCHING: dict[str, Example] = {
    "GET requests.index": open_to(SIGNED_IN, shows=_goals),
    "GET requests.show": Example(
        opens=SIGNED_IN,
        cases=(
            own(READ_PASHA, _at("request of pasha")),
            foreign("path", READ_YANA, _at("request of yana")),
            Case(name="outside the group", who=READ_NINA, call=_at("request of nina")),
        ),
    ),
    "GET requests.choose": open_to(
        NOMINATE, shows=lambda stage: {
            stage.props["misha as mentee"]: NOMINATE_1, stage.props["vera as mentee"]: frozenset({"karim"})},
    ),
    "GET requests.nominate": Example(
        opens=NOMINATE,
        cases=(
            own(NOMINATE_1, _at("misha as mentee", "person_id")),
            foreign("path", frozenset({"karim"}), _at("vera as mentee", "person_id")),
        ),
    ),
    "POST requests.create": Example(
        opens=NOMINATE,
        cases=(
            own(NOMINATE_1, _at("misha as mentee", "person_id", opening="@opening for misha", **NOMINATION)),
            foreign("path", frozenset({"karim"}),
                    _at("vera as mentee", "person_id", opening="@opening for vera", **NOMINATION)),
            foreign("field", NONE, _at("misha as mentee", "person_id", opening="@opening for vera", **NOMINATION),
                    asked=NOMINATE_1, otherwise="422"),
        ),
    ),
    "GET requests.download": open_to(_EDITING, shows=lambda stage: {
        GOALS["pasha"]: EDIT_1, GOALS["nina"]: EDIT_1, GOALS["yana"]: EDIT_2}),
    "GET requests.edit": _staff(_EDITING, EDIT_1, EDIT_2),
    "POST requests.update": _staff(_EDITING, EDIT_1, EDIT_2, **{**CHANGE, "version": "2"}),
    "GET requests.confirm_acceptance": _staff(_EDITING, EDIT_1, EDIT_2),
    "POST requests.accept": _staff(_EDITING, EDIT_1, EDIT_2, **DECISION),
    "GET requests.confirm_closure": _staff(_EDITING, EDIT_1, EDIT_2),
    "POST requests.end": _staff(_EDITING, EDIT_1, EDIT_2, reason="Наставник не нужен"),
    "GET requests.marks": _staff(_MARKING, MARKS_1, MARKS_2),
    "POST requests.save_marks": _staff(_MARKING, MARKS_1, MARKS_2, marks="ovz", version="2"),
    "GET own_requests.index": open_to(SIGNED_IN, shows=_own_goals),
    "GET own_requests.new": open_to(SIGNED_IN),
    "POST own_requests.create": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"misha"}), _with(opening="@opening for misha", **WISH, **_KEYED),
                asked=frozenset({"misha", "guest", "zoya"})),
            foreign("field", NONE, _with(opening="@opening for yana", **WISH, **_KEYED),
                    asked=frozenset({"misha", "nina"}), otherwise="422"),
        ),
    ),
    "POST own_requests.agree": _own(),
    "GET own_requests.confirm_withdrawal": _own(),
    "POST own_requests.withdraw": _own(reason=""),
}  # fmt: skip


def _decisions(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Колледж: новых запросов": EDIT_1, "Школа № 12: новых запросов": EDIT_2}


_ON_CARD = READ_PASHA | {"sonya", "galya"}  # a secretary and a personnel officer see the card, not the request
MATCHING_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (
        Case(name="requests to decide", who=EVERYBODY, shows=_decisions),
    ),
    "GET people.show": (
        Case(
            name="requests on the card", who=_ON_CARD, asked=_ON_CARD,
            call=lambda stage, who: Call(url={"public_id": stage.props["card of pasha"]}),
            shows=lambda stage: {stage.props["request of pasha"]: READ_PASHA},
        ),
    ),
}  # fmt: skip
