"""One example or more for each endpoint: a valid request, who gets through with it, and whose object it is not.

The tables say who may do what independently of the policy: whoever changes the policy changes them too and shows
the difference in review. An endpoint that is missing here fails the matrix.
"""

import io
from collections.abc import Iterator
from typing import Any

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.files import store
from portal.core.job_files import opened_by
from portal.core.jobs import JobState, request_job
from portal.core.mail import LetterState, OutboxMessage
from tests.house.asked import NONE, Example, Script, foreign, open_to, own
from tests.house.examples_accounts import ACCOUNTS, dress_accounts
from tests.house.examples_apart import APART, APART_LISTS, dress_apart
from tests.house.examples_bases import BASE_LISTS, BASES, dress_bases
from tests.house.examples_between import BETWEEN, dress_between
from tests.house.examples_building import BUILDING, dress_building
from tests.house.examples_closing import CLOSING, CLOSING_LISTS, dress_closing
from tests.house.examples_community import COMMUNITY, COMMUNITY_LISTS, dress_community
from tests.house.examples_consents import CONSENTS, dress_consents
from tests.house.examples_contests import CONTEST_LISTS, CONTESTS, dress_contests
from tests.house.examples_courses import COURSES, dress_courses
from tests.house.examples_curating import CURATING, CURATING_LISTS, dress_curating
from tests.house.examples_documents import DOCUMENT_LISTS, DOCUMENTS, dress_documents
from tests.house.examples_drafts import DRAFT_LISTS, DRAFTS, dress_drafts
from tests.house.examples_events import EVENT_LISTS, EVENTS, dress_events
from tests.house.examples_exchange import EXCHANGE, dress_exchange
from tests.house.examples_experts import EXPERTS, dress_experts
from tests.house.examples_health import HEALTH, HEALTH_LISTS, dress_health
from tests.house.examples_imports import IMPORTS, dress_imports
from tests.house.examples_library import LIBRARY, LIBRARY_LISTS, dress_library
from tests.house.examples_matching import MATCHING, MATCHING_LISTS, dress_matching
from tests.house.examples_meetings import MEETING_LISTS, MEETINGS, dress_meetings
from tests.house.examples_mentors import MENTOR_LISTS, MENTORS, dress_mentors
from tests.house.examples_mentorships import MENTORSHIP_LISTS, MENTORSHIPS, dress_mentorships
from tests.house.examples_modes import MODES, dress_modes
from tests.house.examples_notices import NOTICES, dress_notices
from tests.house.examples_partners import PARTNER_LISTS, PARTNERS, dress_partners
from tests.house.examples_plans import PLAN_LISTS, PLANS, dress_plans
from tests.house.examples_practices import PRACTICE_LISTS, PRACTICES, dress_practices
from tests.house.examples_privacy import PRIVACY, dress_privacy
from tests.house.examples_programs import PROGRAM_LISTS, PROGRAMS, dress_programs
from tests.house.examples_recognition import RECOGNITION, RECOGNITION_LISTS, dress_recognition
from tests.house.examples_registers import REGISTERS, dress_registers
from tests.house.examples_registry_of_pairs import REGISTRY_LISTS, REGISTRY_OF_PAIRS, dress_registry
from tests.house.examples_results import RESULTS, dress_results
from tests.house.examples_roadmaps import ROADMAPS, dress_roadmaps
from tests.house.examples_sheets import SHEETS, dress_sheets
from tests.house.examples_survey_lists import SURVEY_LISTS, dress_survey_lists
from tests.house.examples_surveys import SURVEYS, dress_surveys, on_desks
from tests.house.examples_waves import WAVES, dress_waves
from tests.house.stage import EVERYBODY, SIGNED_IN, Call, Stage
from tests.world import World


def dress(world: World) -> dict[str, Any]:
    """Put on the stage what the examples speak of; returns its public ids."""
    props: dict[str, Any] = {}
    for more in _props_of_rooms(world):
        doubled = {name for name in props.keys() & more.keys() if props[name] != more[name]}
        assert not doubled, f"two rooms mean different things by {doubled}"
        props |= more
    return props


def _props_of_rooms(world: World) -> Iterator[dict[str, Any]]:
    yield dress_privacy(world)  # first: an erasure takes the files of all jobs with it
    yield {
        "school_2": world.school_2.id,
        "job of kira": _finished_job(world.actor("kira")),
        "job of karim": _finished_job(world.actor("karim")),
        "parked letter": _parked_letter(),
    }
    for dress_room in (dress_surveys, dress_waves, dress_results, dress_exchange, dress_building, dress_modes,
                       dress_registers, dress_imports, dress_accounts, dress_consents, dress_sheets,
                       dress_between, dress_survey_lists, dress_programs, dress_partners,
                       dress_matching, dress_mentors, dress_documents, dress_practices, dress_contests,
                       dress_library, dress_community, dress_events, dress_courses, dress_experts,
                       dress_mentorships, dress_registry, dress_meetings, dress_plans,
                       dress_health, dress_closing, dress_curating, dress_drafts, dress_notices, dress_bases,
                       dress_apart, dress_recognition, dress_roadmaps):  # fmt: skip
        yield dress_room(world)


@opened_by("test")
def _anything(actor: Any, args: dict[str, Any]) -> None:
    """The file of the job on the stage is open to its owner."""


def _finished_job(actor: Actor) -> str:
    now = clock.now()
    job = request_job(actor, "test", {}, title="Выгрузка")
    job.state, job.started_at, job.finished_at = JobState.DONE, now, now
    made = store(io.BytesIO(b"one;two\n"), "figures.csv", made_here=True)
    job.result_file_id = made.id
    db.session.flush()
    return job.public_id


def _parked_letter() -> str:
    letter = OutboxMessage(
        letter="test", recipient="nobody", subject="Письмо", text="Текст", html="<p>Текст</p>", message_id="<1@x>",
        state=LetterState.PARKED,
    )  # fmt: skip
    db.session.add(letter)
    db.session.flush()
    return letter.public_id


def _fields(**fields: str) -> Script:
    return lambda stage, who: Call(body=dict(fields))


def _job_of(owner: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[f"job of {owner}"]})


def _letter(stage: Stage, who: str) -> Call:
    return Call(url={"public_id": stage.props["parked letter"]})


def _no_letter(stage: Stage, who: str) -> Call:
    return Call(url={"public_id": "no-such-letter"})


ADMIN = frozenset({"admin"})
_OWN_JOB = Example(
    opens=SIGNED_IN,
    cases=(
        own(frozenset({"kira"}), _job_of("kira")),
        foreign("path", frozenset({"karim"}), _job_of("karim")),
    ),
)
_ONE_LETTER = Example(opens=ADMIN, cases=(own(ADMIN, _letter), foreign("path", NONE, _no_letter)))

EXAMPLES: dict[str, Example] = {
    "GET home.index": open_to(EVERYBODY, shows=on_desks),
    "GET pages.help": open_to(EVERYBODY),
    "GET pages.about": open_to(EVERYBODY),
    "GET pages.personal_data": open_to(EVERYBODY),
    "GET appearance.show": open_to(EVERYBODY),
    "POST appearance.update": open_to(EVERYBODY, _fields(theme="dark")),
    "GET jobs.show": _OWN_JOB,
    "GET jobs.file": _OWN_JOB,
    "GET admin.index": open_to(ADMIN),
    "GET admin.audit": open_to(ADMIN),
    "GET admin.audit_file": open_to(ADMIN),
    "GET admin.outbox": open_to(ADMIN),
    "GET admin.letter": _ONE_LETTER,
    "POST admin.retry": _ONE_LETTER,
    "GET health.alive": open_to(EVERYBODY),
    "GET health.ready": open_to(EVERYBODY),
    **NOTICES,
    **SURVEYS,
    **BUILDING,
    **RESULTS,
    **EXCHANGE,
    **MODES,
    **WAVES,
    **REGISTERS,
    **IMPORTS,
    **ACCOUNTS,
    **CONSENTS,
    **SHEETS,
    **PRIVACY,
    **PROGRAMS,
    **PARTNERS,
    **ROADMAPS,
    **MATCHING,
    **MENTORS,
    **DOCUMENTS,
    **PRACTICES,
    **LIBRARY,
    **EVENTS,
    **CONTESTS,
    **COURSES,
    **EXPERTS,
    **COMMUNITY,
    **DRAFTS,
    **MENTORSHIPS,
    **MEETINGS,
    **HEALTH,
    **PLANS,
    **CLOSING,
    **CURATING,
    **REGISTRY_OF_PAIRS,
    **BASES,
    **APART,
    **RECOGNITION,
}
for _lists in (
    BETWEEN, SURVEY_LISTS, PROGRAM_LISTS, PARTNER_LISTS, MATCHING_LISTS, MENTOR_LISTS, PRACTICE_LISTS,
    COMMUNITY_LISTS, DOCUMENT_LISTS, DRAFT_LISTS, MEETING_LISTS, PLAN_LISTS,
    EVENT_LISTS, CONTEST_LISTS, LIBRARY_LISTS, MENTORSHIP_LISTS, REGISTRY_LISTS, BASE_LISTS, APART_LISTS,
    HEALTH_LISTS, CLOSING_LISTS, CURATING_LISTS, RECOGNITION_LISTS,
):  # fmt: skip
    for _key, _cases in _lists.items():
        EXAMPLES[_key] = EXAMPLES[_key].asking(*_cases)
