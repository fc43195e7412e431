"""Examples of recognition: the catalogue of each school, nominations in every state, an entry of the board."""

from typing import Any

from portal.people.models import Organization, Person
from portal.recognition import actions
from portal.recognition.kinds import Audience, AwardNature, Giver, Paper
from portal.recognition.models import AwardKind, Nomination
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.stage import EVERYBODY, SIGNED_IN, SYSTEM, Call, Stage
from tests.mentorships.pairing import cycle_of
from tests.world import World

TODAY = NOW.date()
LIST_1, LIST_2 = frozenset({"kira", "mark", "denis", "sonya"}), frozenset({"karim"})
KEEP_1, KEEP_2 = frozenset({"kira", "mark"}), frozenset({"karim"})
EDIT_1, EDIT_2 = frozenset({"kira", "denis"}), frozenset({"karim"})
LIST, KEEP, EDIT = LIST_1 | LIST_2, KEEP_1 | KEEP_2, EDIT_1 | EDIT_2
DENIS = frozenset({"denis"})
KEY = {"submission_key": "key-1"}
KIND = {"name": "Значок", "nature": "moral", "audience": "mentors", "giver": "organization", "paper": "none",
        "version": "1", **KEY}  # fmt: skip
NAMES = {"here": "Награда-здесь", "there": "Награда-там"}


def dress_recognition(world: World) -> dict[str, Any]:
    """Awards of each school for its people: one of each state, an entry of the board."""
    props: dict[str, Any] = {}
    sides = {"here": (world.school_1, (world.nina, world.misha, world.pasha, world.polina)),
             "there": (world.school_2, (world.vera, world.yana, world.yana, world.karim))}  # fmt: skip
    for side, (school, people) in sides.items():
        kinds = {name: _kind(school, f"{NAMES[side]} {name}", is_title=name == "title") for name in
                 ("order", "hand", "title", "child")}  # fmt: skip
        props |= {f"award kind {side}": kinds["order"].public_id, f"award home {side}": school.public_id}
        props[f"award year {side}"] = cycle_of(school.id).public_id
        props[f"to award {side}"] = people[0].public_id
        made = {
            "waiting": _nominated(kinds["hand"], people[3]), "title": _approved(kinds["title"], people[0]),
            "sent": _approved(kinds["title"], people[1]), "order": _approved(kinds["order"], people[1]),
            "hand": _approved(kinds["hand"], people[1]), "given": _approved(kinds["hand"], people[0]),
            "child": _approved(kinds["child"], people[2]),
        }  # fmt: skip
        actions.tick_package(SYSTEM, made["sent"], ["Заявка"])
        actions.tick_package(SYSTEM, made["title"], ["Заявка"])
        actions.send_application(SYSTEM, made["sent"], TODAY)
        actions.give_by_hand(SYSTEM, made["given"], TODAY)
        actions.give_by_hand(SYSTEM, made["child"], TODAY)
        props |= {f"{name} award {side}": each.public_id for name, each in made.items()}
        props[f"honor entry {side}"] = actions.put_up(SYSTEM, made["child"], achievement="Помог").public_id
    return props


def _kind(school: Organization, name: str, *, is_title: bool) -> AwardKind:
    facts = actions.KindFacts(
        name=name, nature=AwardNature.TITLE if is_title else AwardNature.MORAL, audience=Audience.MENTORS,
        giver=Giver.REGION if is_title else Giver.ORGANIZATION, paper=Paper.DIPLOMA, package="Заявка",
        needs_order=name.endswith("order"),
    )  # fmt: skip
    return actions.add_kind(SYSTEM, school, facts)


def _nominated(kind: AwardKind, person: Person) -> Nomination:
    return actions.nominate(SYSTEM, kind, cycle_of(kind.organization_id), person, reason="Помог")


def _approved(kind: AwardKind, person: Person) -> Nomination:
    made = _nominated(kind, person)
    actions.decide(SYSTEM, made, is_yes=True)
    return made


def _at(prop: str, **body: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[prop]}, body=dict(body))


def _of(opens: frozenset[str], ours: frozenset[str], theirs: frozenset[str], prop: str, **body: str) -> Example:
    return Example(
        opens=opens,
        cases=(own(ours, _at(f"{prop} here", **body)), foreign("path", theirs, _at(f"{prop} there", **body))),
    )


def _nominating(method: str) -> Example:
    def asked(side: str) -> Script:
        def call(stage: Stage, who: str) -> Call:
            said = {"kind": stage.props[f"award kind {side}"], "year": stage.props[f"award year {side}"],
                    "whom": stage.props[f"to award {side}"]}  # fmt: skip
            return Call(query=said) if method == "GET" else Call(body={**said, **KEY, "reason": "Помог"})

        return call

    place = "query" if method == "GET" else "field"
    return Example(opens=KEEP, cases=(own(KEEP_1, asked("here")), foreign(place, KEEP_2, asked("there"))))


def _ticked(method: str, prop: str) -> Example:
    def named(side: str) -> Script:
        def call(stage: Stage, who: str) -> Call:
            said = {"award": stage.props[f"{prop} {side}"]}
            return Call(query=said) if method == "GET" else Call(body={**said, **KEY})

        return call

    place = "query" if method == "GET" else "field"
    return Example(opens=KEEP, cases=(own(KEEP_1, named("here")), foreign(place, KEEP_2, named("there"))))


def _given(stage: Stage) -> dict[str, frozenset[str]]:
    return {f"/awards/{stage.props[f'order award {side}']}": who for side, who in (("here", LIST_1), ("there", LIST_2))}


RECOGNITION: dict[str, Example] = {
    "GET awards.index": open_to(LIST, shows=_given),
    "GET awards.download": open_to(LIST),
    "GET awards.show": _of(SIGNED_IN, LIST_1, LIST_2, "waiting award").asking(
        Case(name="own award", who=LIST_1 | {"nina"}, call=_at("given award here")),
        Case(name="award of a child", who=LIST_1 | {"pasha", "maria"}, call=_at("child award here")),
        Case(name="of the other school", who=LIST_2 | {"vera"}, call=_at("given award there")),
    ),
    "GET awards.kinds": open_to(LIST, shows=lambda stage: {f"{NAMES['here']} child": LIST_1,
                                                           f"{NAMES['there']} child": LIST_2}),
    "POST awards.fill": _of(EDIT, EDIT_1, EDIT_2, "award home"),
    "GET awards.new_kind": open_to(EDIT),
    "POST awards.create_kind": Example(
        opens=EDIT,
        cases=(
            own(EDIT_1, lambda stage, who: Call(body={**KIND, "organization": stage.props["award home here"]}),
                asked=EDIT_1 | {"nina", "guest"}),
            foreign("field", NONE,
                    lambda stage, who: Call(body={**KIND, "organization": stage.props["award home there"]}),
                    asked=EDIT_1, otherwise="422"),
        ),
    ),
    "GET awards.edit_kind": _of(EDIT, EDIT_1, EDIT_2, "award kind"),
    "POST awards.update_kind": _of(EDIT, EDIT_1, EDIT_2, "award kind", **KIND),
    "GET awards.choose": open_to(KEEP),
    "GET awards.new": _nominating("GET"),
    "POST awards.create": _nominating("POST"),
    "POST awards.decide": _of(DENIS, DENIS, NONE, "waiting award", outcome="yes", version="1"),
    "POST awards.withdraw": _of(KEEP, KEEP_1, KEEP_2, "waiting award"),
    "POST awards.tick": _of(KEEP, KEEP_1, KEEP_2, "title award", part="Заявка"),
    "POST awards.apply": _of(KEEP, KEEP_1, KEEP_2, "title award", on="20.11.2026", version="3"),
    "POST awards.conclude": _of(KEEP, KEEP_1, KEEP_2, "sent award", on="20.11.2026", outcome="yes", version="4"),
    "POST awards.give": _of(KEEP, KEEP_1, KEEP_2, "hand award", on="20.11.2026", version="2"),
    "GET awards.plan_order": _ticked("GET", "order award"),
    "POST awards.draft_order": _ticked("POST", "order award"),
    "GET awards.plan_papers": _ticked("GET", "given award"),
    "POST awards.many": _ticked("POST", "given award"),
    "GET awards.printed": _of(SIGNED_IN, LIST_1 | {"nina"}, LIST_2 | {"vera"}, "given award"),
    "GET awards.docx": _of(SIGNED_IN, LIST_1 | {"nina"}, LIST_2 | {"vera"}, "given award"),
    "GET own_awards.index_of_own": open_to(SIGNED_IN, shows=lambda stage: {
        f"{NAMES['here']} hand": frozenset({"nina"}), f"{NAMES['there']} hand": frozenset({"vera"})}),
    "POST awards.put_up": _of(KEEP, KEEP_1, KEEP_2, "given award"),
    "GET honor_board.index": open_to(EVERYBODY),
    "GET honor_board.show": _of(EVERYBODY, EVERYBODY, EVERYBODY, "award home"),
    "GET honor_board.printed": _of(EVERYBODY, EVERYBODY, EVERYBODY, "award home"),
    "GET honor_board.photo": Example(
        opens=EVERYBODY, cases=(own(NONE, _at("honor entry here"), guest="hidden"),
                                foreign("path", NONE, _at("honor entry there"), guest="hidden")),
    ),
    "GET honor_board.entries": _of(KEEP, KEEP_1, KEEP_2, "award home"),
    "GET honor_board.edit": _of(KEEP, KEEP_1, KEEP_2, "honor entry"),
    "POST honor_board.update": _of(KEEP, KEEP_1, KEEP_2, "honor entry", achievement="Помог другим", version="1"),
    "POST honor_board.put": _of(KEEP, KEEP_1, KEEP_2, "honor entry", deed="hide"),
    "GET certificates.index": open_to(EVERYBODY, lambda stage, who: Call(query={"code": "AAAA-BBBB-CCCC"})),
}  # fmt: skip
RECOGNITION_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (
        Case(name="awards that wait", who=EVERYBODY, shows=lambda stage: {
            "/awards?state=nominated": DENIS, "/awards?state=approved": KEEP}),
    ),
}  # fmt: skip
