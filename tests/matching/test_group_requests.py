"""A whole group asks for a mentor: filed, approved by the route of the base, one place of a draft, followed by date."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents import actions as consents
from portal.consents.kinds import Purpose
from portal.core.db import db
from portal.core.errors import Refusal
from portal.matching.conflicts.actions import keep_apart
from portal.matching.drafts import actions as drafts
from portal.matching.drafts.kinds import ChoiceKind
from portal.matching.drafts.queries import answer_of, gather, is_stale, settings_for
from portal.matching.groups.actions import accept_group, close_group, file_for_group, reopen_group
from portal.matching.groups.models import GroupRequest
from portal.matching.groups.queries import group_openings, learners_of
from portal.matching.kinds import Origin, RequestState
from portal.mentorships.actions import end, follow_groups, say_yes
from portal.mentorships.kinds import Ending
from portal.mentorships.models import Mentorship
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from tests.matching.drafts.matched import TODAY, draft, made, mentor
from tests.matching.drafts.test_pages import key_in
from tests.matching.mentoring import DECISION

DAY = timedelta(days=1)


def opening(world, code="teacher_student"):
    return next(each for each in group_openings([world.school_1], TODAY) if each.format.code == code)


@pytest.fixture
def filed(world, cycle):
    """The request of the group of the college."""
    asked = file_for_group(world.actor("kira"), world.group_1, opening(world), origin=Origin.GROUP_CURATOR,
                           goal="Подготовиться к практике", languages=("ru", "nonsense"))  # fmt: skip
    db.session.commit()
    return asked


@pytest.fixture
def in_base(world, filed):
    accept_group(world.actor("kira"), filed, decision=DECISION, decided_on=TODAY)
    db.session.commit()
    return filed


def learns(person):
    return next(each for each in person.memberships if each.kind == MembershipKind.LEARNER)


def test_it_is_filed_once_for_a_format_of_its_learners_and_approved(world, cycle, filed, monkeypatch):
    kira = world.actor("kira")
    assert (filed.state, filed.languages) == (RequestState.PRELIMINARY, ["ru"])
    with pytest.raises(Refusal, match="уже открыт"):
        file_for_group(kira, world.group_1, opening(world), origin=Origin.CURATOR, goal="Ещё")
    with pytest.raises(Refusal, match="не для этой группы"):
        file_for_group(kira, world.group_2, opening(world), origin=Origin.CURATOR, goal="Чужая")
    with pytest.raises(Refusal, match="не настал"):
        accept_group(kira, filed, decision=DECISION, decided_on=TODAY + DAY)
    with monkeypatch.context() as small:
        small.setattr("portal.matching.groups.actions.settings_of", lambda cycle: SimpleNamespace(group_size=1))
        with pytest.raises(Refusal, match="1 наставляем"):
            accept_group(kira, filed, decision=DECISION, decided_on=TODAY)
    accept_group(kira, filed, decision=DECISION, decided_on=TODAY)
    assert filed.state == RequestState.IN_BASE
    with pytest.raises(Refusal, match="уже принято"):
        accept_group(kira, filed, decision=DECISION, decided_on=TODAY)
    close_group(kira, filed, reason="Не нужно")
    assert (filed.state, filed.ends_on) == (RequestState.CLOSED, TODAY)
    with pytest.raises(Refusal, match="уже закрыт"):
        close_group(kira, filed, reason="Ещё раз")


def test_a_group_of_nobody_who_agreed_enters_no_base(world, cycle, filed):
    for person in (world.misha, world.pasha):
        people.end_membership(world.actor("kira"), learns(person), ends_on=TODAY - DAY)
    with pytest.raises(Refusal, match="нет никого"):
        accept_group(world.actor("kira"), filed, decision=DECISION, decided_on=TODAY)


def test_in_a_draft_it_takes_one_place_and_becomes_a_pair_with_its_members(world, cycle, in_base):
    profile = mentor(world, "nina")
    run = draft(world, cycle)
    answer = answer_of(run)
    assert (answer.mentees, answer.places) == (1, 1), "one place for the whole group"
    assert answer.draft.mentor_of == {in_base.public_id: profile.public_id}
    locked = made(drafts.choose(world.actor("kira"), run, ChoiceKind.LOCK, in_base, profile=profile))
    assert locked.choices[0].asked == in_base
    assert answer_of(locked).draft.pairs[0].hold
    assert drafts.publish(world.actor("kira"), locked) == 1
    db.session.commit()
    pair = db.session.scalars(sa.select(Mentorship)).one()
    assert pair.group_id == in_base.group_id
    assert pair.goal == in_base.goal
    assert {each.person_id for each in pair.standing("mentee")} == {world.misha.id, world.pasha.id}
    assert len([each for each in pair.members if each.profile_id]) == 1
    assert not gather(cycle, settings_for(cycle), TODAY).mentees, "the group stands in a pair"
    assert is_stale(run)
    end(world.actor("kira"), pair, Ending.INCOMPATIBLE, "Не сошлись")
    assert in_base.state == RequestState.IN_BASE
    assert len(gather(cycle, settings_for(cycle), TODAY).mentees) == 1


def test_who_has_no_consent_waits_and_joins_once_there_is_one(world, cycle, in_base, client_as):
    profile = mentor(world, "nina")
    consents.withdraw_consent(world.actor("misha"), world.misha, world.school_1, Purpose.PARTICIPATION,
                              by=world.misha)  # fmt: skip
    db.session.commit()
    ready = {each.person.id: each.is_ready for each in learners_of([world.group_1.id], world.school_1.id, TODAY)[
        world.group_1.id]}  # fmt: skip
    assert ready == {world.misha.id: False, world.pasha.id: True}
    shown = client_as("kira").get(f"/group-requests/{in_base.public_id}").text
    assert "Ждёт согласия" in shown
    assert drafts.publish(world.actor("kira"), draft(world, cycle)) == 1
    db.session.commit()
    pair = db.session.scalars(sa.select(Mentorship)).one()
    assert {each.person_id for each in pair.standing("mentee")} == {world.pasha.id}
    page = client_as("kira").get(f"/mentorships/{pair.public_id}").text
    assert "Ещё не в паре" in page
    assert "Ещё не в паре" not in client_as("nina").get(f"/mentorships/{pair.public_id}").text
    say_yes(Actor(person_id=profile.person_id), pair.standing("mentor")[0])
    text = world.town.consent_texts[1]
    consents.record_consent(world.actor("misha"), world.misha, text, given_by=world.misha, evidence="scan",
                            starts_on=TODAY)  # fmt: skip
    assert follow_groups(Actor.system("groups")) == 1
    joined = next(each for each in pair.standing("mentee") if each.person_id == world.misha.id)
    assert joined.starts_on == TODAY
    people.end_membership(world.actor("kira"), learns(world.misha), ends_on=TODAY - DAY)
    assert joined.ends_on is not None
    db.session.commit()


def test_one_member_of_the_conflict_list_keeps_the_group_and_the_newcomer_apart(world, cycle, in_base):
    mentor(world, "nina")
    keep_apart(world.actor("kira"), cycle, world.pasha, world.nina, reason="Родные", starts_on=TODAY, ends_on=None)
    db.session.commit()
    assert not answer_of(draft(world, cycle)).draft.pairs
    assert reopen_group(world.actor("kira"), in_base.group_id, cycle.id, in_base.format_id) is False


def test_the_group_curator_files_it_and_staff_decides_on_pages(world, cycle, client_as, post):
    kira = client_as("kira")
    page = kira.get("/group-requests/new").text
    sent = {
        "group": world.group_1.public_id, "opening": f"{cycle.public_id}.teacher_student", "goal": "Освоиться",
        "languages": "ru", "origin": "group_curator", "submission_key": key_in(page),
    }  # fmt: skip
    assert post(kira, "/group-requests", **{**sent, "goal": ""}).status_code == 422
    first = post(kira, "/group-requests", **sent)
    assert first.status_code == 303
    assert post(kira, "/group-requests", **sent).headers["Location"].split("?")[0] in first.headers["Location"]
    asked = db.session.scalars(sa.select(GroupRequest)).one()
    address = f"/group-requests/{asked.public_id}"
    assert "Освоиться" in kira.get("/group-requests").text
    assert "Русский" in kira.get(address).text
    changed = {"goal": "Иное", "languages": ["ru", "bua"], "version": "1"}
    assert post(kira, f"{address}/edit", **changed).status_code == 303
    assert post(kira, f"{address}/edit", **changed).status_code == 409
    assert "Кто решает" in kira.get(f"{address}/acceptance").text
    assert post(kira, f"{address}/acceptance", decision=DECISION, decided_on=f"{TODAY:%d.%m.%Y}").status_code == 303
    assert "В базе" in kira.get(address).text
    assert post(client_as("karim"), f"{address}/closure", reason="Чужое").status_code == 404
    assert client_as("misha").get(address).status_code == 404
    assert post(kira, f"{address}/closure", reason="").status_code == 422
    assert post(kira, f"{address}/closure", reason="Не нужно").status_code == 303
    mentor(world, "nina")
