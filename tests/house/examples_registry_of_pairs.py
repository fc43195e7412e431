"""Examples of the registry and of changes: a group that Кира leads in the college, one that Вера leads in school 2.

Нина is free to take the first one over; Миша's request waits for a mentor in its format.
"""

from datetime import date, timedelta
from typing import Any

from portal.core.db import db
from portal.core.saved_views import save_view
from portal.matching import actions as matching
from portal.matching.kinds import Origin
from portal.matching.queries import openings_of, own_places
from portal.mentorships.actions.states import turn
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.people.models import Person
from portal.programs.models import Cycle
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.examples_matching import EDIT_1, EDIT_2, STAFF_1
from tests.house.stage import EVERYBODY, SIGNED_IN, SYSTEM, Call, Stage
from tests.mentorships.pairing import BEGAN_ON, cycle_of, make_pair
from tests.world import World

CODE = "teacher_student"
YEAR_THERE = "Год-там"
READ_1 = STAFF_1 | {"sonya"}
READ_2 = frozenset({"karim", "vera", "yana", "admin"})
REST = READ_2 - {"yana"}
_CHANGING = EDIT_1 | EDIT_2
_REASON = {"reason": "Так решили"}
_ENDING = {"ending": "other", **_REASON}
_TERM = {"planned_until": "01.06.2027", **_REASON}
_AGREED = {"agreed_on": f"{NOW:%d.%m.%Y}", "submission_key": "key-1", **_REASON}


def dress_registry(world: World) -> dict[str, Any]:
    """Two groups, a request that waits, and a view of Кира's."""
    props: dict[str, Any] = {}
    for where, mentor, mentee, beside, school in (
        ("here", "kira", "denis", "polina", world.school_1), ("there", "vera", "yana", "karim", world.school_2),
    ):  # fmt: skip
        led = make_pair(
            world.person(mentor), world.person(mentee), cycle_of(school.id), code=CODE if where == "here" else ""
        )
        props[f"led group {where}"] = led.public_id
        props[f"second {where}"] = _beside(led, world.person(beside)).public_id
        led.planned_until = NOW.date() + timedelta(days=7)
    _rests(world)
    taken_over = make_pair(world.kira, world.denis, cycle_of(world.school_1.id), code="teacher_teacher")
    db.session.refresh(taken_over, ["members"])
    props["led pair"], props["leader"] = taken_over.public_id, taken_over.standing(MemberSide.MENTOR)[0].public_id
    openings = openings_of(own_places(world.misha.id, NOW.date()), NOW.date())
    opening = next(each for each in openings if each.format.format.code == CODE)
    made = matching.nominate(SYSTEM, world.misha, opening, origin=Origin.TEACHER, goal="Пример", agreed_on=NOW.date())
    matching.accept_into_base(SYSTEM, made, decision="Протокол", decided_on=NOW.date())
    props["waiting request"] = made.public_id
    props["view of kira"] = save_view(world.kira.id, "mentorships.index", "Вид", {"way": "virtual"}).public_id
    return props


def _rests(world: World) -> None:
    """In school 2 alone: a pair that rests, in a year long over."""
    school_year = cycle_of(world.school_2.id)
    before = Cycle(program_id=school_year.program_id, name=YEAR_THERE, starts_on=date(2024, 9, 1),
                   ends_on=date(2025, 8, 31), settings=school_year.settings)  # fmt: skip
    db.session.add(before)
    db.session.flush()
    pair = make_pair(world.karim, world.vera, school_year)
    pair.cycle_id = before.id
    turn(pair, MentorshipState.PAUSED)


def _beside(pair: Mentorship, person: Person) -> MentorshipMember:
    made = MentorshipMember(
        mentorship_id=pair.id, person_id=person.id, organization_id=pair.organization_id, side=MemberSide.MENTEE,
        starts_on=BEGAN_ON, agreed_on=BEGAN_ON, place=1,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def _at(prop: str, **body: str) -> Script:
    """With this pair or group; «@prop» in a field is a prop."""

    def call(stage: Stage, who: str) -> Call:
        said = {name: str(stage.props[text[1:]]) if text[:1] == "@" else text for name, text in body.items()}
        return Call(url={"public_id": stage.props[prop]}, body=said)

    return call


def _member(where: str, **body: str) -> Script:
    return lambda stage, who: Call(
        url={"public_id": stage.props[f"led group {where}"], "member_id": stage.props[f"second {where}"]}, body=body
    )


def _deed(**body: str) -> Example:
    """A page or a deed of those who keep the registry: with the group here, with that of school 2."""
    return Example(
        opens=_CHANGING,
        cases=(
            own(EDIT_1, _at("led group here", **body), sees=READ_1),
            foreign("path", EDIT_2, _at("led group there", **body), sees=READ_2),
        ),
    )


def _entering(prop: str, **body: str) -> Example:
    """The same where school 2 has nobody who might enter."""
    asked = SIGNED_IN - EDIT_2
    return Example(
        opens=_CHANGING,
        cases=(
            own(EDIT_1, _at(prop, **body), sees=READ_1),
            foreign("path", NONE, _at("led group there", **body), sees=READ_2, asked=asked),
        ),
    )


def _leaving(**body: str) -> Example:
    return Example(
        opens=_CHANGING,
        cases=(
            own(EDIT_1, _member("here", **body), sees=READ_1),
            foreign("path", EDIT_2, _member("there", **body), sees=READ_2),
        ),
    )


def _many(method: str, **body: str) -> Example:
    """Many at once: a foreign one among them hides them all."""

    def named(where: str) -> Script:
        def call(stage: Stage, who: str) -> Call:
            said = {"pair": stage.props[f"led group {where}"]}
            return Call(query=said) if method == "GET" else Call(body={**said, **body})

        return call

    place = "query" if method == "GET" else "field"
    return Example(opens=_CHANGING, cases=(own(EDIT_1, named("here")), foreign(place, EDIT_2, named("there"))))


def _groups(stage: Stage) -> dict[str, frozenset[str]]:
    return {stage.props["led group here"]: READ_1, stage.props["led group there"]: READ_2}


def _names(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Седов": EDIT_1, "Фомина": EDIT_2}


def _view(stage: Stage, who: str) -> Call:
    return Call(url={"public_id": stage.props["view of kira"]})


REGISTRY_OF_PAIRS: dict[str, Example] = {
    "GET mentorships.index": open_to(SIGNED_IN, shows=_groups).asking(
        Case(name="states and years", who=SIGNED_IN, shows=lambda stage: {
            "state=paused": REST, f'<option value="{YEAR_THERE}"': REST}),
        Case(name="on paper", who=SIGNED_IN, call=lambda stage, who: Call(query={"view": "print"}),
             asked=frozenset({"kira", "karim", "dina"})),
    ),
    "GET mentorships.download": open_to(_CHANGING, shows=_names),
    "GET mentorships.shares": open_to(_CHANGING),
    "GET mentorships.people": open_to(_CHANGING, shows=lambda stage: {stage.props["waiting request"]: EDIT_1}),
    "GET mentorships.plan_pause": _deed(),
    "POST mentorships.pause": _deed(**_REASON),
    "POST mentorships.resume": _deed(),
    "GET mentorships.plan_extension": _deed(),
    "POST mentorships.extend": _deed(**_TERM),
    "GET mentorships.choose_mentor": _deed(),
    "POST mentorships.change_mentor": _entering("led pair", former="@leader", profile="@mentor nina", **_AGREED),
    "GET mentorships.choose_mentee": _deed(),
    "POST mentorships.add_mentee": _entering("led group here", asked="@waiting request", **_AGREED),
    "GET mentorships.confirm_leaving": _leaving(),
    "POST mentorships.let_go": _leaving(**_ENDING),
    "GET mentorships.confirm_ending": _deed(),
    "POST mentorships.close": _deed(**_ENDING),
    "GET mentorships.plan_extensions": _many("GET"),
    "POST mentorships.extend_many": _many("POST", **_TERM),
    "GET mentorships.plan_endings": _many("GET"),
    "POST mentorships.end_many": _many("POST", **_ENDING),
    "POST saved_views.create": open_to(
        SIGNED_IN, lambda stage, who: Call(body={"room": "mentorships.index", "view_name": "Мой", "way": "short"})
    ),
    "POST saved_views.remove": Example(
        opens=SIGNED_IN,
        cases=(own(frozenset({"kira"}), _view), foreign("path", NONE, _view, asked=SIGNED_IN - {"kira"})),
    ),
}  # fmt: skip
REGISTRY_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (
        Case(name="pairs that end soon", who=EVERYBODY, shows=lambda stage: {
            f"/mentorships?organization={stage.props['school of events here']}": EDIT_1,
            f"/mentorships?organization={stage.props['school of events there']}": EDIT_2}),
    ),
}  # fmt: skip
