"""Examples of contests: one of the town being judged; of each school one prepared, open, counted, signed."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.people.models import Organization
from portal.practices.contests import actions
from portal.practices.contests.actions import Announcement
from portal.practices.contests.kinds import Bond, Subject
from portal.practices.contests.models import Contest, ContestConflict
from portal.practices.models import Practice
from tests.conftest import NOW
from tests.house.asked import NONE, Case, Example, Script, foreign, open_to, own
from tests.house.examples_library import READ_1, READ_2
from tests.house.examples_practices import WRITERS, _at, _with
from tests.house.stage import EVERYBODY, SIGNED_IN, Stage
from tests.world import World

TODAY = NOW.date()
LEADERS = frozenset({"kira", "karim", "mark", "olga"})
OLGA, CHAIR_1, CHAIR_2 = frozenset({"olga"}), frozenset({"denis"}), frozenset({"vera"})
EDIT_1, EDIT_2 = frozenset({"kira", "mark"}), frozenset({"karim"})
JURY = frozenset({"olga", "karim", "denis"})
JUDGE_1, JUDGE_2 = frozenset({"olga", "karim"}), frozenset({"olga", "denis"})
APPLY_1 = (WRITERS & READ_1) - {"vera"}
KEY = {"submission_key": "key-1"}
SAID = {
    "title": "Новый конкурс", "terms": "Условия", "apply_from": "01.12.2026", "apply_until": "10.12.2026",
    "judge_until": "20.12.2026", "results_on": "21.12.2026", "least_jurors": "1",
}  # fmt: skip


def dress_contests(world: World) -> dict[str, Any]:
    """Contests in every state with a jury, a nominee who is asked, entries in conflict with some of the jury."""
    props: dict[str, Any] = {"municipality of contests": world.municipality.public_id}
    _dress_town(world, props)
    sides = {"here": ("kira", "nina", "denis", world.school_1), "there": ("karim", "vera", "vera", world.school_2)}
    for side, (curator, mentor, chair, school) in sides.items():
        _dress_school(world, props, side, (curator, mentor, chair), school)
    return props


def _dress_town(world: World, props: dict[str, Any]) -> None:
    contest = _begun(world, "olga", world.municipality, "Городской", past=True)
    for key in sorted(JURY):
        actions.seat_juror(world.actor("olga"), contest, world.person(key), is_chair=key == "olga")
    with clock.freeze(NOW - timedelta(days=15)):
        for side, author in (("here", "nina"), ("there", "vera")):
            entry = actions.enter_practice(world.actor(author), contest, contest.nominations[0],
                                           _practice(world, side), words="")  # fmt: skip
            db.session.flush()
            props[f"entry {side}"] = entry.public_id
    actions.begin_judging(world.actor("olga"), contest)
    props["contest of town"] = contest.public_id


def _dress_school(
    world: World, props: dict[str, Any], side: str, cast: tuple[str, str, str], school: Organization
) -> None:
    curator, mentor, chair = cast
    actor = world.actor(curator)
    drafted = _begun(world, curator, school, f"Готовится-{side}", is_announced=False)
    seated = actions.seat_juror(actor, drafted, world.person(chair), is_chair=True)
    opened = _begun(world, curator, school, f"Школьный-{side}")
    asked = actions.enter_person(actor, opened, opened.nominations[1], world.person(mentor), school, words="")
    if side == "here":
        juror = actions.seat_juror(actor, opened, world.person("mark"), is_chair=False)
        db.session.add(ContestConflict(juror_id=juror.id, entry_id=asked.id, bond=Bond.DECLARED, noted_on=TODAY))
    for state in ("counted", "signed"):
        ended = _begun(world, curator, school, f"{state}-{side}", past=True)
        actions.seat_juror(actor, ended, world.person(chair), is_chair=True)
        with clock.freeze(NOW - timedelta(days=15)):
            actions.enter_practice(actor, ended, ended.nominations[0], _practice(world, side), words="")
        actions.begin_judging(actor, ended)
        actions.count_points(actor, ended)
        if state == "signed":
            actions.sign_protocol(world.actor(chair), ended)
        props[f"{state} contest {side}"] = ended.public_id
    props |= {
        f"draft contest {side}": drafted.public_id, f"juror {side}": seated.public_id,
        f"open contest {side}": opened.public_id, f"asked entry {side}": asked.public_id,
        f"nomination {side}": opened.nominations[0].public_id, f"part {side}": drafted.criteria[0].public_id,
        f"candidate {side}": world.person(curator).public_id, f"home of contest {side}": school.public_id,
    }  # fmt: skip


def _begun(
    world: World, who: str, home: Organization, title: str, *, past: bool = False, is_announced: bool = True
) -> Contest:
    first, last = (
        (TODAY - timedelta(days=20), TODAY - timedelta(days=10)) if past else (TODAY, TODAY + timedelta(days=9))
    )
    ends = TODAY - timedelta(days=1) if past else TODAY + timedelta(days=20)
    said = Announcement(title=title, terms="Условия", is_for_town=who == "olga", apply_from=first, apply_until=last,
                        judge_until=ends, results_on=ends, least_jurors=1)  # fmt: skip
    made = actions.draft_contest(world.actor(who), home, said)
    actions.add_nomination(world.actor(who), made, title="Практика", subject=Subject.PRACTICE)
    actions.add_nomination(world.actor(who), made, title="Человек", subject=Subject.PERSON)
    actions.add_criterion(world.actor(who), made, title="Польза", grades="0 – нет", weight=1, most=5)
    if is_announced:
        actions.announce(world.actor(who), made)
    return made


def _practice(world: World, side: str) -> Practice:
    home = world.school_1 if side == "here" else world.school_2
    return db.session.scalars(
        sa.select(Practice).where(Practice.organization_id == home.id, Practice.current_number.is_not(None))
        .order_by(Practice.id).limit(1)
    ).one()  # fmt: skip


def _edited(more: dict[str, str] | None = None, there: dict[str, str] | None = None, **body: str) -> Example:
    """A page or a deed of the organiser, on a contest that is prepared."""
    return Example(
        opens=LEADERS,
        cases=(
            own(EDIT_1, _at("draft contest here", more=more, **body), sees=CHAIR_1),
            foreign("path", EDIT_2, _at("draft contest there", more=there or more, **body), sees=CHAIR_2),
        ),
    )


def _judged(**body: str) -> Example:
    """A page or a deed of the jury, whoever has no conflict with the entry."""
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(JUDGE_1, _at("entry here", **body), sees=frozenset({"nina"})),
            foreign("path", JUDGE_2, _at("entry there", **body), sees=frozenset({"vera"})),
        ),
    )


def _paper() -> Example:
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(EDIT_1 | CHAIR_1, _at("signed contest here"), sees=READ_1),
            foreign("path", EDIT_2 | CHAIR_2, _at("signed contest there"), sees=READ_2),
        ),
    )


def _titles(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Готовится-here": EDIT_1 | CHAIR_1, "Готовится-there": EDIT_2 | CHAIR_2, "Школьный-here": READ_1,
            "Школьный-there": READ_2, "Городской": EVERYBODY}  # fmt: skip


def _unseat(side: str) -> Script:
    return _at(f"draft contest {side}", more={"juror_id": f"@juror {side}"})


CONTESTS: dict[str, Example] = {
    "GET contests.index": open_to(EVERYBODY, shows=_titles),
    "GET contests.new": open_to(LEADERS),
    "POST contests.create": Example(
        opens=LEADERS,
        cases=(
            own(EDIT_1, _with(**SAID, **KEY, organization="@home of contest here"), asked=EDIT_1 | {"misha", "guest"}),
            foreign("field", NONE, _with(**SAID, **KEY, organization="@home of contest there"), asked=EDIT_1,
                    otherwise="422"),
        ),
    ),
    "GET contests.show": Example(
        opens=EVERYBODY,
        cases=(
            own(EVERYBODY, _at("contest of town")),
            foreign("path", READ_2, _at("open contest there"), guest="hidden"),
            foreign("draft", EDIT_1 | CHAIR_1, _at("draft contest here"), guest="hidden"),
        ),
    ),
    "GET contests.edit": _edited().asking(foreign("town", OLGA, _at("contest of town"), sees=EVERYBODY)),
    "POST contests.update": _edited(**SAID, version="1"),
    "GET contests.confirm": _edited({"deed": "announce"}),
    "POST contests.move": _edited({"deed": "announce"}),
    "GET contests.setup": _edited(),
    "POST contests.add_nomination": _edited(title="Ещё одна", subject="practice", **KEY),
    "POST contests.add_criterion": _edited(
        **{"c-title": "Ещё", "c-grades": "0 – нет", "c-most": "5", "c-weight": "1", "c-submission_key": "key-1"}
    ),
    "POST contests.take_out": _edited(part="@part here"),
    "GET contests.jury": _edited(),
    "POST contests.seat": Example(
        opens=LEADERS,
        cases=(
            own(EDIT_1, _at("draft contest here", person="@candidate here", **KEY), sees=CHAIR_1),
            foreign("path", EDIT_2, _at("draft contest there", person="@candidate there", **KEY), sees=CHAIR_2),
            foreign("field", NONE, _at("draft contest here", person="@candidate there", **KEY), asked=EDIT_1,
                    otherwise="422"),
        ),
    ),
    "POST contests.unseat": Example(
        opens=LEADERS,
        cases=(
            own(EDIT_1, _unseat("here"), sees=CHAIR_1),
            foreign("path", EDIT_2, _unseat("there"), sees=CHAIR_2),
            foreign("juror", NONE, _at("draft contest here", more={"juror_id": "@juror there"}), asked=EDIT_1),
        ),
    ),
    "GET contests.application": Example(
        opens=WRITERS,
        cases=(
            own(APPLY_1, _at("open contest here"), sees=READ_1),
            foreign("path", frozenset({"vera", "karim"}), _at("open contest there"), sees=READ_2),
        ),
    ),
    "POST contests.apply": Example(
        opens=WRITERS,
        cases=(
            own(frozenset({"nina"}),
                _at("open contest here", nomination="@nomination here", practice="@draft practice here", **KEY),
                asked=frozenset({"nina", "misha", "guest", "vera"})),
            foreign("path", frozenset({"vera"}),
                    _at("open contest there", nomination="@nomination there", practice="@draft practice there", **KEY),
                    asked=frozenset({"nina", "vera"})),
            foreign("field", NONE,
                    _at("open contest here", nomination="@nomination here", practice="@draft practice there", **KEY),
                    asked=frozenset({"nina"}), otherwise="422"),
        ),
    ),
    "GET contests.entries": Example(
        opens=LEADERS,
        cases=(
            own(EDIT_1, _at("open contest here"), sees=READ_1,
                shows=lambda stage: {"Орлова Нина": frozenset({"kira"})}),
            foreign("path", EDIT_2, _at("open contest there"), sees=READ_2),
        ),
    ),
    "GET contests.entry": Example(
        opens=SIGNED_IN,
        cases=(
            own(JUDGE_1 | {"nina"}, _at("entry here")),
            foreign("path", JUDGE_2 | {"vera"}, _at("entry there")),
            foreign("nominee", frozenset({"nina", "kira"}), _at("asked entry here")),
        ),
    ),
    "POST contests.answer": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"nina", "kira"}), _at("asked entry here", deed="withdraw")),
            foreign("path", frozenset({"vera", "karim"}), _at("asked entry there", deed="withdraw")),
            foreign("judged", frozenset({"nina"}), _at("entry here", deed="withdraw"), sees=JUDGE_1),
        ),
    ),
    "GET contests.judging": Example(
        opens=SIGNED_IN,
        cases=(
            own(JURY, _at("contest of town"), sees=SIGNED_IN, shows=lambda stage: {
                "Открытая-практика-here": JUDGE_1, "Открытая-практика-there": JUDGE_2}),
            foreign("path", CHAIR_2, _at("draft contest there"), sees=EDIT_2),
        ),
    ),
    "GET contests.review": _judged(),
    "POST contests.weigh": _judged(points_0="3"),
    "GET contests.conflict": _judged(),
    "POST contests.declare": _judged(),
    "GET contests.results": Example(
        opens=SIGNED_IN,
        cases=(
            own(JURY, _at("contest of town"), sees=SIGNED_IN),
            foreign("path", EDIT_2 | CHAIR_2, _at("counted contest there"), sees=READ_2),
        ),
    ),
    "POST contests.sign": Example(
        opens=SIGNED_IN,
        cases=(
            own(CHAIR_1, _at("counted contest here"), sees=READ_1),
            foreign("path", CHAIR_2, _at("counted contest there"), sees=READ_2),
        ),
    ),
    "GET contests.protocol": _paper(),
    "GET contests.protocol_docx": _paper(),
}  # fmt: skip


def _on_desks(stage: Stage) -> dict[str, frozenset[str]]:
    props = stage.props
    return {
        f"/contests/entries/{props['asked entry here']}": frozenset({"nina"}),
        f"/contests/entries/{props['asked entry there']}": frozenset({"vera"}),
        f"/contests/{props['contest of town']}/judging": JURY,
        f"/contests/{props['counted contest here']}/results": CHAIR_1,
        f"/contests/{props['counted contest there']}/results": CHAIR_2,
        f"/contests/{props['signed contest here']}": EDIT_1,
        f"/contests/{props['signed contest there']}": EDIT_2,
    }  # fmt: skip


CONTEST_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (Case(name="contests", who=EVERYBODY, shows=_on_desks),),
}
