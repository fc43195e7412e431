"""Examples of the room of the rights of the subject: one's own data, requests, erasures, incidents, large files."""

from typing import Any

from itsdangerous import URLSafeTimedSerializer

from portal.core.db import db
from portal.people.disclosures import ask_approval
from portal.people.models import Organization, Person
from portal.privacy.actions import erasures, incidents, requests
from portal.privacy.kinds import ErasureState, RequestKind
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
        ("here", world.school_1, "kira", world.nina), ("there", world.school_2, "karim", world.vera)
    ):  # fmt: skip
        props |= _paperwork(world, which, school, hand, account)
    db.session.flush()
    return props


def _paperwork(world: World, which: str, school: Organization, hand: str, account: Person) -> dict[str, Any]:
    actor = world.actor(hand)
    left = [_passer_by(world, school, f"Прохожий{n}") for n in range(3)]
    batch = erasures.propose(actor, school, left[:2], reason="Выпуск")
    [alone] = erasures.propose(actor, school, left[2:], reason="По обращению")
    erasures.carry_out(actor, alone)
    assert alone.state == ErasureState.DONE
    incident = incidents.open_incident(
        actor, school, account, begins_at=NOW, ends_at=NOW, what="Чужой вход", is_drill=True
    )
    file = ask_approval(actor, kind="test", what="all", n=200, organization_id=school.id, path="/")
    return {
        f"batch {which}": batch[0].public_id, f"act {which}": alone.public_id,
        f"incident {which}": incident.public_id, f"file {which}": file.public_id,
    }  # fmt: skip


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
    readers = frozenset({"kira", "polina", "denis", "sonya", "mark", "lida", "gleb", "admin"})
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


def _term(which: str, **body: str) -> Script:
    def script(stage: Stage, who: str) -> Call:
        return Call(url={"kind": "answers"}, body={"organization": stage.props[which], **body})

    return script


def _run(which: str) -> Script:
    return lambda stage, who: Call(url={"kind": "answers"}, query={"organization": stage.props[which]})


REQUEST = {"kind": "complaint", "text": "Жалоба", "wanted": "", "submission_key": "key-1"}
PRIVACY: dict[str, Example] = {}
