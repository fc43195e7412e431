"""The matrix can fail: each access check is taken away in turn, and each time somebody gets where they may not.

Four kinds of removal: the stamp `@requires` of a view; one question to the gate; one empty cell of the policy filled;
one scope of one model that suddenly means everything. A removal that no question of the matrix notices is listed.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from types import FrameType
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.access import policy
from portal.access.actor import Actor, Grant
from portal.access.gate import GUARDED, Guarded, alike_permissions, select_allowed
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.core.db import db
from portal.home.navigation import menu_of
from portal.people import actions as people
from portal.people.kinds import OrganizationKind
from surveys.views import tokens
from tests.house.asking import WHO, Endpoint, ask, deviations, named
from tests.house.examples import EXAMPLES
from tests.house.examples_bases import PROBES as PROBES_OF_BASES
from tests.house.examples_between import PROBES as PROBES_BETWEEN
from tests.house.examples_drafts import PROBES as PROBES_OF_DRAFTS
from tests.house.examples_health import PROBES as PROBES_OF_HEALTH
from tests.house.examples_sheets import PROBES as PROBES_OF_SHEETS
from tests.house.examples_surveys import PROBES as PROBES_OF_SURVEYS
from tests.house.gates import GateCall, forget, gate_calls, without
from tests.house.probes_of_lists import PROBES as PROBES_OF_LISTS
from tests.house.stage import CLOSED, EVERYBODY, GUEST, ROLES, Stage

# Every removal asks the matrix again: a long test even on a machine of its own.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_800)]

EVERYTHING = ~Scope.NONE
PROBES = {
    **PROBES_OF_SURVEYS, **PROBES_OF_SHEETS, **PROBES_OF_DRAFTS, **PROBES_OF_BASES, **PROBES_OF_HEALTH,
    **PROBES_BETWEEN, **PROBES_OF_LISTS,
}  # fmt: skip
# Removals that change nothing that a person could notice, each with its reason.
EQUIVALENT: dict[str, str] = {
    "get_or_404(OutboxMessage) in portal.admin.views._letter": "the only role with the permission sees every letter",
    "select_allowed(OutboxMessage) in portal.admin.queries.letters": "the same",
    "Scope.MUNICIPALITY of OutboxMessage": "letters belong to no organisation: the scope means everything already",
    "select_allowed(Person) in portal.accounts.views.slips.slips": "only who printed the sheet finds it at all",
    "allowed(SurveyInvitation) in surveys.finding._asked_by_link": "a link names one invitation, as its address does",
    "Scope.OWN of PartnerCurator": "a partner's own curators open no page of one curator",
    "Scope.LINK of SurveyInvitation": "an address names one invitation, and its signature is checked besides",
    "@requires of POST accounts.change_email": "who is not signed in has no password to confirm, and is asked for it",
    "@requires of POST accounts.end_second_factor": "the same",
    "allowed(SurveyAssignment) in surveys.results.pairs.partners_of": "results are open by school, and so are these",
    "select_allowed(Group) in surveys.views.wave.group_asked_for": "who has the links reads all groups of the school",
    "get_or_404(Organization) in portal.documents.views.drafts.create": "the form offers the same organisations only",
    "select_allowed(CollegialBody) in portal.documents.views.drafts._bodies": "who edits papers sees the bodies",
    "allowed(Practice) in portal.practices.queries.bank._open_to": "what is published is open to everybody",
    "allowed(PracticeAdoption) in portal.practices.queries.uses.outcomes_to_tell": "it asks of one's own uses",
    "select_allowed(MatchingConflict) in portal.matching.conflicts.queries.conflicts_of": "a year is asked for besides",
    "allowed(Person) in portal.matching.conflicts.queries.people_called": "only people of the organisation are found",
    "allowed(GroupRequest) in portal.matching.drafts.queries.runs.people_of": "who reads drafts reads these requests",
    "Scope.ORGANIZATION of ConsentSheet": "a sheet is asked for within one organisation besides",
    **dict.fromkeys(
        (
            "@requires of GET practices.index",
            "@requires of GET practices.show",
            "@requires of GET practices.versions",
            "@requires of GET practices.changes",
            "@requires of GET practices.file",
            "@requires of GET collections.index",
            "@requires of GET collections.show",
        ),
        "the bank is open to guests: the gate alone says which practices somebody sees",
    ),
    **dict.fromkeys(
        (
            "@requires of GET library.index",
            "@requires of GET library.show",
            "@requires of GET library.version",
            "@requires of GET library.file",
            "@requires of GET events.index",
            "@requires of GET events.show",
            "@requires of GET events.file",
            "@requires of GET contests.index",
            "@requires of GET contests.show",
            "@requires of GET courses.index",
            "@requires of GET courses.show",
            "@requires of GET finals.show",
        ),
        "guests read what is open: the gate alone says which materials and events somebody sees",
    ),
    "allowed(Roadmap) in portal.programs.roadmaps.queries.waiting.due_soon": "it asks where the actor's roles are held",
    "allowed(Event) in portal.events.queries.calendar.plan_of": "the year of an organisation whose events one reads",
    "open_section:edit for mentor": "both mentors of the stage are editors of the open pages too",
    "select_allowed(MatchingRun) in portal.matching.drafts.queries.runs.runs_of": "the year is got by the same right",
    "select_allowed(Mentorship) in portal.mentorships.desk.pairs_to_decide": "what it counts is asked again",
    "allowed(Mentorship) in portal.mentorships.meetings.desk.pairs_that_need_somebody": "the same",
    "select_allowed(Meeting) in portal.mentorships.meetings.queries.meetings.find_meetings": "so was their pair",
    "select_allowed(Meeting) in portal.mentorships.meetings.queries.meetings.planned_meetings": "so was their pair",
    "select_allowed(Mentorship) in portal.mentorships.queries.steps.waiting_pairs": "each step is asked for besides",
    "get_or_404(Practice) in portal.mentorships.plans.views.taking._practice": "what is published is open to everybody",
    "@requires of POST closing.say_word": "the pair is got by the same permission",
    "select_allowed(Correction) in portal.matching.corrections.queries.closed_corrections": "so was the organisation",
    "select_allowed(Mentorship) in portal.mentorships.health.panels.health_of_pair": "only its curators get so far",
    "@requires of POST mentorships.create": "the year is got by the same permission",
    "@requires of POST meetings.confirm": "the meeting is got by the same permission",
    "@requires of POST meetings.object_to": "the same",
}


@dataclass(frozen=True)
class Mutant:
    """One removal: its name, how to make it, and which endpoints could notice."""

    name: str
    made: Callable[[], AbstractContextManager[None]]
    asked: tuple[Endpoint, ...]
    probe: Callable[[Stage], Iterator[str]] | None = None
    people: tuple[str, ...] = WHO


@pytest.fixture(scope="module")
def used(stage: Stage) -> dict[str, set[str]]:
    """Which functions of the house each endpoint runs, seen in its valid requests."""
    return {endpoint.key: _functions_run(stage, endpoint) for endpoint in named(stage.app)}


def _functions_run(stage: Stage, endpoint: Endpoint) -> set[str]:
    seen: set[str] = set()

    def note(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            module = frame.f_globals.get("__name__", "")
            if module.startswith(("portal.", "surveys")):
                seen.add(f"{module}.{frame.f_code.co_qualname.partition('.')[0]}")

    example = EXAMPLES[endpoint.key]
    for case in example.cases:
        readers = {min(found) for found in example.promises(stage, case).values() if found}
        for who in {min(case.who, default="kira"), *readers}:
            forget()
            with stage.trial():
                sys.setprofile(note)
                try:
                    ask(stage, endpoint, case, who)
                finally:
                    sys.setprofile(None)
    return seen


def stamps(app: Flask) -> Iterator[Mutant]:
    """Views without their `@requires`."""
    for endpoint in named(app):
        view = app.view_functions[endpoint.name]
        if getattr(view, "permission", None) is None:
            continue

        @contextmanager
        def unstamped(name: str = endpoint.name, view: Any = view) -> Iterator[None]:
            app.view_functions[name] = view.__wrapped__
            try:
                yield
            finally:
                app.view_functions[name] = view

        yield Mutant(f"@requires of {endpoint.key}", unstamped, (endpoint,))


def questions(app: Flask, used: dict[str, set[str]]) -> Iterator[Mutant]:
    """Code without a question to the gate; one that a function asks twice is taken away both times."""
    by_name: dict[str, list[GateCall]] = {}
    for call in gate_calls():
        by_name.setdefault(str(call), []).append(call)
    for name, calls in by_name.items():
        function = calls[0].function
        asked = [endpoint for endpoint in named(app) if function in used[endpoint.key]]
        yield Mutant(name, partial(without, *calls), _nearest(app, asked, calls[0].module), PROBES.get(function))


def _nearest(app: Flask, asked: list[Endpoint], module: str) -> tuple[Endpoint, ...]:
    """Endpoints of the same room first: they notice soonest, and the first that does ends the search."""
    return tuple(sorted(asked, key=lambda one: _room(app.view_functions[one.name].__module__) != _room(module)))


def _room(module: str) -> list[str]:
    parts = module.split(".")
    return parts[:2] if parts[0] == "portal" else parts[:1]


def signatures(app: Flask) -> Iterator[Mutant]:
    """The personal address whose signature nobody looks at."""

    @contextmanager
    def unsigned() -> Iterator[None]:
        real = tokens.is_signed
        tokens.is_signed = lambda invitation, signature: True  # type: ignore[attr-defined]
        try:
            yield
        finally:
            tokens.is_signed = real  # type: ignore[attr-defined]

    for endpoint in named(app):
        if "token" in endpoint.arguments and endpoint.path.startswith("/s/"):
            yield Mutant(f"signature at {endpoint.key}", unsigned, (endpoint,))


def cells(app: Flask) -> Iterator[Mutant]:
    """The policy with one empty cell filled: this role may suddenly do this everywhere."""
    for permission in Permission:
        asked = tuple(e for e in named(app) if getattr(app.view_functions[e.name], "permission", None) is permission)
        for role in Role:
            if role not in policy.POLICY[permission] and asked:
                players = tuple(who for who in WHO if ROLES.get(who, Role.GUEST) is role and who != CLOSED)
                yield Mutant(f"{permission} for {role}", _filled(permission, role), asked, people=players)


def _forget() -> None:
    """What a process remembers of the policy."""
    menu_of.cache_clear()
    alike_permissions.cache_clear()


def _filled(permission: Permission, role: Role) -> Callable[[], AbstractContextManager[None]]:
    @contextmanager
    def filled() -> Iterator[None]:
        row: Any = policy.POLICY[permission]
        row[role] = EVERYTHING
        _forget()
        try:
            yield
        finally:
            del row[role]
            _forget()

    return filled


def meanings(app: Flask, used: dict[str, set[str]]) -> Iterator[Mutant]:
    """A scope of a model that means every row."""
    for model, guarded in list(GUARDED.items()):
        rule = f"{guarded.rule.__module__}.{guarded.rule.__qualname__}"
        found = [endpoint for endpoint in named(app) if rule in used[endpoint.key]]
        asked = _nearest(app, found, model.__module__)
        for scope in guarded.rule(_nobody(), Role.CURATOR):
            if asked and _is_granted(guarded, scope):
                probe = _from_another_town(model, guarded) if scope is Scope.MUNICIPALITY else None
                yield Mutant(f"{scope} of {model.__name__}", _widened(model, guarded, scope), asked, probe)


def _from_another_town(model: Any, guarded: Guarded) -> Callable[[Stage], Iterator[str]]:
    """The stage has one town: whoever answers for another one must see nothing of it."""

    def probe(stage: Stage) -> Iterator[str]:
        with stage.app.app_context(), stage.trial():
            town = people.add_organization(
                Actor.system("tests"), kind=OrganizationKind.MUNICIPALITY, name="Город Южный", short_name="Южный",
                time_zone="Asia/Irkutsk",
            )  # fmt: skip
            grants = tuple(Grant(role=role, organization_id=town.id) for role in Role if role is not Role.GUEST)
            stranger = Actor(person_id=0, grants=grants, time_zone="Asia/Irkutsk")
            seen = db.session.scalars(select_allowed(stranger, guarded.read, model)).all()
            public = db.session.scalars(select_allowed(Actor.guest(), guarded.read, model)).all()
            found = [f"{model.__name__} of another town"] if {*seen} - {*public, town} else []
            db.session.rollback()
            db.session.remove()
        return iter(found)  # never half-way inside the trial

    return probe


def _nobody() -> Any:
    return Actor.system("nobody")


def _is_granted(guarded: Guarded, scope: Scope) -> bool:
    """Whether some role reaches the model by this scope at all."""
    return any(scope in reach for reach in policy.POLICY[guarded.read].values())


def _widened(model: Any, guarded: Guarded, scope: Scope) -> Callable[[], AbstractContextManager[None]]:
    @contextmanager
    def widened() -> Iterator[None]:
        def everywhere(actor: Any, role: Role) -> Any:
            said = dict(guarded.rule(actor, role))
            return {**said, scope: sa.true()} if scope in said else said

        GUARDED[model] = Guarded(everywhere, guarded.read, guarded.key)
        try:
            yield
        finally:
            GUARDED[model] = guarded

    return widened


def survivors(stage: Stage, mutants: list[Mutant]) -> list[str]:
    """Names of the removals that nobody noticed, and of those that were although they are listed as equivalent."""
    alive = []
    for mutant in mutants:
        with mutant.made():
            noticed = any(_is_noticed(stage, endpoint, mutant) for endpoint in mutant.asked)
            is_listed = mutant.name in EQUIVALENT
            if not is_listed:
                noticed = noticed or bool(mutant.probe and next(mutant.probe(stage), None))
        if noticed is is_listed:
            alive.append(f"{mutant.name}: {'listed, but noticed' if noticed else 'not noticed'}")
    return alive


def _is_noticed(stage: Stage, endpoint: Endpoint, mutant: Mutant) -> bool:
    return next(deviations(stage, endpoint, people=mutant.people, is_quick=True), None) is not None


def test_without_a_stamp_somebody_gets_in(stage: Stage) -> None:
    mutants = list(stamps(stage.app))
    assert mutants
    alive = survivors(stage, mutants)
    assert not alive, "\n".join(alive)


def test_without_a_question_to_the_gate_something_leaks(stage: Stage, used: dict[str, set[str]]) -> None:
    alive = survivors(stage, list(questions(stage.app, used)))
    assert not alive, "\n".join(alive)


def test_without_a_look_at_the_signature_a_stranger_gets_in(stage: Stage) -> None:
    mutants = list(signatures(stage.app))
    assert mutants
    alive = survivors(stage, mutants)
    assert not alive, "\n".join(alive)


def test_with_a_cell_too_many_somebody_gets_in(stage: Stage) -> None:
    mutants = list(cells(stage.app))
    assert mutants
    alive = survivors(stage, mutants)
    assert not alive, "\n".join(alive)


def test_with_a_scope_too_wide_something_leaks(stage: Stage, used: dict[str, set[str]]) -> None:
    alive = survivors(stage, list(meanings(stage.app, used)))
    assert not alive, "\n".join(alive)


def test_the_removals_that_are_listed_exist(stage: Stage, used: dict[str, set[str]]) -> None:
    app = stage.app
    known = {mutant.name for made in (stamps(app), questions(app, used), cells(app), meanings(app, used))
             for mutant in made}  # fmt: skip
    assert EQUIVALENT.keys() <= known, EQUIVALENT.keys() - known


def test_the_unchanged_house_passes(stage: Stage) -> None:
    """The control: what the mutants are measured against is quiet. Of the endpoints the matrix says so."""
    found = [word for probe in PROBES.values() for word in probe(stage)]
    of_towns = [
        (model, guarded) for model, guarded in GUARDED.items()
        if Scope.MUNICIPALITY in guarded.rule(_nobody(), Role.CURATOR)
        and f"{Scope.MUNICIPALITY} of {model.__name__}" not in EQUIVALENT
    ]  # fmt: skip
    found += [word for model, guarded in of_towns for word in _from_another_town(model, guarded)(stage)]
    assert not found, "\n".join(found)
    assert GUEST in EVERYBODY
