"""Examples of waves beyond their list: public links, paper, the class, talks, and results of tests held elsewhere."""

import io
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.files import store
from portal.people.models import Group
from surveys.actions.public_links import mint_public_link
from surveys.links import personal_code
from surveys.models import (
    Clarification,
    ClarificationKind,
    ExternalResult,
    Mode,
    SurveyAssignment,
    SurveyInvitation,
)
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.examples_surveys import (
    ASSIGN_1,
    ASSIGN_2,
    FIRST,
    HERE,
    LIBRARY,
    LINKS_1,
    LINKS_2,
    THERE,
    WAITING,
)
from tests.house.stage import CLOSED, EVERYBODY, SIGNED_IN, SYSTEM, Call, Stage
from tests.surveys.crowds import make_wave
from tests.surveys.waves import short
from tests.world import World

ENTER_1, ENTER_2 = frozenset({"kira"}), frozenset({"karim"})
ANYBODY = EVERYBODY | {CLOSED}
NOTED = "Рассказала о планах на лето"


def dress_waves(world: World) -> dict[str, Any]:
    """A wave without names in each school with its public link, a talk and a result about one of its people."""
    props: dict[str, Any] = {"group 1": world.group_1.public_id, "misha": world.misha.public_id}
    for which, school, title, who in (
        ("here", world.school_1, HERE, "misha"),
        ("there", world.school_2, THERE, "yana"),
    ):
        unnamed = make_wave(
            school, short(), mode=Mode.ANONYMOUS, title=f"Без имён: {which}", waiting=1, family="Тайный"
        )
        unnamed.audience = {"kinds": ["learner"]}
        props[f"unnamed {which}"] = unnamed.public_id
        props[f"poster {which}"] = mint_public_link(SYSTEM, unnamed).code
        wave = db.session.scalars(sa.select(SurveyAssignment).where(SurveyAssignment.title == title)).one()
        invitation = db.session.scalars(
            sa.select(SurveyInvitation).where(
                SurveyInvitation.assignment_id == wave.id, SurveyInvitation.person_id == world.person(who).id
            )
        ).one()
        author = world.person("kira" if which == "here" else "karim")
        talk = Clarification(
            invitation_id=invitation.id, entered_by_id=author.id, kind=ClarificationKind.INTERVIEW, note=NOTED,
            happened_on=clock.now().date(), answers={},
        )  # fmt: skip
        file = store(io.BytesIO(b"one;two\n"), "result.csv", made_here=True)
        result = ExternalResult(
            person_id=world.person(who).id, organization_id=school.id, source="Я учитель", score=71.0, most=100.0,
            taken_on=clock.now().date() - timedelta(days=30), file_id=file.id,
        )  # fmt: skip
        db.session.add_all([talk, result])
        db.session.flush()
        props |= {
            f"invitation {which}": invitation.public_id, f"talk {which}": talk.public_id,
            f"result {which}": result.public_id,
        }  # fmt: skip
    props["card code"] = personal_code(db.session.scalars(sa.select(SurveyInvitation).limit(1)).one())
    props["group of 2"] = db.session.scalars(
        sa.select(Group.public_id).where(Group.organization_id == world.school_2.id).limit(1)
    ).one()
    return props


def _at(prop: str, **body: str) -> Script:
    """The address of an object on the stage; a value of `body` that names a prop stands for it."""

    def script(stage: Stage, who: str) -> Call:
        fields = {name: stage.props.get(value, value) for name, value in body.items()}
        return Call(url={"public_id": stage.props[prop]}, body=fields)

    return script


def _pair(
    kind: str, here: frozenset[str], there: frozenset[str], bodies: tuple[dict[str, str], dict[str, str]] = ({}, {})
) -> Example:
    """A page or a deed of an object in each school."""
    return Example(
        opens=here | there,
        cases=(
            own(here, _at(f"{kind} here", **bodies[0])),
            foreign("path", there, _at(f"{kind} there", **bodies[1])),
        ),
    )


def _same(**body: str) -> tuple[dict[str, str], dict[str, str]]:
    return body, body


def _talks(**body: str) -> Example:
    def script(wave: str, invitation: str) -> Script:
        return lambda stage, who: Call(
            url={"public_id": stage.props[f"wave {wave}"], "invitation": stage.props[f"invitation {invitation}"]},
            body=dict(body),
        )

    return Example(
        opens=ENTER_1 | ENTER_2,
        cases=(
            own(ENTER_1, script("here", "here")),
            foreign("path", ENTER_2, script("there", "there")),
            foreign("path", NONE, script("here", "there")),
        ),
    )


def _wall(**body: str) -> Example:
    forged = lambda stage, who: Call(url={"code": "AAAABBBB"}, body=dict(body))  # noqa: E731
    return Example(
        opens=EVERYBODY,
        cases=(
            Case(
                name="own",
                who=ANYBODY,
                call=lambda stage, who: Call(url={"code": stage.props["poster here"]}, body=body),
            ),
            Case(name="forged", who=NONE, call=forged, guest="hidden", place="path"),
        ),
    )


def _new_results(organization: str, group: str, **body: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        query = {"organization": stage.props[f"organization {organization}"], "crowd": stage.props[group]}
        score = {f"score.{stage.props['misha']}": "71,5"} if body else {}
        return Call(query={} if body else query, body={**query, **score, **body} if body else {})

    return script


RESULTS = {"source": "Я учитель, осень", "taken_on": "18.11.2026", "most": "100", "submission_key": "key-1"}
CHANGED = {"title": "Другое название", "version": "1", "reminders": "3"}
SHEETS = (
    {"invitation": "invitation here", "MET": "1", "MARK": "7", "submission_key": "key-1"},
    {"invitation": "invitation there", "MET": "1", "MARK": "7", "submission_key": "key-1"},
)
WAVES: dict[str, Example] = {
    "GET surveys.groups": _pair("wave", LINKS_1, LINKS_2),
    "POST surveys.reopen": _pair("wave", ASSIGN_1, ASSIGN_2),
    "GET surveys.schedule": _pair("wave", ASSIGN_1, ASSIGN_2),
    "POST surveys.change": _pair("wave", ASSIGN_1, ASSIGN_2, _same(**CHANGED)),
    "POST surveys.invite_newcomers": _pair("unnamed", ASSIGN_1, ASSIGN_2),
    "GET surveys.public_link": _pair("unnamed", LINKS_1, LINKS_2),
    "POST surveys.change_public_link": _pair("unnamed", LINKS_1, LINKS_2, _same(intent="limit", most="40")),
    "GET surveys.poster": _pair("unnamed", LINKS_1, LINKS_2),
    "GET surveys.blanks": _pair("wave", LINKS_1, LINKS_2).showing(lambda stage: {FIRST: LINKS_1}),
    "GET surveys.blank": Example(
        opens=LIBRARY,
        cases=(
            own(LIBRARY, lambda stage, who: Call(url={"code": "short"})),
            foreign("path", frozenset({"karim"}), lambda stage, who: Call(url={"code": "of_school_2"})),
        ),
    ),
    "GET surveys.classroom": _pair("wave", LINKS_1, LINKS_2),
    "GET surveys.paper": _pair("wave", ENTER_1, ENTER_2).showing(lambda stage: {WAITING: ENTER_1}),
    "POST surveys.type_paper": Example(
        opens=ENTER_1 | ENTER_2,
        cases=(
            own(ENTER_1, _at("wave here", **SHEETS[0])),
            foreign("path", ENTER_2, _at("wave there", **SHEETS[1])),
            foreign("field", NONE, _at("wave here", **SHEETS[1])),
        ),
    ),
    "GET surveys.clarifications": _talks().showing(lambda stage: {NOTED: ENTER_1}),
    "POST surveys.clarify": _talks(
        kind="interview", happened_on="19.11.2026", note="Беседа в перемену", submission_key="key-1"
    ),
    "POST surveys.withdraw_clarified": _pair("talk", ENTER_1, ENTER_2),
    "GET surveys.external": open_to(
        ENTER_1 | ENTER_2,
        shows=lambda stage: {stage.props["result here"]: ENTER_1, stage.props["result there"]: ENTER_2},
    ),
    "GET surveys.new_external": Example(
        opens=ENTER_1 | ENTER_2,
        cases=(
            own(ENTER_1, _new_results("1", "group 1")),
            foreign("query", ENTER_2, _new_results("2", "group of 2")),
            foreign("query", NONE, _new_results("1", "group of 2")),
        ),
    ),
    "POST surveys.add_external": Example(
        opens=ENTER_1 | ENTER_2,
        cases=(
            own(ENTER_1, _new_results("1", "group 1", **RESULTS)),
            foreign("field", NONE, _new_results("2", "group 1", **RESULTS)),
        ),
    ),
    "GET surveys.external_file": Example(
        opens=SIGNED_IN,
        cases=(
            own(ENTER_1 | {"misha"}, _at("result here")),
            foreign("path", ENTER_2 | {"yana"}, _at("result there")),
        ),
    ),
    "POST surveys.remove_external": _pair("result", ENTER_1, ENTER_2),
    "GET surveys.wall": _wall(),
    "POST surveys.begin": _wall(submission_key="key-1", intent="begin"),
    "GET surveys.wall_qr": _wall(),
    "GET surveys.entrance": open_to(EVERYBODY),
    "POST surveys.enter": open_to(EVERYBODY, lambda stage, who: Call(body={"code": stage.props["poster here"]})),
    "POST surveys.next_person": open_to(EVERYBODY),
}
