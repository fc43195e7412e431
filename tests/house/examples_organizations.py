"""Examples of organisations, groups, September and collegial bodies."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.people import actions as people
from portal.people.kinds import BodyKind, BodyPart, MembershipKind, OrganizationKind
from portal.people.models import Group, Membership, Organization
from portal.people.next_year import Deed
from tests.house.asked import NONE, Example, Script, foreign, open_to, own
from tests.house.stage import BEGAN_ON, SIGNED_IN, SYSTEM, Call, Stage
from tests.world import World

SEPTEMBER = date(2026, 9, 1)
CITY = frozenset({"olga", "dina", "admin"})
READ_2 = frozenset({"karim", "vera", "yana"}) | CITY
READ_1 = SIGNED_IN - READ_2 | CITY
LEAD = frozenset({"olga", "admin"})
EDIT_1, EDIT_2 = frozenset({"kira", "denis"}) | LEAD, frozenset({"karim"}) | LEAD
ADMIN = frozenset({"admin"})
GROUPS_1 = frozenset({"kira", "lida", "gleb", "polina", "tanya", "galya", "denis", "sonya", "mark"}) | ADMIN
GROUPS_2 = frozenset({"karim"}) | ADMIN
KEEP_1, KEEP_2 = frozenset({"kira", "sonya"}) | ADMIN, frozenset({"karim"}) | ADMIN
BODIES_1, BODIES_2 = frozenset({"kira", "lida", "denis", "sonya", "mark"}) | ADMIN, frozenset({"karim"}) | ADMIN
SIT_1, SIT_2 = frozenset({"kira", "denis", "sonya"}) | ADMIN, frozenset({"karim"}) | ADMIN
OLGA = frozenset({"olga"})
LEARNER_HERE = "Ковалёв Миша Игоревич"
BODY_HERE, BODY_THERE = "Рабочая группа колледжа", "Рабочая группа школы"
DAY = "20.11.2026"


def dress_organizations(world: World) -> dict[str, Any]:
    """In each school a group that moved up in September, a closed group, and two bodies, one of them closed."""
    closed = people.add_organization(
        SYSTEM, kind=OrganizationKind.SCHOOL, name="Закрытая школа", short_name="Закрытая", time_zone="Asia/Irkutsk",
        municipality=world.municipality,
    )  # fmt: skip
    people.close_organization(SYSTEM, closed, on=date(2026, 6, 30))
    far = db.session.scalars(sa.select(Organization).where(Organization.name == "Школа Южного")).one()
    props = {
        "municipality": world.municipality.public_id,
        "closed school": closed.public_id,
        "far school": far.public_id,
    }
    for place, number in (("here", 1), ("there", 2)):
        props |= {f"{name} {place}": key for name, key in _dress_school(world, number).items()}
    return props


def _dress_school(world: World, number: int) -> dict[str, Any]:
    school = world.town.schools[number]
    moving, ended = (
        people.add_group(SYSTEM, school, name=name, course=1, starts_on=BEGAN_ON) for name in ("Ю-11", "Ю-12")
    )
    choice = people.Choice(group=moving, deed=Deed.MOVE, name="Ю-21")
    transfer = people.transfer_groups(SYSTEM, school, [choice], on=SEPTEMBER)
    people.close_group(SYSTEM, ended, on=SEPTEMBER)
    body, old_body = (
        people.add_body(SYSTEM, school, kind=BodyKind.WORKING_GROUP, name=name, starts_on=BEGAN_ON)
        for name in ((BODY_HERE, "Прежняя") if number == 1 else (BODY_THERE, "Прежняя"))
    )
    people.close_body(SYSTEM, old_body, on=SEPTEMBER)
    member = people.add_body_member(
        SYSTEM, body, world.nina if number == 1 else world.vera, part=BodyPart.CHAIR, starts_on=BEGAN_ON
    )
    learner = world.misha if number == 1 else world.yana
    place = sa.select(Membership.id).where(
        Membership.person_id == learner.id, Membership.kind == MembershipKind.LEARNER
    )
    db.session.flush()
    return {
        "school": school.public_id, "group": world.town.groups[number].public_id, "empty group": moving.public_id,
        "closed group": ended.public_id, "transfer": transfer.public_id, "body": body.public_id,
        "closed body": old_body.public_id, "member": member.public_id, "place": str(db.session.scalars(place).one()),
        "learner": learner.public_id,
    }  # fmt: skip


def _at(prop: str, **body: str) -> Script:
    """The object that `prop` names in the address; fields that begin with «@» name a prop too."""
    return lambda stage, who: Call(url={"public_id": stage.props[prop]}, body=_filled(stage, body))


def _with(**body: str) -> Script:
    return lambda stage, who: Call(body=_filled(stage, body))


def _asked(**query: str) -> Script:
    return lambda stage, who: Call(query=_filled(stage, query))


def _filled(stage: Stage, fields: dict[str, str]) -> dict[str, str]:
    return {name: str(stage.props[said[1:]]) if said[:1] == "@" else said for name, said in fields.items()}


def _pair(
    thing: str, here: frozenset[str], there: frozenset[str], opens: frozenset[str] = NONE, **body: str
) -> Example:
    """A page or a deed of one thing: who may with that of school 1, who with that of school 2."""
    return Example(
        opens=here | there | opens,
        cases=(own(here, _at(f"{thing} here", **body)), foreign("path", there, _at(f"{thing} there", **body))),
    )


def _september(place: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        group = stage.props[f"group {place}"]
        said = {f"deed-{group}": "graduate", f"name-{group}": "", f"version-{group}": _version(stage, group)}
        body = {"organization": "@school " + place, "moved_on": "01.09.2026", "submission_key": "key-1", **said}
        return Call(body=_filled(stage, body))

    return script


def _version(stage: Stage, public_id: str) -> str:
    return str(stage.connection.scalar(sa.select(Group.version).where(Group.public_id == public_id)))


ORGANIZATION = {
    "name": "Колледж", "short_name": "Колледж", "kind": "college", "contour": "internal",
    "time_zone": "Asia/Irkutsk",
}  # fmt: skip
GROUP = {"name": "Н-11", "kind": "study", "course": "1", "starts_on": DAY}
BODY = {"kind": "student_council", "name": "", "starts_on": "01.09.2024"}
COMING = {"places": "@place here", "starts_on": DAY, "submission_key": "key-1"}
COMING_THERE = {**COMING, "places": "@place there"}
MEMBER = {"person": "@learner here", "part": "member", "starts_on": DAY, "submission_key": "key-1"}
_KEYED = {"submission_key": "key-1"}

ORGANIZATIONS: dict[str, Example] = {
    "GET organizations.index": open_to(
        SIGNED_IN,
        shows=lambda stage: {
            stage.props["school here"]: READ_1, stage.props["school there"]: READ_2,
            stage.props["far school"]: NONE, stage.props["closed school"]: CITY,
        },
    ),
    "GET organizations.register": open_to(
        SIGNED_IN, shows=lambda stage: {"Средняя школа № 12": READ_2, "Школа Южного": NONE}
    ),
    "GET organizations.new": open_to(LEAD),
    "POST organizations.create": Example(
        opens=LEAD,
        cases=(
            own(LEAD, _with(**ORGANIZATION, **_KEYED, above="@municipality")),
            foreign("field", NONE, _with(**ORGANIZATION, **_KEYED, above="@far school")),
        ),
    ),
    "GET organizations.show": _pair("school", READ_1, READ_2).showing(lambda stage: {BODY_HERE: BODIES_1}),
    "GET organizations.edit": _pair("school", EDIT_1, EDIT_2).showing(
        lambda stage: {"Громов Денис Аркадьевич": frozenset({"kira", "denis", "admin"})}
    ),
    "POST organizations.update": Example(
        opens=EDIT_1 | EDIT_2,
        cases=(
            own(EDIT_1, _at("school here", **ORGANIZATION, head="", version="1")),
            foreign("path", EDIT_2, _at("school there", **ORGANIZATION, head="", version="1")),
        ),
    ),
    "GET organizations.confirm_closure": _pair("school", EDIT_1, EDIT_2),
    "POST organizations.close": _pair("school", EDIT_1, EDIT_2, ends_on=DAY),
    "POST organizations.reopen": Example(
        opens=EDIT_1 | EDIT_2,
        cases=(own(LEAD, _at("closed school")), foreign("path", NONE, _at("far school"))),
    ),
    "GET organizations.words": _pair("school", EDIT_1, EDIT_2),
    "POST organizations.save_words": _pair("school", EDIT_1, EDIT_2, version="1", **{"label-curator": "Координатор"}),
    "GET groups.index": open_to(
        GROUPS_1 | GROUPS_2,
        shows=lambda stage: {stage.props["group here"]: GROUPS_1, stage.props["group there"]: GROUPS_2},
    ),
    "GET groups.new": Example(
        opens=KEEP_1 | KEEP_2,
        cases=(
            own(KEEP_1, _asked(organization="@school here")),
            foreign("query", KEEP_2, _asked(organization="@school there")),
        ),
    ),
    "POST groups.create": Example(
        opens=KEEP_1 | KEEP_2,
        cases=(
            own(KEEP_1, _with(**GROUP, **_KEYED, organization="@school here")),
            foreign("field", KEEP_2, _with(**GROUP, **_KEYED, organization="@school there")),
        ),
    ),
    "GET groups.show": _pair("group", GROUPS_1, GROUPS_2).showing(lambda stage: {LEARNER_HERE: GROUPS_1}),
    "GET groups.edit": _pair("group", KEEP_1, KEEP_2),
    "POST groups.update": _pair("group", KEEP_1, KEEP_2, **GROUP, version="1"),
    "GET groups.confirm_closure": _pair("group", KEEP_1, KEEP_2),
    "POST groups.close": _pair("empty group", KEEP_1, KEEP_2, ends_on=DAY),
    "POST groups.reopen": _pair("closed group", KEEP_1, KEEP_2),
    "GET groups.choose_learners": _pair("empty group", KEEP_1, KEEP_2).showing(lambda stage: {LEARNER_HERE: KEEP_1}),
    "POST groups.add_learners": Example(
        opens=KEEP_1 | KEEP_2,
        cases=(
            own(KEEP_1, _at("empty group here", **COMING)),
            foreign("path", KEEP_2, _at("empty group there", **COMING_THERE)),
        ),
    ),
    "GET groups.choose_moves": _pair("group", KEEP_1, KEEP_2).showing(lambda stage: {LEARNER_HERE: KEEP_1}),
    "POST groups.move_learners": Example(
        opens=KEEP_1 | KEEP_2,
        cases=(
            own(KEEP_1, _at("group here", **COMING, group="@empty group here")),
            foreign("path", KEEP_2, _at("group there", **COMING_THERE, group="@empty group there")),
        ),
    ),
    "GET groups.next_year": Example(
        opens=KEEP_1 | KEEP_2,
        cases=(
            own(KEEP_1, _asked(organization="@school here")),
            foreign("query", KEEP_2, _asked(organization="@school there")),
        ),
        shows=lambda stage: {stage.props["group here"]: KEEP_1},
    ),
    "POST groups.transfer": Example(
        opens=KEEP_1 | KEEP_2,
        cases=(own(KEEP_1, _september("here")), foreign("field", KEEP_2, _september("there"))),
    ),
    "GET groups.show_transfer": _pair("transfer", KEEP_1, KEEP_2),
    "POST groups.undo": _pair("transfer", KEEP_1, KEEP_2),
    "GET bodies.index": open_to(
        BODIES_1 | BODIES_2 | OLGA, shows=lambda stage: {BODY_HERE: BODIES_1, BODY_THERE: BODIES_2}
    ),
    "GET bodies.new": Example(
        opens=SIT_1 | SIT_2 | OLGA,
        cases=(
            own(SIT_1, _asked(organization="@school here")),
            foreign("query", SIT_2, _asked(organization="@school there")),
        ),
    ),
    "POST bodies.create": Example(
        opens=SIT_1 | SIT_2 | OLGA,
        cases=(
            own(SIT_1, _with(**BODY, **_KEYED, organization="@school here")),
            foreign("field", SIT_2, _with(**BODY, **_KEYED, organization="@school there")),
        ),
    ),
    "GET bodies.show": _pair("body", BODIES_1, BODIES_2, OLGA),
    "GET bodies.edit": _pair("body", SIT_1, SIT_2, OLGA),
    "POST bodies.update": _pair("body", SIT_1, SIT_2, OLGA, **BODY, version="1"),
    "GET bodies.confirm_closure": _pair("body", SIT_1, SIT_2, OLGA),
    "POST bodies.close": _pair("body", SIT_1, SIT_2, OLGA, ends_on=DAY),
    "POST bodies.reopen": _pair("closed body", SIT_1, SIT_2, OLGA),
    "GET bodies.choose_member": _pair("body", SIT_1, SIT_2, OLGA).showing(lambda stage: {LEARNER_HERE: SIT_1}),
    "POST bodies.add_member": Example(
        opens=SIT_1 | SIT_2 | OLGA,
        cases=(
            own(SIT_1, _at("body here", **MEMBER)),
            foreign("path", SIT_2, _at("body there", **{**MEMBER, "person": "@learner there"})),
        ),
    ),
    "GET bodies.confirm_member_end": _pair("member", SIT_1, SIT_2, OLGA),
    "POST bodies.end_member": _pair("member", SIT_1, SIT_2, OLGA, ends_on=DAY),
}  # fmt: skip
