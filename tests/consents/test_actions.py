"""Rules of giving, refusing, withdrawing, renewing and of the wordings, without HTTP."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents import actions as consents
from portal.consents.chores import ask_again
from portal.consents.kinds import Category, Evidence, Item, Minors, Purpose, State, Term
from portal.consents.models import Consent, ConsentText
from portal.consents.queries import basis_for, missing_paper, text_for
from portal.consents.queries.own import papers_of
from portal.consents.terms import last_day
from portal.consents.wordings import wordings
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.notices import Notice
from portal.people.models import Person
from surveys.actions import close_assignment, save_answers, withdraw_invitation
from surveys.models import Response
from tests.conftest import NOW
from tests.surveys.waves import invitation_of, open_wave

SYSTEM, TODAY = Actor.system("test"), date(2026, 11, 20)


def record(world: Any, who: str, by: str, **more: Any) -> Consent:
    text = more.pop("text", world.town.consent_texts[1])
    return consents.record_consent(
        SYSTEM, world.person(who), text, given_by=world.person(by), evidence=Evidence.SCAN,
        **{"starts_on": TODAY, **more},
    )  # fmt: skip


def withdraw(world: Any, who: str, by: str) -> consents.Ended:
    return consents.withdraw_consent(
        SYSTEM, world.person(who), world.school_1, Purpose.PARTICIPATION, by=world.person(by)
    )


def basis(world: Any, who: str = "pasha", on: date = TODAY) -> bool:
    return basis_for(world.person(who).id, world.school_1.id, Purpose.PARTICIPATION, on) is not None


@pytest.mark.parametrize("by", ["pasha", "maria"])
def test_a_withdrawal_by_either_closes_questionnaires_links_and_drafts(world: Any, by: str) -> None:
    wave = open_wave(world, persons=("pasha", "misha"))
    invitation, other = invitation_of(world, wave, "pasha"), invitation_of(world, wave, "misha")
    save_answers(Actor.guest(), invitation, {"MARK": ["7"]})
    revision = invitation.link_revision
    assert consents.what_follows(SYSTEM, world.pasha, world.school_1, Purpose.PARTICIPATION)
    ended = withdraw(world, "pasha", by)
    assert not basis(world)
    assert invitation.withdrawn_at is not None
    assert invitation.link_revision == revision + 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Response)) == 0
    assert other.withdrawn_at is None
    assert ended.done
    assert ended.destroy_by == date(2026, 12, 20)
    events = db.session.scalars(sa.select(AuditEntry.event)).all()
    assert events.count(AuditEvent.CONSENT_WITHDRAWN) == 2  # both signatures
    assert AuditEvent.SURVEY_INVITATION_WITHDRAWN in events


def test_a_new_consent_brings_back_what_the_old_one_took_along(world: Any) -> None:
    wave, over = (open_wave(world, persons=("pasha", "misha")) for _each in range(2))
    kept, closed = invitation_of(world, wave, "pasha"), invitation_of(world, over, "pasha")
    by_hand = invitation_of(world, wave, "misha")
    withdraw_invitation(SYSTEM, by_hand)
    close_assignment(SYSTEM, over)
    withdraw(world, "pasha", "maria")
    withdraw(world, "misha", "misha")
    revision = kept.link_revision
    record(world, "pasha", "pasha")
    assert kept.withdrawn_at is not None  # one signature of two
    record(world, "pasha", "maria")
    record(world, "misha", "misha")
    assert (kept.withdrawn_at, kept.consent_ended_on, kept.link_revision) == (None, None, revision)
    assert closed.withdrawn_at is not None
    assert by_hand.withdrawn_at is not None
    save_answers(Actor.guest(), kept, {"MARK": ["7"]})
    told = sa.select(Notice.text).where(Notice.person_id == world.pasha.id).order_by(Notice.id.desc()).limit(1)
    assert db.session.scalar(told) == "Согласие есть: анкеты снова ждут вас"


def test_what_was_withdrawn_may_be_given_again_on_the_same_day_by_both(world: Any) -> None:
    withdraw(world, "pasha", "maria")
    record(world, "pasha", "pasha")
    assert not basis(world)
    record(world, "pasha", "maria")
    assert basis(world)


def test_a_refusal_ends_what_stood_and_a_stranger_may_not_refuse(world: Any) -> None:
    text = world.town.consent_texts[1]
    with pytest.raises(Refusal):
        consents.refuse_consent(
            SYSTEM, world.pasha, text, refused_by=world.nina, evidence=Evidence.PAPER, refused_on=TODAY
        )
    assert basis(world)
    consents.refuse_consent(
        SYSTEM, world.pasha, text, refused_by=world.maria, evidence=Evidence.PAPER, refused_on=TODAY
    )
    assert not basis(world)
    paper = papers_of(world.pasha, world.school_1, TODAY)[0]
    assert paper.state is State.REFUSED
    assert missing_paper(world.pasha.id, world.school_1.id, Purpose.PARTICIPATION, TODAY) == (
        "Не хватает: согласие на участие и мониторинг, согласие представителя на участие и мониторинг"
    )


def test_the_same_signature_of_a_day_stands_once(world: Any) -> None:
    with pytest.raises(Refusal, match="уже записана"):
        record(world, "misha", "misha")


def test_a_signature_of_tomorrow_or_from_before_the_text_is_refused(world: Any) -> None:
    for day in (date(2026, 11, 21), date(2020, 1, 1)):
        with pytest.raises(Refusal):
            record(world, "nina", "nina", starts_on=day)


def test_a_click_waits_for_its_sheet_unless_the_organisation_takes_it(world: Any) -> None:
    text = consents.add_consent_text(
        SYSTEM, world.school_1, purpose=Purpose.OPERATOR, category="any", title="Передача", body="Т", starts_on=TODAY
    )
    clicked = consents.confirm_on_portal(SYSTEM, world.nina, text, given_by=world.nina, device="Firefox")
    asked = (world.nina.id, world.school_1.id, Purpose.OPERATOR, TODAY)
    assert basis_for(*asked) is None
    with pytest.raises(Refusal):
        consents.accept_confirmation(SYSTEM, clicked)
    completed = record(world, "nina", "nina", text=text)
    assert completed.id == clicked.id
    assert basis_for(*asked)
    consents.save_policy(SYSTEM, world.school_1, evidence=[Evidence.PORTAL])
    consents.confirm_on_portal(SYSTEM, world.misha, text, given_by=world.misha)
    assert basis_for(world.misha.id, *asked[1:])


def test_publication_is_decided_item_by_item(world: Any) -> None:
    text = consents.add_consent_text(
        SYSTEM, world.school_1, purpose=Purpose.PUBLICATION, category="any", title="Публикация", body="П",
        starts_on=TODAY, items=[Item.NAME, Item.PHOTO],
    )  # fmt: skip
    wrong: list[dict[str, Any]] = [
        {},
        {"name": {"decision": "allow"}},
        {"name": {"decision": "deny"}, "photo": {"decision": "deny"}},
        {"name": {"decision": "allow"}, "photo": {"decision": "condition", "condition": " "}},
    ]
    for items in wrong:
        with pytest.raises(Refusal):
            record(world, "nina", "nina", text=text, items=items)
    chosen = {"name": {"decision": "allow"}, "photo": {"decision": "condition", "condition": "без детей"}}
    assert record(world, "nina", "nina", text=text, items=chosen).items == chosen


def test_a_new_edition_keeps_the_old_consents_unless_it_is_materially_new(world: Any) -> None:
    first = world.town.consent_texts[1]
    second = _edition(world, "Другие слова", is_material=False)
    assert (first.ends_on, second.number) == (date(2026, 11, 19), 2)
    assert basis(world, "misha")
    third = _edition(world, "Другая цель", is_material=True)
    assert not basis(world, "misha")
    record(world, "misha", "misha", text=third)
    assert basis(world, "misha")
    with pytest.raises(Refusal):
        _edition(world, "Другая цель", is_material=False)


def _edition(world: Any, body: str, *, is_material: bool) -> ConsentText:
    return consents.add_consent_text(
        SYSTEM, world.school_1, purpose=Purpose.PARTICIPATION, category="any", title="Согласие", body=body,
        starts_on=TODAY, is_material=is_material,
    )  # fmt: skip


def test_who_signs_between_14_and_17_the_organisation_settles(world: Any) -> None:
    withdraw(world, "pasha", "pasha")
    record(world, "pasha", "pasha")
    assert not basis(world)
    consents.save_policy(SYSTEM, world.school_1, evidence=[], minors=Minors.OWN)
    assert basis(world)
    consents.save_policy(SYSTEM, world.school_1, evidence=[], minors=Minors.REPRESENTATIVE)
    assert not basis(world)


@pytest.mark.parametrize(
    ("term", "months", "starts_on", "ends_on"),
    [
        (Term.MONTHS, 12, date(2026, 11, 20), date(2027, 11, 19)),
        (Term.MONTHS, 12, date(2028, 2, 29), date(2029, 2, 27)),
        (Term.MONTHS, 1, date(2026, 1, 31), date(2026, 2, 27)),
        (Term.SCHOOL_YEAR, None, date(2026, 9, 1), date(2027, 8, 31)),
        (Term.SCHOOL_YEAR, None, date(2026, 8, 20), date(2027, 8, 31)),
        (Term.SCHOOL_YEAR, None, date(2026, 5, 1), date(2026, 8, 31)),
        (Term.OPEN, None, date(2026, 5, 1), None),
    ],
)
def test_the_term_ends_where_the_text_says(
    term: Term, months: int | None, starts_on: date, ends_on: date | None
) -> None:
    assert last_day(term, months, starts_on) == ends_on


def test_every_model_wording_has_the_parts_that_the_law_counts(world: Any) -> None:
    consents.adopt_wordings(SYSTEM, world.school_1, starts_on=TODAY)
    assert len(wordings()) >= 18
    for (purpose, category), wording in wordings().items():
        text = text_for(world.school_1.id, purpose, category, TODAY)
        assert text
        for part in ("Оператор: ", "Цель: ", "Какие данные: ", "Кто видит: ", "Срок: ", "Как отозвать: "):
            assert part in text.body, (purpose, category, part)
        if purpose not in (Purpose.VOLUNTARY, Purpose.APPLICATION):
            assert "Что с ними делают: " in text.body
        assert "{" not in text.body
        assert wording.source
    assert consents.adopt_wordings(SYSTEM, world.school_1, starts_on=TODAY) == []


def test_the_text_of_a_representative_is_not_signed_by_the_learner(world: Any) -> None:
    consents.adopt_wordings(SYSTEM, world.school_1, starts_on=TODAY)
    text = text_for(world.school_1.id, Purpose.PARTICIPATION, Category.REPRESENTATIVE, TODAY)
    assert text
    with pytest.raises(Refusal):
        record(world, "pasha", "pasha", text=text)


def test_a_birthday_and_an_ending_term_are_told_once(world: Any) -> None:
    db.session.execute(sa.update(Person).where(Person.id == world.pasha.id).values(birth_on=date(2012, 11, 20)))
    db.session.execute(sa.update(Consent).where(Consent.person_id == world.misha.id).values(ends_on=date(2026, 12, 18)))
    db.session.execute(sa.delete(Consent).where(Consent.person_id == world.pasha.id, ~Consent.by_representative))
    db.session.commit()
    with clock.freeze(NOW):
        ask_again()
        ask_again()
    told = db.session.execute(sa.select(Notice.person_id, Notice.kind)).all()
    mine = [row for row in told if row.kind.startswith("consent_")]
    assert sorted(map(tuple, mine)) == sorted(
        [(world.pasha.id, "consent_birthday"), (world.kira.id, "consent_birthday"),
         (world.misha.id, "consent_expiring"), (world.kira.id, "consent_expiring")]
    )  # fmt: skip
