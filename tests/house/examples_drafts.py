"""Examples of drafts: one of the college with a choice by hand, one of school 2; Миша and Яна named somebody."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core.db import db
from portal.demo.town import consent_to_participate
from portal.matching.drafts import actions
from portal.matching.drafts.jobs import match_pool
from portal.matching.drafts.kinds import ChoiceKind
from portal.matching.drafts.models import MatchingAvoidance, MatchingChoice, MatchingRun
from portal.matching.kinds import Origin, RequestState
from portal.matching.mentors.kinds import MentorCategory, MentorState, TraitKind
from portal.matching.mentors.models import MentorPeriod, MentorProfile, MentorTrait
from portal.matching.models import MentoringRequest
from portal.matching.solving.kinds import Objective
from portal.people.models import Organization, Person
from portal.programs.models import Cycle, Program
from portal.programs.queries import forms_that_run
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.examples_between import let_in
from tests.house.examples_matching import STAFF_1
from tests.house.stage import EVERYBODY, SIGNED_IN, SYSTEM, Call, Stage
from tests.world import World

TODAY = NOW.date()
RUN_1, RUN_2 = frozenset({"kira", "mark"}), frozenset({"karim"})
READ_1 = RUN_1 | {"denis", "lida"}
READING, RUNNING = READ_1 | RUN_2, RUN_1 | RUN_2
SEES_1 = READ_1
SEES_REQUEST = STAFF_1
BANNED = {"here": "lida", "there": "olga"}
NAMING = {"here": "misha", "there": "yana"}
USED = ("student_student", "teacher_teacher")
KEPT = {"employer_student"}  # where every other format has a mentor already
_SETUP = {"area": "4", "time": "3", "age": "2", "mentor_kind": "1", "channel": "1", "home": "any",
          "language": "0", "conflicts": "block", "reporting": "1",
          "objective": "coverage", "version": "0"}  # fmt: skip


def dress_drafts(world: World) -> dict[str, Any]:
    """A draft for each school with one pair, and a ban by hand that came later; each mentee named the curator."""
    props: dict[str, Any] = {}
    for here, school, mentee, mentor in (
        ("here", world.school_1, "petya", "denis"), ("there", world.school_2, "yana", "karim"),
    ):  # fmt: skip
        year = db.session.scalars(
            sa.select(Cycle)
            .join(Program)
            .where(
                Program.organization_id == school.id,
                Cycle.closed_on.is_(None),
                Cycle.starts_on <= TODAY,
                Cycle.ends_on >= TODAY,
            )
            .order_by(Cycle.starts_on, Cycle.id)
        ).first()
        assert year
        known = {*USED, *db.session.scalars(sa.select(MentorTrait.code).where(MentorTrait.kind == TraitKind.FORMAT))}
        format_ = next(each.format for each in forms_that_run(year) if each.format.code not in known - KEPT)
        asked = MentoringRequest(
            person_id=world.person(mentee).id, organization_id=school.id, cycle_id=year.id, format_id=format_.id,
            origin=Origin.CURATOR, goal="Освоиться", state=RequestState.IN_BASE, agreed_on=TODAY, decided_on=TODAY,
            starts_on=TODAY,
        )  # fmt: skip
        for key in (mentee, mentor):
            _sign(world, key, school)
        profile = _mentor(world.person(mentor), school, format_.code)
        db.session.add(asked)
        db.session.flush()
        apart = MatchingChoice(request_id=asked.id, profile_id=profile.id, kind=ChoiceKind.BAN)
        run = actions.ask_for_draft(
            SYSTEM, year, objective=Objective.COVERAGE, format_=format_, choices=[apart] if here == "here" else []
        )  # no rule would let this mentee be proposed
        run_id = run.id
        db.session.commit()
        assert actions.solve_run(run_id)
        run = db.session.scalars(sa.select(MatchingRun).where(MatchingRun.id == run_id)).one()
        other = _mentor(world.person(BANNED[here]), school, format_.code, MentorState.RESERVE)
        choice = MatchingChoice(run_id=run.id, request_id=asked.id, profile_id=other.id, kind=ChoiceKind.BAN)
        avoidance = MatchingAvoidance(
            person_id=world.person(NAMING[here]).id, organization_id=school.id, other_id=other.person_id
        )
        db.session.add_all([choice, avoidance])
        db.session.flush()
        props |= {
            f"draft {here}": run.public_id, f"year {here}": year.public_id, f"choice {here}": choice.public_id,
            f"mentee of draft {here}": asked.public_id, f"mentor of draft {here}": profile.public_id,
            f"avoidance {here}": avoidance.public_id, f"person of draft {here}": other.person.full_name,
            f"school of draft {here}": school.public_id,
        }  # fmt: skip
    return props


def _sign(world: World, key: str, school: Organization) -> None:
    """The consent to take part, where it is not signed yet: a published draft proposes pairs."""
    person, number = world.person(key), list(world.town.schools.values()).index(school)
    if basis_for(person.id, school.id, Purpose.PARTICIPATION, TODAY) is None:
        consent_to_participate(person, world.town.consent_texts[number], TODAY)


def _mentor(person: Person, school: Organization, code: str, state: MentorState = MentorState.ACTIVE) -> MentorProfile:
    made = MentorProfile(
        person_id=person.id, organization_id=school.id, category=MentorCategory.ADMINISTRATION, origin=Origin.CURATOR,
        state=state, agreed_on=TODAY, decided_on=TODAY, starts_on=TODAY,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    db.session.add_all([
        MentorTrait(profile_id=made.id, kind=TraitKind.FORMAT, code=code),
        MentorPeriod(profile_id=made.id, state=state, starts_on=TODAY),
    ])  # fmt: skip
    db.session.flush()
    return made


def _filled(stage: Stage, fields: dict[str, str]) -> dict[str, str]:
    return {name: str(stage.props[said[1:]]) if said[:1] == "@" else said for name, said in fields.items()}


def _at(url: dict[str, str], query: dict[str, str] | None = None, **body: str) -> Script:
    return lambda stage, who: Call(url=_filled(stage, url), query=_filled(stage, query or {}),
                                   body=_filled(stage, body))  # fmt: skip


def _staff(url: dict[str, str], *, reads: bool = False, query: dict[str, str] | None = None, **body: str) -> Example:
    """A page or a deed with the draft of the college, and with that of school 2; `%` stands for the place."""

    def script(here: str) -> Script:
        def put(fields: dict[str, str]) -> dict[str, str]:
            return {name: said.replace("%", here) for name, said in fields.items()}

        return _at(put(url), put(query or {}), **put(body))

    who = (READ_1, RUN_2) if reads else (RUN_1, RUN_2)
    sees = {} if reads else {"sees": SEES_1}
    return Example(
        opens=READING if reads else RUNNING,
        cases=(own(who[0], script("here"), **sees), foreign("path", who[1], script("there"))),
    )


_RUN, _YEAR = {"public_id": "@draft %"}, {"cycle_id": "@year %"}
_KEYED = {"submission_key": "key-1"}
_LOCK = {"kind": "lock", "rule": "", "reason": "", **_KEYED}
_OWN_DRAFTS = lambda stage: {stage.props["draft here"]: READ_1, stage.props["draft there"]: RUN_2}  # noqa: E731
DRAFTS: dict[str, Example] = {
    "GET drafts.index": open_to(READING, shows=_OWN_DRAFTS),
    "POST drafts.create": _staff(_YEAR, objective="total", format="", **_KEYED),
    "GET drafts.show": _staff(_RUN, reads=True),
    "GET drafts.mentee": _staff({**_RUN, "request_id": "@mentee of draft %"}, reads=True),
    "GET drafts.comparison": _staff(_RUN, reads=True, query={"with": "@draft %"}),
    "POST drafts.choose": _staff(_RUN, request="@mentee of draft %", profile="@mentor of draft %", **_LOCK).asking(
        foreign("field", NONE, asked=RUN_1,
                call=_at({"public_id": "@draft here"}, request="@mentee of draft there",
                         profile="@mentor of draft here", **_LOCK)),
        foreign("field", NONE, asked=RUN_1,
                call=_at({"public_id": "@draft here"}, request="@group request there",
                         profile="@mentor of draft here", **_LOCK)),
        foreign("field", NONE, asked=RUN_1,
                call=_at({"public_id": "@draft here"}, request="@mentee of draft here",
                         profile="@mentor of draft there", **_LOCK)),
    ),
    "POST drafts.take_back": _staff({**_RUN, "choice_id": "@choice %"}, **_KEYED),
    "GET drafts.confirm_publication": _staff(_RUN),
    # The draft of school 2 pairs whom no rule would let be proposed: only strangers are asked about it.
    "POST drafts.publish": Example(
        opens=RUNNING,
        cases=(
            own(RUN_1, _at({"public_id": "@draft here"}), sees=SEES_1),
            foreign("path", NONE, _at({"public_id": "@draft there"}), asked=EVERYBODY - RUN_2),
        ),
    ),
    "GET drafts.confirm_discarding": _staff(_RUN),
    "POST drafts.discard": _staff(_RUN),
    "GET drafts.edit_setup": _staff(_YEAR),
    "POST drafts.update_setup": _staff(_YEAR, **_SETUP),
    "GET own_avoidances.index": open_to(SIGNED_IN, shows=lambda stage: {
        stage.props["avoidance here"]: frozenset({"misha"}), stage.props["avoidance there"]: frozenset({"yana"})}),
    "POST own_avoidances.add": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"misha"}),
                _at({}, organization="@school of draft here", name="@person of draft here", **_KEYED),
                asked=frozenset({"misha", "guest", "zoya"})),
            foreign("field", NONE,
                    _at({}, organization="@school of draft there", name="@person of draft there", **_KEYED),
                    asked=frozenset({"misha"}), otherwise="422"),
        ),
    ),
    "POST own_avoidances.remove": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"misha"}), _at({"public_id": "@avoidance here"})),
            foreign("path", frozenset({"yana"}), _at({"public_id": "@avoidance there"})),
        ),
    ),
}  # fmt: skip
DRAFT_LISTS: dict[str, tuple[Case, ...]] = {
    "GET requests.show": (
        Case(
            name="who would suit", who=SEES_REQUEST, asked=SEES_REQUEST,
            call=_at({"public_id": "@mentee of draft here"}),
            shows=lambda stage: {"Кто подошёл бы": READ_1},
        ),
    ),
}  # fmt: skip


def named_in_draft(stage: Stage) -> Iterator[str]:
    """Whose data is restricted is named in no draft, whatever it was made from."""
    for whose in ("petya", "denis"):
        with stage.trial():
            with stage.app.app_context():
                person = db.session.get_one(Person, stage.person_ids[whose])
                person.restricted_on, name = NOW.date(), person.full_name
                db.session.commit()
            if name in stage.call("mark", "GET", f"/matching/runs/{stage.props['draft here']}").text:
                yield f"{whose}, whose data is restricted, in a draft"


PROBES = {
    "portal.matching.drafts.jobs.match_pool": let_in(RUN_1, match_pool, run="draft here"),
    "portal.matching.drafts.queries.runs.people_of": named_in_draft,
}
