"""Examples of the register of people, the cards and what stands on them."""

from typing import Any

from portal.core.submissions import new_key
from portal.people import actions as people
from portal.people.kinds import FactKind, MembershipKind, QualificationKind
from portal.people.reference import sync_audiences
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.stage import BEGAN_ON, SIGNED_IN, SYSTEM, Call, Stage
from tests.world import World

READ_1 = frozenset({"kira", "lida", "gleb", "polina", "denis", "sonya", "mark", "tanya", "galya", "admin"})
READ_2 = frozenset({"karim", "admin"})
READ = READ_1 | READ_2
EDIT_1 = frozenset({"kira", "sonya", "galya", "admin"})
EDIT = EDIT_1 | READ_2
RULES_1 = frozenset({"kira", "denis", "olga", "admin"})
RULES = RULES_1 | {"karim"}
EXPORT_1 = frozenset({"kira", "denis", "sonya"})
MERGE = frozenset({"admin"})
HERE, THERE = "Реестров Здешний", "Реестрова Тамошняя"
NAMES = {"family_name": "Новикова", "given_name": "Анна", "patronymic": "Олеговна"}


def dress_people(world: World) -> dict[str, Any]:
    """A learner in each school with records, a representative and the rules of the library."""
    sync_audiences()
    props: dict[str, Any] = {}
    for number, name in ((1, HERE), (2, THERE)):
        props |= _dress_person(world, number, name)
    props |= {f"card school_{number}": world.town.schools[number].public_id for number in (1, 2)}
    return props


def _dress_person(world: World, number: int, name: str) -> dict[str, Any]:
    school, (family_name, given_name) = world.town.schools[number], name.split()
    child = people.add_person(SYSTEM, family_name=family_name, given_name=given_name)
    place = people.add_membership(
        SYSTEM, child, school, kind=MembershipKind.LEARNER, starts_on=BEGAN_ON, group=world.town.groups[number]
    )
    mother = people.add_person(SYSTEM, family_name=family_name, given_name="Мать")
    people.add_membership(SYSTEM, mother, school, kind=MembershipKind.PARENT, starts_on=BEGAN_ON)
    left = people.add_membership(
        SYSTEM, mother, school, kind=MembershipKind.EMPLOYEE, starts_on=BEGAN_ON, post="Завхоз"
    )
    people.end_membership(SYSTEM, left, ends_on=BEGAN_ON)
    kin = people.add_representation(SYSTEM, child, mother, relation="мать", starts_on=BEGAN_ON)
    made = people.add_qualification(SYSTEM, child, kind=QualificationKind.COURSE, title="Курс первой помощи")
    fact = people.add_career_fact(SYSTEM, child, school, kind=FactKind.ENROLLED, happened_on=BEGAN_ON)
    double = people.add_person(SYSTEM, family_name="Двойник", given_name=given_name)
    people.add_membership(SYSTEM, double, school, kind=MembershipKind.ALUMNUS, starts_on=BEGAN_ON)
    ids = {"double": double, "place": place, "kin": kin, "qualification": made, "fact": fact, "person": child,
           "left": left}  # fmt: skip
    return {f"card {noun} {number}": thing.public_id for noun, thing in ids.items()}


def _fields(**more: str) -> dict[str, str]:
    return {"submission_key": new_key(), **more}


def _of(number: int, noun: str = "", body: dict[str, str] | None = None, other: int = 0) -> Script:
    """The address below a person of the school; `other` puts the thing of the other school behind this person."""

    def call(stage: Stage, who: str) -> Call:
        url = {"public_id": stage.props[f"card person {number}"]}
        if noun:
            url["key"] = stage.props[f"card {noun} {other or number}"]
        return Call(url=url, body=dict(body or {}))

    return call


def _place(number: int) -> Script:
    return lambda stage, who: Call(url={"key": stage.props[f"card left {number}"]})


def _below(noun: str = "", body: dict[str, str] | None = None) -> Example:
    """A page or a deed of those who keep cards, with the ids of the other school in turn."""
    cases: list[Case] = [
        own(EDIT_1, _of(1, noun, body), sees=READ_1),
        foreign("path", READ_2, _of(2, noun, body)),
    ]
    if noun:
        mixed = _of(1, noun, body, other=2)
        cases.append(Case(name=f"a {noun} of another person", who=NONE, call=mixed, sees=READ_1 - EDIT_1))
    return Example(opens=EDIT, cases=tuple(cases))


def _new_body(school: int) -> Script:
    def call(stage: Stage, who: str) -> Call:
        place = {"kind": "employee", "post": "Преподаватель", "starts_on": "01.09.2026"}
        return Call(body=_fields(**NAMES, **place, organization=stage.props[f"card school_{school}"]))

    return call


def _with_school(school: int, body: dict[str, str] | None = None, number: int = 1) -> Script:
    def call(stage: Stage, who: str) -> Call:
        fields = {**(body or {}), "organization": stage.props[f"card school_{school}"]}
        return Call(url={"public_id": stage.props[f"card person {number}"]}, body=fields)

    return call


def _double(stage: Stage, who: str) -> Call:
    return Call(url={"public_id": stage.props["card person 1"]}, body={"other": stage.props["card double 1"]})


def _nobody(stage: Stage, who: str) -> Call:
    return Call(url={"public_id": "no-such-person"})


def _rule_of(school: int, body: dict[str, str] | None = None) -> Script:
    def call(stage: Stage, who: str) -> Call:
        url = {"organization": stage.props[f"card school_{school}"], "code": "s1_35"}
        return Call(url=url, body=dict(body or {}))

    return call


def _about_rules(body: dict[str, str] | None = None) -> Example:
    there = frozenset({"karim", "olga", "admin"})
    return Example(
        opens=RULES,
        cases=(own(RULES_1, _rule_of(1, body)), foreign("path", there, _rule_of(2, body))),
    )


def _found(stage: Stage) -> dict[str, frozenset[str]]:
    return {HERE: READ_1, THERE: READ_2}


def _exported(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Здешний": EXPORT_1, "Тамошняя": frozenset({"karim"})}


def _query(**query: str) -> Script:
    return lambda stage, who: Call(query=dict(query))


_PLACE = {"kind": "employee", "post": "Лаборант", "starts_on": "01.09.2026", **_fields()}
_ENDING = {"ends_on": "19.11.2026"}
_QUALIFICATION = {"kind": "course", "title": "Курс", "version": "1"}
_FACT = {"kind": "attested", "happened_on": "01.09.2026", "version": "1"}
_KIN = {**_fields(), "family_name": "Новый", "given_name": "Отец", "relation": "отец", "starts_on": "01.09.2026"}

PEOPLE_PAGES: dict[str, Example] = {
    "GET people.index": open_to(READ, _query(q="Реестров")).showing(_found),
    "GET people.download": open_to(EXPORT_1 | {"karim"}, _query(q="Реестров")).showing(_exported),
    "GET people.new": open_to(EDIT),
    "POST people.create": Example(
        opens=EDIT,
        cases=(own(EDIT_1, _new_body(1)), foreign("field", READ_2, _new_body(2))),
    ),
    "GET people.show": Example(
        opens=SIGNED_IN,
        cases=(own(READ_1, _of(1)), foreign("path", READ_2, _of(2))),
    ),
    "GET people.edit": _below(),
    "POST people.update": _below(body={**NAMES, "version": "1"}),
    "GET people.new_place": _below(),
    "POST people.add_place": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1, _with_school(1, _PLACE), sees=READ_1),
            foreign("path", READ_2, _with_school(2, _PLACE, number=2)),
            foreign("field", frozenset({"admin"}), _with_school(2, _PLACE), sees=READ_1 - EDIT_1),
        ),
    ),
    "GET people.confirm_place_ending": _below("place"),
    "POST people.end_place": _below("place", _ENDING),
    "POST people.return_place": Example(
        opens=EDIT, cases=(own(EDIT_1, _place(1)), foreign("path", READ_2 & EDIT, _place(2)))
    ),
    "GET people.new_representative": _below(),
    "POST people.add_representative": _below(body=_KIN),
    "GET people.confirm_representative_ending": _below("kin"),
    "POST people.end_representative": _below("kin", _ENDING),
    "GET people.new_qualification": _below(),
    "POST people.create_qualification": _below(body={**_QUALIFICATION, **_fields()}),
    "GET people.edit_qualification": _below("qualification"),
    "POST people.update_qualification": _below("qualification", _QUALIFICATION),
    "POST people.remove_qualification": _below("qualification"),
    "POST people.return_qualification": _below("qualification"),
    "GET people.new_fact": _below(),
    "POST people.create_fact": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1, _with_school(1, {**_FACT, **_fields()}), sees=READ_1),
            foreign("path", READ_2, _with_school(2, {**_FACT, **_fields()}, number=2)),
            foreign("field", frozenset({"admin"}), _with_school(2, {**_FACT, **_fields()}), sees=READ_1 - EDIT_1),
        ),
    ),
    "GET people.edit_fact": _below("fact"),
    "POST people.update_fact": _below("fact", _FACT),
    "POST people.remove_fact": _below("fact"),
    "POST people.return_fact": _below("fact"),
    "GET people.choose_double": Example(opens=MERGE, cases=(own(MERGE, _of(1)), foreign("path", NONE, _nobody))),
    "POST people.merge": Example(
        opens=MERGE,
        cases=(
            own(MERGE, _double),
            foreign("path", NONE, _nobody),
            foreign("field", NONE, lambda stage, who: Call(url=_of(1)(stage, who).url, body={"other": "x" * 22})),
        ),
    ),
    "GET people.audiences": open_to(READ),
    "GET people.edit_audience": _about_rules(),
    "POST people.update_audience": _about_rules({"max_age": "32", "version": "0"}),
    "POST people.return_audience": _about_rules(),
}
