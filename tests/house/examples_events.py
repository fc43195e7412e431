"""Examples of events: of each school a planned and an announced one with people, of the town one for everybody."""

import io
from datetime import timedelta
from typing import Any

from portal.core.db import db
from portal.events import actions
from portal.events.kinds import Learning
from portal.events.models import Event
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.stage import EVERYBODY, GUEST, SIGNED_IN, Call, Stage
from tests.world import World

STARTS = NOW + timedelta(days=5)
EDIT_1, EDIT_2, OLGA = frozenset({"kira", "mark", "denis"}), frozenset({"karim"}), frozenset({"olga"})
LED = frozenset({"polina"})  # leads a training of school 1 whose attendance is restricted
EDITORS = EDIT_1 | EDIT_2 | OLGA | LED
ENROLLERS = EDITORS | {"lida", "gleb"}
ENROL_1, ENROL_2 = EDIT_1 | {"lida", "gleb"}, EDIT_2
TOWN = frozenset({"olga", "dina", "admin"})
OF_2 = frozenset({"karim", "vera", "yana"}) | TOWN
OF_1 = SIGNED_IN - frozenset({"karim", "vera", "yana"})
NEAR_1, NEAR_2 = OF_1 - TOWN, OF_2 - TOWN
KEEP_TRAINING_1 = frozenset({"kira", "mark", "galya"})
EXPORT = frozenset({"kira", "karim", "mark", "denis", "galya"})
_KEY = {"submission_key": "key-1"}


def dress_events(world: World) -> dict[str, Any]:
    """Two events of each school with two people, a record of training with its certificate; one open event."""
    props: dict[str, Any] = {}
    schools = {"here": ("kira", world.school_1, "nina"), "there": ("karim", world.school_2, "vera")}
    for side, (curator, school, mentor) in schools.items():
        actor, person = world.actor(curator), world.person(mentor)
        plan = actions.draft_event(actor, school, title=f"План-{side}", kind="seminar", school_year=2026, month=12)
        event = _announced(world, curator, school, f"Семинар-{side}")
        over = _announced(world, curator, school, f"Прошедшее-{side}", days=-6)
        joined = actions.register(world.actor(mentor), event, person, organization_id=school.id)
        record = actions.record_training(
            world.actor(mentor), person, school.id, title=f"Курс-{side}", learning=Learning.FORMAL, hours=36,
            finished_on=NOW.date(), upload=(io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "a.pdf"),
        )  # fmt: skip
        db.session.flush()
        props |= {f"plan {side}": plan.public_id, f"event {side}": event.public_id, f"over {side}": over.public_id,
                  f"registration {side}": joined.public_id, f"training {side}": record.public_id,
                  f"school of events {side}": school.public_id, f"mentor {side}": person.public_id}  # fmt: skip
    actions.draft_event(world.actor("olga"), world.municipality, title="План-города", kind="forum", school_year=2026)
    led = _announced(
        world, "polina", world.school_1, "Тренинг-пар", days=9, led_by_id=world.polina.id, is_restricted=True
    )
    joined = actions.register(world.actor("misha"), led, world.misha, organization_id=world.school_1.id)
    props |= {"led": led.public_id, "registration led": joined.public_id}
    opened = _announced(world, "olga", world.municipality, "Форум-города", is_public=True)
    db.session.flush()
    return props | {"event of town": opened.public_id, "feed": actions.renew_feed(world.actor("nina"))}


def _announced(world: World, who: str, school: Any, title: str, *, days: int = 0, **facts: Any) -> Event:
    starts_at = STARTS + timedelta(days=days)
    made = actions.draft_event(world.actor(who), school, title=title, kind="seminar", starts_at=starts_at, **facts)
    actions.announce(world.actor(who), made)
    return made


def _at(prop: str, more: dict[str, str] | None = None, argument: str = "public_id", **body: str) -> Script:
    def call(stage: Stage, who: str) -> Call:
        url = {argument: stage.props[prop], **{name: stage.props[said] for name, said in (more or {}).items()}}
        return Call(url=url, body=_filled(stage, body))

    return call


def _with(**body: str) -> Script:
    return lambda stage, who: Call(body=_filled(stage, body))


def _asks(**query: str) -> Script:
    return lambda stage, who: Call(query=_filled(stage, query))


def _filled(stage: Stage, fields: dict[str, str]) -> dict[str, str]:
    return {name: str(stage.props[said[1:]]) if said[:1] == "@" else said for name, said in fields.items()}


def _edited(of: str = "event", **body: str) -> Example:
    """A page or a deed of those who hold the event."""
    return Example(
        opens=EDITORS,
        cases=(
            own(EDIT_1, _at(f"{of} here", **body), sees=OF_1),
            foreign("path", EDIT_2, _at(f"{of} there", **body), sees=OF_2),
        ),
    )


def _read(kind: str = "event") -> Example:
    return Example(
        opens=EVERYBODY,
        cases=(
            own(EVERYBODY, _at("event of town")),
            foreign("path", OF_1, _at(f"{kind} here"), guest="hidden"),
        ),
    )


def _joined(prop: str = "event") -> Example:
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(SIGNED_IN, _at("event of town")),
            foreign("path", NEAR_2, _at(f"{prop} there"), sees=OF_2),
        ),
    )  # fmt: skip


def _learnt(**body: str) -> Example:
    """A record of training as those who may change it open it."""
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(KEEP_TRAINING_1 | {"nina"}, _at("training here", **body), sees=frozenset({"denis", "admin"})),
            foreign("path", frozenset({"karim", "vera"}), _at("training there", **body), sees=frozenset({"admin"})),
        ),
    )


def _titles(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Форум-города": EVERYBODY, "Семинар-here": OF_1, "Семинар-there": OF_2}


_SAID = {"title": "Новое", "kind": "seminar"}
_COURSE = {"title": "Курс", "learning": "formal", "hours": "8", "finished_on": "01.10.2026", **_KEY}

EVENTS: dict[str, Example] = {
    "GET events.index": open_to(EVERYBODY, shows=_titles),
    "GET events.show": _read(),
    "GET events.file": _read(),
    "GET events.plan": open_to(SIGNED_IN).asking(
        *(Case(name=f"plan {side}", who=SIGNED_IN, call=_asks(organization=f"@school of events {side}", year="2026"),
               shows=lambda stage, side=side, who=who: {f"План-{side}": who})
          for side, who in (("here", OF_1), ("there", OF_2)))
    ),
    "POST events.take": Example(
        opens=EDITORS,
        cases=(
            own(EDIT_1, _with(organization="@school of events here", year="2026"), asked=EDIT_1 | {"misha", GUEST}),
            foreign("field", NONE, _with(organization="@school of events there", year="2026"), asked=EDIT_1),
        ),
    ),
    "GET events.new": open_to(EDITORS),
    "POST events.create": Example(
        opens=EDITORS,
        cases=(
            own(EDIT_1, _with(organization="@school of events here", **_SAID, **_KEY),
                asked=EDIT_1 | {"misha", GUEST}),
            foreign("field", NONE, _with(organization="@school of events there", **_SAID, **_KEY), asked=EDIT_1,
                    otherwise="422"),
        ),
    ),
    "GET events.edit": _edited().asking(
        Case(name="what one leads", who=EDIT_1 | LED, call=_at("led"), sees=OF_1)),
    "POST events.update": _edited("plan", version="1", **_SAID),
    "POST events.change_state": _edited("over", deed="finish"),
    "GET events.cancellation": _edited(),
    "POST events.cancel": _edited(reason="Карантин"),
    "POST events.join": _joined(),
    "POST events.give_back": _joined(),
    "GET events.people": Example(
        opens=ENROLLERS,
        cases=(
            own(ENROL_1 | OLGA | LED, _at("event here")),
            foreign("path", ENROL_2 | OLGA, _at("event there")),
            Case(name="a restricted training", who=ENROL_1 | OLGA | LED, call=_at("led"),
                 shows=lambda stage: {"Ковалёв Миша": LED}),
        ),
        shows=lambda stage: {"Орлова Нина": EDIT_1 | {"lida"}},
    ),
    "POST events.mark": _edited("over", listed="x"),
    "POST events.enrol": Example(
        opens=ENROLLERS,
        cases=(
            own(EDIT_1 | {"lida"}, _at("event here", {"person_id": "mentor here"})),
            foreign("path", EDIT_2, _at("event there", {"person_id": "mentor there"})),
            foreign("person", NONE, _at("event here", {"person_id": "mentor there"})),
        ),
    ),
    "POST events.withdraw": Example(
        opens=ENROLLERS,
        cases=(
            own(EDIT_1 | {"lida"}, _at("event here", {"registration_id": "registration here"})),
            foreign("path", EDIT_2, _at("event there", {"registration_id": "registration there"})),
            foreign("registration", NONE, _at("event here", {"registration_id": "registration there"})),
        ),
    ),
    "GET own_events.index": open_to(SIGNED_IN, shows=lambda stage: {"Семинар-here": frozenset({"nina"})}),
    "POST own_events.renew": open_to(SIGNED_IN),
    "POST own_events.close": open_to(SIGNED_IN),
    "GET feeds.show": Example(
        opens=EVERYBODY,
        cases=(
            own(EVERYBODY, _at("feed", argument="secret")),
            foreign("path", NONE, lambda stage, who: Call(url={"secret": "s" * 43}), guest="hidden"),
        ),
    ),
    "GET training.index": open_to(EXPORT, shows=lambda stage: {"Курс-here": EXPORT - {"karim"},
                                                              "Курс-there": frozenset({"karim"})}),
    "GET training.download": open_to(EXPORT),
    "GET training.mine": open_to(SIGNED_IN, shows=lambda stage: {"Курс-here": frozenset({"nina"})}),
    "GET training.new": open_to(SIGNED_IN),
    "POST training.create": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"nina"}), _with(**_COURSE), asked=frozenset({"nina", GUEST, "zoya"})),
            foreign("person", NONE, _with(person="@mentor there", **_COURSE), asked=frozenset({"nina", "kira"})),
        ),
    ),
    "GET training.edit": _learnt(),
    "POST training.update": _learnt(version="1", **_COURSE),
    "POST training.remove": _learnt(),
    "GET training.file": Example(
        opens=SIGNED_IN,
        cases=(
            own(KEEP_TRAINING_1 | {"nina", "denis", "admin"}, _at("training here")),
            foreign("path", frozenset({"karim", "vera", "admin"}), _at("training there")),
        ),
    ),
}  # fmt: skip
EVENT_LISTS: dict[str, tuple[Case, ...]] = {
    "GET search.index": (
        Case(name="events found", who=SIGNED_IN, call=_asks(q="Семинар"), shows=lambda stage: {
            f"/events/{stage.props[f'event {side}']}": who for side, who in (("here", OF_1), ("there", OF_2))}),
    ),
    "GET home.index": (
        Case(name="events on the desk", who=EVERYBODY, shows=lambda stage: {
            f"/events/{stage.props['over here']}/people": EDIT_1, f"/events/{stage.props['over there']}/people": EDIT_2,
            f"/events/{stage.props['event here']}": OF_1 - {"nina"},
            f"/events/{stage.props['event there']}": OF_2 - {"vera"}}),
    ),
}  # fmt: skip
