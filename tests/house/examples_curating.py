"""Examples of curators' reports: one that is written, one that was sent and one that came back, of two schools."""

from datetime import date
from typing import Any

from portal.core.db import db
from portal.mentorships.curating import actions
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.examples_plans import pair_of
from tests.house.stage import EVERYBODY, Call
from tests.world import World

READ_1, READ_2 = frozenset({"kira", "denis", "mark"}), frozenset({"karim"})
WRITE_1, WRITE_2 = frozenset({"kira"}), frozenset({"karim"})
ACCEPT_1 = frozenset({"denis"})
DATES = {"written": date(2027, 1, 31), "sent": date(2027, 2, 28), "back": date(2027, 3, 31)}
CONCLUSIONS = {"here": "Выводы-куратора-здесь", "there": "Выводы-куратора-там"}
FIELDS = {"done": "", "conclusion": "Вывод", "difficulties": "", "proposals": ""}


def dress_curating(world: World) -> dict[str, Any]:
    """Three reports about the year of each of the two pairs."""
    props: dict[str, Any] = {}
    for side, mentor, mentee, curator in (("here", world.nina, world.pasha, "kira"),
                                          ("there", world.vera, world.yana, "karim")):  # fmt: skip
        cycle, staff = pair_of(mentor, mentee).cycle, world.actor(curator)
        props[f"reported year {side}"] = cycle.public_id
        for name, due_on in DATES.items():
            report, _is_new = actions.begin_once(staff, cycle, due_on)
            actions.write(staff, report, actions.ReportTexts(conclusion=CONCLUSIONS[side]))
            if name != "written":
                actions.send(staff, report)
            if name == "back":
                actions.give_back(world.actor("denis"), report, remark="Добавьте")
            props[f"{name} curator report {side}"] = report.public_id
    db.session.flush()
    return props


def _at(prop: str, **more: Any) -> Script:
    body = more.pop("body", {})
    return lambda stage, who: Call(url={"public_id": stage.props[prop], **more}, body=body)


def _reading(name: str = "sent", **more: Any) -> Example:
    return Example(
        opens=READ_1 | READ_2,
        cases=(
            own(READ_1, _at(f"{name} curator report here", **more)),
            foreign("path", READ_2, _at(f"{name} curator report there", **more)),
        ),
    )


def _writing(**body: str) -> Example:
    return Example(
        opens=WRITE_1 | WRITE_2,
        cases=(
            own(WRITE_1, _at("written curator report here", body=body), sees=READ_1),
            foreign("path", WRITE_2, _at("written curator report there", body=body), sees=READ_2),
        ),
    )


def _accepting(**body: str) -> Example:
    return Example(
        opens=ACCEPT_1,
        cases=(
            own(ACCEPT_1, _at("sent curator report here", body=body), sees=READ_1),
            foreign("path", NONE, _at("sent curator report there", body=body), sees=READ_2),
        ),
    )


CURATING: dict[str, Example] = {
    "GET curator_reports.index": open_to(READ_1 | READ_2, shows=lambda stage: {
        stage.props["sent curator report here"]: READ_1, stage.props["sent curator report there"]: READ_2,
        stage.props["reported year here"]: WRITE_1, stage.props["reported year there"]: WRITE_2}),
    "POST curator_reports.begin": Example(
        opens=WRITE_1 | WRITE_2,
        cases=(own(WRITE_1, _at("reported year here")), foreign("path", WRITE_2, _at("reported year there"))),
    ),
    "GET curator_reports.show": _reading(),
    "GET curator_reports.edit": _writing(),
    "POST curator_reports.update": _writing(version="2", **FIELDS),
    "GET curator_reports.figure": _reading(part="pairs"),
    "POST curator_reports.accept": _accepting(),
    "GET curator_reports.confirm_return": _accepting(),
    "POST curator_reports.give_back": _accepting(remark="Поправьте"),
    "GET curator_reports.version": _reading("back", number=1),
    "GET curator_reports.printed": _reading(),
    "GET curator_reports.docx": _reading(),
}  # fmt: skip

CURATING_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (
        Case(name="a curator's report to accept", who=EVERYBODY, shows=lambda stage: {
            "Отчёт куратора ждёт проверки": ACCEPT_1}),
    ),
}  # fmt: skip
