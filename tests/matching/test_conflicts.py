"""The conflict list of a year: a hard rule of drafts, asked again by hand; its reason is for those who run matching."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.row_erasure import erase
from portal.core.subjects import Erasing
from portal.matching.conflicts.actions import change_conflict, keep_apart
from portal.matching.conflicts.models import MatchingConflict
from portal.matching.conflicts.queries import conflicting_pairs
from portal.matching.drafts import actions as drafts
from portal.matching.drafts.queries import answer_of, gather, is_stale, settings_for
from portal.matching.drafts.settings import MatchingSettings
from portal.matching.solving.kinds import Ground
from portal.mentorships.actions import propose_mentorship
from portal.mentorships.actions.rules import Doubt
from portal.privacy.queries.holdings import find_subject, holdings_of
from tests.matching.drafts.matched import TODAY, ask_in_base, draft, mentor
from tests.matching.drafts.test_pages import key_in

DAY = timedelta(days=1)
SECRET = "Двоюродные, делят дом"


@pytest.fixture
def apart(world, cycle):
    """Записывает двух людей в список."""

    def apart(one="misha", other="nina", **more):
        said = {"reason": SECRET, "starts_on": TODAY, "ends_on": None, **more}
        made = keep_apart(world.actor("kira"), cycle, world.person(one), world.person(other), **said)
        db.session.commit()
        return made

    return apart


def test_no_draft_has_a_pair_of_the_list_from_day_to_day(world, cycle, apart):
    ask_in_base(world, "misha", "teacher_student")
    mentor(world, "nina")
    before = draft(world, cycle)
    assert len(answer_of(before).draft.pairs) == 1
    row = apart("nina", "misha", starts_on=TODAY + DAY)
    assert not is_stale(before), "tomorrow's rule binds nobody today"
    change_conflict(world.actor("kira"), row, reason=SECRET, starts_on=TODAY, ends_on=TODAY)
    db.session.commit()
    assert is_stale(before)
    (ban,) = gather(cycle, settings_for(cycle), TODAY).bans
    assert ban.ground == Ground.CONFLICT
    after = draft(world, cycle)
    assert not answer_of(after).draft.pairs
    assert SECRET not in after.pool + after.answer
    assert not conflicting_pairs(cycle.id, TODAY + DAY), "its last day was today"


def test_a_pair_of_the_list_is_refused_by_hand_or_asked_about_as_the_year_says(world, cycle, apart):
    asked, profile = ask_in_base(world, "misha", "teacher_student"), mentor(world, "nina")
    apart()

    def propose(**more):
        return propose_mentorship(
            world.actor("kira"), cycle, asked.format, profiles=[profile], requests=[asked], **more
        )

    with pytest.raises(Refusal, match="запрещена правилами") as refused:
        propose(insists=True)
    assert SECRET not in refused.value.message
    assert not isinstance(refused.value, Doubt)
    db.session.rollback()
    drafts.set_up(world.actor("kira"), cycle, MatchingSettings(conflicts="warn"))
    db.session.commit()
    with pytest.raises(Doubt, match="подтвердите"):
        propose()
    db.session.rollback()
    assert propose(insists=True).members
    with pytest.raises(ValueError, match="warn or block"):
        MatchingSettings(conflicts="off")


def test_the_list_is_kept_once_and_says_nothing_in_the_trail(world, cycle, apart):
    apart()
    with pytest.raises(Refusal, match="уже стоят"):
        apart("nina", "misha")
    db.session.rollback()
    with pytest.raises(Refusal, match="двух разных"):
        apart("nina", "nina")
    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == "matching_conflict_added")).all()
    assert entries
    assert all(SECRET not in str(each.changes) for each in entries)


@pytest.mark.parametrize("whose", ["misha", "nina"])
def test_it_goes_with_either_of_the_two_and_tells_neither_why(world, cycle, apart, whose):
    apart()
    told = {each.table: each for each in holdings_of(world.person(whose), "Asia/Irkutsk")}
    assert "matching_conflict" in told
    assert SECRET not in str(told["matching_conflict"])
    erase(Erasing(subject=find_subject(world.person(whose))))
    assert not db.session.scalars(sa.select(MatchingConflict)).all()


def test_the_page_takes_names_asks_which_namesake_and_keeps_what_was_typed(world, cycle, client_as, post):
    kira, address = client_as("kira"), f"/matching/years/{cycle.public_id}/conflicts"
    sent = {
        "first": "Ковалёв Миша", "second": "Орлова Нина", "reason": SECRET, "starts_on": f"{TODAY:%d.%m.%Y}",
        "ends_on": "", "submission_key": key_in(kira.get(address).text),
    }  # fmt: skip
    refused = post(kira, address, **{**sent, "second": "Нет Такого"})
    assert refused.status_code == 422
    assert SECRET in refused.text
    assert post(kira, address, **sent).status_code == 303
    assert post(kira, address, **sent).status_code == 303, "the second click does nothing"
    row = db.session.scalars(sa.select(MatchingConflict)).one()
    assert SECRET in kira.get(address).text
    twin = world.person("pasha")
    twin.family_name, twin.given_name, twin.sort_name = (getattr(world.nina, name) for name in
                                                         ("family_name", "given_name", "sort_name"))  # fmt: skip
    twin_id = twin.public_id
    db.session.commit()
    again = {**sent, "first": "Орлова Нина", "second": "Ковалёв Миша", "submission_key": "k2"}
    unclear = post(kira, address, **again)
    assert unclear.status_code == 422
    assert "несколько: выберите" in unclear.text
    assert post(kira, address, **again, first_is=twin_id).status_code == 303
    edit = f"/matching/conflicts/{row.public_id}/edit"
    days = {"starts_on": f"{TODAY:%d.%m.%Y}", "ends_on": f"{TODAY + DAY:%d.%m.%Y}", "reason": "Иное"}
    assert post(kira, edit, **{**days, "version": "1", "ends_on": f"{TODAY - DAY:%d.%m.%Y}"}).status_code == 422
    assert post(kira, edit, **days, version="1").status_code == 303
    assert post(kira, edit, **days, version="1").status_code == 409
    assert post(client_as("karim"), edit, **days, version="2").status_code == 404
    assert client_as("denis").get(address).status_code == 403, "who reads drafts does not read reasons"
    assert post(kira, f"/matching/conflicts/{row.public_id}/removal").status_code == 303
    db.session.rollback()
    assert len(db.session.scalars(sa.select(MatchingConflict)).all()) == 1


def test_readers_of_a_draft_are_told_forbidden_by_rules_and_no_more(world, cycle, apart, client_as):
    asked = ask_in_base(world, "misha", "teacher_student")
    mentor(world, "nina")
    mentor(world, "denis")
    apart()
    run = draft(world, cycle)
    page = client_as("denis").get(f"/matching/runs/{run.public_id}/mentees/{asked.public_id}").text
    assert "Запрещено правилами: Орлова Нина" in page
    assert SECRET not in page


def test_who_proposes_by_hand_is_warned_and_may_insist(world, cycle, apart, client_as, post):
    asked, profile = ask_in_base(world, "misha", "teacher_student"), mentor(world, "nina")
    apart()
    drafts.set_up(world.actor("kira"), cycle, MatchingSettings(conflicts="warn"))
    db.session.commit()
    kira, address = client_as("kira"), f"/mentorships/new/{cycle.public_id}/teacher_student"
    page = kira.get(address).text
    assert "всё равно" not in page
    sent = {"mentors": profile.public_id, "requests": asked.public_id, "submission_key": key_in(page)}
    warned = post(kira, address, **sent)
    assert warned.status_code == 422
    assert "Предложить эту пару всё равно" in warned.text
    assert SECRET not in warned.text
    assert post(kira, address, **sent, insists="1").status_code == 303


def test_while_data_is_restricted_the_entry_is_not_read_and_still_holds(world, cycle, apart, client_as):
    apart()
    world.nina.restricted_on = TODAY
    db.session.commit()
    assert SECRET not in client_as("kira").get(f"/matching/years/{cycle.public_id}/conflicts").text
    assert len(conflicting_pairs(cycle.id, TODAY)) == 1
