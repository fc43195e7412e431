"""Examples of plans: those of the pairs of Паша and of Яна in every state, with items, files, achievements."""

import io
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.mentorships.kinds import MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.plans import actions
from portal.mentorships.plans.facts import ItemFacts
from portal.mentorships.plans.kinds import AchievementKind, AchievementLevel, PlanKind
from portal.mentorships.plans.models import Plan
from portal.people.models import Person
from portal.practices.models import Practice, PracticeVersion
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.examples_matching import STAFF_1
from tests.house.stage import EVERYBODY, SIGNED_IN, SYSTEM, Call, Stage
from tests.world import World

TODAY, ENDS = NOW.date(), date(2027, 5, 31)
READ_1, READ_2 = STAFF_1 | {"gleb", "nina", "pasha", "maria"}, frozenset({"karim", "vera", "yana", "admin"})
SEE_PAIR_1 = READ_1 | {"sonya"}  # a secretary sees the pair and no plan of it
EDIT_1, EDIT_2 = frozenset({"nina", "pasha", "kira", "mark"}), frozenset({"vera", "yana", "karim"})
APPROVE_1, APPROVE_2 = frozenset({"kira", "mark"}), frozenset({"karim"})
GOALS = {"here": "Цель-плана-здесь", "there": "Цель-плана-там"}
PDF = b"%PDF-1.4\n% 1\n%%EOF\n"
KEYED = {"submission_key": "key-1"}
HEAD = {"goal": "Увереннее говорить", "starts_on": "20.11.2026", "ends_on": "31.05.2027"}
ITEM = {"title": "Выступить", "section": "difficulties", "activity": "", "responsible": "both", "due_on": "",
        "expected": ""}  # fmt: skip
FIRST = ItemFacts(section="difficulties", title="Первый пункт", due_on=date(2026, 11, 2))


def dress_plans(world: World) -> dict[str, Any]:
    """Plans of the two pairs: a draft, one that waits for the mentee, one for the curator, an approved one."""
    props: dict[str, Any] = {}
    for side, mentor, mentee in (("here", world.nina, world.pasha), ("there", world.vera, world.yana)):
        pair = pair_of(mentor, mentee)
        for kind in (PlanKind.DEVELOPMENT, PlanKind.ADAPTATION, PlanKind.PROGRAMME, PlanKind.TRAJECTORY):
            plan = actions.start_plan(SYSTEM, pair, mentee, kind=kind, goal=GOALS[side], starts_on=TODAY, ends_on=ENDS,
                                      items=(FIRST, FIRST))  # fmt: skip
            props[f"{kind} {side}"], props[f"{kind} item {side}"] = plan.public_id, plan.items[0].public_id
            _go(plan, kind)
            if kind == PlanKind.DEVELOPMENT:
                actions.tell_result(
                    SYSTEM, plan.items[1], result="Идёт", done_on=None, upload=(io.BytesIO(PDF), "a.pdf")
                )
                props[f"told item {side}"] = plan.items[1].public_id
                props[f"plan file {side}"] = plan.items[1].files[0].public_id
        shown = actions.add_achievement(
            SYSTEM, pair, mentee, kind=AchievementKind.CONTEST, title="Конкурс", level=AchievementLevel.REGION,
            result="Диплом", happened_on=TODAY, upload=(io.BytesIO(PDF), "b.pdf"),
        )  # fmt: skip
        props |= {f"planning pair {side}": pair.public_id, f"achievement {side}": shown.public_id,
                  f"planned person {side}": mentee.public_id,
                  f"planning mentor {side}": mentor.public_id}  # fmt: skip
    elsewhere = Plan(organization_id=world.school_2.id, person_id=world.pasha.id, kind=PlanKind.ADAPTATION, goal="Там",
                     starts_on=TODAY, ends_on=ENDS)  # fmt: skip
    db.session.add(elsewhere)
    db.session.flush()
    props["plan of pasha there"] = elsewhere.public_id
    open_one = sa.select(PracticeVersion.practice_id).where(PracticeVersion.title == "Открытая-практика-here")
    props["practice for plans"] = db.session.scalars(
        sa.select(Practice.public_id).where(Practice.id.in_(open_one))
    ).one()  # fmt: skip
    return props


def pair_of(*people: Person) -> Mentorship:
    """The first pair that works with all of these in it."""
    works = sa.select(Mentorship).where(Mentorship.state == MentorshipState.ACTIVE)
    for person in people:
        stands = sa.select(MentorshipMember.mentorship_id).where(MentorshipMember.person_id == person.id)
        works = works.where(Mentorship.id.in_(stands))
    return db.session.scalars(works.order_by(Mentorship.id).limit(1)).one()


def _go(plan: Plan, kind: PlanKind) -> None:
    if kind == PlanKind.DEVELOPMENT:
        return
    actions.submit(SYSTEM, plan)
    if kind == PlanKind.ADAPTATION:
        return
    actions.agree(SYSTEM, plan)
    actions.agree(SYSTEM, plan)
    if kind == PlanKind.TRAJECTORY:
        actions.approve(SYSTEM, plan)


def _at(side: str, kind: str = "development", **body: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[f"{kind} {side}"]}, body=body)


def _at_item(side: str, item: str = "development item", body: dict[str, str] | None = None, **more: Any) -> Script:
    def call(stage: Stage, who: str) -> Call:
        extra = {name: stage.props[f"{prop} {side}"] for name, prop in more.items()}
        return Call(url={"public_id": stage.props[f"development {side}"], "item_id": stage.props[f"{item} {side}"],
                         **extra}, body=dict(body or {}))  # fmt: skip

    return call


def _reading(here: Script, there: Script, sees: frozenset[str] = READ_1) -> Example:
    return Example(opens=SIGNED_IN, cases=(own(READ_1, here, sees=sees), foreign("path", READ_2, there)))


def _writing(here: Script, there: Script, sees: frozenset[str] = READ_1) -> Example:
    return Example(
        opens=SIGNED_IN,
        cases=(own(EDIT_1, here, sees=sees), foreign("path", EDIT_2, there, sees=READ_2)),
    )


def _deed(kind: str, **body: str) -> Example:
    sees = SEE_PAIR_1 if kind == "planning pair" else READ_1
    return _writing(_at("here", kind, **body), _at("there", kind, **body), sees)


def _item(item: str = "development item", body: dict[str, str] | None = None, **more: str) -> Example:
    return _writing(_at_item("here", item, body, **more), _at_item("there", item, body, **more))


def _goals(stage: Stage) -> dict[str, frozenset[str]]:
    return {stage.props["development here"]: READ_1, stage.props["development there"]: READ_2}


UNPUBLISHED = "draft practice there"


def _of_practice(side: str, body: dict[str, str] | None = None, practice: str = "practice for plans") -> Script:
    def call(stage: Stage, who: str) -> Call:
        said = {**body, "plan": stage.props[f"development {side}"]} if body is not None else {}
        return Call(url={"practice_id": stage.props[practice]}, body=said)

    return call


def _achieved(side: str) -> Script:
    return lambda stage, who: Call(
        url={"public_id": stage.props[f"planning pair {side}"]},
        body={"person": stage.props[f"planned person {side}"], "kind": "contest", "title": "Олимпиада",
              "level": "region", "result": "", "happened_on": "20.11.2026", **KEYED},
    )  # fmt: skip


def _started(side: str) -> Script:
    return lambda stage, who: Call(
        url={"public_id": stage.props[f"planning pair {side}"]},
        body={"kind": "mentor_work", "filling": "template", **HEAD, **KEYED,
              "person": stage.props[f"planning mentor {side}"]},
    )  # fmt: skip


def _version(side: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[f"trajectory {side}"], "number": 1})


PLANS: dict[str, Example] = {
    "GET plans.index": open_to(SIGNED_IN, shows=_goals),
    "GET pair_plans.index_of_pair": _reading(_at("here", "planning pair"), _at("there", "planning pair"), SEE_PAIR_1),
    "GET pair_plans.new": _deed("planning pair").asking(
        Case(name="plans of before", who=EDIT_1, asked=EDIT_1, call=_at("here", "planning pair"),
             shows=lambda stage: {stage.props["plan of pasha there"]: frozenset({"pasha"})}),
    ),
    "POST pair_plans.create": _writing(_started("here"), _started("there"), SEE_PAIR_1),
    "GET plans.show": _reading(_at("here"), _at("there")),
    "GET plans.edit": _deed("development"),
    "POST plans.update": _deed("development", version="1", **HEAD),
    "GET plans.version": _reading(_version("here"), _version("there")),
    "GET plans.printed": _reading(_at("here"), _at("there")),
    "GET plans.docx": _reading(_at("here"), _at("there")),
    "GET plans.new_item": _deed("development"),
    "POST plans.create_item": _deed("development", **ITEM, **KEYED),
    "GET plans.edit_item": _item(),
    "POST plans.update_item": _item(body={**ITEM, "version": "1"}),
    "POST plans.move": _item(body={"where": "down"}),
    "POST plans.remove": _item(),
    "GET plans.result": _item(),
    "POST plans.tell": _item(body={"result": "Готово", "done_on": "20.11.2026", "mark": "", "words": "",
                                   "version": "1"}),
    "GET plans.file": _reading(_at_item("here", "told item", file_id="plan file"),
                               _at_item("there", "told item", file_id="plan file")),
    "POST plans.detach": _item("told item", file_id="plan file"),
    "GET plans.proposals": _deed("development"),
    "POST plans.take": _deed("development", items="template-0", **KEYED),
    "POST plans.submit": _deed("development"),
    "POST plans.agree": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"pasha"}) | APPROVE_1, _at("here", "adaptation"), sees=READ_1),
            foreign("path", frozenset({"yana"}) | APPROVE_2, _at("there", "adaptation"), sees=READ_2),
        ),
    ),
    "POST plans.approve": Example(
        opens=APPROVE_1 | APPROVE_2,
        cases=(
            own(APPROVE_1, _at("here", "programme"), sees=READ_1),
            foreign("path", APPROVE_2, _at("there", "programme"), sees=READ_2),
        ),
    ),
    "GET plans.confirm_return": _deed("programme"),
    "POST plans.give_back": _deed("programme", words="Поправьте сроки"),
    "POST plans.begin_version": _deed("trajectory"),
    "GET plans.choose_plan": Example(
        opens=SIGNED_IN,
        shows=lambda stage: {stage.props["development here"]: EDIT_1, stage.props["development there"]: EDIT_2},
        cases=(own(SIGNED_IN, _of_practice("here")), foreign("path", NONE, _of_practice("here", practice=UNPUBLISHED))),
    ),
    "POST plans.take_practice": Example(
        opens=SIGNED_IN,
        cases=(
            own(EDIT_1, _of_practice("here", {"steps": "1", "due_on": "", **KEYED}), sees=READ_1),
            foreign("field", EDIT_2, _of_practice("there", {"steps": "1", "due_on": "", **KEYED}), sees=READ_2),
            foreign("path", NONE, _of_practice("here", {"steps": "1", "due_on": "", **KEYED}, UNPUBLISHED)),
        ),
    ),
    "GET pair_plans.new_achievement": _deed("planning pair"),
    "POST pair_plans.create_achievement": _writing(_achieved("here"), _achieved("there"), SEE_PAIR_1),
    "GET plans.achievement_file": _reading(_at("here", "achievement"), _at("there", "achievement")),
    "POST plans.remove_shown": _deed("achievement"),
}  # fmt: skip


def _waiting(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Ждёт утверждения: 1 план": APPROVE_1 | APPROVE_2}


PLAN_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (Case(name="plans to approve", who=EVERYBODY, shows=_waiting),),
    "GET mentorships.show": (
        Case(
            name="plans on the card", who=SEE_PAIR_1, asked=SEE_PAIR_1, call=_at("here", "planning pair"),
            shows=lambda stage: {stage.props["development here"]: READ_1},
        ),
    ),
}  # fmt: skip
