"""Examples of health: a warning and a call of Нина – Паша in the college and of Вера – Яна in school 2."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor, Grant
from portal.access.roles import Role
from portal.core import clock
from portal.core.db import db
from portal.mentorships.health.kinds import Urgency, WarningRule
from portal.mentorships.health.models import CuratorCall, PairWarning
from portal.mentorships.health.queries.months import content_of, digest_of
from portal.mentorships.health.queries.past import accuracy
from portal.mentorships.kinds import Ending, MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.people.models import Organization
from tests.house.asked import Case, Example, Script, foreign, open_to, own
from tests.house.examples_mentorships import READ_PASHA as PAIR_PASHA
from tests.house.examples_mentorships import READ_YANA as PAIR_YANA
from tests.house.examples_organizations import READ_1 as SCHOOL_1
from tests.house.examples_organizations import READ_2 as SCHOOL_2
from tests.house.stage import EVERYBODY, SIGNED_IN, Call, Stage
from tests.world import World

KEEP_1, KEEP_2 = frozenset({"kira"}), frozenset({"karim"})
KEEPS = KEEP_1 | KEEP_2 | {"denis"}  # the director keeps what no curator outside the pair is left for
TELL_1, TELL_2 = frozenset({"nina", "pasha", "maria"}), frozenset({"vera", "yana"})
# Members of the groups of other examples stand in open pairs too.
TELLING = TELL_1 | TELL_2 | {"kira", "denis", "polina", "misha", "karim"}
CHECK_1, CHECK_2 = frozenset({"kira", "denis"}), frozenset({"karim"})
TEXTS = {"pasha": "Сообщение-здесь", "yana": "Сообщение-там"}
CALLED = {"urgency": "2", "text": "Нужна помощь", "submission_key": "key-1"}


def dress_health(world: World) -> dict[str, Any]:
    """Of each of the two pairs a silent one's warning, a call, and one more that the psychologist reads too."""
    props: dict[str, Any] = {}
    today = clock.today("Asia/Irkutsk")
    pairs = sa.select(Mentorship).where(
        Mentorship.organization_id.in_((world.school_1.id, world.school_2.id)),
        Mentorship.state == MentorshipState.ACTIVE,
    )
    for pair in db.session.scalars(pairs.order_by(Mentorship.id)).all():
        people = {each.person_id for each in pair.members}
        key = next((name for name in TEXTS if world.person(name).id in people), "")
        if not key or f"call of {key}" in props:
            continue
        call, shared = (
            CuratorCall(mentorship_id=pair.id, sent_by_id=world.person(key).id, urgency=Urgency.WEEK, text=TEXTS[key],
                        to_psychologist=shares, sent_at=clock.now())
            for shares in (False, True)
        )  # fmt: skip
        db.session.add_all((call, shared))
        db.session.flush()
        warning = PairWarning(
            mentorship_id=pair.id, rule=WarningRule.SILENT, cause="since:2026-11-02", since=today, opened_on=today,
            urgency=Urgency.WEEK, data={"last": "2026-11-02", "days": 17, "gap": 14},
        )  # fmt: skip
        told = PairWarning(mentorship_id=pair.id, call_id=call.id, rule=WarningRule.CALL, cause=f"call:{key}",
                           since=today, opened_on=today, urgency=Urgency.WEEK, data={})  # fmt: skip
        db.session.add_all((warning, told))
        db.session.flush()
        props |= {f"call of {key}": call.public_id, f"shared call of {key}": shared.public_id,
                  f"warning of {key}": warning.public_id, f"called pair of {key}": pair.public_id}  # fmt: skip
    for number, home in ((1, world.school_1), (2, world.school_2)):
        props[f"digest {number}"] = digest_of(content_of(home, today, today))
    return props


def _at(prop: str, **body: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[prop]}, body=body)


def _month(number: int) -> Script:
    return lambda stage, who: Call(
        url={"public_id": stage.props[f"place {number}"], "month": "2026-11"},
        body={"digest": stage.props[f"digest {number}"]},
    )


def _of_month() -> Example:
    return Example(
        opens=CHECK_1 | CHECK_2,
        cases=(own(CHECK_1, _month(1), sees=SCHOOL_1), foreign("path", CHECK_2, _month(2), sees=SCHOOL_2)),
    )


def _of_warning(**body: str) -> Example:
    return Example(
        opens=KEEPS,
        cases=(
            own(KEEP_1, _at("warning of pasha", **body)),
            foreign("path", KEEP_2, _at("warning of yana", **body)),
        ),
    )


def _of_pair(**body: str) -> Example:
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(TELL_1, _at("called pair of pasha", **body), sees=PAIR_PASHA),
            foreign("path", TELL_2, _at("called pair of yana", **body), sees=PAIR_YANA),
        ),
    )


HEALTH: dict[str, Example] = {
    "GET pair_health.index": open_to(KEEPS, shows=lambda stage: {
        stage.props["warning of pasha"]: KEEP_1, stage.props["warning of yana"]: KEEP_2}),
    "POST pair_health.take": _of_warning(),
    "GET pair_health.plan_snooze": _of_warning(),
    "POST pair_health.snooze": _of_warning(until="01.12.2026", words="Отпуск"),
    "GET pair_health.confirm_closing": _of_warning(),
    "POST pair_health.close": _of_warning(outcome="warning_helped", words=""),
    "GET pair_health.past": open_to(KEEPS),
    "GET pair_health.months": open_to(CHECK_1 | CHECK_2, shows=lambda stage: {
        f"/months/{stage.props['place 1']}/": CHECK_1, f"/months/{stage.props['place 2']}/": CHECK_2}),
    "GET pair_health.month": _of_month(),
    "POST pair_health.sign": _of_month(),
    "GET pair_health.month_docx": Example(
        opens=CHECK_1 | CHECK_2, cases=(own(CHECK_1, _month(1)), foreign("path", CHECK_2, _month(2))),
    ),
    "GET calls.choose": open_to(SIGNED_IN, shows=lambda stage: {
        stage.props["called pair of pasha"]: TELL_1, stage.props["called pair of yana"]: TELL_2}),
    "GET calls.confirm": _of_pair(),
    "POST calls.send": _of_pair(**CALLED),
    "GET calls.show": Example(
        opens=SIGNED_IN,
        cases=(
            own(frozenset({"pasha", "kira"}), _at("call of pasha"), shows=lambda stage: {
                TEXTS["pasha"]: frozenset({"pasha", "kira"})}),
            foreign("path", frozenset({"yana", "karim"}), _at("call of yana")),
            Case(name="with the psychologist", who=frozenset({"pasha", "kira", "polina"}),
                 call=_at("shared call of pasha")),
            foreign("path, shared", frozenset({"yana", "karim"}), _at("shared call of yana")),
        ),
    ),
}  # fmt: skip

HEALTH_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (
        Case(name="the curator's help", who=EVERYBODY, shows=lambda stage: {
            "на этой неделе: 2": KEEP_1 | KEEP_2, "Что-то идёт не так?": TELLING}),
    ),
    "GET mentorships.show": (
        Case(
            name="health on the card", who=PAIR_PASHA, asked=PAIR_PASHA, call=_at("called pair of pasha"),
            shows=lambda stage: {
                stage.props["warning of pasha"]: KEEP_1, stage.props["call of pasha"]: frozenset({"pasha", "kira"}),
                f"/mentorships/{stage.props['called pair of pasha']}/call": TELL_1},
        ),
    ),
}  # fmt: skip


def calls_about_oneself(stage: Stage) -> Iterator[str]:
    """A curator who stands in a pair finds no call about it on its card."""
    with stage.trial():
        with stage.app.app_context():
            pair = db.session.scalars(
                sa.select(Mentorship).where(Mentorship.public_id == stage.props["called pair of pasha"])
            ).one()
            db.session.add(
                MentorshipMember(mentorship_id=pair.id, person_id=stage.person_ids["kira"], side=MemberSide.MENTOR,
                                 organization_id=pair.organization_id, starts_on=pair.starts_on, place=9)
            )  # fmt: skip
            db.session.commit()
        said = stage.call("kira", "GET", f"/mentorships/{stage.props['called pair of pasha']}").text
        if stage.props["call of pasha"] in said:
            yield "a call about a pair for a curator who stands in it"


def past_of_others(stage: Stage) -> Iterator[str]:
    """A curator's figures know one's own warnings and one's own pairs that broke up."""
    with stage.app.app_context(), stage.trial():
        db.session.execute(
            sa.update(Mentorship)
            .where(Mentorship.public_id == stage.props["called pair of yana"])
            .values(state=MentorshipState.CLOSED, ending=Ending.INCOMPATIBLE, ends_on=clock.today("Asia/Irkutsk"))
        )
        home = db.session.scalars(sa.select(Organization).where(Organization.public_id == stage.props["place 1"])).one()
        grants = (Grant(role=Role.CURATOR, organization_id=home.id),)
        kira = Actor(person_id=stage.person_ids["kira"], grants=grants, time_zone="Asia/Irkutsk")
        figures = accuracy(kira, clock.today("Asia/Irkutsk"))
        found = [f"pairs of others in {each.rule}" for each in figures if each.recall and each.recall.of]
        found += [f"warnings of others in {each.rule}" for each in figures if each.opened > 1]
        db.session.rollback()
        db.session.remove()
    return iter(found)  # never half-way inside the trial


PROBES = {
    "portal.mentorships.health.queries.queue.warnings_of": calls_about_oneself,
    "portal.mentorships.health.queries.past.accuracy": past_of_others,
}
