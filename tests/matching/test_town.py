"""The bases of the town: by name only whom the consent covers, a person once, small groups never as a number."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from portal.access.actor import Actor, Grant
from portal.access.roles import Role
from portal.consents import actions as consents
from portal.consents.kinds import Category, Evidence, Purpose
from portal.consents.models import ConsentPolicy
from portal.consents.queries import policy_of
from portal.consents.wordings import wordings
from portal.core.db import db
from portal.demo.town import SYSTEM
from portal.matching.town import queries
from portal.matching.town.coverage import Covered, Extra, extras_in
from portal.matching.town.queries import TownFilter, crowds, entries_of, find_people_of_town
from portal.matching.town.words import birth_year, contacts_in_words, entered_on, more_in_words
from portal.people.models import Representation
from tests.matching.conftest import TODAY
from tests.matching.mentoring import bring as bring_mentor
from tests.matching.mentoring import take
from tests.matching.signing import sign_for_operator
from tests.mentorships.forming import in_base


@pytest.fixture
def bases(world, cycle):
    """Миша asks and mentors at once, Паша asks; only Миша is handed over to the operator."""
    asked = in_base(world, "misha", "student_student")
    in_base(world, "pasha", "student_student")
    take(world, bring_mentor(world, "misha", ("student_student",), "student", agreed_on=TODAY))
    sign_for_operator(world.misha, world.school_1)
    db.session.commit()
    return asked


def named(world, key="olga", **chosen):
    """Entries of the list as the actor sees it."""
    actor, wanted = world.actor(key), TownFilter(**chosen)
    people = db.session.scalars(find_people_of_town(actor, wanted, TODAY)).all()
    return entries_of(actor, people, wanted, TODAY)


def test_a_person_stands_once_and_only_by_the_consent(world, bases):
    (only,) = named(world)
    assert only.person.id == world.misha.id
    assert (len(only.requests), len(only.profiles)) == (1, 1)
    assert [each.short_name for each in only.organizations] == [world.school_1.short_name]
    assert named(world, base="mentees")[0].profiles == []
    assert named(world, format="student_student")
    assert not named(world, format="teacher_teacher")
    assert not named(world, organization=world.school_2.public_id)
    assert not named(world, "kira")
    world.misha.restricted_on = TODAY
    db.session.flush()
    assert not named(world)


def sign(person, organization, by=None):
    """The signature of today under the model wording of the operator in its latest version."""
    category = Category.REPRESENTATIVE if by else Category.ANY
    wording = wordings()[Purpose.OPERATOR, category]
    text = consents.add_consent_text(
        SYSTEM, organization, purpose=Purpose.OPERATOR, category=category, title=wording.title,
        body=wording.body(policy_of(organization)), starts_on=TODAY,
    )  # fmt: skip
    consents.record_consent(SYSTEM, person, text, given_by=by or person, evidence=Evidence.SCAN, starts_on=TODAY)
    db.session.commit()


def test_a_later_wording_hands_over_more_and_an_earlier_one_no_more(world, bases, client_as):
    world.misha.phone, world.maria.phone = "+7 900 100-00-01", "+7 900 100-00-02"
    (misha,) = named(world)
    assert more_in_words(misha) == ""
    olga = client_as("olga")
    rows = list(load_workbook(io.BytesIO(olga.get("/bases/people.xlsx").data)).worksheets[0].values)
    assert rows[1][-3:] == (None, None, None)
    sign(world.misha, world.school_1)
    (misha,) = named(world)
    assert contacts_in_words(misha).startswith("+7 900 100-00-01")
    assert (birth_year(misha), entered_on(misha)) == (2006, TODAY)
    assert "2006 г. р." in olga.get("/bases/people").text
    rows = list(load_workbook(io.BytesIO(olga.get("/bases/people.xlsx").data)).worksheets[0].values)
    assert (rows[1][-2], rows[1][-1].date()) == (2006, TODAY)
    sign_for_operator(world.pasha, world.school_1)
    sign(world.pasha, world.school_1, by=world.maria)
    pasha = next(each for each in named(world) if each.person.id == world.pasha.id)
    assert "+7 900 100-00-02" in contacts_in_words(pasha), "the mother signed for her own"
    assert world.maria.id in pasha.person_ids


def test_whoever_represents_no_more_hands_nothing_over(world, bases):
    world.maria.phone = "+7 900 100-00-02"
    sign(world.misha, world.school_1)
    sign_for_operator(world.pasha, world.school_1)
    sign(world.pasha, world.school_1, by=world.maria)
    (before,) = [each for each in named(world) if each.person.id == world.pasha.id]
    assert world.maria.id in before.person_ids
    kinship = db.session.scalars(sa.select(Representation).where(Representation.person_id == world.pasha.id)).one()
    kinship.ends_on = TODAY - timedelta(days=1)
    db.session.flush()
    assert world.maria.id not in {key for each in named(world) for key in each.person_ids}


def test_two_signatures_reach_as_far_as_the_narrower_text():
    body = wordings()[Purpose.OPERATOR, Category.ANY].body(ConsentPolicy(term="open"))
    assert extras_in(body) == frozenset(Extra)
    assert extras_in("Цель: год рождения\n\nКакие данные: имя, организация") == frozenset()
    assert Covered(own=set(Extra), by_representative={Extra.BORN}).extras == {Extra.BORN}
    assert Covered(own=set(), by_representative=set(Extra)).extras == frozenset()
    assert Covered(by_representative=set(Extra)).extras == frozenset(Extra)


def test_small_groups_are_not_told_even_by_subtraction(world, bases, monkeypatch):
    department = Actor(
        person_id=world.olga.id, time_zone="Asia/Irkutsk",
        grants=(Grant(role=Role.DEPARTMENT, organization_id=world.municipality.id),),
    )  # fmt: skip
    lines, whole = crowds(department)
    assert [(each.mentees, each.mentors) for each in lines] == [(None, None)]
    assert (whole.mentees, whole.mentors) == (None, None)
    assert queries._whole({1: 7, 2: 3, None: 10}) is None
    # 7 are left for two hidden parts of at most 4: one of them is 3, the other 4, whichever is which.
    assert queries._whole({1: 7, 2: 3, 3: 4, None: 14}) is None
    assert queries._whole({1: 7, 2: 4, 3: 4, None: 15}) is None
    # 5 may be 1 and 4, 2 and 3, 3 and 2 or 4 and 1: nothing follows.
    assert queries._whole({1: 7, 2: 3, 3: 2, None: 12}) == 12
    # Somebody stands in both hidden parts: what is left, 5, is told, but they come to 7, as above.
    assert queries._whole({1: 7, 2: 3, 3: 4, None: 12}) is None
    assert queries._whole({1: 7, 2: 0, None: 7}) == 7
    assert queries._whole({1: 7, 2: 1, 3: 1, None: 9}) is None
    monkeypatch.setattr(queries, "LEAST_SHOWN", 2)
    lines, whole = crowds(department)
    assert [(each.mentees, each.mentors) for each in lines] == [(2, None)]
    assert (whole.mentees, whole.mentors) == (2, None)


def test_the_operator_reads_and_takes_what_the_consent_covers(world, bases, client_as):
    olga = client_as("olga")
    assert "меньше 5" in olga.get("/bases").text
    shown = olga.get("/bases/people").text
    assert "Ковалёв" in shown
    assert "Седов" not in shown
    assert bases.goal in shown
    assert "наставляемый, наставник" in shown
    assert "С такими условиями никого нет" in olga.get("/bases/people?q=ъъъ").text
    book = load_workbook(io.BytesIO(olga.get("/bases/people.xlsx").data))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert [len(rows), rows[1][1]] == [2, world.misha.full_name]
    assert world.misha.email is None or world.misha.email not in str(rows)
    assert client_as("kira").get("/bases").status_code == 403
    assert bases.format.name in str(rows)
