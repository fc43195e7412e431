"""Pairs of the city in bulk: two years of them in every status, with their members, periods and decisions."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle as endless
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id
from portal.core.i18n import _
from portal.demo.city_bases import CAPACITY, enter_mentors, enter_requests, insert, note, request_row
from portal.demo.city_programs import House
from portal.demo.load import BEGAN
from portal.demo.town import ZONE
from portal.matching.kinds import RequestState
from portal.mentorships.kinds import OPEN, Ending, MemberSide, Outcome
from portal.mentorships.kinds import MentorshipState as State
from portal.mentorships.models import Mentorship, MentorshipDecision, MentorshipMember, MentorshipPeriod
from portal.mentorships.route import ORDERING, steps_for
from portal.programs.definitions import formats
from portal.programs.kinds import Side
from portal.programs.models import Cycle, CycleFormat
from portal.programs.queries import forms_that_run, route_of, settings_of
from portal.programs.routes import Route

Progress = Callable[[str], None]
Row = dict[str, Any]
DAY = timedelta(days=1)
OF_CAST, OF_LAST_YEAR, SEEKING = 8, 0.45, 10  # every eighth pair; the share; of so many mentees one still seeks
BATCH = 50
FATES = {
    0: ("completed",) * 17 + ("broken", "broken", "declined"),
    1: ("active",) * 14 + ("paused", "forming", "forming", "proposed", "broken", "declined"),
}
LEFT = (Ending.MENTEE_ASKED, Ending.MENTOR_CHANGED, Ending.MENTOR_ASKED, Ending.INCOMPATIBLE)


@dataclass(kw_only=True)
class Couple:
    """A pair to be: its people, format and year (0 the last, 1 this), and what becomes of it on which days."""

    format: CycleFormat
    year: int
    mentor: int
    side: Side
    mentee: int
    number: int = 0
    fate: str = ""
    proposed_on: date = date.min
    began_on: date | None = None
    ended_on: date | None = None


def pair_city(houses: Sequence[House], *, pairs: int, seed: int, progress: Progress) -> None:
    """Exactly `pairs` pairs, as far as there are people: the college of the cast, the last house, takes what is left.

    Call where the consents of the people are a year old.
    """
    chance = random.Random(f"city/{seed}/pairs")  # noqa: S311 — invented pairs
    left, others = pairs, len(houses) - 1
    for number, house in enumerate(houses):
        wanted = left if number == others else (pairs - pairs // OF_CAST) // max(others, 1)
        couples = _couples(house, min(wanted, left))
        for order, couple in enumerate(couples):
            couple.number, couple.fate = order, FATES[couple.year][order % len(FATES[couple.year])]
            _set_days(couple, chance)
        profiles = _bring_mentors(house, couples)
        for start in range(0, len(couples), BATCH):
            _write(house, couples[start : start + BATCH], profiles)
            db.session.commit()
        _seek(house, couples)
        db.session.commit()
        left -= len(couples)
        progress(_("Пары: %(done)s из %(total)s", done=pairs - left, total=pairs))


def settled_on() -> date:
    """The first day on which everybody of the city had signed."""
    return clock.day_of(clock.now() - BEGAN, ZONE) + DAY


def _couples(house: House, wanted: int) -> list[Couple]:
    """Couples of both years, the formats in turn: a mentee has one mentor a year, a mentor CAPACITY mentees."""
    found: list[Couple] = []
    for year, cycle in enumerate(house.cycles):
        share = round(wanted * OF_LAST_YEAR) if year == 0 else wanted - len(found)
        found += _of_year(house, cycle, year, share)
    return found


def _of_year(house: House, cycle: Cycle, year: int, wanted: int) -> list[Couple]:
    mentees = {side: iter(people) for side, people in house.mentees.items()}
    taken = Counter[int]()
    running = [(each, _mentors(house, each.format.code, taken, year)) for each in _running(cycle)]
    found: list[Couple] = []
    while running and len(found) < wanted:
        for place in list(running):
            form, mentors = place
            side = formats()[form.format.code].mentees[0]
            mentor = next(mentors, None)
            mentee = next(mentees.get(Side(side), iter(())), None)
            if mentor is None or mentee is None or len(found) >= wanted:
                running.remove(place)
                continue
            taken[mentor[0]] += 1
            found.append(Couple(format=form, year=year, mentor=mentor[0], side=mentor[1], mentee=mentee))
    return found


def _running(cycle: Cycle) -> list[CycleFormat]:
    if cycle.closed_on is None:
        return list(forms_that_run(cycle))
    return [each for each in cycle.formats if each.is_on]


def _mentors(house: House, code: str, taken: Counter[int], year: int) -> Iterator[tuple[int, Side]]:
    """Who may mentor in the format, in turn, while they have places; each year begins with somebody else."""
    sides = [Side(side) for side in formats()[code].mentors]
    people = [(one, side) for side in sides for one in house.mentors.get(side, ())]
    people = people[year:] + people[:year]
    for _round in range(CAPACITY):
        for one in people:
            if taken[one[0]] < CAPACITY:
                yield one


def _set_days(couple: Couple, chance: random.Random) -> None:
    """Days of the fate inside the year and after the consents, never ahead of today."""
    cycle, today = couple.format.cycle, clock.today(ZONE)
    first, last = max(cycle.starts_on, settled_on()), min(cycle.ends_on, today - DAY)
    last = max(last, first)
    couple.proposed_on = min(first + timedelta(days=chance.randrange(5, 35)), max(last - 4 * DAY, first))
    began = min(couple.proposed_on + 3 * DAY, last)
    if couple.fate in ("completed", "broken", "active", "paused"):
        couple.began_on = began
    if couple.fate == "completed":
        couple.ended_on = max(last - timedelta(days=chance.randrange(20)), began)
    elif couple.fate == "broken":
        couple.ended_on = min(began + timedelta(days=chance.randrange(15, 60)), last)
    elif couple.fate == "declined":
        couple.ended_on = min(couple.proposed_on + 2 * DAY, last)


def _bring_mentors(house: House, couples: Sequence[Couple]) -> dict[int, int]:
    """Everybody who mentors, and nobody twice, with all the formats in which they do."""
    sides: dict[int, Side] = {}
    codes: dict[int, list[str]] = {}
    for each in couples:
        sides.setdefault(each.mentor, each.side)
        known = codes.setdefault(each.mentor, [])
        if each.format.format.code not in known:
            known.append(each.format.format.code)
    people = [(one, side, codes[one]) for one, side in sides.items()]
    return enter_mentors(house, people, settled_on())


def _write(house: House, couples: Sequence[Couple], profiles: dict[int, int]) -> None:
    requests = enter_requests(house, [_request_of(house, each) for each in couples])
    heads = [_head(house, each) for each in couples]
    ids = db.session.scalars(sa.insert(Mentorship).returning(Mentorship.id, sort_by_parameter_order=True), heads).all()
    members: list[Row] = []
    periods: list[Row] = []
    decisions: list[Row] = []
    for key, asked, each in zip(ids, requests, couples, strict=True):
        members += _members(house, key, each, profiles[each.mentor], asked)
        periods += _periods(key, each)
        decisions += _decisions(house, key, each)
    insert(MentorshipMember, members)
    insert(MentorshipPeriod, periods)
    insert(MentorshipDecision, decisions)
    note(house, Mentorship, [said for head, each in zip(heads, couples, strict=True) for said in _said(head, each)])


def _state(couple: Couple) -> State:
    known = {"completed": State.CLOSED, "broken": State.CLOSED}
    return known.get(couple.fate) or State(couple.fate)


def _ending(couple: Couple) -> Ending | None:
    if couple.fate == "broken":
        return LEFT[(couple.number + couple.number // 20) % len(LEFT)]
    return {"completed": Ending.COMPLETED, "declined": Ending.REFUSED}.get(couple.fate)


def _request_of(house: House, couple: Couple) -> Row:
    """Found, if the pair began and its end sent nobody back; of a year that is over nothing stays open."""
    since = max(couple.proposed_on - 5 * DAY, settled_on())
    seeks = couple.began_on is None or _ending(couple) in (Ending.INCOMPATIBLE, Ending.MENTOR_ASKED)
    state, until = (RequestState.IN_BASE, None) if seeks else (RequestState.MATCHED, couple.began_on)
    if seeks and couple.year == 0:
        state, until = RequestState.CLOSED, couple.format.cycle.ends_on
    form = couple.format
    return request_row(house, form.cycle_id, form.format_id, couple.mentee, state=state, since=since, until=until)


def _head(house: House, couple: Couple) -> Row:
    form = couple.format
    return {
        "public_id": new_public_id(), "organization_id": house.school.id, "cycle_id": form.cycle_id,
        "format_id": form.format_id, "state": _state(couple), "ending": _ending(couple),
        "proposed_on": couple.proposed_on, "starts_on": couple.began_on, "planned_until": form.cycle.ends_on,
        "ends_on": couple.ended_on, "reason": "" if couple.fate != "broken" else "Договорились закончить раньше",
    }  # fmt: skip


def _members(house: House, pair_id: int, couple: Couple, profile: int, asked: int) -> Iterator[Row]:
    """A member who stands and has said yes holds a place: the mentor that of the pair's turn, the mentee the only."""
    is_open = _state(couple) in OPEN
    agreed = couple.proposed_on + (DAY if couple.proposed_on < clock.today(ZONE) else timedelta(0))
    for side, person in ((MemberSide.MENTOR, couple.mentor), (MemberSide.MENTEE, couple.mentee)):
        is_mentor = side is MemberSide.MENTOR
        has_agreed = is_mentor or couple.fate not in ("proposed", "declined")
        declined = couple.ended_on if couple.fate == "declined" and not is_mentor else None
        yield {
            "public_id": new_public_id(), "mentorship_id": pair_id, "person_id": person, "side": side,
            "organization_id": house.school.id, "profile_id": profile if is_mentor else None,
            "request_id": None if is_mentor else asked, "agreed_by_id": person if has_agreed else None,
            "place": _place(house, couple, is_mentor=is_mentor) if is_open and has_agreed else None,
            "agreed_on": agreed if has_agreed else None, "declined_on": declined,
            "reason": "" if declined is None else "Времени сейчас нет", "starts_on": couple.proposed_on,
            "ends_on": couple.ended_on,
        }  # fmt: skip


def _place(house: House, couple: Couple, *, is_mentor: bool) -> int:
    if not is_mentor:
        return 1
    house.places[couple.mentor] += 1
    return house.places[couple.mentor]


def _periods(pair_id: int, couple: Couple) -> Iterator[Row]:
    """One state a day, that in which the day ended."""
    turns = {couple.proposed_on: State.PROPOSED}
    if couple.fate not in ("proposed", "declined"):
        turns[min(couple.proposed_on + DAY, couple.began_on or date.max)] = State.FORMING
    if couple.began_on is not None:
        turns[couple.began_on] = State.ACTIVE
    if couple.fate == "paused" and couple.began_on is not None:
        turns[max(couple.began_on, clock.today(ZONE) - 2 * DAY)] = State.PAUSED
    if couple.ended_on is not None:
        turns[couple.ended_on] = _state(couple)
    days = sorted(turns)
    for day, following in zip(days, [*days[1:], None], strict=True):
        yield {"mentorship_id": pair_id, "state": turns[day], "starts_on": day,
               "ends_on": following - DAY if following else None}  # fmt: skip


def _decisions(house: House, pair_id: int, couple: Couple) -> Iterator[Row]:
    """Every step of a pair that began; one that forms has passed some of those before the last."""
    steps = _route(house, couple.format)
    passed = len(steps) if couple.began_on else couple.number % len(steps) if couple.fate == "forming" else 0
    for step in steps[:passed]:
        words = "Приказ № 41" if step.action in ORDERING else "Протокол № 3" if step.bodies else ""
        yield {
            "mentorship_id": pair_id, "step": step.code, "action": step.action, "outcome": Outcome.YES,
            "body": (*step.bodies, *step.roles)[0], "words": words, "acted_on": couple.began_on or couple.proposed_on,
        }  # fmt: skip


def _route(house: House, form: CycleFormat) -> Route:
    key = (form.cycle_id, form.format_id)
    if key not in house.routes:
        house.routes[key] = steps_for(route_of(form.cycle.program, form.format.code), settings_of(form.cycle))
    return house.routes[key]


def _said(head: Row, couple: Couple) -> Iterator[tuple[AuditEvent, Row, date]]:
    yield AuditEvent.MENTORSHIP_PROPOSED, head, couple.proposed_on
    if couple.began_on is not None:
        yield AuditEvent.MENTORSHIP_BEGAN, head, couple.began_on
    if couple.ended_on is not None:
        ended = AuditEvent.MENTORSHIP_DECLINED if couple.began_on is None else AuditEvent.MENTORSHIP_ENDED
        yield ended, head, couple.ended_on


def _seek(house: House, couples: Sequence[Couple]) -> None:
    """Some who have no mentor this year ask for one; half of them wait for the decision."""
    paired = {each.mentee for each in couples if each.year == 1}
    found: list[Row] = []
    for form, state in zip(
        endless(_running(house.cycles[-1])), endless((RequestState.PRELIMINARY, RequestState.IN_BASE))
    ):
        side = Side(formats()[form.format.code].mentees[0])
        free = next((each for each in reversed(house.mentees.get(side, [])) if each not in paired), None)
        if free is None or len(found) >= len(couples) // SEEKING:
            break
        paired.add(free)
        since = max(clock.today(ZONE) - timedelta(days=20), settled_on(), form.cycle.starts_on)
        found.append(request_row(house, form.cycle_id, form.format_id, free, state=state, since=since))
    enter_requests(house, found)
