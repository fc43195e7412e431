"""The registry of pairs: filters, a day of the past, the history, the file, paper, own views, coverage, the desk."""

import io
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.saved_views import SavedView
from portal.mentorships.actions import end, turn
from portal.mentorships.changing.kinds import ChangeKind
from portal.mentorships.changing.models import MentorshipChange
from portal.mentorships.kinds import Ending, MemberSide, MentorshipState, Outcome, Way
from portal.mentorships.models import Mentorship, MentorshipDecision, MentorshipMember, MentorshipPeriod
from portal.mentorships.registry.coverage import HAS, WAITS, CoverageFilter, coverage, people_behind
from portal.mentorships.registry.history import events_of, history_of, replay
from portal.mentorships.registry.queries import PairFilter, find_pairs, members_on, numbers_by_state
from portal.people.kinds import BodyKind
from portal.people.models import Disclosure
from tests.conftest import NOW
from tests.matching.conftest import openings
from tests.mentorships.pairing import BEGAN_ON, make_pair

DAY, TODAY = timedelta(days=1), NOW.date()


@pytest.fixture
def cycle(begin):
    return begin()


@pytest.fixture
def town(world, begin, cycle):
    """Three pairs of the college and one of school 2; by name of the mentee."""
    made = {
        "misha": make_pair(world.nina, world.misha, cycle, code="teacher_student"),
        "pasha": make_pair(world.nina, world.pasha, cycle, code="student_student"),
        "yana": make_pair(world.vera, world.yana, begin(school=2)),
    }
    made["pasha"].ways, made["pasha"].is_directive = [Way.VIRTUAL.value, Way.SHORT.value], True
    made["pasha"].planned_until = TODAY + 10 * DAY
    db.session.commit()
    return made


def found(world, key="kira", **args):
    rows = db.session.execute(find_pairs(world.actor(key), PairFilter.from_args(args), TODAY)).all()
    return [row.Mentorship for row in rows]


def test_every_condition_narrows_the_list_and_nonsense_chooses_nothing(world, town):
    misha, pasha = town["misha"], town["pasha"]
    assert set(map(id, found(world))) == {id(misha), id(pasha)}
    assert found(world, "karim") == [town["yana"]]
    for args in ({"q": "ковал"}, {"format": misha.format.code}, {"kind": "pair", "q": "миша"}):
        assert found(world, **args) == [misha], args
    for args in ({"way": "virtual"}, {"way": "short"}, {"directive": "1"}, {"until": "30.11.2026"}):
        assert found(world, **args) == [pasha], args
    assert set(map(id, found(world, q="орл"))) == {id(misha), id(pasha)}, "every member is found, the mentor too"
    assert found(world, q="орлова ковалёв") == [misha], "words may be of different people"
    for args in ({"q": "такихнет"}, {"state": "closed"}, {"kind": "group"}, {"year": "1999"},
                 {"pattern": "ll_leader"}, {"group": "x" * 22},
                 {"organization": world.school_2.public_id}):  # fmt: skip
        assert found(world, **args) == [], args
    nonsense = {
        "state": "nope",
        "format": "nope",
        "way": "%",
        "kind": "x",
        "on": "31.02.2026",
        "sort": "drop",
        "until": "x",
    }
    assert len(found(world, **nonsense)) == 2
    assert PairFilter.from_args(nonsense).as_args == {}
    end(world.actor("kira"), misha, Ending.COMPLETED)
    assert found(world) == [pasha]
    assert found(world, state="any", sort="until")[0] is pasha
    assert numbers_by_state(world.actor("kira"), PairFilter(), TODAY) == {"active": 1, "closed": 1}


def test_a_past_day_shows_its_states_and_members(world, town):
    pair, new = town["misha"], world.pasha
    turn(pair, MentorshipState.PAUSED, TODAY - 5 * DAY)
    former = next(each for each in pair.members if each.side == MemberSide.MENTEE)
    former.ends_on, former.place = TODAY - 2 * DAY, None
    db.session.add(
        MentorshipMember(mentorship=pair, person=new, organization_id=pair.organization_id, side=MemberSide.MENTEE,
                         starts_on=TODAY - DAY, place=5)
    )  # fmt: skip
    db.session.flush()
    actor = world.actor("kira")

    def on(day, **more):
        rows = db.session.execute(find_pairs(actor, PairFilter(on=day, **more), TODAY)).all()
        return {row.Mentorship.id: row.state for row in rows}

    assert pair.id not in on(BEGAN_ON - DAY, state="any")
    assert on(TODAY - 6 * DAY)[pair.id] == "active"
    assert on(TODAY - 5 * DAY)[pair.id] == "paused"
    assert pair.id in on(TODAY - 2 * DAY, text="ковалёв")
    assert pair.id not in on(TODAY - DAY, text="ковалёв")
    end(actor, pair, Ending.OTHER, on=TODAY - DAY)
    assert [each.person for each in members_on(pair, "mentee", TODAY)] == [new], (
        "who stayed to the end is named after it"
    )
    assert on(TODAY, state="closed") == {pair.id: "closed"}


STEPS = st.lists(
    st.tuples(st.integers(1, 40), st.sampled_from(["turn", "swap", "add", "drop", "end"])), min_size=1, max_size=8
)


def _live(steps):
    """Rows of a pair that lived so, made without a database: members, periods, the pair, its last day but one."""
    pair, members, periods = Mentorship(id=1, ends_on=None, members=[]), [], []
    day = date(2026, 1, 1)
    ids = iter(range(1, 100))

    def enter(side, on):
        members.append(MentorshipMember(id=next(ids), side=side, starts_on=on, ends_on=None))

    def standing(side):
        return [each for each in members if each.side == side and each.ends_on is None]

    def turn_to(state, on):
        last = periods[-1] if periods else None
        if last is not None and last.starts_on == on:
            periods.pop()
            last = periods[-1] if periods else None
        if last is not None:
            last.ends_on = on - DAY
        periods.append(MentorshipPeriod(mentorship_id=1, state=state, starts_on=on, ends_on=None))

    turn_to("active", day)
    enter("mentor", day)
    enter("mentee", day)
    for wait, what in steps:
        day += wait * DAY
        if what == "turn":
            turn_to("paused" if periods[-1].state == "active" else "active", day)
        elif what == "add":
            enter("mentee", day)
        elif what == "swap":
            enter("mentor", day)
            standing("mentor")[0].ends_on = day
        elif what == "drop" and len(standing("mentee")) > 1:
            standing("mentee")[0].ends_on = day
        elif what == "end":
            turn_to("closed", day)
            pair.ends_on = day
            for each in members:
                each.ends_on = each.ends_on or day
            break
    pair.members = members
    return pair, periods


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, day=st.integers(-3, 330))
def test_state_and_members_of_a_day_are_those_that_the_history_replayed_comes_to(steps, day):
    pair, periods = _live(steps)
    on = date(2026, 1, 1) + day * DAY
    stands = replay(events_of(pair.members, periods), on)
    covering = [each.state for each in periods if each.starts_on <= on and (each.ends_on is None or each.ends_on >= on)]
    assert [stands.state] == (covering or [""])
    present = {each.id for side in MemberSide for each in members_on(pair, side, on)}
    assert stands.member_ids == present


def test_the_registry_of_a_hundred_days_says_what_the_history_comes_to(world, town):
    """The same through the database: three pairs that lived differently, every third day of a year."""
    actor = world.actor("kira")
    for n, pair in enumerate((town["misha"], town["pasha"])):
        for k in range(3):
            turn(
                pair, MentorshipState.PAUSED if k % 2 == 0 else MentorshipState.ACTIVE, BEGAN_ON + (3 + 5 * k + n) * DAY
            )
    end(actor, town["pasha"], Ending.OTHER, on=BEGAN_ON + 30 * DAY)
    histories = {pair.id: history_of(pair) for pair in (town["misha"], town["pasha"])}
    for n in range(100):
        on = BEGAN_ON + (n - 20) * DAY
        rows = db.session.execute(find_pairs(actor, PairFilter(on=on, state="any"), TODAY)).all()
        told = {row.Mentorship.id: row.state for row in rows}
        assert told == {key: said.state for key, events in histories.items() if (said := replay(events, on)).state}, on


def test_a_page_costs_the_same_number_of_statements_however_many_pairs(world, town, client_as):
    def statements():
        seen = []
        sa.event.listen(db.engine, "before_cursor_execute", listen := lambda *args: seen.append(args[2]))
        client_as("kira").get("/mentorships?state=any")
        sa.event.remove(db.engine, "before_cursor_execute", listen)
        return len(seen)

    few = statements()
    for n in range(8):
        make_pair(world.nina, world.person(("misha", "pasha")[n % 2]), town["misha"].cycle)
    db.session.commit()
    assert statements() == few


def test_the_list_its_file_its_paper_and_a_view_of_ones_own(world, town, client_as, post):
    kira = client_as("kira")
    db.session.add(
        MentorshipDecision(mentorship_id=town["misha"].id, step="s1", action="decision", outcome=Outcome.YES,
                           acted_on=TODAY, body=BodyKind.PEDAGOGICAL_COUNCIL)
    )  # fmt: skip
    db.session.commit()
    shown = kira.get("/mentorships").text
    assert "Ковалёв" in shown
    assert "Решение, " in shown
    assert "Директивно" in shown
    assert town["yana"].public_id not in shown
    part = kira.get("/mentorships?way=virtual", headers={"HX-Request": "true"}).text
    assert '<form class="stack-small"' not in part
    assert (town["pasha"].public_id in part, town["misha"].public_id in part) == (True, False)
    assert "Работающих пар сейчас нет" not in shown
    assert "С такими условиями пар нет" in kira.get("/mentorships?q=такихнет").text
    past = kira.get("/mentorships?on=01.11.2026").text
    assert "к концу дня 1" in past.replace("\xa0", " ")
    assert "Работает: 2" in past
    assert "Изменить срок выбранных" not in past, "a past day is read, not changed"
    paper = kira.get("/mentorships?view=print&on=20.11.2026").text
    assert "Реестр наставнических пар и групп" in paper
    assert "Ковалёв" in paper

    book = load_workbook(io.BytesIO(kira.get("/mentorships/registry.xlsx?directive=1").data))
    heads, row = list(book.worksheets[0].iter_rows(values_only=True))[:2]
    said = dict(zip(heads, row, strict=True))
    assert said["Директивно"] == "да"
    assert "Паша" in said["Наставляемые"]
    assert said["Согласие обеих сторон"] == "да"
    given_out = db.session.scalars(sa.select(Disclosure).where(Disclosure.kind == "mentorships.registry")).one()
    assert given_out.n == 2

    saved = post(kira, "/my/views", room="mentorships.index", view_name="Дистанционные", way="virtual", q="Ковалёв")
    assert "Отбор сохранён" in kira.get(saved.location).text
    view = db.session.scalars(sa.select(SavedView)).one()
    assert view.query == {"way": "virtual"}
    assert post(kira, "/my/views", room="mentorships.index", view_name="Пусто", q="Ковалёв").status_code == 409
    assert post(kira, "/my/views", room="no.such", view_name="Так", way="virtual").status_code == 409
    assert post(client_as("karim"), f"/my/views/{view.public_id}/removal").status_code == 404
    assert "Дистанционные" not in client_as("karim").get("/mentorships").text
    gone = post(client_as("kira"), f"/my/views/{view.public_id}/removal")
    assert "Отбор убран" in client_as("kira").get(gone.location).text


def test_history_on_the_card_tells_days_and_keeps_reasons_for_those_who_keep_the_registry(world, town, client_as):
    pair = town["misha"]
    turn(pair, MentorshipState.PAUSED)
    db.session.add(MentorshipChange(mentorship_id=pair.id, kind=ChangeKind.PAUSED, happened_on=TODAY, reason="Болеет"))
    db.session.commit()
    card = client_as("kira").get(f"/mentorships/{pair.public_id}").text
    assert "История" in card
    assert "Болеет" in card
    own = client_as("misha").get(f"/mentorships/{pair.public_id}").text
    assert "История" in own
    assert "Болеет" not in own


def test_coverage_counts_people_once_and_leads_to_them(world, cycle, client_as):
    from portal.matching.actions import accept_into_base, nominate
    from portal.matching.kinds import Origin

    asked = {}
    for key in ("misha", "pasha"):
        opening = openings(world, key)["student_student"]
        asked[key] = nominate(world.actor("kira"), world.person(key), opening, origin=Origin.TEACHER, goal="Помочь",
                              agreed_on=TODAY)  # fmt: skip
        accept_into_base(world.actor("kira"), asked[key], decision="Протокол", decided_on=TODAY)
    pair = make_pair(world.nina, world.misha, cycle, starts_on=TODAY, code="student_student")
    next(each for each in pair.members if each.side == MemberSide.MENTEE).request_id = asked["misha"].id
    db.session.commit()
    actor = world.actor("kira")
    total, rows = coverage(actor, CoverageFilter(), TODAY)
    assert (total.has, total.needs, total.percent) == (1, 2, 50)
    assert [(each.format, each.has, each.needs) for each in rows] == [("student_student", 1, 2)]
    assert coverage(actor, CoverageFilter(on=TODAY - DAY), TODAY)[0].needs == 0
    behind = {part: [row.MentoringRequest for row in db.session.execute(
        people_behind(actor, CoverageFilter(part=part), TODAY))] for part in (HAS, WAITS)}  # fmt: skip
    assert behind == {HAS: [asked["misha"]], WAITS: [asked["pasha"]]}
    assert coverage(world.actor("karim"), CoverageFilter(), TODAY)[0].needs == 0
    kira = client_as("kira")
    assert "1 из 2" in kira.get("/mentorships/coverage").text
    listed = kira.get("/mentorships/coverage/people?part=has&format=student_student").text
    assert pair.public_id in listed
    assert asked["pasha"].public_id not in listed


def test_the_desk_names_pairs_that_end_within_two_weeks(world, town, client_as):
    shown = client_as("kira").get("/").text
    assert "Пары, срок которых кончается в ближайшие 14 дней" in shown
    assert "until=2026-12-04" in shown
    assert "кончается в ближайшие 14 дней" not in client_as("karim").get("/").text


def test_who_only_reads_gets_no_file_and_no_deeds(world, town, client_as):
    nina = client_as("nina")
    shown = nina.get("/mentorships").text
    assert town["misha"].public_id in shown, "one's own pair is in the list"
    assert "Скачать реестр" not in shown
    assert nina.get("/mentorships/registry.xlsx").status_code == 403
    assert db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == "register_exported")).all() == []
