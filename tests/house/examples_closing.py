"""Examples of summing up: reports of Нина and of Вера in each state, closing sheets of their pairs."""

from datetime import date
from typing import Any

from portal.access.actor import Actor
from portal.matching.mentors.queries import mentor_openings
from portal.matching.mentors.queries.openings import own_mentor_places
from portal.mentorships.closing import actions
from portal.mentorships.models import Mentorship
from portal.people.models import Person
from tests.conftest import NOW
from tests.house.asked import Case, Example, Script, foreign, open_to, own
from tests.house.examples_matching import EDIT_1, EDIT_2
from tests.house.examples_plans import pair_of
from tests.house.stage import EVERYBODY, SIGNED_IN, Call, Stage
from tests.world import World

LEAD_1, LEAD_2 = frozenset({"kira", "lida", "denis", "mark"}), frozenset({"karim"})
READ_1, READ_2 = LEAD_1 | {"nina"}, LEAD_2 | {"vera"}
ACCEPT_1, ACCEPT_2 = frozenset({"kira", "mark"}), frozenset({"karim"})
MEMBERS_1, MEMBERS_2 = frozenset({"nina", "pasha"}), frozenset({"vera", "yana"})
SHEET_1, SHEET_2 = LEAD_1 | MEMBERS_1 | {"maria"}, LEAD_2 | MEMBERS_2
SEE_1 = frozenset(
    {"kira", "lida", "polina", "tanya", "denis", "mark", "admin", "gleb", "nina", "pasha", "maria", "sonya"}
)
SEE_2 = frozenset({"karim", "vera", "yana", "admin"})
TEXTS = actions.ReportTexts(done="Сделано", conclusion="Вывод")
DRAFT, SENT, BACK = date(2027, 1, 25), date(2027, 2, 25), date(2027, 3, 25)
WORDS = {"here": "Заключение-здесь", "there": "Заключение-там"}
FIELDS = {"done": "Сделано", "difficulties": "", "portrait": "", "conclusion": "Вывод", "advice": ""}


def dress_closing(world: World) -> dict[str, Any]:
    """Three reports of each mentor, words of the mentees, a sheet of each pair."""
    props: dict[str, Any] = {}
    for side, mentor, mentee, curator in (("here", world.nina, world.pasha, "kira"),
                                          ("there", world.vera, world.yana, "karim")):  # fmt: skip
        pair, staff = pair_of(mentor, mentee), world.actor(curator)
        props[f"summed pair {side}"] = pair.public_id
        for name, due_on in (("draft", DRAFT), ("sent", SENT), ("back", BACK)):
            props[f"{name} report {side}"] = _report(pair, mentor, due_on, name, staff)
        actions.say_word(_as(mentee), pair, gained="Слово", ahead="", review=f"Отзыв-{side}")
        (opening, *_rest) = mentor_openings(own_mentor_places(mentee.id, NOW.date()), NOW.date())
        props[f"reserve format {side}"] = next(iter(opening.formats))
        actions.draw_up(staff, pair, actions.SheetFacts(conclusion=WORDS[side], reviewed_on=NOW.date()))
    return props


def _as(person: Person) -> Actor:
    return Actor(person_id=person.id, time_zone="Asia/Irkutsk")


def _report(pair: Mentorship, mentor: Person, due_on: date, state: str, staff: Actor) -> str:
    own_actor = _as(mentor)
    report = actions.begin(own_actor, pair, mentor.id, due_on)
    actions.write(own_actor, report, TEXTS)
    if state != "draft":
        actions.send(own_actor, report)
    if state == "back":
        actions.give_back(staff, report, remark="Добавьте")
    return report.public_id


def _at(prop: str, **body: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[prop]}, body=body)


def _report_page(name: str = "sent", number: int | None = None) -> Example:
    def at(side: str) -> Script:
        more = {} if number is None else {"number": number}
        return lambda stage, who: Call(url={"public_id": stage.props[f"{name} report {side}"], **more})

    return Example(opens=SIGNED_IN, cases=(own(READ_1, at("here")), foreign("path", READ_2, at("there"))))


def _writing(name: str = "draft", **body: str) -> Example:
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"nina"}), _at(f"{name} report here", **body), sees=READ_1),
            foreign("path", frozenset({"vera"}), _at(f"{name} report there", **body), sees=READ_2),
        ),
    )


def _accepting(**body: str) -> Example:
    return Example(
        opens=ACCEPT_1 | ACCEPT_2,
        cases=(
            own(ACCEPT_1, _at("sent report here", **body), sees=READ_1),
            foreign("path", ACCEPT_2, _at("sent report there", **body), sees=READ_2),
        ),
    )


def _of_pair(opens: frozenset[str], ours: frozenset[str], theirs: frozenset[str], **body: str) -> Example:
    return Example(
        opens=opens,
        cases=(
            own(ours, _at("summed pair here", **body), sees=SEE_1),
            foreign("path", theirs, _at("summed pair there", **body), sees=SEE_2),
        ),
    )


def _ordering(method: str, **body: str) -> Example:
    def named(side: str) -> Script:
        def call(stage: Stage, who: str) -> Call:
            said = {"pair": stage.props[f"summed pair {side}"]}
            return Call(query=said) if method == "GET" else Call(body={**said, **body})

        return call

    place = "query" if method == "GET" else "field"
    return Example(opens=EDIT_1 | EDIT_2, cases=(own(EDIT_1, named("here")), foreign(place, EDIT_2, named("there"))))


def _joining(side: str) -> Script:
    return lambda stage, who: Call(
        url={"public_id": stage.props[f"summed pair {side}"]}, body={"formats": stage.props[f"reserve format {side}"]}
    )


def _reports(stage: Stage) -> dict[str, frozenset[str]]:
    return {stage.props["sent report here"]: READ_1, stage.props["sent report there"]: READ_2}


CLOSING: dict[str, Example] = {
    "GET mentor_reports.index": open_to(SIGNED_IN, shows=_reports),
    "POST closing.begin": _of_pair(SIGNED_IN, frozenset({"nina"}), frozenset({"vera"})),
    "GET mentor_reports.show": _report_page(),
    "GET mentor_reports.edit": _writing(),
    "POST mentor_reports.update": _writing(version="2", **FIELDS),
    "POST mentor_reports.send": _writing(),
    "POST mentor_reports.accept": _accepting(),
    "GET mentor_reports.confirm_return": _accepting(),
    "POST mentor_reports.give_back": _accepting(remark="Поправьте"),
    "GET mentor_reports.version": _report_page("back", 1),
    "GET mentor_reports.report_printed": _report_page(),
    "GET mentor_reports.report_docx": _report_page(),
    "GET closing.show": _of_pair(SIGNED_IN, SHEET_1, SHEET_2).showing(lambda stage: {"Отзыв-here": EDIT_1 | {"pasha"}}),
    "GET closing.edit": _of_pair(EDIT_1 | EDIT_2, EDIT_1, EDIT_2),
    "POST closing.update": _of_pair(EDIT_1 | EDIT_2, EDIT_1, EDIT_2, version="1", conclusion="Итог"),
    "GET closing.ask_word": _of_pair(SIGNED_IN, MEMBERS_1, MEMBERS_2),
    "POST closing.say_word": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"nina"}), _at("summed pair here", version="0", gained="Слово"), sees=SEE_1,
                asked=SIGNED_IN - {"pasha"}),
            foreign("path", frozenset({"vera"}), _at("summed pair there", version="0", gained="Слово"), sees=SEE_2,
                    asked=SIGNED_IN - {"yana"}),
        ),
    ),
    "GET closing.sheet_printed": _of_pair(SIGNED_IN, SHEET_1, SHEET_2),
    "GET closing.sheet_docx": _of_pair(SIGNED_IN, SHEET_1, SHEET_2),
    "GET closing.ask_reserve": _of_pair(SIGNED_IN, frozenset({"pasha"}), frozenset({"yana"})),
    "POST closing.join_reserve": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"pasha"}), _joining("here"), sees=SEE_1),
            foreign("path", frozenset({"yana"}), _joining("there"), sees=SEE_2),
        ),
    ),
    "GET closing.plan_order": _ordering("GET"),
    "POST closing.draft_order": _ordering("POST", ending="completed", reason="Срок вышел", submission_key="key-1"),
}  # fmt: skip

CLOSING_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (
        Case(name="reports to accept", who=EVERYBODY, shows=lambda stage: {"ждёт проверки 1": ACCEPT_1 | ACCEPT_2}),
    ),
    "GET mentorships.show": (
        Case(
            name="sums on the card", who=SEE_1, asked=SEE_1, call=_at("summed pair here"),
            shows=lambda stage: {WORDS["here"]: SHEET_1, stage.props["sent report here"]: READ_1},
        ),
    ),
}  # fmt: skip
