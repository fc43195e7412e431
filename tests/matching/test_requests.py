"""Rules of requests: who may stand in the base, what ends a request, who sees it."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor, Grant
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.consents import actions as consents
from portal.consents.kinds import Evidence, Purpose
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.matching.actions import accept_into_base, agree, clarify, close, drop_unfounded_marks, set_marks, withdraw
from portal.matching.kinds import MarkKind, Origin, RequestState
from portal.matching.models import MentoringRequest, SensitiveMark
from portal.matching.queries import marks_of, open_twin, remarks_of
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from portal.programs.cycle_settings import CycleSettings
from portal.programs.kinds import RuleForce
from tests.matching.conftest import TODAY, openings
from tests.matching.signing import sign_for_marks


def rule(cycle, **changes):
    """The year with these settings besides its own."""
    cycle.settings = CycleSettings.from_data({**cycle.settings, **changes}).as_data()
    db.session.commit()


def accept(world, asked, **more):
    said = {"decision": "Педагогический совет, протокол № 3", "decided_on": TODAY, **more}
    accept_into_base(world.actor("kira"), asked, **said)


def test_an_own_wish_is_an_agreement_and_waits_for_a_decision(world, ask):
    asked = ask()
    assert (asked.state, asked.agreed_on, asked.origin) == (RequestState.PRELIMINARY, TODAY, Origin.OWN)
    accept(world, asked)
    assert (asked.state, asked.decided_on) == (RequestState.IN_BASE, TODAY)
    with pytest.raises(Refusal, match="уже принято"):
        accept(world, asked)


def test_only_formats_that_run_for_this_side_are_offered(world, cycle):
    assert set(openings(world, "misha")) == {
        each.format.code for each in cycle.formats if each.is_on and each.format.code.endswith("_student")
    }
    assert all(each.place.kind == MembershipKind.EMPLOYEE for each in openings(world, "nina").values())
    assert openings(world, "nina")
    assert not openings(world, "maria"), "a parent is nobody's mentee"
    assert not openings(world, "yana"), "the other school runs no programme"


def test_a_year_that_is_closed_takes_no_requests(world, cycle):
    cycle.closed_on = cycle.starts_on
    db.session.commit()
    assert not openings(world, "misha")


def test_a_sensitive_category_is_no_category(bring):
    assert bring(variant="special_needs").variant == ""
    assert bring(key="pasha", variant="active").variant == "active"
    assert bring(key="nina", code="teacher_teacher", variant="burnout").variant == ""


def test_one_open_request_for_a_year_and_a_format(world, ask, bring):
    asked = ask()
    with pytest.raises(Refusal, match="уже открыт"):
        bring()
    withdraw(world.actor("misha"), asked)
    assert bring().id != asked.id


def test_the_database_itself_holds_one_open_request(world, ask, monkeypatch):
    first = ask()
    monkeypatch.setattr("portal.matching.actions.requests.open_twin", lambda *_ids: None)
    with pytest.raises(Refusal, match="уже открыт"):
        ask()
    monkeypatch.undo()
    assert open_twin(first.person_id, first.cycle_id, first.format_id) == first


def test_states_that_cannot_be_are_refused_by_the_database(world, ask):
    asked = ask()
    for wrong in ({"state": "closed"}, {"ends_on": TODAY}, {"state": "in_base"}):
        with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
            db.session.execute(sa.update(MentoringRequest).where(MentoringRequest.id == asked.id).values(wrong))


def test_without_the_consent_nothing_is_written(world, cycle, ask, bring):
    consents.withdraw_consent(
        world.actor("kira"), world.misha, world.school_1, Purpose.PARTICIPATION, by=world.misha, reason=""
    )
    db.session.commit()
    for deed in (ask, bring):
        with pytest.raises(Refusal, match="Нет согласия"):
            deed()


def test_nobody_stands_in_the_base_against_their_will(world, bring):
    asked = bring()
    with pytest.raises(Refusal, match="спросите человека"):
        accept(world, asked)
    agree(world.actor("misha"), asked)
    before = asked.version
    agree(world.actor("misha"), asked)
    assert asked.version == before
    accept(world, asked)
    with pytest.raises(Refusal, match="убрать нельзя"):
        clarify(world.actor("kira"), asked, origin=Origin.TEACHER, goal="Цель", variant="", agreed_on=None)


def test_days_that_have_not_come_are_refused(world, bring, ask):
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Refusal, match="не настал"):
        bring(agreed_on=tomorrow)
    asked = ask()
    with pytest.raises(Refusal, match="не настал"):
        accept(world, asked, decided_on=tomorrow)


@pytest.mark.parametrize(("least", "is_blocked"), [(14, False), (15, False), (16, True)])
def test_the_youngest_age_of_the_year_blocks(world, cycle, ask, least, is_blocked):
    rule(cycle, youngest_mentee=least)  # Паша is 15
    if is_blocked:
        with pytest.raises(Refusal, match="участвуют с"):
            ask(key="pasha")
    else:
        assert ask(key="pasha").is_open


def test_an_unknown_age_warns_and_teachers_are_not_asked_for_theirs(world, cycle, ask):
    rule(cycle, youngest_mentee=10)
    asked = ask()
    world.misha.birth_on = world.nina.birth_on = None
    db.session.commit()
    assert [(each.blocks, "Дата рождения" in each.text) for each in remarks_of(asked, TODAY)] == [(False, True)]
    assert not remarks_of(ask(key="nina", code="teacher_teacher"), TODAY)


@pytest.mark.parametrize(
    ("force", "course", "said"),
    [("off", 9, None), ("warn", 9, ("старших классов", False)), ("block", 9, ("старших классов", True)),
     ("block", 10, None), ("warn", None, ("Класс не записан", False))],
)  # fmt: skip
def test_a_format_for_senior_classes_warns_or_blocks_as_the_year_says(world, begin, force, course, said):
    cycle = begin("bratsk", school=2)
    rule(cycle, senior=RuleForce(force).value, youngest_mentee=None)
    world.group_2.course = course
    pupil = people.add_person(world.actor("karim"), family_name="Ученик", given_name="Юра", birth_on=date(2011, 1, 1))
    people.add_membership(world.actor("karim"), pupil, world.school_2, kind=MembershipKind.LEARNER,
                          starts_on=date(2025, 9, 1), group=world.group_2)  # fmt: skip
    world.town.people["yura"] = pupil
    db.session.commit()
    opening = openings(world, "yura")["student_pupil"]
    asked = MentoringRequest(
        person_id=pupil.id, organization_id=world.school_2.id, cycle_id=cycle.id,
        format_id=opening.format.format_id, origin=Origin.TEACHER, goal="Цель", starts_on=TODAY,
    )  # fmt: skip
    db.session.add(asked)
    db.session.commit()
    found = remarks_of(asked, TODAY)
    assert len(found) == bool(said)
    assert all(said[0] in each.text and each.blocks is said[1] for each in found)


def test_whoever_left_is_not_accepted(world, ask):
    asked = ask()
    place = next(each for each in world.misha.memberships if each.kind == MembershipKind.LEARNER)
    place.ends_on = TODAY - timedelta(days=1)
    db.session.commit()
    with pytest.raises(Refusal, match="не учится и не работает"):
        accept(world, asked)


def test_a_request_that_is_over_changes_no_more(world, ask):
    asked = ask()
    with pytest.raises(Refusal, match="почему"):
        close(world.actor("kira"), asked, reason=" ")
    close(world.actor("kira"), asked, reason="Наставник не нужен")
    assert (asked.state, asked.ends_on, asked.is_open) == (RequestState.CLOSED, TODAY, False)
    kira = world.actor("kira")
    for deed in (lambda: withdraw(kira, asked), lambda: agree(kira, asked), lambda: set_marks(kira, asked, set()),
                 lambda: clarify(kira, asked, origin=Origin.OWN, goal="Ц", variant="", agreed_on=TODAY)):  # fmt: skip
        with pytest.raises(Refusal, match="закрыт"):
            deed()


def test_marks_are_set_as_a_whole_and_go_with_the_search(world, ask):
    asked, kira = ask(), world.actor("kira")
    with pytest.raises(Refusal, match="письменного согласия"):
        set_marks(kira, asked, {MarkKind.RISK_GROUP, MarkKind.OVZ})
    sign_for_marks(asked.person, asked.organization)
    set_marks(kira, asked, {MarkKind.RISK_GROUP, MarkKind.OVZ})
    before = asked.version
    set_marks(kira, asked, {MarkKind.RISK_GROUP, MarkKind.OVZ})
    assert asked.version == before
    set_marks(kira, asked, {MarkKind.RISK_GROUP, MarkKind.BURNOUT})
    assert marks_of(asked) == {MarkKind.RISK_GROUP, MarkKind.BURNOUT}
    close(kira, asked, reason="Наставник не нужен")
    assert not db.session.scalars(sa.select(SensitiveMark)).all()


def test_a_withdrawn_consent_ends_the_request_and_erases_the_marks(world, ask):
    asked = ask()
    sign_for_marks(asked.person, asked.organization)
    set_marks(world.actor("kira"), asked, {MarkKind.RISK_GROUP})
    db.session.commit()
    misha = world.actor("misha")
    told = consents.what_follows(misha, world.misha, world.school_1, Purpose.PARTICIPATION)
    assert any("запрос на наставника" in each for each in told)
    ended = consents.withdraw_consent(
        misha, world.misha, world.school_1, Purpose.PARTICIPATION, by=world.misha, reason=""
    )
    assert any("запрос на наставника" in each for each in ended.done)
    assert asked.state == RequestState.WITHDRAWN
    assert not marks_of(asked)


def test_marks_go_with_their_own_consent_and_the_request_stays(world, ask):
    asked, misha = ask(), world.actor("misha")
    sign_for_marks(asked.person, asked.organization)
    set_marks(world.actor("kira"), asked, {MarkKind.RISK_GROUP})
    db.session.commit()
    ended = consents.withdraw_consent(misha, world.misha, world.school_1, Purpose.SENSITIVE, by=world.misha, reason="")
    assert "Чувствительные отметки стёрты." in ended.done
    assert not marks_of(asked)
    assert asked.is_open


def test_a_click_is_no_written_consent_and_a_term_that_runs_out_takes_the_marks(world, ask):
    asked, school = ask(), world.school_1
    consents.save_policy(world.actor("kira"), school, evidence=list(Evidence))
    clicked = sign_for_marks(asked.person, school, evidence=Evidence.PORTAL)
    assert not clicked.is_accepted
    with pytest.raises(Refusal, match="только письменное"):
        consents.accept_confirmation(world.actor("kira"), clicked)
    with pytest.raises(Refusal, match="письменного согласия"):
        set_marks(world.actor("kira"), asked, {MarkKind.RISK_GROUP})
    signed = sign_for_marks(asked.person, school)
    set_marks(world.actor("kira"), asked, {MarkKind.RISK_GROUP})
    assert drop_unfounded_marks() == 0
    signed.ends_on = TODAY
    db.session.flush()
    with clock.freeze(clock.now() + timedelta(days=2)):
        assert drop_unfounded_marks() == 1


def test_who_sees_whose_requests(world, ask):
    for key, code in (("misha", "student_student"), ("pasha", "student_student"), ("nina", "teacher_teacher")):
        ask(key=key, code=code)

    def seen(actor, permission=Permission.REQUEST_READ):
        rows = db.session.scalars(select_allowed(actor, permission, MentoringRequest))
        return {row.person.given_name for row in rows}

    assert seen(world.actor("kira")) == {"Миша", "Паша", "Нина"}
    assert seen(world.actor("karim")) == set()
    assert seen(world.actor("misha")) == {"Миша"}
    assert seen(world.actor("maria")) == {"Паша"}
    assert seen(world.actor("maria"), Permission.REQUEST_APPLY) == set(), "a representative only reads"
    of_group = Actor(person_id=world.nina.id, time_zone="Asia/Irkutsk", grants=(
        Grant(role=Role.GROUP_CURATOR, organization_id=world.school_1.id, group_id=world.group_1.id),))  # fmt: skip
    assert seen(of_group) == {"Миша", "Паша", "Нина"}, "the group's and one's own"
    assert seen(of_group, Permission.REQUEST_NOMINATE) == {"Миша", "Паша"}
    assert seen(of_group, Permission.MARKS_KEEP) == set()
    assert seen(world.actor("denis"), Permission.MARKS_KEEP) == set()
    assert seen(world.actor("polina"), Permission.MARKS_KEEP) == {"Миша", "Паша", "Нина"}
    world.misha.restricted_on = TODAY
    db.session.flush()
    assert seen(world.actor("kira")) == {"Паша", "Нина"}, "restricted data is read by nobody"
    assert seen(world.actor("misha")) == {"Миша"}
