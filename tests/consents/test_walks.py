"""Walks through age × representatives × consents × refusals × withdrawals × time: nothing is read or written without
a basis, and nothing is refused that has one. The expected answer comes from a model of its own (reliability P2)."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from portal.access.actor import Actor
from portal.consents import actions as consents
from portal.consents.kinds import Evidence, Minors, Purpose, Term
from portal.consents.models import Consent
from portal.consents.queries import basis_for, has_basis
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person, Representation
from surveys.actions import save_answers
from surveys.models import Answer, Response, SurveyInvitation
from surveys.storage import publish_questionnaire
from tests.consents.model import Model, Signature
from tests.surveying import invite, open_wave
from tests.surveys.waves import short

SYSTEM, GUEST = Actor.system("walks"), Actor.guest()
ZONES = ("Asia/Irkutsk", "Europe/Kaliningrad")
FAR_PAST = date(2006, 1, 1)
BIRTHS = (
    date(2008, 2, 29), date(2012, 2, 29), date(2008, 3, 1), date(2012, 3, 1), date(2012, 2, 28), date(2011, 5, 5),
    date(2014, 7, 1), date(1990, 1, 1), None,
)  # fmt: skip
STARTS = (date(2026, 2, 25), date(2026, 2, 28), date(2027, 2, 27), date(2026, 6, 1))
SIGNERS = ("self", "mother", "father")
PLACES = st.integers(0, 1)
TOLD: Counter[str] = Counter()
LISTED = sa.select(Membership.id).where(
    Membership.person_id == sa.bindparam("person"),
    Membership.organization_id == sa.bindparam("place"),
    has_basis(
        Membership.person_id, Membership.organization_id, Purpose.PARTICIPATION, sa.bindparam("day", type_=sa.Date)
    ),
)


class Walk(RuleBasedStateMachine):
    """A person with a place in two organisations of two zones, a mother, a father, and time that goes on."""

    world: Any = None

    @initialize(
        birth=st.sampled_from(BIRTHS), start=st.sampled_from(STARTS), is_learner=st.booleans(),
        hour=st.integers(0, 23),
    )  # fmt: skip
    def begin(self, birth: date | None, start: date, is_learner: bool, hour: int) -> None:
        self.now = datetime.combine(start, time(hour), tzinfo=UTC)
        self.curtain = db.session.begin_nested()
        self.model = Model(birth=birth, is_learner=is_learner)
        with clock.freeze(self.now):
            self._settle(birth, is_learner)
        TOLD["walks"] += 1

    def _settle(self, birth: date | None, is_learner: bool) -> None:
        self.people = {
            name: people.add_person(
                SYSTEM, family_name="Ходок", given_name=name, birth_on=birth if name == "self" else None
            )
            for name in SIGNERS
        }
        self.places, self.texts, self.invitations = [], [], []
        kind = MembershipKind.LEARNER if is_learner else MembershipKind.EMPLOYEE
        for number, zone in enumerate(ZONES):
            place = people.add_organization(
                SYSTEM, kind="school", name=f"Школа {number}", short_name=f"Ш{number}", time_zone=zone
            )
            people.add_membership(SYSTEM, self.people["self"], place, kind=kind, starts_on=FAR_PAST)
            self.places.append(place)
            self.texts.append(self._text(number, "Первая редакция", is_material=False, starts_on=FAR_PAST))
            wave = open_wave(place, self.version, "Волна")
            wave.closes_at = None
            invite(wave, [self.people["self"].id])
            asked = sa.select(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id)
            self.invitations.append(db.session.scalars(asked).one())

    def teardown(self) -> None:
        if hasattr(self, "curtain"):
            self.curtain.rollback()
            db.session.expire_all()

    def _text(self, number: int, body: str, *, is_material: bool, starts_on: date) -> Any:
        return consents.add_consent_text(
            SYSTEM, self.places[number], purpose=Purpose.PARTICIPATION, category="any", title="Согласие", body=body,
            starts_on=starts_on, term=Term.MONTHS, term_months=12, is_material=is_material,
        )  # fmt: skip

    def today(self, number: int) -> date:
        return self.now.astimezone(ZoneInfo(ZONES[number])).date()

    def attempt(self, deed: str, act: Any) -> Any:
        """What the portal did, or None where it refused; a refusal leaves nothing behind."""
        with clock.freeze(self.now):
            try:
                with db.session.begin_nested():
                    done = act()
                TOLD[deed] += 1
                return done if done is not None else True
            except Refusal:
                TOLD[f"{deed} refused"] += 1
                return None

    @rule(place=PLACES, who=st.sampled_from(SIGNERS), ago=st.sampled_from((0, 0, 0, 1, 30, 366)),
          evidence=st.sampled_from((Evidence.SCAN, Evidence.SCAN, Evidence.PORTAL, Evidence.PAPER)))  # fmt: skip
    def sign(self, place: int, who: str, ago: int, evidence: Evidence) -> None:
        day = self.today(place) - timedelta(days=ago)
        done = self.attempt("sign", lambda: consents.record_consent(
            SYSTEM, self.people["self"], self.texts[place], given_by=self.people[who], evidence=evidence, starts_on=day
        ))  # fmt: skip
        if done:
            self.model.sign(place, Signature(
                key=done.id, who=who, day=day, edition=self.texts[place].number,
                counts=evidence is Evidence.SCAN or evidence.value in self.model.taken[place],
            ))  # fmt: skip

    @rule(place=PLACES, is_waiting=st.booleans())
    def sign_together(self, place: int, is_waiting: bool) -> None:
        """Mother and child on one day, perhaps on the portal: the usual family."""
        if not self.model.kin["mother"]:
            self.begin_representing("mother", 400)
        for who in ("self", "mother"):
            self.sign(place, who, 0, Evidence.PORTAL if is_waiting else Evidence.SCAN)

    @rule(place=PLACES, who=st.sampled_from(SIGNERS))
    def refuse(self, place: int, who: str) -> None:
        day = self.today(place)
        if self.attempt("refuse", lambda: consents.refuse_consent(
            SYSTEM, self.people["self"], self.texts[place], refused_by=self.people[who], evidence=Evidence.PAPER,
            refused_on=day,
        )):  # fmt: skip
            self.model.end(place, day)

    @rule(place=PLACES, who=st.sampled_from(SIGNERS), is_first_signed=st.booleans())
    def withdraw(self, place: int, who: str, is_first_signed: bool) -> None:
        if is_first_signed:
            self.sign_together(place, is_waiting=False)
        if self.attempt("withdraw", lambda: consents.withdraw_consent(
            SYSTEM, self.people["self"], self.places[place], Purpose.PARTICIPATION, by=self.people[who]
        )):  # fmt: skip
            self.model.end(place, self.today(place))
            drafts = sa.select(sa.func.count()).where(Response.invitation_id == self.invitations[place].id)
            assert db.session.scalar(drafts) == 0
            assert self.invitations[place].withdrawn_at is not None

    @rule(place=PLACES, is_first_signed=st.booleans())
    def accept(self, place: int, is_first_signed: bool) -> None:
        if is_first_signed:
            self.sign_together(place, is_waiting=True)
        waiting = db.session.scalars(
            sa.select(Consent).where(
                Consent.person_id == self.people["self"].id, Consent.organization_id == self.places[place].id,
                Consent.is_accepted.is_(False), Consent.withdrawn_on.is_(None),
            )
        ).first()  # fmt: skip
        if waiting and "portal" not in self.model.taken[place]:
            self.settle_policy(place, Minors(self.model.minors[place]), {"portal"})
        if waiting and self.attempt("accept", lambda: consents.accept_confirmation(SYSTEM, waiting)):
            self.model.accept(place, waiting.id)

    @rule(place=PLACES, minors=st.sampled_from(Minors), taken=st.sets(st.sampled_from(("paper", "portal"))))
    def settle_policy(self, place: int, minors: Minors, taken: set[str]) -> None:
        self.attempt(
            "policy", lambda: consents.save_policy(SYSTEM, self.places[place], evidence=list(taken), minors=minors)
        )
        self.model.minors[place], self.model.taken[place] = minors.value, taken

    @rule(place=PLACES, is_material=st.booleans())
    def publish(self, place: int, is_material: bool) -> None:
        day, number = self.today(place), self.texts[place].number + 1
        text = self.attempt(
            "publish", lambda: self._text(place, f"Редакция {number}", is_material=is_material, starts_on=day)
        )
        if text:
            self.texts[place] = text
            self.model.publish(place, number, day, is_material=is_material)

    @rule(who=st.sampled_from(("mother", "father")), ago=st.sampled_from((0, 1, 400)))
    def begin_representing(self, who: str, ago: int) -> None:
        day = self.today(0) - timedelta(days=ago)
        if self.model.kin[who]:
            return
        with clock.freeze(self.now):
            db.session.add(Representation(person_id=self.people["self"].id, representative_id=self.people[who].id,
                                          relation="родитель", starts_on=day))  # fmt: skip
            db.session.flush()
        self.model.kin[who].append([day, None])

    @rule(who=st.sampled_from(("mother", "father")), ahead=st.sampled_from((0, 0, 5)))
    def end_representing(self, who: str, ahead: int) -> None:
        if not self.model.kin[who]:
            return
        day = max(self.today(0) + timedelta(days=ahead - 1), self.model.kin[who][0][0])
        db.session.execute(
            sa.update(Representation).where(Representation.representative_id == self.people[who].id).values(ends_on=day)
        )
        self.model.kin[who][0][1] = day

    @rule(is_on=st.booleans())
    def restrict(self, is_on: bool) -> None:
        day = min(self.today(0), self.today(1)) if is_on else None
        db.session.execute(sa.update(Person).where(Person.id == self.people["self"].id).values(restricted_on=day))
        self.model.restricted_on = day

    @rule(hours=st.sampled_from((1, 5, 7, 24, 24 * 13, 24 * 364, 24 * 365)))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(place=PLACES, years=st.sampled_from((14, 18)), seconds=st.sampled_from((-1, 0)))
    def wait_for_a_birthday(self, place: int, years: int, seconds: int) -> None:
        """To the last second before the birthday where the organisation is, or to its midnight."""
        day = self.model.birthday(years)
        if day is not None:
            moment = datetime.combine(day, time(0), tzinfo=ZoneInfo(ZONES[place])) + timedelta(seconds=seconds)
            self.now = max(self.now, moment.astimezone(UTC))

    @invariant()
    def nothing_without_a_basis(self) -> None:
        if not hasattr(self, "curtain"):
            return
        TOLD["steps"] += 1
        for number, place in enumerate(self.places):
            today = self.today(number)
            expected = self.model.has_basis(number, today)
            TOLD[f"basis {expected}"] += 1
            person = self.people["self"].id
            with clock.freeze(self.now):
                assert (basis_for(person, place.id, Purpose.PARTICIPATION, today) is not None) == expected
                listed = db.session.scalar(LISTED, {"person": person, "place": place.id, "day": today})
                assert (listed is not None) == expected
                assert self._writes(number) == expected

    def _writes(self, number: int) -> bool:
        """Whether named answers are taken; whoever was asked before a withdrawal is asked anew."""
        invitation = self.invitations[number]
        db.session.execute(
            sa.update(SurveyInvitation).where(SurveyInvitation.id == invitation.id).values(withdrawn_at=None)
        )
        before = _stored(invitation)
        try:
            save_answers(GUEST, invitation, {"MARK": [str(TOLD["steps"] % 10)]})
        except Refusal:
            assert _stored(invitation) == before
            return False
        return True


def _stored(invitation: SurveyInvitation) -> Any:
    rows = sa.select(Answer.item_code, Answer.value).join(Response, Response.id == Answer.response_id)
    return db.session.execute(rows.where(Response.invitation_id == invitation.id)).all()


def _walk(examples: int) -> None:
    TOLD.clear()
    Walk.version = publish_questionnaire(SYSTEM, short())
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=examples, stateful_step_count=24, deadline=None,
            suppress_health_check=list(HealthCheck), database=None,
        ),
    )  # fmt: skip


def test_short_walks_meet_the_rule(world: Any) -> None:
    _walk(12)
    assert TOLD["steps"] > 100


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_five_thousand_steps_read_and_write_nothing_without_a_basis(world: Any) -> None:
    _walk(250)
    assert TOLD["steps"] >= 5_000
    assert min(TOLD["basis True"], TOLD["withdraw"], TOLD["accept"], TOLD["refuse"], TOLD["publish"]) > 20
