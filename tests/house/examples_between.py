"""Further cases of other rooms' endpoints: people who stand between two schools, and one whose data is restricted.

A person with places in two schools, a mother here of a child there, an incident that reached both schools, a learner
whose processing is restricted: what a page must leave out although the reader may open the page.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from portal.access.roles import Role
from portal.accounts.actions import grant_role
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.jobs import Interrupted, Job, Run
from portal.imports.jobs import undo
from portal.people import actions as people
from portal.people.kinds import FactKind, MembershipKind
from portal.people.models import Organization, Person
from portal.privacy.actions import incidents
from portal.privacy.jobs import erase_due, erase_people, package_data
from portal.privacy.models import IncidentSubject
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Script, Shows, plain
from tests.house.examples_accounts import APPOINTERS, OF_MISHA, OVER_NINA
from tests.house.examples_consents import RECORD_1
from tests.house.examples_imports import FIRST, OPENS
from tests.house.examples_organizations import GROUPS_1, KEEP_1, LEAD, READ_2
from tests.house.examples_people import EDIT_1, HERE, READ, READ_1, THERE
from tests.house.examples_people import READ_2 as CARDS_2
from tests.house.examples_privacy import ADMIN, HANDLE, HANDLE_1, HANDLE_2, SECOND_1
from tests.house.stage import BEGAN_ON, EVERYBODY, PEOPLE, SIGNED_IN, SYSTEM, Call, Stage
from tests.world import World

RESTRICTED = "Сдержанов Олег"
OVER_VERA = frozenset({"karim", "olga", "admin"})  # who appoints in school 2
RESTRICTED_EMAIL = "restricted@demo.example"
ANSWER_1 = frozenset({"kira", "denis", "admin"})  # who answers requests about data still sees whom they are about
NOTE_HERE, NOTE_THERE = "Принят в колледж", "Принят в школу"


def dress_between(world: World) -> dict[str, Any]:
    """Put these people on the stage; the registers are dressed before."""
    restricted = people.add_person(SYSTEM, family_name="Сдержанов", given_name="Олег", email=RESTRICTED_EMAIL)
    _place(restricted, world.school_1, MembershipKind.LEARNER, world.group_1)
    restricted.restricted_on = clock.today("Asia/Irkutsk")
    both = people.add_person(SYSTEM, family_name="Двудомов", given_name="Иван")
    _place(both, world.school_1, MembershipKind.EMPLOYEE)
    _place(both, world.school_2, MembershipKind.LEARNER, world.group_2)
    facts = [
        people.add_career_fact(SYSTEM, both, school, kind=FactKind.ENROLLED, happened_on=BEGAN_ON, note=note)
        for school, note in ((world.school_1, NOTE_HERE), (world.school_2, NOTE_THERE))
    ]
    grant = grant_role(SYSTEM, both, world.school_2, Role.EDITOR, starts_on=BEGAN_ON, document="Приказ школы")
    mother = people.add_person(SYSTEM, family_name="Матушкина", given_name="Ольга")
    _place(mother, world.school_1, MembershipKind.PARENT)
    child = db.session.scalars(sa.select(Person).where(Person.sort_name == THERE.lower())).one()
    people.add_representation(SYSTEM, child, mother, relation="мать", starts_on=BEGAN_ON)
    wide = incidents.open_incident(
        world.actor("denis"), world.school_1, world.nina, begins_at=NOW, ends_at=NOW, what="Вход", is_drill=True
    )
    for person in (world.misha, world.yana):
        db.session.add(IncidentSubject(incident_id=wide.id, person_id=person.id, how="card", first_at=NOW, times=1))
    far = db.session.scalars(sa.select(Organization).where(Organization.name == "Город Южный")).one()
    db.session.flush()
    return {
        "one of two schools": both.public_id, "fact of both there": facts[1].public_id,
        "grant of both there": grant.public_id,
        "mother of there": mother.public_id, "wide incident": wide.public_id, "far town": far.public_id,
    }  # fmt: skip


def _place(person: Person, school: Organization, kind: MembershipKind, group: Any = None) -> None:
    people.add_membership(SYSTEM, person, school, kind=kind, starts_on=BEGAN_ON, group=group)


def _at(prop: str, **more: str) -> Script:
    """The page of this prop; `more` are further parts of the address, named by props too."""
    return lambda stage, who: Call(
        url={"public_id": stage.props[prop], **{name: stage.props.get(said, said) for name, said in more.items()}}
    )


def _asks(**query: str) -> Script:
    return (
        plain
        if not query
        else lambda stage, who: Call(query={name: stage.props.get(said, said) for name, said in query.items()})
    )


def _sends_email(stage: Stage, who: str) -> Call:
    return Call(url={"public_id": stage.props["place 1"]}, body={"email": RESTRICTED_EMAIL})


def _new_organization(stage: Stage, who: str) -> Call:
    facts = {"name": "Колледж", "short_name": "Колледж", "kind": "college", "contour": "internal"}
    return Call(
        body={**facts, "time_zone": "Asia/Irkutsk", "submission_key": "key-1", "above": stage.props["far town"]}
    )


def _posts(prop: str = "", **body: str) -> Script:
    """A deed at this prop's address; fields that begin with «@» name a prop."""

    def call(stage: Stage, who: str) -> Call:
        said = {name: str(stage.props[value[1:]]) if value[:1] == "@" else value for name, value in body.items()}
        return Call(url={"public_id": stage.props[prop]} if prop else {}, body=said)

    return call


def _smuggled(place: str, call: Script, otherwise: str, asked: frozenset[str] = frozenset({"kira"})) -> Case:
    """One's own address with somebody else's object among the fields: nobody gets it through."""
    return Case(name=f"smuggled {place}", place=place, who=NONE, call=call, otherwise=otherwise, asked=asked)


def _september(stage: Stage, who: str) -> Call:
    group = stage.props["group there"]
    said = {f"deed-{group}": "graduate", f"name-{group}": "", f"version-{group}": "1"}
    return Call(body={"organization": stage.props["school here"], "moved_on": "01.09.2026", **_KEY, **said})


def _shown(name: str, who: frozenset[str], call: Script, *, to: Shows) -> Case:
    """A case about what is shown to whom."""
    return Case(name=name, who=who, call=call, shows=to)


_KEY = {"submission_key": "key-1"}
_DAY = {"starts_on": "20.11.2026"}
_COMING = {"places": "@place there", **_DAY, **_KEY}
_KNOWN = {"places": "@place here", **_DAY, **_KEY}
_TOLD_ON = {"informed_on": "20.11.2026", "way": "meeting"}
_COLLEGE = {"name": "Колледж", "short_name": "Колледж", "kind": "college", "contour": "internal",
            "time_zone": "Asia/Irkutsk", "version": "1"}  # fmt: skip
_TOLD = {"title": "О программе", "body": "Что", "way": "meeting", **_DAY, **_KEY}
_SIGNED = {"outcome": "given", "signed_on": "20.11.2026", "evidence": "paper", **_KEY}
BETWEEN: dict[str, tuple[Case, ...]] = {
    "POST groups.add_learners": (_smuggled("list", _posts("empty group here", **_COMING), "422", KEEP_1),),
    "POST groups.move_learners": (
        _smuggled("list", _posts("group here", group="@empty group here", **_COMING), "422", KEEP_1),
        _smuggled("field", _posts("group here", group="@empty group there", **_KNOWN), "422"),
    ),
    "POST groups.transfer": (_smuggled("list", _september, "422"),),
    "POST bodies.add_member": (
        _smuggled("field", _posts("body here", person="@learner there", part="member", **_DAY, **_KEY), "422"),
    ),
    "POST organizations.update": (_smuggled("field", _posts("school here", head="@learner there", **_COLLEGE), "422"),),
    "POST campaigns.create": (
        _smuggled("list", _posts(organization="@paper school here", parts="@crowd there", **_TOLD), "hidden"),
    ),
    "POST campaigns.record": (
        _smuggled("list", _posts("campaign here", part="@crowd there", **_TOLD_ON), "hidden"),
    ),
    "POST consents.match": (_smuggled("field", _posts("unread here", code="@code there"), "422"),),
    "POST consents.create": (
        _smuggled("field", lambda stage, who: Call(
            url={"public_id": stage.props["subject here"], "purpose": "operator"},
            body={"signer": stage.props["subject there"], **_SIGNED}), "422"),
    ),
    "POST consents.remind_chosen": (
        _smuggled("field", _posts(person="@paper person here", organization="@paper school there"), "hidden"),
    ),
    "POST people.add_representative": (
        _smuggled("field", lambda stage, who: Call(
            url={"public_id": stage.props["card person 1"]},
            body={"existing": stage.props["card person 2"], "relation": "мать", **_DAY, **_KEY}), "422"),
    ),
    "POST accounts.find_appointee": (
        Case(name="restricted", who=ANSWER_1, call=_sends_email, asked=OVER_NINA, otherwise="422"),
    ),
    "GET accounts.new_slips": (
        _shown("own group", OF_MISHA, _asks(group="group 1"), to=lambda stage: {RESTRICTED: OF_MISHA & ANSWER_1}),
    ),
    "GET accounts.curators": (
        _shown("filter", APPOINTERS, _asks(), to=lambda stage: {stage.props["place 2"]: frozenset({"olga", "admin"})}),
    ),
    "GET accounts.new_review": (
        _shown("unnamed", APPOINTERS, _asks(),
               to=lambda stage: {stage.props["place 2"]: OVER_VERA}),
    ),
    "GET accounts.person_roles": (
        _shown("of two schools", APPOINTERS, _at("one of two schools"), to=lambda stage: {
            stage.props["group 2"]: OVER_VERA, "Приказ школы": OVER_VERA}),
    ),
    "GET accounts.ask_end_of_role": (
        Case(name="of two schools", who=frozenset({"karim", "admin"}), sees=frozenset({"olga"}),
             call=_at("one of two schools", grant_id="grant of both there")),
    ),
    "GET consents.new": (
        Case(name="beside the group", who=RECORD_1 - {"gleb"}, call=_at("nina", purpose="participation")),
    ),
    "GET imports.index": (
        _shown("kinds", OPENS, _asks(), to=lambda stage: {"kind=organizations": LEAD}),
    ),
    "GET people.show": (
        _shown("of two schools", READ_1 - {"gleb"} | CARDS_2, _at("one of two schools"),
               to=lambda stage: {NOTE_HERE: READ_1 - {"gleb"}, NOTE_THERE: CARDS_2, "Школа № 12": CARDS_2}),
        _shown("mother of there", READ_1 - {"gleb"}, _at("mother of there"), to=lambda stage: {THERE: ADMIN}),
    ),
    "GET people.edit_fact": (
        Case(name="of two schools", who=CARDS_2, sees=READ_1 - EDIT_1 - {"gleb"},
             call=_at("one of two schools", key="fact of both there")),
    ),
    "GET people.index": (
        _shown("restricted", READ, _asks(q="Сдержанов"), to=lambda stage: {RESTRICTED: ANSWER_1}),
        _shown("filters", READ, _asks(), to=lambda stage: {
            stage.props["card school_2"]: ADMIN, stage.props["empty group here"]: READ_1 - ADMIN - {"gleb"}}),
    ),
    "GET groups.show": (
        _shown("restricted", GROUPS_1, _at("group here"), to=lambda stage: {RESTRICTED: ANSWER_1}),
    ),
    "GET groups.choose_learners": (
        _shown("restricted", KEEP_1, _at("empty group here"), to=lambda stage: {RESTRICTED: KEEP_1 & ANSWER_1}),
    ),
    "GET search.index": (
        _shown("people", SIGNED_IN, _asks(q="Реестров"), to=lambda stage: {HERE: READ_1, THERE: CARDS_2}),
        _shown("organisations", SIGNED_IN, _asks(q="школа"), to=lambda stage: {
            f"/organizations/{stage.props['school there']}": READ_2, "Школа Южного": NONE}),
        _shown("groups", SIGNED_IN, _asks(q="М-21"), to=lambda stage: {
            f"/groups/{stage.props['group here']}": GROUPS_1}),
    ),
    "POST organizations.create": (
        Case(name="another town", place="field", who=NONE, call=_new_organization),
    ),
    "GET home.index": (
        _shown("desk", EVERYBODY, _asks(), to=lambda stage: {
            f"/groups/{stage.props['group there']}": NONE,
            "Ответьте на 3 обращения о данных": frozenset({"kira", "denis", "karim"}),
            "1 большая выгрузка ждёт вашего решения": SECOND_1 - ADMIN, "2 большие выгрузки ждут": ADMIN,
            "4 стирания ждут вашего решения": ADMIN}),
    ),
    "GET privacy.incident": (
        _shown("of two schools", SECOND_1, _at("wide incident"), to=lambda stage: {
            "Миша Ковалёв": SECOND_1, "Яна Фомина": ADMIN}),
    ),
    "GET own_data.index": (
        _shown("whose", SIGNED_IN, _asks(), to=lambda stage: {stage.props["pasha"]: frozenset({"pasha", "maria"})}),
    ),
    "GET privacy.retention": (
        _shown("unnamed", HANDLE, _asks(), to=lambda stage: {
            "Северный многопрофильный колледж": HANDLE_1 - ADMIN, "Средняя школа № 12": HANDLE_2 - ADMIN,
            stage.props["school 2"]: HANDLE_2}),
    ),
}  # fmt: skip


def _outcome(stage: Stage, who: str, work: Any, **args: Any) -> str:
    """What becomes of a job that `who` asked for, with the rights of this moment."""
    with stage.trial(), stage.app.app_context():
        try:
            work(Run(Job(id=0, kind="probe", args=args, tries=1, person_id=stage.person_ids[who]), lambda: False))
        except Interrupted:  # the job has no row, so its first progress ends it: it was let in
            return "in"
        except Refusal as refusal:
            return "refused" if "больше не" in refusal.message else "in"
        finally:
            db.session.rollback()
        return "in"


def let_in(who_may: frozenset[str], work: Any, **props: str) -> Callable[[Stage], Iterator[str]]:
    """A job that no page runs: only these may have it done, whoever asked for it once."""

    def probe(stage: Stage) -> Iterator[str]:
        for who in PEOPLE:
            args = {name: stage.props.get(said, said) for name, said in props.items()}
            got = _outcome(stage, who, work, **args)
            if got != ("in" if who in who_may else "refused"):
                yield f"{work.__name__} for {who}: {got}"

    return probe


def _erase(run: Run) -> None:
    run.args = {"erasures": [run.args["act"]]}
    erase_people(run)


def read_papers(stage: Stage) -> Iterator[str]:
    """A curator of a group who leads a form of mentoring besides: cards of the whole school, papers of the group."""
    with stage.trial():
        with stage.app.app_context():
            gleb = db.session.get_one(Person, stage.person_ids["gleb"])
            school = db.session.scalars(sa.select(Organization).where(Organization.short_name == "Колледж")).one()
            grant_role(SYSTEM, gleb, school, Role.FORM_LEAD, starts_on=BEGAN_ON)
            db.session.commit()
        for prop, is_open in (("nina", False), ("misha", True)):
            said = stage.call("gleb", "GET", f"/people/{stage.props[prop]}").text
            if (f"/consents/people/{stage.props[prop]}" in said) is not is_open:
                yield f"papers of {prop} on the card for the curator of a group: {not is_open}"


def counted_papers(stage: Stage) -> Iterator[str]:
    """The desk of a curator of a group counts the group, not the school."""
    counted = {}
    for who in ("gleb", "kira"):
        with stage.trial():
            found = re.search(r"Соберите согласия: (\d+)", stage.call(who, "GET", "/").text)
        counted[who] = int(found[1]) if found else 0
    if not 0 < counted["gleb"] < counted["kira"]:
        yield f"people whose papers are counted: {counted}"


PROBES = {
    "portal.consents.queries.register.count_states": counted_papers,
    "portal.imports.jobs._batch_of": let_in(FIRST, undo, batch="import 1 previewed"),
    "portal.privacy.jobs.erase_people": let_in(HANDLE_1, _erase, act="act here"),
    "portal.privacy.jobs.subject_of": let_in(frozenset({"misha"}), package_data, person="misha"),
    "portal.privacy.jobs.erase_due": let_in(HANDLE_1, erase_due, organization="school 1", kind="profile"),
    "portal.consents.panels.person.papers_of_person": read_papers,
}
