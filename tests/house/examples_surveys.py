"""Examples of the room of questionnaires: the staff's pages of a wave, and the respondent's personal address."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotAllowed, NotSeen, Refusal
from portal.core.jobs import Job, Run
from portal.core.search import registry
from portal.people import actions as people
from portal.people.kinds import MembershipKind, OrganizationKind
from portal.people.models import Organization
from surveys.exchange.answers.jobs import EXPORT, export_results
from surveys.links import token_of
from surveys.mapping import from_mapping
from surveys.models import Questionnaire, SurveyAssignment, SurveyInvitation
from surveys.storage import publish_questionnaire
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.stage import BEGAN_ON, CLOSED, EVERYBODY, PEOPLE, SIGNED_IN, SYSTEM, Call, Stage
from tests.surveys.crowds import make_wave
from tests.surveys.waves import SHORT, short
from tests.world import World

CITY = frozenset({"olga", "dina", "admin"})
READERS_1 = frozenset({"kira", "lida", "mark", "denis"}) | CITY
READERS_2 = frozenset({"karim"}) | CITY
READERS = READERS_1 | READERS_2
LINKS_1 = frozenset({"kira", "mark"})
LINKS_2 = frozenset({"karim"})
ASSIGN_1 = LINKS_1 | {"olga"}
ASSIGN_2 = LINKS_2 | {"olga"}
ASSIGN = ASSIGN_1 | ASSIGN_2
EXPORT_1 = frozenset({"kira", "mark", "denis", "olga"})
EXPORT_2 = frozenset({"karim", "olga"})
LIBRARY = READERS | {"gleb", "polina", "tanya"}
HERE, THERE, ELSEWHERE = "Опрос колледжа", "Опрос двенадцатой школы", "Опрос чужого города"
PAST_HERE, PAST_THERE = "Прошлогодний опрос колледжа", "Прошлогодний опрос школы"
OWN_OF_2 = "Собственная анкета школы"
WROTE = "Помогли общие дела"
ANSWERS = [{"MET": "yes", "MARK": 7, "WAYS": ["talk"], "NOTE": WROTE}] * 12
FIRST, WAITING = "Отвечальный00000", "Отвечальный00012"


def dress_surveys(world: World) -> dict[str, Any]:
    """A wave in each school, with answers, people who wait and members of the cast among them."""
    here = make_wave(world.school_1, short(), ANSWERS, waiting=1, title=HERE, family="Отвечальный")
    there = make_wave(world.school_2, short(), ANSWERS, waiting=1, title=THERE, family="Чужой")
    for school, title in ((world.school_1, PAST_HERE), (world.school_2, PAST_THERE)):
        past = make_wave(school, short(), ANSWERS, title=title, family="Прошлый")
        past.opens_at, past.closes_at = clock.now() - timedelta(days=30), clock.now() - timedelta(days=2)
    make_wave(_school_of_another_town(), short(), ANSWERS, title=ELSEWHERE, family="Дальний")
    kept = publish_questionnaire(
        SYSTEM, from_mapping({**SHORT, "code": "of_school_2", "title": OWN_OF_2}),
        organization=world.school_2,
    )  # fmt: skip
    library = db.session.scalars(sa.select(Questionnaire.public_id).where(Questionnaire.code == "short")).one()
    people.add_membership(
        SYSTEM, world.yana, world.school_2, kind=MembershipKind.LEARNER, starts_on=BEGAN_ON, group=world.group_2
    )
    invitations = {who: _invite(here, world.person(who).id) for who in ("misha", "nina")}
    invitations["yana"] = _invite(there, world.yana.id)
    registry.rebuild()
    return {
        "wave here": here.public_id,
        "wave there": there.public_id,
        "library": library,
        "of school 2": kept.questionnaire.public_id,
        "organization 1": world.school_1.public_id,
        "organization 2": world.school_2.public_id,
        "group 2": world.group_2.public_id,
        "person 2": world.yana.public_id,
        "bare": {who: invitation.public_id for who, invitation in invitations.items()},
        "signed": token_of(invitations["misha"]),
    }


def _school_of_another_town() -> Organization:
    town = people.add_organization(
        SYSTEM, kind=OrganizationKind.MUNICIPALITY, name="Город Южный", short_name="Южный", time_zone="Europe/Moscow"
    )
    return people.add_organization(
        SYSTEM, kind=OrganizationKind.SCHOOL, name="Школа Южного", short_name="Школа Южного",
        time_zone="Europe/Moscow", municipality=town,
    )  # fmt: skip


def _invite(wave: SurveyAssignment, person_id: int) -> SurveyInvitation:
    invitation = SurveyInvitation(assignment_id=wave.id, person_id=person_id)
    db.session.add(invitation)
    wave.invited += 1
    db.session.flush()
    return invitation


def _wave(which: str, **body: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[f"wave {which}"]}, body=dict(body))


def _of_wave(here: frozenset[str], there: frozenset[str], sees: frozenset[str] = NONE, **body: str) -> Example:
    """A page or a deed of one wave: who may with the one of school 1, who with the one of school 2."""
    return Example(
        opens=here | there,
        cases=(
            own(here, _wave("here", **body), sees=sees),
            foreign("path", there, _wave("there", **body), sees=CITY & sees),
        ),
    )


def _file(kind: str, which: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[f"wave {which}"], "kind": kind})


def _texts(which: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[f"wave {which}"], "code": "NOTE"})


def _new(**query: str) -> Script:
    return lambda stage, who: Call(query={name: stage.props[prop] for name, prop in query.items()})


def _create(audience: str = "employees", **props: str) -> Script:
    """The form of a new wave; `props` name what of the stage goes into which field."""

    def script(stage: Stage, who: str) -> Call:
        body = {"audience": audience, "opens_on": "20.11.2026", "closes_on": "27.11.2026", "submission_key": "key-1"}
        where = {"organization": "organization 1"} if who == "olga" else {}  # the town has schools without employees
        return Call(body={**body, **{name: stage.props[prop] for name, prop in {**where, **props}.items()}})

    return script


def _link(token: Script | str, **body: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        kept = stage.props["signed"] if token == "signed" else stage.props["bare"].get(token, token)
        return Call(url={"token": kept}, body=dict(body))

    return script


def _personal(**body: str) -> Example:
    """An address of one's own: bare for the invited person, signed for whoever holds it, forged for nobody."""
    forged = lambda stage, who: Call(url={"token": stage.props["signed"][:-2] + "xx"}, body=dict(body))  # noqa: E731
    return Example(
        opens=EVERYBODY,
        cases=(
            own(frozenset({"misha"}), _link("misha", **body)),
            foreign("path", frozenset({"yana"}), _link("yana", **body)),
            Case(name="signed", who=EVERYBODY | {CLOSED}, call=_link("signed", **body)),
            Case(name="forged", who=NONE, call=forged, guest="hidden"),
        ),
    )


SUBMIT = {"intent": "submit", "MET": "yes", "MARK": "8", "WAYS": "talk", "submission_key": "key-1"}
SURVEYS: dict[str, Example] = {
    "GET search.index": open_to(
        SIGNED_IN,
        lambda stage, who: Call(query={"q": "опрос"}),  # «анкета» is of the same family of words
        shows=lambda stage: {
            HERE: READERS_1 | {"misha", "nina"},
            THERE: READERS_2 | {"yana"},
            ELSEWHERE: NONE,
            OWN_OF_2: frozenset({"karim"}),
        },
    ),
    "GET surveys.index": open_to(
        READERS,
        shows=lambda stage: {
            HERE: READERS_1,
            ELSEWHERE: NONE,
            THERE: READERS_2,
            stage.props["organization 2"]: CITY,
        },
    ),
    "GET surveys.templates": open_to(LIBRARY, shows=lambda stage: {OWN_OF_2: frozenset({"karim"})}),
    "GET surveys.template": Example(
        opens=LIBRARY,
        cases=(
            own(LIBRARY, lambda stage, who: Call(url={"code": "short"})),
            foreign("path", frozenset({"karim"}), lambda stage, who: Call(url={"code": "of_school_2"})),
        ),
    ),
    "GET surveys.new": Example(
        opens=ASSIGN,
        shows=lambda stage: {stage.props["organization 2"]: ASSIGN_2},
        cases=(
            own(ASSIGN, _new(questionnaire="library")),
            foreign("query", LINKS_2, _new(questionnaire="of school 2")),
            foreign("query", ASSIGN_2, _new(questionnaire="library", organization="organization 2")),
        ),
    ),
    "POST surveys.create": Example(
        opens=ASSIGN,
        cases=(
            own(ASSIGN, _create(questionnaire="library")),
            foreign("field", frozenset({"karim"}), _create(questionnaire="of school 2")),
            foreign("field", ASSIGN_2, _create(questionnaire="library", organization="organization 2")),
            foreign(
                "list",
                frozenset({"karim"}),
                _create("groups", questionnaire="library", groups="group 2"),
                otherwise="422",
            ),
            foreign(
                "list",
                frozenset({"karim"}),
                _create("persons", questionnaire="library", persons="person 2"),
                otherwise="422",
            ),
        ),
    ),
    "GET surveys.show": _of_wave(READERS_1, READERS_2).showing(lambda stage: {WAITING: LINKS_1}),
    "GET surveys.confirm_closure": _of_wave(ASSIGN_1, ASSIGN_2),
    "POST surveys.close": _of_wave(ASSIGN_1, ASSIGN_2),
    "POST surveys.extend": _of_wave(ASSIGN_1, ASSIGN_2, closes_on="18.12.2026", version="1"),
    "POST surveys.remind": _of_wave(ASSIGN_1, ASSIGN_2),
    "GET surveys.links": _of_wave(LINKS_1, LINKS_2).showing(lambda stage: {FIRST: LINKS_1}),
    "GET surveys.results": Example(
        opens=READERS | {"polina"},
        cases=(
            own(READERS_1, _wave("here")),
            foreign("path", READERS_2, _wave("there")),
            Case(name="own conclusions", who=READERS_1 | {"polina"}, call=_wave("of conclusions")),
        ),
    ),
    "GET surveys.texts": Example(
        opens=READERS | {"polina"},
        cases=(own(READERS_1, _texts("here")), foreign("path", READERS_2, _texts("there"))),
        shows=lambda stage: {WROTE: READERS_1, FIRST: frozenset({"kira"})},
    ),
    "GET surveys.download": Example(
        opens=EXPORT_1 | EXPORT_2,
        cases=(
            own(EXPORT_1, _file("xlsx", "here")),
            foreign("path", EXPORT_2, _file("xlsx", "there")),
            Case(name="own csv", who=EXPORT_1, call=_file("csv", "here")),
            foreign("path", EXPORT_2, _file("csv", "there")),
        ),
        shows=lambda stage: {FIRST: frozenset({"kira"})},
    ),
    "POST surveys.export": _of_wave(EXPORT_1, EXPORT_2),
    "GET surveys.start": _personal(),
    "POST surveys.respond": _personal(**SUBMIT),
    "GET surveys.receipt": _personal(),
    "GET surveys.qr": _personal(),
    "GET surveys.mine": open_to(
        SIGNED_IN,
        shows=lambda stage: {
            HERE: frozenset({"misha", "nina"}),
            THERE: frozenset({"yana"}),
            "Заключения о парах": frozenset({"polina"}),
        },
    ),
}


def ask_for_export(stage: Stage) -> Iterator[str]:
    """The job of a workbook, which no page runs: only who may export this wave by then gets it."""
    for who in PEOPLE:
        with stage.trial(), stage.app.app_context():
            wanted = {"wave": stage.props["wave here"], "names": who == "kira"}
            asked = Job(id=0, kind=EXPORT, args=wanted, tries=1, person_id=stage.person_ids[who])
            try:
                export_results(Run(asked, lambda: False))
                got = "in"
            except (NotSeen, NotAllowed, Refusal):
                got = "refused"
        if got != ("in" if who in EXPORT_1 else "refused"):
            yield f"job of export for {who}: {got}"


def on_desks(stage: Stage) -> dict[str, frozenset[str]]:
    """What stands on the first page of each."""
    return {
        HERE: READERS_1 | {"misha", "nina"},
        THERE: READERS_2 | {"yana"},
        PAST_HERE: READERS_1,
        PAST_THERE: READERS_2,
        ELSEWHERE: NONE,
    }


PROBES = {"surveys.exchange.answers.jobs.results_of": ask_for_export}
