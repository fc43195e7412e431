"""Examples of final events and of experts: of each school one, of the town one for everybody."""

from datetime import timedelta
from typing import Any

from portal.core.db import db
from portal.events import actions
from portal.events.experts.actions import add_expert, ask_expert
from portal.events.finals.actions import put_item
from portal.events.finals.kinds import Presents
from tests.conftest import NOW
from tests.house.asked import NONE, Example, Script, foreign, open_to, own
from tests.house.examples_events import EDIT_1, EDIT_2, EDITORS, LED, OF_1, OF_2, STARTS, _at, _with
from tests.house.stage import EVERYBODY, GUEST, SIGNED_IN, Stage
from tests.world import World

KEEPERS = EDITORS - LED
_ITEM = {"title": "Пункт", "presents": "talk", "begins": "10:00", "submission_key": "key-1"}
_EXPERT = {"name": "Новый эксперт", "topics": "Тема", "submission_key": "key-1"}


def dress_experts(world: World) -> dict[str, Any]:
    """A final event with Нина or Вера on the programme, an expert by agreement and one without it, a question."""
    props: dict[str, Any] = {}
    schools = {"here": ("kira", world.school_1, "nina"), "there": ("karim", world.school_2, "vera")}
    for side, (curator, school, mentor) in schools.items():
        actor, person = world.actor(curator), world.person(mentor)
        event = _final(world, curator, school, f"Финал-{side}")
        seat = actions.register(world.actor(mentor), event, person, organization_id=school.id, skips_audience=True)
        item = put_item(actor, event, None, presenters=[seat.public_id], presents=Presents.TALK, title=f"Речь-{side}",
                        begins="10:00", guests="", link="")  # fmt: skip
        agreed = {"agreement": "Письмо", "agreed_on": NOW.date()}
        expert = add_expert(actor, school, None, name=f"Знаток-{side}", topics="Урок", **agreed)
        hidden = add_expert(actor, school, None, name=f"Скрытый-{side}", topics="Урок")
        asked = ask_expert(world.actor(mentor), expert, f"Вопрос-знатоку-{side}")
        props |= {f"final {side}": event.public_id, f"item {side}": item.public_id, f"expert {side}": expert.public_id,
                  f"hidden expert {side}": hidden.public_id, f"question {side}": asked.public_id}  # fmt: skip
        held = _final(world, curator, school, f"Прошедший-финал-{side}", days=-8)
        actions.finish(actor, held)
        props[f"held final {side}"] = held.public_id
    town = _final(world, "olga", world.municipality, "Финал-города", is_public=True)
    known = add_expert(world.actor("olga"), world.municipality, None, name="Знаток-города", topics="Всё",
                       agreement="Письмо", agreed_on=NOW.date())  # fmt: skip
    db.session.flush()
    return props | {"final of town": town.public_id, "expert of town": known.public_id}


def _final(world: World, who: str, school: Any, title: str, *, days: int = 0, **facts: Any) -> Any:
    starts_at = STARTS + timedelta(days=days)
    made = actions.draft_event(world.actor(who), school, title=title, kind="final", starts_at=starts_at, **facts)
    actions.announce(world.actor(who), made)
    return made


def _edited(kind: str, argument: str = "", of: str = "", **body: str) -> Example:
    """A page or a deed of whoever holds the event; `argument` names the part it is about, `of` its prop."""

    def at(side: str, part: str = "") -> Script:
        return _at(f"{kind} {side}", {argument: f"{of} {part or side}"} if argument else None, **body)

    cases = [own(EDIT_1, at("here"), sees=OF_1), foreign("path", EDIT_2, at("there"), sees=OF_2)]
    if argument:
        cases.append(foreign(argument.removesuffix("_id"), NONE, at("here", "there"), asked=EDIT_1))
    return Example(opens=EDITORS, cases=tuple(cases))


def _experts(stage: Stage) -> dict[str, frozenset[str]]:
    return {
        "Знаток-города": SIGNED_IN, "Знаток-here": OF_1, "Знаток-there": OF_2, "Скрытый-here": EDIT_1,
        "Скрытый-there": EDIT_2,
    }  # fmt: skip


EXPERTS: dict[str, Example] = {
    "GET finals.show": Example(
        opens=EVERYBODY,
        cases=(
            own(EVERYBODY, _at("final of town")),
            foreign("path", OF_1, _at("final here"), guest="hidden"),
        ),
    ),
    "GET finals.new": _edited("final"),
    "POST finals.create": _edited("final", **_ITEM),
    "GET finals.edit": _edited("final", "item_id", "item").showing(lambda stage: {"Орлова Нина": EDIT_1}),
    "POST finals.update": _edited("final", "item_id", "item", version="1", **_ITEM),
    "POST finals.remove": _edited("final", "item_id", "item"),
    "POST finals.freeze": _edited("held final"),
    "GET experts.index": open_to(SIGNED_IN, shows=_experts),
    "GET experts.show": Example(
        opens=SIGNED_IN,
        cases=(own(SIGNED_IN, _at("expert of town")), foreign("path", OF_1, _at("expert here"))),
    ),
    "POST experts.ask": Example(
        opens=SIGNED_IN,
        cases=(
            own(SIGNED_IN, _at("expert of town", text="Как начать?", submission_key="key-1")),
            foreign("path", OF_1, _at("expert here", text="Как начать?", submission_key="key-1")),
        ),
    ),
    "POST experts.answer": Example(
        opens=SIGNED_IN,
        cases=(
            own(EDIT_1, _at("expert here", {"request_id": "question here"}, answer="С начала"), sees=OF_1),
            foreign("path", EDIT_2, _at("expert there", {"request_id": "question there"}, answer="Так"), sees=OF_2),
            foreign("request", NONE, _at("expert here", {"request_id": "question there"}, answer="Так"),
                    asked=EDIT_1),
        ),
    ),
    "GET experts.new": Example(opens=EDITORS, cases=(own(KEEPERS, _with(), sees=LED),)),
    "POST experts.create": Example(
        opens=EDITORS,
        cases=(
            own(EDIT_1, _with(organization="@school of events here", **_EXPERT), asked=EDIT_1 | {"misha", GUEST}),
            foreign("field", NONE, _with(organization="@school of events there", **_EXPERT), asked=EDIT_1,
                    otherwise="422"),
            foreign("person", NONE, _with(organization="@school of events here", person="@to award there", **_EXPERT),
                    asked=EDIT_1),
        ),
    ),
    "GET experts.edit": _edited("expert"),
    "POST experts.update": _edited("expert", version="1", **_EXPERT),
    "POST experts.remove": _edited("expert"),
}  # fmt: skip
