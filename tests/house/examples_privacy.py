"""Examples of the room of the rights of the subject: one's own data, requests, erasures, incidents, large files."""

from datetime import timedelta
from typing import Any

from itsdangerous import URLSafeTimedSerializer

from portal.core.db import db
from portal.people.disclosures import ask_approval
from portal.people.models import Organization, Person
from portal.privacy.actions import erasures, incidents, requests
from portal.privacy.kinds import ErasureState, RequestKind, RequestState
from portal.privacy.models import SubjectRequest
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.stage import SIGNED_IN, Call, Stage
from tests.world import World

ADMIN = frozenset({"admin"})
HANDLE_1 = frozenset({"kira", "denis"}) | ADMIN
HANDLE_2 = frozenset({"karim"}) | ADMIN
HANDLE = HANDLE_1 | HANDLE_2
SECOND_1 = frozenset({"denis"}) | ADMIN
ASKED_HERE, ASKED_THERE = "Старая фамилия в карточке", "Неверный предмет в карточке"


def dress_privacy(world: World) -> dict[str, Any]:
    """Requests in both schools, a batch that waits, an act, an incident and a large file."""
    misha, yana = world.actor("misha"), world.actor("yana")
    here = requests.ask(misha, world.misha, RequestKind.CORRECTION, text=ASKED_HERE, wanted="Ковалёв")
    there = requests.ask(yana, world.yana, RequestKind.CORRECTION, text=ASKED_THERE, wanted="Физика")
    wiped = {which: requests.ask(actor, actor_of, RequestKind.ERASURE, text="Прошу стереть")
             for which, actor, actor_of in (("here", misha, world.misha), ("there", yana, world.yana))}  # fmt: skip
    access = {which: requests.ask(actor, actor_of, RequestKind.ACCESS, text="Что записано?")
              for which, actor, actor_of in (("here", misha, world.misha), ("there", yana, world.yana))}  # fmt: skip
    props = {
        "request here": here.public_id, "request there": there.public_id,
        "wipe here": wiped["here"].public_id, "wipe there": wiped["there"].public_id,
        "access here": access["here"].public_id, "access there": access["there"].public_id,
        "misha": world.misha.public_id, "pasha": world.pasha.public_id, "yana": world.yana.public_id,
        "school 1": world.school_1.public_id, "school 2": world.school_2.public_id,
        "proposer": world.kira.id,
    }  # fmt: skip
    for which, school, hand, account in (
        ("here", world.school_1, "kira", world.nina),
        ("there", world.school_2, "karim", world.vera),
    ):  # fmt: skip
        props |= _paperwork(world, which, school, hand, account)
    db.session.flush()
    return props


def _paperwork(world: World, which: str, school: Organization, hand: str, account: Person) -> dict[str, Any]:
    actor = world.actor(hand)
    left = [_passer_by(world, school, f"Прохожий{n}") for n in range(3)]
    first = world.actor("polina")  # whoever proposed is not the second person
    batch = erasures.propose(first, school, left[:2], reason="Выпуск")
    [alone] = erasures.propose(actor, school, left[2:], reason="По обращению")
    erasures.carry_out(actor, alone)
    assert alone.state == ErasureState.DONE
    incident = incidents.open_incident(
        actor, school, account, begins_at=NOW, ends_at=NOW, what="Чужой вход", is_drill=True
    )
    _old_request(world.nina if which == "here" else world.vera, school)
    file = ask_approval(actor, kind="test", what="all", n=200, organization_id=school.id, path="/")
    return {
        f"erasures {which}": batch[0].public_id, f"act {which}": alone.public_id,
        f"incident {which}": incident.public_id, f"file {which}": file.public_id,
    }  # fmt: skip


def _old_request(person: Person, school: Organization) -> None:
    """An answer of four years ago: its text has outlived its term."""
    long_ago = NOW - timedelta(days=4 * 366)
    db.session.add(
        SubjectRequest(person_id=person.id, organization_id=school.id, kind=RequestKind.ACCESS, state=RequestState.DONE,
                       text="Прежнее", received_at=long_ago, due_on=long_ago.date(), answered_at=long_ago)
    )  # fmt: skip


def _passer_by(world: World, school: Organization, name: str) -> Person:
    from portal.people import actions as people
    from portal.people.kinds import MembershipKind
    from tests.house.stage import BEGAN_ON, SYSTEM

    person = people.add_person(SYSTEM, family_name=name, given_name="Имя")
    people.add_membership(SYSTEM, person, school, kind=MembershipKind.LEARNER, starts_on=BEGAN_ON)
    return person


def _at(prop: str, query: dict[str, str] | None = None, **body: str) -> Script:
    """The object of this name in the path."""
    return lambda stage, who: Call(url={"public_id": stage.props[prop]}, query=query or {}, body=dict(body))


def _of(prop: str, here: frozenset[str], there: frozenset[str], *, sees: bool = False, **body: str) -> Example:
    """A page or a deed about one object: who may with that of school 1, who with that of school 2."""
    seers = (frozenset({"misha"}), frozenset({"yana"})) if sees else (NONE, NONE)
    return Example(
        opens=here | there,
        cases=(
            own(here, _at(f"{prop} here", **body), sees=seers[0]),
            foreign("path", there, _at(f"{prop} there", **body), sees=seers[1]),
        ),
    )


def _person_in(place: str, prop: str, **body: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        named = {"person": stage.props[prop]}
        return Call(query=named if place == "query" else {}, body={**body, **(named if place == "field" else {})})

    return script


def _about_me(**body: str) -> Example:
    """A page about oneself, or a parent's about the child; somebody else's data is hidden or refused."""
    place = "field" if body else "query"
    readers = frozenset({"kira", "polina", "denis", "sonya", "mark", "lida", "gleb", "tanya", "galya", "admin"})
    learners = readers  # who may read the card of Паша sees that there is one, and no more
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(SIGNED_IN, lambda stage, who: Call(body=dict(body))),
            foreign(place, frozenset({"pasha", "maria"}), _person_in(place, "pasha", **body), sees=learners),
            foreign(place, frozenset({"yana"}), _person_in(place, "yana", **body), sees=frozenset({"karim", "admin"})),
        ),
    )


def _offer(stage: Stage, who: str) -> Call:
    said = {"kind": "test", "what": "one", "n": 200, "organization_id": None, "path": "/"}
    signer = URLSafeTimedSerializer(stage.app.config["SECRET_KEY"], salt="disclosure")
    person_id = stage.person_ids.get(who, 0)
    return Call(body={"offer": signer.dumps([person_id, said])})


def _foreign_offer(stage: Stage, who: str) -> Call:
    return _offer(stage, "misha")


def _kind(which: str = "", kind: str = "requests", **body: str) -> Script:
    """A kind of data in the path; the organisation in the query of a page and in the fields of a deed."""

    def script(stage: Stage, who: str) -> Call:
        named = {"organization": stage.props[which]} if which else {}
        return Call(url={"kind": kind}, query=named, body=dict(body))

    return script


def _terms(**body: str) -> Example:
    return Example(
        opens=HANDLE,
        cases=(
            own(HANDLE_1, _kind("school 1", **body)),
            foreign("query", HANDLE_2, _kind("school 2", **body)),
            foreign("path", NONE, _kind(kind="no-such-kind", **body)),
        ),
    )


REQUEST = {"kind": "complaint", "text": "Жалоба", "wanted": "", "submission_key": "key-1"}
INCIDENT = {"begins": "20.11.2026 10:00", "ends": "20.11.2026 12:00", "what": "Чужой вход", "is_drill": "1",
            "submission_key": "key-1"}  # fmt: skip
WIPE = {"reason": "По обращению", "submission_key": "key-1"}


def _account(login: str) -> Script:
    return lambda stage, who: Call(body={**INCIDENT, "login": login})


def _file(kind: str, which: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[f"act {which}"], "kind": kind})


def _named(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Миша Ковалёв": HANDLE_1, "Яна Фомина": HANDLE_2}


PRIVACY: dict[str, Example] = {
    "GET own_data.index": _about_me(),
    "GET own_data.views": _about_me(),
    "GET own_data.show_requests": _about_me().showing(
        lambda stage: {ASKED_HERE: frozenset({"misha"}), ASKED_THERE: frozenset({"yana"})}
    ),
    "GET own_data.new": _about_me(),
    "POST own_data.create": _about_me(**REQUEST),
    "POST own_data.package": _about_me(intent="make"),
    "GET own_data.confirm_restriction": _about_me(),
    "POST own_data.restrict": _about_me(intent="restrict"),
    "POST own_data.cancel": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"misha"}), _at("access here")),
            foreign("path", frozenset({"yana"}), _at("access there")),
        ),
    ),
    "GET privacy.index": open_to(HANDLE, shows=_named),
    "GET privacy.show": _of("request", HANDLE_1, HANDLE_2),
    "POST privacy.answer_request": _of("request", HANDLE_1, HANDLE_2, decision="done", text="Исправлено"),
    "POST privacy.extend_request": _of("access", HANDLE_1, HANDLE_2, reason="Нужны архивы"),
    "GET privacy.preview_erasure": _of("wipe", HANDLE_1, HANDLE_2),
    "POST privacy.propose_erasure": _of("wipe", HANDLE_1, HANDLE_2, **WIPE),
    "GET privacy.erasures": open_to(
        HANDLE, shows=lambda stage: {stage.props["erasures here"]: HANDLE_1, stage.props["erasures there"]: HANDLE_2}
    ),
    "GET privacy.erasure": _of("erasures", HANDLE_1, HANDLE_2),
    "POST privacy.decide_erasure": _of("erasures", HANDLE_1, HANDLE_2, decision="refuse"),
    "GET privacy.act": _of("act", HANDLE_1, HANDLE_2),
    "GET privacy.erasure_log": Example(
        opens=HANDLE,
        cases=(
            own(HANDLE_1, _file("xlsx", "here")),
            foreign("path", HANDLE_2, _file("xlsx", "there")),
            Case(name="own csv", who=HANDLE_1, call=_file("csv", "here")),
        ),
    ),
    "GET privacy.retention": Example(
        opens=HANDLE,
        cases=(
            own(HANDLE, lambda stage, who: Call()),
            foreign("query", HANDLE_2, lambda stage, who: Call(query={"organization": stage.props["school 2"]})),
        ),
    ),
    "GET privacy.dry_run": _terms(),
    "POST privacy.set_term": _terms(months="24"),
    "POST privacy.erase_due": _terms(intent="erase"),
    "GET privacy.incidents": open_to(
        SECOND_1, shows=lambda stage: {stage.props["incident here"]: SECOND_1, stage.props["incident there"]: ADMIN}
    ),
    "GET privacy.new_incident": open_to(SECOND_1),
    "POST privacy.open_incident": Example(
        opens=SECOND_1,
        cases=(
            own(SECOND_1, _account("mentor@demo.example")),
            foreign("field", ADMIN, _account("mentor2@demo.example"), otherwise="422"),
        ),
    ),
    "GET privacy.incident": _of("incident", SECOND_1, ADMIN),
    "POST privacy.note_step": _of("incident", SECOND_1, ADMIN, step="notified"),
    "POST privacy.close_incident": _of("incident", SECOND_1, ADMIN, conclusion="Учение прошло"),
    "GET privacy.incident_notice": _of("incident", SECOND_1, ADMIN),
    "GET privacy.incident_subjects": _of("incident", SECOND_1, ADMIN),
    "GET privacy.disclosures": open_to(
        SECOND_1, shows=lambda stage: {stage.props["file here"]: SECOND_1, stage.props["file there"]: ADMIN}
    ),
    "POST privacy.decide_disclosure": _of("file", SECOND_1, ADMIN, decision="approve"),
    "POST privacy.ask_disclosure": Example(
        opens=SIGNED_IN,
        cases=(own(SIGNED_IN, _offer), foreign("field", frozenset({"misha"}), _foreign_offer, otherwise="409")),
    ),
    "GET privacy.disclosure": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"kira"}), _at("file here")),
            foreign("path", frozenset({"karim"}), _at("file there")),
        ),
    ),
}
