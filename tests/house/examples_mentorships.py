"""Examples of pairs: Нина with Паша, a minor, in the college; Вера with Яна in school 2; pairs on their way in both."""

from typing import Any

from portal.core.db import db
from portal.mentorships.actions.states import turn
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipDecision, MentorshipMember, MentorshipPeriod
from portal.mentorships.queries.steps import steps_of
from portal.people.models import Person
from portal.programs.models import Cycle
from portal.programs.queries import forms_that_run
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.examples_matching import STAFF_1
from tests.house.stage import EVERYBODY, SIGNED_IN, Call, Stage
from tests.mentorships.pairing import cycle_of, make_pair
from tests.world import World

TODAY = NOW.date()
ADMIN = frozenset({"admin"})
READ_PASHA = STAFF_1 | {"sonya", "gleb", "nina", "pasha", "maria"}
READ_MISHA = STAFF_1 | {"sonya", "gleb", "nina", "misha"}
READ_YANA = frozenset({"karim", "vera", "yana"}) | ADMIN
PROPOSE_1, PROPOSE_2 = frozenset({"kira", "lida", "mark"}), frozenset({"karim"})
KEEP_1, KEEP_2 = frozenset({"kira", "mark", "sonya", "denis"}), frozenset({"karim"})
OPEN_TO_DECIDE = KEEP_1 | KEEP_2 | {"lida", "gleb", "polina"}
SEES_STEPS = KEEP_1 | {"lida", "gleb", "polina"}
GOALS = {"here": "Цель-пары-здесь", "there": "Цель-пары-там"}
DAY = "20.11.2026"


def dress_mentorships(world: World) -> dict[str, Any]:
    """In each school a pair that works, one that waits for answers, one for a body's decision, one for an order."""
    props: dict[str, Any] = {}
    for mentor, mentee, here in (("nina", "misha", True), ("vera", "yana", False)):
        school, side = (world.school_1, "here") if here else (world.school_2, "there")
        cycle, people = cycle_of(school.id), (world.person(mentor), world.person(mentee))
        cycle.settings = {**cycle.settings, "ground": "order"}
        works = make_pair(world.person(mentor), world.pasha if here else people[1], cycle)
        works.goal = GOALS[side]
        proposed = _before(*people, cycle)
        props |= {
            f"pair {side}": works.public_id, f"proposal {side}": proposed.public_id,
            f"asked member {side}": proposed.members[0].public_id, f"year of pairs {side}": cycle.public_id,
            f"code of pairs {side}": forms_that_run(cycle)[0].format.code,
        }  # fmt: skip
        for name, actions in (("deciding", ("decision",)), ("ordering", ("order",))):
            made = _before(*people, cycle)
            turn(made, MentorshipState.FORMING)
            steps = steps_of(made)
            at = next(n for n, step in enumerate(steps) if step.action in actions)
            db.session.add_all(
                MentorshipDecision(mentorship_id=made.id, step=step.code, action=step.action, outcome="yes",
                                   acted_on=TODAY)
                for step in steps[:at]
            )  # fmt: skip
            step = steps[at]
            props |= (
                {f"{name} {side}": made.public_id, f"ordering step {side}": steps[at].code}
                if name == "ordering"
                else {
                    f"{name} {side}": made.public_id,
                    f"deciding step {side}": step.code,
                    f"deciding body {side}": (*step.bodies, *step.roles)[0],
                }
            )
    db.session.flush()
    return props


def _before(mentor: Person, mentee: Person, cycle: Cycle) -> Mentorship:
    made = Mentorship(organization_id=cycle.program.organization_id, cycle_id=cycle.id, proposed_on=TODAY,
                      format_id=forms_that_run(cycle)[0].format_id)  # fmt: skip
    db.session.add(made)
    db.session.flush()
    db.session.add(MentorshipPeriod(mentorship_id=made.id, state=MentorshipState.PROPOSED, starts_on=TODAY))
    db.session.add_all(
        MentorshipMember(mentorship_id=made.id, person_id=person.id, organization_id=made.organization_id, side=side,
                         starts_on=TODAY)
        for person, side in ((mentor, MemberSide.MENTOR), (mentee, MemberSide.MENTEE))
    )  # fmt: skip
    db.session.flush()
    return made


def _pair(name: str, side: str, **body: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[f"{name} {side}"]}, body=_filled(stage, side, body))


def _year(side: str, **body: str) -> Script:
    return lambda stage, who: Call(
        url={"cycle_id": stage.props[f"year of pairs {side}"], "code": stage.props[f"code of pairs {side}"]}, body=body
    )


def _filled(stage: Stage, side: str, fields: dict[str, str]) -> dict[str, str]:
    """«@asked member» is what the stage calls so on this side."""
    return {name: str(stage.props[f"{said[1:]} {side}"]) if said[:1] == "@" else said for name, said in fields.items()}


def _staff(name: str, here: frozenset[str], there: frozenset[str], opens: frozenset[str], **body: str) -> Example:
    """A page or a deed with a pair of the college, with one of school 2; who only reads is refused."""
    return Example(
        opens=opens,
        cases=(
            own(here, _pair(name, "here", **body), sees=READ_MISHA),
            foreign("path", there, _pair(name, "there", **body), sees=READ_YANA),
        ),
    )


def _many(where: str, here: frozenset[str], there: frozenset[str], opens: frozenset[str], **said: str) -> Example:
    """The same with pairs that were chosen in a list; whoever may not choose them learns nothing."""

    def call(side: str) -> Script:
        return lambda stage, who: Call(**{"query" if where == "query" else "body": _filled(stage, side, said)})

    return Example(opens=opens, cases=(own(here, call("here"), sees=READ_MISHA), foreign(where, there, call("there"))))


def _shown(stage: Stage) -> dict[str, frozenset[str]]:
    return {GOALS["here"]: READ_PASHA}


def _own_pairs(stage: Stage) -> dict[str, frozenset[str]]:
    return {
        stage.props["pair here"]: frozenset({"nina", "pasha", "maria"}),
        stage.props["pair there"]: frozenset({"vera", "yana"}),
    }


PROPOSE = PROPOSE_1 | PROPOSE_2
YES = {"member": "@asked member", "answer": "yes", "reason": ""}
BODY = {"body": "@deciding body"}
SAID = {"outcome": "yes", "acted_on": DAY, "words": "Протокол № 4"}
MENTORSHIPS: dict[str, Example] = {
    "GET mentorships.show": Example(
        opens=SIGNED_IN,
        cases=(own(READ_PASHA, _pair("pair", "here")), foreign("path", READ_YANA, _pair("pair", "there"))),
        shows=_shown,
    ),
    "GET monitoring.show": Example(
        opens=SIGNED_IN,
        cases=(own(READ_PASHA, _pair("pair", "here")), foreign("path", READ_YANA, _pair("pair", "there"))),
    ),
    "GET own_mentorships.index": open_to(SIGNED_IN, shows=_own_pairs),
    "GET own_mentorships.answer": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"nina", "misha"}), _pair("proposal", "here"), sees=READ_MISHA),
            foreign("path", frozenset({"vera", "yana"}), _pair("proposal", "there"), sees=READ_YANA),
        ),
    ),
    "POST own_mentorships.save_answer": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"nina"}), _pair("proposal", "here", **YES), sees=READ_MISHA, asked=EVERYBODY - {"misha"}),
            foreign("path", frozenset({"vera"}), _pair("proposal", "there", **YES), sees=READ_YANA,
                    asked=EVERYBODY - {"yana"}),
            foreign("field", NONE, _pair("proposal", "here", **YES), asked=frozenset({"misha"}), otherwise="422"),
        ),
    ),
    "GET mentorships.choose": open_to(PROPOSE, shows=lambda stage: {
        stage.props["year of pairs here"]: PROPOSE_1, stage.props["year of pairs there"]: PROPOSE_2}),
    "GET mentorships.propose": Example(
        opens=PROPOSE,
        cases=(own(PROPOSE_1, _year("here")), foreign("path", PROPOSE_2, _year("there"))),
    ),
    "POST mentorships.create": Example(
        opens=PROPOSE,
        cases=(
            own(NONE, _year("here", mentors="no-such", requests="no-such", submission_key="key-1"), asked=PROPOSE_1,
                otherwise="422"),
            foreign("path", NONE, _year("there", mentors="no-such", requests="no-such", submission_key="key-1"),
                    asked=PROPOSE_1),
        ),
    ),
    "GET mentorships.confirm_taking_back": _staff("proposal", PROPOSE_1, PROPOSE_2, PROPOSE),
    "POST mentorships.take_back": _staff("proposal", PROPOSE_1, PROPOSE_2, PROPOSE, reason="Ошибка"),
    "GET mentorships.paper": _staff("proposal", PROPOSE_1, PROPOSE_2, PROPOSE),
    "POST mentorships.save_paper": _staff("proposal", PROPOSE_1, PROPOSE_2, PROPOSE, answered_on=DAY, **YES),
    "GET mentorships.waiting": open_to(OPEN_TO_DECIDE, shows=lambda stage: {
        stage.props["deciding here"]: KEEP_1, stage.props["deciding there"]: KEEP_2}),
    "GET mentorships.step": _staff("deciding", KEEP_1, KEEP_2, OPEN_TO_DECIDE),
    "POST mentorships.record": _staff(
        "deciding", KEEP_1, KEEP_2, OPEN_TO_DECIDE, step="@deciding step", **BODY, **SAID
    ),
    "GET mentorships.confirm_sitting": _many("query", KEEP_1, KEEP_2, OPEN_TO_DECIDE, pair="@deciding", **BODY),
    "POST mentorships.hold_sitting": _many("list", KEEP_1, KEEP_2, OPEN_TO_DECIDE, pair="@deciding", **BODY, **SAID),
    "GET mentorships.confirm_order": _many("query", PROPOSE_1, PROPOSE_2, PROPOSE, pair="@ordering"),
    "POST mentorships.order": _many("list", PROPOSE_1, PROPOSE_2, PROPOSE, pair="@ordering"),
}  # fmt: skip
MENTORSHIP_LISTS: dict[str, tuple[Case, ...]] = {
    "GET mentorships.show": (
        Case(name="cards of members", who=READ_PASHA, asked=READ_PASHA, call=_pair("pair", "here"),
             shows=lambda stage: {f"/people/{stage.props['planned person here']}": READ_PASHA - {"nina"}}),
    ),
}  # fmt: skip
